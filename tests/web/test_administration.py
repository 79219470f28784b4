"""The administrator manages people, teams, topics and pages, and never sees the text of a question."""

import pytest
from sqlmodel import Session, col, select

from intake import audit, database, outbox, teams, topics
from intake.models.people import Account
from intake.models.questions import Question
from intake.models.reference import Organisation, Team, TeamTopic, Topic
from intake.models.system import Event, OutboxMail, Page
from intake.terms import Language, QuestionStatus, Role
from tests.factories import (
    START,
    any_topic,
    make_account,
    make_act,
    make_picked_up_question,
    make_question,
    municipal_team,
    national_team,
    organisation_of_category,
    other_team,
)

PAGES = (
    "/beheer",
    "/beheer/aantallen",
    "/beheer/accounts",
    "/beheer/accounts/uitnodigen",
    "/beheer/teams",
    "/beheer/onderwerpen",
    "/beheer/organisaties",
    "/beheer/organisaties/toevoegen",
    "/beheer/paginas",
    "/beheer/paginas/privacy/nl",
    "/beheer/logboek",
    "/beheer/post",
)


@pytest.fixture
def write(engine):
    """What does something in a transaction of its own and returns the outcome: ``write(make_question)``."""

    def run(make, *args, **kwargs):
        with database.transaction(engine) as session:
            return make(session, *args, **kwargs)

    return run


@pytest.fixture
def manager(write, client):
    """An administrator who is signed in."""
    account = write(make_account, Role.BEHEERDER, password_hash="x")
    client.sign_in(account)
    return account


def one(engine, query):
    with Session(engine, expire_on_commit=False) as session:
        return session.exec(query).one()


def again(engine, row):
    with Session(engine, expire_on_commit=False) as session:
        return session.get_one(type(row), row.id)


class TestEveryPage:
    @pytest.mark.parametrize("path", PAGES)
    def test_opens_for_an_administrator(self, client, manager, path):
        assert client.get(path).status_code == 200

    @pytest.mark.parametrize("path", PAGES)
    def test_opens_in_english(self, client, manager, path):
        assert client.get(f"{path}?taal=en").status_code == 200

    @pytest.mark.parametrize("path", PAGES)
    def test_sends_somebody_who_is_not_signed_in_to_the_door(self, client, path):
        response = client.get(path)

        assert (response.status_code, response.location) == (303, f"/inloggen?verder={path}")

    @pytest.mark.parametrize("role", [role for role in Role if role not in (Role.BEHEERDER, Role.ONDERNEMER)])
    def test_does_not_exist_for_anybody_else(self, client, write, role):
        client.sign_in(write(make_account, role))

        assert {client.get(path).status_code for path in PAGES} == {404}

    def test_tells_no_text_of_a_question(self, client, manager, write):
        account = write(make_account)
        question = write(make_picked_up_question, account)

        paths = (*PAGES, f"/beheer/accounts/{account.id}", f"/beheer/logboek?about={question.reference}")
        pages = "".join(client.get(path).text for path in paths)

        assert question.reference in pages
        assert question.text not in pages
        assert question.asker_name not in pages
        assert question.asker_email not in pages


