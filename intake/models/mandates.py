"""What a team may spend in a year, and the ledger of what it decided within its mandate."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, Text
from sqlmodel import Field, SQLModel


class TeamBudget(SQLModel, table=True):
    """The budget of one team in one calendar year; the database itself keeps spending within it."""

    __tablename__ = "team_budgets"
    __table_args__ = (CheckConstraint("spent_cents >= 0 AND spent_cents <= amount_cents", name="spent_within_amount"),)

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    amount_cents: int = Field(sa_type=BigInteger)
    spent_cents: int = Field(default=0, sa_type=BigInteger)


class MandateDecision(SQLModel, table=True):
    """One line of the ledger: added, never changed. A counter-entry (``reverses_id``) takes a decision back.

    ``amount_cents`` of a counter-entry is that of the decision, below zero, in the same team and year; its ``ground``
    is the reason. ``what`` is told to the entrepreneur, ``ground`` is not.
    """

    __tablename__ = "mandate_decisions"
    __table_args__ = (
        CheckConstraint(
            "(reverses_id IS NULL AND amount_cents >= 0) OR (reverses_id IS NOT NULL AND amount_cents <= 0)",
            name="amount_has_the_sign_of_its_kind",
        ),
        Index("ix_mandate_decisions_team_year", "team_id", "year"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(max_length=24, unique=True)
    question_id: int = Field(foreign_key="questions.id", index=True)
    team_id: int = Field(foreign_key="teams.id")
    year: int
    amount_cents: int = Field(sa_type=BigInteger)
    what: str = Field(max_length=200)
    ground: str = Field(sa_type=Text)
    pilot_ends_on: date | None = None
    reverses_id: int | None = Field(default=None, foreign_key="mandate_decisions.id", unique=True)
    by_id: int | None = Field(default=None, foreign_key="accounts.id")
    at: datetime


class PilotResult(SQLModel, table=True):
    """What came of a decision that was a pilot (*proeftuin*); written down once."""

    __tablename__ = "pilot_results"

    decision_id: int = Field(foreign_key="mandate_decisions.id", primary_key=True)
    text: str = Field(sa_type=Text)
    by_id: int | None = Field(default=None, foreign_key="accounts.id")
    at: datetime
