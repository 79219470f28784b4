"""Which organisations can help an entrepreneur further: near ones before national ones, each with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.data import IntermediaryAnswer, IntermediaryProfile, Reason
from matching.eligibility import Facts, can_tell_region
from matching.shared_words import NOTHING, Shared, WordIndex

#: A single shared word proves little; this many make an organisation worth naming without its topic.
ENOUGH_WORDS = 2
#: Words shown at most.
_SHOWN_WORDS = 4
#: What counts how much within one ring around the asker; together 1.0.
_TOPIC, _OFFER = 0.7, 0.3


@dataclass(frozen=True, slots=True)
class _Region:
    """How near an organisation works to the asker; a lower ring comes first, ``None`` is elsewhere."""

    ring: int | None
    reason: Reason


class IntermediaryFinder:
    """Ranks organisations for one question."""

    def __init__(self, profiles: Sequence[IntermediaryProfile]) -> None:
        self._profiles = tuple(profiles)
        self._words = WordIndex([((" ".join((p.name, p.offer, *p.services, *p.themes)), 1.0),) for p in profiles])

    def answers(self, facts: Facts) -> tuple[IntermediaryAnswer, ...]:
        """Return the organisations that work on the topic or in the words of the question, near ones first.

        Those that work elsewhere are left out; those that are full come last.
        """
        ranked: list[tuple[bool, int, float, str, IntermediaryAnswer]] = []
        shared = self._words.shared(facts.lemmas)
        for number, profile in enumerate(self._profiles):
            region = _region(profile, facts)
            answer = _answer(profile, facts, region, shared.get(number, NOTHING))
            if region.ring is not None and answer is not None:
                ranked.append((profile.full, region.ring, -answer.score, profile.id, answer))
        return tuple(answer for *_order, answer in sorted(ranked, key=lambda r: r[:4]))


def _answer(profile: IntermediaryProfile, facts: Facts, region: _Region, shared: Shared) -> IntermediaryAnswer | None:
    topic = max((weight for slug, weight in facts.topics if slug in profile.topics), default=0.0)
    if not topic and len(shared.words) < ENOUGH_WORDS:
        return None
    why = [Reason("helps_with_topic")] if topic else []
    if shared.words:
        why.append(Reason("offer", shared.words[:_SHOWN_WORDS]))
    why.append(region.reason)
    if profile.full:
        why.append(Reason("full"))
    return IntermediaryAnswer(profile.id, tuple(why), round(_TOPIC * min(topic, 1.0) + _OFFER * shared.score, 6))


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
