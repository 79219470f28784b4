"""Accounts: inviting, blocking, moving. Only an administrator does this; each act is an event."""

from dataclasses import asdict, dataclass

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from intake import audit, outbox, private_links, sessions, sign_in
from intake.act import Act
from intake.errors import NotFound, RefusedInput
from intake.membership import Membership, check_membership
from intake.models.people import Account, AccountTrack
from intake.open_work import OpenWork, move_open_work
from intake.permissions import Action, ensure_may
from intake.terms import Language, LinkPurpose, ManagementStep, Role


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is invited, and as what."""

    email: str
    name: str
    membership: Membership
    language: Language = Language.NL


def invite(act: Act, invitation: Invitation) -> Account:
    """Make an account without a password and mail a link to choose one."""
    account = add_account(act, invitation)
    mail_invitation(act, account)
    return account


def add_account(act: Act, invitation: Invitation) -> Account:
    """Make an account without a password; raise ``RefusedInput`` when it is known or does not add up."""
    ensure_may(act.person, Action.MANAGE_ACCOUNTS)
    check_membership(act.session, invitation.membership)
    email = sign_in.normalised(invitation.email)
    if act.session.exec(select(Account.id).where(Account.email == email)).first() is not None:
        raise RefusedInput("email", "taken")
    membership = invitation.membership
    account = Account(
        email=email,
        name=invitation.name,
        role=membership.role,
        team_id=membership.team_id,
        organisation_id=membership.organisation_id,
        language=invitation.language,
        created_at=act.at,
        invited_at=act.at,
    )
    act.session.add(account)
    try:
        act.session.flush()
    except IntegrityError as error:
        raise RefusedInput("email", "taken") from error
    _set_tracks(act, account.id, membership.tracks)
    _record(act, account, ManagementStep.INVITE, details={"role": membership.role})
    return account


def invite_again(act: Act, account_id: int) -> None:
    """Mail a fresh invitation; the link that was mailed before no longer works."""
    account = _locked(act, account_id)
    _refuse_blocked(account)
    if account.password_hash is not None:
        raise RefusedInput("account", "accepted_already")
    account.invited_at = act.at
    act.session.add(account)
    mail_invitation(act, account)
    _record(act, account, ManagementStep.INVITE_AGAIN)


def send_reset(act: Act, account_id: int) -> None:
    """Mail somebody a link to choose a new password."""
    account = _locked(act, account_id)
    _refuse_blocked(account)
    if account.password_hash is None:
        raise RefusedInput("account", "not_accepted_yet")
    sign_in.mail_reset(act, account)
    _record(act, account, ManagementStep.SEND_RESET)


def block(act: Act, account_id: int, to_id: int | None = None) -> OpenWork:
    """Keep a leaver out from now on, and move the open work to ``to_id`` or back to the queue."""
    is_last = _is_last_administrator(act, account_id)
    account = _locked(act, account_id)
    _refuse_blocked(account)
    if account.id == act.person.account_id:
        raise RefusedInput("account", "self")
    if is_last:
        raise RefusedInput("account", "last_administrator")
    moved = move_open_work(act, account, to_id, ManagementStep.BLOCK)
    account.blocked_at = act.at
    act.session.add(account)
    sessions.close_all_sessions(act, account_id)
    for purpose in (LinkPurpose.INVITE, LinkPurpose.RESET):
        private_links.revoke_all(act, purpose, account_id=account_id)
    _record(act, account, ManagementStep.BLOCK, details=asdict(moved) | {"to": to_id})
    return moved


def unblock(act: Act, account_id: int) -> None:
    """Let somebody in again, with the password of before."""
    account = _locked(act, account_id)
    if account.blocked_at is None:
        raise RefusedInput("account", "not_blocked")
    account.blocked_at = None
    act.session.add(account)
    _record(act, account, ManagementStep.UNBLOCK)


def move_member(
    act: Act, account_id: int, *, team_id: int | None = None, organisation_id: int | None = None
) -> OpenWork:
    """Move somebody to another team or organisation; open work stays where it was, back in the queue."""
    account = _locked(act, account_id)
    if (team_id, organisation_id) == (account.team_id, account.organisation_id):
        raise RefusedInput("team" if account.team_id else "organisation", "same")
    membership = Membership(account.role, team_id, organisation_id, _tracks_of(act, account))
    check_membership(act.session, membership)
    moved = move_open_work(act, account, None, ManagementStep.MOVE_MEMBER)
    details: dict[str, object] = {
        "from_team": account.team_id,
        "to_team": team_id,
        "from_organisation": account.organisation_id,
        "to_organisation": organisation_id,
    }
    account.team_id, account.organisation_id = team_id, organisation_id
    act.session.add(account)
    _record(act, account, ManagementStep.MOVE_MEMBER, details=details | asdict(moved))
    return moved


def change_tracks(act: Act, account_id: int, tracks: frozenset[str]) -> None:
    """Change which tracks a track leader leads."""
    account = _locked(act, account_id)
    check_membership(act.session, Membership(account.role, account.team_id, account.organisation_id, tracks))
    before = _tracks_of(act, account)
    if before == tracks:
        raise RefusedInput("tracks", "same")
    _set_tracks(act, account.id, tracks)
    details: dict[str, object] = {"before": sorted(before), "after": sorted(tracks)}
    _record(act, account, ManagementStep.CHANGE_TRACKS, details=details)


def _locked(act: Act, account_id: int) -> Account:
    ensure_may(act.person, Action.MANAGE_ACCOUNTS)
    if act.session.get(Account, account_id) is None:
        raise NotFound("account", account_id)
    return sign_in.locked_account(act, account_id)


def _refuse_blocked(account: Account) -> None:
    if account.blocked_at is not None:
        raise RefusedInput("account", "blocked")


def _is_last_administrator(act: Act, account_id: int) -> bool:
    """Tell whether nobody else can manage; two administrators who block each other wait for one another here."""
    able = act.session.exec(
        select(Account.id)
        .where(
            Account.role == Role.BEHEERDER,
            col(Account.password_hash).is_not(None),
            col(Account.blocked_at).is_(None),
        )
        .order_by(col(Account.id))
        .with_for_update()
    ).all()
    return list(able) == [account_id]


def mail_invitation(act: Act, account: Account) -> None:
    """Leave a mail with a link to choose a first password; links mailed before no longer work."""
    private_links.revoke_all(act, LinkPurpose.INVITE, account_id=account.id)
    outbox.put(act, "invite", account.email, account.language, account_id=account.id)


def _tracks_of(act: Act, account: Account) -> frozenset[str]:
    return frozenset(act.session.exec(select(AccountTrack.track_slug).where(AccountTrack.account_id == account.id)))


def _set_tracks(act: Act, account_id: int | None, tracks: frozenset[str]) -> None:
    assert account_id is not None  # noqa: S101 - a stored row has an id
    for row in act.session.exec(select(AccountTrack).where(AccountTrack.account_id == account_id)):
        act.session.delete(row)
    act.session.flush()
    for slug in sorted(tracks):
        act.session.add(AccountTrack(account_id=account_id, track_slug=slug))
    act.session.flush()


def _record(act: Act, account: Account, step: ManagementStep, *, details: dict[str, object] | None = None) -> None:
    act.session.flush()
    audit.record(act, f"account:{account.id}", step, details=details)
