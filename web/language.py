"""In which language a page is shown: chosen, else that of the account or the browser, else Dutch."""

from flask import Flask, Response, g, request, session
from flask_babel import Babel

from intake.terms import Language

LANGUAGES = tuple(language.value for language in Language)


def current_language() -> str:
    """Return the language of this request: ``nl`` or ``en``."""
    chosen = request.args.get("taal") or session.get("taal")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES, default="nl") or "nl"


def _remember_choice() -> None:
    chosen = request.args.get("taal")
    if chosen in LANGUAGES and request.endpoint != "static":
        session["taal"] = chosen
    g.language = current_language()


def _say_language(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.content_language.add(current_language())
    return response


def init_app(app: Flask) -> None:
    """Choose the language of every request of ``app``."""
    app.config["BABEL_DEFAULT_LOCALE"] = "nl"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Amsterdam"
    Babel(app, locale_selector=lambda: g.get("language", "nl"))
    app.before_request(_remember_choice)
    app.after_request(_say_language)
