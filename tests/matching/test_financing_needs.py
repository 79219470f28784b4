"""Every scheme is reached by somebody who needs it and describes that in other words than the scheme does."""

import pytest

from matching.data import Asked, OptionStatus, RouterData, Verdict
from matching.financing import shortlist
from matching.reasons import sentence
from matching.router import Router
from tests.matching.conftest import TESTS, intermediaries, number, options, profiles, rows

YEAR = 2026
#: So many schemes are named.
NAMED = 10
NEEDS = rows(TESTS / "financing_needs.csv")
OPTIONS = {option.id: option for option in options()}


@pytest.fixture(scope="module")
def router(municipalities, places):
    """A router without a fitted topic model: schemes are found without one too."""
    return Router(RouterData(profiles(), municipalities, places, (), tuple(OPTIONS.values()), intermediaries()))


def asked(row):
    return Asked(
        row["text"],
        YEAR,
        municipality=row["municipality"],
        stage=row["stage"] or None,
        legal_form=row["legal_form"] or None,
        amount_eur=number(row["amount_eur"]),
        target=row["target"] or None,
    )


def test_every_scheme_has_a_need():
    assert {row["option_id"] for row in NEEDS} == OPTIONS.keys()


def test_no_need_names_its_scheme():
    assert [row["option_id"] for row in NEEDS if OPTIONS[row["option_id"]].name.lower() in row["text"].lower()] == []


@pytest.mark.parametrize("row", NEEDS, ids=lambda row: row["option_id"])
def test_a_scheme_is_reached_and_explained(router, row):
    named = {answer.option_id: answer for answer in shortlist(router.route(asked(row)).financing, NAMED)}

    found = named[row["option_id"]]
    assert found.verdict is not Verdict.NO
    assert (found.verdict is Verdict.CLOSED) == (OPTIONS[found.option_id].status is OptionStatus.CLOSED)
    assert all(sentence(why, language) for why in found.why for language in ("nl", "en"))
    assert {why.code for why in found.why} & {"topic", "theme"}


def test_a_scheme_that_nobody_verified_is_unknown_with_its_year(router):
    for row in NEEDS[::6]:
        for answer in router.route(asked(row)).financing:
            option = OPTIONS[answer.option_id]
            if answer.verdict is Verdict.FITS:
                assert (option.as_of, option.verify_before_use) == (YEAR, False)
            if answer.verdict is Verdict.UNKNOWN and option.as_of and option.verify_before_use:
                assert [why.values for why in answer.why if why.code == "not_verified_since"] == [(str(option.as_of),)]


def test_the_same_question_gives_the_same_answers(router):
    assert router.route(asked(NEEDS[0])) == router.route(asked(NEEDS[0]))
