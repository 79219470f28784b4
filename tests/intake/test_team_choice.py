"""Every question gets one team: the nearest that takes its topic, and the national one otherwise."""

from datetime import date

import pytest
from sqlmodel import select

from intake.models.reference import Municipality, RegionalLead, Team, TeamTopic
from intake.team_choice import decide
from intake.terms import MunicipalityAnswer, RouteReason
from tests.factories import START, any_topic, make_act, municipal_team, national_team

CHOSEN = MunicipalityAnswer.CHOSEN


def led_municipality(session):
    """Return a municipality without a team whose region has a lead, and the team of that lead."""
    lead = session.exec(select(RegionalLead).order_by(RegionalLead.gm_code).limit(1)).one()
    return lead.gm_code, session.exec(select(Team).where(Team.gm_code == lead.lead_gm_code)).one()


def lonely_municipality(session):
    """Return a municipality that has no team and belongs to no region with a lead."""
    teams, led = select(Team.gm_code).where(Team.gm_code.is_not(None)), select(RegionalLead.gm_code)
    return session.exec(
        select(Municipality)
        .where(Municipality.gm_code.not_in(teams), Municipality.gm_code.not_in(led))
        .order_by(Municipality.gm_code)
        .limit(1)
    ).one()


def codes(decision):
    return [step.code for step in decision.steps]


class TestDecide:
    def test_gives_a_question_to_the_own_team(self, session):
        team = municipal_team(session)

        decision = decide(make_act(session), team.gm_code, CHOSEN, any_topic(session).slug)

        assert decision.team == team
        assert codes(decision) == [RouteReason.OWN_TEAM]
        assert decision.gap is None

    def test_names_the_municipality_the_team_and_the_topic(self, session):
        team, topic = municipal_team(session), any_topic(session)

        [step] = decide(make_act(session), team.gm_code, CHOSEN, topic.slug).steps

        assert (step.team, step.topic) == (team.name, topic.slug)
        assert step.municipality in team.name

    def test_gives_a_neighbour_to_the_regional_lead_and_counts_the_gap(self, session):
        gm_code, lead = led_municipality(session)

        decision = decide(make_act(session), gm_code, CHOSEN, any_topic(session).slug)

        assert decision.team == lead
        assert codes(decision) == [RouteReason.NO_OWN_TEAM, RouteReason.REGIONAL_LEAD]
        assert decision.gap is RouteReason.REGIONAL_LEAD

    def test_gives_a_municipality_in_a_province_with_a_team_to_that_team(self, session):
        municipality = lonely_municipality(session)
        team = make_team(session, province_code=municipality.province_code)

        decision = decide(make_act(session), municipality.gm_code, CHOSEN, any_topic(session).slug)

        assert decision.team == team
        assert codes(decision) == [RouteReason.NO_OWN_TEAM, RouteReason.PROVINCE_TEAM]
        assert decision.steps[-1].province == municipality.province

    def test_gives_every_other_municipality_to_the_national_team(self, session):
        municipality = lonely_municipality(session)

        decision = decide(make_act(session), municipality.gm_code, CHOSEN, any_topic(session).slug)

        assert decision.team == national_team(session)
        assert codes(decision) == [RouteReason.NO_OWN_TEAM, RouteReason.NATIONAL_NO_TEAM]
        assert decision.gap is RouteReason.NATIONAL_NO_TEAM

    def test_passes_a_team_that_does_not_take_the_topic(self, session):
        team, topic = municipal_team(session), any_topic(session)
        take_all_but(session, team, topic)

        decision = decide(make_act(session), team.gm_code, CHOSEN, topic.slug)

        assert decision.team == national_team(session)
        assert codes(decision) == [RouteReason.TOPIC_NOT_COVERED, RouteReason.NATIONAL_TOPIC_NOT_COVERED]
        assert decision.gap is RouteReason.NATIONAL_TOPIC_NOT_COVERED

    def test_keeps_a_team_that_takes_the_topic_by_name(self, session):
        team, topic = municipal_team(session), any_topic(session)
        team.takes_all_topics = False
        session.add_all([team, TeamTopic(team_id=team.id, topic_slug=topic.slug)])
        session.flush()

        assert decide(make_act(session), team.gm_code, CHOSEN, topic.slug).team == team

    def test_lets_the_own_team_sort_a_question_without_a_topic(self, session):
        team = municipal_team(session)
        team.takes_all_topics = False
        session.add(team)
        session.flush()

        assert decide(make_act(session), team.gm_code, CHOSEN, None).team == team

    @pytest.mark.parametrize(
        ("answer", "code"),
        [
            (MunicipalityAnswer.UNKNOWN, RouteReason.NATIONAL_UNKNOWN_PLACE),
            (MunicipalityAnswer.SEVERAL, RouteReason.NATIONAL_SEVERAL),
        ],
    )
    def test_gives_a_question_without_one_municipality_to_the_national_team(self, session, answer, code):
        decision = decide(make_act(session), None, answer, None)

        assert decision.team == national_team(session)
        assert codes(decision) == [code]
        assert decision.gap is None

    @pytest.mark.parametrize(
        "ended", [{"retired_on": START.date()}, {"valid_to": date(2026, 9, 14)}, {"valid_from": date(2026, 9, 16)}]
    )
    def test_passes_a_team_that_is_not_in_use_today(self, session, ended):
        team = municipal_team(session)
        for name, value in ended.items():
            setattr(team, name, value)
        session.add(team)
        session.flush()

        decision = decide(make_act(session), team.gm_code, CHOSEN, None)

        assert decision.team != team
        assert decision.steps[0].code is RouteReason.NO_OWN_TEAM


def take_all_but(session, team, not_this):
    """Let ``team`` take every topic but one."""
    team.takes_all_topics = False
    session.add(team)
    other = session.exec(select(type(not_this)).where(type(not_this).slug != not_this.slug).limit(1)).one()
    session.add(TeamTopic(team_id=team.id, topic_slug=other.slug))
    session.flush()


def make_team(session, **overrides):
    """Make one more team of an organisation that has one already."""
    values = {
        "code": "PRV",
        "name": "Makelaarsteam van een provincie",
        "organisation_id": national_team(session).organisation_id,
        "takes_all_topics": True,
        "source": "test",
    }
    team = Team(**(values | overrides))
    session.add(team)
    session.flush()
    return team
