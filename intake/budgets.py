"""The budget of a team for each calendar year: what there is, what is spent, and what is left.

Spending is one guarded ``UPDATE`` of the row of that team and year, so that nobody looks first and spends later.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, update
from sqlmodel import col, select

from intake import audit, revisions, teams
from intake.act import Act
from intake.errors import RefusedInput
from intake.models.mandates import TeamBudget
from intake.models.reference import Team
from intake.permissions import Action, ensure_may
from intake.terms import ManagementStep

TABLE = "team_budgets"


@dataclass(frozen=True, slots=True)
class Room:
    """What a team may decide by itself in one year; ``budget_cents`` is ``None`` when nobody set a budget."""

    year: int
    mandate: str | None
    budget_cents: int | None
    spent_cents: int

    @property
    def left_cents(self) -> int:
        """What can still be spent."""
        return 0 if self.budget_cents is None else self.budget_cents - self.spent_cents


# --- what there is --------------------------------------------------------------------------------


def room_of(act: Act, team: Team, year: int) -> Room:
    """Return what ``team``, which the caller found, may decide in ``year``."""
    assert team.id is not None  # noqa: S101 - a stored row has an id
    amount, spent = _amounts(act, team.id, year) or (None, 0)
    return Room(year, team.mandate_text, amount, spent)


def budgets_of(act: Act, code: str) -> list[Room]:
    """Return the budgets of a team, the last year first, and this year in any case."""
    ensure_may(act.person, Action.MANAGE_TEAMS)
    team = teams.find_team(act, code)
    known = act.session.exec(select(TeamBudget.year).where(TeamBudget.team_id == team.id))
    return [room_of(act, team, year) for year in sorted({*known, act.today.year}, reverse=True)]


def years_to_set(act: Act) -> tuple[int, ...]:
    """Return the years of which an administrator can set the budget: this one first."""
    this_year = act.today.year
    return (this_year, this_year + 1, this_year - 1)


# --- setting it -----------------------------------------------------------------------------------


def set_budget(act: Act, code: str, year: int, amount_cents: int, *, version: int | None = None) -> None:
    """Set the budget of a team for ``year``; what it was before is kept.

    Raises ``StalePage`` when somebody else was first, and ``RefusedInput`` beside ``year`` (``unknown``) or beside
    ``amount`` (``negative``, or ``below_spent`` with ``spent_cents``).
    """
    team = teams.lock_team(act, code)
    assert team.id is not None  # noqa: S101 - a stored row has an id
    revisions.ensure_fresh(act, TABLE, code, version)
    if year not in years_to_set(act):
        raise RefusedInput("year", "unknown")
    if amount_cents < 0:
        raise RefusedInput("amount", "negative")
    before = room_of(act, team, year).budget_cents
    _store(act, team.id, year, amount_cents)
    if revisions.note(act, TABLE, code, {str(year): before}, {str(year): amount_cents}):
        details: dict[str, object] = {"year": year, "cents": amount_cents}
        audit.record(act, f"team:{team.id}", ManagementStep.SET_BUDGET, details=details)


def _store(act: Act, team_id: int, year: int, amount_cents: int) -> None:
    if _change(act, team_id, year, col(TeamBudget.spent_cents) <= amount_cents, amount_cents=amount_cents):
        return
    found = _amounts(act, team_id, year)
    if found is not None:
        raise RefusedInput("amount", "below_spent", spent_cents=found[1])
    act.session.add(TeamBudget(team_id=team_id, year=year, amount_cents=amount_cents))
    act.session.flush()


# --- spending it ----------------------------------------------------------------------------------


def draw(act: Act, team_id: int, year: int, cents: int) -> None:
    """Spend ``cents`` of a budget, or nothing of it: any number of callers together never spend more than there is.

    Raises ``RefusedInput`` beside ``amount``: ``over_budget`` (with ``left_cents``), or ``no_budget`` (with ``year``).
    """
    if cents == 0:
        return
    enough = col(TeamBudget.amount_cents) - col(TeamBudget.spent_cents) >= cents
    if _change(act, team_id, year, enough, spent_cents=col(TeamBudget.spent_cents) + cents):
        return
    found = _amounts(act, team_id, year)
    if found is None:
        raise RefusedInput("amount", "no_budget", year=year)
    raise RefusedInput("amount", "over_budget", left_cents=found[0] - found[1])


def give_back(act: Act, team_id: int, year: int, cents: int) -> None:
    """Take ``cents`` that were spent back into the budget of that year."""
    if cents:
        spent = col(TeamBudget.spent_cents)
        _change(act, team_id, year, spent >= cents, spent_cents=spent - cents)


def _change(act: Act, team_id: int, year: int, guard: ColumnElement[bool], **values: object) -> bool:
    """Change the row of one team and year when ``guard`` holds; tell whether it did."""
    updated = act.session.connection().execute(
        update(TeamBudget).where(col(TeamBudget.team_id) == team_id, col(TeamBudget.year) == year, guard).values(values)
    )
    return updated.rowcount == 1


def _amounts(act: Act, team_id: int, year: int) -> tuple[int, int] | None:
    """Return amount and spending as they stand now, or ``None`` when no budget was set."""
    return act.session.exec(
        select(TeamBudget.amount_cents, TeamBudget.spent_cents).where(
            TeamBudget.team_id == team_id, TeamBudget.year == year
        )
    ).first()
