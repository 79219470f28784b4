"""Behind the private link the entrepreneur sees and steers the own question; nobody else sees anything."""

import re

import pytest
from sqlmodel import Session, select

from intake import asker_links, database, private_links
from intake.models.people import AskerSession
from intake.models.questions import Consent, Feedback, Message, Question, Referral
from intake.models.system import OutboxMail
from intake.terms import Helped, HelpedBy, LinkPurpose, MessageKind, QuestionStatus, ReferralStatus
from tests.factories import (
    START,
    make_account,
    make_act,
    make_answered_question,
    make_picked_up_question,
    make_question,
    make_waiting_question,
    organisation_of_category,
)
from tests.web.asking import TEXT, ask, fill_in, rows, send, text_of
from web.access import ASKER_COOKIE


@pytest.fixture
def mine(engine, client):
    """What makes a question that this browser follows: ``mine(make_waiting_question)``; gives its reference."""

    def make(situation=make_question, **overrides):
        with database.transaction(engine) as session:
            people = [] if situation is make_question else [make_account(session)]
            question = situation(session, *people, **overrides)
        client.open_question(question.id)
        return question.reference

    return make


def stored(engine, reference):
    with Session(engine) as session:
        return session.exec(select(Question).where(Question.reference == reference)).one()


def post(client, reference, what, **fields):
    return client.submit(f"/mijn-vraag/{reference}/{what}", fields, page=f"/mijn-vraag/{reference}")


class TestMine:
    def test_explains_how_to_get_there_without_a_link(self, client):
        page = text_of(client.get("/mijn-vraag"))

        assert "Stuur mijn link opnieuw" in page

    def test_leads_straight_to_the_only_question(self, client, mine):
        reference = mine()

        assert client.get("/mijn-vraag").location == f"/mijn-vraag/{reference}"

    def test_lists_several_questions(self, client):
        ask(client)
        ask(client, question="Een tweede vraag, over een heel ander onderwerp.")

        page = text_of(client.get("/mijn-vraag"))

        assert TEXT in page
        assert "Een tweede vraag" in page


class TestSendLink:
    def test_says_the_same_whether_the_address_is_known_or_not(self, client, engine):
        ask(client)

        answers = []
        for email in ("noor@example.nl", "niemand@example.nl"):
            answer = client.submit("/mijn-vraag/link", {"email": email})
            answers.append((answer.status_code, answer.location, text_of(client.get(answer.location))))

        strip = [(code, where, re.sub(r'value="[^"]+"|nonce="[^"]+"', "", page)) for code, where, page in answers]
        assert strip[0] == strip[1]
        assert [mail.template for mail in rows(engine, OutboxMail)] == ["receipt", "question_link"]

    def test_refuses_too_many_requests(self, client):
        for _ in range(asker_links.LINKS_PER_EMAIL):
            client.submit("/mijn-vraag/link", {"email": "noor@example.nl"})

        answer = client.submit("/mijn-vraag/link", {"email": "noor@example.nl"})

        assert answer.status_code == 429
        assert "noor@example.nl" in text_of(answer)

    @pytest.mark.parametrize(("email", "message"), [("", "Vul uw e-mailadres in"), ("noor", "Vul een e-mailadres in")])
    def test_says_what_to_mend(self, client, email, message):
        answer = client.submit("/mijn-vraag/link", {"email": email})

        assert answer.status_code == 400
        assert message in text_of(answer)


