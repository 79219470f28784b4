"""Every name a municipality goes by, and which municipalities it may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import simplemma
from rapidfuzz import process
from rapidfuzz.distance import OSA

from matching.data import Municipality, Place, PlaceHow
from matching.text import fold

#: The most words that a name has.
LONGEST_NAME = 7
#: Shorter names are too easily turned into each other by one mistake.
SHORTEST_TYPO = 5
#: A word of so many letters is recognised with one mistake, also when nothing says that a place is meant.
CLEAR_TYPO = 7
#: A word of so many letters may have two mistakes in it, where something says that a place is meant.
_LONG_TYPO = 9
#: A name of several words is recognised with one mistake from so many letters on.
_CLEAR_WORDS_TYPO = 8
#: A name of so few letters is a word in one language or another.
SHORT_NAME = 4

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_QUALIFIER = re.compile(r"\s*\(([^)]+)\)\s*$")
_ARTICLES = frozenset({"de", "het", "t"})
#: A longer last word of a name is no abbreviation of a province.
_LONGEST_ABBREVIATION = 3
#: What people call a province, and what it is called in the data.
_PROVINCES_IN_SPEECH = {
    "friesland": "fryslan",
    "brabant": "noord brabant",
    "north holland": "noord holland",
    "south holland": "zuid holland",
    "north brabant": "noord brabant",
}
#: Names that people cut short: "Capelle" for "Capelle aan den IJssel", "Zwaagdijk" for "Zwaagdijk-Oost".
_CUT_SHORT = re.compile(r"([a-z]{5,}) (?:(?:aan|bij|op) .+|oost|west|noord|zuid|binnen|buiten)")
#: Endings that make an adjective of a name ("Utrechts", "Haarlemse") and no mistake in it.
_ADJECTIVE_ENDINGS = frozenset({"s", "se", "e", "er", "ers"})
#: How "aan den" and the like in a name are also written.
_JOINED = re.compile(r"(?<= )(aan|op|bij) (?:de|den)(?= )")
#: Spellings that sound alike: what people mistake for each other when they write a name by ear.
_SOUNDS = (
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("ch", "g"),
    ("c", "k"),
    ("ij", "y"),
    ("ei", "y"),
    ("dt", "t"),
    ("z", "s"),
    ("v", "f"),
)
_DOUBLED = re.compile(r"(.)\1+")


def name_key(name: str) -> str:
    """Return the form in which names are compared: folded words with single spaces."""
    return _NOT_LETTERS.sub(" ", fold(name)).strip()


def sound_key(key: str) -> str:
    """Return a key in which spellings that sound alike are one."""
    for written, heard in _SOUNDS:
        key = key.replace(written, heard)
    if key.endswith("d"):
        key = f"{key[:-1]}t"
    return _DOUBLED.sub(r"\1", key)


@lru_cache(maxsize=20_000)
def is_word(key: str) -> bool:
    """Tell whether a name is also an ordinary word, so that seeing it proves nothing."""
    return bool(simplemma.is_known(key, lang="nl"))


def abbreviates(short: str, name: str) -> bool:
    """Tell whether ``short`` can stand for a name: its first letter and others of it in order, as "gld", "nh"."""
    rest = iter(name)
    return 0 < len(short) <= _LONGEST_ABBREVIATION and short[0] == name[:1] and all(letter in rest for letter in short)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one name may mean: the municipalities, and how it names them."""

    key: str
    gm_codes: frozenset[str]
    how: PlaceHow
    is_municipality: bool

    @property
    def looks_like_a_word(self) -> bool:
        """Tell whether the name needs more around it before it counts as a place."""
        parts = self.key.split()
        if len(parts) == 1:
            return len(self.key) <= SHORT_NAME or is_word(self.key)
        return len(parts) == 2 and parts[0] in _ARTICLES


