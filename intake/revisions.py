"""What reference rows said before: every change that an administrator makes is kept beside the row."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, func, select

from intake.act import Act
from intake.errors import StalePage
from intake.models.people import Account
from intake.models.reference import ReferenceRevision

Record = dict[str, object]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Change:
    """One column of a row, before and after."""

    column: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of a row: when, by whom (``None``: a load of reference data), and what.

    A row that was new has no changes.
    """

    at: datetime
    by: str | None
    changes: tuple[Change, ...]


def version_of(act: Act, table: str, key: str) -> int:
    """Return a number that grows with every change of a row; 0 before the first."""
    newest = act.session.exec(
        select(func.max(ReferenceRevision.id)).where(
            ReferenceRevision.table_name == table, ReferenceRevision.row_key == key
        )
    ).one()
    return newest or 0


def ensure_fresh(act: Act, table: str, key: str, version: int | None) -> None:
    """Raise ``StalePage`` when the row changed since the page that showed ``version``. Lock the row first."""
    if version is not None and version_of(act, table, key) != version:
        raise StalePage("edit", table)


def note(act: Act, table: str, key: str, before: Record, after: Record) -> list[str]:
    """Keep what changed in a row and return the names of the columns; nothing is kept when nothing changed."""
    changed = sorted(name for name, value in after.items() if before.get(name) != value)
    if changed:
        act.session.add(
            ReferenceRevision(
                by_id=act.person.account_id,
                table_name=table,
                row_key=key,
                before=_json({name: before.get(name) for name in changed}),
                after=_json({name: after[name] for name in changed}),
                at=act.at,
            )
        )
        act.session.flush()
    return changed


def history(act: Act, table: str, key: str, limit: int = 20) -> list[Revision]:
    """Return the last changes of a row, newest first."""
    rows = act.session.exec(
        select(ReferenceRevision, Account.name)
        .join(Account, col(Account.id) == ReferenceRevision.by_id, isouter=True)
        .where(ReferenceRevision.table_name == table, ReferenceRevision.row_key == key)
        .order_by(col(ReferenceRevision.id).desc())
        .limit(limit)
    )
    return [Revision(row.at, name, _changes(row.before, row.after)) for row, name in rows]


def _changes(before: str | None, after: str | None) -> tuple[Change, ...]:
    if before is None or after is None:
        return ()
    old: Record = json.loads(before)
    new: Record = json.loads(after)
    return tuple(
        Change(name, _value(old.get(name)), _value(value))
        for name, value in sorted(new.items())
        if old.get(name) != value
    )


def _value(stored: object) -> object:
    """Return a stored value as it was: a day is a date again."""
    if isinstance(stored, str) and _DAY.fullmatch(stored):
        return date.fromisoformat(stored)
    return stored


def _json(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
