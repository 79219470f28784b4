"""Where the administrator starts: what needs attention, and how many questions each team has."""

from flask import render_template
from flask.typing import ResponseReturnValue

from intake import staff, undelivered, workload
from intake.permissions import Action
from intake.terms import QuestionStatus
from web.access import requires
from web.current import reading
from web.views.administration.blueprint import bp


@bp.get("/beheer")
@requires(Action.SEE_ADMINISTRATION)
def overview() -> ResponseReturnValue:
    """Show what there is to manage, and what needs attention."""
    with reading() as act:
        states = staff.count_by_state(act)
        failed = undelivered.count_failed(act)
        per_team = workload.questions_per_team(act, Action.SEE_ADMINISTRATION)
    open_questions = sum(team.open for team in per_team)
    return render_template(
        "pages/administration/overview.html", states=states, failed=failed, open_questions=open_questions
    )


@bp.get("/beheer/aantallen")
@requires(Action.SEE_ADMINISTRATION)
def counts() -> ResponseReturnValue:
    """Show how many questions each team has, by status."""
    with reading() as act:
        per_team = workload.questions_per_team(act, Action.SEE_ADMINISTRATION)
    return render_template("pages/administration/counts.html", per_team=per_team, statuses=list(QuestionStatus))
