"""From the bytes of a CSV file to lines with named cells, with every fault in the form reported."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO

from intake.reference_data.problems import Problem

#: The byte order mark that some spreadsheets put before the first character.
BOM = b"\xef\xbb\xbf"

#: A cell holds words: no control characters (a line break is one), no sign of a lost character.
_STRANGE = re.compile("[\x00-\x1f\x7f\ufffd]")


@dataclass(slots=True)
class Findings:
    """The problems found in one file so far; ``rows_lost`` when some rows could not be read at all."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    rows_lost: bool = False

    def add(self, message: str, line: int | None = None, column: str | None = None) -> None:
        """Report one thing to repair."""
        self.problems.append(Problem(self.file, line, column, message))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: its line number and its cells by column name."""

    number: int
    cells: dict[str, str]


def lines_of(content: bytes, columns: Iterable[str], findings: Findings, *, more_columns: bool = False) -> list[Line]:
    """Return the rows of ``content`` that have the right form, and report the others.

    ``columns`` must all be in the header; others are refused unless ``more_columns``.
    """
    rows = list(_rows(content, findings))
    if findings.problems:
        return []
    if not rows:
        findings.add("the file is empty; put the header and the rows back")
        return []
    (first, header), *others = rows
    _check_header(header, list(columns), findings, first, more_columns=more_columns)
    if findings.problems:
        return []
    if not others:
        findings.add("the file has a header but no rows; put the rows back", first)
    return list(_lines(header, others, findings))


def _rows(content: bytes, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    if content.startswith(BOM):
        findings.add("the file starts with a byte order mark; save it as UTF-8 without BOM", 1)
        return
    try:
        words = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        findings.add("this line is not UTF-8; save the file as UTF-8 (in a spreadsheet: CSV UTF-8)", line)
        return
    reader = csv.reader(StringIO(words, newline=""), strict=True)
    number = 1
    try:
        for row in reader:
            if row:
                yield number, row
            number = reader.line_num + 1
    except csv.Error as error:
        findings.add(f"the quotation marks of this row do not add up ({error}); correct the row", number)


def _check_header(header: list[str], columns: list[str], findings: Findings, line: int, *, more_columns: bool) -> None:
    if len(header) == 1 and len(columns) > 1 and re.search("[;\t]", header[0]):
        findings.add("the columns are not separated by commas; save the file with commas", line)
        return
    for name in dict.fromkeys(name for name in header if header.count(name) > 1):
        findings.add("this column is there twice; remove one of the two", line, name)
    for name in columns:
        if name not in header:
            findings.add("this column is missing; add it to the header and to every row", line, name)
    for name in header:
        if name not in columns and not more_columns:
            findings.add("this column is not known; remove it or correct its name", line, name)


def _lines(header: list[str], rows: list[tuple[int, list[str]]], findings: Findings) -> Iterator[Line]:
    for number, row in rows:
        if len(row) != len(header):
            findings.add(
                f"this row has {len(row)} cells and the header {len(header)}; put a cell with a comma in it "
                "between quotation marks, or add the missing cells",
                number,
            )
            findings.rows_lost = True
            continue
        for name, cell in zip(header, row, strict=True):
            if _STRANGE.search(cell):
                findings.add("this cell holds a line break or strange character; write it again", number, name)
            elif cell != cell.strip():
                findings.add("this cell starts or ends with a space; remove it", number, name)
        yield Line(number, dict(zip(header, row, strict=True)))
