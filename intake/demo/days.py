"""When things happen in the demo: working days before today, at hours at which people do them."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from intake.working_days import AMSTERDAM, dutch_date, is_working_day

#: The hours of somebody at a desk, and of an entrepreneur who writes at home too.
OFFICE = (time(8, 45), time(17, 15))
MORNING = (time(7, 30), time(10, 45))
DAY = (time(11, 0), time(17, 15))
ANY_HOUR = (time(7, 30), time(22, 30))
EVENING = (time(17, 30), time(22, 0))

#: What happens today happened within so much time before now.
LATELY = timedelta(hours=3)


class Days:
    """The working days before a moment, counted back from it; the same for every run on one day."""

    def __init__(self, now: datetime) -> None:
        """Count back from ``now``."""
        self.now = now
        self._days: list[date] = [dutch_date(now)]

    def day(self, ago: int) -> date:
        """Return the ``ago``-th working day before today; 0 is today itself."""
        while len(self._days) <= ago:
            before = self._days[-1] - timedelta(days=1)
            while not is_working_day(before):
                before -= timedelta(days=1)
            self._days.append(before)
        return self._days[ago]

    def moments(self, ago: int, hours: Sequence[tuple[time, time]], key: str) -> list[datetime]:
        """Return a moment between each pair of hours on one day, in order; ``key`` decides which."""
        dice = random.Random(f"{key} {ago}")  # noqa: S311 - a story, not a secret
        if ago == 0:
            return self._lately(len(hours), dice)
        found = sorted(dice.uniform(_seconds(start), _seconds(end)) for start, end in hours)
        return [self._at(self.day(ago), seconds) for seconds in found]

    def moment(self, ago: int, hours: tuple[time, time], key: str) -> datetime:
        """Return one moment between two hours."""
        return self.moments(ago, [hours], key)[0]

    def _lately(self, count: int, dice: random.Random) -> list[datetime]:
        fractions = sorted(dice.uniform(0.05, 0.95) for _ in range(count))
        return [self.now - LATELY * (1 - fraction) for fraction in fractions]

    @staticmethod
    def _at(day: date, seconds: float) -> datetime:
        return datetime.combine(day, time(), AMSTERDAM) + timedelta(seconds=round(seconds))


def _seconds(hour: time) -> int:
    return hour.hour * 3600 + hour.minute * 60
