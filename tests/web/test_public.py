"""The form takes what people type, says what to mend, and loses nothing."""

from contextlib import closing

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session, select

from intake import database, drafts
from intake.models.questions import Draft, Question
from intake.models.reference import Place, Postcode
from intake.models.system import OutboxMail
from tests.web.asking import FILLED_IN, TEXT, fill_in, rows, text_of
from web.access import DRAFT_COOKIE


class TestStart:
    def test_says_what_the_loket_does_in_figures_from_the_data(self, client):
        page = text_of(client.get("/"))

        assert "Stel uw vraag" in page
        assert "342" in page

    def test_is_there_in_english(self, client):
        assert 'lang="en"' in text_of(client.get("/?taal=en"))


class TestForm:
    def test_leads_a_good_question_to_the_check_page(self, client):
        answer = fill_in(client)

        assert (answer.status_code, answer.location) == (303, "/vraag/controleren")

    def test_stores_no_question_yet(self, client, engine):
        fill_in(client)

        assert rows(engine, Question) == []

    @pytest.mark.parametrize(
        ("field", "typed", "message"),
        [
            ("question", "", "Vul uw vraag in"),
            ("question", "   \n ", "Vul uw vraag in"),
            ("question", "Help", "minstens 20 tekens"),
            ("question", "x" * 4001, "hooguit 4.000 tekens"),
            ("question", f"{TEXT}\x00", "onleesbare tekens"),
            ("municipality", "Blorpstad aan Zee", "Wij kennen deze plaats niet"),
            ("municipality", "x" * 121, "Vul alleen een gemeente, een plaats of een postcode in"),
            ("email", "noor.example.nl", "Vul een e-mailadres in"),
            ("email", "noor@example.nl\r\nBcc: iedereen@example.nl", "onleesbare tekens"),
            ("email", "", "Vul uw e-mailadres in, of uw telefoonnummer"),
            ("name", "Noor\r\nBcc: iedereen@example.nl", "onleesbare tekens"),
            ("phone", "bel maar", "Vul een telefoonnummer in"),
            ("kvk", "1234", "acht cijfers"),
            ("amount_eur", "veel", "Vul een bedrag in"),
            ("amount_eur", "99999999999", "lager bedrag"),
            ("stage", "ergens", "Kies een mogelijkheid"),
        ],
    )
    def test_says_beside_the_field_what_to_mend_and_keeps_the_rest(self, client, engine, field, typed, message):
        answer = fill_in(client, **{"organisation": "De Werkplaats", field: typed})

        page = text_of(answer)
        assert answer.status_code == 400
        assert message in page.split(f'id="{field}-error"')[1].split("</div>")[0]
        assert "De Werkplaats" in page
        assert field == "question" or TEXT in page
        assert rows(engine, Draft) == []

    def test_keeps_a_text_that_is_too_long(self, client):
        text = "woord " * 700

        assert text.strip() in text_of(fill_in(client, question=text))

    @pytest.mark.parametrize(
        "text", ["👩🏽‍🔧🏭🌱 " * 10, "כיצד אוכל לקבל היתר לסדנה קטנה בעיר?", "=1+1 is geen formule maar een vraag"]
    )
    def test_takes_every_script_and_sign(self, client, text):
        assert fill_in(client, question=text).status_code == 303

        assert text.strip() in text_of(client.get("/vraag/controleren"))

    def test_shows_script_tags_as_text(self, client):
        fill_in(client, question=f"{TEXT} <script>alert(1)</script>", name="<img src=x onerror=alert(1)>")

        page = client.get("/vraag/controleren").get_data(as_text=True)

        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<img src=x" not in client.get("/vraag").get_data(as_text=True)

    @pytest.mark.parametrize("other_way", [{"phone": "06 0000 1234"}, {"print_receipt": "y"}])
    def test_takes_a_question_without_an_address(self, client, other_way):
        assert fill_in(client, email="", **other_way).status_code == 303

    @pytest.mark.parametrize("answer", ["unknown", "several"])
    def test_takes_a_question_without_a_municipality(self, client, answer):
        assert fill_in(client, municipality="", municipality_answer=answer).status_code == 303

    def test_asks_on_the_check_page_which_place_is_meant(self, client, engine):
        with Session(engine) as session:
            seen = {}
            name = next(
                name
                for name, gm_code in session.exec(select(Place.name, Place.gm_code).order_by(Place.name))
                if seen.setdefault(name, gm_code) != gm_code
            )

        fill_in(client, municipality=name)

        assert "Welke gemeente bedoelt u?" in text_of(client.get("/vraag/controleren"))

    def test_asks_on_the_check_page_about_a_postcode_in_two_municipalities(self, client, engine):
        with database.transaction(engine) as session:
            for gm_code in ("GM0363", "GM0392"):
                session.add(Postcode(pc4="1165", gm_code=gm_code, confidence="hoog", source="test"))

        fill_in(client, municipality="1165 AB")

        page = text_of(client.get("/vraag/controleren"))
        assert "Deze postcode ligt in meer dan één gemeente" in page
        assert 'value="GM0363"' in page

    def test_keeps_everything_when_the_form_expired(self, client):
        client.get("/vraag")

        answer = client.post("/vraag", data=FILLED_IN | {"csrf_token": "verlopen"})

        page = text_of(answer)
        assert answer.status_code == 400
        assert "Dit formulier stond te lang open" in page
        assert TEXT in page
        assert "noor@example.nl" in page

    def test_refuses_a_body_of_a_megabyte_with_a_page_that_says_so(self, client):
        answer = fill_in(client, question="x" * 1_000_000)

        assert answer.status_code == 413
        assert "<h1" in text_of(answer)

    def test_shows_again_what_was_typed_after_going_back(self, client):
        fill_in(client, stage="start", confidential="y", amount_eur="25.000")

        page = text_of(client.get("/vraag"))

        assert TEXT in page
        assert 'value="25.000"' in page
        assert '<option selected value="start">' in page

    def test_never_says_that_a_field_is_wrong_before_it_was_sent(self, client):
        assert "loket-error-summary" not in text_of(client.get("/vraag"))


