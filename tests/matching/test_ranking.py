"""Among schemes with the same verdict the one that is most about the question comes first."""

from dataclasses import replace

import pytest

from matching.data import OptionStatus, Verdict
from matching.eligibility import Facts
from matching.financing import MOST_CLOSED, FinancingFinder, shortlist
from matching.shared_words import WordIndex
from matching.text import content_lemmas
from tests.matching.test_financing import KNOWN, OPEN, YEAR


def order(options, facts=KNOWN):
    return [answer.option_id for answer in FinancingFinder(options).answers(facts, YEAR)]


@pytest.mark.parametrize(
    "better",
    [
        {"summary": "Voor wie textiel hergebruikt."},
        {"amount_min_eur": 15_000, "amount_max_eur": 25_000},
        {"legal_forms": ("bv",)},
        {"region_codes": ("GM0392",)},
    ],
    ids=["its words", "its size", "for whom", "where"],
)
def test_the_closer_one_comes_first(better):
    plain = replace(OPEN, id="a", verify_before_use=True)
    facts = replace(KNOWN, lemmas=frozenset(content_lemmas("Wij verwerken textiel")))

    assert order([plain, replace(plain, id="b", **better)], facts) == ["b", "a"]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"status": OptionStatus.OPEN}, {"status": OptionStatus.UNKNOWN}),
        ({"as_of": 2025}, {"as_of": 2017}),
        ({"as_of": 2017}, {"as_of": None}),
    ],
)
def test_what_was_seen_open_lately_comes_first(better, worse):
    plain = replace(OPEN, verify_before_use=True)

    assert order([replace(plain, id="a", **worse), replace(plain, id="b", **better)]) == ["b", "a"]


class TestShortlist:
    def test_names_a_closed_scheme_that_is_about_the_question(self):
        many = [replace(OPEN, id=f"open {n}", topics=()) for n in range(20)]
        closed = replace(OPEN, id="closed", status=OptionStatus.CLOSED, summary="Herstel na een overstroming")
        facts = Facts(lemmas=frozenset(content_lemmas("Herstel na de overstroming")))

        named = shortlist(FinancingFinder([*many, closed]).answers(facts, YEAR), 10)

        assert (len(named), named[-1].option_id, named[-1].verdict) == (10, "closed", Verdict.CLOSED)

    def test_leaves_out_a_closed_scheme_about_something_else(self):
        many = [replace(OPEN, id=f"open {n}") for n in range(20)]
        closed = replace(OPEN, id="closed", status=OptionStatus.CLOSED, topics=())

        assert "closed" not in [
            a.option_id for a in shortlist(FinancingFinder([*many, closed]).answers(KNOWN, YEAR), 10)
        ]

    def test_names_few_closed_ones(self):
        closed = [replace(OPEN, id=str(n), status=OptionStatus.CLOSED) for n in range(9)]

        assert len(shortlist(FinancingFinder(closed).answers(KNOWN, YEAR), 10)) == MOST_CLOSED

    def test_names_none_that_does_not_fit(self):
        assert shortlist(FinancingFinder([OPEN]).answers(replace(KNOWN, stage="opschaling"), YEAR), 10) == ()


class TestWordIndex:
    INDEX = WordIndex(
        [(("zonnepanelen op het dak", 1.0),), (("energiebesparing in de bakkerij", 1.0),), (("taart", 1.0),)]
    )

    def test_shares_the_dictionary_form_of_words(self):
        assert self.INDEX.shared(content_lemmas("één zonnepaneel"))[0].words == ("zonnepaneel",)

    def test_shares_how_long_words_begin(self):
        assert 1 in self.INDEX.shared(content_lemmas("energiebesparende ovens"))

    def test_shares_nothing_with_words_that_say_nothing(self):
        assert self.INDEX.shared(content_lemmas("wij zoeken geld voor een nieuw plan")) == {}

    def test_a_word_that_denies_is_nothing_to_share(self):
        index = WordIndex([(("Voor dit krediet is geen onderpand nodig.", 1.0),), (("Voor muziek.", 1.0),)] * 5)

        assert index.shared(content_lemmas("Wij hebben geen oven")) == {}

    def test_what_is_shared_is_between_nothing_and_one(self):
        found = self.INDEX.shared(content_lemmas("zonnepanelen dak energiebesparing bakkerij taart"))

        assert all(0 < shared.score < 1 for shared in found.values())