class TestInvite:
    def fields(self, **changes):
        return {"email": "nieuw@example.nl", "name": "Noor Nieuw", "role": "beheerder", "language": "nl"} | changes

    def test_sends_a_mail_to_somebody_new(self, client, manager, engine):
        response = client.submit("/beheer/accounts/uitnodigen", self.fields())

        assert (response.status_code, response.location) == (303, "/beheer/accounts")
        assert one(engine, select(OutboxMail.to_email)) == "nieuw@example.nl"
        assert "Noor Nieuw" in client.get("/beheer/accounts?state=invited").text

    def test_puts_a_makelaar_in_a_team(self, client, manager, engine, write):
        team = write(municipal_team)

        client.submit("/beheer/accounts/uitnodigen", self.fields(role="makelaar", team=str(team.id)))

        assert one(engine, select(Account.team_id).where(Account.email == "nieuw@example.nl")) == team.id

    def test_gives_a_track_leader_tracks(self, client, manager, engine):
        fields = self.fields(role="spoorleider", tracks=["overheid", "financieel"])

        assert client.submit("/beheer/accounts/uitnodigen", fields).status_code == 303

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"email": "iemand"}, "Vul een e-mailadres in"),
            ({"name": ""}, "Vul een naam in"),
            ({"role": ""}, "Kies een rol"),
            ({"role": "ondernemer"}, "Kies een rol"),
            ({"role": "makelaar"}, "Kies een team: deze rol werkt in een team"),
            ({"role": "intermediair"}, "Kies een organisatie: deze rol hoort bij een organisatie"),
            ({"role": "spoorleider"}, "Kies minstens één spoor"),
            ({"tracks": ["overheid"]}, "alleen een spoorleider heeft sporen"),
            ({"team": "999999"}, "Kies een mogelijkheid uit de lijst"),
        ],
    )
    def test_says_beside_the_field_what_does_not_add_up(self, client, manager, engine, changes, message):
        response = client.submit("/beheer/accounts/uitnodigen", self.fields(**changes))

        assert response.status_code == 400
        assert message in response.text
        assert "Noor Nieuw" in response.text or changes.get("name") == ""

    def test_says_that_an_address_is_taken(self, client, manager, write):
        write(make_account, email="nieuw@example.nl")

        response = client.submit("/beheer/accounts/uitnodigen", self.fields())

        assert response.status_code == 400
        assert "heeft al een account" in response.text

    def test_refuses_a_form_of_another_site(self, client, manager):
        assert client.post("/beheer/accounts/uitnodigen", data=self.fields()).status_code == 400


class TestAccounts:
    def test_are_narrowed_by_role_and_state(self, client, manager, write):
        write(make_account, name="Anna Makelaar")
        write(make_account, Role.SPOORLEIDER, name="Bram Spoor")

        found = client.get("/beheer/accounts?role=makelaar&state=invited").text

        assert "Anna Makelaar" in found
        assert "Bram Spoor" not in found

    def test_say_when_nobody_is_found(self, client, manager):
        assert "Geen accounts gevonden" in client.get("/beheer/accounts?state=blocked").text

    def test_go_on_to_a_next_page(self, client, manager, engine):
        with database.transaction(engine) as session:
            for number in range(51):
                make_account(session, name=f"Naam {number:02}")

        first = client.get("/beheer/accounts?role=makelaar").text
        after = first.split("na=")[1].split('"')[0]
        second = client.get(f"/beheer/accounts?role=makelaar&na={after}").text

        assert "Naam 49" in first
        assert "Naam 50" in second
        assert "Naam 49" not in second

    @pytest.mark.parametrize("query", ["role=koning", "state=weg", "team=abc"])
    def test_refuse_a_choice_that_was_never_offered(self, client, manager, query):
        assert client.get(f"/beheer/accounts?{query}").status_code == 400

    @pytest.mark.parametrize("path", ["/beheer/accounts/999999", "/beheer/accounts/99999999999999999999"])
    def test_that_do_not_exist_are_not_found(self, client, manager, path):
        assert client.get(path).status_code == 404


class TestButtons:
    @pytest.mark.parametrize(
        ("overrides", "button", "step"),
        [
            ({}, "uitnodiging", "invite_again"),
            ({"password_hash": "x"}, "wachtwoord", "send_reset"),
            ({"blocked_at": START}, "deblokkeren", "unblock"),
        ],
    )
    def test_do_what_they_say(self, client, manager, write, engine, overrides, button, step):
        account = write(make_account, **overrides)
        path = f"/beheer/accounts/{account.id}"

        response = client.submit(f"{path}/{button}", page=path)

        assert (response.status_code, response.location) == (303, path)
        assert one(engine, select(Event.step).where(Event.chain == f"account:{account.id}")) == step

    @pytest.mark.parametrize(
        ("overrides", "button", "message"),
        [
            ({"password_hash": "x"}, "uitnodiging", "is al aangenomen"),
            ({}, "wachtwoord", "nog niet aangenomen"),
            ({}, "deblokkeren", "niet geblokkeerd"),
        ],
    )
    def test_say_why_not(self, client, manager, write, overrides, button, message):
        path = f"/beheer/accounts/{write(make_account, **overrides).id}"

        response = client.submit(f"{path}/{button}", page=path)

        assert response.status_code == 400
        assert message in response.text

    def test_do_nothing_for_another_site(self, client, manager, write, engine):
        account = write(make_account)

        response = client.post(f"/beheer/accounts/{account.id}/uitnodiging")

        assert response.status_code == 400
        assert "Probeer het opnieuw" in response.text

    def test_do_not_exist_for_an_account_that_does_not(self, client, manager):
        assert client.submit("/beheer/accounts/999999/wachtwoord", page="/beheer").status_code == 404


