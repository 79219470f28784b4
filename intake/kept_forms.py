"""What somebody typed while the session had ended: kept for an hour, and shown after signing in."""

import json
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import col, select

from intake.act import Act
from intake.models.people import SignIn
from intake.models.questions import Draft
from intake.private_links import new_token, token_hash
from intake.terms import LABELS

#: How long it is kept.
KEPT_FOR = timedelta(hours=1)

#: No more than so many characters in all; a page's longest text fits.
LARGEST = 40_000

#: Names of fields that hold no text of a person, or a secret.
NOT_KEPT = ("csrf_token", "version", "password", "wachtwoord", "token")

_CODES = frozenset(code.value for labels in LABELS.values() for code in labels)


@dataclass(frozen=True, slots=True)
class KeptForm:
    """The texts that somebody sent to ``path``."""

    path: str
    texts: tuple[str, ...]


def keep(act: Act, path: str, fields: list[tuple[str, str]], staff_token: str | None) -> str | None:
    """Keep what was typed and return the token for a cookie; ``None`` when there is nothing to keep.

    Only the account whose session ended sees it again, where the database still knows which that was.
    """
    texts = _typed(fields)
    if not texts:
        return None
    token = new_token()
    kept = {"path": path[:500], "account_id": _account_of(act, staff_token), "texts": texts}
    act.session.add(
        Draft(
            submission_key=_key(token),
            fields=json.dumps(kept),
            created_at=act.at,
            updated_at=act.at,
            expires_at=act.at + KEPT_FOR,
        )
    )
    act.session.flush()
    return token


def kept_form(act: Act, token: str) -> KeptForm | None:
    """Return what was kept under ``token``, unless it is past its time or of another account."""
    fields = act.session.exec(
        select(Draft.fields).where(Draft.submission_key == _key(token), Draft.expires_at > act.at)
    ).first()
    if fields is None or not act.person.signed_in:
        return None
    kept = json.loads(fields)
    if kept["account_id"] not in (None, act.person.account_id):
        return None
    return KeptForm(kept["path"], tuple(kept["texts"]))


def forget(act: Act, token: str) -> None:
    """Remove what was kept under ``token``."""
    act.session.connection().execute(delete(Draft).where(col(Draft.submission_key) == _key(token)))


def _typed(fields: list[tuple[str, str]]) -> list[str]:
    texts, left = [], LARGEST
    for name, value in fields:
        text = value.replace("\0", "").strip()
        if text and text not in _CODES and not any(word in name.lower() for word in NOT_KEPT):
            texts.append(text[:left])
            left -= len(texts[-1])
    return [text for text in texts if text]


def _key(token: str) -> str:
    """Return the key of a kept form; the prefix keeps it apart from unsent questions."""
    return "kept:" + token_hash(token)[:59]


def _account_of(act: Act, staff_token: str | None) -> int | None:
    if staff_token is None:
        return None
    return act.session.exec(select(SignIn.account_id).where(SignIn.token_hash == token_hash(staff_token))).first()
