"""Did it help, and who helped: said once for each answer, asked by at most one mail, counted per team."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from intake import audit, erasure, feedback
from intake.errors import NotFound, RefusedInput, StepNotAllowed
from intake.feedback import FeedbackCounts, FeedbackDraft
from intake.models.questions import Consent, Feedback, Message, Question
from intake.models.system import OutboxMail
from intake.permissions import THE_LOKET, Person
from intake.terms import EmailTrouble, Helped, HelpedBy, QuestionStatus, Role, Step
from intake.workflow import allows
from tests.factories import (
    CHAIN_KEY,
    START,
    make_account,
    make_act,
    make_answered_question,
    make_question,
    organisation_of_category,
    other_team,
)

LATER = START + timedelta(days=12)
YES = FeedbackDraft(Helped.YES, HelpedBy.TEAM)
NO = FeedbackDraft(Helped.NO, text="De loods is te klein.")


def asker_of(session: Session, question: Question, at=LATER):
    return make_act(session, Person(Role.ONDERNEMER, question_ids=frozenset({question.id})), at)


def answered(session: Session, **overrides) -> Question:
    return make_answered_question(session, make_account(session), **overrides)


def said(session: Session) -> list[Feedback]:
    return list(session.exec(select(Feedback).order_by(Feedback.id)))


class TestGive:
    def test_keeps_whether_it_helped_and_who_helped(self, session):
        question = answered(session)

        feedback.give(asker_of(session, question), question.reference, FeedbackDraft(
            Helped.PARTLY, HelpedBy.SOMEBODY_ELSE, text="Een buurman."))  # fmt: skip

        [row] = said(session)
        assert (row.helped, row.helped_by, row.text) == (Helped.PARTLY, HelpedBy.SOMEBODY_ELSE, "Een buurman.")
        assert (row.team_id, row.answered_at, row.used_at) == (question.team_id, START, None)
        assert question.status is QuestionStatus.ANSWERED

    def test_puts_a_second_answer_in_place_of_the_first(self, session):
        question = answered(session)
        feedback.give(asker_of(session, question), question.reference, YES)

        feedback.give(asker_of(session, question), question.reference, FeedbackDraft(Helped.PARTLY, HelpedBy.TEAM))

        assert [row.helped for row in said(session)] == [Helped.PARTLY]

    @pytest.mark.parametrize("status", [QuestionStatus.ANSWERED, QuestionStatus.CLOSED])
    def test_opens_the_question_again_with_a_no_whenever_it_comes(self, session, status):
        question = answered(session, status=status)
        feedback.give(asker_of(session, question), question.reference, YES)

        feedback.give(asker_of(session, question, START + timedelta(days=200)), question.reference, NO)

        [row] = said(session)
        assert (question.status, question.answered_at, question.closed_at) == (QuestionStatus.NEW, None, None)
        assert question.life_due_on > (START + timedelta(days=200)).date()
        assert (row.helped, row.helped_by, row.used_at) == (Helped.NO, None, START + timedelta(days=200))
        assert session.exec(select(Message.body).order_by(Message.id.desc())).first() == "De loods is te klein."

    def test_says_nothing_more_once_it_was_used(self, session):
        question = answered(session)
        feedback.give(asker_of(session, question), question.reference, NO)

        with pytest.raises(StepNotAllowed):
            feedback.give(asker_of(session, question), question.reference, YES)

    def test_is_about_the_next_answer_when_there_is_one(self, session):
        question = answered(session)
        feedback.give(asker_of(session, question), question.reference, NO)
        question.status, question.answered_at = QuestionStatus.ANSWERED, LATER
        session.add(question)
        session.flush()

        feedback.give(asker_of(session, question), question.reference, YES)

        assert [row.helped for row in said(session)] == [Helped.NO, Helped.YES]

    def test_names_an_organisation_that_the_question_was_shared_with(self, session):
        question = answered(session)
        organisation = organisation_of_category(session, "intermediair").id
        draft = FeedbackDraft(Helped.YES, HelpedBy.ORGANISATION, organisation)
        with pytest.raises(RefusedInput) as refused:
            feedback.give(asker_of(session, question), question.reference, draft)
        session.add(Consent(question_id=question.id, organisation_id=organisation, given_at=START))
        session.flush()

        feedback.give(asker_of(session, question), question.reference, draft)

        assert (refused.value.field, refused.value.code) == ("helped_by", "unknown")
        assert [row.organisation_id for row in said(session)] == [organisation]

    def test_wants_to_know_who_helped(self, session):
        question = answered(session)

        with pytest.raises(RefusedInput) as refused:
            feedback.give(asker_of(session, question), question.reference, FeedbackDraft(Helped.YES))

        assert (refused.value.field, refused.value.code) == ("helped_by", "required")

    @pytest.mark.parametrize("status", sorted(set(QuestionStatus) - {QuestionStatus.ANSWERED, QuestionStatus.CLOSED}))
    def test_is_about_an_answer(self, session, status):
        question = make_question(session, status=status)

        assert not allows(Step.FEEDBACK, status)
        with pytest.raises(StepNotAllowed):
            feedback.give(asker_of(session, question), question.reference, YES)

    def test_is_for_whoever_asked(self, session):
        question = answered(session)

        with pytest.raises(NotFound):
            feedback.give(make_act(session, make_account(session)), question.reference, YES)

    def test_is_an_event_without_a_word(self, session):
        question = answered(session)

        feedback.give(asker_of(session, question), question.reference, NO)

        assert audit.verify_chains(session, CHAIN_KEY) == []


class TestAskWhenDue:
    @pytest.mark.parametrize(("days", "asked"), [(9.9, 0), (10, 1), (29, 1), (31, 0)])
    def test_asks_ten_days_after_the_answer(self, session, days, asked):
        answered(session)

        assert feedback.ask_when_due(make_act(session, THE_LOKET, START + timedelta(days=days))) == asked

    def test_asks_once_whatever_happens_later(self, session):
        question = answered(session)
        feedback.ask_when_due(make_act(session, THE_LOKET, LATER))
        question.answered_at = LATER
        session.add(question)
        session.flush()

        again = feedback.ask_when_due(make_act(session, THE_LOKET, LATER + timedelta(days=12)))

        assert again == 0
        assert [(mail.template, mail.to_email) for mail in session.exec(select(OutboxMail))] == [
            ("feedback_asked", question.asker_email)
        ]

    def test_asks_after_closing_too(self, session):
        answered(session, status=QuestionStatus.CLOSED)

        assert feedback.ask_when_due(make_act(session, THE_LOKET, LATER)) == 1

    @pytest.mark.parametrize(
        "overrides",
        [
            {"asker_email": None},
            {"asker_email_trouble": EmailTrouble.REFUSED},
            {"status": QuestionStatus.WITHDRAWN},
            {"status": QuestionStatus.MERGED},
            {"status": QuestionStatus.NEW},
        ],
        ids=str,
    )
    def test_asks_nobody_who_cannot_be_asked(self, session, overrides):
        answered(session, **overrides)

        assert feedback.ask_when_due(make_act(session, THE_LOKET, LATER)) == 0

    def test_asks_nothing_of_an_erased_question(self, session):
        question = answered(session)
        erasure.erase(asker_of(session, question), question.reference)

        assert feedback.ask_when_due(make_act(session, THE_LOKET, LATER)) == 0

    def test_asks_nothing_of_somebody_who_said_it_already(self, session):
        question = answered(session)
        feedback.give(asker_of(session, question, START + timedelta(days=1)), question.reference, YES)

        assert feedback.ask_when_due(make_act(session, THE_LOKET, LATER)) == 0

    def test_leaves_the_page_that_a_makelaar_has_open_as_it_is(self, session):
        question = answered(session)
        version = question.version

        feedback.ask_when_due(make_act(session, THE_LOKET, LATER))

        assert question.version == version
        assert question.feedback_asked_at == LATER


class TestCountsPerTeam:
    def test_counts_what_was_said_of_each_team_within_the_time(self, session):
        for draft in (YES, YES, NO):
            question = answered(session)
            feedback.give(asker_of(session, question), question.reference, draft)
        early = answered(session)
        feedback.give(asker_of(session, early, START), early.reference, YES)

        found = feedback.counts_per_team(session, since=LATER, until=LATER + timedelta(days=1))

        assert found == {early.team_id: FeedbackCounts({Helped.YES: 2, Helped.NO: 1}, {HelpedBy.TEAM: 2})}
        assert found[early.team_id].total == 3

    def test_keeps_teams_apart(self, session):
        makelaar = make_account(session, team_id=other_team(session).id)
        question = make_answered_question(session, makelaar)
        feedback.give(asker_of(session, question), question.reference, YES)

        assert list(feedback.counts_per_team(session, since=START, until=LATER + timedelta(days=1))) == [
            other_team(session).id
        ]
