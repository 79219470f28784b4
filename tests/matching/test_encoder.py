"""Sentence vectors from the installed package."""

import numpy as np
import pytest

from matching.encoder import KeepingEncoder, available, installed_encoder


@pytest.fixture(scope="module")
def encoder():
    assert available(), "the package with the sentence vectors belongs to the installation"
    return installed_encoder()


def test_every_text_gets_a_vector_of_length_one(encoder):
    found = encoder.encode(["Wij zoeken ruimte", "", "👩🏽‍🌾"])

    assert found.shape == (3, encoder.size)
    assert np.allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-3)


def test_no_texts_get_no_vectors(encoder):
    assert encoder.encode([]).shape == (0, encoder.size)


def test_the_same_meaning_in_another_language_lies_nearer_than_another_subject(encoder):
    dutch, english, other = encoder.encode(
        ["Ik zoek een lening voor mijn bedrijf", "I need a loan for my company", "De hond van de buren blaft"]
    )

    assert dutch @ english > dutch @ other


class TestKeepingEncoder:
    class Counting:
        """An encoder that counts what it reads."""

        name, size = "counting", 2

        def __init__(self):
            self.read = []

        def encode(self, texts):
            self.read += texts
            return np.asarray([[len(text), 1.0] for text in texts], dtype=np.float32).reshape(len(texts), 2)

    def test_reads_each_text_once_and_says_the_same(self):
        counting = self.Counting()
        keeping = KeepingEncoder(counting)

        first, second = keeping.encode(["een", "twee", "een"]), keeping.encode(["drie", "twee"])

        assert first.tolist() == [[3, 1], [4, 1], [3, 1]]
        assert second.tolist() == [[4, 1], [4, 1]]
        assert counting.read == ["een", "twee", "drie"]
        assert keeping.encode([]).shape == (0, 2)
