"""What the loket keeps of somebody's question: reading it, taking it along, and having it erased."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from intake import erasure
from intake.errors import TemporarilyUnavailable
from intake.own_data import own_data
from intake.own_data_file import as_json
from intake.permissions import Action
from intake.terms import QuestionStatus
from web.access import requires
from web.current import acting, reading
from web.forms.following import EraseForm

bp = Blueprint("own_data", __name__)

#: What each mail to an entrepreneur is about.
MAILS = {
    "receipt": _l("Ontvangstbevestiging"),
    "question_link": _l("Uw link, omdat u erom vroeg"),
    "question_asked": _l("Bericht dat het team iets vroeg"),
    "question_answered": _l("Bericht dat er een antwoord is"),
    "handed_over": _l("Bericht dat een ander team uw vraag heeft"),
    "knelpunt_decided": _l("Bericht over een besluit"),
    "scheme_opened": _l("Bericht dat een regeling is geopend"),
    "feedback_asked": _l("De vraag of u bent geholpen"),
}

NOT_NOW = _l("Het lukt nu niet om dit te wissen. Er is nog niets veranderd. Probeer het over een minuut opnieuw")


@bp.get("/mijn-vraag/<reference>/gegevens")
@requires(Action.SEE_OWN_DATA)
def show(reference: str) -> ResponseReturnValue:
    """Show everything that is kept, to read and to print."""
    with reading() as act:
        data = own_data(act, reference)
    if data.question.status is QuestionStatus.ERASED:
        return render_template("pages/status/erased.html", question=data.question)
    return render_template("pages/own_data/show.html", data=data, mails=MAILS)


@bp.get("/mijn-vraag/<reference>/gegevens.json")
@requires(Action.SEE_OWN_DATA)
def download(reference: str) -> ResponseReturnValue:
    """Hand over everything that is kept as a file."""
    with reading() as act:
        data = own_data(act, reference)
    return Response(
        as_json(data),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="vraag-{data.question.reference}.json"'},
    )


@bp.route("/mijn-vraag/<reference>/wissen", methods=["GET", "POST"])
@requires(Action.ERASE)
def erase(reference: str) -> ResponseReturnValue:
    """Erase everything, after a page that says what goes and what stays."""
    form = EraseForm()
    with reading() as act:
        found = erasure.erasable(act, reference)
    if found.question.status is QuestionStatus.ERASED:
        return redirect(url_for("status.show", reference=reference), code=303)
    if not form.validate_on_submit():
        return render_template("pages/own_data/erase.html", found=found, form=form), 400 if form.is_submitted() else 200
    try:
        with acting() as act:
            erasure.erase(act, reference)
    except TemporarilyUnavailable:
        form.add_error(None, NOT_NOW)
        return render_template("pages/own_data/erase.html", found=found, form=form), 503
    flash(_("Uw gegevens zijn gewist."), "ok")
    return redirect(url_for("status.show", reference=reference), code=303)
