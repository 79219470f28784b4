"""The check page proposes; the asker decides; two clicks make one question."""

import json
from contextlib import closing

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from intake import database
from intake.models.questions import Draft, Question, Referral, RoutingRecord
from intake.models.reference import Intermediary, Place, RegionalLead, Team, Topic
from intake.models.system import OutboxMail
from intake.terms import RouteReason
from tests.web.asking import FILLED_IN, TEXT, ask, fill_in, rows, send, text_of, value_of
from web.access import ASKER_COOKIE, DRAFT_COOKIE


def helper_in(page):
    """Return the first organisation on the check page that can be ticked."""
    return page.split('name="organisations"')[1].split('value="')[1].split('"')[0]


class TestCheck:
    def test_leads_somebody_without_a_form_to_the_form(self, client):
        answer = client.get("/vraag/controleren")

        assert (answer.status_code, answer.location) == (303, "/vraag")

    def test_names_the_team_and_why(self, client):
        fill_in(client)

        page = text_of(client.get("/vraag/controleren"))

        assert "Makelaarsteam Haarlem" in page
        assert "Haarlem heeft een eigen team" in page

    def test_names_the_owner_and_the_next_step_outside_the_area(self, client, engine):
        with Session(engine) as session:
            led = session.exec(select(RegionalLead.gm_code).order_by(RegionalLead.gm_code).limit(1)).one()
        fill_in(client, municipality=led)

        page = text_of(client.get("/vraag/controleren"))

        assert "heeft geen eigen makelaarsteam" in page
        assert "zoekt de juiste persoon bij uw eigen gemeente" in page

    def test_says_that_every_answer_may_be_none(self, client):
        fill_in(client)

        page = client.get("/vraag/controleren").get_data(as_text=True)

        for name in ("wrong_team", "no_financing", "no_intermediary"):
            assert f'name="{name}"' in page
        assert 'name="topic" type="radio" value="none"' in page

    def test_shows_source_and_year_of_every_scheme(self, client):
        fill_in(client, question="Ik zoek een lening of subsidie voor machines in mijn werkplaats.")

        page = text_of(client.get("/vraag/controleren"))

        schemes = page.split('class="loket-scheme"')[1:]
        assert schemes
        assert all("Bron bij" in scheme for scheme in schemes)
        assert all("uit 2" in scheme or "jaar niet bekend" in scheme for scheme in schemes)

    def test_warns_for_a_number_that_nobody_needs(self, client):
        fill_in(client, question=f"{TEXT} Mijn rekening is NL91 ABNA 0417 1643 00.")

        assert "burgerservicenummer of een rekeningnummer" in text_of(client.get("/vraag/controleren"))


