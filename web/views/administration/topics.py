"""Topics: their profile texts, trying a change out, their history, and whether they are offered."""

from dataclasses import asdict

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from intake import revisions, topic_trials, topics
from intake.act import Act
from intake.errors import StalePage
from intake.models.reference import Topic
from intake.models.system import TopicTrial
from intake.permissions import Action
from web.access import requires
from web.current import reading, services
from web.forms.administration import TopicForm
from web.views.administration.blueprint import bp, done, refused, shown_id, shown_version


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
    if "try" in request.form:
        return _ask_for_trial(slug, form, found, version)
    try:
        changed = done(form, lambda act: topics.edit_topic(act, slug, form.draft(), version=version))
    except StalePage:
        return _topic_page(form, found, stale=True), 409
    if not changed:
        return _topic_page(form, found), 400
    flash(_("Het onderwerp is gewijzigd."), "ok")
    return redirect(url_for("administration.topic", slug=slug), code=303)


def _ask_for_trial(slug: str, form: TopicForm, found: Topic, version: int) -> ResponseReturnValue:
    """Let the worker find out what a change would do, before it is saved."""
    asked: list[TopicTrial] = []

    def ask(act: Act) -> None:
        asked.append(topic_trials.ask_for_trial(act, slug, form.draft(), version=version))

    try:
        if not done(form, ask):
            return _topic_page(form, found), 400
    except StalePage:
        return _topic_page(form, found, stale=True), 409
    return redirect(url_for("administration.trial", slug=slug, trial_id=asked[0].id), code=303)


@bp.get("/beheer/onderwerpen/<slug>/proef/<int(max=999999999):trial_id>")
@requires(Action.MANAGE_TOPICS)
def trial(slug: str, trial_id: int) -> ResponseReturnValue:
    """Show which questions a change would move: references, topics and counts."""
    return _trial_page(slug, trial_id)


@bp.post("/beheer/onderwerpen/<slug>/proef/<int(max=999999999):trial_id>/in-gebruik")
@requires(Action.MANAGE_TOPICS)
def publish_trial(slug: str, trial_id: int) -> ResponseReturnValue:
    """Save what was tried, and let the very model that was tried serve."""
    directory = services().settings.data_dir
    trouble = refused(lambda act: topic_trials.publish(act, slug, trial_id, directory))
    if trouble is not None:
        return _trial_page(slug, trial_id, trouble), 400
    flash(_("Het onderwerp is gewijzigd en het nieuwe model is in gebruik."), "ok")
    return redirect(url_for("administration.topic", slug=slug), code=303)


def _trial_page(slug: str, trial_id: int, trouble: str | None = None) -> str:
    with reading() as act:
        found = topic_trials.outcome(act, slug, trial_id)
    return render_template("pages/administration/trial.html", found=found, trouble=trouble)


def _loaded(slug: str, **options: None) -> tuple[TopicForm, Topic]:
    """Return the form and the topic; ``formdata=None`` leaves aside what was posted.

    The form holds what the topic says now, or what was typed for the trial that the address names.
    """
    tried = shown_id("proef")
    with reading() as act:
        found = topics.find_topic(act, slug)
        version = str(revisions.version_of(act, topics.TABLE, slug))
        draft = topics.draft_of(found)
        if tried is not None:
            draft = topic_trials.draft_of_trial(topic_trials.find_trial(act, slug, tried))
    return TopicForm(data=asdict(draft) | {"version": version}, **options), found


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
