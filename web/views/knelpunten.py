"""Knelpunten: finding, signalling, tagging and moving them up the ladder."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from intake import knelpunt_list, knelpunt_page, knelpunten, ladder, tagging
from intake.act import Act
from intake.case_list import choices
from intake.knelpunt_list import KnelpuntLine
from intake.permissions import Action, may_ever
from intake.tagging import Suggested, TaggingPage
from intake.terms import KnelpuntStatus, Role
from web.access import requires
from web.current import person, reading
from web.formatters import label, named, tally
from web.forms.base import VersionForm
from web.forms.fields import ChoiceField
from web.forms.knelpunten import (
    REFUSED,
    BringForm,
    DescribeForm,
    FeedBackForm,
    KnelpuntFilterForm,
    SearchForm,
    SignalForm,
    TagForm,
    UntagForm,
)
from web.views.attempts import CHANGED, DONE, attempt
from web.views.paging import neighbours, page_number

bp = Blueprint("knelpunten", __name__)


# --- finding --------------------------------------------------------------------------------------


@bp.get("/knelpunten")
@requires(Action.SEE_KNELPUNTEN)
def overview() -> ResponseReturnValue:
    """Show the knelpunten that this person may see, filtered and page by page."""
    form = KnelpuntFilterForm()
    number = page_number()
    with reading() as act:
        form.spoor.choices = [(track.slug, named(track)) for track in choices(act).tracks]
        found = knelpunt_list.listing(act, form.chosen(number))
    newer, older = neighbours("knelpunten.overview", form, number, has_more=found.has_more)
    return render_template(
        "pages/knelpunten/overview.html",
        form=form,
        lines=found.lines,
        newer=newer,
        older=older,
        may_signal=may_ever(person(), Action.SIGNAL_KNELPUNT),
    )


@bp.get("/knelpunten/<reference>")
@requires(Action.SEE_KNELPUNT)
def show(reference: str) -> ResponseReturnValue:
    """Show one knelpunt."""
    return _page(reference)


def _page(reference: str, status: int = DONE, form: VersionForm | None = None) -> str:
    form = form or VersionForm(formdata=None)
    with reading() as act:
        page = knelpunt_page.page(act, reference)
    form.renew(page.version)
    return render_template(
        "pages/knelpunten/show.html",
        page=page,
        form=form,
        changed=status == CHANGED,
        Status=KnelpuntStatus,
        question_url=question_url,
        may_log_case=may_ever(person(), Action.LOG_CASE),
    )


def question_url(reference: str) -> str:
    """Return where this person works on a question: the question page of a team, else the referral."""
    if person().role is Role.INTERMEDIAIR:
        return url_for("referrals.show", reference=reference)
    return url_for("question.show", reference=reference)


# --- tagging --------------------------------------------------------------------------------------


@bp.route("/knelpunten/koppelen/<reference>", methods=["GET", "POST"])
@requires(Action.TAG_KNELPUNT)
def tag(reference: str) -> ResponseReturnValue:
    """Show the knelpunten nearest to a question, and tag it with the one that somebody chooses."""
    page = _tagging_page(reference)
    form = _tag_form(page)
    if request.method == "GET":
        return _tag_page(page, form, UntagForm(formdata=None))
    status = attempt(form, lambda act: knelpunten.tag(act, reference, form.knelpunt.data), REFUSED)
    if status != DONE:
        return _tag_page(page, form, UntagForm(formdata=None), status), status
    flash(_("Het knelpunt is gekoppeld."), "ok")
    return redirect(question_url(reference), code=303)


@bp.post("/knelpunten/koppelen/<reference>/ontkoppelen")
@requires(Action.TAG_KNELPUNT)
def untag(reference: str) -> ResponseReturnValue:
    """Take a tag back."""
    form = UntagForm()
    status = attempt(form, lambda act: knelpunten.untag(act, reference, form.knelpunt.data), REFUSED)
    if status != DONE:
        page = _tagging_page(reference)
        return _tag_page(page, _tag_form(page, formdata=None), form, status), status
    flash(_("Het knelpunt is losgekoppeld."), "ok")
    return redirect(url_for("knelpunten.tag", reference=reference), code=303)


def _tagging_page(reference: str) -> TaggingPage:
    with reading() as act:
        return tagging.tagging_page(act, reference, request.args.get("zoek", "")[:200])


def _tag_form(page: TaggingPage, **options: object) -> TagForm:
    form = TagForm(**options)
    form.knelpunt.choices = [(line.reference, _line_label(line)) for line in page.nearest]
    return form


def _tag_page(page: TaggingPage, form: TagForm, untag_form: UntagForm, status: int = DONE) -> str:
    return render_template(
        "pages/knelpunten/tag.html",
        page=page,
        form=form,
        untag_form=untag_form,
        search=SearchForm(),
        back=question_url(page.reference),
        changed=status == CHANGED,
    )


def _line_label(line: KnelpuntLine) -> str:
    return f"{line.title} ({named(line.kind)}, {label(line.level)}, {tally(line.tally)})"


# --- signalling -----------------------------------------------------------------------------------


@bp.route("/knelpunten/koppelen/<reference>/nieuw", methods=["GET", "POST"])
@requires(Action.SIGNAL_KNELPUNT)
def signal_for(reference: str) -> ResponseReturnValue:
    """Signal the knelpunt of a question, after looking at the nearest existing ones."""
    with reading() as act:
        guess = tagging.suggested(act, reference)
        form = _signal_form(act, guess)
    if request.method == "GET":
        return _signal_page(form, reference)
    status = attempt(form, lambda act: knelpunten.signal(act, form.draft(), reference), REFUSED)
    if status != DONE:
        return _signal_page(form, reference, status), status
    flash(_("Het knelpunt is gesignaleerd en gekoppeld."), "ok")
    return redirect(question_url(reference), code=303)


def _signal_page(form: SignalForm, reference: str, status: int = 200) -> str:
    return render_template(
        "pages/knelpunten/signal.html",
        form=form,
        reference=reference,
        back=question_url(reference),
        changed=status == CHANGED,
    )


@bp.route("/knelpunten/nieuw", methods=["GET", "POST"])
@requires(Action.SIGNAL_KNELPUNT)
def signal() -> ResponseReturnValue:
    """Signal a knelpunt from own practice: first a sentence and the nearest existing ones, then the rest."""
    words = request.args.get("zoek", "").strip()[:200]
    with reading() as act:
        lines = knelpunt_list.nearest(act, words) if words else []
        form = _signal_form(act, tagging.suggested_by(act, words), words)
    if request.method == "GET":
        return _new_page(form, words, lines)
    signalled: list[str] = []
    status = attempt(form, lambda act: signalled.append(knelpunten.signal(act, form.draft()).reference), REFUSED)
    if status != DONE:
        return _new_page(form, words or form.title.data, lines), status
    flash(_("Het knelpunt is gesignaleerd."), "ok")
    return redirect(url_for("knelpunten.show", reference=signalled[0]), code=303)


def _new_page(form: SignalForm, words: str, lines: list[KnelpuntLine]) -> str:
    return render_template("pages/knelpunten/new.html", form=form, words=words, lines=lines, search=SearchForm())


def _signal_form(act: Act, guess: Suggested, words: str = "") -> SignalForm:
    form = SignalForm(
        data={"title": words, "kind_code": guess.kind.code if guess.kind is not None else None, "level": guess.level}
    )
    form.kind_code.choices = _kind_choices(act)
    form.track_slug.choices = [(track.slug, named(track)) for track in choices(act).tracks]
    if not guess.needs_track:
        del form.track_slug
    return form


def _kind_choices(act: Act) -> list[tuple[str, str]]:
    kinds = knelpunt_list.kinds_in_use(act)
    return sorted(
        ((kind.code, f"{label(kind.category)}: {named(kind)}") for kind in kinds), key=lambda choice: choice[1]
    )


# --- the ladder -----------------------------------------------------------------------------------


@bp.post("/knelpunten/<reference>/bevestigen")
@requires(Action.CONFIRM_KNELPUNT)
def confirm(reference: str) -> ResponseReturnValue:
    """Confirm a signal."""
    form = VersionForm()
    status = attempt(form, lambda act: ladder.confirm(act, reference, version=form.seen()), REFUSED)
    if status != DONE:
        return _page(reference, status, form), status
    flash(_("Het knelpunt is bevestigd."), "ok")
    return redirect(url_for("knelpunten.show", reference=reference), code=303)


@bp.route("/knelpunten/<reference>/wijzigen", methods=["GET", "POST"])
@requires(Action.MOVE_KNELPUNT)
def describe(reference: str) -> ResponseReturnValue:
    """Describe a knelpunt better."""
    with reading() as act:
        described = knelpunt_page.described(act, reference)
        form = DescribeForm(data=described.values)
        form.kind_code.choices = _kind_choices(act)
    status = 200
    if request.method == "POST":
        status = attempt(
            form, lambda act: knelpunten.describe(act, reference, form.draft(), version=form.seen()), REFUSED
        )
        if status == DONE:
            flash(_("De beschrijving is aangepast."), "ok")
            return redirect(url_for("knelpunten.show", reference=reference), code=303)
    return _step_page("describe", reference, form, status)


@bp.route("/knelpunten/<reference>/inbrengen", methods=["GET", "POST"])
@requires(Action.MOVE_KNELPUNT)
def bring(reference: str) -> ResponseReturnValue:
    """Bring a knelpunt to the organisation that can remove it."""
    form = BringForm()
    with reading() as act:
        _offer_organisations(act, form.organisation)
    status = 200
    if request.method == "POST":
        status = attempt(
            form,
            lambda act: ladder.bring(act, reference, int(form.organisation.data), form.text.data, version=form.seen()),
            REFUSED,
        )
        if status == DONE:
            flash(_("Het knelpunt is ingebracht. De dossierhouders krijgen een e-mail."), "ok")
            return redirect(url_for("knelpunten.show", reference=reference), code=303)
    return _step_page("bring", reference, form, status)


def _offer_organisations(act: Act, field: ChoiceField) -> None:
    reachable = ladder.with_dossierhouder(act)
    nobody = _("nog geen dossierhouder in het loket")
    field.choices = [
        (str(row.id), f"{row.name} ({label(row.category)}{'' if row.id in reachable else '; ' + nobody})")
        for row in ladder.responsible_organisations(act)
    ]


@bp.route("/knelpunten/<reference>/terugkoppelen", methods=["GET", "POST"])
@requires(Action.MOVE_KNELPUNT)
def feed_back(reference: str) -> ResponseReturnValue:
    """Show who will hear of a decision, and tell them in one action."""
    with reading() as act:
        recipients = ladder.recipients(act, reference)
        form = FeedBackForm(data={"text": knelpunt_page.described(act, reference).decision})
    status = 200
    if request.method == "POST":
        status = attempt(
            form, lambda act: ladder.feed_back(act, reference, form.text.data, version=form.seen()), REFUSED
        )
        if status == DONE:
            flash(_("Het besluit is teruggekoppeld aan iedereen die erom vroeg."), "ok")
            return redirect(url_for("knelpunten.show", reference=reference), code=303)
    return _step_page("feed_back", reference, form, status, recipients=recipients)


def _step_page(template: str, reference: str, form: VersionForm, status: int, **context: object) -> ResponseReturnValue:
    """Show the page of one step; after a change by somebody else with what that was."""
    with reading() as act:
        page = knelpunt_page.page(act, reference)
    if request.method == "GET" or status == CHANGED:
        form.renew(page.version)
    return render_template(
        f"pages/knelpunten/{template}.html", page=page, form=form, changed=status == CHANGED, **context
    ), status
