"""What the machine suggested for a question when it came in, with the names of what it pointed to."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import col, select

from intake.act import Act
from intake.models.questions import Question, RoutingRecord
from intake.models.reference import FinancingOption, Intermediary, Topic
from intake.proposal import TOPICS_SHOWN, stored_topics
from intake.question_status import route_steps
from intake.team_choice import RouteStep
from matching.data import Example, ReadFact, Reason, Verdict

#: So many suggestions of each kind are shown; the rest ranks too low to read.
SHOWN = 5

#: Whatever was read in a text is shown as no more than so many characters of it.
LONGEST_WORDS = 80


@dataclass(frozen=True, slots=True)
class TopicSuggestion:
    """One topic with how likely it is (0.0 to 1.0; ``None``: nobody could say) and what led there.

    ``evidence`` are words of the entrepreneur, ``nearest`` is the written example that is most alike.
    """

    topic: Topic
    probability: float | None
    evidence: tuple[str, ...]
    nearest: Example | None = None


@dataclass(frozen=True, slots=True)
class FinancingSuggestion:
    """One scheme, what it means for this entrepreneur and why; ``ask`` is the fact that would decide."""

    option: FinancingOption
    verdict: Verdict
    why: tuple[Reason, ...]
    ask: str | None
    nearest_open: FinancingOption | None


@dataclass(frozen=True, slots=True)
class IntermediarySuggestion:
    """One organisation that may help, and why."""

    intermediary: Intermediary
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class FactRead:
    """A fact that was read in the text and used: its name and value, and the entrepreneur's words for it."""

    name: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The three answers of the machine, as they were; nothing here is a decision of a person.

    ``misread`` names the facts of which the entrepreneur said that they are not in the text.
    """

    topics: tuple[TopicSuggestion, ...] = ()
    route: tuple[RouteStep, ...] = ()
    financing: tuple[FinancingSuggestion, ...] = ()
    intermediaries: tuple[IntermediarySuggestion, ...] = ()
    facts: tuple[FactRead, ...] = ()
    misread: tuple[str, ...] = ()
    second_topic: Topic | None = None


def suggestions(act: Act, question: Question) -> Suggestions:
    """Return what the machine suggested for ``question``, which the caller found; empty when nothing is kept."""
    record = act.session.exec(
        select(RoutingRecord)
        .where(RoutingRecord.question_id == question.id)
        .order_by(col(RoutingRecord.id).desc())
        .limit(1)
    ).first()
    if record is None:
        return Suggestions()
    told = json.loads(record.facts)
    return Suggestions(
        topics=_topics(act, record),
        route=route_steps(act, question),
        financing=_financing(act, record),
        intermediaries=_intermediaries(act, record),
        facts=facts_in(question.text, (ReadFact(**row) for row in told.get("read", ()))),
        misread=tuple(told.get("not_read", ())),
        second_topic=act.session.get(Topic, record.second_topic) if record.second_topic else None,
    )


def facts_in(text: str, read: Iterable[ReadFact]) -> tuple[FactRead, ...]:
    """Return what was read in ``text`` with the words that say it; nothing where the text is no longer there."""
    found = (FactRead(row.name, row.value, _shortened(text[row.start : row.end])) for row in read)
    return tuple(row for row in found if row.words)


def _shortened(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= LONGEST_WORDS else f"{plain[: LONGEST_WORDS - 1].rstrip()}…"


def _topics(act: Act, record: RoutingRecord) -> tuple[TopicSuggestion, ...]:
    told = stored_topics(record.topics)[:TOPICS_SHOWN] if record.model_hash else ()
    found = ((act.session.get(Topic, row.slug), row) for row in told)
    return tuple(
        TopicSuggestion(topic, row.probability, row.evidence, row.nearest) for topic, row in found if topic is not None
    )


def _financing(act: Act, record: RoutingRecord) -> tuple[FinancingSuggestion, ...]:
    told = [row for row in json.loads(record.financing) if row["verdict"] != Verdict.NO]
    rows = act.session.exec(
        select(FinancingOption).where(
            col(FinancingOption.id).in_([row["id"] for row in told] + [row["nearest_open"] for row in told])
        )
    )
    options = {row.id: row for row in rows}
    return tuple(
        FinancingSuggestion(
            options[row["id"]],
            Verdict(row["verdict"]),
            _reasons(row["why"]),
            row["ask"],
            options.get(row["nearest_open"]),
        )
        for row in told
        if row["id"] in options
    )[:SHOWN]


def _intermediaries(act: Act, record: RoutingRecord) -> tuple[IntermediarySuggestion, ...]:
    told = json.loads(record.intermediaries)
    rows = act.session.exec(select(Intermediary).where(col(Intermediary.id).in_([row["id"] for row in told])))
    known = {row.id: row for row in rows}
    return tuple(IntermediarySuggestion(known[row["id"]], _reasons(row["why"])) for row in told if row["id"] in known)[
        :SHOWN
    ]


def _reasons(rows: list[dict[str, object]]) -> tuple[Reason, ...]:
    return tuple(Reason(str(row["code"]), _texts(row["values"])) for row in rows)


def _texts(values: object) -> tuple[str, ...]:
    return tuple(str(value) for value in values) if isinstance(values, list) else ()
