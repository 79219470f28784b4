"""Did it help, and who helped: asked once by mail, told on the status page, counted per team."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from intake import audit, following, outbox
from intake.act import Act
from intake.errors import RefusedInput
from intake.models.questions import Consent, Feedback, Question
from intake.permissions import Action
from intake.steps import take_step
from intake.terms import Helped, HelpedBy, QuestionStatus, Step
from intake.visibility import find_question

#: So many days after an answer we ask whether it helped (design, section 5).
ASK_AFTER = timedelta(days=10)

#: Later than this we do not ask any more: somebody who hears nothing for months has moved on.
ASK_UNTIL = timedelta(days=30)

#: At most so many are asked in one transaction, so that nobody waits long for the writer.
ASK_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class FeedbackDraft:
    """What somebody says of an answer; who helped is not asked when nobody did."""

    helped: Helped
    helped_by: HelpedBy | None = None
    organisation_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackCounts:
    """How often an answer of one team helped, and how often each was named as who helped."""

    helped: Mapping[Helped, int] = field(default_factory=dict)
    helped_by: Mapping[HelpedBy, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many answers somebody said something of."""
        return sum(self.helped.values())


# --- what the entrepreneur says -------------------------------------------------------------------


def give(act: Act, reference: str, draft: FeedbackDraft) -> Question:
    """Store what the asker says of the last answer, in place of what was said of it before; a "no" reopens.

    Raises ``StepNotAllowed`` when there is no answer to say something of, and ``RefusedInput`` beside ``helped_by``:
    ``required``, or ``unknown`` for an organisation that the question was not shared with.
    """
    question = find_question(act, reference, Action.WRITE_AS_ASKER)
    act.session.refresh(question, with_for_update=True)
    helped_by, organisation_id = _who(act, question, draft)
    take_step(
        act, question, Step.FEEDBACK, reason=draft.helped, details={"by": helped_by, "organisation": organisation_id}
    )
    row = current(act, question)
    if row is None:
        assert question.id is not None  # noqa: S101 - a stored question has an id
        row = Feedback(
            question_id=question.id,
            answered_at=_answered_at(question),
            team_id=question.team_id,
            helped=draft.helped,
            given_at=act.at,
        )
    row.helped, row.helped_by, row.organisation_id = draft.helped, helped_by, organisation_id
    row.text, row.given_at, row.team_id = draft.text, act.at, question.team_id
    if draft.helped is Helped.NO:
        row.used_at = act.at
    act.session.add(row)
    act.session.flush()
    if draft.helped is Helped.NO:
        following.reopen(act, reference, draft.text)
    return question


def current(act: Act, question: Question) -> Feedback | None:
    """Return what was said of the last answer to ``question``, which the caller found."""
    return act.session.exec(
        select(Feedback).where(Feedback.question_id == question.id, Feedback.answered_at == _answered_at(question))
    ).first()


def latest(act: Act, question: Question) -> Feedback | None:
    """Return what was said last of any answer to ``question``, which the caller found."""
    return act.session.exec(
        select(Feedback).where(Feedback.question_id == question.id).order_by(col(Feedback.id).desc()).limit(1)
    ).first()


def _answered_at(question: Question) -> datetime:
    return question.answered_at or question.closed_at or question.created_at


def _who(act: Act, question: Question, draft: FeedbackDraft) -> tuple[HelpedBy | None, int | None]:
    if draft.helped is Helped.NO:
        return None, None
    if draft.helped_by is None:
        raise RefusedInput("helped_by", "required")
    if draft.helped_by is not HelpedBy.ORGANISATION:
        return draft.helped_by, None
    shared = select(Consent.organisation_id).where(Consent.question_id == question.id)
    if draft.organisation_id not in act.session.exec(shared).all():
        raise RefusedInput("helped_by", "unknown")
    return draft.helped_by, draft.organisation_id


# --- asking ---------------------------------------------------------------------------------------


def ask_when_due(act: Act) -> int:
    """Ask by mail, once for each question, whether its answer helped; return how many were asked."""
    said = select(Feedback.id).where(Feedback.question_id == Question.id)
    due = act.session.exec(
        select(Question)
        .where(
            col(Question.status).in_((QuestionStatus.ANSWERED, QuestionStatus.CLOSED)),
            col(Question.answered_at) <= act.at - ASK_AFTER,
            col(Question.answered_at) > act.at - ASK_UNTIL,
            col(Question.feedback_asked_at).is_(None),
            col(Question.asker_email).is_not(None),
            col(Question.asker_email_trouble).is_(None),
            ~said.exists(),
        )
        .order_by(col(Question.answered_at))
        .limit(ASK_AT_ONCE)
    ).all()
    return sum(_ask(act, question) for question in due)


def _ask(act: Act, question: Question) -> bool:
    """Ask about one question, unless another worker just did."""
    marked = act.session.connection().execute(
        update(Question)
        .where(
            col(Question.id) == question.id,
            col(Question.version) == question.version,
            col(Question.feedback_asked_at).is_(None),
        )
        .values(feedback_asked_at=act.at)
    )
    if marked.rowcount != 1 or question.asker_email is None:
        return False
    audit.record(act, f"question:{question.id}", "feedback_asked")
    outbox.put(act, "feedback_asked", question.asker_email, question.language, question_id=question.id)
    act.session.refresh(question)
    return True


# --- counting -------------------------------------------------------------------------------------


def counts_per_team(session: Session, *, since: datetime, until: datetime) -> dict[int, FeedbackCounts]:
    """Return what was said of the answers of each team between two moments; a team without any is not in it."""
    within = (col(Feedback.given_at) >= since, col(Feedback.given_at) < until)
    helped: dict[int, dict[Helped, int]] = {}
    for team_id, code, count in session.exec(
        select(Feedback.team_id, Feedback.helped, func.count())
        .where(*within)
        .group_by(col(Feedback.team_id), col(Feedback.helped))
    ):
        helped.setdefault(team_id, {})[Helped(code)] = count
    by: dict[int, dict[HelpedBy, int]] = {}
    for team_id, who, count in session.exec(
        select(Feedback.team_id, Feedback.helped_by, func.count())
        .where(*within, col(Feedback.helped_by).is_not(None))
        .group_by(col(Feedback.team_id), col(Feedback.helped_by))
    ):
        if who is not None:
            by.setdefault(team_id, {})[HelpedBy(who)] = count
    return {team_id: FeedbackCounts(counts, by.get(team_id, {})) for team_id, counts in helped.items()}
