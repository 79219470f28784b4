"""Following a question: what the entrepreneur sees and does behind the private link."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from intake import asker_links, consent, feedback, following, sessions
from intake.act import Act
from intake.errors import RefusedInput, StepNotAllowed, TemporarilyUnavailable, TooManyAttempts
from intake.permissions import Action
from intake.question_status import QuestionStatusPage, own_questions, status_page
from intake.terms import OPEN_STATUSES, Helped, QuestionStatus, Step
from intake.workflow import allows
from web.access import ASKER_COOKIE, forget_cookie, requires, set_private_cookie
from web.current import acting, reading
from web.formatters import label
from web.forms.base import ButtonForm, LoketForm
from web.forms.following import ConsentForm, FeedbackForm, LinkForm, ObjectForm, WithdrawForm, WriteForm
from web.one_time_links import forget_link, keep_link, kept_link

bp = Blueprint("status", __name__)

TOO_OFTEN = _l("U hebt vaak om een link gevraagd. Probeer het over %(minutes)s minuten opnieuw")
NOT_NOW = _l(
    "Het lukt nu niet om dit op te slaan. Uw tekst staat nog in het formulier. Probeer het over een minuut opnieuw"
)
MOVED_ON = _l("Dit kan niet meer: uw vraag staat nu op “%(status)s”. Uw tekst staat nog in het formulier")

#: What to do when it is not said who helped, per code of the refusal.
NOT_CHOSEN = {
    "required": _l("Kies door wie u bent geholpen"),
    "unknown": _l("Kies iemand uit de lijst"),
}

#: Why consent could not be given, per code of the refusal.
NO_SHARING = {
    "paused": _l("Deze organisatie neemt nu geen nieuwe vragen aan."),
    "declined": _l("Deze organisatie heeft uw vraag al bekeken en kan u niet verder helpen."),
    "not_open": _l("Uw vraag is niet meer open. Delen kan daarom niet meer."),
}


@bp.get("/mijn-vraag")
@requires(Action.OPEN_LINK)
def mine() -> ResponseReturnValue:
    """Lead somebody to the own question, or explain how to get there."""
    with reading() as act:
        questions = own_questions(act)
    if len(questions) == 1:
        return redirect(url_for("status.show", reference=questions[0].reference), code=303)
    if questions:
        return render_template("pages/status/mine.html", questions=questions)
    return render_template("pages/status/link.html", form=LinkForm())


@bp.post("/mijn-vraag/link")
@requires(Action.ASK_FOR_LINK)
def send_link() -> ResponseReturnValue:
    """Mail somebody the link again; the answer is the same for every address."""
    form = LinkForm()
    if not form.validate_on_submit():
        return render_template("pages/status/link.html", form=form), 400
    try:
        with acting() as act:
            asker_links.send_again(act, form.email.data, request.remote_addr or "")
    except TooManyAttempts as refusal:
        form.add_error("email", TOO_OFTEN % {"minutes": -(-refusal.seconds // 60)})
        return render_template("pages/status/link.html", form=form), 429
    except TemporarilyUnavailable:
        form.add_error(None, NOT_NOW)
        return render_template("pages/status/link.html", form=form), 503
    flash(_("Is er een vraag gesteld met dit e-mailadres? Dan krijgt u binnen enkele minuten een link."), "ok")
    return redirect(url_for("status.link_sent"), code=303)


@bp.get("/mijn-vraag/link")
@requires(Action.ASK_FOR_LINK)
def link_sent() -> ResponseReturnValue:
    """Show the form with which a link is asked for."""
    return render_template("pages/status/link.html", form=LinkForm())


@bp.route("/mijn-vraag/openen/<token>", methods=["GET", "POST"])
@requires(Action.OPEN_LINK)
def open_link(token: str) -> ResponseReturnValue:
    """Swap a private link for a cookie with one button, so that no secret stays in the address."""
    form = ButtonForm()
    if not form.validate_on_submit():
        with reading() as act:
            question = asker_links.question_behind(act, token)
        if question.status is QuestionStatus.ERASED:
            return render_template("pages/status/erased.html", question=question), 410
        return render_template("pages/status/open.html", form=form), 400 if form.is_submitted() else 200
    with acting() as act:
        question, browser = asker_links.open_link(act, token, request.cookies.get(ASKER_COOKIE))
    response = redirect(url_for("status.show", reference=question.reference), code=303)
    set_private_cookie(response, ASKER_COOKIE, browser)
    return response


@bp.post("/mijn-vraag/vergeten")
@requires(Action.OPEN_LINK)
def forget() -> ResponseReturnValue:
    """Let this browser forget every question it opened."""
    token = request.cookies.get(ASKER_COOKIE)
    response = redirect(url_for("status.mine"), code=303)
    if token and ButtonForm().validate_on_submit():
        with acting() as act:
            sessions.close_asker_session(act, token)
        forget_cookie(response, ASKER_COOKIE)
        forget_link()
        flash(_("Deze browser is uw vraag vergeten. U opent hem weer met uw persoonlijke link."), "ok")
    return response


@bp.get("/mijn-vraag/<reference>")
@requires(Action.FOLLOW_QUESTION)
def show(reference: str) -> ResponseReturnValue:
    """Show who has the question since when, what happened, and what can be done."""
    return _page(reference)


@bp.post("/mijn-vraag/<reference>/bericht")
@requires(Action.WRITE_AS_ASKER)
def write(reference: str) -> ResponseReturnValue:
    """Add information, or answer the question of the team."""
    form = WriteForm()
    return _do(
        reference, form, _("Uw bericht is toegevoegd."), lambda act: following.write(act, reference, form.message.data)
    )


@bp.post("/mijn-vraag/<reference>/bezwaar")
@requires(Action.WRITE_AS_ASKER)
def object_to_route(reference: str) -> ResponseReturnValue:
    """Say that another team should have the question."""
    form = ObjectForm()
    done = _("Uw team leest waarom u een ander team wilt, en laat u weten wat er gebeurt.")
    return _do(reference, form, done, lambda act: following.object_to_route(act, reference, form.objection.data))


@bp.post("/mijn-vraag/<reference>/geholpen")
@requires(Action.WRITE_AS_ASKER)
def give_feedback(reference: str) -> ResponseReturnValue:
    """Say whether the answer helped; a "no" brings the question back."""
    form = FeedbackForm()
    with reading() as act:
        _offer_helpers(form, status_page(act, reference))
    done = _("Dank u wel. Uw vraag staat weer open. Uw team gaat ermee verder.")
    if form.helped.data != Helped.NO:
        done = _("Dank u wel. Uw antwoord is opgeslagen. Tot uw vraag weer opengaat, kunt u het nog veranderen.")
    return _do(reference, form, done, lambda act: feedback.give(act, reference, form.draft()))


@bp.route("/mijn-vraag/<reference>/intrekken", methods=["GET", "POST"])
@requires(Action.WITHDRAW)
def withdraw(reference: str) -> ResponseReturnValue:
    """Take the question back, after a question whether that is meant."""
    form = WithdrawForm()
    with reading() as act:
        page = status_page(act, reference)
    if not form.validate_on_submit():
        status = 400 if form.is_submitted() else 200
        return render_template("pages/status/withdraw.html", page=page, form=form), status
    try:
        with acting() as act:
            following.withdraw(act, reference, form.reason.data, form.text.data)
    except TemporarilyUnavailable:
        form.add_error(None, NOT_NOW)
        return render_template("pages/status/withdraw.html", page=page, form=form), 503
    flash(_("Uw vraag is ingetrokken. Niemand werkt er nog aan."), "ok")
    return redirect(url_for("status.show", reference=reference), code=303)


@bp.post("/mijn-vraag/<reference>/delen")
@requires(Action.CHANGE_CONSENT)
def share(reference: str) -> ResponseReturnValue:
    """Let one organisation see the question, or no longer."""
    form = ConsentForm()
    if not form.validate_on_submit() or not form.organisation.data.isdecimal():
        return _page(reference, status=400)
    change = consent.give if form.give.data == "1" else consent.withdraw
    try:
        with acting() as act:
            change(act, reference, int(form.organisation.data))
    except RefusedInput as refusal:
        flash(NO_SHARING.get(refusal.code, NO_SHARING["not_open"]), "warning")
    else:
        flash(_("Uw keuze is opgeslagen en geldt meteen."), "ok")
    return redirect(url_for("status.show", reference=reference, _anchor="delen"), code=303)


@bp.post("/mijn-vraag/<reference>/nieuwe-link")
@requires(Action.WRITE_AS_ASKER)
def renew(reference: str) -> ResponseReturnValue:
    """Make a new private link; older ones, and other browsers, stop working."""
    if not ButtonForm().validate_on_submit():
        return _page(reference, status=400)
    with acting() as act:
        token = asker_links.renew_link(act, reference, request.cookies.get(ASKER_COOKIE))
    keep_link(reference, token)
    flash(_("U hebt een nieuwe link. Oudere links werken niet meer."), "ok")
    return redirect(url_for("status.show", reference=reference, _anchor="link"), code=303)


def _do(reference: str, form: LoketForm, done: str, verb: Callable[[Act], object]) -> ResponseReturnValue:
    """Do what a form on the status page asks; show the page again with the text when it cannot be done."""
    if not form.validate_on_submit():
        return _page(reference, form, status=400)
    try:
        with acting() as act:
            verb(act)
    except RefusedInput as refusal:
        form.add_error(refusal.field, NOT_CHOSEN[refusal.code])
        return _page(reference, form, status=400)
    except StepNotAllowed as refusal:
        form.add_error(None, MOVED_ON % {"status": label(QuestionStatus(refusal.status))})
        return _page(reference, form, status=409)
    except TemporarilyUnavailable:
        form.add_error(None, NOT_NOW)
        return _page(reference, form, status=503)
    flash(done, "ok")
    return redirect(url_for("status.show", reference=reference), code=303)


def _page(reference: str, sent: LoketForm | None = None, status: int = 200) -> ResponseReturnValue:
    with reading() as act:
        page = status_page(act, reference)
        said = feedback.current(act, page.question)
    if page.question.status is QuestionStatus.ERASED:
        return render_template("pages/status/erased.html", question=page.question), status
    forms = {
        kind: sent if isinstance(sent, kind) else kind(formdata=None) for kind in (WriteForm, ObjectForm, FeedbackForm)
    }
    _offer_helpers(forms[FeedbackForm], page)
    if said is not None and sent is not forms[FeedbackForm]:
        forms[FeedbackForm].show(said.helped, said.helped_by, said.organisation_id, said.text)
    body = render_template(
        "pages/status/show.html",
        page=page,
        write_form=forms[WriteForm],
        object_form=forms[ObjectForm],
        feedback_form=forms[FeedbackForm],
        said=said,
        can=_possible(page) | _kept(sent),
        link=kept_link(reference, "status.open_link"),
    )
    return body, status


def _offer_helpers(form: FeedbackForm, page: QuestionStatusPage) -> None:
    shared = [(row.organisation_id, row.name) for row in page.sharing if row.given_at is not None]
    form.offer(page.team.name, shared)


def _kept(sent: LoketForm | None) -> frozenset[str]:
    """Return which form to show although its step came too late: what was typed in it must not be lost."""
    names = {WriteForm: "write", ObjectForm: "object", FeedbackForm: "feedback"}
    return frozenset(name for kind, name in names.items() if isinstance(sent, kind))


def _possible(page: QuestionStatusPage) -> frozenset[str]:
    """Return what the asker can do now; the workflow decides."""
    status = page.question.status
    steps = {"object": Step.OBJECT, "feedback": Step.FEEDBACK, "withdraw": Step.WITHDRAW}
    can = {name for name, step in steps.items() if allows(step, status)}
    if allows(Step.ADD_INFORMATION, status) or allows(Step.REPLY, status):
        can.add("write")
    if status in OPEN_STATUSES:
        can.add("share")
    return frozenset(can)
