"""A file with anything wrong in it is refused, with the place and what to do."""

import shutil

import pytest

from intake.reference_data import Problem, ReferenceDataInvalid, read_fixtures
from intake.reference_data.sheets import SHEETS
from tests.conftest import FIXTURES
from tests.intake.reference_files import append_row, change_cell, rows_of, write_rows


@pytest.fixture
def folder(tmp_path):
    """A copy of the files that a test may spoil."""
    copy = tmp_path / "fixtures"
    copy.mkdir()
    for sheet in SHEETS:
        shutil.copy(FIXTURES / sheet.file, copy)
    return copy


def problems_in(folder) -> list[Problem]:
    """Return what is wrong with the files in ``folder``."""
    with pytest.raises(ReferenceDataInvalid) as refusal:
        read_fixtures(folder)
    return refusal.value.problems


#: What was typed wrong: file, line, column, value, and words of the message that say what to do.
CELLS = [
    ("topics.csv", 2, "track_slug", "onbekend", "'onbekend' is not in tracks.csv; correct it"),
    ("topics.csv", 2, "domains", "inkoop;toverij", "'toverij' is not in municipal_domains.csv"),
    ("topics.csv", 2, "sdgs", "8;18", "'18' is not in sdgs.csv"),
    ("topics.csv", 2, "default_destination", "elders", "write one of makelaar, intermediair, financiering"),
    ("topics.csv", 2, "slug", "Inkoop en zo", "write a code such as een-woord-of-meer"),
    ("topics.csv", 3, "source", "", "this cell is empty; fill it in"),
    ("topics.csv", 3, "source", "https://", "write a web address"),
    ("topics.csv", 3, "name_nl", "x" * 121, "121 characters are too many; use at most 120"),
    ("topics.csv", 3, "name_nl", "Social return ", "starts or ends with a space; remove it"),
    ("topics.csv", 3, "name_nl", "Social\x07return", "strange character; write it again"),
    ("topics.csv", 3, "name_nl", "Social\nreturn", "line break or strange character; write it again"),
    ("topics.csv", 3, "name_nl", "Soci\ufffdl return", "strange character; write it again"),
    ("topics.csv", 3, "keywords", "SROI;;PSO", "put ; between the values"),
    ("topics.csv", 3, "keywords", "SROI;PSO;SROI", "'SROI' is there twice"),
    ("topics.csv", 3, "valid_from", "11-3-2021", "write a date as year-month-day"),
    ("topics.csv", 3, "valid_from", "2021-02-30", "not a day of the calendar"),
    ("topics.csv", 3, "valid_to", "2020-01-01", "is less than valid_from"),
    ("knelpunt_kinds.csv", 2, "outcomes", "best_practice;niets", "'niets' is not in outcomes.csv"),
    ("knelpunt_kinds.csv", 2, "category", "technisch", "write one of juridisch, financieel"),
    ("knelpunt_kinds.csv", 2, "levels", "gemeente;waterschap", "write one of gemeente, provincie"),
    ("sdgs.csv", 2, "colour", "rood", "write a code such as #E5243B"),
    ("sdgs.csv", 2, "number", "een", "write a whole number"),
    ("municipalities.csv", 2, "gm_code", "1680", "write a code such as GM0000"),
    ("municipalities.csv", 2, "lat", "52,98", "with a dot as the decimal sign"),
    ("municipalities.csv", 2, "population", "25.579", "write a whole number in digits only"),
    ("places.csv", 2, "gm_code", "GM9999", "'GM9999' is not in municipalities.csv"),
    ("organisations.csv", 3, "party_number", "1", "'1' is on line 2 already"),
    ("organisations.csv", 3, "code", "ministerie-bzk", "'ministerie-bzk' is on line 2 already"),
    ("organisations.csv", 8, "gm_code", "", "of category gemeente needs its code"),
    ("organisations.csv", 6, "province_code", "", "of category provincie needs its code"),
    ("organisations.csv", 6, "province_code", "PV99", "'PV99' is not in province codes"),
    ("teams.csv", 2, "organisation", "gemeente-nergens", "'gemeente-nergens' is not in organisations.csv"),
    ("teams.csv", 2, "code", "APDRN", "5 characters are too many; use at most 4"),
    ("teams.csv", 2, "code", "Apd", "write a code such as ABC"),
    ("teams.csv", 3, "gm_code", "GM0200", "'GM0200' is on line 2 already"),
    ("teams.csv", 2, "gm_code", "", "fill in exactly one"),
    ("teams.csv", 2, "takes_all_topics", "ja", "write true or false"),
    ("teams.csv", 2, "takes_all_topics", "false", "name the topics of this team"),
    ("teams.csv", 2, "topics", "starten", "leave this empty"),
    ("teams.csv", 2, "topics", "onbekend", "'onbekend' is not in topics.csv"),
    ("teams.csv", 15, "is_national", "false", "no team covers the country"),
    ("teams.csv", 2, "is_national", "true", "fill in exactly one"),
    ("regional_leads.csv", 2, "lead_gm_code", "GM0453", "GM0453 has no team in teams.csv"),
    ("regional_leads.csv", 2, "lead_gm_code", "GM0377", "a municipality does not lead itself"),
    ("intermediaries.csv", 2, "region_codes", "NL;PV99", "'PV99' is not in region codes"),
    ("intermediaries.csv", 2, "url", "www.example.nl", "starts with https://"),
    ("contact_points.csv", 2, "public_email", "info(at)example.nl", "write an e-mail address"),
    ("financing.csv", 2, "instrument", "kado", "write one of subsidie, lening"),
    ("financing.csv", 2, "status", "dicht", "write one of open, gesloten, onbekend"),
    ("financing.csv", 2, "legal_forms", "bv;besloten", "write one of eenmanszaak, vof"),
    ("financing.csv", 2, "themes", "SDG18", "write SDG1 to SDG17"),
    ("financing.csv", 2, "as_of", "22", "write a year in four digits"),
    ("financing.csv", 2, "how_to_apply_url", "https://x y.nl", "has no spaces"),
    ("financing.csv", 5, "amount_min_eur", "€ 50", "write a whole number in digits only"),
    ("financing.csv", 5, "amount_max_eur", "10", "is less than amount_min_eur (50000)"),
]


