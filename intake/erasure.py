"""Erasing a question at the word of whoever asked it: every text goes, codes, dates and counts stay.

What goes is declared in ``intake/personal_text.py``. The hash of the reference is kept, so that the same can be
done again after a backup is put back (``intake/erasure_log.py``).
"""

import hashlib
import hmac
import json
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import col, func, select

from intake import audit, following, reports
from intake.act import Act
from intake.models.knelpunten import Case
from intake.models.mandates import MandateDecision, PilotResult
from intake.models.people import PrivateLink
from intake.models.questions import Consultation, Draft, Message, NewsWish, Question, Referral
from intake.models.system import Erasure, OutboxMail
from intake.permissions import Action
from intake.personal_text import EMPTIED, REMOVED
from intake.steps import take_step
from intake.terms import OPEN_STATUSES, SEEN_BY_ASKER, LinkPurpose, Step
from intake.visibility import SHARED, find_question


@dataclass(frozen=True, slots=True)
class Erasable:
    """What an erasure would take away, in counts: for the page that asks whether it is meant."""

    question: Question
    is_open: bool
    messages: int
    internal: int
    mails: int
    shared_with: int
    cases: int


def erasable(act: Act, reference: str) -> Erasable:
    """Return what there is to erase of the question with ``reference``."""
    question = find_question(act, reference, Action.ERASE)
    visible = col(Message.kind).in_(SEEN_BY_ASKER)
    return Erasable(
        question=question,
        is_open=question.status in OPEN_STATUSES,
        messages=_count(act, Message.question_id == question.id, visible),
        internal=_count(act, Message.question_id == question.id, ~visible),
        mails=_count(act, OutboxMail.question_id == question.id),
        shared_with=_count(act, Referral.question_id == question.id, col(Referral.status).in_(SHARED)),
        cases=_count(act, Case.question_id == question.id),
    )


def erase(act: Act, reference: str) -> Question:
    """Erase every text of and about who asked; an open question is withdrawn first.

    Raises ``StepNotAllowed`` when the question was erased before.
    """
    question = find_question(act, reference, Action.ERASE)
    erase_row(act, question, reason="by_asker")
    return question


def erase_row(act: Act, question: Question, *, reason: str) -> None:
    """Erase ``question``, which the caller found under ``Action.ERASE`` or in the log of erasures."""
    act.session.refresh(question, with_for_update=True)
    if question.status in OPEN_STATUSES:
        following.take_back(act, question, reason="erasure")
    else:
        following.stop_sharing(act, question)
    _remove_around(act, question)
    take_step(
        act,
        question,
        Step.ERASE,
        reason=reason,
        assignee_id=None,
        erased_at=act.at,
        submission_key=f"erased-{question.id}",
        **EMPTIED[Question],  # type: ignore[arg-type]  # none of these columns is called like an argument
    )
    act.session.merge(Erasure(reference_hash=hash_of(act.chain_key, question.reference), erased_at=act.at))
    act.session.flush()


def hash_of(key: bytes, reference: str) -> str:
    """Return what is kept of the reference of an erased question: a keyed hash (HMAC-SHA256, hexadecimal)."""
    return hmac.new(key, b"erasure:" + reference.encode(), hashlib.sha256).hexdigest()


def _remove_around(act: Act, question: Question) -> None:
    """Erase what is kept beside the row of the question itself."""
    connection = act.session.connection()
    _remove_forms(act, question)
    _remove_links_of_colleagues(act, question)
    _remove_pilot_results(act, question)
    for table in REMOVED:
        connection.execute(delete(table).where(col(table.question_id) == question.id))  # type: ignore[attr-defined]
    _tell_nothing_of_cases(act, question)
    connection.execute(delete(NewsWish).where(col(NewsWish.question_id) == question.id))
    for table, values in EMPTIED.items():
        if table not in (Question, Case):
            connection.execute(
                update(table).where(col(table.question_id) == question.id).values(**values)  # type: ignore[attr-defined]
            )
    act.session.expire_all()


def _remove_forms(act: Act, question: Question) -> None:
    """Erase the form that became the question, what staff typed on its pages, and mails that led to that form."""
    connection = act.session.connection()
    sent = col(Draft.submission_key) == question.submission_key
    kept = col(Draft.submission_key).startswith("kept:") & col(Draft.fields).contains(f"/{question.reference}")
    ids = act.session.exec(select(Draft.id).where(sent | kept)).all()
    led_there = [json.dumps({"draft_id": draft_id}) for draft_id in ids]
    to_asker = (col(OutboxMail.to_email) == question.asker_email) & col(OutboxMail.sent_at).is_not(None)
    connection.execute(
        delete(OutboxMail).where(
            col(OutboxMail.template) == "draft_link", col(OutboxMail.params).in_(led_there) | to_asker
        )
    )
    connection.execute(delete(PrivateLink).where(col(PrivateLink.draft_id).in_(ids)))
    connection.execute(delete(Draft).where(col(Draft.id).in_(ids)))


def _remove_links_of_colleagues(act: Act, question: Question) -> None:
    asked = select(Consultation.id).where(Consultation.question_id == question.id)
    act.session.connection().execute(
        delete(PrivateLink).where(
            col(PrivateLink.purpose) == LinkPurpose.CONSULT, col(PrivateLink.consultation_id).in_(asked)
        )
    )


def _remove_pilot_results(act: Act, question: Question) -> None:
    decided = select(MandateDecision.id).where(MandateDecision.question_id == question.id)
    act.session.connection().execute(delete(PilotResult).where(col(PilotResult.decision_id).in_(decided)))


def _tell_nothing_of_cases(act: Act, question: Question) -> None:
    """Take the story out of every case that was made from the question, and out of every report that told it."""
    for case in act.session.exec(select(Case).where(Case.question_id == question.id).with_for_update()).all():
        act.session.connection().execute(
            update(Case)
            .where(col(Case.id) == case.id)
            .values(version=case.version + 1, updated_at=act.at, erased_at=act.at, **EMPTIED[Case])
        )
        audit.record(act, f"case:{case.id}", "erase", from_status=case.status, to_status=case.status)
        reports.forget_story(act, case.reference)


def _count(act: Act, *conditions: ColumnElement[bool] | bool) -> int:
    """Count the rows of the one table that ``conditions`` are about."""
    return act.session.exec(select(func.count()).where(*conditions)).one()
