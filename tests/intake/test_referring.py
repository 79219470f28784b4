"""Sharing with an intermediary: at once with consent, else the entrepreneur is asked first."""

import pytest
from sqlmodel import col, select

from intake import consent, referring
from intake.errors import NotFound, RefusedInput, StalePage, StepNotAllowed
from intake.models.questions import Consent, Message, Referral
from intake.permissions import Person
from intake.terms import Language, MessageKind, QuestionStatus, ReferralStatus, Role
from tests.factories import START, make_account, make_act, make_picked_up_question, make_question, other_team


@pytest.fixture
def makelaar(session):
    return make_account(session)


@pytest.fixture
def question(session, makelaar):
    return make_picked_up_question(session, makelaar)


@pytest.fixture
def organisation(session):
    return referring.organisations_to_refer_to(make_act(session))[0]


@pytest.fixture
def consented(session, question, organisation):
    session.add(Consent(question_id=question.id, organisation_id=organisation.id, given_at=START))
    session.flush()


class TestRefer:
    @pytest.mark.usefixtures("consented")
    def test_offers_the_question_to_the_organisation(self, session, makelaar, question, organisation):
        referring.refer(make_act(session, makelaar), question.reference, organisation.id, "Past bij uw aanbod")

        referral = session.exec(select(Referral)).one()
        assert (referral.organisation_id, referral.status) == (organisation.id, ReferralStatus.OFFERED)
        assert referral.note == "Past bij uw aanbod"

    def test_refuses_without_consent(self, session, makelaar, question, organisation):
        with pytest.raises(RefusedInput) as refusal:
            referring.refer(make_act(session, makelaar), question.reference, organisation.id)

        assert (refusal.value.field, refusal.value.code) == ("organisation", "no_consent")

    @pytest.mark.usefixtures("consented")
    def test_refuses_a_page_that_is_older_than_the_question(self, session, makelaar, question, organisation):
        with pytest.raises(StalePage):
            referring.refer(make_act(session, makelaar), question.reference, organisation.id, version=0)

    def test_does_not_exist_for_another_municipality(self, session, makelaar, organisation):
        question = make_question(session, team_id=other_team(session).id)

        with pytest.raises(NotFound):
            referring.refer(make_act(session, makelaar), question.reference, organisation.id)


class TestAskConsent:
    def test_asks_in_the_language_of_the_entrepreneur(self, session, makelaar, organisation):
        question = make_picked_up_question(session, makelaar, language=Language.EN)

        referring.ask_consent(make_act(session, makelaar), question.reference, organisation.id)

        message = session.exec(select(Message).order_by(col(Message.id).desc())).first()
        assert (message.kind, question.status) == (MessageKind.TO_ASKER, QuestionStatus.WAITING)
        assert f"{organisation.name} may be able" in message.body

    def test_lets_the_entrepreneur_say_yes(self, session, makelaar, question, organisation):
        referring.ask_consent(make_act(session, makelaar), question.reference, organisation.id)
        asker = Person(Role.ONDERNEMER, question_ids=frozenset({question.id}))

        consent.give(make_act(session, asker), question.reference, organisation.id)

        assert session.exec(select(Referral.organisation_id)).all() == [organisation.id]
        assert question.status is QuestionStatus.PICKED_UP

    @pytest.mark.usefixtures("consented")
    def test_refuses_when_the_entrepreneur_said_yes_before(self, session, makelaar, question, organisation):
        with pytest.raises(RefusedInput) as refusal:
            referring.ask_consent(make_act(session, makelaar), question.reference, organisation.id)

        assert refusal.value.code == "consented"

    @pytest.mark.parametrize("organisation_id", [0, 999_999])
    def test_refuses_an_organisation_that_offers_nothing(self, session, makelaar, question, organisation_id):
        with pytest.raises(RefusedInput) as refusal:
            referring.ask_consent(make_act(session, makelaar), question.reference, organisation_id)

        assert refusal.value.code == "unknown"

    def test_refuses_a_question_that_nobody_picked_up(self, session, makelaar, organisation):
        question = make_question(session)

        with pytest.raises(StepNotAllowed):
            referring.ask_consent(make_act(session, makelaar), question.reference, organisation.id)
