"""What belongs to the request at hand: the services, the person, and the moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import current_app, g
from sqlalchemy.engine import Engine

from intake import database
from intake.act import Act
from intake.passwords import Passwords
from intake.permissions import Person
from intake.routing import RouterCache
from web.settings import Settings


def utc_now() -> datetime:
    """Return the present moment; the one clock that is not passed in by a test."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a request needs from outside: made once, by the command that starts the loket."""

    settings: Settings
    engine: Engine
    router: RouterCache
    clock: Callable[[], datetime] = utc_now
    passwords: Passwords = field(default_factory=Passwords)


def services() -> Services:
    """Return the services of the running application."""
    found = current_app.extensions["loket"]
    assert isinstance(found, Services)  # noqa: S101 - tells mypy what create_app stored
    return found


def person() -> Person:
    """Return who is behind this request; never ``None``."""
    found = g.person
    assert isinstance(found, Person)  # noqa: S101 - tells mypy what web/access.py stored
    return found


def now() -> datetime:
    """Return the moment of this request."""
    return services().clock()


@contextmanager
def acting() -> Iterator[Act]:
    """Open a transaction that writes, for one use case done by the person behind this request."""
    with database.transaction(services().engine) as session:
        yield Act(session, person(), now(), services().settings.chain_key)


@contextmanager
def reading() -> Iterator[Act]:
    """Open a transaction that only reads."""
    with database.reading(services().engine) as session:
        yield Act(session, person(), now(), services().settings.chain_key)
