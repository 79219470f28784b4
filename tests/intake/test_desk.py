"""A makelaar takes a question up, sorts it and ends it; nobody else can."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlmodel import col, select

from intake import database, desk, outbox
from intake.errors import NotFound, RefusedInput, StalePage, StepNotAllowed
from intake.models.people import Account, AskerSession, PrivateLink
from intake.models.questions import Question
from intake.models.reference import Outcome, Topic
from intake.models.system import Event, OutboxMail
from intake.private_links import mint
from intake.sessions import open_asker_session
from intake.terms import EmailTrouble, Language, LinkPurpose, QuestionStatus, ReleaseReason, Role
from tests.factories import (
    START,
    any_topic,
    make_account,
    make_act,
    make_answered_question,
    make_picked_up_question,
    make_question,
    make_waiting_question,
    national_team,
    other_team,
)

LATER = START + timedelta(days=1)


def last_event(session, question):
    return session.exec(
        select(Event).where(Event.chain == f"question:{question.id}").order_by(col(Event.number).desc())
    ).first()


def another_topic(session):
    return session.exec(select(Topic).where(Topic.slug != any_topic(session).slug).order_by(Topic.slug)).first()


def any_outcome(session):
    return session.exec(select(Outcome).order_by(Outcome.code)).first()


class TestPickUp:
    def test_gives_the_question_to_whoever_picks_it_up(self, session):
        question, makelaar = make_question(session), make_account(session)

        desk.pick_up(make_act(session, makelaar, LATER), question.reference)

        assert (question.status, question.assignee_id) == (QuestionStatus.PICKED_UP, makelaar.id)

    def test_is_the_first_sign_of_life(self, session):
        question = make_question(session)

        desk.pick_up(make_act(session, make_account(session), LATER), question.reference)

        assert question.first_sign_of_life_at == LATER
        assert question.first_content_at is None

    def test_keeps_an_earlier_sign_of_life(self, session):
        question = make_question(session, first_sign_of_life_at=START)

        desk.pick_up(make_act(session, make_account(session), LATER), question.reference)

        assert question.first_sign_of_life_at == START

    def test_is_refused_when_a_colleague_was_first(self, session):
        question = make_question(session)
        desk.pick_up(make_act(session, make_account(session)), question.reference, version=1)

        with pytest.raises(StalePage):
            desk.pick_up(make_act(session, make_account(session)), question.reference, version=1)

    def test_lets_exactly_one_of_two_makelaars_win(self, engine):
        with database.transaction(engine) as session:
            reference = make_question(session).reference
            colleagues = [make_account(session).id, make_account(session).id]
        together = Barrier(2)

        def pick_up(account_id):
            with database.transaction(engine) as session:
                act = make_act(session, session.get_one(Account, account_id))
                session.rollback()
                together.wait()
                try:
                    desk.pick_up(act, reference, version=1)
                except StepNotAllowed:
                    return 0
            return 1

        with ThreadPoolExecutor(2) as pool:
            wins = sum(pool.map(pick_up, colleagues))

        assert wins == 1

    def test_lets_the_coordination_team_work_its_own_queue(self, session):
        question = make_question(session, team_id=national_team(session).id)
        coordinator = make_account(session, Role.COORDINATOR)

        desk.pick_up(make_act(session, coordinator), question.reference)

        assert question.assignee_id == coordinator.id


class TestForeignQuestions:
    @pytest.mark.parametrize(
        "verb",
        [
            desk.pick_up,
            lambda act, reference: desk.release(act, reference, ReleaseReason.ABSENT),
            lambda act, reference: desk.correct_topic(act, reference, None),
            lambda act, reference: desk.close(act, reference, "best_practice"),
            desk.reopen,
            lambda act, reference: desk.correct_email(act, reference, "ander@example.nl"),
        ],
    )
    @pytest.mark.parametrize(
        "role", [Role.MAKELAAR, Role.COORDINATOR, Role.INTERMEDIAIR, Role.SPOORLEIDER, Role.BEHEERDER]
    )
    def test_do_not_exist_for_anybody_outside_the_team(self, session, verb, role):
        question = make_question(session, team_id=other_team(session).id)

        with pytest.raises(NotFound):
            verb(make_act(session, make_account(session, role)), question.reference)


class TestRelease:
    @pytest.mark.parametrize("make", [make_picked_up_question, make_waiting_question])
    def test_puts_the_question_back_in_the_queue_with_a_reason(self, session, make):
        makelaar = make_account(session)
        question = make(session, makelaar)

        desk.release(make_act(session, makelaar), question.reference, ReleaseReason.TOO_BUSY)

        assert (question.status, question.assignee_id, question.waiting_since) == (QuestionStatus.NEW, None, None)
        assert last_event(session, question).reason == ReleaseReason.TOO_BUSY

    def test_is_refused_for_a_question_that_nobody_has(self, session):
        question = make_question(session)

        with pytest.raises(StepNotAllowed):
            desk.release(make_act(session, make_account(session)), question.reference, ReleaseReason.ABSENT)


class TestCorrectTopic:
    def test_keeps_what_the_machine_suggested_apart(self, session):
        question = make_question(session, needs_sorting=True)
        suggested, chosen = question.suggested_topic, another_topic(session).slug

        desk.correct_topic(make_act(session, make_account(session)), question.reference, chosen)

        assert (question.suggested_topic, question.confirmed_topic) == (suggested, chosen)
        assert (question.topic_slug, question.needs_sorting) == (chosen, False)

    def test_takes_that_no_topic_fits(self, session):
        question = make_question(session)

        desk.correct_topic(make_act(session, make_account(session)), question.reference, None)

        assert (question.confirmed_topic, question.no_topic_fits, question.topic_slug) == (None, True, None)

    def test_refuses_a_topic_that_does_not_exist(self, session):
        question = make_question(session)

        with pytest.raises(RefusedInput) as refusal:
            desk.correct_topic(make_act(session, make_account(session)), question.reference, "onzin")

        assert (refusal.value.field, refusal.value.code) == ("topic", "unknown")

    def test_refuses_a_retired_topic_that_the_question_does_not_have(self, session):
        question, topic = make_question(session), another_topic(session)
        topic.retired_on = date(2026, 1, 1)
        session.add(topic)

        with pytest.raises(RefusedInput):
            desk.correct_topic(make_act(session, make_account(session)), question.reference, topic.slug)

    def test_lets_a_question_keep_a_topic_that_retired(self, session):
        question, topic = make_question(session), any_topic(session)
        topic.retired_on = date(2026, 1, 1)
        session.add(topic)

        desk.correct_topic(make_act(session, make_account(session)), question.reference, topic.slug)

        assert question.confirmed_topic == topic.slug


class TestClose:
    def test_keeps_what_came_of_it(self, session):
        makelaar = make_account(session)
        question, outcome = make_answered_question(session, makelaar), any_outcome(session)

        desk.close(make_act(session, makelaar, LATER), question.reference, outcome.code)

        assert (question.status, question.outcome_code) == (QuestionStatus.CLOSED, outcome.code)
        assert question.closed_at == LATER

    def test_takes_over_the_outcome_of_the_answer(self, session):
        makelaar, outcome = make_account(session), any_outcome(session)
        question = make_answered_question(session, makelaar, outcome_code=outcome.code)

        desk.close(make_act(session, makelaar), question.reference)

        assert question.outcome_code == outcome.code

    @pytest.mark.parametrize(("outcome", "code"), [(None, "required"), ("onzin", "unknown")])
    def test_refuses_to_close_without_a_known_outcome(self, session, outcome, code):
        makelaar = make_account(session)
        question = make_answered_question(session, makelaar)

        with pytest.raises(RefusedInput) as refusal:
            desk.close(make_act(session, makelaar), question.reference, outcome)

        assert (refusal.value.field, refusal.value.code) == ("outcome", code)

    def test_refuses_a_question_that_was_never_answered(self, session):
        makelaar = make_account(session)
        question = make_picked_up_question(session, makelaar)

        with pytest.raises(StepNotAllowed):
            desk.close(make_act(session, makelaar), question.reference, any_outcome(session).code)


class TestReopen:
    def test_brings_an_answered_question_back_and_starts_its_clocks_again(self, session):
        makelaar = make_account(session)
        question = make_answered_question(session, makelaar, outcome_code=any_outcome(session).code)
        promised = question.answer_due_on

        desk.reopen(make_act(session, makelaar, START + timedelta(days=7)), question.reference)

        assert (question.status, question.assignee_id) == (QuestionStatus.NEW, None)
        assert (question.answered_at, question.outcome_code) == (None, None)
        assert question.answer_due_on > promised

    def test_is_refused_for_a_question_that_is_still_open(self, session):
        question = make_question(session)

        with pytest.raises(StepNotAllowed):
            desk.reopen(make_act(session, make_account(session)), question.reference)


class TestCorrectEmail:
    def test_sends_a_link_to_the_new_address(self, session):
        question = make_question(session, asker_email_trouble=EmailTrouble.BOUNCED)

        desk.correct_email(make_act(session, make_account(session)), question.reference, "Goed@example.nl")

        assert (question.asker_email, question.asker_email_trouble) == ("goed@example.nl", None)
        mail = session.exec(select(OutboxMail)).one()
        assert (mail.template, mail.to_email) == ("question_link", "goed@example.nl")

    def test_takes_sight_of_the_question_away_from_whoever_got_our_mail(self, session):
        question = make_question(session)
        act = make_act(session, make_account(session))
        mint(act, LinkPurpose.QUESTION, question_id=question.id)
        open_asker_session(act, question.id, None)

        desk.correct_email(act, question.reference, "goed@example.nl")

        assert session.exec(select(PrivateLink.used_at)).one() is not None
        assert session.exec(select(AskerSession)).all() == []

    def test_redirects_mail_that_was_still_to_go_out(self, session):
        question = make_question(session)
        act = make_act(session, make_account(session))
        outbox.put(act, "receipt", question.asker_email, Language.NL, question_id=question.id)

        desk.correct_email(act, question.reference, "goed@example.nl")

        assert set(session.exec(select(OutboxMail.to_email))) == {"goed@example.nl"}

    def test_gives_a_question_that_came_by_telephone_its_first_address(self, session):
        question = make_question(session, asker_email=None)

        desk.correct_email(make_act(session, make_account(session)), question.reference, "nieuw@example.nl")

        assert question.asker_email == "nieuw@example.nl"

    def test_writes_no_address_in_the_event_log(self, session):
        question = make_question(session)

        desk.correct_email(make_act(session, make_account(session)), question.reference, "goed@example.nl")

        assert "example" not in last_event(session, question).details

    def test_refuses_the_address_that_was_right_already(self, session):
        question = make_question(session)

        with pytest.raises(RefusedInput) as refusal:
            desk.correct_email(make_act(session, make_account(session)), question.reference, question.asker_email)

        assert (refusal.value.field, refusal.value.code) == ("email", "same")

    def test_refuses_a_page_that_is_older_than_the_question(self, session):
        question = make_question(session)
        act = make_act(session, make_account(session))
        desk.pick_up(act, question.reference)

        with pytest.raises(StalePage):
            desk.correct_email(act, question.reference, "goed@example.nl", version=1)

        assert session.get_one(Question, question.id).asker_email != "goed@example.nl"
