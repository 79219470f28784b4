"""Learning which topic a text is about, from examples; the fitted model works without this module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.utils.validation import check_is_fitted

from matching.calibration import Labels, best_temperature, calibration_error, choose_thresholds
from matching.data import Exemplar, TopicProfile
from matching.encoder import SentenceEncoder, installed_encoder
from matching.personal_data import mask
from matching.serving import Array, Scorer, ServingModel, Thresholds, softmax
from matching.terms import Row, Vocabulary
from matching.text import sentences

#: The label of texts that are not for the loket.
OUTSIDE = "geen"
#: Parts in which the examples are cut to measure on texts the model has not seen.
FOLDS = 5


@dataclass(frozen=True, slots=True)
class _Examples:
    """Texts with the number of their class and, where there is an encoder, their vectors."""

    texts: tuple[str, ...]
    labels: Labels
    vectors: Row | None

    def some(self, which: npt.NDArray[np.intp]) -> _Examples:
        """Return the examples at the places ``which``."""
        return _Examples(
            tuple(self.texts[i] for i in which),
            self.labels[which],
            None if self.vectors is None else self.vectors[which],
        )

    def with_more(self, more: _Examples) -> _Examples:
        """Return these examples followed by ``more``."""
        vectors = None
        if self.vectors is not None and more.vectors is not None:
            vectors = np.concatenate([self.vectors, more.vectors])
        return _Examples(self.texts + more.texts, np.concatenate([self.labels, more.labels]), vectors)


class TopicClassifier(ClassifierMixin, BaseEstimator):
    """Tell which topic a text is about: sentence vectors, pieces of words and words in one linear model.

    Parameters
    ----------
    c
        How closely the model follows its examples; larger follows closer.
    vector_weight
        How much the sentence vector counts beside the words.
    use_vectors
        Whether to use sentence vectors when the package is there.
    error
        The share of wrong topics accepted among texts that are sorted without a person.
    outside_found
        The share of texts outside the loket's field that must be left to a person.
    outside_label
        The label of such texts; without any, nothing is held to be outside.
    random_state
        Decides how the examples are cut.
    """

    def __init__(
        self,
        *,
        c: float = 10.0,
        vector_weight: float = 1.5,
        use_vectors: bool = True,
        error: float = 0.1,
        outside_found: float = 0.95,
        outside_label: str = OUTSIDE,
        random_state: int = 0,
    ) -> None:
        self.c = c
        self.vector_weight = vector_weight
        self.use_vectors = use_vectors
        self.error = error
        self.outside_found = outside_found
        self.outside_label = outside_label
        self.random_state = random_state

    def fit(
        self,
        texts: Iterable[str],
        labels: Iterable[str],
        *,
        support: Sequence[tuple[str, str]] = (),
        encoder: SentenceEncoder | None = None,
    ) -> Self:
        """Learn from ``texts`` with their ``labels``.

        Parameters
        ----------
        texts, labels
            The examples, of at least two classes.
        support
            Pairs of text and label that teach but are never measured on, such as descriptions of topics.
        encoder
            Another encoder than the installed one.
        """
        texts, labels = tuple(texts), tuple(labels)
        if len(texts) != len(labels):
            raise ValueError(f"{len(texts)} texts have {len(labels)} labels")
        self.classes_ = np.unique(np.asarray(labels, dtype=str))
        if len(self.classes_) < 2:
            raise ValueError("examples of at least two classes are needed")
        encoder = (encoder or installed_encoder()) if self.use_vectors else None
        own = self._examples(texts, labels, encoder)
        known = [(text, label) for text, label in support if label in set(self.classes_)]
        helping = self._examples([text for text, _ in known], [label for _, label in known], encoder)
        everything = own.with_more(helping)
        vocabulary = Vocabulary.of(everything.texts)
        self.model_ = ServingModel(
            classes=tuple(str(name) for name in self.classes_),
            outside=self.outside_label if self.outside_label in self.classes_ else None,
            vocabulary=vocabulary,
            full=None if encoder is None else self._scorer(vocabulary, own, helping, vectors=True),
            plain=self._scorer(vocabulary, own, helping, vectors=False),
            encoder_name=None if encoder is None else encoder.name,
            encoder=encoder,
        )
        return self

    def predict_proba(self, texts: Iterable[str]) -> Array:
        """Return a calibrated probability per class for each text, in the order of ``classes_``."""
        check_is_fitted(self)
        return self.model_.predict_proba(tuple(texts))

    def predict(self, texts: Iterable[str]) -> npt.NDArray[np.str_]:
        """Return the most probable class of each text."""
        return np.asarray(self.classes_[self.predict_proba(texts).argmax(axis=1)])

    def explain(self, text: str, topic: str) -> tuple[str, ...]:
        """Return the asker's own words that weighed most for ``topic``, heaviest first."""
        check_is_fitted(self)
        return self.model_.explain(text, topic)

    # --- how it learns ----------------------------------------------------------------------------

    def _examples(self, texts: Sequence[str], labels: Sequence[str], encoder: SentenceEncoder | None) -> _Examples:
        places = np.searchsorted(self.classes_, np.asarray(labels, dtype=str)).astype(np.intp)
        vectors = None if encoder is None else encoder.encode(texts) * np.float32(self.vector_weight)
        return _Examples(tuple(texts), places, vectors)

    def _scorer(self, vocabulary: Vocabulary, own: _Examples, helping: _Examples, *, vectors: bool) -> Scorer:
        """Fit on everything, with a temperature and thresholds measured on examples left out in turn."""
        fitted = self._fitted(vocabulary, own.with_more(helping), vectors=vectors)
        logits = self._unseen_logits(own, helping, vectors=vectors)
        if logits is None:
            never = Thresholds(1.0, 0.0, 0.0, self.error, 0.0, 1.0)
            return _with(fitted, 1.0, never, 1.0)
        temperature = best_temperature(logits, own.labels)
        probabilities = softmax(logits, temperature)
        outside = np.flatnonzero(self.classes_ == self.outside_label)
        thresholds = choose_thresholds(
            probabilities,
            own.labels,
            int(outside[0]) if outside.size else None,
            self.error,
            self.outside_found,
        )
        return _with(fitted, temperature, thresholds, calibration_error(probabilities, own.labels))

    def _unseen_logits(self, own: _Examples, helping: _Examples, *, vectors: bool) -> Array | None:
        """Score every example with a model that was fitted without it; ``None`` when there are too few."""
        folds = min(FOLDS, *Counter(own.labels.tolist()).values())
        if folds < 2:
            return None
        logits = np.zeros((len(own.texts), len(self.classes_)))
        cut = StratifiedKFold(folds, shuffle=True, random_state=self.random_state)
        for seen, unseen in cut.split(np.zeros(len(own.texts)), own.labels):
            taught = own.some(seen).with_more(helping)
            vocabulary = Vocabulary.of(taught.texts)
            scorer = self._fitted(vocabulary, taught, vectors=vectors)
            test = own.some(unseen)
            matrix = self._matrix(vocabulary, test, vectors=vectors)
            weights = np.concatenate([scorer.terms, scorer.vector / np.float32(self.vector_weight)])
            logits[unseen] = matrix @ weights + scorer.intercept
        return logits

    def _fitted(self, vocabulary: Vocabulary, examples: _Examples, *, vectors: bool) -> Scorer:
        matrix = self._matrix(vocabulary, examples, vectors=vectors)
        regression = LogisticRegression(C=self.c, max_iter=200, tol=1e-3)
        regression.fit(matrix, examples.labels)
        weights, intercept = _per_class(regression, len(self.classes_))
        split_at = len(vocabulary.terms)
        return Scorer(
            terms=weights[:split_at],
            vector=weights[split_at:] * np.float32(self.vector_weight),
            intercept=intercept,
            temperature=1.0,
            thresholds=Thresholds(1.0, 0.0, 0.0, self.error, 0.0, 1.0),
            calibration_error=1.0,
        )

    @staticmethod
    def _matrix(vocabulary: Vocabulary, examples: _Examples, *, vectors: bool) -> csr_matrix:
        rows = [vocabulary.row(text) for text in examples.texts]
        ends = np.cumsum([0, *(len(places) for places, _values in rows)])
        words = csr_matrix(
            (
                np.concatenate([values for _places, values in rows]),
                np.concatenate([places for places, _values in rows]),
                ends,
            ),
            shape=(len(rows), len(vocabulary.terms)),
        )
        if not vectors or examples.vectors is None:
            return words
        return hstack([words, csr_matrix(examples.vectors)]).tocsr()


