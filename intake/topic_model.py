"""Fitting the topic model: from examples that came with the loket, topics as they are now, and confirmed questions.

Needs scikit-learn, so only the worker and the command line import this module.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from sqlmodel import Session

from intake.learning import ConfirmedQuestion, confirmed_questions
from intake.model_note import ModelNote
from intake.reference_data import Problem, ReferenceDataInvalid
from intake.reference_data.files import Findings, Line, lines_of
from intake.reference_data.reading import content_of
from intake.routing_data import router_data
from matching.data import Exemplar, TopicProfile
from matching.encoder import KeepingEncoder, SentenceEncoder, installed_encoder
from matching.serving import ServingModel
from matching.topics import VECTOR_WEIGHT, TopicClassifier, fit_model

EXEMPLARS = "exemplars.csv"
OUTSIDE = "outside.csv"
PHRASES = "phrases.csv"

#: Into so many parts the examples are cut when each is judged by a model that was fitted without it.
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that a model is fitted on."""

    profiles: tuple[TopicProfile, ...]
    examples: tuple[Exemplar, ...]
    outside: tuple[Exemplar, ...]
    phrases: tuple[Exemplar, ...]


def fit(
    session: Session, folder: Path, at: datetime | None = None, profile: TopicProfile | None = None
) -> ServingModel:
    """Fit a model from the examples in ``folder``, the topics in the database and the confirmed questions.

    The model says that it was fitted ``at``. A ``profile`` takes the place of the one with its slug. Raises
    ``ReferenceDataInvalid`` with every problem of the files.
    """
    confirmed = confirmed_questions(session)
    material = _with_profile(_material(session, folder, confirmed), profile)
    model = fit_model(material.profiles, material.examples, material.outside, phrases=material.phrases)
    return replace(model, note=_note(material, confirmed, at).written_into(model.note))


def folds(session: Session, folder: Path) -> Iterator[tuple[ServingModel, tuple[Exemplar, ...]]]:
    """Fit ``FOLDS`` models, each with the examples like real questions that it was not fitted on.

    An example of a topic that is not offered any more, or is not like a real question, is in none of them.
    """
    material = _material(session, folder, confirmed_questions(session))
    offered = {profile.slug for profile in material.profiles}
    inside = [example for example in material.examples if example.topic in offered]
    classifier = _ReadingOnce(installed_encoder())
    for number in range(FOLDS):
        kept, left_out = _parted(inside, number)
        kept_outside, left_out_outside = _parted(material.outside, number)
        told = [replace(example, topic="") for example in left_out_outside]
        model = fit_model(material.profiles, kept, kept_outside, classifier, phrases=material.phrases)
        yield model, (*left_out, *told)


class _ReadingOnce(TopicClassifier):
    """The classifier of the loket with an encoder that keeps what it read, to be fitted several times."""

    def __init__(self, encoder: SentenceEncoder | None) -> None:
        super().__init__(vector_weight=VECTOR_WEIGHT)
        self.encoder = encoder and KeepingEncoder(encoder)

    def fit(self, texts: Iterable[str], labels: Iterable[str], **told: Any) -> Self:
        """Learn from ``texts``; those that were read before are not read again."""
        return super().fit(texts, labels, **told, encoder=self.encoder)


def _parted(examples: Sequence[Exemplar], number: int) -> tuple[list[Exemplar], list[Exemplar]]:
    """Return the examples to fit on and those to measure on; each topic is spread over all folds."""
    seen: Counter[str] = Counter()
    kept: list[Exemplar] = []
    left_out: list[Exemplar] = []
    for example in examples:
        if not example.measured:
            kept.append(example)
            continue
        (left_out if seen[example.topic] % FOLDS == number else kept).append(example)
        seen[example.topic] += 1
    return kept, left_out


def _material(session: Session, folder: Path, confirmed: Iterable[ConfirmedQuestion]) -> Material:
    problems: list[Problem] = []
    examples = _lines(folder / EXEMPLARS, ("topic_slug", "text", "language", "source"), problems)
    outside = _lines(folder / OUTSIDE, ("text", "language", "source"), problems)
    phrases = _lines(folder / PHRASES, ("topic_slug", "text", "language", "source"), problems)
    if problems:
        raise ReferenceDataInvalid(problems)
    learned = [question for question in confirmed if not question.held_back]
    return Material(
        profiles=router_data(session).topics,
        examples=(*map(_exemplar, examples), *(question.exemplar for question in learned if question.topic)),
        outside=(*map(_exemplar, outside), *(question.exemplar for question in learned if not question.topic)),
        phrases=tuple(map(_exemplar, phrases)),
    )


def _with_profile(material: Material, changed: TopicProfile | None) -> Material:
    if changed is None:
        return material
    profiles = tuple(changed if profile.slug == changed.slug else profile for profile in material.profiles)
    return replace(material, profiles=profiles)


def _note(material: Material, confirmed: Sequence[ConfirmedQuestion], at: datetime | None) -> ModelNote:
    offered = {profile.slug for profile in material.profiles}
    learned = [question for question in confirmed if not question.held_back]
    return ModelNote(
        fitted_at=at,
        per_topic=dict(sorted(Counter(e.topic for e in material.examples if e.topic in offered).items())),
        outside=len(material.outside),
        confirmed=len(learned),
        held_back=len(confirmed) - len(learned),
        why=dict(sorted(Counter(question.why.value for question in learned).items())),
    )


def _exemplar(line: Line) -> Exemplar:
    cells = line.cells
    return Exemplar(cells.get("topic_slug", ""), cells["text"], cells["language"], cells["source"])


def _lines(path: Path, columns: tuple[str, ...], problems: list[Problem]) -> list[Line]:
    findings = Findings(path.name)
    content = content_of(path, findings)
    lines = [] if findings.problems else lines_of(content, columns, findings)
    for line in lines:
        for name in columns:
            if not line.cells[name]:
                findings.add("this cell is empty; fill it in", line.number, name)
    problems += findings.problems
    return lines
