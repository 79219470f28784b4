"""Texts that say the same in other words: an index that grows one text at a time."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from matching.text import content_lemmas

#: Pieces of four letters meet in compounds and survive a typing error; whole words weigh beside them.
PIECE = 4


def _terms(text: str) -> Iterator[str]:
    for lemma in content_lemmas(text):
        yield f"={lemma}"
        padded = f" {lemma} "
        for start in range(max(1, len(padded) - PIECE + 1)):
            yield padded[start : start + PIECE]


class AlikeIndex:
    """Finds the texts that are most like a given one, by the cosine of their weighted terms.

    Parameters
    ----------
    texts
        The first texts; their places count from zero, and those of added texts go on from there.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._texts_with: dict[str, array[int]] = {}
        self._often: dict[str, array[float]] = {}
        self._terms_of: list[dict[str, float]] = []
        self._lengths: npt.NDArray[np.float64] = np.zeros(0)
        for text in texts:
            self.add(text)

    def __len__(self) -> int:
        return len(self._terms_of)

    def add(self, text: str) -> int:
        """Take a text in and return its place."""
        place = len(self._terms_of)
        counted = {term: 1.0 + math.log(n) for term, n in Counter(_terms(text)).items()}
        for term, often in counted.items():
            self._texts_with.setdefault(term, array("l")).append(place)
            self._often.setdefault(term, array("d")).append(often)
        self._terms_of.append(counted)
        return place

    def nearest(self, text: str, most: int = 5) -> list[tuple[int, float]]:
        """Return the places of at most ``most`` texts that share something, with a score, nearest first.

        Returns
        -------
        list of (int, float)
            The score runs from 0.0 (nothing shared) to 1.0 (the same words); it is no probability.
        """
        lengths = self._all_lengths()
        asked = {term: 1.0 + math.log(n) for term, n in Counter(_terms(text)).items() if term in self._texts_with}
        scores = np.zeros(len(lengths))
        length = 0.0
        for term, often in sorted(asked.items()):
            telling = self._telling(term)
            length += (often * telling) ** 2
            places = np.frombuffer(self._texts_with[term], dtype=np.int64)
            scores[places] += np.frombuffer(self._often[term]) * (often * telling**2)
        if not length:
            return []
        scores /= lengths * math.sqrt(length)
        order = np.lexsort((np.arange(len(scores)), -scores))[:most]
        return [(int(place), min(float(scores[place]), 1.0)) for place in order if scores[place] > 0]

    def _telling(self, term: str) -> float:
        """Return how telling a term is: what few texts have weighs more."""
        return 1.0 + math.log((1 + len(self)) / (1 + len(self._texts_with[term])))

    def _all_lengths(self) -> npt.NDArray[np.float64]:
        """Return the length of every text; they are made again once the index has grown by a tenth."""
        known = len(self._lengths)
        if known == len(self):
            return self._lengths
        start = known if len(self) < 1.1 * known else 0
        made = [
            math.sqrt(sum((often * self._telling(term)) ** 2 for term, often in terms.items())) or 1.0
            for terms in self._terms_of[start:]
        ]
        self._lengths = np.concatenate([self._lengths[:start], np.asarray(made)])
        return self._lengths
