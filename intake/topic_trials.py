"""Trying out a change of a topic before it is saved: asked for here, run by the worker, published here.

What is published is the very model that was tried, so the questions move as the trial said.
"""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from sqlmodel import col, func, select

from intake import audit, revisions
from intake.act import Act
from intake.errors import NotFound, RefusedInput
from intake.model_files import MODEL_FILE, read_model
from intake.model_releases import put_into_service
from intake.models.reference import ReferenceRevision, Topic
from intake.models.system import TopicTrial
from intake.permissions import Action, ensure_may
from intake.terms import ManagementStep, TrialStatus
from intake.topics import TABLE, TopicDraft, edit_topic, find_topic
from matching.serving import ModelUnusable

#: A trial can be published for so long; then it says too little about the questions of today.
LIVES = timedelta(days=1)

#: A worker that took a trial and says nothing for this long is taken to be dead.
LEASE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Move:
    """Where the machine puts one question before and after; ``None``: a person sorts it."""

    reference: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class TopicBalance:
    """How many questions one topic gains and loses; ``topic`` is ``None`` for what a person sorts."""

    topic: Topic | None
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class TrialOutcome:
    """A trial as an administrator sees it: references, topics and counts, no texts.

    ``looked_at`` counts the questions; ``moved`` are those that would go elsewhere, with their topics.
    """

    trial: TopicTrial
    topic: Topic
    draft: TopicDraft
    looked_at: int
    moved: tuple[tuple[str, Topic | None, Topic | None], ...]
    balance: tuple[TopicBalance, ...]


def trial_file(directory: Path, trial_id: int) -> Path:
    """Return where the model of a trial is kept until it is published or too old."""
    return directory / f"topics.trial-{trial_id}.npz"


def ask_for_trial(act: Act, slug: str, draft: TopicDraft, *, version: int) -> TopicTrial:
    """Ask the worker to try a change out; a second click on the same change gives the same trial.

    Raises ``StalePage`` when the topic changed since the page that showed ``version``, and ``RefusedInput``
    beside ``topic`` (``retired``) for a topic that is not offered.
    """
    topic = find_topic(act, slug)
    act.session.refresh(topic, with_for_update=True)
    revisions.ensure_fresh(act, TABLE, slug, version)
    if topic.retired_on is not None:
        raise RefusedInput("topic", "retired")
    profile = json.dumps(asdict(draft), ensure_ascii=False, sort_keys=True)
    asked = act.session.exec(
        select(TopicTrial).where(
            TopicTrial.topic_slug == slug,
            TopicTrial.version == version,
            TopicTrial.profile == profile,
            col(TopicTrial.status).in_([TrialStatus.WAITING, TrialStatus.RUNNING]),
        )
    ).first()
    if asked is not None:
        return asked
    trial = TopicTrial(
        topic_slug=slug, profile=profile, version=version, asked_by_id=act.person.account_id, asked_at=act.at
    )
    act.session.add(trial)
    act.session.flush()
    audit.record(act, f"topic:{slug}", ManagementStep.TRY_TOPIC, details={"trial": trial.id})
    return trial


def find_trial(act: Act, slug: str, trial_id: int) -> TopicTrial:
    """Return a trial of a topic; raise ``NotFound`` when there is none."""
    ensure_may(act.person, Action.MANAGE_TOPICS)
    trial = act.session.get(TopicTrial, trial_id)
    if trial is None or trial.topic_slug != slug:
        raise NotFound("trial", trial_id)
    return trial


def draft_of_trial(trial: TopicTrial) -> TopicDraft:
    """Return the texts that were tried."""
    return TopicDraft(**json.loads(trial.profile))


def outcome(act: Act, slug: str, trial_id: int) -> TrialOutcome:
    """Return what came of a trial; empty while it runs."""
    trial = find_trial(act, slug, trial_id)
    topics = {topic.slug: topic for topic in act.session.exec(select(Topic).order_by(Topic.name_nl))}
    moves = moves_of(trial)
    moved = [move for move in moves if move.before != move.after]
    gained, lost = Counter(move.after for move in moved), Counter(move.before for move in moved)
    return TrialOutcome(
        trial=trial,
        topic=topics[slug],
        draft=draft_of_trial(trial),
        looked_at=len(moves),
        moved=tuple((move.reference, topics.get(move.before or ""), topics.get(move.after or "")) for move in moved),
        balance=tuple(
            TopicBalance(topics.get(key or ""), gained[key], lost[key])
            for key in (*topics, None)
            if gained[key] or lost[key]
        ),
    )


