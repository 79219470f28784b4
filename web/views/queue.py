"""The queue of the own team."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from intake.permissions import Action
from web.access import requires

bp = Blueprint("queue", __name__)


@bp.get("/werkvoorraad")
@requires(Action.SEE_QUEUE)
def show() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)
