"""Dossiers: the knelpunten that were brought to an organisation, and its answers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from intake import knelpunt_page, ladder
from intake.permissions import Action
from intake.terms import KnelpuntStatus
from web.access import requires
from web.current import reading
from web.formatters import named
from web.forms.base import VersionForm
from web.forms.dossiers import DecideForm
from web.forms.knelpunten import REFUSED
from web.views.attempts import CHANGED, DONE, attempt

bp = Blueprint("dossiers", __name__)

#: In which stages an organisation can still answer.
OPEN = frozenset({KnelpuntStatus.INGEBRACHT, KnelpuntStatus.IN_BEHANDELING})


@bp.get("/dossiers")
@requires(Action.SEE_DOSSIERS)
def inbox() -> ResponseReturnValue:
    """Show the knelpunten that were brought to the own organisation."""
    open_only = request.args.get("stand") != "beantwoord"
    with reading() as act:
        lines = knelpunt_page.brought(act, open_only=open_only)
    return render_template("pages/dossiers/inbox.html", lines=lines, open_only=open_only)


@bp.get("/dossiers/<reference>")
@requires(Action.DECIDE_KNELPUNT)
def show(reference: str) -> ResponseReturnValue:
    """Show one knelpunt with the cases that were released."""
    return _page(reference)


def _page(
    reference: str, status: int = DONE, *, take_form: VersionForm | None = None, decide_form: DecideForm | None = None
) -> str:
    with reading() as act:
        dossier = knelpunt_page.dossier(act, reference)
    form = decide_form or DecideForm(formdata=None)
    form.outcome.choices = _outcomes(reference)
    button = take_form or VersionForm(formdata=None)
    for carried in (button, form):
        carried.renew(dossier.page.version)
    return render_template(
        "pages/dossiers/show.html",
        dossier=dossier,
        page=dossier.page,
        take_form=button,
        decide_form=form,
        changed=status == CHANGED,
        can_take_up=dossier.page.line.status is KnelpuntStatus.INGEBRACHT,
        can_decide=dossier.page.line.status in OPEN,
    )


def _outcomes(reference: str) -> list[tuple[str, str]]:
    with reading() as act:
        return [(row.code, named(row)) for row in ladder.outcomes_for(act, reference)]


@bp.post("/dossiers/<reference>/oppakken")
@requires(Action.DECIDE_KNELPUNT)
def take_up(reference: str) -> ResponseReturnValue:
    """Say that the own organisation is working on a knelpunt."""
    form = VersionForm()
    status = attempt(form, lambda act: ladder.take_up(act, reference, version=form.seen()), REFUSED)
    if status != DONE:
        return _page(reference, status, take_form=form), status
    flash(_("U hebt het knelpunt in behandeling genomen."), "ok")
    return redirect(url_for("dossiers.show", reference=reference), code=303)


@bp.post("/dossiers/<reference>/besluit")
@requires(Action.DECIDE_KNELPUNT)
def decide(reference: str) -> ResponseReturnValue:
    """Answer a knelpunt with an outcome and a text."""
    form = DecideForm()
    form.outcome.choices = _outcomes(reference)
    status = attempt(
        form,
        lambda act: ladder.decide(act, reference, form.outcome.data, form.text.data, version=form.seen()),
        REFUSED,
    )
    if status != DONE:
        return _page(reference, status, decide_form=form), status
    flash(_("Uw antwoord is vastgelegd. De spoorleider vertelt het aan de ondernemers."), "ok")
    return redirect(url_for("dossiers.show", reference=reference), code=303)
