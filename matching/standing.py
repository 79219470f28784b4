"""What a place is to the asker, as far as the words around it tell: where the work is, a home, or another's town."""

from __future__ import annotations

import re
from enum import IntEnum

#: Another time: what was here once is not asked about now.
_PAST_WORDS = """
ooit eerst eerder eerdere vroeger voorheen vorig vorige destijds toen oorspronkelijk jarenlang
geboren opgegroeid getogen afkomstig vandaan gestudeerd gewoond gewerkt woonde woonden werkte werkten begon startte
deed deden kreeg kregen mocht mochten lukte
gestopt verkocht verwees verwezen ingetrokken afgewezen sluiten sluit gesloten vertrekken vertrokken verlaten
achtergelaten
once previously formerly originally before born grew used closed closing left
"""
_PAST = frozenset(_PAST_WORDS.split())
#: Somebody else, or something seen or heard elsewhere.
_OTHERS_WORDS = """
moederorganisatie moederbedrijf hoofdkantoor hoofdvestiging hoofdzetel
zwager schoonzus broer zus ouders vader moeder zoon dochter neef nicht oom tante vriend vriendin vrienden
collega collegas kennis kennissen buurman buurvrouw anderen
zoals net voorbeeld zag zagen gezien las gelezen hoorde hoorden gehoord
friend friends brother sister parents son daughter cousin uncle aunt like saw heard read
"""
_OTHERS = frozenset(_OTHERS_WORDS.split())
#: With whom somebody does business; before the name of a place this tells where they are, whoever's they are.
_PARTNERS_WORDS = """
leverancier leveranciers klant klanten afnemer afnemers opdrachtgever opdrachtgevers concurrent concurrenten
boekhouder accountant adviseur notaris advocaat architect ontwerper onderzoeker compagnon
supplier suppliers customer customers client clients competitor competitors accountant architect
"""
_PARTNERS = frozenset(_PARTNERS_WORDS.split())
#: "In Meppel hebben ze": there, and not here, if what is said of the other place is about the asker.
_THEIRS = re.compile(r"\b[a-z]+en (?:ze|zij)\b|\b(?:ze|zij) [a-z]+en\b|\bthey\b")
#: Somebody who takes part, and does not say whose place it is: "samen met mijn zus in".
_TOGETHER = re.compile(r"\b(?:met|with) (?:mijn|mn|onze|my|our) [a-z]+")
#: Another's house, unless the asker says that it is the own one.
_INSTITUTIONS = frozenset(
    {"universiteit", "hogeschool", "bank", "bureau", "adviesbureau", "keten", "groothandel", "zagerij", "veiling"}
    | {"university", "bank", "agency", "wholesaler"}
)
_OLD_ADDRESS = re.compile(r"\b(?:oude|vorige|old|former) (?:adres|pand|plek|locatie|vestiging|winkel|address|shop)\b")
#: What is said of here and now, also when one of the words above stands beside it.
_SURELY_HERE = frozenset({"hier", "inmiddels", "tegenwoordig", "verder", "opnieuw", "voortaan", "here", "currently"})
_HERE = frozenset({"nu", "zelf", "sinds", "hetzelfde", "now", "moved", "ourselves"})
_OWN = frozenset({"ik", "wij", "we", "mijn", "mn", "ons", "onze", "i", "our", "my"})
#: Where somebody lives says less than where the work is.
_LIVING = frozenset({"woon", "wonen", "woont", "woonachtig", "live", "lives", "living", "family"})
_WORKING = frozenset(
    {"winkel", "pand", "bedrijf", "werkplaats", "zaak", "atelier", "kantoor", "loods", "praktijk", "onderneming"}
    | {"gevestigd", "shop", "business", "company", "workshop", "office", "based"}
)
#: With "wij" and the like these say where the work is.
_SITTING = frozenset({"zit", "zitten", "huur", "huren", "draai", "draaien", "werk", "werken", "rent", "run", "work"})
_OWN_THING = re.compile(r"\b(?:mijn|mn|ons|onze|our|my) (?:[a-z]+ )?[a-z]{4,}")
_MOVING = re.compile(r"\b(?:verhui[sz]|verplaats|overstap|mov(?:e|ing)|relocat)")
_LEAVING = frozenset({"uit", "vanuit", "van", "from"})
_ARRIVING = frozenset({"naar", "to"})
_REFUSED = re.compile(
    r"\b(?:(?:niet|geen|behalve|buiten|not|outside)(?: \w+)?(?: (?:in|te|uit|voor|from|for))?"
    r"|(?:anders dan|zoals|net als|unlike|like)(?: in)?) *$"
)
_SENTENCE_END = re.compile(r"[.;!?\n]")
_CLAUSE_END = re.compile(r"[.;:!?,()\n]|\b(?:en|of|maar|want(?! to\b)|terwijl|and|or|but|while)\b")
_BACK_THERE = re.compile(r"\b(?:daar|there)\b")
_WORDS = re.compile(r"[a-z]+")


