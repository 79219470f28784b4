"""Everything that the owning team knows of one question: for its page, for print and for the case system."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select

from intake import consent, feedback, mandate_list
from intake.act import Act
from intake.consent import Sharing
from intake.feedback import FeedbackCounts
from intake.hand_over import earlier_hand_overs
from intake.history import HistoryLine, history
from intake.mandate_list import LedgerLine
from intake.models.knelpunten import Knelpunt, KnelpuntTag
from intake.models.people import Account
from intake.models.questions import Consultation, Feedback, HandOver, Message, Question, Referral
from intake.models.reference import Municipality, Organisation, Outcome, Team, Topic
from intake.permissions import Action
from intake.suggestions import Suggestions, suggestions
from intake.terms import SEEN_BY_ASKER, MessageKind
from intake.visibility import find_question

#: Over which time the answers of a team are counted on the page of a question.
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class HandOverLine:
    """One hand-over with the names of both teams and of who did it."""

    card: HandOver
    from_team: str
    to_team: str
    by: str


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """One referral with the organisation and who took it there."""

    referral: Referral
    organisation: str
    taken_by: str


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """What the entrepreneur said of the last answer, with the organisation that helped."""

    feedback: Feedback
    organisation: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """One question with names in place of ids."""

    question: Question
    team: Team
    assignee: str
    municipality: str
    topic: Topic | None
    suggested_topic: Topic | None
    asker_topic: Topic | None
    also_topic: Topic | None
    confirmed_topic: Topic | None
    outcome: Outcome | None
    suggestions: Suggestions
    messages: tuple[Message, ...]
    history: tuple[HistoryLine, ...]
    hand_overs: tuple[HandOverLine, ...]
    sharing: tuple[Sharing, ...]
    referrals: tuple[ReferralLine, ...]
    consultations: tuple[Consultation, ...]
    knelpunten: tuple[Knelpunt, ...]
    decisions: tuple[LedgerLine, ...]
    feedback: FeedbackLine | None
    feedback_of_team: FeedbackCounts

    @property
    def said(self) -> tuple[Message, ...]:
        """What the entrepreneur and the team said to each other after the question itself."""
        shared = SEEN_BY_ASKER - {MessageKind.QUESTION}
        return tuple(message for message in self.messages if message.kind in shared)

    @property
    def internal_messages(self) -> tuple[Message, ...]:
        """What the entrepreneur never sees."""
        return tuple(message for message in self.messages if message.kind not in SEEN_BY_ASKER)


def dossier(act: Act, reference: str, action: Action = Action.SEE_QUESTION) -> Dossier:
    """Return the dossier of the question with ``reference``; raise ``NotFound`` when it is not for this person."""
    question = find_question(act, reference, action)
    assignee = act.session.get(Account, question.assignee_id) if question.assignee_id else None
    municipality = act.session.get(Municipality, question.gm_code) if question.gm_code else None
    return Dossier(
        question=question,
        team=act.session.get_one(Team, question.team_id),
        assignee=assignee.name if assignee else "",
        municipality=municipality.display_name if municipality else "",
        topic=_topic(act, question.topic_slug),
        suggested_topic=_topic(act, question.suggested_topic),
        asker_topic=_topic(act, question.asker_topic),
        also_topic=_topic(act, question.also_topic),
        confirmed_topic=_topic(act, question.confirmed_topic),
        outcome=act.session.get(Outcome, question.outcome_code) if question.outcome_code else None,
        suggestions=suggestions(act, question),
        messages=_messages(act, question),
        history=history(act, question),
        hand_overs=_hand_overs(act, question),
        sharing=tuple(consent.sharing(act, question)),
        referrals=_referrals(act, question),
        consultations=_consultations(act, question),
        knelpunten=_knelpunten(act, question),
        decisions=mandate_list.decisions_of(act, question),
        feedback=_feedback(act, question),
        feedback_of_team=_feedback_of_team(act, question),
    )


def _feedback(act: Act, question: Question) -> FeedbackLine | None:
    said = feedback.latest(act, question)
    if said is None:
        return None
    return FeedbackLine(
        said, act.session.get_one(Organisation, said.organisation_id).name if said.organisation_id else ""
    )


def _feedback_of_team(act: Act, question: Question) -> FeedbackCounts:
    counts = feedback.counts_per_team(act.session, since=act.at - A_YEAR, until=act.at + timedelta(seconds=1))
    return counts.get(question.team_id, FeedbackCounts())


def _topic(act: Act, slug: str | None) -> Topic | None:
    return act.session.get(Topic, slug) if slug else None


def _messages(act: Act, question: Question) -> tuple[Message, ...]:
    return tuple(
        act.session.exec(
            select(Message).where(Message.question_id == question.id).order_by(col(Message.created_at), col(Message.id))
        )
    )


def _hand_overs(act: Act, question: Question) -> tuple[HandOverLine, ...]:
    return tuple(
        HandOverLine(
            card,
            act.session.get_one(Team, card.from_team_id).name,
            act.session.get_one(Team, card.to_team_id).name,
            act.session.get_one(Account, card.by_id).name if card.by_id else "",
        )
        for card in earlier_hand_overs(act, question)
    )


def _referrals(act: Act, question: Question) -> tuple[ReferralLine, ...]:
    rows = act.session.exec(
        select(Referral, Organisation.name, Account.name)
        .join(Organisation, col(Referral.organisation_id) == Organisation.id)
        .outerjoin(Account, col(Referral.taken_by_id) == Account.id)
        .where(Referral.question_id == question.id)
        .order_by(col(Referral.created_at), col(Referral.id))
    )
    return tuple(ReferralLine(referral, organisation, taker or "") for referral, organisation, taker in rows)


def _consultations(act: Act, question: Question) -> tuple[Consultation, ...]:
    return tuple(
        act.session.exec(
            select(Consultation).where(Consultation.question_id == question.id).order_by(col(Consultation.id))
        )
    )


def _knelpunten(act: Act, question: Question) -> tuple[Knelpunt, ...]:
    return tuple(
        act.session.exec(
            select(Knelpunt)
            .join(KnelpuntTag, col(KnelpuntTag.knelpunt_id) == Knelpunt.id)
            .where(KnelpuntTag.question_id == question.id)
            .order_by(col(KnelpuntTag.at))
        )
    )
