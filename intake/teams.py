"""Makelaarsteams as an administrator sees them: what they are called, which topics they take, how fast they answer."""

from dataclasses import asdict, dataclass

from sqlmodel import col, func, or_, select

from intake import audit, revisions
from intake.act import Act
from intake.errors import NotFound, RefusedInput
from intake.models.people import Account
from intake.models.questions import Question
from intake.models.reference import Organisation, Team, TeamTopic, Topic
from intake.permissions import Action, ensure_may
from intake.terms import OPEN_STATUSES, ManagementStep

TABLE = "teams"

#: Working days that a team may take at most; longer is no promise.
MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class TeamDraft:
    """What an administrator can change of a team."""

    name: str
    public_phone: str | None
    takes_all_topics: bool
    topics: frozenset[str]
    first_sign_days: int
    first_content_days: int
    answer_days: int
    mandate_text: str | None


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team in the list, with counts."""

    team: Team
    organisation: str
    members: int
    open_questions: int
    topics: int


def all_teams(act: Act) -> list[TeamLine]:
    """Return every team, the national one first and retired ones last."""
    ensure_may(act.person, Action.MANAGE_TEAMS)
    rows = act.session.exec(
        select(Team, Organisation.name)
        .join(Organisation, col(Organisation.id) == Team.organisation_id)
        .order_by(col(Team.retired_on).is_not(None), col(Team.is_national).desc(), Team.name)
    ).all()
    members, questions, topics = _members(act), _open_questions(act), _topic_counts(act)
    return [
        TeamLine(team, name, members.get(team.id, 0), questions.get(team.id, 0), topics.get(team.id, 0))
        for team, name in rows
    ]


def find_team(act: Act, code: str) -> Team:
    """Return the team with ``code``; raise ``NotFound`` when there is none."""
    ensure_may(act.person, Action.MANAGE_TEAMS)
    team = act.session.exec(select(Team).where(Team.code == code)).first()
    if team is None:
        raise NotFound("team", code)
    return team


def lock_team(act: Act, code: str) -> Team:
    """Return the team with ``code``, which nobody else changes until this transaction ends."""
    team = find_team(act, code)
    return act.session.exec(
        select(Team).where(Team.id == team.id).with_for_update().execution_options(populate_existing=True)
    ).one()


def draft_of(act: Act, team: Team) -> TeamDraft:
    """Return what an administrator can change of ``team``, as it stands now."""
    return TeamDraft(
        name=team.name,
        public_phone=team.public_phone,
        takes_all_topics=team.takes_all_topics,
        topics=_topics_of(act, team),
        first_sign_days=team.first_sign_days,
        first_content_days=team.first_content_days,
        answer_days=team.answer_days,
        mandate_text=team.mandate_text,
    )


def topic_choices(act: Act, team: Team) -> list[Topic]:
    """Return the topics that ``team`` can take: those in use, and those that it takes already."""
    ensure_may(act.person, Action.MANAGE_TEAMS)
    own = select(TeamTopic.topic_slug).where(TeamTopic.team_id == team.id)
    query = select(Topic).where(or_(col(Topic.retired_on).is_(None), col(Topic.slug).in_(own)))
    return list(act.session.exec(query.order_by(Topic.track_slug, col(Topic.position), Topic.slug)))


def edit_team(act: Act, code: str, draft: TeamDraft, *, version: int | None = None) -> None:
    """Change a team; what it said before is kept. Raises ``StalePage`` when somebody else was first."""
    team = lock_team(act, code)
    revisions.ensure_fresh(act, TABLE, code, version)
    _check(act, draft)
    before = draft_of(act, team)
    changed = revisions.note(act, TABLE, code, _record(before), _record(draft))
    if not changed:
        return
    for name in set(changed) - {"topics"}:
        setattr(team, name, getattr(draft, name))
    if "topics" in changed:
        _set_topics(act, team, draft.topics)
    _log(act, team, ManagementStep.EDIT_TEAM, {"columns": changed})


def retire_team(act: Act, code: str) -> None:
    """Stop a team that owns no open question and has no members left."""
    team = lock_team(act, code)
    if team.is_national:
        raise RefusedInput("team", "national")
    if team.retired_on is not None:
        raise RefusedInput("team", "retired")
    if questions := _open_questions(act).get(team.id, 0):
        raise RefusedInput("team", "open_questions", count=questions)
    if members := _members(act).get(team.id, 0):
        raise RefusedInput("team", "members", count=members)
    revisions.note(act, TABLE, code, {"retired_on": None}, {"retired_on": act.today})
    team.retired_on = act.today
    _log(act, team, ManagementStep.RETIRE_TEAM)


def bring_back_team(act: Act, code: str) -> None:
    """Let a retired team take questions again."""
    team = lock_team(act, code)
    if team.retired_on is None:
        raise RefusedInput("team", "not_retired")
    revisions.note(act, TABLE, code, {"retired_on": team.retired_on}, {"retired_on": None})
    team.retired_on = None
    _log(act, team, ManagementStep.BRING_BACK_TEAM)


def _check(act: Act, draft: TeamDraft) -> None:
    days = {name: getattr(draft, name) for name in ("first_sign_days", "first_content_days", "answer_days")}
    for name, count in days.items():
        if not 1 <= count <= MOST_DAYS:
            raise RefusedInput(name, "days", most=MOST_DAYS)
    if draft.first_content_days < draft.first_sign_days:
        raise RefusedInput("first_content_days", "days_order")
    if draft.answer_days < draft.first_content_days:
        raise RefusedInput("answer_days", "days_order")
    if not draft.topics and not draft.takes_all_topics:
        raise RefusedInput("topics", "missing")
    known = act.session.exec(select(Topic.slug).where(col(Topic.slug).in_(draft.topics))).all()
    if set(known) != draft.topics:
        raise RefusedInput("topics", "unknown")


def _log(act: Act, team: Team, step: ManagementStep, details: dict[str, object] | None = None) -> None:
    act.session.add(team)
    act.session.flush()
    audit.record(act, f"team:{team.id}", step, details=details)


def _record(draft: TeamDraft) -> revisions.Record:
    return asdict(draft) | {"topics": sorted(draft.topics)}


def _topics_of(act: Act, team: Team) -> frozenset[str]:
    return frozenset(act.session.exec(select(TeamTopic.topic_slug).where(TeamTopic.team_id == team.id)))


def _set_topics(act: Act, team: Team, topics: frozenset[str]) -> None:
    assert team.id is not None  # noqa: S101 - a stored row has an id
    for row in act.session.exec(select(TeamTopic).where(TeamTopic.team_id == team.id)):
        act.session.delete(row)
    act.session.flush()
    for slug in sorted(topics):
        act.session.add(TeamTopic(team_id=team.id, topic_slug=slug))


def _members(act: Act) -> dict[int | None, int]:
    return dict(
        act.session.exec(
            select(Account.team_id, func.count())
            .where(col(Account.team_id).is_not(None), col(Account.blocked_at).is_(None))
            .group_by(col(Account.team_id))
        ).all()
    )


def _open_questions(act: Act) -> dict[int | None, int]:
    return dict(
        act.session.exec(
            select(Question.team_id, func.count())
            .where(col(Question.status).in_(OPEN_STATUSES))
            .group_by(col(Question.team_id))
        ).all()
    )


def _topic_counts(act: Act) -> dict[int | None, int]:
    return dict(act.session.exec(select(TeamTopic.team_id, func.count()).group_by(col(TeamTopic.team_id))).all())
