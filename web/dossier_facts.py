"""The facts of a question as names and values, for its dossier on the page and in the file."""

from datetime import datetime

from flask_babel import gettext as _

from intake.dossier import Dossier
from web.formatters import day, euro, label, moment, named

Rows = list[tuple[str, str]]


def standing(page: Dossier) -> Rows:
    """Return where the question stands and what was promised."""
    question = page.question
    return [
        (_("Kenmerk"), question.reference),
        (_("Status"), label(question.status)),
        (_("Team"), page.team.name),
        (_("Makelaar"), page.assignee or _("nog niemand")),
        (_("Onderwerp"), named(page.topic) or _("nog niet ingedeeld")),
        (_("Binnengekomen"), f"{moment(question.created_at)} ({label(question.source)})"),
        (_("Eerste bericht"), _promised(question.first_sign_of_life_at, day(question.life_due_on))),
        (_("Eerste inhoudelijke reactie"), _promised(question.first_content_at, day(question.content_due_on))),
        (_("Antwoord"), _promised(question.answered_at, day(question.answer_due_on))),
        (_("Keren overgedragen"), str(question.hand_over_count)),
        (_("Uitkomst"), named(page.outcome) or _("nog niet bekend")),
        (_("Vertrouwelijk"), _("ja") if question.confidential else _("nee")),
    ]


def contact(page: Dossier) -> Rows:
    """Return who asked and how to reach that person."""
    question = page.question
    return [
        (_("Naam"), question.asker_name),
        (_("Organisatie"), question.asker_organisation),
        (_("E-mail"), question.asker_email or ""),
        (_("Telefoon"), question.asker_phone),
        (_("KvK-nummer"), question.asker_kvk),
        (_("Taal"), label(question.language)),
    ]


def enterprise(page: Dossier) -> Rows:
    """Return what the entrepreneur told about the enterprise."""
    question = page.question
    return [
        (_("Gemeente"), page.municipality),
        (_("Fase"), label(question.stage)),
        (_("Rechtsvorm"), label(question.legal_form)),
        (_("Doel"), label(question.target)),
        (_("Bedrag"), euro(question.amount_eur * 100) if question.amount_eur is not None else ""),
    ]


def shared_with(page: Dossier) -> Rows:
    """Return every organisation with the entrepreneur's word on it, and what it did."""
    statuses = {line.referral.organisation_id: label(line.referral.status) for line in page.referrals}
    rows = [
        (row.name, f"{_('toestemming sinds %(day)s', day=day(row.given_at))} {statuses.get(row.organisation_id, '')}")
        for row in page.sharing
        if row.is_shared
    ]
    return rows or [(_("Niemand"), _("de vraag is met geen organisatie gedeeld"))]


def filled(rows: Rows) -> Rows:
    """Return ``rows`` with words where nothing was given."""
    return [(name, value or _("niet opgegeven")) for name, value in rows]


def _promised(done: datetime | None, due: str) -> str:
    return str(_("gedaan op %(day)s", day=day(done)) if done else _("uiterlijk %(day)s", day=due))
