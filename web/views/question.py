"""The question page of a makelaar, and every step taken there."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from intake import consult, conversation, desk, hand_over, mandate, referring
from intake.consult import ConsultDraft
from intake.conversation import Answer
from intake.dossier import dossier
from intake.errors import NotFound
from intake.hand_over import HandOverCard
from intake.permissions import Action
from web import history_words
from web.access import requires
from web.current import reading
from web.dossier_facts import contact, enterprise, filled, shared_with, standing
from web.dossier_pdf import dossier_pdf
from web.forms.desk import NONE
from web.views.question_page import question_page, sent_form, take

bp = Blueprint("question", __name__)
history_words.register(bp)


@bp.get("/vragen/<reference>")
@requires(Action.SEE_QUESTION)
def show(reference: str) -> ResponseReturnValue:
    """Show everything the team knows of a question, and what can be done with it."""
    return question_page(reference)


@bp.post("/vragen/<reference>/oppakken")
@requires(Action.WORK_QUESTION)
def pick_up(reference: str) -> ResponseReturnValue:
    """Take a new question in hand."""
    form = sent_form(reference, "pick_up")
    done = _("U hebt de vraag opgepakt. De ondernemer ziet dat u ermee bezig bent.")
    return take(reference, "pick_up", form, done, lambda act: desk.pick_up(act, reference, version=form.seen()))


@bp.post("/vragen/<reference>/terugzetten")
@requires(Action.WORK_QUESTION)
def release(reference: str) -> ResponseReturnValue:
    """Put a question back in the queue."""
    form = sent_form(reference, "release")
    done = _("De vraag staat weer in de werkvoorraad van uw team.")
    return take(
        reference,
        "release",
        form,
        done,
        lambda act: desk.release(act, reference, form.reason.data, version=form.seen()),
    )


@bp.post("/vragen/<reference>/navraag")
@requires(Action.WORK_QUESTION)
def ask(reference: str) -> ResponseReturnValue:
    """Ask the entrepreneur something."""
    form = sent_form(reference, "ask")
    done = _("Uw vraag staat bij de ondernemer.")
    return take(
        reference,
        "ask",
        form,
        done,
        lambda act: conversation.ask(act, reference, form.text.data, version=form.seen()),
    )


@bp.post("/vragen/<reference>/antwoord")
@requires(Action.WORK_QUESTION)
def answer(reference: str) -> ResponseReturnValue:
    """Answer a question."""
    form = sent_form(reference, "answer")
    done = _("Uw antwoord staat bij de ondernemer.")
    return take(
        reference,
        "answer",
        form,
        done,
        lambda act: conversation.answer(
            act,
            reference,
            Answer(form.text.data, _topic(form.topic.data), form.outcome.data),
            version=form.seen(),
        ),
    )


@bp.post("/vragen/<reference>/afsluiten")
@requires(Action.WORK_QUESTION)
def close(reference: str) -> ResponseReturnValue:
    """Close an answered question with what came of it."""
    form = sent_form(reference, "close")
    done = _("De vraag is afgesloten.")
    return take(
        reference, "close", form, done, lambda act: desk.close(act, reference, form.outcome.data, version=form.seen())
    )


@bp.post("/vragen/<reference>/heropenen")
@requires(Action.WORK_QUESTION)
def reopen(reference: str) -> ResponseReturnValue:
    """Bring a question back to the queue."""
    form = sent_form(reference, "reopen")
    done = _("De vraag staat weer open, in de werkvoorraad van uw team.")
    return take(reference, "reopen", form, done, lambda act: desk.reopen(act, reference, version=form.seen()))


@bp.post("/vragen/<reference>/mandaatbesluit")
@requires(Action.DECIDE_MANDATE)
def decide(reference: str) -> ResponseReturnValue:
    """Decide within the mandate of the team."""
    form = sent_form(reference, "decide")
    done = _("Het besluit is vastgelegd. De ondernemer ziet wat u besloot en het bedrag.")
    return take(
        reference,
        "decide",
        form,
        done,
        lambda act: mandate.decide(act, reference, form.draft(), version=form.seen()),
    )


@bp.post("/vragen/<reference>/overdragen")
@requires(Action.HAND_OVER)
def give(reference: str) -> ResponseReturnValue:
    """Hand a question over to another team."""
    form = sent_form(reference, "hand_over")
    done = _("Vraag %(reference)s is overgedragen. De ondernemer krijgt bericht.", reference=reference)
    return take(
        reference,
        "hand_over",
        form,
        done,
        lambda act: hand_over.hand_over(
            act,
            reference,
            HandOverCard(
                form.team.data,
                form.reason.data,
                form.context.data,
                form.done.data,
                form.agreed.data,
                back=form.back.data,
            ),
            version=form.seen(),
        ),
        leads_to=url_for("queue.show"),
    )


@bp.post("/vragen/<reference>/notitie")
@requires(Action.WORK_QUESTION)
def note(reference: str) -> ResponseReturnValue:
    """Write something down for the team."""
    form = sent_form(reference, "note")
    done = _("De notitie is opgeslagen.")
    return take(reference, "note", form, done, lambda act: conversation.note(act, reference, form.text.data))


@bp.post("/vragen/<reference>/gesprek")
@requires(Action.WORK_QUESTION)
def log_call(reference: str) -> ResponseReturnValue:
    """Write down what was said on the telephone."""
    form = sent_form(reference, "call")
    done = _("Het gesprek is vastgelegd.")
    return take(reference, "call", form, done, lambda act: conversation.log_call(act, reference, form.text.data))


@bp.post("/vragen/<reference>/onderwerp")
@requires(Action.WORK_QUESTION)
def correct_topic(reference: str) -> ResponseReturnValue:
    """Say what a question is about."""
    form = sent_form(reference, "topic")
    done = _("Het onderwerp is vastgelegd.")
    return take(
        reference,
        "topic",
        form,
        done,
        lambda act: desk.correct_topic(act, reference, _topic(form.topic.data), version=form.seen()),
    )


@bp.post("/vragen/<reference>/e-mailadres")
@requires(Action.WORK_QUESTION)
def correct_email(reference: str) -> ResponseReturnValue:
    """Write to another address from now on."""
    form = sent_form(reference, "email")
    done = _("Het e-mailadres is verbeterd. De ondernemer krijgt een nieuwe link.")
    return take(
        reference,
        "email",
        form,
        done,
        lambda act: desk.correct_email(act, reference, form.email.data, version=form.seen()),
    )


@bp.post("/vragen/<reference>/advies")
@requires(Action.CONSULT)
def ask_colleague(reference: str) -> ResponseReturnValue:
    """Ask a colleague without an account."""
    form = sent_form(reference, "consult")
    done = _("Uw collega krijgt een e-mail met een link. Het antwoord verschijnt bij deze vraag.")
    return take(
        reference,
        "consult",
        form,
        done,
        lambda act: consult.consult(
            act,
            reference,
            ConsultDraft(form.email.data, form.name.data, form.body.data, form.shown()),
            version=form.seen(),
        ),
    )


@bp.post("/vragen/<reference>/doorverwijzen")
@requires(Action.REFER)
def refer(reference: str) -> ResponseReturnValue:
    """Share a question with an organisation that the entrepreneur consented to."""
    form = sent_form(reference, "refer")
    done = _("De vraag is gedeeld. Uw team blijft verantwoordelijk.")
    return take(
        reference,
        "refer",
        form,
        done,
        lambda act: referring.refer(act, reference, int(form.organisation.data), form.note.data, version=form.seen()),
    )


@bp.post("/vragen/<reference>/toestemming")
@requires(Action.REFER)
def ask_consent(reference: str) -> ResponseReturnValue:
    """Ask the entrepreneur whether an organisation may see the question."""
    form = sent_form(reference, "consent")
    done = _("De ondernemer krijgt de vraag of wij mogen delen.")
    return take(
        reference,
        "consent",
        form,
        done,
        lambda act: referring.ask_consent(act, reference, int(form.organisation.data), version=form.seen()),
    )


@bp.get("/vragen/<reference>/dossier")
@requires(Action.DOWNLOAD_DOSSIER)
def show_dossier(reference: str) -> ResponseReturnValue:
    """Show the whole dossier on one page, to read or to print; notes go in only when asked for."""
    with reading() as act:
        page = dossier(act, reference, Action.DOWNLOAD_DOSSIER)
    facts = [
        (_("Stand"), filled(standing(page))),
        (_("Ondernemer"), filled(contact(page))),
        (_("Onderneming"), filled(enterprise(page))),
        (_("Gedeeld met"), shared_with(page)),
    ]
    return render_template("pages/question/dossier.html", page=page, facts=facts, at=act.at, with_notes=_with_notes())


@bp.get("/vragen/<reference>/dossier.pdf")
@requires(Action.DOWNLOAD_DOSSIER)
def download_dossier(reference: str) -> ResponseReturnValue:
    """Hand over the dossier as a file for the case system."""
    with reading() as act:
        page = dossier(act, reference, Action.DOWNLOAD_DOSSIER)
    content = dossier_pdf(page, act.at, with_notes=_with_notes())
    name = f"dossier-{page.question.reference}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type="application/pdf", headers=headers)


def _with_notes() -> bool:
    return request.args.get("notities") == "1"


def _topic(chosen: str) -> str | None:
    return None if chosen == NONE else chosen


@bp.errorhandler(NotFound)
def gone(error: NotFound) -> ResponseReturnValue:
    """Say that this question is not there, and give back what was typed.

    The same for a question that never existed, one of another team, and one that a colleague just handed over.
    """
    if request.method != "POST":
        return render_template("errors/404.html", error=error), 404
    typed = [text for name, text in request.form.items() if not name.endswith(("csrf_token", "version"))]
    return render_template("pages/question/gone.html", typed=[text for text in typed if text.strip()]), 404
