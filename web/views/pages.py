"""Statements that an administrator can edit, what the loket is, and the card of its algorithm."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from intake import public_pages
from intake.model_card import model_card
from intake.permissions import Action
from intake.terms import Language
from web.access import requires
from web.current import reading, services
from web.language import current_language
from web.model_card import card_parts
from web.statements import marked_up, shipped

bp = Blueprint("pages", __name__)


@bp.get("/privacy")
@requires(Action.SEE_PUBLIC_PAGE)
def privacy() -> ResponseReturnValue:
    """Say what happens with people's data."""
    return _statement("privacy")


@bp.get("/toegankelijkheid")
@requires(Action.SEE_PUBLIC_PAGE)
def accessibility() -> ResponseReturnValue:
    """Say how accessible the loket is, and whom to tell when it is not."""
    return _statement("toegankelijkheid")


@bp.get("/over")
@requires(Action.SEE_PUBLIC_PAGE)
def about() -> ResponseReturnValue:
    """Say what the loket is and where it comes from."""
    return _statement("over")


@bp.get("/algoritme")
@requires(Action.SEE_PUBLIC_PAGE)
def algorithm() -> ResponseReturnValue:
    """Say what the topic model does, in the fields of the register of algorithms."""
    settings = services().settings
    with reading() as act:
        card = model_card(act, settings.data_dir)
    parts = card_parts(card, settings.public_url)
    return render_template("pages/pages/algorithm.html", parts=parts, topics=card.topics)


def _statement(slug: str) -> str:
    """Show a page as an administrator wrote it, or as it came with the loket."""
    language = Language(current_language())
    with reading() as act:
        page = public_pages.statement(act, slug, language)
    title, body = (page.title, page.body) if page else shipped(slug, language)
    return render_template(
        "pages/pages/statement.html", title=title, body=marked_up(body), updated_at=page and page.updated_at
    )
