"""Case reports of a track leader: choosing, making, reading and taking them along."""

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from intake import reports
from intake.act import Act
from intake.case_filter import filter_choices
from intake.case_report import Snapshot
from intake.permissions import Action
from intake.terms import Language
from web.access import requires
from web.current import acting, reading
from web.exports import FORMATS, about_rows
from web.forms.reports import ReportForm

bp = Blueprint("reports", __name__)


def _form(act: Act) -> ReportForm:
    form = ReportForm()
    choices = filter_choices(act, Language(g.language))
    form.track.choices, form.municipality.choices, form.kind.choices = (
        choices.tracks,
        choices.municipalities,
        choices.kinds,
    )
    return form


@bp.get("/rapporten")
@requires(Action.SEE_REPORTS)
def overview() -> ResponseReturnValue:
    """Show the reports of the own tracks, and the form for a new one."""
    with reading() as act:
        return render_template("pages/reports/overview.html", form=_form(act), reports=reports.reports(act))


@bp.post("/rapporten")
@requires(Action.EXPORT_REPORT)
def make() -> ResponseReturnValue:
    """Freeze the chosen cases as a new report."""
    with acting() as act:
        form = _form(act)
        if not form.validate():
            page = render_template("pages/reports/overview.html", form=form, reports=reports.reports(act))
            return page, 400
        report = reports.make_report(act, form.chosen(), Language(g.language), _)
    flash(_("Het rapport is gemaakt. De inhoud verandert niet meer."), "ok")
    return redirect(url_for("reports.show", number=report.number), code=303)


@bp.get("/rapporten/<int:number>")
@requires(Action.SEE_REPORTS)
def show(number: int) -> ResponseReturnValue:
    """Show one report as it was made."""
    with reading() as act:
        report = reports.find_report(act, number)
    snapshot = Snapshot.from_json(report.snapshot)
    return render_template(
        "pages/reports/show.html",
        report=report,
        snapshot=snapshot,
        about=about_rows(report, snapshot),
        cases=[list(zip(snapshot.headers, row, strict=True)) for row in snapshot.rows],
    )


@bp.get("/rapporten/<int:number>/rapport.<extension>")
@requires(Action.EXPORT_REPORT)
def download(number: int, extension: str) -> ResponseReturnValue:
    """Hand over one report as a file; the same number gives the same bytes every time."""
    with reading() as act:
        report = reports.find_report(act, number)
    if extension not in FORMATS:
        abort(404)
    chosen = FORMATS[extension]
    with force_locale(report.language):
        content = chosen.make(report, Snapshot.from_json(report.snapshot))
    name = f"casusrapport-{report.number}.{extension}"
    return Response(
        content,
        content_type=chosen.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
