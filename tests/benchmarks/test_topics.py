"""Telling topics apart: ours beside what is done elsewhere, fitted on the same texts in the same run."""

import csv
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from threadpoolctl import threadpool_limits

from matching.calibration import calibration_error
from tests.benchmarks.baselines import WAYS, Way
from tests.conftest import FIXTURES

pytestmark = pytest.mark.bench

HELD_BACK = FIXTURES.parent / "tests" / "matching" / "held_back.csv"
OWN = "Own held-back questions|accuracy|top-3|macro-F1|calibration error|ms per text|texts per second|MB stored|fit s"
SETS = "Labelled sets: means of five folds|5 a class|10 a class|20 a class|all|mean accuracy|mean calibration error"
FOLDS = 5
FEWEST = 25
SHOTS = (5, 10, 20, None)

Texts = npt.NDArray[np.object_]


@dataclass(frozen=True)
class Measured:
    """What one way reached on one set of texts that it had not seen."""

    accuracy: float
    top_3: float
    macro_f1: float
    calibration_error: float
    seconds: float
    texts: int


def measure(fitted, texts: Sequence[str], labels: Sequence[str]) -> Measured:
    start = time.perf_counter()
    probabilities = fitted.predict_proba(list(texts))
    seconds = time.perf_counter() - start
    truth = np.searchsorted(fitted.classes_, np.asarray(labels, dtype=str)).astype(np.intp)
    order = np.argsort(-probabilities, axis=1, kind="stable")
    return Measured(
        accuracy=float((order[:, 0] == truth).mean()),
        top_3=float((order[:, :3] == truth[:, None]).any(axis=1).mean()),
        macro_f1=float(f1_score(truth, order[:, 0], average="macro")),
        calibration_error=calibration_error(probabilities, truth),
        seconds=seconds,
        texts=len(texts),
    )


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("language", ["all languages", "English only"])
def test_own_questions(way: Way, language: str, results) -> None:
    examples = rows(FIXTURES / "exemplars.csv")
    held_back = [row for row in rows(HELD_BACK) if row["topic_slug"]]
    if language == "English only":
        held_back = [row for row in held_back if row["language"] == "en"]
    fitted, seconds = fit(way, [e["text"] for e in examples], [e["topic_slug"] for e in examples])
    with threadpool_limits(1):
        found = measure(fitted, [h["text"] for h in held_back], [h["topic_slug"] for h in held_back])
    results.add(
        OWN,
        f"{way.name}; {language} ({found.texts})",
        f"{found.accuracy:.3f}",
        f"{found.top_3:.3f}",
        f"{found.macro_f1:.3f}",
        f"{found.calibration_error:.3f}",
        f"{1000 * found.seconds / found.texts:.1f}",
        f"{found.texts / found.seconds:.0f}",
        f"{way.size_mb(fitted):.0f}",
        f"{seconds:.0f}",
    )


def fit(way: Way, texts: Sequence[str], labels: Sequence[str]):
    start = time.perf_counter()
    fitted = way.make().fit(list(texts), list(labels))
    return fitted, time.perf_counter() - start


# --- sets that others labelled, from a folder -----------------------------------------------------


@dataclass
class Standing:
    """What one way reached, by set and number of examples."""

    by_shots: dict[int | None, list[Measured]] = field(default_factory=dict)

    @property
    def every(self) -> list[Measured]:
        return [one for some in self.by_shots.values() for one in some]


def folds(texts: Texts, labels: Texts, shots: int | None) -> Iterator[tuple[Texts, Texts]]:
    """Yield the places to learn from and to measure on; with ``shots``, that many of each class are learned from."""
    cut = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for number, (learn, ask) in enumerate(cut.split(texts, labels)):
        if shots is None:
            yield learn, ask
            continue
        drawn = np.random.default_rng(number).permutation(learn)
        yield np.concatenate([drawn[labels[drawn] == label][:shots] for label in np.unique(labels)]), ask


@pytest.fixture
def sets(request) -> list[Path]:
    folder = request.config.getoption("--sets")
    return [path for path in sorted(Path(folder).glob("*.tsv")) if "label" in rows(path, "\t")[0]] if folder else []


def test_sets_of_others(sets, results) -> None:
    for path in sets:
        told = rows(path, "\t")
        often = Counter(row["label"] for row in told)
        told = [row for row in told if often[row["label"]] >= FEWEST]
        texts = np.asarray([row["text"] for row in told], dtype=object)
        labels = np.asarray([row["label"] for row in told])
        standing = {way.name: Standing() for way in WAYS}
        for shots in SHOTS:
            for learn, ask in folds(texts, labels, shots):
                for way in WAYS:
                    fitted, _seconds = fit(way, texts[learn], labels[learn])
                    found = measure(fitted, texts[ask], labels[ask])
                    standing[way.name].by_shots.setdefault(shots, []).append(found)
        for name, one in standing.items():
            results.add(
                SETS,
                f"{path.stem}: {name}",
                *(interval([m.accuracy for m in one.by_shots[shots]]) for shots in SHOTS),
                f"{mean(m.accuracy for m in one.every):.3f}",
                f"{mean(m.calibration_error for m in one.every):.3f}",
            )


def interval(found: Sequence[float]) -> str:
    """Return a mean with twice the standard error of it over the folds."""
    return f"{mean(found):.3f} ± {2 * np.std(found, ddof=1) / np.sqrt(len(found)):.3f}"
