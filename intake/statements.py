"""Statements that an administrator edits, in both languages: privacy, accessibility, and what the loket is."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import col, select

from intake import audit
from intake.act import Act
from intake.errors import NotFound, StalePage
from intake.models.system import Page
from intake.permissions import Action, ensure_may
from intake.terms import Language, ManagementStep

#: The statements there are; each is a public page of the same path.
STATEMENTS = ("privacy", "toegankelijkheid", "over")


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """What an administrator wrote; the body is plain text with light mark-up."""

    title: str
    body: str


def all_statements(act: Act) -> dict[tuple[str, Language], Page]:
    """Return every statement that was written, by slug and language."""
    ensure_may(act.person, Action.EDIT_PAGES)
    pages = act.session.exec(select(Page).where(col(Page.slug).in_(STATEMENTS)))
    return {(page.slug, page.language): page for page in pages}


def find_statement(act: Act, slug: str, language: Language) -> Page | None:
    """Return a statement, or ``None`` when nobody wrote it yet; raise ``NotFound`` when there is no such page."""
    ensure_may(act.person, Action.EDIT_PAGES)
    if slug not in STATEMENTS:
        raise NotFound("page", slug)
    return act.session.get(Page, (slug, language))


def save_statement(act: Act, slug: str, language: Language, draft: StatementDraft, *, version: int) -> None:
    """Store a statement that was at ``version`` (0: not written yet); raise ``StalePage`` when it moved on."""
    _lock(act, slug)
    if find_statement(act, slug, language) is None:
        _write_first(act, slug, language, draft, version)
    else:
        _write_over(act, slug, language, draft, version)
    details: dict[str, object] = {"language": language, "version": version + 1}
    audit.record(act, f"page:{slug}", ManagementStep.EDIT_PAGE, details=details)


def _lock(act: Act, slug: str) -> None:
    """Hold every language of a page, because they share one chain of events."""
    act.session.exec(select(Page).where(Page.slug == slug).order_by(Page.language).with_for_update()).all()


def _write_first(act: Act, slug: str, language: Language, draft: StatementDraft, version: int) -> None:
    if version != 0:
        raise StalePage("edit", "page")
    act.session.add(
        Page(
            slug=slug,
            language=language,
            title=draft.title,
            body=draft.body,
            updated_at=act.at,
            updated_by_id=act.person.account_id,
        )
    )
    act.session.flush()


def _write_over(act: Act, slug: str, language: Language, draft: StatementDraft, version: int) -> None:
    written = act.session.connection().execute(
        update(Page)
        .where(col(Page.slug) == slug, col(Page.language) == language, col(Page.version) == version)
        .values(
            title=draft.title,
            body=draft.body,
            version=version + 1,
            updated_at=act.at,
            updated_by_id=act.person.account_id,
        )
    )
    if written.rowcount != 1:
        raise StalePage("edit", "page")
