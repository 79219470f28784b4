"""What every test may ask for: a database of its own, a session, and a run in which nothing is skipped."""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session

from intake.database import create_engine_for, transaction, upgrade_schema
from intake.reference_data import load, read_fixtures
from tests.databases import DatabaseRun, Databases

RUN = pytest.StashKey[DatabaseRun]()
DATABASES = pytest.StashKey[Databases]()

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

FIXTURES = Path(__file__).parents[1] / "fixtures"

#: When the reference data was loaded: some time before anything happens in a test.
LOADED_AT = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)

KINDS = ["sqlite", "postgresql"]


def with_reference_data(engine: Engine) -> None:
    """Prepare a database as `loket upgrade` and `loket load` leave it."""
    upgrade_schema(engine)
    with transaction(engine) as session:
        load(session, read_fixtures(FIXTURES), LOADED_AT)


# --- one set of databases for all workers of a run ------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    """Start the databases before the workers do, or take over the ones that were started for them."""
    if shared := getattr(config, "workerinput", {}).get("databases"):
        config.stash[DATABASES] = Databases(Path(shared[0]), shared[1])
    elif getattr(config.option, "numprocesses", None):
        _start(config)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where the databases are."""
    databases = node.config.stash[DATABASES]
    node.workerinput["databases"] = (str(databases.directory), databases.server_url)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the server, also after a failed or interrupted run."""
    if run := config.stash.get(RUN, None):
        run.end()


def _start(config: pytest.Config) -> Databases:
    config.stash[RUN] = run = DatabaseRun()
    config.stash[DATABASES] = run.databases
    return run.databases


# --- databases ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def databases(pytestconfig: pytest.Config) -> Databases:
    """The databases of this run; started at the first test that asks, unless workers share them."""
    return pytestconfig.stash.get(DATABASES, None) or _start(pytestconfig)


@pytest.fixture(scope="session")
def fresh_database(databases: Databases) -> Callable[[str], AbstractContextManager[str]]:
    """What makes a database with reference data: ``with fresh_database("postgresql") as url`` (or sqlite)."""
    return lambda kind: databases.fresh(kind, "loaded", with_reference_data)


@contextmanager
def _engine_at(url: str) -> Iterator[Engine]:
    engine = create_engine_for(url)
    try:
        yield engine
    finally:
        engine.dispose()


@pytest.fixture(params=KINDS)
def database_url(
    request: pytest.FixtureRequest, fresh_database: Callable[[str], AbstractContextManager[str]]
) -> Iterator[str]:
    """The URL of a database of this test alone, with the reference data loaded; once for each kind."""
    with fresh_database(request.param) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a database of this test alone, with the reference data loaded; once for each kind."""
    with _engine_at(database_url) as engine:
        yield engine


@pytest.fixture(params=KINDS)
def empty_engine(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Engine]:
    """An engine on a database with tables and nothing in them."""
    with databases.fresh(request.param, "empty", upgrade_schema) as url, _engine_at(url) as engine:
        yield engine


@pytest.fixture(params=KINDS)
def bare_engine(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Engine]:
    """An engine on a database without a single table, for migrations."""
    with databases.fresh(request.param, "bare", lambda _engine: None) as url, _engine_at(url) as engine:
        yield engine


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that writes. It is rolled back at the end: commit when somebody else must see it."""
    with Session(engine.execution_options(writes=True), expire_on_commit=False) as session:
        yield session


# --- nothing is skipped where it counts -----------------------------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one when ``CI`` is set."""
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped module into a failed one when ``CI`` is set."""
    return _refuse_skip((yield))


def _refuse_skip(report: Report) -> Report:
    if os.environ.get("CI") and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"A skipped test checks nothing: {report.longrepr}"
    return report
