"""How a kind of personal data is sought: where it may begin, and what it looks like there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


def compiled(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """Compile a pattern that takes capitals and small letters for the same."""
    return re.compile(pattern, flags)


def small(text: str) -> str:
    """Return ``text`` in small letters, each at the place where it was: a capital İ becomes two."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way in which personal data is written; group ``found`` of the shape is what is masked.

    The cue is sought in the text in small letters, which is fast; the shape is tried only where a cue ends, in the
    text as it is. What does not pass ``holds`` is none.
    """

    kind: str
    cue: re.Pattern[str]
    shape: re.Pattern[str]
    holds: Callable[[str], bool] = lambda found: True
    #: Only its digits tell that it is one; the word before it may say otherwise.
    loose: bool = False

    def among(self, text: str, places: list[int]) -> Iterator[tuple[int, int]]:
        """Yield where personal data of this kind stands, given where its cues end in ``text``."""
        for place in places:
            match = self.shape.match(text, place)
            if match and self.holds(match["found"]):
                yield match.span("found")
