"""The log of erasures, kept outside the database: after a backup is put back, what was erased is erased again.

It stands beside the checkpoints of the event log. Copy that directory elsewhere often: a backup without it brings
back what people had erased.
"""

import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import update
from sqlmodel import col, select

from intake.act import Act
from intake.erasure import erase_row, hash_of
from intake.models.questions import Question
from intake.models.system import Erasure
from intake.terms import QuestionStatus

#: The file inside the checkpoint directory; one signed JSON object a line.
FILE = "erasures.jsonl"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of a replay: what was erased again, and which lines of the log could not be trusted."""

    references: tuple[str, ...]
    broken_lines: tuple[int, ...]


def write(act: Act, directory: Path) -> int:
    """Add a line for every erasure that has none yet, and return how many.

    A line is on disk before the database says so: after a crash in between it is written twice, which does no harm.
    """
    rows = act.session.exec(
        select(Erasure).where(col(Erasure.logged_at).is_(None)).order_by(col(Erasure.erased_at)).with_for_update()
    ).all()
    if rows:
        directory.mkdir(parents=True, exist_ok=True)
        with (directory / FILE).open("a", encoding="utf-8") as file:
            file.write("\n" if _ends_halfway(directory / FILE) else "")
            file.writelines(erasure_line(act.chain_key, row.reference_hash, row.erased_at.isoformat()) for row in rows)
            file.flush()
            os.fsync(file.fileno())
    for row in rows:
        row.logged_at = act.at
        act.session.add(row)
    act.session.flush()
    return len(rows)


def replay(act: Act, directory: Path) -> Replayed:
    """Erase again what the log says was erased; what is erased already is left alone.

    A line that was cut off or not signed by this loket erases nothing, and is named.
    """
    erased, broken = _read(directory, act.chain_key)
    left = act.session.exec(select(Question.id, Question.reference).where(Question.status != QuestionStatus.ERASED))
    found = [(key, reference) for key, reference in left if hash_of(act.chain_key, reference) in erased]
    for key, _reference in found:
        erase_row(act, act.session.get_one(Question, key), reason="after_restore")
    return Replayed(tuple(reference for _key, reference in found), tuple(broken))


def unswept(act: Act) -> list[str]:
    """Return the erasures after which the database itself was not swept yet."""
    return list(act.session.exec(select(Erasure.reference_hash).where(col(Erasure.swept_at).is_(None))))


def swept(act: Act, hashes: list[str]) -> None:
    """Write down that the database was swept after these erasures."""
    act.session.connection().execute(
        update(Erasure).where(col(Erasure.reference_hash).in_(hashes)).values(swept_at=act.at)
    )


def _ends_halfway(path: Path) -> bool:
    """Tell whether the last line was cut off: the machine stopped while it was written."""
    written = path.read_bytes()
    return bool(written) and not written.endswith(b"\n")


def erasure_line(key: bytes, reference_hash: str, erased_at: str) -> str:
    """Return the signed line that tells of one erasure."""
    signature = _signature(key, reference_hash, erased_at)
    return json.dumps({"erased_at": erased_at, "reference_hash": reference_hash, "signature": signature}) + "\n"


def _signature(key: bytes, reference_hash: str, erased_at: str) -> str:
    return hmac.new(key, f"erased:{reference_hash}:{erased_at}".encode(), hashlib.sha256).hexdigest()


def _read(directory: Path, key: bytes) -> tuple[set[str], list[int]]:
    """Return the hashes that the log holds, and the numbers of the lines that cannot be trusted."""
    path = directory / FILE
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
    found = [_hash_in(line, key) for line in lines]
    broken = [
        number for number, (line, told) in enumerate(zip(lines, found, strict=True), start=1) if line and not told
    ]
    return {told for told in found if told}, broken


def _hash_in(line: str, key: bytes) -> str | None:
    try:
        told = json.loads(line)
        reference_hash, signature = str(told["reference_hash"]), str(told["signature"])
        ours = hmac.compare_digest(signature, _signature(key, reference_hash, str(told["erased_at"])))
    except (ValueError, KeyError, TypeError):
        return None
    return reference_hash if ours else None
