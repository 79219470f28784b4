"""The built wheel is whole: it holds every file it needs, and runs where there is nothing but the wheel."""

import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.conventions.tree import ROOT, files
from tests.drills.installation import free_port, is_ready

PACKAGED = ("fixtures", "intake", "matching", "web")

#: Sources that others are made from: people who run the loket do not need them.
SOURCES_ONLY = {".po", ".pot"}

pytestmark = pytest.mark.drill


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LOKET_"))}


def run(*command: str | Path, cwd: Path, seconds: float = 300) -> str:
    """Run a command without anything of this test run in its environment; return what it said."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built from a copy, so that nothing left from an earlier build gets into it."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for path in files():
        copy = source / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", built, cwd=source)
    [wheel] = built.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The programs of an environment that has the locked requirements and the wheel, and nothing else."""
    venv = tmp_path_factory.mktemp("elsewhere") / "venv"
    run(sys.executable, "-m", "venv", venv, cwd=venv.parent)
    programs = venv / "bin"
    pip = (programs / "python", "-m", "pip", "install", "--quiet")
    lock = ("--require-hashes", "--requirement", ROOT / "requirements.txt")
    uv = shutil.which("uv", path=Path(sys.executable).parent)
    try:
        run(uv, "pip", "install", "--quiet", "--python", programs / "python", *lock, cwd=venv)
    except AssertionError:  # uv does not know the index that pip is told to use
        run(*pip, *lock, cwd=venv)
    run(*pip, "--no-index", "--no-deps", wheel, cwd=venv)
    return programs


def wait_until_ready(port: int, program: subprocess.Popen[bytes], seconds: float = 60) -> bool:
    """Tell whether a program that was just started takes questions at ``port``."""
    deadline = time.monotonic() + seconds
    while program.poll() is None and time.monotonic() < deadline:
        if is_ready(port):
            return True
        time.sleep(0.1)
    return False


def missing_from(names: set[str], packaged: set[str]) -> set[str]:
    return {path for path in packaged if Path(path).suffix not in SOURCES_ONLY} - names


class TestContents:
    def test_the_rule_sees_a_missing_file(self):
        assert missing_from({"web/app.py"}, {"web/app.py", "web/static/new.svg", "web/x.po"}) == {"web/static/new.svg"}

    def test_every_file_of_the_packages_is_there(self, wheel):
        names = set(zipfile.ZipFile(wheel).namelist())
        packaged = {str(path.relative_to(ROOT)) for path in files() if path.relative_to(ROOT).parts[0] in PACKAGED}

        assert {"web/templates/layout.html", "intake/migrations/env.py", "fixtures/topics.csv"} <= packaged
        assert missing_from(names, packaged) == set()

    def test_nothing_else_is_there_but_what_describes_it(self, wheel):
        tops = {name.split("/", maxsplit=1)[0] for name in zipfile.ZipFile(wheel).namelist()}

        assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGED)

    def test_carries_its_licence(self, wheel):
        with zipfile.ZipFile(wheel) as content:
            [licence] = [name for name in content.namelist() if name.endswith("/licenses/LICENSE")]

            assert content.read(licence) == (ROOT / "LICENSE").read_bytes()


class TestInstalledElsewhere:
    def test_runs_from_the_wheel_alone(self, installed, tmp_path):
        where = run(installed / "python", "-c", "import web; print(web.__file__)", cwd=tmp_path)

        assert where.startswith(str(installed.parent))

    @pytest.mark.parametrize(
        "command",
        ["serve", "demo", "upgrade", "load", "import", "route", "worker", "report", "account", "audit", "check"],
    )
    def test_tells_what_each_command_does(self, installed, tmp_path, command):
        assert command in run(installed / "loket", "--help", cwd=tmp_path)
        assert "Usage: loket" in run(installed / "loket", command, "--help", cwd=tmp_path)

    def test_makes_the_demo_and_serves_it(self, installed, tmp_path):
        made = run(installed / "loket", "demo", "--once", cwd=tmp_path)
        port = free_port()

        serve = (installed / "loket", "demo", "--port", str(port))
        with subprocess.Popen(serve, cwd=tmp_path, env=environment()) as demo:
            ready = wait_until_ready(port, demo)
            demo.terminate()

        assert "the demo works" in made
        assert ready
