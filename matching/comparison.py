"""Two topic models on the same texts: which is better, and whether anybody comes off worse by more than chance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.calibration import calibration_error
from matching.evaluation import Flags, Judged, Labelled, judge
from matching.serving import ServingModel

#: A difference that chance alone gives less often than this is named.
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Figures:
    """What one model got right of some texts; shares from 0.0 to 1.0, ``nan`` about nothing."""

    top_1: float
    top_3: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Side:
    """Two models beside each other on the texts of one group.

    ``gained`` counts the texts that only the new one has right, ``lost`` those that only the old one has;
    ``chance`` is how often luck alone gives a difference as large (exact McNemar test, two-sided).
    """

    kind: str
    name: str
    texts: int
    old: Figures
    new: Figures
    gained: int
    lost: int
    chance: float

    @property
    def is_worse(self) -> bool:
        """Tell whether the new model is worse here by more than chance."""
        return self.lost > self.gained and self.chance < SIGNIFICANT


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on all texts, and on each group of them."""

    whole: Side
    groups: tuple[Side, ...]

    @property
    def worse(self) -> tuple[Side, ...]:
        """The whole or the groups on which the new model is worse by more than chance."""
        return tuple(side for side in (self.whole, *self.groups) if side.is_worse)


def compare(
    old: ServingModel, new: ServingModel, labelled: Sequence[Labelled], groups: Mapping[str, Sequence[str]]
) -> Comparison:
    """Put two models beside each other.

    Parameters
    ----------
    old, new
        The models; a topic that one does not know counts as its mistake.
    labelled
        Texts that neither was fitted on.
    groups
        By kind of group (``language`` …), the name of the group of each text.
    """
    before, after = judge(old, labelled), judge(new, labelled)
    everything = np.ones(len(labelled), dtype=bool)
    sides = [
        _side(kind, name, before, after, np.asarray([one == name for one in names], dtype=bool))
        for kind, names in groups.items()
        for name in sorted(set(names))
    ]
    return Comparison(_side("all", "", before, after, everything), tuple(sides))


def chance_of(gained: int, lost: int) -> float:
    """Return how often a fair coin falls as unevenly as ``gained`` against ``lost``, or more so."""
    thrown = gained + lost
    tail = sum(math.comb(thrown, k) for k in range(min(gained, lost) + 1))
    return min(1.0, float(2 * tail / 2**thrown))


def _side(kind: str, name: str, before: Judged, after: Judged, members: Flags) -> Side:
    old, new = _answered(before)[members], _answered(after)[members]
    gained, lost = int((new & ~old).sum()), int((old & ~new).sum())
    return Side(
        kind=kind,
        name=name,
        texts=int(members.sum()),
        old=_figures(before, members),
        new=_figures(after, members),
        gained=gained,
        lost=lost,
        chance=chance_of(gained, lost),
    )


def _answered(judged: Judged) -> Flags:
    """Tell which texts were answered right: the right topic first, or left to a person when none fits."""
    return np.where(judged.inside, judged.right, ~judged.taken)


def _figures(judged: Judged, members: Flags) -> Figures:
    inside = members & judged.inside
    return Figures(
        top_1=_share(judged.right[inside]),
        top_3=_share(judged.in_three[inside]),
        calibration_error=(
            calibration_error(judged.probabilities[members], judged.truth[members]) if members.any() else float("nan")
        ),
    )


def _share(holds: Flags) -> float:
    return float(holds.mean()) if holds.size else float("nan")
