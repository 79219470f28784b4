"""Statements that an administrator can edit: privacy and accessibility."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from intake.permissions import Action
from web.access import requires

bp = Blueprint("pages", __name__)


@bp.get("/privacy")
@requires(Action.SEE_PUBLIC_PAGE)
def privacy() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)


@bp.get("/toegankelijkheid")
@requires(Action.SEE_PUBLIC_PAGE)
def accessibility() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)


@bp.get("/over")
@requires(Action.SEE_PUBLIC_PAGE)
def about() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)
