"""Taking a question in: stored, routed and owned in one transaction, once for every form."""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from intake import audit, outbox, referral
from intake.act import Act
from intake.errors import RefusedInput
from intake.models.question_draft import QuestionDraft
from intake.models.questions import Consent, Message, Question, RoutingRecord
from intake.permissions import NO_SUBJECT, Action, ensure_may
from intake.proposal import RoutingProposal
from intake.references import new_reference
from intake.team_choice import TeamDecision, decide
from intake.terms import MessageKind, QuestionStatus, Source, Step
from intake.working_days import add_working_days

logger = logging.getLogger(__name__)

#: A new reference is drawn so many times before something else must be wrong.
DRAWS = 5


@dataclass(frozen=True, slots=True)
class Choices:
    """What the asker decided on the check page.

    ``submission_key`` is the same for every click on one form. ``topic`` is one of the offered topics, or
    ``None`` with ``no_topic`` when none fits. ``also`` says that the second topic is asked about too.
    ``organisation_ids`` are those that may see the question.
    """

    submission_key: str
    topic: str | None = None
    no_topic: bool = False
    also: bool = False
    wrong_team: bool = False
    no_financing: bool = False
    no_intermediary: bool = False
    organisation_ids: frozenset[int] = field(default_factory=frozenset)
    source: Source = Source.FORM


def submit(act: Act, draft: QuestionDraft, proposal: RoutingProposal, choices: Choices) -> Question:
    """Store ``draft`` as a question that one team owns, and return it; the caller owns the transaction.

    The same ``submission_key`` gives the same question, also when two clicks arrive at once. Raises
    ``RefusedInput`` beside ``gm_code`` while the asker still has to say which municipality is meant.
    """
    ensure_may(act.person, Action.SUBMIT, NO_SUBJECT)
    known = submitted(act, choices.submission_key)
    if known is not None:
        return known
    if proposal.place.ambiguous:
        raise RefusedInput("gm_code", "ambiguous")
    topic = choices.topic or (None if choices.no_topic else proposal.likely_topic)
    decision = decide(act, proposal.place.gm_code, proposal.municipality_answer, topic)
    question = _stored(act, _row(act, draft, proposal, choices, decision), decision.team.code)
    if question is None:
        return _of_other_click(act, choices.submission_key)
    _record(act, question, draft, proposal, decision, choices)
    _share(act, question, choices.organisation_ids)
    if question.asker_email:
        outbox.put(act, "receipt", question.asker_email, question.language, question_id=question.id)
    logger.info("question submitted reference=%s team=%s", question.reference, decision.team.code)
    return question


def submitted(act: Act, submission_key: str) -> Question | None:
    """Return the question that came from the form with ``submission_key``, if it was sent."""
    return act.session.exec(select(Question).where(Question.submission_key == submission_key)).first()


def _row(
    act: Act, draft: QuestionDraft, proposal: RoutingProposal, choices: Choices, decision: TeamDecision
) -> Question:
    team = decision.team
    assert team.id is not None  # noqa: S101 - a stored team has an id
    sorted_by_asker = choices.topic is not None
    return Question(
        reference="",
        submission_key=choices.submission_key,
        status=QuestionStatus.NEW,
        team_id=team.id,
        text=draft.text,
        source=choices.source,
        gm_code=proposal.place.gm_code,
        municipality_answer=proposal.municipality_answer,
        municipality_typed=draft.municipality,
        asker_email=draft.email,
        asker_name=draft.name,
        asker_organisation=draft.organisation,
        asker_kvk=draft.kvk,
        asker_phone=draft.phone,
        stage=draft.stage,
        legal_form=draft.legal_form,
        amount_eur=draft.amount_eur,
        target=draft.target,
        language=draft.language,
        confidential=draft.confidential,
        suggested_topic=proposal.suggested_topic,
        asker_topic=choices.topic,
        asker_said_none=choices.no_topic,
        topic_slug=choices.topic or (None if choices.no_topic else proposal.likely_topic),
        also_topic=_also(proposal, choices),
        needs_sorting=not sorted_by_asker and (proposal.triage or choices.no_topic),
        gap=decision.gap,
        objected_at=act.at if choices.wrong_team else None,
        created_at=act.at,
        updated_at=act.at,
        owned_since=act.at,
        life_due_on=add_working_days(act.today, team.first_sign_days),
        content_due_on=add_working_days(act.today, team.first_content_days),
        answer_due_on=add_working_days(act.today, team.answer_days),
    )


