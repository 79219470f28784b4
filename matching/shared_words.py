"""Which texts share telling words with a question: rare words weigh, common ones do not."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matching.text import content_lemmas

#: Longer words also meet by how they begin: "energiebesparend" and "energiebesparing"; at half their weight.
STEM = 6
_STEM_WEIGHT = 0.5
#: A word in more than this share of the texts tells none of them apart.
_TOO_COMMON = 0.3
#: So much shared weight counts for half; the rest of the way to 1.0 takes ever more words.
_HALFWAY = 8.0
#: Words of every question about an enterprise; that a description has one too says nothing.
_EMPTY_WORDS = """
nieuw groot klein ander eigen jaar maand week dag euro geld krijgen zoeken vinden maken komen nodig willen
goed veel weinig eerst tweede lang kort samen gemeente provincie stad plek plaats bedrijf onderneming ondernemer
organisatie plan zaak bestaan beginnen helpen hulp iedereen mens twee drie vier vijf zes ver half ton nog net
tijd deel geen niet zonder nooit altijd meer minder zelf alle elk zeggen laten blijven
aanvraag aanvragen betalen kosten bedrag regeling mogelijkheid stap need want money looking
subsidie lening lenen fonds krediet financiering financier geven gift investeren loan grant fund
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


@dataclass(frozen=True, slots=True)
class Shared:
    """What a question and one text share: how much (0.0 to 1.0), and the words of the question, rarest first."""

    score: float
    words: tuple[str, ...]


NOTHING = Shared(0.0, ())


class WordIndex:
    """Texts by their telling words, read once.

    Parameters
    ----------
    texts
        Of each text its parts, with how much a word in that part counts.
    """

    def __init__(self, texts: Sequence[Sequence[tuple[str, float]]]) -> None:
        found = [_terms(parts) for parts in texts]
        seen_in = Counter(term for terms in found for term in terms)
        most = max(_TOO_COMMON * len(texts), 1)
        self._texts_with: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, terms in enumerate(found):
            for term, weight in terms.items():
                if seen_in[term] <= most:
                    rare = math.log((1 + len(texts)) / (0.5 + seen_in[term]))
                    self._texts_with[term].append((number, round(weight * rare, 6)))

    def shared(self, lemmas: Iterable[str]) -> Mapping[int, Shared]:
        """Return, by number of the text, what each shares with ``lemmas``; texts that share nothing are left out."""
        weights: dict[int, dict[str, float]] = defaultdict(dict)
        for word in sorted(lemmas):
            for term in _both(word):
                for number, weight in self._texts_with.get(term, ()):
                    words = weights[number]
                    words[word] = max(words.get(word, 0.0), weight)
        return {number: _summed(words) for number, words in weights.items()}


def _summed(words: Mapping[str, float]) -> Shared:
    total = sum(words.values())
    return Shared(round(total / (total + _HALFWAY), 6), tuple(sorted(words, key=lambda word: (-words[word], word))))


def _terms(parts: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Return the terms of one text with the weight of the part that counts most."""
    found: dict[str, float] = {}
    for text, weight in parts:
        for word in content_lemmas(text):
            for term in _both(word):
                halved = weight * (_STEM_WEIGHT if term.startswith("~") else 1.0)
                found[term] = max(found.get(term, 0.0), halved)
    return found


def _both(word: str) -> tuple[str, ...]:
    """Return a word as it is looked up: whole, and by its beginning when it is long; a word that says nothing, not."""
    if word in _EMPTY:
        return ()
    return (word, "~" + word[:STEM]) if len(word) > STEM else (word,)
