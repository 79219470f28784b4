"""Trying a change of a topic out: what it says is what happens, question for question, and nothing before that."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from intake import revisions, topics
from intake.errors import NotFound, NotPermitted, RefusedInput, StalePage
from intake.model_files import MODEL_FILE, PREVIOUS_FILE, read_model
from intake.model_releases import roll_back
from intake.models.reference import Topic
from intake.models.system import Event, TopicTrial
from intake.routing import RouterCache, asked_of, likely_topic
from intake.routing_data import router_data
from intake.terms import QuestionStatus, Role, TrialStatus
from intake.topic_trials import (
    LEASE,
    LIVES,
    ask_for_trial,
    claim_next,
    finish,
    give_up,
    moves_of,
    newest_revision,
    outcome,
    publish,
    remove_files,
    serving_hash,
    trial_file,
)
from intake.trial_runs import placed, run
from matching.router import Router
from tests.conftest import FIXTURES
from tests.factories import START, make_account, make_act, make_question
from tests.intake.reference_files import rows_of
from tests.intake.small_models import few_examples, small_model

SLUG = "impact-meten"


@pytest.fixture
def act(session):
    """An act by an administrator."""
    return make_act(session, make_account(session, Role.BEHEERDER))


@pytest.fixture
def draft(session):
    """A change that draws questions about loans and buildings to another topic."""
    draft = topics.draft_of(session.get(Topic, SLUG))
    words = "Een lening voor een pand. Wij zoeken een leeg pand voor een werkplaats. Een lening van de bank."
    return replace(draft, description_nl=words, keywords="lening; bank; pand; werkplaats; leeg pand")


@pytest.fixture
def folder(tmp_path):
    """A folder with a few examples of some topics."""
    return few_examples(tmp_path / "examples")


def version(act):
    return revisions.version_of(act, topics.TABLE, SLUG)


def asked(act, draft):
    return ask_for_trial(act, SLUG, draft, version=version(act))


def tried(act, draft, directory, folder):
    """Ask for a trial and run it, as the worker does."""
    trial = asked(act, draft)
    claim_next(act)
    found = run(act, trial, directory, folder)
    finish(
        act,
        trial.id,
        revision=found.revision,
        before_hash=found.before_hash,
        model_hash=found.model_hash,
        moves=found.moves,
    )
    return trial


def ready(act, draft, directory):
    """Make a trial that is ready without fitting anything."""
    trial = asked(act, draft)
    small_model(name="tried").save(trial_file(directory, trial.id))
    finish(
        act,
        trial.id,
        revision=newest_revision(act),
        before_hash=serving_hash(directory),
        model_hash=small_model(name="tried").hash,
        moves=[],
    )
    return trial


class TestAsk:
    def test_saves_nothing_of_the_topic(self, session, act, draft):
        before = topics.draft_of(session.get(Topic, SLUG))

        trial = asked(act, draft)

        assert topics.draft_of(session.get(Topic, SLUG)) == before
        assert trial.status is TrialStatus.WAITING
        assert session.exec(select(Event.step).where(Event.chain == f"topic:{SLUG}")).all() == ["try_topic"]

    def test_a_second_click_gives_the_same_trial(self, session, act, draft):
        assert asked(act, draft).id == asked(act, draft).id
        assert asked(act, replace(draft, keywords="iets anders")).id != asked(act, draft).id

    def test_refuses_a_page_that_is_older_than_the_topic(self, act, draft):
        seen = version(act)
        topics.edit_topic(act, SLUG, replace(draft, keywords="eerder"))

        with pytest.raises(StalePage):
            ask_for_trial(act, SLUG, draft, version=seen)

    def test_refuses_a_topic_that_stopped(self, act, draft):
        topics.retire_topic(act, SLUG)

        with pytest.raises(RefusedInput) as refusal:
            asked(act, draft)

        assert (refusal.value.field, refusal.value.code) == ("topic", "retired")

    @pytest.mark.parametrize("role", [role for role in Role if role not in (Role.BEHEERDER, Role.ONDERNEMER)])
    def test_is_for_administrators(self, session, act, draft, tmp_path, role):
        trial = asked(act, draft)
        other = make_act(session, make_account(session, role))

        for deed in (
            lambda: ask_for_trial(other, SLUG, draft, version=0),
            lambda: outcome(other, SLUG, trial.id),
            lambda: publish(other, SLUG, trial.id, tmp_path),
        ):
            with pytest.raises(NotPermitted):
                deed()


class TestTrial:
    @pytest.fixture
    def questions(self, session):
        """Questions of several kinds, one of them withdrawn."""
        texts = [row[1] for row in rows_of(FIXTURES / "exemplars.csv")[1::40]][:12]
        odd = ["Wij zoeken een lening voor een leeg pand", "De bank wil geen lening geven", "Mijn paspoort is kwijt"]
        withdrawn = make_question(session, text="Deze telt niet mee", status=QuestionStatus.WITHDRAWN)
        return [make_question(session, text=text) for text in (*texts, *odd)], withdrawn

    def test_says_before_what_happens_after_question_for_question(
        self, session, engine, act, draft, folder, tmp_path, questions
    ):
        small_model().save(tmp_path / MODEL_FILE)
        stored, withdrawn = questions
        before = placed(session, Router(router_data(session), read_model(tmp_path / MODEL_FILE)))

        trial = tried(act, draft, tmp_path, folder)
        publish(act, SLUG, trial.id, tmp_path)
        session.commit()

        router = RouterCache(engine, tmp_path).current()
        told = {move.reference: move for move in moves_of(trial)}
        assert router.model_hash == trial.model_hash
        assert set(told) == {question.reference for question in stored}
        assert withdrawn.reference not in told
        assert {reference: move.before for reference, move in told.items()} == before
        assert {reference: move.after for reference, move in told.items()} == {
            question.reference: likely_topic(router.route(asked_of(question))) for question in stored
        }
        assert any(move.before != move.after for move in told.values()), "nothing moved; this test proves nothing"
        assert topics.draft_of(session.get(Topic, SLUG)) == draft

    def test_counts_what_each_topic_gains_and_loses(self, act, draft, folder, tmp_path, questions):
        small_model().save(tmp_path / MODEL_FILE)
        trial = tried(act, draft, tmp_path, folder)

        found = outcome(act, SLUG, trial.id)

        moved = [move for move in moves_of(trial) if move.before != move.after]
        assert found.looked_at == len(questions[0])
        assert [reference for reference, _before, _after in found.moved] == [move.reference for move in moved]
        assert sum(line.gained for line in found.balance) == sum(line.lost for line in found.balance) == len(moved)

    def test_runs_while_no_model_serves(self, act, draft, folder, tmp_path, questions):
        trial = tried(act, draft, tmp_path, folder)

        assert trial.before_hash is None
        assert {move.before for move in moves_of(trial)} == {None}


class TestPublish:
    @pytest.fixture(autouse=True)
    def serving(self, tmp_path):
        small_model(name="serving").save(tmp_path / MODEL_FILE)

    def test_saves_the_texts_and_lets_the_tried_model_serve(self, session, act, draft, tmp_path):
        trial = ready(act, draft, tmp_path)

        publish(act, SLUG, trial.id, tmp_path)

        assert topics.draft_of(session.get(Topic, SLUG)) == draft
        assert read_model(tmp_path / MODEL_FILE).hash == small_model(name="tried").hash
        assert read_model(tmp_path / PREVIOUS_FILE).hash == small_model(name="serving").hash
        assert trial.status is TrialStatus.PUBLISHED
        assert session.exec(select(Event.step).where(Event.chain == "model:topics")).all() == ["promote_model"]

    @pytest.mark.parametrize(
        ("hindrance", "field", "code"),
        [
            (lambda act, _draft, _directory, trial: give_up(act, trial.id), "trial", "not_ready"),
            (
                lambda act, draft, _directory, _trial: topics.edit_topic(act, SLUG, replace(draft, keywords="x")),
                "trial",
                "stale",
            ),
            (lambda act, draft, _directory, _trial: topics.edit_topic(act, "lening-garantie", draft), "trial", "stale"),
            (lambda _act, _draft, directory, _trial: small_model().save(directory / MODEL_FILE), "trial", "stale"),
            (lambda _act, _draft, directory, trial: trial_file(directory, trial.id).unlink(), "model", "no_trial"),
            (
                lambda _act, _draft, directory, trial: trial_file(directory, trial.id).write_bytes(b"geen model"),
                "model",
                "unusable",
            ),
        ],
        ids=["failed", "topic changed", "other topic changed", "other model", "file gone", "file broken"],
    )
    def test_refuses_what_would_not_be_what_was_shown(self, session, act, draft, tmp_path, hindrance, field, code):
        trial = ready(act, draft, tmp_path)
        hindrance(act, draft, tmp_path, trial)
        serving = read_model(tmp_path / MODEL_FILE).hash

        with pytest.raises(RefusedInput) as refusal:
            publish(act, SLUG, trial.id, tmp_path)

        assert (refusal.value.field, refusal.value.code) == (field, code)
        assert read_model(tmp_path / MODEL_FILE).hash == serving

    def test_refuses_an_old_trial(self, act, draft, tmp_path):
        trial = ready(act, draft, tmp_path)
        later = replace(act, at=START + LIVES + timedelta(minutes=1))

        with pytest.raises(RefusedInput) as refusal:
            publish(later, SLUG, trial.id, tmp_path)

        assert refusal.value.code == "stale"

    def test_refuses_a_second_time(self, act, draft, tmp_path):
        trial = ready(act, draft, tmp_path)
        publish(act, SLUG, trial.id, tmp_path)

        with pytest.raises(RefusedInput) as refusal:
            publish(act, SLUG, trial.id, tmp_path)

        assert refusal.value.code == "published"

    def test_can_be_rolled_back(self, act, draft, tmp_path):
        publish(act, SLUG, ready(act, draft, tmp_path).id, tmp_path)

        roll_back(act, tmp_path)

        assert read_model(tmp_path / MODEL_FILE).hash == small_model(name="serving").hash

    def test_finds_no_trial_of_another_topic(self, act, draft, tmp_path):
        trial = ready(act, draft, tmp_path)

        with pytest.raises(NotFound):
            publish(act, "lening-garantie", trial.id, tmp_path)


class TestClaim:
    def test_gives_each_trial_to_one_worker_the_oldest_first(self, act, draft):
        first, second = asked(act, draft), asked(act, replace(draft, keywords="later"))

        assert [claim_next(act), claim_next(act), claim_next(act)] == [first, second, None]

    def test_gives_an_abandoned_trial_again(self, act, draft):
        trial = asked(act, draft)
        claim_next(act)

        assert claim_next(replace(act, at=START + LEASE + timedelta(minutes=1))) == trial


class TestRemoveFiles:
    def test_keeps_only_what_can_still_be_published(self, session, act, draft, tmp_path):
        kept = ready(act, draft, tmp_path)
        session.add(old := TopicTrial(topic_slug=SLUG, profile="{}", version=0, asked_at=START - 2 * LIVES))
        session.flush()
        shutil.copy(trial_file(tmp_path, kept.id), trial_file(tmp_path, old.id))

        assert remove_files(act, tmp_path) == 1
        assert list(tmp_path.glob("*.npz")) == [trial_file(tmp_path, kept.id)]
