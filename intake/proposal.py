"""What the machine proposes for one question, in a form that can be stored and shown again."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from intake.terms import MunicipalityAnswer
from matching.data import Example, FactQuestion, MoneyStep, PlaceAnswer, PlaceHow, ReadFact, Reason, Verdict

#: How many topics the asker chooses from (design, section 4).
TOPICS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class TopicProposal:
    """One topic with how likely it is, the asker's words that led there and the example that is most alike."""

    slug: str
    probability: float | None
    score: float
    evidence: tuple[str, ...]
    nearest: Example | None = None


@dataclass(frozen=True, slots=True)
class FinancingProposal:
    """One scheme with what it means for this asker, and why."""

    id: str
    verdict: Verdict
    why: tuple[Reason, ...]
    ask: str | None
    nearest_open: str | None
    score: float


@dataclass(frozen=True, slots=True)
class IntermediaryProposal:
    """One organisation that may help, and why."""

    id: str
    why: tuple[Reason, ...]
    score: float


@dataclass(frozen=True, slots=True)
class RoutingProposal:
    """Everything the machine proposes for one question; people confirm, correct or say none.

    ``facts`` are what was read in the text and used; ``fact_question`` is the fact that would change the list of
    schemes most; ``second_topic`` is another need in the same text.
    """

    topics: tuple[TopicProposal, ...]
    triage: bool
    triage_reason: str | None
    place: PlaceAnswer
    municipality_answer: MunicipalityAnswer
    financing: tuple[FinancingProposal, ...]
    intermediaries: tuple[IntermediaryProposal, ...]
    personal_data: tuple[str, ...]
    language: str
    model_hash: str | None
    input_hash: str
    second_topic: TopicProposal | None = None
    facts: tuple[ReadFact, ...] = ()
    fact_question: FactQuestion | None = None
    money_route: tuple[MoneyStep, ...] = ()

    @property
    def suggested_topic(self) -> str | None:
        """The topic that the machine holds most likely; ``None`` when nothing points anywhere."""
        return self.offered_topics[0].slug if self.offered_topics else None

    @property
    def likely_topic(self) -> str | None:
        """The suggested topic when the machine is sure enough of it to act on."""
        return None if self.triage else self.suggested_topic

    @property
    def offered_topics(self) -> tuple[TopicProposal, ...]:
        """The topics among which the asker chooses."""
        return tuple(row for row in self.topics[:TOPICS_SHOWN] if row.score > 0)

    def placed(self, gm_code: str | None) -> "RoutingProposal":
        """Return the same proposal with the municipality that the asker picked, or with none."""
        answer = MunicipalityAnswer.CHOSEN
        if gm_code is None:
            several = self.municipality_answer is MunicipalityAnswer.SEVERAL
            answer = MunicipalityAnswer.SEVERAL if several else MunicipalityAnswer.UNKNOWN
        how = PlaceHow.CONFIRMED if gm_code else PlaceHow.UNKNOWN
        return replace(self, place=PlaceAnswer(gm_code, (), how, "field"), municipality_answer=answer)

    def to_json(self) -> str:
        """Return this proposal as text; ``from_json`` reads it back."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "RoutingProposal":
        """Read what ``to_json`` wrote."""
        told = json.loads(text)
        place, second, asks = told.pop("place"), told.pop("second_topic", None), told.pop("fact_question", None)
        return cls(
            topics=tuple(map(_topic, told.pop("topics"))),
            place=PlaceAnswer(**(_tupled(place) | {"how": PlaceHow(place["how"])})),
            municipality_answer=MunicipalityAnswer(told.pop("municipality_answer")),
            financing=tuple(
                FinancingProposal(**(row | {"verdict": Verdict(row["verdict"]), "why": _reasons(row["why"])}))
                for row in told.pop("financing")
            ),
            intermediaries=tuple(
                IntermediaryProposal(**(row | {"why": _reasons(row["why"])})) for row in told.pop("intermediaries")
            ),
            second_topic=_topic(second) if second else None,
            facts=tuple(ReadFact(**row) for row in told.pop("facts", ())),
            fact_question=FactQuestion(**asks) if asks else None,
            money_route=tuple(MoneyStep(**row) for row in told.pop("money_route", ())),
            **_tupled(told),
        )


def stored_topics(text: str) -> tuple[TopicProposal, ...]:
    """Read the topics that are kept with a question."""
    return tuple(map(_topic, json.loads(text)))


def _topic(row: dict[str, Any]) -> TopicProposal:
    nearest = row.get("nearest")
    return TopicProposal(**(_tupled(row) | {"nearest": Example(**nearest) if nearest else None}))


def _tupled(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _reasons(rows: list[dict[str, Any]]) -> tuple[Reason, ...]:
    return tuple(Reason(row["code"], tuple(row["values"])) for row in rows)
