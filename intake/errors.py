"""Everything that may go wrong on purpose. Each error names a situation and carries what a page needs."""

from typing import Any

from intake.terms import QuestionStatus, Step


class LoketError(Exception):
    """Base of every error that the loket raises on purpose."""


class NotFound(LoketError):
    """Something does not exist, or is not for this person to know about."""

    def __init__(self, what: str, key: object = None) -> None:
        """Name ``what`` was looked for (``question``, ``case`` …) and by which ``key``."""
        super().__init__(f"{what} {key}")
        self.what = what
        self.key = key


class NotPermitted(LoketError):
    """The policy table does not allow this person to do this."""

    def __init__(self, action: str) -> None:
        """Name the refused ``action``."""
        super().__init__(action)
        self.action = action


class StepNotAllowed(LoketError):
    """The workflow does not allow this step now, usually because somebody else was first."""

    def __init__(self, step: Step | str, status: QuestionStatus | str) -> None:
        """Say which ``step`` was tried and in which ``status`` the row really is."""
        super().__init__(f"{step} in {status}")
        self.step = step
        self.status = status


class StalePage(StepNotAllowed):
    """The page was older than the row: somebody changed it in between."""


class RefusedInput(LoketError):
    """A value cannot be accepted; ``field`` says beside which field, ``code`` says why."""

    def __init__(self, field: str, code: str, **details: Any) -> None:
        """Name the form ``field`` and the ``code`` of the message; ``details`` fill the message."""
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code
        self.details = details


class LinkNotUsable(LoketError):
    """A private link does not exist, has expired or was used before; the page says the same for all three."""


class TooManyAttempts(LoketError):
    """A rate limit was reached."""

    def __init__(self, seconds: int) -> None:
        """Say after how many ``seconds`` a next attempt is welcome."""
        super().__init__(str(seconds))
        self.seconds = seconds


class TemporarilyUnavailable(LoketError):
    """The database is locked, full or away; what was typed stays in the form."""


class AuditBroken(LoketError):
    """The event log does not add up."""
