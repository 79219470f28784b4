"""The words of a text and what stands around one of them: the grounds to call it a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching import place_cues as cues
from matching.countries import ABROAD
from matching.gazetteer import is_word, name_key

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
class Manner:
    """How a text is written: all in capitals, in English."""

    shouting: bool = False
    english: bool = False


def manner_of(text: str, tokens: Sequence[Token]) -> Manner:
    """Tell how a text is written."""
    letters = [c for c in text if c.isalpha()]
    shouting = sum(c.isupper() for c in letters) > 0.6 * len(letters)
    return Manner(shouting, sum(token.key in cues.ENGLISH for token in tokens) > 1)


@dataclass(frozen=True, slots=True)
class Around:
    """``size`` words from ``at`` on, seen among the others."""

    tokens: Sequence[Token]
    at: int
    size: int
    manner: Manner = Manner()

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
        return not self.manner.shouting and any(t.capital for t in self.tokens[self.at : self.at + self.size])

    @property
    def starts_sentence(self) -> bool:
        """Whether the first word starts a sentence."""
        return self._starts(self.at)

    @property
    def sure_capital(self) -> bool:
        """A capital that means something: not of a sentence, a surname or a longer name."""
        return not self.starts_sentence and not self.of_family and self._own_name and not self._named

    @property
    def tells_a_place(self) -> bool:
        """Whether a name that is no word stands where a place can stand, and no family or firm."""
        return self._own_name and not (self.of_family or (not self.starts_sentence and self._named))

    @property
    def surname(self) -> bool:
        """Whether somebody's title stands before, or "Van" with a capital elsewhere than at the start of a sentence."""
        before = [t.key for t in self.tokens[max(0, self.at - 3) : self.at]]
        while before and before[-1] in cues.SURNAME_PARTS - cues.TITLES:
            before.pop()
        if before and before[-1] in cues.TITLES and self.before:
            return True
        previous = self.tokens[self.at - 1] if self.at > 1 else None
        if previous is None or self.before not in cues.SURNAME_PARTS or self.manner.shouting:
            return False
        return previous.capital and not re.search(r"[.!?\n:]", previous.gap)

    @property
    def abroad(self) -> bool:
        """Whether a country is named with it, as in "Bergen, Noorwegen" and "het Belgische Bergen"."""
        if cues.FOREIGN.fullmatch(self.before):
            return True
        after = self.at + self.size
        gap = self.tokens[after].gap.strip(" ") if after < len(self.tokens) else "."
        if not gap and self.tokens[after].key in {"in", "op", "te"}:
            after += 1
        if after >= len(self.tokens) or self.tokens[after].key not in ABROAD:
            return False
        closed = after + 1 == len(self.tokens) or bool(self.tokens[after + 1].gap.strip(" "))
        return gap in {"", "("} or (gap == "," and closed)

    @property
    def named_house(self) -> bool:
        """Whether a hotel, a nursing home and the like of that name is meant."""
        return self.before in cues.HOUSES and self.capital

    @property
    def signed_there(self) -> bool:
        """Whether it only tells where something of history was signed: "het Verdrag van …"."""
        return self.before in {"van", "of"} and self.at > 1 and self.tokens[self.at - 2].key in cues.SIGNED

    @property
    def says_something(self) -> bool:
        """Whether it starts a sentence and has, says or wants something, as only a name can without an article."""
        after = self.following
        return self.starts_sentence and after is not None and after.gap == " " and after.key in cues.SAYS

    @property
    def located(self) -> bool:
        """Whether somebody is said to live or work there, and nothing goes with the word: "wij zitten in … en"."""
        after = self.following
        closed = after is None or bool(after.gap.strip(" ")) or after.key in cues.GOES_ON
        return closed and self.cue and self.at > 1 and self.tokens[self.at - 2].key in cues.LOCATED

    @property
    def heads_text(self) -> bool:
        """Whether it is set above or before the text: "Leeuwarden - wij zoeken …"."""
        after = self.following
        if self.at or after is None:
            return False
        return after.key == "based" if after.gap == "-" else after.gap.strip(" ") in {"-", ":", "|"}

    @property
    def initials(self) -> bool:
        """Whether the word is written as the first letters of other words, as in "OSS"."""
        typed = self.token.typed
        return (
            self.size == 1 and typed.isupper() and 1 < len(typed) <= cues.LONGEST_INITIALS and not self.manner.shouting
        )

    @property
    def cue(self) -> bool:
        """Whether the word before says that a place follows."""
        return self.before in cues.CUES

    @property
    def weak_cue(self) -> bool:
        """Whether a place may follow the word before."""
        return self.before in cues.WEAK_CUES

    @property
    def towards(self) -> bool:
        """Whether the word before tells a direction or a position, which only a place can have."""
        return self.before in cues.TOWARDS

    @property
    def of_thing(self) -> bool:
        """Whether it is what something is of: "de haven van"."""
        return self.before == "van" and not self.of_family

    @property
    def beside(self) -> tuple[Token, ...]:
        """What stands in a list with these words: at the other side of "en", a comma and the like."""
        found = []
        if self.at > 1 and self.tokens[self.at - 1].key in cues.AND:
            found.append(self.tokens[self.at - 2])
        if self.at and self.token.gap.strip() in cues.SIGNS:
            found.append(self.tokens[self.at - 1])
        if self.at > 2 and self.before == "als" and self.tokens[self.at - 3].key == "zowel":
            found.append(self.tokens[self.at - 2])
        after = self.at + self.size
        either = self.before == "zowel" and after < len(self.tokens) and self.tokens[after].key == "als"
        if after + 1 < len(self.tokens) and (self.tokens[after].key in cues.AND or either):
            found.append(self.tokens[after + 1])
        if after < len(self.tokens) and self.tokens[after].gap.strip() in cues.SIGNS:
            found.append(self.tokens[after])
        return tuple(found)

    @property
    def says_municipality(self) -> bool:
        """Whether the words before say that a municipality follows."""
        if self.before == "of" and self.at > 1:
            return self.tokens[self.at - 2].key in {"municipality", "city", "town"}
        return self.before in cues.SAYS_MUNICIPALITY

    @property
    def says_district(self) -> bool:
        """Whether the word before says that a part of a town follows."""
        return self.before in cues.SAYS_DISTRICT

    @property
    def after_province(self) -> bool:
        """Whether a province is meant."""
        if self.before == "of" and self.at > 1:
            return self.tokens[self.at - 2].key in cues.PROVINCE
        return self.before in cues.PROVINCE

    @property
    def part_of_region(self) -> bool:
        """Whether a direction is tied to the name and makes it a region, as in "Zuid-Limburg"."""
        return bool(self.at) and self.token.gap == "-" and self.tokens[self.at - 1].key in cues.DIRECTIONS

    @property
    def part_of_longer_name(self) -> bool:
        """Whether more than a direction is tied to the name, as in "Mierlo-Hout"."""
        after = self.following
        return after is not None and after.gap == "-" and after.capital and after.key not in cues.DIRECTIONS

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
        letters = previous.typed.isupper() and len(previous.typed) > 1
        thing = letters or (self._is_thing(previous) and self._starts(self.at - 1))
        return previous.capital and not self.weak_cue and not thing

    @property
    def of_family(self) -> bool:
        """Whether "van" and the like before the name make it a surname; "de haven van" does not."""
        if self.before not in cues.SURNAME_PARTS:
            return False
        if self.at < 2 or self.tokens[self.at - 1].typed != "van":
            return True
        owner = self.tokens[self.at - 2]
        thing = self.capital or is_word(owner.key)
        if owner.capital:
            thing = is_word(owner.key) if self.at == 2 else self._starts(self.at - 2) and self._is_thing(owner)
        return not thing

    def _starts(self, at: int) -> bool:
        """Tell whether a word starts a sentence."""
        return at == 0 or bool(re.search(r"[.!?\n:]", self.tokens[at].gap))

    @staticmethod
    def _is_thing(token: Token) -> bool:
        """Tell whether a word is a thing rather than a first name."""
        return len(token.key) >= cues.LONGER_THAN_FIRST_NAMES and is_word(token.key)
