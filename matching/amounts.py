"""Amounts of money in a text, and which of them somebody is looking for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Below this an amount is a price rather than money that is looked for, unless the sentence says so.
SMALLEST = 500
#: Above this no scheme goes; what looks larger was misread.
LARGEST = 1_000_000_000

_UNITS = ("", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_TEENS = ["tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"]
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_ENGLISH = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_ENGLISH_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _below_hundred() -> dict[str, int]:
    """Return the words for 1 to 99, Dutch ones as they are glued together."""
    found = {word: n for n, word in enumerate(_UNITS) if word} | {word: n for n, word in enumerate(_TEENS, 10)}
    for tens, word in enumerate(_TENS, 2):
        found[word] = 10 * tens
        for n in range(1, 10):
            joint = "ën" if _UNITS[n].endswith("e") else "en"
            found[f"{_UNITS[n]}{joint}{word}"] = 10 * tens + n
    found |= {word: n for n, word in enumerate(_ENGLISH, 1)}
    return found | {word: 10 * n for n, word in enumerate(_ENGLISH_TENS, 2)}


#: Number words below a hundred.
NUMBERS: Mapping[str, int] = {**_below_hundred(), "één": 1}
#: Words for a part or for one, which say an amount only before a word such as "ton".
_PARTS = {
    "anderhalf": 1.5,
    "anderhalve": 1.5,
    "half": 0.5,
    "halve": 0.5,
    "half a": 0.5,
    "kwart": 0.25,
    "quarter of a": 0.25,
    "a quarter of a": 0.25,
    "a quarter": 0.25,
    "een half": 0.5,
    "een halve": 0.5,
    "een kwart": 0.25,
    "een": 1.0,
    "één": 1.0,
    "a": 1.0,
    "one": 1.0,
}
_SCALES = {
    "duizend": 1_000,
    "thousand": 1_000,
    "mille": 1_000,
    "k": 1_000,
    "ton": 100_000,
    "miljoen": 1_000_000,
    "mln": 1_000_000,
    "million": 1_000_000,
}
#: After these scales a thing may follow that is no money: tonnes of waste, a million people.
_OF_THINGS = frozenset({"ton", "miljoen", "mln", "million", "duizend", "thousand"})

_DIGITS = r"\d{1,3}(?:[.\u00a0 ]\d{3})+(?:,\d{2}|,-+)?|\d{1,3}(?:,\d{3})+(?:\.\d{2})?|\d+(?:[.,]\d{1,2})?(?:,-+)?"
_SMALL = "|".join(sorted(NUMBERS, key=lambda word: (-len(word), word)))
_GLUED = rf"(?:(?:{_SMALL})?honderd(?:{_SMALL})?|{_SMALL})"
_WORDS = rf"(?:(?:{_GLUED})?duizend(?:{_GLUED})?|(?:{_SMALL})? ?hundred|{_GLUED})"
_PART = "|".join(sorted(_PARTS, key=lambda word: (-len(word), word)))
_MONEY = re.compile(
    rf"(?:(?P<sign>€|\beuro?\b)\s*)?(?<![\w.,])"
    rf"(?P<number>{_DIGITS}|(?:{_PART})(?=\s(?:ton|miljoen|mln|million|mille)\b)|{_WORDS}(?![^\W\d_]))"
    rf"(?:(?P<k>k)\b|\s*(?P<scale>duizend|thousand|mille|ton|miljoen|mln|million)\b)?"
    rf"(?:,-+)?(?P<unit>\s*(?:€|\beuro?'?s?\b))?",
    re.IGNORECASE,
)
#: Without one of these a text holds no amount, and need not be read.
_TELLING = re.compile(r"€|eur|ton\b|miljoen|mln|million|mille\b|\dk\b", re.IGNORECASE)
#: What may stand after "drie ton" when it is money.
_AFTER_MONEY = re.compile(
    r"\s*(?:$|[.,;:!?()\n]|(?:nodig|voor|om|op|te|lenen|tekort|aan|extra|zoeken|ophalen|aantrekken|inleggen|"
    r"omzet|krediet|lening|subsidie|kapitaal|startkapitaal|financiering|winst|waard|leent|lent|bij elkaar|"
    r"investeren|geleend|to|for|from|in)\b)",
    re.IGNORECASE,
)

#: What makes an amount the one that is looked for.
_NEEDED = re.compile(
    r"nodig|zoek|lenen|leen|leent|lening|krediet(?:aanvraag)?|tekort|\bgat\b|\bmis(?:sen|t)?\b|ontbre|ophalen|"
    r"\bhal\w+ |haal|aantrekken|aanvra|\bvra(?:ag|gen)\b|bijdrage|subsidie|startkapitaal|doel is|looptijd|"
    r"behoefte|financier|"
    r"geeft|geld voor|los bij|need|look|borrow|lend|loan|grant|rais\w+|short of|funding|seek",
    re.IGNORECASE,
)
#: What makes it something else: what comes in, goes out, is there already or belongs to somebody else.
_OTHERWISE = re.compile(
    r"omzet|turnover|revenue|winst|profit|\bhu(?:ur|ren)\b|\brent\b|boete|leges|salaris|\bloon\b|salary|wage|tarief|"
    r"prijs|\breken(?:t|de)\b|betaal|paid|kreeg|kregen|gekregen|\bgaf\b|\bgaven\b|toegezegd|eigen geld|spaargeld|"
    r"eigen inleg|opdracht|contract\b|waard|balans|bespa|\bsaves?\b|budget|verplichting|belofte|staat op|schuld|"
    r"geldschieter|vergoed|waarborg|borg van|\bnota\b|factu|teveel|te veel|\bterug\b|verzeker|klus|bood\b|inleg|"
    r"verdien|verwacht|deposit|invoice|opgehaald|opbrengst|invest(?:eerder|or) wil|een man met|"
    r"\biedere?\b|\belke?\b|\beach\b|\bevery\b|begroot",
    re.IGNORECASE,
)
#: Without one of these an amount of which nothing is said is not taken as the one that is looked for.
_ABOUT_MONEY = re.compile(
    r"lening|lenen|leen\b|krediet|subsidie|financier|\bfonds|nodig|zoek|wie (?:helpt|betaalt|geeft)|potje|hoe kom|"
    r"bij wie|aanvraag|\bred (?:ik|we)\b|blijven we|loan|grant|fund|borrow",
    re.IGNORECASE,
)
#: What follows a price or a sum that comes back.
_EACH = re.compile(
    r"\s*(?:per\b|p/m|/\s*\w|in de maand|a (?:month|year|week)|(?:loon|huur|omzet|winst|salaris) )", re.IGNORECASE
)
_CLAUSE_END = re.compile(
    r"[,;:()]| maar | but | waarvan | waarbij | en (?=(?:we|wij|ik|nu|dat|die|kom)\b)| and (?=(?:we|i)\b)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
_HALF_OF_IT = re.compile(r"daarvan de helft|de helft daarvan|half of (?:it|that)", re.IGNORECASE)
_UP_TO = re.compile(r"\s*(?:tot|à|a|-|–|to)\s*", re.IGNORECASE)
_OR = re.compile(r"[^.!?]{0,10}[\s,](?:of|or)\b[^.!?]{0,12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money in a text, in euros, and where it stands."""

    euros: int
    start: int
    end: int


