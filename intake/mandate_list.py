"""What a team decided within its mandate: per question, per year, and as the entrepreneur may know it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from intake import budgets
from intake.act import Act
from intake.budgets import Room
from intake.masking import Names, names_in
from intake.models.mandates import MandateDecision, PilotResult, TeamBudget
from intake.models.people import Account
from intake.models.questions import Question
from intake.models.reference import Team
from intake.permissions import Action, Subject, ensure_may, may
from intake.terms import PilotStage
from intake.visibility import find_decision, subject_of_decision, visible_decisions


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A decision or a counter-entry with names in place of ids.

    ``with_team``: the question is still with the team that decided. ``reverses``: the reference of the decision that
    a counter-entry takes back. ``pilot``: how far a pilot is that was not taken back.
    """

    entry: MandateDecision
    question: str
    team: str
    by: str
    with_team: bool
    may_correct: bool
    reverses: str = ""
    taken_back: "LedgerLine | None" = None
    result: PilotResult | None = None
    pilot: PilotStage | None = None


@dataclass(frozen=True, slots=True)
class MandateYear:
    """What one team decided and spent in one year, and its pilots that ask for something."""

    team: Team
    room: Room
    lines: tuple[LedgerLine, ...]
    pilots: tuple[LedgerLine, ...]


@dataclass(frozen=True, slots=True)
class ToldDecision:
    """A decision as the entrepreneur may know it: without the ground."""

    what: str
    amount_cents: int
    team: str
    at: datetime
    pilot_ends_on: date | None
    taken_back_at: datetime | None


def decisions_of(act: Act, question: Question) -> tuple[LedgerLine, ...]:
    """Return the decisions on ``question``, which the caller found, the first one first, with what became of them."""
    return tuple(line for line in _lines(act, col(MandateDecision.question_id) == question.id) if not line.reverses)


def decision_page(act: Act, reference: str) -> LedgerLine:
    """Return one decision of the own team; raise ``NotFound`` when it is missing or of another team."""
    decision = find_decision(act, reference, Action.SEE_DECISION)
    about = (col(MandateDecision.id) == decision.id) | (col(MandateDecision.reverses_id) == decision.id)
    return next(line for line in _lines(act, about) if not line.reverses)


def told_decisions(act: Act, question: Question) -> tuple[ToldDecision, ...]:
    """Return the decisions on ``question`` as the entrepreneur may know them."""
    return tuple(
        ToldDecision(
            what=line.entry.what,
            amount_cents=line.entry.amount_cents,
            team=line.team,
            at=line.entry.at,
            pilot_ends_on=line.entry.pilot_ends_on,
            taken_back_at=line.taken_back.entry.at if line.taken_back else None,
        )
        for line in decisions_of(act, question)
    )


def mandate_year(act: Act, year: int) -> MandateYear:
    """Return the ledger of the own team for ``year``, the newest line first, and its pilots."""
    team = _own_team(act)
    own = visible_decisions(act.person, Action.SEE_MANDATE)
    lines = _lines(act, own & (col(MandateDecision.year) == year))
    return MandateYear(team, budgets.room_of(act, team, year), tuple(reversed(lines)), tuple(_pilots(act, own, year)))


def askers(act: Act, year: MandateYear) -> dict[str, Names]:
    """Return the names that the askers of the questions of ``year`` gave, by reference: to mask them in a file."""
    references = {line.question for line in year.lines}
    return {
        question.reference: names_in(question)
        for question in act.session.exec(select(Question).where(col(Question.reference).in_(references)))
    }


def years(act: Act) -> list[int]:
    """Return the years of which the own team has a budget or a decision, the last one first, and this year."""
    team = _own_team(act)
    own = visible_decisions(act.person, Action.SEE_MANDATE)
    decided = act.session.exec(select(MandateDecision.year).where(own).distinct())
    budgeted = act.session.exec(select(TeamBudget.year).where(TeamBudget.team_id == team.id))
    return sorted({*decided, *budgeted, act.today.year}, reverse=True)


def _own_team(act: Act) -> Team:
    ensure_may(act.person, Action.SEE_MANDATE, Subject(team_id=act.person.team_id))
    return act.session.get_one(Team, act.person.team_id)


def _pilots(act: Act, own: ColumnElement[bool], year: int) -> list[LedgerLine]:
    """Return the pilots of ``year`` and every other one that has no result: those that ended first."""
    lines = _lines(act, own & col(MandateDecision.question_id).in_(_with_pilot(own)))
    shown = [line for line in lines if line.pilot and (line.pilot is not PilotStage.TOLD or line.entry.year == year)]
    order = list(PilotStage)
    return sorted(shown, key=lambda line: (order.index(line.pilot or PilotStage.TOLD), line.entry.pilot_ends_on))


def _with_pilot(own: ColumnElement[bool]) -> SelectOfScalar[int]:
    return select(MandateDecision.question_id).where(own, col(MandateDecision.pilot_ends_on).is_not(None))


def _lines(act: Act, which: ColumnElement[bool]) -> list[LedgerLine]:
    """Return the lines of the ledger that ``which`` selects, in the order in which they were added."""
    rows = act.session.exec(
        select(MandateDecision, Question.reference, Question.team_id, Account.name)
        .join(Question, col(Question.id) == MandateDecision.question_id)
        .join(Account, col(Account.id) == MandateDecision.by_id, isouter=True)
        .where(which)
        .order_by(col(MandateDecision.id))
    ).all()
    teams: dict[int | None, str] = dict(act.session.exec(select(Team.id, Team.name)).all()) if rows else {}
    bare = [
        LedgerLine(
            entry=entry,
            question=question,
            team=teams[entry.team_id],
            by=by or "",
            with_team=owner == entry.team_id,
            may_correct=may(act.person, Action.CORRECT_DECISION, subject_of_decision(entry)),
        )
        for entry, question, owner, by in rows
    ]
    return _related(act, bare)


def _related(act: Act, bare: list[LedgerLine]) -> list[LedgerLine]:
    """Tell each line which other one it belongs to, and what came of it; a pair is always selected together."""
    references: dict[int | None, str] = {line.entry.id: line.entry.reference for line in bare}
    counters: dict[int | None, LedgerLine] = {
        line.entry.reverses_id: line for line in bare if line.entry.reverses_id is not None
    }
    results = _results(act, bare)
    return [
        replace(
            line,
            reverses=references.get(line.entry.reverses_id, ""),
            taken_back=counters.get(line.entry.id),
            result=results.get(line.entry.id),
            pilot=_stage(line.entry, act.today, told=line.entry.id in results, stands=line.entry.id not in counters),
        )
        for line in bare
    ]


def _stage(entry: MandateDecision, today: date, *, told: bool, stands: bool) -> PilotStage | None:
    if entry.pilot_ends_on is None or not stands:
        return None
    if told:
        return PilotStage.TOLD
    return PilotStage.RUNNING if entry.pilot_ends_on >= today else PilotStage.ENDED


def _results(act: Act, lines: Iterable[LedgerLine]) -> dict[int | None, PilotResult]:
    pilots = [line.entry.id for line in lines if line.entry.pilot_ends_on is not None]
    if not pilots:
        return {}
    found = act.session.exec(select(PilotResult).where(col(PilotResult.decision_id).in_(pilots)))
    return {result.decision_id: result for result in found}
