"""The words of a text and what stands around one of them: the grounds to call it a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.gazetteer import is_word, name_key

#: After these a place follows, whatever else the word may mean.
_CUES = frozenset(
    {"in", "te", "uit", "vanuit", "vanaf", "rond", "rondom", "omgeving", "nabij", "from", "near", "around"}
)
#: These say that a municipality follows, also in small letters.
SAYS_MUNICIPALITY = frozenset({"gemeente", "dorp", "stad", "plaats", "woonplaats", "municipality", "city", "town"})
#: After these a place may follow that is known to be one.
_WEAK_CUES = frozenset(
    {"naar", "bij", "op", "to", "gemeenten", "regio", "at", "en", "of", "and", "or", "tussen", "between", "voor", "for"}
)
#: Parts of surnames: what follows is a family, not a town.
_SURNAME_PARTS = frozenset({"van", "de", "den", "der", "ter", "ten", "familie", "stichting", "huize", "villa"})
#: After these follows a part of a town, whose name may be that of a village elsewhere.
_SAYS_DISTRICT = frozenset({"wijk", "buurt", "stadsdeel", "woonwijk", "district", "neighbourhood"})
_PROVINCE = frozenset({"provincie", "provincies", "province", "provinces"})
#: These tie the names of a list together.
_AND = frozenset({"en", "of", "and", "or", "tot", "naar", "to"})
_SIGNS = frozenset({",", "/", "&", "+"})
_DIRECTIONS = frozenset(
    {"noord", "oost", "zuid", "west", "midden", "noordoost", "zuidwest", "zuidoost", "noordwest", "centrum", "stad"}
)
#: A word of so many letters before a name is a thing ("Zuivelfabriek"), a shorter one may be a first name ("Jan").
_LONGER_THAN_FIRST_NAMES = 8
#: Initials ("OSS") are no longer than this.
_LONGEST_INITIALS = 4

_TOKEN = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text with what stands before it."""

    typed: str
    key: str
    start: int
    end: int
    gap: str

    @property
    def capital(self) -> bool:
        """Whether it starts with a capital."""
        return self.typed[0].isupper()


def tokens_of(text: str) -> list[Token]:
    """Split a text into words; what holds no letter or digit that can be compared is skipped."""
    tokens: list[Token] = []
    end = 0
    for found in _TOKEN.finditer(text):
        tokens.append(Token(found[0], name_key(found[0]), found.start(), found.end(), text[end : found.start()]))
        end = found.end()
    return [t for t in tokens if t.key]