def _per_class(regression: LogisticRegression, n_classes: int) -> tuple[Row, Row]:
    """Return one column of weights per class, also where two classes are told apart by one column."""
    weights, intercept = regression.coef_.T, regression.intercept_
    if n_classes == 2:
        weights, intercept = np.concatenate([-weights, weights], axis=1) / 2, np.r_[-intercept, intercept] / 2
    weights = weights - weights.mean(axis=1, keepdims=True)
    return weights.astype(np.float32), intercept.astype(np.float32)


def _with(scorer: Scorer, temperature: float, thresholds: Thresholds, error: float) -> Scorer:
    return Scorer(scorer.terms, scorer.vector, scorer.intercept, temperature, thresholds, error)


def support_of(profile: TopicProfile) -> tuple[str, ...]:
    """Return what a topic profile teaches: its names, sentences, keywords and example."""
    told = (
        profile.name,
        profile.name_en,
        *sentences(profile.description),
        *sentences(profile.description_en),
        ", ".join(profile.keywords),
        profile.example,
    )
    return tuple(text for text in told if text)


def fit_model(
    profiles: Sequence[TopicProfile],
    exemplars: Sequence[Exemplar],
    outside: Sequence[str],
    classifier: TopicClassifier | None = None,
) -> ServingModel:
    """Fit the model of the loket from topic profiles, examples and texts that are not for us.

    Personal data is masked first, so that none of it can reach the model. Examples of a topic
    without a profile are left out: a retired topic is no longer suggested.
    """
    topics = {profile.slug for profile in profiles}
    texts = [(mask(e.text), e.topic) for e in exemplars if e.topic in topics]
    texts += [(mask(text), OUTSIDE) for text in outside]
    support = [(text, profile.slug) for profile in profiles for text in support_of(profile)]
    chosen = classifier or TopicClassifier()
    return chosen.fit([t for t, _ in texts], [label for _, label in texts], support=support).model_
