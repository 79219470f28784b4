"""A report as a file: CSV, XLSX and a page that stands alone. All from the same snapshot, byte for byte the same."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask import render_template
from flask_babel import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from intake.case_report import Snapshot
from intake.models.reports import Report
from intake.reports import csv_bytes, harmless
from intake.working_days import AMSTERDAM

#: Widest column, in characters; longer texts wrap.
WIDEST = 60

#: What stands in a cell: a text, or an amount that a spreadsheet can add up.
Cell = str | Decimal


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its media type, and how it is made."""

    media_type: str
    make: Callable[[Report, Snapshot], bytes]


def _csv(_report: Report, snapshot: Snapshot) -> bytes:
    return csv_bytes(snapshot)


def _xlsx(report: Report, snapshot: Snapshot) -> bytes:
    file = io.BytesIO()
    book = Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"{report.title} {report.number}", "created": report.made_at.replace(tzinfo=None)})
    bold = book.add_format({"bold": True})
    cases = book.add_worksheet(_("Casussen")[:31])
    cases.freeze_panes(1, 1)
    for column, header in enumerate(snapshot.headers):
        longest = max([len(header), *(len(row[column]) for row in snapshot.rows)])
        cases.set_column(column, column, min(longest + 2, WIDEST))
    write_rows(cases, [snapshot.headers], bold)
    write_rows(cases, snapshot.rows, None, first=1)
    counts = book.add_worksheet(_("Cijfers")[:31])
    write_rows(counts, _count_rows(snapshot), None)
    about = book.add_worksheet(_("Over dit rapport")[:31])
    about.set_column(1, 1, WIDEST)
    write_rows(about, about_rows(report, snapshot), None)
    book.close()
    return file.getvalue()


def write_rows(sheet: Worksheet, rows: Iterable[Sequence[Cell]], style: object, first: int = 0) -> None:
    """Write ``rows`` from the row ``first`` on: an amount as a number, everything else as text and never a formula."""
    for number, row in enumerate(rows, start=first):
        for column, value in enumerate(row):
            if isinstance(value, Decimal):
                sheet.write_number(number, column, value, style)
            else:
                sheet.write_string(number, column, harmless(value), style)


def _count_rows(snapshot: Snapshot) -> list[list[str]]:
    rows = []
    for table in snapshot.tables:
        rows.append([table.title])
        rows += [[name, hidden_or(count)] for name, count in table.cells]
        rows += [[_("Totaal"), hidden_or(table.total)], []]
    return rows


def about_rows(report: Report, snapshot: Snapshot) -> list[list[str]]:
    """Return what a report says about itself, as pairs of a name and a value."""
    version = []
    if report.erased_at is not None:
        day = f"{report.erased_at.astimezone(AMSTERDAM):%d-%m-%Y}"
        told = _("versie %(version)s van %(day)s: een verhaal is gewist op verzoek", version=report.version, day=day)
        version = [[_("Versie"), told]]
    return [
        [_("Nummer"), str(report.number)],
        *version,
        [_("Selectie"), report.filter_words],
        [_("Gemaakt op"), f"{report.made_at.astimezone(AMSTERDAM):%d-%m-%Y %H:%M:%S}"],
        [_("Aantal casussen"), str(report.row_count)],
        [_("Vertrouwelijke casussen, niet getoond"), hidden_or(snapshot.confidential)],
        [_("Versie van de gegevens"), report.data_version],
        [_("SHA-256 van het CSV-bestand"), report.sha256],
    ]


def hidden_or(count: int | None) -> str:
    """Return a count in words: a hidden one says so."""
    return _("afgeschermd") if count is None else str(count)


def _html(report: Report, snapshot: Snapshot) -> bytes:
    return render_template(
        "pages/reports/standalone.html", report=report, snapshot=snapshot, about=about_rows(report, snapshot)
    ).encode()


#: extension -> how that file is made.
FORMATS: dict[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", _csv),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "html": Format("text/html; charset=utf-8", _html),
}
