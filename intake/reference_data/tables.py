"""What stands in a table, as the records that its file would have; and the other way round."""

import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from intake.reference_data.cells import Plain
from intake.reference_data.sheets import SEPARATOR, Column, Link, Sheet

#: The values of one row by the name of their column, as plain JSON.
Record = dict[str, Plain]

#: The column that every record has beside those of its file.
RETIRED_ON = "retired_on"


def table_of(sheet: Sheet) -> sa.Table:
    """Return the table of a sheet."""
    return SQLModel.metadata.tables[sheet.table]


def ids_by_code(session: Session, table: str) -> dict[str, int]:
    """Return the id of each code in a table whose rows have both."""
    columns = SQLModel.metadata.tables[table].c
    return dict(session.execute(sa.select(columns.code, columns.id)).all())


def organisation_ids(session: Session, sheet: Sheet) -> dict[str, int]:
    """Return the ids of organisations by code, when the sheet refers to any."""
    if any(column.foreign for column in sheet.columns):
        return ids_by_code(session, "organisations")
    return {}


def stored_records(session: Session, sheet: Sheet) -> dict[str, Record]:
    """Return every row of the table of ``sheet``, retired ones too, by key."""
    table = table_of(sheet)
    links = {column.name: _linked_values(session, column.link) for column in sheet.columns if column.link}
    codes = {number: code for code, number in organisation_ids(session, sheet).items()}
    stored: dict[str, Record] = {}
    for row in session.execute(sa.select(table)).mappings():
        parent = row["id"] if sheet.own_id else row[sheet.key[0]]
        record: Record = {RETIRED_ON: _plain(row[RETIRED_ON])}
        for column in sheet.columns:
            if column.link:
                record[column.name] = sorted(links[column.name].get(parent, []))
            elif column.foreign:
                record[column.name] = codes.get(row[column.foreign])
            elif column.many:
                record[column.name] = [part for part in row[column.name].split(SEPARATOR) if part]
            else:
                record[column.name] = _plain(row[column.name])
        stored[sheet.key_of(record)] = record
    return stored


def _linked_values(session: Session, link: Link) -> dict[object, list[str | int | float]]:
    child = SQLModel.metadata.tables[link.table]
    query = sa.select(child.c[link.parent], child.c[link.child])
    if link.criterion:
        query = query.where(child.c.criterion == link.criterion)
    values: dict[object, list[str | int | float]] = {}
    for parent, value in session.execute(query):
        values.setdefault(parent, []).append(value)
    return values


def row_of(sheet: Sheet, record: Record, organisations: Mapping[str, int]) -> dict[str, object]:
    """Return the values of ``record`` that stand in the table of ``sheet`` itself, as it holds them."""
    row: dict[str, object] = {}
    for column in sheet.columns:
        if column.name in record and not column.link:
            value = record[column.name]
            if column.foreign:
                row[column.foreign] = organisations[str(value)] if value is not None else None
            else:
                row[column.name] = _stored_as(sheet, column, value)
    if RETIRED_ON in record:
        row[RETIRED_ON] = _date(record[RETIRED_ON])
    return row


def is_row(sheet: Sheet, key: str) -> list[sa.ColumnElement[bool]]:
    """Return the conditions that pick the row with ``key``."""
    table = table_of(sheet)
    return [table.c[name] == typed_key(sheet, name, part) for name, part in zip(sheet.key, key.split("/"), strict=True)]


def typed_key(sheet: Sheet, name: str, part: str) -> str | int:
    """Return one part of a key as its column holds it."""
    return int(part) if isinstance(table_of(sheet).c[name].type, sa.Integer) else part


def write_links(session: Session, sheet: Sheet, records: Mapping[str, Record]) -> None:
    """Replace the rows that other tables have for each record, for the columns that it has."""
    if not any(column.link for column in sheet.columns):
        return
    ids: Mapping[str, str | int] = ids_by_code(session, sheet.table) if sheet.own_id else {}
    for column in sheet.columns:
        if column.link is not None:
            values = {
                ids[key] if sheet.own_id else typed_key(sheet, sheet.key[0], key): record[column.name]
                for key, record in records.items()
                if column.name in record
            }
            _replace(session, column.link, values)


def _replace(session: Session, link: Link, values: Mapping[str | int, Plain]) -> None:
    if not values:
        return
    child = SQLModel.metadata.tables[link.table]
    fixed = {"criterion": link.criterion} if link.criterion else {}
    where = [child.c[name] == value for name, value in fixed.items()]
    session.execute(sa.delete(child).where(child.c[link.parent].in_(list(values)), *where))
    rows = [
        {link.parent: parent, link.child: value, **fixed}
        for parent, some in values.items()
        for value in (some if isinstance(some, list) else [])
    ]
    if rows:
        session.execute(sa.insert(child), rows)


def as_json(record: Record) -> str:
    """Return a record as it is kept in the history."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True)


def _stored_as(sheet: Sheet, column: Column, value: Plain) -> object:
    if isinstance(value, list):
        return SEPARATOR.join(str(part) for part in value)
    if isinstance(table_of(sheet).c[column.name].type, sa.Date):
        return _date(value)
    return value


def _plain(value: object) -> Plain:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(type(value).__name__)


def _date(value: Plain) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
