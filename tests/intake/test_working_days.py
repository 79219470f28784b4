"""Dutch working days, against a calendar on paper."""

from datetime import UTC, date, datetime, timedelta

import pytest

from intake.working_days import add_working_days, dutch_date, easter, feasts, is_working_day, working_days_between

#: Looked up on paper calendars: the day, its name there, and whether municipal offices work on it.
CALENDAR = """
2026-01-01 do feast    New Year on a weekday
2026-01-02 vr work
2027-01-01 vr feast    New Year
2028-01-01 za weekend  New Year on a Saturday frees no Monday
2028-01-03 ma work
2023-01-01 zo weekend  New Year on a Sunday frees no Monday
2023-01-02 ma work
2025-12-31 wo work     New Year's Eve
2024-03-29 vr feast    Good Friday
2024-03-28 do work     Maundy Thursday
2024-04-01 ma feast    Easter Monday
2024-04-02 di work
2025-04-18 vr feast    Good Friday
2025-04-21 ma feast    Easter Monday
2026-04-02 do work     Maundy Thursday
2026-04-03 vr feast    Good Friday
2026-04-05 zo weekend  Easter
2026-04-06 ma feast    Easter Monday
2026-04-07 di work
2027-03-26 vr feast    Good Friday
2027-03-29 ma feast    Easter Monday
2028-04-14 vr feast    Good Friday
2028-04-17 ma feast    Easter Monday
2029-03-30 vr feast    Good Friday
2029-04-02 ma feast    Easter Monday
2035-03-26 ma feast    an early Easter Monday
2038-04-26 ma feast    Easter Monday, as late as it gets
2038-04-27 di feast    King's Day on the day after it
2025-04-25 vr work
2025-04-26 za weekend  King's Day, a day early because of the Sunday
2025-04-27 zo weekend
2025-04-28 ma work     no Monday off for it
2026-04-27 ma feast    King's Day
2027-04-27 di feast    King's Day
2031-04-28 ma work     after King's Day on a Sunday
2024-04-27 za weekend  King's Day on a Saturday
2024-04-29 ma work
2025-04-30 wo work     the Queen's Day of before 2014
2025-05-05 ma feast    Liberation Day, lustrum
2030-05-05 zo weekend  Liberation Day, lustrum, on a Sunday
2030-05-06 ma work     no Monday off for it
2026-05-05 di feast    Liberation Day, no lustrum: the law counts it all the same
2027-05-05 wo feast    Liberation Day, no lustrum
2026-05-04 ma work     Remembrance Day
2024-05-09 do feast    Ascension
2024-05-10 vr work     the Friday after it
2025-05-29 do feast    Ascension
2026-05-14 do feast    Ascension
2026-05-15 vr work     the Friday after it
2027-05-06 do feast    Ascension, the day after Liberation Day
2027-05-07 vr work
2024-05-20 ma feast    Whit Monday
2025-06-09 ma feast    Whit Monday
2026-05-25 ma feast    Whit Monday
2026-05-26 di work
2027-05-17 ma feast    Whit Monday
2038-06-14 ma feast    Whit Monday, as late as it gets
2026-12-24 do work     Christmas Eve
2026-12-25 vr feast    Christmas Day
2026-12-26 za weekend  the second day on a Saturday
2026-12-28 ma work     no Monday off for it
2027-12-25 za weekend  both days of Christmas in a weekend
2027-12-26 zo weekend
2027-12-27 ma work
2022-12-26 ma feast    the second day on a Monday
2022-12-27 di work
2024-12-25 wo feast    Christmas in the middle of a week
2024-12-26 do feast
2024-12-27 vr work
2028-02-29 di work     a leap day
2026-02-17 di work     carnival is a feast of part of the country only
2026-12-05 za weekend  Sinterklaas is no feast of the law
2028-12-05 di work
"""

ROWS = [line.split(maxsplit=3)[:3] for line in CALENDAR.strip().splitlines()]
NAMES = ("ma", "di", "wo", "do", "vr", "za", "zo")


