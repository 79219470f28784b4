"""Two models beside each other: differences beyond chance are named, others are not."""

import pytest

from matching.comparison import chance_of, compare
from matching.evaluation import Labelled
from tests.intake.small_models import TEXTS, small_model, swapped_model

LOANS = [Labelled(text, "lening-garantie") for text in TEXTS["lening-garantie"]] * 4
IMPACT = [Labelled(text, "impact-meten") for text in TEXTS["impact-meten"]] * 4


class TestChance:
    @pytest.mark.parametrize(
        ("gained", "lost", "chance"), [(0, 0, 1.0), (3, 3, 1.0), (0, 5, 0.0625), (0, 6, 0.03125), (1, 9, 0.021484375)]
    )
    def test_is_that_of_a_fair_coin(self, gained, lost, chance):
        assert chance_of(gained, lost) == pytest.approx(chance)
        assert chance_of(lost, gained) == pytest.approx(chance)


class TestCompare:
    def test_names_the_group_that_comes_off_worse_and_no_other(self):
        groups = {"topic": [one.topic for one in LOANS + IMPACT]}

        result = compare(small_model(), swapped_model(), LOANS + IMPACT, groups)

        assert [(side.kind, side.name) for side in result.worse] == [("all", ""), ("topic", "lening-garantie")]
        assert result.whole.lost == len(LOANS)
        assert result.whole.gained == 0

    def test_a_better_model_is_not_called_worse(self):
        result = compare(swapped_model(), small_model(), LOANS + IMPACT, {})

        assert result.worse == ()
        assert result.whole.gained == len(LOANS)

    def test_a_topic_that_a_model_does_not_know_is_its_mistake(self):
        result = compare(small_model(), small_model("impact-meten"), LOANS, {})

        assert (result.whole.old.top_1, result.whole.new.top_1) == (1.0, 0.0)

    def test_a_text_outside_the_field_is_right_when_a_person_gets_it(self):
        outside = [Labelled(text, None) for text in TEXTS["geen"]]

        result = compare(small_model(), swapped_model(), outside, {})

        assert (result.whole.gained, result.whole.lost) == (0, 0)
