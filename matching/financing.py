"""Which ways to finance something fit, and what is still to be known; a missing fact never excludes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from matching.data import FinancingAnswer, Option, OptionStatus, Reason, Verdict
from matching.text import content_lemmas

#: Legal forms that say nothing yet.
_OPEN_FORMS = frozenset({"nog_geen", "anders"})
#: What counts how much in the order of schemes with the same verdict; together 1.0.
_TOPIC, _THEME, _REGION, _AMOUNT, _STATUS, _YEAR = 0.5, 0.15, 0.15, 0.05, 0.1, 0.05
#: How near a region is to the asker.
_NEARNESS = {"region_municipality": 1.0, "region_province": 0.7, "region_national": 0.3}
#: Sources age: one older than this many years adds nothing.
_OLD = 10
_ORDER = {Verdict.FITS: 0, Verdict.UNKNOWN: 1, Verdict.CLOSED: 2, Verdict.NO: 3}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about an asker; ``None`` and empty mean not known.

    ``topics`` holds topics with how much each weighs (0.0 to 1.0), ``lemmas`` the words of the question.
    """

    gm_code: str | None = None
    province_code: str | None = None
    stage: str | None = None
    legal_form: str | None = None
    amount_eur: int | None = None
    target: str | None = None
    topics: tuple[tuple[str, float], ...] = ()
    lemmas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """What one criterion says: met (``True``), not met (``False``) or not to be told yet (``None``)."""

    holds: bool | None
    reason: Reason | None = None
    ask: str | None = None


Criterion = Callable[[Option, Facts], Judged]
_NO_LIMIT = Judged(holds=True)


def _met(code: str, *values: str) -> Judged:
    return Judged(holds=True, reason=Reason(code, values))


def _not_met(code: str, *values: str) -> Judged:
    return Judged(holds=False, reason=Reason(code, values))


def _missing(fact: str, code: str, *values: str) -> Judged:
    return Judged(holds=None, reason=Reason(code, values), ask=fact)


def can_tell_region(codes: Iterable[str], facts: Facts) -> bool:
    """Tell whether enough is known of where the asker is to say that none of ``codes`` covers it."""
    if facts.gm_code is None:
        return False
    return facts.province_code is not None or not any(code.startswith("PV") for code in codes)


def _region(option: Option, facts: Facts) -> Judged:
    codes = option.region_codes
    if not codes or "NL" in codes:
        return _met("region_national")
    if facts.gm_code in codes:
        return _met("region_municipality")
    if facts.province_code in codes:
        return _met("region_province")
    if not can_tell_region(codes, facts):
        return _missing("municipality", "region_missing")
    return _not_met("region_elsewhere", *codes)


def _coded(name: str, allowed: tuple[str, ...], value: str | None) -> Judged:
    """Judge a criterion that is a list of codes."""
    if not allowed:
        return _NO_LIMIT
    if value is None:
        return _missing(name, f"{name}_missing", *allowed)
    if value in allowed:
        return _met(f"{name}_fits", value)
    return _not_met(f"{name}_other", *allowed)


def _stage(option: Option, facts: Facts) -> Judged:
    return _coded("stage", option.stages, facts.stage)


def _legal_form(option: Option, facts: Facts) -> Judged:
    form = None if facts.legal_form in _OPEN_FORMS else facts.legal_form
    return _coded("legal_form", option.legal_forms, form)


def _target(option: Option, facts: Facts) -> Judged:
    return _coded("target", option.targets, facts.target)


def _amount(option: Option, facts: Facts) -> Judged:
    least, most = option.amount_min_eur, option.amount_max_eur
    if least is None and most is None:
        return _NO_LIMIT
    if facts.amount_eur is None:
        limits = ("" if least is None else str(least), "" if most is None else str(most))
        return _missing("amount_eur", "amount_missing", *limits)
    if least is not None and facts.amount_eur < least:
        return _not_met("amount_too_small", str(least))
    if most is not None and facts.amount_eur > most:
        return _not_met("amount_too_large", str(most))
    return _met("amount_fits", str(facts.amount_eur))


#: Every question a scheme can ask of an asker, in the order in which it is best asked.
CRITERIA: tuple[Criterion, ...] = (_region, _legal_form, _stage, _amount, _target)


def eligibility(option: Option, facts: Facts) -> tuple[Judged, ...]:
    """Judge every criterion of a scheme, each by itself."""
    return tuple(criterion(option, facts) for criterion in CRITERIA)


def unverified(option: Option, since: int) -> Reason | None:
    """Return why a scheme may no longer be as its source says, or ``None`` when it was verified."""
    if option.as_of is None:
        return Reason("never_verified")
    if option.verify_before_use or option.as_of < since:
        return Reason("not_verified_since", (str(option.as_of),))
    return None


def verdict_of(option: Option, judged: Iterable[Judged], since: int) -> Verdict:
    """Draw the verdict: one *no* decides, then closed; doubt of any kind makes it unknown."""
    holds = [j.holds for j in judged]
    if False in holds:
        return Verdict.NO
    if option.status is OptionStatus.CLOSED:
        return Verdict.CLOSED
    if None in holds or option.status is not OptionStatus.OPEN or unverified(option, since) is not None:
        return Verdict.UNKNOWN
    return Verdict.FITS


