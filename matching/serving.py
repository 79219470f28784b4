"""A fitted topic model at work: numpy and plain Python, so that a web process starts fast and small."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from matching.data import Example
from matching.encoder import SentenceEncoder, meanings
from matching.nearest import ExampleShelf
from matching.terms import Row, Vocabulary
from matching.text import is_content, telling_parts, words

Array = npt.NDArray[np.float64]
Weights = npt.NDArray[np.float16]

#: The shape of a model file; a file of another shape is refused.
FORMAT = 2
#: How many words of the asker are shown as evidence.
EVIDENCE_WORDS = 5
#: A word that weighs less than this share of the heaviest one led nowhere.
LEAST_OF_HEAVIEST = 0.33


class ModelUnusable(Exception):
    """A model file is absent, broken, changed after it was written, or of another shape."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"model {path} cannot be used: {why}")
        self.path = path
        self.why = why


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a text is left to a person; chosen on texts the model had not seen.

    ``error`` is the share of wrong topics that was accepted when they were chosen, ``measured``
    what came out, and ``left`` the share of texts of the loket that is left to a person with them.
    """

    probability: float
    margin: float
    outside: float
    error: float
    measured: float
    left: float


@dataclass(frozen=True, slots=True)
class Scorer:
    """One linear model: weights per term and per number of the sentence vector, and its temperature.

    The weights of one term add up to zero over the classes, so that each says what the term pulls towards;
    they are kept in half precision, for there are millions of them.
    """

    terms: Weights
    vector: Row
    intercept: Row
    temperature: float
    thresholds: Thresholds
    calibration_error: float

    def logits(self, row: tuple[npt.NDArray[np.int64], Row], vector: Row | None) -> Array:
        """Return one number per class; what they mean relative to each other is the temperature's work."""
        places, values = row
        total = self.intercept.astype(np.float64) + values.astype(np.float64) @ self.terms[places].astype(np.float64)
        if vector is not None and self.vector.size:
            total = total + vector.astype(np.float64) @ self.vector
        return np.asarray(total, dtype=np.float64)


