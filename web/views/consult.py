"""The page that a colleague without an account opens to give advice."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from intake import consult
from intake.errors import LinkNotUsable, TemporarilyUnavailable
from intake.permissions import Action
from web.access import requires
from web.current import acting, reading
from web.forms.desk import AdviceForm

bp = Blueprint("consult", __name__)

NOT_NOW = _l(
    "Het lukt nu niet om uw advies op te slaan. Uw tekst staat nog in het formulier. Probeer het straks opnieuw"
)


@bp.route("/advies/<token>", methods=["GET", "POST"])
@requires(Action.REPLY_TO_CONSULT)
def advise(token: str) -> ResponseReturnValue:
    """Show what a makelaar wants to know, and take one reply."""
    form = AdviceForm()
    with reading() as act:
        page = consult.consult_page(act, token)
    if not form.validate_on_submit():
        return render_template("pages/consult/show.html", page=page, form=form), 400 if form.is_submitted() else 200
    try:
        with acting() as act:
            consult.reply(act, token, form.text.data)
    except TemporarilyUnavailable:
        form.add_error(None, NOT_NOW)
        return render_template("pages/consult/show.html", page=page, form=form), 503
    return redirect(url_for("consult.thanks"), code=303)


@bp.get("/advies/bedankt")
@requires(Action.REPLY_TO_CONSULT)
def thanks() -> ResponseReturnValue:
    """Thank a colleague; the link is used and shows nothing any more."""
    return render_template("pages/consult/thanks.html")


@bp.errorhandler(LinkNotUsable)
def used(_error: LinkNotUsable) -> ResponseReturnValue:
    """Say calmly that a link is used or expired, and give back what was typed."""
    return render_template("pages/consult/used.html", typed=request.form.get("text", "").strip()), 410
