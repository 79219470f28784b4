"""The page on which an administrator sets the budget of a team for a year."""

import pytest
from sqlmodel import select

from intake import database
from intake.models.mandates import TeamBudget
from intake.models.reference import Team
from intake.terms import Role
from tests.factories import (
    START,
    make_account,
    make_budget,
    make_decision,
    make_picked_up_question,
    municipal_team,
)

YEAR = START.year


@pytest.fixture
def write(engine):
    """What makes a situation and keeps it."""
    return lambda: database.transaction(engine)


def text_of(answer):
    return answer.get_data(as_text=True).replace("\xa0", " ")


class TestBudgetPage:
    @pytest.fixture
    def path(self, write, client):
        """The page with the budget of a team, and an administrator at the screen."""
        with write() as session:
            account, code = make_account(session, Role.BEHEERDER), municipal_team(session).code
        client.sign_in(account)
        return f"/beheer/teams/{code}/budget"

    def submit(self, client, path, **typed):
        version = client.get(path).text.split('name="version"')[1].split('value="')[1].split('"')[0]
        return client.submit(path, {"year": str(YEAR), "amount": "25.000", "version": version} | typed)

    def test_shows_that_no_budget_is_known(self, client, path):
        assert "niet vastgelegd" in text_of(client.get(path))
        assert f"Budget {YEAR}" in text_of(client.get(path.removesuffix("/budget")))

    def test_sets_a_budget_and_shows_what_it_was(self, client, write, path):
        first = self.submit(client, path)
        self.submit(client, path, amount="€ 20.000,50")

        page = text_of(client.get(path))
        assert first.status_code == 303
        for told in ("€ 25.000,00", "€ 20.000,50", "niet vastgelegd", f"<strong>{YEAR}</strong>"):
            assert told in page
        with write() as session:
            assert session.exec(select(TeamBudget.amount_cents)).one() == 20_000_50
        assert "€ 20.000,50" in text_of(client.get(path.removesuffix("/budget")))

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"amount": ""}, "Vul een bedrag in, of 0 als het team niets mag uitgeven"),
            ({"amount": "veel"}, "Vul een bedrag in, bijvoorbeeld"),
            ({"amount": "499,99"}, "Het team gaf in dat jaar al € 500,00 uit"),
            ({"year": ""}, "Kies een jaar"),
            ({"year": "1066"}, "Kies een jaar"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, client, write, path, changes, message):
        with write() as session:
            team = session.exec(select(Team).where(Team.code == municipal_team(session).code)).one()
            make_budget(session, team, 1_000).spent_cents = 500_00

        answer = self.submit(client, path, **changes)

        assert answer.status_code == 400
        assert message in text_of(answer)
        assert f'value="{changes.get("amount", "25.000")}"' in text_of(answer)

    def test_tells_who_was_first_and_keeps_what_was_typed(self, client, path):
        self.submit(client, path, amount="100")

        answer = self.submit(client, path, amount="200", version="0")
        retried = text_of(answer).split('name="version"')[1].split('value="')[1].split('"')[0]

        page = text_of(answer)
        assert answer.status_code == 409
        assert "Iemand anders was u voor" in page
        assert "€ 100,00" in page
        assert 'value="200"' in page
        assert client.submit(path, {"year": str(YEAR), "amount": "200", "version": retried}).status_code == 303

    def test_knows_no_team_with_a_made_up_code(self, client, path):
        assert client.get("/beheer/teams/ZZZZ/budget").status_code == 404

    def test_tells_no_text_of_a_decision(self, client, write, path):
        with write() as session:
            makelaar = make_account(session)
            make_decision(session, make_picked_up_question(session, makelaar), makelaar, what="GEHEIM")

        assert "GEHEIM" not in text_of(client.get(path))
