"""How codes, moments, amounts and texts look to people."""

from datetime import UTC, date, datetime, timedelta

import pytest

from intake.terms import (
    CaseStatus,
    EmailTrouble,
    KnelpuntStatus,
    Language,
    QuestionStatus,
    ReferralStatus,
    Role,
)
from tests.web.bare_app import NOW, make_bare_app
from web import formatters


@pytest.fixture(autouse=True)
def in_a_dutch_request():
    app = make_bare_app()
    with app.test_request_context("/?taal=nl"):
        app.preprocess_request()
        yield


class TestLabel:
    def test_gives_the_words_for_a_code(self):
        assert formatters.label(QuestionStatus.WAITING) == "Wacht op de ondernemer"
        assert formatters.label(Role.COORDINATOR) == "Coördinator"

    def test_gives_nothing_for_nothing(self):
        assert formatters.label(None) == ""


class TestTone:
    @pytest.mark.parametrize("statuses", [QuestionStatus, ReferralStatus, KnelpuntStatus, CaseStatus, EmailTrouble])
    def test_is_chosen_for_every_status(self, statuses):
        assert set(statuses) <= set(formatters.TONES)

    def test_is_quiet_for_what_is_no_status(self):
        assert formatters.tone(Language.NL) == "quiet"


class TestDay:
    def test_is_the_day_in_amsterdam(self):
        assert formatters.day(datetime(2026, 11, 2, 23, 30, tzinfo=UTC)) == "3 november 2026"

    def test_takes_a_date_as_it_is(self):
        assert formatters.day(date(2026, 5, 1)) == "1 mei 2026"

    def test_is_empty_for_nothing(self):
        assert formatters.day(None) == ""


class TestMoment:
    def test_is_the_time_on_a_clock_in_amsterdam_in_summer_and_in_winter(self):
        assert formatters.moment(datetime(2026, 7, 1, 12, 5, tzinfo=UTC)) == "1 juli 2026, 14:05"
        assert formatters.moment(datetime(2026, 12, 1, 12, 5, tzinfo=UTC)) == "1 december 2026, 13:05"


class TestAgo:
    @pytest.mark.parametrize(
        ("span", "words"),
        [
            (timedelta(minutes=5), "vandaag"),
            (timedelta(hours=20), "gisteren"),
            (timedelta(days=5), "5 dagen geleden"),
            (timedelta(days=-2), "12 november 2026"),
        ],
    )
    def test_says_it_in_words(self, span, words):
        assert formatters.ago(NOW - span) == words


class TestWaitingDays:
    def test_counts_no_weekend(self):
        assert formatters.waiting_days(NOW - timedelta(days=5)) == "3 werkdagen"

    def test_knows_one(self):
        assert formatters.waiting_days(NOW - timedelta(days=1)) == "1 werkdag"


class TestAmounts:
    def test_shows_cents_as_euros(self):
        assert formatters.euro(125_000).replace("\xa0", " ") == "€ 1.250,00"
        assert formatters.euro(None) == ""

    @pytest.mark.parametrize(
        ("probability", "words"),
        [
            (0.0, "kans kleiner dan 1 %"),
            (0.004, "kans kleiner dan 1 %"),
            (0.01, "kans 1 %"),
            (0.834, "kans 83 %"),
            (0.99, "kans 99 %"),
            (0.999, "kans groter dan 99 %"),
        ],
    )
    def test_rules_nothing_out_that_a_machine_proposes(self, probability, words):
        assert formatters.chance(probability) == words

    def test_shows_a_number_with_dutch_marks(self):
        assert formatters.number(1250) == "1.250"
        assert formatters.number(0.4) == "0,4"


class TestParagraphs:
    def test_makes_paragraphs_and_breaks(self):
        html = formatters.paragraphs("een\ntwee\n\n\ndrie")

        assert html == '<p dir="auto">een<br>twee</p>\n<p dir="auto">drie</p>'

    def test_escapes_everything(self):
        assert "<script>" not in formatters.paragraphs("<script>alert(1)</script>\n<b>")

    @pytest.mark.parametrize("text", [None, "", "  \n \n"])
    def test_is_empty_for_nothing(self, text):
        assert formatters.paragraphs(text) == ""


class TestReference:
    def test_is_escaped_and_not_translated(self):
        assert formatters.reference("HLM-<1>") == '<span class="loket-reference" translate="no">HLM-&lt;1&gt;</span>'
