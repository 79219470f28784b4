"""Changing one thing in a CSV file, as somebody with a spreadsheet would."""

import csv
from pathlib import Path


def rows_of(path: Path) -> list[list[str]]:
    """Return the header and the rows of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_rows(path: Path, rows: list[list[str]]) -> None:
    """Write a header and rows to a file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def change_cell(path: Path, line: int, column: str, value: str) -> None:
    """Put ``value`` in one cell; the header is line 1."""
    rows = rows_of(path)
    rows[line - 1][rows[0].index(column)] = value
    write_rows(path, rows)


def drop_row(path: Path, line: int) -> None:
    """Take one row out."""
    rows = rows_of(path)
    write_rows(path, rows[: line - 1] + rows[line:])


def append_row(path: Path, **cells: str) -> None:
    """Add a row at the end; cells that are not named stay empty."""
    rows = rows_of(path)
    write_rows(path, [*rows, [cells.get(name, "") for name in rows[0]]])
