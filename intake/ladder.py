"""The ladder: from a signal to a decision, and back to everybody who asked."""

from dataclasses import dataclass

from sqlmodel import col, func, select

from intake import news, outbox
from intake.act import Act
from intake.errors import RefusedInput
from intake.masking import refuse_personal_data
from intake.models.knelpunten import CaseKnelpunt, Knelpunt, KnelpuntTag
from intake.models.people import Account
from intake.models.questions import Message, Question
from intake.models.reference import KnelpuntKind, Organisation, Outcome, Team
from intake.permissions import Action, may
from intake.steps import move_knelpunt, take_step
from intake.suppression import told
from intake.terms import (
    KnelpuntStep,
    Language,
    MessageKind,
    NewsKind,
    OrganisationCategory,
    Role,
    Step,
)
from intake.visibility import find_knelpunt, subject_of_knelpunt
from intake.workflow import CASES_TO_CONFIRM, LADDER, STEPS

#: The kinds of organisation that can remove a barrier.
CAN_DECIDE = (
    OrganisationCategory.MINISTERIE,
    OrganisationCategory.PROVINCIE,
    OrganisationCategory.GEMEENTE,
    OrganisationCategory.OVERHEIDSORGANISATIE,
    OrganisationCategory.FINANCIER,
)

#: How a decision is told on the status page of a question, around the text that a person wrote.
TOLD: dict[Language, str] = {
    Language.NL: "U liep tegen dit knelpunt aan: “{title}”. Daarover is nu een besluit genomen: {outcome}.\n\n{text}",
    Language.EN: "You ran into this barrier: “{title}”. A decision has now been made: {outcome}.\n\n{text}",
}


# --- the steps ------------------------------------------------------------------------------------


def may_confirm(act: Act, knelpunt: Knelpunt) -> bool:
    """Tell whether this person can confirm ``knelpunt`` now: with enough cases, or by leading its track."""
    if knelpunt.status not in LADDER[KnelpuntStep.CONFIRM][0]:
        return False
    subject = subject_of_knelpunt(knelpunt)
    if may(act.person, Action.MOVE_KNELPUNT, subject):
        return True
    return may(act.person, Action.CONFIRM_KNELPUNT, subject) and _case_count(act, knelpunt) >= CASES_TO_CONFIRM


def confirm(act: Act, reference: str, *, version: int | None = None) -> Knelpunt:
    """Confirm a signal. Raises ``RefusedInput`` (``too_few_cases``) for somebody who needs cases for that."""
    knelpunt = find_knelpunt(act, reference, Action.CONFIRM_KNELPUNT)
    decides = may(act.person, Action.MOVE_KNELPUNT, subject_of_knelpunt(knelpunt))
    if not decides and _case_count(act, knelpunt) < CASES_TO_CONFIRM:
        raise RefusedInput("knelpunt", "too_few_cases", needed=CASES_TO_CONFIRM)
    move_knelpunt(
        act,
        knelpunt,
        KnelpuntStep.CONFIRM,
        version=version,
        reason="decided" if decides else "enough_cases",
        confirmed_at=act.at,
    )
    return knelpunt


def bring(act: Act, reference: str, organisation_id: int, text: str, *, version: int | None = None) -> Knelpunt:
    """Bring a knelpunt to the organisation that can remove it; its dossierhouders get a mail.

    Raises ``RefusedInput`` beside ``organisation`` (``unknown``) or ``text`` (``personal_data``).
    """
    knelpunt = find_knelpunt(act, reference, Action.MOVE_KNELPUNT)
    if organisation_id not in {row.id for row in responsible_organisations(act)}:
        raise RefusedInput("organisation", "unknown")
    refuse_personal_data("text", text)
    move_knelpunt(
        act,
        knelpunt,
        KnelpuntStep.BRING,
        version=version,
        details={"organisation": organisation_id},
        responsible_organisation_id=organisation_id,
        brought_at=act.at,
        brought_text=text,
    )
    for account in dossierhouders(act, organisation_id):
        outbox.put(
            act,
            "knelpunt_brought",
            account.email,
            account.language,
            params={"knelpunt": knelpunt.reference},
            account_id=account.id,
        )
    return knelpunt


