"""Topics: their profile texts, their history, and whether they are offered."""

from dataclasses import asdict

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from intake import revisions, topics
from intake.act import Act
from intake.errors import StalePage
from intake.models.reference import Topic
from intake.permissions import Action
from web.access import requires
from web.current import reading
from web.forms.administration import TopicForm
from web.views.administration.blueprint import bp, done, refused, shown_version


@bp.get("/beheer/onderwerpen")
@requires(Action.MANAGE_TOPICS)
def topics_list() -> ResponseReturnValue:
    """Show every topic with the number of open questions about it."""
    with reading() as act:
        lines = topics.all_topics(act)
    return render_template("pages/administration/topics.html", lines=lines)


@bp.route("/beheer/onderwerpen/<slug>", methods=["GET", "POST"])
@requires(Action.MANAGE_TOPICS)
def topic(slug: str) -> ResponseReturnValue:
    """Show one topic, or change its texts."""
    form, found = _loaded(slug)
    if request.method == "GET":
        return _topic_page(form, found)
    version = shown_version(form)
    try:
        changed = done(form, lambda act: topics.edit_topic(act, slug, form.draft(), version=version))
    except StalePage:
        return _topic_page(form, found, stale=True), 409
    if not changed:
        return _topic_page(form, found), 400
    flash(_("Het onderwerp is gewijzigd."), "ok")
    return redirect(url_for("administration.topic", slug=slug), code=303)


def _loaded(slug: str, **options: None) -> tuple[TopicForm, Topic]:
    """Return the form and the topic; ``formdata=None`` leaves aside what was posted."""
    with reading() as act:
        found = topics.find_topic(act, slug)
        version = str(revisions.version_of(act, topics.TABLE, slug))
    return TopicForm(data=asdict(topics.draft_of(found)) | {"version": version}, **options), found


def _topic_page(form: TopicForm, found: Topic, trouble: str | None = None, *, stale: bool = False) -> str:
    """Show a topic; a ``stale`` page says what somebody changed meanwhile, and keeps everything typed."""
    with reading() as act:
        history = revisions.history(act, topics.TABLE, found.slug)
        open_questions = topics.open_questions_about(act, found.slug)
        if stale:
            form.version.data = str(revisions.version_of(act, topics.TABLE, found.slug))
    return render_template(
        "pages/administration/topic.html",
        form=form,
        topic=found,
        history=history,
        open_questions=open_questions,
        trouble=trouble,
        stale=stale,
    )


@bp.post("/beheer/onderwerpen/<slug>/stoppen")
@requires(Action.MANAGE_TOPICS)
def retire_topic(slug: str) -> ResponseReturnValue:
    """Stop offering a topic; open questions keep it."""
    kept: list[int] = []

    def retire(act: Act) -> None:
        kept.append(topics.retire_topic(act, slug))

    trouble = refused(retire)
    count = sum(kept)
    told = ngettext("%(num)d open vraag houdt het.", "%(num)d open vragen houden het.", count)
    return _after(slug, trouble, _("Het onderwerp wordt niet meer aangeboden.") + (f" {told}" if count else ""))


@bp.post("/beheer/onderwerpen/<slug>/terughalen")
@requires(Action.MANAGE_TOPICS)
def bring_back_topic(slug: str) -> ResponseReturnValue:
    """Offer a retired topic again."""
    trouble = refused(lambda act: topics.bring_back_topic(act, slug))
    return _after(slug, trouble, _("Het onderwerp wordt weer aangeboden."))


def _after(slug: str, trouble: str | None, message: str) -> ResponseReturnValue:
    if trouble is not None:
        form, found = _loaded(slug, formdata=None)
        return _topic_page(form, found, trouble), 400
    flash(message, "ok")
    return redirect(url_for("administration.topic", slug=slug), code=303)
