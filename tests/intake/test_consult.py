"""A colleague without an account gets one question, sees only what was chosen, and replies once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlmodel import col, select

from intake import consult, database
from intake.consult import ConsultDraft
from intake.errors import LinkNotUsable, NotFound, RefusedInput, StalePage, StepNotAllowed
from intake.models.questions import Consultation, Message
from intake.models.system import OutboxMail
from intake.private_links import mint
from intake.terms import LinkPurpose, MessageKind
from tests.factories import (
    START,
    make_account,
    make_act,
    make_picked_up_question,
    make_question,
    other_team,
)

DRAFT = ConsultDraft(
    email="collega@example.nl", name="Vergunningen", body="Mag dit in dit gebied?", shown_text="Een werkplaats"
)


@pytest.fixture
def makelaar(session):
    return make_account(session)


@pytest.fixture
def question(session, makelaar):
    return make_picked_up_question(session, makelaar)


@pytest.fixture
def token(session, makelaar, question):
    act = make_act(session, makelaar)
    asked = consult.consult(act, question.reference, DRAFT)
    return mint(act, LinkPurpose.CONSULT, consultation_id=asked.id)


class TestConsult:
    def test_leaves_a_mail_that_holds_no_word_that_anybody_wrote(self, session, makelaar, question):
        consult.consult(make_act(session, makelaar), question.reference, DRAFT)

        mail = session.exec(select(OutboxMail)).one()
        assert (mail.template, mail.to_email) == ("consult_request", "collega@example.nl")
        assert "Mag dit" not in mail.params
        assert "werkplaats" not in mail.params

    def test_shows_in_the_history_of_the_team(self, session, makelaar, question):
        consult.consult(make_act(session, makelaar), question.reference, DRAFT)

        kinds = session.exec(select(Message.kind).where(Message.question_id == question.id)).all()
        assert kinds == [MessageKind.QUESTION, MessageKind.CONSULT]

    def test_refuses_an_empty_question(self, session, makelaar, question):
        with pytest.raises(RefusedInput) as refusal:
            consult.consult(make_act(session, makelaar), question.reference, ConsultDraft("c@example.nl", "", " "))

        assert (refusal.value.field, refusal.value.code) == ("body", "required")

    def test_refuses_a_question_that_nobody_picked_up(self, session, makelaar):
        question = make_question(session)

        with pytest.raises(StepNotAllowed):
            consult.consult(make_act(session, makelaar), question.reference, DRAFT)

    def test_refuses_a_page_that_is_older_than_the_question(self, session, makelaar):
        question = make_picked_up_question(session, makelaar, version=3)

        with pytest.raises(StalePage):
            consult.consult(make_act(session, makelaar), question.reference, DRAFT, version=2)

    def test_does_not_exist_for_another_municipality(self, session, makelaar):
        question = make_question(session, team_id=other_team(session).id)

        with pytest.raises(NotFound):
            consult.consult(make_act(session, makelaar), question.reference, DRAFT)


class TestMaskedText:
    def test_leaves_out_who_asks(self, session):
        question = make_question(
            session, asker_name="Sanne Verzonnen", text="Ik ben Sanne Verzonnen, bel 06-00001234 over mijn werkplaats."
        )

        text = consult.masked_text(question)

        assert "06-00001234" not in text
        assert "Verzonnen" not in text
        assert "werkplaats" in text


class TestConsultPage:
    def test_shows_only_what_was_chosen(self, session, token, question):
        page = consult.consult_page(make_act(session), token)

        assert (page.body, page.shown_text) == ("Mag dit in dit gebied?", "Een werkplaats")
        assert question.text not in repr(page)
        assert question.asker_email not in repr(page)

    def test_needs_a_link_that_works(self, session, token):
        with pytest.raises(LinkNotUsable):
            consult.consult_page(make_act(session), token[:-1] + ("a" if token[-1] != "a" else "b"))

    def test_ends_after_a_month(self, session, token):
        with pytest.raises(LinkNotUsable):
            consult.consult_page(make_act(session, at=START + timedelta(days=31)), token)

    def test_does_not_take_a_link_of_another_kind(self, session, question):
        token = mint(make_act(session), LinkPurpose.QUESTION, question_id=question.id)

        with pytest.raises(LinkNotUsable):
            consult.consult_page(make_act(session), token)


class TestReply:
    def test_lands_in_the_thread_and_mails_the_makelaar(self, session, token, makelaar, question):
        consult.reply(make_act(session), token, "Ja, met een omgevingsvergunning.")

        message = session.exec(select(Message).order_by(col(Message.id).desc())).first()
        assert (message.kind, message.author_name) == (MessageKind.CONSULT_REPLY, "Vergunningen")
        assert message.question_id == question.id
        mail = session.exec(select(OutboxMail).where(OutboxMail.template == "consult_reply_received")).one()
        assert mail.to_email == makelaar.email

    def test_is_taken_once(self, session, token):
        consult.reply(make_act(session), token, "Ja.")

        with pytest.raises(LinkNotUsable):
            consult.reply(make_act(session), token, "Toch niet.")

    def test_is_taken_once_when_the_mail_went_out_twice(self, session, token):
        asked = session.exec(select(Consultation)).one()
        second = mint(make_act(session), LinkPurpose.CONSULT, consultation_id=asked.id)
        consult.reply(make_act(session), token, "Ja.")

        with pytest.raises(LinkNotUsable):
            consult.reply(make_act(session), second, "Toch niet.")

        session.refresh(asked)
        assert asked.reply == "Ja."

    def test_refuses_an_empty_text_and_keeps_the_link(self, session, token):
        with pytest.raises(RefusedInput):
            consult.reply(make_act(session), token, "  ")

        assert consult.consult_page(make_act(session), token).body == DRAFT.body

    def test_lands_also_when_the_question_moved_on(self, session, token, question, makelaar):
        question.team_id, question.assignee_id = other_team(session).id, None
        session.add(question)

        consult.reply(make_act(session), token, "Ja.")

        assert session.exec(select(Consultation.reply)).one() == "Ja."
        assert session.exec(select(OutboxMail).where(OutboxMail.template == "consult_reply_received")).all() == []

    def test_lets_one_of_two_replies_win(self, engine):
        with database.transaction(engine) as session:
            makelaar = make_account(session)
            question = make_picked_up_question(session, makelaar)
            act = make_act(session, makelaar)
            asked = consult.consult(act, question.reference, DRAFT)
            token = mint(act, LinkPurpose.CONSULT, consultation_id=asked.id)
        together = Barrier(2)

        def answer(text):
            together.wait()
            try:
                with database.transaction(engine) as session:
                    consult.reply(make_act(session), token, text)
            except LinkNotUsable:
                return 0
            return 1

        with ThreadPoolExecutor(2) as pool:
            wins = sum(pool.map(answer, ["Ja.", "Nee."]))

        assert wins == 1
