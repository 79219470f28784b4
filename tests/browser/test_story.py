"""The whole story in a real browser: from a question to its answer, and from one question to a report.

Told three times: in Dutch, without JavaScript, and in English.
"""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook
from sqlmodel import select

from intake import database
from intake.models.people import Account
from intake.models.reference import KnelpuntKind, Municipality, Track
from intake.terms import CaseStatus, Language, Level, QuestionStatus, Role, label
from tests.browser.conftest import Running, new_context, sign_in
from tests.browser.words import DUTCH, ENGLISH, Words
from tests.factories import municipal_team

pytestmark = pytest.mark.browser

EMAIL = "noor@example.nl"
NAME = "Noor Verzonnen"
FIRM = "Werkplaats Verzonnen"
PHONE = "06-00001234"
QUESTION = (
    "Wij willen in een leegstaand schoolgebouw een werkplaats beginnen voor mensen met een afstand tot de "
    "arbeidsmarkt. De ene afdeling verwijst ons naar de andere. Bij wie moeten wij zijn?"
)
ASKED_BACK = "Om welk gebouw gaat het precies?"
REPLY = "Om het schoolgebouw aan de Verzonnen Kade."
ANSWER = "Kom donderdag langs: de drie afdelingen zitten dan samen aan tafel."
BARRIER = "Drie afdelingen wachten bij een tijdelijk gebruik op elkaar"
CASE = "Een werkplaats wachtte een half jaar op drie afdelingen"
STORY = f"{NAME} belde met {PHONE} en mailde vanaf {EMAIL}. Na een half jaar was er nog geen antwoord."

#: What is in the story and must never be in a report.
PERSONAL = (NAME, FIRM, EMAIL, PHONE)


@dataclass
class Telling:
    """One telling of the story: in which language, and with or without scripts."""

    running: Running
    browser: Browser
    words: Words
    scripts: bool

    def person(self) -> Page:
        """Return a page in the browser of somebody else."""
        context = new_context(self.browser, self.running, self.words, java_script_enabled=self.scripts)
        return context.new_page()

    def signed_in(self, account: Account) -> Page:
        """Return a page of somebody who signed in."""
        page = self.person()
        sign_in(page, account, self.words)
        return page

    def press(self, page: Page, name: str) -> None:
        """Press a button."""
        page.get_by_role("button", name=self.words(name), exact=True).click()

    def follow(self, page: Page, name: str) -> None:
        """Follow a link."""
        page.get_by_role("link", name=self.words(name), exact=True).first.click()

    def unfold(self, page: Page, title: str) -> None:
        """Open what is folded away under ``title``."""
        page.locator("summary").filter(has=page.get_by_text(self.words(title), exact=True)).click()

    def account(self, role: Role, **overrides: object) -> Account:
        """Make somebody with an account."""
        return self.running.account(role, language=Language(self.words.language), **overrides)


@pytest.fixture(
    params=[(DUTCH, True), (DUTCH, False), (ENGLISH, True)], ids=["in Dutch", "without JavaScript", "in English"]
)
def telling(request: pytest.FixtureRequest, running: Running, browser: Browser) -> Telling:
    words, scripts = request.param
    return Telling(running, browser, words, scripts)


def test_a_question_travels_from_entrepreneur_to_report_and_back(telling: Telling):
    entrepreneur = telling.person()
    organisation_id = ask_with_a_mistake_first(telling, entrepreneur)
    makelaar = telling.signed_in(telling.account(Role.MAKELAAR))
    reference = pick_up_and_ask(telling, makelaar)

    at_home = open_private_link(telling, reference)
    reply(telling, at_home)
    answer(telling, makelaar, reference)
    tag_a_knelpunt(telling, makelaar)
    intermediary = telling.signed_in(telling.account(Role.INTERMEDIAIR, organisation_id=organisation_id))
    take_the_referral(telling, intermediary, reference)
    case = add_a_case(telling, intermediary)
    rows, cells = take_a_report_along(telling)

    check_report(telling, rows, cells, case)
    entrepreneur.goto("/mijn-vraag")
    expect(entrepreneur.get_by_text(ANSWER)).to_be_visible()
    expect(entrepreneur.locator(".loket-title")).to_contain_text(telling.words(label(QuestionStatus.ANSWERED)))


