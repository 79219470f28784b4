"""How entrepreneurs of the demo ask: the machine proposes, they choose from what it offers."""

import random
from datetime import datetime

from intake import routing, submission
from intake.demo.stage import Stage
from intake.demo.story import StoryBroken, ToldQuestion
from intake.models.question_draft import QuestionDraft
from intake.permissions import ANYBODY
from intake.proposal import RoutingProposal
from intake.submission import Choices
from intake.terms import MunicipalityAnswer

#: The share of entrepreneurs who say which topic it is; the others leave it to the loket.
CHOOSING = 0.6


def ask(told: ToldQuestion, stage: Stage, at: datetime) -> None:
    """Ask a question as the form and the check page let somebody ask it."""
    draft = _draft(told)
    act = stage.act(ANYBODY, at)
    proposal = routing.route(act, stage.router, draft)
    if proposal.place.ambiguous:
        raise StoryBroken(f"{told.key}: which municipality? Set gm_code to one of {proposal.place.ambiguous}")
    question = submission.submit(act, draft, proposal, _choices(stage, told, proposal))
    stage.references[told.key] = question.reference
    if told.refused and told.email:
        stage.refused.add(told.email)


def _draft(told: ToldQuestion) -> QuestionDraft:
    answer = MunicipalityAnswer.CHOSEN
    if told.unknown:
        answer = MunicipalityAnswer.UNKNOWN
    elif told.several:
        answer = MunicipalityAnswer.SEVERAL
    return QuestionDraft(
        text=told.text,
        municipality=told.municipality,
        municipality_answer=answer,
        gm_code=told.gm_code,
        email=told.email,
        name=told.name,
        organisation=told.organisation,
        phone=told.phone,
        stage=told.stage,
        legal_form=told.legal_form,
        amount_eur=told.amount_eur,
        target=told.target,
        language=told.language,
        confidential=told.confidential,
    )


def _choices(stage: Stage, told: ToldQuestion, proposal: RoutingProposal) -> Choices:
    """Choose what the entrepreneur would: the right topic when it is offered, else none or nothing."""
    offered = [topic.slug for topic in proposal.offered_topics]
    dice = random.Random(told.key)  # noqa: S311 - a story, not a secret
    chooses = dice.random() < CHOOSING or proposal.likely_topic != told.topic
    right = told.topic is not None and told.topic in offered
    return Choices(
        submission_key=f"demo-{told.key}",
        topic=told.topic if right and chooses else None,
        no_topic=told.asker == "none" or (not right and bool(offered) and dice.random() < CHOOSING),
        organisation_ids=frozenset(stage.organisation_id(code) for code in told.share),
        source=told.source,
    )
