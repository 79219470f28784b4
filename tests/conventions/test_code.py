"""House rules on code that no tool knows."""

import ast
import csv
import re

import pytest

from tests.conventions.tree import ROOT, literals, modules, texts

LONGEST_FUNCTION = 60

#: The clocks of the loket: one for requests, one for commands.
MAY_READ_THE_CLOCK = ("web/current.py", "web/commands/")


def long_functions(tree: ast.Module) -> list[str]:
    return [
        f"{node.name} ({lines} lines)"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]


def clock_reads(tree: ast.Module) -> list[int]:
    """Return the lines that ask what time it is; measuring how long something takes is another matter."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr)
        in {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("datetime", "today"), ("time", "time")}
    ]


def has_tables(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ClassDef) and any(keyword.arg == "table" for keyword in node.keywords)
        for node in ast.walk(tree)
    )


def postpones_annotations(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body)


class TestFunctions:
    def test_the_rule_sees_a_long_function(self):
        code = "def long():\n" + "    step()\n" * LONGEST_FUNCTION

        assert long_functions(ast.parse(code)) == ["long (61 lines)"]

    def test_fit_on_a_page(self):
        assert "web/app.py" in modules(), "this test looks at nothing; check how modules are found"
        assert {name: found for name, tree in modules().items() if (found := long_functions(tree))} == {}


class TestTime:
    @pytest.mark.parametrize("call", ["datetime.now(UTC)", "date.today()", "time.time()"])
    def test_the_rule_sees_a_clock(self, call):
        assert clock_reads(ast.parse(call)) == [1]

    def test_comes_from_one_clock(self):
        reads = {name: found for name, tree in modules().items() if (found := clock_reads(tree))}

        assert "web/current.py" in reads
        assert [name for name in reads if not name.startswith(MAY_READ_THE_CLOCK)] == []


class TestTables:
    def test_keep_their_annotations(self):
        tables = {name: tree for name, tree in modules().items() if has_tables(tree)}

        assert "intake/models/questions.py" in tables
        assert [name for name, tree in tables.items() if postpones_annotations(tree)] == []

    def test_the_rule_sees_postponed_annotations(self):
        assert postpones_annotations(ast.parse("from __future__ import annotations"))


# --- reference data is data -----------------------------------------------------------------------


def column(file: str, name: str) -> set[str]:
    with (ROOT / "fixtures" / file).open(encoding="utf-8", newline="") as lines:
        return {row[name] for row in csv.DictReader(lines)}


def reference_names() -> set[str]:
    """Return every name and code that belongs to fixtures/ alone, bare words and abbreviations left out."""
    return {name for name in _all_names() if name != name.lower() or "-" in name} - {"NL"}


def _all_names() -> set[str]:
    return (
        column("municipalities.csv", "name")
        | column("municipalities.csv", "gm_code")
        | column("topics.csv", "slug")
        | column("topics.csv", "name_nl")
        | column("organisations.csv", "code")
        | column("organisations.csv", "name")
        | column("teams.csv", "code")
        | column("teams.csv", "name")
        | column("financing.csv", "name")
        | column("intermediaries.csv", "name")
    )


def named_in(text: str, names: re.Pattern[str]) -> bool:
    return names.search(text) is not None


def as_pattern(names: set[str]) -> re.Pattern[str]:
    """Match a string that is one of ``names``, or that holds one that is no ordinary word."""
    whole = "|".join(map(re.escape, sorted(names)))
    telling = "|".join(re.escape(name) for name in sorted(names) if len(name) > 5)
    return re.compile(rf"^(?:{whole})$|(?<![\w/])(?:{telling})(?!\w)")


class TestReferenceData:
    @pytest.mark.parametrize("code", ["town = 'Haarlem'", "team == 'HLM'", "f'Bel de gemeente Haarlem, {x}'"])
    def test_the_rule_sees_a_name(self, code):
        names = as_pattern({"Haarlem", "HLM"})

        assert any(named_in(text, names) for _, text in literals(ast.parse(code)))

    def test_the_rule_lets_docstrings_and_ordinary_words_be(self):
        names = as_pattern({"Haarlem", "Best"})

        assert not any(named_in(text, names) for _, text in literals(ast.parse("'''Haarlem.'''\n'Beste lezer'")))

    def test_is_not_named_in_code(self):
        names = as_pattern(reference_names())
        found = [
            f"{name}:{line} {text!r}"
            for name, tree in modules().items()
            for line, text in literals(tree)
            if named_in(text, names)
        ]

        assert "GM0392" in reference_names(), "this test looks for nothing; check how names are found"
        assert found == []

    def test_is_not_named_in_a_template(self):
        names = as_pattern(reference_names())
        templates = {name: text for name, text in texts().items() if name.startswith("web/templates/")}

        assert templates
        assert [name for name, text in templates.items() if named_in(text, names)] == []
