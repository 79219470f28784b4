"""The ways in which personal data is written, and what tells it from numbers and names that are none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from stdnum import iban
from stdnum.nl import bsn

from matching.gazetteer import is_word
from matching.text import fold

_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}"
_DOMAIN = r"[^\W_][\w-]{0,62}(?:(?:\.|\[dot\]|\(dot\))[\w-]{1,63}){1,8}"
_LETTERS = [chr(code) for code in (*range(ord("A"), ord("z") + 1), *range(0xC0, 0x250)) if chr(code).isalpha()]
_BIG = "".join(letter for letter in _LETTERS if letter.isupper())
_SMALL = "".join(letter for letter in _LETTERS if letter.islower())
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
_BORN = r"(?:geboren|geboorte(?:datum|dag|jaar)?|geb\.|geb\b|date of birth|birth ?da(?:te|y)|d\.?o\.?b\b|born)"
_CAPITAL = rf"(?:Mc|Mac|O['’]|d['’])?[{_BIG}][\w'’]*[{_SMALL}](?:-[{_BIG}][\w'’]+)*"
_INITIALS = rf"(?:[{_BIG}][a-z]?\.\s?){{1,5}}"
_INFIX = (
    r"(?:(?:van|de|den|der|het|ten|ter|te|'t|’t|op|in|aan|uit|el|al|ben|bin|la|le|von|dos|da|di|"
    r"v\.d\.|vd|v\.|Van|De|Den|Der|El|Al|A)\s+){0,3}"
)
_NAME = rf"(?:(?:{_INITIALS})?{_INFIX}{_CAPITAL}(?:\s+{_INFIX}{_CAPITAL}){{0,3}})"
_FULL_NAME = rf"(?:{_CAPITAL}(?:\s+{_INFIX}{_CAPITAL}){{1,3}})"
_TITLE = (
    r"mevrouw|meneer|mevr\.?|mw\.?|dhr\.?|de heer|heer|juffrouw|mr\.?|mrs\.?|ms\.?|drs\.?|dr\.?|ing\.?|ir\.?"
    r"|prof\.?|wethouder|sir|madam"
)
#: After these a name follows that somebody says is one, also in small letters.
_MY_NAME = (
    r"(?:mijn|m'n|zijn|haar|my|his|her) (?:volledige |full )?(?:naam|name) (?:is|luidt)|ik heet|hij heet|zij heet|"
    r"naam:|name:|i am called|op naam van"
)
#: After these a person follows, whatever the name.
_PERSON = (
    r"contactpersoon:|contact:|t\.a\.v\.|ter attentie van|t\.n\.v\.|ten name van|namens mij,?|aanvrager:|"
    r"ondertekend:?|getekend:?|contact person:|u spreekt met|je spreekt met|"
    r"(?:mijn|m'n|zijn|haar|my|his|her) (?:(?:\w+e|new|old) )?(?:man|vrouw|partner|zoon|zoontje|dochter|dochtertje|"
    r"moeder|vader|broer|zus|vriend|vriendin|buurman|buurvrouw|compagnon|oom|tante|neef|nicht|"
    r"husband|wife|son|daughter|mother|father|brother|sister|friend),?"
)
#: After these a name may follow: a first name, or a first name with a surname.
_INTRODUCTION = (
    r"contactpersoon(?: [\w ]{1,25})?(?: is)?|contact met|bellen met|bel met|mailen met|spreken met|gesprek met|"
    r"afspraak met|vra(?:ag|gen) naar|call me,?|ask for|this is|ik ben|ik ben het,|i am|i'm|beste|lieve|hoi|dear|"
    r"zekere|onze (?:\w+e )?(?:zoon|dochter|collega|buurman|buurvrouw)|"
    r"(?:mijn|onze|my|our) (?:collega|colleague|boekhouder),?|"
    r"kandidaat|jobcoach|begeleider|medewerker|medewerkster|werknemer|stagiair|stagiaire|leerling|penningmeester|"
    r"voorzitter|secretaris|directeur|eigenaar|huurder|verhuurder|makelaar|ambtenaar|consulent|accountmanager"
)
_FAREWELL = (
    r"(?:groet(?:en|jes)?|gr\.?|hoogachtend|(?:kind |best |warm )?regards|sincerely|cheers|mvg|"
    r"(?:met |veel |bij voorbaat |alvast )?dank(?: u| je)?(?: wel)?|bedankt|thanks|thank you|namens het team|liefs)"
)
#: With these a sentence goes on after a name in small letters.
_GOES_ON = r"(?:en|and|ik|mijn|uit|ben|wij|met|i|my)\b"
#: A title before one of these names no person.
_ROLES = frozenset(
    {"pastoor", "dominee", "burgemeester", "wethouder", "voorzitter", "minister", "directeur", "notaris", "rechter"}
    | {"dokter", "professor", "president", "koning", "imam", "staatssecretaris", "commissaris", "secretaris"}
)
#: What carries a person's name but is none: "de Anne Frankschool", "het Albert Schweitzer ziekenhuis".
_NAMED_AFTER = (
    r"(?:huis|school|college|ziekenhuis|prijs|fonds|plein|straat|laan|weg|arena|stichting|foundation|museum|kerk|"
    r"stadion|park|instituut|bank|supermarkt|winkel|bv|b\.v\.|gebouw|zaal|universiteit|lyceum|award)"
)


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    """Return first names, folded; they are read when a text is first looked at."""
    lines = resources.files("matching").joinpath("first_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way in which personal data is written; group ``found`` is what is masked."""

    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = lambda found: True


