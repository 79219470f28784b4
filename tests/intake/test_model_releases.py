"""Releases of the topic model: shadow, promotion, and the way back; each is an event."""

import json

import pytest
from sqlmodel import select

from intake.errors import NotPermitted, RefusedInput
from intake.model_files import MODEL_FILE, PREVIOUS_FILE, SHADOW_FILE, read_model
from intake.model_releases import CHAIN, keep_fitted, promote, roll_back
from intake.models.system import Event
from intake.permissions import THE_LOKET
from intake.terms import ManagementStep, Role
from tests.factories import make_account, make_act
from tests.intake.small_models import small_model

OLD, NEW = small_model(name="old"), small_model(name="new")


@pytest.fixture
def act(session):
    return make_act(session, THE_LOKET)


def there(directory):
    """Return the hash of each model that is there."""
    return {path.name: read_model(path).hash for path in directory.iterdir()}


def events(session):
    return session.exec(select(Event).where(Event.chain == CHAIN).order_by(Event.number)).all()


class TestKeepFitted:
    def test_lets_the_first_model_serve(self, act, tmp_path):
        path = keep_fitted(act, tmp_path / "data", OLD)

        assert path == tmp_path / "data" / MODEL_FILE
        assert there(tmp_path / "data") == {MODEL_FILE: OLD.hash}

    def test_keeps_the_next_one_in_the_shadow(self, act, tmp_path):
        keep_fitted(act, tmp_path, OLD)

        keep_fitted(act, tmp_path, NEW)

        assert there(tmp_path) == {MODEL_FILE: OLD.hash, SHADOW_FILE: NEW.hash}

    def test_replaces_a_broken_model_at_once(self, act, tmp_path):
        (tmp_path / MODEL_FILE).write_bytes(b"geen model")

        keep_fitted(act, tmp_path, NEW)

        assert there(tmp_path) == {MODEL_FILE: NEW.hash}


class TestPromote:
    def test_lets_the_shadow_serve_and_keeps_the_one_before(self, act, tmp_path):
        keep_fitted(act, tmp_path, OLD)
        keep_fitted(act, tmp_path, NEW)

        assert promote(act, tmp_path) == NEW.hash

        assert there(tmp_path) == {MODEL_FILE: NEW.hash, PREVIOUS_FILE: OLD.hash}

    def test_refuses_without_a_shadow(self, act, tmp_path):
        keep_fitted(act, tmp_path, OLD)

        with pytest.raises(RefusedInput) as refusal:
            promote(act, tmp_path)

        assert refusal.value.code == "no_shadow"
        assert there(tmp_path) == {MODEL_FILE: OLD.hash}

    def test_refuses_a_broken_shadow_and_leaves_what_serves(self, act, tmp_path):
        keep_fitted(act, tmp_path, OLD)
        (tmp_path / SHADOW_FILE).write_bytes(b"geen model")

        with pytest.raises(RefusedInput) as refusal:
            promote(act, tmp_path)

        assert refusal.value.code == "unusable"
        assert read_model(tmp_path / MODEL_FILE).hash == OLD.hash


class TestRollBack:
    def test_puts_the_one_before_back_and_can_be_undone(self, act, tmp_path):
        keep_fitted(act, tmp_path, OLD)
        keep_fitted(act, tmp_path, NEW)
        promote(act, tmp_path)

        assert roll_back(act, tmp_path) == OLD.hash
        assert there(tmp_path) == {MODEL_FILE: OLD.hash, PREVIOUS_FILE: NEW.hash}

        assert roll_back(act, tmp_path) == NEW.hash
        assert there(tmp_path) == {MODEL_FILE: NEW.hash, PREVIOUS_FILE: OLD.hash}

    def test_helps_when_the_serving_file_is_gone(self, act, tmp_path):
        OLD.save(tmp_path / PREVIOUS_FILE)

        roll_back(act, tmp_path)

        assert there(tmp_path) == {MODEL_FILE: OLD.hash}

    def test_refuses_when_there_was_none_before(self, act, tmp_path):
        keep_fitted(act, tmp_path, OLD)

        with pytest.raises(RefusedInput) as refusal:
            roll_back(act, tmp_path)

        assert refusal.value.code == "no_previous"


class TestEvents:
    def test_every_release_is_one(self, session, act, tmp_path):
        keep_fitted(act, tmp_path, OLD)
        keep_fitted(act, tmp_path, NEW)
        promote(act, tmp_path)
        roll_back(act, tmp_path)

        assert [event.step for event in events(session)] == [
            ManagementStep.FIT_MODEL,
            ManagementStep.FIT_MODEL,
            ManagementStep.PROMOTE_MODEL,
            ManagementStep.ROLL_BACK_MODEL,
        ]
        assert json.loads(events(session)[2].details) == {"model": NEW.hash, "before": OLD.hash}

    @pytest.mark.parametrize("role", [role for role in Role if role not in (Role.BEHEERDER, Role.ONDERNEMER)])
    def test_nobody_but_an_administrator_makes_one(self, session, tmp_path, role):
        act = make_act(session, make_account(session, role))
        OLD.save(tmp_path / SHADOW_FILE)

        for release in (promote, roll_back):
            with pytest.raises(NotPermitted):
                release(act, tmp_path)
        with pytest.raises(NotPermitted):
            keep_fitted(act, tmp_path, NEW)

        assert events(session) == []
