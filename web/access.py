"""The door of every page: who is this, and may somebody like that come in here?"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, ParamSpec, Protocol, cast

from flask import Flask, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from intake import database, kept_forms, rate_limit, sessions
from intake.errors import TooManyAttempts
from intake.permissions import ANYBODY, Action, may_ever
from web.current import acting, now, person, services

STAFF_COOKIE = "__Host-loket-medewerker"
ASKER_COOKIE = "__Host-loket-vraag"
KEPT_COOKIE = "__Host-loket-getypt"
DRAFT_COOKIE = "__Host-loket-concept"

#: How many forms one network address may leave here without being signed in, an hour.
KEPT_FORMS_PER_HOUR = 60

P = ParamSpec("P")


class View(Protocol):
    """A view that names the action it performs."""

    action: Action

    def __call__(self, *args: Any, **kwargs: Any) -> ResponseReturnValue:
        """Answer a request."""


def requires(action: Action) -> Callable[[Callable[P, ResponseReturnValue]], View]:
    """Let only those into a view who may ever take ``action``.

    Somebody who is not signed in goes to the sign-in page; somebody else gets the page for what does not exist.
    """

    def guard(view: Callable[P, ResponseReturnValue]) -> View:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if may_ever(person(), action):
                return view(*args, **kwargs)
            if person().signed_in:
                abort(404)
            return to_sign_in()

        guarded.action = action  # type: ignore[attr-defined]  # read by the test that walks all routes
        return cast(View, guarded)

    return guard


def to_sign_in() -> ResponseReturnValue:
    """Send somebody to the sign-in page, and back afterwards; what was typed in a form is kept."""
    response = redirect(url_for("sign_in.sign_in", verder=request.path), code=303)
    if request.method == "POST" and (token := _keep_form()) is not None:
        set_private_cookie(response, KEPT_COOKIE, token)
    return response


def _keep_form() -> str | None:
    """Keep what was posted, and return the token to reach it; ``None`` when another site sent it, or too much."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return None
    fields = list(request.form.items(multi=True))
    try:
        with acting() as act:
            rate_limit.count(act, f"form kept from {request.remote_addr}", KEPT_FORMS_PER_HOUR, timedelta(hours=1))
            return kept_forms.keep(act, request.path, fields, request.cookies.get(STAFF_COOKIE))
    except TooManyAttempts:
        return None


def set_private_cookie(response: Response, name: str, token: str) -> None:
    """Give the browser a token that only this site sees, over a safe connection, out of reach of scripts."""
    response.set_cookie(name, token, secure=True, httponly=True, samesite="Lax", path="/")


def forget_cookie(response: Response, name: str) -> None:
    """Take a private cookie back."""
    response.delete_cookie(name, secure=True, httponly=True, samesite="Lax", path="/")


def _recognise() -> None:
    """Find out who is behind the request, before any view runs."""
    if request.endpoint == "static" or request.blueprint == "health":
        g.person = ANYBODY
        return
    staff, asker = request.cookies.get(STAFF_COOKIE), request.cookies.get(ASKER_COOKIE)
    with database.reading(services().engine) as session:
        g.person = sessions.person_behind(session, staff, asker, now())
        stale = staff is not None and person().signed_in and sessions.needs_touch(session, staff, now())
    if stale and staff is not None:
        with acting() as act:
            sessions.touch(act, staff)


def init_app(app: Flask) -> None:
    """Recognise people on every request of ``app``."""
    app.before_request(_recognise)
