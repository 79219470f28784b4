"""The mailbox of the demo: what would have been sent, read from the files that it was written to."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

from intake.terms import LinkPurpose
from web.mail import PATHS, mail_directory
from web.settings import Settings

#: So many mails are listed; older ones are still there under their own address.
LISTED = 100

_NAME = re.compile("[0-9a-f]{8,64}")
_LINK = re.compile(r"(https?://localhost(?::\d+)?/\S*)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a mail: words, or a link with the ``path`` that it leads to, whatever port the demo had then."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as it was written."""

    name: str
    subject: str
    to: str
    language: str
    at: datetime
    body: str
    purpose: LinkPurpose | None

    def paragraphs(self) -> list[list[list[Piece]]]:
        """Return the body as paragraphs of lines of pieces, links apart so that they can be followed."""
        blocks = [block for block in re.split(r"\n\s*\n", self.body.strip()) if block]
        return [[_pieces(line) for line in block.split("\n")] for block in blocks]


def letters(settings: Settings) -> list[Letter]:
    """Return the newest mails, newest first."""
    found = [_read(path) for path in mail_directory(settings).glob("*.eml")]
    return sorted(found, key=lambda letter: (letter.at, letter.name), reverse=True)[:LISTED]


def letter(settings: Settings, name: str) -> Letter | None:
    """Return the mail that was written under ``name``; ``None`` when there is none."""
    path = mail_directory(settings) / f"{name}.eml"
    return _read(path) if _NAME.fullmatch(name) and path.exists() else None


def _read(path: Path) -> Letter:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - that policy makes no other kind
    body = message.get_content()
    return Letter(
        name=path.stem,
        subject=str(message["Subject"]),
        to=str(message["To"]),
        language=str(message["Content-Language"] or "nl"),
        at=message["Date"].datetime.astimezone(UTC),
        body=body,
        purpose=next((purpose for purpose, start in PATHS.items() if start in body), None),
    )


def _pieces(line: str) -> list[Piece]:
    return [Piece(part, urlsplit(part).path if _LINK.fullmatch(part) else "") for part in _LINK.split(line) if part]
