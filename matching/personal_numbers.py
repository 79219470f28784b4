"""How addresses, numbers and dates that belong to somebody are written, and what tells them from other numbers."""

from __future__ import annotations

import re

from stdnum import iban
from stdnum.nl import bsn

from matching.personal_patterns import Pattern, compiled

_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]"
_DOMAIN = r"[^\W_][\w-]{0,62}(?:(?:\.|\s?\[dot\]\s?|\s?\(dot\)\s?)[\w-]{1,63}){1,8}"
_AT = r"(?:@|\(at\)|\[at\]|(?<=\s)apenstaartje\b)"
#: What may stand between the digits of a number that belongs together.
_GAP = r"[\s./–-]{0,3}"
_MONTH = (
    r"(?:jan(?:uari|uary)?|febr?(?:uari|uary)?|maart|mrt|mar(?:ch)?|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?|aug(?:ustus|ust)?"
    r"|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:(?:19|20)\d{2}|['’]?\d{2})(?!\d)"
_DATE = (
    rf"(?:\d{{1,2}}\s?[-/. ]\s?\d{{1,2}}\s?[-/. ]\s?{_YEAR}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|(?:19|20)\d{{6}}(?!\d)"
    rf"|\d{{2}}[01]\d(?:19|20)\d{{2}}(?!\d)|\d{{1,2}}(?:e|de|ste|st|nd|rd|th)?[ -](?:of )?{_MONTH}\.?,?[ -]{_YEAR}"
    rf"|{_MONTH}\.? (?:\d{{1,2}}(?:st|nd|rd|th)?,? )?(?:19|20)\d{{2}}|(?:19|20)\d{{2}})"
)
_BORN = (
    r"(?:geboren|geboorte(?:datum|dag|jaar)?|geb\.? ?dat\.?|geb\.|geb\b|date of birth|birth ?da(?:te|y)|d\.?o\.?b\b\.?"
    r"|born)"
)
_CHAMBER = r"(?:k\.?v\.?k\.?|kamer van koophandel|handelsregister|chamber of commerce|coc\b)"
_CITIZEN = r"(?:bsn|burger ?service ?nummer|sofi-? ?nummer|citizen service number)"
#: How many letters and digits an account number has in the countries that people here pay from.
_LANDS_BY_LENGTH = {
    15: "NO",
    16: "BE",
    18: "DK FI",
    20: "LU AT LT EE",
    21: "CH LV HR",
    22: "DE GB IE BG",
    24: "ES CZ SK SE RO",
    25: "PT",
    26: "TR",
    27: "FR IT GR",
    28: "PL HU CY MA",
    29: "UA",
}
_FOREIGN_IBAN = "|".join(
    rf"(?:{lands.replace(' ', '|')})(?:[ .-]?[A-Z0-9]){{{many - 2}}}" for many, lands in _LANDS_BY_LENGTH.items()
)
#: Letters on a Dutch number plate, so that "24-en-25" is none.
_PLATE_LETTER = "bdfghjklmnpqrstvwxyz"
_UNITS = r"km|kg|ml|cl|dl|cm|dm|mm|kw|kv|kn|gb|mb|tb|ha|st|nd|rd|th|am|pm|bv|pk|ct|de|m\b|e\b"
_SHORT_WORDS = r"en|of|in|op|om|is|er|we|ze|je|te|bv|al|uw|ik|nu|dr|na|zo|to|at|or|on|as|if|by|per"
_ADDITION = r"(?:\s?-?[a-zA-Z]\b|\s?-?\d{1,4}\b(?<=-\d)|-\d{1,4}|[ -]?(?:hs|bis|rd|zw|[IViv]{1,4})\b)?"
_HOUSE_BEFORE = rf"(?:(?<=[\w.] )\d{{1,4}}{_ADDITION}\s?,\s?)?"
#: A number of which the word before it says what it counts.
_OTHER_NUMBER = re.compile(
    r"(?:bestel|order|artikel|serie|factuur|klant|zaak|dossier|project|offerte|polis|contract|inschrijf|pakket|relatie|"
    r"debiteur|aanvraag|lid|meld|ticket|invoice|serial|article|case|project)\w*[ -]?(?:nummer|nr\.?|number|no\.?|code)?"
    r"[\s:#]{0,3}(?:is |was )?\Z|(?:kenmerk|ref\.?|referentie|reference|isbn|ean|btw|vat|imei)[\s:#]{0,3}\Z",
    re.IGNORECASE,
)


def _digits(found: str) -> str:
    return re.sub(r"\D", "", found)


def _is_iban(found: str) -> bool:
    """Tell whether this is an account number; a Dutch one is masked also when it holds a typing error."""
    compact = re.sub(r"\W", "", found).upper()
    dutch = re.fullmatch(r"NL\d\d[A-Z]{4}\d{9,11}", compact)
    return bool(dutch) or bool(iban.is_valid(compact, check_country=False))


def _is_foreign_phone(found: str) -> bool:
    return 9 <= len(_digits(found)) <= 15


def _is_bsn(found: str) -> bool:
    return bool(bsn.is_valid(_digits(found)))


def counts_something_else(text: str, start: int) -> bool:
    """Tell whether the word before a number in ``text`` says that it is an order, an invoice or the like."""
    return bool(_OTHER_NUMBER.search(text, max(0, start - 30), start))


#: Where a number may begin, an account number, a number plate.
_NUMBER = re.compile(r"(?<!\d)(?=\d|[+(][+(]?\d)")
_ACCOUNT = re.compile(r"(?<!\w)(?=[a-z]{2}[ .-]?\d\d)")
_PLATE = re.compile(r"(?<![\w-])(?=[a-z\d]{1,3}-[a-z\d]{2,3}-[a-z\d]{1,3}(?![\w-]))")


def _after(cue: str, gap: str = r"[^\d.!?\n]{0,30}") -> re.Pattern[str]:
    """Return a cue that ends where, after some words, digits begin."""
    return re.compile(rf"{cue}{gap}(?<!\d)(?=\d)")


def _plates(letter: str) -> str:
    """Return every order of letters and digits that Dutch number plates have had."""
    orders = (
        "LL-00-00 00-00-LL 00-LL-00 LL-00-LL LL-LL-00 00-LL-LL 00-LLL-0 0-LLL-00 LL-000-L L-000-LL LLL-00-L 0-LL-000"
    )
    return "|".join(orders.replace("0", r"\d").replace("L", letter).split())


_ACCOUNTS = (
    Pattern("iban", _ACCOUNT, compiled(r"(?P<found>NL[ .-]?\d\d[ .-]?[A-Z]{4}(?:[ .-]{0,2}\d){9,11})(?!\d)"), _is_iban),
    Pattern("iban", _ACCOUNT, compiled(rf"(?P<found>{_FOREIGN_IBAN})(?!\w)"), _is_iban),
)
_BIRTHS = (
    Pattern(
        "birth_date",
        re.compile(rf"{_BORN}[^\d.!?\n]{{0,30}}?(?<![\w'’])(?={_DATE})"),
        compiled(rf"(?P<found>{_DATE})(?!\w)"),
    ),
    Pattern(
        "birth_date",
        re.compile(rf"(?<![\w'’])(?=\d|{_MONTH})"),
        compiled(rf"(?<![\w'’])(?P<found>{_DATE})(?=[^.!?\n\d]{{0,25}}\b{_BORN})"),
    ),
)
_KVKS = (
    Pattern(
        "kvk",
        _after(rf"\b{_CHAMBER}", r"(?:[^\d.!?\n]|nr\.|no\.|k\.){0,30}"),
        re.compile(r"(?P<found>\d(?:[ .-]?\d){7})(?!,?\d)"),
    ),
    Pattern(
        "kvk",
        _NUMBER,
        compiled(
            r"(?<![\d.,])(?P<found>\d{8}|\d{4}[ .]\d{4}|\d\d[ .]\d\d[ .]\d\d[ .]\d\d)"
            rf"(?=[^\d!?\n]{{0,40}}\b{_CHAMBER})"
        ),
    ),
)
_CITIZENS = (
    Pattern(
        "bsn", _after(_CITIZEN, r"(?:[^\d.!?\n]|nr\.|no\.){0,30}"), re.compile(r"(?P<found>\d(?:[ .-]?\d){7,8})(?!\d)")
    ),
    Pattern("bsn", _NUMBER, compiled(r"(?<![\d.,])(?P<found>\d(?:[ .-]?\d){8})(?=[^\d.!?\n]{0,25}\bbsn\b)")),
)
_PHONES = (
    Pattern(
        "phone",
        _NUMBER,
        re.compile(rf"(?<!\w)(?<!\d[.,])(?P<found>\(?(?:\+|00)31\)?{_GAP}(?:\(0\))?(?:{_GAP}\d){{9}})(?!\d)"),
    ),
    Pattern(
        "phone",
        _NUMBER,
        re.compile(rf"(?<!\w)(?<!\d[.,])(?P<found>\(?(?:\+|00)\d{{1,3}}\)?{_GAP}(?:\(0\))?(?:{_GAP}\d){{6,12}})(?!\d)"),
        _is_foreign_phone,
    ),
    Pattern(
        "phone",
        _NUMBER,
        re.compile(
            rf"(?<![\w+])(?<!\d[.,])(?!0\d([-/.])\d\d?\1(?:19|20)\d\d)"
            rf"(?P<found>\(?0[1-9](?:\d{{0,2}}\)?)(?:{_GAP}\d){{6,8}})(?!\d)"
        ),
        lambda found: len(_digits(found)) == 10,
        loose=True,
    ),
    Pattern(
        "phone",
        _after(r"\b(?:app|bel|tel|telefoon|mobiel|06|nummer|phone|call)\w*\W", r"[^\d.!?\n]{0,20}"),
        re.compile(r"(?P<found>6[ -]?(?:\d[ -]?){7}\d)(?!\d)"),
    ),
    Pattern("phone", re.compile(r"(?<!\w)(?=o6)"), compiled(rf"(?P<found>o6(?:{_GAP}[\do]){{8}})(?!\w)")),
)
_LOOSE_CITIZENS = (
    Pattern(
        "bsn",
        _NUMBER,
        compiled(
            r"(?<![\w.,€-])(?P<found>\d{9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3}([ -])\d{3}\2\d{3}|\d{3} \d\d \d\d \d\d)"
            r"(?!\d|[.,]\d)(?! ?euro)"
        ),
        _is_bsn,
        loose=True,
    ),
)
_LICENCE_PLATES = (
    Pattern(
        "licence_plate", _PLATE, re.compile(rf"(?P<found>{_plates('[A-Z]')}|{_plates(f'[{_PLATE_LETTER}]')})(?!\w)")
    ),
    Pattern(
        "licence_plate",
        re.compile(
            r"(?:kenteken|nummerbord|number plate|licen[cs]e plate)(?:nummer)?[^\d.!?\n]{0,15}?(?<![^\s:(])(?=[a-z\d])"
        ),
        compiled(
            r"(?P<found>(?=[A-Z -]{0,6}\d)(?=[\d -]{0,6}[A-Z])[A-Z\d]{1,3}[ -]?[A-Z\d]{2,3}[ -]?[A-Z\d]{1,3})(?!\w)"
        ),
    ),
)
_POSTCODES = (
    Pattern(
        "postcode",
        _NUMBER,
        re.compile(
            rf"(?<![\w€])(?P<found>{_HOUSE_BEFORE}(?!(?:19|20)\d\d (?:NL|EU)\b)"
            r"[1-9]\d{3}[\s-]{0,2}(?!SA|SD|SS)[A-Z]{2}"
            rf"(?:[\s,-]{{0,3}}(?:(?:huisnummer|nummer|nr\.?|no\.?|#)\s?)?\d{{1,5}}{_ADDITION})?)(?!\w)"
        ),
    ),
    Pattern(
        "postcode",
        _NUMBER,
        re.compile(
            rf"(?<![\w€.,-])(?P<found>{_HOUSE_BEFORE}[1-9]\d{{3}}(?!{_UNITS})[a-z]{{2}}"
            rf"(?:[\s,-]{{0,3}}(?:nr\.? ?)?\d{{1,5}}{_ADDITION})?)(?!\w)"
        ),
    ),
    Pattern(
        "postcode",
        _NUMBER,
        re.compile(
            rf"(?<![\w€.,-])(?P<found>[1-9]\d{{3}} (?!(?:{_SHORT_WORDS}|{_UNITS})\b)[A-Za-z][a-z]"
            rf"(?:[\s,-]{{1,3}}(?:huisnummer |nummer |nr\.? ?)?\d{{1,4}}{_ADDITION}))(?![\w.,]\d|\w)"
        ),
    ),
    Pattern(
        "postcode",
        re.compile(r"postcode[^\d.!?\n]{0,15}(?=\d)"),
        compiled(r"(?P<found>[1-9]\d{3}\s{0,2}[A-Z]{2})(?!\w)"),
    ),
    Pattern("postcode", re.compile(r"huisnummer:?\s(?=\d)"), compiled(rf"(?P<found>\d{{1,5}}{_ADDITION})(?!\w)")),
)
#: In order: what an earlier pattern took, a later one leaves alone. An IBAN holds digits that look
#: like a phone number, a phone number digits that look like a BSN.
NUMBERS = (
    Pattern(
        "email",
        re.compile(rf"(?<!{_LOCAL})(?={_LOCAL}{{1,200}}\s?{_AT})"),
        compiled(rf"(?P<found>{_LOCAL}{{1,200}}\s?{_AT}\s?{_DOMAIN})"),
    ),
    *_ACCOUNTS,
    *_BIRTHS,
    *_KVKS,
    *_CITIZENS,
    *_PHONES,
    *_LOOSE_CITIZENS,
    *_LICENCE_PLATES,
    *_POSTCODES,
)
