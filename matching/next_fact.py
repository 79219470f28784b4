"""The one question that would change the list of schemes most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from matching.data import FactQuestion, Option, OptionStatus
from matching.eligibility import CRITERIA, Facts, Judged, unverified

#: A municipality with its province, as codes.
Where = tuple[str, str]

#: What somebody may answer. Amounts stand for sizes that people ask for.
ANSWERS: Mapping[str, tuple[str | int, ...]] = {
    "legal_form": ("eenmanszaak", "vof", "bv", "nv", "stichting", "vereniging", "cooperatie"),
    "stage": ("idee", "start", "groei", "opschaling"),
    "amount_eur": (1_000, 5_000, 15_000, 40_000, 75_000, 150_000, 300_000, 750_000, 2_000_000, 5_000_000),
    "target": ("impact_first", "impact_second", "regulier", "starter"),
}


@dataclass(frozen=True, slots=True)
class _Turns:
    """In how many of the possible answers to one question a scheme says no, and whether it never or always does."""

    no: int
    yes: int


class FactChooser:
    """Knows for every scheme what each possible answer would make of it.

    Parameters
    ----------
    options
        All schemes.
    places
        All municipalities, each of which may be the answer; without any, no municipality is asked for.
    """

    def __init__(self, options: Sequence[Option], places: Sequence[Where] = ()) -> None:
        self._answers = {name: tuple(answers(name, places)) for name in CRITERIA}
        self._turns = [
            {name: _turns(option, name, known) for name, known in self._answers.items()} for option in options
        ]

    def choose(
        self, judged: Sequence[tuple[Option, Sequence[Judged]]], facts: Facts, verified_since: int
    ) -> FactQuestion | None:
        """Return the missing fact whose answer changes most verdicts, on average over its possible answers.

        ``judged`` holds all schemes, in the order in which they were given at first.
        """
        changed: Counter[str] = Counter()
        schemes: Counter[str] = Counter()
        for (option, criteria), turns in zip(judged, self._turns, strict=True):
            asks = [j.ask for j in criteria if j.ask]
            if not asks or any(j.holds is False for j in criteria):
                continue
            would_fit = (
                len(asks) == 1 and option.status is OptionStatus.OPEN and unverified(option, verified_since) is None
            )
            for name in asks:
                turn = turns[name]
                verdicts = turn.no + (turn.yes if would_fit else 0)
                changed[name] += verdicts
                schemes[name] += verdicts > 0
        means = {name: changed[name] / len(self._answers[name]) for name in self._unknown(facts) if changed[name]}
        best = max(means, key=lambda name: means[name], default=None)
        return None if best is None else FactQuestion(best, schemes[best])

    def _unknown(self, facts: Facts) -> Iterator[str]:
        """Yield the facts of which nothing is known, in the order in which they are best asked."""
        known = {"municipality": facts.gm_code} | {name: getattr(facts, name) for name in ANSWERS}
        return (name for name in CRITERIA if known[name] is None and self._answers[name])


def answers(name: str, places: Iterable[Where]) -> Iterator[Facts]:
    """Yield what would be known after each possible answer about one fact, and nothing else."""
    if name == "municipality":
        yield from (Facts(gm_code=gm_code, province_code=province) for gm_code, province in places)
    else:
        yield from (replace(Facts(), **{name: answer}) for answer in ANSWERS[name])  # type: ignore[arg-type]


def _turns(option: Option, name: str, known: Iterable[Facts]) -> _Turns:
    verdicts = [CRITERIA[name](option, facts).holds for facts in known]
    return _Turns(no=verdicts.count(False), yes=verdicts.count(True))
