"""The coordination team counts gaps and hand-overs, and reads no text of other teams."""

import pytest

from intake.coordination import gaps, hand_over_meters, third_hand_overs
from intake.errors import NotPermitted
from intake.models.questions import HandOver
from intake.terms import HandOverReason, Role, RouteReason
from tests.factories import START, make_account, make_act, make_question, municipal_team, national_team, other_team


@pytest.fixture
def act(session):
    """An act by somebody of the coordination team."""
    return make_act(session, make_account(session, Role.COORDINATOR))


def make_gaps(session, count, team, reason=RouteReason.REGIONAL_LEAD):
    return [make_question(session, team_id=team.id, gap=reason) for _ in range(count)]


def make_hand_over(session, question, number, to_team, reason=HandOverReason.OTHER_EXPERTISE):
    session.add(
        HandOver(
            question_id=question.id,
            number=number,
            from_team_id=question.team_id,
            to_team_id=to_team.id,
            reason=reason,
            context="Dit team kent de ondernemer.",
            at=START,
        )
    )
    question.team_id = to_team.id
    question.hand_over_count = number
    session.flush()


class TestGaps:
    def test_counts_by_reason_municipality_and_topic(self, session, act):
        make_gaps(session, 5, municipal_team(session))
        make_question(session)

        [gap] = gaps(act)

        assert (gap.reason, gap.count) == (RouteReason.REGIONAL_LEAD, 5)
        assert gap.municipality
        assert gap.topic

    def test_hides_a_count_below_five_of_another_team(self, session, act):
        make_gaps(session, 4, municipal_team(session))

        assert [gap.count for gap in gaps(act)] == [None]

    def test_shows_a_count_below_five_of_the_own_team(self, session, act):
        make_gaps(session, 1, national_team(session), RouteReason.NATIONAL_NO_TEAM)

        assert [gap.count for gap in gaps(act)] == [1]

    def test_hides_a_small_count_that_is_only_partly_of_the_own_team(self, session, act):
        make_gaps(session, 2, national_team(session))
        make_gaps(session, 1, municipal_team(session))

        assert [gap.count for gap in gaps(act)] == [None]

    def test_counts_what_has_no_place_and_no_topic_yet(self, session, act):
        make_question(
            session,
            team_id=national_team(session).id,
            gap=RouteReason.NATIONAL_NO_TEAM,
            gm_code=None,
            topic_slug=None,
        )

        [gap] = gaps(act)

        assert (gap.municipality, gap.topic, gap.count) == (None, None, 1)

    @pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COORDINATOR, Role.ONDERNEMER)])
    def test_is_for_the_coordination_team_only(self, session, role):
        with pytest.raises(NotPermitted):
            gaps(make_act(session, make_account(session, role)))


class TestHandOverMeters:
    def test_starts_with_the_team_whose_questions_went_round_most(self, session, act):
        make_question(session)
        question = make_question(session)
        make_hand_over(session, question, 1, other_team(session))

        worst, best = hand_over_meters(act)

        assert (worst.team.id, worst.per_question, worst.received) == (other_team(session).id, 1.0, 1)
        assert (best.team.id, best.per_question, best.sent_on) == (municipal_team(session).id, 0.0, 1)

    def test_has_no_average_without_questions(self, session, act):
        make_hand_over(session, make_question(session), 1, other_team(session))

        [sender] = [meter for meter in hand_over_meters(act) if meter.team.id == municipal_team(session).id]

        assert sender.per_question is None


class TestThirdHandOvers:
    def test_shows_the_reasons_side_by_side(self, session, act):
        question = make_question(session)
        make_hand_over(session, question, 1, other_team(session), HandOverReason.OTHER_MUNICIPALITY)
        make_hand_over(session, question, 2, municipal_team(session), HandOverReason.OTHER_MANDATE)
        make_hand_over(session, question, 3, national_team(session), HandOverReason.OBJECTION)

        [third] = third_hand_overs(act)

        assert (third.reference, third.count) == (question.reference, 3)
        assert third.reasons == (
            HandOverReason.OTHER_MUNICIPALITY,
            HandOverReason.OTHER_MANDATE,
            HandOverReason.OBJECTION,
        )

    def test_leaves_out_questions_of_other_teams(self, session, act):
        make_question(session, hand_over_count=3)

        assert third_hand_overs(act) == []

    def test_leaves_out_what_was_handed_over_less_often(self, session, act):
        make_question(session, team_id=national_team(session).id, hand_over_count=2)

        assert third_hand_overs(act) == []
