"""Dutch working days, against a calendar on paper."""

from datetime import UTC, date, datetime

import pytest

from intake.working_days import add_working_days, dutch_date, easter, feasts, is_working_day, working_days_between


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_moves(year, sunday):
    assert easter(year) == sunday


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2025, 4, 26),
        date(2026, 5, 5),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ],
)
def test_a_feast_is_no_working_day(day):
    assert day in feasts(day.year)
    assert not is_working_day(day)


def test_kings_day_on_a_sunday_moves_to_saturday_and_frees_no_monday():
    assert is_working_day(date(2025, 4, 28))
    assert date(2025, 4, 27) not in feasts(2025)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 9, 15), 2, date(2026, 9, 17)),
        (date(2026, 9, 18), 1, date(2026, 9, 21)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 12, 24), 2, date(2026, 12, 29)),
        (date(2026, 5, 4), 1, date(2026, 5, 6)),
        (date(2026, 9, 15), 0, date(2026, 9, 15)),
    ],
)
def test_working_days_are_added(start, count, end):
    assert add_working_days(start, count) == end
    assert working_days_between(start, end) == count


def test_a_term_that_has_passed_counts_back():
    assert working_days_between(date(2026, 9, 18), date(2026, 9, 15)) == -3


def test_the_date_is_that_of_a_dutch_wall_calendar():
    assert dutch_date(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2026, 7, 2)
