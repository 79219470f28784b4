"""Reading cases: the list, one case, and what a form about a case can choose from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from intake.act import Act
from intake.knelpunt_list import KnelpuntLine, lines_by_reference, lines_of, nearest, tagged
from intake.masking import masked, names_in
from intake.models.knelpunten import Case, CaseKnelpunt, CaseSdg, Knelpunt
from intake.models.people import Account
from intake.models.questions import Question
from intake.models.reference import Municipality, Sdg, Topic, Track
from intake.models.system import Event
from intake.permissions import Action, may
from intake.suppression import told
from intake.terms import CaseKind, CaseStatus, Level
from intake.visibility import (
    find_case,
    find_question,
    subject_of_case,
    visible_cases,
    visible_knelpunten,
    visible_questions,
)

#: How many cases one page of the list shows.
PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class CaseListFilter:
    """Which cases a list shows; ``None`` means all of them."""

    kind: CaseKind | None = None
    status: CaseStatus | None = None
    level: Level | None = None
    track: str | None = None
    gm_code: str | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list; ``title`` is empty for who may not read it before it is released."""

    reference: str
    kind: CaseKind
    status: CaseStatus
    title: str
    topic: Topic | None
    track: Track
    level: Level
    municipality: str
    logged_at: datetime
    released: bool
    confidential: bool


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of cases; ``confidential`` counts those that are not told (``None``: a small number)."""

    lines: list[CaseLine]
    confidential: int | None
    has_more: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case as one person may see it; ``question`` is the reference of its evidence, if it is theirs to see."""

    line: CaseLine
    case: Case
    own: bool
    story: str
    workaround: str
    knelpunten: list[KnelpuntLine]
    sdgs: list[Sdg]
    question: str
    changed_by: str


@dataclass(frozen=True, slots=True)
class CaseStart:
    """What a form about a new case starts with: the facts of its question, and knelpunten to choose from."""

    values: dict[str, object]
    confidential: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class CaseChoices:
    """What a form about a case can choose from."""

    topics: Sequence[Topic]
    tracks: Sequence[Track]
    municipalities: Sequence[Municipality]
    sdgs: Sequence[Sdg]


