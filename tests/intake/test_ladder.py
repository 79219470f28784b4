"""A knelpunt climbs by people's decisions, and its decision reaches everybody who asked."""

import json

import pytest
from sqlmodel import select

from intake import ladder
from intake.errors import NotFound, RefusedInput, StalePage, StepNotAllowed
from intake.models.knelpunten import CaseKnelpunt, KnelpuntTag
from intake.models.questions import Message
from intake.models.reference import KnelpuntKind, Outcome
from intake.models.system import Event, OutboxMail
from intake.terms import KnelpuntStatus, Language, MessageKind, QuestionStatus, Role, Step
from tests.factories import (
    START,
    any_track,
    make_account,
    make_act,
    make_case,
    make_knelpunt,
    make_question,
    organisation_of_category,
)


def tag(session, knelpunt, question, by=None):
    session.add(
        KnelpuntTag(
            knelpunt_id=knelpunt.id,
            question_id=question.id,
            by_id=by.id if by else None,
            organisation_id=by.organisation_id if by else None,
            at=START,
        )
    )
    session.flush()


def link_cases(session, knelpunt, count):
    for _number in range(count):
        session.add(CaseKnelpunt(case_id=make_case(session).id, knelpunt_id=knelpunt.id))
    session.flush()


def mails(session, template):
    return session.exec(select(OutboxMail).where(OutboxMail.template == template).order_by(OutboxMail.id)).all()


@pytest.fixture
def leader(session):
    return make_account(session, Role.SPOORLEIDER)


@pytest.fixture
def makelaar(session):
    return make_account(session)


@pytest.fixture
def ministry(session):
    return organisation_of_category(session, "ministerie")


@pytest.fixture
def dossierhouder(session, ministry):
    return make_account(session, Role.DOSSIERHOUDER, organisation_id=ministry.id)


@pytest.fixture
def outcome(session):
    return session.exec(select(Outcome).order_by(Outcome.code).limit(1)).one()


@pytest.fixture
def brought(session, ministry):
    return make_knelpunt(
        session, status=KnelpuntStatus.INGEBRACHT, responsible_organisation_id=ministry.id, brought_at=START
    )


@pytest.fixture
def decided(session, ministry, outcome):
    return make_knelpunt(
        session,
        status=KnelpuntStatus.BESLUIT,
        responsible_organisation_id=ministry.id,
        brought_at=START,
        decided_at=START,
        outcome_code=outcome.code,
        decision_text="De regeling wordt ruimer.",
    )


class TestConfirm:
    def test_is_for_the_track_leader_to_decide(self, session, leader):
        knelpunt = make_knelpunt(session)

        ladder.confirm(make_act(session, leader), knelpunt.reference)

        assert (knelpunt.status, knelpunt.confirmed_at) == (KnelpuntStatus.BEVESTIGD, START)

    def test_is_open_to_a_makelaar_with_two_cases(self, session, makelaar):
        knelpunt = make_knelpunt(session)
        link_cases(session, knelpunt, 2)
        act = make_act(session, makelaar)
        assert ladder.may_confirm(act, knelpunt)

        ladder.confirm(act, knelpunt.reference)

        assert knelpunt.status is KnelpuntStatus.BEVESTIGD

    def test_is_refused_to_a_makelaar_with_one_case(self, session, makelaar):
        knelpunt = make_knelpunt(session)
        link_cases(session, knelpunt, 1)
        act = make_act(session, makelaar)

        assert not ladder.may_confirm(act, knelpunt)
        with pytest.raises(RefusedInput, match="too_few_cases"):
            ladder.confirm(act, knelpunt.reference)

    def test_finds_nothing_in_another_track(self, session):
        stranger = make_account(session, Role.SPOORLEIDER, tracks=(any_track(session).slug,))
        knelpunt = make_knelpunt(session, track_slug="financieel")
        assert knelpunt.track_slug != any_track(session).slug

        with pytest.raises(NotFound):
            ladder.confirm(make_act(session, stranger), knelpunt.reference)

    def test_is_won_by_one_of_two(self, session, leader):
        knelpunt = make_knelpunt(session)
        act = make_act(session, leader)
        ladder.confirm(act, knelpunt.reference, version=1)

        with pytest.raises(StalePage):
            ladder.confirm(act, knelpunt.reference, version=1)

    def test_is_not_offered_on_a_later_rung(self, session, leader, brought):
        assert not ladder.may_confirm(make_act(session, leader), brought)


