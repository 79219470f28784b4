"""How many questions each team has: counts, never a text."""

import pytest

from intake.errors import NotPermitted
from intake.permissions import Action
from intake.terms import QuestionStatus, Role
from intake.workload import questions_per_team
from tests.factories import make_account, make_act, make_answered_question, make_question, municipal_team


class TestQuestionsPerTeam:
    @pytest.mark.parametrize(
        ("role", "action"),
        [(Role.BEHEERDER, Action.SEE_ADMINISTRATION), (Role.COORDINATOR, Action.SEE_COORDINATION)],
    )
    def test_counts_by_status(self, session, role, action):
        make_question(session)
        make_answered_question(session, make_account(session))

        lines = questions_per_team(make_act(session, make_account(session, role)), action)

        own = next(line for line in lines if line.team.id == municipal_team(session).id)
        assert own.counts == {QuestionStatus.NEW: 1, QuestionStatus.ANSWERED: 1}
        assert (own.open, own.total) == (1, 2)

    def test_is_not_for_a_makelaar(self, session):
        with pytest.raises(NotPermitted):
            questions_per_team(make_act(session, make_account(session)), Action.SEE_COORDINATION)
