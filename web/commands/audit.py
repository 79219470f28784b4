"""``loket audit``: does the event log add up?"""

import sys

import click

from intake import audit, checkpoints, database
from web.commands import context
from web.current import utc_now


@click.group("audit")
def audit_command() -> None:
    """Check and sign the event log."""


@audit_command.command("verify")
def verify() -> None:
    """Walk every chain and hold the log against the signed checkpoints; exit code 1 when it does not add up."""
    found = context.settings()
    with database.reading(context.engine_of(found)) as session:
        breaks = audit.verify_chains(session, found.chain_key)
        breaks += checkpoints.verify(session, found.checkpoint_dir, found.chain_key)
    for place in breaks:
        click.echo(f"{place.chain} #{place.number}: {place.what}", err=True)
    click.echo("the event log does not add up" if breaks else "the event log adds up")
    sys.exit(1 if breaks else 0)


@audit_command.command("checkpoint")
def checkpoint() -> None:
    """Sign a checkpoint now; copy the file in LOKET_CHECKPOINT_DIR to another machine."""
    found = context.settings()
    with database.reading(context.engine_of(found)) as session:
        written = checkpoints.write(session, found.checkpoint_dir, found.chain_key, utc_now())
    click.echo(f"checkpoint up to event {written.last_event_id}" if written else "nothing happened since the last one")
