"""Whether a name that stands in a text is meant as a place there, or is only a word, a family or another thing."""

from __future__ import annotations

from matching.countries import THIS_COUNTRY
from matching.data import PlaceHow
from matching.gazetteer import SHORT_NAME, SHORTEST_TYPO, Entry, Gazetteer, is_word
from matching.place_words import Around
from matching.text import STOP_WORDS

#: A village's name of so many letters, that is no word, is recognised in small letters with nothing around it.
_LONG_NAME = 7


class Sense:
    """Tells of each name whether it is meant as a place."""

    def __init__(self, names: Gazetteer) -> None:
        self._names = names
        self._province_ends = frozenset(name.split()[-1] for name in names.provinces)

    def counts(self, entry: Entry, around: Around) -> bool:
        """Tell whether a name that was read is meant as a place here."""
        if self._is_something_else(entry, around):
            return False
        if self.in_province_after(entry, around) and (around.capital or around.cue or around.says_municipality):
            return True
        if entry.looks_like_a_word:
            return self._word_counts(entry, around)
        return around.says_municipality or (around.cue and around.capital) or self._name_counts(entry, around)

    def _name_counts(self, entry: Entry, around: Around) -> bool:
        """Tell whether a name that is no word in Dutch is meant as a place, though nothing says so in front of it."""
        if entry.is_municipality or " " in entry.key:
            return around.capital or around.cue or around.weak_cue or self._small_counts(entry, around, SHORTEST_TYPO)
        if not around.capital:
            return self._small_counts(entry, around, SHORTEST_TYPO if around.cue else _LONG_NAME)
        told = around.weak_cue or around.stands_alone
        return told or (around.tells_a_place and len(entry.key) >= SHORTEST_TYPO)

    def in_list(self, around: Around) -> bool:
        """Tell whether a word is named in one breath with something that is certainly a place."""
        named = (self._names.get(token.key) for token in around.beside if token.capital == around.token.capital)
        return any(entry is not None and not entry.looks_like_a_word for entry in named)

    def in_province_after(self, entry: Entry, around: Around) -> frozenset[str]:
        """Return the municipalities that the province right behind a name leaves: "Laren in Gelderland"."""
        after = around.following
        if after is None or after.gap.strip(" ,(-"):
            return frozenset()
        if after.key == "in" and around.at + around.size + 1 < len(around.tokens):
            return self._names.meant_with(entry.gm_codes, around.tokens[around.at + around.size + 1].key)
        full = after.key in self._names.provinces
        return self._names.meant_with(entry.gm_codes, after.key) if full or after.capital else frozenset()

    @staticmethod
    def _small_counts(entry: Entry, around: Around, shortest: int) -> bool:
        """Tell whether a name that is no Dutch word counts without a capital that was chosen."""
        return len(entry.key) >= shortest and not around.manner.english and not around.of_family

    def _word_counts(self, entry: Entry, around: Around) -> bool:
        """Tell whether a name that is also an ordinary word, or as short as one, is meant as a place here."""
        if around.before == "gemeente":
            return entry.is_municipality
        heads = around.capital and (around.says_something or around.heads_text)
        if self.in_list(around) or ((heads or around.located) and entry.key not in STOP_WORDS):
            return True
        if " " in entry.key:
            return self._with_article_counts(entry, around)
        if not is_word(entry.key) and len(entry.key) > 2:
            named = around.weak_cue or around.stands_alone or around.of_thing
            starts = around.starts_sentence and len(entry.key) >= SHORT_NAME
            return around.cue or (around.capital and (named or starts)) or self._follows_place(around)
        named = around.cue or around.towards or around.of_thing or around.stands_alone
        return around.sure_capital and (named or entry.is_municipality)

    @staticmethod
    def _with_article_counts(entry: Entry, around: Around) -> bool:
        """Tell whether an article and a word are a name: "het Bildt" is, "de hoef" is not."""
        chosen = not around.manner.shouting and around.tokens[around.at + 1].capital
        if not is_word(entry.key.split()[1]):
            return around.cue or around.says_municipality or chosen
        return around.sure_capital and (around.cue or around.stands_alone or entry.is_municipality)

    def _follows_place(self, around: Around) -> bool:
        """Tell whether a short name without a capital stands right behind another, as in a row of key words."""
        before = self._names.get(around.before)
        plain = not around.capital and not around.manner.english
        return plain and before is not None and not before.looks_like_a_word

    def _is_something_else(self, entry: Entry, around: Around) -> bool:
        """Tell whether a name means a country, a province, a region, a part of a town, or other words in short."""
        if entry.key in THIS_COUNTRY or (entry.key in self._names.provinces and self._is_province(entry, around)):
            return True
        if around.after_province or around.part_of_region or around.says_district:
            return True
        if around.surname or around.abroad or around.signed_there or (around.initials and not around.cue):
            return True
        if around.named_house and not entry.is_municipality:
            return True
        return around.part_of_longer_name and entry.how not in {PlaceHow.NAME, PlaceHow.ALTERNATIVE_NAME}

    def _is_province(self, entry: Entry, around: Around) -> bool:
        """Tell whether the province of that name is meant: where a town has it too, only beside another province."""
        if not entry.is_municipality:
            return True
        beside = (token.key for token in around.beside)
        return any(key in self._province_ends and not self._is_town(key) for key in beside)

    def _is_town(self, key: str) -> bool:
        entry = self._names.get(key)
        return entry is not None and entry.is_municipality
