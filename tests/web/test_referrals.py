"""An organisation reads what is shared with it, takes it or gives it back, and loses sight when consent ends."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from intake import database, referral
from intake.models.questions import Question, Referral
from intake.models.reference import Organisation
from intake.terms import ReferralStatus, Role
from tests.factories import START, make_account, make_act, make_question, make_referral, organisation_of_category


@pytest.fixture
def intermediary(session):
    return make_account(session, Role.INTERMEDIAIR)


@pytest.fixture
def question(session, intermediary):
    question = make_question(
        session,
        text="Wij zoeken een werkplaats. Bel 06-00001234.",
        asker_phone="06-00001234",
        asker_name="Sam Voorbeeld",
    )
    make_referral(session, question, intermediary.organisation_id, note="Past bij uw netwerk.")
    session.commit()
    return question


@pytest.fixture
def signed_in(client, session, intermediary):
    session.commit()
    client.sign_in(intermediary)
    return client


def stored(engine, question):
    with database.reading(engine) as session:
        return session.exec(select(Referral).where(Referral.question_id == question.id)).one()


class TestInbox:
    def test_lists_what_is_new(self, signed_in, question):
        page = signed_in.get("/doorverwijzingen").text

        assert question.reference in page
        assert "werkplaats" not in page

    def test_says_when_nothing_is_there(self, signed_in):
        assert "Geen nieuwe doorverwijzingen" in signed_in.get("/doorverwijzingen").text
        assert "Geen aangenomen vragen" in signed_in.get("/doorverwijzingen?stand=taken").text
        assert "Nog niets afgerond" in signed_in.get("/doorverwijzingen?stand=done").text

    def test_takes_an_unknown_stage_for_the_first(self, signed_in, question):
        assert question.reference in signed_in.get("/doorverwijzingen?stand=onzin").text

    def test_is_not_for_a_makelaar(self, client, session):
        makelaar = make_account(session)
        session.commit()
        client.sign_in(makelaar)

        assert client.get("/doorverwijzingen").status_code == 404


class TestShow:
    def test_hides_contact_until_the_question_is_taken(self, signed_in, question):
        page = signed_in.get(f"/doorverwijzingen/{question.reference}").text

        assert "Wij zoeken een werkplaats" in page
        assert "Past bij uw netwerk." in page
        assert [word for word in ("00001234", "Sam Voorbeeld", question.asker_email) if word in page] == []

    def test_is_gone_the_moment_consent_ends(self, signed_in, engine, question, intermediary):
        path = f"/doorverwijzingen/{question.reference}"
        assert signed_in.get(path).status_code == 200

        with database.transaction(engine) as session:
            found = session.get_one(Question, question.id)
            referral.revoke(make_act(session), found, intermediary.organisation_id)

        assert signed_in.get(path).status_code == 404

    def test_is_not_there_for_another_organisation(self, client, session, question, intermediary):
        other = session.exec(
            select(Organisation).where(
                Organisation.category == "intermediair", Organisation.id != intermediary.organisation_id
            )
        ).first()
        stranger = make_account(session, Role.INTERMEDIAIR, organisation_id=other.id)
        session.commit()
        client.sign_in(stranger)

        assert client.get(f"/doorverwijzingen/{question.reference}").status_code == 404

    def test_works_for_a_fund(self, client, session):
        fund = organisation_of_category(session, "financier")
        keeper = make_account(session, Role.DOSSIERHOUDER, organisation_id=fund.id)
        question = make_question(session)
        make_referral(session, question, fund.id)
        session.commit()
        client.sign_in(keeper)

        page = client.get(f"/doorverwijzingen/{question.reference}")

        assert page.status_code == 200
        assert "Knelpunt koppelen" not in page.text


class TestTake:
    def test_shows_how_to_reach_the_entrepreneur(self, signed_in, question):
        path = f"/doorverwijzingen/{question.reference}"

        answer = signed_in.submit(f"{path}/aannemen", {"version": "1"}, page=path)

        assert answer.status_code == 303
        page = signed_in.get(path).text
        assert [word for word in ("06-00001234", "Sam Voorbeeld", question.asker_email) if word not in page] == []

    def test_shows_who_was_first(self, signed_in, session, engine, question, intermediary):
        path = f"/doorverwijzingen/{question.reference}"
        colleague = make_account(session, Role.INTERMEDIAIR, name="Collega Voorbeeld")
        session.commit()
        with database.transaction(engine) as other:
            referral.take(make_act(other, colleague), question.reference)

        answer = signed_in.submit(f"{path}/aannemen", {"version": "1"}, page=path)

        assert answer.status_code == 409
        assert "Collega Voorbeeld" in answer.text

    def test_asks_again_when_the_form_is_too_old(self, signed_in, engine, question):
        answer = signed_in.post(
            f"/doorverwijzingen/{question.reference}/aannemen", data={"version": "1", "csrf_token": "oud"}
        )

        assert answer.status_code == 400
        assert stored(engine, question).status is ReferralStatus.OFFERED


class TestDecline:
    def test_goes_back_to_the_inbox(self, signed_in, engine, question):
        path = f"/doorverwijzingen/{question.reference}"

        answer = signed_in.submit(
            f"{path}/afwijzen", {"version": "1", "reason": "no_capacity", "note": "Vol tot mei"}, page=path
        )

        assert (answer.status_code, answer.location) == (303, "/doorverwijzingen")
        assert stored(engine, question).decline_note == "Vol tot mei"
        assert signed_in.get(path).status_code == 404

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            ({"note": "Getypte tekst"}, "Kies een reden"),
            ({"reason": "geen_zin", "note": "Getypte tekst"}, "Kies een reden"),
            ({"reason": "other"}, "Leg kort uit waarom u de vraag afwijst"),
            ({"reason": "other", "note": "x" * 1001}, "hooguit 1.000 tekens"),
        ],
    )
    def test_says_what_to_mend_and_keeps_what_was_typed(self, signed_in, engine, question, data, message):
        path = f"/doorverwijzingen/{question.reference}"

        answer = signed_in.submit(f"{path}/afwijzen", {"version": "1"} | data, page=path)

        assert answer.status_code == 400
        assert message in answer.text
        assert data.get("note", "") in answer.text
        assert stored(engine, question).status is ReferralStatus.OFFERED

    def test_keeps_what_was_typed_when_a_colleague_was_first(self, signed_in, session, engine, question):
        path = f"/doorverwijzingen/{question.reference}"
        colleague = make_account(session, Role.INTERMEDIAIR)
        session.commit()
        with database.transaction(engine) as other:
            referral.take(make_act(other, colleague), question.reference)

        answer = signed_in.submit(
            f"{path}/afwijzen", {"version": "1", "reason": "other", "note": "Lange toelichting"}, page=path
        )

        assert answer.status_code == 409
        assert "Lange toelichting" in answer.text
        assert 'name="version" type="hidden" value="2"' in answer.text


class TestComplete:
    def test_says_what_came_of_it(self, signed_in, engine, question):
        path = f"/doorverwijzingen/{question.reference}"
        signed_in.submit(f"{path}/aannemen", {"version": "1"}, page=path)

        answer = signed_in.submit(
            f"{path}/resultaat", {"version": "2", "result": "helped", "text": "Drie gesprekken"}, page=path
        )

        assert answer.status_code == 303
        assert stored(engine, question).status is ReferralStatus.COMPLETED
        assert "Drie gesprekken" in signed_in.get(path).text

    def test_wants_a_result(self, signed_in, question):
        path = f"/doorverwijzingen/{question.reference}"
        signed_in.submit(f"{path}/aannemen", {"version": "1"}, page=path)

        answer = signed_in.submit(f"{path}/resultaat", {"version": "2", "text": "Getypte tekst"}, page=path)

        assert answer.status_code == 400
        assert "Kies een resultaat" in answer.text
        assert "Getypte tekst" in answer.text

    def test_before_taking_is_refused_with_the_text_kept(self, signed_in, question):
        path = f"/doorverwijzingen/{question.reference}"

        answer = signed_in.submit(
            f"{path}/resultaat", {"version": "1", "result": "helped", "text": "Getypte tekst"}, page=path
        )

        assert answer.status_code == 409
        assert "Getypte tekst" in answer.text


class TestPause:
    def test_is_shown_and_can_be_ended(self, signed_in, engine, intermediary):
        until = (START + timedelta(days=20)).date()

        answer = signed_in.submit("/doorverwijzingen/nu-vol", {"until": until.strftime("%d-%m-%Y")})

        assert answer.status_code == 303
        assert "U hebt nu geen plek" in signed_in.get("/doorverwijzingen").text
        signed_in.submit("/doorverwijzingen/nu-vol/beeindigen", page="/doorverwijzingen")
        with database.reading(engine) as session:
            assert session.get_one(Organisation, intermediary.organisation_id).paused_until is None

    @pytest.mark.parametrize(
        ("until", "message"),
        [
            ("", "Vul een datum in"),
            ("morgen", "Vul een datum in"),
            ("01-01-2020", "Kies vandaag of een latere dag"),
            (date(2099, 1, 1).strftime("%d-%m-%Y"), "Kies een dag binnen een jaar"),
        ],
    )
    def test_says_what_to_mend(self, signed_in, until, message):
        answer = signed_in.submit("/doorverwijzingen/nu-vol", {"until": until})

        assert answer.status_code == 400
        assert message in answer.text
