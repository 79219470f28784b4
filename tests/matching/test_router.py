"""One question in, everything the matching has to say about it out."""

from dataclasses import replace

import pytest

from matching.data import (
    Asked,
    IntermediaryProfile,
    Option,
    OptionStatus,
    PlaceHow,
    Postcode,
    RouterData,
    TriageReason,
    Verdict,
)
from matching.router import Router
from tests.matching.conftest import SOME_TOPICS, profiles

LOAN = Option(
    "loan",
    "Lening",
    status=OptionStatus.OPEN,
    as_of=2026,
    verify_before_use=False,
    amount_max_eur=50_000,
    region_codes=("PV27",),
    topics=("lening-garantie",),
)
HELPER = IntermediaryProfile("helper", "Helper", topics=("lening-garantie",), region_codes=("GM0392",))
QUESTION = "Wij willen in Haarlem 20.000 euro lenen voor een oven. De bank wil niet zonder onderpand. Wie leent wel?"


@pytest.fixture(scope="session")
def world(municipalities, places):
    return RouterData(
        profiles(SOME_TOPICS), municipalities, places, (Postcode("2011", ("GM0392",)),), (LOAN,), (HELPER,)
    )


@pytest.fixture(scope="session")
def router(world, model):
    return Router(world, model)


@pytest.fixture(scope="session")
def plain(world):
    return Router(world)


def asked(text=QUESTION, **more):
    return Asked(text, 2026, **more)


class TestRoute:
    def test_gives_the_three_answers_with_their_reasons(self, router):
        found = router.route(asked(amount_eur=20_000))

        assert found.topics[0].topic == "lening-garantie"
        assert "lenen" in found.topics[0].evidence
        assert found.municipality.gm_code == "GM0392"
        assert found.financing[0].verdict is Verdict.FITS
        assert found.intermediaries[0].intermediary_id == "helper"
        assert found.language == "nl"
        assert not found.triage

    def test_names_every_topic_best_first(self, router):
        found = router.route(asked()).topics

        assert {s.topic for s in found} == set(SOME_TOPICS)
        assert [s.probability for s in found] == sorted((s.probability for s in found), reverse=True)
        assert sum(s.probability for s in found) <= 1.0001

    def test_says_the_same_twice(self, router, world, model):
        assert router.route(asked()) == Router(world, model).route(asked())

    def test_hashes_everything_that_was_asked(self, router):
        plain, other = router.route(asked()), router.route(asked(stage="start"))

        assert plain.input_hash != other.input_hash
        assert plain.model_hash == other.model_hash == router.model_hash

    def test_leaves_a_text_that_is_not_for_the_loket_to_a_person(self, router):
        found = router.route(asked("Mijn paspoort is verlopen, kan ik een afspraak maken bij burgerzaken?"))

        assert found.triage
        assert found.triage_reason in {TriageReason.OUTSIDE, TriageReason.LOW_PROBABILITY}

    @pytest.mark.parametrize("text", ["", "lening", "?!", "\x00"])
    def test_leaves_a_text_that_says_too_little_to_a_person(self, router, text):
        assert router.route(asked(text)).triage_reason is TriageReason.TOO_SHORT

    def test_sees_a_second_need(self, router):
        need = "Hoe meten wij onze impact met indicatoren en een verandertheorie?"

        found = router.route(asked(f"Wij willen geld lenen bij een bank tegen lage rente. {need}"))

        assert {found.topics[0].topic, found.second_topic.topic} == {"lening-garantie", "impact-meten"}

    def test_finds_personal_data_and_takes_none_as_evidence(self, router):
        found = router.route(asked(QUESTION + " Bel Anna op 06-00001234", names=("Anna Bank",)))

        assert {f.kind for f in found.personal_data} == {"phone", "name"}
        assert "Anna" not in [word for s in found.topics for word in s.evidence]

    @pytest.mark.parametrize(
        "text", ["👩🏽‍🌾🌍", "مرحبا", "=1+1", "<script>alert(1)</script>", "a" * 1_000_000, "Ж" * 4001]
    )
    def test_answers_whatever_was_typed(self, router, text):
        assert len(router.route(asked(text)).topics) == len(SOME_TOPICS)


class TestMunicipality:
    def test_what_the_asker_confirmed_settles_it(self, router):
        answer = router.municipality(asked(municipality="Laren", confirmed_gm_code="GM0417"))

        assert (answer.gm_code, answer.how) == ("GM0417", PlaceHow.CONFIRMED)

    def test_the_field_goes_before_an_unclear_text(self, router):
        assert router.municipality(asked("Wij zoeken ruimte", municipality="Haarlem")).gm_code == "GM0392"

    def test_field_and_text_that_disagree_are_asked_about(self, router):
        answer = router.municipality(asked(municipality="Amsterdam"))

        assert answer.gm_code is None
        assert (answer.ambiguous, answer.how) == (("GM0363", "GM0392"), PlaceHow.CONFLICT)

    def test_the_text_settles_a_field_that_could_be_several(self, router):
        assert router.municipality(asked("Wij zitten in Lochem", municipality="Laren")).gm_code == "GM0262"

    def test_an_unclear_field_is_asked_about(self, router):
        assert router.municipality(asked("Wij zoeken ruimte", municipality="Laren")).gm_code is None

    def test_the_text_answers_for_an_empty_field(self, router):
        assert router.municipality(asked()).source == "text"


class TestWithoutAModel:
    @pytest.fixture
    def bare(self, world):
        return Router(world)

    def test_still_answers_and_leaves_it_to_a_person(self, bare):
        found = bare.route(asked())

        assert (found.triage, found.triage_reason) == (True, TriageReason.NO_MODEL)
        assert {s.probability for s in found.topics} == {None}
        assert found.model_hash == ""
        assert found.municipality.gm_code == "GM0392"
        assert found.financing

    def test_sorts_by_shared_words(self, bare):
        found = bare.route(asked("Wij zoeken een lening met borgstelling")).topics[0]

        assert found.topic == "lening-garantie"
        assert "borgstelling" in found.evidence

    def test_answers_without_any_data(self):
        found = Router(RouterData()).route(asked())

        assert (found.topics, found.financing, found.intermediaries) == ((), (), ())


def test_topics_the_model_does_not_know_come_last(world, model):
    new = replace(world.topics[0], slug="aanstaande", name="Nieuw")

    found = Router(replace(world, topics=(*world.topics, new)), model).route(asked()).topics[-1]

    assert (found.topic, found.probability) == ("aanstaande", 0.0)


class TestFacts:
    def test_read_in_the_text_take_part(self, plain):
        found = plain.route(asked("Wij zoeken 90.000 euro voor een oven.", municipality="Haarlem"))

        assert [(fact.name, fact.value) for fact in found.facts] == [("amount_eur", "90000")]
        assert found.financing[0].verdict is Verdict.NO

    def test_filled_in_win_from_the_text(self, plain):
        found = plain.route(asked("Wij zoeken 90.000 euro.", municipality="Haarlem", amount_eur=20_000))

        assert found.facts == ()
        assert found.financing[0].verdict is not Verdict.NO

    def test_that_the_asker_says_are_misread_are_left_alone(self, plain):
        found = plain.route(asked("Wij zoeken 90.000 euro.", municipality="Haarlem", not_read=("amount_eur",)))

        assert found.facts == ()
        assert found.financing[0].ask == "amount_eur"

    def test_the_question_is_the_one_that_is_missing(self, plain):
        found = plain.route(asked("Wij zoeken een lening.", municipality="Haarlem"))

        assert found.fact_question is not None
        assert found.fact_question.fact == "amount_eur"