def _digits(found: str) -> str:
    return re.sub(r"\D", "", found)


def _is_iban(found: str) -> bool:
    """Tell whether this is an account number; a Dutch one is masked also when it holds a typing error."""
    compact = re.sub(r"\W", "", found).upper()
    return bool(re.fullmatch(r"NL\d\d[A-Z]{4}\d{9,11}", compact)) or bool(iban.is_valid(compact))


def _is_phone(found: str) -> bool:
    digits = _digits(found)
    if found.lstrip("(").startswith(("+", "00")):
        return 9 <= len(digits) <= 15
    return len(digits) == 10


def _is_bsn(found: str) -> bool:
    return bool(bsn.is_valid(_digits(found)))


def _first(found: str) -> str:
    """Return the first word of a name, folded; the first part of "Anne-Marie"."""
    return fold(re.split(r"[\s-]", found, maxsplit=1)[0])


def _is_first_name(found: str) -> bool:
    return _first(found) in _first_names()


def _is_small_first_name(found: str) -> bool:
    return _is_first_name(found) and not is_word(found)


def _is_known_name(found: str) -> bool:
    """Tell whether this is a first name that is no word, or any first name with a surname."""
    return _is_first_name(found) and (" " in found or not is_word(_first(found)))


def _may_be_name(found: str) -> bool:
    """Tell whether what follows an introduction is a person: by the first name, or because it is no word at all."""
    return _is_first_name(found) or (" " in found and not is_word(_first(found))) or bool(re.match(r"\w\w?\.", found))


def _is_no_word(found: str) -> bool:
    return not is_word(_first(found)) or _is_first_name(found)


def _is_no_role(found: str) -> bool:
    return _first(found) not in _ROLES


def _compiled(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags)


