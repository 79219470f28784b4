"""``loket erasures``: after a backup is put back, what people had erased is erased again."""

import sys

import click

from intake import database, erasure_log
from web.commands import context


@click.group("erasures")
def erasures_command() -> None:
    """Erase again what a restored backup brought back."""


@erasures_command.command("replay")
def replay() -> None:
    """Erase every question that the log in LOKET_CHECKPOINT_DIR says was erased; exit code 1 when a line is broken.

    Run it after a backup is put back, before the loket serves again.
    """
    found = context.settings()
    engine = context.engine_of(found)
    with context.acting(found, engine) as act:
        done = erasure_log.replay(act, found.checkpoint_dir)
    database.sweep(engine)
    for reference in done.references:
        click.echo(f"erased {reference}")
    for number in done.broken_lines:
        click.echo(f"{erasure_log.FILE}, line {number}: cut off, or not signed with LOKET_AUDIT_KEY", err=True)
    click.echo(f"{len(done.references)} questions erased again")
    sys.exit(1 if done.broken_lines else 0)
