"""What the pages of the administrator share: their blueprint, and how a refusal reaches the form."""

from collections.abc import Callable

from flask import Blueprint, request
from flask_babel import gettext as _

from intake.act import Act
from intake.errors import RefusedInput
from web.current import acting
from web.forms.administration import refusal, show_refusal
from web.forms.base import ButtonForm, LoketForm, VersionForm

bp = Blueprint("administration", __name__)


def done(form: LoketForm, verb: Callable[[Act], object]) -> bool:
    """Do one use case with what ``form`` holds; tell whether that worked, and show in the form why not."""
    if not form.validate_on_submit():
        return False
    try:
        with acting() as act:
            verb(act)
    except RefusedInput as error:
        show_refusal(form, error)
        return False
    return True


def shown_id(name: str) -> int | None:
    """Return the id that the address names, or ``None`` when it is none that a row could have."""
    typed = request.args.get(name, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


def shown_version(form: VersionForm) -> int:
    """Return the version that the page showed; a page without one is older than everything."""
    typed = str(form.version.data or "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def refused(verb: Callable[[Act], object]) -> str | None:
    """Do what one button asks; return why that was refused, or ``None`` when it was done."""
    if not ButtonForm().validate_on_submit():
        return str(_("Dat is niet gelukt, omdat deze pagina te lang open stond. Probeer het opnieuw."))
    try:
        with acting() as act:
            verb(act)
    except RefusedInput as error:
        return refusal(error)
    return None
