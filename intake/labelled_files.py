"""Labelled texts in a CSV file, to measure a topic model on."""

from pathlib import Path

from intake.reference_data import ReferenceDataInvalid
from intake.reference_data.files import Findings, Line, lines_of
from intake.reference_data.reading import content_of
from matching.evaluation import Labelled

COLUMNS = ("topic_slug", "text", "language", "also")

#: What stands in ``topic_slug`` of a text that is not for the loket.
OUTSIDE = "geen"


def read_labelled(path: Path) -> list[Labelled]:
    """Read the texts in ``path``; raise ``ReferenceDataInvalid`` with every problem of the file."""
    findings = Findings(path.name)
    content = content_of(path, findings)
    lines = [] if findings.problems else lines_of(content, COLUMNS, findings)
    for line in lines:
        for name in ("topic_slug", "text"):
            if not line.cells[name]:
                findings.add("this cell is empty; fill it in", line.number, name)
    if findings.problems:
        raise ReferenceDataInvalid(findings.problems)
    return [_labelled(line) for line in lines]


def _labelled(line: Line) -> Labelled:
    topic, also = line.cells["topic_slug"], line.cells["also"]
    return Labelled(
        line.cells["text"],
        None if topic == OUTSIDE else topic,
        tuple(part.strip() for part in also.split(";") if part.strip()),
    )