class TestBlock:
    def test_moves_open_work_to_a_colleague(self, client, manager, write, engine):
        account = write(make_account)
        colleague = write(make_account, password_hash="x")
        question = write(make_picked_up_question, account)

        response = client.submit(f"/beheer/accounts/{account.id}/blokkeren", {"to": str(colleague.id)})

        assert response.status_code == 303
        assert "1 open vraag is verplaatst" in client.get(response.location).text
        assert again(engine, question).assignee_id == colleague.id

    def test_puts_open_work_back_in_the_queue(self, client, manager, write, engine):
        account = write(make_account)
        question = write(make_picked_up_question, account)

        client.submit(f"/beheer/accounts/{account.id}/blokkeren", {"to": ""})

        assert again(engine, question).status is QuestionStatus.NEW

    def test_offers_only_colleagues(self, client, manager, write, engine):
        account = write(make_account)
        stranger = write(make_account, team_id=write(other_team).id, password_hash="x", name="Vreemde Vogel")

        page = client.get(f"/beheer/accounts/{account.id}/blokkeren")
        response = client.submit(f"/beheer/accounts/{account.id}/blokkeren", {"to": str(stranger.id)})

        assert "Vreemde Vogel" not in page.text
        assert response.status_code == 400

    @pytest.mark.parametrize(
        ("others", "message"), [(1, "U kunt uzelf niet blokkeren"), (0, "U kunt uzelf niet blokkeren")]
    )
    def test_refuses_oneself(self, client, manager, write, others, message):
        for _ in range(others):
            write(make_account, Role.BEHEERDER, password_hash="x")

        response = client.submit(f"/beheer/accounts/{manager.id}/blokkeren", {"to": ""})

        assert response.status_code == 400
        assert message in response.text

    def test_ends_the_sessions_of_the_leaver(self, client, manager, write, app):
        leaver = write(make_account, Role.BEHEERDER, password_hash="x")
        elsewhere = app.test_client()
        elsewhere.sign_in(leaver)

        client.submit(f"/beheer/accounts/{leaver.id}/blokkeren", {"to": ""})

        assert elsewhere.get("/beheer").status_code == 303


class TestMove:
    def test_moves_a_makelaar_and_leaves_the_work(self, client, manager, write, engine):
        account = write(make_account)
        question = write(make_picked_up_question, account)
        team = write(other_team)

        response = client.submit(f"/beheer/accounts/{account.id}/verplaatsen", {"team": str(team.id)})

        assert response.status_code == 303
        assert again(engine, account).team_id == team.id
        assert again(engine, question).team_id == question.team_id

    def test_moves_a_dossierhouder_to_another_organisation(self, client, manager, write, engine):
        account = write(make_account, Role.DOSSIERHOUDER)
        province = write(organisation_of_category, "provincie")

        client.submit(f"/beheer/accounts/{account.id}/verplaatsen", {"organisation": str(province.id)})

        assert again(engine, account).organisation_id == province.id

    @pytest.mark.parametrize("choice", ["", "999999"])
    def test_says_what_does_not_add_up(self, client, manager, write, choice):
        account = write(make_account)

        response = client.submit(f"/beheer/accounts/{account.id}/verplaatsen", {"team": choice})

        assert response.status_code == 400

    def test_keeps_a_makelaar_out_of_the_national_team(self, client, manager, write):
        account, team = write(make_account), write(national_team)

        response = client.submit(f"/beheer/accounts/{account.id}/verplaatsen", {"team": str(team.id)})

        assert response.status_code == 400
        assert "Kies een gemeentelijk team" in response.text


