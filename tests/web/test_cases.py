"""A case goes from a form past its masked text into the list, and its words only to who may read them."""

import re

import pytest
from sqlmodel import select

from intake import database
from intake.models.knelpunten import Case, CaseKnelpunt, CaseSdg, KnelpuntTag
from intake.models.reference import Track
from intake.terms import CaseStatus, Role
from matching.personal_data import PLACEHOLDERS
from tests.factories import (
    START,
    any_topic,
    make_account,
    make_case,
    make_knelpunt,
    make_question,
    make_referral,
    organisation_of_category,
    other_team,
)
from web.forms.cases import MASKED


@pytest.fixture
def sign_in(client, session):
    def as_role(role, **overrides):
        account = make_account(session, role, **overrides)
        session.commit()
        client.sign_in(account)
        return account

    return as_role


@pytest.fixture
def knelpunt(session):
    return make_knelpunt(session, title="Twee vergunningen wachten op elkaar")


@pytest.fixture
def filled_in(session, knelpunt):
    return {
        "kind": "casus",
        "title": "Werkplaats wacht op twee vergunningen",
        "story": "Twee afdelingen vroegen Sam Voorbeeld om een ander stuk. Bel 06-00001234.",
        "workaround": "Tijdelijk in een loods van Voorbeeld bv.",
        "person_name": "Sam Voorbeeld",
        "firm_name": "Voorbeeld bv",
        "topic_slug": any_topic(session).slug,
        "level": "gemeente",
        "gm_code": "GM0392",
        "effect_days": "90",
        "effect_eur": "1.500",
        "effect_people": "12",
        "knelpunten": [knelpunt.reference],
        "sdgs": ["8", "11"],
    }


def hidden_fields(page):
    """Return what the page with the masked text carries along."""
    return re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', page)


def stored(engine):
    with database.reading(engine) as session:
        return session.exec(select(Case)).all()


