"""Everything the loket keeps of one question, for whoever asked it: to read, and to take along as a file.

What the team writes only for itself is left out, and so is who in a team did what.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlmodel import col, select

from intake.act import Act
from intake.models.knelpunten import Case, Knelpunt, KnelpuntTag
from intake.models.people import AskerSession, PrivateLink
from intake.models.questions import Feedback, HandOver, NewsWish, Question, Referral
from intake.models.reference import Outcome, Team, Topic
from intake.models.system import OutboxMail
from intake.news import news
from intake.permissions import Action
from intake.question_status import QuestionStatusPage, status_page
from intake.suggestions import Suggestions, suggestions
from intake.terms import KnelpuntStatus, LinkPurpose
from intake.visibility import find_question

#: The mails that go to whoever asked; the others about a question go to staff and colleagues.
MAILS_TO_ASKER = frozenset(
    {
        *("receipt", "question_link", "question_asked", "question_answered"),
        *("handed_over", "knelpunt_decided", "feedback_asked", "scheme_opened"),
    }
)


@dataclass(frozen=True, slots=True)
class TeamPeriod:
    """From when to when one team had the question; ``until`` is ``None`` for the team that has it now."""

    team: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a knelpunt that showed in the question, and fed back."""

    title: str
    outcome: Outcome | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnData:
    """One question with everything around it; ``page`` is what its status page shows."""

    at: datetime
    page: QuestionStatusPage
    teams: tuple[TeamPeriod, ...]
    asker_topic: Topic | None
    also_topic: Topic | None
    suggestions: Suggestions
    referrals: tuple[Referral, ...]
    mails: tuple[OutboxMail, ...]
    links: tuple[PrivateLink, ...]
    browsers: tuple[AskerSession, ...]
    decisions: tuple[Decision, ...]
    undecided: int
    cases: tuple[Case, ...]
    feedback: tuple[Feedback, ...]
    wishes: tuple[NewsWish, ...]

    @property
    def question(self) -> Question:
        """The question that all this is about."""
        return self.page.question


def own_data(act: Act, reference: str) -> OwnData:
    """Return what is kept of the question with ``reference``; raise ``NotFound`` when this browser never opened it."""
    question = find_question(act, reference, Action.SEE_OWN_DATA)
    decisions, undecided = _decisions(act, question)
    links = select(PrivateLink).where(
        PrivateLink.question_id == question.id, PrivateLink.purpose == LinkPurpose.QUESTION
    )
    mails = select(OutboxMail).where(
        OutboxMail.question_id == question.id, col(OutboxMail.template).in_(MAILS_TO_ASKER)
    )
    browsers = select(AskerSession).where(AskerSession.question_id == question.id)
    cases = select(Case).where(Case.question_id == question.id)
    referrals = select(Referral).where(Referral.question_id == question.id)
    feedback = select(Feedback).where(Feedback.question_id == question.id)
    return OwnData(
        at=act.at,
        page=status_page(act, reference),
        teams=tuple(_teams(act, question)),
        asker_topic=act.session.get(Topic, question.asker_topic) if question.asker_topic else None,
        also_topic=act.session.get(Topic, question.also_topic) if question.also_topic else None,
        suggestions=suggestions(act, question),
        referrals=tuple(act.session.exec(referrals.order_by(col(Referral.id)))),
        mails=tuple(act.session.exec(mails.order_by(col(OutboxMail.id)))),
        links=tuple(act.session.exec(links.order_by(col(PrivateLink.created_at)))),
        browsers=tuple(act.session.exec(browsers.order_by(col(AskerSession.id)))),
        decisions=decisions,
        undecided=undecided,
        cases=tuple(act.session.exec(cases.order_by(col(Case.id)))),
        feedback=tuple(act.session.exec(feedback.order_by(col(Feedback.id)))),
        wishes=news(act, question).wishes,
    )


def _teams(act: Act, question: Question) -> list[TeamPeriod]:
    """Return the teams in the order in which they had the question."""
    moves = act.session.exec(
        select(HandOver).where(HandOver.question_id == question.id).order_by(col(HandOver.number))
    ).all()
    teams = [moves[0].from_team_id if moves else question.team_id, *(move.to_team_id for move in moves)]
    moments: list[datetime | None] = [question.created_at, *(move.at for move in moves), None]
    return [
        TeamPeriod(act.session.get_one(Team, team_id).name, since, until)
        for team_id, (since, until) in zip(teams, pairwise(moments), strict=True)
        if since is not None
    ]


def _decisions(act: Act, question: Question) -> tuple[tuple[Decision, ...], int]:
    """Return the decisions that were fed back, and how many knelpunten wait for one."""
    rows = act.session.exec(
        select(Knelpunt)
        .join(KnelpuntTag, col(KnelpuntTag.knelpunt_id) == Knelpunt.id)
        .where(KnelpuntTag.question_id == question.id)
        .order_by(col(Knelpunt.id))
    ).all()
    told = [row for row in rows if row.status is KnelpuntStatus.TERUGGEKOPPELD]
    decisions = (
        Decision(row.title, act.session.get(Outcome, row.outcome_code) if row.outcome_code else None, row.fed_back_at)
        for row in told
    )
    return tuple(decisions), len(rows) - len(told)
