"""What may stand in the tree, and where."""

import re

import pytest

from tests.conventions.tree import texts

#: A path that exists on one machine only.
MACHINE_PATH = re.compile(r"(?<![\w.\]}/-])/(?:root|work|home/\w+|Users/\w+)/\w")

#: Work that was put off. In code, ruff sees it.
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX)\b")
SEEN_BY_RUFF = (".py", ".toml")

#: Folders and files that gather what belongs nowhere.
GATHERING_PLACES = {"common", "helper", "helpers", "misc", "util", "utils"}

#: Files that we name ourselves; licences and fonts keep the names they came with.
OURS = (".py", ".html", ".txt", ".csv", ".typ")


def lines_with(pattern: re.Pattern[str], text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), start=1) if pattern.search(line)]


def offending_parts(path: str) -> list[str]:
    """Return the parts of a path that are not lower-case, or that gather what belongs nowhere."""
    return [part for part in path.split("/") if part.split(".")[0] in GATHERING_PLACES or part != part.lower()]


class TestText:
    @pytest.mark.parametrize("path", ["root/notes", "work/main/x", "home/kim/x.py"])
    def test_the_rule_sees_a_path_of_one_machine(self, path):
        assert lines_with(MACHINE_PATH, f"open('/{path}')") == [1]

    @pytest.mark.parametrize("text", ["/werkvoorraad/HLM-26", "https://example.nl/work/x", "tests/root/x"])
    def test_the_rule_lets_addresses_be(self, text):
        assert lines_with(MACHINE_PATH, text) == []

    def test_names_no_path_of_one_machine(self):
        assert "web/app.py" in texts(), "this test looks at nothing; check how files are found"
        assert {name: found for name, text in texts().items() if (found := lines_with(MACHINE_PATH, text))} == {}

    def test_the_rule_sees_unfinished_work(self):
        assert lines_with(UNFINISHED, "{# TODO later #}") == [1]

    def test_leaves_nothing_unfinished(self):
        others = {name: text for name, text in texts().items() if not name.endswith(SEEN_BY_RUFF)}

        assert "web/templates/layout.html" in others
        assert {name: found for name, text in others.items() if (found := lines_with(UNFINISHED, text))} == {}


class TestPaths:
    @pytest.mark.parametrize("path", ["web/utils.py", "intake/helpers/x.py", "web/views/Queue.py"])
    def test_the_rule_sees_a_name_that_says_nothing(self, path):
        assert offending_parts(path) != []

    def test_are_lower_case_and_say_what_is_inside(self):
        ours = [name for name in texts() if name.endswith(OURS) and "/fonts/" not in name]

        assert "web/templates/layout.html" in ours
        assert [name for name in ours if offending_parts(name)] == []
