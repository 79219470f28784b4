"""A fitted model at work, without scikit-learn."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from matching.serving import ModelUnusable, ServingModel
from matching.topics import TopicClassifier
from tests.matching.test_topics import LABELS, TEXTS, LetterEncoder

QUESTIONS = ["Waar kan ik geld lenen voor een oven?", "Wij zoeken een leeg pand", "Mag dat terras?", ""]


@pytest.fixture
def stored(model, tmp_path):
    path = tmp_path / "model.npz"
    model.save(path)
    return path


class TestSaveAndLoad:
    def test_gives_the_same_probabilities_to_the_last_digit(self, model, stored):
        assert np.array_equal(ServingModel.load(stored).predict_proba(QUESTIONS), model.predict_proba(QUESTIONS))

    def test_keeps_hash_and_thresholds(self, model, stored):
        again = ServingModel.load(stored)

        assert again.hash == model.hash
        assert again.thresholds == model.thresholds

    def test_writes_the_same_bytes_twice(self, model, stored, tmp_path):
        model.save(tmp_path / "again.npz")

        assert (tmp_path / "again.npz").read_bytes() == stored.read_bytes()

    def test_leaves_nothing_unfinished_behind(self, stored):
        assert [path.name for path in stored.parent.iterdir()] == ["model.npz"]

    def test_holds_no_pickle(self, stored):
        with np.load(stored, allow_pickle=False) as arrays:
            assert all(arrays[name].dtype != object for name in arrays.files)

    def test_says_that_a_file_is_absent(self, tmp_path):
        with pytest.raises(ModelUnusable, match=r"nowhere\.npz"):
            ServingModel.load(tmp_path / "nowhere.npz")

    @pytest.mark.parametrize("content", [b"", b"no model at all", b"PK\x03\x04 half a file"])
    def test_says_that_a_file_is_broken(self, tmp_path, content):
        (tmp_path / "model.npz").write_bytes(content)

        with pytest.raises(ModelUnusable):
            ServingModel.load(tmp_path / "model.npz")

    def test_refuses_a_cut_off_file(self, stored):
        stored.write_bytes(stored.read_bytes()[:-500])

        with pytest.raises(ModelUnusable):
            ServingModel.load(stored)

    def test_refuses_a_model_that_was_changed(self, stored):
        with np.load(stored) as read:
            arrays = {name: read[name] for name in read.files}
        arrays["plain_intercept"] = arrays["plain_intercept"] + 1
        with stored.open("wb") as file:
            np.savez_compressed(file, **arrays)

        with pytest.raises(ModelUnusable, match="hash"):
            ServingModel.load(stored)


class TestWithoutTheEncoder:
    @pytest.fixture
    def with_vectors(self, tmp_path):
        path = tmp_path / "vectors.npz"
        TopicClassifier().fit(TEXTS, LABELS, encoder=LetterEncoder()).model_.save(path)
        return path

    def test_answers_by_words_alone(self, with_vectors):
        found = ServingModel.load(with_vectors).predict_proba(["een lening bij de bank"])

        assert found.argmax() == 0

    def test_reads_vectors_with_the_encoder_it_was_fitted_with(self, with_vectors):
        model = ServingModel.load(with_vectors, LetterEncoder())

        assert model.scorer is model.full

    def test_leaves_another_encoder_aside(self, with_vectors):
        other = LetterEncoder()
        other.name = "letters 2"

        assert ServingModel.load(with_vectors, other).encoder is None

    def test_says_the_same_as_the_plain_part(self, with_vectors):
        model = ServingModel.load(with_vectors)
        alone = replace(model, full=None)

        assert np.array_equal(model.predict_proba(TEXTS), alone.predict_proba(TEXTS))


HEAVY = "sklearn", "scipy", "flask", "sqlalchemy"
LOADED = f"""
import sys, matching.router, matching.serving, matching.encoder, matching.alike
print([name for name in {HEAVY} if name in sys.modules])
"""


def test_serving_loads_no_fitting_library():
    told = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"


def test_names_no_word_that_hardly_weighed(model):
    [topic] = {name for name in model.classes if name.startswith("vergunning")}

    found = model.explain("Mag mijn terras op de stoep blijven staan zoals vorig jaar?", topic)

    assert found[0] in {"terras", "stoep"}
    assert not {"vorig", "jaar", "blijven"} & set(found)
