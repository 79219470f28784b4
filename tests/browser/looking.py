"""Looking at a page as a reviewer does: axe-core, the width, the console, and what the security policy stopped."""

from collections import defaultdict
from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, ViewportSize

from tests.browser.conftest import NARROW, WIDE

#: WCAG 2.0 to 2.2, levels A and AA, and what is good practice besides.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}

#: Everything folded away counts as well.
UNFOLD = "() => document.querySelectorAll('details').forEach(fold => { fold.open = true; })"

#: How far a page can be scrolled sideways and what sticks out, and which box hides a part of what is in it.
NOT_IN_SIGHT = """() => {
  const width = document.documentElement.clientWidth;
  const all = [...document.querySelectorAll('body *')].filter(e => e.offsetWidth > 1 && e.checkVisibility());
  const hides = style => style.overflowX === 'hidden' && style.clipPath === 'none';
  const hiding = all.filter(e => e.scrollWidth > e.clientWidth + 1 && hides(getComputedStyle(e)));
  const found = hiding.map(e => `hides a part: ${e.outerHTML.slice(0, 160)}`);
  if (document.scrollingElement.scrollWidth <= width) return found;
  const out = all.filter(e => e.getBoundingClientRect().right > width + 1).slice(-3);
  const widest = `too wide: ${document.scrollingElement.scrollWidth} px`;
  return [widest, ...out.map(e => e.outerHTML.slice(0, 160)), ...found];
}"""

#: What Chromium says of every page that answers 400 or more.
ANSWERED = "Failed to load resource: the server responded with a status of"


class Watch:
    """Remembers what went wrong in the pages of a browser."""

    def __init__(self) -> None:
        self._heard: defaultdict[Page, list[str]] = defaultdict(list)

    def follow(self, context: BrowserContext) -> BrowserContext:
        """Listen to every page of ``context``."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self._heard[error.page].append(f"script: {error.error}"))
        context.on("response", self._response)
        return context

    def of(self, page: Page) -> list[str]:
        """Return what went wrong in ``page``."""
        return self._heard[page]

    def _console(self, message: ConsoleMessage) -> None:
        if message.page and message.type in ("error", "warning") and not message.text.startswith(ANSWERED):
            self._heard[message.page].append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self._heard[response.frame.page].append(f"{response.status}: {response.url}")


def problems(page: Page, sizes: tuple[ViewportSize, ...] = (WIDE, NARROW)) -> list[str]:
    """Return everything that is wrong with the page as it stands, at every size."""
    page.evaluate(UNFOLD)
    page.evaluate(AXE_SCRIPT)
    return [line for size in sizes for line in _at(page, size)]


def out_of_sight(page: Page) -> list[str]:
    """Return what cannot be seen on a narrow screen without scrolling sideways."""
    page.set_viewport_size(NARROW)
    page.evaluate(UNFOLD)
    found: list[str] = page.evaluate(NOT_IN_SIGHT)
    return found


def _at(page: Page, size: ViewportSize) -> Iterator[str]:
    page.set_viewport_size(size)
    yield from (f"{size['width']} px, {line}" for line in (*page.evaluate(NOT_IN_SIGHT), *violations(page)))


def violations(page: Page) -> Iterator[str]:
    """Yield what axe-core finds, one line for each place."""
    found = page.evaluate("options => axe.run(options)", OPTIONS)
    for violation in found["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']}: {violation['help']}: {node['html'][:200]} ({node['failureSummary']})"