class TestBring:
    def test_mails_the_dossierhouders(self, session, leader, ministry, dossierhouder):
        knelpunt = make_knelpunt(session, status=KnelpuntStatus.BEVESTIGD)
        make_account(session, Role.DOSSIERHOUDER, organisation_id=ministry.id, blocked_at=START)

        ladder.bring(make_act(session, leader), knelpunt.reference, ministry.id, "Wilt u de regeling verruimen?")

        assert knelpunt.status is KnelpuntStatus.INGEBRACHT
        assert knelpunt.brought_text == "Wilt u de regeling verruimen?"
        [mail] = mails(session, "knelpunt_brought")
        assert mail.to_email == dossierhouder.email
        assert json.loads(mail.params) == {"knelpunt": knelpunt.reference}

    def test_can_go_to_another_organisation_afterwards(self, session, leader, brought):
        province = organisation_of_category(session, "provincie")

        ladder.bring(make_act(session, leader), brought.reference, province.id, "Kunt u dit oplossen?")

        assert brought.responsible_organisation_id == province.id

    def test_is_refused_for_an_organisation_that_decides_nothing(self, session, leader):
        knelpunt = make_knelpunt(session, status=KnelpuntStatus.BEVESTIGD)
        intermediary = organisation_of_category(session, "intermediair")

        with pytest.raises(RefusedInput, match="unknown"):
            ladder.bring(make_act(session, leader), knelpunt.reference, intermediary.id, "Wilt u iets doen?")

    def test_is_refused_with_personal_data(self, session, leader, ministry):
        knelpunt = make_knelpunt(session, status=KnelpuntStatus.BEVESTIGD)

        with pytest.raises(RefusedInput) as refusal:
            ladder.bring(make_act(session, leader), knelpunt.reference, ministry.id, "Bel 06-00001234 voor meer")

        assert (refusal.value.field, refusal.value.code) == ("text", "personal_data")
        assert knelpunt.status is KnelpuntStatus.BEVESTIGD

    def test_waits_for_a_confirmation(self, session, leader, ministry):
        knelpunt = make_knelpunt(session)

        with pytest.raises(StepNotAllowed):
            ladder.bring(make_act(session, leader), knelpunt.reference, ministry.id, "Wilt u iets doen?")


class TestDecide:
    def test_answers_with_an_outcome(self, session, dossierhouder, brought, outcome):
        act = make_act(session, dossierhouder)
        ladder.take_up(act, brought.reference)

        ladder.decide(act, brought.reference, outcome.code, "De regeling wordt ruimer.")

        assert (brought.status, brought.outcome_code) == (KnelpuntStatus.BESLUIT, outcome.code)
        assert brought.decision_text == "De regeling wordt ruimer."

    def test_works_without_taking_up_first(self, session, dossierhouder, brought, outcome):
        ladder.decide(make_act(session, dossierhouder), brought.reference, outcome.code, "Ja.")

        assert brought.status is KnelpuntStatus.BESLUIT

    def test_refuses_an_unknown_outcome(self, session, dossierhouder, brought):
        with pytest.raises(RefusedInput) as refusal:
            ladder.decide(make_act(session, dossierhouder), brought.reference, "misschien", "Ja.")

        assert (refusal.value.field, refusal.value.code) == ("outcome", "unknown")

    def test_refuses_personal_data(self, session, dossierhouder, brought, outcome):
        with pytest.raises(RefusedInput, match="personal_data"):
            ladder.decide(make_act(session, dossierhouder), brought.reference, outcome.code, "Mail a@example.nl")

    @pytest.mark.parametrize("role", [Role.SPOORLEIDER, Role.MAKELAAR])
    def test_is_for_the_organisation_itself(self, session, brought, outcome, role):
        with pytest.raises(NotFound):
            ladder.decide(make_act(session, make_account(session, role)), brought.reference, outcome.code, "Ja.")

    def test_finds_nothing_for_another_organisation(self, session, brought, outcome):
        province = organisation_of_category(session, "provincie")
        stranger = make_account(session, Role.DOSSIERHOUDER, organisation_id=province.id)

        with pytest.raises(NotFound):
            ladder.take_up(make_act(session, stranger), brought.reference)

    def test_shows_outcomes_that_suit_the_kind_first(self, session, dossierhouder, brought):
        kind = session.get_one(KnelpuntKind, brought.kind_code)

        codes = [row.code for row in ladder.outcomes_for(make_act(session, dossierhouder), brought.reference)]

        suiting = kind.outcomes.split(";")
        assert set(codes[: len(suiting)]) == set(suiting)


