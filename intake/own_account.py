"""What somebody does with the own account: password, name, language, and open sessions."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select

from intake import audit, sessions
from intake.act import Act
from intake.errors import NotFound
from intake.models.people import Account, SignIn
from intake.passwords import Passwords
from intake.permissions import Action, ensure_may
from intake.private_links import token_hash
from intake.sign_in import locked_account, store_password
from intake.terms import Language, ManagementStep

#: So many characters of a session's hash name it on the page.
NAME_LENGTH = 16


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser in which somebody is signed in."""

    name: str
    started_at: datetime
    last_seen_at: datetime
    is_this_one: bool


def own_account(act: Act) -> Account:
    """Return the account of the person who acts."""
    ensure_may(act.person, Action.CHANGE_OWN_ACCOUNT)
    account = act.session.get(Account, act.person.account_id)
    if account is None:
        raise NotFound("account", act.person.account_id)
    return account


def has_password(act: Act, passwords: Passwords, password: str) -> bool:
    """Tell whether ``password`` is that of the person who acts; takes about 0.2 s."""
    return passwords.fits(own_account(act).password_hash, password)


def change_password(act: Act, password_hash: str) -> str:
    """Store a new password, end every session, and return the token of a new one for this browser."""
    account = _locked(act)
    store_password(act, account, password_hash)
    audit.record(act, f"account:{account.id}", ManagementStep.NEW_PASSWORD)
    return sessions.open_session(act, account)


def change_details(act: Act, name: str, language: Language) -> Account:
    """Change the name that others see and the language of pages and mails."""
    account = _locked(act)
    account.name = name
    account.language = language
    act.session.add(account)
    act.session.flush()
    audit.record(act, f"account:{account.id}", ManagementStep.CHANGE_DETAILS)
    return account


def open_sessions(act: Act, token: str) -> list[OpenSession]:
    """Return where the person who acts is signed in, newest first; ``token`` is the one of this browser."""
    this = token_hash(token)
    found = act.session.exec(
        select(SignIn)
        .where(
            SignIn.account_id == own_account(act).id,
            SignIn.expires_at > act.at,
            SignIn.last_seen_at > act.at - sessions.STAFF_IDLE,
        )
        .order_by(col(SignIn.created_at).desc(), col(SignIn.token_hash))
    )
    return [
        OpenSession(row.token_hash[:NAME_LENGTH], row.created_at, row.last_seen_at, row.token_hash == this)
        for row in found
    ]


def end_session(act: Act, name: str) -> None:
    """End one of the own sessions; raise ``NotFound`` when there is none of that name."""
    if len(name) != NAME_LENGTH:
        raise NotFound("session", name)
    account = _locked(act)
    ended = act.session.connection().execute(
        delete(SignIn).where(
            col(SignIn.account_id) == account.id,
            col(SignIn.token_hash).startswith(name, autoescape=True),
        )
    )
    if ended.rowcount != 1:
        raise NotFound("session", name)
    audit.record(act, f"account:{account.id}", ManagementStep.END_SESSION)


def _locked(act: Act) -> Account:
    account_id = own_account(act).id
    assert account_id is not None  # noqa: S101 - a stored row has an id
    return locked_account(act, account_id)
