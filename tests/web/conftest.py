"""A client that walks through the pages as somebody, and checks every page it sees."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import event
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from intake import database, sessions
from intake.models.people import Account
from intake.passwords import Passwords, cheap_hasher
from intake.routing import RouterCache
from tests.factories import CHAIN_KEY, START, make_act
from tests.web.application import application
from tests.web.pages import check_page
from web.access import ASKER_COOKIE, STAFF_COOKIE
from web.app import create_app
from web.current import Services
from web.settings import Settings


@dataclass
class Clock:
    """A clock that a test sets."""

    at: datetime = field(default=START)

    def __call__(self) -> datetime:
        """Return the moment that the test chose."""
        return self.at

    def move(self, **span: float) -> None:
        """Move on by a ``timedelta`` of ``span``."""
        self.at += timedelta(**span)


class CompiledTemplates(BytecodeCache):
    """Templates compiled once a run: every test makes an application of its own."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that was compiled before."""
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled now."""
        self.compiled[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledTemplates()


class PageClient(FlaskClient):
    """A test client that signs people in and checks every HTML page that it gets."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Open a page over https and check it."""
        kwargs.setdefault("base_url", "https://localhost")
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 308):
            check_page(response)
        return response

    def sign_in(self, account: Account) -> None:
        """Let this browser be signed in as ``account``."""
        services = self.application.extensions["loket"]
        with database.transaction(services.engine) as session:
            token = sessions.open_session(make_act(session, at=services.clock()), account)
        self.set_cookie(STAFF_COOKIE, token)

    def open_question(self, question_id: int) -> None:
        """Let this browser follow a question, as after opening its private link."""
        services = self.application.extensions["loket"]
        with database.transaction(services.engine) as session:
            token = sessions.open_asker_session(make_act(session, at=services.clock()), question_id, None)
        self.set_cookie(ASKER_COOKIE, token)

    def sign_out(self) -> None:
        """Forget who this browser was."""
        self.delete_cookie(STAFF_COOKIE)
        self.delete_cookie(ASKER_COOKIE)

    def csrf(self, path: str) -> str:
        """Open the page at ``path`` and return the token that its forms carry."""
        text = self.get(path).get_data(as_text=True)
        return text.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]

    def submit(self, path: str, data: dict[str, Any] | None = None, *, page: str | None = None) -> TestResponse:
        """Post ``data`` to ``path`` with the token from ``page`` (default: ``path`` itself)."""
        return self.post(path, data={"csrf_token": self.csrf(page or path)} | (data or {}))


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until the test moves it."""
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an installation for one test."""
    return Settings(
        secret_key="only-for-tests-and-not-a-secret-at-all",
        audit_key=CHAIN_KEY.decode(),
        public_url="https://localhost",
        trusted_hosts=("localhost",),
        data_dir=tmp_path / "data",
        checkpoint_dir=tmp_path / "checkpoints",
        mail_from="loket@example.nl",
    )


@pytest.fixture
def app(engine: Engine, settings: Settings, clock: Clock) -> Flask:
    """The whole application on the database of this test."""
    app = application(
        Services(settings, engine, RouterCache(engine, settings.data_dir), clock, Passwords(cheap_hasher()))
    )
    app.jinja_env.bytecode_cache = COMPILED
    app.test_client_class = PageClient
    return app


@pytest.fixture
def client(app: Flask) -> Iterator[PageClient]:
    """A browser with an empty cookie jar."""
    with app.test_client() as client:
        assert isinstance(client, PageClient)
        yield client


@pytest.fixture
def one_file(
    fresh_database: Callable[[str], AbstractContextManager[str]], settings: Settings, clock: Clock
) -> Iterator[tuple[Engine, PageClient]]:
    """A SQLite file that gives up waiting quickly, and a browser: for a database that is locked or full."""
    with fresh_database("sqlite") as url:
        engine = database.create_engine_for(url)

        @event.listens_for(engine, "connect")
        def impatient(connection: Connection, _record: object) -> None:
            connection.execute("PRAGMA busy_timeout = 50")

        services = Services(settings, engine, RouterCache(engine, settings.data_dir), clock, Passwords(cheap_hasher()))
        app = create_app(services)
        app.test_client_class = PageClient
        with app.test_client() as client:
            assert isinstance(client, PageClient)
            yield engine, client
        engine.dispose()
