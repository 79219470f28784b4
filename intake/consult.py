"""Asking a colleague without an account: one question, a private link that shows only what was chosen, one reply."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import col, select

from intake import outbox, private_links
from intake.act import Act
from intake.conversation import say
from intake.errors import LinkNotUsable, RefusedInput
from intake.masking import masked, names_in
from intake.models.people import Account, PrivateLink
from intake.models.questions import Consultation, Question
from intake.models.reference import Team
from intake.permissions import NO_SUBJECT, Action, ensure_may
from intake.steps import take_step
from intake.terms import LinkPurpose, MessageKind, Step
from intake.visibility import find_question


@dataclass(frozen=True, slots=True)
class ConsultDraft:
    """One question to one colleague; ``shown_text`` is what the colleague sees of the entrepreneur's question."""

    email: str
    name: str
    body: str
    shown_text: str = ""


@dataclass(frozen=True, slots=True)
class ConsultPage:
    """What the colleague sees: what is asked, by whom, and the text that was chosen."""

    asked_by: str
    team: str
    colleague: str
    body: str
    shown_text: str


def consult(act: Act, reference: str, draft: ConsultDraft, *, version: int | None = None) -> Consultation:
    """Ask a colleague for advice; the link goes by mail. Raises ``RefusedInput`` beside ``body`` (``required``)."""
    question = find_question(act, reference, Action.CONSULT)
    if not draft.body.strip():
        raise RefusedInput("body", "required")
    take_step(act, question, Step.CONSULT, version=version)
    assert question.id is not None  # noqa: S101 - a stored question has an id
    assert act.person.account_id is not None  # noqa: S101 - the policy lets in only people with an account
    consultation = Consultation(
        question_id=question.id,
        by_id=act.person.account_id,
        colleague_email=draft.email,
        colleague_name=draft.name,
        body=draft.body,
        shown_text=draft.shown_text,
        created_at=act.at,
    )
    act.session.add(consultation)
    say(act, question, MessageKind.CONSULT, draft.body)
    outbox.put(
        act,
        "consult_request",
        draft.email,
        act.session.get_one(Account, act.person.account_id).language,
        params={"consultation_id": consultation.id, "team": act.session.get_one(Team, question.team_id).name},
        question_id=question.id,
    )
    return consultation


def masked_text(question: Question) -> str:
    """Return the entrepreneur's question without personal data, as a start for what a colleague may see."""
    return masked(question.text, names_in(question))[0]


def consult_page(act: Act, token: str) -> ConsultPage:
    """Return what the link ``token`` shows; raise ``LinkNotUsable`` when it is unknown, used or expired."""
    consultation, _link = _behind(act, token)
    asker = act.session.get_one(Account, consultation.by_id)
    team = act.session.exec(
        select(Team.name)
        .join(Question, col(Question.team_id) == Team.id)
        .where(Question.id == consultation.question_id)
    ).one()
    return ConsultPage(asker.name, team, consultation.colleague_name, consultation.body, consultation.shown_text)


def reply(act: Act, token: str, text: str) -> None:
    """Add the advice of a colleague to the question, once, and tell the makelaar who asked.

    Raises ``LinkNotUsable`` when somebody replied before; ``RefusedInput`` beside ``text`` (``required``).
    """
    ensure_may(act.person, Action.REPLY_TO_CONSULT, NO_SUBJECT)
    consultation, link = _behind(act, token)
    if not text.strip():
        raise RefusedInput("text", "required")
    private_links.use_up(act, link)
    updated = act.session.connection().execute(
        update(Consultation)
        .where(col(Consultation.id) == consultation.id, col(Consultation.answered_at).is_(None))
        .values(answered_at=act.at, reply=text)
    )
    if updated.rowcount != 1:
        raise LinkNotUsable(LinkPurpose.CONSULT)
    question = act.session.get_one(Question, consultation.question_id)
    act.session.refresh(question, with_for_update=True)
    take_step(act, question, Step.CONSULT_REPLY)
    author = consultation.colleague_name or consultation.colleague_email
    say(act, question, MessageKind.CONSULT_REPLY, text, author)
    _tell_makelaar(act, question, consultation)


def _behind(act: Act, token: str) -> tuple[Consultation, PrivateLink]:
    link = private_links.look_up(act, LinkPurpose.CONSULT, token)
    consultation = act.session.get(Consultation, link.consultation_id)
    if consultation is None or consultation.answered_at is not None:
        raise LinkNotUsable(LinkPurpose.CONSULT)
    return consultation, link


def _tell_makelaar(act: Act, question: Question, consultation: Consultation) -> None:
    """Mail whoever asked, while that person still works for the team that has the question; else who has it now."""
    for account_id in (consultation.by_id, question.assignee_id):
        account = act.session.get(Account, account_id) if account_id else None
        if account and account.team_id == question.team_id and account.blocked_at is None:
            outbox.put(
                act,
                "consult_reply_received",
                account.email,
                account.language,
                question_id=question.id,
                account_id=account.id,
            )
            return
