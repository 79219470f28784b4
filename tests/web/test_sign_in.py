"""Signing in tells nobody which part was wrong, leads nowhere else, and loses no typed text."""

import pytest
from sqlmodel import Session, select

from intake import database, private_links, sign_in
from intake.accounts import mail_invitation
from intake.models.people import Account, SignIn
from intake.models.questions import Draft
from intake.models.system import Event, OutboxMail
from intake.passwords import Passwords, cheap_hasher
from intake.sign_in import mail_reset
from intake.terms import Language, LinkPurpose, Role
from tests.factories import START, make_account, make_act
from web.access import KEPT_COOKIE, STAFF_COOKIE
from web.mail import PATHS, write_message

PASSWORD = "vier gele fietsen"
PASSWORDS = Passwords(cheap_hasher())


@pytest.fixture
def make_colleague(engine):
    """What makes an account that other requests see: ``make_colleague(role, **overrides)``."""

    def make(role: Role = Role.BEHEERDER, **overrides: object) -> Account:
        with database.transaction(engine) as session:
            return make_account(session, role, **{"password_hash": PASSWORDS.hashed(PASSWORD)} | overrides)

    return make


def enter(client, email, password=PASSWORD, **fields):
    return client.submit("/inloggen", {"email": email, "password": password} | fields)


def all_rows(engine, table):
    with Session(engine) as session:
        return session.exec(select(table)).all()


