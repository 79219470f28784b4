"""The one question is the one whose answer changes most verdicts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.data import FactQuestion, OptionStatus
from matching.eligibility import CRITERIA, Facts, eligibility, verdict_of
from matching.financing import FinancingFinder
from matching.next_fact import ANSWERS, answers
from tests.matching.conftest import options
from tests.matching.test_financing import OPEN, YEAR
from tests.matching.test_financing import options as made_up

PLACES = (("GM0392", "PV27"), ("GM0363", "PV27"), ("GM0503", "PV28"), ("GM0014", "PV20"), ("GM0935", "PV31"))
SCHEMES = options()
FINDER = FinancingFinder(SCHEMES, PLACES)

known = st.builds(
    Facts,
    gm_code=st.sampled_from([None, "GM0392"]),
    province_code=st.just("PV27"),
    stage=st.sampled_from([None, *ANSWERS["stage"]]),
    legal_form=st.sampled_from([None, "nog_geen", *ANSWERS["legal_form"]]),
    amount_eur=st.sampled_from([None, 2_000, 60_000, 4_000_000]),
    target=st.sampled_from([None, "impact_first", "regulier"]),
).map(lambda facts: replace(facts, province_code="PV27" if facts.gm_code else None))


def verdicts(schemes, facts):
    return [verdict_of(scheme, eligibility(scheme, facts), YEAR) for scheme in schemes]


def is_known(facts, name):
    return (facts.gm_code if name == "municipality" else getattr(facts, name)) is not None


def answered(facts, name, answer):
    """Return what is known once one fact more is."""
    if name == "municipality":
        return replace(facts, gm_code=answer.gm_code, province_code=answer.province_code)
    return replace(facts, **{name: getattr(answer, name)})


def brute_force(schemes, facts):
    """Return per missing fact how many verdicts change, on average over its answers, and of how many schemes."""
    before = verdicts(schemes, facts)
    found = {}
    for name in CRITERIA:
        if is_known(facts, name):
            continue
        after = [verdicts(schemes, answered(facts, name, answer)) for answer in answers(name, PLACES)]
        changes = [[old is not new for old, new in zip(before, row, strict=True)] for row in after]
        found[name] = (sum(map(sum, changes)) / len(changes), sum(map(any, zip(*changes, strict=True))))
    return found


class TestQuestion:
    @given(known)
    def test_is_the_one_that_changes_most_verdicts(self, facts):
        expected = brute_force(SCHEMES, facts)
        most = max((mean for mean, _schemes in expected.values()), default=0)

        question = FINDER.find(facts, YEAR).fact_question

        if question is None:
            assert most == 0
        else:
            assert expected[question.fact] == (pytest.approx(most), question.schemes)

    @given(st.lists(made_up, min_size=1, max_size=6), known)
    def test_counts_schemes_that_come_to_fit(self, some, facts):
        schemes = [replace(option, id=str(number)) for number, option in enumerate(some)]
        expected = brute_force(schemes, facts)
        most = max((mean for mean, _schemes in expected.values()), default=0)

        question = FinancingFinder(schemes, PLACES).find(facts, YEAR).fact_question

        assert (question is None and most == 0) or expected[question.fact] == (pytest.approx(most), question.schemes)

    def test_is_not_asked_when_everything_is_known(self):
        facts = Facts("GM0392", "PV27", "start", "bv", 20_000, "impact_first")

        assert FINDER.find(facts, YEAR).fact_question is None

    def test_leaves_a_form_that_does_not_exist_yet_alone(self):
        question = FINDER.find(Facts(legal_form="nog_geen"), YEAR).fact_question

        assert question is not None
        assert question.fact != "legal_form"

    def test_counts_no_scheme_that_is_out_of_reach_already(self):
        far = replace(OPEN, id="far", region_codes=("GM0014",))
        facts = Facts("GM0392", "PV27", "start", None, 20_000, "impact_first")

        assert FinancingFinder([OPEN, far], PLACES).find(facts, YEAR).fact_question == FactQuestion("legal_form", 1)

    def test_asks_nothing_that_a_closed_scheme_alone_would_not_need(self):
        closed = replace(OPEN, status=OptionStatus.CLOSED, legal_forms=())
        facts = Facts("GM0392", "PV27", "start", None, 20_000, "impact_first")

        assert FinancingFinder([closed], PLACES).find(facts, YEAR).fact_question is None
