"""What an asker makes of the facts that we read in the text: right, something else, or not there at all."""

from collections.abc import Mapping

from intake.models.question_draft import QuestionDraft
from intake.proposal import RoutingProposal
from intake.terms import MunicipalityAnswer

#: The facts that somebody can fill in where the answers are shown.
FACTS = ("municipality", "legal_form", "stage", "amount_eur", "target")


def shown_facts(proposal: RoutingProposal) -> tuple[str, ...]:
    """Return the facts that can be filled in beside ``proposal``: those that were read, and the one that is asked."""
    asked = asked_fact(proposal)
    return tuple(dict.fromkeys((*(fact.name for fact in proposal.facts), *((asked,) if asked else ()))))


def asked_fact(proposal: RoutingProposal) -> str | None:
    """Return the fact that is asked for; a place is not, where the asker chooses one or means several."""
    fact = proposal.fact_question.fact if proposal.fact_question else None
    several = proposal.municipality_answer is MunicipalityAnswer.SEVERAL
    return None if fact == "municipality" and (proposal.place.ambiguous or several) else fact


def corrected(draft: QuestionDraft, proposal: RoutingProposal, given: Mapping[str, object]) -> QuestionDraft:
    """Return ``draft`` with what the asker gave for the facts that were shown.

    A fact that was read and is given as it was read stays read; one that is given otherwise was filled in; one
    that was emptied is not read again.
    """
    read = {fact.name: fact.value for fact in proposal.facts}
    shown = shown_facts(proposal)
    changes: dict[str, object] = {}
    misread: set[str] = set(draft.not_read)
    for name, value in given.items():
        if name not in shown or (name in read and str(value) == read[name]):
            continue
        if value not in (None, ""):
            changes[name] = value
        elif name in read:
            misread.add(name)
    if "municipality" in changes:
        changes |= {"municipality_answer": MunicipalityAnswer.CHOSEN, "gm_code": None}
    return QuestionDraft.model_validate(draft.model_dump() | changes | {"not_read": tuple(sorted(misread))})
