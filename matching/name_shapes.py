"""What the name of a person looks like in a text, and what tells it from a name of something else."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from matching.gazetteer import is_word
from matching.text import fold

_LETTERS = [chr(code) for code in (*range(ord("A"), ord("z") + 1), *range(0xC0, 0x250)) if chr(code).isalpha()]
BIG = "".join(letter for letter in _LETTERS if letter.isupper())
SMALL = "".join(letter for letter in _LETTERS if letter.islower())
CAPITAL = rf"(?:Mc|Mac|O['’]|d['’])?[{BIG}][\w'’]*[{SMALL}](?:-[{BIG}][\w'’]+)*"
INITIALS = rf"(?:(?:[{BIG}][a-z]?|IJ)\.\s?){{1,5}}"
_SMALL_INFIX = (
    r"(?:van|de|den|der|het|ten|ter|te|'t|’t|'s|’s|op|in|aan|uit|el|al|ben|bin|ibn|la|le|von|zu|dos|da|di|du|"
    r"v\.d\.|vd|v/d|v\.)"
)
INFIX = rf"(?:(?:{_SMALL_INFIX}|Van|De|Den|Der|Ten|Ter|'T|El|Al|Ben|Bin|Ait|A)\s+){{0,3}}"
NAME = rf"(?:(?:{INITIALS})?{INFIX}{CAPITAL}(?:\s+{INFIX}{CAPITAL}){{0,3}})"
FULL_NAME = rf"(?:{CAPITAL}(?:\s+(?:{INITIALS})?{INFIX}{CAPITAL}){{1,3}})"
_IS_INFIX = re.compile(r"(?:van|de|den|der|ten|ter|el|al|ben|bin|von|la|le|'t|’t|vd|v\.d\.|a)\Z", re.IGNORECASE)
#: A name written in small letters: a first name with a surname.
SMALL_FULL_NAME = (
    rf"(?:[{SMALL}]{{2,}}(?:[-\s](?:van|de|den|der|ten|ter|el|al|ben|vd)\b){{0,2}}(?:[\s-][{SMALL}]{{3,}}){{1,2}})"
)
#: What carries a person's name but is none: "de Anne Frankschool", "het Albert Schweitzer ziekenhuis".
_THING = (
    r"(?:huis|school|college|ziekenhuis|prijs|fonds|plein|straat|laan|weg|arena|stichting|foundation|museum|kerk|"
    r"stadion|park|instituut|hoeve|kliniek|bank|supermarkt|winkel|bv|b\.v\.|gebouw|zaal|universiteit|lyceum|award|"
    r"court|hof|hal|kade|academie|academy|bakkerij|bedrijf|groep|beheer|holding|installatie|bouw|advies|methode|route|"
    r"impact|kitchen|hogeschool|stores?|shop)"
)
_NAMED_AFTER = re.compile(rf"\s?-?(?:{_THING}|(?:en|&) (?:alleman|zonen|zn|zoon|dochters))\b", re.IGNORECASE)
_HOLDS_A_THING = re.compile(
    r"\b(?:stichting|fonds|foundation|school|hogeschool|college|hoeve|impact|court|kitchen|bedrijf|groep|holding|"
    r"instituut|museum|shop|stores?|enterprise|beheer|installatie)(?:\s|\Z)",
    re.IGNORECASE,
)
#: After one of these stands the name of a house, a firm or a thing.
_NAME_OF_A_THING = re.compile(
    r"(?:stichting|stg\.|vereniging|sint|st\.|huize|villa|casa|chez|hotel|camping|restaurant|caf[eé]|hoeve|boerderij|"
    r"firma|gebroeders|gebr\.|fa\.|bedrijf|bakkerij|slagerij|kwekerij|brouwerij|winkel|salon|garage|theehuis|molen|"
    r"kaasmakerij|atelier|school|college|fonds|project|merk|prins|prinses|koning|koningin|paus|oma|opa|"
    r"straat|laan|plein|wijk|buurt|gemeente|provincie|stad|dorp|schip|boot|hond|kat|paard|ezel|koe)\s+[\"'“‘„]?\Z",
    re.IGNORECASE,
)
_WRITES = re.compile(r"\s(?:hier\b|here\b|speaking\b)", re.IGNORECASE)
_CAN_BE_ASKED = re.compile(
    r"(?<!\w)(?:bel|bellen|belde|mail|mailde|app|appte|vraag|spreek|sprak|heb met|had met|call|ask)"
    r"(?: gerust| even| dan| met| naar)?\s\Z",
    re.IGNORECASE,
)
_STREET_OR_FIRM = re.compile(
    r"\w(?:straat|laan|plein|gracht|singel|school|fonds|bouw|techniek|beheer|advies|groep|bedrijf|bedrijven|transport)\Z",
    re.IGNORECASE,
)
#: How surnames end, from Friesland to Armenia, that hardly another word ends in.
_SURNAME = re.compile(
    r"\w{2}(?:stra|dsma|[a-z]ma|inga|enga|ssen|sens?|mans|huis|ink|kamp|oglu|ski|ska|cki|cka|wicz|czyk|iak|ovic|evic|"
    r"ova|eva|enko|chuk|yan|dze|shvili|singh|sson|meijer|meyer|mulder|horst|hoven|bergen?|veld)\Z"
)
#: Whose name is that of a shop, a field or a street more often than that of somebody who asks.
_KNOWN_TO_ALL = frozenset(
    {
        "albert heijn",
        "albert cuyp",
        "johan cruijff",
        "johan cruyff",
        "anne frank",
        "willem alexander",
        "albert schweitzer",
    }
    | {"martin luther king", "nelson mandela", "maria montessori", "rudolf steiner", "willem barentsz"}
    | {"anton pieck", "leger des heils", "rosa parks", "karel de grote", "willem de zwijger", "willem van oranje"}
    | {"anna paulowna", "maria hoop"}
)


@lru_cache(maxsize=1)
def _first_names() -> dict[str, bool]:
    """Return first names, folded, and whether each is also an ordinary word; read when a text is first looked at."""
    lines = resources.files("matching").joinpath("first_names.txt").read_text(encoding="utf-8").splitlines()
    names = (name for line in lines if not line.startswith("#") for name in line.split())
    return {name.rstrip("*"): name.endswith("*") for name in names}


def _words(found: str) -> list[str]:
    """Return the words of a name, folded, without what stands before a surname."""
    return [fold(word) for word in re.split(r"[\s-]+", found) if word and not _IS_INFIX.match(word)] or [fold(found)]


def is_first_name(found: str) -> bool:
    """Tell whether this begins with a first name."""
    return _words(found)[0] in _first_names()


def is_telling_first_name(found: str) -> bool:
    """Tell whether this begins with a first name that is no ordinary word."""
    return _first_names().get(_words(found)[0]) is False


def is_known_name(found: str) -> bool:
    """Tell whether this is a first name that is no word, or any first name with a surname."""
    return is_telling_first_name(found) or (is_first_name(found) and " " in found)


def is_small_name(found: str) -> bool:
    """Tell whether words in small letters are a first name, alone or with a surname that is no word."""
    return is_telling_first_name(found) and not any(is_word(word) for word in _words(found)[1:])


def is_no_word(found: str) -> bool:
    """Tell whether this begins with a first name or with no word that people use."""
    return is_first_name(found) or not is_word(_words(found)[0])


def may_be_name(found: str) -> bool:
    """Tell whether what follows an introduction is a person: by the first name, or because it is no word at all."""
    several = len([word for word in found.split() if not _IS_INFIX.match(word)]) > 1
    return is_first_name(found) or (several and not is_word(_words(found)[0])) or bool(re.match(r"\w\w?\.", found))


def is_unknown_name(found: str) -> bool:
    """Tell whether two words or more may be a name of which nobody knows the first name."""
    return len(_words(found)) > 1 and not any(is_word(word) for word in _words(found))


def is_likely_name(found: str) -> bool:
    """Tell whether a name of which nobody knows the first name ends as surnames do."""
    return is_unknown_name(found) and bool(_SURNAME.search(_words(found)[-1]))


def belongs_to_a_thing(text: str, start: int) -> bool:
    """Tell whether a word before a name in ``text`` says that it is that of a firm, a house or an animal."""
    return bool(_NAME_OF_A_THING.search(text, max(0, start - 20), start))


def names_a_thing(text: str, start: int, end: int) -> bool:
    """Tell whether a name in ``text`` is that of a street, a school or a firm."""
    name = text[start:end]
    return bool(
        _NAMED_AFTER.match(text, end)
        or _HOLDS_A_THING.search(name)
        or _STREET_OR_FIRM.search(name)
        or any(fold(" ".join(name.split()[:many])) in _KNOWN_TO_ALL for many in (2, 3, 4))
    )


def is_addressed(text: str, start: int, end: int) -> bool:
    """Tell whether a first name says who writes, or who can be asked: "Hidde hier", "bel Hidde".

    A first name that somebody only tells about ("voor Petra krijg ik geen vergoeding") stays: it tells nobody who
    she is, and without it the story cannot be followed.
    """
    return bool(_WRITES.match(text, end) or _CAN_BE_ASKED.search(text, max(0, start - 20), start))
