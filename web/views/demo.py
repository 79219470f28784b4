"""The mailbox of the demo: what would have been sent."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from intake.permissions import Action
from web.access import requires

bp = Blueprint("demo", __name__)


@bp.get("/demo/post")
@requires(Action.SEE_DEMO_MAIL)
def mailbox() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)
