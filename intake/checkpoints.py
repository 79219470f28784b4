"""Signed checkpoints of the event log, kept outside the database.

A chain shows what was changed inside it. Only something outside shows that its end was cut off, or that
somebody who holds the key wrote it anew; that is what these lines are for. Copy the file elsewhere often.
"""

import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, func, select

from intake.audit import Break
from intake.models.system import Event

#: The file inside the checkpoint directory; one JSON object a line, each naming the one before.
FILE = "events.jsonl"

#: Event ids are given before a commit, so a few may appear late; so many before the last are looked at again.
OVERLAP = 1_000


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the log looked like at one moment: the heads of the chains that grew since the line before."""

    at: str
    last_event_id: int
    events: int
    heads: dict[str, tuple[int, str]]
    previous: str

    def body(self) -> str:
        """Return the text that is signed."""
        return json.dumps([self.at, self.last_event_id, self.events, self.heads, self.previous], sort_keys=True)

    def signature(self, key: bytes) -> str:
        """Return the keyed hash (HMAC-SHA256, hexadecimal) of this checkpoint."""
        return hmac.new(key, b"checkpoint:" + self.body().encode(), hashlib.sha256).hexdigest()


def write(session: Session, directory: Path, key: bytes, at: datetime) -> Checkpoint | None:
    """Add a line for everything since the last one; ``None`` when nothing happened since."""
    lines = _read(directory)
    after, previous = (lines[-1][0].last_event_id, lines[-1][1]) if lines else (0, "")
    last_id = session.exec(select(func.max(Event.id))).one() or 0
    if last_id <= after:
        return None
    grown = session.exec(
        select(Event.chain, Event.number, Event.hash)
        .where(col(Event.id) > after - OVERLAP, col(Event.id) <= last_id)
        .order_by(Event.chain, col(Event.number))
    )
    heads = {chain: (number, digest) for chain, number, digest in grown}
    checkpoint = Checkpoint(at.isoformat(), last_id, _count_to(session, last_id), heads, previous)
    _append(directory, checkpoint, checkpoint.signature(key))
    return checkpoint


def verify(session: Session, directory: Path, key: bytes) -> list[Break]:
    """Hold the log against every line, and the lines against each other."""
    breaks: list[Break] = []
    heads: dict[str, tuple[int, str]] = {}
    previous = ""
    lines = _read(directory)
    for number, (checkpoint, signature) in enumerate(lines, start=1):
        if checkpoint.previous != previous or not hmac.compare_digest(signature, checkpoint.signature(key)):
            breaks.append(Break("checkpoints", number, "the line was changed, or a line before it is missing"))
        heads |= checkpoint.heads
        previous = signature
    if lines and _count_to(session, lines[-1][0].last_event_id) < lines[-1][0].events:
        breaks.append(Break("checkpoints", len(lines), "the log holds fewer events than it did"))
    for chain, (number, digest) in sorted(heads.items()):
        found = session.exec(select(Event.hash).where(Event.chain == chain, Event.number == number)).first()
        if found is None:
            breaks.append(Break(chain, number, "was there at a checkpoint and is gone"))
        elif not hmac.compare_digest(found, digest):
            breaks.append(Break(chain, number, "is not what it was at a checkpoint"))
    return breaks


def _count_to(session: Session, event_id: int) -> int:
    return session.exec(select(func.count()).select_from(Event).where(col(Event.id) <= event_id)).one()


def _read(directory: Path) -> list[tuple[Checkpoint, str]]:
    path = directory / FILE
    if not path.exists():
        return []
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        values = json.loads(line)
        signature = values.pop("signature")
        values["heads"] = {chain: (number, digest) for chain, (number, digest) in values["heads"].items()}
        lines.append((Checkpoint(**values), signature))
    return lines


def _append(directory: Path, checkpoint: Checkpoint, signature: str) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    line = json.dumps(
        {
            "at": checkpoint.at,
            "last_event_id": checkpoint.last_event_id,
            "events": checkpoint.events,
            "heads": checkpoint.heads,
            "previous": checkpoint.previous,
            "signature": signature,
        },
        sort_keys=True,
    )
    with (directory / FILE).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
