"""Fitting: examples, topics as they are now and confirmed questions; never what is held back or erased."""

import shutil

import pytest
from sqlmodel import select

from intake.learning import confirmed_questions
from intake.model_note import ModelNote
from intake.models.questions import Question
from intake.routing_data import router_data
from intake.topic_model import FOLDS, fit, folds
from tests.conftest import FIXTURES
from tests.factories import START, make_account, make_picked_up_question
from tests.intake.reference_files import rows_of, write_rows

#: Few enough to fit in a second.
TOPICS = ("lening-garantie", "ruimte-vastgoed", "impact-meten")
EACH = 6

#: A word that stands in no example.
ODD = "kwartelmozaiek"


@pytest.fixture
def folder(tmp_path):
    """A folder with a few examples of some topics."""
    for name in ("exemplars.csv", "outside.csv", "phrases.csv"):
        shutil.copy(FIXTURES / name, tmp_path)
    header, *rows = rows_of(tmp_path / "exemplars.csv")
    kept = [row for topic in TOPICS for row in [row for row in rows if row[0] == topic][:EACH]]
    write_rows(tmp_path / "exemplars.csv", [header, *kept])
    header, *rows = rows_of(tmp_path / "outside.csv")
    write_rows(tmp_path / "outside.csv", [header, *rows[:EACH]])
    return tmp_path


def ask_thrice(session, makelaar, number, **overrides):
    """Three people ask about the same odd thing, so that the word is one that may be learned."""
    return [
        make_picked_up_question(
            session,
            makelaar,
            **{"confirmed_topic": "ruimte-vastgoed", "text": f"Mag er in een {ODD} een atelier komen? {number}{n}"}
            | overrides,
        )
        for n in range(3)
    ]


def learned_questions(session, makelaar):
    """Ask until three of the odd questions are among those that are learned from."""
    number = 0
    while sum(not question.held_back for question in confirmed_questions(session)) < 3:
        ask_thrice(session, makelaar, number)
        number += 1


def says(model, topic):
    """Return how likely the odd thing is about ``topic``."""
    return model.predict_proba([f"een {ODD}"])[0, model.classes.index(topic)]


class TestFit:
    def test_learns_from_confirmed_questions(self, session, folder):
        before = fit(session, folder)
        learned_questions(session, make_account(session))

        after = fit(session, folder)

        assert says(after, "ruimte-vastgoed") > says(before, "ruimte-vastgoed") + 0.1

    def test_forgets_an_erased_question(self, session, folder):
        before = fit(session, folder, START)
        learned_questions(session, make_account(session))
        for question in session.exec(select(Question)):
            question.text = ""
            session.add(question)
        session.flush()

        assert fit(session, folder, START).hash == before.hash

    def test_does_not_learn_from_what_is_held_back(self, session, folder):
        learned_questions(session, make_account(session))
        questions = confirmed_questions(session)

        note = ModelNote.read_from(fit(session, folder, START).note)

        assert note.confirmed == sum(not question.held_back for question in questions)
        assert note.held_back == sum(question.held_back for question in questions)
        assert note.per_topic == dict.fromkeys(TOPICS, EACH) | {"ruimte-vastgoed": EACH + note.confirmed}
        assert note.outside == EACH
        assert note.fitted_at == START

    def test_takes_a_profile_that_is_not_stored(self, session, folder):
        profile = next(row for row in router_data(session).topics if row.slug == "impact-meten")
        changed = type(profile)(profile.slug, profile.name, f"Alles over een {ODD} en nog een {ODD}.", (ODD,))

        before, after = fit(session, folder), fit(session, folder, profile=changed)

        assert says(after, "impact-meten") > says(before, "impact-meten")

    def test_says_the_same_each_time(self, session, folder):
        assert fit(session, folder, START).hash == fit(session, folder, START).hash


class TestFolds:
    def test_judges_every_measured_example_once_by_a_model_without_it(self, session, folder):
        header, *rows = rows_of(folder / "exemplars.csv")
        write_rows(folder / "exemplars.csv", [header, *([*row[:3], "eigen ijktekst"] for row in rows)])

        told = [examples for _model, examples in folds(session, folder)]

        texts = [example.text for examples in told for example in examples if example.topic]
        assert len(told) == FOLDS
        assert sorted(texts) == sorted(row[1] for row in rows)
