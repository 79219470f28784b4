"""What ends by itself: answered questions close, and what expired is removed."""

from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import col, select

from intake.act import Act
from intake.models.people import AskerSession, PrivateLink, RateCount, SignIn
from intake.models.questions import Draft, Question
from intake.steps import take_step
from intake.terms import QuestionStatus, Step
from intake.workflow import CLOSE_AFTER_DAYS

#: A used or expired link is kept this long, so that it cannot be made twice unnoticed.
KEEP_LINKS = timedelta(days=30)

#: Windows of the rate limit older than this count for nothing.
KEEP_COUNTS = timedelta(days=2)

#: At most so many questions close in one transaction, so that nobody waits long for the writer.
CLOSE_AT_ONCE = 100


def close_answered(act: Act) -> int:
    """Close questions that a person answered long enough ago; return how many."""
    due = act.session.exec(
        select(Question)
        .where(
            Question.status == QuestionStatus.ANSWERED,
            col(Question.answered_at) < act.at - timedelta(days=CLOSE_AFTER_DAYS),
        )
        .order_by(col(Question.answered_at))
        .limit(CLOSE_AT_ONCE)
    ).all()
    for question in due:
        take_step(act, question, Step.CLOSE, reason="by_itself", closed_at=act.at)
    return len(due)


def remove_expired(act: Act) -> None:
    """Remove drafts, sessions, links and counts that are past their time."""
    connection = act.session.connection()
    expired_drafts = select(Draft.id).where(Draft.expires_at < act.at)
    connection.execute(
        delete(PrivateLink).where(
            (col(PrivateLink.expires_at) < act.at - KEEP_LINKS) | col(PrivateLink.draft_id).in_(expired_drafts)
        )
    )
    connection.execute(delete(Draft).where(col(Draft.expires_at) < act.at))
    connection.execute(delete(SignIn).where(col(SignIn.expires_at) < act.at))
    connection.execute(delete(AskerSession).where(col(AskerSession.expires_at) < act.at))
    connection.execute(delete(RateCount).where(col(RateCount.window_start) < act.at - KEEP_COUNTS))
