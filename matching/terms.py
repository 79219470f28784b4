"""Words and pieces of words as numbers: what a topic model reads in a text besides its meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from matching.text import Word, is_content, words

Row = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
Fingerprints = npt.NDArray[np.uint64]

#: Lengths of the pieces of words. Dutch glues words together; their pieces still meet.
SHORTEST_PIECE, LONGEST_PIECE = 2, 5
#: In how many texts of people a term must occur to be kept, when no text of our own has it.
MIN_ASKERS = 2
#: Words whose pieces are kept looked up, some 10 MB; then all are forgotten.
MOST_KEPT = 20_000

_NOTHING = np.zeros(0, dtype=np.int64)


def pieces(key: str) -> Iterator[str]:
    """Yield the pieces of one word, with a space where the word begins and ends."""
    padded = f" {key} "
    for size in range(SHORTEST_PIECE, min(LONGEST_PIECE, len(padded)) + 1):
        for start in range(len(padded) - size + 1):
            yield padded[start : start + size]


def whole_words(found: Sequence[Word]) -> Iterator[str]:
    """Yield the words of a text and its pairs of neighbours, marked so that no piece looks like them."""
    for word in found:
        yield f"={word.key}"
    for left, right in pairwise(found):
        yield f"={left.key} {right.key}"


def fingerprint(term: str) -> int:
    """Return the 64 bits by which a term is known: a model file holds no word that somebody typed."""
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms a model knows, and how telling each one is (inverse document frequency).

    Terms are kept as their fingerprints in ascending order, a tenth of the memory that words would take.
    """

    terms: Fingerprints
    weight: Row
    _read: dict[str, Places] = field(init=False, repr=False, compare=False, default_factory=dict)

    @classmethod
    def of(cls, texts: Sequence[str], private: Collection[int] = ()) -> Vocabulary:
        """Learn the terms of ``texts``.

        Parameters
        ----------
        texts
            What was written.
        private
            The places of texts by people who asked something: a term that no other text has must
            occur in ``MIN_ASKERS`` of these, so that nobody's name or number gets in.
        """
        seen_in: Counter[str] = Counter()
        public: set[str] = set()
        for place, text in enumerate(texts):
            found = words(text)
            terms = {piece for word in found for piece in pieces(word.key)}.union(whole_words(found))
            seen_in.update(terms)
            if place not in private:
                public |= terms
        kept = {fingerprint(t): n for t, n in seen_in.items() if t in public or n >= MIN_ASKERS}
        order = np.asarray(sorted(kept), dtype=np.uint64)
        often = np.asarray([kept[int(mark)] for mark in order], dtype=np.float64)
        return cls(order, (1.0 + np.log((1 + len(texts)) / (1 + often))).astype(np.float32))

    def row(self, text: str) -> tuple[Places, Row]:
        """Return the places and values of the known terms of one text.

        Pieces and whole words each have length one together, so that neither drowns the other.
        """
        found = words(text)
        in_pieces = np.concatenate([_NOTHING, *(self._pieces_of(word.key) for word in found)])
        left, left_values = self._block(in_pieces)
        right, right_values = self._block(self._places(whole_words(found)))
        return np.concatenate([left, right]), np.concatenate([left_values, right_values])

    def words_of(self, text: str) -> Places:
        """Return where the known words of a text that say something stand, each once, in ascending order."""
        return np.unique(self._places(f"={word.key}" for word in words(text) if is_content(word.key)))

    def places_of(self, key: str) -> Places:
        """Return where the pieces of one word, and the word itself, stand in the vocabulary."""
        return np.concatenate([self._pieces_of(key), self._places([f"={key}"])])

    def _pieces_of(self, key: str) -> Places:
        """Return where the pieces of one word stand; words come back, so what was looked up is kept."""
        known = self._read.get(key)
        if known is None:
            known = self._places(pieces(key))
            if len(self._read) >= MOST_KEPT:
                self._read.clear()
            self._read[key] = known
        return known

    def _places(self, terms: Iterable[str]) -> Places:
        """Return where those of ``terms`` that are known stand."""
        marks = np.fromiter((fingerprint(term) for term in terms), dtype=np.uint64)
        places = np.searchsorted(self.terms, marks)
        places = np.minimum(places, max(len(self.terms) - 1, 0))
        return places[self.terms[places] == marks] if len(self.terms) else _NOTHING

    def _block(self, found: Places) -> tuple[Places, Row]:
        places, often = np.unique(found, return_counts=True)
        values = (1.0 + np.log(often)).astype(np.float32) * self.weight[places]
        length = float(np.sqrt(values @ values)) or 1.0
        return places, (values / length).astype(np.float32)
