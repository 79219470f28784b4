"""Keeping personal data out of texts that others read."""

import re
from dataclasses import dataclass

from intake.errors import RefusedInput
from intake.models.questions import Question
from matching.personal_data import PLACEHOLDERS, find, mask


@dataclass(frozen=True, slots=True)
class Names:
    """Names that a text may not tell: of people in any part, of firms as a whole.

    The name of a firm is often made of plain words ("De Werkplaats"), which must stay usable by themselves.
    """

    people: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()

    def __or__(self, other: "Names") -> "Names":
        """Return the names of both."""
        return Names(self.people + other.people, self.firms + other.firms)


#: When nobody's name was given.
NOBODY = Names()


def names_in(question: Question) -> Names:
    """Return the names that the entrepreneur gave in the form, so that they can be masked in texts."""
    return Names(_given(question.asker_name), _given(question.asker_organisation))


def masked(text: str, names: Names = NOBODY) -> tuple[str, tuple[str, ...]]:
    """Return ``text`` with personal data masked, and the kinds of data that were in it."""
    without_firms = text
    for pattern in _patterns(names.firms):
        without_firms = pattern.sub(PLACEHOLDERS["name"], without_firms)
    kinds = ["name"] * (without_firms != text) + [finding.kind for finding in find(without_firms, names.people)]
    return mask(without_firms, names.people), tuple(dict.fromkeys(kinds))


def refuse_personal_data(field: str, text: str, names: Names = NOBODY) -> None:
    """Raise ``RefusedInput`` (``personal_data``, with the words ``found``) when ``text`` tells who somebody is."""
    words = [text[finding.start : finding.end] for finding in find(text, names.people)]
    words += [found[0] for pattern in _patterns(names.firms) for found in pattern.finditer(text)]
    if words:
        raise RefusedInput(field, "personal_data", found=", ".join(dict.fromkeys(words)))


def _given(name: str) -> tuple[str, ...]:
    return (name,) if name else ()


def _patterns(firms: tuple[str, ...]) -> list[re.Pattern[str]]:
    wholes = [r"\s+".join(re.escape(word) for word in firm.split()) for firm in firms if firm.strip()]
    return [re.compile(rf"(?<!\w){whole}(?!\w)", re.IGNORECASE) for whole in wholes]
