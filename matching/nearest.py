"""The written example that is most like a text: evidence that people understand at a glance."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from matching.data import Example
from matching.terms import Vocabulary

#: Longer examples are no evidence at a glance.
LONGEST_EXAMPLE = 200
#: An example that is less alike than this (cosine of the words that say something, 0.0 to 1.0) shows nothing.
LEAST_ALIKE = 0.12
#: One shared word is chance, unless a text says hardly more than that word.
FEWEST_SHARED = 2


@dataclass(frozen=True, slots=True)
class ExampleShelf:
    """Examples by topic, with the places of their words in a vocabulary.

    ``places[starts[i]:starts[i + 1]]`` are the words of ``examples[i]``, which is about ``names[topics[i]]``, and
    ``squares`` at the same places how telling each word is, squared. Every example has a word.
    """

    examples: tuple[Example, ...]
    names: tuple[str, ...]
    topics: npt.NDArray[np.int16]
    places: npt.NDArray[np.int32]
    squares: npt.NDArray[np.float32]
    starts: npt.NDArray[np.int32]

    @classmethod
    def of(cls, examples: Sequence[Example], topics: Sequence[str], vocabulary: Vocabulary) -> Self:
        """Put ``examples`` with their ``topics`` on a shelf, but for those too long to show or without a word."""
        rows = [
            (example, topic, vocabulary.words_of(example.text)) for example, topic in zip(examples, topics, strict=True)
        ]
        kept = [row for row in rows if len(row[0].text) <= LONGEST_EXAMPLE and row[2].size]
        places = np.concatenate([np.zeros(0, dtype=np.int32), *(found for _example, _topic, found in kept)]).astype(
            np.int32
        )
        return cls(
            tuple(example for example, _topic, _found in kept),
            *_numbered([topic for _example, topic, _found in kept]),
            places=places,
            squares=vocabulary.weight[places] ** 2,
            starts=np.cumsum([0, *(len(found) for _example, _topic, found in kept)]).astype(np.int32),
        )

    @classmethod
    def empty(cls) -> Self:
        """Return a shelf with nothing on it."""
        nothing = np.zeros(0, dtype=np.int32)
        return cls((), *_numbered([]), nothing, np.zeros(0, dtype=np.float32), np.zeros(1, dtype=np.int32))

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return the content of this shelf as arrays; ``from_arrays`` reads it back."""
        told = [
            [example.text, example.language, self.names[topic]]
            for example, topic in zip(self.examples, self.topics, strict=True)
        ]
        return {
            "example_texts": np.frombuffer(json.dumps(told).encode(), dtype=np.uint8),
            "example_places": self.places,
            "example_squares": self.squares,
            "example_starts": self.starts,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[np.generic]]) -> Self:
        """Read what ``arrays`` returned; a model of before there were shelves has an empty one."""
        if "example_texts" not in arrays:
            return cls.empty()
        told = json.loads(arrays["example_texts"].tobytes())
        return cls(
            tuple(Example(text, language) for text, language, _topic in told),
            *_numbered([topic for _text, _language, topic in told]),
            places=arrays["example_places"].astype(np.int32),
            squares=arrays["example_squares"].astype(np.float32),
            starts=arrays["example_starts"].astype(np.int32),
        )

    def nearest(self, text: str, topics: Iterable[str], vocabulary: Vocabulary) -> dict[str, Example]:
        """Return for each of ``topics`` the example that shares most telling words with ``text``, if any is alike.

        All examples are looked at in one go: how alike they are is the cosine of their words, weighed.
        """
        asked = vocabulary.words_of(text)
        if not asked.size or not self.examples:
            return {}
        among = np.zeros(len(vocabulary.terms), dtype=bool)
        among[asked] = True
        first = self.starts[:-1]
        meet = among[self.places]
        shared = np.add.reduceat(np.where(meet, self.squares, np.float32(0)), first)
        enough = np.add.reduceat(meet.astype(np.int32), first) >= min(FEWEST_SHARED, asked.size)
        lengths = np.add.reduceat(self.squares, first) * np.square(vocabulary.weight[asked]).sum()
        alike = np.where(enough, shared / np.sqrt(lengths), 0.0)
        best = {
            topic: int(np.where(self.topics == self.names.index(topic), alike, -1.0).argmax())
            for topic in topics
            if topic in self.names
        }
        return {topic: self.examples[place] for topic, place in best.items() if alike[place] >= LEAST_ALIKE}


def _numbered(topics: Sequence[str]) -> tuple[tuple[str, ...], npt.NDArray[np.int16]]:
    """Return the names of ``topics``, each once, and the number of each among them: a name takes a hundred bytes."""
    names, numbers = np.unique(np.asarray(topics, dtype=str), return_inverse=True)
    return tuple(names.tolist()), numbers.astype(np.int16)
