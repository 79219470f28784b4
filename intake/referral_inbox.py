"""What an organisation sees of the questions that are shared with it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import col, select

from intake.act import Act
from intake.masking import masked, names_in
from intake.models.people import Account
from intake.models.questions import Question, Referral
from intake.models.reference import Municipality, Topic
from intake.permissions import Action
from intake.terms import Language, ReferralStatus
from intake.visibility import find_referral, visible_referrals


class InboxFilter(StrEnum):
    """Which referrals an inbox shows."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"


#: filter -> the status it stands for. A declined or revoked referral is no longer the organisation's to see.
FILTERS: dict[InboxFilter, ReferralStatus] = {
    InboxFilter.OPEN: ReferralStatus.OFFERED,
    InboxFilter.TAKEN: ReferralStatus.ACCEPTED,
    InboxFilter.DONE: ReferralStatus.COMPLETED,
}


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """One referral as a line of the inbox: nothing that an entrepreneur wrote."""

    reference: str
    status: ReferralStatus
    topic: Topic | None
    municipality: str
    offered_at: datetime
    decided_at: datetime | None
    taken_by: str


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the entrepreneur."""

    name: str
    organisation: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """One referral with as much of the question as the organisation may see now."""

    reference: str
    question_id: int
    referral: Referral
    text: str
    topic: Topic | None
    municipality: str
    facts: tuple[StrEnum, ...]
    amount_eur: int | None
    language: Language
    confidential: bool
    contact: Contact | None
    taken_by: str


def inbox(act: Act, chosen: InboxFilter) -> list[ReferralLine]:
    """Return the referrals to the organisation of this person in one stage, the newest first."""
    rows = act.session.exec(
        select(Question, Referral, Topic, Municipality.display_name)
        .join(Referral, col(Referral.question_id) == Question.id)
        .outerjoin(Topic, col(Question.topic_slug) == Topic.slug)
        .outerjoin(Municipality, col(Question.gm_code) == Municipality.gm_code)
        .where(visible_referrals(act.person, Action.SEE_REFERRALS), Referral.status == FILTERS[chosen])
        .order_by(col(Referral.created_at).desc(), col(Referral.id).desc())
    ).all()
    names = _names(act, {referral.taken_by_id for _question, referral, _topic, _municipality in rows})
    return [
        ReferralLine(
            reference=question.reference,
            status=referral.status,
            topic=topic,
            municipality=municipality or "",
            offered_at=referral.created_at,
            decided_at=referral.decided_at,
            taken_by=names.get(referral.taken_by_id, ""),
        )
        for question, referral, topic, municipality in rows
    ]


def _names(act: Act, account_ids: set[int | None]) -> dict[int | None, str]:
    rows = act.session.exec(select(Account.id, Account.name).where(col(Account.id).in_(account_ids)))
    return dict(rows.all())


def counts(act: Act) -> dict[InboxFilter, int]:
    """Return how many referrals stand in each stage of the inbox of this person."""
    rows = act.session.exec(
        select(Referral.status, func.count())
        .where(visible_referrals(act.person, Action.SEE_REFERRALS))
        .group_by(Referral.status)
    )
    found = dict(rows.all())
    return {chosen: found.get(status, 0) for chosen, status in FILTERS.items()}


def page(act: Act, reference: str) -> ReferralPage:
    """Return one referral; how to reach the entrepreneur only after the organisation took it.

    Before that, personal data in the question's text is masked as well.
    """
    question, referral = find_referral(act, reference, Action.SEE_REFERRAL)
    taken = referral.status is not ReferralStatus.OFFERED
    topic = act.session.get(Topic, question.topic_slug) if question.topic_slug else None
    municipality = act.session.get(Municipality, question.gm_code) if question.gm_code else None
    taker = act.session.get(Account, referral.taken_by_id) if referral.taken_by_id else None
    return ReferralPage(
        reference=question.reference,
        question_id=referral.question_id,
        referral=referral,
        text=question.text if taken else masked(question.text, names_in(question))[0],
        topic=topic,
        municipality=municipality.display_name if municipality else "",
        facts=tuple(fact for fact in (question.target, question.stage, question.legal_form) if fact),
        amount_eur=question.amount_eur,
        language=question.language,
        confidential=question.confidential,
        contact=_contact(question) if taken else None,
        taken_by=taker.name if taker else "",
    )


def _contact(question: Question) -> Contact:
    return Contact(
        name=question.asker_name,
        organisation=question.asker_organisation,
        email=question.asker_email or "",
        phone=question.asker_phone,
    )
