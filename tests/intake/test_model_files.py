"""Model files: whatever is wrong with one, that is said and nothing breaks."""

import random

import pytest

from intake.model_files import MODEL_FILE, SHADOW_FILE, model_with_hash, models_in, read_model
from matching.serving import ModelUnusable
from tests.factories import START
from tests.intake.small_models import small_model


@pytest.fixture
def saved(tmp_path):
    """The bytes of a good model file."""
    small_model().save(tmp_path / "good.npz")
    return (tmp_path / "good.npz").read_bytes()


class TestReadModel:
    def test_reads_what_was_written(self, tmp_path, saved):
        assert read_model(tmp_path / "good.npz").hash == small_model().hash

    def test_a_file_cut_off_anywhere_is_unusable(self, tmp_path, saved):
        for share in (0.0, 0.01, 0.3, 0.6, 0.9, 0.99):
            (tmp_path / MODEL_FILE).write_bytes(saved[: int(len(saved) * share)])

            with pytest.raises(ModelUnusable):
                read_model(tmp_path / MODEL_FILE)

    def test_a_file_with_changed_bytes_is_unusable_or_the_same_model(self, tmp_path, saved):
        chance = random.Random(7)
        unusable = 0
        for _time in range(150):
            broken = bytearray(saved)
            for _byte in range(3):
                broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
            (tmp_path / MODEL_FILE).write_bytes(bytes(broken))
            try:
                assert read_model(tmp_path / MODEL_FILE).hash == small_model().hash
            except ModelUnusable:
                unusable += 1

        assert unusable > 100

    def test_a_directory_in_its_place_is_unusable(self, tmp_path):
        (tmp_path / MODEL_FILE).mkdir()

        with pytest.raises(ModelUnusable):
            read_model(tmp_path / MODEL_FILE)


class TestModelsIn:
    def test_tells_what_each_file_is(self, tmp_path):
        small_model().save(tmp_path / MODEL_FILE)
        (tmp_path / SHADOW_FILE).write_bytes(b"geen model")

        serving, shadow = models_in(tmp_path)

        assert (serving.role, serving.hash, serving.fitted_at) == ("serving", small_model().hash, START)
        assert serving.note.texts == 8
        assert serving.trouble is None
        assert shadow.role == "shadow"
        assert shadow.trouble

    def test_finds_nothing_in_a_directory_that_is_not_there(self, tmp_path):
        assert models_in(tmp_path / "nergens") == []


class TestModelWithHash:
    def test_finds_a_model_under_any_name_beside_broken_ones(self, tmp_path):
        (tmp_path / "a.npz").write_bytes(b"geen model")
        small_model().save(tmp_path / "bewaard.npz")

        assert model_with_hash(tmp_path, small_model().hash).hash == small_model().hash
        assert model_with_hash(tmp_path, "0" * 64) is None
