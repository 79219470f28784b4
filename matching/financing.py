"""Which ways to finance something fit, in which order, and what is still to be known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from matching.data import FactQuestion, FinancingAnswer, MoneyStep, Option, OptionStatus, Reason, Verdict
from matching.eligibility import Facts, Judged, eligibility, unverified, verdict_of
from matching.money_route import money_route
from matching.next_fact import FactChooser, Where
from matching.ranking import likeness, score, topic_fit
from matching.shared_words import NOTHING, Shared, WordIndex

_ORDER = {Verdict.FITS: 0, Verdict.UNKNOWN: 0, Verdict.CLOSED: 1, Verdict.NO: 2}
#: Words that are shown as what question and scheme share, at most.
_SHOWN_WORDS = 4
#: How much a word counts, by where a scheme says it.
_IN_NAME, _IN_SUMMARY, _IN_ELIGIBILITY = 1.3, 1.0, 0.7
#: Of the schemes that are named, so many may be closed ones, when those are about the question.
MOST_CLOSED = 2


@dataclass(frozen=True, slots=True)
class Financing:
    """All that is said about money: every scheme in order, the one question, and a way in steps."""

    answers: tuple[FinancingAnswer, ...]
    fact_question: FactQuestion | None
    route: tuple[MoneyStep, ...]


@dataclass(frozen=True, slots=True)
class _Others:
    """What the other schemes say: how many miss each fact, and which are open to this asker."""

    missing: Counter[str]
    welcome: frozenset[str]


class FinancingFinder:
    """Judges all schemes for one asker, and ranks those that are not out of reach.

    Parameters
    ----------
    options
        All schemes.
    places
        All municipalities with their provinces: the possible answers to the question where somebody is.
    """

    def __init__(self, options: Sequence[Option], places: Sequence[Where] = ()) -> None:
        self._options = tuple(options)
        self._by_id = {option.id: option for option in options}
        self._alike = {option.id: _most_alike(option, options) for option in options}
        self._words = WordIndex([_parts(option) for option in options])
        self._chooser = FactChooser(options, places)

    def answers(self, facts: Facts, verified_since: int) -> tuple[FinancingAnswer, ...]:
        """Judge every scheme and put them in order: what fits or may fit, what is closed, what does not fit.

        Parameters
        ----------
        facts
            What is known about the asker.
        verified_since
            The oldest source year at which a scheme may be called fitting.
        """
        return self.find(facts, verified_since).answers

    def find(self, facts: Facts, verified_since: int) -> Financing:
        """Judge every scheme, choose the question that is best asked next, and lay out a way in steps."""
        judged = [(option, eligibility(option, facts)) for option in self._options]
        shared = self._words.shared(facts.lemmas)
        others = _others(judged)
        found = [
            self._answer(option, all_judged, facts, verified_since, shared.get(number, NOTHING), others)
            for number, (option, all_judged) in enumerate(judged)
        ]
        ranked = tuple(sorted(found, key=lambda a: (_ORDER[a.verdict], -a.score, a.option_id)))
        question = self._chooser.choose(judged, facts, verified_since)
        return Financing(ranked, question, money_route(ranked, self._by_id))

    def _answer(
        self, option: Option, judged: Sequence[Judged], facts: Facts, since: int, shared: Shared, others: _Others
    ) -> FinancingAnswer:
        verdict = verdict_of(option, judged, since)
        if verdict is Verdict.NO:
            return FinancingAnswer(option.id, verdict, tuple(j.reason for j in judged if j.holds is False and j.reason))
        words = shared.words[:_SHOWN_WORDS]
        return FinancingAnswer(
            option_id=option.id,
            verdict=verdict,
            why=tuple(_why(option, judged, facts, words, since)),
            ask=_question(judged, others.missing) if verdict is Verdict.UNKNOWN else None,
            nearest_open=self._nearest(option, others.welcome) if verdict is Verdict.CLOSED else None,
            score=round(score(option, judged, facts, shared, since, verdict), 6),
        )

    def _nearest(self, closed: Option, welcome: frozenset[str]) -> str | None:
        """Return the scheme open to this asker that is most like a closed one, if any is like it at all."""
        return next((option_id for option_id in self._alike[closed.id] if option_id in welcome), None)


def shortlist(ranked: Sequence[FinancingAnswer], most: int) -> tuple[FinancingAnswer, ...]:
    """Return the schemes to name, best first: those that fit or may fit, and closed ones that stand as high.

    Somebody who asks for what was closed should read that it was, and what is open instead.
    """
    promising = [a for a in ranked if a.verdict in {Verdict.FITS, Verdict.UNKNOWN}]
    closed = sorted((a for a in ranked if a.verdict is Verdict.CLOSED), key=lambda a: (-a.score, a.option_id))
    least = promising[most - 1].score if len(promising) >= most else 0.0
    named = [a for a in closed if a.score > least][:MOST_CLOSED]
    return (*promising[: most - len(named)], *named)


def _parts(option: Option) -> tuple[tuple[str, float], ...]:
    """Return what a scheme says of itself; the numbers of development goals are no words."""
    themes = " ".join(theme for theme in option.themes if not theme.startswith("SDG"))
    return (
        (f"{option.name} {themes}", _IN_NAME),
        (option.summary, _IN_SUMMARY),
        (option.eligibility, _IN_ELIGIBILITY),
    )


def _others(judged: Iterable[tuple[Option, Sequence[Judged]]]) -> _Others:
    missing: Counter[str] = Counter()
    welcome = []
    for option, criteria in judged:
        missing.update(j.ask for j in criteria if j.ask)
        if option.status is OptionStatus.OPEN and all(j.holds is not False for j in criteria):
            welcome.append(option.id)
    return _Others(missing, frozenset(welcome))


def _most_alike(closed: Option, options: Sequence[Option]) -> tuple[str, ...]:
    if closed.status is not OptionStatus.CLOSED:
        return ()
    alike = {option.id: likeness(closed, option) for option in options}
    return tuple(sorted((id_ for id_, n in alike.items() if n > 0), key=lambda id_: (-alike[id_], id_)))


def _question(judged: Iterable[Judged], missing: Counter[str]) -> str | None:
    """Return the missing fact of this scheme that decides about most schemes."""
    asks = [j.ask for j in judged if j.ask]
    return max(asks, key=lambda ask: missing[ask], default=None)


def _why(
    option: Option, judged: Sequence[Judged], facts: Facts, words: tuple[str, ...], since: int
) -> Iterator[Reason]:
    """Yield the reasons for a scheme that is not out of reach, the deciding ones first."""
    if option.status is OptionStatus.CLOSED:
        yield Reason("closed", (str(option.as_of),)) if option.as_of else Reason("closed_undated")
    elif reason := unverified(option, since):
        yield reason
    yield from (j.reason for j in judged if j.holds is None and j.reason)
    if topic_fit(option, facts):
        yield Reason("topic")
    if words:
        yield Reason("theme", words)
    yield from (j.reason for j in judged if j.holds and j.reason)
