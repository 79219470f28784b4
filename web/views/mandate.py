"""What the own team decided within its mandate: added up per year, taken along as a file, and corrected."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from intake import mandate, mandate_list
from intake.permissions import Action
from web.access import requires
from web.current import reading
from web.forms.mandate import REFUSED, ResultForm, TakeBackForm, YearForm
from web.mandate_export import FORMATS
from web.views.attempts import DONE, attempt
from web.views.question_page import texts_in

bp = Blueprint("mandate", __name__)


@bp.get("/mandaat")
@requires(Action.SEE_MANDATE)
def overview() -> ResponseReturnValue:
    """Show what the own team decided in one year, and what is left."""
    form = YearForm()
    with reading() as act:
        form.jaar.choices = [(str(year), str(year)) for year in mandate_list.years(act)]
        year = mandate_list.mandate_year(act, form.chosen(act.today.year))
    return render_template("pages/mandate/overview.html", form=form, page=year)


@bp.get("/mandaat/besluiten.<extension>")
@requires(Action.SEE_MANDATE)
def download(extension: str) -> ResponseReturnValue:
    """Hand over the ledger of one year as a file."""
    if extension not in FORMATS:
        abort(404)
    typed = request.args.get("jaar", "")
    with reading() as act:
        known = {str(year): year for year in mandate_list.years(act)}
        year = mandate_list.mandate_year(act, known.get(typed, act.today.year))
        askers = mandate_list.askers(act, year)
    chosen = FORMATS[extension]
    name = f"mandaat-{year.team.code}-{year.room.year}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(chosen.make(year, askers), content_type=chosen.media_type, headers=headers)


@bp.get("/mandaat/<reference>")
@requires(Action.SEE_DECISION)
def show(reference: str) -> ResponseReturnValue:
    """Show one decision of the own team, and what can still be done about it."""
    return _page(reference)


@bp.post("/mandaat/<reference>/terugnemen")
@requires(Action.CORRECT_DECISION)
def take_back(reference: str) -> ResponseReturnValue:
    """Take a decision back by a counter-entry."""
    form = TakeBackForm()
    status = attempt(form, lambda act: mandate.take_back(act, reference, form.reason.data), REFUSED)
    if status != DONE:
        return _page(reference, take_back_form=form), status
    flash(_("Het besluit is teruggenomen. Het bedrag staat weer op het budget."), "ok")
    return redirect(url_for("mandate.show", reference=reference), code=303)


@bp.post("/mandaat/<reference>/resultaat")
@requires(Action.CORRECT_DECISION)
def tell_result(reference: str) -> ResponseReturnValue:
    """Write down what came of a pilot."""
    form = ResultForm()
    status = attempt(form, lambda act: mandate.tell_result(act, reference, form.result.data), REFUSED)
    if status != DONE:
        return _page(reference, result_form=form), status
    flash(_("Het resultaat van de proeftuin is vastgelegd."), "ok")
    return redirect(url_for("mandate.show", reference=reference), code=303)


def _page(reference: str, *, take_back_form: TakeBackForm | None = None, result_form: ResultForm | None = None) -> str:
    """Show one decision with the form that comes back; one that fits no more is told, with what was typed in it."""
    with reading() as act:
        line = mandate_list.decision_page(act, reference)
    may_take_back, may_tell = line.taken_back is None, line.pilot is not None and line.result is None
    outdated = [form for form, fits in ((take_back_form, may_take_back), (result_form, may_tell)) if form and not fits]
    return render_template(
        "pages/mandate/show.html",
        line=line,
        take_back_form=(take_back_form or TakeBackForm(formdata=None)) if may_take_back else None,
        result_form=(result_form or ResultForm(formdata=None)) if may_tell else None,
        outdated=outdated,
        typed=[text for form in outdated for text in texts_in(form)],
    )
