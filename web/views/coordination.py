"""The coordination team: gaps in the cover, the pillar-to-post meter, and parties that join and leave."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from intake import coordination, parties, revisions, workload
from intake.models.reference import Organisation
from intake.permissions import Action
from intake.terms import QuestionStatus, RouteReason
from web.access import requires
from web.current import reading
from web.forms.coordination import JoinForm, LeaveForm, PartyForm
from web.views.administration.blueprint import done

bp = Blueprint("coordination", __name__)

#: What is missing, in the words of a colleague; the labels of the reasons speak to entrepreneurs.
GAPS = {
    RouteReason.REGIONAL_LEAD: _l("Eigen team: de regionale trekker neemt het aan"),
    RouteReason.NATIONAL_NO_TEAM: _l("Eigen team of regionale trekker"),
    RouteReason.NATIONAL_TOPIC_NOT_COVERED: _l("Dit onderwerp bij het eigen team"),
}


@bp.get("/coordinatie")
@requires(Action.SEE_COORDINATION)
def overview() -> ResponseReturnValue:
    """Show how often questions were handed over, where the gaps are, and how much each team has."""
    with reading() as act:
        return render_template(
            "pages/coordination/overview.html",
            meters=coordination.hand_over_meters(act),
            thirds=coordination.third_hand_overs(act),
            gaps=coordination.gaps(act),
            per_team=workload.questions_per_team(act, Action.SEE_COORDINATION),
            statuses=list(QuestionStatus),
            gap_words=GAPS,
        )


@bp.get("/coordinatie/partijen")
@requires(Action.SEE_COORDINATION)
def parties_list() -> ResponseReturnValue:
    """Show everyone who is or was a party."""
    with reading() as act:
        found = parties.parties(act)
    now = [party.code for party in found if parties.is_party(party, act.today)]
    return render_template("pages/coordination/parties.html", found=found, now=now)


@bp.route("/coordinatie/partijen/toevoegen", methods=["GET", "POST"])
@requires(Action.MANAGE_PARTIES)
def add_party() -> ResponseReturnValue:
    """Add a party that is not in the list yet."""
    form = PartyForm()
    with reading() as act:
        form.municipality.suggestions = tuple(parties.municipality_names(act, Action.MANAGE_PARTIES))
    if request.method == "GET":
        return render_template("pages/coordination/add_party.html", form=form)
    if not done(form, lambda act: parties.add_organisation(act, form.draft(), Action.MANAGE_PARTIES)):
        return render_template("pages/coordination/add_party.html", form=form), 400
    flash(_("De partij is toegevoegd."), "ok")
    return redirect(url_for("coordination.parties_list"), code=303)


@bp.get("/coordinatie/partijen/<code>")
@requires(Action.SEE_COORDINATION)
def party(code: str) -> ResponseReturnValue:
    """Show one party and what changed about it."""
    with reading() as act:
        found = parties.find_organisation(act, code, Action.SEE_COORDINATION)
        leaving = parties.is_party(found, act.today)
    return _party_page(found, LeaveForm(formdata=None) if leaving else JoinForm(formdata=None))


@bp.post("/coordinatie/partijen/<code>/vertrek")
@requires(Action.MANAGE_PARTIES)
def leave(code: str) -> ResponseReturnValue:
    """Write down the last day on which an organisation is a party."""
    return _changed(code, LeaveForm(), _("Het vertrek is vastgelegd."))


@bp.post("/coordinatie/partijen/<code>/toetreding")
@requires(Action.MANAGE_PARTIES)
def join(code: str) -> ResponseReturnValue:
    """Make an organisation a party from a day on."""
    return _changed(code, JoinForm(), _("De toetreding is vastgelegd."))


def _changed(code: str, form: JoinForm | LeaveForm, message: str) -> ResponseReturnValue:
    with reading() as act:
        found = parties.find_organisation(act, code, Action.MANAGE_PARTIES)
    verb = parties.leave if isinstance(form, LeaveForm) else parties.join
    if not done(form, lambda act: verb(act, code, form.on.data or act.today)):
        return _party_page(found, form), 400
    flash(message, "ok")
    return redirect(url_for("coordination.party", code=code), code=303)


def _party_page(found: Organisation, form: JoinForm | LeaveForm) -> str:
    with reading() as act:
        history = revisions.history(act, parties.TABLE, found.code)
    leaving = isinstance(form, LeaveForm)
    return render_template(
        "pages/coordination/party.html",
        party=found,
        form=form,
        history=history,
        leaving=leaving,
        goal=url_for("coordination.leave" if leaving else "coordination.join", code=found.code),
    )