class TestTracks:
    def test_are_changed(self, client, manager, write):
        account = write(make_account, Role.SPOORLEIDER, tracks=("overheid",))

        response = client.submit(f"/beheer/accounts/{account.id}/sporen", {"tracks": ["financieel"]})

        assert response.status_code == 303

    @pytest.mark.parametrize("tracks", [[], ["overheid"], ["bestaat-niet"]])
    def test_say_what_does_not_add_up(self, client, manager, write, tracks):
        account = write(make_account, Role.SPOORLEIDER, tracks=("overheid",))

        assert client.submit(f"/beheer/accounts/{account.id}/sporen", {"tracks": tracks}).status_code == 400


class TestTeam:
    @pytest.fixture
    def fields(self, engine):
        """What the form of a municipal team holds when nothing is changed."""
        with Session(engine) as session:
            team = municipal_team(session)
            draft = teams.draft_of(make_act(session), team)
            topic = any_topic(session).slug
        return {
            "name": draft.name,
            "public_phone": draft.public_phone or "",
            "topics": sorted(draft.topics) or [topic],
            "first_sign_days": "2",
            "first_content_days": "5",
            "answer_days": "15",
            "mandate_text": "",
        }

    @pytest.fixture
    def path(self, write):
        """The page of a municipal team."""
        return f"/beheer/teams/{write(municipal_team).code}"

    def submit(self, client, path, fields):
        version = client.get(path).text.split('name="version"')[1].split('value="')[1].split('"')[0]
        return client.submit(path, fields | {"version": version})

    def test_shows_that_no_mandate_is_known(self, client, manager, path):
        assert "niet vastgelegd" in client.get(path).text

    def test_is_changed(self, client, manager, path, fields, write, engine):
        response = self.submit(client, path, fields | {"name": "Team Voorbeeld", "mandate_text": "Tot 500 euro."})

        team = write(municipal_team)
        assert response.status_code == 303
        assert (team.name, team.mandate_text) == ("Team Voorbeeld", "Tot 500 euro.")
        assert "Tot 500 euro." in client.get(path).text

    def test_takes_the_topics_that_were_chosen(self, client, manager, path, fields, write, engine):
        slug = write(any_topic).slug

        self.submit(client, path, fields | {"topics": [slug]})

        team_id = write(municipal_team).id
        assert one(engine, select(TeamTopic.topic_slug).where(TeamTopic.team_id == team_id)) == slug

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"name": ""}, "Vul een naam in"),
            ({"public_phone": "bel mij"}, "Vul een telefoonnummer in met cijfers"),
            ({"topics": []}, "Kies minstens één onderwerp"),
            ({"topics": ["bestaat-niet"]}, "Kies alleen mogelijkheden uit de lijst"),
            ({"first_sign_days": ""}, "Vul een aantal werkdagen in"),
            ({"first_sign_days": "  "}, "Vul een aantal werkdagen in"),
            ({"first_sign_days": "twee"}, "Vul een heel getal in"),
            ({"answer_days": "-1"}, "Vul een heel getal in"),
            ({"answer_days": "99"}, "van 1 tot en met 60"),
            ({"first_content_days": "1"}, "Kies minstens zoveel dagen als voor het eerste bericht"),
            ({"mandate_text": "x" * 4001}, "Maak de tekst korter"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, client, manager, path, fields, changes, message):
        response = self.submit(client, path, fields | {"mandate_text": "Dit blijft staan."} | changes)

        assert response.status_code == 400
        assert message in response.text
        assert "Dit blijft staan." in response.text or "mandate_text" in changes

    def test_tells_who_was_first_and_keeps_what_was_typed(self, client, manager, path, fields, write, engine):
        client.get(path)
        version = client.get(path).text.split('name="version"')[1].split('value="')[1].split('"')[0]
        self.submit(client, path, fields | {"name": "Team Eerst"})

        response = client.submit(path, fields | {"name": "Team Later", "version": version})
        retried = self.submit(client, path, fields | {"name": "Team Later"})

        assert response.status_code == 409
        assert "Iemand anders was u voor" in response.text
        assert manager.name in response.text
        assert 'value="Team Later"' in response.text
        assert retried.status_code == 303

    @pytest.mark.parametrize("version", ["", "abc", "9" * 30])
    def test_refuses_a_page_without_a_version(self, client, manager, path, fields, version):
        assert client.submit(path, fields | {"version": version}).status_code == 409

    def test_stops_and_comes_back(self, client, manager, path, write):
        client.submit(f"{path}/stoppen", page=path)
        stopped_on = write(municipal_team).retired_on
        client.submit(f"{path}/terughalen", page=path)

        assert stopped_on == START.date()
        assert write(municipal_team).retired_on is None

    def test_does_not_stop_with_open_questions(self, client, manager, path, write):
        write(make_question)

        response = client.submit(f"{path}/stoppen", page=path)

        assert response.status_code == 400
        assert "nog 1 open vragen" in response.text

    def test_that_does_not_exist_is_not_found(self, client, manager):
        assert client.get("/beheer/teams/GEEN").status_code == 404
        assert client.submit("/beheer/teams/GEEN/stoppen", page="/beheer").status_code == 404


