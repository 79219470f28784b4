"""Teams: their names, topics, response days and mandate."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from intake import budgets, revisions, teams
from intake.errors import StalePage
from intake.models.reference import Team
from intake.permissions import Action
from web.access import requires
from web.current import reading
from web.forms.administration import TeamForm
from web.views.administration.blueprint import bp, done, refused, shown_version


@bp.get("/beheer/teams")
@requires(Action.MANAGE_TEAMS)
def teams_list() -> ResponseReturnValue:
    """Show every team with its counts."""
    with reading() as act:
        lines = teams.all_teams(act)
    return render_template("pages/administration/teams.html", lines=lines)


@bp.route("/beheer/teams/<code>", methods=["GET", "POST"])
@requires(Action.MANAGE_TEAMS)
def team(code: str) -> ResponseReturnValue:
    """Show one team, or change it."""
    form, found = _loaded(code)
    if request.method == "GET":
        return _team_page(form, found)
    version = shown_version(form)
    try:
        changed = done(form, lambda act: teams.edit_team(act, code, form.draft(), version=version))
    except StalePage:
        return _team_page(form, found, stale=True), 409
    if not changed:
        return _team_page(form, found), 400
    flash(_("Het team is gewijzigd."), "ok")
    return redirect(url_for("administration.team", code=code), code=303)


def _loaded(code: str, **options: None) -> tuple[TeamForm, Team]:
    """Return the form and the team; ``formdata=None`` leaves aside what was posted."""
    with reading() as act:
        found = teams.find_team(act, code)
        draft = teams.draft_of(act, found)
        values = {name: getattr(draft, name) for name in draft.__slots__} | {"topics": sorted(draft.topics)}
        form = TeamForm(data=values | {"version": str(revisions.version_of(act, teams.TABLE, code))}, **options)
        form.topics.choices = [(topic.slug, topic.name_nl) for topic in teams.topic_choices(act, found)]
    return form, found


def _team_page(form: TeamForm, found: Team, trouble: str | None = None, *, stale: bool = False) -> str:
    """Show a team; a ``stale`` page says what somebody changed meanwhile, and keeps everything typed."""
    with reading() as act:
        history = revisions.history(act, teams.TABLE, found.code)
        room = budgets.room_of(act, found, act.today.year)
        if stale:
            form.version.data = str(revisions.version_of(act, teams.TABLE, found.code))
    return render_template(
        "pages/administration/team.html",
        form=form,
        team=found,
        room=room,
        history=history,
        trouble=trouble,
        stale=stale,
    )


@bp.post("/beheer/teams/<code>/stoppen")
@requires(Action.MANAGE_TEAMS)
def retire_team(code: str) -> ResponseReturnValue:
    """Stop a team."""
    return _after(code, refused(lambda act: teams.retire_team(act, code)), _("Het team is gestopt."))


@bp.post("/beheer/teams/<code>/terughalen")
@requires(Action.MANAGE_TEAMS)
def bring_back_team(code: str) -> ResponseReturnValue:
    """Let a retired team take questions again."""
    return _after(code, refused(lambda act: teams.bring_back_team(act, code)), _("Het team is weer in gebruik."))


def _after(code: str, trouble: str | None, message: str) -> ResponseReturnValue:
    if trouble is not None:
        form, found = _loaded(code, formdata=None)
        return _team_page(form, found, trouble), 400
    flash(message, "ok")
    return redirect(url_for("administration.team", code=code), code=303)
