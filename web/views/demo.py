"""Pages that only a demo has: the mailbox with everything that would have been sent, and a guided tour."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from intake.permissions import Action
from web.access import requires
from web.current import services
from web.demo.directory import people_of
from web.demo.mailbox import letter, letters
from web.demo.tour import tour

bp = Blueprint("demo", __name__)

P = ParamSpec("P")


def in_demo(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let a page exist in a demo only."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if not services().settings.demo:
            abort(404)
        return view(*args, **kwargs)

    return guarded


@bp.get("/demo")
@requires(Action.SEE_DEMO_MAIL)
@in_demo
def guide() -> ResponseReturnValue:
    """Show the tour and who can sign in."""
    people = people_of(services().settings)
    return render_template("pages/demo/guide.html", stops=tour(people), people=people)


@bp.get("/demo/post")
@requires(Action.SEE_DEMO_MAIL)
@in_demo
def mailbox() -> ResponseReturnValue:
    """List the mails that would have been sent, newest first."""
    return render_template("pages/demo/mailbox.html", letters=letters(services().settings))


@bp.get("/demo/post/<name>")
@requires(Action.SEE_DEMO_MAIL)
@in_demo
def mail(name: str) -> ResponseReturnValue:
    """Show one mail with its links."""
    found = letter(services().settings, name)
    if found is None:
        abort(404)
    return render_template("pages/demo/mail.html", letter=found)
