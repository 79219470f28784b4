"""Whether the written examples are many, varied, and kept apart from what is measured on."""

from collections import Counter

import numpy as np
import pytest
from rapidfuzz import fuzz, process, utils

from matching.personal_data import find
from matching.topics import OUTSIDE
from tests.matching.conftest import FIXTURES, exemplars, outside, profiles, rows
from tests.matching.test_evaluation import HELD_BACK

#: Texts that are held beside all others at once.
BLOCK = 250


@pytest.fixture(scope="module")
def texts():
    return [one.text for one in (*exemplars(), *outside())]


def likeness(left, right):
    """Return how many of their words texts share, 70 to 100 or else 0: a row for each of ``left``."""
    return process.cdist(
        left, right, scorer=fuzz.token_set_ratio, processor=utils.default_process, score_cutoff=70, dtype=np.float32
    )


def alike(texts):
    """Return the pairs of texts that share more words than 70 of 100; each pair is looked at once."""
    for start in range(0, len(texts), BLOCK):
        found = likeness(texts[start : start + BLOCK], texts[start:])
        yield from ((texts[start + i], texts[start + j]) for i, j in np.argwhere(found > 70) if j > i)


class TestExamples:
    def test_every_topic_has_many(self):
        counted = Counter(one.topic for one in exemplars())

        assert set(counted) == {profile.slug for profile in profiles()}
        assert min(counted.values()) >= 60
        assert len(exemplars()) >= 1_500
        assert len(outside()) >= 300

    @pytest.mark.drill
    def test_no_two_are_alike(self, texts):
        assert list(alike(texts)) == []

    def test_two_that_are_alike_are_seen(self):
        assert list(alike(["wij zoeken een pand", "een lening", "pand zoeken wij: een pand"])) == [
            ("wij zoeken een pand", "pand zoeken wij: een pand")
        ]

    def test_they_hold_no_personal_data(self, texts):
        assert [text for text in texts if find(text)] == []

    def test_some_are_english(self):
        assert 0.05 < sum(one.language == "en" for one in exemplars()) / len(exemplars()) < 0.15

    def test_half_go_without_the_name_and_keywords_of_their_topic(self):
        told = {p.slug: [k.casefold() for k in (*p.keywords, p.name)] for p in profiles()}
        without = [e for e in exemplars() if not any(k in e.text.casefold() for k in told[e.topic])]

        assert len(without) >= len(exemplars()) / 2

    def test_every_row_says_where_it_comes_from(self):
        for name in ("exemplars.csv", "outside.csv"):
            assert {r["source"] for r in rows(FIXTURES / name)} == {"eigen voorbeeld", "eigen ijktekst"}


class TestPhrases:
    def test_every_topic_has_many(self):
        counted = Counter(row["topic_slug"] for row in rows(FIXTURES / "phrases.csv"))

        assert set(counted) == {profile.slug for profile in profiles()} | {OUTSIDE}
        assert min(counted.values()) >= 90

    def test_none_is_said_of_two_topics(self):
        said = Counter(row["text"].casefold() for row in rows(FIXTURES / "phrases.csv"))

        assert [text for text, often in said.items() if often > 1] == []

    def test_they_hold_no_personal_data(self):
        assert [row["text"] for row in rows(FIXTURES / "phrases.csv") if find(row["text"])] == []

    def test_none_is_a_held_back_question(self):
        held = {row["text"].casefold() for row in rows(HELD_BACK)}

        assert held.isdisjoint(row["text"].casefold() for row in rows(FIXTURES / "phrases.csv"))


class TestHeldBack:
    def test_every_topic_has_fifteen(self):
        counted = Counter(row["topic_slug"] for row in rows(HELD_BACK))

        assert {p.slug for p in profiles()} < set(counted)
        assert min(counted.values()) >= 15

    @pytest.mark.drill
    def test_none_is_alike_to_an_example(self, texts):
        held = [row["text"] for row in rows(HELD_BACK)]

        assert [(held[i], texts[j]) for i, j in np.argwhere(likeness(held, texts) >= 70)] == []
