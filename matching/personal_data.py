"""Finding and masking personal data in free text, so that a sentence stays readable without the person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from matching.data import Finding
from matching.personal_names import find_names
from matching.personal_numbers import NUMBERS, counts_something_else
from matching.personal_patterns import small

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

_PLACEHOLDER = re.compile("|".join(map(re.escape, PLACEHOLDERS.values())))
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
    low = small(text)
    taken = bytearray(len(text))
    for match in _PLACEHOLDER.finditer(text):
        _take(taken, *match.span())
    numbers = list(_apart(_numbers(text, low), taken))
    contacts = [finding for finding in numbers if finding.kind in {"phone", "email"}]
    people = _apart(chain(find_names(text, low, contacts), _by_name(text, names)), taken)
    return sorted((*numbers, *people), key=lambda finding: finding.start)


def mask(text: str, names: Sequence[str] = ()) -> str:
    """Replace personal data by what it was, so that the sentence stays readable.

    Looks again after each round: what stood against a masked number may only then show.
    """
    while found := find(text, names):
        for finding in reversed(found):
            text = text[: finding.start] + PLACEHOLDERS[finding.kind] + text[finding.end :]
    return text


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\1" * (end - start)


def _apart(findings: Iterable[Finding], taken: bytearray) -> Iterator[Finding]:
    """Yield what overlaps with nothing that was ``taken`` before, and take it."""
    for finding in findings:
        if taken.find(1, finding.start, finding.end) < 0:
            _take(taken, finding.start, finding.end)
            yield finding


def _numbers(text: str, low: str) -> Iterator[Finding]:
    places: dict[re.Pattern[str], list[int]] = {}
    for pattern in NUMBERS:
        if pattern.cue not in places:
            places[pattern.cue] = [cue.end() for cue in pattern.cue.finditer(low)]
        for start, end in pattern.among(text, places[pattern.cue]):
            if not (pattern.loose and counts_something_else(text, start)):
                yield Finding(pattern.kind, start, end)


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
