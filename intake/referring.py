"""Sharing a question with an intermediary from the desk: at once with consent, else by asking for it first."""

from sqlmodel import col, select

from intake import referral
from intake.act import Act
from intake.consent import ASKED, sharing
from intake.conversation import ask_about
from intake.errors import RefusedInput, StalePage
from intake.models.questions import Question, Referral
from intake.models.reference import Intermediary, Organisation
from intake.permissions import Action
from intake.terms import Language, Step
from intake.visibility import find_question

#: What the entrepreneur reads, in the language of the question.
MAY_WE_SHARE = {
    Language.NL: "{organisation} kan u misschien verder helpen. Mogen wij uw vraag met deze organisatie delen? "
    "U kunt dat hieronder bij ‘Wie mag uw vraag zien’ aangeven. Zonder uw toestemming delen wij niets.",
    Language.EN: "{organisation} may be able to help you further. May we share your question with this organisation? "
    "You can tell us below, under ‘Who may see your question’. Without your consent we share nothing.",
}


def refer(act: Act, reference: str, organisation_id: int, note: str = "", *, version: int | None = None) -> Referral:
    """Share a question with an organisation that the entrepreneur consented to.

    Raises ``RefusedInput`` beside ``organisation`` as ``referral.offer`` does, and ``StalePage`` when the question
    moved on since ``version``.
    """
    question = find_question(act, reference, Action.REFER)
    act.session.refresh(question, with_for_update=True)
    if version is not None and question.version != version:
        raise StalePage(Step.REFER, question.status)
    return referral.offer(act, question, organisation_id, note)


def ask_consent(act: Act, reference: str, organisation_id: int, *, version: int | None = None) -> Question:
    """Ask the entrepreneur whether an organisation may see the question.

    Raises ``RefusedInput`` beside ``organisation``: ``unknown``, or ``consented`` when the answer is known.
    """
    question = find_question(act, reference, Action.REFER)
    organisation = act.session.get(Organisation, organisation_id)
    if organisation is None or organisation_id not in {row.id for row in organisations_to_refer_to(act)}:
        raise RefusedInput("organisation", "unknown")
    if any(row.is_shared and row.organisation_id == organisation_id for row in sharing(act, question)):
        raise RefusedInput("organisation", "consented")
    ask_about(
        act,
        question,
        MAY_WE_SHARE[question.language].format(organisation=organisation.name),
        version=version,
        reason=ASKED,
        details={"organisation": organisation_id},
    )
    return question


def organisations_to_refer_to(act: Act) -> list[Organisation]:
    """Return the organisations that offer help to entrepreneurs, by name."""
    rows = act.session.exec(
        select(Organisation)
        .where(
            col(Organisation.id).in_(select(Intermediary.organisation_id).where(col(Intermediary.retired_on).is_(None)))
        )
        .order_by(Organisation.name)
    )
    return [row for row in rows if row.retired_on is None or row.retired_on > act.today]
