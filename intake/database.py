"""The database: one engine, one way to open a transaction, one way to bring the schema up to date."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from intake.errors import TemporarilyUnavailable

MIGRATIONS = Path(__file__).parent / "migrations"

#: SQLite waits this long for another writer before it gives up.
BUSY_TIMEOUT_MS = 5_000

#: What SQLite must answer, or the loket does not start (design, section 9).
SQLITE_SAFE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def create_engine_for(url: str) -> Engine:
    """Make an engine for ``url`` (``sqlite:///…`` or ``postgresql://…``)."""
    if sa.make_url(url).get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    return sa.create_engine(url, pool_pre_ping=True, hide_parameters=True)


def _sqlite_engine(url: str) -> Engine:
    engine = sa.create_engine(url, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def make_safe(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """Open a session that writes; commit when the block ends well, roll back when it does not."""
    with _session(engine.execution_options(writes=True)) as session:
        yield session
        try:
            session.commit()
        except OperationalError as error:
            raise TemporarilyUnavailable from error


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Open a session that only reads, and does not wait for a writer."""
    with _session(engine.execution_options(writes=False)) as session:
        yield session


@contextmanager
def _session(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as session:
        try:
            yield session
        except OperationalError as error:
            session.rollback()
            raise TemporarilyUnavailable from error


def upgrade_schema(engine: Engine) -> None:
    """Bring the tables to the newest migration. Runs on a connection of ``engine``; safe to repeat."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.execution_options(writes=True).connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def sweep(engine: Engine) -> None:
    """Rid the database itself of rows that were deleted or changed: nothing of them stays between those that are left.

    SQLite writes its file anew and empties the write-ahead log: ``secure_delete`` alone left copies of rows that had
    moved between pages. PostgreSQL frees what deleted rows took. Raises ``TemporarilyUnavailable`` while somebody
    keeps the database busy.
    """
    try:
        if engine.dialect.name != "sqlite":
            with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                connection.exec_driver_sql("VACUUM")
            return
        with closing(engine.raw_connection()) as raw:
            raw.cursor().execute("VACUUM")
            [busy, *_frames] = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except (OperationalError, sqlite3.OperationalError) as error:
        raise TemporarilyUnavailable from error
    if busy:
        raise TemporarilyUnavailable


def unsafe_settings(engine: Engine) -> list[str]:
    """Return every SQLite setting that is weaker than promised; empty when all is well or on PostgreSQL."""
    if engine.dialect.name != "sqlite":
        return []
    with reading(engine) as session:
        found = {name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar() for name in SQLITE_SAFE}
    return [f"{name} is {found[name]}" for name, wanted in SQLITE_SAFE.items() if found[name] != wanted]


def not_ready(engine: Engine) -> list[str]:
    """Return what is missing before a question can be stored; empty when all is well."""
    with reading(engine) as session:
        current = MigrationContext.configure(session.connection()).get_current_revision()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    newest = ScriptDirectory.from_config(config).get_current_head()
    return [] if current == newest else ["schema"]