def _also(proposal: RoutingProposal, choices: Choices) -> str | None:
    """Return the second topic, when the asker asks about it too and did not choose it as the first."""
    second = proposal.second_topic
    return second.slug if second and choices.also and second.slug != choices.topic else None


def _stored(act: Act, question: Question, code: str) -> Question | None:
    """Store ``question`` under a reference that is free; ``None`` when another click on the form was first."""
    for _draw in range(DRAWS):
        question.reference = new_reference(code, act.at)
        try:
            with act.session.begin_nested():
                act.session.add(question)
        except IntegrityError:
            if submitted(act, question.submission_key):
                return None
            continue
        return question
    raise RuntimeError(f"no free reference for team {code}")


def _of_other_click(act: Act, submission_key: str) -> Question:
    question = submitted(act, submission_key)
    assert question is not None  # noqa: S101 - it made our own insert fail
    return question


def _record(
    act: Act,
    question: Question,
    draft: QuestionDraft,
    proposal: RoutingProposal,
    decision: TeamDecision,
    choices: Choices,
) -> None:
    """Keep what was asked, what the machine proposed and what the person chose, each apart."""
    assert question.id is not None  # noqa: S101 - stored above
    act.session.add(
        Message(
            question_id=question.id,
            kind=MessageKind.QUESTION,
            author_name=question.asker_name,
            body=question.text,
            created_at=act.at,
        )
    )
    act.session.add(
        RoutingRecord(
            question_id=question.id,
            at=act.at,
            model_hash=proposal.model_hash,
            input_hash=proposal.input_hash,
            topics=_json(proposal.topics),
            team_id=question.team_id,
            reasons=_json(decision.steps),
            financing=_json(proposal.financing),
            intermediaries=_json(proposal.intermediaries),
            facts=_facts(draft, proposal),
            second_topic=proposal.second_topic.slug if proposal.second_topic else None,
        )
    )
    details: dict[str, object] = {
        "team": decision.team.code,
        "suggested_topic": question.suggested_topic,
        "asker_topic": question.asker_topic,
        "also_topic": question.also_topic,
        "no_topic": choices.no_topic,
        "wrong_team": choices.wrong_team,
        "no_financing": choices.no_financing,
        "no_intermediary": choices.no_intermediary,
        "organisations": sorted(choices.organisation_ids),
    }
    audit.record(
        act,
        f"question:{question.id}",
        Step.SUBMIT,
        to_status=question.status,
        reason=decision.because,
        details=details,
    )


def _share(act: Act, question: Question, organisation_ids: frozenset[int]) -> None:
    """Offer the question to each organisation that the asker ticked."""
    assert question.id is not None  # noqa: S101 - stored above
    for organisation_id in sorted(organisation_ids):
        act.session.add(Consent(question_id=question.id, organisation_id=organisation_id, given_at=act.at))
        act.session.flush()
        try:
            referral.offer(act, question, organisation_id)
        except RefusedInput as refusal:
            logger.info("referral not offered reference=%s code=%s", question.reference, refusal.code)


def _facts(draft: QuestionDraft, proposal: RoutingProposal) -> str:
    """Return where in the text facts were read, and which the asker said are misread; the words stay in the text."""
    told = {"read": list(proposal.facts), "not_read": sorted(draft.not_read)}
    return json.dumps(told, default=_columns, sort_keys=True)


def _json(rows: Iterable[object]) -> str:
    return json.dumps(list(rows), default=_columns, ensure_ascii=False, sort_keys=True)


def _columns(row: Any) -> dict[str, object]:
    """Return a row as JSON has it, without the deep copies that ``asdict`` makes."""
    return {column.name: getattr(row, column.name) for column in fields(row)}
