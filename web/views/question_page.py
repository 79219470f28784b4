"""The page of one question: which steps it offers, and what comes back when a step cannot be taken."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from intake.act import Act
from intake.consent import sharing
from intake.consult import masked_text
from intake.desk_choices import DeskChoices, desk_choices
from intake.dossier import Dossier, dossier
from intake.errors import TemporarilyUnavailable
from intake.history import changes_since
from intake.permissions import Action, may, may_ever
from intake.queue import is_late, next_due
from intake.terms import QuestionStatus, Step
from intake.visibility import find_question, subject_of_question
from intake.workflow import allows
from web.current import reading
from web.formatters import named
from web.forms import desk as desk_forms
from web.forms import mandate as mandate_forms
from web.forms.base import LoketForm, VersionForm
from web.forms.desk import NONE
from web.views.attempts import CHANGED, DONE, attempt
from web.views.queue import DUE

NOT_NOW = _l(
    "Het lukt nu niet om dit op te slaan. Uw tekst staat nog in het formulier. Probeer het over een minuut opnieuw"
)

#: What to do about a refusal of any step on the page.
MESSAGES = mandate_forms.REFUSED | desk_forms.REFUSED

#: The database cannot be written to now.
AWAY = 503


@dataclass(frozen=True, slots=True)
class DeskStep:
    """A step that a makelaar takes with a form on the page."""

    step: Step
    action: Action
    form: type[LoketForm]


#: name of the form (and start of the names of its fields) -> the step; what is not listed is not on the page.
DESK_STEPS: dict[str, DeskStep] = {
    "pick_up": DeskStep(Step.PICK_UP, Action.WORK_QUESTION, VersionForm),
    "ask": DeskStep(Step.ASK, Action.WORK_QUESTION, desk_forms.AskForm),
    "answer": DeskStep(Step.ANSWER, Action.WORK_QUESTION, desk_forms.AnswerForm),
    "close": DeskStep(Step.CLOSE, Action.WORK_QUESTION, desk_forms.CloseForm),
    "decide": DeskStep(Step.DECIDE_MANDATE, Action.DECIDE_MANDATE, mandate_forms.DecideForm),
    "hand_over": DeskStep(Step.HAND_OVER, Action.HAND_OVER, desk_forms.HandOverForm),
    "refer": DeskStep(Step.REFER, Action.REFER, desk_forms.ReferForm),
    "consent": DeskStep(Step.ASK, Action.REFER, desk_forms.ConsentForm),
    "consult": DeskStep(Step.CONSULT, Action.CONSULT, desk_forms.ConsultForm),
    "call": DeskStep(Step.LOG_CALL, Action.WORK_QUESTION, desk_forms.CallForm),
    "note": DeskStep(Step.NOTE, Action.WORK_QUESTION, desk_forms.NoteForm),
    "topic": DeskStep(Step.CORRECT_TOPIC, Action.WORK_QUESTION, desk_forms.TopicForm),
    "email": DeskStep(Step.CORRECT_EMAIL, Action.WORK_QUESTION, desk_forms.EmailForm),
    "release": DeskStep(Step.RELEASE, Action.WORK_QUESTION, desk_forms.ReleaseForm),
    "reopen": DeskStep(Step.REOPEN, Action.WORK_QUESTION, VersionForm),
}


def sent_form(reference: str, name: str) -> LoketForm:
    """Return the form that was sent, with what can be chosen in it."""
    with reading() as act:
        question = find_question(act, reference, DESK_STEPS[name].action)
        form = DESK_STEPS[name].form(prefix=name)
        _offer(form, desk_choices(act, question, sharing(act, question)))
    return form


def take(
    reference: str,
    name: str,
    form: LoketForm,
    done: str,
    verb: Callable[[Act], object],
    leads_to: str | None = None,
) -> ResponseReturnValue:
    """Take one step; show the page again with what was typed when that cannot be done."""
    try:
        status = attempt(form, verb, MESSAGES)
    except TemporarilyUnavailable:
        form.add_error(None, NOT_NOW)
        status = AWAY
    if status != DONE:
        return question_page(reference, name, form, status)
    flash(done, "ok")
    return redirect(leads_to or url_for("question.show", reference=reference), code=303)


def question_page(
    reference: str, name: str = "", sent: LoketForm | None = None, status: int = 200
) -> ResponseReturnValue:
    """Show the page; ``sent`` is the form called ``name`` that comes back with ``status``."""
    with reading() as act:
        page = dossier(act, reference)
        if page.question.status is QuestionStatus.ERASED:
            return render_template("pages/question/erased.html", page=page), status
        offered = desk_choices(act, page.question, page.sharing)
        forms = {key: _empty(key, page, offered) for key in _possible(act, page, offered)}
        changes = changes_since(act, page.question, sent.seen()) if status == CHANGED and sent else ()
    typed = []
    if sent is not None and name in forms:
        forms[name] = sent
    elif sent is not None:
        typed = texts_in(sent)
    if status == CHANGED and isinstance(sent, VersionForm):
        sent.renew(page.question.version)
    due, due_on = next_due(page.question)
    body = render_template(
        "pages/question/show.html",
        page=page,
        forms=forms,
        opened=name,
        offered=offered,
        changed=status == CHANGED,
        changes=changes,
        typed=typed,
        due=DUE[due],
        due_on=due_on,
        late=is_late(page.question, act.today),
        may_tag=may_ever(act.person, Action.TAG_KNELPUNT) and allows(Step.TAG_KNELPUNT, page.question.status),
        may_log_case=may_ever(act.person, Action.LOG_CASE),
    )
    return body, status


def _possible(act: Act, page: Dossier, offered: DeskChoices) -> list[str]:
    """Return the steps that the workflow and the policy allow now, and for which there is something to choose."""
    subject = subject_of_question(act.session, page.question)
    nothing_to_choose = {"refer": not offered.consented, "consent": not offered.to_ask, "hand_over": not offered.teams}
    return [
        name
        for name, desk_step in DESK_STEPS.items()
        if allows(desk_step.step, page.question.status)
        and may(act.person, desk_step.action, subject)
        and not nothing_to_choose.get(name, False)
    ]


def _empty(name: str, page: Dossier, offered: DeskChoices) -> LoketForm:
    """Return a form as it first stands on the page, with what is known filled in."""
    question = page.question
    no_topic = question.no_topic_fits or (question.asker_said_none and question.topic_slug is None)
    known: dict[str, Callable[[], dict[str, object]]] = {
        "answer": lambda: {"topic": NONE if no_topic else question.topic_slug, "outcome": question.outcome_code},
        "close": lambda: {"outcome": question.outcome_code},
        "topic": lambda: {"topic": NONE if no_topic else question.topic_slug},
        "email": lambda: {"email": question.asker_email},
        "consult": lambda: {"shown_text": masked_text(question)},
    }
    filled_in = known[name]() if name in known else {}
    form = DESK_STEPS[name].form(formdata=None, prefix=name, data=filled_in)
    _offer(form, offered)
    if isinstance(form, VersionForm):
        form.renew(question.version)
    return form


def _offer(form: LoketForm, offered: DeskChoices) -> None:
    """Let somebody choose from what the database holds."""
    lists = {
        "topic": [(row.slug, named(row)) for row in offered.topics] + [(NONE, _("Geen onderwerp past"))],
        "outcome": [(row.code, named(row)) for row in offered.outcomes],
        "team": [(row.code, row.name) for row in offered.teams],
        "organisation": [
            (str(row.id), row.name)
            for row in (offered.consented if isinstance(form, desk_forms.ReferForm) else offered.to_ask)
        ],
    }
    for field, pairs in lists.items():
        if field in form:
            form[field].choices = pairs


def texts_in(form: LoketForm) -> list[str]:
    """Return what somebody wrote in the text fields of a form."""
    return [field.data for field in form if isinstance(field, TextAreaField) and field.data]
