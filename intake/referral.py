"""Referrals: a question shared with an intermediary or fund, by consent; the team keeps the regie."""

from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import update
from sqlmodel import col, select

from intake import audit, outbox
from intake.act import Act
from intake.errors import NotFound, RefusedInput, StalePage, StepNotAllowed
from intake.models.people import Account
from intake.models.questions import Consent, Message, Question, Referral
from intake.models.reference import Organisation
from intake.permissions import Action, Subject, ensure_may
from intake.steps import take_step
from intake.terms import (
    DeclineReason,
    Language,
    MessageKind,
    ReferralResult,
    ReferralStatus,
    Role,
    Step,
)
from intake.visibility import SHARED, find_referral
from intake.workflow import REFERRALS

#: How far ahead an organisation can say that it is full.
LONGEST_PAUSE = timedelta(days=366)

#: What the entrepreneur reads when something happens to a referral, in the language of the question.
TOLD: dict[Language, dict[StrEnum, str]] = {
    Language.NL: {
        ReferralStatus.OFFERED: "Wij hebben uw vraag gedeeld met {organisation}. U gaf daar toestemming voor. "
        "Uw makelaarsteam blijft verantwoordelijk voor uw vraag.",
        ReferralStatus.ACCEPTED: "{organisation} heeft uw vraag aangenomen en neemt contact met u op.",
        ReferralStatus.DECLINED: "{organisation} kan u nu niet verder helpen. "
        "Uw makelaarsteam blijft verantwoordelijk en zoekt met u verder.",
        ReferralStatus.REVOKED: "{organisation} kan uw vraag niet meer zien.",
        ReferralResult.HELPED: "{organisation} laat weten dat u bent geholpen. Klopt dat niet? Laat het ons weten.",
        ReferralResult.PARTLY: "{organisation} laat weten dat u voor een deel bent geholpen. "
        "Uw makelaarsteam kijkt wat er nog nodig is.",
        ReferralResult.NO_CONTACT: "{organisation} laat weten dat het niet lukte om u te bereiken. "
        "Wilt u nog contact? Laat het ons weten.",
        ReferralResult.NOT_SUITABLE: "{organisation} laat weten dat hun aanbod toch niet bij uw vraag past. "
        "Uw makelaarsteam blijft verantwoordelijk en zoekt met u verder.",
    },
    Language.EN: {
        ReferralStatus.OFFERED: "We shared your question with {organisation}. You gave your consent for this. "
        "Your broker team remains responsible for your question.",
        ReferralStatus.ACCEPTED: "{organisation} has taken your question and will contact you.",
        ReferralStatus.DECLINED: "{organisation} cannot help you further at this moment. "
        "Your broker team remains responsible and keeps looking with you.",
        ReferralStatus.REVOKED: "{organisation} can no longer see your question.",
        ReferralResult.HELPED: "{organisation} tells us that you have been helped. Is that not right? Let us know.",
        ReferralResult.PARTLY: "{organisation} tells us that you have been helped in part. "
        "Your broker team looks at what is still needed.",
        ReferralResult.NO_CONTACT: "{organisation} tells us that they could not reach you. "
        "Would you still like to be in touch? Let us know.",
        ReferralResult.NOT_SUITABLE: "{organisation} tells us that their offer does not fit your question after all. "
        "Your broker team remains responsible and keeps looking with you.",
    },
}


# --- offering and taking back ---------------------------------------------------------------------


def offer(act: Act, question: Question, organisation_id: int, note: str = "") -> Referral:
    """Share ``question`` with an organisation that the entrepreneur consented to, and tell both by mail.

    The caller has just stored ``question``, or found it under ``Action.REFER``. Raises ``RefusedInput`` beside
    ``organisation``: ``unknown``, ``no_consent``, ``paused`` (with ``until``), ``declined`` or ``already_shared``.
    """
    organisation = _organisation_that_can_take(act, organisation_id)
    _lock(act, question)
    _ensure_consent(act, question, organisation_id)
    referral = _renewed_or_new(act, question, organisation_id, note)
    take_step(
        act,
        question,
        Step.REFER,
        reason=ReferralStatus.OFFERED,
        details={"referral": referral.id, "organisation": organisation_id},
    )
    _tell_asker(act, question, organisation.name, ReferralStatus.OFFERED)
    for account in _takers(act, organisation_id):
        outbox.put(
            act,
            "referral_offered",
            account.email,
            account.language,
            question_id=question.id,
            account_id=account.id,
        )
    return referral


