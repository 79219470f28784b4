"""The budget of a team for each year."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from intake import budgets, revisions, teams
from intake.permissions import Action
from web.access import requires
from web.current import reading
from web.forms.mandate import REFUSED, BudgetForm
from web.views.administration.blueprint import bp
from web.views.attempts import CHANGED, DONE, attempt


@bp.route("/beheer/teams/<code>/budget", methods=["GET", "POST"])
@requires(Action.MANAGE_TEAMS)
def budget(code: str) -> ResponseReturnValue:
    """Show the budgets of a team, or set that of one year."""
    form = BudgetForm()
    with reading() as act:
        teams.find_team(act, code)
        years = budgets.years_to_set(act)
    form.year.choices = [(str(year), str(year)) for year in years]
    if request.method == "GET":
        form.year.data = str(years[0])
        return _page(code, form), 200
    status = attempt(
        form,
        lambda act: budgets.set_budget(act, code, int(form.year.data), form.amount.data or 0, version=form.seen()),
        REFUSED,
    )
    if status != DONE:
        return _page(code, form, stale=status == CHANGED), status
    flash(_("Het budget voor %(year)s is vastgelegd.", year=form.year.data), "ok")
    return redirect(url_for("administration.budget", code=code), code=303)


def _page(code: str, form: BudgetForm, *, stale: bool = False) -> str:
    """Show the budgets; a ``stale`` page says what somebody changed meanwhile, and keeps what was typed."""
    with reading() as act:
        team = teams.find_team(act, code)
        rooms = budgets.budgets_of(act, code)
        history = revisions.history(act, budgets.TABLE, code)
        if stale or request.method == "GET":
            form.renew(revisions.version_of(act, budgets.TABLE, code))
    return render_template(
        "pages/administration/budget.html", form=form, team=team, rooms=rooms, history=history, stale=stale
    )
