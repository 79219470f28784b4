"""The locks hold by name, version and hash, wherever they are installed from."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conventions.tree import ROOT, texts

LOCKS = ["requirements.txt", "requirements-dev.txt"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def addresses(lock: str) -> list[str]:
    return re.findall(r"\w+://\S*|--(?:extra-)?index-url.*|--find-links.*|@ .*", lock)


def locked(lock: str) -> dict[str, list[str]]:
    """Return every locked name with its versions (one for each range of Python versions)."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==([^ ;\\]+)", lock, re.MULTILINE):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


def not_locked(wanted: list[str], lock: str) -> list[str]:
    """Return the requirements that the lock does not meet with every version it holds."""
    versions = locked(lock)
    return [
        line
        for line in wanted
        if not (found := versions.get(canonicalize_name(Requirement(line).name)))
        or not all(Requirement(line).specifier.contains(version) for version in found)
    ]


class TestAddresses:
    @pytest.mark.parametrize(
        "line",
        ["--index-url https://example.nl/simple", "--find-links wheels", "flask @ file:///srv/flask.whl"],
    )
    def test_the_rule_sees_an_address(self, line):
        assert addresses(f"flask==3.1.3 \\\n{line}\n") != []

    @pytest.mark.parametrize("lock", LOCKS)
    def test_a_lock_carries_none(self, lock):
        assert "--hash=sha256:" in texts()[lock]
        assert addresses(texts()[lock]) == []


class TestVersions:
    def test_the_rule_sees_what_is_missing_and_what_is_too_old(self):
        lock = "flask==3.0.0 \\\n    --hash=sha256:0\n"

        assert not_locked(["flask>=3.1", "wtforms"], lock) == ["flask>=3.1", "wtforms"]
        assert not_locked(["Flask>=3"], lock) == []

    def test_the_lock_meets_what_the_project_asks_for(self):
        assert not_locked(PROJECT["dependencies"], texts()["requirements.txt"]) == []

    def test_the_lock_for_tests_meets_what_tests_ask_for(self):
        extras = PROJECT["optional-dependencies"]
        wanted = [*PROJECT["dependencies"], *extras["build"], *extras["test"]]

        assert not_locked(wanted, texts()["requirements-dev.txt"]) == []

    def test_tests_run_on_the_versions_that_are_installed_for_use(self):
        used, tested = (locked(texts()[lock]) for lock in LOCKS)

        assert {name: versions for name, versions in used.items() if tested.get(name) != versions} == {}