def softmax(logits: Array, temperature: float = 1.0) -> Array:
    """Turn logits into probabilities along the last axis."""
    scaled = logits / temperature
    scaled = scaled - scaled.max(axis=-1, keepdims=True, initial=-np.inf)
    risen = np.exp(scaled)
    return np.asarray(risen / risen.sum(axis=-1, keepdims=True))


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text is about: a probability per class, and one row of them for each of some ``parts`` of it."""

    probabilities: Array
    parts: tuple[str, ...]
    of_parts: Array


@dataclass(frozen=True, slots=True)
class ServingModel:
    """Everything a fitted topic model knows, as arrays.

    ``full`` reads words and sentence vectors, ``plain`` words only; the second answers where the
    package with the vectors of ``encoder_name`` is absent. ``shelf`` holds the examples that can be shown.
    """

    classes: tuple[str, ...]
    outside: str | None
    vocabulary: Vocabulary
    full: Scorer | None
    plain: Scorer
    encoder_name: str | None
    encoder: SentenceEncoder | None = None
    note: str = ""
    shelf: ExampleShelf = field(default_factory=ExampleShelf.empty)

    # --- using it ---------------------------------------------------------------------------------

    @property
    def scorer(self) -> Scorer:
        """The part that answers here: with sentence vectors if they are there, else without."""
        return self.plain if self.full is None or self.encoder is None else self.full

    @property
    def thresholds(self) -> Thresholds:
        """When to leave a text to a person."""
        return self.scorer.thresholds

    def at_work(self) -> Self:
        """Return the same without the part that does not answer here, which a web process need not hold."""
        return replace(self, full=self.full if self.encoder else None, plain=self.scorer)

    def predict_proba(self, texts: Sequence[str]) -> Array:
        """Return a probability per class for each text, in the order of ``classes``."""
        if not texts:
            return np.zeros((0, len(self.classes)))
        parts = [telling_parts(text) for text in texts]
        vectors = self._vectors([part for some in parts for part in some])
        return self._probabilities(texts, None if vectors is None else meanings(vectors, [len(p) for p in parts]))

    def read(self, text: str, most_parts: int) -> Reading:
        """Return what one text is about as a whole, and what each of its last ``most_parts`` sentences is about."""
        parts = telling_parts(text)
        vectors = self._vectors(parts)
        whole = self._probabilities([text], None if vectors is None else meanings(vectors, [len(parts)]))
        last = parts[-most_parts:] if len(parts) > 1 else ()
        apart = self._probabilities(last, None if vectors is None else vectors[len(parts) - len(last) :])
        return Reading(whole[0], last, apart)

    def _vectors(self, texts: Sequence[str]) -> Row | None:
        """Return the sentence vectors of texts, or ``None`` where this model cannot read them."""
        return None if self.full is None or self.encoder is None else self.encoder.encode(texts)

    def _probabilities(self, texts: Sequence[str], vectors: Row | None) -> Array:
        logits = [
            self.scorer.logits(self.vocabulary.row(text), None if vectors is None else vectors[i])
            for i, text in enumerate(texts)
        ]
        return softmax(np.asarray(logits).reshape(len(texts), len(self.classes)), self.scorer.temperature)

    def explain(self, text: str, topic: str, most: int = EVIDENCE_WORDS) -> tuple[str, ...]:
        """Return the asker's own words that weighed most for ``topic``, heaviest first."""
        return self.evidence(text, (topic,), most)[0]

    def evidence(self, text: str, topics: Sequence[str], most: int = EVIDENCE_WORDS) -> tuple[tuple[str, ...], ...]:
        """Return, for each of ``topics``, the asker's own words that weighed most, heaviest first.

        Only words are weighed; what the sentence vector adds cannot be told per word.
        """
        typed = {word.key: word.typed for word in reversed(words(text)) if is_content(word.key)}
        known = {key: self.vocabulary.places_of(key) for key in typed}
        known = {key: places for key, places in known.items() if places.size}
        if not known:
            return tuple(() for _topic in topics)
        every = np.concatenate(list(known.values()))
        starts = np.cumsum([0, *(len(places) for places in known.values())])[:-1]
        columns = [self.classes.index(topic) for topic in topics]
        pulls = self.scorer.terms[every][:, columns] * self.vocabulary.weight[every][:, None]
        pull = np.add.reduceat(pulls, starts, axis=0)
        return tuple(_heaviest(dict(zip(known, column.tolist(), strict=True)), typed, most) for column in pull.T)

    def nearest_examples(self, text: str, topics: Sequence[str]) -> dict[str, Example]:
        """Return for each of ``topics`` the example that is most like ``text``, if any is."""
        return self.shelf.nearest(text, topics, self.vocabulary)

    # --- keeping it -------------------------------------------------------------------------------

    @property
    def hash(self) -> str:
        """SHA-256 of what the model knows; the same examples give the same hash."""
        arrays, facts = self._content()
        digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
        for name in sorted(arrays):
            array = np.ascontiguousarray(arrays[name])
            digest.update(f"{name} {array.dtype} {array.shape}".encode())
            digest.update(array.tobytes())
        return digest.hexdigest()

    def save(self, path: Path) -> None:
        """Write the model to ``path``: arrays and JSON, no pickles; a reader never sees half a file."""
        arrays, facts = self._content()
        stored = json.dumps({**facts, "hash": self.hash}, sort_keys=True).encode()
        unfinished = path.with_name(f"{path.name}.unfinished")
        with unfinished.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, facts=np.frombuffer(stored, dtype=np.uint8), **arrays)
        unfinished.replace(path)

    @classmethod
    def load(cls, path: Path, encoder: SentenceEncoder | None = None) -> Self:
        """Read a model that ``save`` wrote; ``ModelUnusable`` says what is wrong with it.

        ``encoder`` is used when it is the one the model was fitted with; any other is left aside.
        """
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                facts = json.loads(stored["facts"].tobytes())
                arrays = {name: stored[name] for name in stored.files if name != "facts"}
            model = cls._from_content(arrays, facts)
            written = str(facts["hash"])
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
            raise ModelUnusable(path, str(error) or type(error).__name__) from error
        if model.hash != written:
            raise ModelUnusable(path, "its content does not match its hash")
        if encoder is not None and encoder.name == model.encoder_name:
            return replace(model, encoder=encoder)
        return model

    def _content(self) -> tuple[dict[str, npt.NDArray[np.generic]], dict[str, object]]:
        arrays: dict[str, npt.NDArray[np.generic]] = {
            "terms": self.vocabulary.terms,
            "weight": self.vocabulary.weight,
            **(self.shelf.arrays() if self.shelf.examples else {}),
        }
        facts: dict[str, object] = {
            "format": FORMAT,
            "classes": list(self.classes),
            "outside": self.outside,
            "encoder": self.encoder_name,
            "note": self.note,
        }
        for name, scorer in (("full", self.full), ("plain", self.plain)):
            if scorer is None:
                continue
            arrays |= {
                f"{name}_terms": scorer.terms,
                f"{name}_vector": scorer.vector,
                f"{name}_intercept": scorer.intercept,
            }
            facts[name] = {
                "temperature": scorer.temperature,
                "thresholds": asdict(scorer.thresholds),
                "calibration_error": scorer.calibration_error,
            }
        return arrays, facts

    @classmethod
    def _from_content(cls, arrays: Mapping[str, npt.NDArray[np.generic]], facts: Mapping[str, object]) -> Self:
        if facts["format"] != FORMAT:
            raise ValueError(f"format {facts['format']} is not {FORMAT}")

        def scorer(name: str) -> Scorer | None:
            told = facts.get(name)
            if not isinstance(told, dict):
                return None
            return Scorer(
                terms=arrays[f"{name}_terms"].astype(np.float16),
                vector=arrays[f"{name}_vector"].astype(np.float32),
                intercept=arrays[f"{name}_intercept"].astype(np.float32),
                temperature=float(told["temperature"]),
                thresholds=Thresholds(**told["thresholds"]),
                calibration_error=float(told["calibration_error"]),
            )

        plain = scorer("plain")
        classes = facts["classes"]
        if plain is None or not isinstance(classes, list):
            raise ValueError("the part that reads words is missing")
        vocabulary = Vocabulary(arrays["terms"].astype(np.uint64), arrays["weight"].astype(np.float32))
        outside, encoder_name = facts["outside"], facts["encoder"]
        return cls(
            classes=tuple(str(name) for name in classes),
            outside=None if outside is None else str(outside),
            vocabulary=vocabulary,
            full=scorer("full"),
            plain=plain,
            encoder_name=None if encoder_name is None else str(encoder_name),
            note=str(facts["note"]),
            shelf=ExampleShelf.from_arrays(arrays),
        )


def _heaviest(pull: Mapping[str, float], typed: Mapping[str, str], most: int) -> tuple[str, ...]:
    """Return the words that pull most towards a topic, as they were typed, heaviest first."""
    least = LEAST_OF_HEAVIEST * max(pull.values())
    heavy = sorted((-weight, key) for key, weight in pull.items() if weight > 0 and weight >= least)
    return tuple(typed[key] for _weight, key in heavy[:most])
