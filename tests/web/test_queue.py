"""The queue page: what to do now, for the own team only."""

from datetime import date, timedelta

import pytest

from intake import database
from intake.terms import EmailTrouble, Role
from tests.factories import (
    START,
    make_account,
    make_answered_question,
    make_picked_up_question,
    make_question,
    make_waiting_question,
    national_team,
    other_team,
)


@pytest.fixture
def write(engine):
    """What makes a situation and keeps it."""
    return lambda: database.transaction(engine)


@pytest.fixture
def makelaar(write, client):
    """A makelaar at the screen."""
    with write() as session:
        account = make_account(session)
    client.sign_in(account)
    return account


def text(client, path="/werkvoorraad"):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


class TestQueue:
    def test_somebody_not_signed_in_goes_to_the_sign_in_page(self, client):
        answer = client.get("/werkvoorraad")

        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/inloggen")

    @pytest.mark.parametrize("role", [Role.INTERMEDIAIR, Role.DOSSIERHOUDER, Role.SPOORLEIDER, Role.BEHEERDER])
    def test_does_not_exist_for_other_roles(self, client, write, role):
        with write() as session:
            account = make_account(session, role)
        client.sign_in(account)

        assert client.get("/werkvoorraad").status_code == 404

    @pytest.mark.usefixtures("makelaar")
    @pytest.mark.parametrize(
        "view", ["", "nieuw", "van-mij", "wacht", "te-laat", "indelen", "beantwoord", "afgesloten"]
    )
    def test_an_empty_view_says_what_that_means(self, client, view):
        assert 'class="loket-empty' in text(client, f"/werkvoorraad?stand={view}")

    def test_shows_the_own_questions_only(self, client, write, makelaar):
        with write() as session:
            own = make_question(session)
            foreign = make_question(session, team_id=other_team(session).id)
            national = make_question(session, team_id=national_team(session).id)

        page = text(client)

        assert own.reference in page
        assert foreign.reference not in page
        assert national.reference not in page

    def test_shows_the_national_questions_to_the_coordination_team(self, client, write):
        with write() as session:
            coordinator = make_account(session, Role.COORDINATOR)
            own = make_question(session, team_id=national_team(session).id)
            foreign = make_question(session)
        client.sign_in(coordinator)

        page = text(client)

        assert own.reference in page
        assert foreign.reference not in page

    def test_marks_what_needs_attention(self, client, write, makelaar):
        with write() as session:
            make_question(
                session,
                life_due_on=date(2026, 9, 14),
                objected_at=START,
                confidential=True,
                needs_sorting=True,
                asker_email_trouble=EmailTrouble.BOUNCED,
                hand_over_count=2,
            )
            make_question(session, asker_email=None)

        page = text(client)

        for mark in (
            "Te laat",
            "Bezwaar tegen de route",
            "Vertrouwelijk",
            "Zelf indelen",
            "E-mail komt niet aan",
            "2 keer overgedragen",
            "Alleen telefoon",
        ):
            assert mark in page

    def test_says_who_has_to_act_and_since_when(self, client, write, makelaar):
        with write() as session:
            make_waiting_question(session, makelaar, waiting_since=START - timedelta(days=3))

        page = text(client, "/werkvoorraad?stand=wacht")

        assert "De ondernemer" in page
        assert "3 dagen geleden" in page

    def test_counts_each_view(self, client, write, makelaar):
        with write() as session:
            make_question(session)
            make_picked_up_question(session, makelaar)
            make_answered_question(session, makelaar)

        page = text(client)

        assert "Alles open (2)" in page
        assert "Van mij (1)" in page
        assert "Beantwoord (1)" in page

    def test_filters_and_keeps_the_view(self, client, write, makelaar):
        with write() as session:
            mine = make_picked_up_question(session, makelaar)
            other = make_question(session)

        page = text(client, f"/werkvoorraad?assignee={makelaar.id}")

        assert mine.reference in page
        assert other.reference not in page
        assert f"stand=nieuw&amp;assignee={makelaar.id}" in page

    @pytest.mark.parametrize(
        "address",
        [
            "/werkvoorraad?stand=onzin&topic=onzin&municipality=GM9999&assignee=iemand",
            "/werkvoorraad?na=onzin",
            "/werkvoorraad?voor=2026-09-17_99999999999999999999",
            "/werkvoorraad?na=2026-09-17_-1&stand=afgesloten",
        ],
    )
    @pytest.mark.usefixtures("makelaar")
    def test_an_address_that_makes_no_sense_shows_the_queue(self, client, address):
        assert "Werkvoorraad" in text(client, address)

    def test_leads_from_page_to_page_and_back(self, client, write, makelaar):
        with write() as session:
            references = [make_question(session).reference for _number in range(30)]

        first = text(client)
        older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        second = text(client, older)
        newer = second.split('rel="prev" href="')[1].split('"')[0].replace("&amp;", "&")

        shown = [reference for reference in references if reference in first]
        rest = [reference for reference in references if reference in second]
        assert (len(shown), len(rest)) == (25, 5)
        assert not set(shown) & set(rest)
        assert all(reference in text(client, newer) for reference in shown)

    def test_escapes_what_an_entrepreneur_wrote(self, client, write, makelaar):
        with write() as session:
            make_question(session, text="<script>alert(1)</script> =1+1 مرحبا 🎉 en verder genoeg tekst")

        page = text(client)

        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_reads_in_english(self, client, write, makelaar):
        with write() as session:
            make_question(session)

        assert client.get("/werkvoorraad?taal=en").status_code == 200
