"""Jinja filters: how codes, moments, amounts and texts look to people."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from flask import Flask
from flask_babel import get_locale, gettext, ngettext
from markupsafe import Markup, escape

from intake import terms, working_days
from intake.knelpunt_list import Tally
from intake.terms import CaseStatus, EmailTrouble, KnelpuntStatus, PilotStage, QuestionStatus, ReferralStatus
from web.current import now
from web.forms.base import ButtonForm, page_has_errors

#: How a status looks beside its words: info (somebody acts), busy, waiting, good, quiet, bad.
TONES: dict[StrEnum, str] = {
    QuestionStatus.NEW: "info",
    QuestionStatus.PICKED_UP: "busy",
    QuestionStatus.WAITING: "waiting",
    QuestionStatus.ANSWERED: "good",
    QuestionStatus.CLOSED: "quiet",
    QuestionStatus.WITHDRAWN: "quiet",
    QuestionStatus.MERGED: "quiet",
    QuestionStatus.ERASED: "quiet",
    ReferralStatus.OFFERED: "info",
    ReferralStatus.ACCEPTED: "busy",
    ReferralStatus.DECLINED: "quiet",
    ReferralStatus.COMPLETED: "good",
    ReferralStatus.REVOKED: "quiet",
    KnelpuntStatus.GESIGNALEERD: "info",
    KnelpuntStatus.BEVESTIGD: "info",
    KnelpuntStatus.INGEBRACHT: "waiting",
    KnelpuntStatus.IN_BEHANDELING: "busy",
    KnelpuntStatus.BESLUIT: "good",
    KnelpuntStatus.TERUGGEKOPPELD: "good",
    CaseStatus.OPEN: "waiting",
    CaseStatus.WAY_OUT: "good",
    CaseStatus.NO_WAY_OUT: "quiet",
    PilotStage.ENDED: "bad",
    PilotStage.RUNNING: "busy",
    PilotStage.TOLD: "good",
    EmailTrouble.BOUNCED: "bad",
    EmailTrouble.REFUSED: "bad",
}


class NamedRow(Protocol):
    """A row of reference data with a name in both languages."""

    name_nl: str
    name_en: str


def label(code: StrEnum | None) -> str:
    """Return what people read for a stored code; nothing for ``None``."""
    return "" if code is None else str(gettext(terms.label(code)))


def named(row: NamedRow | None) -> str:
    """Return the name of a row of reference data in the language of the page; nothing for ``None``."""
    if row is None:
        return ""
    return row.name_en if page_language() == "en" else row.name_nl


def tally(counts: Tally) -> str:
    """Return in words how many questions show a knelpunt: 7 gelijke vragen, in 4 gemeenten."""
    if counts.questions is None:
        return str(gettext("minder dan 5 gelijke vragen"))
    if counts.questions == 0:
        return str(gettext("nog geen vragen"))
    words = [str(ngettext("%(num)d gelijke vraag", "%(num)d gelijke vragen", counts.questions))]
    if counts.municipalities:
        words.append(str(ngettext("in %(num)d gemeente", "in %(num)d gemeenten", counts.municipalities)))
    return ", ".join(words)


def tone(code: StrEnum) -> str:
    """Return how a status looks beside its words."""
    return TONES.get(code, "quiet")


def day(moment: date | datetime | None) -> str:
    """Return the day in Amsterdam: 3 november 2026."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = _local(moment).date()
    return str(format_date(moment, "d MMMM y", locale=_locale()))


def moment(at: datetime | None) -> str:
    """Return day and time in Amsterdam: 3 november 2026, 14:05."""
    if at is None:
        return ""
    return str(format_datetime(_local(at).replace(tzinfo=None), "d MMMM y, HH:mm", locale=_locale()))


def ago(at: datetime | None) -> str:
    """Return in words how long ago something was: vandaag, gisteren, 5 dagen geleden."""
    if at is None:
        return ""
    days = (_local(now()).date() - _local(at).date()).days
    if days < 0:
        return day(at)
    if days == 0:
        return str(gettext("vandaag"))
    if days == 1:
        return str(gettext("gisteren"))
    return str(ngettext("%(num)d dag geleden", "%(num)d dagen geleden", days))


def waiting_days(at: datetime | None) -> str:
    """Return how many Dutch working days have passed since a moment: 3 werkdagen."""
    if at is None:
        return ""
    count = working_days.working_days_between(_local(at).date(), _local(now()).date())
    return str(ngettext("%(num)d werkdag", "%(num)d werkdagen", count))


def euro(cents: int | None) -> str:
    """Return an amount in cents as people write it: € 1.250,00."""
    if cents is None:
        return ""
    return str(format_currency(Decimal(cents) / 100, "EUR", locale=_locale()))


def number(value: float | None) -> str:
    """Return a number with the marks of the language: 1.250."""
    return "" if value is None else str(format_decimal(value, locale=_locale()))


def chance(probability: float) -> str:
    """Return a probability (0.0 to 1.0) in words; nothing that a machine proposes is ruled out or certain."""
    percent = round(100 * probability)
    if percent < 1:
        return str(gettext("kans kleiner dan 1 %"))
    if percent > 99:
        return str(gettext("kans groter dan 99 %"))
    return str(gettext("kans %(percent)s %%", percent=percent))


def reference(value: str | None) -> Markup:
    """Return a kenmerk that stays on one line and that a screen reader does not read as a sum."""
    return Markup('<span class="loket-reference" translate="no">{}</span>').format(value or "")


def paragraphs(text: str | None) -> Markup:
    """Return escaped text with a paragraph for every empty line and a break for every other line end."""
    parts = [part for part in re.split(r"\n\s*\n", (text or "").strip()) if part]
    lines = (Markup("<br>").join(escape(line) for line in part.split("\n")) for part in parts)
    return Markup("\n").join(Markup('<p dir="auto">{}</p>').format(line) for line in lines)


def page_language() -> str:
    """Return the language in which this page is shown: ``nl`` or ``en``."""
    return _locale()


def init_app(app: Flask) -> None:
    """Give the templates of ``app`` their filters, and what the layout and the buttons ask."""
    app.jinja_env.filters.update(
        label=label,
        named=named,
        tally=tally,
        tone=tone,
        date=day,
        moment=moment,
        ago=ago,
        working_days=waiting_days,
        euro=euro,
        chance=chance,
        number=number,
        reference=reference,
        paragraphs=paragraphs,
    )
    app.jinja_env.globals.update(
        one_button=lambda: ButtonForm(formdata=None),
        page_has_errors=page_has_errors,
        page_language=page_language,
    )


def _locale() -> str:
    found = get_locale()
    return found.language if found is not None else "nl"


def _local(at: datetime) -> datetime:
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return aware.astimezone(working_days.AMSTERDAM)
