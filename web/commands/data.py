"""``loket upgrade``, ``loket load`` and ``loket import``: the schema and the reference data."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

import fixtures
from intake import database
from intake.reference_data import LoadSummary, ReferenceDataInvalid, import_postcodes, load, read_fixtures
from web.commands import context
from web.current import utc_now


@click.command("upgrade")
def upgrade_command() -> None:
    """Bring the tables up to date. Safe to repeat; make a backup first."""
    database.upgrade_schema(context.engine_of(context.settings()))
    click.echo("the tables are up to date")


@click.command("load")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Load these files instead of the ones that came with the loket.",
)
def load_command(folder: Path | None) -> None:
    """Check the reference data and load it: all of it, or nothing when one row is wrong."""
    found = context.settings()
    with refusing_in_sentences():
        data = read_fixtures(folder or fixtures.directory())
        with database.transaction(context.engine_of(found)) as session:
            summary = load(session, data, utc_now())
    _tell(summary)


@click.group("import")
def import_command() -> None:
    """Import a file of somebody else, which does not come with the loket."""


@import_command.command("postcodes")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", help="Where the file comes from, with its licence.")
def postcodes(file: Path, source: str | None) -> None:
    """Import FILE, which names the municipalities of each four-digit postcode."""
    found = context.settings()
    with refusing_in_sentences(), database.transaction(context.engine_of(found)) as session:
        summary = import_postcodes(session, file, utc_now(), **({"source": source} if source else {}))
    _tell(summary)


@contextmanager
def refusing_in_sentences(outcome: str = "nothing was loaded") -> Iterator[None]:
    """Show every problem of refused files, one a line, and end with ``outcome`` and exit code 1."""
    try:
        yield
    except ReferenceDataInvalid as refusal:
        for problem in refusal.problems:
            click.echo(str(problem), err=True)
        click.echo(f"{outcome}: {len(refusal.problems)} problems", err=True)
        sys.exit(1)


def _tell(summary: LoadSummary) -> None:
    click.echo(
        f"added {summary.added}, changed {summary.changed}, retired {summary.retired}, unchanged {summary.unchanged}"
    )
    for kept in summary.kept:
        click.echo(f"kept as the administrator left it: {kept}")
