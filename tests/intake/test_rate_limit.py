"""How often something may be tried is counted in the database, without keeping who tried."""

from datetime import timedelta

import pytest
from sqlmodel import select

from intake.errors import TooManyAttempts
from intake.models.people import RateCount
from intake.rate_limit import count, forget
from tests.factories import START, make_act

HOUR = timedelta(hours=1)


class TestCount:
    def test_lets_as_many_through_as_the_limit(self, session):
        act = make_act(session)

        for _ in range(3):
            count(act, "link:iemand@example.nl", 3, HOUR)

        assert session.exec(select(RateCount.count)).one() == 3

    def test_refuses_the_next_one_and_says_how_long_to_wait(self, session):
        act = make_act(session, at=START + timedelta(minutes=20))
        for _ in range(3):
            count(act, "link:iemand@example.nl", 3, HOUR)

        with pytest.raises(TooManyAttempts) as refusal:
            count(act, "link:iemand@example.nl", 3, HOUR)

        assert refusal.value.seconds == 40 * 60

    def test_starts_again_in_the_next_window(self, session):
        for _ in range(3):
            count(make_act(session), "link:iemand@example.nl", 3, HOUR)

        count(make_act(session, at=START + HOUR), "link:iemand@example.nl", 3, HOUR)

        assert sorted(session.exec(select(RateCount.count))) == [1, 3]

    def test_counts_each_key_by_itself(self, session):
        for name in ("een", "twee", "drie", "vier"):
            count(make_act(session), f"link:{name}@example.nl", 1, HOUR)

        assert len(session.exec(select(RateCount)).all()) == 4

    def test_keeps_no_address(self, session):
        count(make_act(session), "link:iemand@example.nl", 3, HOUR)

        assert "iemand" not in session.exec(select(RateCount.key)).one()


class TestForget:
    def test_starts_counting_anew(self, session):
        act = make_act(session)
        count(act, "link:iemand@example.nl", 1, HOUR)

        forget(act, "link:iemand@example.nl")

        count(act, "link:iemand@example.nl", 1, HOUR)
