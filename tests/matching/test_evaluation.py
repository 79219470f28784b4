"""How good a topic model is, measured on texts it has not seen."""

import math
from dataclasses import replace

import pytest

from matching.calibration import Bar
from matching.evaluation import Labelled, evaluate, joined, judge, reliability_picture
from matching.evaluation import report as report_of
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


class TestJudged:
    def test_a_topic_that_the_model_does_not_know_is_a_mistake(self, model):
        report = evaluate(model, [Labelled("Ik wil een lening bij de bank tegen lage rente", "onbekend-onderwerp")])

        assert report.top_1 == 0.0
        assert report.worst[0].right == "onbekend-onderwerp"

    def test_parts_judged_by_several_models_are_one_report(self, model):
        labelled = held_back()

        parts = joined([judge(model, labelled[:30]), judge(model, labelled[30:])])

        assert report_of(parts) == report_of(judge(model, labelled))

    def test_models_of_other_classes_cannot_be_joined(self, model):
        other = replace(model, classes=tuple(f"{name}-anders" for name in model.classes), outside=None)

        with pytest.raises(ValueError, match="classes"):
            joined([judge(model, held_back()), judge(other, held_back())])


class TestPictures:
    def test_the_risk_grows_to_the_share_of_mistakes(self, model):
        report = evaluate(model, held_back())

        assert report.coverage[-1].wrong == pytest.approx(1 - report.top_1)
        assert report.coverage[0].wrong <= report.coverage[-1].wrong

    def test_the_surest_mistake_comes_first(self, model):
        report = evaluate(model, held_back())

        sure = [mistake.probability for mistake in report.worst]
        assert sure == sorted(sure, reverse=True)
        assert sure

    def test_reliability_shows_what_was_said_beside_what_was_right(self):
        [line] = reliability_picture([Bar(said=0.5, right=0.25, share=1.0)], width=8)

        assert line == "said 0.50  right 0.25  100% of texts  ##  |"
