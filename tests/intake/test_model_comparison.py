"""The serving model beside the shadow, on questions that were held back."""

import pytest
from sqlmodel import select

from intake.learning import confirmed_questions, is_held_back
from intake.model_comparison import FEWEST, compare_on_held_back, length_of
from intake.models.reference import Municipality
from intake.permissions import THE_LOKET
from tests.factories import make_account, make_act, make_picked_up_question
from tests.intake.small_models import TEXTS, small_model, swapped_model

LOAN, PLACE = "lening-garantie", "ruimte-vastgoed"


def ask_until_held_back(session, wanted, **overrides):
    """Let people ask about loans and buildings until ``wanted`` confirmed questions are held back."""
    makelaar = make_account(session)
    held = number = 0
    while held < wanted:
        topic = (LOAN, PLACE)[number % 2]
        question = make_picked_up_question(
            session, makelaar, **{"confirmed_topic": topic, "text": f"{TEXTS[topic][number % 3 % 2]}."} | overrides
        )
        held += is_held_back(question.reference)
        number += 1


class TestCompareOnHeldBack:
    def test_concludes_nothing_from_too_few(self, session):
        ask_until_held_back(session, FEWEST - 1)

        result = compare_on_held_back(make_act(session, THE_LOKET), small_model(), swapped_model())

        assert (result.held_back, result.comparison) == (FEWEST - 1, None)

    def test_names_where_the_new_one_is_worse(self, session):
        ask_until_held_back(session, FEWEST)

        result = compare_on_held_back(make_act(session, THE_LOKET), small_model(), swapped_model())

        assert result.held_back == sum(question.held_back for question in confirmed_questions(session))
        assert (result.comparison.whole.old.top_1, result.comparison.whole.new.top_1) == (1.0, 0.0)
        [municipality] = [side for side in result.comparison.worse if side.kind == "municipality"]
        assert municipality.name in session.exec(select(Municipality.name)).all()
        assert {side.kind for side in result.comparison.worse} >= {"all", "topic", "length", "language"}

    def test_finds_nobody_worse_off_with_the_same_model(self, session):
        ask_until_held_back(session, FEWEST)

        result = compare_on_held_back(make_act(session, THE_LOKET), small_model(), small_model())

        assert result.comparison.worse == ()

    def test_leaves_out_proposals_that_nobody_changed(self, session):
        ask_until_held_back(session, FEWEST, confirmed_topic=None, asker_topic=LOAN, suggested_topic=LOAN)

        result = compare_on_held_back(make_act(session, THE_LOKET), small_model(), swapped_model())

        assert result.held_back == 0


@pytest.mark.parametrize(("words", "length"), [(25, "short"), (26, "middling"), (75, "middling"), (76, "long")])
def test_lengths_are_counted_in_words(words, length):
    assert length_of("woord " * words) == length
