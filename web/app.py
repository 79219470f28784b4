"""The application factory: the only place that knows every part."""

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from intake import database
from web import access, errors, formatters, language, navigation, security
from web.current import Services
from web.settings import SettingsIncomplete
from web.views import BLUEPRINTS


def create_app(services: Services) -> Flask:
    """Make the application around ``services``; raise ``SettingsIncomplete`` rather than start unsafely."""
    _refuse_unsafe(services)
    app = Flask("web")
    app.secret_key = services.settings.secret_key
    app.config["TRUSTED_HOSTS"] = list(services.settings.trusted_hosts)
    app.config["WTF_CSRF_TIME_LIMIT"] = 12 * 60 * 60
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["loket"] = services
    if services.settings.proxy_count:
        hops = services.settings.proxy_count
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    for part in (security, errors, access, language, formatters, navigation):
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if app.debug:
        raise SettingsIncomplete("The loket does not run in debug mode: unset FLASK_DEBUG.")
    return app


def _refuse_unsafe(services: Services) -> None:
    weak = database.unsafe_settings(services.engine)
    if weak:
        raise SettingsIncomplete(f"The database could lose what it acknowledged: {', '.join(weak)}.")
