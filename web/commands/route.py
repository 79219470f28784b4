"""``loket route``: questions as JSON lines in, answers as JSON lines out."""

import json
import sys
from collections.abc import Iterable, Iterator

import click

from intake import database
from intake.act import Act
from intake.errors import NotFound
from intake.permissions import THE_LOKET
from intake.replay import Replay, replay
from intake.route_line import BadLine, answer_line
from matching.router import Router
from web.commands import context
from web.current import utc_now
from web.settings import Settings


@click.command("route")
@click.option("--replay", "reference", metavar="REFERENCE", help="Sort a stored question again, as it was sorted then.")
def route_command(reference: str | None) -> None:
    """Answer questions without storing them.

    Reads one JSON object a line from standard input: id and text, and if known municipality, stage, legal_form,
    amount_eur and target. Writes one line for each: topics, triage, municipality, team, financing, intermediaries,
    personal_data and language. A line that is no question gives {"line": number, "error": …}; then the exit code is 1.

    With --replay nothing is read: it tells whether the stored question with that reference gets the same scores from
    the model that sorted it; exit code 1 when not.
    """
    found = context.settings()
    if reference is not None:
        _replay(found, reference)
        return
    services = context.services_of(found)
    with database.reading(services.engine) as session:
        act = Act(session, THE_LOKET, utc_now(), found.chain_key)
        bad = 0
        for answer in answers(act, services.router.current(), sys.stdin.buffer):
            click.echo(json.dumps(answer, ensure_ascii=False))
            bad += "error" in answer
    sys.exit(1 if bad else 0)


def _replay(found: Settings, reference: str) -> None:
    """Sort a stored question again and say what came of it; no word of its text is shown."""
    with database.reading(context.engine_of(found)) as session:
        try:
            result = replay(session, reference, found.data_dir)
        except NotFound:
            click.echo(f"there is no question {reference} of which it is kept how it was sorted", err=True)
            sys.exit(1)
    for line in _replay_lines(result):
        click.echo(line)
    sys.exit(0 if result.is_same else 1)


def _replay_lines(result: Replay) -> Iterator[str]:
    yield f"question {result.reference}, model {result.model_hash or 'none: sorted by shared words'}"
    if not result.is_here:
        yield f"the model file with hash {result.model_hash} is missing: put it in the data directory (any name, .npz)"
        return
    if result.missing_encoder:
        yield f"that model was fitted with {result.missing_encoder}, which is not installed"
    if not result.same_input:
        yield "the question as it is stored now is not what was asked then: its input hash differs"
    for row in result.differences:
        yield f"  {row.slug}: {_score(row.then)} then, {_score(row.now)} now"
    yield f"{len(result.differences)} scores differ" if result.differences else "the same scores come out"


def _score(score: float | None) -> str:
    return "nothing" if score is None else f"{score:.6f}"


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
