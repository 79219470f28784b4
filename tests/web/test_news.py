"""An entrepreneur asks for one mail later, sees until when, and takes it back."""

import pytest
from sqlmodel import Session, select

from intake import database
from intake.models.questions import NewsWish
from tests.factories import make_question
from tests.web.asking import text_of


@pytest.fixture
def mine(engine, client):
    """What makes a question that this browser follows; gives the address of the page about mail later."""

    def make(**overrides):
        with database.transaction(engine) as session:
            question = make_question(session, **overrides)
        client.open_question(question.id)
        return f"/mijn-vraag/{question.reference}/bericht-later"

    return make


def wishes(engine):
    with Session(engine) as session:
        return session.exec(select(NewsWish)).all()


class TestNews:
    def test_shows_the_last_day_and_what_was_asked_for(self, client, mine):
        path = mine()

        first = text_of(client.get(path))
        client.submit(path, {"kinds": "knelpunt", "ends_on": "31-12-2026"})

        assert 'value="15-09-2027"' in first
        assert "Wij sturen u hierover één bericht, tot en met 31 december 2026." in text_of(client.get(path))

    def test_takes_it_back(self, client, mine, engine):
        path = mine()
        client.submit(path, {"kinds": "knelpunt", "ends_on": "31-12-2026"})

        client.submit(f"{path}/stop", {"kind": "knelpunt"}, page=path)

        assert [wish.withdrawn_at is not None for wish in wishes(engine)] == [True]

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"ends_on": "31-12-2026"}, "Kies waarover u een bericht wilt"),
            ({"kinds": "knelpunt", "ends_on": "31-12-2031"}, "Kies een dag binnen een jaar"),
            ({"kinds": "knelpunt", "ends_on": "01-01-2026"}, "Kies een dag die nog komt"),
            ({"kinds": "knelpunt", "ends_on": "ooit"}, "Vul een datum in"),
            ({"kinds": "scheme", "ends_on": "31-12-2026"}, "Kies alleen mogelijkheden uit de lijst"),
        ],
    )
    def test_says_what_to_mend_and_keeps_what_was_typed(self, client, mine, engine, fields, message):
        answer = client.submit(mine(), fields)

        assert answer.status_code == 400
        assert message in text_of(answer)
        assert f'value="{fields["ends_on"]}"' in text_of(answer)
        assert wishes(engine) == []

    def test_explains_why_nothing_is_offered_without_an_address(self, client, mine):
        assert "U gaf geen e-mailadres." in text_of(client.get(mine(asker_email=None)))

    def test_refuses_to_stop_something_that_is_not_there(self, client, mine):
        path = mine()

        assert client.submit(f"{path}/stop", {"kind": "iets"}, page=path).status_code == 400

    def test_is_not_there_for_somebody_else(self, client, engine):
        with database.transaction(engine) as session:
            question = make_question(session)

        assert client.get(f"/mijn-vraag/{question.reference}/bericht-later").status_code == 404
