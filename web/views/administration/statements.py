"""Statements: pages for everybody that an administrator writes, in both languages, with a preview."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from intake import statements
from intake.errors import StalePage
from intake.models.system import Page
from intake.permissions import Action
from intake.terms import Language
from web.access import requires
from web.current import reading
from web.forms.administration import StatementForm
from web.statements import marked_up, shipped
from web.views.administration.blueprint import bp, done, shown_version


@bp.get("/beheer/paginas")
@requires(Action.EDIT_PAGES)
def statements_list() -> ResponseReturnValue:
    """Show which statements there are, and when each was changed."""
    with reading() as act:
        found = statements.all_statements(act)
    return render_template(
        "pages/administration/statements.html",
        found=found,
        slugs=statements.STATEMENTS,
        languages=list(Language),
    )


@bp.route("/beheer/paginas/<slug>/<language>", methods=["GET", "POST"])
@requires(Action.EDIT_PAGES)
def statement(slug: str, language: str) -> ResponseReturnValue:
    """Write a statement in one language, look at a preview, or store it."""
    if language not in set(Language):
        abort(404)
    chosen = Language(language)
    with reading() as act:
        found = statements.find_statement(act, slug, chosen)
    form = StatementForm(data=_as_shown(slug, chosen, found))
    if request.method == "GET":
        return _statement_page(form, slug, chosen)
    if "preview" in request.form:
        valid = form.validate_on_submit()
        return _statement_page(form, slug, chosen, preview=valid), 200 if valid else 400
    return _store(form, slug, chosen)


def _store(form: StatementForm, slug: str, language: Language) -> ResponseReturnValue:
    version = shown_version(form)
    save = statements.save_statement
    try:
        stored = done(form, lambda act: save(act, slug, language, form.draft(), version=version))
    except StalePage:
        return _stale_page(form, slug, language), 409
    if not stored:
        return _statement_page(form, slug, language), 400
    flash(_("De pagina is opgeslagen."), "ok")
    return redirect(url_for("administration.statements_list"), code=303)


def _stale_page(form: StatementForm, slug: str, language: Language) -> str:
    """Show that somebody else stored the page meanwhile, with everything typed still in the form."""
    with reading() as act:
        found = statements.find_statement(act, slug, language)
    form.version.data = str(found.version if found else 0)
    return _statement_page(form, slug, language, theirs=found)


def _statement_page(
    form: StatementForm, slug: str, language: Language, *, preview: bool = False, theirs: Page | None = None
) -> str:
    return render_template(
        "pages/administration/statement.html",
        form=form,
        slug=slug,
        language=language,
        preview=marked_up(form.body.data) if preview else None,
        theirs=theirs,
        their_text=marked_up(theirs.body) if theirs else None,
    )


def _as_shown(slug: str, language: Language, found: Page | None) -> dict[str, object]:
    """Return what the public page shows now: what somebody wrote, or what came with the loket."""
    if found is None:
        title, body = shipped(slug, language)
        return {"title": title, "body": body, "version": "0"}
    return {"title": found.title, "body": found.body, "version": str(found.version)}
