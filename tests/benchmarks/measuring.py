"""Measuring the same call many times, and the one table in which everything that was measured stands."""

import os
import platform
import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Self


@dataclass(frozen=True)
class Timing:
    """How long each of some calls took, in seconds."""

    seconds: tuple[float, ...]

    @classmethod
    def of(cls, seconds: Iterable[float]) -> Self:
        """Take what was measured."""
        return cls(tuple(seconds))

    @property
    def median_ms(self) -> float:
        """The middle one, in milliseconds."""
        return median(self.seconds) * 1000

    @property
    def p95_ms(self) -> float:
        """The one that 95 of 100 stay below, in milliseconds."""
        return quantiles(self.seconds, n=20)[-1] * 1000

    @property
    def per_second(self) -> float:
        """How many fit in a second, one after another."""
        return len(self.seconds) / sum(self.seconds)


def seconds_of(call: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


@dataclass
class Results:
    """Lines of tables in Markdown, by heading."""

    tables: dict[str, list[str]] = field(default_factory=dict)

    def add(self, heading: str, *cells: object) -> None:
        """Add one line to the table under ``heading`` (its cells, with ``|`` between)."""
        self.tables.setdefault(heading, []).append(f"| {' | '.join(str(cell) for cell in cells)} |")

    def lines(self) -> list[str]:
        """Return all tables."""
        found: list[str] = []
        for heading, rows in self.tables.items():
            columns = heading.split("|")
            found += ["", f"| {' | '.join(columns)} |", "|---" + "|---:" * (len(columns) - 1) + "|", *rows]
        return found


def machine(postgresql: str) -> str:
    """Say on what was measured."""
    cpu = next(
        line.partition(": ")[2] for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    )
    load = os.getloadavg()[0]
    return (
        f"{cpu}, {os.cpu_count()} cores; Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"PostgreSQL {postgresql}; load {load:.1f} at the end, of which about 1 is the measuring itself"
    )
