"""Case reports of a track leader."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from intake.permissions import Action
from web.access import requires

bp = Blueprint("reports", __name__)


@bp.get("/rapporten")
@requires(Action.SEE_REPORTS)
def overview() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)
