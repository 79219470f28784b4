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
class Counted:
    """How often each piece and each whole word occurs in one text."""

    pieces: Counter[str]
    words: Counter[str]

    @classmethod
    def of(cls, text: str) -> Counted:
        """Count the terms of one text."""
        found = words(text)
        return cls(Counter(piece for word in found for piece in pieces(word.key)), Counter(whole_words(found)))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms a model knows, and how telling each one is (inverse document frequency)."""

    terms: tuple[str, ...]
    weight: Row
    _index: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", {term: i for i, term in enumerate(self.terms)})

    @classmethod
    def of(cls, texts: Sequence[Counted], min_texts: int = MIN_TEXTS) -> Vocabulary:
        """Learn the terms that occur in at least ``min_texts`` of ``texts``."""
        seen_in: Counter[str] = Counter()
        for counted in texts:
            seen_in.update(counted.pieces.keys())
            seen_in.update(counted.words.keys())
        terms = tuple(sorted(term for term, n in seen_in.items() if n >= min_texts))
        weight = [1.0 + math.log((1 + len(texts)) / (1 + seen_in[term])) for term in terms]
        return cls(terms, np.asarray(weight, dtype=np.float32))

    def row(self, text: str) -> tuple[Places, Row]:
        """Return the places and values of the known terms of one text.

        Pieces and whole words each have length one together, so that neither drowns the other.
        """
        return self.row_of(Counted.of(text))

    def row_of(self, counted: Counted) -> tuple[Places, Row]:
        """Return the places and values of the known terms of one counted text."""
        left, left_values = self._block(counted.pieces)
        right, right_values = self._block(counted.words)
        return np.concatenate([left, right]), np.concatenate([left_values, right_values])

    def place(self, term: str) -> int | None:
        """Return where a term stands in the vocabulary, or ``None``."""
        return self._index.get(term)

    def _block(self, counted: Counter[str]) -> tuple[Places, Row]:
        known = sorted((self._index[term], n) for term, n in counted.items() if term in self._index)
        places = np.asarray([place for place, _n in known], dtype=np.int64)
        often = np.asarray([1.0 + math.log(n) for _place, n in known], dtype=np.float32)
        values = often * self.weight[places]
        length = float(np.sqrt(values @ values)) or 1.0
        return places, (values / length).astype(np.float32)


def join(terms: Iterable[str]) -> npt.NDArray[np.uint8]:
    """Write terms as one array of bytes, for a file without pickles."""
    return np.frombuffer("\n".join(terms).encode(), dtype=np.uint8)


def split(stored: npt.NDArray[np.uint8]) -> tuple[str, ...]:
    """Read terms that ``join`` wrote."""
    return tuple(stored.tobytes().decode().split("\n")) if stored.size else ()
