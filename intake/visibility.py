"""The rules of ``permissions`` as a ``WHERE``: every list, search, count and look-up starts here."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, false, true
from sqlmodel import Session, col, or_, select

from intake.act import Act
from intake.errors import NotFound
from intake.models.knelpunten import Case, Knelpunt
from intake.models.mandates import MandateDecision
from intake.models.questions import Question, Referral
from intake.permissions import MAY, Action, Person, Rule, Subject
from intake.terms import ReferralStatus

#: A referral in one of these gives its organisation sight of the question.
SHARED = frozenset({ReferralStatus.OFFERED, ReferralStatus.ACCEPTED, ReferralStatus.COMPLETED})

Where = Callable[[Person], ColumnElement[bool]]


def _same(column: object, value: int | None) -> ColumnElement[bool]:
    """Compare with an id of the person; somebody without one matches nothing, not the rows without one."""
    return false() if value is None else col(column) == value


def _shared_question(person: Person) -> ColumnElement[bool]:
    shared = select(Referral.question_id).where(
        Referral.organisation_id == person.organisation_id, col(Referral.status).in_(SHARED)
    )
    return col(Question.id).in_(shared)


_QUESTIONS: dict[Rule, Where] = {
    Rule.ANYTHING: lambda person: true(),
    Rule.OWN_TEAM: lambda person: _same(Question.team_id, person.team_id),
    Rule.OWN_QUESTION: lambda person: col(Question.id).in_(person.question_ids),
    Rule.SHARED_WITH_ORGANISATION: _shared_question,
}

_REFERRALS: dict[Rule, Where] = {
    Rule.SHARED_WITH_ORGANISATION: lambda person: (
        _same(Referral.organisation_id, person.organisation_id) & col(Referral.status).in_(SHARED)
    ),
}

_KNELPUNTEN: dict[Rule, Where] = {
    Rule.ANYTHING: lambda person: true(),
    Rule.OWN_TRACK: lambda person: col(Knelpunt.track_slug).in_(person.tracks),
    Rule.BROUGHT_TO_ORGANISATION: lambda person: (
        _same(Knelpunt.responsible_organisation_id, person.organisation_id) & col(Knelpunt.brought_at).is_not(None)
    ),
    Rule.OWN_ORGANISATION: lambda person: _same(Knelpunt.signalled_by_organisation_id, person.organisation_id),
    Rule.OWN_TEAM_OR_ORGANISATION: lambda person: or_(
        _same(Knelpunt.signalled_by_team_id, person.team_id),
        _same(Knelpunt.signalled_by_organisation_id, person.organisation_id),
    ),
}

_CASES: dict[Rule, Where] = {
    Rule.ANYTHING: lambda person: true(),
    Rule.OWN_TRACK: lambda person: col(Case.track_slug).in_(person.tracks),
    Rule.OWN_TRACK_UNLESS_CONFIDENTIAL: lambda person: (
        col(Case.track_slug).in_(person.tracks) & col(Case.confidential).is_(False)
    ),
    Rule.OWN_ORGANISATION: lambda person: _same(Case.organisation_id, person.organisation_id),
    Rule.OWN_TEAM_OR_ORGANISATION: lambda person: or_(
        _same(Case.team_id, person.team_id), _same(Case.organisation_id, person.organisation_id)
    ),
}

_DECISIONS: dict[Rule, Where] = {
    Rule.OWN_TEAM: lambda person: _same(MandateDecision.team_id, person.team_id),
}


def _where(rules: dict[Rule, Where], person: Person, action: Action) -> ColumnElement[bool]:
    rule = MAY[action].get(person.role)
    return false() if rule is None else rules[rule](person)


def visible_questions(person: Person, action: Action) -> ColumnElement[bool]:
    """Return the condition on ``Question`` under which ``person`` may take ``action``."""
    return _where(_QUESTIONS, person, action)


def visible_referrals(person: Person, action: Action) -> ColumnElement[bool]:
    """Return the condition on ``Referral`` under which ``person`` may take ``action``."""
    return _where(_REFERRALS, person, action)


def visible_knelpunten(person: Person, action: Action) -> ColumnElement[bool]:
    """Return the condition on ``Knelpunt`` under which ``person`` may take ``action``."""
    return _where(_KNELPUNTEN, person, action)


def visible_cases(person: Person, action: Action) -> ColumnElement[bool]:
    """Return the condition on ``Case`` under which ``person`` may take ``action``."""
    return _where(_CASES, person, action)


def visible_decisions(person: Person, action: Action) -> ColumnElement[bool]:
    """Return the condition on ``MandateDecision`` under which ``person`` may take ``action``."""
    return _where(_DECISIONS, person, action)


def find_question(act: Act, reference: str, action: Action) -> Question:
    """Return the question with ``reference``; raise ``NotFound`` when it is missing or not for this person."""
    found = act.session.exec(
        select(Question).where(Question.reference == reference, visible_questions(act.person, action))
    ).first()
    if found is None:
        raise NotFound("question", reference)
    return found


def find_referral(act: Act, reference: str, action: Action) -> tuple[Question, Referral]:
    """Return the question with ``reference`` and its referral to the organisation of this person."""
    found = act.session.exec(
        select(Question, Referral)
        .join(Referral, col(Referral.question_id) == Question.id)
        .where(Question.reference == reference, visible_referrals(act.person, action))
    ).first()
    if found is None:
        raise NotFound("referral", reference)
    return found


def find_knelpunt(act: Act, reference: str, action: Action) -> Knelpunt:
    """Return the knelpunt with ``reference``; raise ``NotFound`` when it is missing or not for this person."""
    found = act.session.exec(
        select(Knelpunt).where(Knelpunt.reference == reference, visible_knelpunten(act.person, action))
    ).first()
    if found is None:
        raise NotFound("knelpunt", reference)
    return found


def find_case(act: Act, reference: str, action: Action) -> Case:
    """Return the case with ``reference``; raise ``NotFound`` when it is missing or not for this person."""
    found = act.session.exec(select(Case).where(Case.reference == reference, visible_cases(act.person, action))).first()
    if found is None:
        raise NotFound("case", reference)
    return found


def find_decision(act: Act, reference: str, action: Action) -> MandateDecision:
    """Return the decision with ``reference``, no counter-entry; raise ``NotFound`` when it is not for this person."""
    found = act.session.exec(
        select(MandateDecision).where(
            MandateDecision.reference == reference,
            col(MandateDecision.reverses_id).is_(None),
            visible_decisions(act.person, action),
        )
    ).first()
    if found is None:
        raise NotFound("decision", reference)
    return found


def subject_of_question(session: Session, question: Question) -> Subject:
    """Return the facts of ``question`` that the rules ask about."""
    shared = session.exec(
        select(Referral.organisation_id).where(Referral.question_id == question.id, col(Referral.status).in_(SHARED))
    )
    return Subject(question_id=question.id, team_id=question.team_id, shared_with=frozenset(shared))


def subject_of_knelpunt(knelpunt: Knelpunt) -> Subject:
    """Return the facts of ``knelpunt`` that the rules ask about."""
    brought_to = knelpunt.responsible_organisation_id if knelpunt.brought_at else None
    return Subject(
        team_id=knelpunt.signalled_by_team_id,
        organisation_id=knelpunt.signalled_by_organisation_id,
        track=knelpunt.track_slug,
        brought_to=brought_to,
    )


def subject_of_decision(decision: MandateDecision) -> Subject:
    """Return the facts of ``decision`` that the rules ask about."""
    return Subject(question_id=decision.question_id, team_id=decision.team_id)


def subject_of_case(case: Case) -> Subject:
    """Return the facts of ``case`` that the rules ask about."""
    return Subject(
        team_id=case.team_id,
        organisation_id=case.organisation_id,
        track=case.track_slug,
        confidential=case.confidential,
    )
