"""How good a topic model is, measured on labelled texts that it has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.calibration import Bar, Doubt, calibration_error, reliability
from matching.serving import ServingModel


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text with the topic it is about and others that are also right; no topic: not for the loket."""

    text: str
    topic: str | None
    also_right: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a model; shares run from 0.0 to 1.0.

    ``top_1``, ``top_3`` and ``macro_f1`` are over texts of the loket; ``calibration_error`` over all.
    ``triage_recall`` is the share of texts outside the field that went to a person,
    ``triage_precision`` the share of what went to a person that was outside or wrongly sorted,
    ``left_to_a_person`` the share of the loket's own texts that did, and ``accepted_error`` the
    share of wrong topics among those that did not. A figure about nothing is ``nan``.
    """

    texts: int
    top_1: float
    top_3: float
    top_1_or_also_right: float
    macro_f1: float
    calibration_error: float
    triage_recall: float
    triage_precision: float
    left_to_a_person: float
    accepted_error: float
    bars: tuple[Bar, ...]
    confused: tuple[tuple[str, str, int], ...]


def evaluate(model: ServingModel, labelled: Sequence[Labelled]) -> Report:
    """Measure ``model`` on ``labelled`` texts of topics that it knows."""
    classes = list(model.classes)
    outside = None if model.outside is None else classes.index(model.outside)
    topics = [model.outside if one.topic is None else one.topic for one in labelled]
    truth = np.asarray([classes.index(str(topic)) for topic in topics], dtype=np.intp)
    probabilities = model.predict_proba([one.text for one in labelled])
    doubt = Doubt.of(probabilities, outside)
    limits = model.thresholds
    taken = doubt.accepted(limits.probability, limits.margin, limits.outside)
    inside = np.ones(len(truth), dtype=bool) if outside is None else truth != outside

    ranked = probabilities.copy()
    if outside is not None:
        ranked[:, outside] = -1.0
    order = np.argsort(-ranked, axis=1, kind="stable")
    right = order[:, 0] == truth
    in_three = (order[:, :3] == truth[:, None]).any(axis=1)
    also = np.asarray([classes[order[i, 0]] in one.also_right for i, one in enumerate(labelled)], dtype=bool)
    pairs = Counter((classes[t], classes[g]) for t, g in zip(truth[inside], order[inside, 0], strict=True) if t != g)
    return Report(
        texts=len(labelled),
        top_1=_share(right[inside]),
        top_3=_share(in_three[inside]),
        top_1_or_also_right=_share((right | also)[inside]),
        macro_f1=_macro_f1(truth[inside], order[inside, 0]),
        calibration_error=calibration_error(probabilities, truth),
        triage_recall=_share(~taken[~inside]),
        triage_precision=_share((~inside | ~right)[~taken]),
        left_to_a_person=_share(~taken[inside]),
        accepted_error=_share(~right[inside & taken]),
        bars=reliability(probabilities, truth),
        confused=tuple((true, given, n) for (true, given), n in pairs.most_common()),
    )


def _share(holds: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float:
    return float(holds.mean()) if holds.size else float("nan")


def _macro_f1(
    truth: np.ndarray[tuple[int, ...], np.dtype[np.intp]], given: np.ndarray[tuple[int, ...], np.dtype[np.intp]]
) -> float:
    """Return the mean over the topics of the harmonic mean of precision and recall."""
    scores = []
    for topic in np.unique(truth):
        both = float(((truth == topic) & (given == topic)).sum())
        scores.append(2 * both / float((truth == topic).sum() + (given == topic).sum()))
    return float(np.mean(scores)) if scores else float("nan")
