"""What entrepreneurs see of their own question: who has it, what happened, and what comes next."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from intake import consent, mandate_list
from intake.act import Act
from intake.consent import Sharing
from intake.mandate_list import ToldDecision
from intake.models.people import Account
from intake.models.questions import HandOver, Message, Question, RoutingRecord
from intake.models.reference import Municipality, Team, Topic
from intake.models.system import Event
from intake.permissions import Action
from intake.team_choice import RouteStep
from intake.terms import SEEN_BY_ASKER, RouteReason, Step
from intake.visibility import find_question, visible_questions

#: The steps that the asker reads about; notes and everything else inside the team stay inside.
TOLD_TO_ASKER = frozenset(Step) - {Step.NOTE, Step.CONSULT_REPLY, Step.REASSIGN, Step.PILOT_RESULT}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a question, as the asker may know it."""

    at: datetime
    step: Step
    reason: str | None
    team: str = ""
    from_team: str = ""


@dataclass(frozen=True, slots=True)
class QuestionStatusPage:
    """Everything on the page of one question."""

    question: Question
    team: Team
    makelaar: str
    municipality: str
    topic: Topic | None
    route: tuple[RouteStep, ...]
    happenings: tuple[Happening, ...]
    messages: tuple[Message, ...]
    sharing: tuple[Sharing, ...]
    decisions: tuple[ToldDecision, ...]


def own_questions(act: Act) -> list[Question]:
    """Return the questions that this browser opened, the newest first."""
    return list(
        act.session.exec(
            select(Question)
            .where(visible_questions(act.person, Action.FOLLOW_QUESTION))
            .order_by(col(Question.created_at).desc(), col(Question.id).desc())
        )
    )


def status_page(act: Act, reference: str) -> QuestionStatusPage:
    """Return the page of the question with ``reference``; raise ``NotFound`` when this browser never opened it."""
    question = find_question(act, reference, Action.FOLLOW_QUESTION)
    assignee = act.session.get(Account, question.assignee_id) if question.assignee_id else None
    municipality = act.session.get(Municipality, question.gm_code) if question.gm_code else None
    return QuestionStatusPage(
        question=question,
        team=act.session.get_one(Team, question.team_id),
        makelaar=assignee.name if assignee else "",
        municipality=municipality.display_name if municipality else "",
        topic=act.session.get(Topic, question.topic_slug) if question.topic_slug else None,
        route=route_steps(act, question),
        happenings=tuple(_happenings(act, question)),
        messages=tuple(_messages(act, question)),
        sharing=tuple(consent.sharing(act, question)),
        decisions=mandate_list.told_decisions(act, question),
    )


def route_steps(act: Act, question: Question) -> tuple[RouteStep, ...]:
    """Return why the first team got this question, step by step."""
    stored = act.session.exec(
        select(RoutingRecord.reasons).where(RoutingRecord.question_id == question.id).order_by(col(RoutingRecord.id))
    ).first()
    rows = json.loads(stored) if stored else []
    return tuple(RouteStep(**(row | {"code": RouteReason(row["code"])})) for row in rows)


def _messages(act: Act, question: Question) -> list[Message]:
    return list(
        act.session.exec(
            select(Message)
            .where(Message.question_id == question.id, col(Message.kind).in_(SEEN_BY_ASKER))
            .order_by(col(Message.created_at), col(Message.id))
        )
    )


def _happenings(act: Act, question: Question) -> list[Happening]:
    events = act.session.exec(
        select(Event.at, Event.step, Event.reason)
        .where(Event.chain == f"question:{question.id}", col(Event.step).in_(TOLD_TO_ASKER))
        .order_by(col(Event.number))
    ).all()
    journeys = iter(_hand_overs(act, question))
    told = []
    for at, step, reason in events:
        source, target = next(journeys, ("", "")) if step == Step.HAND_OVER else ("", "")
        told.append(Happening(at, Step(step), reason, team=target, from_team=source))
    return told


def _hand_overs(act: Act, question: Question) -> list[tuple[str, str]]:
    """Return the names of the teams on both sides of every hand-over, in order."""
    rows = act.session.exec(
        select(HandOver.from_team_id, HandOver.to_team_id)
        .where(HandOver.question_id == question.id)
        .order_by(col(HandOver.number))
    ).all()
    if not rows:
        return []
    names = dict(act.session.exec(select(Team.id, Team.name)).all())
    return [(names[source], names[target]) for source, target in rows]
