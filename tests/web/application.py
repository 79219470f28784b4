"""The application, made once for all tests of a run: its routes take longer to lay out than most tests last."""

from flask import Flask

from web.app import create_app
from web.current import Services

#: secret and hosts -> the application that was made with them; everything else is looked up in its services.
_MADE: dict[tuple[str, tuple[str, ...]], Flask] = {}


def application(services: Services) -> Flask:
    """Return the application as it serves ``services``, until somebody asks for it with others."""
    key = services.settings.secret_key, services.settings.trusted_hosts
    if key not in _MADE:
        _MADE[key] = create_app(services)
        _MADE[key].config["TESTING"] = True
    app = _MADE[key]
    app.extensions["loket"] = services
    return app
