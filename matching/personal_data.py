"""Finding and masking personal data in free text, so that a sentence stays readable without the person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from stdnum import iban
from stdnum.nl import bsn

from matching.data import Finding

#: What a reader sees instead, per kind.
PLACEHOLDERS = {
    "email": "[e-mailadres]",
    "iban": "[IBAN]",
    "birth_date": "[geboortedatum]",
    "kvk": "[KvK-nummer]",
    "phone": "[telefoonnummer]",
    "bsn": "[BSN]",
    "licence_plate": "[kenteken]",
    "postcode": "[postcode en huisnummer]",
    "name": "[naam]",
}

_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}"
_DOMAIN = r"[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){1,8}"
_DATE = r"(?:\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2} [a-z]{3,9}\.? \d{2,4})"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’]*[a-zß-öø-ÿ](?:-[A-ZÀ-ÖØ-Þ][\w'’]+)?"
_INITIALS = r"(?:[A-Z]\.\s?){1,5}"
_INFIX = r"(?:(?:van|de|den|der|het|ten|ter|te|'t|el|al|ben|bin|la|le|von|dos|da|di|Van|De|Den|Der|El|Al)\s+){0,3}"
_NAME = rf"(?:(?:{_INITIALS})?{_INFIX}{_CAPITAL}(?:\s+{_INFIX}{_CAPITAL}){{0,3}})"
_TITLE = (
    r"mevrouw|meneer|mevr\.?|mw\.?|dhr\.?|de heer|juffrouw|mr\.?|mrs\.?|ms\.?|drs\.?|dr\.?|ing\.?|ir\.?"
    r"|prof\.?|wethouder|sir|madam"
)
_INTRODUCTION = (
    r"mijn naam is|m'n naam is|ik heet|mijn naam:|naam:|contactpersoon:?|contact:|contact met|bellen met|"
    r"mailen met|spreken met|t\.a\.v\.|ter attentie van|op naam van|namens mij,?|aanvrager:|"
    r"my name is|i am called|contact person:?|call me,?|ask for"
)
_FAREWELL = r"(?:groet(?:en|jes)?|hoogachtend|regards|sincerely|mvg)"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One way in which personal data is written; group ``found`` is what is masked."""

    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = lambda found: True


def _digits(found: str) -> str:
    return re.sub(r"\D", "", found)


def _is_iban(found: str) -> bool:
    """Tell whether this is an account number; a Dutch one is masked also when it holds a typing error."""
    compact = re.sub(r"\W", "", found).upper()
    return bool(re.fullmatch(r"NL\d\d[A-Z]{4}\d{10}", compact)) or bool(iban.is_valid(compact))


def _is_phone(found: str) -> bool:
    digits = _digits(found)
    if found.lstrip("(").startswith(("+", "00")):
        return 9 <= len(digits) <= 15
    return len(digits) == 10


def _is_bsn(found: str) -> bool:
    return bool(bsn.is_valid(_digits(found)))


def _compiled(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags)