@dataclass(frozen=True, slots=True)
class Around:
    """``size`` words from ``at`` on, seen among the others; ``shouting`` when all is in capitals."""

    tokens: Sequence[Token]
    at: int
    size: int
    shouting: bool

    @property
    def token(self) -> Token:
        """The first of the words."""
        return self.tokens[self.at]

    @property
    def words(self) -> str:
        """The words as they were typed, with single spaces."""
        return " ".join(t.typed for t in self.tokens[self.at : self.at + self.size])

    @property
    def before(self) -> str:
        """The word before, in small letters, when nothing but a space stands between."""
        return self.tokens[self.at - 1].key if self.at and not self.token.gap.strip(" '\"-(") else ""

    @property
    def following(self) -> Token | None:
        """The word after, if there is one."""
        after = self.at + self.size
        return self.tokens[after] if after < len(self.tokens) else None

    @property
    def capital(self) -> bool:
        """Whether one of the words has a capital that was chosen."""
        return not self.shouting and any(t.capital for t in self.tokens[self.at : self.at + self.size])

    @property
    def starts_sentence(self) -> bool:
        """Whether the first word starts a sentence."""
        return self.at == 0 or bool(re.search(r"[.!?\n:]", self.token.gap))

    @property
    def sure_capital(self) -> bool:
        """A capital that means something: not of a sentence, a surname or a longer name."""
        return not self.starts_sentence and not self._of_family and self._own_name and not self._named

    @property
    def tells_a_place(self) -> bool:
        """Whether a name that is no word stands where a place can stand, and no family or firm."""
        return self._own_name and not (self._of_family or (not self.starts_sentence and self._named))

    @property
    def surname(self) -> bool:
        """Whether "Van" with a capital stands right before, elsewhere than at the start of a sentence."""
        previous = self.tokens[self.at - 1] if self.at > 1 else None
        if previous is None or self.before not in _SURNAME_PARTS or self.shouting:
            return False
        return previous.capital and not re.search(r"[.!?\n:]", previous.gap)

    @property
    def after_thing(self) -> bool:
        """Whether the first word of a sentence says what is there, as in "Zuivelfabriek Bedum"."""
        if self.at != 1 or self.token.gap != " ":
            return False
        thing = self.tokens[0].key
        return self._own_name and len(thing) >= _LONGER_THAN_FIRST_NAMES and is_word(thing)

    @property
    def initials(self) -> bool:
        """Whether the word is written as the first letters of other words, as in "OSS"."""
        typed = self.token.typed
        return self.size == 1 and typed.isupper() and 1 < len(typed) <= _LONGEST_INITIALS and not self.shouting

    @property
    def cue(self) -> bool:
        """Whether the word before says that a place follows."""
        return self.before in _CUES

    @property
    def weak_cue(self) -> bool:
        """Whether a place may follow the word before."""
        return self.before in _WEAK_CUES

    @property
    def beside(self) -> tuple[Token, ...]:
        """What stands in a list with these words: at the other side of "en", a comma and the like."""
        found = []
        if self.at > 1 and self.tokens[self.at - 1].key in _AND:
            found.append(self.tokens[self.at - 2])
        if self.at and self.token.gap.strip() in _SIGNS:
            found.append(self.tokens[self.at - 1])
        after = self.at + self.size
        if after + 1 < len(self.tokens) and self.tokens[after].key in _AND:
            found.append(self.tokens[after + 1])
        if after < len(self.tokens) and self.tokens[after].gap.strip() in _SIGNS:
            found.append(self.tokens[after])
        return tuple(found)

    @property
    def says_municipality(self) -> bool:
        """Whether the words before say that a municipality follows."""
        if self.before == "of" and self.at > 1:
            return self.tokens[self.at - 2].key in {"municipality", "city", "town"}
        return self.before in SAYS_MUNICIPALITY

    @property
    def says_district(self) -> bool:
        """Whether the word before says that a part of a town follows."""
        return self.before in _SAYS_DISTRICT

    @property
    def after_province(self) -> bool:
        """Whether a province is meant."""
        if self.before == "of" and self.at > 1:
            return self.tokens[self.at - 2].key in _PROVINCE
        return self.before in _PROVINCE

    @property
    def part_of_region(self) -> bool:
        """Whether a direction is tied to the name and makes it a region, as in "Zuid-Limburg"."""
        return bool(self.at) and self.token.gap == "-" and self.tokens[self.at - 1].key in _DIRECTIONS

    @property
    def part_of_longer_name(self) -> bool:
        """Whether more than a direction is tied to the name, as in "Mierlo-Hout"."""
        after = self.following
        return after is not None and after.gap == "-" and after.capital and after.key not in _DIRECTIONS

    @property
    def stands_alone(self) -> bool:
        """Between punctuation, as in an address or a signature."""
        closed = self.following is None or bool(self.following.gap.strip(" '\"-"))
        opened = self.at == 0 or bool(re.search(r"[,(\n]", self.token.gap))
        return self.capital and opened and closed

    @property
    def _own_name(self) -> bool:
        """A capital, and no more words with a capital that make the name longer."""
        after = self.following
        return self.capital and not (after is not None and after.capital and not after.gap.strip(" "))

    @property
    def _named(self) -> bool:
        """Whether a word with a capital stands right before, that may be somebody's first name."""
        if not self.at or self.token.gap.strip(" ") or self.cue:
            return False
        previous = self.tokens[self.at - 1]
        return previous.capital and not self.weak_cue

    @property
    def _of_family(self) -> bool:
        """Whether "van" and the like before the name make it a surname; "de haven van" does not."""
        if self.before not in _SURNAME_PARTS:
            return False
        owner = self.tokens[self.at - 2] if self.at > 1 else None
        thing = owner is not None and is_word(owner.key) and (not owner.capital or self.at == 2)
        return not (self.tokens[self.at - 1].typed == "van" and thing)