class TestLog:
    def test_shows_the_masked_text_first_and_stores_nothing(self, client, engine, sign_in, filled_in):
        sign_in(Role.MAKELAAR)

        page = client.submit("/casussen/nieuw", filled_in)

        assert page.status_code == 200
        assert "Twee afdelingen vroegen [naam] om een ander stuk. Bel [telefoonnummer]." in page.text
        assert "Tijdelijk in een loods van [naam]." in page.text
        assert "telefoonnummer" in page.text
        assert stored(engine) == []

    def test_carries_everything_typed_past_that_page(self, client, sign_in, filled_in):
        sign_in(Role.MAKELAAR)

        carried = hidden_fields(client.submit("/casussen/nieuw", filled_in).text)

        expected = {
            (name, one) for name, value in filled_in.items() for one in ([value] if isinstance(value, str) else value)
        }
        assert expected <= set(carried)

    def test_stores_masked_and_released_after_the_tick(self, client, engine, sign_in, filled_in):
        makelaar = sign_in(Role.MAKELAAR)

        answer = client.submit("/casussen/nieuw", filled_in | {"action": "store", "release": "y"})

        assert answer.status_code == 303
        [case] = stored(engine)
        assert "Sam" not in case.story + case.workaround
        assert (case.released_by_id, case.effect_days, case.effect_eur) == (makelaar.id, 90, 1500)
        with database.reading(engine) as session:
            assert len(session.exec(select(CaseSdg)).all()) == 2
            assert len(session.exec(select(CaseKnelpunt)).all()) == 1
        assert "Werkplaats wacht" in client.get(answer.location).text

    def test_stores_unreleased_without_the_tick(self, client, engine, sign_in, filled_in):
        sign_in(Role.MAKELAAR)

        client.submit("/casussen/nieuw", filled_in | {"action": "store"})

        assert stored(engine)[0].released_at is None

    def test_goes_back_to_the_form_with_everything_typed(self, client, sign_in, filled_in):
        sign_in(Role.MAKELAAR)

        page = client.submit("/casussen/nieuw", filled_in | {"action": "back"})

        assert page.status_code == 200
        assert filled_in["story"] in page.text

    def test_finds_knelpunten_and_keeps_everything_typed(self, client, session, sign_in, filled_in):
        other = make_knelpunt(session, title="Loonkostensubsidie is niet te krijgen")
        sign_in(Role.MAKELAAR)

        page = client.submit(
            "/casussen/nieuw", filled_in | {"action": "search", "zoek": "loonkostensubsidie niet te krijgen"}
        )

        assert page.status_code == 200
        assert other.title in page.text
        assert filled_in["story"] in page.text
        assert re.search(rf'checked[^>]*value="{filled_in["knelpunten"][0]}"', page.text)

    def test_starts_from_the_facts_of_a_question(self, client, session, sign_in, knelpunt):
        question = make_question(session, gm_code="GM0392", text="Wij wachten op een vergunning. Bel 06-00001234.")
        session.add(KnelpuntTag(knelpunt_id=knelpunt.id, question_id=question.id, at=START))
        sign_in(Role.MAKELAAR)

        page = client.get(f"/casussen/nieuw?vraag={question.reference}").text

        assert f'<option selected value="{question.topic_slug}">' in page
        assert '<option selected value="GM0392">' in page
        assert re.search(rf'checked[^>]*value="{knelpunt.reference}"', page)
        assert "00001234" not in page
        assert 'name="person_name"' not in page

    def test_of_a_question_masks_who_asked_and_tags_it(self, client, session, engine, sign_in, filled_in, knelpunt):
        question = make_question(session, asker_name="Joris Verzonnen")
        sign_in(Role.MAKELAAR)
        filled_in |= {"story": "Joris Verzonnen wacht al tien maanden op antwoord.", "action": "store"}

        client.submit(f"/casussen/nieuw?vraag={question.reference}", filled_in)

        [case] = stored(engine)
        assert case.story == "[naam] wacht al tien maanden op antwoord."
        with database.reading(engine) as reading:
            assert reading.get(KnelpuntTag, (knelpunt.id, question.id)) is not None

    def test_of_a_confidential_question_offers_no_tick(self, client, session, engine, sign_in, filled_in):
        question = make_question(session, confidential=True)
        sign_in(Role.MAKELAAR)
        path = f"/casussen/nieuw?vraag={question.reference}"

        preview = client.submit(path, filled_in)
        forced = client.submit(path, filled_in | {"action": "store", "release": "y"})

        assert 'name="release"' not in preview.text
        assert forced.status_code == 303
        assert [(case.confidential, case.released_at) for case in stored(engine)] == [(True, None)]

    def test_of_a_question_of_another_team_is_not_there(self, client, session, sign_in):
        question = make_question(session, team_id=other_team(session).id)
        sign_in(Role.MAKELAAR)

        assert client.get(f"/casussen/nieuw?vraag={question.reference}").status_code == 404

    def test_may_come_from_a_shared_question(self, client, session, sign_in):
        question = make_question(session)
        make_referral(session, question, organisation_of_category(session, "intermediair").id)
        sign_in(Role.INTERMEDIAIR)

        assert client.get(f"/casussen/nieuw?vraag={question.reference}").status_code == 200

    @pytest.mark.parametrize("action", ["", "store"])
    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"kind": ""}, "Kies een soort"),
            ({"title": "kort"}, "Gebruik 10 tot 200 tekens voor de titel"),
            ({"title": "Sam Voorbeeld wacht op de gemeente"}, "Dit lijkt er een: Sam Voorbeeld"),
            ({"story": ""}, "Schrijf op wat er gebeurde"),
            ({"story": "x" * 4001}, "Gebruik 20 tot 4.000 tekens voor het verhaal"),
            ({"knelpunten": []}, "Kies minstens één knelpunt"),
            ({"knelpunten": ["KNP-26-XXXX-XX"]}, "Kies alleen mogelijkheden uit de lijst"),
            ({"topic_slug": ""}, "Kies een spoor, of kies een onderwerp"),
            ({"level": ""}, "Kies een niveau"),
            ({"effect_days": "veel"}, "Vul een getal in, bijvoorbeeld 90"),
            ({"effect_people": "-1"}, "Vul een getal in van 0 tot 1.000.000"),
            ({"effect_eur": "duur"}, "Vul een bedrag in"),
        ],
    )
    def test_says_what_to_mend_and_keeps_what_was_typed(
        self, client, engine, sign_in, filled_in, change, message, action
    ):
        sign_in(Role.MAKELAAR)

        answer = client.submit("/casussen/nieuw", filled_in | change | {"action": action})

        assert answer.status_code == 400
        assert message in answer.text
        assert filled_in["workaround"] in answer.text
        assert stored(engine) == []

    def test_asks_again_when_the_form_is_too_old(self, client, engine, sign_in, filled_in):
        sign_in(Role.MAKELAAR)

        answer = client.post("/casussen/nieuw", data=filled_in | {"action": "store", "csrf_token": "oud"})

        assert answer.status_code == 400
        assert filled_in["workaround"] in answer.text
        assert stored(engine) == []

    def test_is_not_for_a_track_leader(self, client, sign_in):
        sign_in(Role.SPOORLEIDER)

        assert client.get("/casussen/nieuw").status_code == 404

    def test_names_every_kind_of_data_that_can_be_masked(self):
        assert set(MASKED) == set(PLACEHOLDERS)


