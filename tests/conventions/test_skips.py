"""Where it counts, a skipped test is a failed one."""

import os
import subprocess
import sys

import pytest

from tests.conventions.tree import ROOT

FILES = {
    "test_skipped.py": """
import pytest

def test_of_something():
    pytest.skip("not today")
""",
    "test_skipped_as_a_whole.py": """
import pytest

pytest.skip("not today", allow_module_level=True)
""",
    "test_expected_to_fail.py": """
import pytest

@pytest.mark.xfail(reason="known")
def test_of_something():
    assert False
""",
}


@pytest.mark.parametrize(
    ("environment", "outcome"),
    [({}, "2 skipped, 1 xfailed"), ({"CI": "true"}, "1 failed, 1 xfailed, 1 error")],
    ids=["at a desk it is let through", "where it counts it fails"],
)
def test_a_skip(tmp_path, environment, outcome):
    for name, code in FILES.items():
        (tmp_path / name).write_text(code)

    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-c", os.devnull]
    run = subprocess.run(
        [*command, "--continue-on-collection-errors", tmp_path],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "CI"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert outcome in run.stdout
