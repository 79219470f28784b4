"""Ways to tell the class of a short text, from what municipalities do today to what we do; each is fitted anew."""

import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import snowballstemmer
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, make_pipeline

from matching.encoder import Matrix, installed_encoder
from matching.text import words
from matching.topics import TopicClassifier

Probabilities = npt.NDArray[np.float64]


class SentenceVectors(TransformerMixin, BaseEstimator):
    """The vectors of the installed encoder, one row per text."""

    def fit(self, _texts: Sequence[str], _labels: object = None) -> "SentenceVectors":
        """There is nothing to learn."""
        return self

    def transform(self, texts: Sequence[str]) -> Matrix:
        """Encode ``texts``."""
        encoder = installed_encoder()
        assert encoder is not None
        return encoder.encode(list(texts))

    def __sklearn_is_fitted__(self) -> bool:
        return True


def stems(text: str) -> list[str]:
    """Return the words of a text in small letters, cut down to their Dutch Snowball stems."""
    return _stemmer().stemWords([word.key for word in words(text)])


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("dutch_porter")


def _pieces() -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)


def _words() -> TfidfVectorizer:
    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)


def _regression() -> LogisticRegression:
    return LogisticRegression(C=10, max_iter=3000)


@dataclass(frozen=True)
class Way:
    """One way, by name, and how it is made."""

    name: str
    make: Callable[[], ClassifierMixin]

    def size_mb(self, fitted: ClassifierMixin) -> float:
        """Return how large what was learned is, stored; the encoder that several share is not counted."""
        if not isinstance(fitted, TopicClassifier):
            return len(pickle.dumps(fitted)) / 1e6
        with TemporaryDirectory() as directory:
            fitted.model_.save(path := Path(directory) / "model.npz")
            return path.stat().st_size / 1e6


WAYS = (
    Way(
        "today: stems, term frequencies, L1 logistic regression",
        lambda: make_pipeline(
            CountVectorizer(analyzer=stems),
            OneVsRestClassifier(LogisticRegression(l1_ratio=1.0, C=1.0, solver="liblinear", random_state=0)),
        ),
    ),
    Way(
        "pieces and words, logistic regression",
        lambda: make_pipeline(FeatureUnion([("pieces", _pieces()), ("words", _words())]), _regression()),
    ),
    Way("sentence vectors, logistic regression", lambda: make_pipeline(SentenceVectors(), _regression())),
    Way(
        "the three together, logistic regression",
        lambda: make_pipeline(
            FeatureUnion([("pieces", _pieces()), ("words", _words()), ("vectors", SentenceVectors())]), _regression()
        ),
    ),
    Way("ours", TopicClassifier),
)
