"""What a text says about places, weighed together: which of several mentions speak of the asker's own place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from matching.data import PlaceHow
from matching.standing import Standing, moving, refers_back, standing
from matching.text import fold

#: How a part of a town is tied to the town: "Moerwijk, Den Haag", "Moerwijk (Den Haag)", "Moerwijk in Den Haag".
_PART_OF = re.compile(r"\s*(?:,|\(|,? (?:in|te|bij)\b|-)\s*(?:de )?(?:gemeente|stad)?\s*", re.IGNORECASE)
#: And the other way round: "Den Haag Moerwijk", "Den Haag-Moerwijk", "Den Haag (Moerwijk)".
_HAS_PART = re.compile(r"(?: |-| ?\()(?:wijk )?", re.IGNORECASE)
#: How places are named in one breath, so that what is said of one is said of all.
_JOINED = re.compile(r"\s*(?:,|&|/|en|of|and|or|tot|naar|to)\s*(?:(?:in|te|uit) )?")
_TOWARDS = re.compile(r"\s*(?:naar|to)\s*")
#: The asker wants to know which of the places it is about: then it is not for us to say.
_WHICH = re.compile(r"\b(?:welke gemeente|beide|allebei|which (?:municipality|council|city)|both)\b")
#: What a place must at least be to the asker, and what the others then may be, to be the one that is meant.
_BEATS = (
    (Standing.HERE, frozenset(Standing)),
    (Standing.WORK, frozenset({Standing.ELSEWHERE, Standing.THEIRS, Standing.HOME, Standing.PASSING})),
    (Standing.OURS, frozenset({Standing.ELSEWHERE, Standing.THEIRS})),
    (Standing.HOME, frozenset({Standing.ELSEWHERE})),
)
#: The same, where the asker wants to know which of the places it is about.
_BEATS_IF_ASKED = (
    (Standing.HERE, frozenset(Standing)),
    (Standing.WORK, frozenset({Standing.ELSEWHERE, Standing.HOME})),
    (Standing.PASSING, frozenset({Standing.ELSEWHERE})),
)
_MORE = re.compile(r"\s*(?:,|en|of|and|or)?\s*$")


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
    if len(folded) != len(text) or len(_named(mentions)) < 2:
        return list(mentions)
    said = _standings(sorted(mentions, key=lambda m: m.start), folded)
    for least, beaten in _BEATS_IF_ASKED if _WHICH.search(folded) else _BEATS:
        kept = [m for m in mentions if said[m] >= least]
        if len(_named(kept)) == 1 and all(said[m] >= least or said[m] in beaten for m in mentions):
            return kept
    return list(mentions)


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


def _standings(mentions: Sequence[Mention], folded: str) -> dict[Mention, Standing]:
    """Tell of each mention what the place is to the asker; what is named in one breath stands together."""
    found: dict[Mention, Standing] = {}
    groups = _groups(mentions, folded)
    for at, group in enumerate(groups):
        start = groups[at - 1][-1].end if at else 0
        end = groups[at + 1][0].start if at + 1 < len(groups) else None
        told = standing(folded[start : group[0].start], folded[group[-1].end : end], last=end is None)
        several = len(_named(group)) > 1
        found |= dict.fromkeys(group, Standing.OPEN if several and told is Standing.PASSING else told)
    return found


def _groups(mentions: Sequence[Mention], folded: str) -> list[list[Mention]]:
    """Put together what is named in one breath; of a removal, only the new address counts."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        last = groups[-1][-1] if groups else None
        between = folded[last.end : mention.start] if last else ""
        parted = _TOWARDS.fullmatch(between) and (moving(folded) or refers_back(folded[mention.end :]))
        if last and _JOINED.fullmatch(between) and not parted:
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups
