"""How one cell is read: text in, value out, or a ``ValueError`` that says what to write instead."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum

#: What a read cell holds. Dates stay text (``2026-09-15``), so that a whole record is plain JSON.
Plain = str | int | float | bool | list[str | int | float] | None

#: Reads one value; a cell with several is split first.
Reader = Callable[[str], str | int | float | bool]

_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+\.[A-Za-z]{2,}(:\d+)?([/?#][^\s\"<>]*)?")
_EMAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def text(cell: str) -> str:
    """Take the words as they are."""
    return cell


def whole_number(cell: str) -> int:
    """Read a whole number from 0, without dots, spaces or a currency sign."""
    if not re.fullmatch(r"[0-9]{1,12}", cell):
        raise ValueError(f"write a whole number in digits only, not {cell!r}")
    return int(cell)


def year(cell: str) -> int:
    """Read a year."""
    if not re.fullmatch(r"(19|20)[0-9]{2}", cell):
        raise ValueError(f"write a year in four digits, such as 2026, not {cell!r}")
    return int(cell)


def decimal(cell: str) -> float:
    """Read a number with a dot as the decimal sign."""
    if not re.fullmatch(r"-?[0-9]{1,6}(\.[0-9]{1,8})?", cell):
        raise ValueError(f"write a number with a dot as the decimal sign, such as 52.3812, not {cell!r}")
    return float(cell)


def flag(cell: str) -> bool:
    """Read ``true`` or ``false``."""
    if cell not in {"true", "false"}:
        raise ValueError(f"write true or false, not {cell!r}")
    return cell == "true"


def iso_date(cell: str) -> str:
    """Read a date such as ``2026-09-15``; it stays text."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        raise ValueError(f"write a date as year-month-day, such as 2026-09-15, not {cell!r}")
    try:
        return date.fromisoformat(cell).isoformat()
    except ValueError:
        raise ValueError(f"{cell} is not a day of the calendar; correct the date") from None


def web_address(cell: str) -> str:
    """Read an address that starts with ``http://`` or ``https://``."""
    if not _WEB_ADDRESS.fullmatch(cell):
        raise ValueError(f"write a web address that starts with https:// and has no spaces, not {cell!r}")
    return cell


def email(cell: str) -> str:
    """Read an e-mail address."""
    if not _EMAIL.fullmatch(cell):
        raise ValueError(f"write an e-mail address such as info@example.nl, not {cell!r}")
    return cell


def source(cell: str) -> str:
    """Read where a row comes from: words or web addresses, with ``; `` between them."""
    for part in cell.split("; "):
        if part.startswith("http"):
            web_address(part)
    return cell


def like(pattern: str, example: str) -> Reader:
    """Return a reader of codes that look like ``example``."""
    expression = re.compile(pattern)

    def read(cell: str) -> str:
        if not expression.fullmatch(cell):
            raise ValueError(f"write a code such as {example}, not {cell!r}")
        return cell

    return read


def one_of(*terms: type[StrEnum] | str) -> Reader:
    """Return a reader that accepts the codes of the given terms, and the given words."""
    codes: list[str] = []
    for term in terms:
        codes += [term] if isinstance(term, str) else [code.value for code in term]

    def read(cell: str) -> str:
        if cell not in codes:
            raise ValueError(f"write one of {', '.join(codes)}, not {cell!r}")
        return cell

    return read


#: Codes that more than one file uses.
slug = like(r"[a-z0-9]+([-_][a-z0-9]+)*", "een-woord-of-meer")
gm_code = like(r"GM[0-9]{4}", "GM0000")
province_code = like(r"PV[0-9]{2}", "PV27")
