"""What most commands need: the settings of this machine, the database, and an act by the loket itself."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.engine import Engine

from intake import database
from intake.act import Act
from intake.permissions import THE_LOKET
from intake.routing import RouterCache
from web.current import Services, utc_now
from web.settings import Settings


def settings() -> Settings:
    """Read the settings from the environment."""
    return Settings.from_environ(os.environ)


def engine_of(found: Settings) -> Engine:
    """Make the engine of this installation; its connections close when the command ends."""
    engine = database.create_engine_for(found.database_url)
    running = click.get_current_context(silent=True)
    if running is not None:
        running.call_on_close(engine.dispose)
    return engine


def services_of(found: Settings) -> Services:
    """Make everything that the application needs."""
    engine = engine_of(found)
    return Services(found, engine, RouterCache(engine, found.data_dir))


@contextmanager
def acting(found: Settings, engine: Engine) -> Iterator[Act]:
    """Open one transaction in which the loket itself acts."""
    with database.transaction(engine) as session:
        yield Act(session, THE_LOKET, utc_now(), found.chain_key)
