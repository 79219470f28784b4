"""Knelpunten are found in other words, tagged after a look, and climb the ladder page by page."""

import pytest
from sqlmodel import select

from intake import database, ladder, outbox
from intake.models.knelpunten import CaseKnelpunt, Knelpunt, KnelpuntTag
from intake.models.questions import Message
from intake.models.reference import KnelpuntKind, Outcome, Topic, Track
from intake.terms import KnelpuntStatus, Language, MessageKind, Role
from tests.factories import (
    START,
    any_track,
    make_account,
    make_act,
    make_case,
    make_knelpunt,
    make_question,
    make_referral,
    organisation_of_category,
    other_team,
)
from web.mail import write_message


def tag(session, knelpunt, question):
    session.add(KnelpuntTag(knelpunt_id=knelpunt.id, question_id=question.id, at=START))
    session.flush()


@pytest.fixture
def sign_in(client, session):
    def as_role(role, **overrides):
        account = make_account(session, role, **overrides)
        session.commit()
        client.sign_in(account)
        return account

    return as_role


@pytest.fixture
def kind(session):
    return session.exec(select(KnelpuntKind).where(KnelpuntKind.code == "doelgroep_indicatie")).one()


@pytest.fixture
def described(kind):
    return {
        "title": "Jongeren zonder registratie krijgen geen subsidie",
        "kind_code": kind.code,
        "level": "rijk",
        "rule_concerned": "Participatiewet",
        "description": "Wie net buiten het register valt, krijgt niets.",
    }


class TestOverview:
    def test_shows_titles_and_hides_small_counts(self, client, session, sign_in):
        knelpunt = make_knelpunt(session, description="Alleen voor wie het mag lezen")
        for _number in range(4):
            tag(session, knelpunt, make_question(session, team_id=other_team(session).id))
        sign_in(Role.INTERMEDIAIR)

        page = client.get("/knelpunten").text

        assert knelpunt.title in page
        assert "minder dan 5 gelijke vragen" in page
        assert "Alleen voor wie" not in page

    def test_counts_questions_and_municipalities(self, client, session, sign_in):
        knelpunt = make_knelpunt(session)
        for number in range(7):
            tag(session, knelpunt, make_question(session, gm_code=["GM0392", "GM0344"][number % 2]))
        sign_in(Role.MAKELAAR)

        assert "7 gelijke vragen, in 2 gemeenten" in client.get("/knelpunten").text

    def test_finds_the_same_barrier_in_other_words(self, client, session, sign_in, kind):
        wanted = make_knelpunt(
            session, title="Geen loonkostensubsidie buiten het doelgroepregister", kind_code=kind.code
        )
        other = make_knelpunt(session, title="Vergunning voor een terras duurt lang", kind_code="doorlooptijd")
        sign_in(Role.MAKELAAR)

        page = client.get("/knelpunten?zoek=onze+medewerker+staat+niet+in+het+doelgroepenregister").text

        assert wanted.title in page
        assert other.title not in page or page.index(wanted.title) < page.index(other.title)

    def test_does_not_find_by_words_that_somebody_may_not_read(self, client, session, sign_in):
        knelpunt = make_knelpunt(session, title="Aanvraag blijft liggen", description="Zonnebloemolie")
        sign_in(Role.INTERMEDIAIR)

        assert knelpunt.title not in client.get("/knelpunten?zoek=zonnebloemolie").text

    @pytest.mark.parametrize("filtered", ["niveau=rijk", "stand=besluit", "categorie=cultuur"])
    def test_narrows_by_every_filter(self, client, session, sign_in, filtered):
        knelpunt = make_knelpunt(session, kind_code="verkokering_afdelingen")
        sign_in(Role.MAKELAAR)

        page = client.get(f"/knelpunten?{filtered}").text

        assert knelpunt.title not in page
        assert "Geen knelpunt gevonden" in page

    def test_takes_nonsense_in_the_address_for_nothing(self, client, session, sign_in):
        knelpunt = make_knelpunt(session)
        sign_in(Role.MAKELAAR)

        page = client.get("/knelpunten?niveau=onzin&pagina=-3&_external=1&_scheme=javascript")

        assert page.status_code == 200
        assert knelpunt.title in page.text

    def test_shows_a_track_leader_the_own_track_only(self, client, session, sign_in):
        own = make_knelpunt(session)
        other = make_knelpunt(session, track_slug=session.exec(select(Track.slug).where(Track.number == 3)).one())
        sign_in(Role.SPOORLEIDER)

        page = client.get("/knelpunten").text

        assert own.title in page
        assert other.title not in page

    def test_turns_pages_and_keeps_the_filter(self, client, session, sign_in):
        for _number in range(26):
            make_knelpunt(session)
        sign_in(Role.MAKELAAR)

        first = client.get("/knelpunten?niveau=gemeente").text
        second = client.get("/knelpunten?niveau=gemeente&pagina=2").text

        assert "niveau=gemeente&amp;pagina=2" in first
        assert second.count('data-label="Knelpunt"') == 1

    def test_says_when_there_is_nothing(self, client, sign_in):
        sign_in(Role.MAKELAAR)

        assert "Nog geen knelpunten" in client.get("/knelpunten").text


