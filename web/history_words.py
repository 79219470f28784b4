"""What happened to a question, in the words that a makelaar reads: on the page, in print and in the file."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from intake.history import HistoryLine
from intake.models.questions import Message
from intake.terms import MessageKind, Role, Step
from web.formatters import label, named

#: Steps of the loket itself that are no step of a person.
OTHER_STEPS = {
    "mail_refused": _l("E-mail kwam niet aan"),
    "feedback_asked": _l("Gevraagd of het antwoord hielp"),
    "news_sent": _l("Bericht gestuurd waar de ondernemer om vroeg"),
}

#: Reasons that are no code of a list.
REASONS = {
    "by_itself": _l("Vanzelf, na veertien dagen"),
    "by_makelaar": _l("Door een makelaar"),
    "not_helped": _l("De ondernemer is niet geholpen"),
    "given": _l("Toestemming gegeven"),
    "withdrawn": _l("Toestemming ingetrokken"),
    "erasure": _l("Omdat de gegevens worden gewist"),
    "by_asker": _l("Door de ondernemer"),
    "after_restore": _l("Opnieuw, na het terugzetten van een reservekopie"),
    "taken_back": _l("Toch geen bericht"),
    "undo": _l("Koppeling ongedaan gemaakt"),
    "consent": _l("Toestemming gevraagd om te delen"),
}

#: Steps whose reason says nothing to a makelaar: the page shows it elsewhere.
UNEXPLAINED = frozenset({Step.SUBMIT})


@dataclass(frozen=True, slots=True)
class Happened:
    """One step in words: what, by whom, and what to know about it."""

    title: str
    who: str
    note: str


def happened(line: HistoryLine) -> Happened:
    """Return one event in words."""
    return Happened(_title(line), _who(line), " ".join(f"{part}." for part in _notes(line) if part))


def written_by(message: Message) -> str:
    """Return who wrote a message."""
    if message.author_name:
        return message.author_name
    from_asker = {MessageKind.QUESTION, MessageKind.FROM_ASKER, MessageKind.OBJECTION}
    return str(_("De ondernemer")) if message.kind in from_asker else "Impactloket"


def _title(line: HistoryLine) -> str:
    if line.step is Step.HAND_OVER and line.to_team:
        return str(_("Overgedragen van %(giving)s aan %(receiving)s", giving=line.from_team, receiving=line.to_team))
    if isinstance(line.step, Step):
        return label(line.step)
    return str(OTHER_STEPS.get(line.step, line.step))


def _who(line: HistoryLine) -> str:
    if line.actor:
        return line.actor
    if line.step is Step.CONSULT_REPLY:
        return str(_("een collega"))
    return str(_("de ondernemer")) if line.role is Role.ONDERNEMER else "Impactloket"


def _notes(line: HistoryLine) -> Iterable[str]:
    if line.step not in UNEXPLAINED:
        yield _reason(line.reason)
    if line.step is Step.CORRECT_TOPIC:
        yield _("Onderwerp nu: %(topic)s", topic=named(line.topic) or _("geen onderwerp past"))
    elif line.topic:
        yield _("Onderwerp: %(topic)s", topic=named(line.topic))
    if line.outcome:
        yield _("Uitkomst: %(outcome)s", outcome=named(line.outcome))
    if line.organisation:
        yield line.organisation
    if line.knelpunt:
        yield _("Knelpunt %(reference)s", reference=line.knelpunt)
    if line.decision:
        yield _("Besluit %(reference)s", reference=line.decision)


def _reason(reason: StrEnum | str | None) -> str:
    if isinstance(reason, StrEnum):
        return label(reason)
    return str(REASONS.get(reason or "", ""))


def register(blueprint: Blueprint) -> None:
    """Give every template these words as filters."""
    blueprint.add_app_template_filter(happened)
    blueprint.add_app_template_filter(written_by)