class TestTopic:
    @pytest.fixture
    def topic(self, write):
        """A topic."""
        return write(any_topic)

    def submit(self, client, topic, **changes):
        path = f"/beheer/onderwerpen/{topic.slug}"
        version = client.get(path).text.split('name="version"')[1].split('value="')[1].split('"')[0]
        draft = topics.draft_of(topic)
        fields = {name: getattr(draft, name) for name in draft.__slots__}
        return client.submit(path, fields | {"version": version} | changes)

    def test_is_changed_and_shows_what_it_said(self, client, manager, topic, engine):
        response = self.submit(client, topic, keywords="werkplaats; pand")

        page = client.get(response.location).text
        assert response.status_code == 303
        assert one(engine, select(Topic.keywords).where(Topic.slug == topic.slug)) == "werkplaats; pand"
        assert manager.name in page

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"name_nl": ""}, "Vul een naam in"),
            ({"name_nl": "x" * 121}, "Maak de tekst korter"),
            ({"name_en": " "}, "Vul een Engelse naam in"),
            ({"description_nl": ""}, "Vul een omschrijving in"),
            ({"keywords": "x" * 4001}, "Maak de tekst korter"),
        ],
    )
    def test_says_what_is_wrong(self, client, manager, topic, changes, message):
        response = self.submit(client, topic, **changes)

        assert response.status_code == 400
        assert message in response.text

    def test_tells_who_was_first(self, client, manager, topic):
        response = self.submit(client, topic, keywords="werkplaats", version="1")

        assert response.status_code == 409
        assert "Iemand anders was u voor" in response.text
        assert "werkplaats" in response.text

    def test_stops_although_questions_have_it(self, client, manager, topic, write, engine):
        question = write(make_question)
        path = f"/beheer/onderwerpen/{topic.slug}"

        response = client.submit(f"{path}/stoppen", page=path)

        assert "1 open vraag houdt het" in client.get(response.location).text
        with Session(engine) as session:
            assert session.get_one(Question, question.id).topic_slug == topic.slug

    def test_comes_back(self, client, manager, topic, engine):
        path = f"/beheer/onderwerpen/{topic.slug}"
        client.submit(f"{path}/stoppen", page=path)

        client.submit(f"{path}/terughalen", page=path)

        assert one(engine, select(Topic.retired_on).where(Topic.slug == topic.slug)) is None

    def test_says_that_it_is_in_use_already(self, client, manager, topic):
        path = f"/beheer/onderwerpen/{topic.slug}"

        assert client.submit(f"{path}/terughalen", page=path).status_code == 400

    def test_that_does_not_exist_is_not_found(self, client, manager):
        assert client.get("/beheer/onderwerpen/bestaat-niet").status_code == 404


