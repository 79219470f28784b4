"""The database cannot be written to while somebody sends a form: the page says so, and the text is still there."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psutil
import pytest
import sqlalchemy as sa

from tests.drills.asking import CHECK, FORM, QUESTION, RECEIPT, filled, reference_on
from tests.drills.ledger import half_stored, integrity, questions_of
from tests.drills.visitor import Visitor

pytestmark = pytest.mark.drill

EMAIL = "geduldig@example.nl"

#: Nothing can be written behind the first so many bytes of any file.
FULL_AT = 4096


@contextmanager
def locked(installation, _server) -> Iterator[None]:
    """Let another program write for longer than the loket is prepared to wait."""
    path = sa.make_url(installation.database_url).database
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def full_disk(_installation, server) -> Iterator[None]:
    """Take all room to write away from the running server, as a full disk does."""
    leader = psutil.Process(server.process.pid)
    processes = [leader, *leader.children(recursive=True)]
    _soft, hard = leader.rlimit(psutil.RLIMIT_FSIZE)
    for process in processes:
        process.rlimit(psutil.RLIMIT_FSIZE, (FULL_AT, hard))
    yield
    for process in processes:
        process.rlimit(psutil.RLIMIT_FSIZE, (hard, hard))


@pytest.fixture
def server(installation):
    """The loket as it runs."""
    with installation.serving() as server:
        yield server


@pytest.mark.parametrize("trouble", [locked, full_disk])
class TestForm:
    def test_keeps_what_was_typed_and_can_be_sent_again_with_success(self, installation, server, trouble):
        visitor = Visitor(installation.port)
        typed = filled(visitor.get(FORM), EMAIL)

        with trouble(installation, server):
            refused = visitor.post(FORM, typed)

        assert refused.status == 503
        assert dict(refused.fields(FORM))["question"] == QUESTION
        assert dict(refused.fields(FORM))["email"] == EMAIL
        assert "Het lukt nu niet" in refused.text
        assert visitor.post(FORM, refused.fields(FORM)).path == CHECK


@pytest.mark.parametrize("trouble", [locked, full_disk])
class TestCheckPage:
    def test_loses_nothing_and_stores_the_question_once_afterwards(self, installation, server, trouble):
        visitor = Visitor(installation.port)
        check = visitor.post(FORM, filled(visitor.get(FORM), EMAIL))

        with trouble(installation, server):
            refused = visitor.post(CHECK, check.fields(CHECK))

        assert refused.status == 503
        assert QUESTION in refused.text
        assert questions_of(installation) == {}
        receipt = visitor.post(CHECK, refused.fields(CHECK))
        assert receipt.path == RECEIPT
        assert visitor.post(CHECK, refused.fields(CHECK)).path == RECEIPT
        assert questions_of(installation) == {EMAIL: [reference_on(receipt)]}
        assert half_stored(installation) == []
        assert integrity(installation) == ["ok"]
