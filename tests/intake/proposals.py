"""What the machine might have proposed, written by hand: tests of the domain need no model."""

from dataclasses import replace

from intake.models.question_draft import QuestionDraft
from intake.proposal import IntermediaryProposal, RoutingProposal, TopicProposal
from intake.terms import MunicipalityAnswer
from matching.data import PlaceAnswer, PlaceHow, Reason

TEXT = "Wij willen in een leegstaand schoolgebouw een werkplaats beginnen. Bij wie moeten wij zijn?"

PROPOSAL = RoutingProposal(
    topics=(),
    triage=False,
    triage_reason=None,
    place=PlaceAnswer(),
    municipality_answer=MunicipalityAnswer.UNKNOWN,
    financing=(),
    intermediaries=(),
    personal_data=(),
    language="nl",
    model_hash="m" * 64,
    input_hash="i" * 64,
)


def make_draft(**overrides: object) -> QuestionDraft:
    """Return a form that was filled in well."""
    return QuestionDraft.model_validate({"text": TEXT, "email": "ondernemer@example.nl"} | overrides)


def make_proposal(
    *slugs: str, gm_code: str | None = None, intermediaries: tuple[str, ...] = (), **overrides: object
) -> RoutingProposal:
    """Return a proposal with topics ``slugs``, the likeliest first, for a question from ``gm_code``."""
    told = replace(
        PROPOSAL,
        topics=tuple(
            TopicProposal(slug, round(0.8 / number, 3), 0.8 / number, ("werkplaats",))
            for number, slug in enumerate(slugs, start=1)
        ),
        intermediaries=tuple(IntermediaryProposal(id, (Reason("topic", ("starten",)),), 0.5) for id in intermediaries),
    )
    if gm_code:
        told = replace(
            told,
            place=PlaceAnswer(gm_code, (), PlaceHow.NAME, "field"),
            municipality_answer=MunicipalityAnswer.CHOSEN,
        )
    return replace(told, **overrides)
