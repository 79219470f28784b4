"""Situations for tests: invented people and firms, made straight in the tables with their first event."""

from datetime import UTC, datetime, timedelta
from itertools import count

from sqlmodel import Session, col, select

from intake import audit, mandate
from intake.act import Act
from intake.mandate import DecisionDraft
from intake.models.knelpunten import Case, Knelpunt
from intake.models.mandates import MandateDecision, TeamBudget
from intake.models.people import Account, AccountTrack
from intake.models.questions import Message, Question, Referral
from intake.models.reference import KnelpuntKind, Organisation, Team, Topic, Track
from intake.permissions import ANYBODY, Person
from intake.references import free_reference
from intake.sessions import person_of
from intake.terms import Level, MessageKind, QuestionStatus, Role
from intake.working_days import add_working_days, dutch_date

#: The moment at which every situation starts: a Tuesday morning without feasts nearby.
START = datetime(2026, 9, 15, 9, 0, tzinfo=UTC)

#: The key of the event chains in tests.
CHAIN_KEY = b"only-for-tests-0123456789abcdefghij"

_numbers = count(1)
_drawn: set[str] = set()


def make_act(session: Session, person: Person | Account = ANYBODY, at: datetime = START) -> Act:
    """Return an act by ``person`` (or by somebody with that account) at ``at``."""
    if isinstance(person, Account):
        person = person_of(session, person)
    return Act(session, person, at, CHAIN_KEY)


def make_reference(code: str, at: datetime) -> str:
    """Return a reference that no situation of this run has yet: chance alone draws one twice now and then."""
    reference = free_reference(code, at, _drawn.__contains__)
    _drawn.add(reference)
    return reference


def municipal_teams(session: Session) -> list[Team]:
    """Return the teams of municipalities, in order of their code."""
    return list(session.exec(select(Team).where(col(Team.gm_code).is_not(None)).order_by(Team.code)))


def municipal_team(session: Session) -> Team:
    """Return one municipal team, the same every time."""
    return municipal_teams(session)[0]


def other_team(session: Session) -> Team:
    """Return another municipal team than ``municipal_team``."""
    return municipal_teams(session)[1]


def national_team(session: Session) -> Team:
    """Return the team of the coordination team."""
    return session.exec(select(Team).where(Team.is_national)).one()


def any_topic(session: Session, track_slug: str | None = None) -> Topic:
    """Return one topic, of a track when named; the same every time."""
    query = select(Topic).order_by(Topic.slug)
    if track_slug:
        query = query.where(Topic.track_slug == track_slug)
    return session.exec(query.limit(1)).one()


def any_track(session: Session) -> Track:
    """Return the first track."""
    return session.exec(select(Track).order_by(Track.number).limit(1)).one()


def organisation_of_category(session: Session, category: str) -> Organisation:
    """Return one organisation of ``category`` (``ministerie``, ``intermediair`` …), the same every time."""
    return session.exec(
        select(Organisation).where(Organisation.category == category).order_by(col(Organisation.code)).limit(1)
    ).one()


def make_account(
    session: Session,
    role: Role = Role.MAKELAAR,
    *,
    tracks: tuple[str, ...] = (),
    **overrides: object,
) -> Account:
    """Make an account that fits ``role``: a team for a makelaar, an organisation for an intermediary."""
    number = next(_numbers)
    values: dict[str, object] = {
        "email": f"medewerker{number}@example.nl",
        "name": f"Medewerker {number}",
        "role": role,
        "created_at": START,
    }
    if role is Role.MAKELAAR:
        values["team_id"] = municipal_team(session).id
    elif role is Role.COORDINATOR:
        values["team_id"] = national_team(session).id
    elif role is Role.INTERMEDIAIR:
        values["organisation_id"] = organisation_of_category(session, "intermediair").id
    elif role is Role.DOSSIERHOUDER:
        values["organisation_id"] = organisation_of_category(session, "ministerie").id
    account = Account.model_validate(values | overrides)
    session.add(account)
    session.flush()
    if role is Role.SPOORLEIDER:
        for slug in tracks or (any_track(session).slug,):
            session.add(AccountTrack(account_id=account.id, track_slug=slug))
        session.flush()
    return account


