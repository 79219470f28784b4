"""Finds rows of the demo to look at: what stands in the address of a page."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from intake.models.knelpunten import Case, Knelpunt
from intake.models.mandates import MandateDecision
from intake.models.questions import Question, Referral
from intake.models.reference import Organisation, Team, Topic
from intake.models.reports import Report
from intake.models.system import TopicTrial
from intake.terms import KnelpuntStatus, QuestionStatus, ReferralStatus, Role, TrialStatus
from intake.topics import draft_of
from tests.browser.world import World
from web.demo.mailbox import letters

#: What finds the values in the address of a page.
Find = Callable[[World], dict[str, object]]


def question(status: QuestionStatus, role: Role = Role.MAKELAAR) -> Find:
    """Find the question of the team of ``role`` in that status with the longest history."""
    return lambda world: {
        "reference": world.one(
            select(Question.reference)
            .where(Question.status == status, Question.team_id == world.account(role).team_id)
            .order_by(col(Question.version).desc(), Question.id)
        )
    }


def asked(status: QuestionStatus, *more: Any) -> Callable[[World], int]:
    """Find a question that somebody asked, in that status, with the longest history."""
    return lambda world: world.one(
        select(Question.id).where(Question.status == status, *more).order_by(col(Question.version).desc())
    )


def referral(status: ReferralStatus) -> Find:
    """Find a question that is shared with the organisation of the intermediary."""
    return lambda world: {
        "reference": world.one(
            select(Question.reference)
            .join(Referral, col(Referral.question_id) == Question.id)
            .where(
                Referral.status == status,
                Referral.organisation_id == world.account(Role.INTERMEDIAIR).organisation_id,
            )
        )
    }


def knelpunt(*statuses: KnelpuntStatus, own: bool = False) -> Find:
    """Find a knelpunt in one of these statuses; ``own``: at the organisation of the dossierhouder."""
    return lambda world: {
        "reference": world.one(
            select(Knelpunt.reference).where(
                col(Knelpunt.status).in_(statuses),
                Knelpunt.responsible_organisation_id == world.account(Role.DOSSIERHOUDER).organisation_id
                if own
                else Knelpunt.track_slug == "overheid",
            )
        )
    }


def own_case(world: World) -> dict[str, object]:
    """Find a case of the team of the makelaar."""
    team_id = world.account(Role.MAKELAAR).team_id
    return {"reference": world.one(select(Case.reference).where(Case.team_id == team_id).order_by(col(Case.id)))}


def told_case(world: World) -> dict[str, object]:
    """Find a case that was released for everybody of its track."""
    return {
        "reference": world.one(
            select(Case.reference).where(col(Case.released_at).is_not(None), Case.track_slug == "overheid")
        )
    }


def account(world: World) -> dict[str, object]:
    """Find the account of the makelaar."""
    return {"account_id": world.account(Role.MAKELAAR).id}


def track_leader(world: World) -> dict[str, object]:
    """Find the account of the track leader."""
    return {"account_id": world.account(Role.SPOORLEIDER).id}


def team(world: World) -> dict[str, object]:
    """Find the team of the makelaar."""
    return {"code": world.one(select(Team.code).where(Team.id == world.account(Role.MAKELAAR).team_id))}


def topic(world: World) -> dict[str, object]:
    """Find a topic."""
    return {"slug": world.one(select(Topic.slug).order_by(Topic.slug))}


def party(world: World) -> dict[str, object]:
    """Find an organisation that takes part in the deal."""
    return {"code": world.one(select(Organisation.code).where(col(Organisation.party_number).is_not(None)))}


def decision(*more: Any) -> Find:
    """Find a decision of the team of the makelaar: the first one that is as ``more`` asks."""
    return lambda world: {
        "reference": world.one(
            select(MandateDecision.reference)
            .where(
                MandateDecision.team_id == world.account(Role.MAKELAAR).team_id,
                col(MandateDecision.reverses_id).is_(None),
                *more,
            )
            .order_by(col(MandateDecision.id))
        )
    }


def taken_back() -> ColumnElement[bool]:
    """Return the condition of a decision that a counter-entry took back."""
    return col(MandateDecision.id).in_(select(MandateDecision.reverses_id))


def pilot() -> ColumnElement[bool]:
    """Return the condition of a pilot."""
    return col(MandateDecision.pilot_ends_on).is_not(None)


def decided_on(world: World) -> dict[str, object]:
    """Find the question with a decision that was taken back and a new one in its place."""
    return {
        "reference": world.one(
            select(Question.reference)
            .join(MandateDecision, col(MandateDecision.question_id) == Question.id)
            .where(MandateDecision.team_id == world.account(Role.MAKELAAR).team_id, taken_back())
        )
    }


def report(world: World) -> dict[str, object]:
    """Find the longest report of the track leader."""
    mine = select(Report.number).where(Report.made_by_id == world.account(Role.SPOORLEIDER).id)
    return {"number": world.one(mine.order_by(col(Report.row_count).desc()))}


def trial(world: World) -> dict[str, object]:
    """Make a trial of a topic that is done: two questions move."""
    with world.acting() as act:
        first, second = act.session.exec(select(Topic).order_by(Topic.position).limit(2)).all()
        moved = act.session.exec(select(Question.reference).order_by(Question.id).limit(2)).all()
        tried = TopicTrial(
            topic_slug=first.slug,
            profile=json.dumps(asdict(draft_of(first))),
            version=1,
            status=TrialStatus.READY,
            asked_at=act.at,
            finished_at=act.at,
            moves=json.dumps([[moved[0], second.slug, first.slug], [moved[1], None, first.slug]]),
        )
        act.session.add(tried)
        act.session.flush()
        return {"slug": first.slug, "trial_id": tried.id}


def letter(world: World) -> dict[str, object]:
    """Find a mail."""
    return {"name": letters(world.running.services.settings)[0].name}
