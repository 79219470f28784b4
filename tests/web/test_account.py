"""Somebody keeps the own account in order."""

import pytest
from sqlmodel import Session, select

from intake import database
from intake.models.people import Account, SignIn
from intake.passwords import Passwords, cheap_hasher
from intake.terms import Role
from tests.factories import make_account

PASSWORD = "vier gele fietsen"
NEW = "zes rode fietsen"


@pytest.fixture
def account(engine, client):
    """The account of somebody who is signed in."""
    with database.transaction(engine) as session:
        account = make_account(session, Role.BEHEERDER, password_hash=Passwords(cheap_hasher()).hashed(PASSWORD))
    client.sign_in(account)
    return account


def stored(engine, account):
    with Session(engine) as session:
        return session.get_one(Account, account.id)


class TestDetails:
    def test_changes_name_and_language(self, client, account, engine):
        response = client.submit("/account", {"name": "Noor Voorbeeld", "language": "en"})

        assert (response.status_code, response.location) == (303, "/account")
        assert stored(engine, account).name == "Noor Voorbeeld"
        assert '<html lang="en">' in client.get("/account").text

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"name": " ", "language": "nl"}, "Vul uw naam in"),
            ({"name": "x" * 121, "language": "nl"}, "Maak uw naam korter"),
            ({"name": "Noor", "language": "fr"}, "Kies een"),
            ({"name": "Noor", "language": ""}, "Kies een taal"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, client, account, fields, message):
        response = client.submit("/account", fields)

        assert response.status_code == 400
        assert message in response.text
        assert fields["name"].strip() in response.text

    def test_refuses_a_form_of_another_site(self, client, account):
        assert client.post("/account", data={"name": "Noor", "language": "nl"}).status_code == 400

    @pytest.mark.parametrize("path", ["/account", "/account/wachtwoord"])
    def test_is_for_people_with_an_account(self, client, path):
        assert client.get(path).location == f"/inloggen?verder={path}"


class TestPassword:
    def test_is_changed_and_keeps_only_this_session(self, client, account, engine, app):
        elsewhere = app.test_client()
        elsewhere.sign_in(account)

        response = client.submit("/account/wachtwoord", {"current": PASSWORD, "password": NEW, "password_again": NEW})

        assert response.status_code == 303
        assert client.get("/account").status_code == 200
        assert elsewhere.get("/account").status_code == 303

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"current": "een ander wachtwoord"}, "Dit is niet uw huidige wachtwoord"),
            ({"current": ""}, "Vul uw huidige wachtwoord in"),
            ({"password": "kort", "password_again": "kort"}, "minstens 12 tekens"),
            ({"password_again": "iets anders"}, "Vul twee keer hetzelfde wachtwoord in"),
        ],
    )
    def test_says_what_is_wrong(self, client, account, fields, message):
        typed = {"current": PASSWORD, "password": NEW, "password_again": NEW} | fields

        response = client.submit("/account/wachtwoord", typed)

        assert response.status_code == 400
        assert message in response.text

    def test_counts_guesses_as_at_the_door(self, client, account):
        typed = {"current": "een ander wachtwoord", "password": NEW, "password_again": NEW}
        for _ in range(10):
            client.submit("/account/wachtwoord", typed)

        assert client.submit("/account/wachtwoord", typed).status_code == 429


class TestSessions:
    def test_can_be_ended_from_elsewhere(self, client, account, app, engine):
        elsewhere = app.test_client()
        elsewhere.sign_in(account)
        page = client.get("/account").text
        path = page.split('action="/account/sessies/')[1].split('"')[0]

        response = client.submit(f"/account/sessies/{path}", page="/account")

        assert response.status_code == 303
        assert elsewhere.get("/account").status_code == 303
        assert client.get("/account").status_code == 200

    def test_of_somebody_else_does_not_exist(self, client, account):
        response = client.submit(f"/account/sessies/{'0' * 16}/beeindigen", page="/account")

        assert response.status_code == 404

    def test_stays_when_another_site_asks(self, client, account, engine):
        with Session(engine) as session:
            name = session.exec(select(SignIn.token_hash)).one()[:16]

        client.post(f"/account/sessies/{name}/beeindigen")

        assert client.get("/account").status_code == 200