def make_question(session: Session, *, at: datetime = START, **overrides: object) -> Question:
    """Make a new question in the queue of a municipal team, with its message and its first event."""
    number = next(_numbers)
    team = municipal_team(session)
    day = dutch_date(at)
    topic = any_topic(session)
    values: dict[str, object] = {
        "reference": make_reference(team.code, at),
        "submission_key": f"test-{number}",
        "team_id": team.id,
        "text": f"Wij willen in wijk {number} een werkplaats beginnen en weten niet bij wie wij moeten zijn.",
        "gm_code": team.gm_code,
        "asker_email": f"ondernemer{number}@example.nl",
        "asker_name": f"Ondernemer {number}",
        "suggested_topic": topic.slug,
        "topic_slug": topic.slug,
        "created_at": at,
        "updated_at": at,
        "owned_since": at,
        "life_due_on": add_working_days(day, 2),
        "content_due_on": add_working_days(day, 5),
        "answer_due_on": add_working_days(day, 15),
    }
    question = Question(**(values | overrides))
    session.add(question)
    session.flush()
    session.add(
        Message(question_id=question.id, kind=MessageKind.QUESTION, body=question.text, created_at=question.created_at)
    )
    audit.record(make_act(session, at=at), f"question:{question.id}", "submit", to_status=QuestionStatus.NEW)
    session.flush()
    return question


def make_picked_up_question(session: Session, assignee: Account, **overrides: object) -> Question:
    """Make a question that ``assignee`` is working on."""
    return make_question(
        session,
        **{
            "status": QuestionStatus.PICKED_UP,
            "assignee_id": assignee.id,
            "team_id": assignee.team_id,
            "first_sign_of_life_at": START + timedelta(hours=1),
        }
        | overrides,
    )


def make_waiting_question(session: Session, assignee: Account, **overrides: object) -> Question:
    """Make a question that waits for the entrepreneur."""
    return make_picked_up_question(
        session, assignee, **{"status": QuestionStatus.WAITING, "waiting_since": START} | overrides
    )


def make_answered_question(session: Session, assignee: Account, **overrides: object) -> Question:
    """Make a question that ``assignee`` has answered."""
    return make_picked_up_question(
        session, assignee, **{"status": QuestionStatus.ANSWERED, "answered_at": START} | overrides
    )


def make_referral(session: Session, question: Question, organisation_id: int, **overrides: object) -> Referral:
    """Share ``question`` with an organisation."""
    values: dict[str, object] = {
        "question_id": question.id,
        "organisation_id": organisation_id,
        "created_at": question.created_at,
    }
    referral = Referral(**(values | overrides))
    session.add(referral)
    session.flush()
    return referral


def make_knelpunt(session: Session, **overrides: object) -> Knelpunt:
    """Make a knelpunt that was just signalled."""
    number = next(_numbers)
    kind = session.exec(select(KnelpuntKind).order_by(KnelpuntKind.code).limit(1)).one()
    values: dict[str, object] = {
        "reference": make_reference("KNP", START),
        "title": f"Twee afdelingen wachten op elkaar bij aanvraag {number}",
        "kind_code": kind.code,
        "level": Level.GEMEENTE,
        "track_slug": any_track(session).slug,
        "created_at": START,
        "updated_at": START,
    }
    knelpunt = Knelpunt(**(values | overrides))
    session.add(knelpunt)
    session.flush()
    audit.record(make_act(session), f"knelpunt:{knelpunt.id}", "signal", to_status=knelpunt.status)
    return knelpunt


def make_case(session: Session, **overrides: object) -> Case:
    """Make a case of a municipal team, not released."""
    number = next(_numbers)
    topic = any_topic(session)
    team = municipal_team(session)
    values: dict[str, object] = {
        "reference": make_reference("CAS", START),
        "title": f"Werkplaats {number} wacht op twee vergunningen",
        "level": Level.GEMEENTE,
        "track_slug": topic.track_slug,
        "topic_slug": topic.slug,
        "gm_code": team.gm_code,
        "team_id": team.id,
        "created_at": START,
        "updated_at": START,
    }
    case = Case(**(values | overrides))
    session.add(case)
    session.flush()
    audit.record(make_act(session), f"case:{case.id}", "log")
    return case


def make_budget(session: Session, team: Team, euros: int, year: int = START.year) -> TeamBudget:
    """Give ``team`` a budget of so many whole euros, of which nothing is spent."""
    assert team.id is not None
    budget = TeamBudget(team_id=team.id, year=year, amount_cents=euros * 100)
    session.add(budget)
    session.flush()
    return budget


def make_decision(
    session: Session, question: Question, by: Account, *, at: datetime = START, **overrides: object
) -> MandateDecision:
    """Let ``by`` decide on ``question``: a permission without money, unless overridden."""
    values: dict[str, object] = {
        "what": "Tijdelijk gebruik van een leegstaande school",
        "amount_cents": 0,
        "ground": "Het valt onder tijdelijk gebruik van leegstaande gebouwen.",
    }
    draft = DecisionDraft(**(values | overrides))
    return mandate.decide(make_act(session, by, at), question.reference, draft)
