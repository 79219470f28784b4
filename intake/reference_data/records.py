"""One row that was read, and the small questions that checks ask of it."""

from dataclasses import dataclass

from intake.reference_data.cells import Plain


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file; a cell that could not be read is not in ``record``."""

    line: int
    record: dict[str, Plain]

    def values(self, column: str) -> list[str]:
        """Return the values of a column as text: none, one or several."""
        value = self.record.get(column)
        if value is None or value == "":
            return []
        return [str(part) for part in value] if isinstance(value, list) else [str(value)]