class TestACell:
    @pytest.mark.parametrize(("file", "line", "column", "value", "words"), CELLS)
    def test_that_is_wrong_is_named_with_what_to_do(self, folder, file, line, column, value, words):
        change_cell(folder / file, line, column, value)

        problems = problems_in(folder)

        told = [one for one in problems if one.file == file and words in one.message]
        assert told, [str(one) for one in problems]
        assert told[0].line in {line, None}


class TestAFile:
    def test_that_is_missing(self, folder):
        (folder / "tracks.csv").unlink()

        [problem] = problems_in(folder)

        assert str(problem).startswith("tracks.csv: the file is missing; put it back in ")

    def test_that_cannot_be_read(self, folder):
        (folder / "tracks.csv").unlink()
        (folder / "tracks.csv").mkdir()

        [problem] = problems_in(folder)

        assert problem.message.startswith("the file cannot be read")

    def test_that_is_empty(self, folder):
        (folder / "tracks.csv").write_text("")

        [problem] = problems_in(folder)

        assert problem == Problem("tracks.csv", None, None, "the file is empty; put the header and the rows back")

    def test_without_rows(self, folder):
        write_rows(folder / "tracks.csv", rows_of(folder / "tracks.csv")[:1])

        [problem] = problems_in(folder)

        assert problem == Problem("tracks.csv", 1, None, "the file has a header but no rows; put the rows back")

    def test_with_a_byte_order_mark(self, folder):
        path = folder / "tracks.csv"
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

        [problem] = problems_in(folder)

        assert (problem.line, "UTF-8 without BOM" in problem.message) == (1, True)

    def test_in_another_encoding(self, folder):
        path = folder / "municipalities.csv"
        path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))

        [problem] = problems_in(folder)

        assert "this line is not UTF-8; save the file as UTF-8" in problem.message
        assert problem.line == _first_line_with_an_accent(FIXTURES / "municipalities.csv")

    def test_with_semicolons_between_the_columns(self, folder):
        path = folder / "tracks.csv"
        path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")

        [problem] = problems_in(folder)

        assert problem.message == "the columns are not separated by commas; save the file with commas"

    def test_with_an_unknown_a_missing_and_a_double_column(self, folder):
        rows = rows_of(folder / "tracks.csv")
        rows[0][rows[0].index("motto")] = "name_en"
        write_rows(folder / "tracks.csv", rows)
        change_cell(folder / "sdgs.csv", 1, "colour", "kleur")

        problems = problems_in(folder)

        assert {(one.file, one.column, one.message.split(";")[0]) for one in problems} == {
            ("tracks.csv", "name_en", "this column is there twice"),
            ("tracks.csv", "motto", "this column is missing"),
            ("sdgs.csv", "colour", "this column is missing"),
            ("sdgs.csv", "kleur", "this column is not known"),
        }

    def test_with_a_row_that_has_a_comma_too_many(self, folder):
        rows = rows_of(folder / "tracks.csv")
        write_rows(folder / "tracks.csv", [rows[0], [*rows[1], "nog iets"], *rows[2:]])

        [problem] = problems_in(folder)

        assert (problem.line, "this row has 10 cells and the header 9" in problem.message) == (2, True)

    def test_with_a_quotation_mark_that_is_never_closed(self, folder):
        with (folder / "tracks.csv").open("a", encoding="utf-8") as file:
            file.write('vierde,4,"Vierde')

        [problem] = problems_in(folder)

        assert (problem.line, "the quotation marks of this row do not add up" in problem.message) == (5, True)


