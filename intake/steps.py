"""Taking one step: a guarded update that exactly one of two callers wins, with its event."""

from enum import StrEnum

from sqlalchemy import update
from sqlmodel import col

from intake import audit
from intake.act import Act
from intake.errors import StalePage, StepNotAllowed
from intake.models.knelpunten import Knelpunt
from intake.models.questions import Question
from intake.terms import KnelpuntStep, Step
from intake.workflow import LADDER, STEPS


def take_step(
    act: Act,
    question: Question,
    step: Step,
    *,
    version: int | None = None,
    reason: StrEnum | str | None = None,
    details: dict[str, object] | None = None,
    **changes: object,
) -> None:
    """Take ``step`` on ``question``, store ``changes`` of columns with it, and log the event.

    ``version`` is the version that the page showed. Raises ``StalePage`` when the row has moved on since,
    ``StepNotAllowed`` when the workflow table refuses. ``question`` is refreshed in both cases.
    """
    sources, target = STEPS[step]
    before = question.status
    seen = question.version if version is None else version
    updated = act.session.connection().execute(
        update(Question)
        .where(col(Question.id) == question.id, col(Question.version) == seen, col(Question.status).in_(sources))
        .values(status=target or before, version=seen + 1, updated_at=act.at, **changes)
    )
    act.session.refresh(question)
    if updated.rowcount != 1:
        refusal = StepNotAllowed if question.version == seen else StalePage
        raise refusal(step, question.status)
    audit.record(
        act,
        f"question:{question.id}",
        step,
        from_status=before,
        to_status=question.status,
        reason=reason,
        details=details,
    )


def move_knelpunt(
    act: Act,
    knelpunt: Knelpunt,
    step: KnelpuntStep,
    *,
    version: int | None = None,
    reason: StrEnum | str | None = None,
    details: dict[str, object] | None = None,
    **changes: object,
) -> None:
    """Take one step on the ladder; the same guard and the same errors as ``take_step``."""
    sources, target = LADDER[step]
    before = knelpunt.status
    seen = knelpunt.version if version is None else version
    updated = act.session.connection().execute(
        update(Knelpunt)
        .where(col(Knelpunt.id) == knelpunt.id, col(Knelpunt.version) == seen, col(Knelpunt.status).in_(sources))
        .values(status=target or before, version=seen + 1, updated_at=act.at, **changes)
    )
    act.session.refresh(knelpunt)
    if updated.rowcount != 1:
        refusal = StepNotAllowed if knelpunt.version == seen else StalePage
        raise refusal(step, knelpunt.status)
    audit.record(
        act,
        f"knelpunt:{knelpunt.id}",
        step,
        from_status=before,
        to_status=knelpunt.status,
        reason=reason,
        details=details,
    )
