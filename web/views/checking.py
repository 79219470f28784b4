"""The page "Bedoelt u dit?": the asker checks the three answers, sends the question and gets a receipt."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from intake import asker_links, drafts
from intake.act import Act
from intake.answers import Offered, answers, offered
from intake.corrections import asked_fact, corrected
from intake.drafts import SavedDraft
from intake.errors import TemporarilyUnavailable
from intake.models.question_draft import QuestionDraft
from intake.models.questions import Question
from intake.models.reference import Team
from intake.permissions import Action
from intake.proposal import RoutingProposal
from intake.question_status import route_steps
from intake.routing import is_unknown_place, route
from intake.submission import Choices, submit, submitted
from intake.suggestions import facts_in
from intake.terms import MunicipalityAnswer
from matching.data import TriageReason, Verdict
from web import answer_words
from web.access import ASKER_COOKIE, DRAFT_COOKIE, requires, set_private_cookie
from web.current import acting, reading, services
from web.formatters import named
from web.forms.question import CHOOSE_PLACE, NO_TOPIC, NONE, UNKNOWN_PLACE, CheckForm, no_place, place_words
from web.one_time_links import keep_link, kept_link

bp = Blueprint("checking", __name__)
answer_words.register(bp)

#: Kinds of personal data that nobody needs for an answer.
NUMBERS = frozenset({"bsn", "iban"})

NOT_SENT = _l(
    "Het lukt nu niet om uw vraag te versturen. Er is niets verloren. Wacht een minuut en probeer het opnieuw"
)
CHANGED = _l(
    "Uw vraag is intussen gewijzigd, bijvoorbeeld in een ander venster. Controleer de vraag en verstuur opnieuw"
)


@bp.route("/vraag/controleren", methods=["GET", "POST"])
@requires(Action.SUBMIT)
def check() -> ResponseReturnValue:
    """Show what we made of the question, or send it."""
    with reading() as act:
        draft = drafts.open_draft(act, request.cookies.get(DRAFT_COOKIE))
        if draft is None:
            flash(_("Wij vinden uw formulier niet meer terug. Vul uw vraag opnieuw in."), "warning")
            return redirect(url_for("public.form"), code=303)
        if draft.sent:
            return redirect(url_for("checking.receipt"), code=303)
        if draft.proposal is None or draft.question is None:
            return redirect(url_for("public.form"), code=303)
        form = _check_form(draft, draft.proposal, offered(act, draft.proposal))
    if request.method == "GET":
        return _check_page(form, draft, draft.proposal)
    return _decide(form, draft, draft.proposal)


def _decide(form: CheckForm, draft: SavedDraft, proposal: RoutingProposal) -> ResponseReturnValue:
    """Send what was checked, or show the page again with what is in the way."""
    valid = form.validate_on_submit()
    if valid and form.revision.data != str(draft.revision):
        form.add_error(None, CHANGED)
        form.revision.data = str(draft.revision)
        return _check_page(form, draft, proposal), 409
    if valid and proposal.place.ambiguous and not form.gm_code.data and "facts" not in request.form:
        form.add_error("gm_code", CHOOSE_PLACE)
    if form.errors:
        return _check_page(form, draft, proposal), 400
    try:
        if "place" in request.form:
            return _place(form, draft, proposal)
        told = corrected(_typed(draft), proposal, form.given())
        if "facts" in request.form or told.municipality != _typed(draft).municipality:
            return _use_facts(form, draft, proposal, told)
        return _send(form, draft, proposal, told)
    except TemporarilyUnavailable:
        form.add_error(None, NOT_SENT)
        return _check_page(form, draft, proposal), 503


def _place(form: CheckForm, draft: SavedDraft, proposal: RoutingProposal) -> ResponseReturnValue:
    """Show the answers for the municipality that was picked."""
    with acting() as act:
        told, placed = _placed(act, form, proposal, _typed(draft))
        drafts.save(act, request.cookies.get(DRAFT_COOKIE), draft.fields, placed, told)
    return redirect(url_for("checking.check", _anchor="team"), code=303)


def _use_facts(
    form: CheckForm, draft: SavedDraft, proposal: RoutingProposal, told: QuestionDraft
) -> ResponseReturnValue:
    """Show the answers again for what the asker filled in or corrected."""
    with acting() as act:
        found = _routed_again(act, draft, proposal, told)
        if is_unknown_place(found, told):
            form.add_error("municipality", UNKNOWN_PLACE)
            return _check_page(form, draft, proposal), 400
        drafts.save(act, request.cookies.get(DRAFT_COOKIE), {**draft.fields, **_filled_in(form, told)}, found, told)
    flash(_("Wij keken opnieuw, met wat u invulde."), "ok")
    return redirect(url_for("checking.check", _anchor="plaats" if found.place.ambiguous else "geld"), code=303)


def _filled_in(form: CheckForm, told: QuestionDraft) -> dict[str, str]:
    """Return what was filled in as it was typed, for the form where it can be changed again."""
    filled_in = {name: str(form[name].raw_data[0]) for name in form.given() if getattr(told, name)}
    if "municipality" in filled_in:
        filled_in["municipality_answer"] = MunicipalityAnswer.CHOSEN.value
    return filled_in


def _send(form: CheckForm, draft: SavedDraft, proposal: RoutingProposal, told: QuestionDraft) -> ResponseReturnValue:
    with acting() as act:
        if told != _typed(draft):
            proposal = _routed_again(act, draft, proposal, told)
        told, proposal = _placed(act, form, proposal, told)
        question = submit(act, told, proposal, _choices(form, draft))
        drafts.mark_sent(act, draft)
        token, browser = asker_links.first_link(act, question, request.cookies.get(ASKER_COOKIE))
    keep_link(question.reference, token)
    response = redirect(url_for("checking.receipt"), code=303)
    set_private_cookie(response, ASKER_COOKIE, browser)
    return response


def _routed_again(act: Act, draft: SavedDraft, proposal: RoutingProposal, told: QuestionDraft) -> RoutingProposal:
    """Return the answers for ``told``; where somebody is stays as it was settled, unless that was changed."""
    found = route(act, services().router.current(), told)
    if told.municipality != _typed(draft).municipality:
        return found
    return replace(found, place=proposal.place, municipality_answer=proposal.municipality_answer)


def _placed(
    act: Act, form: CheckForm, proposal: RoutingProposal, told: QuestionDraft
) -> tuple[QuestionDraft, RoutingProposal]:
    """Return question and proposal for the municipality that the asker picked, where there was a choice."""
    picked = form.gm_code.data
    if not proposal.place.ambiguous or not picked:
        return told, proposal
    if picked == NONE:
        return told, proposal.placed(None)
    chosen = told.model_copy(update={"gm_code": picked})
    return chosen, route(act, services().router.current(), chosen)


def _typed(draft: SavedDraft) -> QuestionDraft:
    """Return the question as it was typed and checked."""
    assert draft.question is not None  # noqa: S101 - kept together with the proposal
    return draft.question


def _choices(form: CheckForm, draft: SavedDraft) -> Choices:
    topic = form.topic.data
    return Choices(
        submission_key=draft.submission_key,
        topic=None if topic == NONE else topic,
        no_topic=topic == NONE,
        also=form.also.data,
        wrong_team=form.wrong_team.data,
        no_financing=form.no_financing.data,
        no_intermediary=form.no_intermediary.data,
        organisation_ids=frozenset(int(row) for row in form.organisations.data or ()),
    )


def _check_form(draft: SavedDraft, proposal: RoutingProposal, found: Offered) -> CheckForm:
    form = CheckForm()
    form.topic.choices = [*((row.topic.slug, named(row.topic)) for row in found.topics), (NONE, NO_TOPIC)]
    form.gm_code.choices = [*((row.gm_code, row.display_name) for row in found.candidates), (NONE, no_place(proposal))]
    form.organisations.choices = [(str(row.organisation_id), row.intermediary.name) for row in found.intermediaries]
    if request.method == "GET":
        form.topic.data = proposal.likely_topic or (NONE if found.topics else None)
        form.revision.data = str(draft.revision)
        for fact in proposal.facts:
            form[fact.name].data = int(fact.value) if fact.name == "amount_eur" else form[fact.name].coerce(fact.value)
    return form


def _check_page(form: CheckForm, draft: SavedDraft, proposal: RoutingProposal) -> str:
    with reading() as act:
        found = answers(act, proposal)
    promising = [row for row in found.financing if row.proposal.verdict in (Verdict.FITS, Verdict.UNKNOWN)]
    return render_template(
        "pages/public/check.html",
        form=form,
        proposal=proposal,
        place_words=place_words(proposal),
        outside=proposal.triage_reason == TriageReason.OUTSIDE,
        private_data=not NUMBERS.isdisjoint(proposal.personal_data),
        typed=_typed(draft),
        facts=facts_in(_typed(draft).text, proposal.facts),
        place_read=" ".join(proposal.place.words) if proposal.municipality_answer is MunicipalityAnswer.TEXT else "",
        mends=any(form[fact.name].errors for fact in proposal.facts),
        asks=asked_fact(proposal),
        answers=found,
        promising=promising,
        others=[row for row in found.financing if row not in promising],
    )


@bp.get("/vraag/ontvangen")
@requires(Action.SUBMIT)
def receipt() -> ResponseReturnValue:
    """Show the reference, the private link, and what happens next."""
    with reading() as act:
        draft = drafts.open_draft(act, request.cookies.get(DRAFT_COOKIE))
        question = submitted(act, draft.submission_key) if draft and draft.sent else None
        if question is None:
            return redirect(url_for("status.mine"), code=303)
        return _receipt_page(act, question)


def _receipt_page(act: Act, question: Question) -> str:
    return render_template(
        "pages/public/receipt.html",
        question=question,
        team=act.session.get_one(Team, question.team_id),
        route=route_steps(act, question),
        link=kept_link(question.reference, "status.open_link"),
    )
