"""A question, everything said about it, and everything that happened to it."""

from datetime import date, datetime

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from intake.models.base import code_of
from intake.terms import (
    DeclineReason,
    EmailTrouble,
    HandOverReason,
    Helped,
    HelpedBy,
    Language,
    LegalForm,
    MessageKind,
    MunicipalityAnswer,
    NewsKind,
    QuestionStatus,
    ReferralResult,
    ReferralStatus,
    Source,
    Stage,
    Target,
)


class Draft(SQLModel, table=True):
    """A form that is not sent yet, kept so that nothing typed is lost. Reached through a cookie or a link."""

    __tablename__ = "drafts"

    id: int | None = Field(default=None, primary_key=True)
    submission_key: str = Field(max_length=64, unique=True)
    fields: str = Field(sa_type=Text)
    created_at: datetime
    updated_at: datetime
    expires_at: datetime = Field(index=True)


class Question(SQLModel, table=True):
    """What an entrepreneur asked. Exactly one team owns it; ``version`` guards every change."""

    __tablename__ = "questions"
    __table_args__ = (
        Index(  # everything that the counts of a queue look at
            "ix_questions_queue",
            *("team_id", "status", "assignee_id", "needs_sorting", "first_sign_of_life_at", "first_content_at"),
            *("life_due_on", "content_due_on", "answer_due_on"),
        ),
        Index("ix_questions_team_topic", "team_id", "topic_slug"),
        Index("ix_questions_team_municipality", "team_id", "gm_code"),
        Index("ix_questions_assignee", "assignee_id", "team_id", "status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(max_length=24, unique=True)
    submission_key: str = Field(max_length=64, unique=True)
    version: int = 1
    status: QuestionStatus = Field(default=QuestionStatus.NEW, sa_type=code_of(QuestionStatus))
    team_id: int = Field(foreign_key="teams.id")
    assignee_id: int | None = Field(default=None, foreign_key="accounts.id")
    text: str = Field(sa_type=Text)
    source: Source = Field(default=Source.FORM, sa_type=code_of(Source))

    gm_code: str | None = Field(default=None, foreign_key="municipalities.gm_code", max_length=6, index=True)
    municipality_answer: MunicipalityAnswer = Field(
        default=MunicipalityAnswer.UNKNOWN, sa_type=code_of(MunicipalityAnswer)
    )
    municipality_typed: str = Field(default="", max_length=120)

    asker_email: str | None = Field(default=None, max_length=254, index=True)
    asker_email_trouble: EmailTrouble | None = Field(default=None, sa_type=code_of(EmailTrouble))
    asker_name: str = Field(default="", max_length=120)
    asker_organisation: str = Field(default="", max_length=160)
    asker_kvk: str = Field(default="", max_length=8)
    asker_phone: str = Field(default="", max_length=40)
    stage: Stage | None = Field(default=None, sa_type=code_of(Stage))
    legal_form: LegalForm | None = Field(default=None, sa_type=code_of(LegalForm))
    amount_eur: int | None = None
    target: Target | None = Field(default=None, sa_type=code_of(Target))
    language: Language = Field(default=Language.NL, sa_type=code_of(Language))
    confidential: bool = False

    suggested_topic: str | None = Field(default=None, foreign_key="topics.slug", max_length=80)
    asker_topic: str | None = Field(default=None, foreign_key="topics.slug", max_length=80)
    asker_said_none: bool = False
    confirmed_topic: str | None = Field(default=None, foreign_key="topics.slug", max_length=80)
    no_topic_fits: bool = False
    topic_slug: str | None = Field(default=None, foreign_key="topics.slug", max_length=80, index=True)
    also_topic: str | None = Field(default=None, foreign_key="topics.slug", max_length=80)
    needs_sorting: bool = False
    gap: str | None = Field(default=None, max_length=40, index=True)

    objected_at: datetime | None = None
    hand_over_count: int = 0
    created_at: datetime = Field(index=True)
    updated_at: datetime
    owned_since: datetime
    waiting_since: datetime | None = None
    life_due_on: date
    content_due_on: date
    answer_due_on: date = Field(index=True)
    first_sign_of_life_at: datetime | None = None
    first_content_at: datetime | None = None
    answered_at: datetime | None = Field(default=None, index=True)
    closed_at: datetime | None = None
    feedback_asked_at: datetime | None = None
    erased_at: datetime | None = None
    outcome_code: str | None = Field(default=None, foreign_key="outcomes.code", max_length=60)


class RoutingRecord(SQLModel, table=True):
    """What the machine suggested for a question, kept as it was: hashes, scores, rule steps.

    ``facts`` tells which facts were read in the text, by their places in it, and which the asker said are misread;
    ``second_topic`` is the other need that was seen in the text, whatever the asker said to that.
    """

    __tablename__ = "routing_records"

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="questions.id", index=True)
    at: datetime
    model_hash: str | None = Field(default=None, max_length=64)
    input_hash: str = Field(max_length=64)
    topics: str = Field(sa_type=Text)
    team_id: int = Field(foreign_key="teams.id")
    reasons: str = Field(sa_type=Text)
    financing: str = Field(sa_type=Text)
    intermediaries: str = Field(sa_type=Text)
    facts: str = Field(default="{}", sa_type=Text)
    second_topic: str | None = Field(default=None, max_length=80)


class Message(SQLModel, table=True):
    """One thing said about a question. ``kind`` decides whether the entrepreneur sees it."""

    __tablename__ = "messages"

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="questions.id", index=True)
    kind: MessageKind = Field(sa_type=code_of(MessageKind))
    author_id: int | None = Field(default=None, foreign_key="accounts.id")
    author_name: str = Field(default="", max_length=160)
    body: str = Field(sa_type=Text)
    created_at: datetime