class TestSignIn:
    def test_shows_a_form(self, client):
        assert "Wachtwoord vergeten" in client.get("/inloggen").text

    @pytest.mark.parametrize(
        ("role", "home"),
        [
            (Role.MAKELAAR, "/werkvoorraad"),
            (Role.COORDINATOR, "/werkvoorraad"),
            (Role.INTERMEDIAIR, "/doorverwijzingen"),
            (Role.DOSSIERHOUDER, "/dossiers"),
            (Role.SPOORLEIDER, "/rapporten"),
            (Role.BEHEERDER, "/beheer"),
        ],
    )
    def test_leads_everybody_to_where_the_work_starts(self, client, make_colleague, role, home):
        response = enter(client, make_colleague(role).email)

        assert (response.status_code, response.location) == (303, home)

    def test_gives_a_cookie_that_scripts_and_other_sites_do_not_get(self, client, make_colleague):
        response = enter(client, make_colleague().email)

        [cookie] = [line for line in response.headers.getlist("Set-Cookie") if line.startswith(STAFF_COOKIE)]
        assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
        assert "Domain" not in cookie

    def test_starts_a_new_session_and_ends_the_old_one(self, client, make_colleague, engine):
        account = make_colleague()
        client.sign_in(account)
        before = client.get_cookie(STAFF_COOKIE).value

        client.post(
            "/inloggen", data={"csrf_token": client.csrf("/beheer"), "email": account.email, "password": PASSWORD}
        )

        assert client.get_cookie(STAFF_COOKIE).value != before
        assert len(all_rows(engine, SignIn)) == 1

    def test_goes_back_to_the_page_that_was_asked_for(self, client, make_colleague):
        response = enter(client, make_colleague().email, verder="/beheer/teams?x=1")

        assert response.location == "/beheer/teams?x=1"

    @pytest.mark.parametrize(
        "elsewhere",
        [
            "https://example.org/",
            "//example.org/beheer",
            "/\\example.org",
            "\\\\example.org",
            "javascript:alert(1)",
            "/\t/example.org",
            "/uitloggen",
            "/inloggen",
            "/bestaat-niet",
            "beheer",
        ],
    )
    def test_never_leads_to_another_site(self, client, make_colleague, elsewhere):
        response = enter(client, make_colleague().email, verder=elsewhere)

        assert response.location == "/beheer"

    def test_leads_somebody_who_is_signed_in_on(self, client, make_colleague):
        client.sign_in(make_colleague())

        assert client.get("/inloggen").location == "/beheer"

    def test_shows_pages_in_the_language_of_the_account(self, client, make_colleague):
        enter(client, make_colleague(language=Language.EN).email)

        assert '<html lang="en">' in client.get("/account").text

    def test_keeps_the_language_that_somebody_chose(self, client, make_colleague):
        client.get("/?taal=en")

        enter(client, make_colleague(language=Language.NL).email)

        assert '<html lang="en">' in client.get("/account").text

    def test_says_the_same_for_every_reason(self, client, make_colleague):
        make_colleague(email="bekend@example.nl")
        make_colleague(email="geblokkeerd@example.nl", blocked_at=START)
        make_colleague(email="uitgenodigd@example.nl", password_hash=None)

        def answer(name):
            email = f"{name}@example.nl"
            response = enter(client, email, "een ander wachtwoord")
            kept = response.text.replace(email, "").replace(client.csrf("/inloggen"), "")
            return response.status_code, kept.split("<main")[1].replace('value=""', "").split("csrf")[0]

        answers = {answer(name) for name in ("bekend", "onbekend", "geblokkeerd", "uitgenodigd")}

        [(status, text)] = answers
        assert status == 400
        assert "passen niet bij elkaar" in enter(client, "onbekend@example.nl").text
        assert text

    def test_keeps_the_address_and_never_the_password(self, client):
        response = enter(client, "iemand@example.nl", "een ander wachtwoord")

        assert "iemand@example.nl" in response.text
        assert "een ander wachtwoord" not in response.text

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"email": "", "password": "x"}, "Vul uw e-mailadres in"),
            ({"email": "iemand", "password": "x"}, "Vul een e-mailadres in"),
            ({"email": "iemand@example.nl", "password": ""}, "Vul uw wachtwoord in"),
        ],
    )
    def test_says_what_is_missing(self, client, fields, message):
        response = client.submit("/inloggen", fields)

        assert response.status_code == 400
        assert message in response.text

    def test_refuses_a_form_of_another_site(self, client, make_colleague):
        account = make_colleague()

        response = client.post("/inloggen", data={"email": account.email, "password": PASSWORD})

        assert response.status_code == 400
        assert client.get_cookie(STAFF_COOKIE) is None

    def test_refuses_the_eleventh_guess_even_when_it_is_right(self, client, make_colleague):
        account = make_colleague()
        for _ in range(sign_in.ATTEMPTS_PER_ACCOUNT):
            enter(client, account.email, "een ander wachtwoord")

        response = enter(client, account.email)

        assert response.status_code == 429
        assert "minuten opnieuw" in response.text
        assert account.email in response.text

    def test_refuses_guesses_at_an_unknown_account_just_so(self, client):
        for _ in range(sign_in.ATTEMPTS_PER_ACCOUNT):
            enter(client, "niemand@example.nl")

        assert enter(client, "niemand@example.nl").status_code == 429


