"""Before the first question of the demo: people accept their invitation, and some teams get a mandate."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from intake import accounts, budgets, private_links, sign_in, teams
from intake.accounts import Invitation
from intake.act import Act
from intake.demo.stage import Stage
from intake.demo.story import ToldAccount, ToldMandate
from intake.membership import Membership
from intake.models.people import Account
from intake.models.reference import Organisation, Team, Track
from intake.sessions import person_of
from intake.terms import LinkPurpose, Role


def invite(told: ToldAccount, stage: Stage, at: datetime) -> None:
    """Invite somebody, who accepts at once."""
    act = stage.by_the_loket(at)
    membership = Membership(
        told.role,
        stage.team_id(told.team) if told.team else None,
        stage.organisation_id(told.organisation) if told.organisation else None,
        told.tracks,
    )
    account = accounts.add_account(act, Invitation(told.email, told.name, membership))
    token = private_links.mint(act, LinkPurpose.INVITE, account_id=account.id)
    password = stage.passwords.hashed(stage.password_of[told.key])
    sign_in.set_password_by_link(act, LinkPurpose.INVITE, token, password)
    stage.people[told.key] = person_of(stage.session, account)


def give_mandate(told: ToldMandate, stage: Stage, at: datetime) -> None:
    """Write down what a team may decide, and what it may spend this year and the next, as an administrator does."""
    act = _administrator(stage, at)
    draft = teams.draft_of(act, teams.find_team(act, told.team))
    teams.edit_team(act, told.team, replace(draft, mandate_text=told.text))
    for year in (act.today.year, act.today.year + 1):
        budgets.set_budget(act, told.team, year, told.budget_eur * 100)


def _administrator(stage: Stage, at: datetime) -> Act:
    account = stage.session.exec(select(Account).where(Account.role == Role.BEHEERDER).limit(1)).one()
    return stage.act(person_of(stage.session, account), at)


def place_of(session: Session, told: ToldAccount) -> str:
    """Return where somebody works, by name; nothing for people of the whole loket."""
    if told.team:
        return session.exec(select(Team.name).where(Team.code == told.team)).one()
    if told.organisation:
        return session.exec(select(Organisation.name).where(Organisation.code == told.organisation)).one()
    return ", ".join(
        session.exec(select(Track.name_nl).where(col(Track.slug).in_(told.tracks)).order_by(Track.name_nl))
    )
