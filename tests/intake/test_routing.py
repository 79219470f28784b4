"""The matching, fed with our own tables: rebuilt when they change, and never without an answer."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from intake import database
from intake.model_files import MODEL_FILE
from intake.models.reference import Municipality, Place, Postcode, ReferenceRevision, Team, Topic
from intake.proposal import RoutingProposal
from intake.route_lines import answer_line
from intake.routing import RouterCache, is_unknown_place, route
from intake.routing_data import router_data
from intake.terms import MunicipalityAnswer
from tests.factories import START, make_act, municipal_team
from tests.intake.proposals import make_draft

TEXT = "Wij zoeken een lening voor onze bakkerij. Wie kan ons verder helpen met een plan?"


class Watch:
    """A watch that a test sets."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def cache(engine, tmp_path, watch):
    return RouterCache(engine, tmp_path, watch)


@pytest.fixture
def told(session, cache):
    """Return what the machine proposes for a question with these fields."""

    def proposal(**fields: object) -> RoutingProposal:
        return route(make_act(session), cache.current(), make_draft(**({"text": TEXT} | fields)))

    return proposal


def shared_place(session):
    """Return the name of a place that lies in two municipalities."""
    seen = {}
    for name, gm_code in session.exec(select(Place.name, Place.gm_code).order_by(Place.name)):
        if seen.setdefault(name, gm_code) != gm_code:
            return name
    raise AssertionError("no place name occurs twice; this test looks at nothing")


class TestRouterCache:
    def test_keeps_its_router_while_nothing_changes(self, cache, watch):
        first = cache.current()
        watch.seconds = 60

        assert cache.current() is first

    def test_makes_a_new_router_after_an_edit_of_reference_data(self, cache, watch, engine):
        first = cache.current()
        with database.transaction(engine) as session:
            session.add(ReferenceRevision(table_name="topics", row_key="x", at=START))
        watch.seconds = 60

        assert cache.current() is not first

    def test_looks_for_changes_only_now_and_then(self, cache, watch, engine):
        first = cache.current()
        with database.transaction(engine) as session:
            session.add(ReferenceRevision(table_name="topics", row_key="x", at=START))
        watch.seconds = 1

        assert cache.current() is first

    def test_is_ready_without_a_model(self, cache):
        assert cache.ready()

    def test_works_beside_a_model_file_that_cannot_be_read(self, engine, tmp_path):
        Path(tmp_path, MODEL_FILE).write_bytes(b"geen model")

        assert not RouterCache(engine, tmp_path).current().has_model

    def test_is_not_ready_without_reference_data(self, empty_engine, tmp_path):
        assert not RouterCache(empty_engine, tmp_path).ready()


class TestRouterData:
    def test_leaves_out_what_is_retired(self, session):
        topic = session.exec(select(Topic).limit(1)).one()
        topic.retired_on = date(2026, 1, 1)
        session.add(topic)
        session.flush()

        assert topic.slug not in {row.slug for row in router_data(session).topics}

    def test_gives_a_postcode_every_municipality_it_lies_in(self, session):
        for gm_code in ("GM0363", "GM0392"):
            session.add(Postcode(pc4="1165", gm_code=gm_code, confidence="hoog", source="test"))
        session.flush()

        assert router_data(session).postcodes[-1].gm_codes == ("GM0363", "GM0392")


