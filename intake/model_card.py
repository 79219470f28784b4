"""What the register of algorithms wants to know of the topic model: every figure comes from its file."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sqlmodel import col, func, select

from intake.act import Act
from intake.model_files import MODEL_FILE, ModelFacts, models_in
from intake.model_releases import CHAIN
from intake.models.reference import Organisation, Team, Topic
from intake.models.system import Event


@dataclass(frozen=True, slots=True)
class TopicCount:
    """How many examples the model learned one topic from."""

    name_nl: str
    name_en: str
    examples: int


@dataclass(frozen=True, slots=True)
class ModelCard:
    """The facts behind a card; ``model`` is ``None`` while no model serves.

    ``organisation`` is the one of the national team; ``in_use_since`` the moment of the first model.
    """

    organisation: str
    in_use_since: datetime | None
    model: ModelFacts | None
    topics: tuple[TopicCount, ...]


def model_card(act: Act, directory: Path) -> ModelCard:
    """Collect what is known of the model that serves from ``directory``; anybody may know this."""
    model = _serving(directory)
    return ModelCard(
        organisation=act.session.exec(
            select(Organisation.name)
            .join(Team, col(Team.organisation_id) == Organisation.id)
            .where(Team.is_national, col(Team.retired_on).is_(None))
            .limit(1)
        ).first()
        or "",
        in_use_since=act.session.exec(select(func.min(Event.at)).where(Event.chain == CHAIN)).one(),
        model=model,
        topics=_topics(act, model) if model else (),
    )


def _topics(act: Act, model: ModelFacts) -> tuple[TopicCount, ...]:
    """Name the topics that the model knows, also those that are not offered any more."""
    counts = model.note.per_topic
    rows = act.session.exec(select(Topic).where(col(Topic.slug).in_(counts)).order_by(Topic.name_nl))
    return tuple(TopicCount(row.name_nl, row.name_en, counts[row.slug]) for row in rows)


def _serving(directory: Path) -> ModelFacts | None:
    try:
        found = (directory / MODEL_FILE).stat()
    except OSError:
        return None
    return _serving_at(directory, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4)
def _serving_at(directory: Path, _changed: int, _size: int) -> ModelFacts | None:
    """Read the serving model once for each file that takes its place."""
    return next((facts for facts in models_in(directory) if facts.role == "serving" and not facts.trouble), None)