class TestFeedBack:
    def test_tells_every_linked_question(self, session, leader, makelaar, decided, outcome):
        dutch = make_question(session)
        english = make_question(session, language=Language.EN, asker_email=None)
        for question in (dutch, english):
            tag(session, decided, question, makelaar)

        count = ladder.feed_back(make_act(session, leader), decided.reference, "U kunt vanaf nu aanvragen.")

        assert count == 2
        assert decided.status is KnelpuntStatus.TERUGGEKOPPELD
        told = {
            row.question_id: row.body
            for row in session.exec(select(Message).where(Message.kind == MessageKind.TO_ASKER))
        }
        assert set(told) == {dutch.id, english.id}
        assert outcome.name_nl in told[dutch.id]
        assert outcome.name_en in told[english.id]
        assert all("U kunt vanaf nu aanvragen." in body for body in told.values())
        assert [mail.question_id for mail in mails(session, "knelpunt_decided")] == [dutch.id]

    def test_is_an_event_on_each_question(self, session, leader, decided, outcome):
        question = make_question(session)
        tag(session, decided, question)

        ladder.feed_back(make_act(session, leader), decided.reference, "U kunt vanaf nu aanvragen.")

        steps = select(Event.step, Event.reason).where(Event.chain == f"question:{question.id}").order_by(Event.number)
        assert session.exec(steps).all()[-1] == (Step.KNELPUNT_DECIDED, outcome.code)

    def test_mails_who_tagged_once(self, session, leader, makelaar, decided):
        for _number in range(2):
            tag(session, decided, make_question(session), makelaar)
        gone = make_account(session, Role.INTERMEDIAIR, blocked_at=START)
        tag(session, decided, make_question(session), gone)

        ladder.feed_back(make_act(session, leader), decided.reference, "U kunt vanaf nu aanvragen.")

        assert [mail.to_email for mail in mails(session, "knelpunt_fed_back")] == [makelaar.email]

    def test_leaves_a_withdrawn_question_in_peace(self, session, leader, decided):
        tag(session, decided, make_question(session, status=QuestionStatus.WITHDRAWN))
        tag(session, decided, make_question(session, status=QuestionStatus.CLOSED))

        count = ladder.feed_back(make_act(session, leader), decided.reference, "U kunt vanaf nu aanvragen.")

        assert count == 1

    def test_happens_once(self, session, leader, decided):
        act = make_act(session, leader)
        ladder.feed_back(act, decided.reference, "U kunt vanaf nu aanvragen.")

        with pytest.raises(StepNotAllowed):
            ladder.feed_back(act, decided.reference, "U kunt vanaf nu aanvragen.")

    def test_refuses_personal_data(self, session, leader, decided):
        with pytest.raises(RefusedInput, match="personal_data"):
            ladder.feed_back(make_act(session, leader), decided.reference, "Mail naar a@example.nl")

    def test_waits_for_a_decision(self, session, leader, brought):
        with pytest.raises(StepNotAllowed):
            ladder.feed_back(make_act(session, leader), brought.reference, "U kunt vanaf nu aanvragen.")

    def test_is_not_for_a_makelaar(self, session, makelaar, decided):
        with pytest.raises(NotFound):
            ladder.feed_back(make_act(session, makelaar), decided.reference, "U kunt vanaf nu aanvragen.")


class TestRecipients:
    def test_hides_a_small_number_of_askers(self, session, leader, decided):
        for _number in range(4):
            tag(session, decided, make_question(session))

        assert ladder.recipients(make_act(session, leader), decided.reference).questions is None

    def test_names_teams_and_organisations(self, session, leader, decided):
        intermediary = make_account(session, Role.INTERMEDIAIR)
        for _number in range(5):
            tag(session, decided, make_question(session), intermediary)

        found = ladder.recipients(make_act(session, leader), decided.reference)

        assert found.questions == 5
        assert found.without_mail == 0
        assert len(found.teams) == 1
        assert found.organisations == (organisation_of_category(session, "intermediair").name,)
