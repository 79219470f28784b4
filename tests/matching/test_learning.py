"""Weights are learned from all texts, and each judged text is scored by a machine that never saw it."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from matching.learning import learn

#: Three classes of which each has a column of its own, in two texts.
ROWS = csr_matrix(np.asarray([[1, 0, 0], [0.9, 0, 0], [0, 1, 0], [0, 0.9, 0], [0, 0, 1], [0, 0, 0.9]]))
LABELS = np.asarray([0, 0, 1, 1, 2, 2])
EVERY = np.arange(6)


class TestLearn:
    def test_tells_the_classes_apart(self):
        learned = learn(ROWS, LABELS, 3, EVERY)

        assert ((ROWS @ learned.weights + learned.intercept).argmax(axis=1) == LABELS).all()

    def test_weights_add_up_to_nothing_over_the_classes(self):
        learned = learn(ROWS, LABELS, 3, EVERY)

        assert learned.weights.sum(axis=1) == pytest.approx(0, abs=1e-9)

    def test_scores_a_row_for_each_judged_text(self):
        assert learn(ROWS, LABELS, 3, np.asarray([1, 4])).unseen.shape == (2, 3)

    def test_a_judged_text_is_scored_by_a_machine_that_never_saw_it(self):
        mislabelled = LABELS.copy()
        mislabelled[1] = 2

        learned = learn(ROWS, mislabelled, 3, EVERY)

        assert learned.unseen[1].argmax() == 0

    def test_a_class_whose_only_text_is_left_out_is_not_proposed_for_it(self):
        learned = learn(ROWS[:5], LABELS[:5], 3, np.asarray([4, 0]))

        assert learned.unseen[0].argmin() == 2
        assert (ROWS[4] @ learned.weights + learned.intercept).argmax() == 2

    def test_two_classes_have_two_columns(self):
        learned = learn(ROWS[:4], LABELS[:4], 2, np.arange(4))

        assert learned.weights.shape == (3, 2)
        assert (learned.unseen.argmax(axis=1) == LABELS[:4]).all()

    def test_a_single_judged_text_leaves_nothing_to_score(self):
        assert (learn(ROWS, LABELS, 3, np.asarray([2])).unseen == 0).all()

    def test_learns_the_same_twice(self):
        first, second = learn(ROWS, LABELS, 3, EVERY), learn(ROWS, LABELS, 3, EVERY)

        assert np.array_equal(first.weights, second.weights)
        assert np.array_equal(first.unseen, second.unseen)
