"""Learning topics from examples."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from matching.data import Exemplar
from matching.serving import ServingModel
from matching.terms import fingerprint
from matching.topics import OUTSIDE, TopicClassifier, fit_model
from tests.matching.conftest import SOME_TOPICS, profiles

TEXTS = (
    "Ik wil geld lenen bij een bank",
    "lening met lage rente",
    "krediet voor een machine",
    "De huur van ons pand",
    "ruimte huren in de wijk",
    "een leeg gebouw huren",
)
LABELS = ("geld", "geld", "geld", "ruimte", "ruimte", "ruimte")


class LetterEncoder:
    """Vectors of how often each letter occurs: an encoder that needs no package."""

    name = "letters 1"
    size = 26

    def encode(self, texts):
        counted = [[text.lower().count(chr(97 + i)) for i in range(26)] for text in texts]
        found = np.asarray(counted, dtype=np.float32) + 0.01
        return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def classifier() -> TopicClassifier:
    return TopicClassifier(use_vectors=False).fit(TEXTS, LABELS)


class TestFit:
    def test_follows_the_estimator_habit(self):
        estimator = TopicClassifier(vector_weight=2.0)

        assert clone(estimator).get_params() == estimator.get_params()
        assert estimator.set_params(error=0.2).error == 0.2
        assert not [name for name in vars(estimator) if name.endswith("_")]

    def test_knows_its_classes_in_order(self, classifier):
        assert classifier.classes_.tolist() == ["geld", "ruimte"]

    def test_refuses_texts_without_labels(self):
        with pytest.raises(ValueError, match="3 texts have 2 labels"):
            TopicClassifier().fit(("a", "b", "c"), ("x", "y"))

    def test_refuses_a_single_class(self):
        with pytest.raises(ValueError, match="two classes"):
            TopicClassifier().fit(("a", "b"), ("x", "x"))

    def test_learns_the_same_twice(self, classifier):
        again = TopicClassifier(use_vectors=False).fit(TEXTS, LABELS)

        assert again.model_.hash == classifier.model_.hash

    def test_reads_vectors_where_an_encoder_is_given(self):
        fitted = TopicClassifier().fit(TEXTS, LABELS, encoder=LetterEncoder())

        assert fitted.model_.encoder_name == "letters 1"
        assert fitted.predict(["een lening bij de bank"]).tolist() == ["geld"]

    def test_support_for_an_unknown_class_is_left_aside(self):
        fitted = TopicClassifier(use_vectors=False).fit(TEXTS, LABELS, support=[("fietsen", "vervoer")])

        assert fitted.classes_.tolist() == ["geld", "ruimte"]


class TestPredictProba:
    def test_gives_one_honest_row_per_text(self, classifier):
        found = classifier.predict_proba(["wij willen lenen", "een pand huren", "qqq"])

        assert found.shape == (3, 2)
        assert np.allclose(found.sum(axis=1), 1.0)

    def test_gives_no_rows_for_no_texts(self, classifier):
        assert classifier.predict_proba([]).shape == (0, 2)

    def test_finds_the_class_of_a_text_it_has_not_seen(self, classifier):
        assert classifier.predict(["Wie wil ons een krediet geven?", "Wij willen een gebouw huren"]).tolist() == [
            "geld",
            "ruimte",
        ]

    def test_refuses_before_it_has_learned(self):
        with pytest.raises(NotFittedError):
            TopicClassifier().predict_proba(["tekst"])


class TestExplain:
    def test_names_the_askers_own_words_heaviest_first(self, classifier):
        assert classifier.explain("Kunnen wij KREDIET krijgen tegen een lage rente?", "geld")[0] == "KREDIET"

    def test_names_no_words_that_pull_elsewhere(self, classifier):
        assert "huur" not in classifier.explain("krediet voor de huur", "geld")

    def test_names_nothing_where_nothing_is_known(self, classifier):
        assert classifier.explain("qqq", "geld") == ()


class TestFitModel:
    def test_leaves_out_examples_of_a_topic_that_is_gone(self, model):
        assert set(model.classes) == {*SOME_TOPICS, OUTSIDE}

    def test_learns_no_personal_data(self):
        canary = "kwibus@canarie.example"
        topic = profiles(SOME_TOPICS[:2])
        told = [Exemplar(p.slug, f"{word} {canary} 06-00001234") for p in topic for word in ("lening", "pand", "huur")]

        fitted: ServingModel = fit_model(topic, told, (), TopicClassifier(use_vectors=False))

        words_of_it = ("=kwibus", "=canarie", "kwib", "cana", "0000", "00001")
        assert fingerprint("=lening") in fitted.vocabulary.terms
        assert [term for term in words_of_it if fingerprint(term) in fitted.vocabulary.terms] == []

    def test_chooses_thresholds_for_a_stated_error(self, model):
        assert model.thresholds.error == 0.08
        assert model.thresholds.measured <= 0.08
        assert 0 <= model.scorer.calibration_error < 0.15
