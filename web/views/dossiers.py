"""The inbox of a dossierhouder: knelpunten that were brought to the own organisation."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from intake.permissions import Action
from web.access import requires

bp = Blueprint("dossiers", __name__)


@bp.get("/dossiers")
@requires(Action.SEE_DOSSIERS)
def inbox() -> ResponseReturnValue:
    """Not there yet."""
    abort(404)
