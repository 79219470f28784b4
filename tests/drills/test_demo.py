"""The demo as somebody starts it: made from nothing, checked, and shown again at the next start."""

import json
import os
import subprocess

import pytest

from tests.drills.installation import LOKET

pytestmark = pytest.mark.drill


def demo(directory, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program without a single setting."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("LOKET_")}
    command = [LOKET, "demo", "--once", "--directory", str(directory), *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def test_the_demo_is_made_from_nothing_and_kept(tmp_path):
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "unfinished.db").write_bytes(b"what an interrupted start left behind")
    first = demo(tmp_path / "demo")
    passwords = json.loads((tmp_path / "demo" / "people.json").read_text(encoding="utf-8"))

    second = demo(tmp_path / "demo")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "the demo works" in first.stdout
    assert not (tmp_path / "demo" / "unfinished.db").exists()
    assert "Making the demo" not in second.stdout
    assert json.loads((tmp_path / "demo" / "people.json").read_text(encoding="utf-8")) == passwords
    assert len(list((tmp_path / "demo" / "post").glob("*.eml"))) > 20