class TestKeptForm:
    def test_is_shown_after_signing_in(self, client, make_colleague):
        account = make_colleague()

        refused = client.post("/beheer/onderwerpen/x", data={"name_nl": "Wat ik net had getypt.", "version": "3"})
        page = client.get(refused.location)
        response = enter(client, account.email)
        kept = client.get(response.location)

        assert (refused.status_code, refused.location) == (303, "/inloggen?verder=/beheer/onderwerpen/x")
        assert "is bewaard" in page.text
        assert response.location == "/inloggen/getypt"
        assert "Wat ik net had getypt." in kept.text
        assert 'href="/beheer/onderwerpen/x"' in kept.text

    def test_leads_back_to_the_page_above_one_that_cannot_be_opened(self, client, make_colleague):
        account = make_colleague()
        client.post("/beheer/teams/ABC/stoppen", data={"note": "Een zin."})

        kept = client.get(enter(client, account.email).location)

        assert 'href="/beheer/teams/ABC"' in kept.text

    def test_is_shown_as_text(self, client, make_colleague):
        account = make_colleague()
        client.post("/beheer/teams/ABC", data={"name": "<script>alert(1)</script> <b>vet</b>"})

        kept = client.get(enter(client, account.email).location)

        assert "<script>alert" not in kept.text
        assert "&lt;script&gt;" in kept.text

    def test_is_not_kept_when_another_site_sent_it(self, client, engine):
        client.post("/beheer/teams/ABC", data={"name": "Niet van ons."}, headers={"Sec-Fetch-Site": "cross-site"})

        assert all_rows(engine, Draft) == []

    def test_is_not_kept_without_end(self, client, engine):
        for number in range(65):
            client.post("/beheer/teams/ABC", data={"name": f"Nummer {number}"})

        assert len(all_rows(engine, Draft)) == 60

    def test_is_not_for_a_colleague_at_the_same_screen(self, client, make_colleague, clock):
        account, colleague = make_colleague(), make_colleague()
        client.sign_in(account)
        clock.move(hours=3)
        client.post("/beheer/teams/ABC", data={"name": "Alleen van mij."})

        response = enter(client, colleague.email)

        assert client.get(response.location).location == "/beheer"

    def test_is_not_shown_to_somebody_who_is_not_signed_in(self, client):
        client.post("/beheer/teams/ABC", data={"name": "Een zin."})

        assert client.get("/inloggen/getypt").status_code == 303

    def test_is_forgotten_at_signing_out(self, client, make_colleague, engine):
        account = make_colleague()
        client.post("/beheer/teams/ABC", data={"name": "Een zin."})
        enter(client, account.email)

        client.submit("/uitloggen", page="/beheer")

        assert all_rows(engine, Draft) == []
        assert client.get_cookie(KEPT_COOKIE) is None


class TestSignOut:
    def test_asks_first_when_somebody_comes_by_a_link(self, client, make_colleague):
        client.sign_in(make_colleague())

        assert "Ja, log mij uit" in client.get("/uitloggen").text

    def test_ends_the_session(self, client, make_colleague, engine):
        client.sign_in(make_colleague())

        response = client.submit("/uitloggen")

        assert (response.status_code, response.location) == (303, "/inloggen")
        assert all_rows(engine, SignIn) == []
        assert client.get("/beheer").status_code == 303

    def test_refuses_a_form_of_another_site(self, client, make_colleague, engine):
        client.sign_in(make_colleague())

        response = client.post("/uitloggen")

        assert response.status_code == 400
        assert len(all_rows(engine, SignIn)) == 1


class TestForgotten:
    def test_answers_the_same_whether_the_address_is_known_or_not(self, client, make_colleague, engine):
        account = make_colleague()

        known = client.submit("/wachtwoord-vergeten", {"email": account.email})
        told_known = client.get(known.location).text.split("<h1")[0].split("<main")[1]
        unknown = client.submit("/wachtwoord-vergeten", {"email": "niemand@example.nl"})
        told_unknown = client.get(unknown.location).text.split("<h1")[0].split("<main")[1]

        assert (known.status_code, known.location) == (unknown.status_code, unknown.location) == (303, "/inloggen")
        assert told_known == told_unknown
        assert [mail.to_email for mail in all_rows(engine, OutboxMail)] == [account.email]

    @pytest.mark.parametrize("email", ["", "iemand", "a@example.nl, b@example.nl"])
    def test_refuses_what_is_no_address(self, client, email):
        assert client.submit("/wachtwoord-vergeten", {"email": email}).status_code == 400

    def test_refuses_too_many_from_one_network_address(self, client):
        for number in range(sign_in.RESETS_PER_ADDRESS):
            client.submit("/wachtwoord-vergeten", {"email": f"iemand{number}@example.nl"})

        assert client.submit("/wachtwoord-vergeten", {"email": "iemand@example.nl"}).status_code == 429


