"""The three answers to one question, with the names and sources that a page needs: team, financing, intermediaries."""

from dataclasses import dataclass

from sqlmodel import col, or_, select

from intake.act import Act
from intake.models.reference import FinancingOption, Intermediary, Municipality, Organisation, Topic
from intake.proposal import FinancingProposal, IntermediaryProposal, RoutingProposal, TopicProposal
from intake.team_choice import TeamDecision, decide
from matching.data import MoneyStep

#: How many of each are shown at once; the rest is folded away or left out.
FINANCING_SHOWN = 10
INTERMEDIARIES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class TopicAnswer:
    """A topic that the question may be about, and the asker's words that led there."""

    topic: Topic
    proposal: TopicProposal


@dataclass(frozen=True, slots=True)
class FinancingAnswer:
    """A scheme, what it means for this asker, and the nearest open one when it is closed."""

    option: FinancingOption
    proposal: FinancingProposal
    nearest_open: FinancingOption | None


@dataclass(frozen=True, slots=True)
class MoneyStepAnswer:
    """One step of a way to money, and the scheme to take it with."""

    step: str
    option: FinancingOption


@dataclass(frozen=True, slots=True)
class IntermediaryAnswer:
    """An organisation that may help; ``organisation_id`` is what a consent is given to."""

    intermediary: Intermediary
    proposal: IntermediaryProposal

    @property
    def organisation_id(self) -> int:
        """The organisation that sees the question after a consent."""
        return self.intermediary.organisation_id


@dataclass(frozen=True, slots=True)
class Offered:
    """What the asker chooses from: topics, municipalities where it is not clear which, and organisations.

    ``second`` is another topic that the text may be about too.
    """

    topics: tuple[TopicAnswer, ...]
    candidates: tuple[Municipality, ...]
    intermediaries: tuple[IntermediaryAnswer, ...]
    second: TopicAnswer | None


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that the check page says."""

    offered: Offered
    team: TeamDecision
    municipality: str
    financing: tuple[FinancingAnswer, ...]
    money_route: tuple[MoneyStepAnswer, ...]


def offered(act: Act, proposal: RoutingProposal) -> Offered:
    """Look up what the asker can choose from."""
    return Offered(
        _topics(act, proposal), _candidates(act, proposal), _intermediaries(act, proposal), _second(act, proposal)
    )


def answers(act: Act, proposal: RoutingProposal) -> Answers:
    """Look up the names behind ``proposal`` and decide which team would get the question now."""
    gm_code = proposal.place.gm_code
    municipality = act.session.get(Municipality, gm_code) if gm_code else None
    return Answers(
        offered=offered(act, proposal),
        team=decide(act, gm_code, proposal.municipality_answer, proposal.likely_topic),
        municipality=municipality.display_name if municipality else "",
        financing=_financing(act, proposal),
        money_route=_money_route(act, proposal.money_route),
    )


def _topics(act: Act, proposal: RoutingProposal) -> tuple[TopicAnswer, ...]:
    shown = proposal.offered_topics
    rows = act.session.exec(select(Topic).where(col(Topic.slug).in_([row.slug for row in shown])))
    known = {topic.slug: topic for topic in rows}
    return tuple(TopicAnswer(known[row.slug], row) for row in shown if row.slug in known)


def _second(act: Act, proposal: RoutingProposal) -> TopicAnswer | None:
    second = proposal.second_topic
    topic = act.session.get(Topic, second.slug) if second else None
    return TopicAnswer(topic, second) if topic and second else None


def _candidates(act: Act, proposal: RoutingProposal) -> tuple[Municipality, ...]:
    if not proposal.place.ambiguous:
        return ()
    return tuple(
        act.session.exec(
            select(Municipality)
            .where(col(Municipality.gm_code).in_(proposal.place.ambiguous))
            .order_by(Municipality.display_name)
        )
    )


def _financing(act: Act, proposal: RoutingProposal) -> tuple[FinancingAnswer, ...]:
    shown = proposal.financing[:FINANCING_SHOWN]
    wanted = {row.id for row in shown} | {row.nearest_open for row in shown if row.nearest_open}
    rows = act.session.exec(select(FinancingOption).where(col(FinancingOption.id).in_(wanted)))
    known = {option.id: option for option in rows}
    return tuple(
        FinancingAnswer(known[row.id], row, known.get(row.nearest_open or "")) for row in shown if row.id in known
    )


def _money_route(act: Act, steps: tuple[MoneyStep, ...]) -> tuple[MoneyStepAnswer, ...]:
    found = ((step, act.session.get(FinancingOption, step.option_id)) for step in steps)
    return tuple(MoneyStepAnswer(step.step, option) for step, option in found if option is not None)


def _intermediaries(act: Act, proposal: RoutingProposal) -> tuple[IntermediaryAnswer, ...]:
    """Return the organisations that can take a question today, best first, each once."""
    rows = act.session.exec(
        select(Intermediary)
        .join(Organisation, col(Organisation.id) == Intermediary.organisation_id)
        .where(
            col(Intermediary.id).in_([row.id for row in proposal.intermediaries]),
            or_(col(Organisation.paused_until).is_(None), col(Organisation.paused_until) < act.today),
            or_(col(Organisation.retired_on).is_(None), col(Organisation.retired_on) > act.today),
        )
    )
    known = {row.id: row for row in rows}
    once = {known[row.id].organisation_id: row for row in reversed(proposal.intermediaries) if row.id in known}
    best = [row for row in proposal.intermediaries if once.get(_owner(known, row.id)) is row]
    return tuple(IntermediaryAnswer(known[row.id], row) for row in best[:INTERMEDIARIES_SHOWN])


def _owner(known: dict[str, Intermediary], intermediary_id: str) -> int:
    return known[intermediary_id].organisation_id if intermediary_id in known else 0
