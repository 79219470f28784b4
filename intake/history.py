"""What happened to a question, step by step, with the names of who and what the events point to."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from intake.act import Act
from intake.models.knelpunten import Knelpunt
from intake.models.people import Account
from intake.models.questions import Question
from intake.models.reference import Organisation, Outcome, Team, Topic
from intake.models.system import Event
from intake.terms import (
    HandOverReason,
    Helped,
    ManagementStep,
    NewsKind,
    ReferralResult,
    ReferralStatus,
    ReleaseReason,
    Role,
    Step,
    WithdrawReason,
)

#: step -> the classes of codes that its reason can come from
_REASONS: dict[str, tuple[type[StrEnum], ...]] = {
    Step.RELEASE: (ReleaseReason, ManagementStep),
    Step.REASSIGN: (ManagementStep,),
    Step.HAND_OVER: (HandOverReason,),
    Step.WITHDRAW: (WithdrawReason,),
    Step.FEEDBACK: (Helped,),
    Step.NEWS: (NewsKind,),
    "news_sent": (NewsKind,),
    Step.REFER: (ReferralStatus,),
    Step.REFERRAL_NEWS: (ReferralStatus, ReferralResult),
}

_STEPS = {step.value: step for step in Step}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event with names in place of ids; ``step`` is a term where the log knows one, else plain text."""

    at: datetime
    step: Step | str
    actor: str
    role: Role
    reason: StrEnum | str | None = None
    from_team: str = ""
    to_team: str = ""
    organisation: str = ""
    knelpunt: str = ""
    decision: str = ""
    from_topic: Topic | None = None
    topic: Topic | None = None
    outcome: Outcome | None = None


def history(act: Act, question: Question) -> tuple[HistoryLine, ...]:
    """Return everything that happened to ``question``, which the caller found, the first thing first."""
    return _lines(act, _events(act, question))


def changes_since(act: Act, question: Question, version: int) -> tuple[HistoryLine, ...]:
    """Return the steps that were taken since the page with ``version`` was shown."""
    steps = [event for event in _events(act, question) if event.step in _STEPS]
    count = max(0, min(question.version - version, len(steps) - 1))
    return _lines(act, steps[len(steps) - count :])


def _events(act: Act, question: Question) -> list[Event]:
    return list(
        act.session.exec(select(Event).where(Event.chain == f"question:{question.id}").order_by(col(Event.number)))
    )


def _lines(act: Act, events: list[Event]) -> tuple[HistoryLine, ...]:
    details = [json.loads(event.details) for event in events]
    actors = _names(act, col(Account.id), col(Account.name), (event.actor_id for event in events))
    teams = _names(
        act, col(Team.id), col(Team.name), (told.get(key) for told in details for key in ("from_team", "to_team"))
    )
    organisations = _names(
        act, col(Organisation.id), col(Organisation.name), (told.get("organisation") for told in details)
    )
    knelpunten = _names(act, col(Knelpunt.id), col(Knelpunt.reference), (told.get("knelpunt") for told in details))
    return tuple(
        HistoryLine(
            at=event.at,
            step=_STEPS.get(event.step, event.step),
            actor=actors.get(event.actor_id, ""),
            role=event.actor_role,
            reason=_reason(event),
            from_team=teams.get(told.get("from_team"), ""),
            to_team=teams.get(told.get("to_team"), ""),
            organisation=organisations.get(told.get("organisation"), ""),
            knelpunt=knelpunten.get(told.get("knelpunt"), ""),
            decision=told.get("reverses") or told.get("decision") or "",
            from_topic=_topic(act, told.get("from_topic")),
            topic=_topic(act, told.get("topic")),
            outcome=_outcome(act, told.get("outcome")),
        )
        for event, told in zip(events, details, strict=True)
    )


def _reason(event: Event) -> StrEnum | str | None:
    for codes in _REASONS.get(event.step, ()):
        if event.reason in {code.value for code in codes}:
            return codes(event.reason)
    return event.reason


def _names(act: Act, key: Mapped[int | None], name: Mapped[str], ids: Iterable[object]) -> Mapping[object, str]:
    wanted = {value for value in ids if isinstance(value, int)}
    return dict(act.session.exec(select(key, name).where(key.in_(wanted))).all()) if wanted else {}


def _topic(act: Act, slug: object) -> Topic | None:
    return act.session.get(Topic, slug) if slug else None


def _outcome(act: Act, code: object) -> Outcome | None:
    return act.session.get(Outcome, code) if code else None
