"""A loket with a year of work in it, and a browser for everybody who looks at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy.sql import Select
from werkzeug.exceptions import HTTPException

from intake import database, private_links
from intake.act import Act
from intake.models.people import Account
from intake.permissions import THE_LOKET
from intake.terms import LinkPurpose, Role
from tests.browser.conftest import Running, new_context, sign_in_with
from tests.browser.looking import Watch
from tests.browser.words import DUTCH, Words


@dataclass
class World:
    """A running loket, who can sign in, and the browsers of those who did."""

    running: Running
    browser: Browser
    passwords: dict[str, str]
    watch: Watch = field(default_factory=Watch)
    _contexts: dict[tuple[Role | None, str], BrowserContext] = field(default_factory=dict)

    # --- rows -------------------------------------------------------------------------------------

    def one(self, query: Select[Any]) -> Any:
        """Return the first value that ``query`` finds; there must be one."""
        with database.reading(self.running.services.engine) as session:
            found = session.execute(query.limit(1)).first()
        assert found is not None, f"nothing to look at: {query}"
        return found[0]

    @contextmanager
    def acting(self) -> Iterator[Act]:
        """Open a transaction of the loket itself."""
        with database.transaction(self.running.services.engine) as session:
            yield Act(session, THE_LOKET, self.running.now(), self.running.services.settings.chain_key)

    def token(self, purpose: LinkPurpose, **target: int) -> str:
        """Make a private link and return its secret."""
        with self.acting() as act:
            return private_links.mint(act, purpose, **target)

    def account(self, role: Role) -> Account:
        """Return the account of whoever looks as ``role``: the first one."""
        with database.reading(self.running.services.engine) as session:
            query = database.sa.select(Account).where(Account.role == role).order_by(Account.id)
            return session.execute(query.limit(1)).scalar_one()

    # --- browsers ---------------------------------------------------------------------------------

    def page(self, role: Role | None, words: Words = DUTCH) -> Page:
        """Return a new page of somebody with ``role`` who signed in, or of a stranger, in a language."""
        key = (role, words.language)
        if key not in self._contexts:
            self._contexts[key] = self._signed_in(role, words)
        return self._contexts[key].new_page()

    def somebody_new(self, words: Words = DUTCH) -> Page:
        """Return a page in a browser without a single cookie."""
        return self.watch.follow(new_context(self.browser, self.running, words)).new_page()

    def _signed_in(self, role: Role | None, words: Words) -> BrowserContext:
        page = self.somebody_new(words)
        if role is not None:
            email = self.account(role).email
            sign_in_with(page, email, self.passwords[email], words)
        page.goto(f"/?taal={words.language}")
        page.close()
        return page.context

    def asker(self, *question_ids: int) -> Page:
        """Return a page of an entrepreneur who opened these questions with their links."""
        page = self.somebody_new()
        for question_id in question_ids:
            page.goto(self.address("status.open_link", token=self.token(LinkPurpose.QUESTION, question_id=question_id)))
            page.locator("main form button").click()
        return page

    # --- addresses --------------------------------------------------------------------------------

    def address(self, endpoint: str, **values: object) -> str:
        """Return the address of a page; what is no part of the path becomes its query."""
        return self.running.app.url_map.bind("localhost").build(endpoint, values)

    def endpoint(self, page: Page) -> str | None:
        """Return the view behind the address that ``page`` shows."""
        path = page.url.removeprefix(self.running.url).partition("?")[0].partition("#")[0]
        try:
            return self.running.app.url_map.bind("localhost").match(path, method="GET")[0]
        except HTTPException:
            return None
