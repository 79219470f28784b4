"""Somebody keeps the own account: name, language, password and sessions."""

import pytest
from sqlmodel import col, select

from intake import own_account, sessions
from intake.errors import NotFound, NotPermitted
from intake.models.system import Event
from intake.passwords import Passwords, cheap_hasher
from intake.terms import Language
from tests.factories import START, make_account, make_act

PASSWORDS = Passwords(cheap_hasher())


class TestChangeDetails:
    def test_changes_name_and_language(self, session):
        account = make_account(session)

        own_account.change_details(make_act(session, account), "Noor Voorbeeld", Language.EN)

        session.refresh(account)
        assert (account.name, account.language) == ("Noor Voorbeeld", Language.EN)
        assert session.exec(select(Event.step)).one() == "change_details"

    def test_refuses_somebody_without_an_account(self, session):
        with pytest.raises(NotPermitted):
            own_account.change_details(make_act(session), "Noor Voorbeeld", Language.NL)


class TestHasPassword:
    @pytest.mark.parametrize(("typed", "fits"), [("vier gele fietsen", True), ("vijf gele fietsen", False)])
    def test_compares_with_the_own_password(self, session, typed, fits):
        account = make_account(session, password_hash=PASSWORDS.hashed("vier gele fietsen"))

        assert own_account.has_password(make_act(session, account), PASSWORDS, typed) is fits


class TestChangePassword:
    def test_ends_every_session_and_starts_a_new_one(self, session):
        account = make_account(session)
        act = make_act(session, account)
        old = sessions.open_session(act, account)

        new = own_account.change_password(act, PASSWORDS.hashed("zes rode fietsen"))

        assert sessions.account_behind(session, old, START) is None
        assert sessions.account_behind(session, new, START).id == account.id
        assert session.exec(select(Event.step)).one() == "new_password"


class TestOpenSessions:
    def test_shows_only_the_own_ones_and_which_is_this(self, session):
        account, colleague = make_account(session), make_account(session)
        act = make_act(session, account)
        token = sessions.open_session(act, account)
        sessions.open_session(act, account)
        sessions.open_session(act, colleague)

        found = own_account.open_sessions(act, token)

        assert sorted(each.is_this_one for each in found) == [False, True]

    def test_leaves_out_what_expired(self, session):
        account = make_account(session)
        sessions.open_session(make_act(session, account), account)

        later = make_act(session, account, at=START + sessions.STAFF_IDLE)

        assert own_account.open_sessions(later, "") == []


class TestEndSession:
    def test_ends_one_of_the_own_sessions(self, session):
        account = make_account(session)
        act = make_act(session, account)
        kept = sessions.open_session(act, account)
        ended = sessions.open_session(act, account)
        [name] = [each.name for each in own_account.open_sessions(act, kept) if not each.is_this_one]

        own_account.end_session(act, name)

        assert sessions.account_behind(session, ended, START) is None
        assert sessions.account_behind(session, kept, START) is not None
        assert session.exec(select(Event.step).order_by(col(Event.number))).all() == ["end_session"]

    @pytest.mark.parametrize("name", ["", "%", "0" * 16, "_" * 16])
    def test_refuses_a_name_that_is_not_there(self, session, name):
        account = make_account(session)
        act = make_act(session, account)
        sessions.open_session(act, account)

        with pytest.raises(NotFound):
            own_account.end_session(act, name)

    def test_refuses_the_session_of_somebody_else(self, session):
        account, colleague = make_account(session), make_account(session)
        theirs = sessions.open_session(make_act(session, colleague), colleague)
        [name] = [each.name for each in own_account.open_sessions(make_act(session, colleague), theirs)]

        with pytest.raises(NotFound):
            own_account.end_session(make_act(session, account), name)