class TestOverview:
    def test_shows_own_cases(self, client, session, sign_in):
        own, foreign = make_case(session), make_case(session, team_id=other_team(session).id)
        sign_in(Role.MAKELAAR)

        page = client.get("/casussen").text

        assert own.title in page
        assert foreign.reference not in page

    def test_shows_an_intermediary_those_of_its_organisation(self, client, session, sign_in):
        intermediary = sign_in(Role.INTERMEDIAIR)
        own = make_case(session, team_id=None, organisation_id=intermediary.organisation_id)
        other = make_case(session)
        session.commit()

        page = client.get("/casussen").text

        assert own.title in page
        assert other.reference not in page

    def test_tells_a_track_leader_released_words_only(self, client, session, sign_in):
        released = make_case(session, released_at=START)
        kept = make_case(session)
        secret = make_case(session, confidential=True)
        foreign = make_case(session, track_slug=session.exec(select(Track.slug).where(Track.number == 3)).one())
        sign_in(Role.SPOORLEIDER, tracks=(released.track_slug,))

        page = client.get("/casussen").text

        assert released.title in page
        assert kept.reference in page
        assert [
            words for words in (kept.title, secret.reference, secret.title, foreign.reference) if words in page
        ] == []
        assert "Minder dan 5 vertrouwelijke casussen" in page

    def test_counts_five_confidential_ones(self, client, session, sign_in):
        cases = [make_case(session, confidential=True) for _number in range(5)]
        sign_in(Role.SPOORLEIDER, tracks=(cases[0].track_slug,))

        assert "5 vertrouwelijke casussen tellen mee" in client.get("/casussen").text

    @pytest.mark.parametrize("chosen", ["soort=referentie", "stand=way_out", "niveau=rijk", "gemeente=GM1680"])
    def test_narrows_by_every_filter(self, client, session, sign_in, chosen):
        make_case(session)
        sign_in(Role.MAKELAAR)

        assert "Geen casussen gevonden" in client.get(f"/casussen?{chosen}").text

    def test_says_when_there_is_nothing(self, client, sign_in):
        sign_in(Role.MAKELAAR)

        assert "Nog geen casussen" in client.get("/casussen").text


