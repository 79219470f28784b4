"""The coordination team: parties, gaps and progress."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from intake.permissions import Action
from web.access import requires

bp = Blueprint("coordination", __name__)


@bp.get("/coordinatie")
@requires(Action.SEE_COORDINATION)
def overview() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)
