"""An administrator invites, blocks and moves people; open work never stays with somebody who left."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, select

from intake import accounts, database, private_links, sessions
from intake.accounts import Invitation
from intake.errors import LinkNotUsable, NotFound, NotPermitted, RefusedInput
from intake.membership import ACCOUNT_ROLES, Membership
from intake.models.people import Account, AccountTrack
from intake.models.reference import Team
from intake.models.system import Event, OutboxMail
from intake.sign_in import account_of_link
from intake.terms import LinkPurpose, QuestionStatus, ReferralStatus, Role
from tests.factories import (
    START,
    any_track,
    make_account,
    make_act,
    make_answered_question,
    make_picked_up_question,
    make_question,
    make_referral,
    make_waiting_question,
    municipal_team,
    national_team,
    organisation_of_category,
    other_team,
)

NOT_MANAGERS = [role for role in Role if role not in (Role.BEHEERDER, Role.ONDERNEMER)]


def make_manager(session, **overrides):
    return make_account(session, Role.BEHEERDER, **{"password_hash": "x"} | overrides)


def steps_of(session, account):
    return list(
        session.exec(select(Event.step).where(Event.chain == f"account:{account.id}").order_by(col(Event.number)))
    )


def invitation(session, **membership):
    values = {"role": Role.MAKELAAR, "team_id": municipal_team(session).id} | membership
    return Invitation("nieuw@example.nl", "Noor Nieuw", Membership(**values))


class TestInvite:
    def test_makes_an_account_without_a_password_and_mails_a_link(self, session):
        account = accounts.invite(make_act(session, make_manager(session)), invitation(session))

        mail = session.exec(select(OutboxMail)).one()
        assert (account.role, account.team_id) == (Role.MAKELAAR, municipal_team(session).id)
        assert account.password_hash is None
        assert (mail.template, mail.to_email, mail.account_id) == ("invite", "nieuw@example.nl", account.id)
        assert steps_of(session, account) == ["invite"]

    def test_gives_a_track_leader_tracks(self, session):
        wanted = invitation(session, role=Role.SPOORLEIDER, team_id=None, tracks=frozenset({any_track(session).slug}))

        account = accounts.invite(make_act(session, make_manager(session)), wanted)

        tracks = session.exec(select(AccountTrack.track_slug).where(AccountTrack.account_id == account.id))
        assert list(tracks) == [any_track(session).slug]

    def test_keeps_the_address_in_lower_case(self, session):
        wanted = Invitation(" Nieuw@Example.NL", "Noor Nieuw", Membership(Role.BEHEERDER))

        account = accounts.invite(make_act(session, make_manager(session)), wanted)

        assert account.email == "nieuw@example.nl"

    def test_refuses_an_address_that_has_an_account(self, session):
        make_account(session, email="nieuw@example.nl")

        with pytest.raises(RefusedInput) as refusal:
            accounts.invite(make_act(session, make_manager(session)), invitation(session))

        assert (refusal.value.field, refusal.value.code) == ("email", "taken")

    @pytest.mark.parametrize(
        ("membership", "field", "code"),
        [
            ({"role": Role.ONDERNEMER}, "role", "no_account"),
            ({"team_id": None}, "team", "missing"),
            ({"team_id": 999_999}, "team", "unknown"),
            ({"tracks": frozenset({"overheid"})}, "tracks", "not_for_role"),
            ({"role": Role.BEHEERDER}, "team", "not_for_role"),
            ({"role": Role.INTERMEDIAIR}, "team", "not_for_role"),
            ({"role": Role.INTERMEDIAIR, "team_id": None}, "organisation", "missing"),
            ({"role": Role.DOSSIERHOUDER, "team_id": None, "organisation_id": 999_999}, "organisation", "unknown"),
            ({"role": Role.SPOORLEIDER, "team_id": None}, "tracks", "missing"),
            ({"role": Role.SPOORLEIDER, "team_id": None, "tracks": frozenset({"geen"})}, "tracks", "unknown"),
        ],
    )
    def test_refuses_what_does_not_add_up_beside_the_field(self, session, membership, field, code):
        with pytest.raises(RefusedInput) as refusal:
            accounts.invite(make_act(session, make_manager(session)), invitation(session, **membership))

        assert (refusal.value.field, refusal.value.code) == (field, code)
        assert session.exec(select(OutboxMail)).all() == []

    def test_refuses_a_makelaar_in_the_national_team(self, session):
        wanted = invitation(session, team_id=national_team(session).id)

        with pytest.raises(RefusedInput, match="team: not_national"):
            accounts.invite(make_act(session, make_manager(session)), wanted)

    def test_refuses_a_coordinator_outside_the_national_team(self, session):
        with pytest.raises(RefusedInput, match="team: national_only"):
            accounts.invite(make_act(session, make_manager(session)), invitation(session, role=Role.COORDINATOR))

    def test_refuses_a_team_that_stopped(self, session):
        municipal_team(session).retired_on = START.date()

        with pytest.raises(RefusedInput, match="team: unknown"):
            accounts.invite(make_act(session, make_manager(session)), invitation(session))

    def test_refuses_an_organisation_of_a_kind_that_does_not_go_with_the_role(self, session):
        ministry = organisation_of_category(session, "ministerie")
        wanted = invitation(session, role=Role.INTERMEDIAIR, team_id=None, organisation_id=ministry.id)

        with pytest.raises(RefusedInput, match="organisation: wrong_kind"):
            accounts.invite(make_act(session, make_manager(session)), wanted)

    def test_refuses_an_organisation_for_a_makelaar(self, session):
        wanted = invitation(session, organisation_id=organisation_of_category(session, "ministerie").id)

        with pytest.raises(RefusedInput, match="organisation: not_for_role"):
            accounts.invite(make_act(session, make_manager(session)), wanted)

    @pytest.mark.parametrize("role", ACCOUNT_ROLES)
    def test_every_role_can_be_invited(self, session, role):
        example = make_account(session, role)
        tracks = {any_track(session).slug} if role is Role.SPOORLEIDER else set()
        membership = Membership(role, example.team_id, example.organisation_id, frozenset(tracks))

        account = accounts.invite(
            make_act(session, make_manager(session)), Invitation("nieuw@example.nl", "Noor", membership)
        )

        assert account.role is role

    @pytest.mark.parametrize("role", NOT_MANAGERS)
    def test_is_for_an_administrator_only(self, session, role):
        with pytest.raises(NotPermitted):
            accounts.invite(make_act(session, make_account(session, role)), invitation(session))


class TestInviteAgain:
    def test_makes_the_link_of_before_useless(self, session):
        account = make_account(session)
        token = private_links.mint(make_act(session), LinkPurpose.INVITE, account_id=account.id)

        accounts.invite_again(make_act(session, make_manager(session)), account.id)

        with pytest.raises(LinkNotUsable):
            account_of_link(make_act(session), LinkPurpose.INVITE, token)
        assert session.exec(select(OutboxMail.template)).one() == "invite"
        assert steps_of(session, account) == ["invite_again"]

    @pytest.mark.parametrize(
        ("overrides", "code"),
        [({"password_hash": "x"}, "accepted_already"), ({"blocked_at": START}, "blocked")],
    )
    def test_refuses_where_there_is_nothing_to_accept(self, session, overrides, code):
        account = make_account(session, **overrides)

        with pytest.raises(RefusedInput, match=f"account: {code}"):
            accounts.invite_again(make_act(session, make_manager(session)), account.id)

    def test_refuses_an_account_that_does_not_exist(self, session):
        with pytest.raises(NotFound):
            accounts.invite_again(make_act(session, make_manager(session)), 999_999)


class TestSendReset:
    def test_leaves_a_mail(self, session):
        account = make_account(session, password_hash="x")

        accounts.send_reset(make_act(session, make_manager(session)), account.id)

        assert session.exec(select(OutboxMail.template)).one() == "reset"
        assert steps_of(session, account) == ["send_reset"]

    @pytest.mark.parametrize(
        ("overrides", "code"),
        [({}, "not_accepted_yet"), ({"password_hash": "x", "blocked_at": START}, "blocked")],
    )
    def test_refuses_where_there_is_no_password_to_forget(self, session, overrides, code):
        account = make_account(session, **overrides)

        with pytest.raises(RefusedInput, match=f"account: {code}"):
            accounts.send_reset(make_act(session, make_manager(session)), account.id)


class TestBlock:
    def test_ends_sessions_and_links(self, session):
        account = make_account(session, password_hash="x")
        token = sessions.open_session(make_act(session), account)
        link = private_links.mint(make_act(session), LinkPurpose.RESET, account_id=account.id)

        accounts.block(make_act(session, make_manager(session)), account.id)

        session.refresh(account)
        assert account.blocked_at == START
        assert sessions.account_behind(session, token, START) is None
        with pytest.raises(LinkNotUsable):
            account_of_link(make_act(session), LinkPurpose.RESET, link)
        assert steps_of(session, account) == ["block"]

    @pytest.mark.parametrize("make", [make_picked_up_question, make_waiting_question])
    def test_gives_open_questions_to_a_colleague(self, session, make):
        account, colleague = make_account(session), make_account(session, password_hash="x")
        question = make(session, account)
        before = question.status

        moved = accounts.block(make_act(session, make_manager(session)), account.id, colleague.id)

        session.refresh(question)
        assert (question.assignee_id, question.status) == (colleague.id, before)
        assert moved.questions == 1

    @pytest.mark.parametrize("make", [make_picked_up_question, make_waiting_question])
    def test_puts_open_questions_back_in_the_queue(self, session, make):
        account = make_account(session)
        question = make(session, account)

        accounts.block(make_act(session, make_manager(session)), account.id)

        session.refresh(question)
        assert (question.status, question.assignee_id) == (QuestionStatus.NEW, None)
        assert (question.waiting_since, question.team_id) == (None, account.team_id)

    def test_writes_the_move_on_the_chain_of_the_question(self, session):
        account, manager = make_account(session), make_manager(session)
        question = make_picked_up_question(session, account)

        accounts.block(make_act(session, manager), account.id)

        event = session.exec(
            select(Event).where(Event.chain == f"question:{question.id}").order_by(col(Event.number).desc())
        ).first()
        assert (event.step, event.reason, event.actor_id) == ("release", "block", manager.id)

    def test_leaves_answered_questions_with_who_answered(self, session):
        account = make_account(session)
        question = make_answered_question(session, account)

        accounts.block(make_act(session, make_manager(session)), account.id)

        session.refresh(question)
        assert question.assignee_id == account.id

    def test_gives_accepted_referrals_to_a_colleague(self, session):
        account = make_account(session, Role.INTERMEDIAIR)
        colleague = make_account(session, Role.INTERMEDIAIR, password_hash="x")
        referral = make_referral(
            session,
            make_question(session),
            account.organisation_id,
            status=ReferralStatus.ACCEPTED,
            taken_by_id=account.id,
        )

        moved = accounts.block(make_act(session, make_manager(session)), account.id, colleague.id)

        session.refresh(referral)
        assert referral.taken_by_id == colleague.id
        assert moved.referrals == 1

    def test_refuses_a_colleague_of_another_team(self, session):
        account = make_account(session)
        stranger = make_account(session, team_id=other_team(session).id, password_hash="x")

        with pytest.raises(RefusedInput, match="to: not_a_colleague"):
            accounts.block(make_act(session, make_manager(session)), account.id, stranger.id)

    @pytest.mark.parametrize("overrides", [{"blocked_at": START, "password_hash": "x"}, {}])
    def test_refuses_a_colleague_who_cannot_sign_in(self, session, overrides):
        account, colleague = make_account(session), make_account(session, **overrides)

        with pytest.raises(RefusedInput, match="to: not_a_colleague"):
            accounts.block(make_act(session, make_manager(session)), account.id, colleague.id)

    def test_refuses_the_leaver_as_the_one_who_takes_over(self, session):
        account = make_account(session, password_hash="x")

        with pytest.raises(RefusedInput, match="to: not_a_colleague"):
            accounts.block(make_act(session, make_manager(session)), account.id, account.id)

    def test_refuses_to_block_oneself(self, session):
        manager = make_manager(session)
        make_manager(session)

        with pytest.raises(RefusedInput, match="account: self"):
            accounts.block(make_act(session, manager), manager.id)

    def test_refuses_to_block_the_last_administrator(self, session):
        manager = make_manager(session)
        make_manager(session, blocked_at=START)
        make_manager(session, password_hash=None)
        invited = make_manager(session, password_hash=None)

        with pytest.raises(RefusedInput, match="account: last_administrator"):
            accounts.block(make_act(session, invited), manager.id)

    def test_leaves_one_of_two_administrators_who_block_each_other_at_once(self, engine):
        with database.transaction(engine) as session:
            one, two = make_manager(session), make_manager(session)

        def block(actor, target):
            with contextlib.suppress(RefusedInput), database.transaction(engine) as session:
                accounts.block(make_act(session, actor), target.id)

        with ThreadPoolExecutor() as pool:
            list(pool.map(block, (one, two), (two, one)))

        with database.reading(engine) as session:
            blocked = session.exec(select(Account.blocked_at).where(col(Account.id).in_([one.id, two.id]))).all()
        assert sorted(blocked, key=str) == [START, None]

    def test_blocks_an_administrator_when_another_remains(self, session):
        manager, colleague = make_manager(session), make_manager(session)

        accounts.block(make_act(session, manager), colleague.id)

        session.refresh(colleague)
        assert colleague.blocked_at == START

    def test_refuses_somebody_who_is_blocked_already(self, session):
        account = make_account(session, blocked_at=START)

        with pytest.raises(RefusedInput, match="account: blocked"):
            accounts.block(make_act(session, make_manager(session)), account.id)

    @pytest.mark.parametrize("role", NOT_MANAGERS)
    def test_is_for_an_administrator_only(self, session, role):
        account = make_account(session)

        with pytest.raises(NotPermitted):
            accounts.block(make_act(session, make_account(session, role)), account.id)


class TestUnblock:
    def test_lets_somebody_in_again(self, session):
        account = make_account(session, blocked_at=START, password_hash="x")

        accounts.unblock(make_act(session, make_manager(session)), account.id)

        session.refresh(account)
        assert account.blocked_at is None
        assert steps_of(session, account) == ["unblock"]

    def test_refuses_somebody_who_is_not_blocked(self, session):
        account = make_account(session)

        with pytest.raises(RefusedInput, match="account: not_blocked"):
            accounts.unblock(make_act(session, make_manager(session)), account.id)


class TestMoveMember:
    def test_moves_a_makelaar_and_leaves_the_work_with_the_old_team(self, session):
        account = make_account(session)
        question = make_picked_up_question(session, account)
        old, new = municipal_team(session), other_team(session)

        moved = accounts.move_member(make_act(session, make_manager(session)), account.id, team_id=new.id)

        session.refresh(account)
        session.refresh(question)
        assert account.team_id == new.id
        assert (question.team_id, question.status, question.assignee_id) == (old.id, QuestionStatus.NEW, None)
        assert moved.questions == 1
        assert steps_of(session, account) == ["move_member"]

    def test_moves_an_intermediary_to_another_organisation(self, session):
        account = make_account(session, Role.INTERMEDIAIR)
        fund = organisation_of_category(session, "financier")

        accounts.move_member(make_act(session, make_manager(session)), account.id, organisation_id=fund.id)

        session.refresh(account)
        assert account.organisation_id == fund.id

    def test_refuses_the_team_where_somebody_is_already(self, session):
        account = make_account(session)

        with pytest.raises(RefusedInput, match="team: same"):
            accounts.move_member(make_act(session, make_manager(session)), account.id, team_id=account.team_id)

    def test_refuses_the_organisation_where_somebody_is_already(self, session):
        account = make_account(session, Role.INTERMEDIAIR)
        act = make_act(session, make_manager(session))

        with pytest.raises(RefusedInput, match="organisation: same"):
            accounts.move_member(act, account.id, organisation_id=account.organisation_id)

    def test_refuses_a_makelaar_without_a_team(self, session):
        account = make_account(session)

        with pytest.raises(RefusedInput, match="team: missing"):
            accounts.move_member(make_act(session, make_manager(session)), account.id)

    def test_refuses_a_coordinator_in_a_municipal_team(self, session):
        account = make_account(session, Role.COORDINATOR)
        team = session.get_one(Team, municipal_team(session).id)

        with pytest.raises(RefusedInput, match="team: national_only"):
            accounts.move_member(make_act(session, make_manager(session)), account.id, team_id=team.id)


class TestChangeTracks:
    def test_replaces_the_tracks(self, session):
        account = make_account(session, Role.SPOORLEIDER, tracks=("overheid",))

        accounts.change_tracks(
            make_act(session, make_manager(session)), account.id, frozenset({"financieel", "loket_netwerk"})
        )

        tracks = session.exec(select(AccountTrack.track_slug).where(AccountTrack.account_id == account.id))
        assert set(tracks) == {"financieel", "loket_netwerk"}
        assert steps_of(session, account) == ["change_tracks"]

    @pytest.mark.parametrize(("tracks", "code"), [((), "missing"), (("overheid",), "same"), (("x",), "unknown")])
    def test_refuses_none_the_same_and_unknown_ones(self, session, tracks, code):
        account = make_account(session, Role.SPOORLEIDER, tracks=("overheid",))

        with pytest.raises(RefusedInput, match=f"tracks: {code}"):
            accounts.change_tracks(make_act(session, make_manager(session)), account.id, frozenset(tracks))

    def test_refuses_tracks_for_a_makelaar(self, session):
        account = make_account(session)

        with pytest.raises(RefusedInput, match="tracks: not_for_role"):
            accounts.change_tracks(make_act(session, make_manager(session)), account.id, frozenset({"overheid"}))

    def test_changes_nothing_for_others(self, session):
        before = session.exec(select(Account)).all()

        with pytest.raises(NotPermitted):
            accounts.change_tracks(make_act(session), 1, frozenset())

        assert session.exec(select(Account)).all() == before
