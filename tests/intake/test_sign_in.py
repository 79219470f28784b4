"""Signing in costs the same for everybody, is counted, and starts a session of its own."""

import json
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlmodel import col, select

from intake import private_links, sessions, sign_in
from intake.accounts import block
from intake.errors import LinkNotUsable, TooManyAttempts
from intake.models.people import PrivateLink, SignIn
from intake.models.system import Event, OutboxMail
from intake.passwords import Passwords, cheap_hasher
from intake.terms import LinkPurpose, Role
from tests.factories import START, make_account, make_act

PASSWORDS = Passwords(cheap_hasher())
PASSWORD = "vier gele fietsen"
ADDRESS = "192.0.2.1"


def make_active_account(session, role=Role.MAKELAAR, **overrides):
    return make_account(session, role, **{"password_hash": PASSWORDS.hashed(PASSWORD)} | overrides)


def steps_of(session, account):
    return list(
        session.exec(select(Event.step).where(Event.chain == f"account:{account.id}").order_by(col(Event.number)))
    )


class TestRecognise:
    def test_gives_proof_for_the_right_password(self, session):
        account = make_active_account(session)

        proof = sign_in.recognise(make_act(session), PASSWORDS, account.email, PASSWORD)

        assert proof is not None
        assert proof.account_id == account.id

    def test_does_not_mind_capitals_and_spaces_in_the_address(self, session):
        account = make_active_account(session)

        assert sign_in.recognise(make_act(session), PASSWORDS, f" {account.email.upper()} ", PASSWORD)

    def test_makes_the_hash_anew_when_it_is_outdated(self, session):
        account = make_active_account(session)
        stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))

        proof = sign_in.recognise(make_act(session), stronger, account.email, PASSWORD)

        assert proof is not None
        assert not stronger.outdated(proof.fresh_hash)

    @pytest.mark.parametrize("password", ["vijf gele fietsen", "", "vier gele fietsen "])
    def test_gives_none_for_another_password(self, session, password):
        account = make_active_account(session)

        assert sign_in.recognise(make_act(session), PASSWORDS, account.email, password) is None

    def test_gives_none_for_an_unknown_address(self, session):
        assert sign_in.recognise(make_act(session), PASSWORDS, "niemand@example.nl", PASSWORD) is None

    def test_gives_none_for_an_address_that_no_database_can_hold(self, session):
        assert sign_in.recognise(make_act(session), PASSWORDS, "nie\0mand@example.nl", PASSWORD) is None

    def test_gives_none_for_a_blocked_account(self, session):
        account = make_active_account(session, blocked_at=START)

        assert sign_in.recognise(make_act(session), PASSWORDS, account.email, PASSWORD) is None

    def test_gives_none_before_the_invitation_is_accepted(self, session):
        account = make_account(session)

        assert sign_in.recognise(make_act(session), PASSWORDS, account.email, "nobody") is None

    @pytest.mark.parametrize("kind", ["unknown", "blocked", "not accepted"])
    def test_does_the_same_work_where_there_is_nothing_to_check(self, session, kind):
        class Counting:
            checked = 0

            def fits(self, stored, password):
                self.checked += 1
                return PASSWORDS.fits(stored, password)

        counting = Counting()
        make_active_account(session, email="geblokkeerd@example.nl", blocked_at=START)
        make_account(session, email="uitgenodigd@example.nl")
        email = {
            "unknown": "niemand@example.nl",
            "blocked": "geblokkeerd@example.nl",
            "not accepted": "uitgenodigd@example.nl",
        }[kind]

        sign_in.recognise(make_act(session), counting, email, PASSWORD)

        assert counting.checked == 1


