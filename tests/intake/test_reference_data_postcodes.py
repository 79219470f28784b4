"""A postcode file is imported whole or not at all; a postcode of two municipalities has two rows."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, col, select

from intake.models.reference import Postcode
from intake.reference_data import ReferenceDataInvalid, import_postcodes

AT = datetime(2026, 9, 15, 9, 0, tzinfo=UTC)

HEADER = "pc4,gm_code,gemeente,gm_codes_all,places,lat,lon,confidence"
HAARLEM = "2011,GM0392,Haarlem,GM0392,Haarlem,52.38,4.63,hoog"
SHARED = "2012,GM0392,Haarlem,GM0392;GM0397,Haarlem;Heemstede,52.37,4.62,middel"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "postcodes.csv"


def write(path, *lines: str) -> None:
    """Write a header and lines."""
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")


def problems_of(session: Session, path) -> list[str]:
    """Return what is wrong with the file, as lines."""
    with pytest.raises(ReferenceDataInvalid) as refusal:
        import_postcodes(session, path, AT)
    return [str(problem) for problem in refusal.value.problems]


class TestImportPostcodes:
    def test_gives_a_postcode_of_two_municipalities_two_rows(self, session, path):
        write(path, HAARLEM, SHARED)

        summary = import_postcodes(session, path, AT)

        stored = session.exec(select(Postcode).order_by(Postcode.pc4, Postcode.gm_code)).all()
        assert summary.added == 3
        assert [(one.pc4, one.gm_code, one.confidence) for one in stored] == [
            ("2011", "GM0392", "hoog"),
            ("2012", "GM0392", "middel"),
            ("2012", "GM0397", "middel"),
        ]

    def test_repeats_without_effect(self, session, path):
        write(path, HAARLEM, SHARED)
        import_postcodes(session, path, AT)

        summary = import_postcodes(session, path, AT)

        assert (summary.added, summary.changed, summary.retired, summary.unchanged) == (0, 0, 0, 3)

    def test_changes_and_retires(self, session, path):
        write(path, HAARLEM, SHARED)
        import_postcodes(session, path, AT)
        write(path, HAARLEM.replace("hoog", "middel"))

        summary = import_postcodes(session, path, AT)

        in_use = session.exec(select(Postcode).where(col(Postcode.retired_on).is_(None))).all()
        gone = session.get(Postcode, ("2012", "GM0397"))
        assert (summary.changed, summary.retired) == (1, 2)
        assert [(one.pc4, one.confidence) for one in in_use] == [("2011", "middel")]
        assert gone.retired_on == date(2026, 9, 15)

    def test_keeps_the_source_that_is_named(self, session, path):
        write(path, HAARLEM)

        import_postcodes(session, path, AT, source="GeoNames (CC BY 4.0)")

        assert session.exec(select(Postcode.source)).one() == "GeoNames (CC BY 4.0)"

    def test_asks_for_municipalities_first(self, empty_engine, path):
        write(path, HAARLEM)

        with Session(empty_engine.execution_options(writes=True)) as session:
            [problem] = problems_of(session, path)

        assert problem == (
            "postcodes.csv: there are no municipalities yet; load the reference data first, then the postcodes"
        )


#: A wrong line, and the column and words of what is said about it.
WRONG = [
    ("0011,GM0392,Haarlem,GM0392,Haarlem,52.38,4.63,hoog", "column pc4: write a code such as 2011"),
    ("2011 AB,GM0392,Haarlem,GM0392,Haarlem,52.38,4.63,hoog", "column pc4: write a code such as 2011"),
    ("2013,GM9999,Nergens,GM9999,Nergens,52.38,4.63,hoog", "column gm_codes_all: 'GM9999' is not a municipality"),
    ("2013,GM0392,Haarlem,GM0397,Haarlem,52.38,4.63,hoog", "column gm_codes_all: name the municipality of gm_code"),
    ("2013,GM0392,Haarlem,GM0392,Haarlem,52.38,4.63,zeker", "column confidence: write one of hoog, middel, laag"),
    ("2011,GM0392,Haarlem,GM0392,Haarlem,52.38,4.63,hoog", "column pc4: 2011 is on line 2 already"),
    ("2013,GM0392,Haarlem", "this row has 3 cells and the header 8"),
    ("2013,,Haarlem,,Haarlem,52.38,4.63,hoog", "column gm_code: write a code such as GM0000"),
]


class TestAWrongFile:
    @pytest.mark.parametrize(("line", "words"), WRONG)
    def test_is_refused_whole_with_the_line_and_what_to_do(self, session, path, line, words):
        write(path, HAARLEM, line)

        problems = problems_of(session, path)

        assert any(problem.startswith("postcodes.csv, line 3") and words in problem for problem in problems), problems
        assert session.exec(select(Postcode)).all() == []

    def test_without_the_column_of_all_municipalities_is_refused(self, session, path):
        path.write_text("pc4,gm_code,confidence\n2011,GM0392,hoog\n", encoding="utf-8")

        [problem] = problems_of(session, path)

        assert problem.startswith("postcodes.csv, line 1, column gm_codes_all: this column is missing")

    def test_that_is_not_there_is_refused(self, session, path):
        [problem] = problems_of(session, path)

        assert problem.startswith("postcodes.csv: the file is missing")
