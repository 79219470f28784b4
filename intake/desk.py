"""What a makelaar does with a question that is not a conversation: taking it up, sorting it, ending it."""

from datetime import date

from sqlalchemy import delete, update
from sqlmodel import col

from intake import outbox, private_links
from intake.act import Act
from intake.errors import RefusedInput
from intake.models.people import AskerSession
from intake.models.questions import Question
from intake.models.reference import DatedRow, Outcome, Team, Topic
from intake.models.system import OutboxMail
from intake.permissions import Action
from intake.steps import take_step
from intake.terms import LinkPurpose, ReleaseReason, Step
from intake.visibility import find_question
from intake.working_days import add_working_days


def pick_up(act: Act, reference: str, *, version: int | None = None) -> Question:
    """Take a new question in hand; one of two callers wins. The entrepreneur sees who has it."""
    question = find_question(act, reference, Action.WORK_QUESTION)
    take_step(
        act,
        question,
        Step.PICK_UP,
        version=version,
        assignee_id=act.person.account_id,
        first_sign_of_life_at=question.first_sign_of_life_at or act.at,
    )
    return question


def release(act: Act, reference: str, reason: ReleaseReason, *, version: int | None = None) -> Question:
    """Put a question back in the queue of the team."""
    question = find_question(act, reference, Action.WORK_QUESTION)
    take_step(act, question, Step.RELEASE, version=version, reason=reason, assignee_id=None, waiting_since=None)
    return question


def correct_topic(act: Act, reference: str, topic: str | None, *, version: int | None = None) -> Question:
    """Say what a question is about (``None``: no topic fits); what the machine suggested stays as it was.

    Raises ``RefusedInput`` beside ``topic`` (``unknown``).
    """
    question = find_question(act, reference, Action.WORK_QUESTION)
    before, topic = question.topic_slug, known_topic(act, question, topic)
    take_step(
        act,
        question,
        Step.CORRECT_TOPIC,
        version=version,
        details={"from_topic": before, "topic": topic},
        confirmed_topic=topic,
        no_topic_fits=topic is None,
        topic_slug=topic,
        needs_sorting=False,
    )
    return question


def close(act: Act, reference: str, outcome: str | None = None, *, version: int | None = None) -> Question:
    """Close an answered question with what came of it.

    Raises ``RefusedInput`` beside ``outcome``: ``unknown``, or ``required`` when the answer gave none either.
    """
    question = find_question(act, reference, Action.WORK_QUESTION)
    outcome = known_outcome(act, question, outcome) or question.outcome_code
    if outcome is None:
        raise RefusedInput("outcome", "required")
    take_step(
        act,
        question,
        Step.CLOSE,
        version=version,
        reason="by_makelaar",
        details={"outcome": outcome},
        outcome_code=outcome,
        closed_at=act.at,
    )
    return question


def reopen(act: Act, reference: str, *, version: int | None = None) -> Question:
    """Bring a question back to the queue of the team; its clocks start again."""
    question = find_question(act, reference, Action.WORK_QUESTION)
    team = act.session.get_one(Team, question.team_id)
    take_step(
        act,
        question,
        Step.REOPEN,
        version=version,
        reason="by_makelaar",
        assignee_id=None,
        waiting_since=None,
        answered_at=None,
        closed_at=None,
        outcome_code=None,
        life_due_on=add_working_days(act.today, team.first_sign_days),
        content_due_on=add_working_days(act.today, team.first_content_days),
        answer_due_on=add_working_days(act.today, team.answer_days),
    )
    return question


def correct_email(act: Act, reference: str, email: str, *, version: int | None = None) -> Question:
    """Write to another address from now on, and send a link there.

    Whoever got our mail by mistake loses sight of the question: every older link and every browser that used one
    stops working, and mail that was still to go out goes to the new address. Raises ``RefusedInput`` beside
    ``email``: ``same`` when the address was right already.
    """
    question = find_question(act, reference, Action.WORK_QUESTION)
    email, old = email.lower(), question.asker_email
    if email == old and question.asker_email_trouble is None:
        raise RefusedInput("email", "same")
    take_step(act, question, Step.CORRECT_EMAIL, version=version, asker_email=email, asker_email_trouble=None)
    _redirect_mail(act, question, old, email)
    private_links.revoke_all(act, LinkPurpose.QUESTION, question_id=question.id)
    act.session.connection().execute(delete(AskerSession).where(col(AskerSession.question_id) == question.id))
    outbox.put(act, "question_link", email, question.language, question_id=question.id)
    return question


def known_topic(act: Act, question: Question, topic: str | None) -> str | None:
    """Return ``topic``; raise ``RefusedInput`` when nobody can choose it. A question keeps a topic that retired."""
    if topic is not None and topic != question.topic_slug:
        row = act.session.get(Topic, topic)
        if row is None or not is_offered(row, act.today):
            raise RefusedInput("topic", "unknown")
    return topic


def known_outcome(act: Act, question: Question, outcome: str | None) -> str | None:
    """Return ``outcome``; raise ``RefusedInput`` when nobody can choose it."""
    if outcome is not None and outcome != question.outcome_code:
        row = act.session.get(Outcome, outcome)
        if row is None or not is_offered(row, act.today):
            raise RefusedInput("outcome", "unknown")
    return outcome


def is_offered(row: DatedRow, today: date) -> bool:
    """Tell whether people can choose ``row`` today."""
    if row.retired_on is not None and row.retired_on <= today:
        return False
    return (row.valid_from is None or row.valid_from <= today) and (row.valid_to is None or row.valid_to >= today)


def _redirect_mail(act: Act, question: Question, old: str | None, new: str) -> None:
    act.session.connection().execute(
        update(OutboxMail)
        .where(
            col(OutboxMail.question_id) == question.id,
            col(OutboxMail.to_email) == old,
            col(OutboxMail.sent_at).is_(None),
            col(OutboxMail.failed_at).is_(None),
        )
        .values(to_email=new)
    )