class TestOpenLink:
    def test_swaps_the_link_for_a_cookie_with_one_button(self, client, engine):
        with database.transaction(engine) as session:
            question = make_question(session)
            token = private_links.mint(make_act(session), LinkPurpose.QUESTION, question_id=question.id)
        page = client.get(f"/mijn-vraag/openen/{token}")

        opened = client.submit(f"/mijn-vraag/openen/{token}")

        assert question.reference not in text_of(page)
        assert opened.location == f"/mijn-vraag/{question.reference}"
        assert client.get(opened.location).status_code == 200

    def test_opens_nothing_by_reading_the_page(self, client, engine):
        with database.transaction(engine) as session:
            question = make_question(session)
            token = private_links.mint(make_act(session), LinkPurpose.QUESTION, question_id=question.id)

        client.get(f"/mijn-vraag/openen/{token}")

        assert rows(engine, AskerSession) == []
        assert client.get(f"/mijn-vraag/{question.reference}").status_code == 404

    def test_does_not_open_without_proof_that_it_came_from_our_page(self, client, engine):
        with database.transaction(engine) as session:
            question = make_question(session)
            token = private_links.mint(make_act(session), LinkPurpose.QUESTION, question_id=question.id)

        assert client.post(f"/mijn-vraag/openen/{token}").status_code == 400
        assert rows(engine, AskerSession) == []

    def test_says_that_a_link_does_not_work(self, client, clock, engine):
        with database.transaction(engine) as session:
            question = make_question(session)
            token = private_links.mint(make_act(session), LinkPurpose.QUESTION, question_id=question.id)
        clock.move(days=91)

        assert client.get(f"/mijn-vraag/openen/{token}").status_code == 410
        assert client.get("/mijn-vraag/openen/verzonnen").status_code == 410


class TestShow:
    def test_says_who_has_it_since_when_and_until_when(self, client, mine, engine):
        reference = mine(make_picked_up_question)

        page = text_of(client.get(f"/mijn-vraag/{reference}"))

        assert "Makelaarsteam" in page
        assert "van het team werkt aan uw vraag" in page
        assert "15 september 2026" in page
        assert "uiterlijk 6 oktober 2026" in page

    @pytest.mark.parametrize("reference", ["HLM-26-7F3K-Q2", "niets"])
    def test_shows_nothing_for_a_reference_that_does_not_exist(self, client, reference):
        assert client.get(f"/mijn-vraag/{reference}").status_code == 404

    def test_shows_nothing_for_a_reference_alone(self, client, engine):
        with database.transaction(engine) as session:
            question = make_question(session)

        assert client.get(f"/mijn-vraag/{question.reference}").status_code == 404

    def test_shows_nothing_of_another_question(self, client, mine, engine):
        mine()
        with database.transaction(engine) as session:
            other = make_question(session)

        assert client.get(f"/mijn-vraag/{other.reference}").status_code == 404

    def test_never_shows_a_note(self, client, mine, engine):
        reference = mine()
        with database.transaction(engine) as session:
            question = stored(engine, reference)
            note = Message(question_id=question.id, kind=MessageKind.NOTE, body="Lastige vrager", created_at=START)
            session.add(note)

        assert "Lastige vrager" not in text_of(client.get(f"/mijn-vraag/{reference}"))

    @pytest.mark.parametrize(
        "situation", [make_question, make_picked_up_question, make_waiting_question, make_answered_question]
    )
    def test_shows_every_status(self, client, mine, situation):
        assert client.get(f"/mijn-vraag/{mine(situation)}").status_code == 200

    @pytest.mark.parametrize("status", [QuestionStatus.CLOSED, QuestionStatus.WITHDRAWN, QuestionStatus.MERGED])
    def test_offers_no_form_that_would_be_refused(self, client, mine, status):
        page = text_of(client.get(f"/mijn-vraag/{mine(status=status)}"))

        assert 'id="message"' not in page
        assert 'id="objection"' not in page


