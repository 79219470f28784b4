"""Sentence vectors from the installed package."""

import numpy as np
import pytest

from matching.encoder import available, installed_encoder


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
