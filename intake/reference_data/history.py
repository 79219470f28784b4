"""Keeping what a reference row said when an administrator edits it, beside what the loads keep."""

from collections.abc import Iterator
from contextlib import contextmanager

from intake.act import Act
from intake.models.reference import ReferenceRevision
from intake.reference_data.sheets import SHEETS
from intake.reference_data.tables import as_json, stored_records


@contextmanager
def noting(act: Act, table: str, key: str) -> Iterator[None]:
    """Note what the row ``key`` of ``table`` says before and after the block, when that differs.

    ``key`` is the code of the row: ``with noting(act, "teams", "HLM"): …``. A later load keeps the
    values that were changed.
    """
    sheet = next(sheet for sheet in SHEETS if sheet.table == table)
    act.session.flush()
    before = stored_records(act.session, sheet)[key]
    yield
    act.session.flush()
    after = stored_records(act.session, sheet)[key]
    if before != after:
        act.session.add(
            ReferenceRevision(
                by_id=act.person.account_id,
                table_name=table,
                row_key=key,
                before=as_json(before),
                after=as_json(after),
                at=act.at,
            )
        )
