"""Finding knelpunten: the list with its filters, the nearest to a text, and how many questions show each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from intake.act import Act
from intake.models.knelpunten import Case, CaseKnelpunt, Knelpunt, KnelpuntTag
from intake.models.questions import Question
from intake.models.reference import KnelpuntKind, Track
from intake.permissions import Action, may
from intake.suppression import told
from intake.terms import Category, KnelpuntStatus, Level
from intake.visibility import subject_of_knelpunt, visible_knelpunten
from matching.alike import AlikeIndex

#: How many knelpunten one page of the list shows.
PAGE_SIZE = 25

#: How many existing knelpunten somebody looks at before signalling a new one (design, section 6).
NEAREST = 5


#: Below this, two texts share little more than a few common pieces of words.
LEAST_ALIKE = 0.12


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a knelpunt shows; ``None`` hides a number from one to four, and what would give it away."""

    questions: int | None = 0
    municipalities: int | None = 0
    cases: int | None = 0


@dataclass(frozen=True, slots=True)
class KnelpuntFilter:
    """Which knelpunten a list shows; ``None`` and empty mean all of them."""

    words: str = ""
    category: Category | None = None
    level: Level | None = None
    status: KnelpuntStatus | None = None
    track: str | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class KnelpuntLine:
    """One knelpunt as everybody may see it: title, kind, level, status and counts."""

    reference: str
    title: str
    kind: KnelpuntKind
    level: Level
    status: KnelpuntStatus
    track: Track
    tally: Tally


@dataclass(frozen=True, slots=True)
class KnelpuntPageOfList:
    """One page of the list, and whether there is a next one."""

    lines: list[KnelpuntLine] = field(default_factory=list)
    has_more: bool = False


def listing(act: Act, chosen: KnelpuntFilter) -> KnelpuntPageOfList:
    """Return one page of what this person may see: the nearest to the words first, else the newest."""
    where = _where(act, chosen)
    first = (chosen.page - 1) * PAGE_SIZE
    if chosen.words:
        found = _nearest(act, chosen.words, where)[first : first + PAGE_SIZE + 1]
    else:
        newest = select(Knelpunt).where(*where).order_by(col(Knelpunt.created_at).desc(), col(Knelpunt.id).desc())
        found = list(act.session.exec(newest.offset(first).limit(PAGE_SIZE + 1)))
    return KnelpuntPageOfList(lines_of(act, found[:PAGE_SIZE]), len(found) > PAGE_SIZE)


def nearest(act: Act, text: str, limit: int = NEAREST) -> list[KnelpuntLine]:
    """Return the knelpunten that are most like ``text``, the nearest first, also in other words.

    ``text`` holds no personal data: the caller masked it.
    """
    where = [visible_knelpunten(act.person, Action.SEE_KNELPUNTEN)]
    return lines_of(act, _nearest(act, text, where)[:limit])


def lines_by_reference(act: Act, references: Iterable[str]) -> list[KnelpuntLine]:
    """Return the lines of those knelpunten that this person may see, in the order of their references."""
    found = act.session.exec(
        select(Knelpunt)
        .where(
            visible_knelpunten(act.person, Action.SEE_KNELPUNTEN),
            col(Knelpunt.reference).in_(set(references)),
        )
        .order_by(Knelpunt.reference)
    ).all()
    return lines_of(act, found)


def tagged(act: Act, question_id: int) -> list[KnelpuntLine]:
    """Return the knelpunten that one question shows; the caller found the question under its own rule."""
    found = act.session.exec(
        select(Knelpunt)
        .join(KnelpuntTag, col(KnelpuntTag.knelpunt_id) == Knelpunt.id)
        .where(KnelpuntTag.question_id == question_id)
        .order_by(col(KnelpuntTag.at), col(Knelpunt.id))
    ).all()
    return lines_of(act, found)


def likely_kind(act: Act, text: str) -> KnelpuntKind | None:
    """Return the kind of knelpunt that ``text`` is most like, as a suggestion that a person can correct."""
    kinds = kinds_in_use(act)
    scores = _alike(text, [_meaning(kind) for kind in kinds])
    best = max(range(len(kinds)), key=scores.__getitem__, default=None)
    return None if best is None or scores[best] < LEAST_ALIKE else kinds[best]


def kinds_in_use(act: Act) -> list[KnelpuntKind]:
    """Return the kinds that a knelpunt can have today."""
    return [kind for kind in _kinds(act) if kind.retired_on is None or kind.retired_on > act.today]


