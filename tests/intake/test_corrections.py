"""What was read in a text is right, something else, or not there at all: the asker says which."""

from dataclasses import replace

import pytest

from intake.corrections import asked_fact, corrected, shown_facts
from intake.terms import LegalForm, MunicipalityAnswer, Stage
from matching.data import FactQuestion, PlaceAnswer, ReadFact
from tests.intake.proposals import make_draft, make_proposal

READ = (ReadFact("amount_eur", "40000", 0, 5), ReadFact("stage", "start", 6, 9))
PROPOSAL = replace(make_proposal(), facts=READ, fact_question=FactQuestion("legal_form", 40))


class TestCorrected:
    def test_keeps_what_was_read_rightly_as_read(self):
        draft = make_draft()

        assert corrected(draft, PROPOSAL, {"amount_eur": 40_000, "stage": Stage.START, "legal_form": None}) == draft

    def test_takes_what_is_given_otherwise(self):
        assert corrected(make_draft(), PROPOSAL, {"stage": Stage.GROEI}).stage is Stage.GROEI

    def test_does_not_read_again_what_was_emptied(self):
        told = corrected(make_draft(), PROPOSAL, {"amount_eur": None})

        assert (told.amount_eur, told.not_read) == (None, ("amount_eur",))

    def test_takes_the_fact_that_was_asked(self):
        assert corrected(make_draft(), PROPOSAL, {"legal_form": LegalForm.BV}).legal_form is LegalForm.BV

    def test_leaves_alone_what_was_not_on_the_page(self):
        assert corrected(make_draft(), PROPOSAL, {"target": "regulier"}).target is None

    def test_leaves_alone_what_was_not_sent(self):
        draft = make_draft(not_read=("stage",))

        assert corrected(draft, PROPOSAL, {}) == draft

    def test_a_municipality_takes_the_place_of_what_was_picked(self):
        proposal = replace(PROPOSAL, fact_question=FactQuestion("municipality", 60))

        told = corrected(make_draft(gm_code="GM0392"), proposal, {"municipality": "Utrecht"})

        assert (told.municipality, told.municipality_answer, told.gm_code) == (
            "Utrecht",
            MunicipalityAnswer.CHOSEN,
            None,
        )


class TestAskedFact:
    def test_is_shown_beside_what_was_read(self):
        assert shown_facts(PROPOSAL) == ("amount_eur", "stage", "legal_form")

    @pytest.mark.parametrize(
        "change",
        [
            {"place": PlaceAnswer(None, ("GM0376", "GM0402"))},
            {"municipality_answer": MunicipalityAnswer.SEVERAL},
        ],
        ids=["two are meant", "several"],
    )
    def test_is_no_place_that_is_chosen_otherwise(self, change):
        proposal = replace(PROPOSAL, fact_question=FactQuestion("municipality", 60), **change)

        assert asked_fact(proposal) is None
