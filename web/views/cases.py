"""Cases: the list, logging one with a look at the masked text, and moving its clock."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from intake import case_list, cases
from intake.act import Act
from intake.case_list import CaseStart
from intake.cases import CaseDraft, Preview
from intake.errors import RefusedInput
from intake.permissions import Action, may_ever
from intake.terms import CaseKind
from web.access import requires
from web.current import person, reading
from web.formatters import named
from web.forms.cases import MASKED, REFUSED, CaseFilterForm, CaseForm, CaseStatusForm
from web.views.attempts import CHANGED, DONE, WRONG, attempt, say
from web.views.paging import neighbours, page_number

bp = Blueprint("cases", __name__)

#: What the buttons of the form are called, and what the one after the preview is.
SEARCH, BACK, STORE = "search", "back", "store"


@bp.get("/casussen")
@requires(Action.SEE_CASES)
def overview() -> ResponseReturnValue:
    """Show the cases that this person may see, page by page."""
    form = CaseFilterForm()
    number = page_number()
    with reading() as act:
        found = case_list.choices(act)
        form.spoor.choices = [(track.slug, named(track)) for track in found.tracks]
        form.gemeente.choices = [(row.gm_code, row.display_name) for row in found.municipalities]
        listed = case_list.listing(act, form.chosen(number))
    newer, older = neighbours("cases.overview", form, number, has_more=listed.has_more)
    return render_template(
        "pages/cases/overview.html",
        form=form,
        listed=listed,
        newer=newer,
        older=older,
        may_log=may_ever(person(), Action.LOG_CASE),
    )


@bp.get("/casussen/<reference>")
@requires(Action.SEE_CASE)
def show(reference: str) -> ResponseReturnValue:
    """Show one case."""
    return _page(reference)


def _page(reference: str, status: int = DONE, form: CaseStatusForm | None = None) -> str:
    with reading() as act:
        page = case_list.page(act, reference)
    form = form or CaseStatusForm(formdata=None, data={"status": page.case.status})
    form.renew(page.case.version)
    return render_template("pages/cases/show.html", page=page, form=form, changed=status == CHANGED)


@bp.post("/casussen/<reference>/stand")
@requires(Action.EDIT_CASE)
def set_status(reference: str) -> ResponseReturnValue:
    """Move the clock of a case."""
    form = CaseStatusForm()
    status = attempt(form, lambda act: cases.set_status(act, reference, form.status.data, version=form.seen()), REFUSED)
    if status != DONE:
        return _page(reference, status, form), status
    flash(_("De stand van de casus is aangepast."), "ok")
    return redirect(url_for("cases.show", reference=reference), code=303)


# --- logging and changing: form, masked text, tick ------------------------------------------------


@dataclass(frozen=True, slots=True)
class Journey:
    """What logging and changing a case do differently."""

    title: str
    back: str
    start: CaseStart
    preview: Callable[[Act, CaseDraft], Preview]
    store: Callable[[Act, CaseForm], str]
    has_question: bool


@bp.route("/casussen/nieuw", methods=["GET", "POST"])
@requires(Action.LOG_CASE)
def log() -> ResponseReturnValue:
    """Log a case: from a question (``?vraag=``), with a knelpunt (``?knelpunt=``), or from own practice."""
    question = request.args.get("vraag") or None
    chosen = request.args.get("knelpunt")
    start = CaseStart({"kind": CaseKind.CASUS, "knelpunten": [chosen] if chosen else []})
    if question:
        with reading() as act:
            found = case_list.start_from(act, question)
        start = replace(found, values={**start.values, **found.values})
    return _walk(
        Journey(
            title=_("Casus vastleggen"),
            back=url_for("cases.overview"),
            start=start,
            preview=lambda act, draft: cases.preview(act, draft, question),
            store=lambda act, form: cases.log(act, form.draft(), question, release=form.released()).reference,
            has_question=question is not None,
        )
    )


@bp.route("/casussen/<reference>/wijzigen", methods=["GET", "POST"])
@requires(Action.EDIT_CASE)
def edit(reference: str) -> ResponseReturnValue:
    """Describe a case anew."""
    with reading() as act:
        start = case_list.as_filled_in(act, reference)
        page = case_list.page(act, reference)
    return _walk(
        Journey(
            title=_("Casus wijzigen"),
            back=url_for("cases.show", reference=reference),
            start=start,
            preview=lambda act, draft: cases.preview_change(act, reference, draft),
            store=lambda act, form: (
                cases.edit(act, reference, form.draft(), release=form.released(), version=form.seen()).reference
            ),
            has_question=page.case.question_id is not None,
        ),
        page,
    )


def _walk(journey: Journey, page: case_list.CasePage | None = None) -> ResponseReturnValue:
    """Show the form, then the masked text, then store the case; every step back keeps what was typed."""
    form = _form(journey)
    if page is not None and request.method == "GET":
        form.renew(page.case.version)
    wanted = request.form.get("action")
    if request.method == "GET" or wanted in (SEARCH, BACK):
        return _form_page(journey, form)
    if wanted == STORE:
        return _store(journey, form, page)
    return _preview(journey, form)


def _store(journey: Journey, form: CaseForm, page: case_list.CasePage | None) -> ResponseReturnValue:
    stored: list[str] = []
    status = attempt(form, lambda act: stored.append(journey.store(act, form)), REFUSED)
    if status == CHANGED and page is not None:
        form.renew(page.case.version)
    if status != DONE:
        return _form_page(journey, form, page if status == CHANGED else None), status
    flash(_("De casus is vastgelegd."), "ok")
    return redirect(url_for("cases.show", reference=stored[0]), code=303)


def _preview(journey: Journey, form: CaseForm) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _form_page(journey, form), WRONG
    try:
        with reading() as act:
            texts = journey.preview(act, form.draft())
    except RefusedInput as refusal:
        form.add_error(refusal.field, say(refusal, REFUSED))
        return _form_page(journey, form), WRONG
    return render_template(
        "pages/cases/preview.html",
        journey=journey,
        form=form,
        texts=texts,
        masked=[MASKED[kind] for kind in texts.kinds],
    )


def _form_page(journey: Journey, form: CaseForm, changed: case_list.CasePage | None = None) -> str:
    return render_template("pages/cases/form.html", journey=journey, form=form, changed=changed)


def _form(journey: Journey) -> CaseForm:
    form = CaseForm(data=journey.start.values)
    with reading() as act:
        found = case_list.choices(act)
        words = form.zoek.data or f"{form.title.data or ''} {form.story.data or ''}".strip() or journey.start.text
        lines = case_list.candidates(act, form.knelpunten.data or (), words)
    form.topic_slug.choices = [(topic.slug, named(topic)) for topic in found.topics]
    form.track_slug.choices = [(track.slug, named(track)) for track in found.tracks]
    form.gm_code.choices = [(row.gm_code, row.display_name) for row in found.municipalities]
    form.knelpunten.choices = [(line.reference, f"{line.title} ({named(line.kind)})") for line in lines]
    form.sdgs.choices = [(str(goal.number), f"{goal.number}. {named(goal)}") for goal in found.sdgs]
    if journey.has_question:
        del form.person_name, form.firm_name
    if journey.start.confidential:
        del form.release
    return form
