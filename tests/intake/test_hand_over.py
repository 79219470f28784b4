"""A question goes to another team warmly, and never round in circles unnoticed."""

from datetime import timedelta

import pytest
from sqlmodel import select

from intake import hand_over
from intake.errors import NotFound, RefusedInput, StalePage, StepNotAllowed
from intake.hand_over import HandOverCard
from intake.models.people import Account
from intake.models.questions import HandOver
from intake.models.reference import Team
from intake.models.system import OutboxMail
from intake.terms import HandOverReason, QuestionStatus, Role
from tests.factories import (
    START,
    make_account,
    make_act,
    make_answered_question,
    make_picked_up_question,
    make_question,
    municipal_team,
    municipal_teams,
    national_team,
    other_team,
)

STRONG = "Wij hebben dit pand niet in beheer en ook geen mandaat; het andere team is eigenaar en heeft ja gezegd."


def card(team, **overrides):
    values = {"team": team.code, "reason": HandOverReason.OTHER_MUNICIPALITY, "context": STRONG}
    return HandOverCard(**(values | overrides))


def colleague_in(session, team):
    role = Role.COORDINATOR if team.is_national else Role.MAKELAAR
    return make_account(session, role, team_id=team.id)


def give(session, question, team, **overrides):
    """Hand ``question`` over to ``team``, by somebody of the team that has it."""
    owner = session.get_one(Team, question.team_id)
    return hand_over.hand_over(
        make_act(session, colleague_in(session, owner)), question.reference, card(team, **overrides)
    )


class TestHandOver:
    def test_makes_the_other_team_the_owner(self, session):
        makelaar = make_account(session)
        question, target = make_picked_up_question(session, makelaar), other_team(session)
        at = START + timedelta(days=1)

        hand_over.hand_over(make_act(session, makelaar, at), question.reference, card(target))

        assert (question.team_id, question.assignee_id) == (target.id, None)
        assert (question.status, question.owned_since) == (QuestionStatus.NEW, at)
        assert question.hand_over_count == 1

    def test_keeps_the_days_that_were_promised(self, session):
        question = make_question(session)
        promised = (question.life_due_on, question.answer_due_on)

        give(session, question, other_team(session))

        assert (question.life_due_on, question.answer_due_on) == promised

    def test_keeps_the_card_that_makes_it_a_warm_one(self, session):
        question = make_question(session)

        give(session, question, other_team(session), done="Gebeld met vastgoed", agreed="U hoort binnen een week")

        kept = session.exec(select(HandOver)).one()
        assert (kept.number, kept.from_team_id, kept.to_team_id) == (
            1,
            municipal_team(session).id,
            other_team(session).id,
        )
        assert (kept.done, kept.agreed) == ("Gebeld met vastgoed", "U hoort binnen een week")

    def test_tells_the_entrepreneur(self, session):
        question = make_question(session)

        give(session, question, other_team(session))

        assert session.exec(select(OutboxMail.template)).all() == ["handed_over"]

    def test_takes_the_question_out_of_sight_of_the_old_team(self, session):
        question = make_question(session)
        makelaar = make_account(session)
        hand_over.hand_over(make_act(session, makelaar), question.reference, card(other_team(session)))

        with pytest.raises(NotFound):
            hand_over.hand_over(make_act(session, makelaar), question.reference, card(other_team(session)))

    def test_asks_less_of_the_first_hand_over(self, session):
        question = make_question(session)

        give(session, question, other_team(session), context="Ander grondgebied")

        assert question.hand_over_count == 1

    @pytest.mark.parametrize(
        ("code", "context", "field", "refused"),
        [
            ("XXX", STRONG, "team", "unknown"),
            ("", " ", "team", "unknown"),
            (None, " ", "context", "required"),
        ],
    )
    def test_refuses_an_incomplete_card(self, session, code, context, field, refused):
        question, makelaar = make_question(session), make_account(session)
        code = other_team(session).code if code is None else code
        incomplete = HandOverCard(code, HandOverReason.AT_REQUEST, context)

        with pytest.raises(RefusedInput) as refusal:
            hand_over.hand_over(make_act(session, makelaar), question.reference, incomplete)

        assert (refusal.value.field, refusal.value.code) == (field, refused)
        assert question.team_id == municipal_team(session).id

    def test_refuses_the_team_that_has_it(self, session):
        with pytest.raises(RefusedInput) as refusal:
            give(session, make_question(session), municipal_team(session))

        assert refusal.value.code == "same"

    def test_refuses_a_team_that_stopped(self, session):
        target = other_team(session)
        target.retired_on = START.date()
        session.add(target)

        with pytest.raises(RefusedInput) as refusal:
            give(session, make_question(session), target)

        assert refusal.value.code == "unknown"

    def test_refuses_a_question_that_is_answered(self, session):
        makelaar = make_account(session)
        question = make_answered_question(session, makelaar)

        with pytest.raises(StepNotAllowed):
            hand_over.hand_over(make_act(session, makelaar), question.reference, card(other_team(session)))

    def test_refuses_a_page_that_is_older_than_the_question(self, session):
        makelaar = make_account(session)
        question = make_picked_up_question(session, makelaar, version=4)

        with pytest.raises(StalePage):
            hand_over.hand_over(make_act(session, makelaar), question.reference, card(other_team(session)), version=3)

        assert session.exec(select(HandOver)).all() == []


