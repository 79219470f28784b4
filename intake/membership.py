"""Where somebody of each role belongs: a team, an organisation, tracks, or nowhere in particular."""

from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from intake.errors import RefusedInput
from intake.models.reference import Organisation, Team, Track
from intake.terms import OrganisationCategory, Role

C = OrganisationCategory

#: Roles that work the queue of a team.
TEAM_ROLES = frozenset({Role.MAKELAAR, Role.COORDINATOR})

#: Roles that belong to an organisation, and to which kinds of organisation.
ORGANISATION_ROLES: dict[Role, frozenset[OrganisationCategory]] = {
    Role.INTERMEDIAIR: frozenset(C) - {C.MINISTERIE, C.PROVINCIE, C.GEMEENTE, C.COORDINATIE},
    Role.DOSSIERHOUDER: frozenset({C.MINISTERIE, C.PROVINCIE, C.GEMEENTE, C.OVERHEIDSORGANISATIE, C.FINANCIER}),
}

#: Roles that an account can have; an entrepreneur needs none.
ACCOUNT_ROLES = tuple(role for role in Role if role is not Role.ONDERNEMER)


@dataclass(frozen=True, slots=True)
class Membership:
    """What an account may do, and where."""

    role: Role
    team_id: int | None = None
    organisation_id: int | None = None
    tracks: frozenset[str] = field(default_factory=frozenset)


def check_membership(session: Session, membership: Membership) -> None:
    """Raise ``RefusedInput`` beside the first field that does not go with the role, or that the role misses."""
    if membership.role not in ACCOUNT_ROLES:
        raise RefusedInput("role", "no_account")
    _check_team(session, membership)
    _check_organisation(session, membership)
    _check_tracks(session, membership)


def _check_team(session: Session, membership: Membership) -> None:
    if membership.role not in TEAM_ROLES:
        _refuse("team", "not_for_role", when=membership.team_id is not None)
        return
    _refuse("team", "missing", when=membership.team_id is None)
    team = session.get(Team, membership.team_id)
    if team is None or team.retired_on is not None:
        raise RefusedInput("team", "unknown")
    for_coordinator = membership.role is Role.COORDINATOR
    _refuse("team", "national_only" if for_coordinator else "not_national", when=team.is_national != for_coordinator)


def _check_organisation(session: Session, membership: Membership) -> None:
    categories = ORGANISATION_ROLES.get(membership.role)
    if categories is None:
        _refuse("organisation", "not_for_role", when=membership.organisation_id is not None)
        return
    _refuse("organisation", "missing", when=membership.organisation_id is None)
    organisation = session.get(Organisation, membership.organisation_id)
    if organisation is None or organisation.retired_on is not None:
        raise RefusedInput("organisation", "unknown")
    _refuse("organisation", "wrong_kind", when=organisation.category not in categories)


def _check_tracks(session: Session, membership: Membership) -> None:
    if membership.role is not Role.SPOORLEIDER:
        _refuse("tracks", "not_for_role", when=bool(membership.tracks))
        return
    _refuse("tracks", "missing", when=not membership.tracks)
    known = set(
        session.exec(select(Track.slug).where(col(Track.slug).in_(membership.tracks), col(Track.retired_on).is_(None)))
    )
    _refuse("tracks", "unknown", when=known != membership.tracks)


def _refuse(field_name: str, code: str, *, when: bool) -> None:
    if when:
        raise RefusedInput(field_name, code)
