"""What people write about themselves stays out of logs and addresses, whatever they do and whatever goes wrong."""

import html
import logging
import re
from contextlib import contextmanager
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import event
from sqlmodel import Session, select

from intake import database
from intake.models.people import Account
from intake.models.questions import Question
from intake.passwords import Passwords, cheap_hasher
from intake.routing import RouterCache
from intake.terms import LinkPurpose, Role
from tests.drills.visitor import Answer
from tests.factories import CHAIN_KEY, START, make_account
from tests.web.application import application
from tests.web.conftest import PageClient
from web.current import Services
from web.mail import PATHS, AddressRefused, ServerAway
from web.settings import Settings
from web.worker import Worker

#: What is looked for, in small letters: a part of everything that somebody types in these tests.
CANARIES = (
    "vogelzang", "0000123", "90001234", "1234 ab", "1234ab", "zwanenhals", "vleermuis", "roodborst", "kwikstaart",
    "grutto", "wielewaal", "sperwer", "kluut",
)  # fmt: skip

TYPED = {
    "question": "Ik ben Iris Vogelzang van de Zwanenhals, 1234 AB. Waar kan ik een atelier beginnen? Bel 06-00001234",
    "email": "iris.vogelzang@example.nl",
    "name": "Iris Vogelzang",
    "organisation": "Stichting De Zwanenhals",
    "phone": "06-00001234",
    "kvk": "90001234",
}
CONSULTED = {
    "consult-email": "sperwer@example.nl",
    "consult-name": "Collega Wielewaal",
    "consult-body": "Kent u mevrouw Vogelzang?",
    "consult-show": "text",
    "consult-shown_text": "Zij heeft een zwanenhals",
}
PASSWORD = "kwikstaart op het dak"


