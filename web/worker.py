"""The worker: sends mail, lets things end, tries out topics, signs checkpoints. Several may run, none twice."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import Engine

import fixtures
from intake import checkpoints, database, erasure_log, feedback, news, outbox, retention, topic_trials, trial_runs
from intake.act import Act
from intake.errors import TemporarilyUnavailable
from intake.permissions import THE_LOKET
from intake.reference_data import ReferenceDataInvalid
from web.mail import AddressRefused, Delivery, ServerAway, write_message
from web.settings import Settings

logger = logging.getLogger(__name__)

#: How long the worker rests when there is nothing to do, in seconds.
REST = 2.0


class Worker:
    """Does what has to be done after a commit."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        delivery: Delivery,
        clock: Callable[[], datetime],
        examples: Path | None = None,
    ) -> None:
        """Work on the database of ``engine``, send through ``delivery`` and fit on ``examples`` (or those shipped)."""
        self.engine = engine
        self.settings = settings
        self.delivery = delivery
        self.clock = clock
        self.examples = examples or fixtures.directory()

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop`` is set; a locked or absent database is waited for."""
        while not stop.is_set():
            try:
                self.run_once()
            except TemporarilyUnavailable as error:
                logger.warning("worker waits for the database cause=%s", type(error.__cause__).__name__)
            stop.wait(REST)

    def run_once(self) -> int:
        """Do everything that is due now; return how many mails were handed over or given up."""
        with self._act() as act:
            feedback.ask_when_due(act)
            news.tell_of_schemes(act)
            retention.close_answered(act)
            retention.remove_expired(act)
        count = 0
        while self._send_one():
            count += 1
        self._try_one()
        with database.reading(self.engine) as session:
            checkpoints.write(session, self.settings.checkpoint_dir, self.settings.chain_key, self.clock())
        self._finish_erasures()
        return count

    def _finish_erasures(self) -> None:
        """Log erasures outside the database, and rid the database itself of what was deleted."""
        with self._act() as act:
            erasure_log.write(act, self.settings.checkpoint_dir)
            waiting = erasure_log.unswept(act)
        if not waiting:
            return
        try:
            database.sweep(self.engine)
        except TemporarilyUnavailable:
            logger.info("database in use, swept later erasures=%s", len(waiting))
            return
        with self._act() as act:
            erasure_log.swept(act, waiting)

    def _send_one(self) -> bool:
        with self._act() as act:
            mail = outbox.claim_next(act)
            if mail is None or mail.id is None:
                return False
            message = write_message(act, mail, self.settings)
        try:
            self.delivery.send(message)
        except AddressRefused as refusal:
            logger.info("mail refused id=%s template=%s code=%s", mail.id, mail.template, refusal)
            with self._act() as act:
                outbox.refused(act, mail.id, str(refusal))
        except ServerAway as absence:
            logger.warning("mail server away id=%s cause=%s", mail.id, absence)
            with self._act() as act:
                outbox.try_later(act, mail.id, str(absence))
        else:
            with self._act() as act:
                outbox.delivered(act, mail.id)
        return True

    def _try_one(self) -> None:
        """Run the oldest trial of a topic, if one waits; it takes as long as fitting a model."""
        with self._act() as act:
            topic_trials.remove_files(act, self.settings.data_dir)
            trial = topic_trials.claim_next(act)
        if trial is None or trial.id is None:
            return
        try:
            with database.reading(self.engine) as session:
                act = Act(session, THE_LOKET, self.clock(), self.settings.chain_key)
                found = trial_runs.run(act, trial, self.settings.data_dir, self.examples)
        except (ReferenceDataInvalid, ValueError, OSError) as error:
            logger.warning("trial given up id=%s cause=%s", trial.id, type(error).__name__)
            with self._act() as act:
                topic_trials.give_up(act, trial.id)
            return
        with self._act() as act:
            topic_trials.finish(
                act,
                trial.id,
                revision=found.revision,
                before_hash=found.before_hash,
                model_hash=found.model_hash,
                moves=found.moves,
            )

    @contextmanager
    def _act(self) -> Iterator[Act]:
        with database.transaction(self.engine) as session:
            yield Act(session, THE_LOKET, self.clock(), self.settings.chain_key)
