"""Running a trial of a topic: fit a model with the changed texts, and see which questions it would put elsewhere.

Needs scikit-learn, so only the worker imports this module.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from sqlmodel import Session, col, func, select

from intake import topic_model
from intake.act import Act
from intake.model_files import MODEL_FILE, read_model
from intake.models.questions import Question
from intake.models.system import TopicTrial
from intake.routing import asked_of, likely_topic
from intake.routing_data import profile_of, router_data
from intake.terms import QuestionStatus
from intake.topic_trials import Move, draft_of_trial, newest_revision, trial_file
from matching.data import RouterData
from matching.encoder import installed_encoder
from matching.router import Router
from matching.serving import ModelUnusable, ServingModel

#: So many of the newest questions are looked at.
QUESTIONS = 200


@dataclass(frozen=True, slots=True)
class TrialRun:
    """What came of running a trial."""

    revision: int
    before_hash: str | None
    model_hash: str
    moves: list[Move]


def run(act: Act, trial: TopicTrial, directory: Path, folder: Path) -> TrialRun:
    """Fit the model of ``trial`` in the same way as ``loket model fit``, keep it, and sort the newest questions.

    Raises ``ReferenceDataInvalid`` when the examples in ``folder`` cannot be read.
    """
    assert trial.id is not None  # noqa: S101 - a stored trial has an id
    revision = newest_revision(act)
    told = RouterData(topics=router_data(act.session).topics)
    changed = profile_of(trial.topic_slug, draft_of_trial(trial))
    before = _serving(directory)
    after = topic_model.fit(act.session, folder, act.at, changed)
    directory.mkdir(parents=True, exist_ok=True)
    after.save(trial_file(directory, trial.id))
    profiles = tuple(changed if profile.slug == changed.slug else profile for profile in told.topics)
    return TrialRun(
        revision=revision,
        before_hash=before.hash if before else None,
        model_hash=after.hash,
        moves=_moves(act.session, Router(told, before), Router(replace(told, topics=profiles), after)),
    )


def placed(session: Session, router: Router, most: int = QUESTIONS) -> dict[str, str | None]:
    """Return where ``router`` puts each of the newest questions, by reference; ``None``: a person sorts it."""
    rows = session.exec(
        select(Question)
        .where(
            col(Question.status).not_in([QuestionStatus.WITHDRAWN, QuestionStatus.MERGED, QuestionStatus.ERASED]),
            func.length(func.trim(Question.text)) > 0,
        )
        .order_by(col(Question.id).desc())
        .limit(most)
    )
    return {row.reference: likely_topic(router.route(asked_of(row))) for row in rows}


def _moves(session: Session, before: Router, after: Router) -> list[Move]:
    old, new = placed(session, before), placed(session, after)
    return [Move(reference, old[reference], new[reference]) for reference in old]


def _serving(directory: Path) -> ServingModel | None:
    try:
        return read_model(directory / MODEL_FILE, installed_encoder())
    except ModelUnusable:
        return None
