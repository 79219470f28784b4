"""Which ways to finance something fit; a missing fact never excludes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.data import Option, OptionStatus, Reason, Verdict
from matching.eligibility import Facts
from matching.financing import FinancingFinder

YEAR = 2026
OPEN = Option(
    "open",
    "Open regeling",
    instrument="lening",
    status=OptionStatus.OPEN,
    as_of=YEAR,
    verify_before_use=False,
    amount_min_eur=5_000,
    amount_max_eur=50_000,
    stages=("start", "groei"),
    legal_forms=("bv", "stichting"),
    targets=("impact_first",),
    region_codes=("PV27",),
    themes=("circulair",),
    topics=("lening-garantie",),
)
KNOWN = Facts("GM0392", "PV27", "start", "bv", 20_000, "impact_first", (("lening-garantie", 1.0),))

options = st.builds(
    replace,
    st.just(OPEN),
    status=st.sampled_from(OptionStatus),
    as_of=st.sampled_from([None, 2020, YEAR]),
    verify_before_use=st.booleans(),
    amount_min_eur=st.sampled_from([None, 5_000]),
    amount_max_eur=st.sampled_from([None, 50_000]),
    stages=st.sampled_from([(), ("start",), ("groei", "opschaling")]),
    legal_forms=st.sampled_from([(), ("bv",), ("stichting", "vereniging")]),
    targets=st.sampled_from([(), ("impact_first",), ("regulier",)]),
    region_codes=st.sampled_from([(), ("NL",), ("PV27",), ("GM0392", "GM0394"), ("PV20", "GM0363")]),
)
facts = st.builds(
    Facts,
    gm_code=st.sampled_from([None, "GM0392", "GM0363"]),
    province_code=st.sampled_from([None, "PV27"]),
    stage=st.sampled_from([None, "start", "opschaling"]),
    legal_form=st.sampled_from([None, "bv", "vereniging", "nog_geen", "anders"]),
    amount_eur=st.sampled_from([None, 1_000, 20_000, 90_000]),
    target=st.sampled_from([None, "impact_first", "regulier"]),
)
FACT_NAMES = ("gm_code", "province_code", "stage", "legal_form", "amount_eur", "target")


def answer(option: Option, known: Facts, *others: Option):
    found = FinancingFinder((option, *others)).answers(known, YEAR)
    return next(a for a in found if a.option_id == option.id)


class TestVerdict:
    def test_fits_when_everything_is_known_and_verified(self):
        found = answer(OPEN, KNOWN)

        assert found.verdict is Verdict.FITS
        assert Reason("region_province") in found.why
        assert found.ask is None

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"gm_code": "GM0363", "province_code": "PV20"}, "region_elsewhere"),
            ({"stage": "opschaling"}, "stage_other"),
            ({"legal_form": "vof"}, "legal_form_other"),
            ({"amount_eur": 1_000}, "amount_too_small"),
            ({"amount_eur": 90_000}, "amount_too_large"),
            ({"target": "regulier"}, "target_other"),
        ],
    )
    def test_says_no_and_why(self, change, reason):
        found = answer(OPEN, replace(KNOWN, **change))

        assert found.verdict is Verdict.NO
        assert [why.code for why in found.why] == [reason]

    @pytest.mark.parametrize(
        ("missing", "ask"),
        [
            ("stage", "stage"),
            ("legal_form", "legal_form"),
            ("amount_eur", "amount_eur"),
            ("target", "target"),
        ],
    )
    def test_asks_for_the_fact_that_decides(self, missing, ask):
        found = answer(OPEN, replace(KNOWN, **{missing: None}))

        assert found.verdict is Verdict.UNKNOWN
        assert found.ask == ask

    def test_asks_for_the_municipality_when_no_place_is_known(self):
        assert answer(OPEN, replace(KNOWN, gm_code=None, province_code=None)).ask == "municipality"

    @pytest.mark.parametrize("form", ["nog_geen", "anders"])
    def test_a_legal_form_that_says_nothing_is_asked_for(self, form):
        assert answer(OPEN, replace(KNOWN, legal_form=form)).ask == "legal_form"

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"verify_before_use": True}, Reason("not_verified_since", ("2026",))),
            ({"as_of": 2021}, Reason("not_verified_since", ("2021",))),
            ({"as_of": None}, Reason("never_verified")),
        ],
    )
    def test_an_unverified_scheme_is_unknown_with_its_year(self, change, reason):
        found = answer(replace(OPEN, **change), KNOWN)

        assert found.verdict is Verdict.UNKNOWN
        assert found.why[0] == reason

    def test_a_scheme_of_unknown_status_never_fits(self):
        assert answer(replace(OPEN, status=OptionStatus.UNKNOWN), KNOWN).verdict is Verdict.UNKNOWN

    def test_a_closed_scheme_names_the_nearest_open_one(self):
        closed = replace(OPEN, id="closed", status=OptionStatus.CLOSED, as_of=2021)
        other = replace(OPEN, id="other", topics=("starten",), themes=())

        found = answer(closed, KNOWN, OPEN, other)

        assert found.verdict is Verdict.CLOSED
        assert found.why[0] == Reason("closed", ("2021",))
        assert found.nearest_open == "open"

    def test_a_closed_scheme_names_none_that_refuses_the_asker(self):
        closed = replace(OPEN, id="closed", status=OptionStatus.CLOSED, stages=())

        assert answer(closed, replace(KNOWN, stage="opschaling"), OPEN).nearest_open is None

    def test_asks_the_question_that_decides_about_most_schemes(self):
        both = replace(OPEN, id="both")
        found = answer(both, replace(KNOWN, stage=None, target=None), replace(OPEN, id="target only", stages=()))

        assert found.ask == "target"

    @given(options, facts, st.sampled_from(FACT_NAMES), facts)
    def test_adding_a_fact_never_turns_no_into_fits(self, option, known, name, more):
        if getattr(known, name) not in {None, "nog_geen", "anders"}:
            return
        before = answer(option, known).verdict
        after = answer(option, replace(known, **{name: getattr(more, name)})).verdict

        assert (before, after) != (Verdict.NO, Verdict.FITS)
        assert before is not Verdict.NO or after is Verdict.NO

    @given(options, facts, st.sampled_from(FACT_NAMES))
    def test_removing_a_fact_never_excludes(self, option, known, name):
        before = answer(option, known).verdict
        after = answer(option, replace(known, **{name: None})).verdict

        assert before is Verdict.NO or after is not Verdict.NO

    @given(options, facts)
    def test_what_fits_was_verified_and_asks_nothing(self, option, known):
        found = answer(option, known)

        assert found.verdict is not Verdict.FITS or (
            option.status is OptionStatus.OPEN and option.as_of == YEAR and not option.verify_before_use
        )
        assert found.verdict is Verdict.UNKNOWN or found.ask is None


class TestOrder:
    def test_what_fits_comes_first_and_what_does_not_last(self):
        no = replace(OPEN, id="a no", stages=("opschaling",))
        closed = replace(OPEN, id="b closed", status=OptionStatus.CLOSED)
        unknown = replace(OPEN, id="c unknown", as_of=None)

        found = FinancingFinder((no, closed, unknown, OPEN)).answers(KNOWN, YEAR)

        assert [a.verdict for a in found] == [Verdict.FITS, Verdict.UNKNOWN, Verdict.CLOSED, Verdict.NO]

    @pytest.mark.parametrize(
        "better",
        [
            {"topics": ("lening-garantie",)},
            {"themes": ("textiel",)},
            {"region_codes": ("GM0392",)},
        ],
    )
    def test_the_nearer_scheme_comes_first(self, better):
        plain = replace(OPEN, id="a", topics=(), themes=(), region_codes=("NL",))
        known = replace(KNOWN, lemmas=frozenset({"textiel"}))

        found = FinancingFinder((plain, replace(plain, id="b", **better))).answers(known, YEAR)

        assert [a.option_id for a in found] == ["b", "a"]

    def test_the_same_question_gives_the_same_order(self):
        alike = [replace(OPEN, id=str(i)) for i in range(9)]

        assert FinancingFinder(alike).answers(KNOWN, YEAR) == FinancingFinder(alike[::-1]).answers(KNOWN, YEAR)
