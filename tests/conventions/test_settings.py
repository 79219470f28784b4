"""Every setting is told in README.md, and nothing else reads the environment."""

import ast
import re

import pytest

from tests.conventions.tree import literals, modules, texts

SETTING = re.compile(r"\bLOKET_[A-Z_]+\b")

#: The commands hand the environment to ``Settings.from_environ``.
READS_THE_ENVIRONMENT = ("web/settings.py", "web/commands/")


def names_in(tree: ast.Module) -> set[str]:
    """Return the settings that a module names in a string of its own."""
    return {text for _, text in literals(tree) if SETTING.fullmatch(text)}


def undocumented(names: set[str], readme: str) -> set[str]:
    """Return the settings without a row of a table in README.md."""
    rows = {name for line in readme.splitlines() if line.startswith("| `") for name in SETTING.findall(line)}
    return names - rows


def environment_reads(tree: ast.Module) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv", "environb"}
    ]


class TestReadme:
    def test_the_rule_sees_a_setting_without_a_line(self):
        assert undocumented({"LOKET_NEW"}, "LOKET_NEW is mentioned here") == {"LOKET_NEW"}
        assert undocumented({"LOKET_NEW"}, "| `LOKET_NEW` | what it does |") == set()

    def test_has_a_line_for_every_setting(self):
        names = names_in(modules()["web/settings.py"])

        assert "LOKET_SECRET_KEY" in names, "this test looks at nothing; check how settings are named"
        assert undocumented(names, texts()["README.md"]) == set()

    def test_tells_of_no_setting_that_is_gone(self):
        told = set(SETTING.findall(texts()["README.md"]))

        assert told - set().union(*(names_in(tree) for tree in modules().values())) == set()


class TestEnvironment:
    @pytest.mark.parametrize("code", ["import os\nos.environ['A']", "import os\nos.getenv('A')"])
    def test_the_rule_sees_a_read(self, code):
        assert environment_reads(ast.parse(code)) == [2]

    def test_is_read_in_one_place(self):
        reads = {name: found for name, tree in modules().items() if (found := environment_reads(tree))}

        assert [name for name in reads if not name.startswith(READS_THE_ENVIRONMENT)] == []
