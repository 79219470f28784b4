"""The queue of a team: what waits for whom, since when, and what has to happen first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self

import sqlalchemy
from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, or_
from sqlmodel import col, func, select

from intake.act import Act
from intake.models.people import Account
from intake.models.questions import Question
from intake.models.reference import Municipality, Topic
from intake.permissions import Action
from intake.terms import OPEN_STATUSES, QuestionStatus
from intake.visibility import visible_questions

#: How many questions stand on one page.
PAGE_SIZE = 25

#: So many characters of a question tell which one it is.
EXCERPT = 100

#: The choice of questions that nobody has picked up.
NOBODY = "niemand"

S = QuestionStatus
WITH_TEAM = (S.NEW, S.PICKED_UP)


class Tab(StrEnum):
    """One view of the queue."""

    OPEN = "open"
    NEW = "nieuw"
    MINE = "van-mij"
    WAITING = "wacht"
    LATE = "te-laat"
    SORTING = "indelen"
    ANSWERED = "beantwoord"
    CLOSED = "afgesloten"


class Due(StrEnum):
    """What has to happen next, by the clocks of the team."""

    LIFE = "life"
    CONTENT = "content"
    ANSWER = "answer"


#: The day by which something has to happen; a database can keep an index on it.
NEXT_DUE_ON: ColumnElement[date] = case(
    (col(Question.first_sign_of_life_at).is_(None), Question.life_due_on),
    (col(Question.first_content_at).is_(None), Question.content_due_on),
    else_=Question.answer_due_on,
)

_TABS: dict[Tab, Callable[[Act], ColumnElement[bool]]] = {
    Tab.OPEN: lambda act: col(Question.status).in_(OPEN_STATUSES),
    Tab.NEW: lambda act: col(Question.status) == S.NEW,
    Tab.MINE: lambda act: and_(
        col(Question.assignee_id) == act.person.account_id, col(Question.status).in_(OPEN_STATUSES)
    ),
    Tab.WAITING: lambda act: col(Question.status) == S.WAITING,
    Tab.LATE: lambda act: and_(col(Question.status).in_(WITH_TEAM), act.today > NEXT_DUE_ON),
    Tab.SORTING: lambda act: and_(col(Question.needs_sorting), col(Question.status).in_(OPEN_STATUSES)),
    Tab.ANSWERED: lambda act: col(Question.status) == S.ANSWERED,
    Tab.CLOSED: lambda act: col(Question.status).in_((S.CLOSED, S.WITHDRAWN, S.MERGED, S.ERASED)),
}

#: What an id can be in both databases.
_IDS = range(1, 2**31)

#: Views of what is done: the latest change comes first.
DONE = frozenset({Tab.ANSWERED, Tab.CLOSED})


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What somebody wants to see; ``None`` leaves everything in. ``assignee`` is an account id or ``NOBODY``."""

    tab: Tab = Tab.OPEN
    topic: str | None = None
    municipality: str | None = None
    assignee: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """The place of one question in the order of a view, as it stands in the address of a page."""

    value: date | datetime
    id: int

    def __str__(self) -> str:
        return f"{self.value.isoformat()}_{self.id}"

    @classmethod
    def read(cls, text: str | None, tab: Tab) -> Self | None:
        """Read what ``str`` wrote; ``None`` for anything else, which leads to the first page."""
        value, _, key = (text or "").partition("_")
        try:
            found, number = datetime.fromisoformat(value), int(key)
        except ValueError:
            return None
        if number not in _IDS or (found.tzinfo is None) is (tab in DONE):
            return None
        return cls(found if tab in DONE else found.date(), number)


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One question as a line of the queue."""

    question: Question
    topic: Topic | None
    municipality: str
    assignee: str
    due: Due
    due_on: date
    is_late: bool

    @property
    def waits_since(self) -> datetime:
        """Since when the one who has to act now has to."""
        return self.question.waiting_since or self.question.owned_since

    @property
    def excerpt(self) -> str:
        """The first words of the question."""
        words = " ".join(self.question.text.split())
        return words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some questions in order, and where the pages before and after start."""

    lines: tuple[QueueLine, ...]
    before: Mark | None
    after: Mark | None


@dataclass(frozen=True, slots=True)
class QueueChoices:
    """By what the questions of this team can be told apart."""

    topics: tuple[Topic, ...]
    municipalities: tuple[tuple[str, str], ...]
    assignees: tuple[tuple[int, str], ...]


def queue(
    act: Act, wanted: QueueFilter, *, before: Mark | None = None, after: Mark | None = None, size: int = PAGE_SIZE
) -> QueuePage:
    """Return one page of the questions of the own team: the first due first, or what was done last.

    ``after`` is the last question of the page before, ``before`` the first one of the page after.
    """
    found = _found(act, wanted, before or after, size + 1, backwards=before is not None)
    more = len(found) > size
    lines = found[:size] if before is None else found[:size][::-1]
    if not lines:
        return QueuePage((), None, None)
    first, last = _mark_of(lines[0], wanted.tab), _mark_of(lines[-1], wanted.tab)
    if before is not None:
        return QueuePage(tuple(lines), first if more else None, last)
    return QueuePage(tuple(lines), first if after else None, last if more else None)