def take_up(act: Act, reference: str, *, version: int | None = None) -> Knelpunt:
    """Say that the responsible organisation is working on a knelpunt."""
    knelpunt = find_knelpunt(act, reference, Action.DECIDE_KNELPUNT)
    move_knelpunt(act, knelpunt, KnelpuntStep.TAKE_UP, version=version)
    return knelpunt


def decide(act: Act, reference: str, outcome_code: str, text: str, *, version: int | None = None) -> Knelpunt:
    """Answer a knelpunt with an outcome of the deal and a text.

    Raises ``RefusedInput`` beside ``outcome`` (``unknown``) or ``text`` (``personal_data``).
    """
    knelpunt = find_knelpunt(act, reference, Action.DECIDE_KNELPUNT)
    if outcome_code not in {row.code for row in all_outcomes(act)}:
        raise RefusedInput("outcome", "unknown")
    refuse_personal_data("text", text)
    move_knelpunt(
        act,
        knelpunt,
        KnelpuntStep.DECIDE,
        version=version,
        reason=outcome_code,
        outcome_code=outcome_code,
        decision_text=text,
        decided_at=act.at,
    )
    return knelpunt


def feed_back(act: Act, reference: str, text: str, *, version: int | None = None) -> int:
    """Tell everybody who asked what was decided; return how many questions got the message.

    Each linked question shows ``text`` on its status page and its asker gets a mail, and so does everybody
    who tagged one. Raises ``RefusedInput`` beside ``text`` (``personal_data``).
    """
    knelpunt = find_knelpunt(act, reference, Action.MOVE_KNELPUNT)
    refuse_personal_data("text", text)
    questions = _linked_questions(act, knelpunt)
    taggers = _taggers(act, knelpunt)
    move_knelpunt(
        act,
        knelpunt,
        KnelpuntStep.FEED_BACK,
        version=version,
        details={"questions": len(questions)},
        fed_back_at=act.at,
    )
    outcome = act.session.get_one(Outcome, knelpunt.outcome_code)
    for question in questions:
        _tell_asker(act, question, knelpunt, outcome, text)
    for account in taggers:
        outbox.put(
            act,
            "knelpunt_fed_back",
            account.email,
            account.language,
            params={"knelpunt": knelpunt.reference},
            account_id=account.id,
        )
    return len(questions)


def _tell_asker(act: Act, question: Question, knelpunt: Knelpunt, outcome: Outcome, text: str) -> None:
    assert question.id is not None  # noqa: S101 - a stored question has an id
    act.session.refresh(question, with_for_update=True)
    take_step(act, question, Step.KNELPUNT_DECIDED, reason=outcome.code, details={"knelpunt": knelpunt.id})
    name = outcome.name_en if question.language is Language.EN else outcome.name_nl
    act.session.add(
        Message(
            question_id=question.id,
            kind=MessageKind.TO_ASKER,
            author_id=act.person.account_id,
            author_name="Impactloket",
            body=TOLD[question.language].format(title=knelpunt.title, outcome=name, text=text),
            created_at=act.at,
        )
    )
    if question.asker_email and news.may_tell_of_knelpunt(act, question):
        news.spend(act, question, NewsKind.KNELPUNT)
        outbox.put(act, "knelpunt_decided", question.asker_email, question.language, question_id=question.id)


# --- who and what a step can be about -------------------------------------------------------------


def responsible_organisations(act: Act) -> list[Organisation]:
    """Return the organisations that a knelpunt can be brought to, by kind and name."""
    return list(
        act.session.exec(
            select(Organisation)
            .where(
                col(Organisation.category).in_(CAN_DECIDE),
                col(Organisation.retired_on).is_(None) | (col(Organisation.retired_on) > act.today),
            )
            .order_by(Organisation.category, Organisation.name)
        )
    )


