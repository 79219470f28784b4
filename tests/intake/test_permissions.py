"""The policy table is complete, refuses what it does not list, and says the same as its ``WHERE`` form."""

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from intake import visibility
from intake.models.knelpunten import Case, Knelpunt
from intake.models.questions import Question, Referral
from intake.permissions import HOLDS, MAY, NO_SUBJECT, Action, Person, Rule, Subject, may, may_ever
from intake.sessions import person_of
from intake.terms import ReferralStatus, Role
from tests.factories import (
    START,
    any_track,
    make_account,
    make_case,
    make_knelpunt,
    make_question,
    make_referral,
    organisation_of_category,
    other_team,
)


def test_every_action_has_a_line():
    assert set(MAY) == set(Action)


def test_every_rule_can_be_asked():
    assert set(HOLDS) == set(Rule)


@pytest.mark.parametrize("role", Role)
def test_what_is_not_listed_is_refused(role):
    unlisted = [action for action in Action if role not in MAY[action]]

    assert all(not may(Person(role, account_id=1, team_id=1), action, Subject(team_id=1)) for action in unlisted)


def test_an_administrator_reads_no_questions():
    administrator = Person(Role.BEHEERDER, account_id=1)

    assert not may_ever(administrator, Action.SEE_QUESTION)
    assert not may_ever(administrator, Action.SEE_REFERRAL)
    assert not may_ever(administrator, Action.SEE_CASE)


def test_a_person_without_team_owns_nothing_without_team():
    assert not may(Person(Role.MAKELAAR, account_id=1), Action.SEE_QUESTION, NO_SUBJECT)


def test_a_person_without_organisation_is_shared_nothing():
    intermediary = Person(Role.INTERMEDIAIR, account_id=1)

    assert not may(intermediary, Action.SEE_CASE, NO_SUBJECT)
    assert not may(replace(intermediary, role=Role.DOSSIERHOUDER), Action.SEE_KNELPUNT, NO_SUBJECT)


class TestTheTableAndItsWhere:
    """For each person and row: the predicate and the database give the same answer."""

    QUESTION_ACTIONS = (
        Action.SEE_QUESTION,
        Action.WORK_QUESTION,
        Action.HAND_OVER,
        Action.FOLLOW_QUESTION,
        Action.WITHDRAW,
        Action.TAG_KNELPUNT,
    )

    @pytest.mark.parametrize("action", QUESTION_ACTIONS)
    def test_agree_about_questions(self, session, people, questions, action):
        for person in people(questions):
            seen = set(session.exec(select(Question.id).where(visibility.visible_questions(person, action))))

            expected = {
                question.id
                for question in questions
                if may(person, action, visibility.subject_of_question(session, question))
            }
            assert seen & {question.id for question in questions} == expected

    @pytest.mark.parametrize("action", [Action.SEE_KNELPUNT, Action.MOVE_KNELPUNT, Action.DECIDE_KNELPUNT])
    def test_agree_about_knelpunten(self, session, people, knelpunten, action):
        for person in people([]):
            seen = set(session.exec(select(Knelpunt.id).where(visibility.visible_knelpunten(person, action))))

            expected = {row.id for row in knelpunten if may(person, action, visibility.subject_of_knelpunt(row))}
            assert seen == expected

    @pytest.mark.parametrize("action", [Action.SEE_CASE, Action.EDIT_CASE])
    def test_agree_about_cases(self, session, people, cases, action):
        for person in people([]):
            seen = set(session.exec(select(Case.id).where(visibility.visible_cases(person, action))))

            assert seen == {row.id for row in cases if may(person, action, visibility.subject_of_case(row))}

    def test_agree_about_referrals(self, session, people, questions):
        for person in people(questions):
            seen = set(
                session.exec(
                    select(Referral.question_id).where(visibility.visible_referrals(person, Action.SEE_REFERRAL))
                )
            )

            assert seen == {
                question.id
                for question in questions
                if may(person, Action.SEE_REFERRAL, visibility.subject_of_question(session, question))
            }

    @pytest.fixture
    def questions(self, session: Session):
        organisation = organisation_of_category(session, "intermediair").id
        shared = make_question(session)
        make_referral(session, shared, organisation)
        revoked = make_question(session)
        make_referral(session, revoked, organisation, status=ReferralStatus.REVOKED)
        declined = make_question(session)
        make_referral(session, declined, organisation, status=ReferralStatus.DECLINED)
        return [shared, revoked, declined, make_question(session, team_id=other_team(session).id)]

    @pytest.fixture
    def knelpunten(self, session: Session):
        ministry = organisation_of_category(session, "ministerie").id
        return [
            make_knelpunt(session),
            make_knelpunt(session, responsible_organisation_id=ministry),
            make_knelpunt(session, responsible_organisation_id=ministry, brought_at=START),
        ]

    @pytest.fixture
    def cases(self, session: Session):
        organisation = organisation_of_category(session, "intermediair").id
        return [
            make_case(session),
            make_case(session, team_id=other_team(session).id),
            make_case(session, team_id=None, organisation_id=organisation),
        ]

    @pytest.fixture
    def people(self, session: Session):
        def somebody_of_each_role(questions):
            people = [person_of(session, make_account(session, role)) for role in Role if role is not Role.ONDERNEMER]
            strangers = [
                Person(Role.MAKELAAR, account_id=900, team_id=other_team(session).id),
                Person(Role.INTERMEDIAIR, account_id=901, organisation_id=-1),
                Person(Role.SPOORLEIDER, account_id=902, tracks=frozenset({"nergens"})),
                Person(Role.SPOORLEIDER, account_id=903, tracks=frozenset({any_track(session).slug})),
                Person(Role.ONDERNEMER),
            ]
            askers = [Person(Role.ONDERNEMER, question_ids=frozenset({row.id})) for row in questions]
            return people + strangers + askers

        return somebody_of_each_role
