"""Texts that say the same in other words: an index that grows one text at a time."""

from __future__ import annotations

import math
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matching.encoder import Matrix, SentenceEncoder, meanings
from matching.text import MAX_WORD, clean, fold, is_content, lemma, telling_parts

Number = TypeVar("Number", bound=np.generic)
Scores = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
#: Pieces of four letters meet in compounds and survive a typing error; whole words weigh beside them.
PIECE = 4
#: A query reads its most telling terms first and stops after so many hits: common terms cost most and say least.
MOST_HITS = 120_000
#: So many texts that share most terms, and as many whose vectors lie near, are compared precisely.
CANDIDATES = 400
#: What the meaning counts beside the words; chosen on half of the written groups (tests/matching/alike.csv).
MEANING = 0.2
#: A vector is kept as whole numbers from -127 to 127.
_SCALE = 127.0


class AlikeIndex:
    """Finds the texts that are most like a given one, by the cosine of their weighted terms and of their meaning.

    Parameters
    ----------
    texts
        The first texts; their places count from zero, and those of added texts go on from there.
    encoder
        What turns sentences into vectors; without one only words count.
    vectors
        One row of length one for each of ``texts``, as ``meanings_of`` made them, when they were kept.
    """

    def __init__(
        self, texts: Iterable[str] = (), encoder: SentenceEncoder | None = None, vectors: Matrix | None = None
    ) -> None:
        self._words = _WordIndex()
        self._encoder = encoder
        self._meanings = _MeaningIndex(encoder.size) if encoder is not None else None
        first = list(texts)
        for text in first:
            self._words.add(text)
        if self._meanings is not None and encoder is not None:
            self._meanings.add(meanings_of(first, encoder) if vectors is None else vectors)

    def __len__(self) -> int:
        return len(self._words)

    def add(self, text: str, vector: Matrix | None = None) -> int:
        """Take a text in and return its place; ``vector`` is its one row when that was made before."""
        place = self._words.add(text)
        if self._meanings is not None and self._encoder is not None:
            self._meanings.add(meanings_of([text], self._encoder) if vector is None else vector)
        return place

    def nearest(self, text: str, most: int = 5, vector: Matrix | None = None) -> list[tuple[int, float]]:
        """Return the places of at most ``most`` texts that share something, with a score, nearest first.

        Returns
        -------
        list of (int, float)
            The score runs from 0.0 (nothing shared) to 1.0 (the same words); it is no probability.
        """
        scores = self._words.scores(text)
        if self._meanings is None or self._encoder is None or not text.strip():
            return _best(np.flatnonzero(scores), scores, most)
        row = meanings_of([text], self._encoder) if vector is None else vector
        places = np.union1d(_highest(scores, CANDIDATES + most), self._meanings.candidates(row, CANDIDATES + most))
        both = np.zeros(len(self))
        both[places] = (1 - MEANING) * scores[places] + MEANING * self._meanings.cosines(row, places)
        return _best(places, both, most)


def meanings_of(texts: Sequence[str], encoder: SentenceEncoder) -> Matrix:
    """Return the meaning of each text as a row of length one, to be kept beside the text."""
    parts = [telling_parts(text) for text in texts]
    vectors = encoder.encode([part for some in parts for part in some])
    return meanings(vectors, [len(some) for some in parts])


class _WordIndex:
    """Which texts have a term; the terms of a text are its words and their pieces."""

    def __init__(self) -> None:
        self._texts_with: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
        self._lengths = array("f")
        self._measured = 0

    def __len__(self) -> int:
        return len(self._lengths)

    def add(self, text: str) -> int:
        """Take a text in and return its place."""
        place = len(self)
        terms = _terms(text)
        for term in terms:
            self._texts_with[term].append(place)
        squares = sum(self._telling(len(self._texts_with[term])) ** 2 for term in terms) if self._measured else 1.0
        self._lengths.append(math.sqrt(squares) or 1.0)
        return place

    def scores(self, text: str) -> Scores:
        """Return how much each text shares with ``text``, from 0.0 to 1.0."""
        self._measure()
        known = ((term, self._texts_with[term]) for term in _terms(text) if term in self._texts_with)
        found = sorted((len(texts), term, texts) for term, texts in known)
        scores = np.zeros(len(self))
        length, hits = 0.0, 0
        for many, _term, texts in found:
            square = self._telling(many) ** 2
            length += square
            if hits + many <= MOST_HITS or not hits:
                scores[np.frombuffer(texts, dtype=np.int32)] += square
                hits += many
        if not length:
            return scores
        scores /= np.frombuffer(self._lengths, dtype=np.float32) * math.sqrt(length)
        return np.minimum(scores, 1.0, out=scores)

    def _telling(self, texts: int) -> float:
        """Return how telling a term is that ``texts`` texts have: what few texts have weighs more."""
        return 1.0 + math.log((1 + len(self)) / (1 + texts))

    def _measure(self) -> None:
        """Make the lengths of all texts again, once the index has grown by a tenth since the last time."""
        if self._measured and len(self) < 1.1 * self._measured:
            return
        squares = np.zeros(len(self))
        for texts in self._texts_with.values():
            squares[np.frombuffer(texts, dtype=np.int32)] += self._telling(len(texts)) ** 2
        self._lengths = array("f", np.where(squares > 0, np.sqrt(squares), 1.0).astype(np.float32).tobytes())
        self._measured = len(self)