class TestSend:
    def test_stores_one_question_with_what_was_chosen(self, client, engine):
        fill_in(client, name="Noor de Wit", stage="start", confidential="y")

        answer = send(client, wrong_team="y", no_financing="y")

        assert (answer.status_code, answer.location) == (303, "/vraag/ontvangen")
        [question] = rows(engine, Question)
        assert (question.text, question.asker_name, question.stage) == (TEXT, "Noor de Wit", "start")
        assert question.confidential
        assert question.asker_said_none
        assert question.objected_at is not None

    def test_erases_the_form(self, client, engine):
        ask(client)

        assert all(TEXT not in draft.fields for draft in rows(engine, Draft))

    def test_shares_with_the_organisations_that_were_ticked(self, client, engine):
        fill_in(client)
        helper = helper_in(client.get("/vraag/controleren").get_data(as_text=True))

        send(client, organisations=helper)

        assert [str(row.organisation_id) for row in rows(engine, Referral)] == [helper]

    def test_refuses_an_organisation_that_was_not_offered(self, client, engine):
        fill_in(client)

        answer = send(client, organisations="999999")

        assert answer.status_code == 400
        assert rows(engine, Question) == []

    def test_refuses_a_topic_that_was_not_offered(self, client, engine):
        fill_in(client)

        assert send(client, topic="verzonnen").status_code == 400
        assert rows(engine, Question) == []

    def test_makes_one_question_of_two_clicks_with_the_same_receipt(self, client, engine):
        fill_in(client)
        page = client.get("/vraag/controleren").get_data(as_text=True)
        told = {"csrf_token": value_of(page, "csrf_token"), "revision": value_of(page, "revision"), "topic": "none"}

        answers = [client.post("/vraag/controleren", data=told) for _ in range(2)]

        assert [answer.location for answer in answers] == ["/vraag/ontvangen"] * 2
        [question] = rows(engine, Question)
        assert question.reference in text_of(client.get("/vraag/ontvangen"))

    def test_shows_the_receipt_to_somebody_who_goes_back(self, client):
        ask(client)

        assert client.get("/vraag/controleren").location == "/vraag/ontvangen"

    def test_starts_a_new_question_with_an_empty_form(self, client, engine):
        ask(client)

        assert TEXT not in text_of(client.get("/vraag"))
        ask(client, question="Een tweede vraag, over een heel ander onderwerp.")
        assert len(rows(engine, Question)) == 2

    def test_does_not_send_what_was_changed_in_another_window(self, client, engine):
        fill_in(client)
        page = client.get("/vraag/controleren").get_data(as_text=True)
        told = {"csrf_token": value_of(page, "csrf_token"), "revision": value_of(page, "revision"), "topic": "none"}
        fill_in(client, question="Intussen is dit een heel andere vraag geworden.")

        answer = client.post("/vraag/controleren", data=told)

        assert answer.status_code == 409
        assert "intussen gewijzigd" in text_of(answer)
        assert rows(engine, Question) == []
        shown = value_of(answer.get_data(as_text=True), "revision")
        assert client.post("/vraag/controleren", data=told | {"revision": shown}).status_code == 303

    def test_asks_again_when_the_page_expired(self, client, engine):
        fill_in(client)

        answer = send(client, csrf_token="verlopen")

        assert answer.status_code == 400
        assert "stond te lang open" in text_of(answer)
        assert rows(engine, Question) == []

    def test_counts_the_gap_of_a_municipality_without_a_team(self, client, engine):
        with Session(engine) as session:
            led = session.exec(select(RegionalLead.gm_code).order_by(RegionalLead.gm_code).limit(1)).one()

        ask(client, municipality=led)

        assert [row.gap for row in rows(engine, Question)] == [RouteReason.REGIONAL_LEAD]

    def test_sends_nothing_to_a_real_desk(self, client, engine):
        ask(client)

        assert {mail.to_email for mail in rows(engine, OutboxMail)} == {"noor@example.nl"}

    def test_keeps_the_question_when_the_database_is_busy(self, one_file):
        engine, client = one_file
        fill_in(client)
        page = client.get("/vraag/controleren").get_data(as_text=True)
        told = {"csrf_token": value_of(page, "csrf_token"), "revision": value_of(page, "revision"), "topic": "none"}
        with closing(sa.create_engine(engine.url).raw_connection()) as other:
            other.driver_connection.isolation_level = None
            other.driver_connection.execute("BEGIN IMMEDIATE")

            busy = client.post("/vraag/controleren", data=told)
            other.driver_connection.execute("ROLLBACK")

        assert busy.status_code == 503
        assert "Er is niets verloren" in text_of(busy)
        assert TEXT in text_of(busy)
        assert client.post("/vraag/controleren", data=told).status_code == 303
        assert len(rows(engine, Question)) == 1


def two_homes(engine):
    """Return the name of a place in two municipalities, and those municipalities."""
    seen: dict[str, set[str]] = {}
    with Session(engine) as session:
        for name, gm_code in session.exec(select(Place.name, Place.gm_code).order_by(Place.name)):
            seen.setdefault(name, set()).add(gm_code)
    return next((name, sorted(codes)) for name, codes in seen.items() if len(codes) == 2)


class TestPlace:
    def test_does_not_send_before_the_municipality_is_chosen(self, client, engine):
        fill_in(client, municipality=two_homes(engine)[0])

        answer = send(client)

        assert answer.status_code == 400
        assert "Kies welke gemeente u bedoelt" in text_of(answer)
        assert rows(engine, Question) == []

    def test_sends_to_the_team_of_the_municipality_that_was_chosen(self, client, engine):
        name, codes = two_homes(engine)
        fill_in(client, municipality=name)

        send(client, gm_code=codes[1])

        assert [row.gm_code for row in rows(engine, Question)] == [codes[1]]

    def test_shows_the_answers_again_for_the_municipality_that_was_chosen(self, client, engine):
        name, codes = two_homes(engine)
        fill_in(client, municipality=name)

        answer = send(client, gm_code=codes[0], place="1")

        assert answer.status_code == 303
        assert "Welke gemeente bedoelt u?" not in text_of(client.get("/vraag/controleren"))
        assert rows(engine, Question) == []

    def test_leaves_it_to_the_national_team_when_none_is_meant(self, client, engine):
        fill_in(client, municipality=two_homes(engine)[0])

        send(client, gm_code="none")

        with Session(engine) as session:
            national = session.exec(select(Team.id).where(Team.is_national)).one()
        assert [(row.gm_code, row.team_id) for row in rows(engine, Question)] == [(None, national)]

    def test_asks_when_field_and_text_disagree(self, client):
        fill_in(client, question=f"{TEXT} Onze zaak staat in Utrecht.", municipality="Haarlem")

        assert "U vulde een andere gemeente in" in text_of(client.get("/vraag/controleren"))


