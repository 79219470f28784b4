"""Finding and masking personal data in free text, so that a sentence stays readable without the person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from matching.data import Finding
from matching.personal_patterns import PATTERNS

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
    for kind in PATTERNS:
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
