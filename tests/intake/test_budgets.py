"""An administrator sets the budget of a team for a year; it never goes below what was spent of it."""

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from intake import budgets, revisions, teams
from intake.errors import NotFound, NotPermitted, RefusedInput, StalePage
from intake.models.mandates import TeamBudget
from intake.models.system import Event
from intake.terms import Role
from tests.factories import START, make_account, make_act, make_budget, municipal_team, other_team

YEAR = START.year


@pytest.fixture
def team(session):
    """A municipal team."""
    return municipal_team(session)


@pytest.fixture
def act(session):
    """An act of an administrator."""
    return make_act(session, make_account(session, Role.BEHEERDER))


def amounts(session, team):
    rows = session.exec(select(TeamBudget).where(TeamBudget.team_id == team.id).order_by(col(TeamBudget.year)))
    return {row.year: (row.amount_cents, row.spent_cents) for row in rows}


class TestSetBudget:
    def test_gives_a_team_a_budget_for_one_year(self, session, act, team):
        budgets.set_budget(act, team.code, YEAR, 12_000_00)
        budgets.set_budget(act, team.code, YEAR + 1, 15_000_00)

        assert amounts(session, team) == {YEAR: (12_000_00, 0), YEAR + 1: (15_000_00, 0)}
        assert amounts(session, other_team(session)) == {}

    def test_leaves_an_event_with_codes_and_figures(self, session, act, team):
        budgets.set_budget(act, team.code, YEAR, 12_000_00)

        event = session.exec(select(Event).where(Event.chain == f"team:{team.id}")).one()
        assert (event.step, event.details) == ("set_budget", f'{{"cents": 1200000, "year": {YEAR}}}')

    def test_keeps_what_it_was_before(self, session, act, team):
        budgets.set_budget(act, team.code, YEAR, 12_000_00)
        budgets.set_budget(act, team.code, YEAR, 10_000_00)

        newest, oldest = revisions.history(act, budgets.TABLE, team.code)
        assert [(one.column, one.before, one.after) for one in newest.changes] == [(str(YEAR), 12_000_00, 10_000_00)]
        assert oldest.changes[0].before is None

    def test_writes_nothing_down_when_nothing_changes(self, session, act, team):
        budgets.set_budget(act, team.code, YEAR, 12_000_00)
        budgets.set_budget(act, team.code, YEAR, 12_000_00)

        assert len(revisions.history(act, budgets.TABLE, team.code)) == 1

    def test_goes_down_to_what_was_spent_and_no_further(self, session, act, team):
        make_budget(session, team, 1_000).spent_cents = 400_00
        session.flush()
        budgets.set_budget(act, team.code, YEAR, 400_00)

        with pytest.raises(RefusedInput) as refusal:
            budgets.set_budget(act, team.code, YEAR, 399_99)

        assert (refusal.value.field, refusal.value.code) == ("amount", "below_spent")
        assert refusal.value.details == {"spent_cents": 400_00}

    def test_refuses_an_amount_below_zero(self, act, team):
        with pytest.raises(RefusedInput, match="amount: negative"):
            budgets.set_budget(act, team.code, YEAR, -1)

    @pytest.mark.parametrize("year", [YEAR - 2, YEAR + 2, 0])
    def test_refuses_a_year_that_is_far_away(self, act, team, year):
        with pytest.raises(RefusedInput, match="year: unknown"):
            budgets.set_budget(act, team.code, year, 100)

    def test_tells_whoever_was_not_first(self, act, team):
        seen = revisions.version_of(act, budgets.TABLE, team.code)
        budgets.set_budget(act, team.code, YEAR, 100_00, version=seen)

        with pytest.raises(StalePage):
            budgets.set_budget(act, team.code, YEAR, 200_00, version=seen)

    def test_knows_no_team_with_a_made_up_code(self, act):
        with pytest.raises(NotFound):
            budgets.set_budget(act, "ZZZZ", YEAR, 100)

    @pytest.mark.parametrize("role", [role for role in Role if role not in (Role.BEHEERDER, Role.ONDERNEMER)])
    def test_is_for_administrators_only(self, session, team, role):
        with pytest.raises(NotPermitted):
            budgets.set_budget(make_act(session, make_account(session, role)), team.code, YEAR, 100)


class TestBudgetsOf:
    def test_tells_what_is_left_of_every_year_and_always_of_this_one(self, session, act, team):
        make_budget(session, team, 500, YEAR - 1).spent_cents = 120_00
        session.flush()

        this_year, last_year = budgets.budgets_of(act, team.code)

        assert (this_year.year, this_year.budget_cents, this_year.left_cents) == (YEAR, None, 0)
        assert (last_year.year, last_year.budget_cents, last_year.left_cents) == (YEAR - 1, 500_00, 380_00)


class TestDatabase:
    @pytest.mark.parametrize("spent", [100_01, -1])
    def test_itself_refuses_to_spend_more_than_there_is_or_less_than_nothing(self, session, team, spent):
        make_budget(session, team, 100).spent_cents = spent

        with pytest.raises(IntegrityError):
            session.flush()


class TestMandateText:
    def test_stays_when_a_budget_is_set(self, session, act, team):
        draft = replace(teams.draft_of(act, team), mandate_text="Tot 5.000 euro per vraag.")
        teams.edit_team(act, team.code, draft)

        budgets.set_budget(act, team.code, YEAR, 100_00)

        assert budgets.room_of(act, team, YEAR).mandate == "Tot 5.000 euro per vraag."