class TestFacts:
    TOLD = "Onze stichting zoekt een lening van 40.000 euro voor een bakoven in de wijk."

    def test_are_shown_with_the_words_they_were_read_in(self, client):
        fill_in(client, question=self.TOLD)

        page = text_of(client.get("/vraag/controleren"))

        assert "U schreef “40.000 euro”: wij begrijpen dat u € 40.000 zoekt." in page
        assert "U schreef “Onze stichting”: wij begrijpen dat dit uw rechtsvorm is: Stichting." in page

    def test_that_were_filled_in_are_not_read(self, client):
        fill_in(client, question=self.TOLD, legal_form="bv", amount_eur="10000")

        assert "U schreef “" not in text_of(client.get("/vraag/controleren"))

    def test_that_are_corrected_are_used_at_once(self, client, engine):
        fill_in(client, question=self.TOLD)

        answer = send(client, amount_eur="60000", legal_form="stichting", facts="read")

        assert (answer.status_code, answer.location) == (303, "/vraag/controleren#geld")
        page = text_of(client.get("/vraag/controleren"))
        assert "40.000 euro”: wij" not in page
        assert "Uw bedrag van € 60.000 past." in page
        assert rows(engine, Question) == []

    def test_that_are_emptied_are_not_read_again(self, client):
        fill_in(client, question=self.TOLD)

        send(client, amount_eur="", legal_form="stichting", facts="read")

        page = text_of(client.get("/vraag/controleren"))
        assert "zoekt." not in page
        assert "Onze stichting”" in page

    def test_that_are_corrected_while_sending_are_stored(self, client, engine):
        fill_in(client, question=self.TOLD)

        send(client, amount_eur="60000", legal_form="")

        [question] = rows(engine, Question)
        [record] = rows(engine, RoutingRecord)
        assert (question.amount_eur, question.legal_form) == (60_000, None)
        assert json.loads(record.facts) == {"read": [], "not_read": ["legal_form"]}

    def test_that_are_accepted_are_stored_as_read(self, client, engine):
        fill_in(client, question=self.TOLD)

        send(client)

        [question] = rows(engine, Question)
        [record] = rows(engine, RoutingRecord)
        assert question.amount_eur is None
        assert {row["name"] for row in json.loads(record.facts)["read"]} == {"amount_eur", "legal_form"}

    def test_a_wrong_amount_is_refused_beside_its_field(self, client, engine):
        fill_in(client, question=self.TOLD)

        answer = send(client, amount_eur="veel", facts="read")

        assert answer.status_code == 400
        assert "Vul een bedrag in, bijvoorbeeld 1.500" in text_of(answer)
        assert rows(engine, Question) == []

    def test_one_question_is_asked_above_the_list(self, client):
        fill_in(client, question=self.TOLD, stage="start", target="impact_first")
        send(client, amount_eur="", facts="read")

        page = text_of(client.get("/vraag/controleren"))

        assert page.count("Als u dit invult, weten wij het van") == 1
        assert 'id="amount_eur"' in page

    def test_a_place_that_is_asked_moves_the_question_to_its_team(self, client, engine):
        fill_in(client, municipality="", municipality_answer="unknown")
        assert 'id="municipality"' in text_of(client.get("/vraag/controleren"))

        answer = send(client, municipality="Haarlem")

        assert (answer.status_code, answer.location) == (303, "/vraag/controleren#geld")
        assert "Makelaarsteam Haarlem" in text_of(client.get("/vraag/controleren"))
        assert rows(engine, Question) == []
        send(client)
        assert [row.gm_code for row in rows(engine, Question)] == ["GM0392"]

    def test_a_place_that_does_not_exist_is_refused_beside_its_field(self, client):
        fill_in(client, municipality="", municipality_answer="unknown")

        answer = send(client, municipality="Blorpstad aan Zee", facts="asked")

        assert answer.status_code == 400
        assert "Wij kennen deze plaats niet" in text_of(answer)

    def test_that_are_filled_in_stand_in_the_form_too(self, client):
        fill_in(client, municipality="", municipality_answer="unknown")

        send(client, municipality="Haarlem", facts="asked")

        assert value_of(client.get("/vraag").get_data(as_text=True), "municipality") == "Haarlem"

    def test_stay_with_the_municipality_that_was_chosen(self, client, engine):
        name, codes = two_homes(engine)
        fill_in(client, question=self.TOLD, municipality=name)
        send(client, gm_code=codes[1], place="1")

        send(client, amount_eur="60000", legal_form="stichting", facts="read")
        send(client)

        assert [row.gm_code for row in rows(engine, Question)] == [codes[1]]

    def test_a_place_that_was_read_is_shown_with_its_words(self, client):
        fill_in(client, question=f"{TEXT} Het staat in Haarlem.", municipality="", municipality_answer="unknown")

        assert "U schreef “Haarlem”: wij begrijpen dat het gaat om de gemeente Haarlem" in text_of(
            client.get("/vraag/controleren")
        )


