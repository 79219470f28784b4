"""Mails that could not be delivered: which kind, for which reference, and trying once more."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from intake import audit
from intake.act import Act
from intake.errors import NotFound
from intake.models.questions import Question
from intake.models.system import OutboxMail
from intake.permissions import Action, ensure_may
from intake.terms import ManagementStep

#: So many on one page; newer failures push older ones off.
MOST = 200

_ADDRESS = re.compile(r"\S+@\S+")


@dataclass(frozen=True, slots=True)
class FailedMail:
    """A mail that was given up, without its text and without the full address."""

    id: int
    template: str
    to: str
    reference: str | None
    account_id: int | None
    attempts: int
    failed_at: datetime
    error: str


def failed_mails(act: Act) -> list[FailedMail]:
    """Return the mails that were given up, newest first."""
    ensure_may(act.person, Action.SEE_ADMINISTRATION)
    rows = act.session.exec(
        select(OutboxMail, Question.reference)
        .join(Question, col(Question.id) == OutboxMail.question_id, isouter=True)
        .where(col(OutboxMail.failed_at).is_not(None))
        .order_by(col(OutboxMail.failed_at).desc(), col(OutboxMail.id).desc())
        .limit(MOST)
    )
    return [
        FailedMail(
            id=mail.id,
            template=mail.template,
            to=masked(mail.to_email),
            reference=reference,
            account_id=mail.account_id,
            attempts=mail.attempts,
            failed_at=mail.failed_at,
            error=_ADDRESS.sub("…", mail.last_error),
        )
        for mail, reference in rows
        if mail.id is not None and mail.failed_at is not None
    ]


def count_failed(act: Act) -> int:
    """Count the mails that were given up."""
    ensure_may(act.person, Action.SEE_ADMINISTRATION)
    return act.session.exec(
        select(func.count()).select_from(OutboxMail).where(col(OutboxMail.failed_at).is_not(None))
    ).one()


def retry_mail(act: Act, mail_id: int) -> None:
    """Put a mail that was given up back in the outbox; raise ``NotFound`` when there is no such failure."""
    ensure_may(act.person, Action.SEE_ADMINISTRATION)
    mail = act.session.exec(
        select(OutboxMail).where(OutboxMail.id == mail_id, col(OutboxMail.failed_at).is_not(None)).with_for_update()
    ).first()
    if mail is None:
        raise NotFound("mail", mail_id)
    mail.failed_at = None
    mail.claimed_at = None
    mail.attempts = 0
    mail.created_at = mail.not_before = act.at
    act.session.add(mail)
    act.session.flush()
    audit.record(act, f"mail:{mail.id}", ManagementStep.RETRY_MAIL, details={"template": mail.template})


def masked(email: str) -> str:
    """Return an address of which only the first character and the domain can be read: ``j…@example.nl``."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"
