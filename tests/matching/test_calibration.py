"""Whether a probability means what it says."""

import numpy as np
import pytest

from matching.calibration import Doubt, best_temperature, calibration_error, choose_thresholds, reliability
from matching.serving import softmax


@pytest.fixture
def drawn() -> tuple[np.ndarray, np.ndarray]:
    """Probabilities over three classes with answers drawn from them: honest by construction."""
    chance = np.random.default_rng(1)
    probabilities = softmax(chance.normal(0, 2, (4000, 3)))
    truth = np.array([chance.choice(3, p=row) for row in probabilities])
    return probabilities, truth


class TestCalibrationError:
    def test_is_small_for_honest_probabilities(self, drawn):
        assert calibration_error(*drawn) < 0.03

    def test_is_large_for_boasting(self, drawn):
        probabilities, truth = drawn

        assert calibration_error(softmax(np.log(probabilities) * 5), truth) > 0.1

    def test_bars_cover_every_text_once(self, drawn):
        assert sum(bar.share for bar in reliability(*drawn)) == pytest.approx(1.0)


class TestBestTemperature:
    def test_takes_boasting_back(self, drawn):
        probabilities, truth = drawn
        boasting = np.log(probabilities) * 5

        assert best_temperature(boasting, truth) == pytest.approx(5.0, rel=0.15)
        assert calibration_error(softmax(boasting, best_temperature(boasting, truth)), truth) < 0.03


class TestChooseThresholds:
    def test_keeps_its_promise_on_what_it_was_shown(self, drawn):
        probabilities, truth = drawn

        chosen = choose_thresholds(probabilities, truth, None, error=0.1, outside_found=0.95)
        taken = Doubt.of(probabilities, None).accepted(chosen.probability, chosen.margin, chosen.outside)

        assert 1 - (probabilities.argmax(axis=1) == truth)[taken].mean() <= 0.1
        assert chosen.measured <= chosen.error == 0.1
        assert 0 < chosen.left < 1

    def test_leaves_texts_that_are_not_for_the_loket_to_a_person(self, drawn):
        probabilities, truth = drawn

        chosen = choose_thresholds(probabilities, truth, 2, error=0.2, outside_found=0.95)
        taken = Doubt.of(probabilities, 2).accepted(chosen.probability, chosen.margin, chosen.outside)

        assert 1 - taken[truth == 2].mean() >= 0.95

    def test_leaves_everything_to_a_person_when_nothing_keeps_the_promise(self):
        probabilities = np.array([[0.6, 0.4], [0.6, 0.4]])

        chosen = choose_thresholds(probabilities, np.array([1, 1]), None, error=0.1, outside_found=0.9)

        assert not Doubt.of(probabilities, None).accepted(chosen.probability, chosen.margin, chosen.outside).any()
