"""The ledger of a team's mandate as a file: CSV for any program, XLSX for a spreadsheet that can add it up."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from xlsxwriter import Workbook

from intake.mandate_list import LedgerLine, MandateYear
from intake.masking import NOBODY, Names, masked
from intake.reports import rows_as_csv
from intake.working_days import dutch_date
from web.exports import WIDEST, Cell, write_rows
from web.formatters import label

#: reference of a question -> the names that its asker gave, which stay out of the file.
Askers = Mapping[str, Names]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what stands above it, and what stands in it."""

    header: object
    value: Callable[[LedgerLine, Names], Cell]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its media type, and how it is made."""

    media_type: str
    make: Callable[[MandateYear, Askers], bytes]


def _euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


#: From left to right. Spending and taking back stand apart, so that no amount starts with a minus sign; names of
#: colleagues stay out, and texts are masked.
COLUMNS = (
    Column(_l("Kenmerk"), lambda line, names: line.entry.reference),
    Column(_l("Soort"), lambda line, names: _("Tegenboeking") if line.reverses else _("Besluit")),
    Column(_l("Tegenboeking van"), lambda line, names: line.reverses),
    Column(_l("Vraag"), lambda line, names: line.question),
    Column(_l("Datum"), lambda line, names: _day(dutch_date(line.entry.at))),
    Column(_l("Besluit"), lambda line, names: masked(line.entry.what, names)[0]),
    Column(_l("Uitgegeven in euro"), lambda line, names: "" if line.reverses else _euros(line.entry.amount_cents)),
    Column(_l("Teruggenomen in euro"), lambda line, names: _euros(-line.entry.amount_cents) if line.reverses else ""),
    Column(_l("Grond of reden"), lambda line, names: masked(line.entry.ground, names)[0]),
    Column(_l("Einddatum van de proeftuin"), lambda line, names: _day(line.entry.pilot_ends_on)),
    Column(_l("Stand van de proeftuin"), lambda line, names: label(line.pilot)),
    Column(
        _l("Resultaat van de proeftuin"), lambda line, names: masked(line.result.text, names)[0] if line.result else ""
    ),
)


def _day(on: date | None) -> str:
    return f"{on:%d-%m-%Y}" if on else ""


def _rows(year: MandateYear, askers: Askers) -> Iterator[list[Cell]]:
    """Yield the ledger with the oldest line first, as a cash book is read."""
    for line in reversed(year.lines):
        yield [column.value(line, askers.get(line.question, NOBODY)) for column in COLUMNS]


def _headers() -> list[Cell]:
    return [str(column.header) for column in COLUMNS]


def _csv(year: MandateYear, askers: Askers) -> bytes:
    return rows_as_csv([[str(value) for value in row] for row in (_headers(), *_rows(year, askers))])


def _xlsx(year: MandateYear, askers: Askers) -> bytes:
    file = io.BytesIO()
    book = Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(_("Besluiten")[:31])
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(COLUMNS) - 1, 20)
    write_rows(sheet, [_headers()], bold)
    write_rows(sheet, _rows(year, askers), None, first=1)
    totals = book.add_worksheet(_("Optelling")[:31])
    totals.set_column(0, 1, WIDEST // 2)
    write_rows(totals, _totals(year), None)
    book.close()
    return file.getvalue()


def _totals(year: MandateYear) -> list[list[Cell]]:
    room = year.room
    set_up = room.budget_cents is not None
    return [
        [_("Team"), year.team.name],
        [_("Jaar"), str(room.year)],
        [_("Budget in euro"), _euros(room.budget_cents or 0) if set_up else _("niet vastgelegd")],
        [_("Uitgegeven in euro"), _euros(room.spent_cents)],
        [_("Nog over in euro"), _euros(room.left_cents) if set_up else _("niet vastgelegd")],
    ]


#: extension -> how that file is made.
FORMATS: dict[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", _csv),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
}
