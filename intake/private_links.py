"""Private links: 256 random bits that open one thing. Only their SHA-256 is kept."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import col, select

from intake.act import Act
from intake.errors import LinkNotUsable
from intake.models.people import PrivateLink
from intake.terms import LinkPurpose

#: How long each kind of link works.
LIFETIMES = {
    LinkPurpose.QUESTION: timedelta(days=90),
    LinkPurpose.DRAFT: timedelta(days=30),
    LinkPurpose.INVITE: timedelta(days=7),
    LinkPurpose.RESET: timedelta(hours=2),
    LinkPurpose.CONSULT: timedelta(days=30),
}

#: Links that work once.
SINGLE_USE = frozenset({LinkPurpose.INVITE, LinkPurpose.RESET, LinkPurpose.CONSULT})


def new_token() -> str:
    """Return 256 random bits as text that fits in an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what the database keeps of ``token``: its SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def mint(
    act: Act,
    purpose: LinkPurpose,
    *,
    question_id: int | None = None,
    draft_id: int | None = None,
    account_id: int | None = None,
    consultation_id: int | None = None,
) -> str:
    """Make a link for one thing and return its token, which is not kept."""
    token = new_token()
    act.session.add(
        PrivateLink(
            token_hash=token_hash(token),
            purpose=purpose,
            question_id=question_id,
            draft_id=draft_id,
            account_id=account_id,
            consultation_id=consultation_id,
            created_at=act.at,
            expires_at=act.at + LIFETIMES[purpose],
        )
    )
    act.session.flush()
    return token


def look_up(act: Act, purpose: LinkPurpose, token: str) -> PrivateLink:
    """Return the link behind ``token``; raise ``LinkNotUsable`` when it is unknown, used or expired."""
    link = act.session.exec(
        select(PrivateLink).where(
            PrivateLink.token_hash == token_hash(token),
            PrivateLink.purpose == purpose,
            col(PrivateLink.used_at).is_(None),
            PrivateLink.expires_at > act.at,
        )
    ).first()
    if link is None:
        raise LinkNotUsable(purpose)
    return link


def use_up(act: Act, link: PrivateLink) -> None:
    """Mark a link that works once as used; raise ``LinkNotUsable`` when somebody else was first."""
    updated = act.session.connection().execute(
        update(PrivateLink)
        .where(col(PrivateLink.token_hash) == link.token_hash, col(PrivateLink.used_at).is_(None))
        .values(used_at=act.at)
    )
    if updated.rowcount != 1:
        raise LinkNotUsable(link.purpose)


def revoke_all(
    act: Act, purpose: LinkPurpose, *, question_id: int | None = None, account_id: int | None = None
) -> None:
    """Make every link of one kind to one question or account useless."""
    column, value = (
        (col(PrivateLink.question_id), question_id)
        if question_id is not None
        else (col(PrivateLink.account_id), account_id)
    )
    act.session.connection().execute(
        update(PrivateLink)
        .where(column == value, col(PrivateLink.purpose) == purpose, col(PrivateLink.used_at).is_(None))
        .values(used_at=act.at)
    )