def tallies(act: Act, knelpunt_ids: Iterable[int]) -> dict[int, Tally]:
    """Return how often each knelpunt shows, confidential questions and cases counted, small counts hidden."""
    ids = set(knelpunt_ids)
    questions = act.session.exec(
        select(KnelpuntTag.knelpunt_id, func.count(), func.count(func.distinct(Question.gm_code)))
        .join(Question, col(Question.id) == KnelpuntTag.question_id)
        .where(col(KnelpuntTag.knelpunt_id).in_(ids))
        .group_by(col(KnelpuntTag.knelpunt_id))
    )
    asked = {knelpunt_id: (count, places) for knelpunt_id, count, places in questions}
    cases = dict(
        act.session.exec(
            select(CaseKnelpunt.knelpunt_id, func.count())
            .join(Case, col(Case.id) == CaseKnelpunt.case_id)
            .where(col(CaseKnelpunt.knelpunt_id).in_(ids))
            .group_by(col(CaseKnelpunt.knelpunt_id))
        ).all()
    )
    return {knelpunt_id: _tally(*asked.get(knelpunt_id, (0, 0)), cases.get(knelpunt_id, 0)) for knelpunt_id in ids}


def _tally(questions: int, municipalities: int, cases: int) -> Tally:
    shown = told(questions)
    return Tally(shown, None if shown is None else municipalities, told(cases))


def lines_of(act: Act, knelpunten: Sequence[Knelpunt]) -> list[KnelpuntLine]:
    """Return ``knelpunten``, which the caller found under a rule, as lines in the same order."""
    counts = tallies(act, [row.id for row in knelpunten if row.id is not None])
    kinds = {row.code: row for row in act.session.exec(select(KnelpuntKind))}
    tracks = {row.slug: row for row in act.session.exec(select(Track))}
    return [
        KnelpuntLine(
            reference=row.reference,
            title=row.title,
            kind=kinds[row.kind_code],
            level=row.level,
            status=row.status,
            track=tracks[row.track_slug],
            tally=counts[row.id or 0],
        )
        for row in knelpunten
    ]


def _where(act: Act, chosen: KnelpuntFilter) -> list[ColumnElement[bool]]:
    where = [visible_knelpunten(act.person, Action.SEE_KNELPUNTEN)]
    if chosen.category:
        of_category = select(KnelpuntKind.code).where(KnelpuntKind.category == chosen.category)
        where.append(col(Knelpunt.kind_code).in_(of_category))
    if chosen.level:
        where.append(col(Knelpunt.level) == chosen.level)
    if chosen.status:
        where.append(col(Knelpunt.status) == chosen.status)
    if chosen.track:
        where.append(col(Knelpunt.track_slug) == chosen.track)
    return where


def _nearest(act: Act, text: str, where: list[ColumnElement[bool]]) -> list[Knelpunt]:
    """Return the knelpunten alike to ``text``, the nearest first; only words that this person may read weigh in.

    What a knelpunt says itself counts, and what its kind means: that finds it also in quite other words.
    """
    rows = act.session.exec(select(Knelpunt).where(*where).order_by(col(Knelpunt.id))).all()
    own = _alike(text, [_readable_words(act, row) for row in rows])
    kinds = _kinds(act)
    of_kind = _alike(text, [_meaning(kind) for kind in kinds])
    by_code = {kind.code: score for kind, score in zip(kinds, of_kind, strict=True)}
    scores = [score + by_code[row.kind_code] for row, score in zip(rows, own, strict=True)]
    order = sorted(range(len(rows)), key=lambda place: -scores[place])
    return [rows[place] for place in order if scores[place] >= LEAST_ALIKE]


def _readable_words(act: Act, knelpunt: Knelpunt) -> str:
    words = [knelpunt.title]
    if may(act.person, Action.READ_KNELPUNT, subject_of_knelpunt(knelpunt)):
        words += [knelpunt.description, knelpunt.rule_concerned]
    return ". ".join(word for word in words if word)


def _kinds(act: Act) -> Sequence[KnelpuntKind]:
    return act.session.exec(select(KnelpuntKind).order_by(KnelpuntKind.code)).all()


def _meaning(kind: KnelpuntKind) -> str:
    return f"{kind.name_nl}. {kind.definition_nl} {kind.examples_nl}"


def _alike(text: str, texts: list[str]) -> list[float]:
    """Return for each of ``texts`` how alike it is to ``text``: 0.0 (nothing shared) to 1.0 (the same words)."""
    scores = [0.0] * len(texts)
    for place, score in _index(tuple(texts)).nearest(text, len(texts)):
        scores[place] = score
    return scores


@lru_cache(maxsize=32)
def _index(texts: tuple[str, ...]) -> AlikeIndex:
    """Return the index over ``texts``; the same texts give the same one, so a change in them is never missed."""
    return AlikeIndex(texts)
