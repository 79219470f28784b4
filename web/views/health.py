"""Whether the loket lives and is ready, for a proxy or a watchdog."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from intake.permissions import Action
from web.access import requires

bp = Blueprint("health", __name__)
