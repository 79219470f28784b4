"""What nobody should have to remember about a page: checked for every page that a test sees."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.test import TestResponse

VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")
BLOCK = re.compile(
    "address|article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|main|nav|ol|p|pre"
    "|section|table|ul"
)
LABELLED = frozenset({"select", "textarea", "input"})
NEEDS_NO_LABEL = frozenset({"hidden", "submit", "button", "reset", "image"})
REFERS = ("aria-describedby", "aria-labelledby", "aria-controls", "list")
LEFTOVERS = re.compile(r"\{\{|\}\}|\{%|%\}|\bNone\b(?! of)|object at 0x|%\(\w+\)[sd]")


@dataclass
class Element:
    """One element of a page, with its text and the elements around it."""

    tag: str
    attributes: dict[str, str]
    around: tuple["Element", ...]
    text: str = ""

    def within(self, tag: str) -> bool:
        """Tell whether this element stands inside a ``tag``."""
        return any(parent.tag == tag for parent in self.around)


@dataclass
class Page(HTMLParser):
    """A page taken apart: its elements in order, and what was wrong with how they nest."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    own_text: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and stay inside it."""
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self.open))
        if len(attrs) != len(element.attributes):
            self.broken.append(f"<{tag}> has an attribute twice")
        if BLOCK.fullmatch(tag) and element.within("p"):
            self.broken.append(f"<{tag}> stands inside a <p>")
        self.elements.append(element)
        if not VOID.fullmatch(tag):
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself."""
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, tuple(self.open)))

    def handle_endtag(self, tag: str) -> None:
        """Leave the element that was opened last."""
        if self.open and self.open[-1].tag == tag:
            self.open.pop()
        else:
            inside = self.open[-1].tag if self.open else "nothing"
            self.broken.append(f"</{tag}> closes <{inside}>")

    def handle_data(self, data: str) -> None:
        """Add text to every element around it; what people typed is no text of ours."""
        for element in self.open:
            element.text += data
        if not any(element.tag == "textarea" or element.attributes.get("dir") == "auto" for element in self.open):
            self.own_text.append(data)

    def all(self, tag: str) -> list[Element]:
        """Return all elements called ``tag``."""
        return [element for element in self.elements if element.tag == tag]


def check_page(response: TestResponse, language: str | None = None) -> Page:
    """Fail when the page in ``response`` lacks what every page must have; return it taken apart."""
    expected = language or response.request.args.get("taal") or response.headers.get("Content-Language")
    found = problems(response.get_data(as_text=True), expected)
    assert found == [], f"{response.request.path}: {'; '.join(found)}"
    return read(response.get_data(as_text=True))


def read(html: str) -> Page:
    """Take a page apart."""
    page = Page()
    page.feed(html)
    page.close()
    return page


def problems(html: str, language: str | None = None) -> list[str]:
    """Return what is wrong with a page, in words; nothing when all is well."""
    page = read(html)
    checks = (_outline, _names, _forms, _strict_policy, _leftovers)
    return _language(page, language) + page.broken + [problem for check in checks for problem in check(page)]


def _language(page: Page, expected: str | None) -> list[str]:
    found = [element.attributes.get("lang") for element in page.all("html")]
    allowed = [expected] if expected else ["nl", "en"]
    return [] if len(found) == 1 and found[0] in allowed else [f"<html lang> is {found}, not {allowed}"]


def _outline(page: Page) -> list[str]:
    wrong = [] if len(page.all("h1")) == 1 else [f"{len(page.all('h1'))} <h1> elements"]
    wrong += [] if len(page.all("main")) == 1 else [f"{len(page.all('main'))} <main> elements"]
    titles = [title.text.strip() for title in page.all("title") if not title.within("svg")]
    if len(titles) != 1 or not titles[0].split("—")[0].strip():
        wrong.append(f"the <title> is {titles}")
    headings = [element for element in page.elements if re.fullmatch("h[1-6]", element.tag)]
    wrong += [f"an empty <{heading.tag}>" for heading in headings if not heading.text.strip()]
    wrong += ["an <img> without alt" for image in page.all("img") if "alt" not in image.attributes]
    unnamed = [table for table in page.all("table") if not _has_caption(page, table)]
    return wrong + ["a <table> without caption or aria-label" for _table in unnamed]


def _has_caption(page: Page, table: Element) -> bool:
    captions = (caption for caption in page.all("caption") if table in caption.around and caption.text.strip())
    return "aria-label" in table.attributes or any(captions)


def _names(page: Page) -> list[str]:
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    wrong = [f"the id {name!r} is there {ids.count(name)} times" for name in sorted(set(ids)) if ids.count(name) > 1]
    wrong += [
        f"a <label> for {label.attributes['for']!r}, which is not there"
        for label in page.all("label")
        if label.attributes.get("for", "") not in ids
    ]
    for element in page.elements:
        for attribute in REFERS:
            missing = [name for name in element.attributes.get(attribute, "").split() if name not in ids]
            wrong += [f"{attribute} names {name!r}, which is not there" for name in missing]
    anchors = [link.attributes.get("href", "") for link in page.all("a")]
    return wrong + [f"a link to {href!r}" for href in anchors if _leads_nowhere(href, ids)]


def _leads_nowhere(href: str, ids: list[str]) -> bool:
    return href in ("", "#", "None") or (href.startswith("#") and href[1:] not in ids)


def _forms(page: Page) -> list[str]:
    wrong = []
    for form in page.all("form"):
        names = [element.attributes.get("name", "") for element in page.elements if form in element.around]
        is_get = form.attributes.get("method", "get").lower() == "get"
        if not is_get and not any(name.endswith("csrf_token") for name in names):
            wrong.append("a <form> that sends without csrf_token")
        if not {"loket-form", "loket-button-form"} & set(form.attributes.get("class", "").split()):
            wrong.append("a <form> that components/form.html did not write")
    labels = {label.attributes.get("for") for label in page.all("label")}
    wrong += [
        f"a field {element.attributes.get('name')!r} without a label"
        for element in page.elements
        if element.tag in LABELLED
        and element.attributes.get("type") not in NEEDS_NO_LABEL
        and element.attributes.get("id") not in labels
        and "aria-label" not in element.attributes
    ]
    return wrong


def _strict_policy(page: Page) -> list[str]:
    wrong = ["an inline <style>" for _style in page.all("style")]
    wrong += ["an inline <script>" for script in page.all("script") if "src" not in script.attributes]
    for element in page.elements:
        wrong += [
            f"an inline {name} on <{element.tag}>"
            for name in element.attributes
            if re.fullmatch("style|on[a-z]+", name)
        ]
        wrong += [
            f"a javascript: address on <{element.tag}>"
            for name in ("href", "src", "action")
            if element.attributes.get(name, "").lower().startswith("javascript:")
        ]
    return wrong


def _leftovers(page: Page) -> list[str]:
    shown = [text for text in page.own_text if LEFTOVERS.search(text.strip())]
    shown += [
        f"{name}={value!r}"
        for element in page.elements
        for name, value in element.attributes.items()
        if name != "value" and LEFTOVERS.search(value)
    ]
    return [f"left over: {text.strip()!r}" for text in shown]
