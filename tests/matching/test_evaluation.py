"""How good a topic model is, measured on texts it has not seen."""

import math

import pytest

from matching.evaluation import Labelled, evaluate
from tests.matching.conftest import FIXTURES, SOME_TOPICS, parts, rows

HELD_BACK = FIXTURES.parent / "tests" / "matching" / "held_back.csv"


def held_back(topics=SOME_TOPICS):
    """Return the questions no model learned from, of some topics, and those that are not for the loket."""
    return [
        Labelled(row["text"], row["topic_slug"] or None, parts(row["also"]))
        for row in rows(HELD_BACK)
        if not row["topic_slug"] or row["topic_slug"] in topics
    ]


class TestEvaluate:
    @pytest.fixture
    def report(self, model):
        return evaluate(model, held_back())

    def test_finds_most_topics_of_questions_it_has_not_seen(self, report):
        assert report.top_1 >= 0.8
        assert report.top_3 >= 0.9
        assert report.macro_f1 >= 0.75

    def test_leaves_texts_that_are_not_for_the_loket_to_a_person(self, report):
        assert report.triage_recall >= 0.9

    def test_counts_a_topic_that_is_also_right(self, model):
        [topic] = {t for t in SOME_TOPICS if t.startswith("lening")}
        wrong = Labelled("Ik wil een lening bij de bank tegen lage rente", "impact-meten")
        also = Labelled(wrong.text, wrong.topic, (topic,))

        assert evaluate(model, [wrong]).top_1_or_also_right == 0.0
        assert evaluate(model, [also]).top_1_or_also_right == 1.0

    def test_names_what_was_confused(self, model):
        report = evaluate(model, [Labelled("Ik wil een lening bij de bank tegen lage rente", "impact-meten")])

        assert report.confused == (("impact-meten", "lening-garantie", 1),)

    def test_a_figure_about_nothing_is_no_number(self, model):
        report = evaluate(model, [Labelled("Mijn paspoort is kwijt", None)])

        assert math.isnan(report.top_1)
        assert report.texts == 1
