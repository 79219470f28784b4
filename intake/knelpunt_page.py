"""One knelpunt on a page: what everybody may see, and what only those may who have to do with it."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from intake.act import Act
from intake.case_list import CaseLine, lines_of_cases
from intake.knelpunt_list import KnelpuntLine, lines_of
from intake.ladder import may_confirm
from intake.models.knelpunten import Case, CaseKnelpunt, Knelpunt, KnelpuntTag
from intake.models.questions import Question
from intake.models.reference import Organisation, Outcome
from intake.models.system import Event
from intake.permissions import Action, may
from intake.terms import KnelpuntStep, Role
from intake.visibility import (
    find_knelpunt,
    subject_of_knelpunt,
    visible_cases,
    visible_knelpunten,
    visible_questions,
)


@dataclass(frozen=True, slots=True)
class Rung:
    """One thing that happened to a knelpunt."""

    at: datetime
    step: KnelpuntStep
    role: Role
    organisation: str


@dataclass(frozen=True, slots=True)
class Texts:
    """What is written about a knelpunt, for those who may read it."""

    description: str
    rule_concerned: str
    responsible: str
    brought_text: str
    decision_text: str


@dataclass(frozen=True, slots=True)
class KnelpuntPage:
    """One knelpunt as one person may see it."""

    line: KnelpuntLine
    version: int
    created_at: datetime
    ladder: list[Rung]
    outcome: Outcome | None
    texts: Texts | None
    may_confirm: bool
    may_move: bool
    questions: list[str]
    cases: list[CaseLine]


@dataclass(frozen=True, slots=True)
class Described:
    """What a form about a knelpunt starts with."""

    values: dict[str, object]
    decision: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """A knelpunt that was brought to an organisation, with the cases that were released."""

    page: KnelpuntPage
    told: list[tuple[CaseLine, Case]]


def page(act: Act, reference: str) -> KnelpuntPage:
    """Return one knelpunt with everything that this person may see of it."""
    return _page(act, find_knelpunt(act, reference, Action.SEE_KNELPUNT))


def described(act: Act, reference: str) -> Described:
    """Return how a knelpunt is described now, for who may describe it better."""
    knelpunt = find_knelpunt(act, reference, Action.MOVE_KNELPUNT)
    fields = ("title", "description", "kind_code", "level", "rule_concerned")
    return Described({field: getattr(knelpunt, field) for field in fields}, knelpunt.decision_text)


def dossier(act: Act, reference: str) -> Dossier:
    """Return a knelpunt that was brought to the organisation of this person.

    Of its cases only the released stories are there; a confidential case is counted and never told.
    """
    knelpunt = find_knelpunt(act, reference, Action.DECIDE_KNELPUNT)
    told = act.session.exec(
        select(Case)
        .join(CaseKnelpunt, col(CaseKnelpunt.case_id) == Case.id)
        .where(
            CaseKnelpunt.knelpunt_id == knelpunt.id,
            col(Case.released_at).is_not(None),
            col(Case.confidential).is_(False),
        )
        .order_by(col(Case.created_at), col(Case.id))
    ).all()
    return Dossier(_page(act, knelpunt), list(zip(lines_of_cases(act, told), told, strict=True)))


def brought(act: Act, *, open_only: bool) -> list[tuple[KnelpuntLine, datetime]]:
    """Return the knelpunten that were brought to the organisation of this person, with since when."""
    found = act.session.exec(
        select(Knelpunt)
        .where(
            visible_knelpunten(act.person, Action.SEE_DOSSIERS),
            col(Knelpunt.decided_at).is_(None) if open_only else col(Knelpunt.decided_at).is_not(None),
        )
        .order_by(col(Knelpunt.brought_at), col(Knelpunt.id))
    ).all()
    return [(line, row.brought_at) for line, row in zip(lines_of(act, found), found, strict=True) if row.brought_at]


def _page(act: Act, knelpunt: Knelpunt) -> KnelpuntPage:
    subject = subject_of_knelpunt(knelpunt)
    reads = may(act.person, Action.READ_KNELPUNT, subject)
    return KnelpuntPage(
        line=lines_of(act, [knelpunt])[0],
        version=knelpunt.version,
        created_at=knelpunt.created_at,
        ladder=_ladder(act, knelpunt, reads=reads),
        outcome=_outcome(act, knelpunt),
        texts=_texts(act, knelpunt) if reads else None,
        may_confirm=may_confirm(act, knelpunt),
        may_move=may(act.person, Action.MOVE_KNELPUNT, subject),
        questions=_own_questions(act, knelpunt),
        cases=_own_cases(act, knelpunt),
    )


def _texts(act: Act, knelpunt: Knelpunt) -> Texts:
    return Texts(
        description=knelpunt.description,
        rule_concerned=knelpunt.rule_concerned,
        responsible=_organisation_name(act, knelpunt.responsible_organisation_id),
        brought_text=knelpunt.brought_text,
        decision_text=knelpunt.decision_text,
    )


def _outcome(act: Act, knelpunt: Knelpunt) -> Outcome | None:
    return act.session.get(Outcome, knelpunt.outcome_code) if knelpunt.outcome_code else None


def _ladder(act: Act, knelpunt: Knelpunt, *, reads: bool) -> list[Rung]:
    """Return what happened to ``knelpunt``; where it was brought only for who ``reads`` its texts."""
    events = act.session.exec(select(Event).where(Event.chain == f"knelpunt:{knelpunt.id}").order_by(col(Event.number)))
    return [
        Rung(
            at=event.at,
            step=KnelpuntStep(event.step),
            role=event.actor_role,
            organisation=_organisation_name(act, json.loads(event.details).get("organisation")) if reads else "",
        )
        for event in events
    ]


def _organisation_name(act: Act, organisation_id: int | None) -> str:
    found = act.session.get(Organisation, organisation_id) if organisation_id else None
    return found.name if found is not None else ""


def _own_questions(act: Act, knelpunt: Knelpunt) -> list[str]:
    """Return the references of the questions that this person works on and that show ``knelpunt``."""
    return list(
        act.session.exec(
            select(Question.reference)
            .join(KnelpuntTag, col(KnelpuntTag.question_id) == Question.id)
            .where(KnelpuntTag.knelpunt_id == knelpunt.id, visible_questions(act.person, Action.TAG_KNELPUNT))
            .order_by(Question.reference)
        )
    )


def _own_cases(act: Act, knelpunt: Knelpunt) -> list[CaseLine]:
    """Return the cases of ``knelpunt`` that this person may see."""
    found = act.session.exec(
        select(Case)
        .join(CaseKnelpunt, col(CaseKnelpunt.case_id) == Case.id)
        .where(CaseKnelpunt.knelpunt_id == knelpunt.id, visible_cases(act.person, Action.SEE_CASE))
        .order_by(col(Case.created_at), col(Case.id))
    ).all()
    return lines_of_cases(act, found)
