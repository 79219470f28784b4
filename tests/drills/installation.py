"""An installation of the loket for one drill: a SQLite file, settings by environment, and the real program."""

import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from sqlalchemy.engine import Engine

from intake.database import create_engine_for
from web.settings import Settings

LOKET = Path(sys.executable).with_name("loket")

KEYS = ("LOKET_SECRET_KEY", "LOKET_AUDIT_KEY")

#: A server that is not ready by then is not going to be.
START_SECONDS = 60


@dataclass
class Installation:
    """One loket on this machine: where its data are, and what runs of it."""

    directory: Path
    database_url: str
    port: int = 0
    smtp_port: int = 25
    keys: dict[str, str] = field(default_factory=lambda: {name: secrets.token_hex(32) for name in KEYS})

    def __post_init__(self) -> None:
        self.port = self.port or free_port()

    @property
    def environ(self) -> dict[str, str]:
        """The environment of every program of this installation."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("LOKET_")}
        return (
            kept
            | self.keys
            | {
                "LOKET_PUBLIC_URL": f"http://localhost:{self.port}",
                "LOKET_TRUSTED_HOSTS": "localhost",
                "LOKET_DATABASE_URL": self.database_url,
                "LOKET_DATA_DIR": str(self.directory / "data"),
                "LOKET_CHECKPOINT_DIR": str(self.directory / "checkpoints"),
                "LOKET_SMTP_URL": f"smtp://127.0.0.1:{self.smtp_port}",
                "LOKET_MAIL_FROM": "loket@example.nl",
            }
        )

    @property
    def settings(self) -> Settings:
        """The settings as the program reads them."""
        return Settings.from_environ(self.environ)

    @property
    def log(self) -> str:
        """What the programs of this installation wrote so far."""
        return (self.directory / "log").read_text(encoding="utf-8")

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """Open the database as the program does."""
        engine = create_engine_for(self.database_url)
        try:
            yield engine
        finally:
            engine.dispose()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            [LOKET, *words], env=self.environ, cwd=self.directory, capture_output=True, text=True, check=False
        )

    @contextmanager
    def started(self, *words: str) -> Iterator["Running"]:
        """Start a command in a process group of its own; whatever is left of it at the end is killed."""
        with (self.directory / "log").open("ab") as log:
            process = subprocess.Popen(
                [LOKET, *words],
                env=self.environ,
                cwd=self.directory,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - it only asks the kernel something
            )
        running = Running(process)
        try:
            yield running
        finally:
            running.kill()

    @contextmanager
    def serving(self, workers: int = 2, threads: int = 10) -> Iterator["Running"]:
        """Serve the pages; go on when a question can be asked."""
        bind = f"127.0.0.1:{self.port}"
        options = ("--bind", bind, "--workers", str(workers), "--threads", str(threads))
        with self.started("serve", *options) as running:
            self._wait(running)
            yield running

    def _wait(self, running: "Running") -> None:
        deadline = time.monotonic() + START_SECONDS
        while not is_ready(self.port):
            assert running.process.poll() is None, self.log
            assert time.monotonic() < deadline, self.log
            time.sleep(0.05)


@dataclass
class Running:
    """A command that runs, with every process that it started."""

    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """``kill -9`` the whole group: master and workers, with no chance to tidy up."""
        if self.process.returncode is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _end_with_parent() -> None:
    """Ask Linux to kill the program when the test run dies, so that nothing stays behind."""
    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)


def is_ready(port: int) -> bool:
    """Tell whether a server at ``port`` can take a question."""
    connection = HTTPConnection("localhost", port, timeout=10)
    try:
        connection.request("GET", "/gezondheid/klaar")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
