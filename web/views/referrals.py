"""Referrals: the inbox of an intermediary or fund, and what it does with a question."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from intake import knelpunt_list, referral, referral_inbox
from intake.act import Act
from intake.permissions import Action, may_ever
from intake.referral_inbox import InboxFilter
from intake.terms import ReferralStatus
from web.access import requires
from web.current import person, reading
from web.forms.base import ButtonForm, VersionForm
from web.forms.referrals import REFUSED, DeclineForm, PauseForm, ResultForm
from web.views.attempts import CHANGED, DONE, WRONG, attempt

bp = Blueprint("referrals", __name__)


@bp.get("/doorverwijzingen")
@requires(Action.SEE_REFERRALS)
def inbox() -> ResponseReturnValue:
    """Show the questions that are shared with the own organisation, one stage at a time."""
    with reading() as act:
        return _inbox(act)


def _inbox(act: Act) -> str:
    asked = request.args.get("stand")
    chosen = InboxFilter(asked) if asked in list(InboxFilter) else InboxFilter.OPEN
    organisation = referral.own_organisation(act)
    return render_template(
        "pages/referrals/inbox.html",
        lines=referral_inbox.inbox(act, chosen),
        counts=referral_inbox.counts(act),
        chosen=chosen,
        organisation=organisation,
        paused=referral.is_paused(organisation, act.today),
    )


@bp.get("/doorverwijzingen/<reference>")
@requires(Action.SEE_REFERRAL)
def show(reference: str) -> ResponseReturnValue:
    """Show one question that was shared with the own organisation."""
    return _page(reference)


def _page(
    reference: str,
    status: int = DONE,
    *,
    take_form: VersionForm | None = None,
    decline_form: DeclineForm | None = None,
    result_form: ResultForm | None = None,
) -> str:
    """Show one referral; ``status`` says why a form comes back."""
    with reading() as act:
        page = referral_inbox.page(act, reference)
        tagged = knelpunt_list.tagged(act, page.question_id) if may_ever(act.person, Action.TAG_KNELPUNT) else []
    forms = (
        take_form or VersionForm(formdata=None),
        decline_form or DeclineForm(formdata=None),
        result_form or ResultForm(formdata=None),
    )
    for form in forms:
        form.renew(page.referral.version)
    return render_template(
        "pages/referrals/show.html",
        page=page,
        tagged=tagged,
        take_form=forms[0],
        decline_form=forms[1],
        result_form=forms[2],
        changed=status == CHANGED,
        Status=ReferralStatus,
        may_log_case=may_ever(person(), Action.LOG_CASE),
        may_tag=may_ever(person(), Action.TAG_KNELPUNT),
    )


@bp.post("/doorverwijzingen/<reference>/aannemen")
@requires(Action.WORK_REFERRAL)
def take(reference: str) -> ResponseReturnValue:
    """Take a question: from now on the organisation sees how to reach the entrepreneur."""
    form = VersionForm()
    status = attempt(form, lambda act: referral.take(act, reference, version=form.seen()), REFUSED)
    if status != DONE:
        return _page(reference, status, take_form=form), status
    flash(_("U hebt de vraag aangenomen. U ziet nu hoe u de ondernemer kunt bereiken."), "ok")
    return redirect(url_for("referrals.show", reference=reference), code=303)


@bp.post("/doorverwijzingen/<reference>/afwijzen")
@requires(Action.WORK_REFERRAL)
def decline(reference: str) -> ResponseReturnValue:
    """Give a question back with a reason."""
    form = DeclineForm()
    status = attempt(
        form,
        lambda act: referral.decline(act, reference, form.reason.data, form.note.data, version=form.seen()),
        REFUSED,
    )
    if status != DONE:
        return _page(reference, status, decline_form=form), status
    flash(_("U hebt de vraag afgewezen. Het makelaarsteam zoekt verder."), "ok")
    return redirect(url_for("referrals.inbox"), code=303)


@bp.post("/doorverwijzingen/<reference>/resultaat")
@requires(Action.WORK_REFERRAL)
def complete(reference: str) -> ResponseReturnValue:
    """Say what came of a referral."""
    form = ResultForm()
    status = attempt(
        form,
        lambda act: referral.complete(act, reference, form.result.data, form.text.data, version=form.seen()),
        REFUSED,
    )
    if status != DONE:
        return _page(reference, status, result_form=form), status
    flash(_("Het resultaat is vastgelegd. Het makelaarsteam en de ondernemer zien het."), "ok")
    return redirect(url_for("referrals.show", reference=reference), code=303)


@bp.route("/doorverwijzingen/nu-vol", methods=["GET", "POST"])
@requires(Action.PAUSE_ORGANISATION)
def pause() -> ResponseReturnValue:
    """Say until when the own organisation has no room."""
    form = PauseForm()
    if request.method == "POST":
        status = attempt(form, lambda act: referral.pause(act, form.until.data), REFUSED)
        if status == DONE:
            flash(_("U krijgt geen nieuwe doorverwijzingen tot en met de gekozen dag."), "ok")
            return redirect(url_for("referrals.inbox"), code=303)
        return render_template("pages/referrals/pause.html", form=form), status
    return render_template("pages/referrals/pause.html", form=form)


@bp.post("/doorverwijzingen/nu-vol/beeindigen")
@requires(Action.PAUSE_ORGANISATION)
def end_pause() -> ResponseReturnValue:
    """Say that the own organisation has room again."""
    form = ButtonForm()
    if attempt(form, lambda act: referral.pause(act, None), REFUSED) != DONE:
        return render_template("pages/referrals/pause.html", form=_expired(form)), WRONG
    flash(_("U krijgt weer nieuwe doorverwijzingen."), "ok")
    return redirect(url_for("referrals.inbox"), code=303)


def _expired(button: ButtonForm) -> PauseForm:
    """Return the form of the pause page with what was wrong with a button."""
    form = PauseForm(formdata=None)
    for error in button.errors_in_order():
        form.add_error(None, error.message)
    return form
