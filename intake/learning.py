"""Confirmed questions: what the topic model learns from the work at the desk, and what is held back to measure it."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_
from sqlmodel import Session, col, func, select

from intake.models.questions import Question
from intake.terms import QuestionStatus
from matching.data import CONFIRMED_SOURCE, KEPT_SOURCE, Exemplar
from matching.personal_data import mask
from matching.text import language_of

#: One in so many confirmed questions is held back from fitting.
HELD_BACK_ONE_IN = 5

#: At most so many confirmed questions are learned from, the newest: fitting takes the cube of their number.
MOST_LEARNED = 3_000


class Why(StrEnum):
    """Who says what a question is about, and whether the machine had said so too."""

    MAKELAAR_CHANGED = "makelaar_changed"
    MAKELAAR_CONFIRMED = "makelaar_confirmed"
    ASKER_CHANGED = "asker_changed"
    ASKER_KEPT = "asker_kept"


@dataclass(frozen=True, slots=True)
class ConfirmedQuestion:
    """A question of which a person said what it is about; ``topic`` is ``None`` when no topic fits.

    ``text`` is masked: whoever learns from it never sees what was masked.
    """

    reference: str
    text: str
    topic: str | None
    why: Why
    gm_code: str | None
    language: str
    held_back: bool

    @property
    def measured(self) -> bool:
        """Tell whether models may be measured on it: leaving a proposal as it stood proves too little."""
        return self.why is not Why.ASKER_KEPT

    @property
    def exemplar(self) -> Exemplar:
        """The question as an example."""
        source = CONFIRMED_SOURCE if self.measured else KEPT_SOURCE
        return Exemplar(self.topic or "", self.text, self.language, source)


def confirmed_questions(session: Session) -> list[ConfirmedQuestion]:
    """Return the newest confirmed questions, oldest first.

    Confidential, withdrawn, merged and erased questions are never among them. What a makelaar said wins; what
    the entrepreneur chose counts while no makelaar said anything.
    """
    by_makelaar = or_(col(Question.confirmed_topic).is_not(None), col(Question.no_topic_fits))
    rows = session.exec(
        select(Question)
        .where(
            or_(by_makelaar, col(Question.asker_topic).is_not(None)),
            col(Question.confidential).is_(False),
            col(Question.status).not_in([QuestionStatus.WITHDRAWN, QuestionStatus.MERGED, QuestionStatus.ERASED]),
            func.length(func.trim(Question.text)) > 0,
        )
        .order_by(col(Question.id).desc())
        .limit(MOST_LEARNED)
    )
    return [_confirmed(row) for row in rows][::-1]


def is_held_back(reference: str) -> bool:
    """Tell whether a question is kept apart from fitting; always the same answer for the same question."""
    return int.from_bytes(hashlib.sha256(reference.encode()).digest()[:8]) % HELD_BACK_ONE_IN == 0


def _confirmed(row: Question) -> ConfirmedQuestion:
    topic, why = _said(row)
    text = mask(row.text, [name for name in (row.asker_name, row.asker_organisation) if name])
    return ConfirmedQuestion(
        reference=row.reference,
        text=text,
        topic=topic,
        why=why,
        gm_code=row.gm_code,
        language=language_of(text),
        held_back=is_held_back(row.reference),
    )


def _said(row: Question) -> tuple[str | None, Why]:
    if row.confirmed_topic is not None or row.no_topic_fits:
        agrees = row.confirmed_topic == row.suggested_topic
        return row.confirmed_topic, Why.MAKELAAR_CONFIRMED if agrees else Why.MAKELAAR_CHANGED
    return row.asker_topic, Why.ASKER_KEPT if row.asker_topic == row.suggested_topic else Why.ASKER_CHANGED
