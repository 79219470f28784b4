"""Which organisations can help; near ones before national ones."""

from dataclasses import replace

from matching.data import IntermediaryProfile, Reason
from matching.eligibility import Facts
from matching.intermediaries import IntermediaryFinder

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
