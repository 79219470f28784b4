"""``loket model``: what recognises the topic of a question."""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from flask_babel import force_locale
from sqlalchemy.engine import Engine

import fixtures
from intake import database, labelled_files, model_comparison, model_releases, topic_model
from intake.act import Act
from intake.errors import RefusedInput
from intake.model_card import model_card
from intake.model_files import FILES, MODEL_FILE, ModelFacts, models_in, read_model
from intake.permissions import THE_LOKET
from intake.terms import Language
from matching.data import Exemplar
from matching.encoder import installed_encoder
from matching.evaluation import Judged, Labelled, joined, judge, report
from matching.serving import ModelUnusable, ServingModel
from web.app import create_app
from web.commands import context
from web.commands.data import refusing_in_sentences
from web.commands.model_words import comparison_lines, plain, report_lines
from web.current import utc_now
from web.model_card import card_parts
from web.settings import Settings

#: code of ``RefusedInput`` beside ``model`` -> what an operator can do.
REFUSALS = {
    "no_shadow": "there is no shadow model (run: loket model fit)",
    "no_previous": "there is no previous model to go back to",
    "unusable": "that model file cannot be used (run: loket model list)",
}


@click.group("model")
def model_command() -> None:
    """Make, measure and release what recognises the topic of a question."""


@model_command.command("fit")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Learn from the examples in this folder instead of those that came with the loket.",
)
def fit(folder: Path | None) -> None:
    """Learn topics from the examples, the topics in the database and the confirmed questions.

    The first model serves at once. A later one stays in the shadow: compare it, and promote it.
    """
    found = context.settings()
    with refusing_in_sentences("no model was made"):
        path = fit_into(found, context.engine_of(found), folder or fixtures.directory())
    click.echo(f"wrote {path}")
    if path.name == MODEL_FILE:
        click.echo("there was no model that could serve, so this one serves now")
    else:
        click.echo("it does not serve yet (run: loket model compare, then loket model promote)")


def fit_into(found: Settings, engine: Engine, folder: Path) -> Path:
    """Fit a model from the examples in ``folder``, store it in the data directory and return where."""
    with database.reading(engine) as session:
        model = topic_model.fit(session, folder, utc_now())
    with context.acting(found, engine) as act:
        return model_releases.keep_fitted(act, found.data_dir, model)


@model_command.command("compare")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
def compare(*, as_json: bool) -> None:
    """Show the serving model and the shadow side by side, on confirmed questions that neither learned from."""
    found = context.settings()
    old, new = _model(found, "serving"), _model(found, "shadow")
    with database.reading(context.engine_of(found)) as session:
        act = Act(session, THE_LOKET, utc_now(), found.chain_key)
        result = model_comparison.compare_on_held_back(act, old, new)
    if as_json:
        told = {"serving": old.hash, "shadow": new.hash, "fewest": model_comparison.FEWEST, **asdict(result)}
        if result.comparison is not None:
            told["worse"] = [asdict(side) for side in result.comparison.worse]
        click.echo(json.dumps(plain(told)))
        return
    for line in comparison_lines(result, old, new):
        click.echo(line)


@model_command.command("promote")
def promote() -> None:
    """Let the shadow model serve; the one before is kept, and running servers take it up by themselves."""
    found = context.settings()
    with _refusing(), context.acting(found, context.engine_of(found)) as act:
        click.echo(f"serving: {model_releases.promote(act, found.data_dir)}")


@model_command.command("rollback")
def rollback() -> None:
    """Let the previous model serve again; rolling back twice undoes it."""
    found = context.settings()
    with _refusing(), context.acting(found, context.engine_of(found)) as act:
        click.echo(f"serving: {model_releases.roll_back(act, found.data_dir)}")


@model_command.command("list")
def list_models() -> None:
    """Tell which models there are."""
    found = context.settings()
    models = models_in(found.data_dir)
    for facts in models:
        click.echo(_line(facts))
    if not models:
        click.echo("there is no model (run: loket model fit)")