class Walker(PageClient):
    """A browser that remembers every address that it was sent to or shown."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.addresses = []

    def open(self, *args, **kwargs):
        response = super().open(*args, **kwargs)
        text = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
        shown = re.findall(r'(?:href|action|src)="([^"]*)"', text)
        self.addresses += [address for address in shown if not address.startswith(("mailto:", "tel:"))]
        self.addresses += [response.location] if response.location else []
        return response

    def send(self, page, action, **typed):
        """Fill in the form to ``action`` on ``page`` and send it; go where that leads."""
        fields = dict(Answer(200, page, self.get(page).get_data(as_text=True)).fields(action)) | typed
        return self.post(action, data=fields)


@pytest.fixture
def app(engine, tmp_path) -> Flask:
    settings = Settings(
        secret_key="only-for-tests-and-not-a-secret-at-all",
        audit_key=CHAIN_KEY.decode(),
        public_url="https://localhost",
        trusted_hosts=("localhost",),
        data_dir=tmp_path / "data",
        checkpoint_dir=tmp_path / "checkpoints",
        mail_from="loket@example.nl",
    )
    router = RouterCache(engine, settings.data_dir)
    return application(Services(settings, engine, router, lambda: START, Passwords(cheap_hasher())))


@pytest.fixture
def browse(app):
    """What opens a new browser."""
    return lambda: Walker(app, response_wrapper=app.response_class)


@pytest.fixture
def log(caplog):
    """What was logged so far by anybody, at any level, with everything that a record carries."""
    caplog.set_level(logging.DEBUG)
    for name in ("web", "intake", "matching", "werkzeug", "flask"):
        caplog.set_level(logging.DEBUG, logger=name)
    write = logging.Formatter("%(name)s %(message)s").format
    return lambda: [f"{write(record)} {record.args!r}" for record in caplog.records]


@pytest.fixture
def makelaar(engine) -> Account:
    """Somebody of the team that gets questions without a municipality."""
    with database.transaction(engine) as session:
        return make_account(session, Role.COORDINATOR, password_hash=Passwords(cheap_hasher()).hashed(PASSWORD))


@contextmanager
def broken_insert(engine, table):
    """Let the database refuse rows of ``table`` with a message that repeats them, as databases do."""

    def refuse(_connection, _cursor, statement, parameters, _context, _many):
        if statement.startswith(f"INSERT INTO {table}"):
            raise ValueError(f"cannot store {parameters}")

    event.listen(engine, "before_cursor_execute", refuse)
    yield
    event.remove(engine, "before_cursor_execute", refuse)


def holding_canaries(texts):
    return [text for text in texts if any(canary in html.unescape(text).casefold() for canary in CANARIES)]


def ask(browser):
    """Ask a question from form to receipt; return its reference."""
    checked = browser.send("/vraag", "/vraag", municipality_answer="unknown", **TYPED)
    assert checked.location == "/vraag/controleren", checked.get_data(as_text=True)
    assert browser.send("/vraag/controleren", "/vraag/controleren").location == "/vraag/ontvangen"
    receipt = browser.get("/vraag/ontvangen").get_data(as_text=True)
    return re.search(r"/mijn-vraag/([A-Z0-9-]+)\"", receipt).group(1)


class TestTheCanaries:
    def test_would_be_seen(self, log):
        logging.getLogger("web").debug("asked by=%s", "Iris Vogelzang")

        assert len(holding_canaries(log())) == 1

    def test_are_in_everything_that_is_typed(self):
        assert holding_canaries(TYPED.values()) == list(TYPED.values())


class TestAsking:
    def test_leaves_nothing_in_logs_and_addresses(self, browse, log):
        browser = browse()

        browser.send("/vraag", "/vraag", municipality_answer="unknown", **(TYPED | {"email": "vogelzang"}))
        browser.send("/vraag", "/vraag", municipality_answer="unknown", save="1", **TYPED)
        browser.get("/vraag/bewaard")
        reference = ask(browser)
        page = f"/mijn-vraag/{reference}"
        written = browser.send(page, f"{page}/bericht", message="De grutto is ook van mij. Groeten, Iris Vogelzang")
        elsewhere = browse()
        elsewhere.send("/mijn-vraag", "/mijn-vraag/link", email=TYPED["email"])

        assert written.status_code == 303
        assert any("question submitted" in line for line in log())
        assert len(browser.addresses) > 50
        assert holding_canaries(log()) == []
        assert holding_canaries(browser.addresses + elsewhere.addresses) == []


class TestSigningIn:
    def test_leaves_nothing_in_logs_and_addresses(self, browse, log, makelaar):
        browser = browse()

        refused = browser.send("/inloggen", "/inloggen", email=makelaar.email, password="vleermuis in de kast")
        unknown = browser.send("/inloggen", "/inloggen", email="sperwer@example.nl", password=PASSWORD)
        browser.post("/vragen/HLM-26-2222-22/notitie", data={"note-text": "Getypt voor het inloggen: wielewaal"})
        entered = browser.send("/inloggen", "/inloggen", email=makelaar.email, password=PASSWORD)

        assert [refused.status_code, unknown.status_code, entered.status_code] == [400, 400, 303]
        assert holding_canaries(log()) == []
        assert holding_canaries(browser.addresses) == []


class TestWorking:
    def test_leaves_nothing_in_logs_and_addresses(self, browse, log, makelaar):
        asker, desk = browse(), browse()
        reference = ask(asker)
        page, mine = f"/vragen/{reference}", f"/mijn-vraag/{reference}"
        desk.sign_in(makelaar)

        steps = [
            desk.send(page, f"{page}/oppakken"),
            desk.send(page, f"{page}/notitie", **{"note-text": "Mevrouw Vogelzang belde over de kluut"}),
            desk.send(page, f"{page}/gesprek", **{"call-text": "Gebeld met 06-00001234"}),
            desk.send(page, f"{page}/navraag", **{"ask-text": "Mevrouw Vogelzang, wat is een zwanenhals?"}),
            asker.send(mine, f"{mine}/bericht", message="Een zwanenhals is een buis. Roodborst."),
            desk.send(page, f"{page}/e-mailadres", **{"email-email": "iris2.vogelzang@example.nl"}),
            desk.send(page, f"{page}/advies", **CONSULTED),
            desk.send(page, f"{page}/antwoord", **{"answer-text": "Ga naar de grutto", "answer-topic": "none"}),
        ]
        desk.get("/werkvoorraad")
        desk.get(page)

        assert [step.status_code for step in steps] == [303] * len(steps)
        assert holding_canaries(log()) == []
        assert holding_canaries(desk.addresses + asker.addresses) == []


class TestMailing:
    @pytest.mark.parametrize("trouble", [None, AddressRefused("550"), ServerAway("SMTPServerDisconnected")], ids=repr)
    def test_leaves_nothing_in_logs_and_no_secret_either(self, app, browse, log, trouble):
        ask(browse())
        services = app.extensions["loket"]
        mails = []

        class Delivery:
            def send(self, message: EmailMessage) -> None:
                mails.append(message)
                if trouble is not None:
                    raise trouble

        Worker(services.engine, services.settings, Delivery(), services.clock).run_once()

        [mail] = mails
        [link] = [word for word in mail.get_content().split() if PATHS[LinkPurpose.QUESTION] in word]
        assert holding_canaries(log()) == []
        assert holding_canaries([mail["Subject"]]) == []
        assert link.rpartition("/")[2] not in "\n".join(log())


class TestTrouble:
    def test_is_logged_without_what_was_typed(self, app, engine, browse, log):
        browser = browse()
        browser.send("/vraag", "/vraag", municipality_answer="unknown", **TYPED)

        with broken_insert(engine, "messages"):
            answer = browser.send("/vraag/controleren", "/vraag/controleren")

        assert answer.status_code == 500
        assert any("unexpected error" in line for line in log())
        assert holding_canaries(log()) == []
        assert holding_canaries([answer.get_data(as_text=True)]) == []
        with Session(engine) as session:
            assert session.exec(select(Question)).all() == []
