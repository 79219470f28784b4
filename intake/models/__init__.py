"""The tables of the loket, one module a subject."""

from sqlmodel import SQLModel

from intake.models import knelpunten, mandates, people, questions, reference, reports, system

__all__ = ["knelpunten", "mandates", "metadata", "people", "questions", "reference", "reports", "system"]

metadata = SQLModel.metadata