#: In order: what an earlier pattern took, a later one leaves alone. An IBAN holds digits that look
#: like a phone number, a phone number digits that look like a BSN.
PATTERNS = (
    Pattern("email", _compiled(rf"(?P<found>{_LOCAL}\s?(?:@|\(at\)|\[at\]|\bapenstaartje\b)\s?{_DOMAIN})")),
    Pattern("iban", _compiled(r"(?<!\w)(?P<found>[A-Z]{2}\d\d(?:[ .-]?[A-Z0-9]){11,30})(?!\w)"), _is_iban),
    Pattern(
        "iban",
        _compiled(r"(?<!\w)(?P<found>[A-Z]{2}\d\d(?:[ .-]?[A-Z0-9]{4}){2,7}(?:[ .-]?[A-Z0-9]{1,3})?)(?!\w)", 0),
        _is_iban,
    ),
    Pattern("iban", _compiled(r"(?<!\w)(?P<found>NL[ .-]?\d\d[ .-]?[A-Z]{4}(?:[ .-]?\d){9,11})(?!\d)"), _is_iban),
    Pattern("birth_date", _compiled(rf"{_BORN}[^\d.!?\n]{{0,30}}?(?<![\w'’])(?P<found>{_DATE})(?!\w)")),
    Pattern("birth_date", _compiled(rf"(?<![\w'’])(?P<found>{_DATE})(?=[^.!?\n\d]{{0,25}}\b{_BORN})")),
    Pattern(
        "kvk",
        _compiled(
            r"\b(?:k\.?v\.?k|kamer van koophandel|handelsregister|chamber of commerce|coc\b)"
            r"(?:[^\d.!?\n]|nr\.|no\.|k\.){0,30}(?<!\d)(?P<found>\d(?:[ .-]?\d){7})(?!,?\d)"
        ),
    ),
    Pattern(
        "kvk",
        _compiled(
            r"(?<![\d.,])(?P<found>\d{8}|\d{4} \d{4}|\d\d \d\d \d\d \d\d)"
            r"(?=[^\d!?\n]{0,40}\b(?:k\.?v\.?k\b|kamer van koophandel|handelsregister|chamber of commerce))"
        ),
    ),
    Pattern(
        "bsn",
        _compiled(
            r"(?:bsn|burger ?service ?nummer|sofi-? ?nummer|citizen service number)[^\d.!?\n]{0,30}"
            r"(?P<found>\d(?:[ .-]?\d){7,8})(?!\d)"
        ),
    ),
    Pattern("bsn", _compiled(r"(?<![\d.,])(?P<found>\d(?:[ .-]?\d){8})(?=[^\d.!?\n]{0,25}\bbsn\b)")),
    Pattern(
        "phone",
        _compiled(r"(?<![\w.,])(?P<found>(?:\+|00)\d{1,3}[\s.-]?(?:\(0\))?[\s.-]?(?:\d[\s.-]?){6,11}\d)(?!\d)"),
        _is_phone,
    ),
    Pattern(
        "phone",
        _compiled(r"(?<![\w.,+])(?P<found>\(?0[1-9](?:\d{0,2}\)?)(?:[\s./-]{0,3}\d){6,8})(?!\d)"),
        _is_phone,
    ),
    Pattern(
        "phone",
        _compiled(
            r"\b(?:app|bel|tel|telefoon|mobiel|06|nummer|phone|call)\w*\W[^\d.!?\n]{0,20}"
            r"(?P<found>6[ -]?(?:\d[ -]?){7}\d)(?!\d)"
        ),
    ),
    Pattern(
        "bsn",
        _compiled(
            r"(?<![\w.,€-])(?P<found>\d{9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3} \d{3} \d{3}|\d{3} \d\d \d\d \d\d)"
            r"(?![\d.,])(?! ?euro)"
        ),
        _is_bsn,
    ),
    Pattern(
        "licence_plate",
        _compiled(
            r"(?<![\w-])(?P<found>[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}"
            r"|[A-Z]{2}-\d{2}-[A-Z]{2}|[A-Z]{2}-[A-Z]{2}-\d{2}|\d{2}-[A-Z]{2}-[A-Z]{2}|\d{2}-[A-Z]{3}-\d"
            r"|\d-[A-Z]{3}-\d{2}|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}|[A-Z]{3}-\d{2}-[A-Z]|\d-[A-Z]{2}-\d{3})"
            r"(?![\w-])",
            0,
        ),
    ),
    Pattern(
        "licence_plate",
        _compiled(r"kenteken(?:nummer)?(?: is|:)?\s{0,3}(?P<found>(?=[A-Z\d-]*\d)(?=[\d-]*[A-Z])[A-Z\d-]{6,8})(?!\w)"),
    ),
    Pattern(
        "postcode",
        _compiled(
            r"(?<![\w€])(?P<found>(?:(?<=[a-z.] )\d{1,4}(?: ?[a-zA-Z]|-\d{1,4}|-?[a-z]{1,3})?\s?,\s?)?"
            r"[1-9]\d{3}[\s-]?(?!SA|SD|SS)[A-Z]{2}"
            r"(?:[\s,-]{0,3}(?:(?:huisnummer|nummer|nr\.?|no\.?|#)\s?)?\d{1,5}"
            r"(?:\s?-?[a-zA-Z]\b|-\d{1,4}|[ -]?(?:hs|bis|rd|zw|I{1,3})\b)?)?)(?!\w)",
            0,
        ),
    ),
    Pattern(
        "postcode",
        _compiled(
            r"(?<![\w€.,-])(?P<found>[1-9]\d{3}(?!km|kg|ml|cm|mm|kw|kv|ha|st|nd|rd|th|am|pm|bv|pk|ct|de|e\b)[a-z]{2}"
            r"(?:[\s,-]{0,3}(?:nr\.? ?)?\d{1,5}(?:\s?-?[a-z]\b|-\d{1,4}|-?(?:hs|bis|rd|zw)\b)?)?)(?!\w)",
            0,
        ),
    ),
    Pattern(
        "postcode",
        _compiled(
            r"(?<![\w€.,-])(?P<found>[1-9]\d{3} (?!en|of|in|op|om|is|er|we|ze|je|te|bv|km|kg|al|uw|ik|nu|dr|st|ha)"
            r"[a-z]{2}"
            r"(?:[\s,-]{1,3}(?:huisnummer |nummer |nr\.? ?)?\d{1,4}[a-z]?))(?![\w.,]\d|\w)",
            0,
        ),
    ),
    Pattern(
        "name", _compiled(rf"(?<!\w)(?i:{_TITLE})\s+(?:(?i:{_TITLE})\s+)*(?P<found>{_NAME})(?!\w)", 0), _is_no_role
    ),
    Pattern(
        "name",
        _compiled(rf"(?<!\w)(?i:mevrouw|meneer|mevr\.?|mw\.?|dhr\.?|de heer)\s+(?P<found>[{_SMALL}]{{4,}})(?!\w)", 0),
        _is_no_word,
    ),
    Pattern("name", _compiled(rf"(?<!\w)(?i:{_MY_NAME})\s*(?:(?i:{_TITLE})\s+)*(?P<found>{_NAME})(?!\w)", 0)),
    Pattern(
        "name",
        _compiled(
            rf"(?<!\w)(?i:{_MY_NAME})\s+(?P<found>[{_SMALL}]{{2,}}"
            rf"(?:\s+(?!{_GOES_ON}|van (?:de|het|een|mijn)\b)[{_SMALL}-]{{2,}}){{0,2}}?)"
            rf"(?=\s+{_GOES_ON}|\s*[,.;:!?(]|$)",
            0,
        ),
        _is_no_word,
    ),
    Pattern(
        "name",
        _compiled(rf"(?<!\w)(?i:{_PERSON})\s*(?:(?i:{_TITLE})\s+)*(?P<found>{_NAME})(?!\w)", 0),
        _is_no_word,
    ),
    Pattern(
        "name",
        _compiled(
            rf"(?<!\w)(?i:ik ben|i am|i'm|met|groet(?:en|jes)?,?|mvg,?|gr,?)\s+(?P<found>[{_SMALL}]{{4,}})(?!\w)", 0
        ),
        _is_small_first_name,
    ),
    Pattern(
        "name",
        _compiled(rf"(?<!\w)(?i:{_INTRODUCTION})\s*(?:(?i:{_TITLE})\s+)*(?P<found>{_NAME})(?!\w)", 0),
        _may_be_name,
    ),
    Pattern(
        "name",
        _compiled(
            rf"(?<!\w)(?i:{_FAREWELL})(?i:,? van| uit [^,.\n]{{1,30}})?\s*[,.!]?\s*(?P<found>{_NAME})"
            rf"(?=\s*(?:$|[,.\n(|–-]|&|\+|en\b|and\b))",
            0,
        ),
        _is_no_word,
    ),
    Pattern("name", _compiled(rf"(?<=& )(?P<found>{_CAPITAL})(?=\s*[.,\n]*$)", 0), _is_first_name),
    Pattern("name", _compiled(rf"(?<!\w)(?P<found>{_INITIALS}{_INFIX}{_CAPITAL})(?!\w)", 0)),
    Pattern(
        "name",
        _compiled(rf"(?<![\w'’-])(?=(?P<found>{_FULL_NAME})(?![\w-])(?!\s?-?{_NAMED_AFTER}\b))", 0),
        _is_known_name,
    ),
    Pattern(
        "name",
        _compiled(
            rf"(?<![\w'’-])(?P<found>{_CAPITAL} (?:El|Ait|van der|van den|Van der|Van den|van ’t|van 't) {_CAPITAL})", 0
        ),
        _is_no_word,
    ),
)
