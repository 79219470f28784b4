"""Sorting a stored question again gives the same scores, or it is said what is missing or differs."""

import pytest
from sqlmodel import select

from intake.errors import NotFound
from intake.model_files import MODEL_FILE
from intake.models.question_draft import QuestionDraft
from intake.models.questions import Question, RoutingRecord
from intake.models.reference import Topic
from intake.replay import replay
from intake.routing import RouterCache, route
from intake.submission import Choices, submit
from intake.terms import LegalForm, MunicipalityAnswer, Stage
from tests.factories import make_act, make_question
from tests.intake.small_models import small_model, swapped_model

TEXT = "Ik ben Roelofje Appelscha en zoek in Haarlem een leeg pand voor een werkplaats, en daarna een lening."


@pytest.fixture
def asked(session, engine, tmp_path):
    """Return what asks a question, sorted by the model that serves, and gives its reference."""

    def ask(**fields):
        act = make_act(session)
        draft = QuestionDraft.model_validate({"text": TEXT, "email": "vrager@example.nl"} | fields)
        proposal = route(act, RouterCache(engine, tmp_path).current(), draft)
        if proposal.place.ambiguous:
            proposal = proposal.placed(None)
        return submit(act, draft, proposal, Choices("key")).reference

    return ask


@pytest.fixture
def serving(tmp_path):
    small_model().save(tmp_path / MODEL_FILE)


@pytest.mark.usefixtures("serving")
class TestReplay:
    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"municipality": "Haarlem", "name": "Roelofje Appelscha", "organisation": "De Appel"},
            {"municipality": "Haarlem", "gm_code": "GM0392"},
            {"municipality": "Haarlem", "municipality_answer": MunicipalityAnswer.SEVERAL},
            {"municipality": "Haarlem", "municipality_answer": MunicipalityAnswer.SEVERAL, "gm_code": "GM0392"},
            {"stage": Stage.START, "legal_form": LegalForm.OTHER, "amount_eur": 20_000},
        ],
        ids=str,
    )
    def test_gives_the_same_scores(self, session, asked, tmp_path, fields):
        result = replay(session, asked(**fields), tmp_path)

        assert result.is_same
        assert result.model_hash == small_model().hash

    def test_does_so_after_another_model_was_promoted(self, session, asked, tmp_path):
        reference = asked()
        (tmp_path / MODEL_FILE).rename(tmp_path / "bewaard.npz")
        swapped_model().save(tmp_path / MODEL_FILE)

        assert replay(session, reference, tmp_path).is_same

    def test_does_so_after_a_topic_was_retired(self, session, asked, tmp_path):
        reference = asked()
        topic = session.get(Topic, "impact-meten")
        topic.retired_on = topic.valid_from = make_act(session).today
        session.add(topic)
        session.flush()

        assert replay(session, reference, tmp_path).is_same

    def test_says_that_the_model_is_missing(self, session, asked, tmp_path):
        reference = asked()
        swapped_model().save(tmp_path / MODEL_FILE)

        result = replay(session, reference, tmp_path)

        assert (result.is_same, result.is_here, result.differences) == (False, False, ())
        assert result.model_hash == small_model().hash

    def test_names_a_score_that_differs(self, session, asked, tmp_path):
        reference = asked()
        record = session.exec(select(RoutingRecord)).one()
        record.topics = record.topics.replace('"score": 0.', '"score": 1.', 1)
        session.add(record)
        session.flush()

        result = replay(session, reference, tmp_path)

        assert not result.is_same
        assert [row.then > row.now for row in result.differences] == [True]

    def test_says_that_the_question_was_changed(self, session, asked, tmp_path):
        reference = asked()
        question = session.exec(select(Question)).one()
        question.text = TEXT.replace("lening", "subsidie")
        session.add(question)
        session.flush()

        result = replay(session, reference, tmp_path)

        assert not result.same_input
        assert not result.is_same

    def test_finds_no_question_that_is_not_there_or_was_never_sorted(self, session, tmp_path):
        for reference in ("HLM-26-2222-22", make_question(session).reference):
            with pytest.raises(NotFound):
                replay(session, reference, tmp_path)


class TestWithoutModel:
    def test_gives_the_same_scores_by_shared_words(self, session, asked, tmp_path):
        result = replay(session, asked(), tmp_path)

        assert result.model_hash is None
        assert result.is_same