class TestChoosePassword:
    @pytest.fixture
    def link(self, engine, make_colleague):
        """What makes a link for an account: ``link(purpose, account)``."""

        def make(purpose, account):
            with database.transaction(engine) as session:
                token = private_links.mint(make_act(session), purpose, account_id=account.id)
            return f"/{'uitnodiging' if purpose is LinkPurpose.INVITE else 'wachtwoord'}/{token}"

        return make

    def test_lets_an_invited_person_in(self, client, make_colleague, link, engine):
        account = make_colleague(password_hash=None)
        path = link(LinkPurpose.INVITE, account)

        page = client.get(path)
        response = client.submit(path, {"password": "zes rode fietsen", "password_again": "zes rode fietsen"})

        assert account.email in page.text
        assert (response.status_code, response.location) == (303, "/inloggen")
        assert enter(client, account.email, "zes rode fietsen").location == "/beheer"
        assert [event.step for event in all_rows(engine, Event)] == ["accept_invitation", "sign_in"]

    def test_replaces_a_forgotten_password_and_ends_sessions(self, client, make_colleague, link, engine):
        account = make_colleague()
        client.sign_in(account)
        path = link(LinkPurpose.RESET, account)

        client.submit(path, {"password": "zes rode fietsen", "password_again": "zes rode fietsen"})

        assert all_rows(engine, SignIn) == []
        assert enter(client, account.email).status_code == 400
        assert enter(client, account.email, "zes rode fietsen").status_code == 303

    @pytest.mark.parametrize(
        ("password", "again", "message"),
        [
            ("", "", "Vul een wachtwoord in"),
            ("zes rode fietsen", "zes rode", "Vul twee keer hetzelfde wachtwoord in"),
            ("kort", "kort", "minstens 12 tekens"),
            ("x" * 201, "x" * 201, "hooguit"),
            ("wachtwoord1234", "wachtwoord1234", "een van de eerste"),
            ("nieuw@example.nl", "nieuw@example.nl", "waar uw e-mailadres niet in staat"),
        ],
    )
    def test_refuses_a_password_that_will_not_do(self, client, make_colleague, link, password, again, message):
        path = link(LinkPurpose.INVITE, make_colleague(email="nieuw@example.nl", password_hash=None))

        response = client.submit(path, {"password": password, "password_again": again})

        assert response.status_code == 400
        assert message in response.text
        assert client.get(path).status_code == 200

    @pytest.mark.parametrize("path", ["/uitnodiging/niet-van-ons", "/wachtwoord/niet-van-ons"])
    def test_says_that_a_link_does_not_work(self, client, path):
        assert client.get(path).status_code == 410
        assert client.post(path).status_code == 410

    def test_works_once(self, client, make_colleague, link):
        path = link(LinkPurpose.INVITE, make_colleague(password_hash=None))
        client.submit(path, {"password": "zes rode fietsen", "password_again": "zes rode fietsen"})

        assert client.get(path).status_code == 410

    def test_refuses_a_form_of_another_site(self, client, make_colleague, link):
        path = link(LinkPurpose.INVITE, make_colleague(password_hash=None))

        response = client.post(path, data={"password": "zes rode fietsen", "password_again": "zes rode fietsen"})

        assert response.status_code == 400


class TestMail:
    @pytest.mark.parametrize("language", list(Language))
    @pytest.mark.parametrize(
        ("ask", "purpose"), [(mail_invitation, LinkPurpose.INVITE), (mail_reset, LinkPurpose.RESET)]
    )
    def test_holds_a_link_that_opens_the_form(self, client, make_colleague, engine, settings, language, ask, purpose):
        account = make_colleague(language=language)
        with database.transaction(engine) as session:
            act = make_act(session)
            ask(act, account)
            message = write_message(act, session.exec(select(OutboxMail)).one(), settings)

        path = message.get_content().split(settings.public_url)[1].split()[0]
        assert path.startswith(PATHS[purpose])
        assert account.name not in str(message["Subject"])
        assert client.get(path).status_code == 200
