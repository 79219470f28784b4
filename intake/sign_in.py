"""Signing in and out, and setting a password through a link that was mailed."""

import logging
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import col, select

from intake import audit, outbox, private_links, rate_limit, sessions
from intake.act import Act
from intake.errors import LinkNotUsable, TooManyAttempts
from intake.models.people import Account
from intake.passwords import Passwords
from intake.sessions import person_of
from intake.terms import LinkPurpose, ManagementStep

logger = logging.getLogger(__name__)

#: Within this window attempts are counted.
WINDOW = timedelta(minutes=15)

#: Guesses at one account, wherever they come from.
ATTEMPTS_PER_ACCOUNT = 10

#: Guesses from one network address; a town hall shares one, so this is wider.
ATTEMPTS_PER_ADDRESS = 100

#: How often somebody may ask for a reset: from one network address, and for one account.
RESET_WINDOW = timedelta(hours=1)
RESETS_PER_ADDRESS = 20
RESETS_PER_ACCOUNT = 3


@dataclass(frozen=True, slots=True)
class Proof:
    """Somebody gave the right password: for which account, and against which hash."""

    account_id: int
    seen_hash: str = field(repr=False)
    fresh_hash: str = field(repr=False)


def normalised(email: str) -> str:
    """Return ``email`` as accounts keep it: without white space around it, in lower case."""
    return email.replace("\0", "").strip().lower()


def count_attempt(act: Act, email: str, address: str) -> None:
    """Count one guess at a known or unknown account; raise ``TooManyAttempts`` when there were too many."""
    rate_limit.count(act, f"sign-in from {address}", ATTEMPTS_PER_ADDRESS, WINDOW)
    rate_limit.count(act, f"sign-in as {normalised(email)}", ATTEMPTS_PER_ACCOUNT, WINDOW)


def recognise(act: Act, passwords: Passwords, email: str, password: str) -> Proof | None:
    """Return proof when ``password`` belongs to ``email``; unknown and blocked accounts cost the same work.

    Takes about 0.2 s, so it belongs in a transaction that only reads.
    """
    account = act.session.exec(select(Account).where(Account.email == normalised(email))).first()
    stored = None if account is None or account.blocked_at else account.password_hash
    if not passwords.fits(stored, password) or account is None or account.id is None or stored is None:
        logger.info("sign-in refused")
        return None
    fresh = passwords.hashed(password) if passwords.outdated(stored) else stored
    return Proof(account.id, stored, fresh)


def sign_in(act: Act, proof: Proof) -> tuple[Account, str] | None:
    """Start a session, return its account and token; ``None`` when the account was changed meanwhile."""
    entered = act.session.connection().execute(
        update(Account)
        .where(
            col(Account.id) == proof.account_id,
            col(Account.password_hash) == proof.seen_hash,
            col(Account.blocked_at).is_(None),
        )
        .values(last_sign_in_at=act.at, password_hash=proof.fresh_hash)
    )
    if entered.rowcount != 1:
        return None
    account = act.session.get_one(Account, proof.account_id)
    rate_limit.forget(act, f"sign-in as {account.email}")
    token = sessions.open_session(act, account)
    _record(act, account, ManagementStep.SIGN_IN)
    return account, token


def sign_out(act: Act, token: str) -> None:
    """End the session behind ``token``; nothing happens when it ended already."""
    account = sessions.account_behind(act.session, token, act.at)
    sessions.close_session(act, token)
    if account is not None and account.id is not None:
        _record(act, locked_account(act, account.id), ManagementStep.SIGN_OUT)


def ask_reset(act: Act, email: str, address: str) -> None:
    """Mail a link for a new password when ``email`` belongs to an account.

    The caller answers the same either way. Raises ``TooManyAttempts`` only for the network address,
    which tells nothing about the account.
    """
    rate_limit.count(act, f"reset from {address}", RESETS_PER_ADDRESS, RESET_WINDOW)
    account = act.session.exec(
        select(Account).where(Account.email == normalised(email), col(Account.blocked_at).is_(None)).with_for_update()
    ).first()
    if account is None or _too_often(act, account):
        return
    mail_reset(act, account)
    _record(act, account, ManagementStep.ASK_RESET)


def _too_often(act: Act, account: Account) -> bool:
    try:
        rate_limit.count(act, f"reset for {account.email}", RESETS_PER_ACCOUNT, RESET_WINDOW)
    except TooManyAttempts:
        return True
    return False


def mail_reset(act: Act, account: Account) -> None:
    """Leave a mail with a link for a new password; links mailed before no longer work."""
    private_links.revoke_all(act, LinkPurpose.RESET, account_id=account.id)
    outbox.put(act, "reset", account.email, account.language, account_id=account.id)


def account_of_link(act: Act, purpose: LinkPurpose, token: str) -> Account:
    """Return the account that a link is for; raise ``LinkNotUsable`` when it no longer works."""
    link = private_links.look_up(act, purpose, token)
    account = act.session.exec(
        select(Account).where(Account.id == link.account_id, col(Account.blocked_at).is_(None))
    ).first()
    if account is None:
        raise LinkNotUsable(purpose)
    return account


def set_password_by_link(act: Act, purpose: LinkPurpose, token: str, password_hash: str) -> None:
    """Give an account its new password, use the link up, and end every session of that account."""
    account_id = account_of_link(act, purpose, token).id
    link = private_links.look_up(act, purpose, token)
    private_links.use_up(act, link)
    assert account_id is not None  # noqa: S101 - a stored row has an id
    account = locked_account(act, account_id)
    accepted = account.password_hash is None
    store_password(act, account, password_hash)
    _record(act, account, ManagementStep.ACCEPT_INVITATION if accepted else ManagementStep.NEW_PASSWORD)


def store_password(act: Act, account: Account, password_hash: str) -> None:
    """Keep a new hash, make other links to this account useless, and end every session."""
    assert account.id is not None  # noqa: S101 - a stored row has an id
    account.password_hash = password_hash
    act.session.add(account)
    for purpose in (LinkPurpose.INVITE, LinkPurpose.RESET):
        private_links.revoke_all(act, purpose, account_id=account.id)
    sessions.close_all_sessions(act, account.id)
    act.session.flush()


def locked_account(act: Act, account_id: int) -> Account:
    """Return an account that nobody else changes until this transaction ends: its chain stays in order."""
    return act.session.exec(
        select(Account).where(Account.id == account_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _record(act: Act, account: Account, step: ManagementStep) -> None:
    audit.record(act.by(person_of(act.session, account)), f"account:{account.id}", step)
