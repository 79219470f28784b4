"""The tables of the loket, one module a subject."""

from sqlmodel import SQLModel

from intake.models import knelpunten, people, questions, reference, reports, system

__all__ = ["knelpunten", "metadata", "people", "questions", "reference", "reports", "system"]

metadata = SQLModel.metadata