class Gazetteer:
    """All names of municipalities and of the places in them."""

    def __init__(self, municipalities: Sequence[Municipality], places: Sequence[Place]) -> None:
        self._entries: dict[str, Entry] = {}
        self._province_of = {m.gm_code: m.province_code for m in municipalities}
        self.provinces = _provinces(municipalities)
        for municipality in municipalities:
            self._add_municipality(municipality)
        for place in places:
            for form in (form for name in (place.name, *place.alt_names) for form in _forms(name)):
                self._add(form, place.gm_code, PlaceHow.PLACE, is_municipality=False)
        self._add_without_province(places)
        self._add_cut_short()
        self._by_sound: dict[str, list[str]] = {}
        for key in self._entries:
            self._by_sound.setdefault(sound_key(key), []).append(key)
        self._long_names = [key for key in self._entries if len(key) >= SHORTEST_TYPO]
        self._with_word = self._by_first_words()
        self._clear_names = [
            key for key, entry in self._entries.items() if entry.is_municipality and len(key) >= CLEAR_TYPO
        ]

    def get(self, key: str) -> Entry | None:
        """Return what a name means, or ``None``."""
        return self._entries.get(key)

    def province_of(self, gm_code: str) -> str:
        """Return the province code of a municipality, or an empty string."""
        return self._province_of.get(gm_code, "")

    def knows(self, gm_code: str) -> bool:
        """Tell whether this is the code of a municipality."""
        return gm_code in self._province_of

    def nearest(self, key: str, *, only_municipalities: bool = False) -> tuple[Entry, ...]:
        """Return the names that a misspelt name most likely means; none when it is too far from all.

        All names at the smallest distance come back, so that the caller sees when there are several. With
        ``only_municipalities`` a village that is as near does not count, but one that is nearer leaves none.
        """
        if len(key) < SHORTEST_TYPO:
            return ()
        near = self._alike(key) or self._close(key)
        least = min((distance for distance, _entry in near), default=0)
        nearest = tuple(entry for distance, entry in near if distance == least)
        return tuple(e for e in nearest if e.is_municipality) if only_municipalities else nearest

    def _alike(self, key: str) -> list[tuple[int, Entry]]:
        """Return the names that sound the same, with their distances."""
        alike = [self._entries[name] for name in self._by_sound.get(sound_key(key), ())]
        return [(OSA.distance(key, entry.key), entry) for entry in alike]

    def _close(self, key: str) -> list[tuple[int, Entry]]:
        """Return the names that differ in one letter, or long municipalities' in two, with their distances."""
        most = 1 if len(key) < _LONG_TYPO else 2
        close = process.extract(key, self._long_names, scorer=OSA.distance, score_cutoff=most, limit=None)
        near = [(distance, self._entries[name]) for name, distance, _place in close if _may_be_meant(key, name)]
        return [(distance, entry) for distance, entry in near if distance == 1 or entry.is_municipality]

    def clearly_misspelt(self, key: str) -> Entry | None:
        """Return the one municipality that a long word is written as with one mistake, or by ear."""
        if len(key) < CLEAR_TYPO:
            return None
        by_ear = [
            e for e in map(self._entries.__getitem__, self._by_sound.get(sound_key(key), ())) if e.is_municipality
        ]
        if by_ear:
            return by_ear[0] if len(by_ear) == 1 else None
        close = process.extract(key, self._clear_names, scorer=OSA.distance, score_cutoff=1, limit=2)
        near = [self._entries[name] for name, _distance, _place in close if _may_be_meant(key, name)]
        return near[0] if len(near) == 1 else None

    def misspelt_words(self, keys: Sequence[str]) -> Iterator[tuple[int, Entry]]:
        """Yield how many of the first ``keys`` are a name of several words with one mistake, and that name."""
        named = list(self._with_word.get((0, keys[0]), ()))
        if len(keys) > 1 and not is_word(keys[0]):
            named += self._with_word.get((1, keys[1]), ())
        for name in named:
            size = name.count(" ") + 1
            entry = self._entries[name]
            distance = OSA.distance(" ".join(keys[:size]), name, score_cutoff=1)
            if len(name) >= _CLEAR_WORDS_TYPO and len(entry.gm_codes) == 1 and distance == 1:
                yield size, entry

    def meant_with(self, gm_codes: frozenset[str], province: str) -> frozenset[str]:
        """Return those of ``gm_codes`` that lie in a province, named in full or shortened."""
        full = self.provinces.get(province)
        return frozenset(
            gm_code
            for name, code in self.provinces.items()
            for gm_code in gm_codes
            if self._province_of.get(gm_code) == code and (code == full or abbreviates(province, name))
        )

    def _add_without_province(self, places: Sequence[Place]) -> None:
        """Add the names of villages that are told apart by their province; a municipality is meant before those."""
        of_code = {code: name for name, code in self.provinces.items()}
        for place in places:
            name, _space, last = name_key(place.name).rpartition(" ")
            known = self._entries.get(name)
            in_province = of_code.get(self.province_of(place.gm_code), "")
            if name and abbreviates(last, in_province) and not (known and known.is_municipality):
                self._add(name, place.gm_code, PlaceHow.PLACE, is_municipality=False)

    def _add_cut_short(self) -> None:
        """Add what people leave of a long name; a municipality or an ordinary word of that name is meant before."""
        for entry in tuple(self._entries.values()):
            cut = _CUT_SHORT.fullmatch(entry.key)
            known = self._entries.get(cut[1]) if cut else None
            if cut and not is_word(cut[1]) and not (known and known.is_municipality):
                for gm_code in sorted(entry.gm_codes):
                    self._add(cut[1], gm_code, PlaceHow.PLACE, is_municipality=False)

    def _by_first_words(self) -> dict[tuple[int, str], list[str]]:
        """Return the municipalities' names of several words, the longest first, by the first and the second word."""
        found: dict[tuple[int, str], list[str]] = {}
        for key in sorted(self._entries, key=len, reverse=True):
            if " " in key and self._entries[key].is_municipality:
                for place in enumerate(key.split()[:2]):
                    found.setdefault(place, []).append(key)
        return found

    def _add_municipality(self, municipality: Municipality) -> None:
        for name, how in _names_of(municipality):
            for form in _forms(name):
                for key in (form, form.replace(" ", "")):
                    self._add(key, municipality.gm_code, how, is_municipality=how is not PlaceHow.FORMER_NAME)

    def _add(self, key: str, gm_code: str, how: PlaceHow, *, is_municipality: bool) -> None:
        known = self._entries.get(key)
        if known is None:
            self._entries[key] = Entry(key, frozenset({gm_code}), how, is_municipality)
        elif gm_code not in known.gm_codes:
            self._entries[key] = Entry(
                key, known.gm_codes | {gm_code}, known.how, known.is_municipality or is_municipality
            )