def listing(act: Act, chosen: CaseListFilter) -> CaseList:
    """Return one page of cases, the newest first. Who did not log a confidential case gets only its count."""
    where = _where(chosen)
    shown = [visible_cases(act.person, Action.SEE_CASE), *where]
    counted = [visible_cases(act.person, Action.SEE_CASES), *where]
    found = act.session.exec(
        select(Case)
        .where(*shown)
        .order_by(col(Case.created_at).desc(), col(Case.id).desc())
        .offset((chosen.page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE + 1)
    ).all()
    return CaseList(
        lines=lines_of_cases(act, found[:PAGE_SIZE]),
        confidential=told(_count(act, counted) - _count(act, shown)),
        has_more=len(found) > PAGE_SIZE,
    )


def page(act: Act, reference: str) -> CasePage:
    """Return one case; texts that were not released only to its own team or organisation."""
    case = find_case(act, reference, Action.SEE_CASE)
    own = _is_own(act, case)
    readable = own or case.released_at is not None
    return CasePage(
        line=lines_of_cases(act, [case])[0],
        case=case,
        own=own,
        story=case.story if readable else "",
        workaround=case.workaround if readable else "",
        knelpunten=_knelpunten(act, case),
        sdgs=_sdgs(act, case),
        question=_question(act, case),
        changed_by=_changed_by(act, case),
    )


def start_from(act: Act, question_reference: str) -> CaseStart:
    """Return the facts of a question that a case about it starts with; ``text`` is the masked question."""
    question = find_question(act, question_reference, Action.TAG_KNELPUNT)
    assert question.id is not None  # noqa: S101 - a stored question has an id
    lines = tagged(act, question.id)
    text, _kinds = masked(question.text, names_in(question))
    values: dict[str, object] = {
        "topic_slug": question.topic_slug,
        "gm_code": question.gm_code,
        "level": lines[0].level if lines else None,
        "knelpunten": [line.reference for line in lines],
    }
    return CaseStart(values, question.confidential, text)


def as_filled_in(act: Act, reference: str) -> CaseStart:
    """Return a case as a form that changes it starts with."""
    case = find_case(act, reference, Action.EDIT_CASE)
    fields = ("kind", "title", "story", "workaround", "topic_slug", "track_slug", "level", "gm_code")
    effects = ("effect_days", "effect_eur", "effect_people")
    values: dict[str, object] = {field: getattr(case, field) for field in (*fields, *effects)}
    values["knelpunten"] = [line.reference for line in _knelpunten(act, case)]
    values["sdgs"] = [str(goal.number) for goal in _sdgs(act, case)]
    return CaseStart(values, case.confidential)


def candidates(act: Act, chosen: Iterable[str], words: str) -> list[KnelpuntLine]:
    """Return the knelpunten that are chosen already, and those nearest to ``words`` (masked here)."""
    mine = lines_by_reference(act, chosen)
    text, _kinds = masked(words)
    known = {line.reference for line in mine}
    return mine + [line for line in (nearest(act, text) if text else []) if line.reference not in known]


def choices(act: Act) -> CaseChoices:
    """Return the topics, tracks, municipalities and goals of today."""
    return CaseChoices(
        topics=act.session.exec(
            select(Topic)
            .where(col(Topic.retired_on).is_(None) | (col(Topic.retired_on) > act.today))
            .order_by(Topic.track_slug, col(Topic.position), Topic.slug)
        ).all(),
        tracks=act.session.exec(
            select(Track)
            .where(col(Track.retired_on).is_(None) | (col(Track.retired_on) > act.today))
            .order_by(col(Track.number))
        ).all(),
        municipalities=act.session.exec(
            select(Municipality).where(col(Municipality.retired_on).is_(None)).order_by(Municipality.display_name)
        ).all(),
        sdgs=act.session.exec(select(Sdg).order_by(col(Sdg.number))).all(),
    )


def _where(chosen: CaseListFilter) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    for column, value in (
        (Case.kind, chosen.kind),
        (Case.status, chosen.status),
        (Case.level, chosen.level),
        (Case.track_slug, chosen.track),
        (Case.gm_code, chosen.gm_code),
    ):
        if value is not None:
            where.append(col(column) == value)
    return where


def _count(act: Act, where: list[ColumnElement[bool]]) -> int:
    return act.session.exec(select(func.count()).select_from(Case).where(*where)).one()


def _is_own(act: Act, case: Case) -> bool:
    return may(act.person, Action.EDIT_CASE, subject_of_case(case))


def lines_of_cases(act: Act, cases: Sequence[Case]) -> list[CaseLine]:
    """Return ``cases``, which the caller found under a rule, as lines in the same order."""
    topics = {row.slug: row for row in act.session.exec(select(Topic))}
    tracks = {row.slug: row for row in act.session.exec(select(Track))}
    codes = {case.gm_code for case in cases}
    places = dict(
        act.session.exec(
            select(Municipality.gm_code, Municipality.display_name).where(col(Municipality.gm_code).in_(codes))
        ).all()
    )
    return [
        CaseLine(
            reference=case.reference,
            kind=case.kind,
            status=case.status,
            title=case.title if case.released_at is not None or _is_own(act, case) else "",
            topic=topics.get(case.topic_slug or ""),
            track=tracks[case.track_slug],
            level=case.level,
            municipality=places.get(case.gm_code or "", ""),
            logged_at=case.created_at,
            released=case.released_at is not None,
            confidential=case.confidential,
        )
        for case in cases
    ]


def _knelpunten(act: Act, case: Case) -> list[KnelpuntLine]:
    found = act.session.exec(
        select(Knelpunt)
        .join(CaseKnelpunt, col(CaseKnelpunt.knelpunt_id) == Knelpunt.id)
        .where(CaseKnelpunt.case_id == case.id, visible_knelpunten(act.person, Action.SEE_KNELPUNTEN))
        .order_by(Knelpunt.reference)
    ).all()
    return lines_of(act, found)


def _sdgs(act: Act, case: Case) -> list[Sdg]:
    return list(
        act.session.exec(
            select(Sdg)
            .join(CaseSdg, col(CaseSdg.sdg_number) == Sdg.number)
            .where(CaseSdg.case_id == case.id)
            .order_by(col(Sdg.number))
        )
    )


def _question(act: Act, case: Case) -> str:
    found = act.session.exec(
        select(Question.reference).where(
            Question.id == case.question_id, visible_questions(act.person, Action.TAG_KNELPUNT)
        )
    ).first()
    return found or ""


def _changed_by(act: Act, case: Case) -> str:
    """Return who changed ``case`` last."""
    found = act.session.exec(
        select(Account.name)
        .join(Event, col(Event.actor_id) == Account.id)
        .where(Event.chain == f"case:{case.id}")
        .order_by(col(Event.number).desc())
    ).first()
    return found or ""
