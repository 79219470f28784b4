"""Which organisations can help; near ones before national ones."""

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.data import IntermediaryProfile, Reason
from matching.eligibility import Facts
from matching.intermediaries import IntermediaryFinder
from tests.matching.conftest import intermediaries

NATIONAL = IntermediaryProfile("national", "Landelijk", topics=("starten",), region_codes=("NL",))
PROVINCE = replace(NATIONAL, id="province", region_codes=("PV27",))
LOCAL = replace(NATIONAL, id="local", region_codes=("GM0392",))
ELSEWHERE = replace(NATIONAL, id="elsewhere", region_codes=("GM0363", "PV20"))
HERE = Facts("GM0392", "PV27", topics=(("starten", 1.0),))


def ids(profiles, facts=HERE):
    return [a.intermediary_id for a in IntermediaryFinder(profiles).answers(facts)]


class TestAnswers:
    def test_near_ones_come_before_national_ones(self):
        assert ids([NATIONAL, PROVINCE, LOCAL]) == ["local", "province", "national"]

    def test_leaves_out_those_that_work_elsewhere(self):
        assert ids([ELSEWHERE, NATIONAL]) == ["national"]

    def test_excludes_nobody_while_the_municipality_is_not_known(self):
        assert ids([ELSEWHERE, NATIONAL], Facts(topics=(("starten", 1.0),))) == ["national", "elsewhere"]

    def test_excludes_no_province_while_the_province_is_not_known(self):
        assert ids([PROVINCE], replace(HERE, province_code=None)) == ["province"]

    def test_those_that_are_full_come_last_and_say_so(self):
        found = IntermediaryFinder([replace(LOCAL, full=True), NATIONAL]).answers(HERE)

        assert [a.intermediary_id for a in found] == ["national", "local"]
        assert Reason("full") in found[1].why

    def test_those_with_another_subject_are_not_named(self):
        assert ids([replace(LOCAL, topics=("impact-meten",))]) == []

    def test_words_of_the_offer_are_enough_when_there_are_two(self):
        offer = replace(LOCAL, topics=(), offer="Wij helpen met microkrediet en schuldhulp voor kappers")
        others = [replace(NATIONAL, id=str(i), topics=(), offer="advies") for i in range(3)]
        facts = replace(HERE, topics=(), lemmas=frozenset({"microkrediet", "kapper"}))

        [found] = IntermediaryFinder([offer, *others]).answers(facts)

        assert found.why[0].code == "offer"
        assert set(found.why[0].values) == {"microkrediet", "kapper"}

    def test_a_better_topic_comes_first_within_one_region(self):
        second = replace(LOCAL, id="a", topics=("impact-meten",))

        assert ids([second, LOCAL], replace(HERE, topics=(("starten", 1.0), ("impact-meten", 0.3)))) == ["local", "a"]


class TestEveryOrganisation:
    """With the organisations that the loket knows."""

    FINDER = IntermediaryFinder(intermediaries())
    PROFILES = MappingProxyType({profile.id: profile for profile in intermediaries()})

    @pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.id)
    def test_is_named_for_its_topic_to_somebody_near_with_reasons(self, profile):
        codes = profile.region_codes
        facts = Facts(
            next((code for code in codes if code.startswith("GM")), "GM0000"),
            next((code for code in codes if code.startswith("PV")), "PV00"),
            topics=((profile.topics[0], 1.0),),
        )

        found = {answer.intermediary_id: answer for answer in self.FINDER.answers(facts)}[profile.id]

        assert found.why[0] == Reason("helps_with_topic")
        assert found.why[-1].code in {
            "works_in_municipality",
            "works_in_province",
            "works_nationally",
            "region_unknown",
            "depends_on_municipality",
        }

    @given(st.sampled_from(sorted({topic for profile in PROFILES.values() for topic in profile.topics})))
    def test_near_ones_stand_before_national_ones_whatever_the_topic(self, topic):
        rings = {"works_in_municipality": 0, "works_in_province": 1, "works_nationally": 2}
        facts = Facts("GM0392", "PV27", topics=((topic, 1.0),), lemmas=frozenset({"financiering", "netwerk"}))

        order = [rings.get(answer.why[-1].code, 3) for answer in self.FINDER.answers(facts)]

        assert order == sorted(order)

    def test_rare_words_of_the_offer_decide_within_one_ring(self):
        same = [replace(NATIONAL, id=f"z{n}", offer="advies over groei") for n in range(6)]
        rare = replace(NATIONAL, id="zz rare", offer="advies over wormenhotels en groei")
        facts = replace(HERE, lemmas=frozenset({"advies", "groei", "wormenhotel"}))

        [first, *_rest] = IntermediaryFinder([*same, rare]).answers(facts)

        assert first.intermediary_id == "zz rare"
        assert Reason("offer", ("wormenhotel",)) in first.why

    def test_no_region_that_is_known_keeps_somebody_from_elsewhere_in(self):
        answers = self.FINDER.answers(Facts("GM0392", "PV27", topics=(("financieringsplan", 1.0),)))

        for answer in answers:
            codes = set(self.PROFILES[answer.intermediary_id].region_codes)
            assert not codes or codes & {"GM0392", "PV27", "NL"}
