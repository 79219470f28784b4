"""What somebody typed while the session ended is kept for an hour, for that person."""

import pytest
from sqlmodel import select

from intake import sessions
from intake.kept_forms import KEPT_FOR, LARGEST, forget, keep, kept_form
from intake.models.questions import Draft
from tests.factories import START, make_account, make_act

FIELDS = [
    ("csrf_token", "abc"),
    ("version", "3"),
    ("new_password", "geheim"),
    ("reason", "too_busy"),
    ("body", "  Wij hebben de wethouder gesproken.  "),
    ("empty", " "),
]


class TestKeep:
    def test_keeps_texts_and_nothing_secret(self, session):
        account = make_account(session)

        token = keep(make_act(session), "/vragen/X/antwoord", FIELDS, None)

        found = kept_form(make_act(session, account), token)
        assert found.path == "/vragen/X/antwoord"
        assert found.texts == ("Wij hebben de wethouder gesproken.",)

    def test_keeps_nothing_when_nothing_was_typed(self, session):
        assert keep(make_act(session), "/uitloggen", FIELDS[:3], None) is None
        assert session.exec(select(Draft)).all() == []

    def test_stops_at_a_largest_size(self, session):
        account = make_account(session)

        token = keep(make_act(session), "/x", [("a", "x" * LARGEST), ("b", "te veel")], None)

        assert [len(text) for text in kept_form(make_act(session, account), token).texts] == [LARGEST]

    def test_takes_out_what_no_database_can_hold(self, session):
        account = make_account(session)

        token = keep(make_act(session), "/x", [("body", "een\0twee")], None)

        assert kept_form(make_act(session, account), token).texts == ("eentwee",)

    def test_keeps_only_the_hash_of_the_token(self, session):
        token = keep(make_act(session), "/x", FIELDS, None)

        assert token not in session.exec(select(Draft.submission_key)).one()


class TestKeptForm:
    def test_is_for_the_account_whose_session_ended(self, session):
        account, colleague = make_account(session), make_account(session)
        staff_token = sessions.open_session(make_act(session, account), account)

        token = keep(make_act(session), "/x", FIELDS, staff_token)

        assert kept_form(make_act(session, account), token) is not None
        assert kept_form(make_act(session, colleague), token) is None

    def test_is_not_for_somebody_who_is_not_signed_in(self, session):
        token = keep(make_act(session), "/x", FIELDS, None)

        assert kept_form(make_act(session), token) is None

    @pytest.mark.parametrize("token", ["", "niet-van-ons"])
    def test_is_nothing_for_an_unknown_token(self, session, token):
        assert kept_form(make_act(session, make_account(session)), token) is None

    def test_is_gone_after_an_hour(self, session):
        account = make_account(session)
        token = keep(make_act(session), "/x", FIELDS, None)

        assert kept_form(make_act(session, account, at=START + KEPT_FOR), token) is None


class TestForget:
    def test_removes_what_was_kept(self, session):
        token = keep(make_act(session), "/x", FIELDS, None)

        forget(make_act(session), token)

        assert session.exec(select(Draft)).all() == []
