"""Reasons in words."""

import inspect
import re

import pytest

from matching import eligibility, financing, intermediaries
from matching.data import Reason
from matching.reasons import CODES, euros, sentence


class TestSentence:
    @pytest.mark.parametrize(
        ("reason", "dutch", "english"),
        [
            (Reason("not_verified_since", ("2021",)), "sinds 2021", "since 2021"),
            (Reason("amount_too_large", ("50000",)), "Gaat tot € 50.000.", "Goes up to €50,000."),
            (Reason("amount_missing", ("5000", "")), "(vanaf € 5.000)", "(from €5,000)"),
            (Reason("amount_missing", ("", "5000")), "(tot € 5.000)", "(up to €5,000)"),
            (Reason("amount_missing", ("1", "5")), "(€ 1 – € 5)", "(€1 – €5)"),
            (Reason("legal_form_other", ("bv", "cooperatie")), "bv, coöperatie", "private limited company"),
            (Reason("legal_form_missing", ("nog_geen",)), "voor: nog geen rechtsvorm.", "for: no legal form yet."),
            (Reason("theme", ("textiel",)), "U noemt: textiel.", "You mention: textiel."),
        ],
    )
    def test_speaks_both_languages(self, reason, dutch, english):
        assert dutch in sentence(reason, "nl")
        assert english in sentence(reason, "en")

    @pytest.mark.parametrize("code", sorted(CODES))
    def test_every_code_makes_a_sentence(self, code):
        values = ("1000", "2000") if code.startswith("amount") else ("2021", "bv")

        for language in ("nl", "en"):
            assert re.fullmatch(r"[A-Z][^{}]+\.", sentence(Reason(code, values), language))

    def test_speaks_dutch_where_it_knows_no_other(self):
        assert sentence(Reason("topic"), "fr") == sentence(Reason("topic"), "nl")

    def test_every_code_that_is_given_as_a_reason_has_a_sentence(self):
        source = inspect.getsource(eligibility) + inspect.getsource(financing) + inspect.getsource(intermediaries)
        given = set(re.findall(r'(?:Reason|_met|_not_met)\("([a-z_]+)"', source))
        given |= {f"{name}_{end}" for name in ("stage", "legal_form", "target") for end in ("fits", "other", "missing")}

        assert len(given) > 15, "this test looks at nothing; check how reasons are made"
        assert given <= CODES


def test_amounts_are_written_as_people_write_them():
    assert euros(1_250_000) == "€ 1.250.000"
    assert euros(1_250_000, "en") == "€1,250,000"
