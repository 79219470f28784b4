"""What benchmarks share: databases on a real disk that keep what they acknowledge, and the table at the end."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

import fixtures
from intake import database, topic_model
from intake.model_files import MODEL_FILE
from tests.benchmarks.measuring import Results, machine
from tests.conftest import with_reference_data
from tests.databases import SERVER_SETTINGS, Databases, OwnServer

RESULTS = pytest.StashKey[Results]()
POSTGRESQL = pytest.StashKey[str]()

#: A disk, where the usual place for temporary files may be memory.
DISK = Path("/var/tmp")

#: As little as a server needs to run here; what makes it safe stays as PostgreSQL has it.
DURABLE = {
    name: SERVER_SETTINGS[name] for name in ("dynamic_shared_memory_type", "listen_addresses", "max_connections")
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take a folder with labelled texts that are not part of the project."""
    parser.addoption("--sets", help="folder with files of labelled texts (text<TAB>label)")


@pytest.fixture(scope="session")
def results(pytestconfig: pytest.Config) -> Results:
    """Where every benchmark writes what it found."""
    return pytestconfig.stash.setdefault(RESULTS, Results())


@pytest.fixture(scope="session")
def durable_databases(pytestconfig: pytest.Config) -> Iterator[Databases]:
    """Databases that write to disk before they say that they did."""
    directory = Path(mkdtemp(prefix="loket-bench-", dir=DISK))
    directory.chmod(0o711)
    server = OwnServer(directory / "server", settings=DURABLE)
    try:
        url = server.start()
        with psycopg.connect(url) as connection:
            pytestconfig.stash[POSTGRESQL] = connection.info.parameter_status("server_version") or ""
        yield Databases(directory, url)
    finally:
        server.stop()
        shutil.rmtree(directory)


@pytest.fixture(scope="session")
def data_dir(durable_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a topic model, fitted from the examples that came with the loket."""
    directory = tmp_path_factory.mktemp("data")
    with durable_databases.fresh("sqlite", "loaded", with_reference_data) as url:
        engine = database.create_engine_for(url)
        with database.reading(engine) as session:
            topic_model.fit(session, fixtures.directory()).save(directory / MODEL_FILE)
        engine.dispose()
    return directory


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show the tables, to be copied into README.md."""
    results = config.stash.get(RESULTS, None)
    if results is not None:
        for line in [*results.lines(), "", machine(config.stash.get(POSTGRESQL, "not used"))]:
            terminalreporter.write_line(line)