def dossierhouders(act: Act, organisation_id: int) -> list[Account]:
    """Return who keeps the files of an organisation."""
    return list(
        act.session.exec(
            select(Account)
            .where(
                Account.organisation_id == organisation_id,
                Account.role == Role.DOSSIERHOUDER,
                col(Account.blocked_at).is_(None),
            )
            .order_by(col(Account.id))
        )
    )


def with_dossierhouder(act: Act) -> set[int | None]:
    """Return the organisations that have somebody to read a dossier."""
    return set(
        act.session.exec(
            select(Account.organisation_id).where(Account.role == Role.DOSSIERHOUDER, col(Account.blocked_at).is_(None))
        )
    )


def all_outcomes(act: Act) -> list[Outcome]:
    """Return the outcomes of the deal, by name."""
    return list(
        act.session.exec(
            select(Outcome)
            .where(col(Outcome.retired_on).is_(None) | (col(Outcome.retired_on) > act.today))
            .order_by(Outcome.name_nl)
        )
    )


def outcomes_for(act: Act, reference: str) -> list[Outcome]:
    """Return the outcomes of the deal, those that suit the kind of the knelpunt first."""
    knelpunt = find_knelpunt(act, reference, Action.DECIDE_KNELPUNT)
    kind = act.session.get_one(KnelpuntKind, knelpunt.kind_code)
    suiting = kind.outcomes.split(";")
    return sorted(all_outcomes(act), key=lambda outcome: outcome.code not in suiting)


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who hears of a decision; ``None`` for a small number. ``without_mail``: those who only see it on the page."""

    questions: int | None
    without_mail: int | None
    teams: tuple[str, ...]
    organisations: tuple[str, ...]


def recipients(act: Act, reference: str) -> Recipients:
    """Return who will hear of the decision on a knelpunt, without telling who asked."""
    knelpunt = find_knelpunt(act, reference, Action.MOVE_KNELPUNT)
    questions = _linked_questions(act, knelpunt)
    silent = [question for question in questions if not news.may_tell_of_knelpunt(act, question)]
    teams = act.session.exec(
        select(Team.name).where(col(Team.id).in_({question.team_id for question in questions})).order_by(Team.name)
    )
    organisations = act.session.exec(
        select(Organisation.name)
        .where(
            col(Organisation.id).in_(select(KnelpuntTag.organisation_id).where(KnelpuntTag.knelpunt_id == knelpunt.id))
        )
        .order_by(Organisation.name)
    )
    return Recipients(told(len(questions)), told(len(silent)), tuple(teams), tuple(organisations))


def _linked_questions(act: Act, knelpunt: Knelpunt) -> list[Question]:
    """Return the questions that show ``knelpunt`` and can still be told something."""
    return list(
        act.session.exec(
            select(Question)
            .join(KnelpuntTag, col(KnelpuntTag.question_id) == Question.id)
            .where(
                KnelpuntTag.knelpunt_id == knelpunt.id,
                col(Question.status).in_(STEPS[Step.KNELPUNT_DECIDED][0]),
            )
            .order_by(col(Question.id))
        )
    )


def _taggers(act: Act, knelpunt: Knelpunt) -> list[Account]:
    """Return who signalled ``knelpunt`` or tagged a question with it, and still works with the loket."""
    tagged_by = select(KnelpuntTag.by_id).where(KnelpuntTag.knelpunt_id == knelpunt.id)
    return list(
        act.session.exec(
            select(Account)
            .where(
                col(Account.id).in_(tagged_by) | (col(Account.id) == knelpunt.signalled_by_id),
                col(Account.blocked_at).is_(None),
            )
            .order_by(col(Account.id))
        )
    )


def _case_count(act: Act, knelpunt: Knelpunt) -> int:
    return act.session.exec(
        select(func.count()).select_from(CaseKnelpunt).where(CaseKnelpunt.knelpunt_id == knelpunt.id)
    ).one()
