"""One table from what goes wrong in the domain to what the browser gets."""

import logging
import traceback

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, SecurityError

from intake import errors

logger = logging.getLogger(__name__)

#: domain error -> status; each has a page in templates/errors/.
STATUS: dict[type[errors.LoketError], int] = {
    errors.NotFound: 404,
    errors.NotPermitted: 404,
    errors.StepNotAllowed: 409,
    errors.StalePage: 409,
    errors.RefusedInput: 400,
    errors.LinkNotUsable: 410,
    errors.TooManyAttempts: 429,
    errors.TemporarilyUnavailable: 503,
    errors.AuditBroken: 500,
}

#: Statuses that have a page of their own; any other gets the page of its hundred.
PAGES = frozenset({400, 404, 409, 410, 413, 429, 500, 503})


def _page(status: int, error: Exception | None = None) -> tuple[str, int]:
    known = status if status in PAGES else (400 if status < 500 else 500)
    return render_template(f"errors/{known}.html", error=error), status


def _domain(error: errors.LoketError) -> ResponseReturnValue:
    return _page(STATUS[type(error)], error)


def _not_our_host(_error: SecurityError) -> ResponseReturnValue:
    """Answer in one line: for a host that is not ours no page can be drawn."""
    return "Bad request: unknown host.", 400, {"Content-Type": "text/plain; charset=utf-8"}


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    body, status = _page(error.code)
    headers = [(name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After")]
    return body, status, headers


def _unexpected(error: Exception) -> ResponseReturnValue:
    """Log where it went wrong, line by line; the message of the error may hold what somebody typed."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("unexpected error kind=%s at:\n%s", type(error).__name__, where)
    return _page(500)


def init_app(app: Flask) -> None:
    """Give every error its page."""
    app.register_error_handler(errors.LoketError, _domain)
    app.register_error_handler(SecurityError, _not_our_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)
