"""Numbered reports: made once, kept as they were, and found again by who leads their tracks."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import asdict

from sqlmodel import Session, col, func, select

from intake import audit
from intake.act import Act
from intake.case_filter import CaseFilter, Translate, cases_of, filter_words
from intake.case_report import Snapshot, take_snapshot, untold
from intake.errors import NotFound, NotPermitted
from intake.models.knelpunten import Case
from intake.models.reference import DataLoad, Track
from intake.models.reports import Report
from intake.permissions import MAY, Action, Rule, may_ever
from intake.terms import Language


def make_report(act: Act, chosen: CaseFilter, language: Language, translate: Translate) -> Report:
    """Freeze the cases that ``chosen`` selects within the tracks of this person, and number the result."""
    if not may_ever(act.person, Action.EXPORT_REPORT):
        raise NotPermitted(Action.EXPORT_REPORT)
    cases = cases_of(act, chosen)
    snapshot = take_snapshot(act.session, cases, language, translate)
    report = Report(
        made_by_id=act.person.account_id,
        made_at=act.at,
        title=translate("Casusrapport"),
        filter=json.dumps(asdict(chosen), default=str, sort_keys=True),
        filter_words=filter_words(act.session, chosen, language, translate),
        track_slugs=";".join(sorted(_tracks(act, chosen))),
        language=language,
        data_version=_data_version(act.session),
        row_count=len(snapshot.rows),
        snapshot=snapshot.to_json(),
        sha256=hashlib.sha256(csv_bytes(snapshot)).hexdigest(),
    )
    act.session.add(report)
    act.session.flush()
    audit.record(act, f"report:{report.number}", "make_report", details={"rows": report.row_count})
    return report


def forget_story(act: Act, case_reference: str) -> None:
    """Take the story of a case out of every report that told it; each such report gets a new version and checksum."""
    told = col(Report.snapshot).contains(f'"{case_reference}"')
    for report in act.session.exec(select(Report).where(told).order_by(col(Report.number)).with_for_update()).all():
        snapshot = untold(Snapshot.from_json(report.snapshot), case_reference)
        report.snapshot = snapshot.to_json()
        report.sha256 = hashlib.sha256(csv_bytes(snapshot)).hexdigest()
        report.version += 1
        report.erased_at = act.at
        act.session.add(report)
        act.session.flush()
        audit.record(act, f"report:{report.number}", "erase_story", details={"version": report.version})


def find_report(act: Act, number: int) -> Report:
    """Return a report of the own tracks; raise ``NotFound`` when it is missing or about another track."""
    report = act.session.get(Report, number)
    if report is None or not _may_see(act, report):
        raise NotFound("report", number)
    return report


def reports(act: Act) -> list[Report]:
    """Return the reports of the own tracks, newest first."""
    found = act.session.exec(select(Report).order_by(col(Report.number).desc()))
    return [report for report in found if _may_see(act, report)]


def _may_see(act: Act, report: Report) -> bool:
    if MAY[Action.SEE_REPORTS].get(act.person.role) is Rule.ANYTHING:
        return True
    return set(report.track_slugs.split(";")) <= act.person.tracks


def _tracks(act: Act, chosen: CaseFilter) -> set[str]:
    if chosen.track:
        return {chosen.track}
    if act.person.tracks:
        return set(act.person.tracks)
    return set(act.session.exec(select(Track.slug)))


def _data_version(session: Session) -> str:
    newest = session.exec(select(DataLoad.checksum).order_by(col(DataLoad.id).desc()).limit(1)).first()
    last = session.exec(select(func.max(Case.updated_at))).one()
    return hashlib.sha256(f"{newest} {last}".encode()).hexdigest()


def harmless(value: str) -> str:
    """Return ``value`` so that no spreadsheet takes it for a formula (OWASP, CSV injection)."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else value


def csv_bytes(snapshot: Snapshot) -> bytes:
    """Return the rows as CSV (RFC 4180, UTF-8): the format that the checksum of a report is about."""
    return rows_as_csv([snapshot.headers, *snapshot.rows])


def rows_as_csv(rows: Iterable[list[str]]) -> bytes:
    """Return ``rows``, headers first, as CSV in which no cell is a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([harmless(value) for value in row] for row in rows)
    return file.getvalue().encode()
