"""What a text says about places, weighed together: which of several mentions speak of the asker's own place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from matching.data import PlaceHow
from matching.text import fold

#: Another time, another person or a comparison: what is said of a place in such a clause is not about here.
_ELSEWHERE_WORDS = """
ooit eerst eerder eerdere vroeger voorheen vorig vorige destijds toen oorspronkelijk jarenlang
geboren opgegroeid getogen afkomstig vandaan gestudeerd gewoond gewerkt woonde woonden werkte werkten begon startte
deed deden kreeg kregen mocht mochten lukte
gestopt verkocht verwees verwezen ingetrokken afgewezen sluiten gesloten vertrekken vertrokken verlaten achtergelaten
leverancier leveranciers klant klanten opdrachtgever bank concurrent concurrenten
zwager schoonzus broer zus ouders vader moeder neef nicht oom tante vriend vriendin vrienden
collega kennis kennissen buurman buurvrouw ze zij hun anderen
zoals net voorbeeld zag zagen gezien las gelezen hoorde hoorden gehoord
once previously formerly originally before born grew used closed closing left
supplier suppliers customer customers competitor competitors friend friends brother sister parents cousin uncle aunt
they like saw heard read
"""
_ELSEWHERE = frozenset(_ELSEWHERE_WORDS.split())
#: What is said of here and now, also when one of the words above stands beside it.
_SURELY_HERE = frozenset({"hier", "inmiddels", "tegenwoordig", "verder", "opnieuw", "voortaan", "here", "currently"})
_HERE = _SURELY_HERE | {"nu", "zelf", "sinds", "now", "moved"}
_OWN = frozenset({"ik", "wij", "we", "mijn", "ons", "onze", "i", "our", "my"})
#: Where somebody lives says less than where the work is.
_LIVING = frozenset({"woon", "wonen", "woont", "woonachtig", "live", "lives", "living"})
_WORKING = frozenset(
    {"winkel", "pand", "bedrijf", "werkplaats", "zaak", "atelier", "kantoor", "loods", "praktijk", "onderneming"}
    | {"gevestigd", "staat", "shop", "business", "company", "workshop", "office", "based"}
)
_MOVING = re.compile(r"\b(?:verhui[sz]|verplaats|overstap|mov(?:e|ing)|relocat)")
_LEAVING = (["uit"], ["vanuit"], ["van"], ["from"])
_CLAUSE_END = re.compile(r"[.;:!?,()\n]|\b(?:en|of|maar|want|terwijl|and|or|but|while)\b")
_WORDS = re.compile(r"[a-z]+")
_REFUSED = re.compile(r"\b(?:niet|geen|behalve|buiten|not|outside)(?: \w+)?(?: (?:in|te|uit|voor|from|for))? *$")
#: How a part of a town is tied to the town: "Moerwijk, Den Haag", "Moerwijk (Den Haag)", "Moerwijk in Den Haag".
_PART_OF = re.compile(r"\s*(?:,|\(|,? (?:in|te|bij)\b|-)\s*(?:de )?(?:gemeente|stad)?\s*", re.IGNORECASE)
#: And the other way round: "Den Haag Moerwijk", "Den Haag-Moerwijk", "Den Haag (Moerwijk)".
_HAS_PART = re.compile(r"(?: |-| ?\()(?:wijk )?", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:,|&|/|en|of|and|or|tot|naar|to)\s*(?:(?:in|te|uit) )?")
_MORE = re.compile(r"\s*(?:,|en|of|and|or)?\s*$")


class _Standing(Enum):
    """What a place is to the asker, as far as the clause says."""

    HERE = auto()
    WORK = auto()
    HOME = auto()
    ELSEWHERE = auto()
    OPEN = auto()


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names one municipality or several; ``whole`` when it is a municipality's own name."""

    gm_codes: frozenset[str]
    how: PlaceHow
    words: str
    start: int
    end: int
    whole: bool = False


def without_districts(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Leave out what is a part of the town named beside it, though a village elsewhere has the same name."""
    folded = fold(text)
    text = folded if len(folded) == len(text) else text
    parts: set[Mention] = set()
    for left, right in pairwise(mentions):
        between = text[left.end : right.start]
        if _may_be_part(left, right) and _PART_OF.fullmatch(between) and not _goes_on(right, mentions, text):
            parts.add(left)
        elif _may_be_part(right, left) and _HAS_PART.fullmatch(between):
            parts.add(right)
    return [mention for mention in mentions if mention not in parts]


def of_the_asker(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Keep what speaks of the asker's own place of work, when that leaves one municipality.

    "Mijn zwager deed dit in Deventer" drops out, as does the town where somebody lives beside the one where
    the shop stands. When nothing or too much would be left, all mentions stay, so that the asker can be asked.
    """
    folded = fold(text)
    if len(folded) != len(text) or len(_named(mentions)) < 2 or _is_list(mentions, folded):
        return list(mentions)
    said = {mention: _standing(mention, folded) for mention in mentions}
    here = [mention for mention in mentions if said[mention] is _Standing.HERE]
    own = [mention for mention in mentions if said[mention] is not _Standing.ELSEWHERE]
    at_work = [mention for mention in own if said[mention] is not _Standing.HOME]
    if any(said[mention] is not _Standing.WORK for mention in at_work):
        at_work = []
    return next((kept for kept in (here, own, at_work) if len(_named(kept)) == 1), list(mentions))


def narrowed(mention: Mention, gm_codes: frozenset[str]) -> Mention:
    """Return a mention that can only mean ``gm_codes`` any more, if it can mean one of those."""
    return replace(mention, gm_codes=mention.gm_codes & gm_codes or mention.gm_codes)


def _may_be_part(part: Mention, town: Mention) -> bool:
    is_town = town.whole and len(town.gm_codes) == 1
    return is_town and (not part.whole or part.how is PlaceHow.TYPO)


def _goes_on(mention: Mention, mentions: Sequence[Mention], text: str) -> bool:
    """Tell whether a mention is followed by the next of a list: "Borculo, Apeldoorn en Zutphen"."""
    return any(_MORE.fullmatch(text[mention.end : other.start]) for other in mentions if other.start >= mention.end)


def _named(mentions: Sequence[Mention]) -> set[frozenset[str]]:
    return {mention.gm_codes for mention in mentions}


def _is_list(mentions: Sequence[Mention], folded: str) -> bool:
    """Tell whether two municipalities are named in one breath, so that what is said of one is said of both."""
    return any(
        left.gm_codes != right.gm_codes
        and _JOINED.fullmatch(folded[left.end : right.start])
        and not _MOVING.search(folded)
        for left, right in pairwise(mentions)
    )


def _standing(mention: Mention, folded: str) -> _Standing:
    """Tell from the clause around a mention what the place is to the asker."""
    before, after = folded[: mention.start], folded[mention.end :]
    leaving = _MOVING.search(folded) and _WORDS.findall(before)[-1:] in _LEAVING
    if leaving or _REFUSED.search(before):
        return _Standing.ELSEWHERE
    start = max((end.end() for end in _CLAUSE_END.finditer(before)), default=0)
    end = _CLAUSE_END.search(after)
    said = set(_WORDS.findall(before[start:] + " " + after[: end.start() if end else None]))
    if said & _HERE and (said & _SURELY_HERE or said & _OWN) and "ook" not in said:
        return _Standing.HERE
    if said & _ELSEWHERE and not said & _HERE:
        return _Standing.ELSEWHERE
    if said & _LIVING:
        return _Standing.HOME
    return _Standing.WORK if said & _WORKING else _Standing.OPEN