@model_command.command("evaluate")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Without FILE: take the examples in this folder instead of those that came with the loket.",
)
def evaluate(file: Path | None, folder: Path | None) -> None:
    """Measure the serving model on the labelled texts in FILE, and print one report.

    FILE is CSV with the columns topic_slug (geen: not for the loket), text, language and also (other right topics,
    with semicolons). Without FILE: the examples that are like real questions, each judged by a model that was fitted
    without it; that takes five times as long as fitting.
    """
    found = context.settings()
    model = _model(found, "serving")
    size = (found.data_dir / MODEL_FILE).stat().st_size
    with refusing_in_sentences("nothing was measured"):
        if file is not None:
            judged, seconds = _timed(model, labelled_files.read_labelled(file))
        else:
            with database.reading(context.engine_of(found)) as session:
                judged = _judged_apart(list(topic_model.folds(session, folder or fixtures.directory())))
            _known, seconds = _timed(model, judged.labelled)
    if file is None:
        click.echo(f"examples like real questions, each judged by one of {topic_model.FOLDS} models without it")
    for line in report_lines(report(judged), seconds, size, with_texts=file is not None):
        click.echo(line)


@model_command.command("card")
@click.option("--language", type=click.Choice([one.value for one in Language]), default="nl", show_default=True)
def card(language: str) -> None:
    """Write the model card as JSON, in the fields of the Dutch register of algorithms."""
    found = context.settings()
    services = context.services_of(found)
    with database.reading(services.engine) as session:
        facts = model_card(Act(session, THE_LOKET, utc_now(), found.chain_key), found.data_dir)
    with create_app(services).test_request_context(base_url=found.public_url), force_locale(language):
        told = {field.code: field.value for part in card_parts(facts, found.public_url) for field in part.fields}
    figures = {name: value for name, value in asdict(facts)["model"].items() if name != "path"} if facts.model else None
    click.echo(json.dumps(plain(told | {"cijfers": figures}), ensure_ascii=False, indent=2, default=str))


def _timed(model: ServingModel, labelled: Sequence[Labelled]) -> tuple[Judged, float]:
    """Let a model answer texts, and tell in how many seconds it did."""
    started = time.perf_counter()
    judged = judge(model, labelled)
    return judged, time.perf_counter() - started


def _judged_apart(parts: list[tuple[ServingModel, tuple[Exemplar, ...]]]) -> Judged:
    return joined(
        [judge(model, [Labelled(one.text, one.topic or None) for one in examples]) for model, examples in parts]
    )


def _model(found: Settings, role: str) -> ServingModel:
    """Read a model for a command, or end with a sentence and exit code 1."""
    path = found.data_dir / FILES[role]
    if not path.exists():
        click.echo(f"there is no {role} model (run: loket model fit)", err=True)
        sys.exit(1)
    try:
        return read_model(path, installed_encoder())
    except ModelUnusable as error:
        click.echo(f"the {role} model cannot be used: {error.why}", err=True)
        sys.exit(1)


def _line(facts: ModelFacts) -> str:
    if facts.trouble is not None:
        return f"{facts.role:9} cannot be used: {facts.trouble}"
    assert facts.thresholds is not None  # noqa: S101 - a file without trouble has them
    fitted = facts.fitted_at.isoformat(timespec="minutes") if facts.fitted_at else "unknown"
    return (
        f"{facts.role:9} {facts.hash}  fitted {fitted}  {facts.note.texts} texts, "
        f"{facts.note.confirmed} of them confirmed questions  error {facts.thresholds.measured:.3f}  "
        f"calibration error {facts.calibration_error:.3f}  {facts.size_bytes / 1e6:.1f} MB"
    )


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn a refusal into one sentence and exit code 1."""
    try:
        yield
    except RefusedInput as refusal:
        click.echo(REFUSALS[refusal.code], err=True)
        sys.exit(1)
