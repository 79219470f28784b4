"""A visitor with a browser of the simplest kind: pages, cookies and forms, over a real connection."""

import re
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tests.web.pages import Element, read

#: What a browser sees of a server that was killed.
NO_ANSWER = (OSError, HTTPException)

FORM = re.compile("<form.*?</form>", re.DOTALL)

#: What a browser suggests while somebody types: long, and never sent.
LISTS = re.compile("<datalist.*?</datalist>", re.DOTALL)


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    path: str
    text: str

    def fields(self, action: str) -> list[tuple[str, str]]:
        """Return what a browser would send of the form to ``action`` when nothing is changed in it."""
        [form] = [form for form in FORM.findall(self.text) if self._leads_to(form) == action]
        return [pair for element in read(LISTS.sub("", form)).elements for pair in _sent(element)]

    def _leads_to(self, form: str) -> str:
        told = re.search('action="([^"]*)"', form.partition(">")[0])
        return told.group(1) if told else self.path


@dataclass
class Visitor:
    """Somebody at a browser of their own."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path)

    def post(self, path: str, fields: list[tuple[str, str]]) -> Answer:
        """Send a form, and open the page that it leads to."""
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        connection = HTTPConnection("localhost", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
            self._keep(response.headers.get_all("Set-Cookie", []))
        finally:
            connection.close()
        if response.status == 303:
            parts = urlsplit(response.headers["Location"])
            return self.get(parts.path + (f"?{parts.query}" if parts.query else ""))
        return Answer(response.status, path, text)

    def _keep(self, headers: list[str]) -> None:
        """Keep cookies as a browser does; localhost counts as a safe connection, so ``__Host-`` is fine."""
        for header in headers:
            for name, morsel in SimpleCookie(header).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value


def _sent(element: Element) -> list[tuple[str, str]]:
    told = element.attributes
    name, value = told.get("name"), told.get("value", "")
    if element.tag == "option" and "selected" in told:
        [choice] = [parent for parent in element.around if parent.tag == "select"]
        return [(choice.attributes["name"], value)]
    if element.tag == "textarea" and name:
        return [(name, element.text.replace("\r\n", "\n").removeprefix("\n"))]
    if element.tag == "input" and name and ("checked" in told or told.get("type") not in ("radio", "checkbox")):
        return [(name, value)]
    return []
