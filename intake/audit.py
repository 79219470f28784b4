"""The event log: a keyed hash chain per subject, which the database refuses to change.

Events hold codes and ids; texts live in rows that can be erased.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from intake.act import Act
from intake.models.system import Event

#: The hash before the first event of a chain.
BEFORE_ALL = "0" * 64


def record(
    act: Act,
    chain: str,
    step: str,
    *,
    from_status: str | None = None,
    to_status: str | None = None,
    reason: str | None = None,
    details: dict[str, object] | None = None,
) -> Event:
    """Append one event to ``chain`` (``question:12``), in the transaction of ``act``.

    The caller has changed or locked the row that the chain is about, so two events of one chain never race.
    ``details`` hold codes and ids only.
    """
    last = act.session.exec(
        select(Event.number, Event.hash).where(Event.chain == chain).order_by(col(Event.number).desc()).limit(1)
    ).first()
    number, previous = (last[0] + 1, last[1]) if last else (1, BEFORE_ALL)
    event = Event(
        chain=chain,
        number=number,
        at=act.at,
        actor_id=act.person.account_id,
        actor_role=act.person.role,
        step=step,
        from_status=from_status,
        to_status=to_status,
        reason=reason,
        details=json.dumps(details or {}, sort_keys=True, ensure_ascii=False),
        previous_hash=previous,
        hash="",
    )
    event.hash = event_hash(event, act.chain_key)
    act.session.add(event)
    act.session.flush()
    return event


def event_hash(event: Event, chain_key: bytes) -> str:
    """Return the keyed hash (HMAC-SHA256, hexadecimal) over everything an event says."""
    content = json.dumps(
        [
            event.chain,
            event.number,
            _utc(event.at).isoformat(),
            event.actor_id,
            str(event.actor_role),
            event.step,
            event.from_status,
            event.to_status,
            event.reason,
            event.details,
            event.previous_hash,
        ],
        ensure_ascii=False,
    )
    return hmac.new(chain_key, content.encode(), hashlib.sha256).hexdigest()


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the log does not add up."""

    chain: str
    number: int
    what: str


def verify_chains(session: Session, chain_key: bytes) -> list[Break]:
    """Walk every chain and return each place where a hash, a number or a link is wrong."""
    breaks: list[Break] = []
    chain, number, previous = "", 0, BEFORE_ALL
    for event in session.exec(select(Event).order_by(Event.chain, col(Event.number)).execution_options(yield_per=1000)):
        if event.chain != chain:
            chain, number, previous = event.chain, 0, BEFORE_ALL
        if event.number != number + 1:
            breaks.append(Break(chain, event.number, f"expected number {number + 1}"))
        if event.previous_hash != previous:
            breaks.append(Break(chain, event.number, "does not follow the event before it"))
        if not hmac.compare_digest(event.hash, event_hash(event, chain_key)):
            breaks.append(Break(chain, event.number, "content does not match its hash"))
        number, previous = event.number, event.hash
    return breaks
