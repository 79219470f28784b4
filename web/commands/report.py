"""``loket report``: a numbered report as a file."""

import sys
from pathlib import Path

import click
from flask_babel import force_locale

from intake import database, reports
from intake.act import Act
from intake.case_report import Snapshot
from intake.errors import NotFound
from intake.permissions import Person
from intake.terms import Role
from web.app import create_app
from web.commands import context
from web.current import utc_now
from web.exports import FORMATS


@click.command("report")
@click.argument("number", type=int)
@click.option("--format", "extension", type=click.Choice(sorted(FORMATS)), default="csv", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
def report_command(number: int, extension: str, output: Path) -> None:
    """Write report NUMBER to a file: the same bytes that a track leader downloads."""
    found = context.settings()
    services = context.services_of(found)
    operator = Person(Role.COORDINATOR, name="loket report")
    with database.reading(services.engine) as session:
        try:
            report = reports.find_report(Act(session, operator, utc_now(), found.chain_key), number)
        except NotFound:
            click.echo(f"there is no report {number}", err=True)
            sys.exit(1)
    with create_app(services).test_request_context(base_url=found.public_url), force_locale(report.language):
        output.write_bytes(FORMATS[extension].make(report, Snapshot.from_json(report.snapshot)))
    click.echo(f"wrote {output}")
