"""One mail later: an entrepreneur asks for it on a page of the own question, and takes that back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from intake import news
from intake.errors import TemporarilyUnavailable
from intake.permissions import Action
from intake.terms import NewsKind, QuestionStatus
from intake.visibility import find_question
from web.access import requires
from web.current import acting, reading
from web.forms.following import NewsForm, StopNewsForm
from web.views.attempts import DONE, WRONG, attempt

bp = Blueprint("news", __name__)

REFUSED = {
    "required": _l("Kies waarover u een bericht wilt"),
    "not_offered": _l("Kies alleen mogelijkheden uit de lijst"),
    "in_past": _l("Kies een dag die nog komt"),
    "too_far": _l("Kies een dag binnen een jaar"),
}

NOT_NOW = _l("Het lukt nu niet om dit op te slaan. Probeer het over een minuut opnieuw")


@bp.route("/mijn-vraag/<reference>/bericht-later", methods=["GET", "POST"])
@requires(Action.CHANGE_CONSENT)
def show(reference: str) -> ResponseReturnValue:
    """Show what was asked for, and ask for one mail later."""
    form = NewsForm()
    if not form.is_submitted():
        return _page(reference, form)
    with reading() as act:
        form.offer(news.news(act, find_question(act, reference, Action.CHANGE_CONSENT)).offered)
    try:
        status = attempt(form, lambda act: news.wish(act, reference, form.chosen(), form.until()), REFUSED)
    except TemporarilyUnavailable:
        form.add_error(None, NOT_NOW)
        return _page(reference, form, 503)
    if status != DONE:
        return _page(reference, form, status)
    flash(_("Wij sturen u hierover hooguit één bericht."), "ok")
    return redirect(url_for("news.show", reference=reference), code=303)


@bp.post("/mijn-vraag/<reference>/bericht-later/stop")
@requires(Action.CHANGE_CONSENT)
def stop(reference: str) -> ResponseReturnValue:
    """Take back what was asked for."""
    form = StopNewsForm()
    if not form.validate_on_submit() or form.kind.data not in list(NewsKind):
        return _page(reference, NewsForm(formdata=None), WRONG)
    with acting() as act:
        news.take_back(act, reference, NewsKind(form.kind.data))
    flash(_("Wij sturen u hierover geen bericht."), "ok")
    return redirect(url_for("news.show", reference=reference), code=303)


def _page(reference: str, form: NewsForm, status: int = 200) -> ResponseReturnValue:
    with reading() as act:
        question = find_question(act, reference, Action.CHANGE_CONSENT)
        known = news.news(act, question)
        alive = [wish for wish in known.wishes if news.is_alive(wish, act.today)]
        latest = news.a_year_from(act.today)
    if question.status is QuestionStatus.ERASED:
        return render_template("pages/status/erased.html", question=question), status
    form.offer(known.offered)
    if not form.is_submitted():
        form.ends_on.data = latest
    page = render_template("pages/status/news.html", question=question, known=known, alive=alive, form=form)
    return page, status
