"""The question page: what a makelaar sees and does, and what comes back when it cannot be done."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from intake import conversation, database, desk, feedback, hand_over
from intake.feedback import FeedbackDraft
from intake.hand_over import HandOverCard
from intake.models.questions import Consent, Consultation, HandOver, Message, Question, Referral, RoutingRecord
from intake.models.reference import FinancingOption, Intermediary, Outcome, Topic
from intake.models.system import OutboxMail
from intake.permissions import Person
from intake.referring import organisations_to_refer_to
from intake.terms import (
    EmailTrouble,
    HandOverReason,
    Helped,
    HelpedBy,
    MessageKind,
    QuestionStatus,
    ReleaseReason,
    Role,
)
from tests.factories import (
    START,
    any_topic,
    make_account,
    make_act,
    make_answered_question,
    make_picked_up_question,
    make_question,
    make_waiting_question,
    municipal_teams,
    national_team,
    other_team,
)

LONG = "Dit team heeft het pand in beheer en het mandaat om te beslissen; wij hebben dat allebei niet en zij zeiden ja."


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


@pytest.fixture
def colleague(write):
    """Another makelaar of the same team."""
    with write() as session:
        return make_account(session)


@pytest.fixture
def question(write, makelaar):
    """A question that the makelaar is working on."""
    with write() as session:
        return make_picked_up_question(session, makelaar)


def page_of(client, question):
    answer = client.get(f"/vragen/{question.reference}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def send(client, question, path, form, version=1, **fields):
    """Send one form of the page, as it was shown at ``version``."""
    data = {f"{form}-{name}": value for name, value in fields.items()}
    data[f"{form}-csrf_token"] = client.csrf(f"/vragen/{question.reference}")
    data[f"{form}-version"] = str(version)
    return client.post(f"/vragen/{question.reference}/{path}", data=data)


def stored(write, question):
    with write() as session:
        return session.get_one(Question, question.id)


def bodies(write, kind):
    with write() as session:
        return list(session.exec(select(Message.body).where(Message.kind == kind)))


class TestPage:
    def test_shows_what_the_team_knows(self, client, write, makelaar):
        with write() as session:
            question = make_picked_up_question(
                session, makelaar, asker_organisation="Stichting De Verzonnen Werkplaats", asker_phone="06-00001111"
            )

        page = page_of(client, question)

        for known in (question.text, question.asker_email, "06-00001111", "De Verzonnen Werkplaats", makelaar.name):
            assert known in page

    def test_keeps_conversation_and_notes_apart(self, client, write, makelaar, question):
        with write() as session:
            act = make_act(session, makelaar)
            conversation.note(act, question.reference, "Alleen voor ons")
            conversation.ask(act, question.reference, "Om welk pand gaat het?")

        said, internal = page_of(client, question).split('id="intern"')

        assert "Om welk pand gaat het?" in said
        assert "Alleen voor ons" not in said
        assert "Alleen voor ons" in internal

    def test_shows_machine_suggestion_and_human_choice_apart(self, client, write, makelaar):
        with write() as session:
            chosen = session.exec(select(Topic).where(Topic.slug != any_topic(session).slug)).first()
            question = make_question(session, confirmed_topic=chosen.slug, topic_slug=chosen.slug)
            suggested = any_topic(session).name_nl
            name = chosen.name_nl

        page = page_of(client, question)

        assert "De machine stelde voor" in page
        assert suggested in page
        assert name in page

    def test_shows_what_the_machine_found_with_its_reasons(self, client, write, makelaar):
        with write() as session:
            question = make_question(session)
            session.add(routing_record(session, question))
            scheme = session.exec(select(FinancingOption).order_by(FinancingOption.id)).first().name
            helper = session.exec(select(Intermediary).order_by(Intermediary.id)).first().name

        page = page_of(client, question)

        for found in (
            "werkplaats",
            "83 %",
            "Wie verhuurt ons een schuur?",
            scheme,
            helper,
            "Hangt ervan af",
            "heeft een eigen team",
        ):
            assert found in page

    def test_shows_what_was_read_in_the_text_and_what_else_was_asked(self, client, write, makelaar):
        with write() as session:
            topic = session.exec(select(Topic).where(Topic.slug != any_topic(session).slug)).first()
            name = topic.name_nl
            question = make_question(session, text="Wij zoeken 40.000 euro.", also_topic=topic.slug)
            record = routing_record(session, question)
            record.facts = (
                '{"read": [{"name": "amount_eur", "value": "40000", "start": 11, "end": 22}], "not_read": ["stage"]}'
            )
            session.add(record)

        page = page_of(client, question)

        assert "“40.000 euro”" in page
        assert "gelezen als € 40.000" in page
        assert "Verkeerd gelezen volgens de ondernemer: Fase" in page
        assert "De ondernemer vraagt ook" in page
        assert name in page

    def test_shows_the_whole_history_in_words(self, client, write, makelaar, question):
        with write() as session:
            act = make_act(session, makelaar)
            desk.release(act, question.reference, ReleaseReason.TOO_BUSY)
            desk.pick_up(act, question.reference)

        page = page_of(client, question)

        for happened in ("Vraag gesteld", "Teruggezet in de werkvoorraad", "Ik heb nu geen tijd", "Opgepakt"):
            assert happened in page

    @pytest.mark.parametrize(
        ("make", "offered", "not_offered"),
        [
            (make_question, "Vraag oppakken", "Antwoord versturen"),
            (make_picked_up_question, "Antwoord versturen", "Vraag oppakken"),
            (make_waiting_question, "Antwoord versturen", "Vraag versturen"),
            (make_answered_question, "Vraag afsluiten", "Antwoord versturen"),
        ],
    )
    def test_offers_only_the_steps_that_are_possible(self, client, write, makelaar, make, offered, not_offered):
        with write() as session:
            question = make(session) if make is make_question else make(session, makelaar)

        page = page_of(client, question)

        assert offered in page
        assert not_offered not in page

    @pytest.mark.parametrize(
        ("changes", "warning"),
        [
            ({"asker_email": None}, "Bel de ondernemer"),
            ({"asker_email_trouble": EmailTrouble.BOUNCED}, "E-mail aan deze ondernemer komt niet aan"),
        ],
    )
    def test_says_when_somebody_has_to_call(self, client, write, makelaar, changes, warning):
        with write() as session:
            question = make_picked_up_question(session, makelaar, **changes)

        assert warning in page_of(client, question)

    def test_reads_in_english(self, client, question):
        assert client.get(f"/vragen/{question.reference}?taal=en").status_code == 200

    def test_escapes_everything_that_was_typed(self, client, write, makelaar):
        nasty = "<script>alert(1)</script> =1+1 مرحبا 🎉"
        with write() as session:
            question = make_picked_up_question(
                session, makelaar, text=nasty, asker_name=nasty, asker_organisation=nasty, asker_phone="<b>06"
            )
            conversation.note(make_act(session, makelaar), question.reference, nasty)

        assert "<script>alert(1)" not in page_of(client, question)

    def test_asks_the_database_as_often_for_a_long_history(self, client, write, engine, makelaar, question):
        statements = []
        event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        page_of(client, question)
        few = len(statements)
        with write() as session:
            act = make_act(session, makelaar)
            for number in range(20):
                conversation.note(act, question.reference, f"Notitie {number}")
        statements.clear()

        page_of(client, question)

        assert few > 10
        assert len(statements) <= few + 1


class TestSteps:
    def test_pick_up(self, client, write, makelaar):
        with write() as session:
            question = make_question(session)

        answer = send(client, question, "oppakken", "pick_up")

        assert answer.status_code == 303
        assert stored(write, question).assignee_id == makelaar.id

    def test_release(self, client, write, question):
        assert send(client, question, "terugzetten", "release", reason="absent").status_code == 303
        assert stored(write, question).status is QuestionStatus.NEW

    def test_ask(self, client, write, question):
        assert send(client, question, "navraag", "ask", text="Om welk pand gaat het?").status_code == 303
        assert bodies(write, MessageKind.TO_ASKER) == ["Om welk pand gaat het?"]

    def test_answer_then_close_then_reopen(self, client, write, question):
        with write() as session:
            outcome = session.exec(select(Outcome.code)).first()

        answered = send(client, question, "antwoord", "answer", text="Dat mag.", topic="none")
        closed = send(client, question, "afsluiten", "close", version=2, outcome=outcome)
        reopened = send(client, question, "heropenen", "reopen", version=3)

        assert [answered.status_code, closed.status_code, reopened.status_code] == [303, 303, 303]
        assert stored(write, question).status is QuestionStatus.NEW

    def test_note(self, client, write, question):
        assert send(client, question, "notitie", "note", text="Let op").status_code == 303
        assert bodies(write, MessageKind.NOTE) == ["Let op"]

    def test_a_note_is_no_reason_to_refuse_another_note(self, client, write, question, colleague):
        with write() as session:
            conversation.note(make_act(session, colleague), question.reference, "Van een collega")

        assert send(client, question, "notitie", "note", version=1, text="Van mij").status_code == 303

    def test_log_call(self, client, write, question):
        assert send(client, question, "gesprek", "call", text="Gesproken").status_code == 303
        assert bodies(write, MessageKind.CALL) == ["Gesproken"]

    def test_correct_topic(self, client, write, question):
        with write() as session:
            topic = any_topic(session).slug

        assert send(client, question, "onderwerp", "topic", topic=topic).status_code == 303
        assert stored(write, question).confirmed_topic == topic

    def test_correct_email(self, client, write, question):
        assert send(client, question, "e-mailadres", "email", email="goed@example.nl").status_code == 303
        assert stored(write, question).asker_email == "goed@example.nl"

    def test_hand_over_leads_back_to_the_queue(self, client, write, question):
        with write() as session:
            target = other_team(session)

        answer = send(
            client,
            question,
            "overdragen",
            "hand_over",
            team=target.code,
            reason="other_mandate",
            context="Zij hebben het mandaat",
            done="Gebeld",
        )

        assert answer.headers["Location"] == "/werkvoorraad"
        assert stored(write, question).team_id == target.id
        assert client.get(f"/vragen/{question.reference}").status_code == 404

    def test_consult_shows_nothing_unless_chosen(self, client, write, question):
        answer = send(
            client,
            question,
            "advies",
            "consult",
            email="collega@example.nl",
            body="Mag dit?",
            show="nothing",
            shown_text="Een geheim",
        )

        assert answer.status_code == 303
        with write() as session:
            assert session.exec(select(Consultation.shown_text)).one() == ""

    def test_consult_shows_the_text_that_was_chosen(self, client, write, question):
        send(
            client, question, "advies", "consult", email="c@example.nl", body="Mag dit?", show="text", shown_text="Dit"
        )

        with write() as session:
            assert session.exec(select(Consultation.shown_text)).one() == "Dit"

    def test_refer_with_consent(self, client, write, question):
        with write() as session:
            organisation = organisations_to_refer_to(make_act(session))[0]
            session.add(Consent(question_id=question.id, organisation_id=organisation.id, given_at=START))

        answer = send(client, question, "doorverwijzen", "refer", organisation=str(organisation.id))

        assert answer.status_code == 303
        with write() as session:
            assert session.exec(select(Referral.organisation_id)).one() == organisation.id

    def test_ask_consent(self, client, write, question):
        with write() as session:
            organisation = organisations_to_refer_to(make_act(session))[0]

        assert send(client, question, "toestemming", "consent", organisation=str(organisation.id)).status_code == 303
        assert organisation.name in bodies(write, MessageKind.TO_ASKER)[0]


class TestRefusedInput:
    @pytest.mark.parametrize(
        ("path", "form", "fields", "message"),
        [
            ("navraag", "ask", {"text": "  "}, "Vul in wat u wilt vragen"),
            ("navraag", "ask", {"text": "x" * 4001}, "Maak uw tekst korter"),
            ("antwoord", "answer", {"text": "", "topic": "none"}, "Vul uw antwoord in"),
            ("antwoord", "answer", {"text": "Dat mag.", "topic": ""}, "Kies het onderwerp, of dat geen onderwerp past"),
            ("antwoord", "answer", {"text": "Ja", "topic": "onzin"}, "Kies het onderwerp, of dat geen onderwerp past"),
            (
                "antwoord",
                "answer",
                {"text": "Ja", "topic": "none", "outcome": "x"},
                "Kies een mogelijkheid uit de lijst",
            ),
            ("terugzetten", "release", {}, "Kies waarom u de vraag terugzet"),
            ("overdragen", "hand_over", {"reason": "at_request", "context": "c"}, "Kies een team"),
            ("overdragen", "hand_over", {"context": "Zij weten het"}, "Kies een reden"),
            ("overdragen", "hand_over", {"reason": "at_request"}, "Vul in wat het andere team moet weten"),
            ("notitie", "note", {"text": ""}, "Vul uw notitie in"),
            ("gesprek", "call", {"text": ""}, "Vul in wat u hebt besproken"),
            ("onderwerp", "topic", {"topic": ""}, "Kies het onderwerp, of dat geen onderwerp past"),
            ("e-mailadres", "email", {"email": "geen adres"}, "Vul een e-mailadres in"),
            (
                "e-mailadres",
                "email",
                {"email": "a@example.nl\r\nBcc: b@example.nl"},
                "Uw tekst bevatte onleesbare tekens",
            ),
            ("advies", "consult", {"email": "x", "body": "Mag dit?", "show": "nothing"}, "Vul een e-mailadres in"),
            ("advies", "consult", {"email": "c@example.nl", "show": "nothing"}, "Vul uw vraag aan de collega in"),
            (
                "advies",
                "consult",
                {"email": "c@example.nl", "body": "Mag dit?", "show": "text", "shown_text": ""},
                "Vul de tekst in die uw collega mag zien",
            ),
            ("toestemming", "consent", {"organisation": "0"}, "Kies een organisatie"),
        ],
    )
    def test_is_said_beside_the_field_and_changes_nothing(self, client, write, question, path, form, fields, message):
        answer = send(client, question, path, form, **fields)

        assert answer.status_code == 400
        assert message in answer.get_data(as_text=True)
        assert stored(write, question).version == 1

    def test_keeps_what_was_typed(self, client, question):
        answer = send(client, question, "antwoord", "answer", text="Een lang doordacht antwoord", topic="")

        assert "Een lang doordacht antwoord" in answer.get_data(as_text=True)

    def test_an_expired_form_keeps_what_was_typed(self, client, write, question):
        answer = client.post(
            f"/vragen/{question.reference}/navraag",
            data={"ask-csrf_token": "oud", "ask-version": "1", "ask-text": "Om welk pand?"},
        )

        assert answer.status_code == 400
        assert "Om welk pand?" in answer.get_data(as_text=True)
        assert stored(write, question).status is QuestionStatus.PICKED_UP

    def test_refuses_the_address_that_was_right(self, client, question):
        answer = send(client, question, "e-mailadres", "email", email=question.asker_email)

        assert answer.status_code == 400
        assert "dit is al zo" in answer.get_data(as_text=True)

    def test_refuses_an_organisation_without_consent(self, client, write, question):
        with write() as session:
            organisation = organisations_to_refer_to(make_act(session))[0]

        answer = send(client, question, "doorverwijzen", "refer", organisation=str(organisation.id))

        assert answer.status_code == 400


class TestHandOver:
    def give(self, write, question, team, makelaar):
        with write() as session:
            card = HandOverCard(team.code, HandOverReason.OTHER_MANDATE, LONG)
            hand_over.hand_over(make_act(session, makelaar), question.reference, card)

    @pytest.fixture
    def passed_on(self, write, client, question, makelaar):
        """A question that came from another team, with somebody of the present team at the screen."""
        with write() as session:
            target = other_team(session)
            receiver = make_account(session, team_id=target.id)
        self.give(write, question, target, makelaar)
        client.sign_in(receiver)
        return receiver

    def test_shows_the_earlier_card(self, client, question, passed_on):
        page = page_of(client, question)

        assert "Eerdere overdrachten" in page
        assert LONG in page

    def test_a_second_time_asks_a_stronger_reason(self, client, write, question, passed_on):
        with write() as session:
            third = municipal_teams(session)[2]

        answer = send(
            client,
            question,
            "overdragen",
            "hand_over",
            version=2,
            team=third.code,
            reason="other_mandate",
            context="Te druk",
        )

        assert answer.status_code == 400
        assert "Leg uitgebreider uit" in answer.get_data(as_text=True)

    def test_back_asks_to_say_so(self, client, write, question, passed_on, makelaar):
        with write() as session:
            code = municipal_teams(session)[0].code
        fields = {"team": code, "reason": "other_mandate", "context": LONG}

        silent = send(client, question, "overdragen", "hand_over", version=2, **fields)
        said = send(client, question, "overdragen", "hand_over", version=2, back="y", **fields)

        assert (silent.status_code, said.status_code) == (400, 303)
        assert "Zet een vinkje" in silent.get_data(as_text=True)

    def test_a_third_time_shows_both_reasons_and_offers_the_national_team_only(
        self, client, write, question, passed_on
    ):
        with write() as session:
            third = municipal_teams(session)[2]
            national = national_team(session)
            last = make_account(session, team_id=third.id)
        self.give(write, question, third, passed_on)
        client.sign_in(last)

        page = page_of(client, question)
        refused = send(
            client,
            question,
            "overdragen",
            "hand_over",
            version=3,
            team=municipal_teams_code(write, 3),
            reason="at_request",
            context=LONG,
        )
        given = send(
            client,
            question,
            "overdragen",
            "hand_over",
            version=3,
            team=national.code,
            reason="at_request",
            context=LONG,
        )

        assert page.count(LONG) == 2
        assert (refused.status_code, given.status_code) == (400, 303)
        with write() as session:
            assert session.exec(select(HandOver.number).order_by(col(HandOver.number))).all() == [1, 2, 3]


class TestStalePage:
    def test_says_who_did_what_and_keeps_the_text(self, client, write, question, colleague):
        with write() as session:
            desk.correct_topic(make_act(session, colleague), question.reference, None)

        answer = send(client, question, "navraag", "ask", version=1, text="Om welk pand gaat het?")

        page = answer.get_data(as_text=True)
        assert answer.status_code == 409
        assert "Onderwerp gewijzigd" in page
        assert colleague.name in page
        assert "Om welk pand gaat het?" in page
        assert bodies(write, MessageKind.TO_ASKER) == []

    def test_can_be_sent_again_at_once(self, client, write, question, colleague):
        with write() as session:
            desk.correct_topic(make_act(session, colleague), question.reference, None)
        page = send(client, question, "navraag", "ask", version=1, text="Om welk pand?").get_data(as_text=True)
        version = page.split('name="ask-version"')[1].split('value="')[1].split('"')[0]

        assert send(client, question, "navraag", "ask", version=version, text="Om welk pand?").status_code == 303

    def test_keeps_the_text_of_a_form_that_is_no_longer_there(self, client, write, question, colleague):
        with write() as session:
            act = make_act(session, colleague)
            conversation.answer(act, question.reference, conversation.Answer("Al beantwoord", None))

        answer = send(client, question, "antwoord", "answer", version=1, text="Mijn lange antwoord", topic="none")

        assert answer.status_code == 409
        assert "Mijn lange antwoord" in answer.get_data(as_text=True)
        assert bodies(write, MessageKind.TO_ASKER) == ["Al beantwoord"]

    def test_a_page_without_a_version_is_too_old(self, client, write, question):
        assert send(client, question, "navraag", "ask", version="", text="Om welk pand?").status_code == 409

    def test_a_second_pick_up_is_told_who_was_first(self, client, write, makelaar, colleague):
        with write() as session:
            question = make_question(session)
            desk.pick_up(make_act(session, colleague), question.reference)

        answer = send(client, question, "oppakken", "pick_up", version=1)

        assert answer.status_code == 409
        assert colleague.name in answer.get_data(as_text=True)

    def test_keeps_the_text_when_a_colleague_handed_the_question_over(self, client, write, question, colleague):
        token = client.csrf(f"/vragen/{question.reference}")
        with write() as session:
            card = HandOverCard(other_team(session).code, HandOverReason.AT_REQUEST, "Zij weten het")
            hand_over.hand_over(make_act(session, colleague), question.reference, card)

        answer = client.post(
            f"/vragen/{question.reference}/navraag",
            data={"ask-csrf_token": token, "ask-version": "1", "ask-text": "Om welk pand gaat het?"},
        )

        assert answer.status_code == 404
        assert "Om welk pand gaat het?" in answer.get_data(as_text=True)


class TestDatabaseAway:
    def test_is_said_and_the_text_stays_in_the_form(self, client, write, engine, question):
        token = client.csrf(f"/vragen/{question.reference}")
        data = {"ask-csrf_token": token, "ask-version": "1", "ask-text": "Om welk pand gaat het?"}
        event.listen(engine, "before_cursor_execute", refuse_to_write)

        answer = client.post(f"/vragen/{question.reference}/navraag", data=data)

        event.remove(engine, "before_cursor_execute", refuse_to_write)
        assert answer.status_code == 503
        assert "Het lukt nu niet om dit op te slaan" in answer.get_data(as_text=True)
        assert "Om welk pand gaat het?" in answer.get_data(as_text=True)
        assert stored(write, question).version == 1


def refuse_to_write(_connection, _cursor, statement, *_rest):
    """Do as a database whose disk is full."""
    if statement.startswith("UPDATE questions"):
        raise OperationalError(statement, {}, Exception("database or disk is full"))


STEPS = [
    "oppakken",
    "terugzetten",
    "navraag",
    "antwoord",
    "afsluiten",
    "heropenen",
    "overdragen",
    "notitie",
    "gesprek",
    "onderwerp",
    "e-mailadres",
    "advies",
    "doorverwijzen",
    "toestemming",
]


class TestForeignQuestions:
    @pytest.mark.parametrize("path", ["", "/dossier", "/dossier.pdf"])
    def test_look_like_questions_that_do_not_exist(self, client, write, makelaar, path):
        with write() as session:
            foreign = make_question(session, team_id=other_team(session).id)

        there = client.get(f"/vragen/{foreign.reference}{path}")
        nowhere = client.get(f"/vragen/HLM-26-ZZZZ-ZZ{path}")

        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert foreign.reference not in there.get_data(as_text=True).replace(f"/vragen/{foreign.reference}", "")

    @pytest.mark.parametrize("step", STEPS)
    def test_take_no_step(self, client, write, makelaar, step):
        with write() as session:
            foreign = make_question(session, team_id=other_team(session).id)

        assert client.post(f"/vragen/{foreign.reference}/{step}").status_code == 404
        assert client.post(f"/vragen/HLM-26-ZZZZ-ZZ/{step}").status_code == 404

    @pytest.mark.parametrize("role", [Role.INTERMEDIAIR, Role.DOSSIERHOUDER, Role.SPOORLEIDER, Role.BEHEERDER])
    def test_are_all_questions_to_other_roles(self, client, write, role):
        with write() as session:
            question, account = make_question(session), make_account(session, role)
        client.sign_in(account)

        assert client.get(f"/vragen/{question.reference}").status_code == 404
        assert client.get(f"/vragen/{question.reference}/dossier.pdf").status_code == 404

    def test_are_those_of_municipalities_to_the_coordination_team(self, client, write):
        with write() as session:
            own = make_question(session, team_id=national_team(session).id)
            foreign, account = make_question(session), make_account(session, Role.COORDINATOR)
        client.sign_in(account)

        assert client.get(f"/vragen/{own.reference}").status_code == 200
        assert client.get(f"/vragen/{foreign.reference}").status_code == 404

    def test_send_nobody_who_is_not_signed_in_further(self, client, write):
        with write() as session:
            question = make_question(session)

        assert client.get(f"/vragen/{question.reference}").status_code == 303
        assert client.get("/vragen/HLM-26-ZZZZ-ZZ").status_code == 303


class TestMail:
    def test_of_a_question_and_an_answer_goes_to_the_entrepreneur(self, client, write, question):
        send(client, question, "navraag", "ask", text="Om welk pand?")

        with write() as session:
            mail = session.exec(select(OutboxMail)).one()
        assert (mail.template, mail.to_email) == ("question_asked", question.asker_email)


def municipal_teams_code(write, number):
    with write() as session:
        return municipal_teams(session)[number].code


def routing_record(session, question):
    """What the machine would keep for ``question``."""
    scheme = session.exec(select(FinancingOption).order_by(FinancingOption.id)).first()
    helper = session.exec(select(Intermediary).order_by(Intermediary.id)).first()
    topic = any_topic(session)
    return RoutingRecord(
        question_id=question.id,
        at=START,
        model_hash="a" * 64,
        input_hash="b" * 64,
        team_id=question.team_id,
        topics=f'[{{"slug": "{topic.slug}", "probability": 0.83, "score": 0.8, "evidence": ["werkplaats"],'
        ' "nearest": {"text": "Wie verhuurt ons een schuur?", "language": "nl"}}]',
        reasons='[{"code": "own_team", "municipality": "Voorbeeldstad", "team": "Team Voorbeeldstad",'
        ' "province": "", "region": "", "topic": ""}]',
        financing=f'[{{"id": "{scheme.id}", "verdict": "unknown", "why": [], "ask": null, "nearest_open": null,'
        ' "score": 0.5}]',
        intermediaries=f'[{{"id": "{helper.id}", "why": [], "score": 0.5}}]',
    )


class TestFeedback:
    def test_shows_what_the_entrepreneur_said_and_the_figures_of_the_team(self, client, write, makelaar):
        with write() as session:
            question, other = (make_answered_question(session, makelaar) for _one in range(2))
            asker = make_act(session, Person(Role.ONDERNEMER, question_ids=frozenset({question.id, other.id})))
            partly = FeedbackDraft(Helped.PARTLY, HelpedBy.TEAM, text="De ruimte is er nog niet.")
            feedback.give(asker, question.reference, partly)
            feedback.give(asker, other.reference, FeedbackDraft(Helped.YES, HelpedBy.TEAM))

        page = page_of(client, question)

        assert "De ruimte is er nog niet." in page
        assert "1 keer ja, 1 keer voor een deel, 0 keer nee" in page

    def test_says_when_nothing_was_said_yet(self, client, write, makelaar):
        with write() as session:
            question = make_answered_question(session, makelaar)

        assert "De ondernemer heeft hier nog niets over gezegd." in page_of(client, question)
