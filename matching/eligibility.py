"""Who may use a scheme: each criterion by itself, and the verdict they give together; a missing fact never excludes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from matching.data import Option, OptionStatus, Reason, Verdict

#: Legal forms that say nothing yet about a scheme that does not name them.
_OPEN_FORMS = frozenset({"nog_geen", "anders"})
#: Judgements that are kept: the same few criteria come back with every question.
_KEPT = 20_000


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
    return _can_tell(codes, facts.gm_code, facts.province_code)


def _can_tell(codes: Iterable[str], gm_code: str | None, province_code: str | None) -> bool:
    if gm_code is None:
        return False
    return province_code is not None or not any(code.startswith("PV") for code in codes)


def _region(option: Option, facts: Facts) -> Judged:
    return _judged_region(option.region_codes, facts.gm_code, facts.province_code)


@lru_cache(maxsize=_KEPT)
def _judged_region(codes: tuple[str, ...], gm_code: str | None, province_code: str | None) -> Judged:
    if not codes or "NL" in codes:
        return _met("region_national")
    if gm_code in codes:
        return _met("region_municipality")
    if province_code in codes:
        return _met("region_province")
    if not _can_tell(codes, gm_code, province_code):
        return _missing("municipality", "region_missing")
    return _not_met("region_elsewhere", *codes)


@lru_cache(maxsize=_KEPT)
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
    says_nothing = facts.legal_form in _OPEN_FORMS and facts.legal_form not in option.legal_forms
    form = None if says_nothing else facts.legal_form
    return _coded("legal_form", option.legal_forms, form)


def _target(option: Option, facts: Facts) -> Judged:
    return _coded("target", option.targets, facts.target)


def _amount(option: Option, facts: Facts) -> Judged:
    return _judged_amount(option.amount_min_eur, option.amount_max_eur, facts.amount_eur)


@lru_cache(maxsize=_KEPT)
def _judged_amount(least: int | None, most: int | None, amount: int | None) -> Judged:
    if least is None and most is None:
        return _NO_LIMIT
    if amount is None:
        limits = ("" if least is None else str(least), "" if most is None else str(most))
        return _missing("amount_eur", "amount_missing", *limits)
    if least is not None and amount < least:
        return _not_met("amount_too_small", str(least))
    if most is not None and amount > most:
        return _not_met("amount_too_large", str(most))
    return _met("amount_fits", str(amount))


#: Every fact that a scheme can ask of an asker, in the order in which they are best asked, with how it is judged.
CRITERIA: Mapping[str, Criterion] = {
    "municipality": _region,
    "legal_form": _legal_form,
    "stage": _stage,
    "amount_eur": _amount,
    "target": _target,
}


def eligibility(option: Option, facts: Facts) -> tuple[Judged, ...]:
    """Judge every criterion of a scheme, each by itself."""
    return tuple(criterion(option, facts) for criterion in CRITERIA.values())


def unverified(option: Option, since: int) -> Reason | None:
    """Return why a scheme may no longer be as its source says, or ``None`` when it was verified."""
    return _unverified(option.as_of, option.verify_before_use, since)


@lru_cache(maxsize=_KEPT)
def _unverified(as_of: int | None, verify_before_use: bool, since: int) -> Reason | None:  # noqa: FBT001 - a column
    if as_of is None:
        return Reason("never_verified")
    if verify_before_use or as_of < since:
        return Reason("not_verified_since", (str(as_of),))
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
