"""When things happen in the demo."""

from datetime import UTC, date, datetime, time, timedelta

from intake.demo.days import DAY, MORNING, OFFICE, Days
from intake.working_days import AMSTERDAM, is_working_day

#: A Monday; the Friday before is the first working day before it.
NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


class TestDays:
    def test_count_back_over_weekends_and_feasts(self):
        days = Days(NOW)

        assert days.day(1) == date(2026, 11, 20)
        assert all(is_working_day(days.day(ago)) for ago in range(1, 220))

    def test_keep_the_order_of_one_day_within_its_hours(self):
        moments = Days(NOW).moments(10, [MORNING, DAY, DAY], "vraag")

        assert moments == sorted(moments)
        assert all(time(7, 30) <= moment.astimezone(AMSTERDAM).time() <= time(17, 15) for moment in moments)

    def test_say_the_same_every_time(self):
        assert Days(NOW).moment(7, OFFICE, "vraag") == Days(NOW).moment(7, OFFICE, "vraag")
        assert Days(NOW).moment(7, OFFICE, "vraag") != Days(NOW).moment(7, OFFICE, "andere vraag")

    def test_put_today_in_the_last_hours_and_never_later_than_now(self):
        moments = Days(NOW).moments(0, [DAY, DAY], "vraag")

        assert NOW - timedelta(hours=3) < moments[0] < moments[1] < NOW