class TestSecondHandOver:
    def test_asks_a_stronger_reason(self, session):
        question, third = make_question(session), municipal_teams(session)[2]
        give(session, question, other_team(session))

        with pytest.raises(RefusedInput) as refusal:
            give(session, question, third, context="Ander grondgebied")

        assert (refusal.value.field, refusal.value.code) == ("context", "too_short")
        assert refusal.value.details["least"] > len("Ander grondgebied")

    def test_never_returns_silently_to_a_team_that_passed_it_on(self, session):
        question = make_question(session)
        give(session, question, other_team(session))

        with pytest.raises(RefusedInput) as refusal:
            give(session, question, municipal_team(session))

        assert (refusal.value.field, refusal.value.code) == ("back", "must_say")
        assert refusal.value.details["team"] == municipal_team(session).name

    def test_returns_when_the_makelaar_says_so(self, session):
        question = make_question(session)
        give(session, question, other_team(session))

        give(session, question, municipal_team(session), back=True)

        assert question.team_id == municipal_team(session).id


class TestThirdHandOver:
    @pytest.fixture
    def question(self, session):
        question = make_question(session)
        give(session, question, other_team(session))
        give(session, question, municipal_teams(session)[2])
        return question

    def test_goes_to_the_coordination_team_only(self, session, question):
        with pytest.raises(RefusedInput) as refusal:
            give(session, question, municipal_teams(session)[3])

        assert (refusal.value.field, refusal.value.code) == ("team", "last_resort")

    def test_offers_only_the_coordination_team(self, session, question):
        assert [team.id for team in hand_over.teams_to_choose(make_act(session), question)] == [
            national_team(session).id
        ]

    def test_reaches_the_coordination_team_with_both_reasons(self, session, question):
        give(session, question, national_team(session))

        assert question.team_id == national_team(session).id
        assert [row.number for row in hand_over.earlier_hand_overs(make_act(session), question)] == [1, 2, 3]

    def test_lets_the_coordination_team_have_the_last_word(self, session, question):
        give(session, question, national_team(session))

        give(session, question, municipal_teams(session)[3])

        assert question.hand_over_count == 4


class TestForeignQuestions:
    @pytest.mark.parametrize("role", [Role.MAKELAAR, Role.INTERMEDIAIR, Role.BEHEERDER, Role.SPOORLEIDER])
    def test_cannot_be_handed_over(self, session, role):
        question = make_question(session, team_id=other_team(session).id)
        somebody: Account = make_account(session, role)

        with pytest.raises(NotFound):
            hand_over.hand_over(make_act(session, somebody), question.reference, card(municipal_team(session)))
