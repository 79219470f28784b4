"""Hiding small counts, together with what would give them away.

A cell is hidden when it counts fewer than five, or when its confidential part does: whoever reads the listed
cases knows the rest of the cell. A single hidden cell follows from the total, so a second one is hidden with it.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

#: Counts from one up to but not including this are not told (design, section 7).
SMALLEST = 5

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many rows are in one cell of a table, and how many of those are confidential."""

    count: int
    confidential: int = 0

    @property
    def sensitive(self) -> bool:
        """Tell whether this count, or what is confidential in it, may not be told."""
        return _small(self.count) or _small(self.confidential)


@dataclass(frozen=True, slots=True)
class Told(Generic[Key]):
    """What may be told of one table; ``None`` is hidden."""

    cells: dict[Key, int | None]
    total: int | None


def told(count: int) -> int | None:
    """Return a count that stands by itself, or ``None`` when it is too small to tell."""
    return None if _small(count) else count


def suppress(cells: Mapping[Key, Cell]) -> Told[Key]:
    """Return ``cells`` and their total with everything hidden that is small or gives a small count away."""
    total = Cell(sum(cell.count for cell in cells.values()), sum(cell.confidential for cell in cells.values()))
    hidden = {key for key, cell in cells.items() if cell.sensitive}
    visible = sorted((cell.count, str(key), key) for key, cell in cells.items() if key not in hidden and cell.count)
    while hidden and not total.sensitive and visible and not _ambiguous([cells[key].count for key in hidden]):
        hidden.add(visible.pop(0)[2])
    total_hidden = total.sensitive or (bool(hidden) and not _ambiguous([cells[key].count for key in hidden]))
    return Told(
        cells={key: None if key in hidden else cell.count for key, cell in cells.items()},
        total=None if total_hidden else total.count,
    )


def _small(count: int) -> bool:
    return 0 < count < SMALLEST


def _ambiguous(hidden: list[int]) -> bool:
    """Tell whether nobody can work out one of ``hidden`` from their sum."""
    return len(hidden) >= 2 and sum(hidden) >= SMALLEST
