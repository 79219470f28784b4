"""Small counts stay hidden, also for somebody who subtracts."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from intake.suppression import SMALLEST, Cell, suppress


class TestSuppress:
    def test_tells_counts_of_five_and_more(self):
        told = suppress({"a": Cell(5), "b": Cell(12)})

        assert told.cells == {"a": 5, "b": 12}
        assert told.total == 17

    def test_tells_that_there_are_none(self):
        assert suppress({"a": Cell(0), "b": Cell(9)}).cells["a"] == 0

    def test_hides_a_small_count_and_the_next_that_would_give_it_away(self):
        told = suppress({"a": Cell(2), "b": Cell(7), "c": Cell(30)})

        assert told.cells == {"a": None, "b": None, "c": 30}
        assert told.total == 39

    def test_hides_a_count_of_which_a_few_are_confidential(self):
        assert suppress({"a": Cell(20, confidential=2), "b": Cell(30, confidential=9)}).cells["a"] is None

    def test_hides_the_total_when_nothing_else_can_protect_a_small_count(self):
        told = suppress({"a": Cell(3)})

        assert (told.cells, told.total) == ({"a": None}, None)

    def test_hides_two_ones_better_than_their_sum_would(self):
        told = suppress({"a": Cell(1), "b": Cell(1), "c": Cell(40)})

        assert told.cells == {"a": None, "b": None, "c": None}

    @given(st.lists(st.integers(0, 12), min_size=1, max_size=4))
    def test_nobody_can_work_out_a_small_count(self, counts):
        told = suppress({number: Cell(count) for number, count in enumerate(counts)})

        hidden = [number for number, count in told.cells.items() if count is None]
        if told.total is None or not hidden:
            return
        rest = told.total - sum(count for count in told.cells.values() if count is not None)
        worlds = [world for world in product(range(1, rest + 1), repeat=len(hidden)) if sum(world) == rest]
        for place, number in enumerate(hidden):
            if counts[number] < SMALLEST:
                assert len({world[place] for world in worlds}) > 1