class TestShow:
    def test_keeps_texts_from_other_organisations(self, client, session, sign_in):
        knelpunt = make_knelpunt(session, description="Geheime toelichting", rule_concerned="Verborgen wet")
        sign_in(Role.INTERMEDIAIR)

        page = client.get(f"/knelpunten/{knelpunt.reference}").text

        assert [word for word in ("Geheime toelichting", "Verborgen wet") if word in page] == []

    def test_shows_texts_to_who_signalled_it(self, client, session, sign_in):
        organisation = organisation_of_category(session, "intermediair")
        knelpunt = make_knelpunt(session, description="Eigen toelichting", signalled_by_organisation_id=organisation.id)
        sign_in(Role.INTERMEDIAIR)

        assert "Eigen toelichting" in client.get(f"/knelpunten/{knelpunt.reference}").text

    def test_lists_own_questions_only(self, client, session, sign_in):
        knelpunt = make_knelpunt(session)
        own, foreign = make_question(session), make_question(session, team_id=other_team(session).id)
        for question in (own, foreign):
            tag(session, knelpunt, question)
        sign_in(Role.MAKELAAR)

        page = client.get(f"/knelpunten/{knelpunt.reference}").text

        assert own.reference in page
        assert foreign.reference not in page

    def test_shows_a_track_leader_no_title_that_was_not_released(self, client, session, sign_in):
        knelpunt = make_knelpunt(session)
        hidden = make_case(session, title="Niet vrijgegeven titel")
        secret = make_case(session, title="Vertrouwelijke titel", confidential=True)
        for case in (hidden, secret):
            session.add(CaseKnelpunt(case_id=case.id, knelpunt_id=knelpunt.id))
        sign_in(Role.SPOORLEIDER)

        page = client.get(f"/knelpunten/{knelpunt.reference}").text

        assert hidden.reference in page
        assert [
            word for word in ("Niet vrijgegeven titel", "Vertrouwelijke titel", secret.reference) if word in page
        ] == []

    def test_is_not_there_for_a_dossierhouder_before_it_was_brought(self, client, session, sign_in):
        ministry = organisation_of_category(session, "ministerie")
        knelpunt = make_knelpunt(session, responsible_organisation_id=ministry.id)
        sign_in(Role.DOSSIERHOUDER)

        assert client.get(f"/knelpunten/{knelpunt.reference}").status_code == 404


