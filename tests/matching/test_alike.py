"""The same barrier in other words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.alike import AlikeIndex

BARRIERS = [
    "Banken lenen geen kleine bedragen aan sociale ondernemingen",
    "Social return telt per gemeente anders",
    "Het bestemmingsplan verbiedt horeca in een werkplaats",
    "De omzeteis in aanbestedingen is te hoog voor kleine bedrijven",
]


@pytest.fixture
def index():
    return AlikeIndex(BARRIERS)


class TestNearest:
    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("Een kleine lening bij de bank lukt niet", 0),
            ("Elke gemeente rekent socialreturn anders", 1),
            ("Horecabestemming ontbreekt in ons bestemingsplan", 2),
            ("Bij een aanbesteding vragen ze te veel omzet van een klein bedrijf", 3),
        ],
    )
    def test_finds_the_same_barrier_in_other_words(self, index, text, place):
        assert index.nearest(text)[0][0] == place

    def test_the_same_text_scores_one(self, index):
        [(place, score), *_rest] = index.nearest(BARRIERS[2])

        assert place == 2
        assert score == pytest.approx(1.0)

    def test_names_nothing_that_shares_nothing(self, index):
        assert index.nearest("xyz") == []
        assert index.nearest("") == []

    def test_names_at_most_what_was_asked(self, index):
        assert len(index.nearest("kleine bedrijven lenen in aanbestedingen per gemeente", 2)) == 2

    def test_an_empty_index_finds_nothing(self):
        assert AlikeIndex().nearest("huur") == []


class TestAdd:
    def test_a_text_is_found_once_it_is_added(self, index):
        place = index.add("Zonnepanelen mogen niet op een gehuurd dak")

        assert len(index) == 5
        assert index.nearest("panelen op het dak")[0][0] == place

    @given(st.lists(st.text(alphabet="abcdefg ", max_size=30), max_size=20), st.text(alphabet="abcdefg ", max_size=30))
    def test_scores_stay_between_zero_and_one_and_fall(self, texts, asked):
        scores = [score for _place, score in AlikeIndex(texts).nearest(asked, 20)]

        assert all(0 < score <= 1 for score in scores)
        assert scores == sorted(scores, reverse=True)
