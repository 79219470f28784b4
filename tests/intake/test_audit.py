"""Whoever changes the event log is found out."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from intake import audit, checkpoints, database
from intake.models.system import Event
from tests.factories import CHAIN_KEY, START, make_act, make_question

TRIGGERS = {
    "sqlite": ("DROP TRIGGER events_no_update", "DROP TRIGGER events_no_delete"),
    "postgresql": ("DROP TRIGGER events_no_change ON events", "DROP TRIGGER events_no_truncate ON events"),
}


def run(engine, *statements):
    with database.transaction(engine) as session:
        for statement in statements:
            session.connection().exec_driver_sql(statement)


@pytest.fixture
def logged(engine, tmp_path):
    """Three questions with two events each, and a checkpoint."""
    with database.transaction(engine) as session:
        for _ in range(3):
            question = make_question(session)
            audit.record(make_act(session), f"question:{question.id}", "note")
    with database.reading(engine) as session:
        assert checkpoints.write(session, tmp_path, CHAIN_KEY, START) is not None
    return tmp_path


def breaks(engine, directory):
    with database.reading(engine) as session:
        return audit.verify_chains(session, CHAIN_KEY) + checkpoints.verify(session, directory, CHAIN_KEY)


class TestTheDatabase:
    @pytest.mark.parametrize(
        "statement",
        ["UPDATE events SET step = 'x'", "DELETE FROM events", "TRUNCATE events"],
        ids=["update", "delete", "truncate"],
    )
    def test_refuses(self, engine, logged, statement):
        if engine.dialect.name == "sqlite" and statement.startswith("TRUNCATE"):
            statement = "DELETE FROM events WHERE 1"

        with pytest.raises(DBAPIError):
            run(engine, statement)

        assert breaks(engine, logged) == []


class TestVerify:
    """Somebody got round the triggers; the chains and checkpoints still tell."""

    @pytest.fixture(autouse=True)
    def without_triggers(self, engine, logged):
        run(engine, *TRIGGERS[engine.dialect.name])

    def test_finds_nothing_when_all_is_well(self, engine, logged):
        assert breaks(engine, logged) == []

    def test_finds_an_edit(self, engine, logged):
        run(engine, "UPDATE events SET reason = 'anders' WHERE id = (SELECT min(id) FROM events)")

        assert "content does not match its hash" in {place.what for place in breaks(engine, logged)}

    def test_finds_a_delete(self, engine, logged):
        run(engine, "DELETE FROM events WHERE id = (SELECT min(id) FROM events)")

        assert "expected number 1" in {place.what for place in breaks(engine, logged)}

    def test_finds_an_insert(self, engine, logged):
        run(
            engine,
            "INSERT INTO events (chain, number, at, actor_role, step, details, previous_hash, hash) "
            "SELECT chain, number + 1, at, actor_role, step, details, hash, hash FROM events "
            "WHERE id = (SELECT max(id) FROM events)",
        )

        assert "content does not match its hash" in {place.what for place in breaks(engine, logged)}

    def test_finds_a_truncate(self, engine, logged):
        run(engine, "DELETE FROM events")

        assert "was there at a checkpoint and is gone" in {place.what for place in breaks(engine, logged)}

    def test_finds_a_log_that_was_written_anew_with_the_key(self, engine, logged):
        with database.transaction(engine) as session:
            events = list(session.exec(sa.select(Event).order_by(Event.chain, Event.number)).scalars())
            previous = {}
            for event in events:
                event.reason = "verzonnen"
                event.previous_hash = previous.get(event.chain, audit.BEFORE_ALL)
                event.hash = previous[event.chain] = audit.event_hash(event, CHAIN_KEY)
                session.add(event)

        with database.reading(engine) as session:
            assert audit.verify_chains(session, CHAIN_KEY) == []
        assert "is not what it was at a checkpoint" in {place.what for place in breaks(engine, logged)}

    def test_finds_a_changed_checkpoint(self, engine, logged):
        path = logged / checkpoints.FILE
        path.write_text(path.read_text().replace('"events": ', '"events": 1'))

        assert breaks(engine, logged)[0].chain == "checkpoints"


class TestWrite:
    def test_writes_nothing_when_nothing_happened(self, engine, logged):
        with database.reading(engine) as session:
            assert checkpoints.write(session, logged, CHAIN_KEY, START) is None

    def test_leads_on_from_the_line_before(self, engine, logged):
        with database.transaction(engine) as session:
            make_question(session)
        with database.reading(engine) as session:
            checkpoints.write(session, logged, CHAIN_KEY, START)

        assert len((logged / checkpoints.FILE).read_text().splitlines()) == 2
        assert breaks(engine, logged) == []
