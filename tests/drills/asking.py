"""Asking a question as people do: the form, the check page, the receipt; again when the server did not answer."""

from dataclasses import dataclass, field

from intake.terms import MunicipalityAnswer
from tests.drills.visitor import NO_ANSWER, Answer, Visitor
from tests.web.pages import read

FORM, CHECK, RECEIPT = "/vraag", "/vraag/controleren", "/vraag/ontvangen"

QUESTION = "Wij willen een leegstaand schoolgebouw huren voor een werkplaats. Bij wie moeten wij zijn?"


class NotAnswered(Exception):
    """The server was gone, or could not do it now; the visitor may try again."""


@dataclass
class Asker:
    """Somebody who asks one question, and does the step again that got no answer."""

    visitor: Visitor
    email: str
    page: Answer | None = field(default=None)
    #: What was sent and may have arrived; a browser offers to send it again.
    sent: tuple[str, list[tuple[str, str]]] | None = field(default=None)
    reference: str | None = field(default=None)

    def ask(self) -> str:
        """Go on until the receipt is there; return the reference on it. Raises ``NotAnswered``."""
        while self.reference is None:
            self._step()
        return self.reference

    def _step(self) -> None:
        if self.sent is not None:
            self._answered(lambda: self.visitor.post(*self.sent))
        elif self.page is None:
            self._answered(lambda: self.visitor.get(FORM))
        self._read()

    def _answered(self, ask) -> None:
        try:
            answer = ask()
        except NO_ANSWER as error:
            raise NotAnswered from error
        if answer.status == 503:
            raise NotAnswered
        assert answer.status == 200, f"{answer.path}: {answer.status}\n{answer.text}"
        self.page, self.sent = answer, None

    def _read(self) -> None:
        """See which page this is, and do what it asks for."""
        if self.page.path == RECEIPT:
            self.reference = reference_on(self.page)
        elif self.page.path == CHECK:
            self.sent = (CHECK, self.page.fields(CHECK))
        else:
            self.sent = (FORM, filled(self.page, self.email))


def filled(page: Answer, email: str) -> list[tuple[str, str]]:
    """Return what a browser sends when somebody fills in the form on ``page``."""
    typed = {"question": QUESTION, "municipality_answer": MunicipalityAnswer.UNKNOWN, "email": email}
    return [(name, typed.get(name, value)) for name, value in page.fields(FORM)]


def reference_on(page: Answer) -> str:
    """Return the reference that a receipt shows."""
    [shown] = {span.text for span in read(page.text).all("span") if span.attributes.get("class") == "loket-reference"}
    return shown
