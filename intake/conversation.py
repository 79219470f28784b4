"""What a makelaar says and writes down: to the entrepreneur, on the telephone, and inside the team."""

from dataclasses import dataclass

from intake import outbox
from intake.act import Act
from intake.desk import known_outcome, known_topic
from intake.errors import RefusedInput
from intake.models.questions import Message, Question
from intake.permissions import Action
from intake.steps import take_step
from intake.terms import MessageKind, Step
from intake.visibility import find_question


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with what it was about (``topic`` ``None``: no topic fits) and, when known, what came of it."""

    text: str
    topic: str | None
    outcome: str | None = None


def ask(act: Act, reference: str, text: str, *, version: int | None = None) -> Question:
    """Ask the entrepreneur something; the question waits until there is an answer."""
    question = find_question(act, reference, Action.WORK_QUESTION)
    ask_about(act, question, text, version=version)
    return question


def ask_about(
    act: Act,
    question: Question,
    text: str,
    *,
    version: int | None = None,
    reason: str | None = None,
    details: dict[str, object] | None = None,
) -> None:
    """Ask about ``question``, which the caller found under ``Action.WORK_QUESTION`` or ``Action.REFER``."""
    _ensure_text(text)
    take_step(
        act,
        question,
        Step.ASK,
        version=version,
        reason=reason,
        details=details,
        waiting_since=act.at,
        first_sign_of_life_at=question.first_sign_of_life_at or act.at,
        first_content_at=question.first_content_at or act.at,
    )
    say(act, question, MessageKind.TO_ASKER, text)
    _mail_asker(act, question, "question_asked")


def answer(act: Act, reference: str, given: Answer, *, version: int | None = None) -> Question:
    """Answer a question; after that it closes by itself, unless the entrepreneur says that it did not help.

    Raises ``RefusedInput`` beside ``text`` (``required``), ``topic`` or ``outcome`` (``unknown``).
    """
    question = find_question(act, reference, Action.WORK_QUESTION)
    _ensure_text(given.text)
    topic = known_topic(act, question, given.topic)
    take_step(
        act,
        question,
        Step.ANSWER,
        version=version,
        details={"topic": given.topic, "outcome": given.outcome},
        waiting_since=None,
        answered_at=act.at,
        outcome_code=known_outcome(act, question, given.outcome),
        confirmed_topic=topic,
        no_topic_fits=topic is None,
        topic_slug=topic,
        needs_sorting=False,
        first_sign_of_life_at=question.first_sign_of_life_at or act.at,
        first_content_at=question.first_content_at or act.at,
    )
    say(act, question, MessageKind.TO_ASKER, given.text)
    _mail_asker(act, question, "question_answered")
    return question


def note(act: Act, reference: str, text: str) -> Question:
    """Write something down for the team; the entrepreneur never sees it."""
    return _write_down(act, reference, Step.NOTE, MessageKind.NOTE, text)


def log_call(act: Act, reference: str, text: str) -> Question:
    """Write down what was said on the telephone; a call is a sign of life."""
    return _write_down(act, reference, Step.LOG_CALL, MessageKind.CALL, text)


def say(act: Act, question: Question, kind: MessageKind, text: str, author: str | None = None) -> Message:
    """Add one message to the history of ``question``, by the person who acts unless ``author`` names another."""
    assert question.id is not None  # noqa: S101 - a stored question has an id
    message = Message(
        question_id=question.id,
        kind=kind,
        author_id=act.person.account_id,
        author_name=act.person.name if author is None else author,
        body=text,
        created_at=act.at,
    )
    act.session.add(message)
    act.session.flush()
    return message


def _write_down(act: Act, reference: str, step: Step, kind: MessageKind, text: str) -> Question:
    """Add a message that depends on nothing: what a colleague does meanwhile is no reason to refuse it."""
    question = find_question(act, reference, Action.WORK_QUESTION)
    _ensure_text(text)
    act.session.refresh(question, with_for_update=True)
    first_sign = question.first_sign_of_life_at
    if step is Step.LOG_CALL:
        first_sign = first_sign or act.at
    take_step(act, question, step, first_sign_of_life_at=first_sign)
    say(act, question, kind, text)
    return question


def _ensure_text(text: str) -> None:
    if not text.strip():
        raise RefusedInput("text", "required")


def _mail_asker(act: Act, question: Question, template: str) -> None:
    """Tell the entrepreneur by mail that there is something to read; without an address somebody has to call."""
    if question.asker_email and question.asker_email_trouble is None:
        outbox.put(act, template, question.asker_email, question.language, question_id=question.id)
