"""Reading all files of a folder into records, or refusing them with everything that is wrong."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import SQLModel

import intake.models.reference  # noqa: F401  the tables must be known: their columns say how long a cell may be
from intake.reference_data import checks
from intake.reference_data.cells import Plain
from intake.reference_data.files import Findings, Line, lines_of
from intake.reference_data.problems import Problem, ReferenceDataInvalid
from intake.reference_data.records import Row
from intake.reference_data.sheets import SEPARATOR, SHEETS, Column, Sheet


@dataclass(frozen=True, slots=True)
class ReferenceData:
    """Everything the files say, checked: by table and key, with the SHA-256 of all files together."""

    records: Mapping[str, Mapping[str, dict[str, Plain]]]
    checksum: str


def read_fixtures(folder: Path) -> ReferenceData:
    """Read and check every file of reference data in ``folder``.

    Raises ``ReferenceDataInvalid`` with all problems of all files when anything is wrong.
    """
    digest = hashlib.sha256()
    rows: dict[str, list[Row]] = {}
    problems: list[Problem] = []
    incomplete: set[str] = set()
    for sheet in SHEETS:
        findings = Findings(sheet.file)
        content = content_of(folder / sheet.file, findings)
        digest.update(content)
        rows[sheet.file] = _rows(sheet, content, findings)
        problems += findings.problems
        if findings.rows_lost or not rows[sheet.file]:
            incomplete.add(sheet.file)
    problems += checks.across_files(rows, incomplete)
    if problems:
        order = [sheet.file for sheet in SHEETS]
        raise ReferenceDataInvalid(sorted(problems, key=lambda one: (order.index(one.file), one.line or 0)))
    return ReferenceData(
        {sheet.table: {sheet.key_of(row.record): row.record for row in rows[sheet.file]} for sheet in SHEETS},
        digest.hexdigest(),
    )


def content_of(path: Path, findings: Findings) -> bytes:
    """Return the bytes of a file; none, and a finding, when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        findings.add(f"the file is missing; put it back in {path.parent}")
    except OSError as error:
        findings.add(f"the file cannot be read ({error.strerror}); check its permissions")
    return b""


def _rows(sheet: Sheet, content: bytes, findings: Findings) -> list[Row]:
    if findings.problems:
        return []
    lines = lines_of(content, [column.name for column in sheet.columns], findings)
    return [_row(sheet, line, findings) for line in lines]


def _row(sheet: Sheet, line: Line, findings: Findings) -> Row:
    """Read one line; a cell that cannot be read is reported and left out of the record."""
    record: dict[str, Plain] = {}
    for column in sheet.columns:
        try:
            record[column.name] = _value(sheet, column, line.cells[column.name])
        except ValueError as error:
            findings.add(str(error), line.number, column.name)
            findings.rows_lost |= column.name in sheet.key
    return Row(line.number, record)


def _value(sheet: Sheet, column: Column, cell: str) -> Plain:
    if not cell:
        if column.needed:
            raise ValueError("this cell is empty; fill it in")
        return column.empty
    if column.many:
        return _values(sheet, column, cell)
    _check_length(sheet, column, cell)
    return column.read(cell)


def _values(sheet: Sheet, column: Column, cell: str) -> Plain:
    parts = cell.split(SEPARATOR)
    if any(part != part.strip() or not part for part in parts):
        raise ValueError("put ; between the values, without spaces, and no ; at the end")
    if len(set(parts)) != len(parts):
        twice = next(part for part in parts if parts.count(part) > 1)
        raise ValueError(f"{twice!r} is there twice; remove one of the two")
    values = [column.read(part) for part in parts]
    if column.link is None:
        return values
    for part in parts:
        _check_length(sheet, column, part)
    return sorted(values)


def _check_length(sheet: Sheet, column: Column, value: str) -> None:
    table, name = (column.link.table, column.link.child) if column.link else (sheet.table, column.name)
    stored = SQLModel.metadata.tables[table].columns.get(name)
    longest = getattr(stored.type, "length", None) if stored is not None else None
    if longest is not None and len(value) > longest:
        raise ValueError(f"{len(value)} characters are too many; use at most {longest}")
