"""Entrepreneurs read and take along what is kept of their question, and have it erased."""

import json
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from intake import conversation, database, outbox, private_links
from intake.models.questions import Question
from intake.models.system import Erasure
from intake.terms import LegalForm, LinkPurpose, QuestionStatus
from tests.factories import (
    START,
    make_account,
    make_act,
    make_answered_question,
    make_case,
    make_decision,
    make_picked_up_question,
    make_question,
    make_referral,
    organisation_of_category,
)
from tests.web.asking import text_of
from web.worker import Worker

NOTE = "De wethouder vindt dit een goed plan."
DECIDED = "De school mag een jaar lang worden gebruikt"
GROUND = "Het college liet leegstand aan het team over."


@pytest.fixture
def mine(engine, client):
    """A question that this browser follows, with an answer, a note inside the team and a colleague's name."""
    with database.transaction(engine) as session:
        makelaar = make_account(session, name="Collega Vermeer")
        question = make_answered_question(
            session, makelaar, legal_form=LegalForm.STICHTING, asker_phone="06-00001234", asker_name="Noor Bakker"
        )
        desk = make_act(session, makelaar)
        conversation.note(desk, question.reference, NOTE)
        make_decision(session, question, makelaar, what=DECIDED, ground=GROUND)
        conversation.say(desk, question, conversation.MessageKind.TO_ASKER, "U kunt terecht bij Vastgoed.")
        outbox.put(desk, "question_answered", question.asker_email, question.language, question_id=question.id)
        outbox.put(desk, "referral_offered", "iemand@example.nl", question.language, question_id=question.id)
        make_case(session, question_id=question.id, title="Een eigen titel", story="Het verhaal", released_at=START)
        make_referral(session, question, organisation_of_category(session, "intermediair").id)
    client.open_question(question.id)
    return question.reference


def stored(engine, reference):
    with Session(engine) as session:
        return session.exec(select(Question).where(Question.reference == reference)).one()


class TestShow:
    def test_tells_what_is_kept_and_nothing_that_is_for_the_team_alone(self, client, mine):
        page = text_of(client.get(f"/mijn-vraag/{mine}/gegevens"))

        for told in ("06-00001234", "Noor Bakker", "Stichting", "U kunt terecht bij Vastgoed.", "Het verhaal", DECIDED):
            assert told in page
        for kept_back in (NOTE, GROUND, "Collega Vermeer", "iemand@example.nl"):
            assert kept_back not in page
        assert "U kunt ze opvragen bij de gemeente" in page

    def test_is_reached_from_the_page_of_the_question(self, client, mine):
        page = text_of(client.get(f"/mijn-vraag/{mine}"))

        assert f"/mijn-vraag/{mine}/gegevens" in page
        assert f"/mijn-vraag/{mine}/wissen" in page

    def test_is_not_there_for_somebody_else(self, client, engine):
        with database.transaction(engine) as session:
            question = make_question(session)

        assert client.get(f"/mijn-vraag/{question.reference}/gegevens").status_code == 404
        assert client.get(f"/mijn-vraag/{question.reference}/gegevens.json").status_code == 404

    def test_can_be_read_of_a_question_about_which_nothing_more_is_known(self, client, engine):
        with database.transaction(engine) as session:
            question = make_question(session, asker_email=None, asker_name="", topic_slug=None)
        client.open_question(question.id)

        page = text_of(client.get(f"/mijn-vraag/{question.reference}/gegevens"))

        assert "Wij stuurden u geen e-mail." in page
        assert "Uw vraag hoort bij geen knelpunt en bij geen casus." in page


class TestDownload:
    def test_hands_over_a_file_with_the_same(self, client, mine):
        answer = client.get(f"/mijn-vraag/{mine}/gegevens.json")

        told = json.loads(answer.data)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="vraag-{mine}.json"'
        assert told["contact"]["telefoon"] == "06-00001234"
        assert told["onderneming"]["rechtsvorm"] == "stichting"
        assert [row["tekst"] for row in told["gesprek"]][-1] == "U kunt terecht bij Vastgoed."
        assert [row["soort"] for row in told["e_mails"]] == ["question_answered"]
        assert told["casussen"][0]["verhaal"] == "Het verhaal"
        assert [row["wat"] for row in told["besluiten_van_het_team"]] == [DECIDED]
        assert len(told["teams"]) == 1

    def test_holds_nothing_of_others(self, client, mine):
        text = client.get(f"/mijn-vraag/{mine}/gegevens.json").get_data(as_text=True)

        assert [word for word in (NOTE, GROUND, "Vermeer", "iemand@example.nl") if word in text] == []


