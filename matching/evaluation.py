"""How good a topic model is, measured on labelled texts that it has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.calibration import Bar, Doubt, Labels, calibration_error, reliability
from matching.serving import Array, ServingModel

Flags = npt.NDArray[np.bool_]

#: The place of a topic that the model does not know: no answer is it.
UNKNOWN = -1
#: Shares of texts at which the risk-coverage line is drawn.
COVERAGES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
#: So many of the surest mistakes are told.
WORST = 20


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text with the topic it is about and others that are also right; no topic: not for the loket."""

    text: str
    topic: str | None
    also_right: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """Labelled texts with what a model said of them: probabilities per class, and which it sorted by itself.

    ``outside`` is the column of texts that are not for the loket, ``None`` where the model knows no such texts.
    """

    labelled: tuple[Labelled, ...]
    classes: tuple[str, ...]
    outside: int | None
    probabilities: Array
    taken: Flags

    @property
    def truth(self) -> Labels:
        """The column of the right class of each text; ``UNKNOWN`` where the model does not know it."""
        places = {name: place for place, name in enumerate(self.classes)}
        elsewhere = UNKNOWN if self.outside is None else self.outside
        return np.asarray(
            [elsewhere if one.topic is None else places.get(one.topic, UNKNOWN) for one in self.labelled], dtype=np.intp
        )

    @property
    def inside(self) -> Flags:
        """Which texts are for the loket."""
        return np.asarray([one.topic is not None for one in self.labelled], dtype=bool)

    @property
    def order(self) -> Labels:
        """The columns of the topics for each text, the likeliest first; not being for the loket is no topic."""
        ranked = self.probabilities.copy()
        if self.outside is not None:
            ranked[:, self.outside] = -1.0
        return np.argsort(-ranked, axis=1, kind="stable").astype(np.intp)

    @property
    def right(self) -> Flags:
        """For which texts the first topic is the right one."""
        return np.asarray(self.order[:, 0] == self.truth, dtype=bool)

    @property
    def in_three(self) -> Flags:
        """For which texts the right topic is among the first three."""
        return np.asarray((self.order[:, :3] == self.truth[:, None]).any(axis=1), dtype=bool)


@dataclass(frozen=True, slots=True)
class Coverage:
    """One point of a risk-coverage line: of the surest ``share`` of texts, the share that is ``wrong``."""

    share: float
    wrong: float


@dataclass(frozen=True, slots=True)
class Mistake:
    """A text of which the first answer was wrong; ``right`` and ``given`` are ``None`` where it is not for us."""

    text: str
    right: str | None
    given: str | None
    probability: float


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a model; shares run from 0.0 to 1.0.

    ``top_1``, ``top_3`` and ``macro_f1`` are over texts of the loket; ``calibration_error`` over all.
    ``triage_recall`` is the share of texts outside the field that went to a person,
    ``triage_precision`` the share of what went to a person that was outside or wrongly sorted,
    ``left_to_a_person`` the share of the loket's own texts that did, and ``accepted_error`` the
    share of wrong topics among those that did not. A figure about nothing is ``nan``.
    ``coverage`` is the risk-coverage line over texts of the loket, ``worst`` the surest mistakes first.
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
    coverage: tuple[Coverage, ...]
    worst: tuple[Mistake, ...]


def judge(model: ServingModel, labelled: Sequence[Labelled]) -> Judged:
    """Let ``model`` answer ``labelled`` texts."""
    outside = None if model.outside is None else model.classes.index(model.outside)
    probabilities = model.predict_proba([one.text for one in labelled])
    limits = model.thresholds
    taken = Doubt.of(probabilities, outside).accepted(limits.probability, limits.margin, limits.outside)
    return Judged(tuple(labelled), model.classes, outside, probabilities, taken)


def joined(parts: Sequence[Judged]) -> Judged:
    """Return what several models of the same classes said of different texts, as if one had."""
    first = parts[0]
    if any((part.classes, part.outside) != (first.classes, first.outside) for part in parts):
        raise ValueError("these models do not have the same classes")
    return Judged(
        tuple(one for part in parts for one in part.labelled),
        first.classes,
        first.outside,
        np.concatenate([part.probabilities for part in parts]),
        np.concatenate([part.taken for part in parts]),
    )


