"""A running loket for a real browser: the whole application, with its mail in a list and its clock in hand."""

import fcntl
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from intake import database
from intake.models.people import Account
from intake.passwords import Passwords, cheap_hasher
from intake.routing import RouterCache
from intake.terms import Role
from tests.browser.words import DUTCH, Words
from tests.databases import Databases
from tests.factories import CHAIN_KEY, make_account
from web.app import create_app
from web.current import Services
from web.demo.directory import DATABASE, demo_settings
from web.demo.making import make
from web.settings import Settings
from web.worker import Worker

#: Debian's name, and those of others.
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

PASSWORD = "een lange zin voor de proef"

#: How long a page may take before a test gives up, in milliseconds: long, for a machine that does much at once.
PATIENCE = 60_000
expect.set_options(timeout=20_000)

#: Quick to check, so that signing in costs a test nothing.
PASSWORDS = Passwords(cheap_hasher())

#: What makes a database for one test: ``with fresh_database("sqlite") as url``.
FreshDatabase = Callable[[str], AbstractContextManager[str]]

#: The narrowest and the usual width of a page, in CSS pixels.
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}


class Quiet(WSGIRequestHandler):
    """Answers requests without a line about each."""

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing."""


@dataclass
class Mailbox:
    """Every mail that left, oldest first."""

    messages: list[EmailMessage] = field(default_factory=list)

    def send(self, message: EmailMessage) -> None:
        """Keep ``message``."""
        self.messages.append(message)

    def newest_to(self, address: str) -> str:
        """Return the text of the newest mail to ``address``."""
        return next(m.get_content() for m in reversed(self.messages) if m["To"] == address)


@dataclass
class Running:
    """The loket as it runs for this test."""

    url: str
    services: Services
    mailbox: Mailbox
    offset: timedelta = timedelta()
    app: Flask = field(init=False)

    def now(self) -> datetime:
        """Return the moment it is for the loket."""
        return datetime.now(UTC) + self.offset

    def work(self) -> None:
        """Let the worker do what is due."""
        Worker(self.services.engine, self.services.settings, self.mailbox, self.now).run_once()

    def account(self, role: Role, **overrides: Any) -> Account:
        """Make an account that signs in with ``PASSWORD``."""
        with database.transaction(self.services.engine) as session:
            account = make_account(session, role, **overrides)
            account.password_hash = PASSWORDS.hashed(PASSWORD)
            session.add(account)
            session.flush()
            session.refresh(account)
            session.expunge(account)
        return account

    def link_for(self, address: str) -> str:
        """Return the private link in the newest mail to ``address``."""
        return next(word for word in self.mailbox.newest_to(address).split() if word.startswith(self.url))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Start the Chromium of this machine."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert path, "install chromium to walk through the pages"
    return {"executable_path": path, "args": ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]}


@pytest.fixture
def running(fresh_database, tmp_path: Path) -> Iterator[Running]:
    """Serve the loket on a port of its own, on a SQLite file with the reference data."""
    with fresh_database("sqlite") as url, serving(lambda port: settings_for(port, url, tmp_path)) as running:
        yield running


def settings_for(port: int, database_url: str, directory: Path) -> Settings:
    """Return the settings of a loket that runs for a test."""
    return Settings(
        secret_key="only-for-tests-and-not-a-secret-at-all",
        audit_key=CHAIN_KEY.decode(),
        public_url=f"http://localhost:{port}",
        trusted_hosts=("localhost",),
        database_url=database_url,
        data_dir=directory,
        checkpoint_dir=directory / "checkpoints",
        mail_from="loket@example.nl",
    )


@contextmanager
def serving(settings_at: Callable[[int], Settings]) -> Iterator[Running]:
    """Serve the loket on a free port, with the settings for that port, until the end of the block."""
    server = make_server("127.0.0.1", 0, Flask("not yet"), threaded=True, request_handler=Quiet)
    settings = settings_at(server.server_port)
    engine = database.create_engine_for(settings.database_url)
    services = Services(settings, engine, RouterCache(engine, settings.data_dir), passwords=PASSWORDS)
    running = Running(settings.public_url, services, Mailbox())
    running.services = replace(services, clock=running.now)
    running.app = server.app = create_app(running.services)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        engine.dispose()


def new_context(browser: Browser, running: Running, words: Words = DUTCH, **options: object) -> BrowserContext:
    """Open a browser of somebody else: no cookie in common."""
    settings = {"viewport": WIDE, "locale": words.locale, "reduced_motion": "reduce"} | options
    context = browser.new_context(base_url=running.url, **settings)
    context.set_default_timeout(PATIENCE)
    return context


def sign_in(page: Page, account: Account, words: Words = DUTCH) -> None:
    """Sign in with an account of this test."""
    sign_in_with(page, account.email, PASSWORD, words)


def sign_in_with(page: Page, email: str, password: str, words: Words = DUTCH) -> None:
    """Sign in through the page, as a person does."""
    page.goto("/inloggen")
    page.get_by_label(words("E-mailadres")).fill(email)
    page.get_by_label(words("Wachtwoord")).fill(password)
    page.get_by_role("button", name=words("Inloggen"), exact=True).click()
    page.wait_for_url(lambda url: "/inloggen" not in url)


@pytest.fixture(scope="session")
def demo_directory(databases: Databases) -> Path:
    """A demo with a year of work in it; whichever worker comes first makes it, each works on a copy."""
    made = databases.directory / "demo"
    with (databases.directory / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / DATABASE).exists():
            make(demo_settings(made, port=0), datetime.now(UTC))
    return Path(shutil.copytree(made, databases.directory / f"demo-{os.getpid()}"))