class TestTag:
    @pytest.fixture
    def question(self, session):
        return make_question(session, text="Wij krijgen geen loonkostensubsidie. Bel 06-00001234.")

    def test_shows_the_nearest_first_without_personal_data(self, client, session, sign_in, question, kind):
        for number in range(6):
            make_knelpunt(session, title=f"Terras nummer {number} wacht op een vergunning", kind_code="doorlooptijd")
        wanted = make_knelpunt(session, title="Loonkostensubsidie is niet te krijgen", kind_code=kind.code)
        sign_in(Role.MAKELAAR)

        page = client.get(f"/knelpunten/koppelen/{question.reference}").text

        assert page.index(wanted.title) < page.find("Terras nummer") or "Terras nummer" not in page
        assert "00001234" not in page

    def test_links_what_was_chosen(self, client, session, engine, sign_in, question):
        knelpunt = make_knelpunt(session, title="Loonkostensubsidie is niet te krijgen")
        sign_in(Role.MAKELAAR)

        answer = client.submit(f"/knelpunten/koppelen/{question.reference}", {"knelpunt": knelpunt.reference})

        assert (answer.status_code, answer.location) == (303, f"/vragen/{question.reference}")
        with database.reading(engine) as reading:
            assert reading.get(KnelpuntTag, (knelpunt.id, question.id)) is not None

    def test_works_for_an_intermediary_on_a_shared_question(self, client, session, sign_in, question):
        knelpunt = make_knelpunt(session, title="Loonkostensubsidie is niet te krijgen")
        make_referral(session, question, organisation_of_category(session, "intermediair").id)
        sign_in(Role.INTERMEDIAIR)

        answer = client.submit(f"/knelpunten/koppelen/{question.reference}", {"knelpunt": knelpunt.reference})

        assert (answer.status_code, answer.location) == (303, f"/doorverwijzingen/{question.reference}")

    def test_finds_others_by_words(self, client, session, sign_in, question):
        knelpunt = make_knelpunt(session, title="Terras wacht op een vergunning", kind_code="doorlooptijd")
        sign_in(Role.MAKELAAR)
        path = f"/knelpunten/koppelen/{question.reference}"

        answer = client.submit(f"{path}?zoek=terras+vergunning", {"knelpunt": knelpunt.reference})

        assert answer.status_code == 303

    def test_wants_a_choice(self, client, session, sign_in, question):
        make_knelpunt(session, title="Loonkostensubsidie is niet te krijgen")
        sign_in(Role.MAKELAAR)

        answer = client.submit(f"/knelpunten/koppelen/{question.reference}", {})

        assert answer.status_code == 400
        assert "Kies een knelpunt" in answer.text

    def test_is_not_there_for_another_team(self, client, session, sign_in):
        question = make_question(session, team_id=other_team(session).id)
        sign_in(Role.MAKELAAR)

        assert client.get(f"/knelpunten/koppelen/{question.reference}").status_code == 404

    def test_can_be_taken_back(self, client, session, engine, sign_in, question):
        knelpunt = make_knelpunt(session)
        tag(session, knelpunt, question)
        sign_in(Role.MAKELAAR)
        path = f"/knelpunten/koppelen/{question.reference}"

        answer = client.submit(f"{path}/ontkoppelen", {"knelpunt": knelpunt.reference}, page=path)

        assert answer.status_code == 303
        with database.reading(engine) as reading:
            assert reading.exec(select(KnelpuntTag)).all() == []

    def test_of_the_team_is_not_an_intermediarys_to_take_back(self, client, session, sign_in, question):
        knelpunt = make_knelpunt(session)
        tag(session, knelpunt, question)
        make_referral(session, question, organisation_of_category(session, "intermediair").id)
        sign_in(Role.INTERMEDIAIR)
        path = f"/knelpunten/koppelen/{question.reference}"

        answer = client.submit(f"{path}/ontkoppelen", {"knelpunt": knelpunt.reference}, page=path)

        assert answer.status_code == 404


