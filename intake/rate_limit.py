"""How often something may be tried: counted in the database, so that every web process counts along."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from intake.act import Act
from intake.errors import TooManyAttempts
from intake.models.people import RateCount


def count(act: Act, key: str, limit: int, window: timedelta) -> None:
    """Count one attempt at ``key``; raise ``TooManyAttempts`` when this window held ``limit`` already.

    ``key`` says what is counted and for whom (``sign-in from 192.0.2.1``); only its keyed hash is kept.
    """
    start = _window_start(act.at, window)
    dialect = postgresql if act.session.get_bind().dialect.name == "postgresql" else sqlite
    counted = act.session.connection().execute(
        dialect.insert(RateCount)
        .values(key=_hashed(act, key), window_start=start, count=1)
        .on_conflict_do_update(
            index_elements=[col(RateCount.key), col(RateCount.window_start)],
            set_={"count": col(RateCount.count) + 1},
        )
        .returning(col(RateCount.count))
    )
    if counted.scalar_one() > limit:
        left = start + window - act.at
        raise TooManyAttempts(max(1, int(left.total_seconds())))


def forget(act: Act, key: str) -> None:
    """Start counting ``key`` anew, because whoever tried turned out to be right."""
    act.session.connection().execute(delete(RateCount).where(col(RateCount.key) == _hashed(act, key)))


def _window_start(at: datetime, window: timedelta) -> datetime:
    seconds = int(window.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)


def _hashed(act: Act, key: str) -> str:
    return hmac.new(act.chain_key, b"rate:" + key.encode(), hashlib.sha256).hexdigest()