def revoke(act: Act, question: Question, organisation_id: int) -> None:
    """Take sight of ``question`` away from an organisation at once: the entrepreneur withdrew consent."""
    _lock(act, question)
    referral = act.session.exec(
        select(Referral).where(
            Referral.question_id == question.id,
            Referral.organisation_id == organisation_id,
            col(Referral.status).in_(SHARED),
        )
    ).first()
    if referral is not None:
        _move(act, question, referral, ReferralStatus.REVOKED)


def revoke_all(act: Act, question: Question) -> None:
    """Take sight of ``question`` away from every organisation: it was withdrawn or merged."""
    organisations = act.session.exec(
        select(Referral.organisation_id).where(Referral.question_id == question.id, col(Referral.status).in_(SHARED))
    ).all()
    for organisation_id in organisations:
        revoke(act, question, organisation_id)


def _organisation_that_can_take(act: Act, organisation_id: int) -> Organisation:
    organisation = act.session.get(Organisation, organisation_id)
    if organisation is None or (organisation.retired_on and organisation.retired_on <= act.today):
        raise RefusedInput("organisation", "unknown")
    if is_paused(organisation, act.today):
        raise RefusedInput("organisation", "paused", until=organisation.paused_until, name=organisation.name)
    return organisation


def _ensure_consent(act: Act, question: Question, organisation_id: int) -> None:
    given = act.session.exec(
        select(Consent.id).where(
            Consent.question_id == question.id,
            Consent.organisation_id == organisation_id,
            col(Consent.withdrawn_at).is_(None),
        )
    ).first()
    if given is None:
        raise RefusedInput("organisation", "no_consent")


def _renewed_or_new(act: Act, question: Question, organisation_id: int, note: str) -> Referral:
    referral = act.session.exec(
        select(Referral).where(Referral.question_id == question.id, Referral.organisation_id == organisation_id)
    ).first()
    if referral is None:
        assert question.id is not None  # noqa: S101 - a stored question has an id
        referral = Referral(question_id=question.id, organisation_id=organisation_id, created_at=act.at)
    elif ReferralStatus.OFFERED not in REFERRALS[referral.status]:
        declined = referral.status is ReferralStatus.DECLINED
        raise RefusedInput("organisation", "declined" if declined else "already_shared")
    else:
        referral.version += 1
        referral.taken_by_id = referral.decided_at = referral.completed_at = referral.result = None
        referral.result_text = ""
        referral.created_at = act.at
    referral.status = ReferralStatus.OFFERED
    referral.by_id = act.person.account_id
    referral.note = note
    act.session.add(referral)
    act.session.flush()
    return referral


def _takers(act: Act, organisation_id: int) -> list[Account]:
    return list(
        act.session.exec(
            select(Account)
            .where(
                Account.organisation_id == organisation_id,
                col(Account.role).in_((Role.INTERMEDIAIR, Role.DOSSIERHOUDER)),
                col(Account.blocked_at).is_(None),
            )
            .order_by(col(Account.id))
        )
    )


# --- what the organisation does -------------------------------------------------------------------


def take(act: Act, reference: str, *, version: int | None = None) -> Referral:
    """Take a referral: from now on the organisation sees how to reach the entrepreneur."""
    question, referral = find_referral(act, reference, Action.WORK_REFERRAL)
    _lock(act, question)
    _move(
        act,
        question,
        referral,
        ReferralStatus.ACCEPTED,
        version=version,
        taken_by_id=act.person.account_id,
        decided_at=act.at,
    )
    return referral


