"""What was filled in on the form, checked before any of it reaches a table."""

import re
from typing import Literal

from pydantic import field_validator
from sqlmodel import Field, SQLModel

from intake.terms import Language, LegalForm, MunicipalityAnswer, Stage, Target

#: The shortest and longest question, in characters.
SHORTEST_TEXT = 20
LONGEST_TEXT = 4000

#: The facts that are read in a question's text.
ReadableFact = Literal["amount_eur", "stage", "legal_form"]

#: Characters that no database and no reader can do anything with.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LINE_END = re.compile("[\r\n\u2028\u2029]")


class QuestionDraft(SQLModel):
    """A question as an entrepreneur put it: an allow-list of fields, each with its limits.

    ``municipality`` is what was typed: a municipality, a place or a postcode. ``municipality_answer`` is
    ``UNKNOWN`` or ``SEVERAL`` when the asker said so, else ``CHOSEN``; ``gm_code`` is set when the asker
    picked one after the loket asked which was meant. ``not_read`` names the facts of which the asker says
    that we misread them in the text.
    """

    text: str = Field(min_length=SHORTEST_TEXT, max_length=LONGEST_TEXT)
    municipality: str = Field(default="", max_length=120)
    municipality_answer: MunicipalityAnswer = MunicipalityAnswer.CHOSEN
    gm_code: str | None = Field(default=None, max_length=6)
    email: str | None = Field(default=None, max_length=254)
    name: str = Field(default="", max_length=120)
    organisation: str = Field(default="", max_length=160)
    kvk: str = Field(default="", max_length=8)
    phone: str = Field(default="", max_length=40)
    stage: Stage | None = None
    legal_form: LegalForm | None = None
    amount_eur: int | None = Field(default=None, ge=0, le=1_000_000_000)
    target: Target | None = None
    language: Language = Language.NL
    confidential: bool = False
    not_read: tuple[ReadableFact, ...] = ()

    @field_validator("text")
    @classmethod
    def _readable(cls, value: str) -> str:
        if _CONTROL.search(value):
            raise ValueError("control characters")
        return value

    @field_validator("municipality", "email", "name", "organisation", "kvk", "phone")
    @classmethod
    def _one_line(cls, value: str | None) -> str | None:
        if value is not None and (_CONTROL.search(value) or _LINE_END.search(value)):
            raise ValueError("control characters")
        return value

    @field_validator("email")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[^\s@]+@[^\s@]+", value):
            raise ValueError("not an address")
        return value.lower() if value else None
