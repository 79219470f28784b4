"""The event log and the mails that could not be delivered: codes and references only."""

from enum import StrEnum

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from intake import event_log, undelivered
from intake.permissions import Action
from intake.terms import KnelpuntStep, ManagementStep, Step
from web.access import requires
from web.current import reading
from web.formatters import label
from web.forms.administration import LogFilterForm
from web.views.administration.blueprint import bp, refused, shown_id


@bp.app_template_filter("words")
def words(code: StrEnum | str | None) -> str:
    """Return the label of a code that has one, and any other code as it is."""
    if code is None:
        return ""
    return label(code) if isinstance(code, StrEnum) else code


@bp.get("/beheer/logboek")
@requires(Action.SEE_EVENT_LOG)
def events() -> ResponseReturnValue:
    """Show events, newest first, narrowed by what, who, which step and when."""
    form = LogFilterForm()
    form.step.choices = _step_choices()
    if not form.validate():
        return render_template("pages/administration/events.html", form=form, page=None, older=None), 400
    with reading() as act:
        page = event_log.read_log(act, form.wanted(), before_id=shown_id("voor"))
    older = None
    if page.older_than is not None:
        chosen = {name: value for name, value in request.args.items() if name != "voor"}
        older = url_for("administration.events", **chosen, voor=page.older_than)  # type: ignore[arg-type]
    return render_template("pages/administration/events.html", form=form, page=page, older=older)


def _step_choices() -> list[tuple[str, str]]:
    """Return every step once; a code that several logs share goes by its first label."""
    found: dict[str, str] = {}
    for terms in (Step, KnelpuntStep, ManagementStep):
        for step in terms:
            found.setdefault(step.value, label(step))
    return sorted(found.items(), key=lambda choice: choice[1])


@bp.get("/beheer/post")
@requires(Action.SEE_ADMINISTRATION)
def mails() -> ResponseReturnValue:
    """Show the mails that were given up."""
    return _mails_page()


def _mails_page(trouble: str | None = None) -> str:
    with reading() as act:
        failed = undelivered.failed_mails(act)
    return render_template("pages/administration/mails.html", failed=failed, trouble=trouble)


@bp.post("/beheer/post/<int(max=999999999):mail_id>/opnieuw")
@requires(Action.SEE_ADMINISTRATION)
def retry_mail(mail_id: int) -> ResponseReturnValue:
    """Put a mail back in the outbox."""
    trouble = refused(lambda act: undelivered.retry_mail(act, mail_id))
    if trouble is not None:
        return _mails_page(trouble), 400
    flash(_("De e-mail staat opnieuw klaar om te versturen."), "ok")
    return redirect(url_for("administration.mails"), code=303)