class TestSeveralProblems:
    def test_are_all_told_at_once_in_the_order_of_the_files(self, folder):
        change_cell(folder / "financing.csv", 2, "status", "dicht")
        change_cell(folder / "tracks.csv", 3, "source", "")
        change_cell(folder / "tracks.csv", 2, "number", "x")

        problems = problems_in(folder)

        assert [(one.file, one.line, one.column) for one in problems] == [
            ("tracks.csv", 2, "number"),
            ("tracks.csv", 3, "source"),
            ("financing.csv", 2, "status"),
        ]

    def test_read_as_lines_for_a_terminal(self, folder):
        change_cell(folder / "tracks.csv", 3, "source", "")

        with pytest.raises(ReferenceDataInvalid, match=r"^tracks.csv, line 3, column source: this cell is empty"):
            read_fixtures(folder)

    def test_of_one_lost_row_are_not_repeated_at_every_row_that_refers_to_it(self, folder):
        rows = rows_of(folder / "municipalities.csv")
        write_rows(folder / "municipalities.csv", [rows[0], [*rows[1], "nog iets"], *rows[2:]])

        [problem] = problems_in(folder)

        assert (problem.file, problem.line) == ("municipalities.csv", 2)

    def test_two_national_teams_are_one_too_many(self, folder):
        append_row(
            folder / "teams.csv",
            code="NLB",
            name="Tweede landelijk team",
            organisation="coordinatieteam",
            is_national="true",
            takes_all_topics="true",
            first_sign_days="2",
            first_content_days="5",
            answer_days="15",
            source="verzonnen",
        )

        [problem] = problems_in(folder)

        assert str(problem) == (
            "teams.csv, line 16, column is_national: line 15 is the national team already; write false here"
        )


def _first_line_with_an_accent(path) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if not line.isascii())
