"""Releases of the topic model: a newly fitted one stays in the shadow until somebody promotes it.

Files are replaced by renaming, so a running server reads the old one or the new one, never half of one; each
release is an event. What goes wrong after the rename and before the commit leaves a model without its event.
"""

import logging
from pathlib import Path

from sqlmodel import col, select

from intake import audit
from intake.act import Act
from intake.errors import RefusedInput
from intake.model_files import MODEL_FILE, PREVIOUS_FILE, SHADOW_FILE, is_usable, read_model, replace_file
from intake.models.system import Event
from intake.permissions import Action, ensure_may
from intake.terms import ManagementStep
from matching.serving import ModelUnusable, ServingModel

logger = logging.getLogger(__name__)

#: The chain of events about releases.
CHAIN = "model:topics"


def keep_fitted(act: Act, directory: Path, model: ServingModel) -> Path:
    """Store a newly fitted model and return where: in the shadow, or at once in service while none can serve."""
    ensure_may(act.person, Action.MANAGE_TOPICS)
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / (SHADOW_FILE if is_usable(directory / MODEL_FILE) else MODEL_FILE)
    _record(act, ManagementStep.FIT_MODEL, {"model": model.hash, "serves": path.name == MODEL_FILE})
    model.save(path)
    logger.info("model fitted hash=%s file=%s", model.hash, path.name)
    return path


def promote(act: Act, directory: Path) -> str:
    """Put the shadow model into service, keep the one before, and return the hash of the new one.

    Raises ``RefusedInput`` beside ``model``: ``no_shadow``, or ``unusable`` when its file is broken.
    """
    promoted = put_into_service(act, directory, directory / SHADOW_FILE, missing="no_shadow")
    (directory / SHADOW_FILE).unlink()
    return promoted


def put_into_service(act: Act, directory: Path, path: Path, *, missing: str) -> str:
    """Let the model at ``path`` serve, keep the one before, and return its hash; ``path`` stays.

    Raises ``RefusedInput`` beside ``model``: ``missing`` when it is not there, ``unusable`` when it is broken.
    """
    ensure_may(act.person, Action.MANAGE_TOPICS)
    model_hash = _hash_of(path, missing)
    before = _hash_or_nothing(directory / MODEL_FILE)
    _record(act, ManagementStep.PROMOTE_MODEL, {"model": model_hash, "before": before})
    if before is not None:
        replace_file(directory / MODEL_FILE, directory / PREVIOUS_FILE)
    replace_file(path, directory / MODEL_FILE)
    logger.info("model promoted hash=%s before=%s", model_hash, before)
    return model_hash


def roll_back(act: Act, directory: Path) -> str:
    """Put the model that served before back into service and return its hash; rolling back twice undoes it.

    Raises ``RefusedInput`` beside ``model``: ``no_previous``, or ``unusable`` when its file is broken.
    """
    ensure_may(act.person, Action.MANAGE_TOPICS)
    serving, previous = directory / MODEL_FILE, directory / PREVIOUS_FILE
    model_hash = _hash_of(previous, "no_previous")
    before = _hash_or_nothing(serving)
    _record(act, ManagementStep.ROLL_BACK_MODEL, {"model": model_hash, "before": before})
    aside = previous.with_name(f"{previous.name}.aside")
    if before is not None:
        replace_file(serving, aside)
    previous.replace(serving)
    if before is not None:
        aside.replace(previous)
    logger.info("model rolled back hash=%s before=%s", model_hash, before)
    return model_hash


def _hash_of(path: Path, missing: str) -> str:
    if not path.exists():
        raise RefusedInput("model", missing)
    try:
        return read_model(path).hash
    except ModelUnusable as error:
        raise RefusedInput("model", "unusable") from error


def _hash_or_nothing(path: Path) -> str | None:
    try:
        return read_model(path).hash
    except ModelUnusable:
        return None


def _record(act: Act, step: ManagementStep, details: dict[str, object]) -> None:
    """Write the event before any file moves; two releases at once wait for each other on the last event."""
    act.session.exec(
        select(Event.id).where(Event.chain == CHAIN).order_by(col(Event.number).desc()).limit(1).with_for_update()
    ).all()
    audit.record(act, CHAIN, step, details=details)
