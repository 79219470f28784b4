"""Asking a question: the start page, the form, the check page and the receipt."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from intake.permissions import Action
from web.access import requires

bp = Blueprint("public", __name__)


@bp.get("/")
@requires(Action.SEE_PUBLIC_PAGE)
def start() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)


@bp.get("/vraag")
@requires(Action.SUBMIT)
def form() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)