class Standing(IntEnum):
    """What a place is to the asker; the more it is the asker's own place of work, the higher."""

    ELSEWHERE = 0
    THEIRS = 1
    HOME = 2
    PASSING = 3
    OPEN = 4
    OURS = 5
    WORK = 6
    HERE = 7


def standing(before: str, after: str) -> Standing:
    """Tell what a place is to the asker from the folded text before and after its name.

    ``before`` begins where the place named before ends, and ``after`` ends where the next begins.
    """
    word = (_WORDS.findall(before) or [""])[-1]
    if _moves(before, after) and word in _LEAVING | _ARRIVING:
        return Standing.HERE if word in _ARRIVING else Standing.ELSEWHERE
    if _REFUSED.search(before):
        return Standing.ELSEWHERE
    ahead, behind = _clause(before, after)
    clause = f"{ahead} {behind}"
    said = frozenset(_WORDS.findall(clause))
    others = bool(said & _OTHERS or _PARTNERS & frozenset(_WORDS.findall(ahead)))
    if said & _SURELY_HERE or (said & _HERE and said & _OWN and not others):
        return Standing.OPEN if "ook" in said else Standing.HERE
    if others or said & _PAST or _OLD_ADDRESS.search(clause) or (said & _INSTITUTIONS and not said & _OWN):
        return Standing.ELSEWHERE
    told = _of_the_asker(clause, said)
    passing = told in {Standing.OPEN, Standing.OURS} and word in _LEAVING | _ARRIVING and not _BACK_THERE.search(after)
    return Standing.PASSING if passing else told


def _of_the_asker(clause: str, said: frozenset[str]) -> Standing:
    """Tell what a clause that is about here and now says of the asker and a place."""
    if said & _LIVING:
        return Standing.HOME
    if said & _WORKING or _OWN_THING.search(clause) or (said & _SITTING and said & _OWN):
        return Standing.WORK
    if _THEIRS.search(clause):
        return Standing.THEIRS
    return Standing.OURS if said & _OWN else Standing.OPEN


def moving(text: str) -> bool:
    """Tell whether a folded text speaks of moving to another address."""
    return _MOVING.search(text) is not None


def refers_back(after: str) -> bool:
    """Tell whether the sentence goes on about the place that was just named: "omdat daar mijn winkel is"."""
    end = _SENTENCE_END.search(after)
    return _BACK_THERE.search(after[: end.start() if end else None]) is not None


def _moves(before: str, after: str) -> bool:
    """Tell whether the sentence around a name speaks of moving."""
    end = _SENTENCE_END.search(after)
    return moving(_SENTENCE_END.split(before)[-1] + " " + after[: end.start() if end else None])


def _clause(before: str, after: str) -> tuple[str, str]:
    """Return the clause around a name: what stands before the name, and what behind it."""
    before, after = _TOGETHER.sub("", before), _TOGETHER.sub("", after)
    start = max((end.end() for end in _CLAUSE_END.finditer(before)), default=0)
    end = _CLAUSE_END.search(after)
    return before[start:], after[: end.start() if end else None]
