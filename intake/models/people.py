"""Accounts, their sessions, private links and rate limits."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from intake.models.base import code_of
from intake.terms import Language, LinkPurpose, Role


class Account(SQLModel, table=True):
    """Somebody who signs in. ``password_hash`` is empty until the invitation is accepted."""

    __tablename__ = "accounts"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=120)
    role: Role = Field(sa_type=code_of(Role), index=True)
    password_hash: str | None = Field(default=None, max_length=200)
    team_id: int | None = Field(default=None, foreign_key="teams.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisations.id", index=True)
    language: Language = Field(default=Language.NL, sa_type=code_of(Language))
    created_at: datetime
    invited_at: datetime | None = None
    blocked_at: datetime | None = None
    last_sign_in_at: datetime | None = None


class AccountTrack(SQLModel, table=True):
    """A track that a track leader leads."""

    __tablename__ = "account_tracks"

    account_id: int = Field(foreign_key="accounts.id", primary_key=True)
    track_slug: str = Field(foreign_key="tracks.slug", primary_key=True, max_length=80)


class SignIn(SQLModel, table=True):
    """One browser in which somebody is signed in; the cookie holds the token, the table its SHA-256."""

    __tablename__ = "sign_ins"

    token_hash: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime = Field(index=True)


class AskerSession(SQLModel, table=True):
    """One browser that opened a private link and may see the question behind it."""

    __tablename__ = "asker_sessions"

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, index=True)
    question_id: int = Field(foreign_key="questions.id", index=True)
    created_at: datetime
    expires_at: datetime = Field(index=True)


class PrivateLink(SQLModel, table=True):
    """A link that opens one thing for whoever holds it; only the SHA-256 of its token is kept."""

    __tablename__ = "private_links"

    token_hash: str = Field(primary_key=True, max_length=64)
    purpose: LinkPurpose = Field(sa_type=code_of(LinkPurpose))
    question_id: int | None = Field(default=None, foreign_key="questions.id", index=True)
    draft_id: int | None = Field(default=None, foreign_key="drafts.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="accounts.id", index=True)
    consultation_id: int | None = Field(default=None, foreign_key="consultations.id", index=True)
    created_at: datetime
    expires_at: datetime = Field(index=True)
    used_at: datetime | None = None


class RateCount(SQLModel, table=True):
    """How often something was tried in one window of time; ``key`` is a keyed hash, never an address."""

    __tablename__ = "rate_counts"

    key: str = Field(primary_key=True, max_length=64)
    window_start: datetime = Field(primary_key=True)
    count: int = 0
