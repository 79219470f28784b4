"""The case report of a track leader: one table of columns over a frozen snapshot."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from sqlmodel import Session, col, select

from intake.case_filter import Translate
from intake.models.knelpunten import Case, CaseKnelpunt, CaseSdg, Knelpunt
from intake.models.reference import KnelpuntKind, Municipality, Outcome, Topic, Track
from intake.suppression import Cell, suppress
from intake.terms import Language, label
from intake.working_days import dutch_date


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One told case, in the words of the report's language. No contact, no name, no text that was not released."""

    reference: str
    sort: str
    logged_on: str
    municipality: str
    province: str
    track: str
    topic: str
    level: str
    category: str
    kind: str
    knelpunten: str
    ladder: str
    outcome: str
    title: str
    story: str
    effect_days: str
    effect_eur: str
    effect_people: str
    workaround: str
    status: str
    sdgs: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the report: what stands above it, and what stands in it."""

    header: str
    value: Callable[[CaseRow], str]


#: The case report, from left to right, in every format.
CASE_REPORT: tuple[Column, ...] = (
    Column("Kenmerk", lambda row: row.reference),
    Column("Soort", lambda row: row.sort),
    Column("Datum", lambda row: row.logged_on),
    Column("Gemeente", lambda row: row.municipality),
    Column("Provincie", lambda row: row.province),
    Column("Spoor", lambda row: row.track),
    Column("Onderwerp", lambda row: row.topic),
    Column("Niveau", lambda row: row.level),
    Column("Categorie", lambda row: row.category),
    Column("Soort knelpunt", lambda row: row.kind),
    Column("Knelpunten", lambda row: row.knelpunten),
    Column("Stand van het knelpunt", lambda row: row.ladder),
    Column("Uitkomst", lambda row: row.outcome),
    Column("Titel", lambda row: row.title),
    Column("Verhaal", lambda row: row.story),
    Column("Gevolg in dagen", lambda row: row.effect_days),
    Column("Gevolg in euro", lambda row: row.effect_eur),
    Column("Gevolg voor mensen", lambda row: row.effect_people),
    Column("Omweg", lambda row: row.workaround),
    Column("Stand van de casus", lambda row: row.status),
    Column("SDG's", lambda row: row.sdgs),
)


#: What stays of a case in a report after an erasure; any column that is not among them is emptied.
CODES = frozenset(column.header for column in CASE_REPORT) - {"Titel", "Verhaal", "Omweg"}


@dataclass(frozen=True, slots=True)
class CountTable:
    """One table of counts; ``None`` is hidden because it is small or gives a small count away."""

    title: str
    cells: list[tuple[str, int | None]]
    total: int | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a report shows, frozen at the moment it was made."""

    headers: list[str]
    rows: list[list[str]]
    tables: list[CountTable]
    confidential: int | None

    def to_json(self) -> str:
        """Return the snapshot as it is stored."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Snapshot":
        """Read a stored snapshot."""
        values = json.loads(text)
        tables = [
            CountTable(table["title"], [(name, count) for name, count in table["cells"]], table["total"])
            for table in values["tables"]
        ]
        return cls(values["headers"], values["rows"], tables, values["confidential"])


class _Names:
    """The names that rows show, read once for all of them, in the language of the report."""

    def __init__(self, session: Session, cases: Sequence[Case], language: Language, translate: Translate) -> None:
        self.translate = translate
        name = "name_en" if language is Language.EN else "name_nl"
        self.tracks = {row.slug: getattr(row, name) for row in session.exec(select(Track))}
        self.topics = {row.slug: getattr(row, name) for row in session.exec(select(Topic))}
        self.outcomes = {row.code: getattr(row, name) for row in session.exec(select(Outcome))}
        kinds = session.exec(select(KnelpuntKind)).all()
        self.kinds = {row.code: getattr(row, name) for row in kinds}
        self.categories = {row.code: row.category for row in kinds}
        ids = [case.id for case in cases]
        self.municipalities = {
            row.gm_code: row
            for row in session.exec(
                select(Municipality).where(col(Municipality.gm_code).in_({case.gm_code for case in cases}))
            )
        }
        self.knelpunten: dict[int, list[Knelpunt]] = {}
        for case_id, knelpunt in session.exec(
            select(CaseKnelpunt.case_id, Knelpunt)
            .join(Knelpunt, col(Knelpunt.id) == CaseKnelpunt.knelpunt_id)
            .where(col(CaseKnelpunt.case_id).in_(ids))
            .order_by(Knelpunt.reference)
        ):
            self.knelpunten.setdefault(case_id, []).append(knelpunt)
        self.sdgs: dict[int, list[int]] = {}
        for case_id, number in session.exec(
            select(CaseSdg.case_id, CaseSdg.sdg_number)
            .where(col(CaseSdg.case_id).in_(ids))
            .order_by(col(CaseSdg.sdg_number))
        ):
            self.sdgs.setdefault(case_id, []).append(number)

    def word(self, code: StrEnum) -> str:
        """Return the label of a code in the language of the report."""
        return self.translate(label(code))

    def each(self, values: Iterable[str]) -> str:
        """Return different values once each, in one cell."""
        return "; ".join(dict.fromkeys(value for value in values if value))


def _row(case: Case, names: _Names) -> CaseRow:
    knelpunten = names.knelpunten.get(case.id or 0, [])
    municipality = names.municipalities.get(case.gm_code or "")
    return CaseRow(
        reference=case.reference,
        sort=names.word(case.kind),
        logged_on=dutch_date(case.created_at).isoformat(),
        municipality=municipality.display_name if municipality else "",
        province=municipality.province if municipality else "",
        track=names.tracks[case.track_slug],
        topic=names.topics.get(case.topic_slug or "", ""),
        level=names.word(case.level),
        category=names.each(names.word(names.categories[row.kind_code]) for row in knelpunten),
        kind=names.each(names.kinds[row.kind_code] for row in knelpunten),
        knelpunten=names.each(f"{row.reference} {row.title}" for row in knelpunten),
        ladder=names.each(names.word(row.status) for row in knelpunten),
        outcome=names.each(names.outcomes.get(row.outcome_code or "", "") for row in knelpunten),
        title=case.title if case.released_at else "",
        story=case.story if case.released_at else "",
        effect_days=_number(case.effect_days),
        effect_eur=_number(case.effect_eur),
        effect_people=_number(case.effect_people),
        workaround=case.workaround if case.released_at else "",
        status=names.word(case.status),
        sdgs="; ".join(str(number) for number in names.sdgs.get(case.id or 0, [])),
    )


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def take_snapshot(session: Session, cases: Sequence[Case], language: Language, translate: Translate) -> Snapshot:
    """Freeze what a report tells of ``cases``; confidential ones are counted and not told."""
    names = _Names(session, cases, language, translate)
    rows = {case.id: _row(case, names) for case in cases}
    told = [rows[case.id] for case in cases if not case.confidential]
    unknown = translate("Niet bekend")
    tables = [
        _count_table(translate("Casussen per gemeente"), cases, lambda case: rows[case.id].municipality or unknown),
        _count_table(translate("Casussen per onderwerp"), cases, lambda case: rows[case.id].topic or unknown),
        _count_table(translate("Casussen per niveau"), cases, lambda case: rows[case.id].level),
        _count_table(translate("Casussen per stand"), cases, lambda case: rows[case.id].status),
    ]
    secret = Cell(sum(case.confidential for case in cases))
    return Snapshot(
        headers=[translate(column.header) for column in CASE_REPORT],
        rows=[[column.value(row) for column in CASE_REPORT] for row in told],
        tables=tables,
        confidential=None if secret.sensitive else secret.count,
    )


def _count_table(title: str, cases: Sequence[Case], name: Callable[[Case], str]) -> CountTable:
    counts, secret = Counter(map(name, cases)), Counter(name(case) for case in cases if case.confidential)
    told = suppress({key: Cell(counts[key], secret[key]) for key in sorted(counts, key=str.casefold)})
    return CountTable(title, list(told.cells.items()), told.total)


def untold(snapshot: Snapshot, case_reference: str) -> Snapshot:
    """Return ``snapshot`` without the texts of one case; of a report with other columns only the reference stays."""
    same_columns = len(snapshot.headers) == len(CASE_REPORT)
    kept = [column.header in CODES for column in CASE_REPORT]

    def without_texts(row: list[str]) -> list[str]:
        if row[0] != case_reference:
            return row
        return [row[0], *(value if same_columns and kept[at] else "" for at, value in enumerate(row[1:], start=1))]

    return replace(snapshot, rows=[without_texts(row) for row in snapshot.rows])
