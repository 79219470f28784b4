"""Entrepreneurs follow their own question, and steer it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from intake import asker_links, audit, consent, following, private_links
from intake.errors import LinkNotUsable, NotFound, RefusedInput, StepNotAllowed, TooManyAttempts
from intake.models.people import AskerSession, PrivateLink
from intake.models.questions import Consent, Message, Question, Referral
from intake.models.reference import Intermediary
from intake.models.system import OutboxMail
from intake.permissions import ANYBODY, Person
from intake.question_status import own_questions, status_page
from intake.submission import Choices, submit
from intake.terms import (
    LinkPurpose,
    MessageKind,
    QuestionStatus,
    ReferralStatus,
    Role,
    RouteReason,
    Step,
    WithdrawReason,
)
from tests.factories import (
    CHAIN_KEY,
    START,
    make_account,
    make_act,
    make_answered_question,
    make_question,
    make_waiting_question,
)
from tests.intake.proposals import make_draft, make_proposal

LATER = START + timedelta(days=3)


def asker_of(session, *questions, at=LATER):
    """Return an act by somebody who opened the links of ``questions``."""
    return make_act(session, Person(Role.ONDERNEMER, question_ids=frozenset(row.id for row in questions)), at)


def told(session, question):
    return session.exec(
        select(Message.kind, Message.body).where(Message.question_id == question.id).order_by(Message.id)
    ).all()


class TestWrite:
    def test_adds_information_to_a_question_that_nobody_waits_for(self, session):
        question = make_question(session)

        following.write(asker_of(session, question), question.reference, "Het gaat om 300 m2.")

        assert question.status is QuestionStatus.NEW
        assert told(session, question)[-1] == (MessageKind.FROM_ASKER, "Het gaat om 300 m2.")

    def test_gives_a_waiting_question_back_to_the_makelaar(self, session):
        question = make_waiting_question(session, make_account(session))

        following.write(asker_of(session, question), question.reference, "Ja, dat klopt.")

        assert question.status is QuestionStatus.PICKED_UP
        assert question.waiting_since is None

    def test_hides_a_question_of_somebody_else(self, session):
        question, own = make_question(session), make_question(session)

        with pytest.raises(NotFound):
            following.write(asker_of(session, own), question.reference, "Ik was het niet.")

    def test_refuses_after_the_question_was_withdrawn(self, session):
        question = make_question(session, status=QuestionStatus.WITHDRAWN)

        with pytest.raises(StepNotAllowed):
            following.write(asker_of(session, question), question.reference, "Toch nog iets.")


class TestObjectToRoute:
    def test_shows_the_objection_to_the_team(self, session):
        question = make_question(session)

        following.object_to_route(asker_of(session, question), question.reference, "Wij zitten in Velsen.")

        assert question.objected_at == LATER
        assert told(session, question)[-1] == (MessageKind.OBJECTION, "Wij zitten in Velsen.")

    def test_comes_too_late_for_an_answered_question(self, session):
        question = make_answered_question(session, make_account(session))

        with pytest.raises(StepNotAllowed):
            following.object_to_route(asker_of(session, question), question.reference, "Te laat.")


class TestWithdraw:
    def test_takes_the_question_back_with_its_reason(self, session):
        question = make_question(session)

        following.withdraw(asker_of(session, question), question.reference, WithdrawReason.SOLVED)

        assert question.status is QuestionStatus.WITHDRAWN
        assert audit.verify_chains(session, CHAIN_KEY) == []

    def test_closes_the_question_to_every_organisation(self, session):
        question = shared_question(session)

        following.withdraw(asker_of(session, question), question.reference, WithdrawReason.OTHER, "Wij stoppen.")

        assert session.exec(select(Referral.status)).all() == [ReferralStatus.REVOKED]
        assert session.exec(select(Consent.withdrawn_at)).all() == [LATER]

    def test_cannot_be_done_twice(self, session):
        question = make_question(session, status=QuestionStatus.WITHDRAWN)

        with pytest.raises(StepNotAllowed):
            following.withdraw(asker_of(session, question), question.reference, WithdrawReason.SOLVED)


class TestReopen:
    @pytest.mark.parametrize("status", [QuestionStatus.ANSWERED, QuestionStatus.CLOSED])
    def test_brings_an_answered_question_back_to_the_queue(self, session, status):
        question = make_answered_question(session, make_account(session), status=status)

        following.reopen(asker_of(session, question), question.reference, "De loods is te klein.")

        assert (question.status, question.assignee_id, question.answered_at) == (QuestionStatus.NEW, None, None)
        assert question.answer_due_on > LATER.date()

    def test_refuses_while_the_question_is_still_open(self, session):
        question = make_question(session)

        with pytest.raises(StepNotAllowed):
            following.reopen(asker_of(session, question), question.reference, "Duurt lang.")


def shared_question(session):
    """Make a question that was shared with one organisation at the start."""
    helper = session.exec(select(Intermediary).order_by(Intermediary.id).limit(1)).one()
    choices = Choices("gedeeld", organisation_ids=frozenset({helper.organisation_id}))
    return submit(make_act(session), make_draft(), make_proposal(intermediaries=(helper.id,)), choices)


def proposed_question(session):
    """Make a question for which one organisation was proposed but not ticked; return both."""
    helper = session.exec(select(Intermediary).order_by(Intermediary.id).limit(1)).one()
    question = submit(make_act(session), make_draft(), make_proposal(intermediaries=(helper.id,)), Choices("los"))
    return question, helper.organisation_id


class TestConsent:
    def test_closes_access_at_once(self, session):
        question = shared_question(session)
        [row] = consent.sharing(make_act(session), question)

        consent.withdraw(asker_of(session, question), question.reference, row.organisation_id)

        [row] = consent.sharing(make_act(session), question)
        assert (row.is_shared, row.status) == (False, ReferralStatus.REVOKED)

    def test_can_be_taken_back_twice_without_harm(self, session):
        question = shared_question(session)
        [row] = consent.sharing(make_act(session), question)
        act = asker_of(session, question)

        consent.withdraw(act, question.reference, row.organisation_id)
        consent.withdraw(act, question.reference, row.organisation_id)

        assert audit.verify_chains(session, CHAIN_KEY) == []

    def test_can_be_given_to_an_organisation_that_was_proposed(self, session):
        question, organisation_id = proposed_question(session)

        consent.give(asker_of(session, question), question.reference, organisation_id)

        [row] = consent.sharing(make_act(session), question)
        assert (row.is_shared, row.status) == (True, ReferralStatus.OFFERED)

    def test_can_be_given_again(self, session):
        question = shared_question(session)
        [row] = consent.sharing(make_act(session), question)
        act = asker_of(session, question)
        consent.withdraw(act, question.reference, row.organisation_id)

        consent.give(act, question.reference, row.organisation_id)

        assert session.exec(select(Referral.status)).all() == [ReferralStatus.OFFERED]

    def test_cannot_be_given_to_an_organisation_that_nobody_proposed(self, session):
        question = make_question(session)

        with pytest.raises(NotFound):
            consent.give(asker_of(session, question), question.reference, 1)

    def test_cannot_be_given_when_nobody_works_on_the_question(self, session):
        question, organisation_id = proposed_question(session)
        question.status = QuestionStatus.CLOSED
        session.add(question)
        session.flush()

        with pytest.raises(RefusedInput):
            consent.give(asker_of(session, question), question.reference, organisation_id)

    def test_cannot_be_taken_back_where_it_was_never_given(self, session):
        question, organisation_id = proposed_question(session)

        with pytest.raises(NotFound):
            consent.withdraw(asker_of(session, question), question.reference, organisation_id)


class TestOpenLink:
    def test_gives_a_browser_sight_of_the_question(self, session):
        question = make_question(session)
        token = private_links.mint(make_act(session), LinkPurpose.QUESTION, question_id=question.id)

        found, browser = asker_links.open_link(make_act(session), token, None)

        assert found.reference == question.reference
        assert browser != token

    def test_opens_nothing_with_a_token_that_nobody_made(self, session):
        with pytest.raises(LinkNotUsable):
            asker_links.open_link(make_act(session), "verzonnen", None)

    def test_opens_nothing_after_it_expired(self, session):
        question = make_question(session)
        token = private_links.mint(make_act(session), LinkPurpose.QUESTION, question_id=question.id)

        with pytest.raises(LinkNotUsable):
            asker_links.open_link(make_act(session, at=START + timedelta(days=91)), token, None)


class TestSendAgain:
    def test_mails_a_link_to_every_question_of_the_address(self, session):
        first = make_question(session, asker_email="noor@example.nl")
        second = make_question(session, asker_email="noor@example.nl", at=LATER)
        make_question(session)

        asker_links.send_again(make_act(session, at=LATER), "Noor@Example.nl", "192.0.2.1")

        mails = session.exec(select(OutboxMail.template, OutboxMail.question_id).order_by(OutboxMail.id)).all()
        assert mails == [("question_link", second.id), ("question_link", first.id)]

    def test_sends_nothing_to_an_unknown_address(self, session):
        asker_links.send_again(make_act(session), "onbekend@example.nl", "192.0.2.1")

        assert session.exec(select(OutboxMail)).all() == []

    @pytest.mark.parametrize("email", ["noor@example.nl", "onbekend@example.nl"])
    def test_refuses_too_many_requests_whether_the_address_is_known_or_not(self, session, email):
        make_question(session, asker_email="noor@example.nl")
        for _ in range(asker_links.LINKS_PER_EMAIL):
            asker_links.send_again(make_act(session), email, "192.0.2.1")

        with pytest.raises(TooManyAttempts):
            asker_links.send_again(make_act(session), email, "192.0.2.1")

    def test_refuses_somebody_who_tries_many_addresses(self, session):
        for number in range(asker_links.LINKS_PER_VISITOR):
            asker_links.send_again(make_act(session), f"iemand{number}@example.nl", "192.0.2.1")

        with pytest.raises(TooManyAttempts):
            asker_links.send_again(make_act(session), "nog-een@example.nl", "192.0.2.1")


class TestRenewLink:
    def test_makes_older_links_and_other_browsers_useless(self, session):
        question = make_question(session)
        act = make_act(session)
        old = private_links.mint(act, LinkPurpose.QUESTION, question_id=question.id)
        _question, mine = asker_links.open_link(act, old, None)
        asker_links.open_link(act, old, None)

        new = asker_links.renew_link(asker_of(session, question, at=START), question.reference, mine)

        assert asker_links.open_link(act, new, mine)[0].id == question.id
        with pytest.raises(LinkNotUsable):
            asker_links.open_link(act, old, None)
        hashes = set(session.exec(select(AskerSession.token_hash)))
        assert hashes == {private_links.token_hash(mine)}

    def test_is_for_the_own_question(self, session):
        question = make_question(session)

        with pytest.raises(NotFound):
            asker_links.renew_link(make_act(session, ANYBODY), question.reference, None)

        assert session.exec(select(PrivateLink)).all() == []


class TestStatusPage:
    def test_shows_who_has_the_question_and_why(self, session):
        question, _organisation_id = proposed_question(session)

        page = status_page(asker_of(session, question), question.reference)

        assert page.team.id == question.team_id
        assert page.route[-1].code is RouteReason.NATIONAL_UNKNOWN_PLACE

    def test_hides_what_the_team_says_to_itself(self, session):
        question = make_question(session)
        for kind in MessageKind:
            session.add(Message(question_id=question.id, kind=kind, body=f"tekst {kind}", created_at=LATER))
        session.flush()

        page = status_page(asker_of(session, question), question.reference)

        assert {row.kind for row in page.messages}.isdisjoint(
            {MessageKind.NOTE, MessageKind.CONSULT, MessageKind.CONSULT_REPLY, MessageKind.CALL}
        )

    def test_tells_what_happened_without_the_notes(self, session):
        question = make_question(session)
        following.write(asker_of(session, question), question.reference, "Meer informatie over de vraag.")
        audit.record(make_act(session), f"question:{question.id}", Step.NOTE)

        page = status_page(asker_of(session, question), question.reference)

        assert [row.step for row in page.happenings] == [Step.SUBMIT, Step.ADD_INFORMATION]

    @pytest.mark.parametrize("person", [ANYBODY, Person(Role.ONDERNEMER, question_ids=frozenset({999_999}))])
    def test_shows_nothing_for_a_reference_alone(self, session, person):
        question = make_question(session)

        with pytest.raises(NotFound):
            status_page(make_act(session, person), question.reference)

    def test_lists_the_own_questions_newest_first(self, session):
        old, new = make_question(session), make_question(session, at=LATER)
        make_question(session)

        assert own_questions(asker_of(session, old, new)) == [new, old]

    def test_lists_nothing_for_a_stranger(self, session):
        make_question(session)

        assert own_questions(make_act(session)) == []
        assert session.exec(select(Question)).all() != []
