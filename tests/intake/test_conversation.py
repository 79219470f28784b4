"""Asking, answering, noting and telephoning: who sees it, and which clock stops."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from intake import conversation
from intake.conversation import Answer
from intake.errors import NotFound, RefusedInput, StalePage, StepNotAllowed
from intake.models.questions import Message
from intake.models.reference import Outcome
from intake.models.system import OutboxMail
from intake.terms import EmailTrouble, MessageKind, QuestionStatus
from tests.factories import (
    START,
    any_topic,
    make_account,
    make_act,
    make_answered_question,
    make_picked_up_question,
    make_question,
    make_waiting_question,
    other_team,
)

LATER = START + timedelta(days=1)


@pytest.fixture
def makelaar(session):
    return make_account(session)


@pytest.fixture
def question(session, makelaar):
    return make_picked_up_question(session, makelaar)


def last_message(session, question):
    return session.exec(
        select(Message).where(Message.question_id == question.id).order_by(col(Message.id).desc())
    ).first()


def templates(session):
    return list(session.exec(select(OutboxMail.template)))


class TestAsk:
    def test_makes_the_question_wait_for_the_entrepreneur(self, session, makelaar, question):
        conversation.ask(make_act(session, makelaar, LATER), question.reference, "Om welk pand gaat het?")

        assert (question.status, question.waiting_since) == (QuestionStatus.WAITING, LATER)
        assert question.first_content_at == LATER

    def test_says_it_to_the_entrepreneur_and_leaves_a_mail(self, session, makelaar, question):
        conversation.ask(make_act(session, makelaar), question.reference, "Om welk pand gaat het?")

        message = last_message(session, question)
        assert (message.kind, message.body) == (MessageKind.TO_ASKER, "Om welk pand gaat het?")
        assert message.author_id == makelaar.id
        assert templates(session) == ["question_asked"]

    @pytest.mark.parametrize("changes", [{"asker_email": None}, {"asker_email_trouble": EmailTrouble.BOUNCED}])
    def test_leaves_no_mail_without_an_address_that_works(self, session, makelaar, changes):
        question = make_picked_up_question(session, makelaar, **changes)

        conversation.ask(make_act(session, makelaar), question.reference, "Om welk pand gaat het?")

        assert templates(session) == []

    def test_refuses_an_empty_text(self, session, makelaar, question):
        with pytest.raises(RefusedInput) as refusal:
            conversation.ask(make_act(session, makelaar), question.reference, "  ")

        assert (refusal.value.field, refusal.value.code) == ("text", "required")

    def test_refuses_a_question_that_nobody_picked_up(self, session, makelaar):
        question = make_question(session)

        with pytest.raises(StepNotAllowed):
            conversation.ask(make_act(session, makelaar), question.reference, "Om welk pand gaat het?")

    def test_refuses_a_page_that_is_older_than_the_question(self, session, makelaar, question):
        conversation.note(make_act(session, makelaar), question.reference, "Gebeld, geen gehoor")

        with pytest.raises(StalePage):
            conversation.ask(make_act(session, makelaar), question.reference, "Om welk pand?", version=1)

        assert last_message(session, question).kind is MessageKind.NOTE


class TestAnswer:
    def test_records_topic_and_outcome_with_the_answer(self, session, makelaar, question):
        topic, outcome = any_topic(session).slug, session.exec(select(Outcome.code)).first()

        conversation.answer(make_act(session, makelaar, LATER), question.reference, Answer("Dat mag.", topic, outcome))

        assert (question.status, question.answered_at) == (QuestionStatus.ANSWERED, LATER)
        assert (question.confirmed_topic, question.outcome_code) == (topic, outcome)
        assert templates(session) == ["question_answered"]

    def test_takes_no_topic_as_a_topic(self, session, makelaar, question):
        conversation.answer(make_act(session, makelaar), question.reference, Answer("Dat mag.", None))

        assert (question.no_topic_fits, question.topic_slug, question.outcome_code) == (True, None, None)

    def test_ends_the_waiting_when_the_answer_came_another_way(self, session, makelaar):
        question = make_waiting_question(session, makelaar)

        conversation.answer(make_act(session, makelaar), question.reference, Answer("Dat mag.", None))

        assert question.waiting_since is None

    @pytest.mark.parametrize(
        ("answer", "field", "code"),
        [
            (Answer("", None), "text", "required"),
            (Answer("Dat mag.", "onzin"), "topic", "unknown"),
            (Answer("Dat mag.", None, "onzin"), "outcome", "unknown"),
        ],
    )
    def test_refuses_what_nobody_can_choose(self, session, makelaar, question, answer, field, code):
        with pytest.raises(RefusedInput) as refusal:
            conversation.answer(make_act(session, makelaar), question.reference, answer)

        assert (refusal.value.field, refusal.value.code) == (field, code)
        assert question.status is QuestionStatus.PICKED_UP

    def test_refuses_a_second_answer(self, session, makelaar):
        question = make_answered_question(session, makelaar)

        with pytest.raises(StepNotAllowed):
            conversation.answer(make_act(session, makelaar), question.reference, Answer("Dat mag.", None))


class TestNote:
    def test_is_never_for_the_entrepreneur(self, session, makelaar, question):
        conversation.note(make_act(session, makelaar), question.reference, "Let op: eerder contact")

        assert last_message(session, question).kind is MessageKind.NOTE
        assert templates(session) == []

    def test_is_no_sign_of_life(self, session, makelaar):
        question = make_question(session)

        conversation.note(make_act(session, makelaar), question.reference, "Bellen")

        assert question.first_sign_of_life_at is None

    def test_refuses_an_empty_text(self, session, makelaar, question):
        with pytest.raises(RefusedInput):
            conversation.note(make_act(session, makelaar), question.reference, "")


class TestLogCall:
    def test_is_a_sign_of_life_but_no_content(self, session, makelaar):
        question = make_question(session)

        conversation.log_call(make_act(session, makelaar, LATER), question.reference, "Gesproken over het pand")

        assert (question.first_sign_of_life_at, question.first_content_at) == (LATER, None)
        assert last_message(session, question).kind is MessageKind.CALL

    def test_refuses_a_question_that_is_closed(self, session, makelaar):
        question = make_question(session, status=QuestionStatus.CLOSED)

        with pytest.raises(StepNotAllowed):
            conversation.log_call(make_act(session, makelaar), question.reference, "Gebeld")


class TestForeignQuestions:
    @pytest.mark.parametrize(
        "verb",
        [
            lambda act, reference: conversation.ask(act, reference, "Om welk pand?"),
            lambda act, reference: conversation.answer(act, reference, Answer("Dat mag.", None)),
            lambda act, reference: conversation.note(act, reference, "Notitie"),
            lambda act, reference: conversation.log_call(act, reference, "Gebeld"),
        ],
    )
    def test_do_not_exist_for_another_municipality(self, session, makelaar, verb):
        question = make_question(session, team_id=other_team(session).id)

        with pytest.raises(NotFound):
            verb(make_act(session, makelaar), question.reference)
