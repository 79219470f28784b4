"""What the topic model learns from the desk: what people confirmed, masked, and nothing that must not travel."""

from datetime import timedelta

import pytest

from intake.conversation import Answer, answer
from intake.desk import correct_topic
from intake.learning import HELD_BACK_ONE_IN, Why, confirmed_questions, is_held_back
from intake.terms import QuestionStatus
from matching.data import CONFIRMED_SOURCE, KEPT_SOURCE
from tests.factories import START, make_account, make_act, make_picked_up_question, make_question

SUGGESTED, OTHER, THIRD = "lening-garantie", "ruimte-vastgoed", "impact-meten"


@pytest.fixture
def makelaar(session):
    return make_account(session)


@pytest.fixture
def learned(session):
    """Return what is learned from the questions now: topic and reason of each."""
    return lambda: [(question.topic, question.why) for question in confirmed_questions(session)]


def suggested(session, makelaar, **overrides):
    return make_picked_up_question(
        session, makelaar, **{"suggested_topic": SUGGESTED, "topic_slug": SUGGESTED} | overrides
    )


class TestWhoSaysSo:
    def test_nobody_did_yet(self, session, learned):
        make_question(session, suggested_topic=SUGGESTED)

        assert learned() == []

    def test_a_makelaar_corrects(self, session, makelaar, learned):
        question = suggested(session, makelaar)

        correct_topic(make_act(session, makelaar), question.reference, OTHER)

        assert learned() == [(OTHER, Why.MAKELAAR_CHANGED)]

    def test_a_makelaar_answers_under_the_suggested_topic(self, session, makelaar, learned):
        question = suggested(session, makelaar)

        answer(make_act(session, makelaar), question.reference, Answer("U kunt bij ons terecht.", SUGGESTED, None))

        assert learned() == [(SUGGESTED, Why.MAKELAAR_CONFIRMED)]

    def test_a_makelaar_says_that_no_topic_fits(self, session, makelaar, learned):
        question = suggested(session, makelaar)

        correct_topic(make_act(session, makelaar), question.reference, None)

        assert learned() == [(None, Why.MAKELAAR_CHANGED)]

    def test_the_asker_chooses_another_topic(self, session, makelaar, learned):
        suggested(session, makelaar, asker_topic=OTHER)

        assert learned() == [(OTHER, Why.ASKER_CHANGED)]

    def test_the_word_of_a_makelaar_wins_over_that_of_the_asker(self, session, makelaar, learned):
        question = suggested(session, makelaar, asker_topic=OTHER)

        correct_topic(make_act(session, makelaar), question.reference, THIRD)

        assert learned() == [(THIRD, Why.MAKELAAR_CHANGED)]

    def test_nothing_is_measured_on_a_proposal_that_was_left_as_it_stood(self, session, makelaar):
        suggested(session, makelaar, asker_topic=SUGGESTED)
        suggested(session, makelaar, asker_topic=OTHER)

        kept, changed = confirmed_questions(session)

        assert (kept.why, kept.exemplar.source, kept.exemplar.measured) == (Why.ASKER_KEPT, KEPT_SOURCE, False)
        assert (changed.why, changed.exemplar.source, changed.exemplar.measured) == (
            Why.ASKER_CHANGED,
            CONFIRMED_SOURCE,
            True,
        )
        assert kept.exemplar.confirmed, "rare words of somebody who asked stay out of the model"


class TestWhatIsLeftOut:
    @pytest.mark.parametrize(
        "overrides",
        [
            {"confidential": True},
            {"status": QuestionStatus.WITHDRAWN},
            {"status": QuestionStatus.MERGED},
            {"text": ""},
            {"text": "  "},
        ],
        ids=["confidential", "withdrawn", "merged", "erased", "erased to white space"],
    )
    def test_teaches_nothing(self, session, makelaar, learned, overrides):
        suggested(session, makelaar, confirmed_topic=OTHER, **overrides)

        assert learned() == []

    def test_personal_data_is_masked(self, session, makelaar):
        suggested(
            session,
            makelaar,
            confirmed_topic=OTHER,
            asker_name="Roelofje Appelscha",
            text="Ik ben Roelofje Appelscha, bel 06-00001234 of mail roelofje@example.nl over de hal.",
        )

        [question] = confirmed_questions(session)

        assert not [word for word in ("Roelofje", "Appelscha", "00001234", "example") if word in question.text]
        assert "over de hal" in question.text


class TestHeldBack:
    def test_about_one_in_five_is_always_the_same(self):
        references = [f"HLM-26-{number:04}-Q2" for number in range(2000)]

        held = [reference for reference in references if is_held_back(reference)]

        assert len(held) == pytest.approx(len(references) / HELD_BACK_ONE_IN, rel=0.15)
        assert held == [reference for reference in references if is_held_back(reference)]

    def test_is_told_with_the_question(self, session, makelaar):
        questions = [
            suggested(session, makelaar, confirmed_topic=OTHER, at=START + timedelta(minutes=n)) for n in range(20)
        ]

        told = {question.reference: question.held_back for question in confirmed_questions(session)}

        assert told == {question.reference: is_held_back(question.reference) for question in questions}
