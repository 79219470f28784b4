"""Who has an account: the list that an administrator filters, and one account with what it has in hand."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, func, or_, select

from intake.act import Act
from intake.errors import NotFound
from intake.membership import ORGANISATION_ROLES
from intake.models.people import Account, AccountTrack
from intake.models.reference import Organisation, Team, Track
from intake.open_work import OpenWork, colleagues_of, open_work_of
from intake.permissions import Action, ensure_may
from intake.terms import AccountState, Role

#: How many accounts stand on one page.
PAGE_SIZE = 50


_STATES: dict[AccountState, ColumnElement[bool]] = {
    AccountState.INVITED: and_(col(Account.blocked_at).is_(None), col(Account.password_hash).is_(None)),
    AccountState.ACTIVE: and_(col(Account.blocked_at).is_(None), col(Account.password_hash).is_not(None)),
    AccountState.BLOCKED: col(Account.blocked_at).is_not(None),
}


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Which accounts somebody looks for; ``None`` leaves everything in."""

    role: Role | None = None
    state: AccountState | None = None
    team_id: int | None = None
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account with the names of where it belongs."""

    account: Account
    team: str | None
    organisation: str | None
    tracks: tuple[str, ...]

    @property
    def state(self) -> AccountState:
        """Whether this person can sign in."""
        return state_of(self.account)


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Some accounts by name, and the last one when there are more."""

    lines: tuple[AccountLine, ...]
    more_after: int | None


@dataclass(frozen=True, slots=True)
class AccountDetail:
    """One account, what it has in hand, and who can take that over."""

    line: AccountLine
    track_slugs: frozenset[str]
    work: OpenWork
    colleagues: tuple[Account, ...]


def state_of(account: Account) -> AccountState:
    """Return whether somebody can sign in."""
    if account.blocked_at is not None:
        return AccountState.BLOCKED
    return AccountState.ACTIVE if account.password_hash is not None else AccountState.INVITED


def all_accounts(act: Act, wanted: AccountFilter, *, after_id: int | None = None) -> AccountPage:
    """Return one page of accounts by name, those after the account ``after_id``."""
    ensure_may(act.person, Action.MANAGE_ACCOUNTS)
    query = (
        select(Account, Team.name, Organisation.name)
        .join(Team, col(Team.id) == Account.team_id, isouter=True)
        .join(Organisation, col(Organisation.id) == Account.organisation_id, isouter=True)
        .where(*_conditions(wanted))
        .order_by(Account.name, col(Account.id))
        .limit(PAGE_SIZE + 1)
    )
    last = act.session.get(Account, after_id) if after_id is not None else None
    if last is not None:
        same_name = and_(Account.name == last.name, col(Account.id) > last.id)
        query = query.where(or_(col(Account.name) > last.name, same_name))
    rows = act.session.exec(query).all()
    tracks = _track_names(act, [account.id for account, _team, _organisation in rows])
    lines = tuple(
        AccountLine(account, team, organisation, tracks.get(account.id, ()))
        for account, team, organisation in rows[:PAGE_SIZE]
    )
    return AccountPage(lines, lines[-1].account.id if len(rows) > PAGE_SIZE else None)


def account_detail(act: Act, account_id: int) -> AccountDetail:
    """Return one account with what it has in hand; raise ``NotFound`` when there is none."""
    ensure_may(act.person, Action.MANAGE_ACCOUNTS)
    account = act.session.get(Account, account_id)
    if account is None:
        raise NotFound("account", account_id)
    team = act.session.get(Team, account.team_id) if account.team_id else None
    organisation = act.session.get(Organisation, account.organisation_id) if account.organisation_id else None
    names = _track_names(act, [account_id]).get(account_id, ())
    line = AccountLine(account, team.name if team else None, organisation.name if organisation else None, names)
    slugs = act.session.exec(select(AccountTrack.track_slug).where(AccountTrack.account_id == account_id))
    return AccountDetail(
        line,
        frozenset(slugs),
        open_work_of(act.session, account_id),
        tuple(colleagues_of(act.session, account)),
    )


def count_by_state(act: Act) -> dict[AccountState, int]:
    """Count the accounts by whether they can sign in."""
    ensure_may(act.person, Action.MANAGE_ACCOUNTS)
    return {
        state: act.session.exec(select(func.count()).select_from(Account).where(condition)).one()
        for state, condition in _STATES.items()
    }


def teams_in_use(act: Act) -> list[Team]:
    """Return the teams that somebody can become a member of, the national one first."""
    ensure_may(act.person, Action.MANAGE_ACCOUNTS)
    query = select(Team).where(col(Team.retired_on).is_(None))
    return list(act.session.exec(query.order_by(col(Team.is_national).desc(), Team.name)))


def organisations_in_use(act: Act, roles: Iterable[Role] = tuple(ORGANISATION_ROLES)) -> list[Organisation]:
    """Return the organisations that people with one of ``roles`` can belong to."""
    ensure_may(act.person, Action.MANAGE_ACCOUNTS)
    categories = frozenset().union(*(ORGANISATION_ROLES.get(role, frozenset()) for role in roles))
    return list(
        act.session.exec(
            select(Organisation)
            .where(col(Organisation.category).in_(categories), col(Organisation.retired_on).is_(None))
            .order_by(Organisation.name)
        )
    )


def tracks_in_use(act: Act) -> list[Track]:
    """Return the tracks that somebody can lead."""
    ensure_may(act.person, Action.MANAGE_ACCOUNTS)
    return list(act.session.exec(select(Track).where(col(Track.retired_on).is_(None)).order_by(col(Track.number))))


def _conditions(wanted: AccountFilter) -> list[ColumnElement[bool]]:
    conditions = []
    if wanted.role is not None:
        conditions.append(col(Account.role) == wanted.role)
    if wanted.state is not None:
        conditions.append(_STATES[wanted.state])
    if wanted.team_id is not None:
        conditions.append(col(Account.team_id) == wanted.team_id)
    if wanted.organisation_id is not None:
        conditions.append(col(Account.organisation_id) == wanted.organisation_id)
    return conditions


def _track_names(act: Act, account_ids: Iterable[int | None]) -> dict[int | None, tuple[str, ...]]:
    rows = act.session.exec(
        select(AccountTrack.account_id, Track.name_nl)
        .join(Track, col(Track.slug) == AccountTrack.track_slug)
        .where(col(AccountTrack.account_id).in_(list(account_ids)))
        .order_by(col(Track.number))
    )
    names: dict[int | None, tuple[str, ...]] = {}
    for account_id, name in rows:
        names[account_id] = (*names.get(account_id, ()), name)
    return names
