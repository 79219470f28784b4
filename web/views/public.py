"""Asking a question: the start page, the form, and coming back to a form that was not finished."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from intake import drafts, private_links, public_pages
from intake.drafts import SavedDraft
from intake.errors import TemporarilyUnavailable, TooManyAttempts
from intake.permissions import Action
from intake.routing import is_unknown_place, route
from intake.terms import Language, LinkPurpose
from web.access import DRAFT_COOKIE, forget_cookie, requires, set_private_cookie
from web.current import acting, reading, services
from web.forms.base import ButtonForm
from web.forms.question import UNKNOWN_PLACE, QuestionForm
from web.language import current_language
from web.one_time_links import forget_link, keep_link, kept_link

bp = Blueprint("public", __name__)

TOO_OFTEN = _l(
    "Wij stuurden al een paar keer een link naar dit adres. Wacht %(minutes)s minuten, of bewaar zonder e-mailadres"
)
NOT_NOW = _l(
    "Het lukt nu niet om uw vraag te bewaren. Uw tekst staat nog in het formulier. "
    "Wacht een minuut en probeer het opnieuw"
)


@bp.get("/")
@requires(Action.SEE_PUBLIC_PAGE)
def start() -> ResponseReturnValue:
    """Say what the loket does, for whom, and how it works."""
    with reading() as act:
        coverage = public_pages.coverage(act)
    return render_template("pages/public/start.html", coverage=coverage)


@bp.route("/vraag", methods=["GET", "POST"])
@requires(Action.SUBMIT)
def form() -> ResponseReturnValue:
    """Show the form with what was typed before, or take it on to the check page."""
    if request.method == "GET":
        return _form_with_what_was_typed()
    form = QuestionForm()
    valid = form.validate_on_submit()
    if "save" in request.form:
        return _save_for_later(form)
    if not valid:
        return _form_page(form), 400
    return _take_on(form)


def _form_with_what_was_typed() -> str:
    draft = _draft()
    if draft is None or draft.sent:
        return _form_page(QuestionForm(formdata=None))
    return _form_page(QuestionForm(formdata=MultiDict(draft.fields)), draft)


def _take_on(form: QuestionForm) -> ResponseReturnValue:
    """Find the three answers and keep them with what was typed, for the check page."""
    question = form.draft()
    try:
        with reading() as act:
            proposal = route(act, services().router.current(), question)
        if is_unknown_place(proposal, question):
            form.add_error("municipality", UNKNOWN_PLACE)
            return _form_page(form), 400
        with acting() as act:
            token, _kept = drafts.save(act, request.cookies.get(DRAFT_COOKIE), form.typed(), proposal, question)
    except TemporarilyUnavailable:
        form.add_error(None, NOT_NOW)
        return _form_page(form), 503
    response = redirect(url_for("checking.check"), code=303)
    set_private_cookie(response, DRAFT_COOKIE, token)
    return response


def _save_for_later(form: QuestionForm) -> ResponseReturnValue:
    """Keep whatever was typed; only an address that cannot be written to needs mending first."""
    in_the_way = {"csrf_token"} | ({"email"} if form.email.data else set())
    for field in form:
        field.errors = field.errors if field.name in in_the_way else []
    form.form_errors = []
    if form.errors:
        return _form_page(form), 400
    try:
        with acting() as act:
            token, draft = drafts.save(act, request.cookies.get(DRAFT_COOKIE), form.typed())
            if form.email.data:
                drafts.mail_link(act, draft, form.email.data, Language(current_language()))
            link = private_links.mint(act, LinkPurpose.DRAFT, draft_id=draft.id)
    except TooManyAttempts as refusal:
        form.add_error("email", TOO_OFTEN % {"minutes": -(-refusal.seconds // 60)})
        return _form_page(form), 429
    except TemporarilyUnavailable:
        form.add_error(None, NOT_NOW)
        return _form_page(form), 503
    keep_link("draft", link)
    response = redirect(url_for("public.saved"), code=303)
    set_private_cookie(response, DRAFT_COOKIE, token)
    return response


@bp.get("/vraag/bewaard")
@requires(Action.SUBMIT)
def saved() -> ResponseReturnValue:
    """Say that the form is kept, and with which link it can be finished."""
    draft = _draft()
    if draft is None or draft.sent:
        return redirect(url_for("public.form"), code=303)
    email = draft.fields.get("email", "")
    return render_template(
        "pages/public/saved.html",
        link=kept_link("draft", "public.resume"),
        email=email,
        kept_days=drafts.KEPT_FOR.days,
        draft=draft,
    )


@bp.route("/vraag/verder/<token>", methods=["GET", "POST"])
@requires(Action.OPEN_LINK)
def resume(token: str) -> ResponseReturnValue:
    """Open a form that was saved; a button swaps the link for a cookie, so that no secret stays in the address."""
    with reading() as act:
        draft = drafts.open_draft(act, token)
    button = ButtonForm()
    if draft is None or not button.validate_on_submit():
        status = 410 if draft is None else (400 if request.method == "POST" else 200)
        return render_template("pages/public/resume.html", draft=draft, form=button), status
    forget_link()
    response = redirect(url_for("public.form"), code=303)
    set_private_cookie(response, DRAFT_COOKIE, token)
    return response


@bp.post("/vraag/wissen")
@requires(Action.SUBMIT)
def discard() -> ResponseReturnValue:
    """Remove what was typed."""
    token = request.cookies.get(DRAFT_COOKIE)
    if token and ButtonForm().validate_on_submit():
        with acting() as act:
            drafts.discard(act, token)
        flash(_("Wij hebben gewist wat u had ingevuld."), "ok")
    forget_link()
    response = redirect(url_for("public.form"), code=303)
    forget_cookie(response, DRAFT_COOKIE)
    return response


def _draft() -> SavedDraft | None:
    with reading() as act:
        return drafts.open_draft(act, request.cookies.get(DRAFT_COOKIE))


def _form_page(form: QuestionForm, draft: SavedDraft | None = None) -> str:
    try:
        with reading() as act:
            form.municipality.suggestions = public_pages.municipality_names(act)
    except TemporarilyUnavailable:
        form.municipality.suggestions = ()
    return render_template("pages/public/form.html", form=form, draft=draft, open_more="meer" in request.args)
