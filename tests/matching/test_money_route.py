"""A gift to try, then a loan, then somebody who takes part; only with what fits or may fit."""

from dataclasses import replace

from matching.data import MoneyStep, OptionStatus
from matching.financing import FinancingFinder
from tests.matching.test_financing import KNOWN, OPEN, YEAR

GIFT = replace(OPEN, id="gift", instrument="subsidie", stages=("idee", "start"))
LOAN = replace(OPEN, id="loan", instrument="lening", stages=("start", "groei"))
SHARE = replace(OPEN, id="share", instrument="equity", stages=("start", "groei"))


def route(*options, facts=KNOWN):
    return FinancingFinder(options).find(facts, YEAR).route


def test_goes_from_gift_to_loan_to_share():
    assert route(SHARE, LOAN, GIFT) == (
        MoneyStep("try", "gift"),
        MoneyStep("lend", "loan"),
        MoneyStep("share", "share"),
    )


def test_takes_the_best_of_each():
    local = replace(LOAN, id="local", region_codes=("GM0392",))

    assert MoneyStep("lend", "local") in route(GIFT, LOAN, local)


def test_leaves_out_what_is_closed_or_does_not_fit():
    closed = replace(GIFT, status=OptionStatus.CLOSED)
    other = replace(SHARE, legal_forms=("stichting",))

    assert route(closed, LOAN, other, SHARE) == (MoneyStep("lend", "loan"), MoneyStep("share", "share"))


def test_leaves_out_what_is_about_something_else():
    assert route(replace(GIFT, topics=()), LOAN, SHARE)[0] == MoneyStep("lend", "loan")


def test_one_step_is_no_way():
    assert route(LOAN) == ()
