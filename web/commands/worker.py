"""``loket worker``: sends mail and does what time asks for."""

import signal
import threading

import click

from web.commands import context
from web.current import utc_now
from web.mail import delivery_for
from web.worker import Worker


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now and stop.")
def worker_command(*, once: bool) -> None:
    """Send mail, close what was answered, sign checkpoints."""
    found = context.settings()
    worker = Worker(context.engine_of(found), found, delivery_for(found), utc_now)
    if once:
        click.echo(f"{worker.run_once()} mails")
        return
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_args: stop.set())
    worker.run(stop)