class TestErase:
    def test_says_first_what_goes_and_what_stays(self, client, mine):
        page = text_of(client.get(f"/mijn-vraag/{mine}/wissen"))

        assert "Het verhaal van 1 casus" in page
        assert "1 notitie die het team voor zichzelf maakte" in page
        assert "Wat er blijft" in page

    def test_erases_nothing_without_the_tick(self, client, engine, mine):
        answer = client.submit(f"/mijn-vraag/{mine}/wissen")

        assert answer.status_code == 400
        assert "Zet een vinkje als u alles wilt laten wissen" in text_of(answer)
        assert stored(engine, mine).status is QuestionStatus.ANSWERED

    def test_erases_with_one_confirming_click_and_says_so(self, client, engine, mine):
        answer = client.submit(f"/mijn-vraag/{mine}/wissen", {"sure": "y"})

        page = text_of(client.get(answer.location))
        assert "Deze vraag is gewist" in page
        assert "Vastgoed" not in page
        assert stored(engine, mine).status is QuestionStatus.ERASED

    def test_warns_that_an_open_question_gets_no_answer_any_more(self, client, engine):
        with database.transaction(engine) as session:
            question = make_picked_up_question(session, make_account(session))
        client.open_question(question.id)

        assert "Wij trekken hem eerst in" in text_of(client.get(f"/mijn-vraag/{question.reference}/wissen"))

    def test_says_so_on_every_page_of_the_question_afterwards(self, client, mine):
        client.submit(f"/mijn-vraag/{mine}/wissen", {"sure": "y"})

        for path in ("", "/gegevens", "/wissen"):
            answer = client.get(f"/mijn-vraag/{mine}{path}", follow_redirects=True)
            assert "Deze vraag is gewist" in text_of(answer), path

    def test_says_so_behind_a_link_and_opens_nothing_with_it(self, client, engine, mine):
        with database.transaction(engine) as session:
            token = private_links.mint(make_act(session), LinkPurpose.QUESTION, question_id=stored(engine, mine).id)
        client.submit(f"/mijn-vraag/{mine}/wissen", {"sure": "y"})
        client.sign_out()

        answer = client.get(f"/mijn-vraag/openen/{token}")

        assert answer.status_code == 410
        assert "Deze vraag is gewist" in text_of(answer)

    def test_stays_visible_to_the_team_as_a_reference_with_dates(self, client, engine, mine):
        client.submit(f"/mijn-vraag/{mine}/wissen", {"sure": "y"})
        with database.transaction(engine) as session:
            makelaar = make_account(session)
        client.sign_in(makelaar)

        page = text_of(client.get(f"/vragen/{mine}"))
        queue = text_of(client.get("/werkvoorraad?stand=afgesloten"))
        dossier = client.get(f"/vragen/{mine}/dossier")

        assert "De ondernemer liet deze vraag op 15 september 2026 wissen" in page
        assert mine.replace("-", "") in queue.replace("-", "")
        assert "Gewist" in queue
        assert "Alleen telefoon" not in queue
        assert (dossier.status_code, "Vastgoed" in page, "Noor" in page, NOTE in page) == (200, False, False, False)

    def test_refuses_a_message_that_comes_too_late(self, client, mine):
        token = client.csrf(f"/mijn-vraag/{mine}")
        client.submit(f"/mijn-vraag/{mine}/wissen", {"sure": "y"})

        answer = client.post(f"/mijn-vraag/{mine}/bericht", data={"csrf_token": token, "message": "Nog iets."})

        assert answer.status_code == 409
        assert "Deze vraag is gewist" in text_of(answer)

    def test_is_not_there_for_somebody_else(self, client, engine):
        with database.transaction(engine) as session:
            question = make_question(session)

        assert client.get(f"/mijn-vraag/{question.reference}/wissen").status_code == 404

    def test_changes_nothing_while_the_database_is_locked(self, one_file):
        engine, client = one_file
        with database.transaction(engine) as session:
            question = make_question(session)
        client.open_question(question.id)
        token = client.csrf(f"/mijn-vraag/{question.reference}/wissen")

        with database.transaction(engine) as session:
            session.connection()
            answer = client.post(f"/mijn-vraag/{question.reference}/wissen", data={"csrf_token": token, "sure": "y"})

        assert answer.status_code == 503
        assert "Er is nog niets veranderd" in text_of(answer)
        assert stored(engine, question.reference).text != ""


class TestWorker:
    def test_logs_an_erasure_outside_the_database_and_sweeps_once(self, client, engine, settings, clock, mine):
        client.submit(f"/mijn-vraag/{mine}/wissen", {"sure": "y"})
        worker = Worker(engine, settings, NoDelivery(), clock)

        worker.run_once()
        clock.move(minutes=5)
        worker.run_once()

        with database.reading(engine) as session:
            row = session.exec(select(Erasure)).one()
        assert (row.logged_at, row.swept_at) == (START, START)
        assert (settings.checkpoint_dir / "erasures.jsonl").read_text().count("\n") == 1

    def test_sweeps_later_while_the_database_is_in_use(self, one_file, settings, clock):
        engine, client = one_file
        with database.transaction(engine) as session:
            question = make_question(session)
        client.open_question(question.id)
        client.submit(f"/mijn-vraag/{question.reference}/wissen", {"sure": "y"})
        worker = Worker(engine, settings, NoDelivery(), clock)

        with database.reading(engine) as reader:
            reader.exec(select(Question.id)).all()
            worker.run_once()
            busy = reader.exec(select(Erasure.swept_at)).one()
        clock.move(minutes=5)
        worker.run_once()

        with database.reading(engine) as session:
            swept = session.exec(select(Erasure.swept_at)).one()
        assert (busy, swept) == (None, START + timedelta(minutes=5))


class NoDelivery:
    """A way out that takes everything."""

    def send(self, message) -> None:
        """Take ``message``."""
