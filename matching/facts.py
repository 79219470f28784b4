"""What somebody's own words say about the enterprise: the money that is needed, how far it is, its legal form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matching.amounts import NUMBERS, asked_for
from matching.data import ReadFact
from matching.text import MAX_LENGTH

#: From so many years on an enterprise is past its start (the form says: "tot ongeveer drie jaar").
GROWN_YEARS = 3
#: A year before this one is no start of an enterprise that asks something now.
_FIRST_YEAR = 1900

_OWN = r"(?:wij|we|ik|ons|onze|mijn|m'n|wij're|i|our|my|bv|stichting|vereniging|co[oö]\u0308?peratie)"
_FEW = "|".join(sorted(NUMBERS, key=lambda word: (-len(word), word)))
_COUNT = rf"(?P<count>\d{{1,3}}|{_FEW}|anderhalf|een half|half|a)"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


# --- how far it is ---------------------------------------------------------------------------------

_SCALING = _any(
    r"\bopschal\w*",
    r"\buit(?:ge)?rol\w*",
    r"\bfranchise(?:formule|nemers?)?\b",
    r"naar (?:een tweede|een derde|andere|meer|meerdere) (?:stad|steden|gemeenten?|regio'?s?|landen|land)\b",
    r"naar \w+ (?:steden|gemeenten|landen)\b",
    r"\b(?:in|over|naar) heel nederland\b",
    r"vestigingen in\b",
    r"\bwil(?:len)?\b[^.!?\n]{0,20} naar het buitenland\b|\binternationaal groeien\b",
    r"\bscal(?:e|ing) up\b|\bscale-?up\b|\bexpand(?:ing)? (?:to|abroad)\b|\bto the whole country\b",
    r"to (?:a second|other|more) (?:city|cities|countries)\b",
)
_GROWING = _any(
    r"\b(?:willen|wil|gaan|moeten|kunnen)\b[^.!?\n]{0,40}\b(?:uitbreiden|groeien|doorgroeien)\b",
    r"\b(?:tweede|grotere?|extra) (?:locatie|vestiging|werkplaats|filiaal|productielijn|productiehal)\b",
    r"\buitbreiden naar\b|uit (?:zijn|haar|hun|onze|ons|mijn) (?:voegen|jasje)\b|\buitgegroeid\b",
    r"\bgroeifase\b|\bgroeiplan\w*|\bgroei (?:van|financieren)\b|\b(?:wij|we) groeien\b",
    r"\b(?:second|larger|bigger) (?:location|branch|shop|store|workshop|site|production line|factory)\b",
    r"\bwant to grow\b|\bwe are growing\b|\bour growth\b",
)
_NOTHING_YET = _any(
    r"\bnog (?:helemaal )?(?:niks|niets|geen plan) op papier\b",
    r"\b(?:alleen|slechts|nog maar|pas) (?:maar )?(?:een|het) (?:idee|droom|plan|schets)\b",
    r"\bnog (?:steeds )?(?:niet|geen) (?:begonnen|gestart|bedrijf|onderneming|zaak|kvk)\b",
    r"\brond(?:lopen)? met (?:een|het) (?:idee|plan)\b|\bloop\w*\b[^.!?\n]{0,30}\brond met\b",
    r"\b(?:plan|idee) is nog (?:heel |erg )?(?:pril|vers|nieuw|vaag)\b|\bideefase\b|\bin de idee",
    r"\b(?:wij|we|ik) overweeg\w*|\boverwegen (?:wij|we)\b|\bproefdraaien met mijn\b",
    r"\bonly have (?:a|an) \w+|\bjust an idea\b|\bnot started yet\b|\bhave(?:n't| not) started\b|\bstill an idea\b",
    r"\b(?:voor mezelf|voor mijzelf) (?:te )?(?:beginnen|starten)\b",
)
_STARTING = _any(
    r"\b(?:net|pas|onlangs|recent|kort geleden|zojuist) (?:begonnen|gestart|geopend|opgericht|ingeschreven|open)\b",
    r"\b(?:vorig jaar|vorige maand|dit jaar|dit voorjaar|deze zomer|vorige week|afgelopen jaar)\b[^.!?\n]{0,25}"
    r"\b(?:begonnen|gestart|geopend|opgericht|ingeschreven)\b",
    r"\b(?:sinds|vanaf) (?:\w+ ){1,3}(?:ingeschreven|open|begonnen|gestart)\b"
    r"|\bsinds \w+ (?:staan|staat|ben|zijn) (?:wij|we|ik) "
    r"(?:ingeschreven|open)\b",
    r"\b(?:proef\w*|pilot) \w*\s?[^.!?\n]{0,30}loopt sinds (?:een half ?jaar|een paar maanden|kort|vorig jaar)\b",
    r"\beerste (?:\w+ )?(?:klanten|testklanten|betalende)\b|\bopstartfase\b|\bstartende onderneming\b"
    r"|\b(?:wij|we|ons|onze|mijn|zijn een|heb) (?:\w+ )?start-?up\b",
    r"\b(?:have )?(?:just|recently) (?:started|opened|founded|launched)\b"
    r"|\bstarted (?:last|this) (?:year|month|spring)\b",
    r"\bfirst (?:paying )?customers\b",
)
_ABOUT_TO = _any(
    r"\b(?:ik|wij|we)\b[^.!?\n]{0,15}\b(?:wil|willen|gaan|ga|zou|zouden)\b[^.!?\n]{0,90}"
    r"\b(?:beginnen|starten|opzetten|oprichten|openen)\b",
    r"\b(?:wil|willen) (?:ik|wij|we)\b[^.!?\n]{0,90}\b(?:beginnen|starten|opzetten|oprichten|openen)\b",
    r"\bik begin (?:volgende|binnenkort|straks)\b|\b(?:een|mijn|ons) (?:idee|plan) (?:voor|om|van) (?:een|te)\b",
    r"\b(?:heb|hebben|have) (?:een |an |a )?(?:idee|plan|idea)\b|\bwie (?:een|wil) beginnen\b|\bvoor ons idee\b",
    r"\b(?:want|plan|hope|would like) to (?:start|open|set up|found) (?:a|an|my|our)\b",
)
_HOW_LONG = re.compile(
    rf"\b(?:bestaa\w+|draai\w*|bezig|werk(?:t|en)?|actief|run(?:nen)?|maken|doen|running|existed|existing)\b"
    rf"[^.!?\n,;]{{0,22}}?\b{_COUNT}\s+(?P<unit>jaar|jaren|years?|maanden|months)\b"
    rf"|\b(?:al|nu|inmiddels|been) (?:\w+ )?{_COUNT.replace('count', 'count2')}\s+"
    rf"(?P<unit2>jaar|jaren|years?|maanden|months)\s+(?:bezig|actief|open|ondernemer)\b"
    rf"|\b{_COUNT.replace('count', 'count3')}\s+(?P<unit3>jaar|jaren|years?)\s+(?:oud|old|bezig|actief|proefdraaien)\b"
    rf"|\bna {_COUNT.replace('count', 'count4')}\s+(?P<unit4>jaar|jaren)\s+(?-i:[A-Z])\w+ wil",
    re.IGNORECASE,
)
#: Without one of these a sentence says nothing about how long.
_TIME = re.compile(r"jaar|jaren|year|maanden|months|sinds|since", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:sinds|since)\s+(?:\w+\s+)?(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
#: In a sentence about one of these the years are somebody else's.
_OTHERS = re.compile(
    r"\b(?:klant\w*|leeg|wijkraad|er is al|contract|geleden|gemeente heeft|huurder|uitkering|bijstand)\b", re.IGNORECASE
)
_OWNER = re.compile(rf"\b{_OWN}\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?\n]+")

# --- its legal form --------------------------------------------------------------------------------

_FORMS = {
    "stichting": r"\w*stichting|foundation",
    "bv": r"b\.?v\b\.?|besloten vennootschap|(?:private )?limited company|\w+-bv",
    "nv": r"n\.?v\b\.?|naamloze vennootschap|public limited company",
    "cooperatie": r"\w*co[oö]\u0308?peratie|\w*co-?operative",
    "vereniging": r"\w*vereniging|association",
    "vof": r"v\.?o\.?f\b\.?|maatschap|vennootschap onder firma",
    "eenmanszaak": r"eenmanszaak|zzp['’]?er|zelfstandige|freelancer|sole (?:proprietor\w*|trader)",
}
#: Without one of these a text names no legal form, and need not be read.
_FORM_LIKE = re.compile(
    r"stichting|vereniging|peratie|operative|b\.?v\b|n\.?v\b|v\.?o\.?f\b|vennootschap|maatschap|zaak|zzp|zelfstand|freelan|"
    r"sole |foundation|association|company|rechtsvorm|legal form|ingeschreven|kvk|registered",
    re.IGNORECASE,
)
_FORM = "|".join(f"(?P<{code}>{pattern})" for code, pattern in _FORMS.items())
_IS_FORM = re.compile(
    r"\b(?:"
    r"(?:onze|ons|mijn|m'n|our|my)\s+(?:(?!en\b|of\b|and\b|or\b|dat\b|die\b)[\w-]+\s+)?"
    r"|(?:zijn|ben|are|am|is)\s+(?:nu\s+|zelf\s+)?(?:een|a|an)?\s*(?:(?:kleine?|small|nieuwe|jonge|sociale|social|new)\s+)*"
    r"|(?:als|namens de|namens onze|namens een|as an?|we're an?|i'm an?)\s+(?:een\s+|kleine\s+)?"
    r"|(?:hebben|heb|have|run ik|runnen we|runnen wij|runnen)\s+(?:een|a|an)\s+"
    r"|(?:daaronder|daarnaast|ernaast|eronder)\s+een\s+"
    rf")(?:{_FORM})\b",
    re.IGNORECASE,
)
_FORM_ALONE = re.compile(
    rf"(?:{_FORM})\b(?=\s+(?:in oprichting|i\.?\s?o\b|waar (?:ik|wij|we) (?:\w+ )?(?:lid|bestuurslid|voorzitter)))"
    rf"|(?:^|[.!?\n]\s*)(?:{_FORM.replace('(?P<', '(?P<first_')})\b(?=,)",
    re.IGNORECASE,
)
_NO_FORM = _any(
    r"\b(?:nog )?(?:geen|zonder) rechtsvorm\b",
    r"\b(?:nog )?niet ingeschreven bij de (?:kvk|kamer)\b|\bnog geen kvk\b",
    r"\bnot (?:yet )?registered\b|\bno legal form\b",
)
#: What follows a form that is only thought of.
_NOT_YET = re.compile(
    rf"\s+(?:(?:of|or) (?:toch |rather )?(?:een |an? )?(?:{'|'.join(_FORMS.values())})|worden|oprichten|te worden)\b",
    re.IGNORECASE,
)


def read_facts(text: str, year: int) -> tuple[ReadFact, ...]:
    """Return what a text says about money needed, phase and legal form, each with the words it was read in.

    Parameters
    ----------
    text
        The question as it was typed; positions count in it.
    year
        The year in which it was asked, for "sinds 2012".
    """
    text = text[:MAX_LENGTH]
    found = (_amount(text), _stage(text, year), _legal_form(text))
    return tuple(fact for fact in found if fact is not None)


def _amount(text: str) -> ReadFact | None:
    found = asked_for(text)
    return None if found is None else ReadFact("amount_eur", str(found.euros), found.start, found.end)


def _stage(text: str, year: int) -> ReadFact | None:
    """Return the phase; what somebody plans says more than how long it took, and that more than a beginning."""
    age = next(_ages(text, year), None)
    grown = age if age is not None and age.value == "groei" else None
    return (
        _first(_SCALING, text, "opschaling")
        or _first(_GROWING, text, "groei")
        or grown
        or _first(_NOTHING_YET, text, "idee")
        or _first(_STARTING, text, "start")
        or age
        or _first(_ABOUT_TO, text, "idee")
    )


def _first(words: re.Pattern[str], text: str, value: str) -> ReadFact | None:
    found = words.search(text)
    return None if found is None else ReadFact("stage", value, found.start(), found.end())


def _ages(text: str, year: int) -> Iterator[ReadFact]:
    """Yield how long the enterprise has been there, as a phase, sentence by sentence."""
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        if _TIME.search(text, start, end) is None:
            continue
        if _OWNER.search(text, start, end) is None or _OTHERS.search(text, start, end):
            continue
        if found := _HOW_LONG.search(text, start, end):
            yield ReadFact("stage", _phase_after(_years(found)), found.start(), found.end())
        elif (found := _SINCE.search(text, start, end)) and _FIRST_YEAR < int(found["year"]) <= year:
            yield ReadFact("stage", _phase_after(year - int(found["year"])), found.start(), found.end())


def _years(found: re.Match[str]) -> float:
    count = (found["count"] or found["count2"] or found["count3"] or found["count4"]).lower()
    unit = (found["unit"] or found["unit2"] or found["unit3"] or found["unit4"]).lower()
    parts = {"anderhalf": 1.5, "half": 0.5, "een half": 0.5, "a": 1.0}
    number = float(count) if count.isdigit() else parts.get(count, float(NUMBERS.get(count, 1)))
    return number / 12 if unit.startswith("m") else number


def _phase_after(years: float) -> str:
    return "groei" if years >= GROWN_YEARS else "start"


def _legal_form(text: str) -> ReadFact | None:
    """Return the legal form that the asker has; ``None`` when none or more than one is named as the own."""
    if _FORM_LIKE.search(text) is None:
        return None
    if found := _NO_FORM.search(text):
        return ReadFact("legal_form", "nog_geen", found.start(), found.end())
    facts = [fact for words in (_IS_FORM, _FORM_ALONE) for found in words.finditer(text) for fact in _form(text, found)]
    return facts[0] if len({fact.value for fact in facts}) == 1 else None


def _form(text: str, found: re.Match[str]) -> Iterator[ReadFact]:
    if _NOT_YET.match(text, found.end()) is None:
        code = next(name for name, words in found.groupdict().items() if words)
        yield ReadFact("legal_form", code.removeprefix("first_"), found.start(), found.end())