class TestSignal:
    def test_from_a_question_tags_it_and_takes_its_track(self, client, session, engine, sign_in, described):
        question = make_question(session)
        sign_in(Role.MAKELAAR)

        answer = client.submit(f"/knelpunten/koppelen/{question.reference}/nieuw", described)

        assert answer.status_code == 303
        with database.reading(engine) as reading:
            made = reading.exec(select(Knelpunt)).one()
            assert reading.get(KnelpuntTag, (made.id, question.id)) is not None
            assert made.track_slug == reading.get_one(Topic, question.topic_slug).track_slug

    def test_prefills_kind_and_level_from_the_text(self, client, session, sign_in, kind):
        question = make_question(session, text=f"Onze jongere valt net buiten het register. {kind.examples_nl}")
        sign_in(Role.MAKELAAR)

        page = client.get(f"/knelpunten/koppelen/{question.reference}/nieuw").text

        assert f'<option selected value="{kind.code}">' in page
        assert f'<option selected value="{kind.levels.split(";")[0]}">' in page

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"title": ""}, "Beschrijf het knelpunt in één zin"),
            ({"title": "kort"}, "Gebruik 10 tot 200 tekens voor de zin"),
            ({"title": "Sam Voorbeeld krijgt geen subsidie"}, "Dit lijkt er een: Sam Voorbeeld"),
            ({"description": "Mail naar sam@example.nl"}, "Dit lijkt er een: sam@example.nl"),
            ({"kind_code": ""}, "Kies een soort"),
            ({"level": "maan"}, "Kies een niveau"),
        ],
    )
    def test_says_what_to_mend_and_keeps_what_was_typed(
        self, client, session, engine, sign_in, described, change, message
    ):
        question = make_question(session, asker_name="Sam Voorbeeld")
        sign_in(Role.MAKELAAR)

        answer = client.submit(f"/knelpunten/koppelen/{question.reference}/nieuw", described | change)

        assert answer.status_code == 400
        assert message in answer.text
        assert "Participatiewet" in answer.text
        with database.reading(engine) as reading:
            assert reading.exec(select(Knelpunt)).all() == []

    def test_refuses_one_that_is_there_already(self, client, session, sign_in, described):
        existing = make_knelpunt(session, title=described["title"])
        question = make_question(session)
        sign_in(Role.MAKELAAR)

        answer = client.submit(f"/knelpunten/koppelen/{question.reference}/nieuw", described)

        assert answer.status_code == 400
        assert existing.reference in answer.text

    def test_from_own_practice_looks_at_the_nearest_first(self, client, session, sign_in):
        existing = make_knelpunt(session, title="Loonkostensubsidie is niet te krijgen")
        sign_in(Role.INTERMEDIAIR)

        empty = client.get("/knelpunten/nieuw").text
        searched = client.get("/knelpunten/nieuw?zoek=geen+loonkostensubsidie+te+krijgen").text

        assert 'name="title"' not in empty
        assert existing.title in searched
        assert 'name="title"' in searched

    def test_from_own_practice_needs_a_track(self, client, session, engine, sign_in, described):
        track = any_track(session).slug
        sign_in(Role.INTERMEDIAIR)
        page = "/knelpunten/nieuw?zoek=geen+subsidie"

        without = client.submit("/knelpunten/nieuw", described, page=page)
        answer = client.submit("/knelpunten/nieuw", described | {"track_slug": track}, page=page)

        assert (without.status_code, answer.status_code) == (400, 303)
        assert "Kies een spoor" in without.text
        with database.reading(engine) as reading:
            assert reading.exec(select(Knelpunt.track_slug)).all() == [track]

    def test_is_not_for_a_track_leader(self, client, sign_in):
        sign_in(Role.SPOORLEIDER)

        assert client.get("/knelpunten/nieuw").status_code == 404


