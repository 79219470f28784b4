"""What happens in the demo, as ``fixtures/demo`` tells it: read and checked, nothing of it played yet."""

import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from intake.terms import CaseKind, CaseStatus, Helped, Language, LegalForm, Level, Role, Source, Stage, Target


class StoryBroken(Exception):
    """The files of the demo do not add up; the message says where."""


class Do(StrEnum):
    """What somebody does in the story of a question, one for every verb."""

    PICK_UP = "pick_up"
    RELEASE = "release"
    ASK = "ask"
    REPLY = "reply"
    ADD = "add"
    OBJECT = "object"
    ANSWER = "answer"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    ERASE = "erase"
    FEEDBACK = "feedback"
    HAND_OVER = "hand_over"
    NOTE = "note"
    CALL = "call"
    CONSULT = "consult"
    CONSULT_REPLY = "consult_reply"
    DECIDE = "decide"
    TAKE_BACK = "take_back"
    PILOT_RESULT = "pilot_result"
    ASK_CONSENT = "ask_consent"
    GIVE_CONSENT = "give_consent"
    TAKE = "take"
    DECLINE = "decline"
    COMPLETE = "complete"


class _Row(BaseModel):
    """One table of a file: an unknown name in it is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


Told = TypeVar("Told", bound=_Row)


class ToldAccount(_Row):
    """Somebody who works with the loket."""

    key: str
    name: str
    role: Role
    team: str | None = None
    organisation: str | None = None
    tracks: frozenset[str] = frozenset()

    @property
    def email(self) -> str:
        """An address that nobody has."""
        return f"{self.key}@example.nl"


class ToldMandate(_Row):
    """What a team may decide by itself, invented and marked so."""

    team: str
    text: str
    budget_eur: int


class Deed(_Row):
    """One thing that happens to a question, ``day`` working days after it was asked. ``by`` is an account.

    ``pilot_days``: a decision is a pilot that ends so many days (of the calendar) later.
    """

    day: int = Field(ge=0)
    do: Do
    by: str | None = None
    text: str = ""
    outcome: str | None = None
    reason: str = ""
    team: str = ""
    context: str = ""
    done: str = ""
    agreed: str = ""
    back: bool = False
    organisation: str = ""
    note: str = ""
    result: str = ""
    helped: Helped | None = None
    name: str = ""
    email: str = ""
    body: str = ""
    amount_eur: int = Field(default=0, ge=0)
    ground: str = ""
    pilot_days: int | None = Field(default=None, ge=1)


class ToldQuestion(_Row):
    """A question and what becomes of it. ``ago`` counts working days before today."""

    key: str
    ago: int = Field(ge=0)
    municipality: str = Field(default="", alias="from")
    text: str
    topic: str | None = None
    asker: str = ""
    gm_code: str | None = None
    unknown: bool = False
    several: bool = False
    refused: bool = False
    name: str = ""
    organisation: str = ""
    email: str | None = None
    phone: str = ""
    stage: Stage | None = None
    legal_form: LegalForm | None = None
    amount_eur: int | None = None
    target: Target | None = None
    language: Language = Language.NL
    confidential: bool = False
    source: Source = Source.FORM
    share: tuple[str, ...] = ()
    then: tuple[Deed, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "ToldQuestion":
        days = [0, *(deed.day for deed in self.then)]
        if days != sorted(days):
            raise ValueError("the days are not in order")
        if days[-1] > self.ago:
            raise ValueError("something would happen after today")
        return self

    @property
    def last_ago(self) -> int:
        """How many working days ago the last thing happened to this question."""
        return self.ago - max((deed.day for deed in self.then), default=0)


class Rung(_Row):
    """One step of a knelpunt on the ladder."""

    ago: int = Field(ge=1)
    do: str
    by: str
    organisation: str = ""
    outcome: str = ""
    text: str = ""


class ToldKnelpunt(_Row):
    """A barrier, the question in which it showed first, and the others."""

    key: str
    ago: int = Field(ge=1)
    by: str
    question: str
    questions: tuple[str, ...] = ()
    title: str
    description: str
    kind: str
    level: Level
    rule: str = ""
    then: tuple[Rung, ...] = ()


class ToldCase(_Row):
    """A practice example; without a question somebody logs it from own practice."""

    ago: int = Field(ge=1)
    by: str | None = None
    question: str | None = None
    kind: CaseKind = CaseKind.CASUS
    title: str
    story: str
    workaround: str = ""
    topic: str | None = None
    municipality: str | None = None
    level: Level
    effect_days: int | None = None
    effect_eur: int | None = None
    effect_people: int | None = None
    knelpunten: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()
    release: bool
    status: CaseStatus = CaseStatus.OPEN


class ToldReport(_Row):
    """A report that somebody made along the way."""

    ago: int = Field(ge=1)
    by: str
    level: Level | None = None


class Story(BaseModel):
    """Everything that happens."""

    model_config = ConfigDict(frozen=True)

    accounts: tuple[ToldAccount, ...]
    mandates: tuple[ToldMandate, ...]
    questions: tuple[ToldQuestion, ...]
    knelpunten: tuple[ToldKnelpunt, ...]
    cases: tuple[ToldCase, ...]
    reports: tuple[ToldReport, ...]


def read_story(folder: Path) -> Story:
    """Read the files of the demo; raise ``StoryBroken`` naming the file that does not add up."""
    people = _tables(folder / "accounts.toml")
    practice = _tables(folder / "cases.toml")
    return Story(
        accounts=_rows(ToldAccount, people, "account"),
        mandates=_rows(ToldMandate, people, "mandate"),
        questions=tuple(_questions(folder / "questions")),
        knelpunten=_rows(ToldKnelpunt, _tables(folder / "knelpunten.toml"), "knelpunt"),
        cases=_rows(ToldCase, practice, "case"),
        reports=_rows(ToldReport, practice, "report"),
    )


def _questions(folder: Path) -> Iterator[ToldQuestion]:
    for path in sorted(folder.glob("*.toml")):
        yield from _rows(ToldQuestion, _tables(path), "question")


def _tables(path: Path) -> dict[str, list[dict[str, object]]]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise StoryBroken(f"{path.name}: {error}") from error


def _rows(kind: type[Told], tables: dict[str, list[dict[str, object]]], name: str) -> tuple[Told, ...]:
    try:
        return tuple(kind.model_validate(row) for row in tables.get(name, []))
    except ValueError as error:
        raise StoryBroken(str(error)) from error