def evaluate(model: ServingModel, labelled: Sequence[Labelled]) -> Report:
    """Measure ``model`` on ``labelled`` texts; a topic that it does not know counts as a mistake."""
    return report(judge(model, labelled))


def report(judged: Judged) -> Report:
    """Put what a model said beside what was right."""
    truth, inside, right, taken = judged.truth, judged.inside, judged.right, judged.taken
    first = judged.order[:, 0]
    classes = judged.classes
    also = np.asarray([classes[first[i]] in one.also_right for i, one in enumerate(judged.labelled)], dtype=bool)
    return Report(
        texts=len(judged.labelled),
        top_1=_share(right[inside]),
        top_3=_share(judged.in_three[inside]),
        top_1_or_also_right=_share((right | also)[inside]),
        macro_f1=_macro_f1(truth[inside], first[inside]),
        calibration_error=calibration_error(judged.probabilities, truth) if truth.size else float("nan"),
        triage_recall=_share(~taken[~inside]),
        triage_precision=_share((~inside | ~right)[~taken]),
        left_to_a_person=_share(~taken[inside]),
        accepted_error=_share(~right[inside & taken]),
        bars=reliability(judged.probabilities, truth),
        confused=_confused(judged),
        coverage=_coverage(judged),
        worst=_worst(judged),
    )


def reliability_picture(bars: Sequence[Bar], width: int = 40) -> list[str]:
    """Draw a reliability picture in text: ``#`` how often the answers were right, ``|`` what was said of them."""
    lines = []
    for bar in bars:
        drawn = ("#" * round(bar.right * width)).ljust(width + 1)
        said = round(bar.said * width)
        marked = f"{drawn[:said]}|{drawn[said + 1 :]}"
        lines.append(f"said {bar.said:.2f}  right {bar.right:.2f}  {bar.share:4.0%} of texts  {marked.rstrip()}")
    return lines


def _confused(judged: Judged) -> tuple[tuple[str, str, int], ...]:
    """Return which topic was taken for which other, and how often, the most frequent first."""
    given = [judged.classes[place] for place in judged.order[:, 0]]
    pairs = Counter(
        (one.topic, said)
        for one, said in zip(judged.labelled, given, strict=True)
        if one.topic is not None and one.topic != said
    )
    return tuple((right, said, n) for (right, said), n in pairs.most_common())


def _coverage(judged: Judged) -> tuple[Coverage, ...]:
    """Return how the share of mistakes grows when less and less sure answers are let through."""
    inside = judged.inside
    right = judged.right[inside]
    if not right.size:
        return ()
    sure = np.take_along_axis(judged.probabilities, judged.order[:, :1], axis=1)[inside, 0]
    right = right[np.argsort(-sure, kind="stable")]
    counts = [max(1, round(share * len(right))) for share in COVERAGES]
    return tuple(Coverage(share, _share(~right[:n])) for share, n in zip(COVERAGES, counts, strict=True))


def _worst(judged: Judged) -> tuple[Mistake, ...]:
    """Return the mistakes of which the model was surest."""
    said = judged.probabilities.argmax(axis=1)
    sure = judged.probabilities.max(axis=1)
    wrong = [
        i
        for i, (place, truth) in enumerate(zip(said, judged.truth, strict=True))
        if place != truth and judged.classes[place] not in judged.labelled[i].also_right
    ]
    surest = sorted(wrong, key=lambda i: -sure[i])[:WORST]
    return tuple(
        Mistake(
            judged.labelled[i].text,
            judged.labelled[i].topic,
            None if said[i] == judged.outside else judged.classes[said[i]],
            float(sure[i]),
        )
        for i in surest
    )


def _share(holds: Flags) -> float:
    return float(holds.mean()) if holds.size else float("nan")


def _macro_f1(truth: Labels, given: Labels) -> float:
    """Return the mean over the topics of the harmonic mean of precision and recall."""
    scores = []
    for topic in np.unique(truth):
        both = float(((truth == topic) & (given == topic)).sum())
        scores.append(2 * both / float((truth == topic).sum() + (given == topic).sum()))
    return float(np.mean(scores)) if scores else float("nan")
