"""Who is behind a browser: staff sessions and opened questions, both in the database."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from intake.act import Act
from intake.models.people import Account, AccountTrack, AskerSession, SignIn
from intake.permissions import ANYBODY, Person
from intake.private_links import new_token, token_hash
from intake.terms import Role

#: A working day; after that somebody signs in again.
STAFF_LIFETIME = timedelta(hours=10)

#: Without a click for this long, somebody is signed out.
STAFF_IDLE = timedelta(hours=2)

#: How seldom we write down that somebody is still there.
SEEN_INTERVAL = timedelta(minutes=5)

#: How long a browser that opened a private link may see the question.
ASKER_LIFETIME = timedelta(days=30)


def open_session(act: Act, account: Account) -> str:
    """Start a session for ``account`` and return the token for its cookie."""
    assert account.id is not None  # noqa: S101 - a stored row has an id
    token = new_token()
    act.session.add(
        SignIn(
            token_hash=token_hash(token),
            account_id=account.id,
            created_at=act.at,
            last_seen_at=act.at,
            expires_at=act.at + STAFF_LIFETIME,
        )
    )
    act.session.flush()
    return token


def close_session(act: Act, token: str) -> None:
    """End the session behind ``token``."""
    act.session.connection().execute(delete(SignIn).where(col(SignIn.token_hash) == token_hash(token)))


def close_all_sessions(act: Act, account_id: int) -> None:
    """End every session of one account: after a new password, or when somebody leaves."""
    act.session.connection().execute(delete(SignIn).where(col(SignIn.account_id) == account_id))


def open_asker_session(act: Act, question_id: int, token: str | None) -> str:
    """Let a browser see a question; an existing ``token`` keeps what it could see already."""
    token = token or new_token()
    act.session.add(
        AskerSession(
            token_hash=token_hash(token),
            question_id=question_id,
            created_at=act.at,
            expires_at=act.at + ASKER_LIFETIME,
        )
    )
    act.session.flush()
    return token


def close_asker_session(act: Act, token: str) -> None:
    """Let a browser forget every question it could see."""
    act.session.connection().execute(delete(AskerSession).where(col(AskerSession.token_hash) == token_hash(token)))


def person_behind(session: Session, staff_token: str | None, asker_token: str | None, at: datetime) -> Person:
    """Return the person whose cookies these are; somebody unknown is ``ANYBODY``."""
    questions = _questions_of(session, asker_token, at) if asker_token else frozenset()
    account = account_behind(session, staff_token, at) if staff_token else None
    if account is None:
        return Person(Role.ONDERNEMER, question_ids=questions) if questions else ANYBODY
    return person_of(session, account, questions)


def person_of(session: Session, account: Account, question_ids: frozenset[int] = frozenset()) -> Person:
    """Return ``account`` as a person of the policy table."""
    tracks = session.exec(select(AccountTrack.track_slug).where(AccountTrack.account_id == account.id))
    return Person(
        role=account.role,
        account_id=account.id,
        name=account.name,
        team_id=account.team_id,
        organisation_id=account.organisation_id,
        tracks=frozenset(tracks),
        question_ids=question_ids,
    )


def account_behind(session: Session, token: str, at: datetime) -> Account | None:
    """Return the account of a running session, or ``None`` when it ended, expired or was blocked."""
    return session.exec(
        select(Account)
        .join(SignIn, col(SignIn.account_id) == Account.id)
        .where(
            SignIn.token_hash == token_hash(token),
            SignIn.expires_at > at,
            SignIn.last_seen_at > at - STAFF_IDLE,
            col(Account.blocked_at).is_(None),
        )
    ).first()


def touch(act: Act, token: str) -> None:
    """Write down that the session behind ``token`` is still used."""
    act.session.connection().execute(
        update(SignIn).where(col(SignIn.token_hash) == token_hash(token)).values(last_seen_at=act.at)
    )


def needs_touch(session: Session, token: str, at: datetime) -> bool:
    """Tell whether the last sign of life of a session is old enough to write a new one."""
    last = session.exec(select(SignIn.last_seen_at).where(SignIn.token_hash == token_hash(token))).first()
    return last is not None and last < at - SEEN_INTERVAL


def _questions_of(session: Session, token: str, at: datetime) -> frozenset[int]:
    return frozenset(
        session.exec(
            select(AskerSession.question_id).where(
                AskerSession.token_hash == token_hash(token), AskerSession.expires_at > at
            )
        )
    )
