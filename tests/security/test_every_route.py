"""Every route × every role × own, shared, foreign, confidential and missing rows: what the policy table says, happens.

The routes come from the application, the expectations from the table: a new route takes part by itself, and one
without a line in the table fails.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.routing import Rule as Route

from intake import database, reports, sessions, visibility
from intake.case_filter import CaseFilter
from intake.models.people import Account
from intake.models.reference import Track
from intake.permissions import MAY, NO_SUBJECT, Action, Person, Subject, may, may_ever
from intake.routing import RouterCache
from intake.sessions import person_of
from intake.terms import Language, ReferralStatus, Role
from tests.factories import (
    CHAIN_KEY,
    START,
    any_track,
    make_account,
    make_act,
    make_case,
    make_decision,
    make_knelpunt,
    make_picked_up_question,
    make_question,
    make_referral,
    organisation_of_category,
    other_team,
)
from tests.web.application import application
from web.access import ASKER_COOKIE, STAFF_COOKIE
from web.current import Services
from web.settings import Settings
from web.views import BLUEPRINTS

BASE = "https://localhost"

#: A reference of each kind, and a number, that nobody was ever given.
MISSING = {"reference": "ZZZ-26-2222-22", "number": "99999999"}

#: The kind of row that an argument names, where the endpoint or the argument does not tell by itself.
KIND_OF_BLUEPRINT = {
    "question": "question",
    "mandate": "decision",
    "status": "question",
    "own_data": "question",
    "news": "question",
    "referrals": "referral",
    "knelpunten": "knelpunt",
    "dossiers": "knelpunt",
    "cases": "case",
    "reports": "report",
}

#: Pages about a question inside another blueprint, with the action that decides about the question.
ABOUT_A_QUESTION = {
    "knelpunten.tag": Action.TAG_KNELPUNT,
    "knelpunten.untag": Action.TAG_KNELPUNT,
    "knelpunten.signal_for": Action.TAG_KNELPUNT,
}

#: Arguments that no ownership depends on: only the role decides.
NOT_A_ROW = {
    *("token", "filename", "slug", "code", "language", "account_id", "mail_id", "trial_id", "name", "extension"),
}


def routes() -> list[Route]:
    """Return every route of the loket, static files left out."""
    app = Flask("web")
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return [route for route in app.url_map.iter_rules() if route.endpoint != "static"]


@dataclass(frozen=True)
class Somebody:
    """One visitor: a name for messages, the person of the policy table, and who to be in a new browser."""

    name: str
    person: Person
    account: Account | None = None
    asked: int | None = None


@dataclass
class World:
    """Rows of every kind, and visitors of every role."""

    services: Services
    rows: dict[str, dict[str, Subject]]
    visitors: list[Somebody]

    def client(self, visitor: Somebody) -> FlaskClient:
        """Return a new browser in which ``visitor`` is signed in, or opened the own question."""
        client = application(self.services).test_client()
        with database.transaction(self.services.engine) as session:
            act = make_act(session)
            if visitor.account is not None:
                client.set_cookie(STAFF_COOKIE, sessions.open_session(act, visitor.account))
            if visitor.asked is not None:
                client.set_cookie(ASKER_COOKIE, sessions.open_asker_session(act, visitor.asked, None))
        return client


@pytest.fixture
def world(fresh_database, tmp_path) -> Iterator[World]:
    """A loket of one test alone, for steps that change rows."""
    with _world(fresh_database, tmp_path) as world:
        yield world


@pytest.fixture(scope="module")
def quiet_world(fresh_database, tmp_path_factory) -> Iterator[World]:
    """A loket for many tests, none of which touches a row of somebody."""
    with _world(fresh_database, tmp_path_factory.mktemp("quiet")) as world:
        yield world


@contextmanager
def _world(fresh_database, tmp_path: Path) -> Iterator[World]:
    """Make a loket with two teams, two tracks and everybody in it."""
    with fresh_database("sqlite") as url:
        engine = database.create_engine_for(url)
        with database.transaction(engine) as session:
            rows, visitors = _rows(session), _visitors(session)
        settings = Settings(
            secret_key="only-for-tests-and-not-a-secret-at-all",
            audit_key=CHAIN_KEY.decode(),
            public_url=BASE,
            trusted_hosts=("localhost",),
            data_dir=tmp_path,
            checkpoint_dir=tmp_path,
        )
        yield World(Services(settings, engine, RouterCache(engine, tmp_path), lambda: START), rows, visitors)
        engine.dispose()


def _rows(session: Session) -> dict[str, dict[str, Subject]]:
    ministry = organisation_of_category(session, "ministerie").id
    intermediary = organisation_of_category(session, "intermediair").id
    other_track = session.exec(select(Track.slug).where(Track.slug != any_track(session).slug).limit(1)).one()
    foreign = other_team(session).id
    questions = [
        make_question(session),
        make_question(session, confidential=True),
        make_question(session, team_id=foreign),
        make_question(session, team_id=foreign, confidential=True),
    ]
    shared, taken_back = make_question(session, team_id=foreign), make_question(session, team_id=foreign)
    make_referral(session, shared, intermediary)
    make_referral(session, taken_back, intermediary, status=ReferralStatus.REVOKED)
    knelpunten = [
        make_knelpunt(session, responsible_organisation_id=ministry, brought_at=START),
        make_knelpunt(session, responsible_organisation_id=ministry),
        make_knelpunt(session, track_slug=other_track),
    ]
    cases = [
        make_case(session),
        make_case(session, team_id=foreign, confidential=True),
        make_case(session, team_id=None, organisation_id=intermediary),
        make_case(session, team_id=foreign, track_slug=other_track),
    ]
    decisions = [
        make_decision(session, make_picked_up_question(session, makelaar), makelaar)
        for makelaar in (make_account(session), make_account(session, team_id=foreign))
    ]
    about_questions = {
        row.reference: visibility.subject_of_question(session, row) for row in (*questions, shared, taken_back)
    }
    return {
        "question": about_questions,
        "referral": about_questions,
        "knelpunt": {row.reference: visibility.subject_of_knelpunt(row) for row in knelpunten},
        "case": {row.reference: visibility.subject_of_case(row) for row in cases},
        "decision": {row.reference: visibility.subject_of_decision(row) for row in decisions},
        "report": {
            str(_report(session, slug).number): Subject(track=slug) for slug in (any_track(session).slug, other_track)
        },
    }


def _report(session: Session, track: str):
    leader = make_account(session, Role.SPOORLEIDER, tracks=(track,))
    return reports.make_report(make_act(session, leader), CaseFilter(track=track), Language.NL, str)


def _visitors(session: Session) -> list[Somebody]:
    staff = [_signed_in(session, make_account(session, role)) for role in Role if role is not Role.ONDERNEMER]
    question = make_question(session)
    asker = Person(Role.ONDERNEMER, question_ids=frozenset({question.id}))
    return [
        Somebody("a stranger", Person(Role.ONDERNEMER)),
        Somebody("somebody who asked", asker, asked=question.id),
        *staff,
    ]


def _signed_in(session: Session, account: Account) -> Somebody:
    return Somebody(f"a {account.role}", person_of(session, account), account)


def answer(client: FlaskClient, method: str, path: str) -> tuple[int, str]:
    """Ask for ``path``, with proof that the form is ours, and return status and page without what differs by chance."""
    data = {}
    if method == "POST":
        page = client.get("/mijn-vraag", base_url=BASE, follow_redirects=True).get_data(as_text=True)
        data["csrf_token"] = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
    response = client.open(path, method=method, base_url=BASE, data=data)
    text = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
    text = re.sub(r'(nonce|value)="[^"]*"', "", text)
    return response.status_code, text


def kind_of(route: Route) -> str | None:
    """Return the kind of row that the address of ``route`` names; ``None`` when it names none."""
    named = route.arguments - NOT_A_ROW
    if not named:
        return None
    if route.endpoint in ABOUT_A_QUESTION:
        return "question"
    return KIND_OF_BLUEPRINT[route.endpoint.split(".")[0]]


def address(route: Route, key: str) -> str:
    """Fill in the address of ``route`` with the reference or number ``key``."""
    path = re.sub(r"<(?:int[^:>]*:)?(reference|number)>", key, route.rule)
    path = path.replace("<extension>", "csv").replace("<language>", "nl")
    return re.sub(r"<int[^>]*>", "99999999", re.sub(r"<(token|slug|code|name)>", "bestaat-niet", path))


ROUTES = routes()


def test_every_route_names_the_action_it_performs():
    app = Flask("web")
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    views = {name: view for name, view in app.view_functions.items() if name != "static"}

    assert "public.form" in views, "this test looks at nothing; check how views are found"
    assert [name for name, view in views.items() if not isinstance(getattr(view, "action", None), Action)] == []


def test_every_argument_of_a_route_is_a_known_one():
    unknown = {name for route in ROUTES for name in route.arguments - NOT_A_ROW - set(MISSING)}

    assert unknown == set()


def action_of(world: World, route: Route) -> Action:
    """Return the action that decides about the row in the address of ``route``."""
    return ABOUT_A_QUESTION.get(route.endpoint, application(world.services).view_functions[route.endpoint].action)


def methods(route: Route) -> list[str]:
    """Return how ``route`` can be asked for."""
    return sorted(route.methods & {"GET", "POST"})


@pytest.mark.parametrize("route", [r for r in ROUTES if not kind_of(r)], ids=lambda r: f"{r.endpoint} {r.rule}")
def test_a_page_opens_for_the_roles_of_the_table_only(quiet_world, route):
    world = quiet_world
    action = application(world.services).view_functions[route.endpoint].action
    path = address(route, "")
    for visitor in world.visitors:
        for method in methods(route):
            status, _page = answer(world.client(visitor), method, path)

            if may_ever(visitor.person, action):
                assert status != 303 or not _goes_to_sign_in(world, visitor, method, path), (visitor.name, method)
                assert status < 500, (visitor.name, method)
            else:
                expected = 404 if visitor.person.signed_in else 303
                assert status == expected, (visitor.name, method, path)


def _goes_to_sign_in(world: World, visitor: Somebody, method: str, path: str) -> bool:
    """Tell whether the redirect is that of the door; signing out and pages of the form redirect elsewhere."""
    response = world.client(visitor).open(path, method=method, base_url=BASE)
    return "/inloggen?verder=" in response.headers.get("Location", "")


@pytest.mark.parametrize("route", [r for r in ROUTES if kind_of(r)], ids=lambda r: f"{r.endpoint} {r.rule}")
def test_a_row_of_somebody_else_looks_like_one_that_does_not_exist(world, route):
    action, kind = action_of(world, route), kind_of(route)
    missing_key = MISSING["number" if kind == "report" else "reference"]
    seen_own = False
    for visitor in world.visitors:
        for method in methods(route):
            client = world.client(visitor)
            missing = answer(client, method, address(route, missing_key))
            for key, subject in world.rows[kind].items():
                status, page = answer(client, method, address(route, key))

                if not may_ever(visitor.person, action) and not visitor.person.signed_in:
                    assert (status, missing[0]) == (303, 303), (visitor.name, method)
                elif may(visitor.person, action, subject):
                    seen_own = True
                    assert status < 500, (visitor.name, method, key)
                    assert status != 404 or _gone_by_its_own_step(kind), (visitor.name, method, key)
                else:
                    assert missing[0] == 404
                    assert (status, page.replace(f"/{key}", f"/{missing_key}")) == missing, (visitor.name, method, key)
    assert seen_own or action in ASKERS_ONLY, "no visitor may do this with any row; the test proves nothing"


#: Steps of the entrepreneur, whose own question the visitors of this world do not list among the rows.
ASKERS_ONLY = {action for action in Action if MAY[action].get(Role.ONDERNEMER) and Role.MAKELAAR in MAY[action]}


def _gone_by_its_own_step(kind: str) -> bool:
    """Tell whether a step of this test may have closed the row for the visitor: a declined referral is gone."""
    return kind == "referral"


@pytest.mark.parametrize("route", [r for r in ROUTES if "POST" in r.methods], ids=lambda r: f"{r.endpoint} {r.rule}")
def test_nothing_changes_without_proof_that_the_form_is_ours(quiet_world, route):
    world = quiet_world
    engine = world.services.engine
    kind = kind_of(route)
    before = _everything(engine)
    for visitor in world.visitors:
        for key in world.rows[kind] if kind else [""]:
            status = (
                world.client(visitor)
                .post(address(route, key), base_url=BASE, data={"csrf_token": "nagemaakt"})
                .status_code
            )

            assert status in (303, 400, 404, 410), (visitor.name, key)
    assert _everything(engine) == before


def _everything(engine) -> dict[str, int]:
    """Return how many rows each table of the domain holds, drafts and kept forms left out."""
    left_out = {"drafts", "rate_counts", "alembic_version", "kept_forms", "sign_ins", "asker_sessions"}
    with database.reading(engine) as session:
        connection = session.connection()
        names = [name for name in database.sa.inspect(connection).get_table_names() if name not in left_out]
        counts = {name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar() or 0 for name in names}
        counts["versions"] = connection.exec_driver_sql("SELECT sum(version) FROM questions").scalar() or 0
    return counts


class TestTheTable:
    """The table, written out by hand: whoever changes a rule changes it here as well."""

    def test_is_the_one_that_was_agreed(self, agreed):
        actual = {
            f"{action.value} {role.value}": rule.value for action, line in MAY.items() for role, rule in line.items()
        }

        assert actual == agreed

    @pytest.fixture
    def agreed(self, request) -> dict[str, str]:
        lines = request.path.with_name("agreed_permissions.txt").read_text(encoding="utf-8").splitlines()
        return {f"{action} {role}": rule for action, role, rule in (line.split() for line in lines if line)}


def test_the_rules_are_asked_about_the_row_and_not_about_the_role_alone():
    person = Person(Role.MAKELAAR, account_id=1, team_id=1)

    assert may(person, Action.SEE_QUESTION, replace(NO_SUBJECT, team_id=1))
    assert not may(person, Action.SEE_QUESTION, replace(NO_SUBJECT, team_id=2))
