"""Whether the loket lives and is ready, for a proxy or a watchdog."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from intake import database
from intake.errors import TemporarilyUnavailable
from intake.permissions import Action
from web.access import requires
from web.current import services

bp = Blueprint("health", __name__)


@bp.get("/gezondheid/live")
@requires(Action.CHECK_HEALTH)
def live() -> ResponseReturnValue:
    """Say that the process answers."""
    return jsonify(status="live")


@bp.get("/gezondheid/klaar")
@requires(Action.CHECK_HEALTH)
def ready() -> ResponseReturnValue:
    """Say whether this process can take a question: the schema is up to date and the routing is loaded."""
    try:
        problems = database.not_ready(services().engine)
    except TemporarilyUnavailable:
        problems = ["database"]
    if not problems and not services().router.ready():
        problems = ["reference data"]
    if problems:
        return jsonify(status="not ready", missing=problems), 503
    return jsonify(status="ready")