@dataclass(frozen=True, slots=True)
class _Known:
    """A scheme with the words of its themes and, if it is closed, the schemes like it, nearest first."""

    option: Option
    themes: frozenset[str]
    alike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Others:
    """What the other schemes say: how many miss each fact, and which are open to this asker."""

    missing: Counter[str]
    welcome: frozenset[str]


class FinancingFinder:
    """Judges and ranks all schemes for one asker."""

    def __init__(self, options: Sequence[Option]) -> None:
        self._known = tuple(
            _Known(option, frozenset(content_lemmas(" ".join(option.themes))), _most_alike(option, options))
            for option in options
        )

    def answers(self, facts: Facts, verified_since: int) -> tuple[FinancingAnswer, ...]:
        """Judge every scheme and put them in order: what fits, may fit, is closed, does not fit.

        Parameters
        ----------
        facts
            What is known about the asker.
        verified_since
            The oldest source year at which a scheme may be called fitting.
        """
        judged = [(known, eligibility(known.option, facts)) for known in self._known]
        missing = Counter(j.ask for _known, all_judged in judged for j in all_judged if j.ask)
        welcome = frozenset(
            known.option.id
            for known, all_judged in judged
            if known.option.status is OptionStatus.OPEN and all(j.holds is not False for j in all_judged)
        )
        found = [
            self._answer(known, all_judged, facts, verified_since, _Others(missing, welcome))
            for known, all_judged in judged
        ]
        return tuple(sorted(found, key=lambda a: (_ORDER[a.verdict], -a.score, a.option_id)))

    @staticmethod
    def _answer(known: _Known, judged: Sequence[Judged], facts: Facts, since: int, others: _Others) -> FinancingAnswer:
        option = known.option
        verdict = verdict_of(option, judged, since)
        themes = known.themes & facts.lemmas
        return FinancingAnswer(
            option_id=option.id,
            verdict=verdict,
            why=tuple(_why(option, verdict, judged, facts, sorted(themes), since)),
            ask=_question(judged, others.missing) if verdict is Verdict.UNKNOWN else None,
            nearest_open=_nearest(known, others.welcome) if verdict is Verdict.CLOSED else None,
            score=round(_score(option, judged, facts, len(themes), since), 6),
        )


def _nearest(closed: _Known, welcome: frozenset[str]) -> str | None:
    """Return the scheme open to this asker that is most like a closed one, if any is like it at all."""
    return next((option for option in closed.alike if option in welcome), None)


def _most_alike(closed: Option, options: Sequence[Option]) -> tuple[str, ...]:
    if closed.status is not OptionStatus.CLOSED:
        return ()
    likeness = {option.id: _likeness(closed, option) for option in options}
    return tuple(sorted((id_ for id_, n in likeness.items() if n > 0), key=lambda id_: (-likeness[id_], id_)))


def _topic_fit(option: Option, facts: Facts) -> float:
    return max((weight for topic, weight in facts.topics if topic in option.topics), default=0.0)


def _question(judged: Iterable[Judged], missing: Counter[str]) -> str | None:
    """Return the missing fact of this scheme that decides about most schemes."""
    asks = [j.ask for j in judged if j.ask]
    return max(asks, key=lambda ask: missing[ask], default=None)


def _why(
    option: Option, verdict: Verdict, judged: Sequence[Judged], facts: Facts, themes: Sequence[str], since: int
) -> Iterator[Reason]:
    """Yield the reasons, the deciding ones first."""
    if verdict is Verdict.NO:
        yield from (j.reason for j in judged if j.holds is False and j.reason)
        return
    if verdict is Verdict.CLOSED:
        yield Reason("closed", (str(option.as_of),)) if option.as_of else Reason("closed_undated")
    elif reason := unverified(option, since):
        yield reason
    yield from (j.reason for j in judged if j.holds is None and j.reason)
    if _topic_fit(option, facts):
        yield Reason("topic")
    if themes:
        yield Reason("theme", tuple(themes))
    yield from (j.reason for j in judged if j.holds and j.reason)


def _score(option: Option, judged: Sequence[Judged], facts: Facts, themes: int, since: int) -> float:
    """Return how high a scheme stands among those with the same verdict, 0.0 to 1.0."""
    met = {j.reason.code for j in judged if j.holds and j.reason}
    nearness = max((_NEARNESS[code] for code in met & _NEARNESS.keys()), default=0.0)
    age = _OLD if option.as_of is None else min(max(since - option.as_of, 0), _OLD)
    return (
        _TOPIC * min(_topic_fit(option, facts), 1.0)
        + _THEME * min(themes, 3) / 3
        + _REGION * nearness
        + _AMOUNT * ("amount_fits" in met)
        + _STATUS * (option.status is OptionStatus.OPEN)
        + _YEAR * (1 - age / _OLD)
    )


def _likeness(left: Option, right: Option) -> float:
    """Return how much two schemes are for the same thing, 0.0 to 1.0."""
    topics = set(left.topics) & set(right.topics)
    every = set(left.topics) | set(right.topics)
    themes = set(left.themes) & set(right.themes)
    shared = len(topics) / len(every) if every else 0.0
    if not topics and not themes:
        return 0.0
    return 0.5 * shared + 0.3 * (left.instrument == right.instrument) + 0.2 * min(len(themes), 3) / 3
