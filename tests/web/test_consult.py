"""The page of a colleague without an account: only what was chosen, one reply, and calm words afterwards."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlmodel import select

from intake import consult, database
from intake.consult import ConsultDraft
from intake.models.people import Account
from intake.models.questions import Consultation, Message
from intake.private_links import mint
from intake.terms import LinkPurpose, MessageKind, Role
from tests.factories import make_account, make_act, make_picked_up_question
from web.mail import FileDelivery
from web.worker import Worker


@pytest.fixture
def write(engine):
    """What makes a situation and keeps it."""
    return lambda: database.transaction(engine)


@pytest.fixture
def question(write):
    """A question about which a colleague is asked."""
    with write() as session:
        makelaar = make_account(session)
        question = make_picked_up_question(session, makelaar)
        act = make_act(session, makelaar)
        draft = ConsultDraft(
            "collega@example.nl", "Afdeling Vergunningen", "Mag dit hier?", "Een werkplaats in de wijk"
        )
        consult.consult(act, question.reference, draft)
        return question


@pytest.fixture
def address(write, question):
    """The private link that the colleague got."""
    with write() as session:
        consultation = session.exec(select(Consultation)).one()
        return f"/advies/{mint(make_act(session), LinkPurpose.CONSULT, consultation_id=consultation.id)}"


class TestAdvise:
    def test_shows_only_what_was_chosen(self, client, question, address):
        page = client.get(address).get_data(as_text=True)

        assert "Mag dit hier?" in page
        assert "Een werkplaats in de wijk" in page
        for hidden in (question.text, question.asker_email, question.asker_name, question.reference):
            assert hidden not in page

    def test_lands_in_the_thread(self, client, write, address):
        answer = client.submit(address, {"text": "Ja, met een vergunning."})

        assert answer.headers["Location"] == "/advies/bedankt"
        with write() as session:
            said = session.exec(select(Message).where(Message.kind == MessageKind.CONSULT_REPLY)).one()
        assert (said.body, said.author_name) == ("Ja, met een vergunning.", "Afdeling Vergunningen")

    def test_thanks(self, client):
        assert "Bedankt" in client.get("/advies/bedankt").get_data(as_text=True)

    def test_takes_one_reply(self, client, address):
        client.submit(address, {"text": "Ja."})

        again = client.get(address)

        assert again.status_code == 410
        assert "Deze link werkt niet meer" in again.get_data(as_text=True)

    def test_gives_the_text_back_when_the_link_was_used_meanwhile(self, client, write, address):
        token = client.csrf(address)
        with write() as session:
            consult.reply(make_act(session), address.rpartition("/")[2], "Een ander was eerst")

        answer = client.post(address, data={"csrf_token": token, "text": "Mijn lange advies"})

        assert answer.status_code == 410
        assert "Mijn lange advies" in answer.get_data(as_text=True)

    @pytest.mark.parametrize("text", ["", "   "])
    def test_refuses_an_empty_reply(self, client, write, address, text):
        answer = client.submit(address, {"text": text})

        assert answer.status_code == 400
        assert "Vul uw advies in" in answer.get_data(as_text=True)

    def test_keeps_the_text_of_an_expired_form(self, client, address):
        answer = client.post(address, data={"csrf_token": "oud", "text": "Mijn lange advies"})

        assert answer.status_code == 400
        assert "Mijn lange advies" in answer.get_data(as_text=True)

    def test_refuses_a_text_that_is_too_long(self, client, address):
        assert client.submit(address, {"text": "x" * 4001}).status_code == 400

    def test_escapes_what_was_shown(self, client, write, address):
        with write() as session:
            consultation = session.exec(select(Consultation)).one()
            consultation.shown_text = "<script>alert(1)</script>"

        assert "<script>alert(1)" not in client.get(address).get_data(as_text=True)

    @pytest.mark.parametrize("token", ["onzin", "a" * 43])
    def test_an_unknown_link_shows_nothing(self, client, token):
        assert client.get(f"/advies/{token}").status_code == 410

    def test_ends_after_thirty_days(self, client, clock, address):
        clock.at += timedelta(days=31)

        assert client.get(address).status_code == 410

    def test_works_for_somebody_who_happens_to_be_signed_in(self, client, write, address):
        with write() as session:
            account = make_account(session, Role.SPOORLEIDER)
        client.sign_in(account)

        assert client.get(address).status_code == 200

    def test_reads_in_english(self, client, address):
        assert client.get(f"{address}?taal=en").status_code == 200


class TestMail:
    @pytest.fixture
    def send(self, engine, settings, clock, tmp_path):
        """What sends everything that is due, and returns the mails to one address."""

        def sent(to):
            Worker(engine, settings, FileDelivery(tmp_path), clock).run_once()
            mails = [message_from_bytes(file.read_bytes(), policy=default) for file in tmp_path.glob("*.eml")]
            return [mail for mail in mails if mail["To"] == to]

        return sent

    def test_leads_the_colleague_to_the_page_and_the_makelaar_to_the_reply(self, client, write, question, send):
        with write() as session:
            makelaar = session.get_one(Account, question.assignee_id)

        [request] = send("collega@example.nl")
        link = next(word for word in request.get_content().split() if "/advies/" in word)
        client.submit(link.removeprefix("https://localhost"), {"text": "Ja."})
        [reply] = send(makelaar.email)

        assert "werkplaats" not in request.get_content()
        assert f"/vragen/{question.reference}" in reply.get_content()
        assert "Ja." not in reply.get_content()