def asked_for(text: str) -> Amount | None:
    """Return the one amount that somebody is looking for; ``None`` when there is none or more than one."""
    if _TELLING.search(text) is None or _HALF_OF_IT.search(text):
        return None
    found = _without_ranges(text, tuple(amounts(text)))
    if any(_OR.fullmatch(text[left.end : right.start]) for left, right in pairwise(found)):
        return None
    meant = [(amount, _is_needed(text, amount)) for amount in found]
    needed = [amount for amount, wanted in meant if wanted]
    if needed:
        return _only(needed)
    alone = found[0] if len(found) == 1 and meant[0][1] is None and found[0].euros >= SMALLEST else None
    return alone if _ABOUT_MONEY.search(text) else None


def amounts(text: str) -> Iterator[Amount]:
    """Yield every sum of money in a text, in order."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text)]
    for start, end in pairwise([0, *ends, len(text)]):
        if _TELLING.search(text, start, end):
            yield from _in_sentence(text, start, end)


def _in_sentence(text: str, start: int, end: int) -> Iterator[Amount]:
    for found in _MONEY.finditer(text, start, end):
        number, scale = found["number"].lower(), (found["k"] or found["scale"] or "").lower()
        has_currency = bool(found["sign"] or found["unit"])
        if not has_currency and not scale:
            continue
        if not has_currency and scale in _OF_THINGS and _AFTER_MONEY.match(text, found.end()) is None:
            continue
        euros = round(_value(number) * _SCALES.get(scale, 1))
        if 0 < euros <= LARGEST and not (number in {"een", "één", "a"} and not scale):
            yield Amount(euros, found.start(), found.end())


def _value(number: str) -> float:
    if number[0].isdigit():
        return _digits(number)
    if number in _PARTS:
        return _PARTS[number]
    thousands, glued, rest = number.partition("duizend")
    if glued:
        return (_below_thousand(thousands) or 1) * 1_000 + _below_thousand(rest)
    return _below_thousand(number)


def _below_thousand(word: str) -> int:
    for hundred in ("honderd", "hundred"):
        hundreds, glued, rest = word.partition(hundred)
        if glued:
            return (NUMBERS.get(hundreds.strip(), 0) or 1) * 100 + NUMBERS.get(rest.strip(), 0)
    return NUMBERS.get(word.strip(), 0)


def _digits(number: str) -> float:
    """Return what "1.250,50" or "1,250.50" stands for."""
    plain = number.rstrip("-").rstrip(",")
    grouped = re.fullmatch(r"(\d{1,3}(?:[.,\u00a0 ]\d{3})+)(?:[.,](\d{1,2}))?", plain)
    if grouped:
        return float(re.sub(r"\D", "", grouped[1]) + "." + (grouped[2] or "0"))
    return float(plain.replace(",", "."))


def _without_ranges(text: str, found: Sequence[Amount]) -> tuple[Amount, ...]:
    """Take "20.000 euro tot 30.000 euro" as one amount, the larger: so much may be needed."""
    kept: list[Amount] = []
    for amount in found:
        if kept and _UP_TO.fullmatch(text[kept[-1].end : amount.start]) and amount.euros > kept[-1].euros:
            kept[-1] = Amount(amount.euros, kept[-1].start, amount.end)
        else:
            kept.append(amount)
    return tuple(kept)


def _is_needed(text: str, amount: Amount) -> bool | None:
    """Tell whether the words around an amount say that it is looked for (or is not); ``None`` when they do not say."""
    if _EACH.match(text, amount.end):
        return False
    start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, amount.start)), default=0)
    stop = _SENTENCE_END.search(text, amount.end)
    sentence_end = stop.start() if stop else len(text)
    left = max((m.end() for m in _CLAUSE_END.finditer(text, start, amount.start)), default=start)
    right = _CLAUSE_END.search(text, amount.end, sentence_end)
    clause_end = right.start() if right else sentence_end
    wanted = _nearest(_NEEDED, text, amount, left, clause_end)
    other = _nearest(_OTHERWISE, text, amount, left, clause_end)
    if wanted is None and other is None:
        return None
    return other is None or (wanted is not None and wanted <= other)


def _nearest(words: re.Pattern[str], text: str, amount: Amount, start: int, end: int) -> int | None:
    """Return how many characters the nearest of ``words`` is away from an amount, if one is there."""
    before = [amount.start - m.end() for m in words.finditer(text, start, amount.start)]
    after = words.search(text, amount.end, end)
    return min(before + ([after.start() - amount.end] if after else []), default=None)


def _only(found: Sequence[Amount]) -> Amount | None:
    """Return the first of some amounts when all are the same."""
    return found[0] if found and len({amount.euros for amount in found}) == 1 else None
