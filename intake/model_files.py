"""The files of the topic model in the data directory: the one that serves, its shadow, and the one before."""

import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from intake.model_note import ModelNote
from matching.encoder import SentenceEncoder
from matching.serving import ModelUnusable, ServingModel, Thresholds

#: The name of the model that serves.
MODEL_FILE = "topics.npz"
#: The name of the newest one that was fitted and does not serve yet.
SHADOW_FILE = "topics.shadow.npz"
#: The name of the one that served before.
PREVIOUS_FILE = "topics.previous.npz"

#: role -> name, in the order in which they are told.
FILES = {"serving": MODEL_FILE, "shadow": SHADOW_FILE, "previous": PREVIOUS_FILE}


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """One model file; ``trouble`` says why it cannot be used, and then nothing else is known of it.

    ``thresholds`` and ``calibration_error`` were measured when it was fitted, on texts left out in turn.
    """

    role: str
    path: Path
    trouble: str | None = None
    hash: str = ""
    note: ModelNote = field(default_factory=ModelNote)
    encoder: str | None = None
    thresholds: Thresholds | None = None
    calibration_error: float | None = None
    size_bytes: int = 0

    @property
    def fitted_at(self) -> datetime | None:
        """When it was fitted, as far as the file tells."""
        return self.note.fitted_at


def read_model(path: Path, encoder: SentenceEncoder | None = None) -> ServingModel:
    """Read a model file; whatever is wrong with it, only ``ModelUnusable`` is raised."""
    try:
        return ServingModel.load(path, encoder)
    except ModelUnusable:
        raise
    except Exception as error:  # a broken file may break its reader in any way
        raise ModelUnusable(path, f"{type(error).__name__}: {error}") from error


def is_usable(path: Path) -> bool:
    """Tell whether there is a model at ``path`` that can serve."""
    try:
        read_model(path)
    except ModelUnusable:
        return False
    return True


def models_in(directory: Path) -> list[ModelFacts]:
    """Tell of every role that has a file what that file is."""
    return [_facts(role, directory / name) for role, name in FILES.items() if (directory / name).exists()]


def model_with_hash(directory: Path, wanted: str, encoder: SentenceEncoder | None = None) -> ServingModel | None:
    """Return the model with the hash ``wanted``, whatever its file is called; ``None`` when it is not there."""
    for path in sorted(directory.glob("*.npz")):
        try:
            model = read_model(path, encoder)
        except ModelUnusable:
            continue
        if model.hash == wanted:
            return model
    return None


def replace_file(source: Path, target: Path) -> None:
    """Put a copy of ``source`` in the place of ``target``; a reader sees the one or the other, whole."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.copy2(source, unfinished)
    unfinished.replace(target)


def _facts(role: str, path: Path) -> ModelFacts:
    try:
        model = read_model(path)
    except ModelUnusable as error:
        return ModelFacts(role, path, trouble=error.why)
    scorer = model.full or model.plain
    return ModelFacts(
        role=role,
        path=path,
        hash=model.hash,
        note=ModelNote.read_from(model.note),
        encoder=model.encoder_name,
        thresholds=scorer.thresholds,
        calibration_error=scorer.calibration_error,
        size_bytes=path.stat().st_size,
    )
