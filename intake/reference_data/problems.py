"""What can be wrong with a file of reference data, told so that whoever made the file can repair it."""

from dataclasses import dataclass

from intake.errors import LoketError


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to repair: the file, the line (the header is line 1), the column, and what to do."""

    file: str
    line: int | None
    column: str | None
    message: str

    def __str__(self) -> str:
        """Return the problem as one line for a terminal or a log."""
        where = self.file
        if self.line is not None:
            where += f", line {self.line}"
        if self.column is not None:
            where += f", column {self.column}"
        return f"{where}: {self.message}"


class ReferenceDataInvalid(LoketError):
    """Files that cannot be loaded; nothing of them was, and ``problems`` says everything to repair."""

    def __init__(self, problems: list[Problem]) -> None:
        """Carry every problem that was found, in the order of the files."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