class TestWrite:
    def test_adds_information(self, client, mine, engine):
        reference = mine()

        answer = post(client, reference, "bericht", message="Het gaat om 300 m2.")

        assert answer.status_code == 303
        assert "Het gaat om 300 m2." in text_of(client.get(answer.location))

    def test_answers_the_team(self, client, mine, engine):
        reference = mine(make_waiting_question)

        post(client, reference, "bericht", message="Ja, dat klopt.")

        assert stored(engine, reference).status is QuestionStatus.PICKED_UP

    @pytest.mark.parametrize(("text", "message"), [("", "Vul uw bericht in"), ("x" * 4001, "hooguit 4.000 tekens")])
    def test_says_what_to_mend_and_keeps_the_text(self, client, mine, text, message):
        answer = post(client, mine(), "bericht", message=text)

        assert answer.status_code == 400
        assert message in text_of(answer)
        assert text in text_of(answer)

    def test_keeps_the_text_when_the_question_moved_on(self, client, mine, engine):
        reference = mine()
        token = client.csrf(f"/mijn-vraag/{reference}")
        with database.transaction(engine) as session:
            question = session.get_one(Question, stored(engine, reference).id)
            question.status = QuestionStatus.CLOSED
            session.add(question)

        answer = client.post(f"/mijn-vraag/{reference}/bericht", data={"csrf_token": token, "message": "Nog iets."})

        assert answer.status_code == 409
        assert "Afgesloten" in text_of(answer)
        assert "Nog iets." in text_of(answer)

    def test_asks_again_when_the_page_expired(self, client, mine):
        reference = mine()

        answer = client.post(f"/mijn-vraag/{reference}/bericht", data={"csrf_token": "oud", "message": "Nog iets."})

        assert answer.status_code == 400
        assert "Nog iets." in text_of(answer)

    def test_is_for_the_own_question(self, client, mine, engine):
        mine()
        with database.transaction(engine) as session:
            other = make_question(session)

        answer = client.submit(f"/mijn-vraag/{other.reference}/bericht", {"message": "Ik ben het niet."}, page="/vraag")

        assert answer.status_code == 404


class TestObject:
    def test_shows_the_objection_to_the_team(self, client, mine, engine):
        reference = mine()

        post(client, reference, "bezwaar", objection="Wij zitten in Velsen.")

        assert stored(engine, reference).objected_at is not None

    def test_asks_why(self, client, mine):
        answer = post(client, mine(), "bezwaar", objection="")

        assert answer.status_code == 400
        assert "Leg uit waarom" in text_of(answer)


class TestWithdraw:
    def test_asks_first_whether_that_is_meant(self, client, mine, engine):
        reference = mine()

        answer = client.submit(f"/mijn-vraag/{reference}/intrekken", {"reason": "solved"})

        assert answer.status_code == 400
        assert stored(engine, reference).status is QuestionStatus.NEW

    def test_takes_the_question_back(self, client, mine, engine):
        reference = mine()

        client.submit(f"/mijn-vraag/{reference}/intrekken", {"reason": "solved", "sure": "y"})

        assert stored(engine, reference).status is QuestionStatus.WITHDRAWN

    def test_wants_to_know_why(self, client, mine):
        answer = client.submit(f"/mijn-vraag/{mine()}/intrekken", {"sure": "y"})

        assert answer.status_code == 400
        assert "Kies waarom u uw vraag intrekt" in text_of(answer)


