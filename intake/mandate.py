"""Deciding within the mandate of the own team, and correcting that by a counter-entry; nothing is ever removed."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import select

from intake import budgets
from intake.act import Act
from intake.errors import RefusedInput
from intake.models.mandates import MandateDecision, PilotResult
from intake.models.questions import Question
from intake.permissions import Action
from intake.references import free_reference
from intake.steps import take_step
from intake.terms import Step
from intake.visibility import find_decision, find_question

#: What the reference of a decision and of a counter-entry starts with.
CODE = "MDB"

#: Longest description of a decision, in characters.
LONGEST_WHAT = 200


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """A decision as somebody takes it: what, for how much (0 is a permission without money), and on what ground.

    With ``pilot_ends_on`` it is a pilot (*proeftuin*) until that day.
    """

    what: str
    amount_cents: int
    ground: str
    pilot_ends_on: date | None = None


def decide(act: Act, reference: str, draft: DecisionDraft, *, version: int | None = None) -> MandateDecision:
    """Take a decision on a question; it draws on the budget of the owning team in the year of today.

    Raises ``RefusedInput`` beside ``what`` or ``ground`` (``required``), ``pilot_ends_on`` (``past``), or ``amount``
    (``negative``, and what ``budgets.draw`` raises).
    """
    question = find_question(act, reference, Action.DECIDE_MANDATE)
    _check(act, draft)
    assert question.id is not None  # noqa: S101 - a stored question has an id
    decision = MandateDecision(
        reference=_free_reference(act),
        question_id=question.id,
        team_id=question.team_id,
        year=act.today.year,
        amount_cents=draft.amount_cents,
        what=draft.what,
        ground=draft.ground,
        pilot_ends_on=draft.pilot_ends_on,
        by_id=act.person.account_id,
        at=act.at,
    )
    take_step(act, question, Step.DECIDE_MANDATE, version=version, details=_details(decision))
    _add(act, decision)
    budgets.draw(act, decision.team_id, decision.year, decision.amount_cents)
    return decision


def take_back(act: Act, reference: str, reason: str) -> MandateDecision:
    """Take a decision back by a counter-entry; its amount returns to the budget of the year it came from.

    The team that decided does this, also when another team has the question by now, and in any status: what was
    spent must be right. Raises ``RefusedInput`` beside ``reason``: ``required``, or ``taken_back`` when it was already.
    """
    decision = find_decision(act, reference, Action.CORRECT_DECISION)
    if not reason.strip():
        raise RefusedInput("reason", "required")
    question = _locked_question(act, decision)
    _ensure_stands(act, decision, "reason")
    counter = MandateDecision(
        **decision.model_dump(exclude={"id", "pilot_ends_on"})
        | {
            "reference": _free_reference(act),
            "amount_cents": -decision.amount_cents,
            "ground": reason,
            "reverses_id": decision.id,
            "by_id": act.person.account_id,
            "at": act.at,
        }
    )
    take_step(act, question, Step.TAKE_BACK_MANDATE, details=_details(counter) | {"reverses": decision.reference})
    _add(act, counter)
    budgets.give_back(act, decision.team_id, decision.year, decision.amount_cents)
    return counter


def tell_result(act: Act, reference: str, text: str) -> PilotResult:
    """Write down what came of a pilot, once.

    Raises ``RefusedInput`` beside ``result``: ``required``, ``no_pilot``, ``taken_back``, or ``told`` already.
    """
    decision = find_decision(act, reference, Action.CORRECT_DECISION)
    if not text.strip():
        raise RefusedInput("result", "required")
    if decision.pilot_ends_on is None:
        raise RefusedInput("result", "no_pilot")
    question = _locked_question(act, decision)
    _ensure_stands(act, decision, "result")
    assert decision.id is not None  # noqa: S101 - a stored decision has an id
    if act.session.get(PilotResult, decision.id, populate_existing=True) is not None:
        raise RefusedInput("result", "told")
    take_step(act, question, Step.PILOT_RESULT, details={"decision": decision.reference})
    result = PilotResult(decision_id=decision.id, text=text, by_id=act.person.account_id, at=act.at)
    act.session.add(result)
    act.session.flush()
    return result


def _check(act: Act, draft: DecisionDraft) -> None:
    if not draft.what.strip():
        raise RefusedInput("what", "required")
    if draft.amount_cents < 0:
        raise RefusedInput("amount", "negative")
    if not draft.ground.strip():
        raise RefusedInput("ground", "required")
    if draft.pilot_ends_on is not None and draft.pilot_ends_on <= act.today:
        raise RefusedInput("pilot_ends_on", "past")


def _add(act: Act, entry: MandateDecision) -> None:
    """Add a line to the ledger before the budget is touched: the row of the team is locked before that of its budget.

    An administrator who sets a budget locks them in the same order, so neither waits for the other for ever.
    """
    act.session.add(entry)
    act.session.flush()


def _locked_question(act: Act, decision: MandateDecision) -> Question:
    """Return the question of ``decision``, whoever owns it now, so that corrections of it happen one after another."""
    question = act.session.get_one(Question, decision.question_id)
    act.session.refresh(question, with_for_update=True)
    return question


def _ensure_stands(act: Act, decision: MandateDecision, field: str) -> None:
    counter = select(MandateDecision.id).where(MandateDecision.reverses_id == decision.id)
    if act.session.exec(counter).first() is not None:
        raise RefusedInput(field, "taken_back")


def _details(entry: MandateDecision) -> dict[str, object]:
    """Return what an event tells of a line: codes and figures, so that the ledger can be held against the log."""
    return {"decision": entry.reference, "team": entry.team_id, "year": entry.year, "cents": entry.amount_cents}


def _free_reference(act: Act) -> str:
    def is_taken(drawn: str) -> bool:
        return (
            act.session.exec(select(MandateDecision.id).where(MandateDecision.reference == drawn)).first() is not None
        )

    return free_reference(CODE, act.at, is_taken)
