"""Which organisations can help an entrepreneur further: near ones before national ones, each with reasons."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matching.data import IntermediaryAnswer, IntermediaryProfile, Reason
from matching.financing import Facts, can_tell_region
from matching.text import content_lemmas

#: A single shared word proves little; this many make an organisation worth naming without its topic.
ENOUGH_WORDS = 2
#: Words shown at most.
_SHOWN_WORDS = 4
#: What counts how much within one ring around the asker; together 1.0.
_TOPIC, _OFFER = 0.7, 0.3


@dataclass(frozen=True, slots=True)
class _Known:
    """An organisation with the words of its offer, read once."""

    profile: IntermediaryProfile
    lemmas: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Region:
    """How near an organisation works to the asker; a lower ring comes first, ``None`` is elsewhere."""

    ring: int | None
    reason: Reason


class IntermediaryFinder:
    """Ranks organisations for one question."""

    def __init__(self, profiles: Sequence[IntermediaryProfile]) -> None:
        self._known = tuple(
            _Known(p, frozenset(content_lemmas(" ".join((p.offer, *p.services, *p.themes))))) for p in profiles
        )
        seen_in = Counter(lemma for known in self._known for lemma in known.lemmas)
        self._telling = {
            lemma: math.log((1 + len(profiles)) / (1 + n)) for lemma, n in seen_in.items() if 2 * n <= len(profiles)
        }

    def answers(self, facts: Facts) -> tuple[IntermediaryAnswer, ...]:
        """Return the organisations that work on the topic or in the words of the question, near ones first.

        Those that work elsewhere are left out; those that are full come last.
        """
        ranked: list[tuple[bool, int, float, str, IntermediaryAnswer]] = []
        for known in self._known:
            region = _region(known.profile, facts)
            answer = self._answer(known, facts, region)
            if region.ring is not None and answer is not None:
                ranked.append((known.profile.full, region.ring, -answer.score, known.profile.id, answer))
        return tuple(answer for *_order, answer in sorted(ranked, key=lambda r: r[:4]))

    def _answer(self, known: _Known, facts: Facts, region: _Region) -> IntermediaryAnswer | None:
        profile = known.profile
        topic = max((weight for slug, weight in facts.topics if slug in profile.topics), default=0.0)
        shared = sorted(known.lemmas & facts.lemmas & self._telling.keys(), key=lambda w: (-self._telling[w], w))
        if not topic and len(shared) < ENOUGH_WORDS:
            return None
        why = [Reason("helps_with_topic")] if topic else []
        if shared:
            why.append(Reason("offer", tuple(shared[:_SHOWN_WORDS])))
        why.append(region.reason)
        if profile.full:
            why.append(Reason("full"))
        overlap = sum(self._telling[word] for word in shared) / 10
        score = _TOPIC * min(topic, 1.0) + _OFFER * min(overlap, 1.0)
        return IntermediaryAnswer(profile.id, tuple(why), round(score, 6))


def _region(profile: IntermediaryProfile, facts: Facts) -> _Region:
    codes = profile.region_codes
    if facts.gm_code in codes:
        return _Region(0, Reason("works_in_municipality"))
    if facts.province_code in codes:
        return _Region(1, Reason("works_in_province"))
    if "NL" in codes:
        return _Region(2, Reason("works_nationally"))
    if not codes:
        return _Region(3, Reason("region_unknown"))
    if not can_tell_region(codes, facts):
        return _Region(3, Reason("depends_on_municipality"))
    return _Region(None, Reason("depends_on_municipality"))
