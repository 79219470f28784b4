"""Handing a question over to another team, warmly: with what was asked, done and agreed.

Each hand-over makes an entrepreneur go from pillar to post, so each next one asks more.
"""

from dataclasses import dataclass

from sqlmodel import col, select

from intake import outbox
from intake.act import Act
from intake.desk import is_offered
from intake.errors import RefusedInput
from intake.models.questions import HandOver, Question
from intake.models.reference import Team
from intake.permissions import Action
from intake.steps import take_step
from intake.terms import HandOverReason, Step
from intake.visibility import find_question

#: From the second hand-over on the context has at least so many characters.
STRONGER_CONTEXT = 80

#: From this hand-over on only the coordination team takes the question.
LAST_RESORT = 3


@dataclass(frozen=True, slots=True)
class HandOverCard:
    """The card that goes along: why, what is asked, what was done and what was agreed.

    ``back`` says that the makelaar knows that the team had this question before.
    """

    team: str
    reason: HandOverReason
    context: str
    done: str = ""
    agreed: str = ""
    back: bool = False


def hand_over(act: Act, reference: str, card: HandOverCard, *, version: int | None = None) -> Question:
    """Give a question to the team with the code ``card.team``, which owns it from now on.

    The days that were promised to the entrepreneur stay as they are. Raises ``RefusedInput`` beside ``team``:
    ``unknown``, ``same`` or ``last_resort``; beside ``context``: ``required`` or ``too_short`` (with ``least``);
    beside ``back``: ``must_say`` (with ``team``) when the question would return to a team that passed it on.
    """
    question = find_question(act, reference, Action.HAND_OVER)
    earlier = earlier_hand_overs(act, question)
    team = _receiving_team(act, question, card, len(earlier) + 1)
    _ensure_context(card, len(earlier) + 1)
    returns = team.id in {row.from_team_id for row in earlier}
    if returns and not card.back:
        raise RefusedInput("back", "must_say", team=team.name)
    giving = question.team_id
    take_step(
        act,
        question,
        Step.HAND_OVER,
        version=version,
        reason=card.reason,
        details={"from_team": giving, "to_team": team.id, "number": len(earlier) + 1, "returns": returns},
        team_id=team.id,
        assignee_id=None,
        waiting_since=None,
        owned_since=act.at,
        hand_over_count=len(earlier) + 1,
    )
    _keep_card(act, question, card, giving, len(earlier) + 1)
    if question.asker_email and question.asker_email_trouble is None:
        outbox.put(act, "handed_over", question.asker_email, question.language, question_id=question.id)
    return question


def earlier_hand_overs(act: Act, question: Question) -> list[HandOver]:
    """Return the hand-overs of ``question``, the first one first."""
    return list(
        act.session.exec(select(HandOver).where(HandOver.question_id == question.id).order_by(col(HandOver.number)))
    )


def teams_to_choose(act: Act, question: Question) -> list[Team]:
    """Return the teams that can take ``question`` now: from the third hand-over on only the coordination team.

    The coordination team itself is where the going round ends: it may give the question to any team.
    """
    teams = [row for row in act.session.exec(select(Team)) if is_offered(row, act.today) and row.id != question.team_id]
    owner = act.session.get_one(Team, question.team_id)
    if question.hand_over_count + 1 >= LAST_RESORT and not owner.is_national:
        teams = [team for team in teams if team.is_national]
    return sorted(teams, key=lambda team: (not team.is_national, team.name.casefold()))


def _receiving_team(act: Act, question: Question, card: HandOverCard, number: int) -> Team:
    team = act.session.exec(select(Team).where(Team.code == card.team)).first()
    if team is None or not is_offered(team, act.today):
        raise RefusedInput("team", "unknown")
    if team.id == question.team_id:
        raise RefusedInput("team", "same")
    owner = act.session.get_one(Team, question.team_id)
    if number >= LAST_RESORT and not team.is_national and not owner.is_national:
        raise RefusedInput("team", "last_resort")
    return team


def _ensure_context(card: HandOverCard, number: int) -> None:
    if not card.context.strip():
        raise RefusedInput("context", "required")
    if number > 1 and len(card.context.strip()) < STRONGER_CONTEXT:
        raise RefusedInput("context", "too_short", least=STRONGER_CONTEXT)


def _keep_card(act: Act, question: Question, card: HandOverCard, giving: int, number: int) -> None:
    assert question.id is not None  # noqa: S101 - a stored question has an id
    act.session.add(
        HandOver(
            question_id=question.id,
            number=number,
            from_team_id=giving,
            to_team_id=question.team_id,
            by_id=act.person.account_id,
            reason=card.reason,
            context=card.context,
            done=card.done,
            agreed=card.agreed,
            at=act.at,
        )
    )
    act.session.flush()
