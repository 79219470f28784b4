"""Which municipality a question is about: from a field, from a postcode, from the text; never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from matching.countries import ABROAD
from matching.data import Finding, Municipality, Place, PlaceAnswer, PlaceHow, Postcode
from matching.gazetteer import LONGEST_NAME, Entry, Gazetteer, is_word, name_key, sound_key
from matching.mentions import Mention, narrowed, of_the_asker, without_districts
from matching.place_cues import SAYS_MUNICIPALITY
from matching.place_sense import Sense
from matching.place_words import Around, Manner, Token, manner_of, tokens_of
from matching.text import clean

_POSTCODE_WORDS = frozenset({"postcode", "postcodegebied", "pc", "postal", "zip"})

#: With letters in capitals, or joined to small letters that are no unit of measure.
_PC6 = re.compile(
    r"\b([1-9]\d{3})(?:\s?(?!SA|SD|SS)[A-Z]{2}|(?!sa|sd|ss|kg|gr|km|cm|mm|ml|cl|kw|mb|gb|tb|st|pk|px)[a-z]{2})\b"
)
_PC4 = re.compile(r"\b[1-9]\d{3}\b")
_PC_FIELD = re.compile(r"\s*([1-9]\d{3})(?:\s?[A-Za-z]{2})?(?:\W.*)?$", re.DOTALL)
#: Endings of parts of a town: a new one is rather a name we do not know than a spelling mistake.
_NEIGHBOURHOOD = re.compile(r"(?:wijk|buurt|kwartier|laan|straat|plein|park|hof|veld|polder)$")
_MOST_CANDIDATES = 6


class PlaceFinder:
    """Recognises municipalities, and says so when it could be more than one."""

    def __init__(
        self,
        municipalities: Sequence[Municipality],
        places: Sequence[Place] = (),
        postcodes: Sequence[Postcode] = (),
    ) -> None:
        self._names = Gazetteer(municipalities, places)
        self._sense = Sense(self._names)
        self._postcodes = {p.pc4: frozenset(p.gm_codes) for p in postcodes}

    def province_of(self, gm_code: str | None) -> str | None:
        """Return the province code of a municipality, or ``None`` where either is not known."""
        return self._names.province_of(gm_code or "") or None

    def from_field(self, text: str) -> PlaceAnswer:
        """Read what somebody filled in as municipality (name or code), place or postcode."""
        return _answer(self._in_field(clean(text).strip()), "field")

    def from_text(self, text: str, hidden: Sequence[Finding] = ()) -> PlaceAnswer:
        """Read which municipality a text is about.

        ``hidden`` are stretches that hold a person's name or address: a surname is no town.
        """
        text = clean(text)
        mentions = [m for m in self._in_text(text) if not _inside(m, hidden)]
        settled = self._settled(without_districts(mentions, text), text)
        return _answer(of_the_asker(settled, text), "text")

    # --- names --------------------------------------------------------------------------------

    def _in_field(self, text: str) -> list[Mention]:
        """Read a field: everything in it is meant as a place, so no word around it is needed."""
        if postcode := _PC_FIELD.match(text):
            mention = self._postcode(postcode[1], text, *postcode.span(1))
            return [mention] if mention else []
        if self._names.knows(text.upper()):
            return [Mention(frozenset({text.upper()}), PlaceHow.NAME, text, 0, len(text))]
        key = _without_prefix(name_key(text))
        if entry := self._names.get(key):
            return [_mention(entry, text, 0, len(text))]
        if named := self._settled(list(self._all_names(text)), text):
            return named
        codes = frozenset(code for entry in self._names.nearest(key) for code in entry.gm_codes)
        if not codes or len(codes) > _MOST_CANDIDATES:
            return []
        return [Mention(codes, PlaceHow.TYPO, text, 0, len(text))]

    def _in_text(self, text: str) -> Iterator[Mention]:
        tokens = tokens_of(text)
        manner = manner_of(text, tokens)
        yield from self._postcodes_in(text, tokens)
        at = 0
        while at < len(tokens):
            size, mention = self._at(tokens, at, manner)
            if mention is not None:
                yield mention
            at += size

    def _at(self, tokens: Sequence[Token], at: int, manner: Manner) -> tuple[int, Mention | None]:
        """Return how many words were read at this place, and the municipality they name, if any."""
        for size in range(min(LONGEST_NAME, len(tokens) - at), 0, -1):
            entry = self._names.get(" ".join(t.key for t in tokens[at : at + size]))
            if entry is None:
                continue
            around = Around(tokens, at, size, manner)
            if self._sense.counts(entry, around):
                mention = _mention(entry, around.words, tokens[at].start, tokens[at + size - 1].end)
                return size, narrowed(mention, self._sense.in_province_after(entry, around))
            if size == 1:
                return self._misspelt_words(tokens, at, manner) or (1, None)
        misspelt = self._misspelt_words(tokens, at, manner)
        return misspelt or (1, self._misspelt(Around(tokens, at, 1, manner)))

    def _misspelt_words(self, tokens: Sequence[Token], at: int, manner: Manner) -> tuple[int, Mention] | None:
        """Return a name of several words with a mistake in it, and how many words that are."""
        for size, entry in self._names.misspelt_words([t.key for t in tokens[at : at + LONGEST_NAME]]):
            around = Around(tokens, at, size, manner)
            found = Mention(entry.gm_codes, PlaceHow.TYPO, around.words, tokens[at].start, tokens[at + size - 1].end)
            return size, replace(found, whole=True)
        return None

    def _misspelt(self, around: Around) -> Mention | None:
        token = around.token
        if is_word(token.key) or token.key in ABROAD or around.after_province or around.says_district or around.surname:
            return None
        clear = self._names.clearly_misspelt(token.key)
        if clear is not None and len(clear.gm_codes) == 1 and (around.tells_a_place or not around.capital):
            return Mention(clear.gm_codes, PlaceHow.TYPO, token.typed, token.start, token.end, whole=True)
        told = around.cue or around.says_municipality
        if not (told or (around.capital and (around.weak_cue or self._sense.in_list(around)))):
            return None
        near = self._names.nearest(token.key, only_municipalities=len(token.key) < 7)
        codes = frozenset(code for entry in near for code in entry.gm_codes)
        by_ear = any(sound_key(entry.key) == sound_key(token.key) for entry in near)
        if len(codes) != 1 or not (by_ear or _NEIGHBOURHOOD.search(token.key) is None):
            return None
        whole = all(entry.is_municipality for entry in near)
        return Mention(codes, PlaceHow.TYPO, token.typed, token.start, token.end, whole=whole)

    def _all_names(self, text: str) -> Iterator[Mention]:
        """Yield every name in a text that is known to be about a place."""
        tokens = tokens_of(text)
        at = 0
        while at < len(tokens):
            for size in range(min(LONGEST_NAME, len(tokens) - at), 0, -1):
                entry = self._names.get(" ".join(t.key for t in tokens[at : at + size]))
                if entry is not None and (size > 1 or len(entry.key) > 3):
                    end = tokens[at + size - 1].end
                    yield _mention(entry, text[tokens[at].start : end], tokens[at].start, end)
                    at += size - 1
                    break
            at += 1

    # --- postcodes ----------------------------------------------------------------------------

    def _postcodes_in(self, text: str, tokens: Sequence[Token]) -> Iterator[Mention]:
        for found in _PC6.finditer(text):
            mention = self._postcode(found[1], found[0], *found.span())
            if mention:
                yield mention
        for before, token in pairwise(tokens):
            if not _PC4.fullmatch(token.typed):
                continue
            told = before.key in _POSTCODE_WORDS
            bare = before.key == "in" and not "1900" <= token.typed <= "2099" and not token.typed.endswith("00")
            mention = self._postcode(token.typed, token.typed, token.start, token.end)
            if mention and (told or bare):
                yield mention

    def _postcode(self, pc4: str, typed: str, start: int, end: int) -> Mention | None:
        codes = self._postcodes.get(pc4)
        return Mention(codes, PlaceHow.POSTCODE, typed, start, end) if codes else None

    # --- several mentions ---------------------------------------------------------------------

    def _settled(self, mentions: list[Mention], text: str) -> list[Mention]:
        """Let what is certain settle what is not: "Hengelo" beside "Gelderland" or beside "Bronckhorst"."""
        if any(m.how is not PlaceHow.TYPO for m in mentions):
            mentions = [m for m in mentions if m.how is not PlaceHow.TYPO or m.whole]
        certain = frozenset(code for m in mentions if len(m.gm_codes) == 1 for code in m.gm_codes)
        folded = f" {name_key(text)} "
        provinces = {code for name, code in self._names.provinces.items() if f" {name} " in folded}
        settled = []
        for mention in mentions:
            near = frozenset(code for code in mention.gm_codes if self._names.province_of(code) in provinces)
            known = mention.gm_codes & certain or (near if len(near) == 1 else mention.gm_codes)
            settled.append(narrowed(mention, known))
        return settled


def _without_prefix(key: str) -> str:
    first, _space, rest = key.partition(" ")
    return rest if first in SAYS_MUNICIPALITY and rest else key


def _mention(entry: Entry, typed: str, start: int, end: int) -> Mention:
    return Mention(entry.gm_codes, entry.how, typed, start, end, whole=entry.is_municipality)


def _inside(mention: Mention, hidden: Iterable[Finding]) -> bool:
    return any(f.start < mention.end and mention.start < f.end for f in hidden if f.kind in {"name", "email"})


def _answer(mentions: Sequence[Mention], source: str) -> PlaceAnswer:
    """Return the one municipality that all mentions agree on, or the candidates."""
    if not mentions:
        return PlaceAnswer()
    typed = tuple(dict.fromkeys(m.words for m in mentions))
    common = frozenset.intersection(*(m.gm_codes for m in mentions))
    if len(common) == 1:
        sharpest = min(mentions, key=lambda m: len(m.gm_codes))
        return PlaceAnswer(next(iter(common)), (), sharpest.how, source, typed)
    every = frozenset.union(*(m.gm_codes for m in mentions))
    how = mentions[0].how if len(mentions) == 1 else PlaceHow.SEVERAL
    return PlaceAnswer(None, tuple(sorted(every)), how, source, typed)
