"""A case report tells what was released, counts what is confidential, and never changes."""

import csv
import hashlib
import io
from datetime import date, timedelta

import pytest

from intake import reports
from intake.act import Act
from intake.case_filter import CaseFilter
from intake.case_report import Snapshot
from intake.errors import NotFound, NotPermitted
from intake.models.knelpunten import CaseKnelpunt
from intake.models.reference import Track
from intake.terms import CaseStatus, Language, Level, Role
from tests.factories import START, any_topic, make_account, make_act, make_case, make_knelpunt


def same(text: str) -> str:
    """Leave a label in Dutch."""
    return text


@pytest.fixture
def topic(session):
    return any_topic(session)


@pytest.fixture
def leader(session, topic) -> Act:
    """A track leader of the track that the cases are in."""
    return make_act(session, make_account(session, Role.SPOORLEIDER, tracks=(topic.track_slug,)))


def make(act, **chosen):
    report = reports.make_report(act, CaseFilter(**chosen), Language.NL, same)
    return report, Snapshot.from_json(report.snapshot)


def column(snapshot, header):
    return [row[snapshot.headers.index(header)] for row in snapshot.rows]


class TestMakeReport:
    def test_tells_the_cases_of_the_own_track_only(self, session, leader, topic):
        own = make_case(session)
        foreign = next(t for t in session.exec(Track.__table__.select()).all() if t.slug != topic.track_slug)
        make_case(session, track_slug=foreign.slug)

        _report, snapshot = make(leader)

        assert column(snapshot, "Kenmerk") == [own.reference]

    def test_keeps_title_and_story_back_until_somebody_released_them(self, session, leader):
        make_case(session, title="Wacht op twee loketten", story="Zes weken gewacht")
        make_case(session, title="Vrijgegeven", story="Mag mee", released_at=START)

        _report, snapshot = make(leader)

        assert column(snapshot, "Titel") == ["", "Vrijgegeven"]
        assert column(snapshot, "Verhaal") == ["", "Mag mee"]

    def test_counts_confidential_cases_and_does_not_tell_them(self, session, leader):
        for _ in range(6):
            make_case(session, confidential=True, story="Geheim verhaal", released_at=START)

        report, snapshot = make(leader)

        assert snapshot.confidential == 6
        assert snapshot.rows == []
        assert "Geheim" not in report.snapshot

    def test_hides_how_many_are_confidential_when_they_are_few(self, session, leader):
        make_case(session, confidential=True)

        _report, snapshot = make(leader)

        assert snapshot.confidential is None
        assert all(table.total is None for table in snapshot.tables)

    def test_says_in_words_what_was_chosen(self, session, leader):
        report, _snapshot = make(leader, level=Level.GEMEENTE, since=date(2026, 1, 1))

        assert report.filter_words == "Vanaf: 01-01-2026; Niveau: Gemeente"

    def test_gives_every_report_the_next_number(self, leader):
        first, _ = make(leader)
        second, _ = make(leader)

        assert second.number == first.number + 1

    def test_signs_the_csv_file(self, session, leader):
        make_case(session)
        report, snapshot = make(leader)

        assert report.sha256 == hashlib.sha256(reports.csv_bytes(snapshot)).hexdigest()

    def test_stays_the_same_after_later_edits(self, session, leader):
        case = make_case(session, title="Eerst", released_at=START)
        report, before = make(leader)
        case.title = "Later"
        session.add(case)
        session.flush()

        after = Snapshot.from_json(reports.find_report(leader, report.number).snapshot)

        assert reports.csv_bytes(after) == reports.csv_bytes(before)

    def test_is_refused_to_somebody_who_may_not_export(self, session):
        makelaar = make_act(session, make_account(session))

        with pytest.raises(NotPermitted):
            make(makelaar)

    @pytest.mark.parametrize(
        ("chosen", "overrides"),
        [
            ({"level": Level.RIJK}, {"level": Level.RIJK}),
            ({"status": CaseStatus.WAY_OUT}, {"status": CaseStatus.WAY_OUT}),
            ({"until": date(2026, 8, 31)}, {"created_at": START - timedelta(days=30)}),
            ({"since": date(2026, 10, 1)}, {"created_at": START + timedelta(days=30)}),
        ],
    )
    def test_filters(self, session, leader, chosen, overrides):
        make_case(session)
        wanted = make_case(session, **overrides)

        _report, snapshot = make(leader, **chosen)

        assert column(snapshot, "Kenmerk") == [wanted.reference]

    def test_filters_by_the_kind_of_knelpunt(self, session, leader):
        make_case(session)
        case, knelpunt = make_case(session), make_knelpunt(session)
        session.add(CaseKnelpunt(case_id=case.id, knelpunt_id=knelpunt.id))
        session.flush()

        _report, snapshot = make(leader, kind=knelpunt.kind_code)

        assert column(snapshot, "Kenmerk") == [case.reference]
        assert column(snapshot, "Knelpunten") == [f"{knelpunt.reference} {knelpunt.title}"]


class TestFindReport:
    def test_shows_a_report_of_another_track_to_nobody(self, session, leader, topic):
        report, _snapshot = make(leader)
        other = next(t.slug for t in session.exec(Track.__table__.select()).all() if t.slug != topic.track_slug)
        stranger = make_act(session, make_account(session, Role.SPOORLEIDER, tracks=(other,)))

        with pytest.raises(NotFound):
            reports.find_report(stranger, report.number)
        assert reports.reports(stranger) == []

    def test_shows_the_coordination_team_every_report(self, session, leader):
        report, _snapshot = make(leader)

        found = reports.find_report(make_act(session, make_account(session, Role.COORDINATOR)), report.number)

        assert found.number == report.number


class TestCsvBytes:
    @pytest.mark.parametrize("text", ["=1+1", "+31", "-1", "@som", "\t=1", '=cmd|"/c calc"!A0'])
    def test_no_cell_is_a_formula(self, session, leader, text):
        make_case(session, title=text, story=text, workaround=text, released_at=START)
        _report, snapshot = make(leader)

        [_header, row] = csv.reader(io.StringIO(reports.csv_bytes(snapshot).decode(), newline=""))

        assert [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))] == []
        assert f"'{text}" in row
