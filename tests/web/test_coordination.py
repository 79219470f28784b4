"""The coordination team sees where questions go from pillar to post, and keeps the parties."""

import pytest
from sqlmodel import Session, select

from intake import database
from intake.models.questions import HandOver
from intake.models.reference import Organisation
from intake.terms import HandOverReason, Role, RouteReason
from tests.factories import START, make_account, make_question, municipal_team, national_team

PATHS = ("/coordinatie", "/coordinatie/partijen", "/coordinatie/partijen/toevoegen")


@pytest.fixture
def write(engine):
    """What does something in a transaction of its own and returns the outcome."""

    def run(make, *args, **kwargs):
        with database.transaction(engine) as session:
            return make(session, *args, **kwargs)

    return run


@pytest.fixture
def coordinator(write, client):
    """Somebody of the coordination team who is signed in."""
    account = write(make_account, Role.COORDINATOR)
    client.sign_in(account)
    return account


@pytest.fixture
def party(client, coordinator, engine):
    """A party that joined in 2026."""
    fields = {"name": "Stichting Voorbeeld", "category": "intermediair", "joined_on": "01-01-2026"}
    client.submit("/coordinatie/partijen/toevoegen", fields)
    return stored(engine)


def stored(engine):
    with Session(engine) as session:
        return session.exec(select(Organisation).where(Organisation.code == "stichting-voorbeeld")).one()


class TestEveryPage:
    @pytest.mark.parametrize("path", PATHS)
    def test_opens_for_the_coordination_team(self, client, coordinator, path):
        assert client.get(path).status_code == 200
        assert client.get(f"{path}?taal=en").status_code == 200

    @pytest.mark.parametrize("path", PATHS)
    def test_sends_somebody_who_is_not_signed_in_to_the_door(self, client, path):
        assert client.get(path).location == f"/inloggen?verder={path}"

    @pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COORDINATOR, Role.ONDERNEMER)])
    def test_does_not_exist_for_anybody_else(self, client, write, role):
        client.sign_in(write(make_account, role))

        assert {client.get(path).status_code for path in PATHS} == {404}


class TestOverview:
    def test_hides_small_counts_of_other_teams(self, client, coordinator, write):
        write(make_question, gap=RouteReason.REGIONAL_LEAD)

        found = client.get("/coordinatie").text

        assert "minder dan 5" in found

    def test_shows_small_counts_of_the_own_team(self, client, coordinator, write):
        team = write(national_team)
        write(make_question, gap=RouteReason.NATIONAL_NO_TEAM, team_id=team.id)

        assert "minder dan 5" not in client.get("/coordinatie").text

    def test_puts_the_reasons_of_a_third_hand_over_side_by_side(self, client, coordinator, write):
        def make(session):
            question = make_question(session, team_id=national_team(session).id, hand_over_count=3)
            for number, reason in enumerate(list(HandOverReason)[:3], start=1):
                session.add(
                    HandOver(
                        question_id=question.id,
                        number=number,
                        from_team_id=municipal_team(session).id,
                        to_team_id=question.team_id,
                        reason=reason,
                        context="De ondernemer belde.",
                        at=START,
                    )
                )
            return question

        question = write(make)

        found = client.get("/coordinatie").text

        assert f'href="/vragen/{question.reference}"' in found
        assert "1. Andere gemeente is verantwoordelijk" in found
        assert "3. Ander team heeft de kennis" in found

    def test_tells_no_text_of_another_team(self, client, coordinator, write):
        question = write(make_question, gap=RouteReason.REGIONAL_LEAD, hand_over_count=3)

        found = client.get("/coordinatie").text

        assert question.text not in found
        assert question.reference not in found

    def test_leads_to_the_queue_of_the_national_team(self, client, coordinator):
        assert 'href="/werkvoorraad"' in client.get("/coordinatie").text


class TestParties:
    def test_can_be_added(self, client, party):
        found = client.get("/coordinatie/partijen").text

        assert "Stichting Voorbeeld" in found
        assert party.party_number is not None

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"name": ""}, "Vul een naam in"),
            ({"category": ""}, "Kies een soort"),
            ({"joined_on": ""}, "Vul de dag in waarop"),
            ({"joined_on": "gisteren"}, "Vul een datum in"),
            ({"category": "gemeente"}, "Vul in welke gemeente dit is"),
        ],
    )
    def test_say_what_is_wrong(self, client, coordinator, changes, message):
        fields = {"name": "Stichting Voorbeeld", "category": "intermediair", "joined_on": "01-01-2026"} | changes

        response = client.submit("/coordinatie/partijen/toevoegen", fields)

        assert response.status_code == 400
        assert message in response.text

    def test_leave_and_join_again_with_history(self, client, party, engine):
        path = f"/coordinatie/partijen/{party.code}"

        left = client.submit(f"{path}/vertrek", {"on": "14-09-2026"}, page=path)
        page = client.get(path).text
        joined = client.submit(f"{path}/toetreding", {"on": "2027-01-01"}, page=path)

        assert (left.status_code, joined.status_code) == (303, 303)
        assert "Toetreding vastleggen" in page
        assert "14 september 2026" in page
        assert stored(engine).valid_to is None

    @pytest.mark.parametrize(
        ("verb", "on", "message"),
        [
            ("vertrek", "", "Vul een dag in"),
            ("vertrek", "31-12-2025", "Kies een dag na de eerste dag"),
            ("toetreding", "01-01-2027", "is al partij"),
        ],
    )
    def test_say_why_a_day_cannot_be(self, client, party, verb, on, message):
        path = f"/coordinatie/partijen/{party.code}"

        response = client.submit(f"{path}/{verb}", {"on": on}, page=path)

        assert response.status_code == 400
        assert message in response.text

    def test_stay_when_another_site_asks(self, client, party, engine):
        response = client.post(f"/coordinatie/partijen/{party.code}/vertrek", data={"on": "14-09-2026"})

        assert response.status_code == 400
        assert stored(engine).valid_to is None

    def test_that_do_not_exist_are_not_found(self, client, coordinator):
        assert client.get("/coordinatie/partijen/bestaat-niet").status_code == 404
