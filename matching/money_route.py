"""In which order money comes: first a gift to try something, then a loan, then somebody who takes part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.data import FinancingAnswer, MoneyStep, Option, Verdict

#: A way of one step is no way.
SHORTEST = 2
#: Reasons that say that a scheme is about what was asked.
_ABOUT = frozenset({"topic", "theme"})
_PROMISING = frozenset({Verdict.FITS, Verdict.UNKNOWN})


@dataclass(frozen=True, slots=True)
class _Kind:
    """One step: which instruments it is taken with, and in which phases."""

    step: str
    instruments: frozenset[str]
    stages: frozenset[str]


KINDS = (
    _Kind("try", frozenset({"subsidie", "fonds_gift", "prijs"}), frozenset({"idee", "start"})),
    _Kind("lend", frozenset({"lening", "microkrediet", "garantie", "crowdfunding"}), frozenset({"start", "groei"})),
    _Kind("share", frozenset({"equity", "resultaatfinanciering"}), frozenset({"groei", "opschaling"})),
)


def money_route(ranked: Sequence[FinancingAnswer], options: Mapping[str, Option]) -> tuple[MoneyStep, ...]:
    """Return the best scheme for each step, out of those that fit or may fit and are about what was asked.

    Parameters
    ----------
    ranked
        What each scheme means for the asker, best first.
    options
        The schemes by id.
    """
    about = [a for a in ranked if a.verdict in _PROMISING and any(why.code in _ABOUT for why in a.why)]
    steps = tuple(
        MoneyStep(kind.step, found.option_id)
        for kind in KINDS
        if (found := next((a for a in about if _is_kind(options[a.option_id], kind)), None))
    )
    return steps if len(steps) >= SHORTEST else ()


def _is_kind(option: Option, kind: _Kind) -> bool:
    return option.instrument in kind.instruments and (not option.stages or not kind.stages.isdisjoint(option.stages))
