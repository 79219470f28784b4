"""What keeps the loket honest and running: the event log, the outbox, editable pages, and trials of topics."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from intake.models.base import code_of
from intake.terms import Language, Role, TrialStatus


class Event(SQLModel, table=True):
    """One thing that happened, in codes and ids only. Added, never changed; the database refuses."""

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("chain", "number"), Index("ix_events_at", "at"))

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger().with_variant(Integer, "sqlite"))
    chain: str = Field(max_length=60)
    number: int
    at: datetime
    actor_id: int | None = None
    actor_role: Role = Field(sa_type=code_of(Role))
    step: str = Field(max_length=40)
    from_status: str | None = Field(default=None, max_length=40)
    to_status: str | None = Field(default=None, max_length=40)
    reason: str | None = Field(default=None, max_length=60)
    details: str = Field(default="{}", sa_type=Text)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class OutboxMail(SQLModel, table=True):
    """A mail to be sent by the worker. ``params`` hold codes and references, never a secret or a text."""

    __tablename__ = "outbox_mails"
    __table_args__ = (Index("ix_outbox_mails_due", "sent_at", "failed_at", "not_before"),)

    id: int | None = Field(default=None, primary_key=True)
    message_id: str = Field(max_length=120, unique=True)
    to_email: str = Field(max_length=254)
    template: str = Field(max_length=60)
    language: Language = Field(default=Language.NL, sa_type=code_of(Language))
    params: str = Field(default="{}", sa_type=Text)
    question_id: int | None = Field(default=None, foreign_key="questions.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="accounts.id")
    created_at: datetime
    not_before: datetime
    claimed_at: datetime | None = None
    attempts: int = 0
    last_error: str = Field(default="", max_length=200)
    sent_at: datetime | None = None
    failed_at: datetime | None = None


class Erasure(SQLModel, table=True):
    """One question that was erased: a keyed hash of its reference, and when. No text, no person.

    ``logged_at`` is when it was written outside the database, so that a restored backup can be erased again;
    ``swept_at`` is when the database file itself was rid of what was deleted.
    """

    __tablename__ = "erasures"

    reference_hash: str = Field(primary_key=True, max_length=64)
    erased_at: datetime
    logged_at: datetime | None = Field(default=None, index=True)
    swept_at: datetime | None = Field(default=None, index=True)


class TopicTrial(SQLModel, table=True):
    """A change of a topic that is tried out before it is saved; ``moves`` hold references and topics (JSON).

    ``version`` is what the page of the topic showed, ``revision`` the newest change of any topic when it was tried,
    ``before_hash`` the model that served then. The tried model is a file in the data directory.
    """

    __tablename__ = "topic_trials"
    __table_args__ = (Index("ix_topic_trials_status", "status", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    topic_slug: str = Field(foreign_key="topics.slug", max_length=80, index=True)
    profile: str = Field(sa_type=Text)
    version: int
    status: TrialStatus = Field(default=TrialStatus.WAITING, sa_type=code_of(TrialStatus))
    asked_by_id: int | None = Field(default=None, foreign_key="accounts.id")
    asked_at: datetime
    claimed_at: datetime | None = None
    finished_at: datetime | None = None
    revision: int | None = None
    before_hash: str | None = Field(default=None, max_length=64)
    model_hash: str | None = Field(default=None, max_length=64)
    moves: str = Field(default="[]", sa_type=Text)


class Page(SQLModel, table=True):
    """A text that an administrator edits, such as the privacy statement, per language."""

    __tablename__ = "pages"

    slug: str = Field(primary_key=True, max_length=60)
    language: Language = Field(primary_key=True, sa_type=code_of(Language))
    title: str = Field(max_length=160)
    body: str = Field(sa_type=Text)
    version: int = 1
    updated_at: datetime
    updated_by_id: int | None = Field(default=None, foreign_key="accounts.id")
