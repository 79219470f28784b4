"""An application with the templates and filters of the loket, and no pages or database."""

from datetime import UTC, datetime

from flask import Flask
from jinja2 import StrictUndefined

from web import formatters, language, security
from web.current import Services

#: A Tuesday; in Amsterdam it is an hour later.
NOW = datetime(2026, 11, 10, 13, 5, tzinfo=UTC)


def make_bare_app() -> Flask:
    """Make an application for tests of macros, forms and filters; its clock stands at ``NOW``."""
    app = Flask("web")
    app.secret_key = "only-for-tests-and-not-a-secret-at-all"
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for part in (security, language, formatters):
        part.init_app(app)
    app.extensions["loket"] = Services(settings=None, engine=None, router=None, clock=lambda: NOW)
    return app
