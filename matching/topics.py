"""Learning which topic a text is about, from examples; the fitted model works without this module."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from matching.calibration import Labels, best_temperature, calibration_error, choose_thresholds
from matching.data import Example, Exemplar, TopicProfile
from matching.encoder import SentenceEncoder, installed_encoder, meanings
from matching.learning import learn
from matching.nearest import ExampleShelf
from matching.personal_data import mask
from matching.serving import Array, Scorer, ServingModel, softmax
from matching.terms import Row, Vocabulary
from matching.text import sentences, telling_parts

#: The label of texts that are not for the loket.
OUTSIDE = "geen"
#: What sentence vectors count beside words in questions at the loket, where words tell more than elsewhere;
#: chosen on examples left out.
VECTOR_WEIGHT = 0.7
#: Below this number of texts that are like real questions, all texts are measured on.
ENOUGH_TO_MEASURE = 100


class TopicClassifier(ClassifierMixin, BaseEstimator):
    """Tell which topic a text is about: sentence vectors, pieces of words and words in one linear model.

    Temperature and thresholds are chosen on what the model says of examples that were left out
    (``matching.learning``), so every probability was measured on texts the model had not seen.

    Parameters
    ----------
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
    """

    def __init__(
        self,
        *,
        vector_weight: float = 1.0,
        use_vectors: bool = True,
        error: float = 0.08,
        outside_found: float = 0.95,
        outside_label: str = OUTSIDE,
    ) -> None:
        self.vector_weight = vector_weight
        self.use_vectors = use_vectors
        self.error = error
        self.outside_found = outside_found
        self.outside_label = outside_label

    def fit(
        self,
        texts: Iterable[str],
        labels: Iterable[str],
        *,
        support: Sequence[tuple[str, str]] = (),
        measured: Sequence[int] = (),
        private: Collection[int] = (),
        encoder: SentenceEncoder | None = None,
    ) -> Self:
        """Learn from ``texts`` with their ``labels``.

        Parameters
        ----------
        texts, labels
            The examples, of at least two classes.
        support
            Pairs of text and label that teach but are never measured on, such as descriptions of topics.
        measured
            The places of the texts that are like real questions: probabilities and thresholds are set
            on these alone, each judged by a model without it. None: on all.
        private
            The places of texts by people who asked something: their rare words stay out of the model.
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
        helping = [(text, label) for text, label in support if label in set(self.classes_)]
        every = (*texts, *(text for text, _label in helping))
        truth = self._places([*labels, *(label for _text, label in helping)])
        judged = np.asarray(measured or range(len(texts)), dtype=np.intp)
        vocabulary = Vocabulary.of(every, frozenset(private))
        terms = _terms(vocabulary, every)
        with ThreadPoolExecutor(1) as aside:  # the machines need no vectors: both are made at the same time
            learning = aside.submit(self._scorer, terms, None, truth, judged)
            vectors = None if encoder is None else _meanings(encoder, every) * np.float32(self.vector_weight)
            plain = learning.result()
        self.model_ = ServingModel(
            classes=tuple(str(name) for name in self.classes_),
            outside=self.outside_label if self.outside_label in self.classes_ else None,
            vocabulary=vocabulary,
            full=None if vectors is None else self._scorer(terms, vectors, truth, judged),
            plain=plain,
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

    def _places(self, labels: Sequence[str]) -> Labels:
        return np.searchsorted(self.classes_, np.asarray(labels, dtype=str)).astype(np.intp)

    def _scorer(self, terms: csr_matrix, vectors: Row | None, labels: Labels, judged: npt.NDArray[np.intp]) -> Scorer:
        """Fit on everything; set temperature and thresholds on the ``judged`` examples, each left out in turn."""
        matrix = terms if vectors is None else hstack([terms, csr_matrix(vectors)]).tocsr()
        learned = learn(matrix, labels, len(self.classes_), judged)
        truth, logits = labels[judged], learned.unseen
        temperature = best_temperature(logits, truth)
        probabilities = softmax(logits, temperature)
        outside = np.flatnonzero(self.classes_ == self.outside_label)
        split_at = terms.shape[1]
        return Scorer(
            terms=learned.weights[:split_at].astype(np.float16),
            vector=(learned.weights[split_at:] * self.vector_weight).astype(np.float32),
            intercept=learned.intercept.astype(np.float32),
            temperature=temperature,
            thresholds=choose_thresholds(
                probabilities, truth, int(outside[0]) if outside.size else None, self.error, self.outside_found
            ),
            calibration_error=calibration_error(probabilities, truth),
        )


def _meanings(encoder: SentenceEncoder, texts: Sequence[str]) -> Row:
    parts = [telling_parts(text) for text in texts]
    return meanings(encoder.encode([part for some in parts for part in some]), [len(some) for some in parts])


def _terms(vocabulary: Vocabulary, texts: Sequence[str]) -> csr_matrix:
    """Return one row per text, one column per term."""
    rows = [vocabulary.row(text) for text in texts]
    return csr_matrix(
        (
            np.concatenate([values for _places, values in rows]),
            np.concatenate([places for places, _values in rows]),
            np.cumsum([0, *(len(places) for places, _values in rows)]),
        ),
        shape=(len(rows), len(vocabulary.terms)),
    )


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
    outside: Sequence[Exemplar],
    classifier: TopicClassifier | None = None,
    *,
    phrases: Sequence[Exemplar] = (),
) -> ServingModel:
    """Fit the model of the loket from topic profiles, examples, texts that are not for us and telling phrases.

    Personal data is masked first, so that none of it can reach the model. Examples of a topic
    without a profile are left out: a retired topic is no longer suggested. Where there are enough
    texts like real questions (``Exemplar.measured``), probabilities and thresholds are set on those.
    Phrases (of the topic ``OUTSIDE`` too) teach words, as profiles do: nobody asks in phrases.
    """
    topics = {profile.slug for profile in profiles}
    told = [e for e in exemplars if e.topic in topics] + [replace(e, topic=OUTSIDE) for e in outside]
    used = [replace(e, text=mask(e.text)) for e in told]
    private = [place for place, exemplar in enumerate(used) if exemplar.confirmed]
    measured = [place for place, exemplar in enumerate(used) if exemplar.measured]
    support = [(text, profile.slug) for profile in profiles for text in support_of(profile)]
    support += [(mask(phrase.text), phrase.topic) for phrase in phrases]
    chosen = classifier or TopicClassifier(vector_weight=VECTOR_WEIGHT)
    model = chosen.fit(
        [e.text for e in used],
        [e.topic for e in used],
        support=support,
        measured=measured if len(measured) >= ENOUGH_TO_MEASURE else (),
        private=private,
    ).model_
    shown = [e for e in used if not e.confirmed and e.topic != OUTSIDE]
    shelf = ExampleShelf.of([Example(e.text, e.language) for e in shown], [e.topic for e in shown], model.vocabulary)
    return replace(model, shelf=shelf)
