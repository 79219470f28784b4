"""Knelpunten: finding, signalling, tagging and moving them up the ladder."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from intake.permissions import Action
from web.access import requires

bp = Blueprint("knelpunten", __name__)


@bp.get("/knelpunten")
@requires(Action.SEE_KNELPUNTEN)
def overview() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)
