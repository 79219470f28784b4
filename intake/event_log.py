"""Reading the event log: who did which step when, in codes and references, page by page."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlmodel import col, select

from intake.act import Act
from intake.models.knelpunten import Case, Knelpunt
from intake.models.questions import Question
from intake.models.system import Event
from intake.permissions import Action, ensure_may
from intake.references import normalise
from intake.terms import CaseStatus, KnelpuntStatus, KnelpuntStep, ManagementStep, QuestionStatus, Role, Step
from intake.working_days import AMSTERDAM

#: How many events stand on one page.
PAGE_SIZE = 50

#: What a chain is about -> the table that knows its reference.
_WITH_REFERENCE: dict[str, type[Question] | type[Knelpunt] | type[Case]] = {
    "question": Question,
    "knelpunt": Knelpunt,
    "case": Case,
}

#: What a chain is about -> the steps and statuses that its events name.
_TERMS: dict[str, tuple[type[StrEnum], ...]] = {
    "question": (Step, QuestionStatus, ManagementStep),
    "knelpunt": (KnelpuntStep, KnelpuntStatus),
    "case": (CaseStatus,),
}


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What somebody looks for; an empty value leaves everything in."""

    about: str = ""
    actor_id: int | None = None
    step: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event as it is shown: a code that has a label is a term, another is plain text."""

    id: int
    chain: str
    number: int
    reference: str | None
    at: datetime
    actor_id: int | None
    actor_role: Role
    step: StrEnum | str
    from_status: StrEnum | str | None
    to_status: StrEnum | str | None
    reason: StrEnum | str | None
    details: dict[str, object]


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some events, newest first, and where the next page starts (``None``: this is the last)."""

    lines: tuple[LogLine, ...]
    older_than: int | None


def read_log(act: Act, wanted: LogFilter, *, before_id: int | None = None) -> LogPage:
    """Return one page of events that match ``wanted``, older than the event ``before_id``."""
    ensure_may(act.person, Action.SEE_EVENT_LOG)
    query = select(Event).order_by(col(Event.id).desc()).limit(PAGE_SIZE + 1)
    if wanted.about:
        query = query.where(col(Event.chain).in_(chains_of(act, wanted.about)))
    if wanted.actor_id is not None:
        query = query.where(Event.actor_id == wanted.actor_id)
    if wanted.step:
        query = query.where(Event.step == wanted.step)
    if wanted.since is not None:
        query = query.where(Event.at >= _midnight(wanted.since))
    if wanted.until is not None:
        query = query.where(Event.at < _midnight(wanted.until + timedelta(days=1)))
    if before_id is not None:
        query = query.where(col(Event.id) < before_id)
    events = act.session.exec(query).all()
    shown = events[:PAGE_SIZE]
    return LogPage(tuple(_lines(act, shown)), shown[-1].id if len(events) > PAGE_SIZE else None)


def chains_of(act: Act, about: str) -> list[str]:
    """Return the chains that ``about`` names: a chain itself (``team:3``) or the reference of something."""
    ensure_may(act.person, Action.SEE_EVENT_LOG)
    if ":" in about:
        kind, _, key = about.partition(":")
        return [f"{kind.strip().lower()}:{key.strip()}"]
    reference = normalise(about)
    return [
        f"{kind}:{row_id}"
        for kind, table in _WITH_REFERENCE.items()
        for row_id in act.session.exec(select(table.id).where(table.reference == reference))
    ]


def _lines(act: Act, events: Iterable[Event]) -> list[LogLine]:
    events = list(events)
    references = _references(act, events)
    return [
        LogLine(
            id=event.id or 0,
            chain=event.chain,
            number=event.number,
            reference=references.get(event.chain),
            at=event.at,
            actor_id=event.actor_id,
            actor_role=event.actor_role,
            step=_term(event.chain, event.step) or event.step,
            from_status=_term(event.chain, event.from_status),
            to_status=_term(event.chain, event.to_status),
            reason=_term(event.chain, event.reason),
            details=json.loads(event.details),
        )
        for event in events
    ]


def _term(chain: str, code: str | None) -> StrEnum | str | None:
    """Return the term that ``code`` is in a chain of this kind, so that it can be shown by its label."""
    if code is None:
        return None
    for terms in _TERMS.get(chain.partition(":")[0], (ManagementStep,)):
        if code in {term.value for term in terms}:
            return terms(code)
    return code


def _references(act: Act, events: list[Event]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, table in _WITH_REFERENCE.items():
        ids = {int(key) for prefix, _, key in (event.chain.partition(":") for event in events) if prefix == kind}
        if ids:
            rows = act.session.exec(select(table.id, table.reference).where(col(table.id).in_(ids)))
            found |= {f"{kind}:{row_id}": reference for row_id, reference in rows}
    return found


def _midnight(day: date) -> datetime:
    """Return the moment at which ``day`` starts in the Netherlands."""
    return datetime.combine(day, time(), AMSTERDAM)
