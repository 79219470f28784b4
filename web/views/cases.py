"""Cases from practice: logging, reading and releasing them."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from intake.permissions import Action
from web.access import requires

bp = Blueprint("cases", __name__)


@bp.get("/casussen")
@requires(Action.SEE_CASES)
def overview() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)
