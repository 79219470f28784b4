"""Mail to be sent: put in a table with the change itself, sent by the worker after the commit."""

import json
import secrets
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import col, select

from intake import audit
from intake.act import Act
from intake.models.questions import Question
from intake.models.system import OutboxMail
from intake.terms import EmailTrouble, Language

#: A worker that took a mail and says nothing for this long is taken to be dead.
LEASE = timedelta(minutes=5)

#: Waiting times after each failed attempt; the last one repeats.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))

#: A mail that cannot be delivered for so long is given up and shown to the administrator.
GIVE_UP_AFTER = timedelta(days=5)


def put(
    act: Act,
    template: str,
    to: str,
    language: Language,
    *,
    params: dict[str, object] | None = None,
    question_id: int | None = None,
    account_id: int | None = None,
) -> OutboxMail:
    """Leave one mail for the worker.

    ``params`` hold codes, ids and references: no text that somebody wrote, and no secret. A private link
    is made by the worker at the moment of sending.
    """
    mail = OutboxMail(
        message_id=f"{secrets.token_hex(16)}@loket",
        to_email=to,
        template=template,
        language=language,
        params=json.dumps(params or {}, sort_keys=True),
        question_id=question_id,
        account_id=account_id,
        created_at=act.at,
        not_before=act.at,
    )
    act.session.add(mail)
    return mail


def claim_next(act: Act) -> OutboxMail | None:
    """Take the oldest mail that is due, so that no other worker sends it; ``None`` when nothing is due."""
    due = (
        select(OutboxMail)
        .where(
            col(OutboxMail.sent_at).is_(None),
            col(OutboxMail.failed_at).is_(None),
            OutboxMail.not_before <= act.at,
            col(OutboxMail.claimed_at).is_(None) | (col(OutboxMail.claimed_at) < act.at - LEASE),
        )
        .order_by(col(OutboxMail.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    mail = act.session.exec(due).first()
    if mail is not None:
        mail.claimed_at = act.at
        mail.attempts += 1
        act.session.add(mail)
        act.session.flush()
    return mail


def delivered(act: Act, mail_id: int) -> None:
    """Write down that the mail server took a mail."""
    _finish(act, mail_id, sent_at=act.at, last_error="")


def refused(act: Act, mail_id: int, error: str) -> None:
    """Write down that the address does not exist; the team of the question sees that."""
    _finish(act, mail_id, failed_at=act.at, last_error=error)
    mail = act.session.get(OutboxMail, mail_id)
    if mail is None or mail.question_id is None:  # erased while the mail server had it
        return
    marked = act.session.connection().execute(
        update(Question)
        .where(col(Question.id) == mail.question_id, col(Question.asker_email) == mail.to_email)
        .values(asker_email_trouble=EmailTrouble.REFUSED)
    )
    if marked.rowcount:
        audit.record(act, f"question:{mail.question_id}", "mail_refused", reason=mail.template)


def try_later(act: Act, mail_id: int, error: str) -> None:
    """Put a mail back because the mail server is away; give it up after ``GIVE_UP_AFTER``."""
    mail = act.session.get(OutboxMail, mail_id)
    if mail is None:  # erased while the mail server was away
        return
    if act.at - mail.created_at > GIVE_UP_AFTER:
        _finish(act, mail_id, failed_at=act.at, last_error=error)
        return
    wait = WAITS[min(mail.attempts, len(WAITS)) - 1]
    _finish(act, mail_id, not_before=act.at + wait, last_error=error)


def _finish(act: Act, mail_id: int, **values: object) -> None:
    act.session.connection().execute(
        update(OutboxMail).where(col(OutboxMail.id) == mail_id).values(claimed_at=None, **values)
    )