def _found(act: Act, wanted: QueueFilter, mark: Mark | None, limit: int, *, backwards: bool) -> list[QueueLine]:
    order: SQLColumnExpression[date] = NEXT_DUE_ON
    descending = backwards
    if wanted.tab in DONE:
        order, descending = col(Question.updated_at), not backwards
    identity = col(Question.id)
    by = (order.desc(), identity.desc()) if descending else (order.asc(), identity.asc())
    chosen = (
        select(identity).where(_visible(act), _TABS[wanted.tab](act), *_conditions(wanted)).order_by(*by).limit(limit)
    )
    if mark is not None:
        beyond = order < mark.value if descending else order > mark.value
        within = identity < mark.id if descending else identity > mark.id
        chosen = chosen.where(or_(beyond, and_(order == mark.value, within)))
    query = (  # only the rows of this page are read whole: putting all of them in order would carry every text along
        select(Question, Topic, Municipality.display_name, Account.name)
        .outerjoin(Topic, col(Question.topic_slug) == Topic.slug)
        .outerjoin(Municipality, col(Question.gm_code) == Municipality.gm_code)
        .outerjoin(Account, col(Question.assignee_id) == Account.id)
        .where(identity.in_(chosen))
        .order_by(*by)
    )
    return [
        _line(act, question, topic, municipality or "", assignee or "")
        for question, topic, municipality, assignee in act.session.exec(query)
    ]


def _line(act: Act, question: Question, topic: Topic | None, municipality: str, assignee: str) -> QueueLine:
    due, due_on = next_due(question)
    return QueueLine(question, topic, municipality, assignee, due, due_on, is_late(question, act.today))


def _mark_of(line: QueueLine, tab: Tab) -> Mark:
    assert line.question.id is not None  # noqa: S101 - a stored question has an id
    return Mark(line.question.updated_at if tab in DONE else line.due_on, line.question.id)


def counts(act: Act, wanted: QueueFilter) -> dict[Tab, int]:
    """Return how many questions each view holds, with the same filters."""
    per_tab = [func.count().filter(condition(act)) for condition in _TABS.values()]
    query = sqlalchemy.select(*per_tab).select_from(Question).where(_visible(act), *_conditions(wanted))
    return dict(zip(_TABS, act.session.connection().execute(query).one(), strict=True))


def choices(act: Act) -> QueueChoices:
    """Return the topics and municipalities that occur in the queue, and the members of the team."""
    topics = act.session.exec(
        select(Topic).where(_occurs(act, Question.topic_slug, Topic.slug)).order_by(Topic.name_nl)
    )
    municipalities = act.session.exec(
        select(Municipality.gm_code, Municipality.display_name)
        .where(_occurs(act, Question.gm_code, Municipality.gm_code))
        .order_by(Municipality.display_name)
    )
    assignees = act.session.exec(
        select(Account.id, Account.name)
        .where(or_(col(Account.team_id) == act.person.team_id, _occurs(act, Question.assignee_id, Account.id)))
        .order_by(Account.name)
    )
    return QueueChoices(
        topics=tuple(topics),
        municipalities=tuple((code, name) for code, name in municipalities),
        assignees=tuple((key, name) for key, name in assignees if key is not None),
    )


def next_due(question: Question) -> tuple[Due, date]:
    """Return what has to happen next on ``question``, and by which day."""
    if question.first_sign_of_life_at is None:
        return Due.LIFE, question.life_due_on
    if question.first_content_at is None:
        return Due.CONTENT, question.content_due_on
    return Due.ANSWER, question.answer_due_on


def is_late(question: Question, today: date) -> bool:
    """Tell whether the team let a day pass; while the entrepreneur has to act, it does not."""
    return question.status in WITH_TEAM and next_due(question)[1] < today


def _occurs(act: Act, column: object, value: object) -> ColumnElement[bool]:
    """Tell whether any question in the queue has ``value``: one look in an index, however long the queue is."""
    return sqlalchemy.exists().where(_visible(act), col(column) == value).correlate_except(Question)


def _visible(act: Act) -> ColumnElement[bool]:
    return visible_questions(act.person, Action.SEE_QUEUE)


def _conditions(wanted: QueueFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.topic:
        conditions.append(col(Question.topic_slug) == wanted.topic)
    if wanted.municipality:
        conditions.append(col(Question.gm_code) == wanted.municipality)
    if wanted.assignee == NOBODY:
        conditions.append(col(Question.assignee_id).is_(None))
    elif wanted.assignee:
        conditions.append(col(Question.assignee_id) == int(wanted.assignee))
    return conditions
