"""The inbox of an intermediary or fund."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from intake.permissions import Action
from web.access import requires

bp = Blueprint("referrals", __name__)


@bp.get("/doorverwijzingen")
@requires(Action.SEE_REFERRALS)
def inbox() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)
