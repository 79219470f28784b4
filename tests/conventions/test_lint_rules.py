"""The rules in pyproject.toml refuse what the house refuses: each is shown one thing it must see."""

import subprocess
import sys

import pytest

from tests.conventions.tree import ROOT

HEAD = '"""A module."""\n\n'

#: What it is -> the rule that sees it, where it stands, and the code below the docstring of its module.
REFUSED = {
    "a class without a docstring": ("D101", "intake/desk.py", "class Desk:\n    size = 1\n"),
    "a function without a docstring": ("D103", "web/views/queue.py", "def show():\n    return 1\n"),
    "a docstring without a sentence": ("D415", "matching/text.py", 'class Words:\n    """Words"""\n'),
    "print outside the command line": ("T201", "intake/desk.py", "print('hello')\n"),
    "a moment without a zone": ("DTZ005", "web/current.py", "from datetime import datetime\n\ndatetime.now()\n"),
    "an import inside a function": ("PLC0415", "intake/desk.py", "def _f():\n    import re\n\n    re.compile('')\n"),
    "a relative import": ("TID252", "intake/desk.py", "from . import terms\n\nterms.label\n"),
    "a blind except": ("BLE001", "web/app.py", "try:\n    x = 1\nexcept Exception:\n    x = 2\n"),
    "a boolean by position": ("FBT001", "intake/desk.py", "def _f(urgent: bool):\n    return urgent\n"),
    "SQL put together": ("S608", "intake/desk.py", "def _f(x):\n    return f'SELECT * FROM a WHERE b = {x}'\n"),
    "a log message put together": ("G004", "web/app.py", "import logging\n\nlogging.info(f'{__name__}')\n"),
    "work put off": ("FIX002", "web/app.py", "# TODO: later\n"),
    "a tangled function": ("C901", "intake/desk.py", "def _f(x):\n" + "    if x:\n        x = 1\n" * 9),
    "a rule silenced for nothing": ("RUF100", "web/app.py", "x = 1  # noqa: E501\n"),
}


def findings(path: str, code: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--output-format=concise", f"--stdin-filename={path}", "-"],
        input=code,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    ).stdout


class TestRuff:
    @pytest.mark.parametrize(("rule", "path", "code"), REFUSED.values(), ids=REFUSED)
    def test_refuses(self, rule, path, code):
        assert f" {rule} " in findings(path, HEAD + code)

    def test_refuses_a_module_without_a_docstring(self):
        assert " D100 " in findings("intake/desk.py", "x = 1\n")

    def test_lets_the_command_line_print(self):
        assert "T201" not in findings("web/commands/serve.py", HEAD + 'print("hello")\n')

    def test_lets_a_tidy_module_be(self):
        assert "All checks passed" in findings("intake/desk.py", HEAD.rstrip("\n") + "\n")
