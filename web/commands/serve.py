"""``loket serve``: the web server."""

import ctypes
import logging
import threading
from collections.abc import Callable
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from intake.errors import TemporarilyUnavailable
from matching.encoder import read_weights
from matching.text import read_dictionaries
from web.app import create_app
from web.commands import context

logger = logging.getLogger(__name__)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with the application made anew in every worker process."""

    def __init__(self, make: Callable[[], Flask], **options: object) -> None:
        """Serve what ``make`` returns, with gunicorn ``options``."""
        self.make = make
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application of one worker process with its routing, so that no first question waits for that."""
        app = self.make()
        try:
            app.extensions["loket"].router.ready()
        except TemporarilyUnavailable:
            logger.warning("served without routing as long as the database is away")
        _give_back_memory()
        return app


def read_ahead() -> None:
    """Read weights and dictionaries side by side, before any process is forked: all of them share what was read."""
    reading = threading.Thread(target=read_weights)
    reading.start()
    read_dictionaries()
    reading.join()
    _give_back_memory()


def _give_back_memory() -> None:
    """Let the C library return what reading took for a moment, some 30 MB; where it cannot, nothing is lost."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def run_server(make: Callable[[], Flask], bind: str, workers: int, threads: int) -> None:
    """Serve until stopped. No access log: paths and addresses of people stay out of logs."""
    read_ahead()
    Server(
        make,
        bind=bind,
        workers=workers,
        threads=threads,
        worker_class="gthread",
        accesslog=None,
        limit_request_line=4094,
        graceful_timeout=30,
        control_socket_disable=True,
    ).run()


@click.command("serve")
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port to listen on.")
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--threads", default=4, show_default=True, help="Threads in each process.")
def serve_command(bind: str, workers: int, threads: int) -> None:
    """Serve the pages of the loket."""
    found = context.settings()
    create_app(context.services_of(found))  # refuses unsafe settings before any process is forked
    run_server(lambda: create_app(context.services_of(found)), bind, workers, threads)