class TestSignIn:
    def test_starts_a_session_and_writes_down_when(self, session):
        account = make_active_account(session)
        act = make_act(session)
        proof = sign_in.recognise(act, PASSWORDS, account.email, PASSWORD)

        entered, token = sign_in.sign_in(act, proof)

        session.refresh(account)
        assert entered.id == account.id
        assert account.last_sign_in_at == START
        assert sessions.account_behind(session, token, START).id == account.id
        assert steps_of(session, account) == ["sign_in"]

    def test_keeps_only_the_hash_of_the_token(self, session):
        account = make_active_account(session)
        act = make_act(session)
        _account, token = sign_in.sign_in(act, sign_in.recognise(act, PASSWORDS, account.email, PASSWORD))

        assert token not in session.exec(select(SignIn.token_hash)).all()

    def test_refuses_when_the_account_was_blocked_in_the_meantime(self, session):
        account = make_active_account(session)
        act = make_act(session)
        proof = sign_in.recognise(act, PASSWORDS, account.email, PASSWORD)
        block(make_act(session, make_active_account(session, Role.BEHEERDER)), account.id)

        assert sign_in.sign_in(act, proof) is None

    def test_refuses_when_the_password_was_changed_in_the_meantime(self, session):
        account = make_active_account(session)
        act = make_act(session)
        proof = sign_in.recognise(act, PASSWORDS, account.email, PASSWORD)
        sign_in.store_password(act, account, PASSWORDS.hashed("zes rode fietsen"))

        assert sign_in.sign_in(act, proof) is None


class TestSignOut:
    def test_ends_the_session(self, session):
        account = make_active_account(session)
        act = make_act(session)
        _account, token = sign_in.sign_in(act, sign_in.recognise(act, PASSWORDS, account.email, PASSWORD))

        sign_in.sign_out(act, token)

        assert sessions.account_behind(session, token, START) is None
        assert steps_of(session, account) == ["sign_in", "sign_out"]

    def test_does_nothing_for_a_session_that_ended_already(self, session):
        sign_in.sign_out(make_act(session), "geen-sessie")

        assert session.exec(select(Event)).all() == []


class TestCountAttempt:
    def test_refuses_the_eleventh_guess_at_one_account_from_anywhere(self, session):
        for number in range(10):
            sign_in.count_attempt(make_act(session), "iemand@example.nl", f"192.0.2.{number}")

        with pytest.raises(TooManyAttempts):
            sign_in.count_attempt(make_act(session), "IEMAND@example.nl", "192.0.2.99")

    def test_refuses_guesses_at_many_accounts_from_one_address(self, session):
        for number in range(100):
            sign_in.count_attempt(make_act(session), f"iemand{number}@example.nl", ADDRESS)

        with pytest.raises(TooManyAttempts):
            sign_in.count_attempt(make_act(session), "iemand100@example.nl", ADDRESS)

    def test_starts_anew_for_somebody_who_signed_in(self, session):
        account = make_active_account(session)
        act = make_act(session)
        for _ in range(10):
            sign_in.count_attempt(act, account.email, ADDRESS)

        sign_in.sign_in(act, sign_in.recognise(act, PASSWORDS, account.email, PASSWORD))

        sign_in.count_attempt(act, account.email, ADDRESS)

    def test_welcomes_guesses_again_after_the_window(self, session):
        for _ in range(10):
            sign_in.count_attempt(make_act(session), "iemand@example.nl", ADDRESS)

        sign_in.count_attempt(make_act(session, at=START + sign_in.WINDOW), "iemand@example.nl", ADDRESS)


class TestAskReset:
    def test_leaves_a_mail_without_a_secret(self, session):
        account = make_active_account(session)

        sign_in.ask_reset(make_act(session), account.email, ADDRESS)

        mail = session.exec(select(OutboxMail)).one()
        assert (mail.template, mail.to_email, mail.account_id) == ("reset", account.email, account.id)
        assert json.loads(mail.params) == {}
        assert steps_of(session, account) == ["ask_reset"]

    def test_sends_nothing_to_an_unknown_address(self, session):
        sign_in.ask_reset(make_act(session), "niemand@example.nl", ADDRESS)

        assert session.exec(select(OutboxMail)).all() == []

    def test_sends_nothing_to_somebody_who_is_blocked(self, session):
        account = make_active_account(session, blocked_at=START)

        sign_in.ask_reset(make_act(session), account.email, ADDRESS)

        assert session.exec(select(OutboxMail)).all() == []

    def test_sends_at_most_three_mails_an_hour_and_says_nothing_about_it(self, session):
        account = make_active_account(session)

        for _ in range(5):
            sign_in.ask_reset(make_act(session), account.email, ADDRESS)

        assert len(session.exec(select(OutboxMail)).all()) == 3

    def test_refuses_too_many_from_one_network_address(self, session):
        for number in range(20):
            sign_in.ask_reset(make_act(session), f"iemand{number}@example.nl", ADDRESS)

        with pytest.raises(TooManyAttempts):
            sign_in.ask_reset(make_act(session), "iemand@example.nl", ADDRESS)

    def test_makes_the_link_of_before_useless(self, session):
        account = make_active_account(session)
        token = private_links.mint(make_act(session), LinkPurpose.RESET, account_id=account.id)

        sign_in.ask_reset(make_act(session), account.email, ADDRESS)

        with pytest.raises(LinkNotUsable):
            sign_in.account_of_link(make_act(session), LinkPurpose.RESET, token)


