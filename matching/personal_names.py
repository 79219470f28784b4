"""Where the name of a person stands in a text: after what is said before a name, beside a number, or by its shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from matching.data import Finding
from matching.gazetteer import is_word
from matching.name_shapes import (
    BIG,
    CAPITAL,
    FULL_NAME,
    INFIX,
    INITIALS,
    NAME,
    SMALL,
    SMALL_FULL_NAME,
    belongs_to_a_thing,
    is_addressed,
    is_first_name,
    is_known_name,
    is_likely_name,
    is_no_word,
    is_small_name,
    is_telling_first_name,
    is_unknown_name,
    may_be_name,
    names_a_thing,
)
from matching.personal_patterns import Pattern
from matching.text import fold

_TITLE = (
    r"(?:mevrouw|meneer|mevr\.?|mw\.?|dhr\.?|de heer|heer|juffrouw|mr\.?|mrs\.?|ms\.?|drs\.?|dr\.?|ing\.?|ir\.?"
    r"|prof\.?|ds\.|sir|madam|bc\.|mijnheer)"
)
#: An office; somebody's name may follow.
_OFFICE = r"wethouder|burgemeester|pastoor|dominee|notaris|dokter|professor|imam"
#: After these a first name may follow in small letters.
_BEING = r"ik ben|i am|i'm|met|groet(?:en|jes)?|mvg|gr\.?|hoi|met:|this is|mijn (?:collega|man|vrouw)|hallo|beste"
#: After these a name follows that somebody says is one, also in small letters.
_MY_NAME = (
    r"(?:mijn|m'n|zijn|haar|my|his|her) (?:volledige |full )?(?:(?:voor|achter)?naam|(?:sur|first |last )?name)"
    r"(?: is| luidt)?|ik heet|hij heet|zij heet|\bnaam:|\bname:|i am called|op naam van"
)
_FAMILY = (
    r"man|vrouw|partner|zoon|zoontje|dochter|dochtertje|moeder|vader|broer|zus|vriend|vriendin|buurman|buurvrouw|"
    r"compagnon|oom|tante|neef|nicht|husband|wife|son|daughter|mother|father|brother|sister|friend"
)
#: After these a person follows, whatever the name.
_PERSON = (
    r"contactpersoon:|contact:|t\.a\.v\.|ter attentie van|t\.n\.v\.|ten name van|namens mij,?|aanvrager:|"
    r"afz(?:ender|\.)?:|ondergetekende,?|ondertekend:?|getekend(?: door)?:?|contact person:|u spreekt met|"
    r"je spreekt met|spreekt u met|hier spreekt|"
    rf"(?:mijn|m'n|zijn|haar|onze|my|his|her|our) (?:(?:\w+e|new|old) )?(?:{_FAMILY}),?"
)
#: What somebody is at work; a name may follow.
_WORK = (
    r"collega|colleague|boekhouder|accountant|kandidaat|coach|begeleid(?:er|ster)|medewerk(?:er|ster)|werknemer|"
    r"stagiaire?|leerling|deelnem(?:er|ster)|penningmeester|voorzitter|secretaris|directeur|directrice|"
    r"bestuurder|bestuurslid|eigenaar|eigenaresse|huurder|verhuurder|makelaar|ambtenaar|consulent|manager|"
    r"leid(?:er|ster)|leidinggevende|adviseur|oprichter|founder|manager|assistent|klantmanager|docent|vrijwilliger|"
    r"cliënt|client|bewoner|buurman|buurvrouw|zwager|ondernemer|chef|kok|notaris|advocaat|inspecteur|trainer"
)
#: After these a name may follow: a first name, or a first name with a surname.
_INTRODUCTION = (
    r"contactpersoon (?:[\w ]{1,25}? )?is|contactpersoon|contact met|contact op met|bellen met|"
    r"bel met|mailen met|spreken met|"
    r"gesprek met|gebeld met|gesproken met|afspraak met|samen met|vra(?:ag|gen) naar|vraag van|namens|met:|"
    r"call me,?|ask for|this is|\bik ben|ik ben het,|\bi am|\bi'm|wij zijn|\bbeste|\blieve|\bhoi|\bdear|\bhello|\bhi|"
    rf"zekere|{_WORK}"
)
_FAREWELL = (
    r"(?:groet(?:en|jes)?|\bgr\.?|hoogachtend|(?:kind |best |warm )?regards|sincerely|cheers|\bmvg|"
    r"\bdank(?: u| je)?(?: wel)?|bedankt|thanks|thank you|namens het team|liefs|hartelijks|vr\.? ?gr\.?|m\.v\.g\.)"
)
#: With these a sentence goes on after a name in small letters.
_GOES_ON = r"(?:en|and|ik|mijn|uit|ben|wij|met|i|my)\b"
#: A title before one of these names no person.
_ROLES = frozenset(
    {"pastoor", "dominee", "burgemeester", "wethouder", "voorzitter", "minister", "directeur", "notaris", "rechter"}
    | {"dokter", "professor", "president", "koning", "imam", "staatssecretaris", "commissaris", "secretaris"}
)
#: Words with which a sentence begins after "plan B."; a person's surname is none of them.
_BEGINNINGS = frozenset(
    {"wij", "we", "ik", "de", "het", "een", "dat", "dit", "die", "er", "daar", "hier", "nu", "als", "maar", "en", "of"}
    | {"wie", "wat", "hoe", "waar", "wanneer", "kan", "mag", "moet", "is", "in", "op", "voor", "met", "zij", "u", "uw"}
    | {"onze", "ons", "mijn", "the", "it", "this", "that", "what", "who", "how", "and", "but"}
)
_FIRMS = re.compile(r"(?:B\.\s?V|N\.\s?V|V\.\s?O\.\s?F|C\.\s?V|T\.\s?a\.\s?v|N\.\s?B|P\.\s?S)\.")
_TITLES = rf"\s{{0,5}}(?:(?i:{_TITLE})\s{{1,3}}){{0,3}}"


def _is_no_role(found: str) -> bool:
    return fold(found.split(maxsplit=1)[0]) not in _ROLES


def _is_with_initials(found: str) -> bool:
    return not _FIRMS.match(found) and fold(found.rsplit(maxsplit=1)[-1]) not in _BEGINNINGS


def _are_no_words(found: str) -> bool:
    return is_small_name(found) or (" " not in found and not is_word(fold(found)))


def _cue(words: str, before: str = r"(?<!\w)") -> re.Pattern[str]:
    return re.compile(rf"{before}(?:{words})(?![\w-])")


def _shape(found: str, after: str = r"(?!\w)", before: str = _TITLES) -> re.Pattern[str]:
    return re.compile(rf"{before}(?P<found>{found}){after}")


_SMALL_WORDS = rf"[{SMALL}]{{2,}}(?:\s+(?!{_GOES_ON}|van (?:de|het|een|mijn)\b)[{SMALL}-]{{2,}}){{0,2}}?"
_ENDS_HERE = rf"(?=\s+{_GOES_ON}|\s*[,.;:!?(]|\s*\Z)"
_SIGNS = r"(?i:,? van| from|,? uit [^,.\n]{1,30})?\s*[,.!]?\s*"
_SIGNED = r"(?=\s*(?:\Z|[,.!\n(|–/-]|&|\+|en\b|and\b|\d))"
_SMALL_AFTER = r"[\s,.!]{1,3}(?:van )?"
#: What is said before a name, what the name may look like there, and what it may not be.
_AFTER_A_CUE = (
    Pattern("name", _cue(_TITLE), _shape(NAME), _is_no_role),
    Pattern("name", _cue(_TITLE), _shape(rf"[{SMALL}]{{4,}}", before=r"\s{1,3}"), is_no_word),
    Pattern("name", _cue(_OFFICE), _shape(rf"(?![{SMALL}]){NAME}"), is_no_word),
    Pattern("name", _cue(_MY_NAME), _shape(NAME)),
    Pattern("name", _cue(_MY_NAME), _shape(_SMALL_WORDS, _ENDS_HERE, r"\s{1,3}"), is_no_word),
    Pattern("name", _cue(_PERSON), _shape(NAME), is_no_word),
    Pattern("name", _cue(_BEING), _shape(SMALL_FULL_NAME, before=_SMALL_AFTER), is_small_name),
    Pattern("name", _cue(_BEING), _shape(rf"[{SMALL}]{{4,}}", before=_SMALL_AFTER), is_telling_first_name),
    Pattern("name", _cue(_INTRODUCTION), _shape(NAME), may_be_name),
    Pattern("name", _cue(_WORK, ""), _shape(NAME, before=r",?" + _TITLES), may_be_name),
    Pattern("name", _cue(_FAREWELL), _shape(NAME, _SIGNED, _SIGNS + _TITLES), is_no_word),
    Pattern(
        "name",
        _cue(_FAREWELL),
        _shape(rf"[{SMALL}]{{3,}}(?: [{SMALL}]{{3,}}){{0,2}}", r"(?=\s*[.!]?\s*\Z)", _SMALL_AFTER),
        _are_no_words,
    ),
    Pattern("name", re.compile(r"(?:\n|[.?!]\s)(?=\S)"), _shape(NAME, r"\s*[.,!]?\s*(?:\n|\Z)", ""), is_first_name),
)
_STARTS = re.compile(rf"(?<![\w'’-])(?=[{BIG}])")
_FULL = _shape(FULL_NAME, r"(?![\w-])", "")
_SINGLE = _shape(CAPITAL, r"(?![\w-])", "")
_INITIALS_FIRST = _shape(rf"{INITIALS}{INFIX}{CAPITAL}", before="")
_ABROAD = _shape(rf"{CAPITAL} (?:El|Ait|Ben|van der|van den|Van der|Van den|van ’t|van 't) {CAPITAL}", before="")
_NEXT = re.compile(rf"(?:\s?[,&+/]|\s(?:en|and|of)\b)\s?(?:en |and )?(?P<found>{NAME})(?!\w)")
_PREVIOUS = re.compile(rf"(?<![\w'’-])(?P<found>{CAPITAL})(?:,|\s(?:en|and|&|\+))\s\Z")
_BESIDE = (
    r"[\s,:;|(/–-]{1,5}(?:\([^()\n]{1,30}\)[\s,:|-]{1,3})?"
    r"(?:(?i:tel|mob|telefoon|mobiel|gsm|mail|e-?mail|t|m|e|bel|op|via|is|on|at)\W{1,3})?\Z"
)
_NAME_BESIDE = re.compile(rf"(?<![\w'’-])(?P<found>{NAME}){_BESIDE}")
_SMALL_BESIDE = re.compile(rf"(?<![\w'’-])(?P<found>[{SMALL}]{{3,}}(?:[\s-][{SMALL}]{{2,}}){{0,3}}){_BESIDE}")


def find_names(text: str, low: str, contacts: Sequence[Finding]) -> Iterator[Finding]:
    """Yield where names of persons stand in ``text``; ``low`` is it in small letters.

    ``contacts`` are the telephone numbers and addresses found in it: a name often stands beside one. A place
    may be yielded more than once.
    """
    spans = list(
        chain(_after_cues(text, low), _beside_contacts(text, contacts), _by_shape(text, _accounts(text, contacts)))
    )
    for start, end in chain(spans, _in_company(text, spans)):
        yield Finding("name", start, end)


def _after_cues(text: str, low: str) -> Iterator[tuple[int, int]]:
    places: dict[re.Pattern[str], list[int]] = {}
    for pattern in _AFTER_A_CUE:
        if pattern.cue not in places:
            places[pattern.cue] = [cue.end() for cue in pattern.cue.finditer(low)]
        for start, end in pattern.among(text, places[pattern.cue]):
            if not names_a_thing(text, start, end):
                yield start, end


def _by_shape(text: str, accounts: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield names that stand there without a word about it: initials with a surname, and known first names."""
    for start in _STARTS.finditer(text):
        span = _name_at(text, start.start(), accounts)
        if span and not belongs_to_a_thing(text, span[0]) and not names_a_thing(text, *span):
            yield span


