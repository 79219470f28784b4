"""Signing in and out, accepting an invitation, choosing a new password."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from intake.permissions import Action
from web.access import requires

bp = Blueprint("sign_in", __name__)


@bp.get("/inloggen")
@requires(Action.SIGN_IN)
def sign_in() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)


@bp.get("/uitloggen")
@requires(Action.SIGN_OUT)
def sign_out() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)
