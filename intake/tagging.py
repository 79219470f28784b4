"""What somebody sees before tagging a question: what it shows already, and the nearest knelpunten there are."""

from dataclasses import dataclass

from intake.act import Act
from intake.knelpunt_list import KnelpuntLine, likely_kind, nearest, tagged
from intake.masking import masked, names_in
from intake.models.questions import Question
from intake.models.reference import KnelpuntKind
from intake.permissions import Action
from intake.terms import Level
from intake.visibility import find_question


@dataclass(frozen=True, slots=True)
class TaggingPage:
    """One question on its way to a knelpunt; ``text`` is masked."""

    reference: str
    text: str
    tagged: list[KnelpuntLine]
    nearest: list[KnelpuntLine]


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the loket makes of a text, for a person to correct; ``needs_track`` when no topic decides that."""

    kind: KnelpuntKind | None
    level: Level | None
    needs_track: bool


def tagging_page(act: Act, reference: str, words: str = "") -> TaggingPage:
    """Return a question with the knelpunten nearest to its masked text, or to ``words`` when given."""
    question = find_question(act, reference, Action.TAG_KNELPUNT)
    text = _masked_text(question)
    already = tagged(act, _id(question))
    found = nearest(act, masked(words, names_in(question))[0] or text)
    known = {line.reference for line in already}
    return TaggingPage(
        reference=reference,
        text=text,
        tagged=already,
        nearest=[line for line in found if line.reference not in known],
    )


def suggested(act: Act, reference: str) -> Suggested:
    """Return the kind and level that the text of a question seems to be about."""
    question = find_question(act, reference, Action.TAG_KNELPUNT)
    return suggested_by(act, _masked_text(question), needs_track=question.topic_slug is None)


def suggested_by(act: Act, text: str, *, needs_track: bool = True) -> Suggested:
    """Return the kind and level that ``text`` seems to be about."""
    kind = likely_kind(act, text)
    levels = kind.levels.split(";") if kind is not None else []
    known = [Level(code) for code in levels if code in list(Level)]
    return Suggested(kind, known[0] if known else None, needs_track)


def _masked_text(question: Question) -> str:
    return masked(question.text, names_in(question))[0]


def _id(question: Question) -> int:
    assert question.id is not None  # noqa: S101 - a stored question has an id
    return question.id
