"""Which municipality a question is about: from a field, from a postcode, from the text; never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from matching.data import Finding, Municipality, Place, PlaceAnswer, PlaceHow, Postcode
from matching.gazetteer import LONGEST_NAME, Entry, Gazetteer, is_word, name_key, sound_key
from matching.text import clean

#: After these a place follows, whatever else the word may mean.
_CUES = frozenset({"in", "te", "uit", "vanuit", "rond", "rondom", "omgeving", "nabij", "from", "near", "around"})
#: These say that a municipality follows, also in small letters.
_SAYS_MUNICIPALITY = frozenset({"gemeente", "dorp", "stad", "plaats", "woonplaats", "municipality", "city", "town"})
#: After these a place may follow that is known to be one.
_WEAK_CUES = frozenset(
    {"naar", "bij", "op", "to", "gemeenten", "regio", "at", "en", "of", "and", "or", "tussen", "between"}
)
#: Parts of surnames: what follows is a family, not a town.
_SURNAME_PARTS = frozenset({"van", "de", "den", "der", "ter", "ten", "familie", "stichting", "huize", "villa"})
_DIRECTIONS = frozenset({"noord", "oost", "zuid", "west", "midden", "noordoost", "zuidwest", "zuidoost", "noordwest"})
_COUNTRY = frozenset({"nederland", "holland"})
_POSTCODE_WORDS = frozenset({"postcode", "postcodegebied", "pc", "postal", "zip"})

_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)
_PC6 = re.compile(r"\b([1-9]\d{3})\s?(?!SA|SD|SS)([A-Z]{2})\b")
_PC4 = re.compile(r"\b[1-9]\d{3}\b")
_PC_FIELD = re.compile(r"\s*([1-9]\d{3})(?:\s?[A-Za-z]{2})?(?:\W.*)?$", re.DOTALL)
#: Endings of parts of a town: a new one is rather a name we do not know than a spelling mistake.
_NEIGHBOURHOOD = re.compile(r"(?:wijk|buurt|kwartier|laan|straat|plein|park|hof|veld|polder)$")
_MOST_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of the text with what stands before it."""

    typed: str
    key: str
    start: int
    end: int
    gap: str

    @property
    def capital(self) -> bool:
        return self.typed[0].isupper()


@dataclass(frozen=True, slots=True)
class _Mention:
    """A stretch of text that names one municipality or several."""

    gm_codes: frozenset[str]
    how: PlaceHow
    words: str
    start: int
    end: int


