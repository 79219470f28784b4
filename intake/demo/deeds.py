"""What people do with a question in the demo: one function a deed, each calling the verb of real work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from intake import (
    consent,
    consult,
    conversation,
    desk,
    erasure,
    feedback,
    following,
    hand_over,
    mandate,
    private_links,
    referral,
    referring,
)
from intake.act import Act
from intake.consult import ConsultDraft
from intake.conversation import Answer
from intake.demo.stage import Stage, shortly_after, told_topic
from intake.demo.story import Deed, Do, StoryBroken, ToldQuestion
from intake.feedback import FeedbackDraft
from intake.hand_over import HandOverCard
from intake.mandate import DecisionDraft
from intake.models.mandates import MandateDecision
from intake.models.people import Account
from intake.models.questions import Consultation, Question
from intake.permissions import ANYBODY
from intake.sessions import person_of
from intake.terms import (
    DeclineReason,
    HandOverReason,
    Helped,
    HelpedBy,
    LinkPurpose,
    ReferralResult,
    ReleaseReason,
    WithdrawReason,
)


@dataclass(frozen=True, slots=True)
class Scene:
    """One deed about to be done: on which question, by whom it is told, and when."""

    stage: Stage
    told: ToldQuestion
    deed: Deed
    question: Question
    at: datetime

    @property
    def reference(self) -> str:
        """The reference of the question."""
        return self.question.reference

    def at_the_desk(self) -> Act:
        """Return an act of the makelaar."""
        return self.stage.act(self.stage.desk(self.question, self.deed.by), self.at)

    def as_asker(self) -> Act:
        """Return an act of the entrepreneur."""
        return self.stage.act(self.stage.asker(self.question), self.at)

    def at_the_organisation(self) -> Act:
        """Return an act of somebody of the organisation that the question is shared with."""
        if self.deed.by is not None:
            return self.stage.act(self.stage.person(self.deed.by), self.at)
        session = self.stage.session
        account = session.exec(
            select(Account)
            .where(Account.organisation_id == self.stage.organisation_id(self.deed.organisation))
            .order_by(col(Account.id))
            .limit(1)
        ).one()
        return self.stage.act(person_of(session, account), self.at)


def do(told: ToldQuestion, deed: Deed, stage: Stage, at: datetime) -> None:
    """Do one deed of the story."""
    DEEDS[deed.do](Scene(stage, told, deed, stage.question(told.key), at))


# --- at the desk ----------------------------------------------------------------------------------


def _pick_up(scene: Scene) -> None:
    """Take a question in hand, and sort it when the topic is not the one that the makelaar sees in it."""
    act = scene.at_the_desk()
    question = desk.pick_up(act, scene.reference)
    if scene.told.topic is not None and (question.needs_sorting or question.topic_slug != scene.told.topic):
        sorting = scene.stage.act(act.person, shortly_after(scene.at))
        desk.correct_topic(sorting, scene.reference, scene.told.topic)


def _answer(scene: Scene) -> None:
    topic = told_topic(scene.told, scene.question)
    answer = Answer(scene.deed.text, topic, scene.deed.outcome)
    conversation.answer(scene.at_the_desk(), scene.reference, answer)


def _hand_over(scene: Scene) -> None:
    deed = scene.deed
    card = HandOverCard(deed.team, HandOverReason(deed.reason), deed.context, deed.done, deed.agreed, deed.back)
    hand_over.hand_over(scene.at_the_desk(), scene.reference, card)


def _consult(scene: Scene) -> None:
    deed = scene.deed
    draft = ConsultDraft(deed.email, deed.name, deed.body, consult.masked_text(scene.question))
    consult.consult(scene.at_the_desk(), scene.reference, draft)


def _consult_reply(scene: Scene) -> None:
    """Reply to the last consultation, through a link as the mail would hold one."""
    act = scene.stage.act(ANYBODY, scene.at)
    consultation = act.session.exec(
        select(Consultation)
        .where(Consultation.question_id == scene.question.id, col(Consultation.answered_at).is_(None))
        .order_by(col(Consultation.id).desc())
        .limit(1)
    ).one()
    token = private_links.mint(act, LinkPurpose.CONSULT, consultation_id=consultation.id)
    consult.reply(act, token, scene.deed.text)


def _decide(scene: Scene) -> None:
    deed, act = scene.deed, scene.at_the_desk()
    ends_on = None if deed.pilot_days is None else act.today + timedelta(days=deed.pilot_days)
    mandate.decide(act, scene.reference, DecisionDraft(deed.text, deed.amount_eur * 100, deed.ground, ends_on))


def _last_decision(scene: Scene) -> str:
    """Return the reference of the decision that was taken last on the question."""
    return scene.stage.session.exec(
        select(MandateDecision.reference)
        .where(MandateDecision.question_id == scene.question.id, col(MandateDecision.reverses_id).is_(None))
        .order_by(col(MandateDecision.id).desc())
        .limit(1)
    ).one()


def _feedback(scene: Scene) -> None:
    """Say that the answer helped: by the organisation that the deed names, else by the team."""
    deed = scene.deed
    if deed.helped is None:
        raise StoryBroken(f"{scene.told.key}: helped is missing")
    by, organisation_id = HelpedBy.TEAM, None
    if deed.organisation:
        by, organisation_id = HelpedBy.ORGANISATION, scene.stage.organisation_id(deed.organisation)
    feedback.give(scene.as_asker(), scene.reference, FeedbackDraft(deed.helped, by, organisation_id, deed.text))


# --- the table ------------------------------------------------------------------------------------

#: deed -> the verb that it is.
DEEDS: dict[Do, Callable[[Scene], object]] = {
    Do.PICK_UP: _pick_up,
    Do.RELEASE: lambda s: desk.release(s.at_the_desk(), s.reference, ReleaseReason(s.deed.reason)),
    Do.ASK: lambda s: conversation.ask(s.at_the_desk(), s.reference, s.deed.text),
    Do.REPLY: lambda s: following.write(s.as_asker(), s.reference, s.deed.text),
    Do.ADD: lambda s: following.write(s.as_asker(), s.reference, s.deed.text),
    Do.OBJECT: lambda s: following.object_to_route(s.as_asker(), s.reference, s.deed.text),
    Do.ANSWER: _answer,
    Do.CLOSE: lambda s: desk.close(s.at_the_desk(), s.reference, s.deed.outcome),
    Do.REOPEN: lambda s: feedback.give(s.as_asker(), s.reference, FeedbackDraft(Helped.NO, text=s.deed.text)),
    Do.FEEDBACK: _feedback,
    Do.WITHDRAW: lambda s: following.withdraw(s.as_asker(), s.reference, WithdrawReason(s.deed.reason), s.deed.text),
    Do.ERASE: lambda s: erasure.erase(s.as_asker(), s.reference),
    Do.HAND_OVER: _hand_over,
    Do.NOTE: lambda s: conversation.note(s.at_the_desk(), s.reference, s.deed.text),
    Do.CALL: lambda s: conversation.log_call(s.at_the_desk(), s.reference, s.deed.text),
    Do.CONSULT: _consult,
    Do.CONSULT_REPLY: _consult_reply,
    Do.DECIDE: _decide,
    Do.TAKE_BACK: lambda s: mandate.take_back(s.at_the_desk(), _last_decision(s), s.deed.text),
    Do.PILOT_RESULT: lambda s: mandate.tell_result(s.at_the_desk(), _last_decision(s), s.deed.text),
    Do.ASK_CONSENT: lambda s: referring.ask_consent(
        s.at_the_desk(), s.reference, s.stage.organisation_id(s.deed.organisation)
    ),
    Do.GIVE_CONSENT: lambda s: consent.give(s.as_asker(), s.reference, s.stage.organisation_id(s.deed.organisation)),
    Do.TAKE: lambda s: referral.take(s.at_the_organisation(), s.reference),
    Do.DECLINE: lambda s: referral.decline(
        s.at_the_organisation(), s.reference, DeclineReason(s.deed.reason), s.deed.note
    ),
    Do.COMPLETE: lambda s: referral.complete(
        s.at_the_organisation(), s.reference, ReferralResult(s.deed.result), s.deed.text
    ),
}

#: What entrepreneurs do, at any hour; everything else is done at a desk.
BY_ASKER = frozenset({Do.REPLY, Do.ADD, Do.OBJECT, Do.REOPEN, Do.WITHDRAW, Do.ERASE, Do.FEEDBACK, Do.GIVE_CONSENT})