class TestSaveForLater:
    def test_keeps_a_form_that_is_not_finished_and_mails_a_link(self, client, engine):
        answer = client.submit("/vraag", {"question": "Half", "email": "noor@example.nl", "save": "1"})

        assert (answer.status_code, answer.location) == (303, "/vraag/bewaard")
        [mail] = rows(engine, OutboxMail)
        assert (mail.template, mail.to_email) == ("draft_link", "noor@example.nl")

    def test_shows_a_link_that_opens_the_form_in_another_browser(self, client, app):
        client.submit("/vraag", {"question": "Half", "save": "1"})
        link = text_of(client.get("/vraag/bewaard")).split("/vraag/verder/")[1].split('"')[0]

        other = app.test_client()
        opened = other.submit(f"/vraag/verder/{link}")

        assert (opened.status_code, opened.location) == (303, "/vraag")
        assert "Half" in text_of(other.get("/vraag"))

    def test_does_not_mail_to_an_address_that_cannot_exist(self, client, engine):
        answer = client.submit("/vraag", {"question": "Half", "email": "noor", "save": "1"})

        assert answer.status_code == 400
        assert "Vul uw vraag" not in text_of(answer)
        assert rows(engine, OutboxMail) == []

    def test_does_not_flood_somebody_with_links(self, client, engine):
        told = {"question": "Half", "email": "noor@example.nl", "save": "1"}
        for _ in range(drafts.LINKS_PER_EMAIL):
            client.submit("/vraag", told)

        answer = client.submit("/vraag", told)

        assert answer.status_code == 429
        assert "Half" in text_of(answer)
        assert len(rows(engine, OutboxMail)) == drafts.LINKS_PER_EMAIL

    def test_says_that_a_link_does_not_work_after_thirty_days(self, client, clock):
        client.submit("/vraag", {"question": "Half", "save": "1"})
        link = text_of(client.get("/vraag/bewaard")).split("/vraag/verder/")[1].split('"')[0]
        clock.move(days=31)

        assert client.get(f"/vraag/verder/{link}").status_code == 410

    def test_starts_empty_after_the_form_expired(self, client, clock):
        fill_in(client)
        clock.move(days=31)

        assert TEXT not in text_of(client.get("/vraag"))


class TestDiscard:
    def test_forgets_what_was_typed(self, client, engine):
        fill_in(client)

        client.submit("/vraag/wissen", page="/vraag")

        assert rows(engine, Draft) == []
        assert TEXT not in text_of(client.get("/vraag"))
        assert client.get_cookie(DRAFT_COOKIE) is None


class TestWhenTheDatabaseCannot:
    def test_keeps_the_text_in_the_form_while_somebody_else_holds_the_database(self, one_file):
        engine, client = one_file
        token = client.csrf("/vraag")
        with closing(sa.create_engine(engine.url).raw_connection()) as other:
            other.driver_connection.isolation_level = None
            other.driver_connection.execute("BEGIN IMMEDIATE")

            answer = client.post("/vraag", data=FILLED_IN | {"csrf_token": token})
            other.driver_connection.execute("ROLLBACK")

        assert answer.status_code == 503
        assert "Het lukt nu niet om uw vraag te bewaren" in text_of(answer)
        assert TEXT in text_of(answer)

    def test_keeps_the_text_in_the_form_when_the_disk_is_full(self, one_file):
        engine, client = one_file
        token, text = client.csrf("/vraag"), "Een lange vraag. " * 230
        with engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        engine.dispose()
        event.listen(
            engine, "connect", lambda connection, _record: connection.execute(f"PRAGMA max_page_count = {pages}")
        )

        answer = client.post("/vraag", data=FILLED_IN | {"csrf_token": token, "question": text})

        assert answer.status_code == 503
        assert text.strip() in text_of(answer)
        assert rows(engine, Draft) == []
