"""Trying a change of a topic out in the browser: the worker runs it, nothing typed is lost, no text is shown."""

import json

import pytest
from sqlmodel import Session, select

from intake import database, topics
from intake.model_files import MODEL_FILE, read_model
from intake.models.reference import Topic
from intake.models.system import TopicTrial
from intake.terms import Role, TrialStatus
from intake.topic_trials import moves_of, trial_file
from tests.factories import make_account, make_question
from tests.intake.small_models import few_examples, small_model
from tests.web.asking import text_of
from web.mail import FileDelivery, mail_directory
from web.worker import Worker

SLUG = "impact-meten"
PATH = f"/beheer/onderwerpen/{SLUG}"
WORDS = "lening; bank; pand; werkplaats"
TEXT = "Wij zoeken een leeg pand voor een werkplaats en weten niet wie daarover gaat."


@pytest.fixture
def manager(engine, client):
    """An administrator who is signed in."""
    with database.transaction(engine) as session:
        account = make_account(session, Role.BEHEERDER, password_hash="x")
        make_question(session, text=TEXT)
    client.sign_in(account)
    return account


@pytest.fixture
def worker(engine, settings, clock, tmp_path):
    """A worker that fits on a few examples."""
    settings.data_dir.mkdir(parents=True)
    small_model().save(settings.data_dir / MODEL_FILE)
    return Worker(engine, settings, FileDelivery(mail_directory(settings)), clock, few_examples(tmp_path / "few"))


def try_out(client, **changes):
    """Change the keywords of the topic and press "Probeer eerst"; return where that leads."""
    page = client.get(PATH).text
    version = page.split('name="version"')[1].split('value="')[1].split('"')[0]
    services = client.application.extensions["loket"]
    with Session(services.engine) as session:
        draft = topics.draft_of(session.get_one(Topic, SLUG))
    fields = {name: getattr(draft, name) for name in draft.__slots__}
    return client.submit(PATH, fields | {"version": version, "keywords": WORDS, "try": "1"} | changes)


def keywords(engine):
    with Session(engine) as session:
        return session.exec(select(Topic.keywords).where(Topic.slug == SLUG)).one()


def the_trial(engine):
    with Session(engine) as session:
        return session.exec(select(TopicTrial)).one()


@pytest.mark.usefixtures("manager")
class TestTryOut:
    def test_saves_nothing_and_says_that_it_runs(self, client, engine):
        before = keywords(engine)

        response = try_out(client)

        assert response.status_code == 303
        assert "De proef loopt op de achtergrond" in client.get(response.location).text
        assert keywords(engine) == before

    def test_says_beside_the_field_what_is_wrong(self, client):
        response = try_out(client, name_nl="")

        assert response.status_code == 400
        assert "Vul een naam in" in response.text
        assert WORDS in response.text

    def test_tells_who_was_first_and_keeps_what_was_typed(self, client):
        response = try_out(client, version="1")

        assert response.status_code == 409
        assert "Iemand anders was u voor" in response.text
        assert WORDS in response.text

    def test_what_was_typed_is_in_the_form_again(self, client):
        trial = client.get(try_out(client).location).text

        again = trial.split('href="')
        [link] = [part.split('"')[0] for part in again if part.startswith(f"{PATH}?proef=")]
        assert WORDS in client.get(link).text

    @pytest.mark.parametrize("path", [f"{PATH}/proef/999999", f"{PATH}?proef=999999"])
    def test_of_a_trial_that_is_not_there_is_not_found(self, client, path):
        assert client.get(path).status_code == 404

    def test_refuses_to_publish_before_the_outcome_is_there(self, client, engine):
        location = try_out(client).location
        before = keywords(engine)

        response = client.submit(f"{location}/in-gebruik", page=location)

        assert response.status_code == 400
        assert "Deze proef is niet klaar" in response.text
        assert keywords(engine) == before


@pytest.mark.usefixtures("manager")
class TestOutcome:
    def test_shows_references_and_counts_and_no_text(self, client, engine, worker):
        location = try_out(client).location

        worker.run_once()

        page = text_of(client.get(location))
        moved = [move for move in moves_of(the_trial(engine)) if move.before != move.after]
        assert the_trial(engine).status is TrialStatus.READY
        assert "Van de laatste 1 vraag" in page
        assert all(move.reference in page for move in moved)
        assert "weten niet wie daarover gaat" not in page

    def test_is_published_with_the_very_model_that_was_tried(self, client, engine, settings, worker):
        location = try_out(client).location
        worker.run_once()

        response = client.submit(f"{location}/in-gebruik", page=location)

        assert response.status_code == 303
        assert keywords(engine) == WORDS
        assert read_model(settings.data_dir / MODEL_FILE).hash == the_trial(engine).model_hash
        assert "in gebruik" in client.get(response.location).text

    def test_keeps_no_model_of_a_published_trial(self, client, engine, settings, worker):
        location = try_out(client).location
        worker.run_once()
        client.submit(f"{location}/in-gebruik", page=location)

        worker.run_once()

        assert not trial_file(settings.data_dir, the_trial(engine).id).exists()

    def test_says_that_it_failed(self, client, engine, worker):
        location = try_out(client).location
        (worker.examples / "outside.csv").unlink()

        worker.run_once()

        assert the_trial(engine).status is TrialStatus.FAILED
        assert "De proef is niet gelukt" in client.get(location).text

    def test_reads_well_in_english(self, client, engine, worker):
        location = try_out(client).location
        worker.run_once()
        with database.transaction(engine) as session:
            trial = session.exec(select(TopicTrial)).one()
            trial.moves = json.dumps([["HLM-26-2222-22", None, SLUG], ["HLM-26-3333-33", SLUG, "lening-garantie"]])
            session.add(trial)

        page = client.get(f"{location}?taal=en").text

        assert 'lang="en"' in page
        assert "HLM-26-3333-33" in page
