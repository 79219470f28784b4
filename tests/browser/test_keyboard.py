"""The loket without a mouse: everything is reached with Tab, in the order in which it is read."""

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from intake import database
from intake.models.questions import Question
from intake.terms import QuestionStatus, Role
from tests.browser.conftest import NARROW, Running, new_context, sign_in
from tests.factories import make_question

pytestmark = pytest.mark.browser

QUESTION = "Wij willen in een leegstaand schoolgebouw een werkplaats beginnen. Bij wie moeten wij zijn?"

#: More stops than any page has.
FAR = 150

#: Where the focus is: the words that a person hears or sees there.
FOCUSED = """() => {
  const at = document.activeElement;
  return (at.labels?.[0]?.textContent ?? at.textContent ?? '').trim().replace(/\\s+/g, ' ');
}"""

#: Whether what has the focus shows it, and is not behind something else.
SHOWS_FOCUS = """() => {
  const at = document.activeElement;
  if (!at.matches(':focus-visible')) return false;
  const box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  const marked = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  return marked && box.bottom > 0 && box.top < innerHeight;
}"""

#: Where each thing that can have the focus stands, in the order of the page; what is folded away does not count.
PLACES = """() => [...document.querySelectorAll('main :is(a[href], button, input, select, textarea, summary)')]
  .filter(e => e.offsetParent && e.checkVisibility())
  .map(e => [Math.round(e.getBoundingClientRect().top + scrollY), e.outerHTML.slice(0, 120)])"""


def focused(page: Page) -> str:
    """Return the words where the focus is."""
    return page.evaluate(FOCUSED)


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus is at something that starts with ``words``, and see the focus at every stop."""
    for _stop in range(FAR):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWS_FOCUS), f"the focus cannot be seen at: {focused(page)}"
        if focused(page).startswith(words):
            return
    pytest.fail(f"Tab never reaches {words!r}")


def press(page: Page, words: str, key: str = "Enter") -> None:
    """Tab to a button or a link and press it."""
    tab_to(page, words)
    page.keyboard.press(key)


def type_into(page: Page, words: str, text: str) -> None:
    """Tab to a field and type."""
    tab_to(page, words)
    page.keyboard.type(text)


@pytest.fixture
def page(running: Running, browser: Browser) -> Page:
    return new_context(browser, running).new_page()


class TestAsking:
    def test_a_question_is_asked_with_the_keyboard_alone(self, page: Page):
        page.goto("/")
        press(page, "Stel uw vraag")
        expect(page.locator("#question")).to_be_visible()

        type_into(page, "Wat is uw vraag?", QUESTION)
        type_into(page, "Uw e-mailadres", "noor@example.nl")
        press(page, "Verder")
        expect(page.get_by_role("heading", level=1)).to_have_text("Bedoelt u dit?")
        press(page, "Verstuur mijn vraag", "Space")

        expect(page.locator(".loket-reference-large")).to_be_visible()

    def test_a_choice_is_made_with_the_arrows(self, page: Page):
        page.goto("/vraag")
        choices = page.locator("input[name=municipality_answer]")
        first, second = (page.locator(f"label[for={choices.nth(at).get_attribute('id')}]") for at in (0, 1))
        tab_to(page, first.inner_text())

        page.keyboard.press("ArrowDown")

        assert focused(page) == second.inner_text()
        expect(choices.nth(1)).to_be_checked()

    def test_the_focus_goes_to_the_error_summary_and_from_there_to_the_field(self, page: Page):
        page.goto("/vraag")
        press(page, "Verder")
        expect(page.locator("[data-error-summary]")).to_be_focused()

        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        expect(page.locator("#question")).to_be_focused()

    def test_what_is_folded_away_opens_with_enter(self, page: Page):
        page.goto("/vraag")
        press(page, "Meer over u en uw onderneming")

        type_into(page, "Uw naam", "Noor Verzonnen")
        expect(page.locator("#name")).to_have_value("Noor Verzonnen")


class TestMovingAbout:
    def test_the_first_stop_skips_to_the_content(self, page: Page):
        page.goto("/vraag")

        press(page, "Naar de inhoud")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")

        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")

    def test_the_menu_tells_where_one_is(self, page: Page):
        page.goto("/")

        press(page, "Stel uw vraag")

        expect(page.locator("nav [aria-current=page]")).to_have_text("Stel uw vraag")

    def test_nobody_is_caught_anywhere(self, page: Page):
        page.goto("/vraag")
        seen = []
        for _stop in range(FAR):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement === document.body"))

        assert any(seen), "Tab never leaves the page"


class TestAtFourHundredPercent:
    """1280 px wide at 400 % is a page of 320 px."""

    @pytest.mark.parametrize("path", ["/", "/vraag?meer=1", "/mijn-vraag", "/inloggen", "/over"])
    def test_the_order_on_the_screen_is_the_order_of_reading(self, page: Page, path: str):
        page.set_viewport_size(NARROW)
        page.goto(path)

        places = page.evaluate(PLACES)
        tops = [top for top, _what in places]

        assert places
        assert [what for (top, what), highest in zip(places, running_highest(tops), strict=True) if top < highest] == []


def running_highest(tops: list[int]) -> list[int]:
    """Return for each place how far down the page one was already, but for what stands on the same line."""
    same_line = 60
    return [max(tops[:index], default=0) - same_line for index in range(len(tops))]


class TestAMakelaar:
    def test_picks_up_and_answers_with_the_keyboard_alone(self, page: Page, running: Running):
        with database.transaction(running.services.engine) as session:
            reference = make_question(session, at=running.now(), text=QUESTION).reference
        sign_in(page, running.account(Role.MAKELAAR))

        press(page, reference[:3])
        expect(page.get_by_role("heading", level=1)).to_contain_text(reference[:3])
        press(page, "Vraag oppakken", "Space")
        expect(page.locator(".loket-title")).to_contain_text("In behandeling")
        press(page, "Antwoord geven")
        type_into(page, "Uw antwoord", "Kom donderdag langs, dan kijken wij samen.")
        press(page, "Antwoord versturen")
        expect(page.locator(".loket-title")).to_contain_text("Beantwoord")

        with database.reading(running.services.engine) as session:
            assert session.exec(select(Question.status)).one() is QuestionStatus.ANSWERED
