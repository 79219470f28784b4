"""The order of schemes with the same verdict: which are about the question, of the right size, and meant for few."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from matching.data import Option, OptionStatus, Verdict
from matching.eligibility import Facts, Judged
from matching.shared_words import Shared

#: What counts how much; together 1.0.
_TOPIC, _WORDS, _REGION, _NARROW, _SIZE, _STATUS, _YEAR, _FITS = 0.24, 0.36, 0.1, 0.06, 0.08, 0.04, 0.04, 0.08
#: How near a region is to the asker.
_NEARNESS = {"region_municipality": 1.0, "region_province": 0.7, "region_national": 0.3}
#: Criteria by which a scheme can be meant for few.
_FOR_FEW = frozenset({"legal_form_fits", "stage_fits", "target_fits"})
#: Sources age: one older than this many years adds nothing.
_OLD = 10
#: A scheme that names no limit is held to be as wide as from this many euros to ten thousand times as many.
_WIDEST = 4.0


def score(
    option: Option, judged: Sequence[Judged], facts: Facts, shared: Shared, since: int, verdict: Verdict
) -> float:
    """Return how high a scheme stands, 0.0 to 1.0."""
    met = {j.reason.code: len(j.reason.values) for j in judged if j.holds and j.reason}
    age = _OLD if option.as_of is None else min(max(since - option.as_of, 0), _OLD)
    return (
        _TOPIC * topic_fit(option, facts)
        + _WORDS * shared.score
        + _REGION * max((_NEARNESS[code] for code in met if code in _NEARNESS), default=0.0)
        + _NARROW * _narrow(option, met)
        + _SIZE * (_close_range(option) if "amount_fits" in met else 0.0)
        + _STATUS * (option.status is OptionStatus.OPEN)
        + _YEAR * (1 - age / _OLD)
        + _FITS * (verdict is Verdict.FITS)
    )


def topic_fit(option: Option, facts: Facts) -> float:
    """Return how much a scheme is about the topics of the question, 0.0 to 1.0."""
    return min(max((weight for topic, weight in facts.topics if topic in option.topics), default=0.0), 1.0)


def _narrow(option: Option, met: Mapping[str, int]) -> float:
    """Return how few a scheme is for, of those it is certainly for: one legal form says more than five."""
    sizes = {
        "legal_form_fits": len(option.legal_forms),
        "stage_fits": len(option.stages),
        "target_fits": len(option.targets),
    }
    return sum(1 / sizes[code] for code in _FOR_FEW if code in met) / len(_FOR_FEW)


def _close_range(option: Option) -> float:
    """Return how closely a scheme's amounts lie together: 1.0 for one amount, 0.0 where there is hardly a limit."""
    least, most = option.amount_min_eur, option.amount_max_eur
    if not most:
        return 0.0
    return max(0.0, 1 - math.log10(most / max(least or 0, most / 10**_WIDEST, 1)) / _WIDEST)


def likeness(left: Option, right: Option) -> float:
    """Return how much two schemes are for the same thing, 0.0 to 1.0."""
    topics = set(left.topics) & set(right.topics)
    every = set(left.topics) | set(right.topics)
    themes = set(left.themes) & set(right.themes)
    shared = len(topics) / len(every) if every else 0.0
    if not topics and not themes:
        return 0.0
    return 0.5 * shared + 0.3 * (left.instrument == right.instrument) + 0.2 * min(len(themes), 3) / 3