class _MeaningIndex:
    """The vectors of all texts, a byte a number, and a sketch of each: the signs of its numbers."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._count = 0
        self._rows = np.zeros((0, size), dtype=np.int8)
        self._signs = np.zeros((0, size // 64), dtype=np.uint64)

    def add(self, vectors: Matrix) -> None:
        """Take in the vectors of the next texts."""
        end = self._count + len(vectors)
        if end > len(self._rows):
            room = max(end, self._count * 5 // 4)
            self._rows = _with_room(self._rows, room)
            self._signs = _with_room(self._signs, room)
        self._rows[self._count : end] = _bytes_of(vectors)
        self._signs[self._count : end] = _signs_of(vectors)
        self._count = end

    def candidates(self, vector: Matrix, most: int) -> Places:
        """Return the places of ``most`` texts whose sketch differs least from that of ``vector``."""
        apart = np.zeros(self._count, dtype=np.int16)
        for column, signs in zip(self._signs[: self._count].T, _signs_of(vector)[0], strict=True):
            apart += np.bitwise_count(column ^ signs)
        return _highest(-apart, most)

    def cosines(self, vector: Matrix, places: Places) -> Scores:
        """Return how near the texts at ``places`` come to ``vector``: 0.0 (unrelated) to 1.0 (the same)."""
        rows = self._rows[places].astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
        near: Scores = np.clip(rows @ vector[0] / np.where(lengths > 0, lengths, 1.0), 0.0, 1.0).astype(np.float64)
        return near


@lru_cache(maxsize=50_000)
def _terms_of(key: str) -> tuple[str, ...]:
    """Return the terms of one folded word: its dictionary form and the pieces of that; none when it says nothing."""
    if not is_content(key) or len(key) > MAX_WORD:
        return ()
    padded = f" {lemma(key)} "
    return (f"={padded.strip()}", *(padded[start : start + PIECE] for start in range(max(1, len(padded) - PIECE + 1))))


def _terms(text: str) -> set[str]:
    return set().union(*map(_terms_of, set(_WORD.findall(fold(clean(text))))))


def _bytes_of(vectors: Matrix) -> npt.NDArray[np.int8]:
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=0.0)
    return np.rint(vectors * (_SCALE / np.where(largest > 0, largest, 1.0))).astype(np.int8)


def _signs_of(vectors: Matrix) -> npt.NDArray[np.uint64]:
    signs: npt.NDArray[np.uint64] = np.packbits(vectors > 0, axis=1).view(np.uint64)
    return signs


def _with_room(rows: npt.NDArray[Number], room: int) -> npt.NDArray[Number]:
    wider = np.zeros((room, rows.shape[1]), dtype=rows.dtype)
    wider[: len(rows)] = rows
    return wider


def _highest(scores: npt.NDArray[np.generic], most: int) -> Places:
    """Return the places of the ``most`` highest scores, in any order."""
    if most >= len(scores):
        return np.arange(len(scores))
    return np.argpartition(scores, len(scores) - most)[-most:].astype(np.int64)


def _best(places: Places, scores: Scores, most: int) -> list[tuple[int, float]]:
    """Return the ``most`` best of ``places`` with their scores; of equals the first comes first."""
    if len(places) > most:
        least = np.partition(scores[places], len(places) - most)[len(places) - most]
        places = places[scores[places] >= least]
    order = places[np.lexsort((places, -scores[places]))][:most]
    return [(int(place), float(scores[place])) for place in order if scores[place] > 0]
