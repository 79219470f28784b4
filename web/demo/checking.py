"""Does the demo work? A look at its pages through the application itself, and at its event log."""

from flask.testing import FlaskClient
from sqlmodel import col, select

from intake import audit, checkpoints, database, sessions
from intake.act import Act
from intake.models.people import Account
from intake.permissions import THE_LOKET
from intake.terms import Role
from web.access import STAFF_COOKIE
from web.app import create_app
from web.current import Services

#: Who looks at which page; a visitor has no account.
LOOKS: tuple[tuple[Role | None, str], ...] = (
    (None, "/"),
    (None, "/demo"),
    (None, "/demo/post"),
    (Role.MAKELAAR, "/werkvoorraad"),
    (Role.SPOORLEIDER, "/rapporten"),
    (Role.SPOORLEIDER, "/rapporten/1"),
)


def problems_of(services: Services) -> list[str]:
    """Return what is wrong with a demo, one sentence each; nothing when it works."""
    app = create_app(services)
    problems = []
    for role, path in LOOKS:
        with app.test_client() as client:
            if role is not None:
                _sign_in(services, client, role)
            status = client.get(path, base_url=services.settings.public_url).status_code
        if status != 200:
            problems.append(f"{path} answers {status} instead of 200")
    settings = services.settings
    with database.reading(services.engine) as session:
        breaks = audit.verify_chains(session, settings.chain_key)
        breaks += checkpoints.verify(session, settings.checkpoint_dir, settings.chain_key)
    return problems + [f"event log {place.chain} #{place.number}: {place.what}" for place in breaks]


def _sign_in(services: Services, client: FlaskClient, role: Role) -> None:
    """Sign in as the first account with ``role``."""
    with database.transaction(services.engine) as session:
        account = session.exec(select(Account).where(Account.role == role).order_by(col(Account.id)).limit(1)).one()
        act = Act(session, THE_LOKET, services.clock(), services.settings.chain_key)
        token = sessions.open_session(act, account)
    client.set_cookie(STAFF_COOKIE, token)
