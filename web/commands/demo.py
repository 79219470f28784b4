"""``loket demo``: the whole loket on this machine, with invented people at work."""

import logging
import shutil
import socket
import sys
import threading
from pathlib import Path

import click
from flask import Flask
from flask_babel import force_locale

from intake import database
from intake.passwords import Passwords, cheap_hasher
from intake.routing import RouterCache
from intake.terms import label
from web.app import create_app
from web.commands.serve import run_server
from web.current import Services, utc_now
from web.demo.checking import problems_of
from web.demo.directory import DATABASE, KEYS, DemoPerson, demo_settings, people_of
from web.demo.making import make
from web.demo.tour import tour
from web.mail import delivery_for
from web.settings import Settings
from web.worker import Worker

#: Nobody else on the network can reach a demo.
HOST = "127.0.0.1"


@click.command("demo")
@click.option("--port", default=8000, show_default=True, help="Port on this machine.")
@click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".demo"),
    show_default=True,
    help="Where the demo keeps its database, keys and mail.",
)
@click.option("--once", is_flag=True, help="Make the demo, check its pages and its event log, and stop.")
@click.option("--fresh", is_flag=True, help="Throw the demo in the directory away and begin again.")
def demo_command(port: int, directory: Path, *, once: bool, fresh: bool) -> None:
    """Serve the loket with invented people, on this machine only. Mail goes to files, never to an address."""
    logging.getLogger().setLevel(logging.WARNING)
    if not once:
        _refuse_taken(port)
    if fresh:
        _throw_away(directory)
    settings = demo_settings(directory, port)
    if not (directory / DATABASE).exists():
        click.echo("Making the demo: a year of invented work. This takes less than a minute, the first time only.")
    make(settings, utc_now())
    if once:
        _check(settings)
        return
    _welcome(settings)
    run_server(lambda: _app_with_worker(settings), f"{HOST}:{port}", workers=1, threads=8)


def _refuse_taken(port: int) -> None:
    """End with a sentence when something listens on ``port`` already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise click.ClickException(
                f"port {port} is not free ({error.strerror}). Does the demo run already? Look at "
                f"http://localhost:{port}/demo, or choose another port: loket demo --port {port + 1}"
            ) from error


def _throw_away(directory: Path) -> None:
    """Remove a demo; a directory that holds something else stays as it is."""
    if not directory.exists():
        return
    if not (directory / KEYS).exists():
        raise click.ClickException(f"{directory} holds no demo, so it is not thrown away")
    shutil.rmtree(directory)


def _services(settings: Settings) -> Services:
    engine = database.create_engine_for(settings.database_url)
    router = RouterCache(engine, settings.data_dir)
    return Services(settings, engine, router, utc_now, Passwords(cheap_hasher()))


def _app_with_worker(settings: Settings) -> Flask:
    """Make the application of the one serving process, with the worker beside it in a thread."""
    services = _services(settings)
    worker = Worker(services.engine, settings, delivery_for(settings), utc_now)
    threading.Thread(target=worker.run, args=(threading.Event(),), daemon=True, name="worker").start()
    return create_app(services)


def _check(settings: Settings) -> None:
    """Say whether the demo works, and end with exit code 1 when it does not."""
    problems = problems_of(_services(settings))
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        sys.exit(1)
    click.echo("the demo works: pages answer and the event log adds up")


def _welcome(settings: Settings) -> None:
    """Print the address, who can sign in, and the tour."""
    app = create_app(_services(settings))
    people = people_of(settings)
    click.echo(f"\nImpactloket, demo with invented people: {settings.public_url}\n")
    with app.test_request_context(base_url=settings.public_url), force_locale("nl"):
        click.echo("Wie er kan inloggen:")
        for person in people:
            click.echo(_line(person))
        click.echo("\nRondleiding in tien klikken:")
        for number, stop in enumerate(tour(people), start=1):
            who = stop.person.email if stop.person else label(stop.role).lower()
            click.echo(f"{number:3}. {settings.public_url}{stop.url}  ({who})\n     {stop.words}")
    click.echo(f"\nAll of this is also at {settings.public_url}/demo. Stop with Ctrl-C.\n")


def _line(person: DemoPerson) -> str:
    return f"  {label(person.role):14} {person.email:22} {person.password:16} {person.name}, {person.place}".rstrip(
        ", "
    )
