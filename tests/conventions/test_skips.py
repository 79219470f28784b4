"""Where it counts, a skipped test is a failed one."""

import os
import subprocess
import sys

import pytest

from tests.conventions.tree import ROOT

SKIPPED_TEST = """
import pytest

def test_of_something():
    pytest.skip("not today")
"""

SKIPPED_MODULE = """
import pytest

pytest.skip("not today", allow_module_level=True)
"""

EXPECTED_FAILURE = """
import pytest

@pytest.mark.xfail(reason="known")
def test_of_something():
    assert False
"""


def exit_code(folder, code: str, **environment: str) -> int:
    """Run one test file under the conftest of this project."""
    (folder / "test_it.py").write_text(code)
    others = {name: value for name, value in os.environ.items() if name != "CI"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-c", os.devnull, folder],
        cwd=ROOT,
        env=others | environment,
        capture_output=True,
        check=False,
    ).returncode


@pytest.mark.parametrize(
    ("code", "at_a_desk", "where_it_counts"),
    [(SKIPPED_TEST, 0, 1), (SKIPPED_MODULE, 5, 2), (EXPECTED_FAILURE, 0, 0)],
    ids=["a skipped test", "a skipped module", "a failure that was expected"],
)
def test_a_skip_fails_where_it_counts(tmp_path, code, at_a_desk, where_it_counts):
    assert exit_code(tmp_path, code) == at_a_desk
    assert exit_code(tmp_path, code, CI="true") == where_it_counts
