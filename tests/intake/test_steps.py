"""A step is taken once, by one of two callers, and leaves an event."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import col, select

from intake import database
from intake.errors import StalePage, StepNotAllowed
from intake.models.questions import Question
from intake.models.system import Event
from intake.steps import take_step
from intake.terms import QuestionStatus, Step
from tests.factories import make_account, make_act, make_answered_question, make_question


class TestTakeStep:
    def test_moves_the_question_and_leaves_an_event(self, session):
        question = make_question(session)
        makelaar = make_account(session)

        take_step(make_act(session, makelaar), question, Step.PICK_UP, assignee_id=makelaar.id)

        assert (question.status, question.version, question.assignee_id) == (QuestionStatus.PICKED_UP, 2, makelaar.id)
        last = session.exec(
            select(Event).where(Event.chain == f"question:{question.id}").order_by(col(Event.number).desc())
        ).first()
        assert (last.step, last.from_status, last.to_status, last.actor_id) == (
            "pick_up",
            "new",
            "picked_up",
            makelaar.id,
        )

    def test_keeps_the_status_when_the_table_says_so(self, session):
        question = make_question(session)

        take_step(make_act(session), question, Step.ADD_INFORMATION)

        assert question.status is QuestionStatus.NEW

    def test_refuses_a_step_that_the_table_does_not_list(self, session):
        question = make_answered_question(session, make_account(session))

        with pytest.raises(StepNotAllowed) as refusal:
            take_step(make_act(session), question, Step.PICK_UP)

        assert refusal.value.status is QuestionStatus.ANSWERED
        assert not isinstance(refusal.value, StalePage)

    def test_refuses_a_page_that_is_older_than_the_question(self, session):
        question = make_question(session)
        take_step(make_act(session), question, Step.ADD_INFORMATION)

        with pytest.raises(StalePage):
            take_step(make_act(session), question, Step.PICK_UP, version=1)

    def test_lets_exactly_one_of_eight_callers_win(self, engine):
        with database.transaction(engine) as session:
            question_id = make_question(session).id
        together = Barrier(8)

        def pick_up(_number):
            together.wait()
            try:
                with database.transaction(engine) as session:
                    question = session.get_one(Question, question_id)
                    take_step(make_act(session), question, Step.PICK_UP, version=1)
            except StepNotAllowed:
                return 0
            return 1

        with ThreadPoolExecutor(8) as pool:
            wins = sum(pool.map(pick_up, range(8)))

        assert wins == 1