def moves_of(trial: TopicTrial) -> list[Move]:
    """Return every question that was looked at, also those that stay."""
    return [Move(*row) for row in json.loads(trial.moves)]


def publish(act: Act, slug: str, trial_id: int, directory: Path) -> str:
    """Save the tried texts, put the very model that was tried into service, and return its hash.

    Raises ``RefusedInput`` beside ``trial``: ``not_ready``, ``published``, or ``stale`` when it is too old or another
    topic or model came in between; beside ``model``: ``no_trial`` or ``unusable`` when its file is not there or broken.
    """
    trial = find_trial(act, slug, trial_id)
    act.session.refresh(trial, with_for_update=True)
    if trial.status is TrialStatus.PUBLISHED:
        raise RefusedInput("trial", "published")
    if trial.status is not TrialStatus.READY:
        raise RefusedInput("trial", "not_ready")
    if not _is_fresh(act, trial, directory):
        raise RefusedInput("trial", "stale")
    edit_topic(act, slug, draft_of_trial(trial), version=trial.version)
    trial.status = TrialStatus.PUBLISHED
    act.session.add(trial)
    act.session.flush()
    return put_into_service(act, directory, trial_file(directory, trial_id), missing="no_trial")


def newest_revision(act: Act) -> int:
    """Return the number of the newest change of any topic."""
    newest = act.session.exec(select(func.max(ReferenceRevision.id)).where(ReferenceRevision.table_name == TABLE)).one()
    return newest or 0


def serving_hash(directory: Path) -> str | None:
    """Return the hash of the model that serves, ``None`` without one."""
    try:
        return read_model(directory / MODEL_FILE).hash
    except ModelUnusable:
        return None


def _is_fresh(act: Act, trial: TopicTrial, directory: Path) -> bool:
    """Tell whether the trial still says what would happen now."""
    return (
        act.at - trial.asked_at <= LIVES
        and trial.revision == newest_revision(act)
        and trial.before_hash == serving_hash(directory)
    )


# --- the worker's side ----------------------------------------------------------------------------


def claim_next(act: Act) -> TopicTrial | None:
    """Take the oldest trial that waits, so that no other worker runs it; ``None`` when none does."""
    abandoned = (col(TopicTrial.status) == TrialStatus.RUNNING) & (col(TopicTrial.claimed_at) < act.at - LEASE)
    trial = act.session.exec(
        select(TopicTrial)
        .where((col(TopicTrial.status) == TrialStatus.WAITING) | abandoned)
        .order_by(col(TopicTrial.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if trial is not None:
        trial.status = TrialStatus.RUNNING
        trial.claimed_at = act.at
        act.session.add(trial)
        act.session.flush()
    return trial


def finish(
    act: Act, trial_id: int, *, revision: int, before_hash: str | None, model_hash: str, moves: list[Move]
) -> None:
    """Write down what came of a trial."""
    trial = act.session.get_one(TopicTrial, trial_id)
    trial.status = TrialStatus.READY
    trial.finished_at = act.at
    trial.revision, trial.before_hash, trial.model_hash = revision, before_hash, model_hash
    trial.moves = json.dumps([[move.reference, move.before, move.after] for move in moves])
    act.session.add(trial)
    act.session.flush()


def give_up(act: Act, trial_id: int) -> None:
    """Write down that a trial could not be run."""
    trial = act.session.get_one(TopicTrial, trial_id)
    trial.status = TrialStatus.FAILED
    trial.finished_at = act.at
    act.session.add(trial)
    act.session.flush()


def remove_files(act: Act, directory: Path) -> int:
    """Remove the models of trials that were published or are too old; return how many."""
    wanted = {
        trial_file(directory, trial_id).name
        for trial_id in act.session.exec(
            select(TopicTrial.id).where(
                col(TopicTrial.status).in_([TrialStatus.RUNNING, TrialStatus.READY]),
                col(TopicTrial.asked_at) >= act.at - LIVES,
            )
        )
        if trial_id is not None
    }
    old = [path for path in directory.glob("topics.trial-*.npz") if path.name not in wanted]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
