"""How weights are learned, and what the same way of learning says of texts that it did not see.

A support vector machine per class against the rest: with a sentence vector, pieces of words and whole words
side by side it tells neighbouring classes apart best, and its work grows with the number of texts alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.model_selection import KFold
from sklearn.svm import LinearSVC

from matching.calibration import Labels
from matching.serving import Array

Places = npt.NDArray[np.intp]

#: The texts that are measured on are cut into so many parts, each judged by a machine without it.
FOLDS = 4
#: How exactly a machine is fitted; finer ones take far longer and tell nothing better.
TOLERANCE = 0.01
#: Everything that is drawn is drawn alike each time; the machines draw from one well, so they are fitted in turn.
SEED = 0
#: What a machine says of a class that it was shown no text of: not this one.
NOT_THIS = -1.0


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights per column and class, intercepts, and what each judged text scored while it was left out."""

    weights: Array
    intercept: Array
    unseen: Array


def learn(matrix: csr_matrix, labels: Labels, n_classes: int, judged: Places) -> Learned:
    """Learn to tell ``labels`` of the rows of ``matrix``.

    Parameters
    ----------
    matrix
        One row per text, one column per term or number of a sentence vector.
    labels
        The number of the class of each row, from zero.
    n_classes
        How many classes there are.
    judged
        The rows that are like what will be asked: each is scored by a machine that was fitted without it.

    Returns
    -------
    Learned
        Weights of shape (columns, classes) that add up to zero over the classes, intercepts of shape (classes,),
        and scores of shape (judged rows, classes).
    """
    every = np.arange(len(labels))
    parts = list(_parts(len(judged)))
    shown = [every, *(np.setdiff1d(every, judged[part]) for part in parts)]
    whole, *others = (_Machine(matrix[rows], labels[rows], n_classes) for rows in shown)
    unseen = np.zeros((len(judged), n_classes))
    for part, machine in zip(parts, others, strict=True):
        unseen[part] = machine.scores(matrix[judged[part]])
    return Learned(
        whole.weights - whole.weights.mean(axis=1, keepdims=True),
        whole.intercept - whole.intercept.mean(),
        unseen - unseen.mean(axis=1, keepdims=True),
    )


def _parts(texts: int) -> Iterator[Places]:
    """Yield the places of each part of so many texts; a single text is no part, for nothing would be left."""
    if texts > 1:
        folds = KFold(min(FOLDS, texts), shuffle=True, random_state=SEED)
        for _rest, part in folds.split(np.zeros(texts)):
            yield part


class _Machine:
    """One support vector machine per class; ``weights`` has a row per column and a column per class."""

    def __init__(self, matrix: csr_matrix, labels: Labels, n_classes: int) -> None:
        self.weights = np.zeros((matrix.shape[1], n_classes))
        self.intercept = np.full(n_classes, NOT_THIS)
        shown = np.unique(labels)
        if len(shown) < 2:
            return
        machine = LinearSVC(C=1.0, tol=TOLERANCE, random_state=SEED, max_iter=10_000).fit(matrix, labels)
        weights, intercept = machine.coef_.T, machine.intercept_
        if len(shown) == 2:
            weights, intercept = np.hstack([-weights, weights]), np.concatenate([-intercept, intercept])
        self.weights[:, shown], self.intercept[shown] = weights, intercept

    def scores(self, matrix: csr_matrix) -> Array:
        """Return how much each row looks like each class."""
        return np.asarray(matrix @ self.weights + self.intercept)
