"""``loket model``: what recognises the topic of a question."""

from pathlib import Path

import click
from sqlalchemy.engine import Engine

import fixtures
from intake import database, topic_model
from intake.routing import MODEL_FILE
from web.commands import context
from web.commands.data import refusing_in_sentences
from web.settings import Settings


@click.group("model")
def model_command() -> None:
    """Make what recognises the topic of a question."""


@model_command.command("fit")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Learn from the examples in this folder instead of those that came with the loket.",
)
def fit(folder: Path | None) -> None:
    """Learn topics from the examples and from the topics in the database; running servers take it up by themselves."""
    found = context.settings()
    with refusing_in_sentences("no model was made"):
        click.echo(f"wrote {fit_into(found, context.engine_of(found), folder or fixtures.directory())}")


def fit_into(found: Settings, engine: Engine, folder: Path) -> Path:
    """Fit a model from the examples in ``folder`` and store it in the data directory; return where."""
    with database.reading(engine) as session:
        model = topic_model.fit(session, folder)
    found.data_dir.mkdir(parents=True, exist_ok=True)
    path = found.data_dir / MODEL_FILE
    model.save(path)
    return path