class TestSetPasswordByLink:
    def test_accepts_an_invitation(self, session):
        account = make_account(session)
        act = make_act(session)
        token = private_links.mint(act, LinkPurpose.INVITE, account_id=account.id)

        sign_in.set_password_by_link(act, LinkPurpose.INVITE, token, PASSWORDS.hashed(PASSWORD))

        assert sign_in.recognise(act, PASSWORDS, account.email, PASSWORD) is not None
        assert steps_of(session, account) == ["accept_invitation"]

    def test_writes_down_that_the_owner_of_the_account_did_it(self, session):
        account = make_account(session)
        act = make_act(session)
        token = private_links.mint(act, LinkPurpose.INVITE, account_id=account.id)

        sign_in.set_password_by_link(act, LinkPurpose.INVITE, token, PASSWORDS.hashed(PASSWORD))

        assert session.exec(select(Event.actor_id)).one() == account.id

    def test_ends_every_session_of_that_account(self, session):
        account = make_active_account(session)
        act = make_act(session)
        session_token = sessions.open_session(act, account)
        token = private_links.mint(act, LinkPurpose.RESET, account_id=account.id)

        sign_in.set_password_by_link(act, LinkPurpose.RESET, token, PASSWORDS.hashed("zes rode fietsen"))

        assert sessions.account_behind(session, session_token, START) is None
        assert steps_of(session, account) == ["new_password"]

    def test_works_once(self, session):
        account = make_account(session)
        act = make_act(session)
        token = private_links.mint(act, LinkPurpose.INVITE, account_id=account.id)
        sign_in.set_password_by_link(act, LinkPurpose.INVITE, token, PASSWORDS.hashed(PASSWORD))

        with pytest.raises(LinkNotUsable):
            sign_in.set_password_by_link(act, LinkPurpose.INVITE, token, PASSWORDS.hashed(PASSWORD))

    def test_makes_every_other_link_to_the_account_useless(self, session):
        account = make_active_account(session)
        act = make_act(session)
        other = private_links.mint(act, LinkPurpose.RESET, account_id=account.id)
        token = private_links.mint(act, LinkPurpose.RESET, account_id=account.id)

        sign_in.set_password_by_link(act, LinkPurpose.RESET, token, PASSWORDS.hashed(PASSWORD))

        assert session.exec(select(PrivateLink).where(col(PrivateLink.used_at).is_(None))).all() == []
        with pytest.raises(LinkNotUsable):
            sign_in.account_of_link(act, LinkPurpose.RESET, other)

    @pytest.mark.parametrize(
        ("purpose", "later"), [(LinkPurpose.INVITE, timedelta(days=7)), (LinkPurpose.RESET, timedelta(hours=2))]
    )
    def test_refuses_a_link_that_expired(self, session, purpose, later):
        account = make_account(session)
        token = private_links.mint(make_act(session), purpose, account_id=account.id)

        with pytest.raises(LinkNotUsable):
            sign_in.account_of_link(make_act(session, at=START + later), purpose, token)

    def test_refuses_an_invitation_where_a_reset_is_asked(self, session):
        account = make_account(session)
        act = make_act(session)
        token = private_links.mint(act, LinkPurpose.INVITE, account_id=account.id)

        with pytest.raises(LinkNotUsable):
            sign_in.account_of_link(act, LinkPurpose.RESET, token)

    def test_refuses_the_link_of_somebody_who_was_blocked(self, session):
        account = make_account(session, blocked_at=START)
        act = make_act(session)
        token = private_links.mint(act, LinkPurpose.INVITE, account_id=account.id)

        with pytest.raises(LinkNotUsable):
            sign_in.set_password_by_link(act, LinkPurpose.INVITE, token, PASSWORDS.hashed(PASSWORD))