class TestSecondNeed:
    @pytest.fixture
    def second(self, client, engine):
        """A draft in which a second need was seen; no model is needed for that."""
        fill_in(client)
        with database.transaction(engine) as session:
            topic = session.exec(select(Topic).order_by(Topic.slug).limit(1)).one()
            draft = session.exec(select(Draft)).one()
            kept = json.loads(draft.fields)
            proposal = json.loads(kept["proposal"])
            proposal["second_topic"] = {
                "slug": topic.slug,
                "probability": 0.7,
                "score": 0.7,
                "evidence": ["werkplaats"],
            }
            draft.fields = json.dumps(kept | {"proposal": json.dumps(proposal)})
            session.add(draft)
            return topic.slug, topic.name_nl

    def test_is_offered_as_a_line_of_its_own(self, client, second):
        page = text_of(client.get("/vraag/controleren"))

        assert "U vraagt misschien ook:" in page
        assert second[1] in page

    def test_is_noted_when_it_is_ticked(self, client, engine, second):
        send(client, also="y")

        assert [row.also_topic for row in rows(engine, Question)] == [second[0]]

    def test_is_not_noted_by_itself(self, client, engine, second):
        send(client)

        assert [row.also_topic for row in rows(engine, Question)] == [None]
        assert [row.second_topic for row in rows(engine, RoutingRecord)] == [second[0]]

    def test_is_not_there_when_none_was_seen(self, client):
        fill_in(client)

        assert "U vraagt misschien ook:" not in text_of(client.get("/vraag/controleren"))


class TestReceipt:
    def test_shows_reference_link_and_dates(self, client, engine):
        page = text_of(ask(client))

        [question] = rows(engine, Question)
        assert question.reference in page
        assert "https://localhost/mijn-vraag/openen/" in page
        assert "uiterlijk 17 september 2026" in page

    def test_shows_the_link_for_an_hour_only(self, client, clock):
        ask(client)
        clock.move(hours=2)

        assert "/mijn-vraag/openen/" not in text_of(client.get("/vraag/ontvangen"))

    def test_lets_this_browser_follow_the_question(self, client, engine):
        ask(client)

        [question] = rows(engine, Question)
        assert client.get_cookie(ASKER_COOKIE) is not None
        assert client.get(f"/mijn-vraag/{question.reference}").status_code == 200

    def test_tells_somebody_without_an_address_to_keep_the_link(self, client):
        assert "U gaf geen e-mailadres" in text_of(ask(client, email="", print_receipt="y"))

    def test_shows_nothing_to_another_browser(self, client, app):
        ask(client)

        answer = app.test_client().get("/vraag/ontvangen")

        assert (answer.status_code, answer.location) == (303, "/mijn-vraag")

    def test_keeps_cookies_out_of_reach_of_scripts_and_other_sites(self, client):
        answer = fill_in(client)

        [cookie] = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith(DRAFT_COOKIE)]
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_an_intermediary_that_takes_no_questions_is_not_offered(client, engine, clock):
    fill_in(client)
    helper = int(helper_in(client.get("/vraag/controleren").get_data(as_text=True)))
    with database.transaction(engine) as session:
        organisation = session.exec(
            select(Intermediary.organisation_id).where(Intermediary.organisation_id == helper).limit(1)
        ).one()
        session.connection().execute(
            sa.text("UPDATE organisations SET paused_until = :day WHERE id = :id"),
            {"day": clock().date(), "id": organisation},
        )

    assert f'value="{helper}"' not in client.get("/vraag/controleren").get_data(as_text=True)
    assert FILLED_IN["question"] in text_of(client.get("/vraag/controleren"))


def test_a_closed_scheme_is_named_as_closed(client):
    fill_in(
        client, question="Mijn medewerkers wil scholing: is er nog een persoonlijk scholingsbudget, het STAP-budget?"
    )

    page = text_of(client.get("/vraag/controleren"))

    [closed] = [scheme for scheme in page.split('class="loket-scheme"')[1:] if "STAP-budget" in scheme]
    assert "Gesloten volgens de bron uit 2023" in closed
