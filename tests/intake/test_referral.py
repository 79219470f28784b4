"""A question is shared by consent, taken or declined, and closed to an organisation the moment consent ends."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from intake import referral, referral_inbox
from intake.errors import NotFound, NotPermitted, RefusedInput, StalePage, StepNotAllowed
from intake.models.questions import Consent, Message, Question, Referral
from intake.models.reference import Organisation
from intake.models.system import Event, OutboxMail
from intake.referral_inbox import InboxFilter
from intake.terms import (
    DeclineReason,
    Language,
    MessageKind,
    QuestionStatus,
    ReferralResult,
    ReferralStatus,
    Role,
    Step,
)
from tests.factories import START, make_account, make_act, make_question, make_referral, organisation_of_category


def messages(session, question):
    query = select(Message).where(Message.question_id == question.id, Message.kind == MessageKind.REFERRAL)
    return [message.body for message in session.exec(query)]


def last_event(session, question):
    query = select(Event).where(Event.chain == f"question:{question.id}").order_by(Event.number.desc())
    return session.exec(query).first()


@pytest.fixture
def organisation(session):
    return organisation_of_category(session, "intermediair")


@pytest.fixture
def intermediary(session, organisation):
    return make_account(session, Role.INTERMEDIAIR)


@pytest.fixture
def makelaar(session):
    return make_account(session)


@pytest.fixture
def question(session):
    return make_question(session)


@pytest.fixture
def consent(session, question, organisation):
    consent = Consent(question_id=question.id, organisation_id=organisation.id, given_at=START)
    session.add(consent)
    session.flush()
    return consent


@pytest.fixture
def offered(session, question, organisation):
    return make_referral(session, question, organisation.id)


class TestOffer:
    def test_shares_the_question_and_mails_every_colleague(self, session, question, organisation, consent):
        colleagues = [make_account(session, Role.INTERMEDIAIR), make_account(session, Role.INTERMEDIAIR)]
        make_account(session, Role.INTERMEDIAIR, blocked_at=START)

        shared = referral.offer(make_act(session), question, organisation.id, "Wij denken aan uw netwerk.")

        assert shared.status is ReferralStatus.OFFERED
        assert shared.note == "Wij denken aan uw netwerk."
        mails = session.exec(select(OutboxMail)).all()
        assert [(mail.template, mail.to_email) for mail in mails] == [
            ("referral_offered", colleague.email) for colleague in colleagues
        ]

    def test_is_an_event_on_the_question_and_a_plain_message(self, session, question, organisation, consent):
        referral.offer(make_act(session), question, organisation.id)

        event = last_event(session, question)
        assert (event.step, event.reason) == (Step.REFER, ReferralStatus.OFFERED)
        assert [organisation.name in body for body in messages(session, question)] == [True]

    def test_tells_the_asker_in_the_language_of_the_question(self, session, organisation):
        question = make_question(session, language=Language.EN)
        session.add(Consent(question_id=question.id, organisation_id=organisation.id, given_at=START))

        referral.offer(make_act(session), question, organisation.id)

        assert messages(session, question)[0].startswith("We shared your question")

    def test_is_refused_without_consent(self, session, question, organisation):
        with pytest.raises(RefusedInput) as refusal:
            referral.offer(make_act(session), question, organisation.id)

        assert (refusal.value.field, refusal.value.code) == ("organisation", "no_consent")

    def test_is_refused_after_consent_was_withdrawn(self, session, question, organisation, consent):
        consent.withdrawn_at = START

        with pytest.raises(RefusedInput, match="no_consent"):
            referral.offer(make_act(session), question, organisation.id)

    def test_is_refused_while_the_organisation_is_full(self, session, question, organisation, consent):
        organisation.paused_until = make_act(session).today

        with pytest.raises(RefusedInput) as refusal:
            referral.offer(make_act(session), question, organisation.id)

        assert refusal.value.code == "paused"
        assert refusal.value.details["until"] == organisation.paused_until

    def test_works_again_the_day_after_a_pause(self, session, question, organisation, consent):
        organisation.paused_until = make_act(session).today

        shared = referral.offer(make_act(session, at=START + timedelta(days=1)), question, organisation.id)

        assert shared.status is ReferralStatus.OFFERED

    @pytest.mark.parametrize("change", ["retired", "missing"])
    def test_is_refused_for_an_organisation_that_is_not_there(self, session, question, organisation, consent, change):
        if change == "retired":
            organisation.retired_on = date(2026, 1, 1)

        with pytest.raises(RefusedInput, match="unknown"):
            referral.offer(make_act(session), question, organisation.id if change == "retired" else -1)

    def test_is_refused_twice(self, session, question, organisation, consent, offered):
        with pytest.raises(RefusedInput, match="already_shared"):
            referral.offer(make_act(session), question, organisation.id)

    def test_is_refused_to_who_declined_before(self, session, question, organisation, consent, offered):
        offered.status = ReferralStatus.DECLINED

        with pytest.raises(RefusedInput, match="declined"):
            referral.offer(make_act(session), question, organisation.id)

    def test_works_again_when_consent_is_given_anew(self, session, question, organisation, consent):
        act = make_act(session)
        referral.offer(act, question, organisation.id)
        referral.revoke(act, question, organisation.id)

        shared = referral.offer(act, question, organisation.id)

        assert shared.status is ReferralStatus.OFFERED
        assert len(session.exec(select(Referral)).all()) == 1

    def test_is_refused_on_a_question_that_is_over(self, session, organisation):
        question = make_question(session, status=QuestionStatus.WITHDRAWN)
        session.add(Consent(question_id=question.id, organisation_id=organisation.id, given_at=START))

        with pytest.raises(StepNotAllowed):
            referral.offer(make_act(session), question, organisation.id)


class TestTake:
    def test_notes_who_took_it(self, session, question, intermediary, offered):
        referral.take(make_act(session, intermediary), question.reference)

        assert offered.status is ReferralStatus.ACCEPTED
        assert offered.taken_by_id == intermediary.id
        assert last_event(session, question).reason == ReferralStatus.ACCEPTED

    def test_keeps_the_regie_with_the_team(self, session, question, intermediary, offered):
        before = (question.team_id, question.status)

        referral.take(make_act(session, intermediary), question.reference)

        assert (question.team_id, question.status) == before

    def test_is_won_by_one_of_two_colleagues(self, session, question, intermediary, offered):
        colleague = make_account(session, Role.INTERMEDIAIR)
        referral.take(make_act(session, intermediary), question.reference, version=1)

        with pytest.raises(StalePage):
            referral.take(make_act(session, colleague), question.reference, version=1)

        assert offered.taken_by_id == intermediary.id

    def test_is_refused_twice(self, session, question, intermediary, offered):
        act = make_act(session, intermediary)
        referral.take(act, question.reference)

        with pytest.raises(StepNotAllowed):
            referral.take(act, question.reference)

    def test_finds_nothing_for_another_organisation(self, session, question, offered):
        other = session.exec(
            select(Organisation).where(Organisation.category == "intermediair").offset(1).limit(1)
        ).one()
        stranger = make_account(session, Role.INTERMEDIAIR, organisation_id=other.id)

        with pytest.raises(NotFound):
            referral.take(make_act(session, stranger), question.reference)

    def test_finds_nothing_for_a_makelaar(self, session, question, makelaar, offered):
        with pytest.raises(NotFound):
            referral.take(make_act(session, makelaar), question.reference)


class TestDecline:
    def test_closes_the_question_to_the_organisation(self, session, question, intermediary, offered):
        act = make_act(session, intermediary)

        referral.decline(act, question.reference, DeclineReason.NO_CAPACITY, "Vol tot mei")

        assert (offered.status, offered.decline_reason) == (ReferralStatus.DECLINED, DeclineReason.NO_CAPACITY)
        with pytest.raises(NotFound):
            referral_inbox.page(act, question.reference)

    def test_does_not_show_the_reason_to_the_asker(self, session, question, intermediary, offered):
        referral.decline(make_act(session, intermediary), question.reference, DeclineReason.OTHER, "Geen klik")

        assert "Geen klik" not in "".join(messages(session, question))

    def test_wants_words_for_another_reason(self, session, question, intermediary, offered):
        with pytest.raises(RefusedInput) as refusal:
            referral.decline(make_act(session, intermediary), question.reference, DeclineReason.OTHER)

        assert (refusal.value.field, refusal.value.code) == ("note", "required")


class TestComplete:
    def test_says_what_came_of_it(self, session, question, intermediary, offered):
        act = make_act(session, intermediary)
        referral.take(act, question.reference)

        referral.complete(act, question.reference, ReferralResult.HELPED, "Drie gesprekken gevoerd")

        assert (offered.status, offered.result) == (ReferralStatus.COMPLETED, ReferralResult.HELPED)
        assert "Drie gesprekken" not in "".join(messages(session, question))
        assert "bent geholpen" in messages(session, question)[-1]

    def test_works_after_the_question_was_closed(self, session, question, intermediary, offered):
        act = make_act(session, intermediary)
        referral.take(act, question.reference)
        question.status = QuestionStatus.CLOSED
        session.flush()

        referral.complete(act, question.reference, ReferralResult.PARTLY)

        assert offered.status is ReferralStatus.COMPLETED

    def test_is_refused_before_taking(self, session, question, intermediary, offered):
        with pytest.raises(StepNotAllowed):
            referral.complete(make_act(session, intermediary), question.reference, ReferralResult.HELPED)


class TestRevoke:
    @pytest.mark.parametrize("status", [ReferralStatus.OFFERED, ReferralStatus.ACCEPTED, ReferralStatus.COMPLETED])
    def test_closes_the_question_at_once(self, session, question, intermediary, organisation, offered, status):
        offered.status = status

        referral.revoke(make_act(session), question, organisation.id)

        assert offered.status is ReferralStatus.REVOKED
        with pytest.raises(NotFound):
            referral_inbox.page(make_act(session, intermediary), question.reference)

    def test_leaves_a_declined_referral_alone(self, session, question, organisation, offered):
        offered.status = ReferralStatus.DECLINED

        referral.revoke(make_act(session), question, organisation.id)

        assert offered.status is ReferralStatus.DECLINED

    def test_of_all_closes_it_to_everybody(self, session, question, offered):
        fund = organisation_of_category(session, "financier")
        second = make_referral(session, question, fund.id, status=ReferralStatus.ACCEPTED)

        referral.revoke_all(make_act(session), question)

        assert {offered.status, second.status} == {ReferralStatus.REVOKED}


class TestPause:
    def test_fills_the_organisation_until_a_day(self, session, intermediary, organisation):
        act = make_act(session, intermediary)

        referral.pause(act, act.today + timedelta(days=30))

        assert referral.is_paused(organisation, act.today + timedelta(days=30))
        assert not referral.is_paused(organisation, act.today + timedelta(days=31))

    def test_ends_when_asked(self, session, intermediary, organisation):
        act = make_act(session, intermediary)
        referral.pause(act, act.today)

        referral.pause(act, None)

        assert organisation.paused_until is None
        steps = select(Event.step).where(Event.chain == f"organisation:{organisation.id}").order_by(Event.number)
        assert session.exec(steps).all() == ["pause", "end_pause"]

    @pytest.mark.parametrize(("days", "code"), [(-1, "in_past"), (367, "too_far")])
    def test_is_refused_for_a_day_that_makes_no_sense(self, session, intermediary, days, code):
        act = make_act(session, intermediary)

        with pytest.raises(RefusedInput, match=code):
            referral.pause(act, act.today + timedelta(days=days))

    def test_is_not_for_a_makelaar(self, session, makelaar):
        with pytest.raises(NotPermitted):
            referral.pause(make_act(session, makelaar), None)


class TestInbox:
    def test_shows_each_stage_apart(self, session, intermediary, organisation):
        made = {
            status: make_referral(session, make_question(session), organisation.id, status=status)
            for status in ReferralStatus
        }

        act = make_act(session, intermediary)
        shown = {chosen: [line.reference for line in referral_inbox.inbox(act, chosen)] for chosen in InboxFilter}

        expected = {chosen: [made[status].question_id] for chosen, status in referral_inbox.FILTERS.items()}
        references = {row.id: row.reference for row in session.exec(select(Question))}
        assert shown == {chosen: [references[number] for number in ids] for chosen, ids in expected.items()}
        assert referral_inbox.counts(act) == dict.fromkeys(InboxFilter, 1)

    def test_names_the_colleague_who_took_it(self, session, question, intermediary, offered):
        act = make_act(session, intermediary)
        referral.take(act, question.reference)

        [line] = referral_inbox.inbox(act, InboxFilter.TAKEN)

        assert line.taken_by == intermediary.name


class TestPage:
    def test_hides_how_to_reach_the_asker_before_taking(self, session, intermediary, organisation):
        question = make_question(
            session, text="Bel mij op 06-00001234, groet van Ondernemer", asker_name="Sanne Voorbeeld"
        )
        make_referral(session, question, organisation.id)

        page = referral_inbox.page(make_act(session, intermediary), question.reference)

        assert page.contact is None
        assert "06-00001234" not in page.text

    def test_shows_it_after_taking(self, session, question, intermediary, offered):
        act = make_act(session, intermediary)
        referral.take(act, question.reference)

        page = referral_inbox.page(act, question.reference)

        assert page.contact.email == question.asker_email
        assert page.text == question.text

    def test_shows_a_confidential_question_that_was_shared(self, session, intermediary, organisation):
        question = make_question(session, confidential=True)
        make_referral(session, question, organisation.id)

        assert referral_inbox.page(make_act(session, intermediary), question.reference).confidential

    def test_shows_nothing_that_was_not_shared(self, session, question, intermediary):
        with pytest.raises(NotFound):
            referral_inbox.page(make_act(session, intermediary), question.reference)
