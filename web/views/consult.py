"""The page that a colleague without an account opens to give advice."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from intake.permissions import Action
from web.access import requires

bp = Blueprint("consult", __name__)
