"""Sorting a stored question again, with the model that sorted it then: do the same scores come out?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlmodel import Session, col, select

from intake.errors import NotFound
from intake.model_files import model_with_hash
from intake.models.questions import Question, RoutingRecord
from intake.proposal import stored_topics
from intake.references import normalise
from intake.routing import asked_of
from intake.routing_data import router_data
from matching.data import Asked, RouterData, TopicProfile
from matching.encoder import installed_encoder, installed_name
from matching.router import Router, input_hash
from matching.serving import ServingModel


@dataclass(frozen=True, slots=True)
class Difference:
    """A topic of which the score was not ``then`` what it is ``now``; ``None``: it was or is not in the list."""

    slug: str
    then: float | None
    now: float | None


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of sorting a question again.

    ``model_hash`` is ``None`` when the question was sorted by shared words, without a model. ``is_here`` tells
    whether that model is in the data directory; without it nothing was sorted. ``same_input`` tells whether the
    question as it is stored gives the input hash that was kept. ``missing_encoder`` is what the model was fitted
    with and is not installed.
    """

    reference: str
    model_hash: str | None
    is_here: bool
    same_input: bool
    missing_encoder: str | None
    differences: tuple[Difference, ...]

    @property
    def is_same(self) -> bool:
        """Tell whether the same question gave the same scores."""
        return self.is_here and self.same_input and not self.differences


def replay(session: Session, reference: str, directory: Path) -> Replay:
    """Sort the question with ``reference`` as it was sorted when it came in, with a model from ``directory``.

    Raises ``NotFound`` when there is no such question, or nothing was kept of how it was sorted.
    """
    question, record = _found(session, reference)
    told = _as_asked(question, record)
    asked = _same_input(told, question, record.input_hash)
    model = model_with_hash(directory, record.model_hash, installed_encoder()) if record.model_hash else None
    is_here = model is not None or record.model_hash is None
    return Replay(
        reference=question.reference,
        model_hash=record.model_hash,
        is_here=is_here,
        same_input=asked is not None,
        missing_encoder=_missing_encoder(model),
        differences=tuple(_differences(session, record, asked or told, model)) if is_here else (),
    )


def _found(session: Session, reference: str) -> tuple[Question, RoutingRecord]:
    found = session.exec(
        select(Question, RoutingRecord)
        .join(RoutingRecord, col(RoutingRecord.question_id) == Question.id)
        .where(Question.reference == normalise(reference))
        .order_by(col(RoutingRecord.id))
        .limit(1)
    ).first()
    if found is None:
        raise NotFound("question", reference)
    return found


def _as_asked(question: Question, record: RoutingRecord) -> Asked:
    """Return the question as it was asked, as far as that is stored."""
    return replace(asked_of(question), not_read=tuple(json.loads(record.facts).get("not_read", ())))


def _same_input(asked: Asked, question: Question, kept: str) -> Asked | None:
    """Return the question as it was asked, proven by its hash; ``None`` when what is stored no longer gives it.

    What is not stored apart is tried: whether the asker picked the municipality, and on which side of New Year
    the answers were made.
    """
    for confirmed in (None, question.gm_code):
        for municipality in dict.fromkeys((asked.municipality, question.municipality_typed, "")):
            for year in (asked.verified_since, asked.verified_since - 1):
                tried = replace(asked, confirmed_gm_code=confirmed, municipality=municipality, verified_since=year)
                if input_hash(tried) == kept:
                    return tried
    return None


def _differences(
    session: Session, record: RoutingRecord, asked: Asked, model: ServingModel | None
) -> Iterator[Difference]:
    then = {row.slug: row.score for row in stored_topics(record.topics)}
    if model is None:
        topics = tuple(profile for profile in router_data(session).topics if profile.slug in then)
    else:
        topics = tuple(TopicProfile(slug, "", "") for slug in then)
    found = Router(RouterData(topics=topics), model).route(asked)
    now = {row.topic: row.score for row in found.topics}
    for slug in dict.fromkeys((*then, *now)):
        if then.get(slug) != now.get(slug):
            yield Difference(slug, then.get(slug), now.get(slug))


def _missing_encoder(model: ServingModel | None) -> str | None:
    if model is None or model.encoder_name in (None, installed_name()):
        return None
    return model.encoder_name