#: In order: what an earlier pattern took, a later one leaves alone. An IBAN holds digits that look
#: like a phone number, a phone number digits that look like a BSN.
_PATTERNS = (
    _Pattern("email", _compiled(rf"(?P<found>{_LOCAL}\s?(?:@|\(at\)|\[at\])\s?{_DOMAIN})")),
    _Pattern("iban", _compiled(r"(?<!\w)(?P<found>[A-Z]{2}\d\d(?:[ .-]?[A-Z0-9]){11,30})(?!\w)"), _is_iban),
    _Pattern("iban", _compiled(r"(?<!\w)(?P<found>NL ?\d\d ?[A-Z]{4}(?:[ .]?\d){10})(?!\d)"), _is_iban),
    _Pattern(
        "birth_date",
        _compiled(rf"(?:geboren|geb\.?|geboortedatum|date of birth|born)(?: op| on| is|:)*\s*(?P<found>{_DATE})"),
    ),
    _Pattern(
        "kvk",
        _compiled(
            r"(?:k\.?v\.?k\.?|kamer van koophandel|chamber of commerce)[\s-]{0,2}"
            r"(?:nummer|nr\.?|number|no\.?)?(?: is|:)?\s{0,3}(?P<found>\d(?:[ .]?\d){7})(?!\d)"
        ),
    ),
    _Pattern(
        "bsn",
        _compiled(
            r"(?:bsn|burgerservicenummer|sofinummer)[\s-]{0,2}(?:nummer|nr\.?)?(?: is|:)?\s{0,3}"
            r"(?P<found>\d(?:[ .-]?\d){7,8})(?!\d)"
        ),
    ),
    _Pattern(
        "phone",
        _compiled(r"(?<![\w.,])(?P<found>(?:\+|00)\d{1,3}[\s.-]?(?:\(0\))?[\s.-]?(?:\d[\s.-]?){6,11}\d)(?!\d)"),
        _is_phone,
    ),
    _Pattern(
        "phone",
        _compiled(r"(?<![\w.,+])(?P<found>\(?0[1-9](?:\d{0,2}\)?)(?:[\s./-]{0,3}\d){6,8})(?!\d)"),
        _is_phone,
    ),
    _Pattern("bsn", _compiled(r"(?<![\w.,€-])(?P<found>\d{9}|\d{4}[. ]\d{2}[. ]\d{3})(?![\d.,])(?! ?euro)"), _is_bsn),
    _Pattern(
        "licence_plate",
        _compiled(
            r"(?<![\w-])(?P<found>[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}"
            r"|[A-Z]{2}-\d{2}-[A-Z]{2}|[A-Z]{2}-[A-Z]{2}-\d{2}|\d{2}-[A-Z]{2}-[A-Z]{2}|\d{2}-[A-Z]{3}-\d"
            r"|\d-[A-Z]{3}-\d{2}|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}|[A-Z]{3}-\d{2}-[A-Z]|\d-[A-Z]{2}-\d{3})"
            r"(?![\w-])",
            0,
        ),
    ),
    _Pattern(
        "licence_plate",
        _compiled(r"kenteken(?:nummer)?(?: is|:)?\s{0,3}(?P<found>(?=[A-Z\d-]*\d)(?=[\d-]*[A-Z])[A-Z\d-]{6,8})(?!\w)"),
    ),
    _Pattern(
        "postcode",
        _compiled(
            r"(?<![\w€])(?P<found>[1-9]\d{3}\s?(?!SA|SD|SS)[A-Z]{2}"
            r"(?:[\s,-]{0,3}(?:(?:huisnummer|nummer|nr\.?|no\.?|#)\s?)?\d{1,5}(?:\s?-?[a-zA-Z]\b|-\d{1,4})?)?)(?!\w)",
            0,
        ),
    ),
    _Pattern("name", _compiled(rf"(?<!\w)(?i:{_TITLE})\s+(?:(?i:{_TITLE})\s+)*(?P<found>{_NAME})(?!\w)", 0)),
    _Pattern("name", _compiled(rf"(?<!\w)(?i:{_INTRODUCTION})\s*(?:(?i:{_TITLE})\s+)*(?P<found>{_NAME})(?!\w)", 0)),
    _Pattern(
        "name", _compiled(rf"(?<!\w)(?i:{_FAREWELL})(?i: van)?\s*[,.!]?\s*(?P<found>{_NAME})\s*(?=$|[,.\n(|])", 0)
    ),
    _Pattern("name", _compiled(rf"(?<!\w)(?P<found>{_INITIALS}{_INFIX}{_CAPITAL})(?!\w)", 0)),
    _Pattern(
        "name",
        _compiled(rf"(?<!\w)(?i:ik ben|i am|i'm)\s+(?P<found>{_CAPITAL}\s+{_INFIX}{_CAPITAL})(?!\w)", 0),
    ),
)

#: Parts of a given name that are too common to be hidden on their own.
_COMMON = "van de den der het ten ter te bv b.v. nv stichting en the and of la le el"
_COMMON_PARTS = frozenset(_COMMON.split())


def find(text: str, names: Sequence[str] = ()) -> list[Finding]:
    """Find personal data in ``text``, in the order in which it stands there.

    Parameters
    ----------
    text
        Any text; the places found are places in it as it is.
    names
        Names that were given in the form, of the asker and others.
    """
    taken: list[Finding] = [Finding("", *m.span()) for p in PLACEHOLDERS.values() for m in _literal(p, text)]
    found: list[Finding] = []
    for finding in chain(_by_pattern(text), _by_name(text, names)):
        if all(finding.end <= other.start or finding.start >= other.end for other in taken):
            taken.append(finding)
            found.append(finding)
    return sorted(found, key=lambda finding: finding.start)


def mask(text: str, names: Sequence[str] = ()) -> str:
    """Replace personal data by what it was, so that the sentence stays readable.

    Looks again after each round: what stood against a masked number may only then show.
    """
    while found := find(text, names):
        for finding in reversed(found):
            text = text[: finding.start] + PLACEHOLDERS[finding.kind] + text[finding.end :]
    return text


def _literal(words: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(re.escape(words), text)


def _by_pattern(text: str) -> Iterator[Finding]:
    for kind in _PATTERNS:
        for match in kind.pattern.finditer(text):
            if kind.holds(match["found"]):
                yield Finding(kind.kind, *match.span("found"))


def _by_name(text: str, names: Sequence[str]) -> Iterator[Finding]:
    for name in names:
        for part in _name_parts(name):
            pattern = r"\s+".join(re.escape(word) for word in part.split())
            for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE):
                yield Finding("name", *match.span())


def _name_parts(name: str) -> Iterator[str]:
    """Yield a name as a whole, then its parts that are telling enough by themselves."""
    parts = name.split()
    if parts:
        yield " ".join(parts)
    for part in parts:
        if len(part) > 2 and part.casefold() not in _COMMON_PARTS:
            yield part