# --- the entrepreneur -----------------------------------------------------------------------------


def municipality_of_the_team(running: Running) -> str:
    """Return the name of a municipality with a team of its own."""
    with database.reading(running.services.engine) as session:
        return session.get_one(Municipality, municipal_team(session).gm_code).display_name


def ask_with_a_mistake_first(telling: Telling, page: Page) -> int:
    """Ask the question, let one organisation see it, and return that organisation."""
    words = telling.words
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == words.language
    telling.follow(page, "Stel uw vraag")
    page.locator("#question").fill(QUESTION)
    page.locator("#municipality").fill(municipality_of_the_team(telling.running))
    page.locator("#email").fill("noor apenstaart example.nl")
    telling.unfold(page, "Meer over u en uw onderneming")
    page.locator("#name").fill(NAME)
    page.locator("#organisation").fill(FIRM)
    telling.press(page, "Verder")

    mistakes_are_told_and_nothing_is_lost(telling, page)
    page.locator("#email").fill(EMAIL)
    telling.press(page, "Verder")
    return check_and_send(telling, page)


def mistakes_are_told_and_nothing_is_lost(telling: Telling, page: Page) -> None:
    """See the message in the summary and beside the field, and every field as it was typed."""
    message = page.locator("#email-error")
    expect(message).to_be_visible()
    assert "email-error" in page.locator("#email").get_attribute("aria-describedby")
    said = message.locator("p").first.inner_text().split(":", 1)[1].strip()
    expect(page.locator("[data-error-summary]")).to_contain_text(said)
    expect(page.locator("#email")).to_have_value("noor apenstaart example.nl")
    expect(page.locator("#question")).to_have_value(QUESTION)
    expect(page.locator("#municipality")).to_have_value(municipality_of_the_team(telling.running))
    expect(page.locator("#name")).to_have_value(NAME)
    expect(page.locator("#name")).to_be_visible()
    expect(page.locator("#organisation")).to_have_value(FIRM)


def check_and_send(telling: Telling, page: Page) -> int:
    """Look at the three answers, choose the first topic and organisation, send, and read the receipt."""
    expect(page.get_by_role("heading", level=1)).to_have_text(telling.words("Bedoelt u dit?"))
    expect(page.get_by_text(QUESTION)).to_be_visible()
    page.locator("input[name=topic]").first.check()
    first = page.locator("input[name=organisations]").first
    organisation_id = int(first.get_attribute("value"))
    first.check()
    telling.press(page, "Verstuur mijn vraag")

    expect(page.get_by_role("heading", level=1)).to_have_text(telling.words("Uw vraag is ontvangen"))
    expect(page.locator(".loket-reference-large")).to_be_visible()
    expect(page.locator(".loket-link-box")).to_contain_text(telling.running.url)
    return organisation_id


def open_private_link(telling: Telling, reference: str) -> Page:
    """Open the link from the mail on another device; the secret does not stay in the address."""
    telling.running.work()
    link = telling.running.link_for(EMAIL)
    page = telling.person()
    page.goto(link)
    telling.press(page, "Open mijn vraag")

    assert page.url.endswith(f"/mijn-vraag/{reference}")
    assert link.rsplit("/", 1)[1] not in page.content()
    return page


def reply(telling: Telling, page: Page) -> None:
    """Answer what the makelaar wants to know."""
    expect(page.get_by_text(ASKED_BACK).first).to_be_visible()
    page.locator("textarea[name=message]").fill(REPLY)
    telling.press(page, "Verstuur mijn antwoord")
    expect(page.get_by_text(REPLY)).to_be_visible()


# --- the makelaar ---------------------------------------------------------------------------------


def pick_up_and_ask(telling: Telling, page: Page) -> str:
    """Take the only question of the queue in hand, ask something, and return its reference."""
    page.goto("/werkvoorraad")
    page.locator("tbody a").first.click()
    reference = page.url.rsplit("/", 1)[1]
    expect(page.get_by_text(QUESTION).first).to_be_visible()
    telling.press(page, "Vraag oppakken")
    telling.unfold(page, "De ondernemer iets vragen")
    page.locator("#ask-text").fill(ASKED_BACK)
    telling.press(page, "Vraag versturen")
    expect(page.get_by_text(ASKED_BACK)).to_be_visible()
    return reference


