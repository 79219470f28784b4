"""How fast the pages are on which people wait, beside the least that any page could do: one committed row."""

from collections.abc import Iterator
from itertools import count, cycle
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from intake import database, sessions
from intake.models.people import Account
from intake.models.questions import Question
from intake.passwords import Passwords, cheap_hasher
from intake.routing import RouterCache
from intake.terms import MunicipalityAnswer, QuestionStatus, Role
from tests.benchmarks.measuring import Results, Timing, seconds_of
from tests.benchmarks.world import example_texts, fill
from tests.conftest import KINDS, with_reference_data
from tests.drills.visitor import Answer
from tests.factories import CHAIN_KEY, make_act
from web.access import STAFF_COOKIE
from web.app import create_app
from web.current import Services, utc_now
from web.settings import Settings

pytestmark = pytest.mark.bench

QUESTIONS = 10_000
TIMES = 200
WARM_UP = 10

FORM, CHECK = "/vraag", "/vraag/controleren"
HEADING = "Page|median ms|p95 ms|requests/s|of the bare view"


def filled(engine: Engine) -> None:
    """Prepare a database with reference data and many questions."""
    with_reference_data(engine)
    fill(engine, QUESTIONS)


@pytest.fixture(scope="module", params=KINDS)
def engine(request, durable_databases) -> Iterator[Engine]:
    with durable_databases.fresh(request.param, f"world-{QUESTIONS}".replace("-", "_"), filled) as url:
        engine = database.create_engine_for(url)
        yield engine
        engine.dispose()


@pytest.fixture(scope="module")
def app(engine: Engine, data_dir: Path) -> Flask:
    settings = Settings(
        secret_key="only-for-tests-and-not-a-secret-at-all",
        audit_key=CHAIN_KEY.decode(),
        public_url="https://localhost",
        trusted_hosts=("localhost",),
        data_dir=data_dir,
        mail_from="loket@example.nl",
    )
    router = RouterCache(engine, data_dir)
    return create_app(Services(settings, engine, router, passwords=Passwords(cheap_hasher())))


def bare_app(engine: Engine) -> Flask:
    """The least that a page can do: take one field, commit one row, answer one word."""
    rows = sa.Table(
        "bare_rows", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("text", sa.Text)
    )
    rows.metadata.create_all(engine)
    app = Flask("bare")

    @app.post("/")
    def store() -> str:
        with engine.begin() as connection:
            connection.execute(sa.insert(rows), {"text": "Wij willen een werkplaats beginnen."})
        return "ok"

    return app


class Browser:
    """A browser without a screen that keeps cookies and reads forms."""

    def __init__(self, app: Flask) -> None:
        self.client = FlaskClient(app, response_wrapper=app.response_class)

    def get(self, path: str) -> Answer:
        return self._answer(path, self.client.get(path, base_url="https://localhost"))

    def post(self, path: str, fields: list[tuple[str, str]] | None = None) -> Answer:
        return self._answer(path, self.client.post(path, data=_multi(fields or []), base_url="https://localhost"))

    def _answer(self, path, response) -> Answer:
        text = response.get_data(as_text=True)
        assert response.status_code in (200, 303), f"{path}: {response.status_code}"
        return Answer(response.status_code, response.headers.get("Location", path), text)


def _multi(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in fields:
        found.setdefault(name, []).append(value)
    return found


class Asking:
    """One new visitor after another, who fills in the form and sends what was checked."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._texts = cycle(example_texts())
        self._numbers = count(1)

    def measured(self) -> tuple[float, float]:
        """Ask one question; return how long the check page took to come, and the receipt's redirect after it."""
        browser = Browser(self._app)
        typed = {
            "question": next(self._texts),
            "municipality_answer": MunicipalityAnswer.UNKNOWN.value,
            "email": f"bezoeker{next(self._numbers)}@example.nl",
        }
        form = [(name, typed.get(name, value)) for name, value in browser.get(FORM).fields(FORM)]
        pages: list[Answer] = []
        check = seconds_of(lambda: pages.extend([browser.post(FORM, form), browser.get(CHECK)]))
        checked = pages[1].fields(CHECK)
        send = seconds_of(lambda: pages.append(browser.post(CHECK, checked)))
        assert pages[2].path == "/vraag/ontvangen", pages[2]
        return check, send


class Desk:
    """The makelaar with the longest queue, who opens it and one question after another."""

    def __init__(self, app: Flask, engine: Engine) -> None:
        self._browser = Browser(app)
        with database.transaction(engine) as session:
            makelaar = session.exec(
                select(Account).where(Account.role == Role.MAKELAAR).order_by(col(Account.team_id))
            ).first()
            token = sessions.open_session(make_act(session, at=utc_now()), makelaar)
            self._references = cycle(
                session.exec(
                    select(Question.reference)
                    .where(Question.team_id == makelaar.team_id, col(Question.status) != QuestionStatus.NEW)
                    .order_by(col(Question.id).desc())
                    .limit(TIMES)
                ).all()
            )
        self._browser.client.set_cookie(STAFF_COOKIE, token, domain="localhost", secure=True)

    def queue(self) -> None:
        page = self._browser.get("/werkvoorraad")
        assert page.status == 200

    def question(self) -> None:
        page = self._browser.get(f"/vragen/{next(self._references)}")
        assert page.status == 200


def test_pages(engine: Engine, app: Flask, results: Results) -> None:
    asking, desk, bare = Asking(app), Desk(app, engine), Browser(bare_app(engine))
    floor, check, send, queue, question = [], [], [], [], []
    for _ in range(TIMES + WARM_UP):
        floor.append(seconds_of(lambda: bare.post("/")))
        seconds = asking.measured()
        check.append(seconds[0])
        send.append(seconds[1])
        queue.append(seconds_of(desk.queue))
        question.append(seconds_of(desk.question))

    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[engine.dialect.name]
    least = Timing.of(floor[WARM_UP:])
    for name, seconds in (
        ("a bare Flask view that commits one row", floor),
        ("sending the checked form", send),
        ("the check page, from sending the form to seeing all three answers", check),
        ("the queue of a team with half of all questions", queue),
        ("the page of one question", question),
    ):
        timing = Timing.of(seconds[WARM_UP:])
        ratio = timing.per_second / least.per_second
        results.add(
            HEADING,
            f"{kind}: {name}",
            f"{timing.median_ms:.1f}",
            f"{timing.p95_ms:.1f}",
            f"{timing.per_second:.0f}",
            f"{ratio:.0%}",
        )
