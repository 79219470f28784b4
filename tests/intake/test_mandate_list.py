"""What a team decided, added up per year; what the entrepreneur knows of it; and who sees none of it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from intake import hand_over, mandate, mandate_list, visibility
from intake.dossier import dossier
from intake.errors import NotFound, NotPermitted
from intake.hand_over import HandOverCard
from intake.models.mandates import MandateDecision
from intake.permissions import Action, Person, may
from intake.question_status import status_page
from intake.sessions import person_of
from intake.terms import HandOverReason, PilotStage, Role, Step
from tests.factories import (
    START,
    make_account,
    make_act,
    make_budget,
    make_decision,
    make_picked_up_question,
    municipal_team,
    national_team,
    other_team,
)

YEAR = START.year
TODAY = START.date()


@pytest.fixture
def makelaar(session):
    """A makelaar of a municipal team."""
    return make_account(session)


@pytest.fixture
def question(session, makelaar):
    """A question that the makelaar is working on."""
    return make_picked_up_question(session, makelaar)


@pytest.fixture
def act(session, makelaar):
    """An act of the makelaar."""
    return make_act(session, makelaar)


class TestMandateYear:
    def test_adds_up_what_was_decided_and_what_was_taken_back(self, session, act, makelaar, question):
        make_budget(session, municipal_team(session), 1_000)
        kept = make_decision(session, question, makelaar, amount_cents=300_00)
        undone = make_decision(session, question, makelaar, amount_cents=200_00)
        counter = mandate.take_back(act, undone.reference, "Vergissing.")

        year = mandate_list.mandate_year(act, YEAR)

        assert (year.room.budget_cents, year.room.spent_cents, year.room.left_cents) == (1_000_00, 300_00, 700_00)
        assert [line.entry.reference for line in year.lines] == [counter.reference, undone.reference, kept.reference]
        assert [line.reverses for line in year.lines] == [undone.reference, "", ""]
        assert [bool(line.taken_back) for line in year.lines] == [False, True, False]

    def test_leaves_other_years_and_other_teams_out(self, session, act, makelaar, question):
        make_decision(session, question, makelaar, at=START.replace(year=YEAR - 1))
        elsewhere = make_account(session, team_id=other_team(session).id)
        make_decision(session, make_picked_up_question(session, elsewhere), elsewhere)

        assert mandate_list.mandate_year(act, YEAR).lines == ()
        assert len(mandate_list.mandate_year(act, YEAR - 1).lines) == 1
        assert mandate_list.years(act) == [YEAR, YEAR - 1]

    def test_knows_years_of_which_there_is_only_a_budget(self, session, act):
        make_budget(session, municipal_team(session), 1_000, YEAR + 1)

        assert mandate_list.years(act) == [YEAR + 1, YEAR]

    def test_names_pilots_that_ended_without_result_first(self, session, makelaar, question):
        def pilot(days, at=START):
            return make_decision(session, question, makelaar, at=at, pilot_ends_on=TODAY + timedelta(days=days))

        running, told, ended, gone = pilot(90), pilot(5), pilot(10), pilot(3)
        ended_longest = pilot(-200, at=START.replace(year=YEAR - 1))
        later = make_act(session, makelaar, START + timedelta(days=30))
        mandate.tell_result(later, told.reference, "Het werkt.")
        mandate.take_back(later, gone.reference, "Ging niet door.")

        pilots = mandate_list.mandate_year(later, YEAR).pilots

        assert [(line.entry.id, line.pilot) for line in pilots] == [
            (ended_longest.id, PilotStage.ENDED),
            (ended.id, PilotStage.ENDED),
            (running.id, PilotStage.RUNNING),
            (told.id, PilotStage.TOLD),
        ]

    def test_a_pilot_runs_until_its_last_day_is_over(self, session, makelaar, question):
        make_decision(session, question, makelaar, pilot_ends_on=TODAY + timedelta(days=1))

        for days, stage in ((1, PilotStage.RUNNING), (2, PilotStage.ENDED)):
            later = make_act(session, makelaar, START + timedelta(days=days))
            assert mandate_list.mandate_year(later, YEAR).pilots[0].pilot is stage

    @pytest.mark.parametrize(
        "role", [Role.INTERMEDIAIR, Role.DOSSIERHOUDER, Role.SPOORLEIDER, Role.BEHEERDER, Role.ONDERNEMER]
    )
    def test_is_for_the_people_of_a_team_only(self, session, role):
        person = Person(role, account_id=900, team_id=municipal_team(session).id)

        with pytest.raises(NotPermitted):
            mandate_list.mandate_year(make_act(session, person), YEAR)


class TestDecisionPage:
    def test_tells_what_became_of_a_decision(self, session, act, makelaar, question):
        decision = make_decision(session, question, makelaar)
        mandate.take_back(act, decision.reference, "Vergissing.")

        line = mandate_list.decision_page(act, decision.reference)

        assert (line.entry.id, line.question, line.by, line.with_team) == (
            decision.id,
            question.reference,
            makelaar.name,
            True,
        )
        assert line.taken_back.entry.ground == "Vergissing."

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.ONDERNEMER])
    def test_is_not_there_for_anybody_else(self, session, role):
        elsewhere = make_account(session, team_id=other_team(session).id)
        decision = make_decision(session, make_picked_up_question(session, elsewhere), elsewhere)

        with pytest.raises(NotFound):
            mandate_list.decision_page(make_act(session, make_account(session, role)), decision.reference)


class TestDossier:
    def test_holds_the_decisions_in_order_and_the_history_names_them(self, session, act, makelaar, question):
        first, second = (make_decision(session, question, makelaar) for _ in range(2))
        counter = mandate.take_back(act, first.reference, "Vergissing.")

        page = dossier(act, question.reference)

        assert [line.entry.id for line in page.decisions] == [first.id, second.id]
        assert page.decisions[0].taken_back.entry.id == counter.id
        told = [line.decision for line in page.history if line.step in (Step.DECIDE_MANDATE, Step.TAKE_BACK_MANDATE)]
        assert told == [first.reference, second.reference, first.reference]

    def test_goes_along_to_another_team_that_can_correct_nothing(self, session, act, makelaar, question):
        make_decision(session, question, makelaar)
        card = HandOverCard(other_team(session).code, HandOverReason.OTHER_EXPERTISE, "Dit team weet hier meer van.")
        hand_over.hand_over(act, question.reference, card)
        receiver = make_account(session, team_id=other_team(session).id)

        [line] = dossier(make_act(session, receiver), question.reference).decisions

        assert (line.team, line.with_team, line.may_correct) == (municipal_team(session).name, False, False)
        assert mandate_list.mandate_year(make_act(session, receiver), YEAR).lines == ()
        assert len(mandate_list.mandate_year(act, YEAR).lines) == 1


class TestStatusPage:
    def test_tells_the_entrepreneur_what_was_decided_and_not_why(self, session, act, makelaar, question):
        decision = make_decision(session, question, makelaar, what="Een zaal", ground="GEHEIME GROND")
        mandate.take_back(act, decision.reference, "GEHEIME REDEN")
        asker = Person(Role.ONDERNEMER, question_ids=frozenset({question.id}))

        page = status_page(make_act(session, asker), question.reference)

        [told] = page.decisions
        assert (told.what, told.amount_cents, told.taken_back_at) == ("Een zaal", 0, START)
        assert "GEHEIME" not in repr(told)
        assert [one.step for one in page.happenings][-2:] == [Step.DECIDE_MANDATE, Step.TAKE_BACK_MANDATE]

    def test_says_nothing_about_what_came_of_a_pilot(self, session, act, makelaar, question):
        decision = make_decision(session, question, makelaar, pilot_ends_on=TODAY + timedelta(days=9))
        mandate.tell_result(act, decision.reference, "Het werkt.")
        asker = Person(Role.ONDERNEMER, question_ids=frozenset({question.id}))

        page = status_page(make_act(session, asker), question.reference)

        assert page.decisions[0].pilot_ends_on == TODAY + timedelta(days=9)
        assert Step.PILOT_RESULT not in [one.step for one in page.happenings]


class TestTheTableAndItsWhere:
    @pytest.mark.parametrize("action", [Action.SEE_MANDATE, Action.SEE_DECISION, Action.CORRECT_DECISION])
    def test_agree_about_decisions(self, session, action):
        for team in (municipal_team(session), other_team(session), national_team(session)):
            role = Role.COORDINATOR if team.is_national else Role.MAKELAAR
            account = make_account(session, role, team_id=team.id)
            make_decision(session, make_picked_up_question(session, account), account)
        decisions = list(session.exec(select(MandateDecision)))
        people = [person_of(session, make_account(session, role)) for role in Role if role is not Role.ONDERNEMER]

        for person in [*people, Person(Role.ONDERNEMER), Person(Role.MAKELAAR, account_id=900)]:
            seen = set(session.exec(select(MandateDecision.id).where(visibility.visible_decisions(person, action))))

            assert seen == {row.id for row in decisions if may(person, action, visibility.subject_of_decision(row))}
