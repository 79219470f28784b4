"""What a place is to the asker, as far as the words around it tell: where the work is, a home, or another's town."""

from __future__ import annotations

import re
from enum import IntEnum

#: Another time: what was here once is not asked about now.
_PAST_WORDS = """
ooit eerst eerder eerdere vroeger voorheen vorig vorige destijds toen oorspronkelijk jarenlang
geboren opgegroeid getogen afkomstig vandaan gestudeerd gewoond gewerkt woonde woonden werkte werkten begon startte
deed deden kreeg kregen mocht mochten lukte
gestopt verkocht afwijzing verwees verwezen ingetrokken afgewezen sluiten sluit gesloten vertrekken vertrokken verlaten
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
_OWN_THING = re.compile(
    r"\b(?:mijn|mn|onze|our|my) (?:[a-z]+ )?[a-z]{4,}|(?:^ *|\b(?:in|voor|van|dat|is|met) )ons [a-z]{4,}"
)
#: "In Breda krijgt onze concurrent": one of theirs, and not those who are served from there.
_OWN_PARTNER = re.compile(r"\b(?:mijn|mn|onze|our|my) ([a-z]+)")
#: "Bij een zagerij in", "van een keten uit": of no importance whose it is, but it is another's.
_SOME = re.compile(r"\b(?:bij|van|door|from|by) (?:een|a|an) (?:[a-z]+ )?[a-z]+ (?:in|uit|te|from) *$")
#: What the asker says that it is about, and where the asker says to be.
_THIS_QUESTION = re.compile(r"\b(?:deze|dit|this) (?:vraag|aanvraag|verzoek|question|request)\b")
_WHERE_WE = re.compile(r" *,? *(?:waar|where) (?:ik|wij|we|i)\b[^,.;!?\n]*")
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


def standing(before: str, after: str, *, last: bool = True) -> Standing:
    """Tell what a place is to the asker from the folded text before and after its name.

    ``before`` begins where the place named before ends, and ``after`` ends where the next begins, if this is not
    the ``last``: what stands between two names in one clause is said of the second.
    """
    told = _outright(before, after)
    return told if told is not None else _in_clause(*_clause(before, after, last=last), after)


def _outright(before: str, after: str) -> Standing | None:
    """Tell what a fixed turn of phrase beside a name says, if there is one."""
    if _REFUSED.search(before) or _SOME.search(before):
        return Standing.ELSEWHERE
    sentence = _sentence(before, after)
    word = _last_word(before)
    if moving(sentence) and word in _LEAVING:
        return Standing.ELSEWHERE
    where = _WHERE_WE.match(after)
    if where and _LIVING & _words(where[0]):
        return Standing.HOME
    arrives = moving(sentence) and word in _ARRIVING
    return Standing.HERE if arrives or where or _THIS_QUESTION.search(sentence) else None


def _in_clause(ahead: str, behind: str, after: str) -> Standing:
    """Tell what the words of the clause say of the place: whose it is, and when."""
    clause = f"{ahead} {behind}"
    said, word = _words(clause), _last_word(ahead)
    others = bool(said & _OTHERS or (_words(ahead) | {*_OWN_PARTNER.findall(behind)}) & _PARTNERS)
    if said & _SURELY_HERE or (said & _HERE and said & _OWN and not others):
        return Standing.OPEN if "ook" in said else Standing.HERE
    left = (word in _LEAVING and "weg" in said) or _OLD_ADDRESS.search(clause) is not None
    if others or left or said & _PAST or (said & _INSTITUTIONS and not said & _OWN):
        return Standing.ELSEWHERE
    if word == "vanuit" and said & _OWN:
        return Standing.WORK
    told = _of_the_asker(clause, said)
    passing = told in {Standing.OPEN, Standing.OURS} and word in _LEAVING | _ARRIVING
    return Standing.PASSING if passing and not _BACK_THERE.search(after) else told


def _of_the_asker(clause: str, said: frozenset[str]) -> Standing:
    """Tell what a clause that is about here and now says of the asker and a place."""
    if said & _LIVING:
        return Standing.HOME
    if said & _WORKING or _OWN_THING.search(clause) or (said & _SITTING and said & _OWN):
        return Standing.WORK
    if _THEIRS.search(clause):
        return Standing.THEIRS
    return Standing.OURS if said & _OWN else Standing.OPEN


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(text))


def _last_word(text: str) -> str:
    found: list[str] = _WORDS.findall(text)
    return found[-1] if found else ""


def moving(text: str) -> bool:
    """Tell whether a folded text speaks of moving to another address."""
    return _MOVING.search(text) is not None


def refers_back(after: str) -> bool:
    """Tell whether the sentence goes on about the place that was just named: "omdat daar mijn winkel is"."""
    return _BACK_THERE.search(_sentence("", after)) is not None


def _sentence(before: str, after: str) -> str:
    """Return the sentence around a name, without the name."""
    end = _SENTENCE_END.search(after)
    return _SENTENCE_END.split(before)[-1] + " " + after[: end.start() if end else None]


def _clause(before: str, after: str, *, last: bool) -> tuple[str, str]:
    """Return the clause around a name: what stands before the name, and what behind it."""
    before, after = _TOGETHER.sub("", before), _TOGETHER.sub("", after)
    start = max((end.end() for end in _CLAUSE_END.finditer(before)), default=0)
    end = _CLAUSE_END.search(after)
    if end is None:
        return before[start:], after if last else ""
    return before[start:], after[: end.start()]
