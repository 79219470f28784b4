"""Putting checked reference data into the tables: add, change, retire, and never lose what was there.

Each row has three versions: what stands in the table, what the file said at the last load, and what
it says now. Where the table still says what the last load put there, the file wins; where somebody
changed the table since, that stays, and the summary names it.
"""

import json
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from intake.models.reference import DataLoad, ReferenceRevision
from intake.reference_data.reading import ReferenceData
from intake.reference_data.sheets import SHEETS, Sheet
from intake.reference_data.tables import (
    RETIRED_ON,
    Record,
    as_json,
    is_row,
    organisation_ids,
    row_of,
    stored_records,
    table_of,
    write_links,
)
from intake.working_days import dutch_date

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A value that an administrator changed and that the load therefore left alone."""

    table: str
    key: str
    column: str


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What a load did, in rows, and which values of administrators it kept."""

    added: int
    changed: int
    retired: int
    unchanged: int
    kept: tuple[Kept, ...] = ()
    by_table: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def load(session: Session, data: ReferenceData, at: datetime) -> LoadSummary:
    """Bring the tables to what ``data`` says. The caller owns the transaction; repeating changes nothing."""
    return load_sheets(session, SHEETS, data, at)


def load_sheets(session: Session, sheets: tuple[Sheet, ...], data: ReferenceData, at: datetime) -> LoadSummary:
    """Load the records of ``sheets``, in that order, as one numbered load."""
    session.flush()
    data_load = DataLoad(loaded_at=at, checksum=data.checksum)
    session.add(data_load)
    session.flush()
    changes = [_Change(session, sheet, data_load.id, at) for sheet in sheets]
    total: Counter[str] = Counter()
    for change in changes:
        change.make(data.records[change.sheet.table])
        total.update(change.counts)
    kept = tuple(one for change in changes for one in change.kept)
    by_table = {change.sheet.table: dict(change.counts) for change in changes}
    data_load.counts = json.dumps({"kept": len(kept), **by_table}, sort_keys=True)
    session.flush()
    session.expire_all()
    logger.info("reference data loaded id=%s %s", data_load.id, dict(total))
    return LoadSummary(total["added"], total["changed"], total["retired"], total["unchanged"], kept, by_table)


class _Change:
    """The load of one sheet."""

    def __init__(self, session: Session, sheet: Sheet, data_load_id: int | None, at: datetime) -> None:
        self.session = session
        self.sheet = sheet
        self.data_load_id = data_load_id
        self.at = at
        self.counts: Counter[str] = Counter()
        self.kept: list[Kept] = []
        self.revisions: list[dict[str, object]] = []

    def make(self, records: Mapping[str, Record]) -> None:
        """Retire what is gone, change what differs, add what is new; in that order, for unique values."""
        stored = stored_records(self.session, self.sheet)
        last = self._last_seen()
        today = dutch_date(self.at).isoformat()
        for key in [key for key in stored if key in last and key not in records]:
            gone = last[key] | {RETIRED_ON: last[key][RETIRED_ON] or today}
            self._meet(key, stored[key], last[key], gone)
        for key in [key for key in stored if key in records]:
            self._meet(key, stored[key], last.get(key), records[key] | {RETIRED_ON: None})
        self._add({key: record for key, record in records.items() if key not in stored})
        if self.revisions:
            self.session.execute(sa.insert(ReferenceRevision), self.revisions)

    def _last_seen(self) -> dict[str, Record]:
        """Return what the files said of each row at the last load that noticed a difference."""
        revision = ReferenceRevision
        newest = (
            sa.select(sa.func.max(col(revision.id)))
            .where(col(revision.table_name) == self.sheet.table, col(revision.data_load_id).is_not(None))
            .group_by(col(revision.row_key))
        )
        said = sa.func.coalesce(revision.in_file, revision.after)
        query = sa.select(col(revision.row_key), said).where(col(revision.id).in_(newest))
        return {key: json.loads(words) for key, words in self.session.execute(query)}

    def _meet(self, key: str, current: Record, last: Record | None, wanted: Record) -> None:
        """Bring one stored row to what the file says, except where somebody changed it."""
        changes: Record = {}
        for name, value in wanted.items():
            if current[name] == value:
                continue
            if last is not None and current[name] == last.get(name, current[name]):
                changes[name] = value
            else:
                self.kept.append(Kept(self.sheet.table, key, name))
        if changes or wanted != last:
            self._note(key, current, current | changes, wanted)
        if changes:
            self._write(key, changes)
        self.counts[_what_happened(changes)] += 1

    def _add(self, records: Mapping[str, Record]) -> None:
        if not records:
            return
        organisations = organisation_ids(self.session, self.sheet)
        rows = [row_of(self.sheet, record, organisations) for record in records.values()]
        self.session.execute(sa.insert(table_of(self.sheet)), rows)
        write_links(self.session, self.sheet, records)
        for key, record in records.items():
            whole = record | {RETIRED_ON: None}
            self._note(key, None, whole, whole)
        self.counts["added"] += len(records)

    def _write(self, key: str, changes: Record) -> None:
        values = row_of(self.sheet, changes, organisation_ids(self.session, self.sheet))
        if values:
            update = sa.update(table_of(self.sheet)).where(*is_row(self.sheet, key))
            self.session.execute(update.values(values))
        write_links(self.session, self.sheet, {key: changes})

    def _note(self, key: str, before: Record | None, after: Record, in_file: Record) -> None:
        self.revisions.append(
            {
                "data_load_id": self.data_load_id,
                "table_name": self.sheet.table,
                "row_key": key,
                "before": None if before is None else as_json(before),
                "after": as_json(after),
                "in_file": None if in_file == after else as_json(in_file),
                "at": self.at,
            }
        )


def _what_happened(changes: Record) -> str:
    if changes.get(RETIRED_ON):
        return "retired"
    return "changed" if changes else "unchanged"
