"""How weights are learned: two linear models of one mind, and what they would have said of texts left out.

A ridge regression on one column per class knows in closed form what it would have said of each example
without that example. A support vector machine tells neighbouring classes better apart, and is judged by
folds. Their scores, each on its own scale, are added: the sum of two linear models is one linear model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg.lapack import spotrf, spotri
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from matching.calibration import Labels, best_temperature, surprise
from matching.serving import Array
from matching.terms import Row

Places = npt.NDArray[np.intp]

#: Among these the strength of the ridge penalty is chosen, by how well texts left out in turn are told.
PENALTIES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
#: The penalty is chosen on at most so many texts: the work grows with the third power of their number.
ENOUGH_TO_CHOOSE = 1_500
FOLDS = 3
#: What is in more than this share of the texts is common.
COMMON = 0.02
#: How exactly a support vector machine is fitted; finer ones take far longer and tell nothing better.
TOLERANCE = 0.01
#: Everything that is drawn is drawn alike each time.
SEED = 0


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights per column and class, intercepts, and what each example scored while it was left out."""

    weights: Array
    intercept: Array
    unseen: Array

    def centred(self) -> Learned:
        """Return the same with weights that add up to zero over the classes, and scores of size one."""
        scale = float(self.unseen.std()) or 1.0
        return Learned(
            (self.weights - self.weights.mean(axis=1, keepdims=True)) / scale,
            (self.intercept - self.intercept.mean()) / scale,
            (self.unseen - self.unseen.mean(axis=1, keepdims=True)) / scale,
        )

    def with_(self, other: Learned) -> Learned:
        """Return the sum of two."""
        return Learned(self.weights + other.weights, self.intercept + other.intercept, self.unseen + other.unseen)


def learn(matrix: csr_matrix, labels: Labels, n_classes: int, judged: Places, *, margins: bool) -> Learned:
    """Learn to tell ``labels`` of the rows of ``matrix``; ``judged`` rows are the ones that count in choosing.

    Parameters
    ----------
    matrix
        One row per text, one column per term or number of a sentence vector.
    labels
        The number of the class of each row.
    n_classes
        How many classes there are.
    judged
        The rows that are like what will be asked.
    margins
        Whether to add the support vector machine; it takes longer.
    """
    ridge = _ridge(matrix, labels, n_classes, _penalty(matrix, labels, n_classes, judged)).centred()
    if not margins or np.bincount(labels, minlength=n_classes).min() < FOLDS:
        return ridge
    return ridge.with_(_support_vectors(matrix, labels, n_classes).centred())


def _penalty(matrix: csr_matrix, labels: Labels, n_classes: int, judged: Places) -> float:
    """Return the penalty with which texts left out are told best, looking at some of them if there are many."""
    chosen = np.arange(len(labels))
    if len(chosen) > ENOUGH_TO_CHOOSE:
        drawn = np.random.default_rng(SEED).permutation(len(chosen))
        first = np.concatenate([judged, drawn[~np.isin(drawn, judged)]])
        chosen = np.sort(first[:ENOUGH_TO_CHOOSE])
    counts = np.isin(chosen, judged)
    some, truth = matrix[chosen], labels[chosen]
    targets = np.eye(n_classes)[truth]
    lengths, axes = np.linalg.eigh(_likeness(some).astype(np.float64))
    turned = axes.T @ targets

    def told(penalty: float) -> float:
        inverse = 1.0 / (np.maximum(lengths, 0.0) + penalty)
        unseen = targets - (axes @ (inverse[:, None] * turned)) / (axes**2 @ inverse)[:, None]
        return surprise(unseen[counts], truth[counts], best_temperature(unseen[counts], truth[counts]))

    return min(PENALTIES, key=told)


def _ridge(matrix: csr_matrix, labels: Labels, n_classes: int, penalty: float) -> Learned:
    """Fit a ridge regression per class, in the space that the texts span: there are far more terms than texts.

    The score of a row by a model without that row is its target minus its residual over the leverage.
    """
    targets = np.eye(n_classes)[labels]
    alike = np.asfortranarray(_likeness(matrix))
    alike[np.diag_indices_from(alike)] += penalty
    inverse = _inverse(alike)
    dual = (inverse @ targets.astype(np.float32)).astype(np.float64)
    return Learned(matrix.T @ dual, dual.sum(axis=0), targets - dual / np.diag(inverse).astype(np.float64)[:, None])


def _inverse(matrix: Row) -> Row:
    """Return the inverse of a positive definite matrix, which is lost: by Cholesky, a third of the usual work."""
    factor, trouble = spotrf(matrix, lower=1, overwrite_a=1)
    inverse, more_trouble = spotri(factor, lower=1, overwrite_c=1)
    if trouble or more_trouble:
        raise ValueError("the examples cannot be told apart in numbers; are some of them empty?")
    lower = np.tril(inverse)
    return np.asarray(lower + np.tril(inverse, -1).T, dtype=np.float32)


def _likeness(matrix: csr_matrix) -> Row:
    """Return how much each row shares with each other; what many texts have is multiplied as a dense block."""
    common = np.flatnonzero(np.bincount(matrix.indices, minlength=matrix.shape[1]) > COMMON * matrix.shape[0])
    dense = matrix[:, common].toarray().astype(np.float32)
    rare = matrix.copy()
    rare.data[np.isin(rare.indices, common)] = 0.0
    rare.eliminate_zeros()
    return np.asarray((rare @ rare.T).toarray() + dense @ dense.T + 1.0, dtype=np.float32)


def _support_vectors(matrix: csr_matrix, labels: Labels, n_classes: int) -> Learned:
    """Fit one support vector machine per class against the rest, and again without each of some folds."""
    unseen = np.zeros((len(labels), n_classes))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for rest, left_out in folds.split(np.zeros(len(labels)), labels):
        unseen[left_out] = _columns(_machine().fit(matrix[rest], labels[rest]).decision_function(matrix[left_out]))
    machine = _machine().fit(matrix, labels)
    weights, intercept = machine.coef_.T, machine.intercept_
    if n_classes == 2:
        weights, intercept = np.hstack([-weights, weights]), np.concatenate([-intercept, intercept])
    return Learned(np.asarray(weights), np.asarray(intercept), unseen)


def _machine() -> LinearSVC:
    return LinearSVC(C=1.0, tol=TOLERANCE, random_state=SEED, max_iter=10_000)


def _columns(scores: Array) -> Array:
    """Return one column per class, also for two classes, for which there is a single score."""
    return scores if scores.ndim == 2 else np.column_stack([-scores, scores])
