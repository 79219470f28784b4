"""Words and pieces of words as numbers: what a topic model reads in a text besides its meaning."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from matching.text import Word, words

Row = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

#: Lengths of the pieces of words. Dutch glues words together; their pieces still meet.
SHORTEST_PIECE, LONGEST_PIECE = 2, 5
#: In how many texts a term must occur to be kept: one person's name or number never gets in.
MIN_TEXTS = 2
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


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms a model knows, and how telling each one is (inverse document frequency)."""

    terms: tuple[str, ...]
    weight: Row
    _index: dict[str, int] = field(init=False, repr=False, compare=False)
    _read: dict[str, Places] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", {term: i for i, term in enumerate(self.terms)})

    @classmethod
    def of(cls, texts: Sequence[str], min_texts: int = MIN_TEXTS) -> Vocabulary:
        """Learn the terms that occur in at least ``min_texts`` of ``texts``."""
        seen_in: Counter[str] = Counter()
        for text in texts:
            found = words(text)
            seen_in.update({piece for word in found for piece in pieces(word.key)}.union(whole_words(found)))
        terms = tuple(sorted(term for term, n in seen_in.items() if n >= min_texts))
        weight = [1.0 + math.log((1 + len(texts)) / (1 + seen_in[term])) for term in terms]
        return cls(terms, np.asarray(weight, dtype=np.float32))

    def row(self, text: str) -> tuple[Places, Row]:
        """Return the places and values of the known terms of one text.

        Pieces and whole words each have length one together, so that neither drowns the other.
        """
        found = words(text)
        in_pieces = np.concatenate([_NOTHING, *(self._places_of(word.key) for word in found)])
        in_words = (self._index.get(term) for term in whole_words(found))
        left, left_values = self._block(in_pieces)
        right, right_values = self._block(np.asarray([p for p in in_words if p is not None], dtype=np.int64))
        return np.concatenate([left, right]), np.concatenate([left_values, right_values])

    def places_of(self, key: str) -> Places:
        """Return where the pieces of one word, and the word itself, stand in the vocabulary."""
        whole = self._index.get(f"={key}")
        return self._places_of(key) if whole is None else np.append(self._places_of(key), whole)

    def _places_of(self, key: str) -> Places:
        """Return where the pieces of one word stand; words come back, so what was looked up is kept."""
        known = self._read.get(key)
        if known is None:
            found = (self._index.get(piece) for piece in pieces(key))
            known = np.asarray([place for place in found if place is not None], dtype=np.int64)
            if len(self._read) >= MOST_KEPT:
                self._read.clear()
            self._read[key] = known
        return known

    def _block(self, found: Places) -> tuple[Places, Row]:
        places, often = np.unique(found, return_counts=True)
        values = (1.0 + np.log(often)).astype(np.float32) * self.weight[places]
        length = float(np.sqrt(values @ values)) or 1.0
        return places, (values / length).astype(np.float32)


def join(terms: Iterable[str]) -> npt.NDArray[np.uint8]:
    """Write terms as one array of bytes, for a file without pickles."""
    return np.frombuffer("\n".join(terms).encode(), dtype=np.uint8)


def split(stored: npt.NDArray[np.uint8]) -> tuple[str, ...]:
    """Read terms that ``join`` wrote."""
    return tuple(stored.tobytes().decode().split("\n")) if stored.size else ()
