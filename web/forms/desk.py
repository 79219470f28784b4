"""Forms of a makelaar: narrowing the queue, and every step on the page of a question."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from intake.queue import NOBODY
from intake.terms import HandOverReason, ReleaseReason
from web.forms.base import FilterForm, LoketForm, VersionForm
from web.forms.fields import ChoiceField, OneEmailField, RadioChoiceField

#: The choice that no topic fits.
NONE = "none"

#: What a colleague sees of the entrepreneur's question.
SHOW_TEXT = "text"
SHOW_NOTHING = "nothing"

#: code of a refusal -> what to do about it.
REFUSED = {
    "required": _l("Kies wat er van de vraag gekomen is"),
    "unknown": _l("Kies een mogelijkheid uit de lijst"),
    "same": _l("Kies iets anders: dit is al zo"),
    "too_short": _l(
        "Leg uitgebreider uit waarom dit team de vraag moet hebben, in minstens %(least)s tekens. "
        "De vraag is al eerder overgedragen"
    ),
    "last_resort": _l("Kies het landelijke team: de vraag is al twee keer overgedragen"),
    "must_say": _l(
        "Zet een vinkje als u zeker weet dat de vraag terug moet naar %(team)s, dat de vraag eerder overdroeg"
    ),
    "no_consent": _l("Vraag eerst toestemming aan de ondernemer"),
    "consented": _l("Kies een andere organisatie: de ondernemer gaf hiervoor al toestemming"),
    "paused": _l("%(name)s neemt nu geen vragen aan. Kies een andere organisatie"),
    "declined": _l("Kies een andere organisatie: deze wees de vraag af"),
    "already_shared": _l("Kies een andere organisatie: de vraag is hiermee al gedeeld"),
}

_SHORTER = Length(max=4000, message=_l("Maak uw tekst korter, hooguit 4.000 tekens"))


class QueueForm(FilterForm):
    """Narrows the queue."""

    topic = ChoiceField(_l("Onderwerp"), empty=_l("Alle onderwerpen"))
    municipality = ChoiceField(_l("Gemeente"), empty=_l("Alle gemeenten"))
    assignee = ChoiceField(_l("Behandelaar"), empty=_l("Iedereen"))

    def offer(
        self,
        topics: Iterable[tuple[str, str]],
        municipalities: Iterable[tuple[str, str]],
        assignees: Iterable[tuple[str, str]],
    ) -> None:
        """Let somebody choose from what occurs in the queue."""
        self.topic.choices = list(topics)
        self.municipality.choices = list(municipalities)
        self.assignee.choices = [(NOBODY, _l("Niemand")), *assignees]


class ReleaseForm(VersionForm):
    """Why a question goes back to the queue."""

    reason = RadioChoiceField(
        _l("Waarom zet u de vraag terug?"), ReleaseReason, [DataRequired(_l("Kies waarom u de vraag terugzet"))]
    )


class AskForm(VersionForm):
    """A question to the entrepreneur."""

    text = TextAreaField(
        _l("Wat wilt u de ondernemer vragen?"),
        [DataRequired(_l("Vul in wat u wilt vragen")), _SHORTER],
        description=_l("De ondernemer leest dit letterlijk. Stel liefst alles wat u wilt weten in één keer."),
    )


class AnswerForm(VersionForm):
    """An answer, with what the question was about and what came of it."""

    text = TextAreaField(
        _l("Uw antwoord"),
        [DataRequired(_l("Vul uw antwoord in")), _SHORTER],
        description=_l("De ondernemer leest dit letterlijk."),
    )
    topic = ChoiceField(
        _l("Waar ging de vraag over?"),
        [],
        [DataRequired(_l("Kies het onderwerp, of dat geen onderwerp past"))],
        description=_l("Klopt het voorstel? Dan bevestigt u het hiermee."),
    )
    outcome = ChoiceField(_l("Wat is eruit gekomen?"), empty=_l("Nog niet bekend"))


class CloseForm(VersionForm):
    """What came of a question that ends here."""

    outcome = ChoiceField(_l("Wat is eruit gekomen?"), [], [DataRequired(_l("Kies wat er van de vraag gekomen is"))])


class TopicForm(VersionForm):
    """What a question is about, in the eyes of a person."""

    topic = ChoiceField(_l("Onderwerp"), [], [DataRequired(_l("Kies het onderwerp, of dat geen onderwerp past"))])


class NoteForm(LoketForm):
    """A note that the entrepreneur never sees."""

    text = TextAreaField(
        _l("Notitie"),
        [DataRequired(_l("Vul uw notitie in")), _SHORTER],
        description=_l("Alleen uw team leest dit, ook na een overdracht. De ondernemer ziet dit niet."),
    )


class CallForm(LoketForm):
    """What was said on the telephone."""

    text = TextAreaField(
        _l("Wat hebt u besproken?"),
        [DataRequired(_l("Vul in wat u hebt besproken")), _SHORTER],
        description=_l("Alleen uw team leest dit. De ondernemer ziet wel dat er is gebeld."),
    )


class EmailForm(VersionForm):
    """Another address of the entrepreneur."""

    email = OneEmailField(
        _l("E-mailadres van de ondernemer"),
        [DataRequired(_l("Vul een e-mailadres in, bijvoorbeeld naam@voorbeeld.nl"))],
        description=_l("Dit adres krijgt meteen een nieuwe link. Oudere links werken daarna niet meer."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class HandOverForm(VersionForm):
    """The warm hand-over card."""

    team = ChoiceField(_l("Naar welk team?"), [], [DataRequired(_l("Kies een team"))])
    reason = ChoiceField(_l("Waarom?"), HandOverReason, [DataRequired(_l("Kies een reden"))])
    context = TextAreaField(
        _l("Wat moet het andere team weten?"),
        [DataRequired(_l("Vul in wat het andere team moet weten")), _SHORTER],
        description=_l("Wat vraagt de ondernemer, en waarom kan dat team het wel?"),
    )
    done = TextAreaField(_l("Wat hebt u al gedaan?"), [_SHORTER])
    agreed = TextAreaField(_l("Wat hebt u met de ondernemer afgesproken?"), [_SHORTER])
    back = BooleanField(_l("Ja, de vraag moet terug naar een team dat hem eerder overdroeg"))


class ConsultForm(VersionForm):
    """One question to a colleague without an account."""

    email = OneEmailField(
        _l("E-mailadres van uw collega"),
        [DataRequired(_l("Vul een e-mailadres in, bijvoorbeeld naam@voorbeeld.nl"))],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    name = StringField(_l("Naam of afdeling van uw collega"), [Length(max=120, message=_l("Maak de naam korter"))])
    body = TextAreaField(_l("Wat wilt u vragen?"), [DataRequired(_l("Vul uw vraag aan de collega in")), _SHORTER])
    show = RadioChoiceField(
        _l("Wat ziet uw collega van de vraag van de ondernemer?"),
        [(SHOW_NOTHING, _l("Niets")), (SHOW_TEXT, _l("De tekst hieronder"))],
        [DataRequired(_l("Kies wat uw collega te zien krijgt"))],
        default=SHOW_NOTHING,
    )
    shown_text = TextAreaField(
        _l("Tekst voor uw collega"),
        [_SHORTER],
        description=_l("Wij hebben persoonsgegevens weggehaald die wij herkennen. Controleer de tekst zelf."),
    )

    def validate_shown_text(self, field: TextAreaField) -> None:
        """Refuse to show a text that is not there."""
        if self.show.data == SHOW_TEXT and not field.data:
            raise ValidationError(_l("Vul de tekst in die uw collega mag zien, of kies ‘Niets’"))

    def shown(self) -> str:
        """Return what the colleague sees of the entrepreneur's question."""
        return str(self.shown_text.data) if self.show.data == SHOW_TEXT else ""


class ReferForm(VersionForm):
    """Shares a question with an organisation that the entrepreneur consented to."""

    organisation = ChoiceField(_l("Met welke organisatie?"), [], [DataRequired(_l("Kies een organisatie"))])
    note = TextAreaField(
        _l("Wat wilt u de organisatie meegeven?"),
        [Length(max=1000, message=_l("Maak uw tekst korter, hooguit 1.000 tekens"))],
    )


class ConsentForm(VersionForm):
    """Asks the entrepreneur whether an organisation may see the question."""

    organisation = ChoiceField(_l("Voor welke organisatie?"), [], [DataRequired(_l("Kies een organisatie"))])


class AdviceForm(LoketForm):
    """The reply of a colleague without an account."""

    text = TextAreaField(_l("Uw advies"), [DataRequired(_l("Vul uw advies in")), _SHORTER])
