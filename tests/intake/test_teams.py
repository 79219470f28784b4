"""An administrator changes teams; what a team said before is kept, and a team with work does not stop."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from intake import revisions, teams
from intake.errors import NotFound, NotPermitted, RefusedInput, StalePage
from intake.models.reference import TeamTopic
from intake.models.system import Event
from intake.terms import Role
from tests.factories import (
    START,
    any_topic,
    make_account,
    make_act,
    make_answered_question,
    make_question,
    municipal_team,
    national_team,
    other_team,
)


@pytest.fixture
def act(session):
    """An act by an administrator."""
    return make_act(session, make_account(session, Role.BEHEERDER))


def changed(act, team, **changes):
    return replace(teams.draft_of(act, team), **changes)


class TestAllTeams:
    def test_starts_with_the_national_team_and_counts(self, session, act):
        make_question(session)
        make_answered_question(session, make_account(session))
        make_account(session, blocked_at=START)

        lines = teams.all_teams(act)

        own = next(line for line in lines if line.team.id == municipal_team(session).id)
        assert lines[0].team.is_national
        assert (own.members, own.open_questions) == (1, 1)

    def test_ends_with_teams_that_stopped(self, session, act):
        teams.retire_team(act, municipal_team(session).code)

        assert teams.all_teams(act)[-1].team.code == municipal_team(session).code

    def test_is_for_an_administrator_only(self, session):
        with pytest.raises(NotPermitted):
            teams.all_teams(make_act(session, make_account(session)))


class TestEditTeam:
    def test_changes_what_was_filled_in_and_keeps_what_it_said(self, session, act):
        team = municipal_team(session)
        before = team.name

        teams.edit_team(act, team.code, changed(act, team, name="Team Voorbeeld", answer_days=20))

        session.refresh(team)
        [newest, *_older] = revisions.history(act, teams.TABLE, team.code)
        assert (team.name, team.answer_days) == ("Team Voorbeeld", 20)
        assert [(change.column, change.before) for change in newest.changes] == [("answer_days", 15), ("name", before)]
        assert session.exec(select(Event.step).where(Event.chain == f"team:{team.id}")).one() == "edit_team"

    def test_replaces_the_topics(self, session, act):
        team, topic = municipal_team(session), any_topic(session)

        teams.edit_team(act, team.code, changed(act, team, takes_all_topics=False, topics=frozenset({topic.slug})))

        assert session.exec(select(TeamTopic.topic_slug).where(TeamTopic.team_id == team.id)).all() == [topic.slug]

    def test_writes_nothing_when_nothing_changed(self, session, act):
        team = municipal_team(session)

        teams.edit_team(act, team.code, teams.draft_of(act, team))

        assert session.exec(select(Event)).all() == []

    def test_takes_a_mandate_text_away_again(self, session, act):
        team = municipal_team(session)
        teams.edit_team(act, team.code, changed(act, team, mandate_text="Tot 5.000 euro per vraag."))

        teams.edit_team(act, team.code, changed(act, team, mandate_text=None))

        session.refresh(team)
        assert team.mandate_text is None

    def test_refuses_a_page_that_is_older_than_the_team(self, session, act):
        team = municipal_team(session)
        version = revisions.version_of(act, teams.TABLE, team.code)
        teams.edit_team(act, team.code, changed(act, team, name="Team Een"), version=version)

        with pytest.raises(StalePage):
            teams.edit_team(act, team.code, changed(act, team, name="Team Twee"), version=version)

    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"first_sign_days": 0}, "first_sign_days", "days"),
            ({"answer_days": 61}, "answer_days", "days"),
            ({"first_sign_days": 5, "first_content_days": 4}, "first_content_days", "days_order"),
            ({"first_content_days": 6, "answer_days": 5}, "answer_days", "days_order"),
            ({"topics": frozenset(), "takes_all_topics": False}, "topics", "missing"),
            ({"topics": frozenset({"geen-onderwerp"})}, "topics", "unknown"),
        ],
    )
    def test_refuses_what_does_not_add_up(self, session, act, changes, field, code):
        team = municipal_team(session)

        with pytest.raises(RefusedInput) as refusal:
            teams.edit_team(act, team.code, changed(act, team, **changes))

        assert (refusal.value.field, refusal.value.code) == (field, code)

    def test_refuses_a_team_that_does_not_exist(self, session, act):
        with pytest.raises(NotFound):
            teams.edit_team(act, "GEEN", teams.draft_of(act, municipal_team(session)))

    def test_is_for_an_administrator_only(self, session, act):
        team = municipal_team(session)
        draft = changed(act, team, name="Team Voorbeeld")

        with pytest.raises(NotPermitted):
            teams.edit_team(make_act(session, make_account(session)), team.code, draft)


class TestRetireTeam:
    def test_stops_a_team_without_work_and_brings_it_back(self, session, act):
        team = municipal_team(session)

        teams.retire_team(act, team.code)
        stopped_on = team.retired_on
        teams.bring_back_team(act, team.code)

        steps = session.exec(
            select(Event.step).where(Event.chain == f"team:{team.id}").order_by(col(Event.number))
        ).all()
        assert stopped_on == START.date()
        assert team.retired_on is None
        assert steps == ["retire_team", "bring_back_team"]

    def test_refuses_the_national_team(self, session, act):
        with pytest.raises(RefusedInput, match="team: national"):
            teams.retire_team(act, national_team(session).code)

    def test_refuses_a_team_with_open_questions(self, session, act):
        make_question(session)

        with pytest.raises(RefusedInput) as refusal:
            teams.retire_team(act, municipal_team(session).code)

        assert (refusal.value.code, refusal.value.details) == ("open_questions", {"count": 1})

    def test_refuses_a_team_with_members(self, session, act):
        make_account(session, team_id=other_team(session).id)

        with pytest.raises(RefusedInput, match="team: members"):
            teams.retire_team(act, other_team(session).code)

    def test_refuses_to_stop_twice(self, session, act):
        teams.retire_team(act, municipal_team(session).code)

        with pytest.raises(RefusedInput, match="team: retired"):
            teams.retire_team(act, municipal_team(session).code)

    def test_refuses_to_bring_back_what_did_not_stop(self, session, act):
        with pytest.raises(RefusedInput, match="team: not_retired"):
            teams.bring_back_team(act, municipal_team(session).code)


class TestTopicChoices:
    def test_holds_a_topic_that_stopped_only_for_a_team_that_takes_it(self, session, act):
        team, topic = municipal_team(session), any_topic(session)
        teams.edit_team(act, team.code, changed(act, team, takes_all_topics=False, topics=frozenset({topic.slug})))
        others = changed(act, other_team(session), topics=frozenset(), takes_all_topics=True)
        teams.edit_team(act, other_team(session).code, others)
        topic.retired_on = START.date()
        session.flush()

        assert topic.slug in {choice.slug for choice in teams.topic_choices(act, team)}
        assert topic.slug not in {choice.slug for choice in teams.topic_choices(act, other_team(session))}