def _may_be_meant(key: str, name: str) -> bool:
    """Tell whether a word may be a name with a mistake in it: same first letter, and no adjective of the name."""
    return name[0] == key[0] and not (key.startswith(name) and key[len(name) :] in _ADJECTIVE_ENDINGS)


def _provinces(municipalities: Sequence[Municipality]) -> dict[str, str]:
    """Return the code of each province by its names."""
    found = {name_key(m.province): m.province_code for m in municipalities if m.province}
    spoken = {said: found[written] for said, written in _PROVINCES_IN_SPEECH.items() if written in found}
    return found | spoken


def _names_of(municipality: Municipality) -> Iterator[tuple[str, PlaceHow]]:
    yield municipality.name, PlaceHow.NAME
    for name in municipality.alt_names:
        yield name, PlaceHow.ALTERNATIVE_NAME
    for name in municipality.former:
        yield name, PlaceHow.FORMER_NAME


def _forms(name: str) -> Iterable[str]:
    """Return the keys of a name: as it is, and without the letters that tell it from a namesake."""
    keys = [name_key(name), name_key(_QUALIFIER.sub("", name))]
    for written in (r"\1 de", r"\1 den"):
        keys += [_JOINED.sub(written, key) for key in keys[:2]]
    for written in (" d", "d"):
        keys += [_JOINED.sub(lambda joined, end=written: f"{joined[1][0]}{end}", key) for key in keys[:2]]  # type: ignore[misc]
    keys += [f"st {key.removeprefix('sint ')}" for key in keys if key.startswith("sint ")]
    return dict.fromkeys(key for key in keys if key)
