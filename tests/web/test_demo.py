"""Pages that only a demo has, and how a demo is made and refused."""

import json
import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import select

from intake import database, outbox
from intake.models.questions import Question
from intake.terms import Language, Role
from tests.factories import START, make_act, make_question
from tests.web.conftest import PageClient
from web.app import create_app
from web.commands import loket
from web.demo.directory import DemoPerson, demo_settings, keep_people, new_password, people_of
from web.mail import FileDelivery, mail_directory
from web.worker import Worker


@pytest.fixture
def demo(app, settings, clock):
    """A browser in a demo."""
    services = replace(app.extensions["loket"], settings=replace(settings, demo=True))
    app = create_app(services)
    app.config["TESTING"] = True
    app.test_client_class = PageClient
    with app.test_client() as client:
        yield client


@pytest.fixture
def receive(engine, settings, clock):
    """Ask a question, and let the worker write its mail to a file; returns the reference."""

    def receive(email: str = "ondernemer@example.nl", later: timedelta = timedelta()) -> str:
        clock.at = START + later
        with database.transaction(engine) as session:
            question = make_question(session, asker_email=email)
            act = make_act(session, at=clock.at)
            outbox.put(act, "receipt", email, Language.NL, question_id=question.id)
        Worker(engine, settings, FileDelivery(mail_directory(settings)), clock).run_once()
        return question.reference

    return receive


class TestMailbox:
    def test_says_so_when_nothing_was_sent(self, demo):
        page = demo.get("/demo/post")

        assert page.status_code == 200
        assert "Nog geen post" in page.text

    def test_shows_the_newest_mail_first_with_what_is_in_it(self, demo, receive):
        receive("eerste@example.nl")
        receive("tweede@example.nl", timedelta(hours=1))

        text = demo.get("/demo/post").text

        assert text.index("tweede@example.nl") < text.index("eerste@example.nl")
        assert "Link naar een vraag" in text

    def test_lets_somebody_follow_the_link_of_a_mail(self, demo, receive, engine):
        reference = receive()
        mail = demo.get(_first_link(demo.get("/demo/post").text, "/demo/post/")).text

        opened = demo.get(_first_link(mail, "/mijn-vraag/openen/"))

        assert reference in mail
        assert opened.status_code == 200
        with database.reading(engine) as session:
            assert session.exec(select(Question.reference)).one() == reference

    def test_shows_a_mail_as_text_and_not_as_markup(self, demo, settings):
        directory = mail_directory(settings)
        directory.mkdir(parents=True)
        head = b"Subject: Proef\r\nTo: a@example.nl\r\nDate: Tue, 15 Sep 2026 09:00:00 +0000\r\n\r\n"
        (directory / "0123456789abcdef.eml").write_bytes(head + b"<script>alert(1)</script>")

        assert "&lt;script&gt;" in demo.get("/demo/post/0123456789abcdef").text

    @pytest.mark.parametrize("name", ["0123456789abcdef", "..%2f..%2fkeys", "people.json", "ZZZZZZZZZZ"])
    def test_knows_no_other_file(self, demo, name):
        assert demo.get(f"/demo/post/{name}").status_code == 404


class TestGuide:
    def test_leads_through_ten_clicks_and_says_who_can_sign_in(self, demo, settings):
        settings.data_dir.mkdir(parents=True)
        keep_people(
            settings, [DemoPerson("a", "Ada Proef", Role.MAKELAAR, "a@example.nl", "bado-kiru-meza", "Een team")]
        )

        text = demo.get("/demo").text

        assert text.count("<li>\n    <p><strong>") == 10
        assert "Ada Proef" in text
        assert "bado-kiru-meza" in text

    def test_leads_to_pages_that_exist(self, demo):
        text = demo.get("/demo").text
        stops = [part.split('"', 1)[0] for part in text.split('</strong> <a class="utrecht-link" href="')[1:]]

        assert len(stops) == 10
        assert {demo.get(stop.replace("&amp;", "&")).status_code for stop in stops} <= {200, 303}


class TestOutsideADemo:
    @pytest.mark.parametrize("path", ["/demo", "/demo/post", "/demo/post/0123456789abcdef"])
    def test_its_pages_do_not_exist(self, client, path):
        assert client.get(path).status_code == 404

    def test_no_page_speaks_of_a_demo(self, client):
        assert "/demo" not in client.get("/").text


class TestDirectory:
    def test_keeps_its_keys_for_the_next_start_and_from_others(self, tmp_path):
        first, second = demo_settings(tmp_path, 8000), demo_settings(tmp_path, 8001)

        assert (first.secret_key, first.audit_key) == (second.secret_key, second.audit_key)
        assert first.secret_key != first.audit_key
        assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0

    def test_keeps_passwords_from_others(self, tmp_path):
        settings = demo_settings(tmp_path, 8000)
        person = DemoPerson("a", "Ada Proef", Role.MAKELAAR, "a@example.nl", new_password())

        keep_people(settings, [person])

        assert people_of(settings) == [person]
        assert (tmp_path / "people.json").stat().st_mode & 0o077 == 0

    def test_makes_another_password_every_time(self):
        assert len({new_password() for _ in range(50)}) == 50

    def test_is_a_demo_that_sends_to_nobody(self, tmp_path):
        settings = demo_settings(tmp_path, 8000)

        assert settings.demo
        assert settings.smtp_url == ""
        assert settings.public_url == "http://localhost:8000"


class TestDemoCommand:
    def test_says_that_the_port_is_taken(self, tmp_path):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = str(other.getsockname()[1])

            result = CliRunner().invoke(loket, ["demo", "--port", port, "--directory", str(tmp_path / "demo")])

        assert result.exit_code == 1
        assert f"port {port} is not free" in result.stderr
        assert not (tmp_path / "demo").exists()

    def test_throws_nothing_away_that_is_no_demo(self, tmp_path):
        (tmp_path / "werk.txt").write_text("bewaren", encoding="utf-8")

        result = CliRunner().invoke(loket, ["demo", "--once", "--fresh", "--directory", str(tmp_path)])

        assert result.exit_code == 1
        assert "holds no demo" in result.stderr
        assert [path.name for path in Path(tmp_path).iterdir()] == ["werk.txt"]


def _first_link(text: str, start: str) -> str:
    return start + text.split(f'href="{start}', 1)[1].split('"', 1)[0]


def test_people_are_kept_as_text_that_a_person_can_read(tmp_path):
    settings = demo_settings(tmp_path, 8000)

    keep_people(settings, [DemoPerson("a", "Zoë Proef", Role.COORDINATOR, "a@example.nl", "bado-kiru-meza")])

    assert json.loads((tmp_path / "people.json").read_text(encoding="utf-8"))[0]["name"] == "Zoë Proef"
