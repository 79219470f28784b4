"""Dutch working days: no weekends, and no feasts of the Algemene termijnenwet (article 3)."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def easter(year: int) -> date:
    """Return Easter Sunday (Gregorian calendar, the anonymous algorithm of 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    day = (h - m + r + month + 19) % 32
    return date(year, month, day)


@cache
def feasts(year: int) -> frozenset[date]:
    """Return the days that the Algemene termijnenwet counts as a public holiday, Good Friday included."""
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    if kings_day.weekday() == 6:
        kings_day -= timedelta(days=1)
    moving = (sunday + timedelta(days=days) for days in (-2, 1, 39, 50))
    fixed = (date(year, 1, 1), kings_day, date(year, 5, 5), date(year, 12, 25), date(year, 12, 26))
    return frozenset((*moving, *fixed))


def is_working_day(day: date) -> bool:
    """Tell whether municipal offices work on ``day``."""
    return day.weekday() < 5 and day not in feasts(day.year)


def add_working_days(day: date, count: int) -> date:
    """Return the ``count``-th working day after ``day`` (``day`` itself does not count)."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Count the working days after ``start`` up to and including ``end``; negative when ``end`` lies before."""
    if end < start:
        return -working_days_between(end, start)
    days = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
    return sum(map(is_working_day, days))


def dutch_date(moment: datetime) -> date:
    """Return the date on a Dutch wall calendar at ``moment``."""
    return moment.astimezone(AMSTERDAM).date()
