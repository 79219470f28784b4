"""Structural barriers, the questions that show them, and the cases behind them."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from intake.models.base import code_of
from intake.terms import CaseKind, CaseStatus, KnelpuntStatus, Level


class Knelpunt(SQLModel, table=True):
    """One structural barrier, described once, whatever the number of people it hits."""

    __tablename__ = "knelpunten"

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(max_length=24, unique=True)
    version: int = 1
    status: KnelpuntStatus = Field(default=KnelpuntStatus.GESIGNALEERD, sa_type=code_of(KnelpuntStatus), index=True)
    title: str = Field(max_length=200)
    description: str = Field(default="", sa_type=Text)
    kind_code: str = Field(foreign_key="knelpunt_kinds.code", max_length=60)
    level: Level = Field(sa_type=code_of(Level))
    rule_concerned: str = Field(default="", max_length=300)
    track_slug: str = Field(foreign_key="tracks.slug", max_length=80, index=True)
    responsible_organisation_id: int | None = Field(default=None, foreign_key="organisations.id", index=True)
    signalled_by_id: int | None = Field(default=None, foreign_key="accounts.id")
    signalled_by_organisation_id: int | None = Field(default=None, foreign_key="organisations.id")
    signalled_by_team_id: int | None = Field(default=None, foreign_key="teams.id")
    created_at: datetime = Field(index=True)
    updated_at: datetime
    confirmed_at: datetime | None = None
    brought_at: datetime | None = None
    brought_text: str = Field(default="", sa_type=Text)
    decided_at: datetime | None = None
    outcome_code: str | None = Field(default=None, foreign_key="outcomes.code", max_length=60)
    decision_text: str = Field(default="", sa_type=Text)
    fed_back_at: datetime | None = None


class KnelpuntTag(SQLModel, table=True):
    """A question in which a knelpunt showed."""

    __tablename__ = "knelpunt_tags"

    knelpunt_id: int = Field(foreign_key="knelpunten.id", primary_key=True)
    question_id: int = Field(foreign_key="questions.id", primary_key=True, index=True)
    by_id: int | None = Field(default=None, foreign_key="accounts.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisations.id")
    at: datetime


class Case(SQLModel, table=True):
    """One practice example. ``story`` is masked, and travels only after a person released it."""

    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_track", "track_slug", "created_at", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(max_length=24, unique=True)
    version: int = 1
    kind: CaseKind = Field(default=CaseKind.CASUS, sa_type=code_of(CaseKind))
    status: CaseStatus = Field(default=CaseStatus.OPEN, sa_type=code_of(CaseStatus))
    title: str = Field(max_length=200)
    story: str = Field(default="", sa_type=Text)
    released_at: datetime | None = None
    released_by_id: int | None = Field(default=None, foreign_key="accounts.id")
    effect_days: int | None = None
    effect_eur: int | None = None
    effect_people: int | None = None
    workaround: str = Field(default="", sa_type=Text)
    level: Level = Field(sa_type=code_of(Level))
    track_slug: str = Field(foreign_key="tracks.slug", max_length=80)
    topic_slug: str | None = Field(default=None, foreign_key="topics.slug", max_length=80)
    gm_code: str | None = Field(default=None, foreign_key="municipalities.gm_code", max_length=6, index=True)
    question_id: int | None = Field(default=None, foreign_key="questions.id", index=True)
    confidential: bool = False
    organisation_id: int | None = Field(default=None, foreign_key="organisations.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="teams.id", index=True)
    logged_by_id: int | None = Field(default=None, foreign_key="accounts.id")
    created_at: datetime
    updated_at: datetime
    erased_at: datetime | None = None


class CaseKnelpunt(SQLModel, table=True):
    """A knelpunt that showed in a case."""

    __tablename__ = "case_knelpunten"

    case_id: int = Field(foreign_key="cases.id", primary_key=True)
    knelpunt_id: int = Field(foreign_key="knelpunten.id", primary_key=True, index=True)


class CaseSdg(SQLModel, table=True):
    """A sustainable development goal that a case is about."""

    __tablename__ = "case_sdgs"

    case_id: int = Field(foreign_key="cases.id", primary_key=True)
    sdg_number: int = Field(foreign_key="sdgs.number", primary_key=True)
