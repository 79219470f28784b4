"""A mail server that notes what it took, and lets a drill do something at the worst moment."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import Enum, auto

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.drills.installation import free_port


class Moment(Enum):
    """When something happens to the sender of a mail."""

    BEFORE_TAKING = auto()
    BEFORE_SAYING_SO = auto()
    AFTER_SAYING_SO = auto()


class Mailroom:
    """What arrives, and the one thing that is to happen next."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self._left = 0
        self._moment = Moment.BEFORE_TAKING
        self._happen: Callable[[], None] | None = None
        self.happened = threading.Event()

    def at(self, number: int, moment: Moment, happen: Callable[[], None]) -> None:
        """Call ``happen`` at ``moment`` of the ``number``-th mail from now."""
        self._left, self._moment, self._happen = number, moment, happen
        self.happened.clear()

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take one mail; aiosmtpd calls this."""
        self._left -= 1
        if self._due(Moment.BEFORE_TAKING):
            return "451 4.3.0 not now"
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        self._due(Moment.BEFORE_SAYING_SO)
        if self._left == 0 and self._moment is Moment.AFTER_SAYING_SO:
            server.loop.call_later(0.002, self._due, Moment.AFTER_SAYING_SO)
        return "250 2.0.0 taken"

    def _due(self, moment: Moment) -> bool:
        due = self._left <= 0 and self._happen is not None and self._moment is moment
        if due:
            happen, self._happen = self._happen, None
            happen()
            self.happened.set()
        return due


@contextmanager
def open_mailroom() -> Iterator[tuple[Mailroom, int]]:
    """Run a mail server on this machine; yield what it takes, and its port."""
    room = Mailroom()
    controller = Controller(room, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield room, controller.port
    finally:
        controller.stop()
