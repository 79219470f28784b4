"""Whether a probability means what it says, and from which doubt on a person should look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.serving import Array, Thresholds, softmax

Labels = npt.NDArray[np.intp]

#: Steps in which a temperature is looked for; finer ones change no probability a person would notice.
_TEMPERATURES = np.geomspace(0.005, 10.0, 191)
#: Bars of a reliability picture.
BINS = 10


def surprise(logits: Array, truth: Labels, temperature: float) -> float:
    """Return how surprising the right answers were on average (the negative log-likelihood)."""
    right = softmax(logits, temperature)[np.arange(len(truth)), truth]
    return float(-np.log(np.maximum(right, 1e-12)).mean())


def best_temperature(logits: Array, truth: Labels) -> float:
    """Return the temperature under which the right answers were the least surprising."""
    return float(min(_TEMPERATURES, key=lambda temperature: surprise(logits, truth, float(temperature))))


def calibration_error(probabilities: Array, truth: Labels, bins: int = BINS) -> float:
    """Return the expected calibration error of the first answers, 0.0 (honest) to 1.0."""
    return float(sum(bar.share * abs(bar.right - bar.said) for bar in reliability(probabilities, truth, bins)))


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a reliability picture: what was said on average, and how often it was right."""

    said: float
    right: float
    share: float


def reliability(probabilities: Array, truth: Labels, bins: int = BINS) -> tuple[Bar, ...]:
    """Compare how sure the first answers were with how often they were right."""
    said = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == truth
    which = np.minimum((said * bins).astype(int), bins - 1)
    return tuple(
        Bar(float(said[which == b].mean()), float(right[which == b].mean()), float((which == b).mean()))
        for b in range(bins)
        if (which == b).any()
    )


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the thresholds look at: the best topic, its lead, and how likely the text is not for us."""

    probability: npt.NDArray[np.float64]
    margin: npt.NDArray[np.float64]
    outside: npt.NDArray[np.float64]
    best: Labels

    @classmethod
    def of(cls, probabilities: Array, outside: int | None) -> Doubt:
        """Read the doubt from probabilities; ``outside`` is the column of texts that are not for us."""
        topics = probabilities.copy()
        elsewhere = np.zeros(len(topics))
        if outside is not None:
            elsewhere = topics[:, outside].copy()
            topics[:, outside] = -1.0
        ordered = np.sort(topics, axis=1)
        lead = ordered[:, -1] - np.maximum(ordered[:, -2], 0.0) if topics.shape[1] > 1 else ordered[:, -1]
        return cls(ordered[:, -1], lead, elsewhere, topics.argmax(axis=1))

    def accepted(self, probability: float, margin: float, outside: float) -> npt.NDArray[np.bool_]:
        """Tell which texts are sorted without a person."""
        return (self.probability >= probability) & (self.margin >= margin) & (self.outside < outside)


def choose_thresholds(
    probabilities: Array, truth: Labels, outside: int | None, error: float, outside_found: float
) -> Thresholds:
    """Choose when to leave a text to a person.

    Parameters
    ----------
    probabilities
        One row per text that the model had not seen, one column per class.
    truth
        The column of the right class.
    outside
        The column of texts that are not for the loket, or ``None``.
    error
        The share of wrong topics that is accepted among texts sorted without a person.
    outside_found
        The share of texts that are not for the loket which must be left to a person.

    Returns
    -------
    Thresholds
        Among all that keep both promises, the ones that leave the fewest texts to a person.
    """
    doubt = Doubt.of(probabilities, outside)
    inside = np.ones(len(truth), dtype=bool) if outside is None else truth != outside
    right = doubt.best == truth
    best = Thresholds(1.0, 0.0, 0.0, error, 0.0, 1.0)
    for margin in np.linspace(0.0, 0.3, 7):
        for limit in (1.01,) if outside is None else np.linspace(0.02, 0.6, 30):
            for probability in np.linspace(0.05, 0.95, 91):
                taken = doubt.accepted(float(probability), float(margin), float(limit))
                if (~inside).any() and 1.0 - taken[~inside].mean() < outside_found:
                    continue
                if not (taken & inside).any():
                    break
                wrong = 1.0 - float(right[taken & inside].mean())
                if wrong > error:
                    continue
                left = 1.0 - float(taken[inside].mean())
                if left < best.left:
                    best = Thresholds(float(probability), float(margin), float(limit), error, wrong, left)
                break
    return best
