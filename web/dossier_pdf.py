"""The dossier of a question as a tagged PDF (PDF/UA-1), for the case system of a municipality."""

import json
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from flask_babel import gettext as _

from intake.dossier import Dossier, HandOverLine
from intake.mandate_list import LedgerLine
from intake.models.questions import Message
from intake.terms import SEEN_BY_ASKER
from web.dossier_facts import contact, enterprise, filled, shared_with, standing
from web.formatters import day, euro, label, moment, page_language
from web.history_words import happened, written_by

TEMPLATE = Path(__file__).parent / "templates" / "typst" / "dossier.typ"

#: Characters that the fonts inside typst can draw (tests/web/test_dossier_pdf.py tries each one).
DRAWN = (
    range(0x20, 0x7F),
    range(0xA0, 0xAD),
    range(0xAE, 0x370),
    range(0x38E, 0x3A2),
    range(0x3A3, 0x485),
    range(0x487, 0x500),
    range(0x5D0, 0x5EB),
    range(0x621, 0x63B),
    range(0x640, 0x64B),
    range(0x660, 0x66A),
    range(0x1E00, 0x1F00),
    range(0x2010, 0x2028),
    range(0x2030, 0x2041),
    range(0x20A0, 0x20C1),
    range(0x2153, 0x2185),
    range(0x2190, 0x2300),
)


def dossier_pdf(page: Dossier, at: datetime, *, with_notes: bool) -> bytes:
    """Return ``page`` as a PDF made ``at`` that moment; internal notes go in only ``with_notes``."""
    told = dossier_data(page, at, with_notes=with_notes)
    import typst  # noqa: PLC0415  40 MB that only this page needs: the start of a process does not wait for it

    made = typst.compile(
        TEMPLATE,
        sys_inputs={"data": json.dumps(_drawable(told), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=at.replace(microsecond=0),
    )
    return bytes(made)


def drawable(text: str) -> str:
    """Return ``text`` with the name of each character that no font draws, so that it can be read aloud."""
    return "".join(_drawable_character(character) for character in text)


def _drawable_character(character: str) -> str:
    if any(ord(character) in drawn for drawn in DRAWN):
        return character
    if unicodedata.category(character) in ("Cf", "Cc", "Mn"):
        return " " if character.isspace() else ""
    return f"[{unicodedata.name(character, _('onbekend teken')).lower()}]"


def _drawable(told: object) -> object:
    if isinstance(told, str):
        return drawable(told)
    if isinstance(told, dict):
        return {key: _drawable(value) for key, value in told.items()}
    if isinstance(told, list | tuple):
        return [_drawable(value) for value in told]
    return told


def dossier_data(page: Dossier, at: datetime, *, with_notes: bool) -> dict[str, object]:
    """Return every word of the file, in the order of the template."""
    question = page.question
    sections = [
        {
            "title": _("Gesprek met de ondernemer"),
            "note": "",
            "empty": _("Na de vraag is er nog niets gezegd."),
            "entries": [_said(message) for message in page.said],
        },
        {
            "title": _("Overdrachten"),
            "note": "",
            "empty": _("De vraag is niet overgedragen."),
            "entries": [_handed_over(line) for line in page.hand_overs],
        },
        {
            "title": _("Besluiten binnen het mandaat"),
            "note": "",
            "empty": _("Er zijn geen besluiten genomen."),
            "entries": [_decided(line, with_ground=with_notes) for line in page.decisions],
        },
    ]
    if with_notes:
        sections.append(
            {
                "title": _("Interne notities, gesprekken en adviezen"),
                "note": _("Intern: de ondernemer ziet dit niet."),
                "empty": _("Er zijn geen notities."),
                "entries": [_said(message) for message in page.internal_messages],
            }
        )
    return {
        "lang": page_language(),
        "title": _("Dossier %(reference)s", reference=question.reference),
        "lead": _("Gemaakt op %(moment)s door %(team)s.", moment=moment(at), team=page.team.name),
        "footer": _("Impactloket, dossier %(reference)s", reference=question.reference),
        "facts": [
            {"title": _("Stand"), "rows": filled(standing(page))},
            {"title": _("Ondernemer"), "rows": filled(contact(page))},
            {"title": _("Onderneming"), "rows": filled(enterprise(page))},
            {"title": _("Gedeeld met"), "rows": shared_with(page)},
        ],
        "question": {"title": _("De vraag"), "text": _paragraphs(question.text)},
        "sections": sections,
        "history": {"title": _("Alles wat er gebeurde"), "lines": _history(page)},
    }


def _said(message: Message) -> dict[str, object]:
    return {
        "title": label(message.kind),
        "when": f"{written_by(message)}, {moment(message.created_at)}",
        "text": _paragraphs(message.body),
        "facts": [],
        "internal": message.kind not in SEEN_BY_ASKER,
    }


def _handed_over(line: HandOverLine) -> dict[str, object]:
    card = line.card
    facts = [(_("Reden"), label(card.reason)), (_("Gedaan"), card.done), (_("Afgesproken"), card.agreed)]
    return {
        "title": _("%(giving)s naar %(receiving)s", giving=line.from_team, receiving=line.to_team),
        "when": f"{line.by}, {moment(card.at)}" if line.by else moment(card.at),
        "text": _paragraphs(card.context),
        "facts": [row for row in facts if row[1]],
        "internal": False,
    }


def _decided(line: LedgerLine, *, with_ground: bool) -> dict[str, object]:
    entry, back = line.entry, line.taken_back
    internal = [
        (_("Waarom dit binnen het mandaat valt"), entry.ground),
        (_("Waarom het is teruggenomen"), back.entry.ground if back else ""),
        (_("Resultaat van de proeftuin"), line.result.text if line.result else ""),
    ]
    facts = [
        (_("Bedrag"), euro(entry.amount_cents) if entry.amount_cents else _("geen geld")),
        (_("Team"), line.team),
        (_("Proeftuin tot en met"), day(entry.pilot_ends_on)),
        (_("Teruggenomen op"), day(back.entry.at) if back else ""),
        *(internal if with_ground else ()),
    ]
    return {
        "title": _("Besluit %(reference)s", reference=entry.reference),
        "when": f"{line.by}, {moment(entry.at)}" if line.by else moment(entry.at),
        "text": _paragraphs(entry.what),
        "facts": [row for row in facts if row[1]],
        "internal": False,
    }


def _history(page: Dossier) -> list[dict[str, str]]:
    told = ((line, happened(line)) for line in page.history)
    return [
        {"title": words.title, "when": f"{moment(line.at)}, {words.who}", "note": words.note} for line, words in told
    ]


def _paragraphs(text: str) -> list[str]:
    return list(_not_empty(text.split("\n")))


def _not_empty(lines: Iterable[str]) -> Iterable[str]:
    return (line for line in lines if line.strip())
