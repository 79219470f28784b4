"""Fitting the topic model: from the examples that came with the loket and the topics as they are described now.

Needs scikit-learn, so only the worker and the command line import this module.
"""

from pathlib import Path

from sqlmodel import Session

from intake.reference_data import Problem, ReferenceDataInvalid
from intake.reference_data.files import Findings, Line, lines_of
from intake.reference_data.reading import content_of
from intake.routing_data import router_data
from matching.data import Exemplar
from matching.serving import ServingModel
from matching.topics import fit_model

EXEMPLARS = "exemplars.csv"
OUTSIDE = "outside.csv"


def fit(session: Session, folder: Path) -> ServingModel:
    """Fit a model from the examples in ``folder`` and the topics in the database.

    Raises ``ReferenceDataInvalid`` with every problem of the two files.
    """
    problems: list[Problem] = []
    examples = _lines(folder / EXEMPLARS, ("topic_slug", "text", "language", "source"), problems)
    outside = _lines(folder / OUTSIDE, ("text", "language", "source"), problems)
    if problems:
        raise ReferenceDataInvalid(problems)
    return fit_model(
        router_data(session).topics,
        [_exemplar(line) for line in examples],
        [_exemplar(line) for line in outside],
    )


def _exemplar(line: Line) -> Exemplar:
    cells = line.cells
    return Exemplar(cells.get("topic_slug", ""), cells["text"], cells["language"], cells["source"])


def _lines(path: Path, columns: tuple[str, ...], problems: list[Problem]) -> list[Line]:
    findings = Findings(path.name)
    content = content_of(path, findings)
    lines = [] if findings.problems else lines_of(content, columns, findings)
    for line in lines:
        for name in columns:
            if not line.cells[name]:
                findings.add("this cell is empty; fill it in", line.number, name)
    problems += findings.problems
    return lines
