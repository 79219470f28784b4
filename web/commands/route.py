"""``loket route``: questions as JSON lines in, answers as JSON lines out."""

import json
import sys
from collections.abc import Iterable, Iterator

import click

from intake import database
from intake.act import Act
from intake.permissions import THE_LOKET
from intake.route_line import BadLine, answer_line
from matching.router import Router
from web.commands import context
from web.current import utc_now


@click.command("route")
def route_command() -> None:
    """Answer questions without storing them.

    Reads one JSON object a line from standard input: id and text, and if known municipality, stage, legal_form,
    amount_eur and target. Writes one line for each: topics, triage, municipality, team, financing, intermediaries,
    personal_data and language. A line that is no question gives {"line": number, "error": …}; then the exit code is 1.
    """
    found = context.settings()
    services = context.services_of(found)
    with database.reading(services.engine) as session:
        act = Act(session, THE_LOKET, utc_now(), found.chain_key)
        bad = 0
        for answer in answers(act, services.router.current(), sys.stdin.buffer):
            click.echo(json.dumps(answer, ensure_ascii=False))
            bad += "error" in answer
    sys.exit(1 if bad else 0)


def answers(act: Act, router: Router, lines: Iterable[bytes]) -> Iterator[dict[str, object]]:
    """Answer every line that is not empty; a bad one is answered with its number and what is wrong."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield answer_line(act, router, _parsed(line))
        except BadLine as error:
            yield {"line": number, "error": str(error)}


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line)
    except ValueError as error:
        raise BadLine(f"no JSON: {error}") from error