class TestShow:
    def test_keeps_an_unreleased_story_from_a_track_leader(self, client, session, sign_in):
        case = make_case(session, story="Nog niet vrijgegeven verhaal", workaround="Verborgen omweg")
        sign_in(Role.SPOORLEIDER, tracks=(case.track_slug,))

        page = client.get(f"/casussen/{case.reference}").text

        assert [words for words in (case.title, case.story, case.workaround) if words in page] == []
        assert "De tekst is nog niet vrijgegeven." in page

    def test_never_names_the_question_to_a_track_leader(self, client, session, sign_in):
        question = make_question(session)
        case = make_case(session, released_at=START, story="Vrijgegeven verhaal", question_id=question.id)
        sign_in(Role.SPOORLEIDER, tracks=(case.track_slug,))

        page = client.get(f"/casussen/{case.reference}").text

        assert "Vrijgegeven verhaal" in page
        assert question.reference not in page

    @pytest.mark.parametrize("confidential", [True, False])
    def test_of_another_team_is_not_there(self, client, session, sign_in, confidential):
        case = make_case(session, team_id=other_team(session).id, confidential=confidential)
        sign_in(Role.MAKELAAR)

        assert client.get(f"/casussen/{case.reference}").status_code == 404

    def test_confidential_is_not_there_for_a_track_leader(self, client, session, sign_in):
        case = make_case(session, confidential=True)
        sign_in(Role.SPOORLEIDER, tracks=(case.track_slug,))

        assert client.get(f"/casussen/{case.reference}").status_code == 404


class TestEdit:
    @pytest.fixture
    def case(self, session, knelpunt):
        case = make_case(session, story="Het eerste verhaal over de vergunning.", released_at=START)
        session.add(CaseKnelpunt(case_id=case.id, knelpunt_id=knelpunt.id))
        session.flush()
        return case

    def test_starts_with_what_is_there_and_stores_anew(self, client, engine, sign_in, case, filled_in):
        sign_in(Role.MAKELAAR)
        path = f"/casussen/{case.reference}/wijzigen"
        assert case.story in client.get(path).text

        preview = client.submit(path, filled_in | {"version": "1"})
        answer = client.submit(path, filled_in | {"version": "1", "action": "store", "release": "y"})

        assert (preview.status_code, answer.status_code) == (200, 303)
        assert stored(engine)[0].title == filled_in["title"]

    def test_keeps_the_text_when_a_colleague_was_first(self, client, session, engine, sign_in, case, filled_in):
        sign_in(Role.MAKELAAR)
        case.version = 3
        session.commit()

        answer = client.submit(f"/casussen/{case.reference}/wijzigen", filled_in | {"version": "1", "action": "store"})

        assert answer.status_code == 409
        assert filled_in["workaround"] in answer.text
        assert 'value="3"' in answer.text
        assert stored(engine)[0].title == case.title

    def test_is_not_for_a_track_leader(self, client, sign_in, case):
        sign_in(Role.SPOORLEIDER, tracks=(case.track_slug,))

        assert client.get(f"/casussen/{case.reference}/wijzigen").status_code == 404


class TestSetStatus:
    def test_moves_the_clock(self, client, session, engine, sign_in):
        case = make_case(session)
        sign_in(Role.MAKELAAR)
        path = f"/casussen/{case.reference}"

        answer = client.submit(f"{path}/stand", {"version": "1", "status": "way_out"}, page=path)

        assert answer.status_code == 303
        assert stored(engine)[0].status is CaseStatus.WAY_OUT

    def test_wants_a_choice(self, client, session, sign_in):
        case = make_case(session)
        sign_in(Role.MAKELAAR)
        path = f"/casussen/{case.reference}"

        answer = client.submit(f"{path}/stand", {"version": "1"}, page=path)

        assert answer.status_code == 400
        assert "Kies een stand" in answer.text

    def test_shows_who_was_first(self, client, session, sign_in):
        case = make_case(session, version=4)
        sign_in(Role.MAKELAAR)
        path = f"/casussen/{case.reference}"

        answer = client.submit(f"{path}/stand", {"version": "3", "status": "way_out"}, page=path)

        assert answer.status_code == 409
        assert "Iemand anders was u voor" in answer.text
