"""An organisation reads what was brought to it, and only the stories that were released, and answers."""

import pytest
from sqlmodel import select

from intake import database
from intake.models.knelpunten import CaseKnelpunt, Knelpunt
from intake.models.reference import Outcome
from intake.terms import KnelpuntStatus, Role
from tests.factories import START, make_account, make_case, make_knelpunt, organisation_of_category


@pytest.fixture
def dossierhouder(session):
    return make_account(session, Role.DOSSIERHOUDER)


@pytest.fixture
def knelpunt(session, dossierhouder):
    knelpunt = make_knelpunt(
        session,
        status=KnelpuntStatus.INGEBRACHT,
        responsible_organisation_id=dossierhouder.organisation_id,
        brought_at=START,
        brought_text="Wilt u de regeling verruimen?",
    )
    session.commit()
    return knelpunt


@pytest.fixture
def outcome(session):
    outcome = session.exec(select(Outcome).order_by(Outcome.code).limit(1)).one()
    session.commit()
    return outcome


@pytest.fixture
def signed_in(client, session, dossierhouder):
    session.commit()
    client.sign_in(dossierhouder)
    return client


class TestInbox:
    def test_lists_what_was_brought_here(self, signed_in, session, knelpunt):
        elsewhere = make_knelpunt(
            session,
            status=KnelpuntStatus.INGEBRACHT,
            responsible_organisation_id=organisation_of_category(session, "provincie").id,
            brought_at=START,
        )
        session.commit()

        page = signed_in.get("/dossiers").text

        assert knelpunt.title in page
        assert elsewhere.title not in page

    def test_keeps_answered_ones_apart(self, signed_in, session, knelpunt):
        knelpunt.status, knelpunt.decided_at = KnelpuntStatus.BESLUIT, START
        session.commit()

        assert knelpunt.title not in signed_in.get("/dossiers").text
        assert knelpunt.title in signed_in.get("/dossiers?stand=beantwoord").text

    def test_says_when_there_is_nothing(self, signed_in):
        assert "Niets te beantwoorden" in signed_in.get("/dossiers").text
        assert "Nog niets beantwoord" in signed_in.get("/dossiers?stand=beantwoord").text

    def test_is_not_for_a_track_leader(self, client, session):
        leader = make_account(session, Role.SPOORLEIDER)
        session.commit()
        client.sign_in(leader)

        assert client.get("/dossiers").status_code == 404


class TestShow:
    def test_tells_released_stories_only(self, signed_in, session, knelpunt):
        told = make_case(session, story="Vrijgegeven verhaal", released_at=START)
        kept = make_case(session, story="Nog niet vrijgegeven verhaal", title="Verborgen titel een")
        secret = make_case(session, story="Geheim verhaal", title="Verborgen titel twee", confidential=True)
        for case in (told, kept, secret):
            session.add(CaseKnelpunt(case_id=case.id, knelpunt_id=knelpunt.id))
        session.commit()

        page = signed_in.get(f"/dossiers/{knelpunt.reference}").text

        assert "Vrijgegeven verhaal" in page
        assert "Wilt u de regeling verruimen?" in page
        hidden = ("Nog niet vrijgegeven verhaal", "Geheim verhaal", "Verborgen titel")
        assert [words for words in hidden if words in page] == []

    def test_is_not_there_for_another_organisation(self, client, session, knelpunt):
        stranger = make_account(
            session, Role.DOSSIERHOUDER, organisation_id=organisation_of_category(session, "provincie").id
        )
        session.commit()
        client.sign_in(stranger)

        assert client.get(f"/dossiers/{knelpunt.reference}").status_code == 404


class TestAnswer:
    def test_is_taken_up_and_given(self, signed_in, engine, knelpunt, outcome):
        path = f"/dossiers/{knelpunt.reference}"

        taken = signed_in.submit(f"{path}/oppakken", {"version": "1"}, page=path)
        answer = signed_in.submit(
            f"{path}/besluit",
            {"version": "2", "outcome": outcome.code, "text": "De regeling wordt ruimer vanaf januari."},
            page=path,
        )

        assert (taken.status_code, answer.status_code) == (303, 303)
        with database.reading(engine) as session:
            stored = session.get_one(Knelpunt, knelpunt.id)
            assert (stored.status, stored.outcome_code) == (KnelpuntStatus.BESLUIT, outcome.code)
        assert "De regeling wordt ruimer" in signed_in.get(path).text

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"outcome": ""}, "Kies een uitkomst"),
            ({"outcome": "misschien"}, "Kies een uitkomst"),
            ({"text": ""}, "Schrijf uw antwoord op"),
            ({"text": "Getypt: vraag het aan de heer Jansen"}, "Dit lijkt er een: Jansen"),
        ],
    )
    def test_says_what_to_mend_and_keeps_what_was_typed(self, signed_in, engine, knelpunt, outcome, change, message):
        path = f"/dossiers/{knelpunt.reference}"
        data = {"version": "1", "outcome": outcome.code, "text": "De regeling wordt ruimer vanaf januari."} | change

        answer = signed_in.submit(f"{path}/besluit", data, page=path)

        assert answer.status_code == 400
        assert message in answer.text
        assert data["text"] in answer.text
        with database.reading(engine) as session:
            assert session.get_one(Knelpunt, knelpunt.id).status is KnelpuntStatus.INGEBRACHT

    def test_keeps_the_text_when_a_colleague_was_first(self, signed_in, session, knelpunt, outcome):
        path = f"/dossiers/{knelpunt.reference}"
        knelpunt.status, knelpunt.version, knelpunt.decided_at = KnelpuntStatus.BESLUIT, 2, START
        session.commit()

        answer = signed_in.submit(
            f"{path}/besluit",
            {"version": "1", "outcome": outcome.code, "text": "Mijn eigen lange antwoord."},
            page=path,
        )

        assert answer.status_code == 409
        assert "Mijn eigen lange antwoord." in answer.text