def answer(telling: Telling, page: Page, reference: str) -> None:
    """Read the reply and answer the question."""
    page.goto(f"/vragen/{reference}")
    expect(page.get_by_text(REPLY)).to_be_visible()
    telling.unfold(page, "Antwoord geven")
    page.locator("#answer-text").fill(ANSWER)
    telling.press(page, "Antwoord versturen")
    expect(page.locator(".loket-title")).to_contain_text(telling.words(label(QuestionStatus.ANSWERED)))


def tag_a_knelpunt(telling: Telling, page: Page) -> None:
    """See that the barrier is not known yet, and signal it with this question."""
    telling.follow(page, "Knelpunt koppelen")
    telling.follow(page, "Nieuw knelpunt signaleren")
    page.locator("#title").fill(BARRIER)
    page.locator("#kind_code").select_option(first_kind(telling.running))
    page.locator("#level").select_option(Level.GEMEENTE.value)
    telling.press(page, "Signaleren en koppelen")
    expect(page.get_by_role("link", name=BARRIER)).to_be_visible()


def first_kind(running: Running) -> str:
    """Return a kind of knelpunt."""
    with database.reading(running.services.engine) as session:
        return session.exec(select(KnelpuntKind.code).order_by(KnelpuntKind.code)).first()


# --- the intermediary -----------------------------------------------------------------------------


def take_the_referral(telling: Telling, page: Page, reference: str) -> None:
    """Take the question that the entrepreneur shared, and see whom to call."""
    page.goto("/doorverwijzingen")
    page.locator("tbody a").first.click()
    assert page.url.endswith(f"/doorverwijzingen/{reference}")
    expect(page.get_by_text(EMAIL)).not_to_be_visible()
    telling.press(page, "Vraag aannemen")
    expect(page.get_by_text(EMAIL)).to_be_visible()


def add_a_case(telling: Telling, page: Page) -> str:
    """Write a case, look at the masked text, release it, and return its reference."""
    telling.follow(page, "Casus vastleggen")
    page.locator("#title").fill(CASE)
    page.locator("#story").fill(STORY)
    page.locator("#effect_days").fill("180")
    expect(page.get_by_role("checkbox", name=re.compile(BARRIER))).to_be_checked()
    telling.press(page, "Tekst controleren")

    preview = page.locator("main")
    for secret in (NAME, EMAIL, PHONE):
        expect(preview).not_to_contain_text(secret)
    page.locator("#release").check()
    telling.press(page, "Casus vastleggen")
    expect(page.get_by_role("heading", level=1)).to_have_text(CASE)
    return page.url.rsplit("/", 1)[1]


# --- the track leader -----------------------------------------------------------------------------


def take_a_report_along(telling: Telling) -> tuple[list[dict[str, str]], list[list[object]]]:
    """Make a report, and return what is in its CSV and in its XLSX."""
    with database.reading(telling.running.services.engine) as session:
        tracks = tuple(session.exec(select(Track.slug)))
    page = telling.signed_in(telling.account(Role.SPOORLEIDER, tracks=tracks))
    page.goto("/rapporten")
    telling.press(page, "Maak rapport")
    expect(page.get_by_text(CASE).first).to_be_visible()
    rows = csv.DictReader(io.StringIO(download(telling, page, "CSV").read_text(encoding="utf-8"), newline=""))
    book = CalamineWorkbook.from_path(download(telling, page, "XLSX"))
    cells = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return list(rows), cells


def download(telling: Telling, page: Page, name: str) -> Path:
    """Take one file of the report along."""
    with page.expect_download() as coming:
        telling.follow(page, f"Download {name}")
    path = coming.value.path()
    target = path.with_suffix(f".{name.lower()}")
    path.rename(target)
    return target


def check_report(telling: Telling, rows: list[dict[str, str]], cells: list[list[object]], case: str) -> None:
    """Find the case in both files, with its barrier, and nobody's personal data."""
    [row] = rows
    assert CASE in row.values()
    assert case in row.values()
    assert telling.words(label(CaseStatus.OPEN)) in row.values()
    assert any(BARRIER in value for value in row.values())
    assert any(CASE in line for line in cells)
    told = " ".join([*row.values(), *(str(cell) for line in cells for cell in line)])
    assert [secret for secret in (*PERSONAL, QUESTION) if secret in told] == []