class HandOver(SQLModel, table=True):
    """A question that went from one team to another, with the card that makes it a warm one."""

    __tablename__ = "hand_overs"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="questions.id", index=True)
    number: int
    from_team_id: int = Field(foreign_key="teams.id")
    to_team_id: int = Field(foreign_key="teams.id")
    by_id: int | None = Field(default=None, foreign_key="accounts.id")
    reason: HandOverReason = Field(sa_type=code_of(HandOverReason))
    context: str = Field(sa_type=Text)
    done: str = Field(default="", sa_type=Text)
    agreed: str = Field(default="", sa_type=Text)
    at: datetime


class Consent(SQLModel, table=True):
    """The entrepreneur's word that one organisation may see the question."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("question_id", "organisation_id"),)

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="questions.id", index=True)
    organisation_id: int = Field(foreign_key="organisations.id")
    given_at: datetime
    withdrawn_at: datetime | None = None


class Referral(SQLModel, table=True):
    """A question shared with an intermediary or fund, by consent; the team keeps the regie."""

    __tablename__ = "referrals"
    __table_args__ = (
        UniqueConstraint("question_id", "organisation_id"),
        Index("ix_referrals_inbox", "organisation_id", "status", "created_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="questions.id", index=True)
    organisation_id: int = Field(foreign_key="organisations.id")
    status: ReferralStatus = Field(default=ReferralStatus.OFFERED, sa_type=code_of(ReferralStatus))
    version: int = 1
    by_id: int | None = Field(default=None, foreign_key="accounts.id")
    note: str = Field(default="", sa_type=Text)
    taken_by_id: int | None = Field(default=None, foreign_key="accounts.id")
    decline_reason: DeclineReason | None = Field(default=None, sa_type=code_of(DeclineReason))
    decline_note: str = Field(default="", sa_type=Text)
    result: ReferralResult | None = Field(default=None, sa_type=code_of(ReferralResult))
    result_text: str = Field(default="", sa_type=Text)
    created_at: datetime
    decided_at: datetime | None = None
    completed_at: datetime | None = None


class Consultation(SQLModel, table=True):
    """One question to a colleague without an account; the link shows only what was chosen."""

    __tablename__ = "consultations"

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="questions.id", index=True)
    by_id: int = Field(foreign_key="accounts.id")
    colleague_email: str = Field(max_length=254)
    colleague_name: str = Field(default="", max_length=120)
    body: str = Field(sa_type=Text)
    shown_text: str = Field(default="", sa_type=Text)
    created_at: datetime
    answered_at: datetime | None = None
    reply: str = Field(default="", sa_type=Text)


class Feedback(SQLModel, table=True):
    """What the entrepreneur says of one answer: did it help, and who helped. ``answered_at`` tells which answer.

    ``used_at`` is set when a "no" reopened the question: it can no longer be changed then.
    """

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("question_id", "answered_at"), Index("ix_feedback_team", "team_id", "given_at"))

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="questions.id", index=True)
    answered_at: datetime
    team_id: int = Field(foreign_key="teams.id")
    helped: Helped = Field(sa_type=code_of(Helped))
    helped_by: HelpedBy | None = Field(default=None, sa_type=code_of(HelpedBy))
    organisation_id: int | None = Field(default=None, foreign_key="organisations.id")
    text: str = Field(default="", sa_type=Text)
    given_at: datetime
    used_at: datetime | None = None


class NewsWish(SQLModel, table=True):
    """The entrepreneur's word that one mail of a kind may come later, until ``ends_on``; ``sent_at`` spends it."""

    __tablename__ = "news_wishes"
    __table_args__ = (
        UniqueConstraint("question_id", "kind"),
        Index("ix_news_wishes_waiting", "kind", "sent_at", "withdrawn_at", "ends_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="questions.id")
    kind: NewsKind = Field(sa_type=code_of(NewsKind))
    given_at: datetime
    ends_on: date
    withdrawn_at: datetime | None = None
    sent_at: datetime | None = None
