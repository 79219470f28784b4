"""The written example that is most like a text: evidence that people understand at a glance."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from matching.data import Example
from matching.terms import Vocabulary

#: Longer examples are no evidence at a glance.
LONGEST_EXAMPLE = 240
#: An example that is less alike than this (cosine of the words that say something, 0.0 to 1.0) shows nothing.
LEAST_ALIKE = 0.12


@dataclass(frozen=True, slots=True)
class ExampleShelf:
    """Examples by topic, with the places of their words in a vocabulary.

    ``places[starts[i]:starts[i + 1]]`` are the words of ``examples[i]``, which is about ``topics[i]``.
    """

    examples: tuple[Example, ...]
    topics: npt.NDArray[np.str_]
    places: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]

    @classmethod
    def of(cls, examples: Sequence[Example], topics: Sequence[str], vocabulary: Vocabulary) -> Self:
        """Put ``examples`` with their ``topics`` on a shelf; those too long to show are left out."""
        short = [place for place, example in enumerate(examples) if len(example.text) <= LONGEST_EXAMPLE]
        rows = [vocabulary.words_of(examples[place].text) for place in short]
        return cls(
            examples=tuple(examples[place] for place in short),
            topics=np.asarray([topics[place] for place in short], dtype=str),
            places=np.concatenate([np.zeros(0, dtype=np.int32), *rows]).astype(np.int32),
            starts=np.cumsum([0, *(len(row) for row in rows)]).astype(np.int32),
        )

    @classmethod
    def empty(cls) -> Self:
        """Return a shelf with nothing on it."""
        nothing = np.zeros(0, dtype=np.int32)
        return cls((), np.zeros(0, dtype=str), nothing, np.zeros(1, dtype=np.int32))

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return the content of this shelf as arrays; ``from_arrays`` reads it back."""
        told = [
            [example.text, example.language, str(topic)]
            for example, topic in zip(self.examples, self.topics, strict=True)
        ]
        return {
            "example_texts": np.frombuffer(json.dumps(told).encode(), dtype=np.uint8),
            "example_places": self.places,
            "example_starts": self.starts,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[np.generic]]) -> Self:
        """Read what ``arrays`` returned; a model of before there were shelves has an empty one."""
        if "example_texts" not in arrays:
            return cls.empty()
        told = json.loads(arrays["example_texts"].tobytes())
        return cls(
            examples=tuple(Example(text, language) for text, language, _topic in told),
            topics=np.asarray([topic for _text, _language, topic in told], dtype=str),
            places=arrays["example_places"].astype(np.int32),
            starts=arrays["example_starts"].astype(np.int32),
        )

    def nearest(self, text: str, topic: str, vocabulary: Vocabulary) -> Example | None:
        """Return the example of ``topic`` that shares most telling words with ``text``; ``None``: none is alike."""
        asked = vocabulary.words_of(text)
        rows = np.flatnonzero(self.topics == topic)
        if not asked.size or not rows.size:
            return None
        weight = vocabulary.weight.astype(np.float64) ** 2
        norm = float(np.sqrt(weight[asked].sum()))
        alike = np.asarray([self._likeness(row, asked, weight) for row in rows.tolist()]) / norm
        best = int(alike.argmax())
        return self.examples[rows[best]] if alike[best] >= LEAST_ALIKE else None

    def _likeness(self, row: int, asked: npt.NDArray[np.int64], weight: npt.NDArray[np.float64]) -> float:
        places = self.places[self.starts[row] : self.starts[row + 1]]
        shared = weight[places[np.isin(places, asked)]].sum()
        return float(shared / np.sqrt(weight[places].sum())) if shared else 0.0
