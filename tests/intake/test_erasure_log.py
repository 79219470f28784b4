"""What was erased stays erased, also when a backup of before is put back."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from intake import audit, database, erasure, erasure_log
from intake.models.questions import Question
from intake.models.system import Erasure
from intake.permissions import Person
from intake.terms import QuestionStatus, Role
from tests.factories import CHAIN_KEY, START, make_act, make_question

LATER = START + timedelta(days=1)


def erase(session: Session, question: Question) -> None:
    person = Person(Role.ONDERNEMER, question_ids=frozenset({question.id}))
    erasure.erase(make_act(session, person), question.reference)


@contextmanager
def working_on(url: str) -> Iterator[Session]:
    """Open a database, work in it, and let go of its file."""
    engine = database.create_engine_for(url)
    with database.transaction(engine) as session:
        yield session
    engine.dispose()


def lines(directory: Path) -> list[str]:
    return (directory / erasure_log.FILE).read_text().splitlines()


class TestWrite:
    def test_adds_one_line_for_each_erasure_without_a_reference_in_it(self, session, tmp_path):
        question = make_question(session)
        erase(session, question)

        counts = [erasure_log.write(make_act(session), tmp_path / "outside") for _time in range(2)]

        [line] = lines(tmp_path / "outside")
        assert counts == [1, 0]
        assert question.reference not in line
        assert erasure.hash_of(CHAIN_KEY, question.reference) in line

    def test_goes_on_after_a_line_that_was_cut_off(self, session, tmp_path):
        (tmp_path / erasure_log.FILE).write_text('{"erased_at": "2026')
        erase(session, make_question(session))

        erasure_log.write(make_act(session), tmp_path)

        assert len(lines(tmp_path)) == 2
        assert erasure_log.replay(make_act(session), tmp_path).broken_lines == (1,)

    def test_writes_nothing_when_nothing_was_erased(self, session, tmp_path):
        assert erasure_log.write(make_act(session), tmp_path) == 0
        assert list(tmp_path.iterdir()) == []


class TestReplay:
    def test_erases_again_after_a_backup_was_put_back(self, fresh_database, tmp_path):
        with fresh_database("sqlite") as url:
            path = Path(url.removeprefix("sqlite:///"))
            with working_on(url) as session:
                question = make_question(session)
            with closing(sqlite3.connect(path)) as live, closing(sqlite3.connect(tmp_path / "backup.db")) as backup:
                live.backup(backup)
            with working_on(url) as session:
                erase(session, session.get_one(Question, question.id))
                erasure_log.write(make_act(session), tmp_path)
            shutil.copyfile(tmp_path / "backup.db", path)

            with working_on(url) as session:
                restored = session.get_one(Question, question.id)
                text = restored.text
                done = erasure_log.replay(make_act(session, at=LATER), tmp_path)

        assert text != ""
        assert (restored.text, restored.status) == ("", QuestionStatus.ERASED)
        assert done.references == (question.reference,)

    def test_erases_what_the_log_names_and_nothing_else(self, session, tmp_path):
        erased, left = make_question(session), make_question(session)
        session.add(Erasure(reference_hash=erasure.hash_of(CHAIN_KEY, erased.reference), erased_at=START))
        session.flush()
        erasure_log.write(make_act(session), tmp_path)

        done = erasure_log.replay(make_act(session, at=LATER), tmp_path)

        assert done.references == (erased.reference,)
        assert (erased.status, erased.text, erased.erased_at) == (QuestionStatus.ERASED, "", LATER)
        assert left.status is QuestionStatus.NEW
        assert audit.verify_chains(session, CHAIN_KEY) == []

    def test_leaves_alone_what_is_erased_already(self, session, tmp_path):
        question = make_question(session)
        erase(session, question)
        erasure_log.write(make_act(session), tmp_path)

        assert erasure_log.replay(make_act(session, at=LATER), tmp_path).references == ()
        assert question.erased_at == START

    @pytest.mark.parametrize("other", ["2026-09-15T09:00:00+00:00", "nooit"])
    def test_does_nothing_with_a_line_that_this_loket_did_not_sign(self, session, tmp_path, other):
        question = make_question(session)
        forged = erasure_log.erasure_line(b"another key", erasure.hash_of(CHAIN_KEY, question.reference), other)
        (tmp_path / erasure_log.FILE).write_text(forged)

        done = erasure_log.replay(make_act(session), tmp_path)

        assert (done.references, done.broken_lines) == ((), (1,))
        assert question.status is QuestionStatus.NEW

    def test_has_nothing_to_do_without_a_log(self, session, tmp_path):
        assert erasure_log.replay(make_act(session), tmp_path).references == ()


class TestSwept:
    def test_is_remembered_for_each_erasure(self, session):
        erase(session, make_question(session))
        waiting = erasure_log.unswept(make_act(session))

        erasure_log.swept(make_act(session, at=LATER), waiting)

        assert len(waiting) == 1
        assert erasure_log.unswept(make_act(session)) == []
        assert session.exec(select(Erasure.swept_at)).one() == LATER
