"""A track leader chooses, makes, reads and downloads a report."""

import hashlib
import io

import pytest
from python_calamine import CalamineWorkbook

from intake import database
from intake.terms import Role
from tests.factories import START, any_topic, make_account, make_case


@pytest.fixture
def with_cases(engine, client):
    """Three cases in one track, and the leader of that track at the screen."""
    with database.transaction(engine) as session:
        track = any_topic(session).track_slug
        for _ in range(2):
            make_case(session, title="=1+1", story="<script>alert(1)</script> wacht", released_at=START)
        make_case(session, title="Niet vrijgegeven")
        leader = make_account(session, Role.SPOORLEIDER, tracks=(track,))
    client.sign_in(leader)


def make_report(client, **chosen):
    return client.submit("/rapporten", chosen).headers["Location"]


@pytest.mark.usefixtures("with_cases")
class TestReports:
    def test_an_empty_list_says_what_to_do(self, client):
        assert "Nog geen rapporten" in client.get("/rapporten").get_data(as_text=True)

    def test_a_report_is_made_and_shown(self, client):
        page = client.get(make_report(client)).get_data(as_text=True)

        assert "SHA-256" in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; wacht" in page
        assert "Niet vrijgegeven" not in page

    def test_a_period_that_ends_before_it_begins_is_refused_with_everything_kept(self, client):
        answer = client.submit("/rapporten", {"since": "01-06-2026", "until": "01-01-2026"})

        assert answer.status_code == 400
        page = answer.get_data(as_text=True)
        assert "Kies een einddatum die niet vóór de begindatum ligt" in page
        assert 'value="01-06-2026"' in page

    def test_an_unknown_choice_is_refused(self, client):
        assert client.submit("/rapporten", {"municipality": "GM9999"}).status_code == 400

    def test_an_expired_form_makes_no_report(self, client):
        answer = client.post("/rapporten", data={"csrf_token": "oud"})

        assert answer.status_code == 400
        assert "Nog geen rapporten" in client.get("/rapporten").get_data(as_text=True)

    def test_the_csv_file_has_the_checksum_that_the_page_shows(self, client):
        address = make_report(client)
        file = client.get(f"{address}/rapport.csv")

        assert hashlib.sha256(file.data).hexdigest() in client.get(address).get_data(as_text=True)
        assert "attachment" in file.headers["Content-Disposition"]

    def test_the_workbook_holds_texts_and_no_formulas(self, client):
        file = client.get(f"{make_report(client)}/rapport.xlsx")

        book = CalamineWorkbook.from_filelike(io.BytesIO(file.data))
        rows = book.get_sheet_by_index(0).to_python()
        assert book.sheet_names == ["Casussen", "Cijfers", "Over dit rapport"]
        assert len(rows) == 4
        assert "'=1+1" in rows[1]

    @pytest.mark.parametrize("extension", ["csv", "xlsx", "html"])
    def test_the_same_number_gives_the_same_bytes(self, client, clock, extension):
        address = make_report(client)
        first = client.get(f"{address}/rapport.{extension}").data
        clock.move(minutes=30)

        assert client.get(f"{address}/rapport.{extension}").data == first

    def test_a_format_that_we_do_not_make_does_not_exist(self, client):
        assert client.get(f"{make_report(client)}/rapport.docx").status_code == 404

    def test_a_report_that_was_never_made_does_not_exist(self, client):
        assert client.get("/rapporten/999").status_code == 404


def test_a_makelaar_has_no_reports(engine, client):
    with database.transaction(engine) as session:
        makelaar = make_account(session)
    client.sign_in(makelaar)

    assert client.get("/rapporten").status_code == 404
