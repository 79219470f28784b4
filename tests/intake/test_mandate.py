"""A makelaar decides within the mandate: on the budget of the own team, with a ground, and only ever corrected."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlmodel import col, func, select

from intake import audit, budgets, database, hand_over, mandate
from intake.errors import LoketError, NotFound, RefusedInput, StalePage, StepNotAllowed
from intake.hand_over import HandOverCard
from intake.mandate import DecisionDraft
from intake.models.mandates import MandateDecision, PilotResult, TeamBudget
from intake.models.people import Account
from intake.models.questions import Question
from intake.models.system import Event
from intake.terms import HandOverReason, QuestionStatus, Role, Step
from tests.factories import (
    CHAIN_KEY,
    START,
    make_account,
    make_act,
    make_answered_question,
    make_budget,
    make_decision,
    make_picked_up_question,
    make_question,
    make_waiting_question,
    municipal_team,
    national_team,
    other_team,
)

YEAR = START.year

#: How many people decide at the same moment.
TOGETHER = 20

DRAFT = DecisionDraft("Drie keuringen van speeltoestellen", 400_00, "Keuringen vallen onder het werkbudget.")


@pytest.fixture
def makelaar(session):
    """A makelaar of a municipal team."""
    return make_account(session)


@pytest.fixture
def question(session, makelaar):
    """A question that the makelaar is working on."""
    return make_picked_up_question(session, makelaar)


@pytest.fixture
def budget(session):
    """A budget of 1,000 euros for the team of the makelaar."""
    return make_budget(session, municipal_team(session), 1_000)


def spent(session, budget):
    session.refresh(budget)
    return budget.spent_cents


def last_event(session, question):
    return session.exec(
        select(Event).where(Event.chain == f"question:{question.id}").order_by(col(Event.number).desc())
    ).first()


class TestDecide:
    def test_draws_on_the_budget_of_the_team_and_the_year(self, session, makelaar, question, budget):
        decision = mandate.decide(make_act(session, makelaar), question.reference, DRAFT)

        assert decision.reference.startswith("MDB-26-")
        assert (decision.team_id, decision.year, decision.amount_cents) == (makelaar.team_id, YEAR, 400_00)
        assert (decision.by_id, decision.at, decision.reverses_id) == (makelaar.id, START, None)
        assert spent(session, budget) == 400_00

    def test_takes_the_year_of_the_dutch_calendar(self, session, makelaar, question):
        new_year_here = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

        assert make_decision(session, question, makelaar, at=new_year_here).year == 2027

    def test_is_a_step_with_codes_and_figures_and_no_text(self, session, makelaar, question, budget):
        decision = mandate.decide(make_act(session, makelaar), question.reference, DRAFT, version=1)

        event = last_event(session, question)
        assert (event.step, event.from_status, event.to_status) == (Step.DECIDE_MANDATE, "picked_up", "picked_up")
        assert json.loads(event.details) == {
            "decision": decision.reference,
            "team": makelaar.team_id,
            "year": YEAR,
            "cents": 400_00,
        }
        assert question.version == 2

    @pytest.mark.parametrize("make", [make_picked_up_question, make_waiting_question, make_answered_question])
    def test_is_possible_while_somebody_works_on_the_question(self, session, makelaar, make):
        question = make(session, makelaar)

        assert make_decision(session, question, makelaar).question_id == question.id

    @pytest.mark.parametrize("status", [QuestionStatus.NEW, QuestionStatus.CLOSED, QuestionStatus.WITHDRAWN])
    def test_is_refused_before_and_after_that(self, session, makelaar, status):
        question = make_question(session, status=status)

        with pytest.raises(StepNotAllowed):
            make_decision(session, question, makelaar)

    def test_may_use_up_the_budget_to_the_last_cent(self, session, makelaar, question, budget):
        make_decision(session, question, makelaar, amount_cents=1_000_00)

        assert spent(session, budget) == budget.amount_cents

    def test_says_what_is_left_when_it_costs_too_much(self, session, makelaar, question, budget):
        make_decision(session, question, makelaar, amount_cents=700_00)

        with pytest.raises(RefusedInput) as refusal:
            make_decision(session, question, makelaar, amount_cents=300_01)

        assert (refusal.value.field, refusal.value.code) == ("amount", "over_budget")
        assert refusal.value.details == {"left_cents": 300_00}

    def test_leaves_nothing_behind_when_it_costs_too_much(self, engine):
        with database.transaction(engine) as session:
            makelaar = make_account(session)
            question = make_picked_up_question(session, makelaar)
            make_budget(session, municipal_team(session), 1_000)
            session.commit()

            with pytest.raises(RefusedInput), database.transaction(engine) as writing:
                mandate.decide(make_act(writing, makelaar), question.reference, replace_amount(1_000_01))

        with database.reading(engine) as session:
            assert session.exec(select(func.count(MandateDecision.id))).one() == 0
            assert session.get_one(Question, question.id).version == 1
            assert last_event(session, question).step == Step.SUBMIT

    def test_without_a_budget_only_a_permission_is_possible(self, session, makelaar, question):
        with pytest.raises(RefusedInput) as refusal:
            make_decision(session, question, makelaar, amount_cents=1)

        assert (refusal.value.code, refusal.value.details) == ("no_budget", {"year": YEAR})
        assert make_decision(session, question, makelaar).amount_cents == 0

    def test_draws_on_no_budget_of_another_year_or_team(self, session, makelaar, question):
        make_budget(session, municipal_team(session), 1_000, YEAR - 1)
        make_budget(session, other_team(session), 1_000)

        with pytest.raises(RefusedInput, match="amount: no_budget"):
            make_decision(session, question, makelaar, amount_cents=1)

    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"what": "  "}, "what", "required"),
            ({"ground": "  "}, "ground", "required"),
            ({"amount_cents": -1}, "amount", "negative"),
            ({"pilot_ends_on": START.date()}, "pilot_ends_on", "past"),
        ],
    )
    def test_refuses_what_is_missing_or_cannot_be(self, session, makelaar, question, budget, changes, field, code):
        with pytest.raises(RefusedInput) as refusal:
            make_decision(session, question, makelaar, **changes)

        assert (refusal.value.field, refusal.value.code) == (field, code)

    def test_is_refused_on_a_page_that_is_older_than_the_question(self, session, makelaar, question, budget):
        make_decision(session, question, makelaar)

        with pytest.raises(StalePage):
            mandate.decide(make_act(session, makelaar), question.reference, DRAFT, version=1)

    def test_is_for_the_coordination_team_on_its_own_questions_too(self, session):
        coordinator = make_account(session, Role.COORDINATOR)
        question = make_picked_up_question(session, coordinator)

        assert make_decision(session, question, coordinator).team_id == national_team(session).id

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.ONDERNEMER])
    def test_on_a_question_of_another_team_is_not_there(self, session, role):
        elsewhere = make_account(session, team_id=other_team(session).id)
        question = make_picked_up_question(session, elsewhere)

        with pytest.raises(NotFound):
            make_decision(session, question, make_account(session, role))


class TestTakeBack:
    def test_gives_the_amount_back_and_leaves_both_in_the_ledger(self, session, makelaar, question, budget):
        decision = mandate.decide(make_act(session, makelaar), question.reference, DRAFT)

        counter = mandate.take_back(make_act(session, makelaar), decision.reference, "Het bedrag klopte niet.")

        assert (counter.amount_cents, counter.reverses_id, counter.ground) == (
            -400_00,
            decision.id,
            "Het bedrag klopte niet.",
        )
        assert (decision.amount_cents, decision.ground) == (400_00, DRAFT.ground)
        assert spent(session, budget) == 0

    def test_is_a_step_of_the_question(self, session, makelaar, question):
        decision = make_decision(session, question, makelaar)

        counter = mandate.take_back(make_act(session, makelaar), decision.reference, "Vergissing.")

        event = last_event(session, question)
        assert event.step == Step.TAKE_BACK_MANDATE
        assert json.loads(event.details) == {
            "decision": counter.reference,
            "reverses": decision.reference,
            "team": makelaar.team_id,
            "year": YEAR,
            "cents": 0,
        }

    def test_gives_back_to_the_year_it_came_from(self, session, makelaar, question, budget):
        decision = mandate.decide(make_act(session, makelaar), question.reference, DRAFT)
        next_year = make_act(session, makelaar, START.replace(year=YEAR + 1))

        counter = mandate.take_back(next_year, decision.reference, "Het is niet doorgegaan.")

        assert counter.year == YEAR
        assert spent(session, budget) == 0

    def test_happens_once(self, session, makelaar, question, budget):
        decision = mandate.decide(make_act(session, makelaar), question.reference, DRAFT)
        mandate.take_back(make_act(session, makelaar), decision.reference, "Vergissing.")

        with pytest.raises(RefusedInput, match="reason: taken_back"):
            mandate.take_back(make_act(session, makelaar), decision.reference, "Nog een keer.")

        assert spent(session, budget) == 0

    def test_needs_a_reason(self, session, makelaar, question):
        decision = make_decision(session, question, makelaar)

        with pytest.raises(RefusedInput, match="reason: required"):
            mandate.take_back(make_act(session, makelaar), decision.reference, "  ")

    def test_cannot_be_taken_back_itself(self, session, makelaar, question):
        decision = make_decision(session, question, makelaar)
        counter = mandate.take_back(make_act(session, makelaar), decision.reference, "Vergissing.")

        with pytest.raises(NotFound):
            mandate.take_back(make_act(session, makelaar), counter.reference, "Toch wel.")

    def test_stays_with_the_team_that_decided_after_a_hand_over(self, session, makelaar, question, budget):
        decision = mandate.decide(make_act(session, makelaar), question.reference, DRAFT)
        card = HandOverCard(other_team(session).code, HandOverReason.OTHER_EXPERTISE, "Dit team weet hier meer van.")
        hand_over.hand_over(make_act(session, makelaar), question.reference, card)
        receiver = make_account(session, team_id=other_team(session).id)

        with pytest.raises(NotFound):
            mandate.take_back(make_act(session, receiver), decision.reference, "Dat is niet van mij.")
        mandate.take_back(make_act(session, makelaar), decision.reference, "Niet meer nodig.")

        assert spent(session, budget) == 0
        assert last_event(session, question).step == Step.TAKE_BACK_MANDATE

    def test_is_possible_when_the_question_is_closed(self, session, makelaar, question):
        decision = make_decision(session, question, makelaar)
        question.status = QuestionStatus.CLOSED
        session.flush()

        assert mandate.take_back(make_act(session, makelaar), decision.reference, "Vergissing.").id is not None


class TestTellResult:
    @pytest.fixture
    def pilot(self, session, makelaar, question):
        """A decision that is a pilot of a month."""
        return make_decision(session, question, makelaar, pilot_ends_on=START.date() + timedelta(days=30))

    def test_writes_down_what_came_of_a_pilot(self, session, makelaar, question, pilot):
        later = START + timedelta(days=40)

        mandate.tell_result(make_act(session, makelaar, later), pilot.reference, "Het werkt: wij gaan ermee door.")

        result = session.get_one(PilotResult, pilot.id)
        assert (result.text, result.by_id, result.at) == ("Het werkt: wij gaan ermee door.", makelaar.id, later)
        assert last_event(session, question).details == f'{{"decision": "{pilot.reference}"}}'

    def test_happens_once(self, session, makelaar, pilot):
        mandate.tell_result(make_act(session, makelaar), pilot.reference, "Het werkt.")

        with pytest.raises(RefusedInput, match="result: told"):
            mandate.tell_result(make_act(session, makelaar), pilot.reference, "Toch niet.")

    def test_needs_words(self, session, makelaar, pilot):
        with pytest.raises(RefusedInput, match="result: required"):
            mandate.tell_result(make_act(session, makelaar), pilot.reference, " ")

    def test_is_refused_for_a_decision_that_is_no_pilot(self, session, makelaar, question):
        decision = make_decision(session, question, makelaar)

        with pytest.raises(RefusedInput, match="result: no_pilot"):
            mandate.tell_result(make_act(session, makelaar), decision.reference, "Het werkt.")

    def test_is_refused_for_a_pilot_that_was_taken_back(self, session, makelaar, pilot):
        mandate.take_back(make_act(session, makelaar), pilot.reference, "Het ging niet door.")

        with pytest.raises(RefusedInput, match="result: taken_back"):
            mandate.tell_result(make_act(session, makelaar), pilot.reference, "Het werkt.")

    def test_is_not_there_for_another_team(self, session, pilot):
        stranger = make_account(session, team_id=other_team(session).id)

        with pytest.raises(NotFound):
            mandate.tell_result(make_act(session, stranger), pilot.reference, "Het werkt.")


class TestRaces:
    """Many people at one moment, each in a transaction of their own."""

    def test_twenty_decisions_at_once_spend_what_there_is_and_no_more(self, engine):
        with database.transaction(engine) as session:
            account_id, references = self.questions(session, budget_euros=1_000)

        together = self.at_once(
            engine,
            account_id,
            [lambda act, reference=reference: mandate.decide(act, reference, DRAFT_OF_150) for reference in references],
        )

        assert together == {"done": 6, "over_budget": TOGETHER - 6}
        assert self.figures(engine) == (1_000_00, 900_00, 900_00, 6)

    def test_corrections_and_a_lower_budget_at_once_leave_a_ledger_that_adds_up(self, engine):
        with database.transaction(engine) as session:
            account_id, references = self.questions(session, budget_euros=900)
            taken = [self.decide(session, account_id, reference) for reference in references[:6]]
            code, administrator = municipal_team(session).code, make_account(session, Role.BEHEERDER)
        deciding = [lambda act, r=reference: mandate.decide(act, r, DRAFT_OF_150) for reference in references[6:15]]
        correcting = [lambda act, r=reference: mandate.take_back(act, r, "Vergissing.") for reference in taken * 2]
        lowering = [
            lambda act: budgets.set_budget(make_act(act.session, administrator), code, YEAR, 750_00) for _ in range(3)
        ]

        outcomes = self.at_once(engine, account_id, correcting + deciding + lowering)

        assert set(outcomes) <= {"done", "over_budget", "taken_back", "below_spent"}
        amount, counted, added_up, _count = self.figures(engine)
        assert counted == added_up <= amount
        with database.reading(engine) as session:
            pairs = session.exec(
                select(MandateDecision.reverses_id).where(col(MandateDecision.reverses_id).is_not(None))
            )
            assert len(list(pairs)) == len(taken)
            assert audit.verify_chains(session, CHAIN_KEY) == []

    def questions(self, session, *, budget_euros):
        makelaar = make_account(session)
        make_budget(session, municipal_team(session), budget_euros)
        return makelaar.id, [make_picked_up_question(session, makelaar).reference for _ in range(TOGETHER)]

    def decide(self, session, account_id, reference):
        act = make_act(session, session.get_one(Account, account_id))
        return mandate.decide(act, reference, DRAFT_OF_150).reference

    def at_once(self, engine, account_id, verbs):
        """Do everything at the same moment, and count what came of it."""
        starting = Barrier(len(verbs))

        def attempt(verb):
            with database.reading(engine) as session:
                account = session.get_one(Account, account_id)
            starting.wait()
            try:
                with database.transaction(engine) as session:
                    verb(make_act(session, account))
            except RefusedInput as refusal:
                return refusal.code
            except LoketError as trouble:
                return type(trouble).__name__
            return "done"

        with ThreadPoolExecutor(len(verbs)) as pool:
            outcomes = list(pool.map(attempt, verbs))
        return {outcome: outcomes.count(outcome) for outcome in outcomes}

    def figures(self, engine):
        """Return the budget, what the budget says was spent, what the ledger adds up to, and how many lines it has."""
        with database.reading(engine) as session:
            budget = session.exec(select(TeamBudget)).one()
            lines = list(session.exec(select(MandateDecision.amount_cents)))
        return budget.amount_cents, budget.spent_cents, sum(lines), len(lines)


DRAFT_OF_150 = DecisionDraft("Een bijdrage", 150_00, "Onder 5.000 euro per vraag.")


def replace_amount(cents):
    return DecisionDraft(DRAFT.what, cents, DRAFT.ground, date(2027, 1, 1))
