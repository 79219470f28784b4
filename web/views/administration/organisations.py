"""Organisations: which there are, and adding one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from intake import parties
from intake.permissions import Action
from web.access import requires
from web.current import reading
from web.forms.administration import OrganisationFilterForm, OrganisationForm
from web.views.administration.blueprint import bp, done


@bp.get("/beheer/organisaties")
@requires(Action.MANAGE_TEAMS)
def organisations_list() -> ResponseReturnValue:
    """Show organisations, narrowed by kind."""
    form = OrganisationFilterForm()
    if not form.validate():
        return render_template("pages/administration/organisations.html", form=form, found=[]), 400
    with reading() as act:
        found = parties.all_organisations(act, form.category.data)
    return render_template("pages/administration/organisations.html", form=form, found=found)


@bp.route("/beheer/organisaties/toevoegen", methods=["GET", "POST"])
@requires(Action.MANAGE_TEAMS)
def add_organisation() -> ResponseReturnValue:
    """Add an organisation; making it a party is for the coordination team."""
    form = OrganisationForm()
    with reading() as act:
        form.municipality.suggestions = tuple(parties.municipality_names(act, Action.MANAGE_TEAMS))
    if request.method == "GET":
        return render_template("pages/administration/add_organisation.html", form=form)
    if not done(form, lambda act: parties.add_organisation(act, form.draft(), Action.MANAGE_TEAMS)):
        return render_template("pages/administration/add_organisation.html", form=form), 400
    flash(_("De organisatie is toegevoegd."), "ok")
    return redirect(url_for("administration.organisations_list", category=form.category.data), code=303)