class TestRoute:
    def test_leaves_every_question_to_a_person_without_a_model(self, told):
        proposal = told()

        assert proposal.triage
        assert proposal.model_hash is None
        assert all(row.probability is None for row in proposal.topics)

    def test_survives_being_stored(self, told):
        proposal = told(municipality="Haarlem", stage="start", amount_eur=25_000)

        assert RoutingProposal.from_json(proposal.to_json()) == proposal

    def test_takes_the_municipality_that_was_filled_in(self, told, session):
        team = municipal_team(session)
        name = session.get_one(Municipality, team.gm_code).display_name

        proposal = told(municipality=name)

        assert proposal.place.gm_code == team.gm_code
        assert proposal.municipality_answer is MunicipalityAnswer.CHOSEN

    def test_asks_which_place_is_meant_when_there_are_two(self, told, session):
        proposal = told(municipality=shared_place(session))

        assert proposal.place.gm_code is None
        assert len(proposal.place.ambiguous) >= 2

    def test_asks_when_field_and_text_disagree(self, told):
        proposal = told(text=f"{TEXT} Onze zaak staat in Utrecht.", municipality="Haarlem")

        assert proposal.place.gm_code is None
        assert len(proposal.place.ambiguous) == 2

    def test_reads_the_municipality_from_the_text(self, told):
        proposal = told(text=f"{TEXT} Onze zaak staat in Haarlem.", municipality_answer="unknown")

        assert proposal.place.gm_code == "GM0392"
        assert proposal.municipality_answer is MunicipalityAnswer.TEXT

    def test_asks_about_the_one_municipality_in_a_text_about_several(self, told):
        proposal = told(text=f"{TEXT} Wij zitten onder meer in Haarlem.", municipality_answer="several")

        assert proposal.place.ambiguous == ("GM0392",)
        assert proposal.municipality_answer is MunicipalityAnswer.SEVERAL

    def test_keeps_several_when_none_is_picked(self, told):
        proposal = told(municipality_answer="several").placed(None)

        assert (proposal.place.gm_code, proposal.municipality_answer) == (None, MunicipalityAnswer.SEVERAL)

    def test_follows_what_the_asker_picked(self, told, session):
        proposal = told(municipality=shared_place(session), gm_code="GM0392")

        assert proposal.place.gm_code == "GM0392"
        assert not proposal.place.ambiguous

    def test_never_shows_the_name_of_a_place_as_a_reason_for_a_topic(self, told):
        proposal = told(text=f"{TEXT} Onze zaak staat in Haarlem.")

        assert all("Haarlem" not in row.evidence for row in proposal.topics)


class TestIsUnknownPlace:
    @pytest.mark.parametrize(
        ("municipality", "unknown"), [("Haarlem", False), ("Blorpstad aan Zee", True), ("", False)]
    )
    def test_tells_a_place_that_does_not_exist(self, told, municipality, unknown):
        assert is_unknown_place(told(municipality=municipality), make_draft(municipality=municipality)) is unknown


class TestAnswerLine:
    def test_answers_with_every_part_of_the_interface(self, session, cache):
        line = json.dumps({"id": "a", "text": TEXT, "municipality": "Haarlem", "stage": "start"})

        answer = json.loads(answer_line(make_act(session), cache.current(), line, 1))

        assert answer["id"] == "a"
        assert len(answer["topics"]) == len(session.exec(select(Topic)).all())
        assert answer["municipality"]["gm_code"] == "GM0392"
        assert answer["team"]["name"] == session.exec(select(Team.name).where(Team.gm_code == "GM0392")).one()
        assert answer["team"]["reasons"]
        assert {row["verdict"] for row in answer["financing"]} <= {"fits", "unknown", "closed", "no"}
        assert answer["triage"] is True
        assert answer["language"] == "nl"

    @pytest.mark.parametrize(
        "line", ["rommel", "[]", "{}", '{"id": 1}', '{"id": 1, "text": ""}', '{"id": 1, "text": "x", "stage": "ver"}']
    )
    def test_says_in_which_line_something_is_wrong(self, session, cache, line):
        answer = json.loads(answer_line(make_act(session), cache.current(), line, 7))

        assert answer["line"] == 7
        assert answer["error"]


class TestFacts:
    def test_read_in_the_text_are_proposed_and_used(self, told):
        proposal = told(text=f"{TEXT} Wij zoeken 40.000 euro en zijn een stichting.", municipality="Haarlem")

        assert {fact.name: fact.value for fact in proposal.facts} == {"amount_eur": "40000", "legal_form": "stichting"}
        assert "amount_fits" in {why.code for row in proposal.financing for why in row.why}

    def test_that_were_filled_in_win(self, told):
        proposal = told(text=f"{TEXT} Wij zijn een stichting.", legal_form="bv")

        assert proposal.facts == ()

    def test_that_are_misread_are_left_alone(self, told):
        assert told(text=f"{TEXT} Wij zijn een stichting.", not_read=("legal_form",)).facts == ()

    def test_no_legal_form_yet_is_an_answer(self, told):
        proposal = told(text=f"{TEXT} Onze stichting is er nog niet.", legal_form="nog_geen")

        assert proposal.facts == ()

    def test_one_question_is_proposed(self, told):
        question = told().fact_question

        assert question is not None
        assert question.schemes > 0

    def test_survive_being_stored(self, told):
        proposal = told(text=f"{TEXT} Wij zoeken 40.000 euro.")

        assert proposal.facts
        assert RoutingProposal.from_json(proposal.to_json()) == proposal

    def test_a_form_kept_before_facts_were_read_is_still_there(self, told):
        older = json.loads(told().to_json())
        for name in ("second_topic", "facts", "fact_question", "money_route"):
            del older[name]

        assert RoutingProposal.from_json(json.dumps(older)).facts == ()
