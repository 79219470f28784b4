"""Rate limits: how often something may be tried in one window of time, counted in the database."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from intake.act import Act
from intake.errors import TooManyAttempts
from intake.models.people import RateCount

Insert = Callable[[type[RateCount]], postgresql.Insert | sqlite.Insert]

#: How each database adds a row, or counts on where it is there already.
_INSERT: dict[str, Insert] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def count(act: Act, key: str, limit: int, window: timedelta) -> None:
    """Count one attempt under ``key``; raise ``TooManyAttempts`` when this window held ``limit`` before.

    ``key`` says what is counted and for whom (``sign_in:somebody@example.nl``); only a keyed hash of it is
    stored. An attempt counts when the transaction commits: commit it also when the attempt itself fails.
    """
    start = _window_start(act.at, window)
    insert = _INSERT[act.session.get_bind().dialect.name]
    statement = insert(RateCount).values(key=_hidden(key, act.chain_key), window_start=start, count=1)
    counted = act.session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["key", "window_start"], set_={"count": col(RateCount.count) + 1}
        ).returning(col(RateCount.count))
    )
    if counted.scalar_one() > limit:
        raise TooManyAttempts(int((start + window - act.at).total_seconds()) + 1)


def _window_start(at: datetime, window: timedelta) -> datetime:
    seconds = int(window.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)


def _hidden(key: str, secret: bytes) -> str:
    return hmac.new(secret, f"rate:{key}".encode(), hashlib.sha256).hexdigest()