def decline(act: Act, reference: str, reason: DeclineReason, note: str = "", *, version: int | None = None) -> Referral:
    """Give a referral back with a reason; the organisation no longer sees the question."""
    question, referral = find_referral(act, reference, Action.WORK_REFERRAL)
    if reason is DeclineReason.OTHER and not note:
        raise RefusedInput("note", "required")
    _lock(act, question)
    _move(
        act,
        question,
        referral,
        ReferralStatus.DECLINED,
        version=version,
        decline_reason=reason,
        decline_note=note,
        decided_at=act.at,
    )
    return referral


def complete(
    act: Act, reference: str, result: ReferralResult, text: str = "", *, version: int | None = None
) -> Referral:
    """Say what came of a referral; the team reads ``text``, the entrepreneur reads ``result`` in plain words."""
    question, referral = find_referral(act, reference, Action.WORK_REFERRAL)
    _lock(act, question)
    _move(
        act,
        question,
        referral,
        ReferralStatus.COMPLETED,
        version=version,
        told=result,
        result=result,
        result_text=text,
        completed_at=act.at,
    )
    return referral


def _move(
    act: Act,
    question: Question,
    referral: Referral,
    target: ReferralStatus,
    *,
    version: int | None = None,
    told: StrEnum | None = None,
    **changes: object,
) -> None:
    """Move a referral by a guarded update, with its event and a plain message to the entrepreneur."""
    sources = [status for status, following in REFERRALS.items() if target in following]
    seen = referral.version if version is None else version
    updated = act.session.connection().execute(
        update(Referral)
        .where(col(Referral.id) == referral.id, col(Referral.version) == seen, col(Referral.status).in_(sources))
        .values(status=target, version=seen + 1, **changes)
    )
    act.session.refresh(referral)
    if updated.rowcount != 1:
        refusal = StepNotAllowed if referral.version == seen else StalePage
        raise refusal(Step.REFERRAL_NEWS, referral.status)
    details: dict[str, object] = {"referral": referral.id, "organisation": referral.organisation_id}
    take_step(act, question, Step.REFERRAL_NEWS, reason=told or target, details=details)
    organisation = act.session.get_one(Organisation, referral.organisation_id)
    _tell_asker(act, question, organisation.name, told or target)


def _lock(act: Act, question: Question) -> None:
    """Wait for whoever is changing ``question``: what happens to a referral must not make their step fail."""
    act.session.refresh(question, with_for_update=True)


def _tell_asker(act: Act, question: Question, organisation: str, what: StrEnum) -> None:
    assert question.id is not None  # noqa: S101 - a stored question has an id
    act.session.add(
        Message(
            question_id=question.id,
            kind=MessageKind.REFERRAL,
            author_id=act.person.account_id,
            author_name=organisation if act.person.organisation_id else "",
            body=TOLD[question.language][what].format(organisation=organisation),
            created_at=act.at,
        )
    )
    act.session.flush()


# --- a pause of the organisation ------------------------------------------------------------------


def is_paused(organisation: Organisation, today: date) -> bool:
    """Tell whether ``organisation`` takes no referrals ``today``; the last day of a pause counts."""
    return organisation.paused_until is not None and organisation.paused_until >= today


def own_organisation(act: Act) -> Organisation:
    """Return the organisation of the person who acts; raise ``NotFound`` for somebody without one."""
    organisation = act.session.get(Organisation, act.person.organisation_id or 0)
    if organisation is None:
        raise NotFound("organisation", act.person.organisation_id)
    return organisation


def pause(act: Act, until: date | None) -> Organisation:
    """Say that the own organisation is full until the end of day ``until``; ``None`` ends the pause.

    Raises ``RefusedInput`` beside ``until``: ``in_past`` or ``too_far``.
    """
    ensure_may(act.person, Action.PAUSE_ORGANISATION, Subject(organisation_id=act.person.organisation_id))
    if until is not None and until < act.today:
        raise RefusedInput("until", "in_past")
    if until is not None and until > act.today + LONGEST_PAUSE:
        raise RefusedInput("until", "too_far")
    organisation = own_organisation(act)
    act.session.refresh(organisation, with_for_update=True)
    organisation.paused_until = until
    act.session.add(organisation)
    audit.record(
        act,
        f"organisation:{organisation.id}",
        "pause" if until else "end_pause",
        details={"until": until.isoformat()} if until else None,
    )
    return organisation
