"""The coordination team's view: gaps in the cover of the country, and the pillar-to-post meter."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import case, col, func, select

from intake.act import Act
from intake.models.questions import HandOver, Question
from intake.models.reference import Municipality, Team, Topic
from intake.permissions import Action, ensure_may
from intake.terms import HandOverReason, QuestionStatus, RouteReason
from intake.visibility import visible_questions

#: Below this a count of somebody else's questions is not told (design, section 7).
SMALLEST_COUNT = 5

#: From this hand-over on the coordination team looks along (design, section 5).
THIRD = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that the cover of the country had no own team for; ``count`` is ``None`` below five."""

    reason: RouteReason
    municipality: str | None
    topic: str | None
    count: int | None


@dataclass(frozen=True, slots=True)
class HandOverMeter:
    """The pillar-to-post meter of one team."""

    team: Team
    questions: int
    hand_overs: int
    sent_on: int
    received: int

    @property
    def per_question(self) -> float | None:
        """How often a question of this team was handed over, on average; ``None`` without questions."""
        return self.hand_overs / self.questions if self.questions else None


@dataclass(frozen=True, slots=True)
class ThirdHandOver:
    """A question that went from pillar to post, with the reasons side by side."""

    reference: str
    status: QuestionStatus
    count: int
    reasons: tuple[HandOverReason, ...]


def gaps(act: Act) -> list[Gap]:
    """Count the gaps by reason, municipality and topic, most questions first.

    A count below five shows only when all those questions are the own team's.
    """
    ensure_may(act.person, Action.SEE_COORDINATION)
    total = func.count()
    own = func.sum(case((visible_questions(act.person, Action.SEE_QUESTION), 1), else_=0))
    rows = act.session.connection().execute(
        sa.select(col(Question.gap), col(Municipality.display_name), col(Topic.name_nl), total, own)
        .select_from(Question)
        .join(Municipality, col(Municipality.gm_code) == Question.gm_code, isouter=True)
        .join(Topic, col(Topic.slug) == Question.topic_slug, isouter=True)
        .where(col(Question.gap).is_not(None))
        .group_by(col(Question.gap), col(Municipality.display_name), col(Topic.name_nl))
    )
    found = [
        Gap(
            RouteReason(reason),
            municipality,
            topic,
            count if count >= SMALLEST_COUNT or count == own_count else None,
        )
        for reason, municipality, topic, count, own_count in rows
    ]
    return sorted(found, key=lambda gap: (-(gap.count or 0), gap.municipality or "", gap.topic or ""))


def hand_over_meters(act: Act) -> list[HandOverMeter]:
    """Return the meter of every team that had a question or a hand-over, the worst first."""
    ensure_may(act.person, Action.SEE_COORDINATION)
    owned = {
        team_id: (count, hand_overs or 0)
        for team_id, count, hand_overs in act.session.exec(
            select(Question.team_id, func.count(), func.sum(Question.hand_over_count)).group_by(col(Question.team_id))
        )
    }
    sent = dict(
        act.session.exec(select(HandOver.from_team_id, func.count()).group_by(col(HandOver.from_team_id))).all()
    )
    received = dict(
        act.session.exec(select(HandOver.to_team_id, func.count()).group_by(col(HandOver.to_team_id))).all()
    )
    busy = owned.keys() | sent.keys() | received.keys()
    teams = act.session.exec(select(Team).where(col(Team.id).in_(busy)).order_by(Team.name))
    meters = [
        HandOverMeter(team, *owned.get(team.id or 0, (0, 0)), sent.get(team.id or 0, 0), received.get(team.id or 0, 0))
        for team in teams
    ]
    return sorted(meters, key=lambda meter: -(meter.per_question or 0))


def third_hand_overs(act: Act) -> list[ThirdHandOver]:
    """Return the questions of the own team that were handed over three times or more, newest first."""
    ensure_may(act.person, Action.SEE_COORDINATION)
    questions = act.session.exec(
        select(Question)
        .where(Question.hand_over_count >= THIRD, visible_questions(act.person, Action.SEE_QUESTION))
        .order_by(col(Question.updated_at).desc(), col(Question.id).desc())
    ).all()
    reasons: dict[int, list[HandOverReason]] = {}
    for question_id, reason in act.session.exec(
        select(HandOver.question_id, HandOver.reason)
        .where(col(HandOver.question_id).in_([question.id for question in questions]))
        .order_by(col(HandOver.question_id), col(HandOver.number))
    ):
        reasons.setdefault(question_id, []).append(HandOverReason(reason))
    return [
        ThirdHandOver(
            question.reference, question.status, question.hand_over_count, tuple(reasons.get(question.id or 0, ()))
        )
        for question in questions
    ]
