"""Which team is responsible: municipality and topic first, then the region, the province, the country."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from intake.act import Act
from intake.errors import NotFound
from intake.models.reference import Municipality, ReferenceRow, RegionalLead, Team, TeamTopic
from intake.terms import GAP_REASONS, MunicipalityAnswer, RouteReason


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One step on the way to a team, with the names that its sentence needs; ``topic`` is a slug."""

    code: RouteReason
    municipality: str = ""
    team: str = ""
    province: str = ""
    region: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class TeamDecision:
    """The team that is responsible, and every step that led there; the last step decided."""

    team: Team
    steps: tuple[RouteStep, ...]

    @property
    def because(self) -> RouteReason:
        """The step that decided; what happens next follows from it."""
        return self.steps[-1].code

    @property
    def gap(self) -> RouteReason | None:
        """The hole in the cover of the country that this question shows, if any; it is counted."""
        return self.because if self.because in GAP_REASONS else None


def decide(act: Act, gm_code: str | None, answer: MunicipalityAnswer, topic_slug: str | None) -> TeamDecision:
    """Choose the team for a question about ``topic_slug`` (``None``: not known yet) in ``gm_code``."""
    if gm_code is None:
        several = answer is MunicipalityAnswer.SEVERAL
        code = RouteReason.NATIONAL_SEVERAL if several else RouteReason.NATIONAL_UNKNOWN_PLACE
        return _national(act, (), RouteStep(code))
    municipality = act.session.get_one(Municipality, gm_code)
    about = RouteStep(RouteReason.OWN_TEAM, municipality.display_name, topic=topic_slug or "")
    steps: list[RouteStep] = []
    for team, step in _candidates(act, municipality, about):
        if team is None:
            steps.append(step)
            continue
        named = replace(step, team=team.name)
        if _takes(act, team, topic_slug):
            return TeamDecision(team, (*steps, named))
        steps.append(replace(named, code=RouteReason.TOPIC_NOT_COVERED))
    return _national(act, tuple(steps), about)


def _candidates(act: Act, municipality: Municipality, about: RouteStep) -> Iterator[tuple[Team | None, RouteStep]]:
    """Name the teams that may take a question, nearest first; a missing own team is a step too."""
    own = _team(act, col(Team.gm_code) == municipality.gm_code)
    yield own, about if own else replace(about, code=RouteReason.NO_OWN_TEAM)
    lead = act.session.exec(
        select(RegionalLead).where(RegionalLead.gm_code == municipality.gm_code, _not_retired(act, RegionalLead))
    ).first()
    if lead and (team := _team(act, col(Team.gm_code) == lead.lead_gm_code)):
        yield team, replace(about, code=RouteReason.REGIONAL_LEAD, region=lead.region)
    if team := _team(act, col(Team.province_code) == municipality.province_code, col(Team.gm_code).is_(None)):
        yield team, replace(about, code=RouteReason.PROVINCE_TEAM, province=municipality.province)


def _national(act: Act, steps: tuple[RouteStep, ...], about: RouteStep) -> TeamDecision:
    team = _team(act, col(Team.is_national).is_(True))
    if team is None:
        raise NotFound("team", "national")
    code = about.code
    if steps:
        uncovered = any(step.code is RouteReason.TOPIC_NOT_COVERED for step in steps)
        code = RouteReason.NATIONAL_TOPIC_NOT_COVERED if uncovered else RouteReason.NATIONAL_NO_TEAM
    return TeamDecision(team, (*steps, replace(about, code=code, team=team.name)))


def _team(act: Act, *which: ColumnElement[bool]) -> Team | None:
    started = or_(col(Team.valid_from).is_(None), col(Team.valid_from) <= act.today)
    not_ended = or_(col(Team.valid_to).is_(None), col(Team.valid_to) >= act.today)
    return act.session.exec(
        select(Team).where(*which, started, not_ended, _not_retired(act, Team)).order_by(col(Team.id)).limit(1)
    ).first()


def _not_retired(act: Act, table: type[ReferenceRow]) -> ColumnElement[bool]:
    return or_(col(table.retired_on).is_(None), col(table.retired_on) > act.today)


def _takes(act: Act, team: Team, topic_slug: str | None) -> bool:
    if team.takes_all_topics or topic_slug is None:
        return True
    return (
        act.session.exec(
            select(TeamTopic.team_id).where(TeamTopic.team_id == team.id, TeamTopic.topic_slug == topic_slug)
        ).first()
        is not None
    )
