"""What entrepreneurs do with their own question, once they opened its private link."""

from sqlmodel import col, select

from intake import referral
from intake.act import Act
from intake.models.questions import Consent, Message, Question
from intake.models.reference import Team
from intake.permissions import Action
from intake.steps import take_step
from intake.terms import MessageKind, QuestionStatus, Step, WithdrawReason
from intake.visibility import find_question
from intake.working_days import add_working_days


def write(act: Act, reference: str, text: str) -> Question:
    """Add what the asker wrote: the answer to our question when we wait for one, else more information."""
    question = find_question(act, reference, Action.WRITE_AS_ASKER)
    waiting = question.status is QuestionStatus.WAITING
    if waiting:
        take_step(act, question, Step.REPLY, waiting_since=None)
    else:
        take_step(act, question, Step.ADD_INFORMATION)
    _say(act, question, MessageKind.FROM_ASKER, text)
    return question


def object_to_route(act: Act, reference: str, text: str) -> Question:
    """Write down why the asker thinks that another team should have the question; the team decides."""
    question = find_question(act, reference, Action.WRITE_AS_ASKER)
    take_step(act, question, Step.OBJECT, objected_at=act.at)
    _say(act, question, MessageKind.OBJECTION, text)
    return question


def withdraw(act: Act, reference: str, reason: WithdrawReason, text: str = "") -> Question:
    """Take a question back; every organisation that it was shared with loses sight of it."""
    question = find_question(act, reference, Action.WITHDRAW)
    take_back(act, question, reason=reason, text=text)
    return question


def take_back(act: Act, question: Question, *, reason: str, text: str = "") -> None:
    """Withdraw ``question``, which the caller found; ``text`` is what the asker says about it."""
    take_step(act, question, Step.WITHDRAW, reason=reason, assignee_id=None, waiting_since=None)
    if text:
        _say(act, question, MessageKind.FROM_ASKER, text)
    stop_sharing(act, question)


def stop_sharing(act: Act, question: Question) -> None:
    """Take sight of ``question`` and the word of the asker away from every organisation."""
    referral.revoke_all(act, question)
    given = select(Consent).where(Consent.question_id == question.id, col(Consent.withdrawn_at).is_(None))
    for consent in act.session.exec(given).all():
        consent.withdrawn_at = act.at
        act.session.add(consent)
    act.session.flush()


def reopen(act: Act, reference: str, text: str = "") -> Question:
    """Bring back a question whose answer did not help; the same team owns it, and its clocks start again."""
    question = find_question(act, reference, Action.WRITE_AS_ASKER)
    team = act.session.get_one(Team, question.team_id)
    take_step(
        act,
        question,
        Step.REOPEN,
        reason="not_helped",
        assignee_id=None,
        waiting_since=None,
        answered_at=None,
        closed_at=None,
        life_due_on=add_working_days(act.today, team.first_sign_days),
        content_due_on=add_working_days(act.today, team.first_content_days),
        answer_due_on=add_working_days(act.today, team.answer_days),
    )
    if text:
        _say(act, question, MessageKind.FROM_ASKER, text)
    return question


def _say(act: Act, question: Question, kind: MessageKind, text: str) -> None:
    assert question.id is not None  # noqa: S101 - a stored question has an id
    act.session.add(
        Message(question_id=question.id, kind=kind, author_name=question.asker_name, body=text, created_at=act.at)
    )
    act.session.flush()
