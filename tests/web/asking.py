"""Asking a question in a test, as a browser does it."""

import html
import re

from sqlmodel import Session, select

TEXT = "Wij willen in een leegstaand schoolgebouw een werkplaats beginnen. Bij wie moeten wij zijn?"
FILLED_IN = {"question": TEXT, "municipality": "Haarlem", "email": "noor@example.nl"}


def fill_in(client, **fields):
    """Send the form with ``fields`` over the ones of a good question."""
    return client.submit("/vraag", FILLED_IN | fields)


def value_of(page, name):
    """Return the value of a hidden field on a page."""
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page).group(1)


def send(client, **fields):
    """Send the check page as it stands, with ``fields`` over it."""
    page = client.get("/vraag/controleren").get_data(as_text=True)
    told = {"csrf_token": value_of(page, "csrf_token"), "revision": value_of(page, "revision"), "topic": "none"}
    return client.post("/vraag/controleren", data=told | fields)


def ask(client, **fields):
    """Ask a question from start to receipt, and return the receipt."""
    fill_in(client, **fields)
    send(client)
    return client.get("/vraag/ontvangen")


def rows(engine, table):
    """Return every row of ``table``, as others see it."""
    with Session(engine) as session:
        return session.exec(select(table)).all()


def text_of(response):
    """Return a page as it was written, before its signs became entities."""
    return html.unescape(response.get_data(as_text=True))
