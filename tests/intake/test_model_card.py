"""The facts of the model card come from the model file and the tables."""

from intake.model_card import model_card
from intake.model_files import MODEL_FILE
from intake.model_releases import keep_fitted
from intake.models.reference import Organisation
from intake.permissions import ANYBODY, THE_LOKET
from tests.factories import START, make_act, national_team
from tests.intake.small_models import small_model


class TestModelCard:
    def test_tells_what_the_file_says(self, session, tmp_path):
        keep_fitted(make_act(session, THE_LOKET), tmp_path, small_model())

        card = model_card(make_act(session, ANYBODY), tmp_path)

        assert card.model.hash == small_model().hash
        assert card.model.calibration_error == small_model().plain.calibration_error
        assert card.model.thresholds == small_model().plain.thresholds
        assert {topic.examples for topic in card.topics} == {2}
        assert len(card.topics) == 3
        assert card.in_use_since == START
        assert card.organisation == session.get(Organisation, national_team(session).organisation_id).name

    def test_is_about_the_new_model_after_a_release(self, session, tmp_path):
        small_model().save(tmp_path / MODEL_FILE)
        model_card(make_act(session), tmp_path)

        small_model(name="other and longer").save(tmp_path / MODEL_FILE)

        assert model_card(make_act(session), tmp_path).model.hash == small_model(name="other and longer").hash

    def test_knows_of_no_model_when_there_is_none_or_a_broken_one(self, session, tmp_path):
        assert model_card(make_act(session), tmp_path).model is None

        (tmp_path / MODEL_FILE).write_bytes(b"geen model")

        assert model_card(make_act(session), tmp_path).model is None
