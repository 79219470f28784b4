"""A private link on its way to the page that shows it: kept an hour in the signed cookie of one browser.

The database holds no secret, and an address should not, so the token travels from a POST to the page
after it in the session cookie, which scripts cannot read.
"""

from datetime import timedelta

from flask import session, url_for

from web.current import now, services

#: How long a page shows the link again; long enough to come back with paper in the printer.
SHOWN_FOR = timedelta(hours=1)


def keep_link(key: str, token: str) -> None:
    """Keep the ``token`` of a link for the page about ``key``: a reference, or a form that was saved."""
    session["link"] = {"key": key, "token": token, "until": (now() + SHOWN_FOR).timestamp()}


def kept_link(key: str, endpoint: str) -> str | None:
    """Return the whole address of the link about ``key``; ``None`` when it is not here or no longer shown."""
    kept = session.get("link")
    if not kept or kept["key"] != key or kept["until"] < now().timestamp():
        session.pop("link", None)
        return None
    return f"{services().settings.public_url}{url_for(endpoint, token=kept['token'])}"


def forget_link() -> None:
    """Take the link out of the cookie."""
    session.pop("link", None)