class TestLadder:
    @pytest.fixture
    def ministry(self, session):
        return organisation_of_category(session, "ministerie")

    @pytest.fixture
    def decided(self, session, ministry):
        outcome = session.exec(select(Outcome).limit(1)).first()
        return make_knelpunt(
            session,
            status=KnelpuntStatus.BESLUIT,
            responsible_organisation_id=ministry.id,
            brought_at=START,
            outcome_code=outcome.code,
            decision_text="De regeling wordt ruimer.",
        )

    def test_is_climbed_by_a_track_leader(self, client, session, engine, sign_in, ministry):
        knelpunt = make_knelpunt(session)
        sign_in(Role.SPOORLEIDER)
        path = f"/knelpunten/{knelpunt.reference}"

        confirmed = client.submit(f"{path}/bevestigen", {"version": "1"}, page=path)
        brought = client.submit(
            f"{path}/inbrengen",
            {"version": "2", "organisation": str(ministry.id), "text": "Wilt u de regeling verruimen?"},
        )

        assert (confirmed.status_code, brought.status_code) == (303, 303)
        with database.reading(engine) as reading:
            assert reading.get_one(Knelpunt, knelpunt.id).status is KnelpuntStatus.INGEBRACHT

    def test_is_offered_to_a_makelaar_with_two_cases(self, client, session, sign_in):
        knelpunt = make_knelpunt(session)
        sign_in(Role.MAKELAAR)
        path = f"/knelpunten/{knelpunt.reference}"
        assert "Knelpunt bevestigen" not in client.get(path).text

        for _number in range(2):
            session.add(CaseKnelpunt(case_id=make_case(session).id, knelpunt_id=knelpunt.id))
        session.commit()

        assert "Knelpunt bevestigen" in client.get(path).text

    def test_is_refused_to_a_makelaar_with_too_few(self, client, session, sign_in):
        knelpunt = make_knelpunt(session)
        question = make_question(session)
        sign_in(Role.MAKELAAR)

        answer = client.submit(
            f"/knelpunten/{knelpunt.reference}/bevestigen",
            {"version": "1"},
            page=f"/knelpunten/koppelen/{question.reference}/nieuw",
        )

        assert answer.status_code == 400
        assert "2 casussen nodig" in answer.text

    def test_shows_who_was_first(self, client, session, engine, sign_in):
        knelpunt = make_knelpunt(session)
        leader = make_account(session, Role.SPOORLEIDER)
        sign_in(Role.SPOORLEIDER)
        path = f"/knelpunten/{knelpunt.reference}"
        token = client.csrf(path)
        with database.transaction(engine) as other:
            ladder.confirm(make_act(other, leader), knelpunt.reference)

        answer = client.post(f"{path}/bevestigen", data={"csrf_token": token, "version": "1"})

        assert answer.status_code == 409
        assert "Laatste stap: Bevestigd, door Spoorleider" in answer.text

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"organisation": ""}, "Kies een organisatie"),
            ({"text": ""}, "Schrijf op wat u van de organisatie vraagt"),
            ({"text": "Getypte tekst: bel 06-00001234"}, "Dit lijkt er een: 06-00001234"),
        ],
    )
    def test_says_what_to_mend_when_bringing(self, client, session, sign_in, ministry, change, message):
        knelpunt = make_knelpunt(session, status=KnelpuntStatus.BEVESTIGD)
        sign_in(Role.SPOORLEIDER)
        data = {"version": "1", "organisation": str(ministry.id), "text": "Wilt u de regeling verruimen?"}

        answer = client.submit(f"/knelpunten/{knelpunt.reference}/inbrengen", data | change)

        assert answer.status_code == 400
        assert message in answer.text
        assert (data | change)["text"] in answer.text

    def test_keeps_the_text_when_somebody_was_first(self, client, session, sign_in, ministry):
        knelpunt = make_knelpunt(session, status=KnelpuntStatus.BEVESTIGD, version=5)
        sign_in(Role.SPOORLEIDER)

        answer = client.submit(
            f"/knelpunten/{knelpunt.reference}/inbrengen",
            {"version": "4", "organisation": str(ministry.id), "text": "Wilt u de regeling verruimen?"},
        )

        assert answer.status_code == 409
        assert "Wilt u de regeling verruimen?" in answer.text
        assert 'value="5"' in answer.text

    def test_describes_better(self, client, session, engine, sign_in, described):
        knelpunt = make_knelpunt(session)
        sign_in(Role.SPOORLEIDER)

        answer = client.submit(f"/knelpunten/{knelpunt.reference}/wijzigen", described | {"version": "1"})

        assert answer.status_code == 303
        with database.reading(engine) as reading:
            assert reading.get_one(Knelpunt, knelpunt.id).title == described["title"]

    def test_previews_who_will_hear_and_tells_them_in_one_action(self, client, session, engine, sign_in, decided):
        questions = [make_question(session) for _number in range(5)]
        for question in questions:
            tag(session, decided, question)
        sign_in(Role.SPOORLEIDER)
        path = f"/knelpunten/{decided.reference}/terugkoppelen"

        preview = client.get(path).text
        answer = client.submit(path, {"version": "1", "text": "U kunt vanaf nu weer aanvragen."})

        assert "De regeling wordt ruimer." in preview
        assert [question.reference for question in questions if question.reference in preview] == []
        assert answer.status_code == 303
        with database.reading(engine) as reading:
            told = reading.exec(select(Message).where(Message.kind == MessageKind.TO_ASKER)).all()
            assert {message.question_id for message in told} == {question.id for question in questions}

    def test_refuses_personal_data_when_feeding_back(self, client, session, sign_in, decided):
        sign_in(Role.SPOORLEIDER)

        answer = client.submit(
            f"/knelpunten/{decided.reference}/terugkoppelen", {"version": "1", "text": "Mail dan naar sam@example.nl"}
        )

        assert answer.status_code == 400
        assert "Dit lijkt er een: sam@example.nl" in answer.text


class TestMails:
    @pytest.mark.parametrize("language", Language)
    @pytest.mark.parametrize(
        "template", ["referral_offered", "knelpunt_brought", "knelpunt_decided", "knelpunt_fed_back"]
    )
    def test_lead_to_the_page_and_tell_nothing_else(self, session, settings, template, language):
        question, knelpunt = make_question(session), make_knelpunt(session)
        about_question = template in ("referral_offered", "knelpunt_decided")
        mail = outbox.put(
            make_act(session),
            template,
            "ontvanger@example.nl",
            language,
            params={} if about_question else {"knelpunt": knelpunt.reference},
            question_id=question.id if about_question else None,
        )
        session.flush()

        message = write_message(make_act(session), mail, settings)

        reference = question.reference if about_question else knelpunt.reference
        assert reference in message["Subject"]
        body = message.get_content()
        assert settings.public_url in body
        assert [words for words in (question.text, question.asker_name, knelpunt.title) if words in body] == []
