"""Whatever administrators and makelaars do in whatever order: a team never spends more than its budget."""

from datetime import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from intake import budgets, mandate
from intake.errors import RefusedInput
from intake.models.mandates import MandateDecision, TeamBudget
from intake.models.people import Account
from intake.models.questions import Question
from intake.terms import Role
from tests.factories import START, make_account, make_act, make_decision, make_picked_up_question, municipal_team

YEARS = (START.year, START.year + 1)

AMOUNTS = st.integers(0, 120_00) | st.integers(0, 10**13)

#: What can happen: a budget is set, a decision is taken, or the n-th decision is taken back; each in one of two years.
DEEDS = st.one_of(
    st.tuples(st.just("budget"), st.sampled_from(YEARS), AMOUNTS),
    st.tuples(st.just("decide"), st.sampled_from(YEARS), AMOUNTS),
    st.tuples(st.just("take_back"), st.sampled_from(YEARS), st.integers(0, 12)),
)


class Office:
    """One team with an administrator, a makelaar and a question, and the decisions so far."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.team = municipal_team(session)
        self.administrator: Account = make_account(session, Role.BEHEERDER)
        self.makelaar: Account = make_account(session)
        self.question: Question = make_picked_up_question(session, self.makelaar)
        self.decisions: list[MandateDecision] = []

    def do(self, deed: str, year: int, amount: int) -> None:
        """Do one deed as a transaction of its own: all of it, or nothing when it is refused."""
        at = START.replace(year=year)
        undo = self.session.begin_nested()
        try:
            getattr(self, deed)(at, amount)
            undo.commit()
        except RefusedInput:
            undo.rollback()
            self.session.expire_all()

    def budget(self, at: datetime, amount: int) -> None:
        budgets.set_budget(make_act(self.session, self.administrator, at), self.team.code, at.year, amount)

    def decide(self, at: datetime, amount: int) -> None:
        self.decisions.append(make_decision(self.session, self.question, self.makelaar, at=at, amount_cents=amount))

    def take_back(self, at: datetime, number: int) -> None:
        if self.decisions:
            chosen = self.decisions[number % len(self.decisions)]
            mandate.take_back(make_act(self.session, self.makelaar, at), chosen.reference, "Vergissing.")

    def ledger(self) -> dict[int, int]:
        """Return what the ledger adds up to, per year."""
        lines = list(self.session.exec(select(MandateDecision.year, MandateDecision.amount_cents)))
        return {year: sum(cents for when, cents in lines if when == year) for year, _cents in lines}

    def budget_rows(self) -> dict[int, tuple[int, int]]:
        """Return amount and spending of each year."""
        rows = self.session.exec(select(TeamBudget.year, TeamBudget.amount_cents, TeamBudget.spent_cents))
        return {year: (amount, spent) for year, amount, spent in rows}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DEEDS, max_size=20))
def test_no_order_of_budgets_decisions_and_corrections_spends_more_than_there_is(session, deeds):
    everything = session.begin_nested()
    office = Office(session)

    for deed in deeds:
        office.do(*deed)

        rows = office.budget_rows()
        for year, total in office.ledger().items():
            amount, spent = rows.get(year, (0, 0))
            assert 0 <= total == spent <= amount

    everything.rollback()