class PlaceFinder:
    """Recognises municipalities, and says so when it could be more than one."""

    def __init__(
        self,
        municipalities: Sequence[Municipality],
        places: Sequence[Place] = (),
        postcodes: Sequence[Postcode] = (),
    ) -> None:
        self._names = Gazetteer(municipalities, places)
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
        return _answer(self._settled(mentions, text), "text")

    # --- names --------------------------------------------------------------------------------

    def _in_field(self, text: str) -> list[_Mention]:
        """Read a field: everything in it is meant as a place, so no word around it is needed."""
        if postcode := _PC_FIELD.match(text):
            mention = self._postcode(postcode[1], text, *postcode.span(1))
            return [mention] if mention else []
        if self._names.knows(text.upper()):
            return [_Mention(frozenset({text.upper()}), PlaceHow.NAME, text, 0, len(text))]
        key = _without_prefix(name_key(text))
        if entry := self._names.get(key):
            return [_mention(entry, text, 0, len(text))]
        if named := self._settled(list(self._all_names(text)), text):
            return named
        codes = frozenset(code for entry in self._names.nearest(key) for code in entry.gm_codes)
        if not codes or len(codes) > _MOST_CANDIDATES:
            return []
        return [_Mention(codes, PlaceHow.TYPO, text, 0, len(text))]

    def _in_text(self, text: str) -> Iterator[_Mention]:
        tokens = _tokens(text)
        letters = [c for c in text if c.isalpha()]
        shouting = sum(c.isupper() for c in letters) > 0.6 * len(letters)
        yield from self._postcodes_in(text, tokens)
        at = 0
        while at < len(tokens):
            size, mention = self._at(tokens, at, shouting=shouting)
            if mention is not None:
                yield mention
            at += size

    def _at(self, tokens: Sequence[_Token], at: int, *, shouting: bool) -> tuple[int, _Mention | None]:
        """Return how many words were read at this place, and the municipality they name, if any."""
        for size in range(min(LONGEST_NAME, len(tokens) - at), 0, -1):
            entry = self._names.get(" ".join(t.key for t in tokens[at : at + size]))
            if entry is None:
                continue
            around = _Around(tokens, at, size, shouting)
            if self._counts(entry, around):
                return size, _mention(entry, around.words, tokens[at].start, tokens[at + size - 1].end)
            if size == 1:
                return 1, None
        return 1, self._misspelt(_Around(tokens, at, 1, shouting))

    def _counts(self, entry: Entry, around: _Around) -> bool:
        """Tell whether a name that was read is meant as a place here."""
        elsewhere = entry.key in _COUNTRY or (not entry.is_municipality and entry.key in self._names.provinces)
        if elsewhere or around.after_province or around.part_of_region:
            return False
        if entry.looks_like_a_word:
            if around.before == "gemeente":
                return entry.is_municipality
            return around.sure_capital and (around.cue or around.stands_alone or entry.is_municipality)
        if around.says_municipality:
            return True
        if entry.is_municipality or " " in entry.key:
            return around.capital or around.cue or around.weak_cue or len(entry.key) > 7
        return (around.cue or around.weak_cue or around.stands_alone) and (around.capital or len(entry.key) > 5)

    def _misspelt(self, around: _Around) -> _Mention | None:
        token = around.token
        if not (around.cue or around.says_municipality) or is_word(token.key) or around.after_province:
            return None
        near = self._names.nearest(token.key, only_municipalities=len(token.key) < 7)
        codes = frozenset(code for entry in near for code in entry.gm_codes)
        by_ear = any(sound_key(entry.key) == sound_key(token.key) for entry in near)
        if len(codes) != 1 or not (by_ear or _NEIGHBOURHOOD.search(token.key) is None):
            return None
        return _Mention(codes, PlaceHow.TYPO, token.typed, token.start, token.end)

    def _all_names(self, text: str) -> Iterator[_Mention]:
        """Yield every name in a text that is known to be about a place."""
        tokens = _tokens(text)
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

    def _postcodes_in(self, text: str, tokens: Sequence[_Token]) -> Iterator[_Mention]:
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

    def _postcode(self, pc4: str, typed: str, start: int, end: int) -> _Mention | None:
        codes = self._postcodes.get(pc4)
        return _Mention(codes, PlaceHow.POSTCODE, typed, start, end) if codes else None

    # --- several mentions ---------------------------------------------------------------------

    def _settled(self, mentions: list[_Mention], text: str) -> list[_Mention]:
        """Let what is certain settle what is not: "Hengelo" beside "Gelderland" or beside "Bronckhorst"."""
        if any(m.how is not PlaceHow.TYPO for m in mentions):
            mentions = [m for m in mentions if m.how is not PlaceHow.TYPO]
        certain = frozenset(code for m in mentions if len(m.gm_codes) == 1 for code in m.gm_codes)
        folded = f" {name_key(text)} "
        provinces = {code for name, code in self._names.provinces.items() if f" {name} " in folded}
        settled = []
        for mention in mentions:
            codes = mention.gm_codes
            if len(codes) > 1:
                near = frozenset(code for code in codes if self._names.province_of(code) in provinces)
                codes = (codes & certain) or (near if len(near) == 1 else codes)
            settled.append(replace(mention, gm_codes=codes))
        return settled


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a name: the grounds to call it a place."""

    tokens: Sequence[_Token]
    at: int
    size: int
    shouting: bool

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    @property
    def words(self) -> str:
        return " ".join(t.typed for t in self.tokens[self.at : self.at + self.size])

    @property
    def before(self) -> str:
        """The word before, in small letters, when nothing but a space stands between."""
        return self.tokens[self.at - 1].key if self.at and not self.token.gap.strip(" '\"-(") else ""

    @property
    def capital(self) -> bool:
        return not self.shouting and any(t.capital for t in self.tokens[self.at : self.at + self.size])

    @property
    def starts_sentence(self) -> bool:
        return self.at == 0 or bool(re.search(r"[.!?\n:]", self.token.gap))

    @property
    def sure_capital(self) -> bool:
        """A capital that means something: not of a sentence, a surname or a longer name."""
        if not self.capital or self.starts_sentence or self.before in _SURNAME_PARTS:
            return False
        after = self.at + self.size
        longer = after < len(self.tokens) and self.tokens[after].capital and not self.tokens[after].gap.strip(" ")
        previous = self.tokens[self.at - 1]
        named = previous.capital and not self.token.gap.strip(" ") and not self.cue
        return not longer and not named

    @property
    def cue(self) -> bool:
        return self.before in _CUES

    @property
    def weak_cue(self) -> bool:
        return self.before in _WEAK_CUES

    @property
    def says_municipality(self) -> bool:
        if self.before == "of" and self.at > 1:
            return self.tokens[self.at - 2].key in {"municipality", "city", "town"}
        return self.before in _SAYS_MUNICIPALITY

    @property
    def after_province(self) -> bool:
        return self.before in {"provincie", "province"}

    @property
    def part_of_region(self) -> bool:
        """Whether a direction is tied to the name and makes it a region, as in "Zuid-Limburg"."""
        return bool(self.at) and self.token.gap == "-" and self.tokens[self.at - 1].key in _DIRECTIONS

    @property
    def stands_alone(self) -> bool:
        """Between punctuation, as in an address or a signature."""
        after = self.at + self.size
        closed = after == len(self.tokens) or bool(self.tokens[after].gap.strip(" '\"-"))
        opened = self.at == 0 or bool(re.search(r"[,(\n]", self.token.gap))
        return self.capital and opened and closed


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    end = 0
    for found in _TOKEN.finditer(text):
        tokens.append(_Token(found[0], name_key(found[0]), found.start(), found.end(), text[end : found.start()]))
        end = found.end()
    return [t for t in tokens if t.key]


def _without_prefix(key: str) -> str:
    first, _space, rest = key.partition(" ")
    return rest if first in _SAYS_MUNICIPALITY and rest else key


def _mention(entry: Entry, typed: str, start: int, end: int) -> _Mention:
    return _Mention(entry.gm_codes, entry.how, typed, start, end)


def _inside(mention: _Mention, hidden: Iterable[Finding]) -> bool:
    return any(f.start < mention.end and mention.start < f.end for f in hidden if f.kind in {"name", "email"})


def _answer(mentions: Sequence[_Mention], source: str) -> PlaceAnswer:
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
