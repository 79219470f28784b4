"""Following a question: what the entrepreneur sees behind the private link."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from intake.permissions import Action
from web.access import requires

bp = Blueprint("status", __name__)


@bp.get("/mijn-vraag")
@requires(Action.OPEN_LINK)
def mine() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)
