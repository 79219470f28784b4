"""The databases that tests run on keep their promises."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from intake.database import create_engine_for
from tests.conftest import KINDS
from tests.databases import WHEEL_FOLDERS, OwnServer, TemplateBroken, find_binaries


def make_one_table(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE notes (text VARCHAR(40))")


def notes(url: str, write: str = "") -> list[str]:
    engine = create_engine_for(url)
    with engine.begin() as connection:
        if write:
            connection.execute(sa.text("INSERT INTO notes VALUES (:text)"), {"text": write})
        found = list(connection.execute(sa.text("SELECT text FROM notes")).scalars())
    engine.dispose()
    return found


@pytest.mark.parametrize("kind", KINDS)
class TestFresh:
    def test_a_change_stays_with_the_test_that_made_it(self, databases, kind):
        with databases.fresh(kind, "notes", make_one_table) as first:
            assert notes(first, write="mine") == ["mine"]

            with databases.fresh(kind, "notes", make_one_table) as second:
                assert notes(second) == []

    def test_is_gone_when_the_test_is_over(self, databases, kind):
        with databases.fresh(kind, "notes", make_one_table) as url:
            notes(url)

        with pytest.raises(sa.exc.OperationalError):
            notes(url)

    def test_says_once_in_full_why_a_template_cannot_be_made(self, databases, kind):
        def fail(engine: Engine) -> None:
            raise ValueError("no such table")

        with pytest.raises(ValueError, match="no such table"), databases.fresh(kind, "broken", fail):
            pass

        with pytest.raises(TemplateBroken, match="the first test"), databases.fresh(kind, "broken", fail):
            pass


#: What a test run does that is killed before its end.
START_AND_WAIT = """
import sys, threading
from pathlib import Path
from tests.databases import OwnServer
server = OwnServer(Path(sys.argv[1], "server"))
print(server.start(), flush=True)
threading.Event().wait()
"""


@contextmanager
def own_directory() -> Iterator[Path]:
    """A short path that the server's user may pass through, unlike pytest's own folders."""
    with TemporaryDirectory(prefix="loket-test-") as name:
        directory = Path(name)
        directory.chmod(0o711)
        yield directory


def refuses_within(seconds: float, url: str) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            return True
        time.sleep(0.05)
    return False


class TestEngine:
    def test_has_the_tables_of_the_newest_migration(self, empty_engine):
        assert "events" in sa.inspect(empty_engine).get_table_names()

    def test_without_migrations_has_no_tables(self, bare_engine):
        assert sa.inspect(bare_engine).get_table_names() == []


class TestOwnServer:
    def test_starts_from_a_checkout_that_only_its_owner_may_enter(self, tmp_path):
        closed = tmp_path / "closed"
        binaries = find_binaries()
        for part in WHEEL_FOLDERS:
            shutil.copytree(binaries.parents[2] / part, closed / part, symlinks=True)
        closed.chmod(0o700)

        with own_directory() as directory:
            server = OwnServer(directory / "server", closed / binaries.relative_to(binaries.parents[2]))
            url = server.start()
            psycopg.connect(url).close()
            server.stop()

    def test_ends_when_the_run_is_killed(self):
        with own_directory() as directory:
            leader = subprocess.Popen(
                [sys.executable, "-c", START_AND_WAIT, directory], stdout=subprocess.PIPE, text=True
            )
            url = leader.stdout.readline().strip()
            psycopg.connect(url).close()

            leader.kill()
            leader.wait()
            leader.stdout.close()

            assert refuses_within(10, url)
