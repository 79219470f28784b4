"""What is read in somebody's own words: money needed, phase and legal form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.amounts import amounts, asked_for
from matching.facts import read_facts
from tests.matching.conftest import TESTS, rows

YEAR = 2026
FACTS = ("amount_eur", "stage", "legal_form")
WRITTEN = rows(TESTS / "facts.csv")

#: The share of written facts, among them those that are not there, that is read as a person reads them.
RIGHT = 0.97
#: A fact that is read wrongly may hide a scheme: of what is read, so much must be right.
PRECISE = 0.97


def read(text, year=YEAR):
    return {fact.name: fact for fact in read_facts(text, year)}


def value(text, name, year=YEAR):
    fact = read(text, year).get(name)
    return fact.value if fact else ""


class TestWrittenTexts:
    def test_are_many_and_each_other(self):
        assert len({row["text"] for row in WRITTEN}) == len(WRITTEN) >= 120

    def test_are_read_as_a_person_reads_them(self, record_property):
        wrong = [
            (name, row["text"], row[name]) for row in WRITTEN for name in FACTS if value(row["text"], name) != row[name]
        ]
        share = 1 - len(wrong) / (len(WRITTEN) * len(FACTS))
        record_property("share_right", round(share, 4))

        assert share >= RIGHT, wrong

    @pytest.mark.parametrize("name", FACTS)
    def test_give_no_facts_that_are_not_there(self, name):
        found = [(value(row["text"], name), row[name]) for row in WRITTEN]
        given_ = [(got, wanted) for got, wanted in found if got]

        assert sum(got == wanted for got, wanted in given_) / len(given_) >= PRECISE

    def test_point_at_the_words_that_say_it(self):
        for row in WRITTEN:
            for fact in read_facts(row["text"], YEAR):
                assert row["text"][fact.start : fact.end].strip()


class TestAmount:
    @pytest.mark.parametrize(
        ("words", "euros"),
        [
            ("€ 40.000", 40_000),
            ("€40.000,-", 40_000),
            ("40.000 euro", 40_000),
            ("EUR 5,000", 5_000),
            ("€ 1.250,50", 1_250),
            ("€ 2,5 ton", 250_000),
            ("een halve ton", 50_000),
            ("drie ton", 300_000),
            ("anderhalf miljoen", 1_500_000),
            ("25k", 25_000),
            ("30 mille", 30_000),
            ("vijfentwintigduizend euro", 25_000),
            ("honderdvijftigduizend euro", 150_000),
            ("tweehonderd euro", 200),
            ("half a million", 500_000),
            ("1.2 million euros", 1_200_000),
        ],
    )
    def test_is_read_however_it_is_written(self, words, euros):
        found = asked_for(f"We moeten {words} lenen.")

        assert found is not None
        assert found.euros == euros

    def test_takes_the_larger_end_of_a_range(self):
        assert value("Wij zoeken 20.000 euro tot 30.000 euro.", "amount_eur") == "30000"

    def test_is_not_guessed_between_two(self):
        assert value("Wij zoeken 20.000 euro. Of zoeken wij 60.000 euro?", "amount_eur") == ""

    def test_leaves_tonnes_and_people_alone(self):
        assert list(amounts("Drie ton afval, twee miljoen mensen en 4.000 fietsen")) == []

    @given(st.text(max_size=200))
    def test_reads_any_text(self, text):
        for fact in read_facts(text, YEAR):
            assert 0 <= fact.start < fact.end <= len(text)


class TestStage:
    @pytest.mark.parametrize(("since", "stage"), [("2012", "groei"), ("2025", "start"), ("2031", "")])
    def test_counts_the_years_from_the_year_of_the_question(self, since, stage):
        assert value(f"Sinds {since} maken wij meubels van sloophout.", "stage") == stage

    def test_what_is_planned_says_more_than_how_long_it_took(self):
        assert value("Wij draaien al negen jaar en gaan nu opschalen.", "stage") == "opschaling"

    def test_leaves_the_years_of_others_alone(self):
        assert value("Mijn klant bestaat dertig jaar.", "stage") == ""


class TestLegalForm:
    def test_two_own_forms_are_left_to_the_asker(self):
        assert value("Wij hebben een stichting, en mijn bv doet de verkoop.", "legal_form") == ""

    @pytest.mark.parametrize("text", ["Wij zijn een stichting of bv, wie weet.", "Onze bv worden we niet."])
    def test_a_form_that_is_only_thought_of_is_none(self, text):
        assert value(text, "legal_form") == ""
