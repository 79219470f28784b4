"""A loket with many questions: every team, topic, status and month of a year, made in bulk with valid event chains."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlmodel import Session, SQLModel, select

from intake import audit, database
from intake.models.people import Account
from intake.models.questions import Consent, Message, Question, Referral, RoutingRecord
from intake.models.reference import Intermediary, Outcome, Team, Topic
from intake.models.system import Event
from intake.references import new_reference
from intake.terms import MessageKind, Role, Step
from intake.terms import QuestionStatus as S
from intake.working_days import add_working_days, dutch_date
from tests.conftest import FIXTURES
from tests.factories import CHAIN_KEY, START, make_account

#: What happened to a question: step, status it leads to, and kind of what was said. Half of all questions are open.
LIVES: tuple[tuple[tuple[Step, S, MessageKind | None], ...], ...] = tuple(
    ((Step.SUBMIT, S.NEW, MessageKind.QUESTION), *rest)
    for rest in (
        (),
        ((Step.PICK_UP, S.PICKED_UP, None), (Step.NOTE, S.PICKED_UP, MessageKind.NOTE)),
        ((Step.PICK_UP, S.PICKED_UP, None), (Step.ASK, S.WAITING, MessageKind.TO_ASKER)),
        (
            (Step.PICK_UP, S.PICKED_UP, None),
            (Step.ASK, S.WAITING, MessageKind.TO_ASKER),
            (Step.REPLY, S.PICKED_UP, MessageKind.FROM_ASKER),
            (Step.ANSWER, S.ANSWERED, MessageKind.TO_ASKER),
        ),
        (
            (Step.PICK_UP, S.PICKED_UP, None),
            (Step.ANSWER, S.ANSWERED, MessageKind.TO_ASKER),
            (Step.CLOSE, S.CLOSED, None),
        ),
        (
            (Step.PICK_UP, S.PICKED_UP, None),
            (Step.NOTE, S.PICKED_UP, MessageKind.NOTE),
            (Step.ANSWER, S.ANSWERED, MessageKind.TO_ASKER),
            (Step.CLOSE, S.CLOSED, None),
        ),
    )
)

#: Of so many questions one is shared with an intermediary.
SHARED = 4

#: Questions came in evenly over so many days before ``START``.
DAYS = 365

#: Rows that are sent to the database at once.
BATCH = 2_000


def example_texts() -> list[str]:
    """Return the texts of the examples that came with the loket."""
    with Path(FIXTURES, "exemplars.csv").open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


@dataclass
class Rows:
    """Rows to be stored, table by table."""

    of: dict[type[SQLModel], list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: type[SQLModel], **values: object) -> None:
        """Add one row, with the defaults of its table and the next id; model objects would take ten times as long."""
        rows = self.of.setdefault(table, [])
        rows.append(_defaults(table) | values | {"id": len(rows) + 1})


@cache
def _defaults(table: type[SQLModel]) -> dict[str, Any]:
    return {name: column.default for name, column in table.model_fields.items() if not column.is_required()}


def fill(engine: Engine, questions: int) -> None:
    """Fill a database that holds the reference data and nothing else; half of the questions are with the first team."""
    with database.transaction(engine) as session:
        rows = _rows(session, questions)
        for table in (Question, Message, RoutingRecord, Consent, Referral, Event):
            _store(session.connection(), table, rows.of.get(table, []))
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _store(connection: Connection, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), BATCH):
        connection.execute(sa.insert(table), rows[start : start + BATCH])
    if rows and connection.dialect.name == "postgresql":
        name = table.__tablename__
        connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {len(rows)})")


def _rows(session: Session, count: int) -> Rows:
    teams = list(session.exec(select(Team).order_by(Team.id)))
    desks = [(team, make_account(session, Role.MAKELAAR, team_id=team.id)) for team in teams]
    topics = cycle(session.exec(select(Topic).order_by(Topic.slug)).all())
    outcomes = cycle(session.exec(select(Outcome).order_by(Outcome.code)).all())
    organisations = cycle(sorted({row.organisation_id for row in session.exec(select(Intermediary))}))
    rows = Rows()
    for number, (desk, text) in enumerate(islice(zip(_busy_first(desks), cycle(example_texts()), strict=False), count)):
        _question(rows, number, count, desk, text, next(topics), next(outcomes))
        if number % SHARED == 0:
            _share(rows, rows.of[Question][-1], next(organisations))
    return rows


def _busy_first(desks: list[tuple[Team, Account]]) -> Iterator[tuple[Team, Account]]:
    """Give every second question to the first team, and the others to all in turn."""
    others = cycle(desks)
    while True:
        yield desks[0]
        yield next(others)


def _question(
    rows: Rows, number: int, count: int, desk: tuple[Team, Account], text: str, topic: Topic, outcome: Outcome
) -> None:
    team, makelaar = desk
    life = LIVES[number // 2 % len(LIVES)]
    at = START - timedelta(days=DAYS) * (count - number) / count
    day, last = dutch_date(at), at + timedelta(days=len(life) - 1)
    steps = {step for step, _status, _kind in life}
    status = life[-1][1]
    rows.add(
        Question,
        reference=f"{new_reference(team.code, at)}-{number}",
        submission_key=f"world-{number}",
        version=len(life),
        status=status,
        team_id=team.id,
        assignee_id=makelaar.id if Step.PICK_UP in steps else None,
        text=text,
        gm_code=team.gm_code,
        asker_email=f"ondernemer{number}@example.nl",
        asker_name=f"Ondernemer {number}",
        suggested_topic=topic.slug,
        confirmed_topic=topic.slug if Step.ANSWER in steps else None,
        topic_slug=topic.slug,
        needs_sorting=number % 7 == 0,
        created_at=at,
        updated_at=last,
        owned_since=at,
        waiting_since=last if status is S.WAITING else None,
        life_due_on=add_working_days(day, 2),
        content_due_on=add_working_days(day, 5),
        answer_due_on=add_working_days(day, 15),
        first_sign_of_life_at=at + timedelta(days=1) if Step.PICK_UP in steps else None,
        first_content_at=last if steps & {Step.ASK, Step.ANSWER} else None,
        answered_at=last if Step.ANSWER in steps else None,
        closed_at=last if status is S.CLOSED else None,
        outcome_code=outcome.code if Step.ANSWER in steps else None,
    )
    rows.add(
        RoutingRecord,
        question_id=number + 1,
        at=at,
        input_hash=f"{number:064x}",
        topics=json.dumps([{"slug": topic.slug, "probability": 0.8, "score": 0.8, "evidence": text.split()[:3]}]),
        team_id=team.id,
        reasons="[]",
        financing="[]",
        intermediaries="[]",
    )
    _life(rows, number + 1, at, life, text, makelaar)


def _life(
    rows: Rows,
    question_id: int,
    at: datetime,
    life: tuple[tuple[Step, S, MessageKind | None], ...],
    text: str,
    makelaar: Account,
) -> None:
    """Add what was said and what happened, each event chained to the one before."""
    before, previous = None, audit.BEFORE_ALL
    for number, (step, status, kind) in enumerate(life, start=1):
        by_asker = step in (Step.SUBMIT, Step.REPLY)
        moment = at + timedelta(days=number - 1)
        if kind is not None:
            rows.add(
                Message,
                question_id=question_id,
                kind=kind,
                author_id=None if by_asker else makelaar.id,
                author_name="" if by_asker else makelaar.name,
                body=text,
                created_at=moment,
            )
        event = SimpleNamespace(
            chain=f"question:{question_id}",
            number=number,
            at=moment,
            actor_id=None if by_asker else makelaar.id,
            actor_role=Role.ONDERNEMER if by_asker else Role.MAKELAAR,
            step=step,
            from_status=before,
            to_status=status,
            reason=None,
            details="{}",
            previous_hash=previous,
        )
        event.hash = audit.event_hash(event, CHAIN_KEY)
        rows.add(Event, **vars(event))
        before, previous = status, event.hash


def _share(rows: Rows, question: dict[str, Any], organisation_id: int) -> None:
    rows.add(Consent, question_id=question["id"], organisation_id=organisation_id, given_at=question["created_at"])
    rows.add(Referral, question_id=question["id"], organisation_id=organisation_id, created_at=question["created_at"])
