"""How many questions each team has, by status: counts only, never a text."""

from dataclasses import dataclass

from sqlmodel import col, func, select

from intake.act import Act
from intake.models.questions import Question
from intake.models.reference import Team
from intake.permissions import Action, ensure_may
from intake.terms import OPEN_STATUSES, QuestionStatus


@dataclass(frozen=True, slots=True)
class TeamCounts:
    """The questions of one team by status; a status that is not in ``counts`` has none."""

    team: Team
    counts: dict[QuestionStatus, int]

    @property
    def open(self) -> int:
        """How many questions somebody still has to do something for."""
        return sum(count for status, count in self.counts.items() if status in OPEN_STATUSES)

    @property
    def total(self) -> int:
        """How many questions there ever were."""
        return sum(self.counts.values())


def questions_per_team(act: Act, action: Action) -> list[TeamCounts]:
    """Return the counts of every team that has or had questions; ``action`` says which page asks."""
    ensure_may(act.person, action)
    counted = act.session.exec(
        select(Question.team_id, Question.status, func.count()).group_by(col(Question.team_id), col(Question.status))
    )
    by_team: dict[int, dict[QuestionStatus, int]] = {}
    for team_id, status, count in counted:
        by_team.setdefault(team_id, {})[QuestionStatus(status)] = count
    teams = act.session.exec(select(Team).order_by(col(Team.is_national).desc(), Team.name))
    return [
        TeamCounts(team, by_team.get(team.id or 0, {}))
        for team in teams
        if team.retired_on is None or team.id in by_team
    ]
