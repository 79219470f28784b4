"""A running loket for a real browser: the whole application, with its mail in a list and its clock in hand."""

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
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from intake import database
from intake.models.people import Account
from intake.passwords import Passwords, cheap_hasher
from intake.routing import RouterCache
from intake.terms import Role
from tests.browser.words import DUTCH, Words
from tests.factories import CHAIN_KEY, make_account
from web.app import create_app
from web.current import Services
from web.settings import Settings
from web.worker import Worker

#: Debian's name, and those of others.
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

PASSWORD = "een lange zin voor de proef"

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
    with serving(fresh_database, tmp_path) as running:
        yield running


@contextmanager
def serving(fresh_database: FreshDatabase, directory: Path) -> Iterator[Running]:
    """Serve the loket until the end of the block."""
    with fresh_database("sqlite") as database_url:
        settings = Settings(
            secret_key="only-for-tests-and-not-a-secret-at-all",
            audit_key=CHAIN_KEY.decode(),
            public_url="http://localhost",
            trusted_hosts=("localhost",),
            database_url=database_url,
            data_dir=directory,
            checkpoint_dir=directory / "checkpoints",
            mail_from="loket@example.nl",
        )
        engine = database.create_engine_for(database_url)
        server = make_server("127.0.0.1", 0, Flask("not yet"), threaded=True, request_handler=Quiet)
        settings = replace(settings, public_url=f"http://localhost:{server.server_port}")
        services = Services(settings, engine, RouterCache(engine, directory), passwords=PASSWORDS)
        running = Running(settings.public_url, services, Mailbox())
        running.services = replace(services, clock=running.now)
        server.app = create_app(running.services)
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
    context.set_default_timeout(15_000)
    return context


def sign_in(page: Page, account: Account, words: Words = DUTCH) -> None:
    """Sign in through the page, as a person does."""
    page.goto("/inloggen")
    page.get_by_label(words("E-mailadres")).fill(account.email)
    page.get_by_label(words("Wachtwoord")).fill(PASSWORD)
    page.get_by_role("button", name=words("Inloggen"), exact=True).click()
    page.wait_for_url(lambda url: "/inloggen" not in url)