class TestFeedback:
    def test_keeps_what_was_said_and_shows_it_to_be_changed(self, client, mine, engine):
        reference = mine(make_answered_question)

        post(client, reference, "geholpen", helped="partly", helped_by="somebody_else", text="Mijn boekhouder.")

        page = text_of(client.get(f"/mijn-vraag/{reference}"))
        [said] = rows(engine, Feedback)
        assert (said.helped, said.helped_by, said.text) == (Helped.PARTLY, HelpedBy.SOMEBODY_ELSE, "Mijn boekhouder.")
        assert "Verander mijn antwoord" in page
        assert re.search(r'checked[^>]*value="partly"|value="partly"[^>]*checked', page)

    @pytest.mark.parametrize("status", [QuestionStatus.ANSWERED, QuestionStatus.CLOSED])
    def test_a_no_opens_the_question_again(self, client, mine, engine, status):
        reference = mine(make_answered_question, status=status)

        answer = post(client, reference, "geholpen", helped="no", text="De loods is te klein.")

        page = text_of(client.get(answer.location))
        assert stored(engine, reference).status is QuestionStatus.NEW
        assert "De loods is te klein." in page
        assert "Hielp het antwoord?" not in page

    def test_offers_the_team_and_who_the_question_was_shared_with(self, client, mine, engine):
        reference = mine(make_answered_question)
        question = stored(engine, reference)
        with database.transaction(engine) as session:
            organisation = organisation_of_category(session, "intermediair")
            session.add(Consent(question_id=question.id, organisation_id=organisation.id, given_at=START))

        page = text_of(client.get(f"/mijn-vraag/{reference}"))
        post(client, reference, "geholpen", helped="yes", helped_by=f"organisation-{organisation.id}")

        assert organisation.name in page
        assert [row.organisation_id for row in rows(engine, Feedback)] == [organisation.id]

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"text": "Een lang verhaal"}, "Kies of u bent geholpen"),
            ({"helped": "yes", "text": "Een lang verhaal"}, "Kies door wie u bent geholpen"),
            ({"helped": "yes", "helped_by": "organisation-1", "text": "Een lang verhaal"}, "Kies"),
            ({"helped": "misschien", "text": "Een lang verhaal"}, "Kies"),
        ],
    )
    def test_says_what_to_mend_and_keeps_what_was_typed(self, client, mine, engine, fields, message):
        answer = post(client, mine(make_answered_question), "geholpen", **fields)

        assert answer.status_code == 400
        assert message in text_of(answer)
        assert "Een lang verhaal" in text_of(answer)
        assert rows(engine, Feedback) == []

    def test_is_not_asked_while_the_question_is_open(self, client, mine):
        reference = mine(make_waiting_question)

        answer = post(client, reference, "geholpen", helped="no", text="Duurt lang.")

        assert "Hielp het antwoord?" not in text_of(client.get(f"/mijn-vraag/{reference}"))
        assert answer.status_code == 409
        assert "Duurt lang." in text_of(answer)


class TestShare:
    @pytest.fixture
    def shared(self, client, engine):
        """A question that was shared with one organisation; gives the reference and the organisation."""
        fill_in(client)
        page = client.get("/vraag/controleren").get_data(as_text=True)
        helper = page.split('name="organisations"')[1].split('value="')[1].split('"')[0]
        send(client, organisations=helper)
        return rows(engine, Question)[0].reference, helper

    def test_takes_consent_back_at_once(self, client, engine, shared):
        reference, helper = shared

        post(client, reference, "delen", organisation=helper, give="0")

        assert [row.status for row in rows(engine, Referral)] == [ReferralStatus.REVOKED]

    def test_gives_consent_again(self, client, engine, shared):
        reference, helper = shared
        post(client, reference, "delen", organisation=helper, give="0")

        post(client, reference, "delen", organisation=helper, give="1")

        assert [row.status for row in rows(engine, Referral)] == [ReferralStatus.OFFERED]

    @pytest.mark.parametrize("organisation", ["999999", "", "abc"])
    def test_refuses_an_organisation_that_was_not_proposed(self, client, shared, organisation):
        answer = post(client, shared[0], "delen", organisation=organisation, give="1")

        assert answer.status_code in {400, 404}


class TestRenew:
    def test_shows_a_new_link_and_stops_the_old_one(self, client, mine, engine, app):
        reference = mine()
        with database.transaction(engine) as session:
            old = private_links.mint(make_act(session), LinkPurpose.QUESTION, question_id=stored(engine, reference).id)

        answer = post(client, reference, "nieuwe-link")

        page = text_of(client.get(answer.location))
        new = page.split("https://localhost/mijn-vraag/openen/")[1].split('"')[0]
        other = app.test_client()
        assert other.get(f"/mijn-vraag/openen/{old}").status_code == 410
        assert other.get(f"/mijn-vraag/openen/{new}").status_code == 200

    def test_needs_proof_that_it_came_from_our_page(self, client, mine, engine):
        reference = mine()

        assert client.post(f"/mijn-vraag/{reference}/nieuwe-link").status_code == 400


class TestForget:
    def test_lets_the_browser_forget_the_question(self, client, mine, engine):
        reference = mine()

        client.submit("/mijn-vraag/vergeten", page=f"/mijn-vraag/{reference}")

        assert client.get_cookie(ASKER_COOKIE) is None
        assert rows(engine, AskerSession) == []
        assert client.get(f"/mijn-vraag/{reference}").status_code == 404
