"""The open work of somebody who leaves or moves: to a colleague, or back to the queue of the team."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from intake.act import Act
from intake.errors import RefusedInput
from intake.models.people import Account
from intake.models.questions import Question, Referral
from intake.steps import take_step
from intake.terms import ManagementStep, QuestionStatus, ReferralStatus, Step

#: The statuses in which a question is in somebody's hands.
IN_HAND = (QuestionStatus.PICKED_UP, QuestionStatus.WAITING)


@dataclass(frozen=True, slots=True)
class OpenWork:
    """How much is in somebody's hands, in counts."""

    questions: int
    referrals: int

    def __bool__(self) -> bool:
        return bool(self.questions or self.referrals)


def open_work_of(session: Session, account_id: int) -> OpenWork:
    """Count what ``account_id`` has in hand."""
    questions = session.exec(
        select(func.count())
        .select_from(Question)
        .where(Question.assignee_id == account_id, col(Question.status).in_(IN_HAND))
    ).one()
    referrals = session.exec(
        select(func.count())
        .select_from(Referral)
        .where(Referral.taken_by_id == account_id, Referral.status == ReferralStatus.ACCEPTED)
    ).one()
    return OpenWork(questions, referrals)


def colleagues_of(session: Session, account: Account) -> list[Account]:
    """Return who can take over from ``account``: the same team or organisation, and able to sign in."""
    if account.team_id is None and account.organisation_id is None:
        return []
    return list(
        session.exec(
            select(Account)
            .where(
                Account.id != account.id,
                Account.role == account.role,
                col(Account.team_id).is_not_distinct_from(account.team_id),
                col(Account.organisation_id).is_not_distinct_from(account.organisation_id),
                col(Account.blocked_at).is_(None),
                col(Account.password_hash).is_not(None),
            )
            .order_by(Account.name, col(Account.id))
        )
    )


def move_open_work(act: Act, account: Account, to_id: int | None, reason: ManagementStep) -> OpenWork:
    """Give the open work of ``account`` to the colleague ``to_id``, or put it back when that is ``None``."""
    if to_id is not None and to_id not in {colleague.id for colleague in colleagues_of(act.session, account)}:
        raise RefusedInput("to", "not_a_colleague")
    return OpenWork(_move_questions(act, account, to_id, reason), _move_referrals(act, account, to_id))


def _move_questions(act: Act, account: Account, to_id: int | None, reason: ManagementStep) -> int:
    questions = act.session.exec(
        select(Question)
        .where(Question.assignee_id == account.id, col(Question.status).in_(IN_HAND))
        .order_by(col(Question.id))
        .with_for_update()
    ).all()
    for question in questions:
        if to_id is not None and question.team_id == account.team_id:
            take_step(act, question, Step.REASSIGN, reason=reason, assignee_id=to_id)
        else:
            take_step(act, question, Step.RELEASE, reason=reason, assignee_id=None, waiting_since=None)
    return len(questions)


def _move_referrals(act: Act, account: Account, to_id: int | None) -> int:
    referrals = act.session.exec(
        select(Referral)
        .where(Referral.taken_by_id == account.id, Referral.status == ReferralStatus.ACCEPTED)
        .with_for_update()
    ).all()
    for referral in referrals:
        referral.taken_by_id = to_id
        referral.version += 1
        act.session.add(referral)
    act.session.flush()
    return len(referrals)
