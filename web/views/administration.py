"""The administrator: accounts, teams, topics, pages and the event log."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from intake.permissions import Action
from web.access import requires

bp = Blueprint("administration", __name__)


@bp.get("/beheer")
@requires(Action.SEE_ADMINISTRATION)
def overview() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)
