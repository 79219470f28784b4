"""Signalling a knelpunt, and tagging the questions in which it shows."""

from sqlalchemy import func
from sqlmodel import Field, SQLModel, col, select

from intake import audit
from intake.act import Act
from intake.errors import NotFound, RefusedInput
from intake.masking import NOBODY, Names, names_in, refuse_personal_data
from intake.models.knelpunten import Knelpunt, KnelpuntTag
from intake.models.questions import Question
from intake.models.reference import KnelpuntKind, ReferenceRow, Topic, Track
from intake.permissions import Action, ensure_may
from intake.references import free_reference
from intake.steps import move_knelpunt, take_step
from intake.terms import KnelpuntStep, Level, Role, Step
from intake.visibility import find_knelpunt, find_question, visible_knelpunten

#: What the reference of a knelpunt starts with.
CODE = "KNP"


class KnelpuntDraft(SQLModel):
    """A barrier as somebody describes it; ``track_slug`` counts only when no topic decides the track."""

    title: str = Field(min_length=10, max_length=200)
    description: str = Field(default="", max_length=4000)
    kind_code: str
    level: Level
    rule_concerned: str = Field(default="", max_length=300)
    track_slug: str | None = None


def signal(act: Act, draft: KnelpuntDraft, reference: str | None = None) -> Knelpunt:
    """Store a new knelpunt, and tag the question with ``reference`` when it came from one.

    Raises ``RefusedInput`` beside ``title``, ``description`` or ``rule_concerned`` (``personal_data``), beside
    ``title`` (``exists``, with the ``reference`` of the other one), ``kind_code`` or ``track_slug`` (``unknown``).
    """
    ensure_may(act.person, Action.SIGNAL_KNELPUNT)
    question = find_question(act, reference, Action.TAG_KNELPUNT) if reference else None
    _check(act, draft, names_in(question) if question is not None else NOBODY)
    knelpunt = Knelpunt(
        reference=free_reference(CODE, act.at, lambda drawn: _is_taken(act, drawn)),
        title=draft.title,
        description=draft.description,
        kind_code=draft.kind_code,
        level=draft.level,
        rule_concerned=draft.rule_concerned,
        track_slug=_track_of(act, draft, question),
        signalled_by_id=act.person.account_id,
        signalled_by_organisation_id=act.person.organisation_id,
        signalled_by_team_id=act.person.team_id,
        created_at=act.at,
        updated_at=act.at,
    )
    act.session.add(knelpunt)
    act.session.flush()
    audit.record(act, f"knelpunt:{knelpunt.id}", KnelpuntStep.SIGNAL, to_status=knelpunt.status)
    if question is not None:
        link(act, question, knelpunt)
    return knelpunt


def describe(act: Act, reference: str, draft: KnelpuntDraft, *, version: int | None = None) -> Knelpunt:
    """Describe a knelpunt better; refuses the same as ``signal``."""
    knelpunt = find_knelpunt(act, reference, Action.MOVE_KNELPUNT)
    _check(act, draft, NOBODY, besides=knelpunt.id)
    move_knelpunt(
        act,
        knelpunt,
        KnelpuntStep.EDIT,
        version=version,
        title=draft.title,
        description=draft.description,
        kind_code=draft.kind_code,
        level=draft.level,
        rule_concerned=draft.rule_concerned,
    )
    return knelpunt


def tag(act: Act, reference: str, knelpunt_reference: str) -> Knelpunt:
    """Say that a knelpunt shows in a question; doing so twice changes nothing."""
    question = find_question(act, reference, Action.TAG_KNELPUNT)
    knelpunt = find_knelpunt(act, knelpunt_reference, Action.SEE_KNELPUNT)
    link(act, question, knelpunt)
    return knelpunt


def untag(act: Act, reference: str, knelpunt_reference: str) -> Knelpunt:
    """Take a tag back. The team takes back any tag, an intermediary those of its own organisation."""
    question = find_question(act, reference, Action.TAG_KNELPUNT)
    knelpunt = find_knelpunt(act, knelpunt_reference, Action.SEE_KNELPUNT)
    act.session.refresh(question, with_for_update=True)
    found = act.session.get(KnelpuntTag, (knelpunt.id, question.id))
    if found is None or not _may_take_back(act, found):
        raise NotFound("tag", knelpunt_reference)
    act.session.delete(found)
    act.session.flush()
    take_step(act, question, Step.TAG_KNELPUNT, reason="undo", details={"knelpunt": knelpunt.id})
    return knelpunt


def _may_take_back(act: Act, tag: KnelpuntTag) -> bool:
    return act.person.role is not Role.INTERMEDIAIR or tag.organisation_id == act.person.organisation_id


def link(act: Act, question: Question, knelpunt: Knelpunt) -> None:
    """Tag ``question``, which the caller found under ``Action.TAG_KNELPUNT``; twice changes nothing."""
    act.session.refresh(question, with_for_update=True)
    assert question.id is not None  # noqa: S101 - a stored row has an id
    assert knelpunt.id is not None  # noqa: S101
    if act.session.get(KnelpuntTag, (knelpunt.id, question.id)) is not None:
        return
    take_step(act, question, Step.TAG_KNELPUNT, details={"knelpunt": knelpunt.id})
    act.session.add(
        KnelpuntTag(
            knelpunt_id=knelpunt.id,
            question_id=question.id,
            by_id=act.person.account_id,
            organisation_id=act.person.organisation_id,
            at=act.at,
        )
    )
    act.session.flush()


def _check(act: Act, draft: KnelpuntDraft, names: Names, besides: int | None = None) -> None:
    for field in ("title", "description", "rule_concerned"):
        refuse_personal_data(field, getattr(draft, field), names)
    same = act.session.exec(
        select(Knelpunt.reference).where(
            visible_knelpunten(act.person, Action.SEE_KNELPUNTEN),
            func.lower(Knelpunt.title) == draft.title.lower(),
            col(Knelpunt.id).is_distinct_from(besides),
        )
    ).first()
    if same is not None:
        raise RefusedInput("title", "exists", reference=same)
    kind = act.session.get(KnelpuntKind, draft.kind_code)
    if kind is None or _is_retired(act, kind):
        raise RefusedInput("kind_code", "unknown")


def _track_of(act: Act, draft: KnelpuntDraft, question: Question | None) -> str:
    """Return the track of the question's topic; without a topic the one that was chosen."""
    if question is not None and question.topic_slug is not None:
        return act.session.get_one(Topic, question.topic_slug).track_slug
    track = act.session.get(Track, draft.track_slug) if draft.track_slug else None
    if track is None or _is_retired(act, track):
        raise RefusedInput("track_slug", "unknown")
    return track.slug


def _is_retired(act: Act, row: ReferenceRow) -> bool:
    return row.retired_on is not None and row.retired_on <= act.today


def _is_taken(act: Act, reference: str) -> bool:
    return act.session.exec(select(Knelpunt.id).where(Knelpunt.reference == reference)).first() is not None