class TestOrganisations:
    def test_are_narrowed_by_kind(self, client, manager, write):
        ministry = write(organisation_of_category, "ministerie")

        assert ministry.name in client.get("/beheer/organisaties?category=ministerie").text
        assert ministry.name not in client.get("/beheer/organisaties?category=provincie").text

    def test_refuse_a_kind_that_does_not_exist(self, client, manager):
        assert client.get("/beheer/organisaties?category=koning").status_code == 400

    def test_can_be_added(self, client, manager, engine):
        fields = {"name": "Stichting Voorbeeld", "category": "intermediair", "municipality": ""}

        response = client.submit("/beheer/organisaties/toevoegen", fields)

        assert response.status_code == 303
        assert "Stichting Voorbeeld" in client.get(response.location).text
        query = select(Organisation.party_number).where(Organisation.code == "stichting-voorbeeld")
        assert one(engine, query) is None

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"name": ""}, "Vul een naam in"),
            ({"name": "???"}, "Vul een naam met letters of cijfers in"),
            ({"category": ""}, "Kies een soort"),
            ({"category": "gemeente"}, "Vul in welke gemeente dit is"),
            ({"municipality": "Nergenshuizen"}, "Kies een gemeente uit de lijst"),
        ],
    )
    def test_say_what_is_wrong(self, client, manager, changes, message):
        fields = {"name": "Stichting Voorbeeld", "category": "intermediair", "municipality": ""} | changes

        response = client.submit("/beheer/organisaties/toevoegen", fields)

        assert response.status_code == 400
        assert message in response.text

    def test_say_that_a_name_is_taken(self, client, manager, write):
        ministry = write(organisation_of_category, "ministerie")

        response = client.submit("/beheer/organisaties/toevoegen", {"name": ministry.name, "category": "ministerie"})

        assert response.status_code == 400
        assert "Er is al een organisatie met deze naam" in response.text


class TestStatement:
    PATH = "/beheer/paginas/privacy/nl"

    @pytest.fixture(autouse=True)
    def nothing_written(self, engine):
        """Start from the texts that came with the loket."""
        with database.transaction(engine) as session:
            for page in session.exec(select(Page)):
                session.delete(page)

    def fields(self, **changes):
        return {"title": "Privacy", "body": "## Wat\n\nWij bewaren [dit](/over).", "version": "0"} | changes

    def test_starts_from_what_the_public_page_shows(self, client, manager):
        public = client.get("/privacy").text.split("<h1>")[1].split("</h1>")[0]

        assert f'value="{public}"' in client.get(self.PATH).text

    def test_changes_the_public_page(self, client, manager):
        response = client.submit(self.PATH, self.fields(body="Wij bewaren uw vraag een jaar."))

        assert response.status_code == 303
        assert "Wij bewaren uw vraag een jaar." in client.get("/privacy").text

    def test_is_previewed_without_being_stored(self, client, manager, engine):
        response = client.submit(self.PATH, self.fields(preview="1"))

        assert response.status_code == 200
        assert "<h2>Wat</h2>" in response.text
        assert 'href="/over"' in response.text
        with Session(engine) as session:
            assert session.exec(select(Page)).all() == []

    def test_holds_no_elements_that_somebody_wrote(self, client, manager):
        body = '<script>alert(1)</script> [klik](javascript:alert(1)) <img src=x onerror="x">'

        response = client.submit(self.PATH, self.fields(body=body, preview="1"))

        assert "<script>alert" not in response.text
        assert 'href="javascript' not in response.text
        assert "<img src=x" not in response.text

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"title": ""}, "Vul een titel in"),
            ({"body": ""}, "Vul een tekst in"),
            ({"body": "", "preview": "1"}, "Vul een tekst in"),
            ({"body": "x" * 40_001}, "Maak de tekst korter"),
        ],
    )
    def test_says_what_is_wrong(self, client, manager, changes, message):
        response = client.submit(self.PATH, self.fields(**changes))

        assert response.status_code == 400
        assert message in response.text

    def test_shows_the_text_of_whoever_was_first(self, client, manager):
        client.submit(self.PATH, self.fields(body="De tekst van de eerste."))

        response = client.submit(self.PATH, self.fields(body="De tekst van de tweede."))
        retried = client.submit(self.PATH, self.fields(body="De tekst van de tweede.", version="1"))

        assert response.status_code == 409
        assert "De tekst van de eerste." in response.text
        assert "De tekst van de tweede." in response.text
        assert retried.status_code == 303

    @pytest.mark.parametrize("path", ["/beheer/paginas/privacy/fr", "/beheer/paginas/bestaat-niet/nl"])
    def test_that_does_not_exist_is_not_found(self, client, manager, path):
        assert client.get(path).status_code == 404


