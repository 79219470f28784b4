"""What a makelaar can choose from on the page of a question."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from intake import budgets
from intake.act import Act
from intake.budgets import Room
from intake.consent import Sharing
from intake.desk import is_offered
from intake.hand_over import LAST_RESORT, STRONGER_CONTEXT, earlier_hand_overs, teams_to_choose
from intake.models.questions import Question
from intake.models.reference import Organisation, Outcome, Team, Topic
from intake.referring import organisations_to_refer_to


@dataclass(frozen=True, slots=True)
class DeskChoices:
    """The lists on the page of a question, how much the next hand-over asks, and what the team may decide itself."""

    topics: tuple[Topic, ...]
    outcomes: tuple[Outcome, ...]
    teams: tuple[Team, ...]
    passed_on_by: tuple[Team, ...]
    consented: tuple[Organisation, ...]
    to_ask: tuple[Organisation, ...]
    next_hand_over: int
    room: Room
    stronger_context: int = STRONGER_CONTEXT

    @property
    def last_resort(self) -> bool:
        """Tell whether the next hand-over goes to the coordination team."""
        return self.next_hand_over >= LAST_RESORT


def desk_choices(act: Act, question: Question, sharings: Sequence[Sharing]) -> DeskChoices:
    """Return what can be chosen for ``question``, which the caller found together with its ``sharings``."""
    shared = {row.organisation_id: row for row in sharings}
    organisations = organisations_to_refer_to(act)
    consented = {key for key, row in shared.items() if row.is_shared}
    free = {key for key in consented if shared[key].status is None}
    givers = {row.from_team_id for row in earlier_hand_overs(act, question)}
    teams = teams_to_choose(act, question)
    return DeskChoices(
        topics=tuple(_topics(act, question)),
        outcomes=tuple(_outcomes(act, question)),
        teams=tuple(teams),
        passed_on_by=tuple(team for team in teams if team.id in givers),
        consented=tuple(row for row in organisations if row.id in free),
        to_ask=tuple(row for row in organisations if row.id not in consented),
        next_hand_over=question.hand_over_count + 1,
        room=budgets.room_of(act, act.session.get_one(Team, question.team_id), act.today.year),
    )


def _topics(act: Act, question: Question) -> list[Topic]:
    """Return the topics that are offered, and the one that the question has already."""
    rows = act.session.exec(select(Topic).order_by(Topic.track_slug, col(Topic.position), Topic.slug))
    return [row for row in rows if is_offered(row, act.today) or row.slug == question.topic_slug]


def _outcomes(act: Act, question: Question) -> list[Outcome]:
    rows = act.session.exec(select(Outcome).order_by(Outcome.name_nl))
    return [row for row in rows if is_offered(row, act.today) or row.code == question.outcome_code]
