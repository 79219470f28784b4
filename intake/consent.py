"""The entrepreneur's word on who may see the question, per organisation; taking it back closes access at once."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from intake import referral
from intake.act import Act
from intake.errors import NotFound, RefusedInput
from intake.models.questions import Consent, Question, Referral, RoutingRecord
from intake.models.reference import Intermediary, Organisation
from intake.models.system import Event
from intake.permissions import Action
from intake.steps import take_step
from intake.terms import OPEN_STATUSES, QuestionStatus, ReferralStatus, Step
from intake.visibility import find_question

#: The reason of the step in which a makelaar asks the entrepreneur for consent.
ASKED = "consent"


@dataclass(frozen=True, slots=True)
class Sharing:
    """One organisation that sees a question, saw it, or was proposed for it."""

    organisation_id: int
    name: str
    given_at: datetime | None
    withdrawn_at: datetime | None
    status: ReferralStatus | None

    @property
    def is_shared(self) -> bool:
        """Tell whether the organisation has the word of the entrepreneur now."""
        return self.given_at is not None and self.withdrawn_at is None


def sharing(act: Act, question: Question) -> list[Sharing]:
    """Return every organisation that was proposed for ``question`` or that it was shared with, by name."""
    consents = {row.organisation_id: row for row in _consents(act, question)}
    referrals = dict(
        act.session.exec(
            select(Referral.organisation_id, Referral.status).where(Referral.question_id == question.id)
        ).all()
    )
    asked = {key for key in _asked_for(act, question) if key is not None}
    known = _names(act, consents.keys() | _proposed(act, question) | asked)
    return [
        Sharing(
            organisation_id,
            name,
            consents[organisation_id].given_at if organisation_id in consents else None,
            consents[organisation_id].withdrawn_at if organisation_id in consents else None,
            ReferralStatus(referrals[organisation_id]) if organisation_id in referrals else None,
        )
        for organisation_id, name in known
    ]


def give(act: Act, reference: str, organisation_id: int) -> Question:
    """Let an organisation that was proposed see the question; it is told at once.

    Raises ``RefusedInput`` beside ``organisation``: ``not_open``, or what ``referral.offer`` refuses.
    """
    question = find_question(act, reference, Action.CHANGE_CONSENT)
    if organisation_id not in {row.organisation_id for row in sharing(act, question)}:
        raise NotFound("organisation", organisation_id)
    if question.status not in OPEN_STATUSES:
        raise RefusedInput("organisation", "not_open")
    consent = _consent(act, question, organisation_id)
    if consent is not None and consent.withdrawn_at is None:
        return question
    assert question.id is not None  # noqa: S101 - a stored question has an id
    consent = consent or Consent(question_id=question.id, organisation_id=organisation_id, given_at=act.at)
    consent.given_at, consent.withdrawn_at = act.at, None
    act.session.add(consent)
    take_step(act, question, Step.CONSENT, reason="given", details={"organisation": organisation_id})
    if question.status is QuestionStatus.WAITING and _asked_for(act, question)[-1:] == [organisation_id]:
        take_step(act, question, Step.REPLY, waiting_since=None)
    referral.offer(act, question, organisation_id)
    return question


def withdraw(act: Act, reference: str, organisation_id: int) -> Question:
    """Close the question to an organisation, at once."""
    question = find_question(act, reference, Action.CHANGE_CONSENT)
    consent = _consent(act, question, organisation_id)
    if consent is None:
        raise NotFound("consent", organisation_id)
    if consent.withdrawn_at is None:
        consent.withdrawn_at = act.at
        act.session.add(consent)
        take_step(act, question, Step.CONSENT, reason="withdrawn", details={"organisation": organisation_id})
        referral.revoke(act, question, organisation_id)
    return question


def _consents(act: Act, question: Question) -> list[Consent]:
    return list(act.session.exec(select(Consent).where(Consent.question_id == question.id)))


def _consent(act: Act, question: Question, organisation_id: int) -> Consent | None:
    return act.session.exec(
        select(Consent).where(Consent.question_id == question.id, Consent.organisation_id == organisation_id)
    ).first()


def _proposed(act: Act, question: Question) -> set[int]:
    """Return the organisations that the routing proposed when the question came in."""
    stored = act.session.exec(
        select(RoutingRecord.intermediaries)
        .where(RoutingRecord.question_id == question.id)
        .order_by(col(RoutingRecord.id).desc())
    ).first()
    ids = [row["id"] for row in json.loads(stored)] if stored else []
    return set(act.session.exec(select(Intermediary.organisation_id).where(col(Intermediary.id).in_(ids))))


def _asked_for(act: Act, question: Question) -> list[int | None]:
    """Return for which organisation each question of the makelaar asked consent; ``None`` asked something else."""
    asked = act.session.exec(
        select(Event.reason, Event.details)
        .where(Event.chain == f"question:{question.id}", Event.step == Step.ASK)
        .order_by(col(Event.number))
    )
    return [json.loads(details)["organisation"] if reason == ASKED else None for reason, details in asked]


def _names(act: Act, organisation_ids: Iterable[int]) -> list[tuple[int, str]]:
    rows = act.session.exec(
        select(Organisation.id, Organisation.name)
        .where(col(Organisation.id).in_(set(organisation_ids)))
        .order_by(Organisation.name)
    )
    return [(key, name) for key, name in rows if key is not None]
