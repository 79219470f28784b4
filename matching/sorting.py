"""Putting the topics in order for one text, with or without a fitted model, and saying when to doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from matching.calibration import Doubt
from matching.data import Example, Suggestion, TopicProfile, TriageReason
from matching.serving import Array, Reading, ServingModel
from matching.text import content_lemmas, words

#: A text of fewer words cannot be sorted by its words alone.
FEWEST_WORDS = 2
#: Topics for which evidence is looked up: what the asker is shown, and what money and help go by.
SHOWN = 3
#: A second need is named when some sentence is about it with at least this probability.
SECOND_NEED = 0.5
#: Sentences that are looked at for it, counted from the end: that is where people say what they need.
MOST_SENTENCES = 8
#: Words shown as evidence.
EVIDENCE_WORDS = 5
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Sorted:
    """All topics, best first; why a person should look, if one should; a second need, if there is one."""

    topics: tuple[Suggestion, ...]
    doubt: TriageReason | None
    second: Suggestion | None


class Sorter(Protocol):
    """Something that puts topics in order for a text."""

    model_hash: str

    def sort(self, text: str) -> Sorted:
        """Put all topics in order, best first."""


class ModelSorter:
    """Sorts by a fitted model; topics the model does not know come last, with probability zero."""

    def __init__(self, topics: Sequence[str], model: ServingModel) -> None:
        self.model_hash = model.hash
        self._topics = tuple(topics)
        self._model = model.at_work()

    def sort(self, text: str) -> Sorted:
        """Put all topics in order, best first."""
        found = self._model.read(text, MOST_SENTENCES)
        topics = self._ranked(text, found.probabilities.tolist())
        return Sorted(topics, self._doubt(text, found.probabilities), self._second(found, topics))

    def _ranked(self, text: str, row: Sequence[float]) -> tuple[Suggestion, ...]:
        found = dict(zip(self._model.classes, row, strict=True))
        ranked = sorted(self._topics, key=lambda slug: (-found.get(slug, 0.0), slug))
        shown = [slug for slug in ranked[:SHOWN] if slug in found]
        evidence = dict(zip(shown, self._model.evidence(text, shown, EVIDENCE_WORDS), strict=True))
        nearest = self._model.nearest_examples(text, shown)
        return tuple(
            _suggestion(slug, found.get(slug, 0.0), evidence.get(slug, ()), nearest.get(slug)) for slug in ranked
        )

    def _doubt(self, text: str, probabilities: Array) -> TriageReason | None:
        outside = None if self._model.outside is None else self._model.classes.index(self._model.outside)
        doubt = Doubt.of(probabilities[None, :], outside)
        limits = self._model.thresholds
        probability, margin, elsewhere = float(doubt.probability[0]), float(doubt.margin[0]), float(doubt.outside[0])
        grounds = (
            (TriageReason.TOO_SHORT, len(words(text)) < FEWEST_WORDS),
            (TriageReason.OUTSIDE, elsewhere >= max(limits.outside, probability)),
            (TriageReason.LOW_PROBABILITY, probability < limits.probability),
            (TriageReason.OUTSIDE, elsewhere >= limits.outside),
            (TriageReason.SMALL_MARGIN, margin < limits.margin),
        )
        return next((reason for reason, holds in grounds if holds), None)

    def _second(self, read: Reading, topics: Sequence[Suggestion]) -> Suggestion | None:
        """Return another topic than the first that some sentence is clearly about."""
        first = topics[0].topic if topics else ""
        found = [
            (float(row.max()), self._model.classes[int(row.argmax())], part)
            for part, row in zip(read.parts, read.of_parts, strict=True)
        ]
        needs = [one for one in found if one[0] >= SECOND_NEED and one[1] != first and one[1] in self._topics]
        if not needs:
            return None
        probability, slug, part = max(needs)
        return _suggestion(slug, probability, self._model.explain(part, slug, EVIDENCE_WORDS))


def _suggestion(slug: str, probability: float, evidence: tuple[str, ...], nearest: Example | None = None) -> Suggestion:
    rounded = round(probability, _DIGITS)
    return Suggestion(slug, rounded, rounded, evidence, nearest)


class KeywordSorter:
    """Sorts by the words a text shares with the topics; a person always looks."""

    model_hash = ""

    def __init__(self, profiles: Sequence[TopicProfile]) -> None:
        self._lemmas = tuple((profile.slug, frozenset(_profile_lemmas(profile))) for profile in profiles)

    def sort(self, text: str) -> Sorted:
        """Put all topics in order by a score that is no probability."""
        typed = {lemma: word.typed for word in words(text) for lemma in content_lemmas(word.typed)}
        found = [self._shared(slug, lemmas, typed) for slug, lemmas in self._lemmas]
        return Sorted(tuple(sorted(found, key=lambda s: (-s.score, s.topic))), TriageReason.NO_MODEL, None)

    @staticmethod
    def _shared(slug: str, lemmas: frozenset[str], typed: dict[str, str]) -> Suggestion:
        shared = [lemma for lemma in typed if lemma in lemmas]
        score = len(shared) / max(len(typed), 1)
        return Suggestion(slug, None, round(score, _DIGITS), tuple(typed[lemma] for lemma in shared[:EVIDENCE_WORDS]))


def _profile_lemmas(profile: TopicProfile) -> tuple[str, ...]:
    told = (profile.name, profile.name_en, " ".join(profile.keywords), profile.description, profile.example)
    return content_lemmas(" ".join(told))
