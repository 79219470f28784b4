"""Importing a file of four-digit postcodes, which does not come with the loket.

The file has one line a postcode. ``gm_codes_all`` names every municipality it lies in, the one with
most of it in ``gm_code``; a postcode of two municipalities becomes two rows, so that the loket asks.
"""

import hashlib
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, select

from intake.models.reference import Municipality
from intake.reference_data import cells
from intake.reference_data.files import Findings, Line, lines_of
from intake.reference_data.loading import LoadSummary, load_sheets
from intake.reference_data.problems import ReferenceDataInvalid
from intake.reference_data.reading import ReferenceData, content_of
from intake.reference_data.sheets import SEPARATOR, SOURCE, Column, Sheet
from intake.reference_data.tables import Record

#: What is stored when the person who imports names no source.
UNNAMED_SOURCE = "postcodebestand, ingevoerd door een beheerder"

POSTCODES = Sheet(
    "postcodes",
    "postcodes",
    ("pc4", "gm_code"),
    (Column("pc4"), Column("gm_code"), Column("confidence"), SOURCE),
)

_READ = {
    "pc4": cells.like(r"[1-9][0-9]{3}", "2011"),
    "gm_code": cells.gm_code,
    "confidence": cells.one_of("hoog", "middel", "laag"),
}


def import_postcodes(session: Session, path: Path, at: datetime, *, source: str = UNNAMED_SOURCE) -> LoadSummary:
    """Load the postcodes of ``path``; those that are no longer in the file are retired.

    Raises ``ReferenceDataInvalid`` with all problems, and then loads nothing.
    """
    findings = Findings(path.name)
    known = set(session.exec(select(Municipality.gm_code)))
    if not known:
        findings.add("there are no municipalities yet; load the reference data first, then the postcodes")
    content = content_of(path, findings)
    lines = [] if findings.problems else lines_of(content, [*_READ, "gm_codes_all"], findings, more_columns=True)
    records: dict[str, Record] = {}
    first: dict[str, int] = {}
    for line in lines:
        _check(line, known, first, findings)
        for gm_code in line.cells["gm_codes_all"].split(SEPARATOR):
            record: Record = {
                "pc4": line.cells["pc4"],
                "gm_code": gm_code,
                "confidence": line.cells["confidence"],
                "source": source,
            }
            records[POSTCODES.key_of(record)] = record
    if findings.problems:
        raise ReferenceDataInvalid(findings.problems)
    data = ReferenceData({POSTCODES.table: records}, hashlib.sha256(content).hexdigest())
    return load_sheets(session, (POSTCODES,), data, at)


def _check(line: Line, known: Collection[str], first: dict[str, int], findings: Findings) -> None:
    for name, read in _READ.items():
        try:
            read(line.cells[name])
        except ValueError as error:
            findings.add(str(error), line.number, name)
    pc4 = line.cells["pc4"]
    if pc4 in first:
        message = f"{pc4} is on line {first[pc4]} already; put all its municipalities in one row"
        findings.add(message, line.number, "pc4")
    first.setdefault(pc4, line.number)
    gm_codes = line.cells["gm_codes_all"].split(SEPARATOR)
    for gm_code in gm_codes:
        if gm_code not in known:
            message = f"{gm_code!r} is not a municipality of the loket; correct it, or load that one first"
            findings.add(message, line.number, "gm_codes_all")
    if line.cells["gm_code"] not in gm_codes:
        message = "name the municipality of gm_code here too, with ; between the codes"
        findings.add(message, line.number, "gm_codes_all")
