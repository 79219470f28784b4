"""Which cases a report is about: choosing them, naming the choice, and finding them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from intake.act import Act
from intake.models.knelpunten import Case, CaseKnelpunt, Knelpunt
from intake.models.reference import KnelpuntKind, Municipality, Track
from intake.permissions import Action
from intake.terms import CaseStatus, Category, Language, Level, label
from intake.visibility import visible_cases
from intake.working_days import AMSTERDAM

#: Turns a Dutch label into the language of the report.
Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases a report is about; ``None`` means all of them."""

    track: str | None = None
    since: date | None = None
    until: date | None = None
    gm_code: str | None = None
    category: Category | None = None
    kind: str | None = None
    level: Level | None = None
    status: CaseStatus | None = None


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What somebody may choose from, as pairs of code and name."""

    tracks: list[tuple[str, str]]
    municipalities: list[tuple[str, str]]
    kinds: list[tuple[str, str]]


def filter_choices(act: Act, language: Language) -> FilterChoices:
    """Return the own tracks, the municipalities that have cases in them, and every kind of knelpunt."""
    name = "name_en" if language is Language.EN else "name_nl"
    tracks = act.session.exec(select(Track).order_by(col(Track.number)))
    with_cases = select(Case.gm_code).where(visible_cases(act.person, Action.EXPORT_REPORT))
    municipalities = act.session.exec(select(Municipality).where(col(Municipality.gm_code).in_(with_cases)))
    kinds = act.session.exec(select(KnelpuntKind))
    return FilterChoices(
        tracks=[
            (row.slug, getattr(row, name)) for row in tracks if not act.person.tracks or row.slug in act.person.tracks
        ],
        municipalities=sorted(((row.gm_code, row.display_name) for row in municipalities), key=lambda pair: pair[1]),
        kinds=sorted(((row.code, getattr(row, name)) for row in kinds), key=lambda pair: pair[1].casefold()),
    )


def cases_of(act: Act, chosen: CaseFilter) -> Sequence[Case]:
    """Return every case that ``chosen`` selects within the tracks of this person, oldest first."""
    where: list[ColumnElement[bool]] = [visible_cases(act.person, Action.EXPORT_REPORT)]
    if chosen.track:
        where.append(col(Case.track_slug) == chosen.track)
    if chosen.since:
        where.append(col(Case.created_at) >= _midnight(chosen.since))
    if chosen.until:
        where.append(col(Case.created_at) < _midnight(chosen.until + timedelta(days=1)))
    if chosen.gm_code:
        where.append(col(Case.gm_code) == chosen.gm_code)
    if chosen.level:
        where.append(col(Case.level) == chosen.level)
    if chosen.status:
        where.append(col(Case.status) == chosen.status)
    if chosen.kind or chosen.category:
        where.append(_of_kind(chosen))
    return act.session.exec(select(Case).where(*where).order_by(col(Case.created_at), col(Case.id))).all()


def _of_kind(chosen: CaseFilter) -> ColumnElement[bool]:
    showing = (
        select(CaseKnelpunt.case_id)
        .join(Knelpunt, col(Knelpunt.id) == CaseKnelpunt.knelpunt_id)
        .join(KnelpuntKind, col(KnelpuntKind.code) == Knelpunt.kind_code)
    )
    if chosen.kind:
        showing = showing.where(KnelpuntKind.code == chosen.kind)
    if chosen.category:
        showing = showing.where(KnelpuntKind.category == chosen.category)
    return col(Case.id).in_(showing)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)


def filter_words(session: Session, chosen: CaseFilter, language: Language, translate: Translate) -> str:
    """Say in words which cases a report is about."""
    name = "name_en" if language is Language.EN else "name_nl"
    words = {
        translate("Spoor"): chosen.track and getattr(session.get_one(Track, chosen.track), name),
        translate("Vanaf"): chosen.since and f"{chosen.since:%d-%m-%Y}",
        translate("Tot en met"): chosen.until and f"{chosen.until:%d-%m-%Y}",
        translate("Gemeente"): chosen.gm_code and session.get_one(Municipality, chosen.gm_code).display_name,
        translate("Categorie"): chosen.category and translate(label(chosen.category)),
        translate("Soort knelpunt"): chosen.kind and getattr(session.get_one(KnelpuntKind, chosen.kind), name),
        translate("Niveau"): chosen.level and translate(label(chosen.level)),
        translate("Stand van de casus"): chosen.status and translate(label(chosen.status)),
    }
    said = [f"{what}: {value}" for what, value in words.items() if value]
    return "; ".join(said) or translate("Alle casussen van de eigen sporen")
