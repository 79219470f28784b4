"""Organisations and the parties of the deal: who joins, who leaves, and who is added."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, or_, select

from intake import audit, revisions
from intake.act import Act
from intake.errors import NotFound, RefusedInput
from intake.models.reference import Municipality, Organisation
from intake.permissions import Action, ensure_may
from intake.terms import ManagementStep, OrganisationCategory

TABLE = "organisations"

#: Where an organisation comes from that a person added here.
ADDED_HERE = "Toegevoegd in het loket"


@dataclass(frozen=True, slots=True)
class OrganisationDraft:
    """An organisation that is added by hand; ``joined_on`` makes it a party of the deal.

    ``municipality`` is the name of the one it is, or lies in; empty where that does not matter.
    """

    name: str
    category: OrganisationCategory
    municipality: str = ""
    joined_on: date | None = None


def parties(act: Act) -> list[Organisation]:
    """Return everyone who is or was a party, by number."""
    ensure_may(act.person, Action.SEE_COORDINATION)
    return list(
        act.session.exec(
            select(Organisation)
            .where(col(Organisation.party_number).is_not(None))
            .order_by(col(Organisation.party_number))
        )
    )


def all_organisations(act: Act, category: OrganisationCategory | None = None) -> list[Organisation]:
    """Return every organisation by name, of one category when that is named."""
    ensure_may(act.person, Action.MANAGE_TEAMS)
    query = select(Organisation).order_by(Organisation.name)
    if category is not None:
        query = query.where(Organisation.category == category)
    return list(act.session.exec(query))


def municipality_names(act: Act, action: Action) -> list[str]:
    """Return the name of every municipality, for a form that adds an organisation."""
    ensure_may(act.person, action)
    query = select(Municipality.display_name).where(col(Municipality.retired_on).is_(None))
    return list(act.session.exec(query.order_by(Municipality.display_name)))


def find_organisation(act: Act, code: str, action: Action) -> Organisation:
    """Return the organisation with ``code``; raise ``NotFound`` when there is none."""
    ensure_may(act.person, action)
    found = act.session.exec(select(Organisation).where(Organisation.code == code)).first()
    if found is None:
        raise NotFound("organisation", code)
    return found


def add_organisation(act: Act, draft: OrganisationDraft, action: Action) -> Organisation:
    """Add an organisation, as a party when it joined; ``action`` is what lets this person do so."""
    ensure_may(act.person, Action.MANAGE_PARTIES if draft.joined_on else action)
    gm_code = _check_new(act, draft)
    organisation = Organisation(
        code=code_for(draft.name),
        name=draft.name,
        category=draft.category,
        gm_code=gm_code,
        party_number=_next_number(act) if draft.joined_on else None,
        valid_from=draft.joined_on,
        source=f"{ADDED_HERE}, {act.today.isoformat()}",
    )
    act.session.add(organisation)
    try:
        act.session.flush()
    except IntegrityError as error:
        raise RefusedInput("name", "taken") from error
    after: revisions.Record = {"name": draft.name, "category": draft.category, "valid_from": draft.joined_on}
    revisions.note(act, TABLE, organisation.code, {}, after)
    audit.record(act, f"organisation:{organisation.id}", ManagementStep.ADD_ORGANISATION)
    if draft.joined_on:
        _log(act, organisation, ManagementStep.JOIN_DEAL, draft.joined_on)
    return organisation


def join(act: Act, code: str, on: date) -> None:
    """Make an organisation a party from a day on; one that left before joins again under its old number."""
    organisation = _locked(act, code)
    if is_party(organisation, act.today):
        raise RefusedInput("on", "party_already")
    if organisation.valid_to is not None and on <= organisation.valid_to:
        raise RefusedInput("on", "before_leaving")
    number = organisation.party_number or _next_number(act)
    _change(act, organisation, {"party_number": number, "valid_from": on, "valid_to": None})
    _log(act, organisation, ManagementStep.JOIN_DEAL, on)


def leave(act: Act, code: str, on: date) -> None:
    """Write down the last day on which an organisation is a party."""
    organisation = _locked(act, code)
    if not is_party(organisation, act.today):
        raise RefusedInput("on", "no_party")
    if on == organisation.valid_to:
        raise RefusedInput("on", "same")
    if organisation.valid_from is not None and on < organisation.valid_from:
        raise RefusedInput("on", "before_joining")
    _change(act, organisation, {"valid_to": on})
    _log(act, organisation, ManagementStep.LEAVE_DEAL, on)


def is_party(organisation: Organisation, day: date) -> bool:
    """Tell whether an organisation is a party on ``day``, or will be one."""
    return organisation.party_number is not None and (organisation.valid_to is None or organisation.valid_to >= day)


def code_for(name: str) -> str:
    """Return the code under which an organisation of that name is known: ``gemeente-voorbeeld``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80]


def _check_new(act: Act, draft: OrganisationDraft) -> str | None:
    """Return the code of the municipality; raise ``RefusedInput`` when something is wrong or known already."""
    code = code_for(draft.name)
    if not code:
        raise RefusedInput("name", "missing")
    same = or_(Organisation.code == code, func.lower(Organisation.name) == draft.name.lower())
    if act.session.exec(select(Organisation.id).where(same)).first() is not None:
        raise RefusedInput("name", "taken")
    if not draft.municipality:
        if draft.category is OrganisationCategory.GEMEENTE:
            raise RefusedInput("municipality", "missing")
        return None
    named = func.lower(Municipality.display_name) == draft.municipality.lower()
    gm_code = act.session.exec(select(Municipality.gm_code).where(named)).first()
    if gm_code is None:
        raise RefusedInput("municipality", "unknown")
    return gm_code


def _next_number(act: Act) -> int:
    return (act.session.exec(select(func.max(Organisation.party_number))).one() or 0) + 1


def _locked(act: Act, code: str) -> Organisation:
    organisation = find_organisation(act, code, Action.MANAGE_PARTIES)
    return act.session.exec(
        select(Organisation)
        .where(Organisation.id == organisation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _change(act: Act, organisation: Organisation, values: dict[str, object]) -> None:
    before = {name: getattr(organisation, name) for name in values}
    revisions.note(act, TABLE, organisation.code, before, values)
    for name, value in values.items():
        setattr(organisation, name, value)
    act.session.add(organisation)
    act.session.flush()


def _log(act: Act, organisation: Organisation, step: ManagementStep, on: date) -> None:
    audit.record(act, f"organisation:{organisation.id}", step, details={"on": on.isoformat()})