def _name_at(text: str, place: int, accounts: frozenset[str]) -> tuple[int, int] | None:
    """Return the stretch of the name that begins at a place in ``text``, if one does."""
    for shape, holds in _SHAPES:
        match = shape.match(text, place)
        if match and holds(match["found"]):
            return match.span("found")
    full = _FULL.match(text, place) if accounts else None
    if full and is_unknown_name(full["found"]) and not accounts.isdisjoint(fold(full["found"]).split()):
        return full.span("found")
    single = _SINGLE.match(text, place)
    if single and is_telling_first_name(single["found"]) and is_addressed(text, *single.span("found")):
        return single.span("found")
    return None


_SHAPES = (
    (_INITIALS_FIRST, _is_with_initials),
    (_FULL, is_known_name),
    (_FULL, is_likely_name),
    (_ABROAD, is_no_word),
)


def _accounts(text: str, contacts: Sequence[Finding]) -> frozenset[str]:
    """Return the words that stand before the @ of e-mail addresses, long enough to be a name."""
    addresses = (text[found.start : found.end] for found in contacts if found.kind == "email")
    return frozenset(
        word for one in addresses for word in re.split(r"[^a-z]+", fold(one.split("@")[0])) if len(word) > 3
    )


def _beside_contacts(text: str, contacts: Sequence[Finding]) -> Iterator[tuple[int, int]]:
    """Yield names that stand right before a telephone number or an e-mail address."""
    for contact in contacts:
        before = max(0, contact.start - 70)
        window = text[before : contact.start]
        name = _NAME_BESIDE.search(window)
        if name and (is_known_name(name["found"]) or is_unknown_name(name["found"])):
            start, end = name.span("found")
            if not names_a_thing(text, before + start, before + end):
                yield before + start, before + end
        yield from _small_beside(window, before)


def _small_beside(window: str, before: int) -> Iterator[tuple[int, int]]:
    """Yield a name in small letters at the end of ``window``: the longest that begins with a first name."""
    words = _SMALL_BESIDE.search(window)
    if words:
        end = words.end("found")
        for word in re.finditer(r"\S+", words["found"]):
            start = words.start("found") + word.start()
            if is_small_name(window[start:end]):
                yield before + start, before + end
                return


def _in_company(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield first names that are named in one breath with a name: "Sanne en Bram", "Nel en Cor Zijlstra"."""
    known = set(spans)
    for start, end in spans:
        before = max(0, start - 30)
        previous = _PREVIOUS.search(text, before, start)
        if previous and is_first_name(previous["found"]):
            yield previous.span("found")
        after = _NEXT.match(text, end)
        while after and after.span("found") not in known and is_first_name(after["found"]):
            known.add(after.span("found"))
            yield after.span("found")
            after = _NEXT.match(text, after.end())
