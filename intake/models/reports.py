"""Case reports: a frozen snapshot with a number, a filter in words and a checksum."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel


class Report(SQLModel, table=True):
    """One report; ``snapshot`` holds its rows, so the same number gives the same bytes later.

    An erasure takes a story out of it: then ``version`` goes up and ``erased_at`` says when that was last.
    """

    __tablename__ = "reports"

    number: int | None = Field(default=None, primary_key=True)
    made_by_id: int | None = Field(default=None, foreign_key="accounts.id", index=True)
    made_at: datetime
    title: str = Field(max_length=200)
    filter: str = Field(sa_type=Text)
    filter_words: str = Field(sa_type=Text)
    track_slugs: str = Field(max_length=300)
    language: str = Field(max_length=2)
    data_version: str = Field(max_length=64)
    row_count: int
    snapshot: str = Field(sa_type=Text)
    sha256: str = Field(max_length=64)
    version: int = 1
    erased_at: datetime | None = None
