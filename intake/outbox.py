"""Mail to be sent: put in a table with the change itself, sent by the worker after the commit."""

import json
import secrets

from intake.act import Act
from intake.models.system import OutboxMail
from intake.terms import Language


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
