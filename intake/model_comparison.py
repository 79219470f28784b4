"""The serving model against the shadow, on confirmed questions that neither was fitted on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import select

from intake.act import Act
from intake.learning import ConfirmedQuestion, confirmed_questions
from intake.models.reference import Municipality
from intake.permissions import Action, ensure_may
from matching.comparison import Comparison, compare
from matching.evaluation import Labelled
from matching.serving import ServingModel

#: On fewer held-back questions nothing can be concluded.
FEWEST = 30

#: The most words of a short and of a middling question.
SHORT, MIDDLING = 25, 75


@dataclass(frozen=True, slots=True)
class HeldBackComparison:
    """How two models do on the questions that were held back; ``comparison`` is ``None`` when there are too few."""

    held_back: int
    comparison: Comparison | None


def compare_on_held_back(act: Act, old: ServingModel, new: ServingModel) -> HeldBackComparison:
    """Compare per topic, municipality, length and language."""
    ensure_may(act.person, Action.MANAGE_TOPICS)
    questions = [question for question in confirmed_questions(act.session) if question.held_back and question.measured]
    if len(questions) < FEWEST:
        return HeldBackComparison(len(questions), None)
    labelled = [Labelled(question.text, question.topic) for question in questions]
    return HeldBackComparison(len(questions), compare(old, new, labelled, _groups(act, questions)))


def length_of(text: str) -> str:
    """Return ``short``, ``middling`` or ``long``."""
    words = len(text.split())
    return "short" if words <= SHORT else "middling" if words <= MIDDLING else "long"


def _groups(act: Act, questions: Sequence[ConfirmedQuestion]) -> dict[str, list[str]]:
    names = dict(act.session.exec(select(Municipality.gm_code, Municipality.name)).all())
    return {
        "topic": [question.topic or "none" for question in questions],
        "municipality": [names.get(question.gm_code or "", "unknown") for question in questions],
        "length": [length_of(question.text) for question in questions],
        "language": [question.language for question in questions],
    }
