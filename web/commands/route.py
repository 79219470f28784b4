"""``loket route``: questions as JSON lines in, answers as JSON lines out."""

import sys

import click

from intake import database
from intake.act import Act
from intake.permissions import THE_LOKET
from intake.route_lines import answer_line
from web.commands import context
from web.current import utc_now


@click.command("route")
def route_command() -> None:
    """Route questions from standard input, one JSON object a line; exit code 1 when a line was bad."""
    found = context.settings()
    services = context.services_of(found)
    router = services.router.current()
    bad = 0
    with database.reading(services.engine) as session:
        act = Act(session, THE_LOKET, utc_now(), found.chain_key)
        for number, line in enumerate(sys.stdin, start=1):
            if line.strip():
                answer = answer_line(act, router, line, number)
                bad += answer.startswith('{"line"')
                click.echo(answer)
    if bad:
        click.echo(f"{bad} bad lines", err=True)
        sys.exit(1)
