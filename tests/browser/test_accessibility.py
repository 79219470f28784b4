"""Every page of the loket, and every state it can be in, without a barrier: by axe-core, at 320 and 1280 px.

The pages come from the URL map: a new page that nobody looks at here fails the build. The loket is the one of
the demo, with a year of work in it; lists are also looked at when they are empty.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from flask import Flask, render_template
from playwright.sync_api import Browser, Page, expect
from sqlmodel import col, select

from intake import sign_in as entrance
from intake.models.questions import Consultation, Question
from intake.models.reference import Municipality
from intake.terms import KnelpuntStatus, LinkPurpose, QuestionStatus, ReferralStatus, Role
from tests.browser import rows
from tests.browser.conftest import new_context, serving, sign_in
from tests.browser.looking import Watch, out_of_sight, problems
from tests.browser.rows import Find
from tests.browser.words import ENGLISH
from tests.browser.world import World
from web.demo.directory import demo_settings, people_of
from web.errors import PAGES
from web.views import BLUEPRINTS

pytestmark = pytest.mark.browser

#: Addresses that answer with a file or a word, not with a page.
FILES = {
    *("static", "health.live", "health.ready", "reports.download", "question.download_dossier"),
    *("mandate.download", "own_data.download"),
}

TEXT = "Wij willen in een leegstaand schoolgebouw een werkplaats beginnen. Bij wie moeten wij zijn?"

Look = Callable[[Page], None]


@pytest.fixture(scope="session")
def world(demo_directory, browser: Browser) -> Iterator[World]:
    """The demo, and a browser for everybody in it."""
    with serving(lambda port: demo_settings(demo_directory, port)) as running:
        people = people_of(running.services.settings)
        yield World(running, browser, {person.email: person.password for person in people})


@pytest.fixture
def look(world: World) -> Iterator[Look]:
    """Judge a page as it stands: nothing wrong at any size, and nothing in the console."""
    seen: list[Page] = []

    def judge(page: Page) -> None:
        seen.append(page)
        assert problems(page) == []
        assert world.watch.of(page) == []

    yield judge
    for page in seen:
        page.close()


# --- pages that an address leads to ---------------------------------------------------------------


@dataclass(frozen=True)
class Visit:
    """Who goes to which page; ``find`` looks up which row, ``note`` tells visits to one page apart."""

    endpoint: str
    role: Role | None
    find: Find = lambda world: {}
    query: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, [self.endpoint, self.note or self.role or "stranger", *self.query.values()]))


K = KnelpuntStatus
MOVING = (K.BEVESTIGD, K.INGEBRACHT, K.IN_BEHANDELING)

VISITS = [
    *(
        Visit(endpoint, None)
        for endpoint in (
            "public.start",
            "public.form",
            "status.mine",
            "status.link_sent",
            "pages.about",
            "pages.privacy",
            "pages.accessibility",
            "pages.algorithm",
            "sign_in.sign_in",
            "sign_in.forgotten",
            "consult.thanks",
            "demo.guide",
            "demo.mailbox",
        )
    ),
    Visit("demo.mail", None, rows.letter),
    Visit("account.show", Role.MAKELAAR),
    Visit("account.password", Role.MAKELAAR),
    Visit("sign_in.sign_out", Role.MAKELAAR),
    *(
        Visit("queue.show", Role.MAKELAAR, query={"stand": tab})
        for tab in ("open", "nieuw", "van-mij", "wacht", "te-laat", "indelen", "beantwoord", "afgesloten")
    ),
    Visit("queue.show", Role.COORDINATOR),
    Visit("queue.show", Role.MAKELAAR, query={"assignee": "niemand", "stand": "van-mij"}, note="nothing found"),
    *(
        Visit("question.show", Role.MAKELAAR, rows.question(status), note=status.value)
        for status in QuestionStatus
        if status is not QuestionStatus.MERGED
    ),
    Visit("question.show", Role.COORDINATOR, rows.question(QuestionStatus.NEW, Role.COORDINATOR)),
    Visit("question.show_dossier", Role.MAKELAAR, rows.question(QuestionStatus.CLOSED)),
    Visit("question.show_dossier", Role.MAKELAAR, rows.question(QuestionStatus.CLOSED), {"notities": "1"}),
    Visit("question.show", Role.MAKELAAR, rows.decided_on, note="with decisions"),
    Visit("question.show_dossier", Role.MAKELAAR, rows.decided_on, {"notities": "1"}, note="with decisions"),
    Visit("mandate.overview", Role.MAKELAAR),
    Visit("mandate.overview", Role.COORDINATOR),
    Visit("mandate.show", Role.MAKELAAR, rows.decision(rows.pilot()), note="pilot"),
    Visit("mandate.show", Role.MAKELAAR, rows.decision(rows.taken_back()), note="taken back"),
    *(Visit("referrals.inbox", Role.INTERMEDIAIR, query={"stand": stage}) for stage in ("open", "taken", "done")),
    *(
        Visit("referrals.show", Role.INTERMEDIAIR, rows.referral(status), note=status.value)
        for status in (ReferralStatus.OFFERED, ReferralStatus.ACCEPTED, ReferralStatus.COMPLETED)
    ),
    Visit("referrals.pause", Role.INTERMEDIAIR),
    *(
        Visit("knelpunten.overview", role)
        for role in (Role.MAKELAAR, Role.INTERMEDIAIR, Role.SPOORLEIDER, Role.COORDINATOR, Role.DOSSIERHOUDER)
    ),
    Visit("knelpunten.overview", Role.MAKELAAR, query={"zoek": "zeer ongewone woorden zonder treffer"}),
    *(Visit("knelpunten.show", Role.SPOORLEIDER, rows.knelpunt(status), note=status.value) for status in K),
    Visit("knelpunten.show", Role.MAKELAAR, rows.knelpunt(K.BEVESTIGD)),
    Visit("knelpunten.bring", Role.SPOORLEIDER, rows.knelpunt(K.BEVESTIGD)),
    Visit("knelpunten.feed_back", Role.SPOORLEIDER, rows.knelpunt(K.BESLUIT)),
    Visit("knelpunten.describe", Role.SPOORLEIDER, rows.knelpunt(*MOVING)),
    Visit("knelpunten.signal", Role.INTERMEDIAIR),
    Visit("knelpunten.signal", Role.MAKELAAR, query={"zoek": "afdelingen wachten op elkaar"}),
    Visit("knelpunten.tag", Role.MAKELAAR, rows.question(QuestionStatus.PICKED_UP)),
    Visit("knelpunten.tag", Role.MAKELAAR, rows.question(QuestionStatus.CLOSED), note="closed"),
    Visit("knelpunten.signal_for", Role.MAKELAAR, rows.question(QuestionStatus.PICKED_UP)),
    Visit("cases.overview", Role.MAKELAAR),
    Visit("cases.overview", Role.SPOORLEIDER),
    Visit("cases.overview", Role.SPOORLEIDER, query={"stand": "no_way_out", "niveau": "eu"}, note="nothing found"),
    Visit("cases.show", Role.MAKELAAR, rows.own_case),
    Visit("cases.show", Role.SPOORLEIDER, rows.told_case),
    Visit("cases.log", Role.INTERMEDIAIR),
    Visit("cases.log", Role.MAKELAAR, lambda w: {"vraag": rows.question(QuestionStatus.PICKED_UP)(w)["reference"]}),
    Visit("cases.edit", Role.MAKELAAR, rows.own_case),
    Visit("reports.overview", Role.SPOORLEIDER),
    Visit("reports.show", Role.SPOORLEIDER, rows.report),
    Visit("dossiers.inbox", Role.DOSSIERHOUDER),
    Visit("dossiers.inbox", Role.DOSSIERHOUDER, query={"stand": "beantwoord"}),
    *(
        Visit("dossiers.show", Role.DOSSIERHOUDER, rows.knelpunt(status, own=True), note=status.value)
        for status in (K.INGEBRACHT, K.IN_BEHANDELING, K.TERUGGEKOPPELD)
    ),
    *(Visit(f"coordination.{name}", Role.COORDINATOR) for name in ("overview", "parties_list", "add_party")),
    Visit("coordination.party", Role.COORDINATOR, rows.party),
    *(
        Visit(f"administration.{name}", Role.BEHEERDER)
        for name in (
            "overview",
            "counts",
            "accounts_list",
            "invite",
            "events",
            "topics_list",
            "organisations_list",
            "add_organisation",
            "statements_list",
            "mails",
            "teams_list",
        )
    ),
    *(Visit(f"administration.{name}", Role.BEHEERDER, rows.account) for name in ("account", "block", "move")),
    Visit("administration.tracks", Role.BEHEERDER, rows.track_leader),
    Visit("administration.topic", Role.BEHEERDER, rows.topic),
    Visit("administration.trial", Role.BEHEERDER, rows.trial),
    Visit("administration.team", Role.BEHEERDER, rows.team),
    Visit("administration.budget", Role.BEHEERDER, rows.team),
    Visit("administration.statement", Role.BEHEERDER, lambda w: {"slug": "privacy", "language": "nl"}),
    Visit("administration.accounts_list", Role.BEHEERDER, query={"search": "niemand heet zo"}, note="nobody found"),
]


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_a_page_has_no_barrier(world: World, look: Look, visit: Visit):
    page = world.page(visit.role)

    response = page.goto(world.address(visit.endpoint, **visit.find(world), **visit.query))

    assert response.status == 200
    assert world.endpoint(page) == visit.endpoint
    look(page)


@pytest.mark.parametrize("role", [None, *(role for role in Role if role is not Role.ONDERNEMER)], ids=str)
def test_pages_in_english_fit_and_say_that_they_are(world: World, role: Role | None):
    page = world.page(role, ENGLISH)
    found = []
    for visit in (visit for visit in VISITS if visit.role is role):
        page.goto(world.address(visit.endpoint, **visit.find(world), **visit.query))
        found += [f"{visit}: {line}" for line in out_of_sight(page)]
        if page.locator("html").get_attribute("lang") != "en":
            found.append(f"{visit}: not in English")

    assert found == []
    assert world.watch.of(page) == []
    page.close()


# --- pages that somebody gets to by doing something -----------------------------------------------

#: name of a state -> the views whose page it shows with GET.
SHOWN_BY: dict[str, str] = {}

#: What brings a browser into a state.
STATES: dict[str, Callable[[World], Page]] = {}


def state(endpoint: str = "") -> Callable[[Callable[[World], Page]], Callable[[World], Page]]:
    """Name what leads to a page in some state; ``endpoint``: the view that shows it with GET."""

    def keep(reach: Callable[[World], Page]) -> Callable[[World], Page]:
        name = reach.__name__
        STATES[name] = reach
        SHOWN_BY[name] = endpoint
        return reach

    return keep


def fill_in(page: Page, text: str = TEXT, municipality: str = "", email: str = "noor@example.nl") -> None:
    """Fill in the form and go on to the check page."""
    page.goto("/vraag")
    page.locator("#question").fill(text)
    page.locator("#municipality").fill(municipality)
    page.locator("#email").fill(email)
    go_on(page)


def go_on(page: Page) -> None:
    """Press the first button of the form of the page."""
    page.locator("main form.loket-form button[type=submit]").first.click()


def a_municipality(world: World) -> str:
    """Return a municipality with a team."""
    code = rows.team(world)["code"]
    return world.one(
        select(Municipality.display_name)
        .join(rows.Team, rows.Team.gm_code == Municipality.gm_code)
        .where(rows.Team.code == code)
    )


def many_in_one(world: World, status: QuestionStatus) -> Page:
    """Follow the question in that status with the most to tell."""
    question_id = world.one(
        select(Question.id).where(Question.status == status).order_by(col(Question.version).desc(), Question.id)
    )
    return world.asker(question_id)


@state("checking.check")
def check_page(world: World) -> Page:
    page = world.somebody_new()
    fill_in(page, municipality=a_municipality(world))
    return page


@state("checking.check")
def check_page_in_english(world: World) -> Page:
    page = check_page(world)
    page.goto("/vraag/controleren?taal=en")
    return page


@state("checking.check")
def check_page_with_an_ambiguous_place(world: World) -> Page:
    page = world.somebody_new()
    fill_in(page, municipality="Hengelo")
    expect(page.locator("input[name=gm_code]").first).to_be_visible()
    return page


@state("checking.check")
def check_page_without_a_place_and_with_a_number_that_nobody_needs(world: World) -> Page:
    page = world.somebody_new()
    fill_in(page, text=f"{TEXT} Mijn rekening is NL91 ABNA 0417 1643 00.")
    return page


@state("checking.check")
def check_page_with_facts_to_correct(world: World) -> Page:
    page = world.somebody_new()
    fill_in(page, text="Onze stichting zoekt een lening van 40.000 euro voor een bakoven.", municipality="Haarlem")
    page.locator("details:has(#amount_eur) > summary").click()
    return page


@state("checking.check")
def check_page_about_something_else(world: World) -> Page:
    page = world.somebody_new()
    fill_in(page, text="Mijn paspoort is verlopen en ik wil een afspraak maken om een nieuw aan te vragen.")
    return page


@state()
def check_page_without_a_municipality_chosen(world: World) -> Page:
    page = check_page_with_an_ambiguous_place(world)
    page.locator("main form.loket-form button[type=submit]").last.click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    return page


@state("checking.receipt")
def receipt(world: World) -> Page:
    page = check_page(world)
    page.locator("main form.loket-form button[type=submit]").last.click()
    expect(page.locator(".loket-reference-large")).to_be_visible()
    return page


@state("checking.receipt")
def receipt_of_somebody_without_email(world: World) -> Page:
    page = world.somebody_new()
    page.goto("/vraag")
    page.locator("#question").fill(TEXT)
    page.locator("#municipality").fill(a_municipality(world))
    page.locator("summary").first.click()
    page.locator("#phone").fill("06-00001234")
    go_on(page)
    page.locator("main form.loket-form button[type=submit]").last.click()
    return page


@state("checking.receipt")
def receipt_on_paper(world: World) -> Page:
    page = receipt(world)
    page.emulate_media(media="print")
    expect(page.locator(".loket-header__tools")).not_to_be_visible()
    return page


@state("question.show_dossier")
def dossier_on_paper(world: World) -> Page:
    page = world.page(Role.MAKELAAR)
    page.goto(world.address("question.show_dossier", **rows.question(QuestionStatus.CLOSED)(world)))
    page.emulate_media(media="print")
    return page


@state("public.form")
def form_that_was_filled_in_before(world: World) -> Page:
    page = check_page(world)
    page.goto("/vraag")
    return page


@state("public.form")
def form_with_a_field_to_fill_in_for_a_scheme(world: World) -> Page:
    page = world.somebody_new()
    page.goto("/vraag?meer=1#stage")
    return page


@state()
def form_with_every_mistake(world: World) -> Page:
    page = world.somebody_new()
    page.goto("/vraag?meer=1")
    for name, typed in {"question": "Kort", "municipality": "Nergenshuizen", "email": "noor", "kvk": "12"}.items():
        page.locator(f"#{name}").fill(typed)
    page.locator("#amount_eur").fill("veel")
    go_on(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    return page


@state()
def form_with_an_unknown_place(world: World) -> Page:
    page = world.somebody_new()
    fill_in(page, municipality="Nergenshuizen")
    expect(page.locator("#municipality-error")).to_be_visible()
    return page


@state()
def form_that_stood_open_too_long(world: World) -> Page:
    page = world.somebody_new()
    page.goto("/vraag")
    page.locator("#question").fill(TEXT)
    page.evaluate("document.querySelectorAll('[name=csrf_token]').forEach(field => { field.value = 'oud'; })")
    go_on(page)
    expect(page.locator("#question")).to_have_value(TEXT)
    return page


@state("public.saved")
def form_saved_for_later(world: World) -> Page:
    page = world.somebody_new()
    page.goto("/vraag")
    page.locator("#question").fill(TEXT)
    page.locator("button[name=save]").click()
    return page


@state("public.resume")
def form_to_go_on_with(world: World) -> Page:
    page = form_saved_for_later(world)
    page.goto(page.locator(".loket-link-box a").get_attribute("href"))
    return page


@state("status.open_link")
def private_link(world: World) -> Page:
    page = world.somebody_new()
    question_id = world.one(select(Question.id))
    page.goto(world.address("status.open_link", token=world.token(LinkPurpose.QUESTION, question_id=question_id)))
    return page


@state("status.mine")
def own_questions(world: World) -> Page:
    ids = [world.one(select(Question.id).where(Question.status == status)) for status in ("new", "closed", "waiting")]
    page = world.asker(*ids)
    page.goto("/mijn-vraag")
    return page


@state("status.show")
def question_followed_when_new(world: World) -> Page:
    return many_in_one(world, QuestionStatus.NEW)


@state("status.show")
def question_followed_when_picked_up(world: World) -> Page:
    return many_in_one(world, QuestionStatus.PICKED_UP)


@state("status.show")
def question_followed_when_waiting(world: World) -> Page:
    return many_in_one(world, QuestionStatus.WAITING)


@state("status.show")
def question_followed_when_answered(world: World) -> Page:
    return many_in_one(world, QuestionStatus.ANSWERED)


@state("status.show")
def question_followed_when_closed(world: World) -> Page:
    return many_in_one(world, QuestionStatus.CLOSED)


@state("status.show")
def question_followed_when_withdrawn(world: World) -> Page:
    return many_in_one(world, QuestionStatus.WITHDRAWN)


@state()
def private_link_to_a_question_that_was_erased(world: World) -> Page:
    token = world.token(LinkPurpose.QUESTION, question_id=rows.asked(QuestionStatus.ERASED)(world))
    return gone(world.somebody_new(), world.address("status.open_link", token=token), 410)


@state("own_data.show")
def own_data_to_read(world: World) -> Page:
    page = question_followed_when_closed(world)
    page.goto(f"{page.url}/gegevens")
    return page


@state("own_data.show")
def own_data_on_paper(world: World) -> Page:
    page = own_data_to_read(world)
    page.emulate_media(media="print")
    return page


@state("own_data.erase")
def question_about_to_be_erased(world: World) -> Page:
    page = question_followed_when_picked_up(world)
    page.goto(f"{page.url}/wissen")
    return page


@state()
def question_erased_without_a_tick(world: World) -> Page:
    page = question_about_to_be_erased(world)
    go_on(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    return page


@state("news.show")
def mail_later(world: World) -> Page:
    page = question_followed_when_answered(world)
    page.goto(f"{page.url}/bericht-later")
    return page


@state()
def mail_later_without_a_choice(world: World) -> Page:
    page = mail_later(world)
    go_on(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    return page


@state("news.show")
def mail_later_that_was_asked_for(world: World) -> Page:
    page = question_followed_when_picked_up(world)
    page.goto(f"{page.url}/bericht-later")
    page.locator("input[name=kinds]").first.check()
    go_on(page)
    page.get_by_role("button", name="Stuur toch geen bericht").first.wait_for()
    return page


@state("status.show")
def question_followed_with_decisions(world: World) -> Page:
    reference = rows.decided_on(world)["reference"]
    return world.asker(world.one(select(Question.id).where(Question.reference == reference)))


@state("status.show")
def question_with_a_new_link(world: World) -> Page:
    page = many_in_one(world, QuestionStatus.PICKED_UP)
    page.locator("#link form button").first.click()
    expect(page.locator(".loket-link-box")).to_be_visible()
    return page


@state("status.withdraw")
def question_about_to_be_withdrawn(world: World) -> Page:
    page = many_in_one(world, QuestionStatus.NEW)
    page.goto(f"{page.url}/intrekken")
    return page


@state()
def question_withdrawn_without_a_tick(world: World) -> Page:
    page = question_about_to_be_withdrawn(world)
    go_on(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    return page


@state()
def feedback_without_a_choice(world: World) -> Page:
    page = question_followed_when_answered(world)
    page.locator("#geholpen button").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    return page


@state()
def message_without_words(world: World) -> Page:
    page = question_followed_when_waiting(world)
    page.locator("#antwoord button").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    return page


@state("status.link_sent")
def link_asked_for(world: World) -> Page:
    page = world.somebody_new()
    page.goto("/mijn-vraag")
    page.locator("#email").fill("niemand@example.nl")
    go_on(page)
    return page


@state()
def link_asked_for_without_an_address(world: World) -> Page:
    page = world.somebody_new()
    page.goto("/mijn-vraag")
    go_on(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    return page


@state("consult.advise")
def advice_asked_for(world: World) -> Page:
    page = world.somebody_new()
    shown = world.one(
        select(Consultation.id).where(Consultation.shown_text != "").order_by(col(Consultation.id).desc())
    )
    page.goto(world.address("consult.advise", token=unanswered(world, shown)))
    return page


def unanswered(world: World, consultation_id: int) -> str:
    """Return the secret of a link to a request for advice that waits for its reply."""
    with world.acting() as act:
        act.session.get_one(Consultation, consultation_id).answered_at = None
    return world.token(LinkPurpose.CONSULT, consultation_id=consultation_id)


@state()
def advice_without_words(world: World) -> Page:
    page = advice_asked_for(world)
    go_on(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    return page


@state("sign_in.invitation")
def invitation(world: World) -> Page:
    page = world.somebody_new()
    account_id = world.account(Role.INTERMEDIAIR).id
    page.goto(world.address("sign_in.invitation", token=world.token(LinkPurpose.INVITE, account_id=account_id)))
    return page


@state("sign_in.reset")
def new_password(world: World) -> Page:
    page = world.somebody_new()
    account_id = world.account(Role.INTERMEDIAIR).id
    page.goto(world.address("sign_in.reset", token=world.token(LinkPurpose.RESET, account_id=account_id)))
    return page


@state()
def password_that_is_too_short(world: World) -> Page:
    page = new_password(world)
    page.locator("#password").fill("kort")
    go_on(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    return page


@state()
def wrong_password(world: World) -> Page:
    return refused_at_the_door(world, "iemand@example.nl")


@state()
def too_many_guesses(world: World) -> Page:
    with world.acting() as act:
        for _guess in range(entrance.ATTEMPTS_PER_ACCOUNT):
            entrance.count_attempt(act, "radend@example.nl", "192.0.2.1")
    return refused_at_the_door(world, "radend@example.nl", status=429)


def refused_at_the_door(world: World, email: str, status: int = 400) -> Page:
    """Try to sign in, in vain."""
    page = world.somebody_new()
    page.goto("/inloggen")
    page.locator("#email").fill(email)
    page.locator("#password").fill("een gok")
    with page.expect_response("**/inloggen") as answered:
        go_on(page)
    assert answered.value.status == status
    return page


@state("sign_in.kept")
def text_kept_when_a_session_ended(world: World) -> Page:
    page = world.somebody_new()
    email = world.account(Role.MAKELAAR).email
    enter(world, page, email)
    page.goto(world.address("question.show", **rows.question(QuestionStatus.PICKED_UP)(world)))
    page.locator("summary").filter(has_text="Interne notitie maken").click()
    page.locator("#note-text").fill("Belangrijk: eerst bellen met de afdeling Vastgoed.")
    page.context.clear_cookies(name="__Host-loket-medewerker")
    page.get_by_role("button", name="Notitie opslaan").click()
    page.wait_for_url("**/inloggen?**")
    assert problems(page) == []
    enter(world, page, email, at=page.url)
    return page


def enter(world: World, page: Page, email: str, at: str = "/inloggen") -> None:
    """Sign in with an account of the demo."""
    page.goto(at)
    page.locator("#email").fill(email)
    page.locator("#password").fill(world.passwords[email])
    go_on(page)
    page.wait_for_url(lambda url: "/inloggen?" not in url and not url.endswith("/inloggen"))


@state()
def question_that_somebody_else_changed(world: World) -> Page:
    return stale(world, "Antwoord geven", {"#answer-text": "Een lang antwoord dat niet verloren mag gaan."})


@state()
def question_asked_back_too_late(world: World) -> Page:
    return stale(world, "De ondernemer iets vragen", {"#ask-text": "Om welk gebouw gaat het?"})


def stale(world: World, step: str, typed: Mapping[str, str]) -> Page:
    """Send a form of a question page that is older than the question."""
    page = world.page(Role.MAKELAAR)
    page.goto(world.address("question.show", **rows.question(QuestionStatus.PICKED_UP)(world)))
    page.locator("summary").filter(has_text=step).click()
    page.evaluate("document.querySelectorAll('[name$=version]').forEach(field => { field.value = '1'; })")
    for place, text in typed.items():
        page.locator(place).fill(text)
    fold = page.locator("details", has=page.locator("summary", has_text=step))
    for choice in fold.locator("select").all():
        choice.select_option(index=1)
    with page.expect_response(lambda response: response.request.method == "POST") as answered:
        fold.locator("button[type=submit]").click()
    assert answered.value.status == 409
    for place, text in typed.items():
        expect(page.locator(place)).to_have_value(text)
    return page


@state()
def decision_that_costs_too_much(world: World) -> Page:
    page = world.page(Role.MAKELAAR)
    page.goto(world.address("question.show", **rows.question(QuestionStatus.PICKED_UP)(world)))
    page.locator("summary").filter(has_text="Besluiten binnen het mandaat").click()
    for name, typed in {"what": "Een dak", "amount": "€ 900.000", "ground": "Het valt onder het mandaat."}.items():
        page.locator(f"#decide-{name}").fill(typed)
    page.get_by_role("button", name="Besluit vastleggen").click()
    expect(page.locator("#decide-amount-error")).to_be_visible()
    return page


@state()
def case_to_check(world: World) -> Page:
    page = world.page(Role.MAKELAAR)
    page.goto(world.address("cases.edit", **rows.own_case(world)))
    page.locator("#story").fill("Jan Verzonnen belde met 06-00001234 en kreeg na een half jaar nog geen antwoord.")
    page.locator("main form.loket-form button[type=submit]").last.click()
    expect(page.locator("#release")).to_be_visible()
    return page


@state()
def form_that_cannot_be_stored_now(world: World) -> Page:
    page = world.somebody_new()
    page.goto("/vraag")
    page.locator("#question").fill(TEXT)
    page.locator("#email").fill("noor@example.nl")
    with world.acting() as somebody_else, page.expect_response("**/vraag") as answered:
        somebody_else.session.connection()
        go_on(page)
    assert answered.value.status == 503
    expect(page.locator("#question")).to_have_value(TEXT)
    return page


@state()
def page_that_is_not_there(world: World) -> Page:
    return gone(world.somebody_new(), "/bestaat-niet", 404)


@state()
def page_that_is_not_there_for_a_makelaar(world: World) -> Page:
    return gone(world.page(Role.MAKELAAR), "/vragen/ZZZ-26-2222-22", 404)


@state()
def private_link_that_expired(world: World) -> Page:
    return gone(world.somebody_new(), "/mijn-vraag/openen/verlopen", 410)


@state()
def advice_that_was_given(world: World) -> Page:
    return gone(world.somebody_new(), "/advies/gebruikt", 410)


@state()
def invitation_that_was_used(world: World) -> Page:
    return gone(world.somebody_new(), "/uitnodiging/gebruikt", 410)


@state()
def form_that_is_not_kept_any_more(world: World) -> Page:
    return gone(world.somebody_new(), "/vraag/verder/verlopen", 410)


def gone(page: Page, path: str, status: int) -> Page:
    """Go to a page that is not there."""
    assert page.goto(path).status == status
    return page


@pytest.mark.parametrize("code", sorted(PAGES))
def test_the_page_of_an_error_has_no_barrier(world: World, look: Look, code: int):
    with world.running.app.test_request_context("/fout"):
        html = render_template(f"errors/{code}.html", error=None)
    page = world.page(None)
    page.route("**/fout", lambda route: route.fulfill(status=code, content_type="text/html", body=html))

    page.goto("/fout")

    look(page)


@pytest.mark.parametrize("name", STATES)
def test_a_state_has_no_barrier(world: World, look: Look, name: str):
    page = STATES[name](world)

    assert not SHOWN_BY[name] or world.endpoint(page) == SHOWN_BY[name]
    look(page)


# --- forms sent without a word --------------------------------------------------------------------


@dataclass(frozen=True)
class Emptied:
    """A form that somebody sends without filling anything in."""

    sent_to: str
    role: Role
    endpoint: str
    find: Find = lambda world: {}

    def __str__(self) -> str:
        return self.sent_to


IN_HAND, CLOSED = rows.question(QuestionStatus.PICKED_UP), rows.question(QuestionStatus.CLOSED)

EMPTIED = [
    *(
        Emptied(f"question.{view}", Role.MAKELAAR, "question.show", IN_HAND)
        for view in (
            "ask",
            "answer",
            "give",
            "decide",
            "note",
            "log_call",
            "ask_colleague",
            "correct_topic",
            "correct_email",
            "release",
            "ask_consent",
        )
    ),
    Emptied("referrals.decline", Role.INTERMEDIAIR, "referrals.show", rows.referral(ReferralStatus.OFFERED)),
    Emptied("referrals.complete", Role.INTERMEDIAIR, "referrals.show", rows.referral(ReferralStatus.ACCEPTED)),
    Emptied("referrals.pause", Role.INTERMEDIAIR, "referrals.pause"),
    Emptied("dossiers.decide", Role.DOSSIERHOUDER, "dossiers.show", rows.knelpunt(K.IN_BEHANDELING, own=True)),
    Emptied("knelpunten.tag", Role.MAKELAAR, "knelpunten.tag", IN_HAND),
    Emptied("knelpunten.signal_for", Role.MAKELAAR, "knelpunten.signal_for", IN_HAND),
    Emptied("knelpunten.signal", Role.MAKELAAR, "knelpunten.signal", lambda w: {"zoek": "afdelingen"}),
    Emptied("knelpunten.bring", Role.SPOORLEIDER, "knelpunten.bring", rows.knelpunt(K.BEVESTIGD)),
    Emptied("knelpunten.describe", Role.SPOORLEIDER, "knelpunten.describe", rows.knelpunt(*MOVING)),
    Emptied("knelpunten.feed_back", Role.SPOORLEIDER, "knelpunten.feed_back", rows.knelpunt(K.BESLUIT)),
    Emptied("cases.log", Role.INTERMEDIAIR, "cases.log"),
    Emptied("account.password", Role.MAKELAAR, "account.password"),
    Emptied("account.show", Role.MAKELAAR, "account.show"),
    Emptied("coordination.add_party", Role.COORDINATOR, "coordination.add_party"),
    Emptied("administration.invite", Role.BEHEERDER, "administration.invite"),
    Emptied("administration.add_organisation", Role.BEHEERDER, "administration.add_organisation"),
    Emptied("administration.team", Role.BEHEERDER, "administration.team", rows.team),
    Emptied("administration.budget", Role.BEHEERDER, "administration.budget", rows.team),
    Emptied("mandate.take_back", Role.MAKELAAR, "mandate.show", rows.decision(rows.pilot())),
    Emptied("mandate.tell_result", Role.MAKELAAR, "mandate.show", rows.decision(rows.pilot())),
    Emptied("administration.topic", Role.BEHEERDER, "administration.topic", rows.topic),
]

#: Takes everything out of the form that is sent to an address, and sends it.
SEND_EMPTY = """path => {
  const target = form => new URL(form.getAttribute('action') || '', document.URL).pathname;
  const form = [...document.querySelectorAll('main form[method=post]')].find(form => target(form) === path);
  for (const field of form.elements) {
    if (field.type === 'hidden') continue;
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = false;
    else if (field.tagName === 'SELECT') field.selectedIndex = -1;
    else if (field.tagName !== 'BUTTON') field.value = '';
  }
  form.requestSubmit([...form.elements].findLast(field => field.type === 'submit'));
}"""


@pytest.mark.parametrize("form", EMPTIED, ids=str)
def test_a_form_sent_empty_leads_to_what_is_missing(world: World, look: Look, form: Emptied):
    page = world.page(form.role)
    found = form.find(world)
    page.goto(world.address(form.endpoint, **found))

    with page.expect_response(lambda response: response.request.method == "POST") as answered:
        page.evaluate(SEND_EMPTY, world.address(form.sent_to, **{k: v for k, v in found.items() if k != "zoek"}))

    assert answered.value.status == 400
    expect(page.locator("[data-error-summary]")).to_be_focused()
    for link in page.locator("[data-error-summary] a").all():
        expect(page.locator(link.get_attribute("href"))).to_be_visible()
    look(page)


# --- lists with nothing in them -------------------------------------------------------------------

EMPTY_LISTS = [
    (Role.MAKELAAR, "queue.show"),
    (Role.MAKELAAR, "mandate.overview"),
    (Role.MAKELAAR, "knelpunten.overview"),
    (Role.MAKELAAR, "cases.overview"),
    (Role.COORDINATOR, "coordination.overview"),
    (Role.INTERMEDIAIR, "referrals.inbox"),
    (Role.DOSSIERHOUDER, "dossiers.inbox"),
    (Role.SPOORLEIDER, "cases.overview"),
    (Role.SPOORLEIDER, "reports.overview"),
    (Role.BEHEERDER, "administration.overview"),
    (Role.BEHEERDER, "administration.counts"),
    (Role.BEHEERDER, "administration.mails"),
    (Role.BEHEERDER, "administration.events"),
]


def test_an_empty_list_has_no_barrier(running, browser: Browser):
    watch = Watch()
    found = []
    for role in dict.fromkeys(role for role, _endpoint in EMPTY_LISTS):
        page = watch.follow(new_context(browser, running)).new_page()
        sign_in(page, running.account(role))
        for endpoint in (endpoint for own, endpoint in EMPTY_LISTS if own is role):
            page.goto(running.app.url_map.bind("localhost").build(endpoint))
            found += [f"{role} {endpoint}: {line}" for line in problems(page)]
        found += watch.of(page)

    assert found == []


# --- what looks can see ---------------------------------------------------------------------------


#: Makes a page that has something wrong of every kind.
BROKEN = """() => {
  document.querySelector('main').innerHTML += '<img src="/bestaat-niet.png"><div class="wide">breed</div>';
  document.querySelector('.wide').style.width = '2000px';
  document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.inline = 1'}));
}"""


def test_looking_sees_barriers_width_and_what_the_policy_stopped(world: World):
    page = world.somebody_new()
    page.goto("/over")
    with page.expect_response("**/bestaat-niet.png"):
        page.evaluate(BROKEN)

    found = " ".join(problems(page))

    assert "image-alt" in found
    assert "320 px, too wide" in found
    assert "1280 px, too wide" in found
    heard = " ".join(world.watch.of(page))
    assert "Content Security Policy" in heard
    assert "404: " in heard
    page.close()


# --- nothing is left out --------------------------------------------------------------------------


def test_every_page_of_the_url_map_is_looked_at():
    app = Flask("web")
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}

    looked_at = {visit.endpoint for visit in VISITS} | set(SHOWN_BY.values()) - {""}

    assert {"public.form", "queue.show"} <= pages, "this test looks at nothing; check how pages are found"
    assert looked_at - pages == set()
    assert pages - FILES - looked_at == set()


@pytest.mark.parametrize("endpoint", sorted(FILES - {"static"}))
def test_what_is_left_out_is_a_file(world: World, endpoint: str):
    found = {
        "reports.download": lambda: rows.report(world) | {"extension": "csv"},
        "question.download_dossier": lambda: rows.question(QuestionStatus.CLOSED)(world),
        "mandate.download": lambda: {"extension": "csv"},
        "own_data.download": lambda: rows.question(QuestionStatus.CLOSED)(world),
    }
    role = {
        "reports.download": Role.SPOORLEIDER,
        "question.download_dossier": Role.MAKELAAR,
        "mandate.download": Role.MAKELAAR,
    }.get(endpoint)
    page = world.page(role)
    if endpoint == "own_data.download":
        reference = found[endpoint]()["reference"]
        page = world.asker(world.one(select(Question.id).where(Question.reference == reference)))

    answered = page.request.get(world.address(endpoint, **found.get(endpoint, dict)()))

    assert answered.ok
    assert not answered.headers["content-type"].startswith("text/html")
    page.close()
