"""Making a demo: tables, reference data, a topic model, and a year of invented work in one go."""

import logging
import shutil
from datetime import datetime, timedelta

from sqlalchemy.engine import Engine
from sqlmodel import Session

import fixtures
from intake import checkpoints, database
from intake.act import Act
from intake.demo.opening import place_of
from intake.demo.player import Theatre, play
from intake.demo.story import Story, read_story
from intake.model_files import MODEL_FILE
from intake.models.system import OutboxMail
from intake.passwords import Passwords, cheap_hasher
from intake.reference_data import load, read_fixtures
from intake.routing import RouterCache
from web.commands.model import fit_into
from web.demo.directory import DATABASE, DemoPerson, elsewhere, keep_people, new_password
from web.mail import FileDelivery, mail_directory, write_message
from web.settings import Settings

logger = logging.getLogger(__name__)

#: A demo that was interrupted while it was made leaves this behind; the next start begins anew.
UNFINISHED = "unfinished.db"

#: Older mail was read and thrown away; its links have expired anyway.
MAIL_KEPT = timedelta(days=30)


def make(settings: Settings, now: datetime) -> None:
    """Bring the demo of ``settings`` up to date; the first time all of its story is played."""
    finished = settings.data_dir / DATABASE
    if finished.exists():
        _prepare(settings, database.create_engine_for(settings.database_url), now)
        return
    _clear(settings)
    unfinished = settings.data_dir / UNFINISHED
    engine = database.create_engine_for(elsewhere(settings, unfinished).database_url)
    _prepare(settings, engine, now)
    _play(settings, engine, now)
    engine.dispose()
    unfinished.rename(finished)


def _clear(settings: Settings) -> None:
    """Throw away what an interrupted start left behind."""
    for path in settings.data_dir.glob(f"{UNFINISHED}*"):
        path.unlink()
    for directory in (mail_directory(settings), settings.checkpoint_dir):
        shutil.rmtree(directory, ignore_errors=True)


def _prepare(settings: Settings, engine: Engine, now: datetime) -> None:
    """Bring tables, reference data and model up to date."""
    database.upgrade_schema(engine)
    with database.transaction(engine) as session:
        load(session, read_fixtures(fixtures.directory()), now)
    if not (settings.data_dir / MODEL_FILE).exists():
        fit_into(settings, engine, fixtures.directory())


def _play(settings: Settings, engine: Engine, now: datetime) -> None:
    story = read_story(fixtures.directory() / "demo")
    with database.reading(engine) as session:
        people = _people(session, story)
    theatre = Theatre(
        engine=engine,
        router=RouterCache(engine, settings.data_dir).current(),
        chain_key=settings.chain_key,
        passwords=Passwords(cheap_hasher()),
        password_of={person.key: person.password for person in people},
        post=_Post(settings, now),
    )
    play(theatre, story, now)
    keep_people(settings, people)
    with database.reading(engine) as session:
        checkpoints.write(session, settings.checkpoint_dir, settings.chain_key, now)


def _people(session: Session, story: Story) -> list[DemoPerson]:
    return [
        DemoPerson(told.key, told.name, told.role, told.email, new_password(), place_of(session, told))
        for told in story.accounts
    ]


class _Post:
    """Writes the mails of the last weeks to files; nothing leaves the machine."""

    def __init__(self, settings: Settings, now: datetime) -> None:
        self._settings = settings
        self._since = now - MAIL_KEPT
        self._delivery = FileDelivery(mail_directory(settings))

    def __call__(self, act: Act, mail: OutboxMail) -> None:
        """Deliver one mail, unless it is old."""
        if act.at >= self._since:
            self._delivery.send(write_message(act, mail, self._settings))