class TestEvents:
    def test_show_references_and_steps_in_words(self, client, manager, write):
        question = write(make_question)

        found = client.get(f"/beheer/logboek?about={question.reference.lower()}").text

        assert question.reference in found
        assert "Vraag gesteld" in found

    def test_are_narrowed(self, client, manager, write):
        write(make_question)

        assert "Geen gebeurtenissen gevonden" in client.get("/beheer/logboek?step=block").text
        assert "Geen gebeurtenissen gevonden" in client.get("/beheer/logboek?actor=999999").text
        assert "Geen gebeurtenissen gevonden" in client.get("/beheer/logboek?since=16-09-2026").text
        assert "Geen gebeurtenissen gevonden" in client.get("/beheer/logboek?until=14-09-2026").text

    def test_go_on_to_older_ones(self, client, manager, engine):
        with database.transaction(engine) as session:
            for number in range(51):
                audit.record(make_act(session), f"team:{number}", "edit_team")

        first = client.get("/beheer/logboek?step=edit_team").text
        older = first.split("voor=")[1].split('"')[0]
        second = client.get(f"/beheer/logboek?step=edit_team&voor={older}").text

        assert "team:50" in first
        assert "team:0" in second
        assert "team:50" not in second

    @pytest.mark.parametrize(
        "query", ["since=morgen", "until=32-13-2026", "actor=ik", "step=vliegen", "about=" + "x" * 61]
    )
    def test_refuse_a_filter_that_cannot_be(self, client, manager, query):
        assert client.get(f"/beheer/logboek?{query}").status_code == 400


class TestMails:
    @pytest.fixture
    def failed(self, write):
        """A mail that was given up."""

        def make(session):
            question = make_question(session)
            mail = outbox.put(make_act(session), "receipt", "jan@example.nl", Language.NL, question_id=question.id)
            mail.failed_at = START
            mail.last_error = "550 jan@example.nl unknown"
            session.flush()
            return mail, question

        return write(make)

    def test_show_kind_and_reference_and_a_masked_address(self, client, manager, failed):
        _mail, question = failed

        found = client.get("/beheer/post").text

        assert question.reference in found
        assert "j…@example.nl" in found
        assert "jan@example.nl" not in found
        assert "1 e-mail kon niet worden bezorgd" in client.get("/beheer").text

    def test_can_be_tried_again(self, client, manager, failed, engine):
        mail, _question = failed

        response = client.submit(f"/beheer/post/{mail.id}/opnieuw", page="/beheer/post")

        assert response.status_code == 303
        assert again(engine, mail).failed_at is None

    def test_that_are_on_their_way_are_not_found(self, client, manager, failed):
        mail, _question = failed
        client.submit(f"/beheer/post/{mail.id}/opnieuw", page="/beheer/post")

        assert client.submit(f"/beheer/post/{mail.id}/opnieuw", page="/beheer").status_code == 404

    def test_stay_when_another_site_asks(self, client, manager, failed, engine):
        mail, _question = failed

        assert client.post(f"/beheer/post/{mail.id}/opnieuw").status_code == 400
        assert again(engine, mail).failed_at is not None


class TestCounts:
    def test_show_every_team_with_its_questions(self, client, manager, write):
        write(make_question)

        found = client.get("/beheer/aantallen").text

        assert write(municipal_team).name in found
        assert "Wacht op de ondernemer" in found


def test_every_act_of_an_administrator_is_an_event(client, manager, write, engine):
    account, team, topic = write(make_account), write(municipal_team), write(any_topic)
    client.submit(f"/beheer/accounts/{account.id}/blokkeren", {"to": ""})
    client.submit(f"/beheer/teams/{team.code}/stoppen", page="/beheer")
    client.submit(f"/beheer/onderwerpen/{topic.slug}/stoppen", page="/beheer")
    client.submit("/beheer/organisaties/toevoegen", {"name": "Stichting Voorbeeld", "category": "intermediair"})

    with Session(engine) as session:
        found = session.exec(select(Event.chain, Event.actor_id).order_by(col(Event.id))).all()
        organisation_id = session.exec(select(Organisation.id).where(Organisation.code == "stichting-voorbeeld")).one()
        stopped = session.exec(select(Team.retired_on).where(Team.code == team.code)).one()
    assert found == [
        (f"account:{account.id}", manager.id),
        (f"team:{team.id}", manager.id),
        (f"topic:{topic.slug}", manager.id),
        (f"organisation:{organisation_id}", manager.id),
    ]
    assert stopped == START.date()
