"""The public page about the algorithm: its figures come from the model that serves."""

import pytest

from intake.model_files import MODEL_FILE
from tests.intake.small_models import small_model
from tests.web.asking import text_of


@pytest.fixture
def serving(settings):
    settings.data_dir.mkdir(parents=True)
    small_model().save(settings.data_dir / MODEL_FILE)
    return small_model()


@pytest.mark.parametrize("language", ["nl", "en"])
class TestPage:
    def test_tells_the_figures_of_the_model(self, client, serving, language):
        page = text_of(client.get(f"/algoritme?taal={language}"))

        limits = serving.plain.thresholds
        for share in (serving.plain.calibration_error, limits.error, limits.measured, limits.left):
            shown = f"{share:.1%}"
            assert (shown if language == "en" else shown.replace(".", ",")) in page
        assert serving.hash in page

    def test_says_that_there_is_no_model(self, client, language):
        page = text_of(client.get(f"/algoritme?taal={language}"))

        assert "%" not in page.replace("100%", "")

    def test_is_linked_from_every_page(self, client, language):
        assert 'href="/algoritme"' in client.get(f"/privacy?taal={language}").get_data(as_text=True)