class TestIsWorkingDay:
    def test_the_calendar_on_paper_is_long_and_names_each_day_once(self):
        assert len({day for day, _name, _kind in ROWS}) == len(ROWS) >= 60

    @pytest.mark.parametrize(("day", "name", "kind"), ROWS)
    def test_agrees_with_a_calendar_on_paper(self, day, name, kind):
        found = date.fromisoformat(day)

        assert NAMES[found.weekday()] == name
        assert is_working_day(found) is (kind == "work")
        assert (found.weekday() < 5 and found in feasts(found.year)) is (kind == "feast")

    @pytest.mark.parametrize(
        ("year", "count"),
        [(2025, 253), (2026, 253), (2027, 254)],  # 261 weekdays in each, less the feasts on them: 8, 8 and 7
    )
    def test_a_year_has_as_many_as_were_counted(self, year, count):
        assert working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


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


def test_a_feast_in_a_weekend_is_a_feast_all_the_same():
    assert {date(2026, 12, 26), date(2025, 4, 26), date(2027, 12, 25)} <= feasts(2025) | feasts(2026) | feasts(2027)


def test_kings_day_on_a_sunday_moves_to_saturday():
    assert date(2025, 4, 26) in feasts(2025)
    assert date(2025, 4, 27) not in feasts(2025)


class TestAddWorkingDays:
    @pytest.mark.parametrize(
        ("start", "count", "end"),
        [
            (date(2026, 9, 15), 2, date(2026, 9, 17)),
            (date(2026, 9, 18), 1, date(2026, 9, 21)),
            (date(2026, 9, 19), 1, date(2026, 9, 21)),
            (date(2026, 4, 2), 1, date(2026, 4, 7)),
            (date(2026, 12, 24), 2, date(2026, 12, 29)),
            (date(2025, 12, 31), 1, date(2026, 1, 2)),
            (date(2027, 12, 24), 1, date(2027, 12, 27)),
            (date(2026, 5, 4), 1, date(2026, 5, 6)),
            (date(2027, 5, 4), 1, date(2027, 5, 7)),
            (date(2026, 4, 1), 15, date(2026, 4, 24)),
            (date(2026, 9, 15), 0, date(2026, 9, 15)),
        ],
    )
    def test_counts_from_the_day_after(self, start, count, end):
        assert add_working_days(start, count) == end
        assert working_days_between(start, end) == count


def test_a_term_that_has_passed_counts_back():
    assert working_days_between(date(2026, 9, 18), date(2026, 9, 15)) == -3


class TestDutchDate:
    @pytest.mark.parametrize(
        ("moment", "day"),
        [
            ("2026-07-01T21:59:59", "2026-07-01"),  # summer time: two hours ahead of UTC
            ("2026-07-01T22:00:00", "2026-07-02"),
            ("2026-01-15T22:59:59", "2026-01-15"),  # winter time: one hour
            ("2026-01-15T23:00:00", "2026-01-16"),
            ("2026-03-28T22:59:59", "2026-03-28"),  # the night in which the clock goes forward: it still is winter
            ("2026-03-28T23:00:00", "2026-03-29"),
            ("2026-03-29T21:59:59", "2026-03-29"),  # and the day after has 23 hours
            ("2026-03-29T22:00:00", "2026-03-30"),
            ("2026-10-24T21:59:59", "2026-10-24"),  # the night in which it goes back: it still is summer
            ("2026-10-24T22:00:00", "2026-10-25"),
            ("2026-10-25T22:59:59", "2026-10-25"),  # and the day after has 25 hours
            ("2026-10-25T23:00:00", "2026-10-26"),
            ("2026-12-31T23:00:00", "2027-01-01"),
        ],
    )
    def test_is_that_of_a_wall_calendar(self, moment, day):
        assert dutch_date(datetime.fromisoformat(moment).replace(tzinfo=UTC)) == date.fromisoformat(day)

    def test_every_hour_of_a_year_lies_on_the_day_it_began_or_the_next(self):
        start = datetime(2026, 1, 1, tzinfo=UTC)
        dates = [dutch_date(start + timedelta(hours=hour)) for hour in range(24 * 365)]

        assert dates == sorted(dates)
        assert sorted({dates.count(day) for day in set(dates[1:-1]) - {date(2026, 1, 1), date(2027, 1, 1)}}) == [
            23,
            24,
            25,
        ]
