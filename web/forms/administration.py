"""Forms of the administrator: accounts, teams, topics, organisations, statements, and the filters of lists."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from intake.accounts import Invitation
from intake.errors import RefusedInput
from intake.event_log import LogFilter
from intake.membership import ACCOUNT_ROLES, Membership
from intake.parties import OrganisationDraft
from intake.staff import AccountFilter
from intake.statements import StatementDraft
from intake.teams import TeamDraft
from intake.terms import AccountState, Language, OrganisationCategory, Role, label
from intake.topics import TopicDraft
from web.forms.base import FilterForm, LoketForm, VersionForm
from web.forms.fields import (
    CheckboxesField,
    ChoiceField,
    DateField,
    Filled,
    MunicipalityField,
    OneEmailField,
    PhoneField,
)

_ROLES = [(role.value, _l(label(role))) for role in ACCOUNT_ROLES]

#: (field, code) of ``RefusedInput`` -> what to do about it.
REFUSALS = {
    ("email", "taken"): _l("Dit e-mailadres heeft al een account. Zoek het op in de lijst"),
    ("role", "no_account"): _l("Kies een rol die een account heeft"),
    ("team", "missing"): _l("Kies een team: deze rol werkt in een team"),
    ("team", "not_for_role"): _l("Maak het team leeg: deze rol werkt niet in een team"),
    ("team", "unknown"): _l("Kies een team dat in gebruik is"),
    ("team", "national_only"): _l("Kies het landelijke team: een coördinator werkt daar"),
    ("team", "not_national"): _l("Kies een gemeentelijk team. Voor het landelijke team kiest u de rol Coördinator"),
    ("team", "same"): _l("Kies een ander team dan het huidige"),
    ("team", "national"): _l("Het landelijke team kan niet stoppen: het vangt vragen op waar geen team voor is"),
    ("team", "retired"): _l("Dit team is al gestopt"),
    ("team", "not_retired"): _l("Dit team is al in gebruik"),
    ("team", "open_questions"): _l(
        "Dit team heeft nog %(count)s open vragen. Laat het team die eerst afronden of overdragen"
    ),
    ("team", "members"): _l("Dit team heeft nog %(count)s leden. Verplaats of blokkeer die eerst"),
    ("organisation", "missing"): _l("Kies een organisatie: deze rol hoort bij een organisatie"),
    ("organisation", "not_for_role"): _l("Maak de organisatie leeg: deze rol hoort niet bij een organisatie"),
    ("organisation", "unknown"): _l("Kies een organisatie die in gebruik is"),
    ("organisation", "wrong_kind"): _l("Kies een organisatie die bij deze rol past"),
    ("organisation", "same"): _l("Kies een andere organisatie dan de huidige"),
    ("tracks", "missing"): _l("Kies minstens één spoor"),
    ("tracks", "not_for_role"): _l("Maak de sporen leeg: alleen een spoorleider heeft sporen"),
    ("tracks", "unknown"): _l("Kies sporen die in gebruik zijn"),
    ("tracks", "same"): _l("Kies andere sporen dan de huidige"),
    ("account", "blocked"): _l("Dit account is geblokkeerd. Hef eerst de blokkade op"),
    ("account", "not_blocked"): _l("Dit account is niet geblokkeerd"),
    ("account", "accepted_already"): _l("Deze uitnodiging is al aangenomen. Stuur een link voor een nieuw wachtwoord"),
    ("account", "not_accepted_yet"): _l("De uitnodiging is nog niet aangenomen. Stuur de uitnodiging opnieuw"),
    ("account", "self"): _l("U kunt uzelf niet blokkeren. Vraag een andere beheerder"),
    ("account", "last_administrator"): _l("Dit is de laatste beheerder. Nodig eerst een andere beheerder uit"),
    ("to", "not_a_colleague"): _l("Kies een collega uit hetzelfde team of dezelfde organisatie"),
    ("first_sign_days", "days"): _l("Vul een aantal werkdagen in van 1 tot en met %(most)s"),
    ("first_content_days", "days"): _l("Vul een aantal werkdagen in van 1 tot en met %(most)s"),
    ("answer_days", "days"): _l("Vul een aantal werkdagen in van 1 tot en met %(most)s"),
    ("first_content_days", "days_order"): _l("Kies minstens zoveel dagen als voor het eerste bericht"),
    ("answer_days", "days_order"): _l("Kies minstens zoveel dagen als voor de eerste inhoudelijke reactie"),
    ("topics", "missing"): _l("Kies minstens één onderwerp, of kies dat het team alle onderwerpen behandelt"),
    ("topics", "unknown"): _l("Kies alleen onderwerpen uit de lijst"),
    ("topic", "retired"): _l("Dit onderwerp is al gestopt"),
    ("topic", "not_retired"): _l("Dit onderwerp is al in gebruik"),
    ("topic", "last"): _l("Dit is het laatste onderwerp. Zonder onderwerp kan niemand een vraag indelen"),
    ("trial", "not_ready"): _l("Deze proef is niet klaar. Wacht tot de uitkomst er is, of probeer het opnieuw"),
    ("trial", "published"): _l("Deze proef is al in gebruik genomen"),
    ("trial", "stale"): _l("Er is intussen iets veranderd, of de proef is te oud. Probeer de wijziging opnieuw uit"),
    ("model", "no_trial"): _l("Het model van deze proef is er niet meer. Probeer de wijziging opnieuw uit"),
    ("model", "unusable"): _l("Het model van deze proef is beschadigd. Probeer de wijziging opnieuw uit"),
    ("name", "taken"): _l("Er is al een organisatie met deze naam. Zoek die op in de lijst"),
    ("name", "missing"): _l("Vul een naam met letters of cijfers in"),
    ("municipality", "missing"): _l("Vul in welke gemeente dit is"),
    ("municipality", "unknown"): _l("Kies een gemeente uit de lijst"),
    ("on", "party_already"): _l("Deze organisatie is al partij"),
    ("on", "no_party"): _l("Deze organisatie is nu geen partij"),
    ("on", "same"): _l("Deze dag is al vastgelegd. Kies een andere dag"),
    ("on", "before_leaving"): _l("Kies een dag na de laatste dag als partij"),
    ("on", "before_joining"): _l("Kies een dag na de eerste dag als partij"),
}


def refusal(error: RefusedInput) -> str:
    """Return what to do about something that the domain refused."""
    return str(REFUSALS[error.field, error.code] % error.details)


def show_refusal(form: LoketForm, error: RefusedInput) -> None:
    """Put a refusal beside the field that it is about, or above the form."""
    form.add_error(error.field, refusal(error))


class WholeNumberField(IntegerField):
    """A whole number, empty when nothing was typed."""

    widget = StringField.widget

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(*args, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Turn what was typed into a number; the message says what to do."""
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            return
        if re.fullmatch(r"[0-9]{1,9}", typed) is None:
            raise ValueError(_l("Vul een heel getal in, bijvoorbeeld 5"))
        self.data = int(typed)


def _short_text(text: object, missing: object | None, most: int = 120, **options: Any) -> Field:
    """Return a line of text with a cap, and a message when it must be filled in."""
    rules: list[object] = [Length(max=most, message=_l("Maak de tekst korter, hooguit %(max)d tekens"))]
    return StringField(text, [DataRequired(missing), *rules] if missing else rules, **options)


def _long_text(text: object, missing: object | None, most: int = 4000, **options: Any) -> Field:
    rules: list[object] = [Length(max=most, message=_l("Maak de tekst korter, hooguit %(max)d tekens"))]
    return TextAreaField(text, [DataRequired(missing), *rules] if missing else rules, **options)


# --- accounts ------------------------------------------------------------------------------------


class InviteForm(LoketForm):
    """Who is invited, as what, and where that person belongs."""

    email = OneEmailField(
        _l("E-mailadres"),
        [DataRequired(_l("Vul een e-mailadres in"))],
        description=_l("Hier gaat de uitnodiging heen. De link werkt zeven dagen."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    name = _short_text(_l("Naam"), _l("Vul een naam in"), render_kw={"autocomplete": "off"})
    role = ChoiceField(_l("Rol"), _ROLES, [DataRequired(_l("Kies een rol"))])
    team = ChoiceField(_l("Team"), description=_l("Voor een makelaar of een coördinator."), empty=_l("Geen team"))
    organisation = ChoiceField(
        _l("Organisatie"),
        description=_l("Voor een intermediair of een dossierhouder."),
        empty=_l("Geen organisatie"),
    )
    tracks = CheckboxesField(_l("Sporen"), description=_l("Voor een spoorleider."))
    language = ChoiceField(_l("Taal van de e-mails"), Language, [DataRequired(_l("Kies een taal"))])

    def invitation(self) -> Invitation:
        """Return what was filled in."""
        membership = Membership(
            Role(self.role.data),
            number(self.team.data),
            number(self.organisation.data),
            frozenset(self.tracks.data or ()),
        )
        return Invitation(self.email.data or "", self.name.data, membership, self.language.data)


def number(choice: str | None) -> int | None:
    """Return the id that a choice stands for."""
    return int(choice) if choice else None


class BlockForm(LoketForm):
    """Where the open work of a leaver goes."""

    to = ChoiceField(
        _l("Wie neemt het open werk over?"),
        empty=_l("Niemand: terug in de werkvoorraad"),
        description=_l("Alleen collega's uit hetzelfde team of dezelfde organisatie."),
    )


class MoveForm(LoketForm):
    """Where a member goes; the page leaves out the field that does not go with the role."""

    team = ChoiceField(_l("Nieuw team"), empty=_l("Kies een team"))
    organisation = ChoiceField(_l("Nieuwe organisatie"), empty=_l("Kies een organisatie"))


class TracksForm(LoketForm):
    """The tracks of a track leader."""

    tracks = CheckboxesField(_l("Sporen"))


class AccountFilterForm(FilterForm):
    """Which accounts to show."""

    role = ChoiceField(_l("Rol"), _ROLES, empty=_l("Alle rollen"))
    state = ChoiceField(_l("Toestand"), AccountState, empty=_l("Alle"))
    team = ChoiceField(_l("Team"), empty=_l("Alle teams"))
    organisation = ChoiceField(_l("Organisatie"), empty=_l("Alle organisaties"))

    def wanted(self) -> AccountFilter:
        """Return what was chosen."""
        return AccountFilter(
            role=Role(self.role.data) if self.role.data else None,
            state=self.state.data,
            team_id=number(self.team.data),
            organisation_id=number(self.organisation.data),
        )


# --- teams, topics, organisations, statements ----------------------------------------------------


class TeamForm(VersionForm):
    """What an administrator can change of a team."""

    name = _short_text(_l("Naam van het team"), _l("Vul een naam in"), 160)
    public_phone = PhoneField(
        _l("Telefoonnummer"),
        [Length(max=20, message=_l("Maak het nummer korter, hooguit 20 tekens"))],
        description=_l("Ondernemers zien dit nummer."),
        render_kw={"autocomplete": "off"},
    )
    takes_all_topics = BooleanField(_l("Dit team behandelt alle onderwerpen"))
    topics = CheckboxesField(_l("Onderwerpen die dit team behandelt"))
    first_sign_days = WholeNumberField(
        _l("Werkdagen tot het eerste bericht"), [Filled(_l("Vul een aantal werkdagen in"))]
    )
    first_content_days = WholeNumberField(
        _l("Werkdagen tot de eerste inhoudelijke reactie"), [Filled(_l("Vul een aantal werkdagen in"))]
    )
    answer_days = WholeNumberField(_l("Werkdagen tot het antwoord"), [Filled(_l("Vul een aantal werkdagen in"))])
    mandate_text = _long_text(
        _l("Mandaat"),
        None,
        description=_l("Waarover mag het team zelf beslissen? Laat leeg als dat niet is vastgelegd."),
    )

    def draft(self) -> TeamDraft:
        """Return what was filled in."""
        return TeamDraft(
            name=self.name.data,
            public_phone=self.public_phone.data or None,
            takes_all_topics=self.takes_all_topics.data,
            topics=frozenset(self.topics.data or ()),
            first_sign_days=self.first_sign_days.data or 0,
            first_content_days=self.first_content_days.data or 0,
            answer_days=self.answer_days.data or 0,
            mandate_text=self.mandate_text.data or None,
        )


class TopicForm(VersionForm):
    """The texts of a topic: people choose by them, and questions are compared to them."""

    name_nl = _short_text(_l("Naam in het Nederlands"), _l("Vul een naam in"))
    name_en = _short_text(_l("Naam in het Engels"), _l("Vul een Engelse naam in"), render_kw={"lang": "en"})
    description_nl = _long_text(_l("Omschrijving in het Nederlands"), _l("Vul een omschrijving in"))
    description_en = _long_text(_l("Omschrijving in het Engels"), None, render_kw={"lang": "en"})
    keywords = _long_text(_l("Trefwoorden"), None, description=_l("Woorden die ondernemers gebruiken, met ; ertussen."))
    example_question_nl = _long_text(
        _l("Voorbeeldvraag"), None, description=_l("Een verzonnen vraag in de woorden van een ondernemer.")
    )

    def draft(self) -> TopicDraft:
        """Return what was filled in."""
        return TopicDraft(
            self.name_nl.data,
            self.name_en.data,
            self.description_nl.data,
            self.description_en.data or "",
            self.keywords.data or "",
            self.example_question_nl.data or "",
        )


class OrganisationForm(LoketForm):
    """An organisation that is not in the list yet."""

    name = _short_text(_l("Naam"), _l("Vul een naam in"), 160, render_kw={"autocomplete": "off"})
    category = ChoiceField(_l("Soort"), OrganisationCategory, [DataRequired(_l("Kies een soort"))])
    municipality = MunicipalityField(_l("Gemeente"), description=_l("Verplicht als de organisatie een gemeente is."))

    def draft(self) -> OrganisationDraft:
        """Return what was filled in."""
        return OrganisationDraft(self.name.data, self.category.data, self.municipality.data or "")


class OrganisationFilterForm(FilterForm):
    """Which organisations to show."""

    category = ChoiceField(_l("Soort"), OrganisationCategory, empty=_l("Alle soorten"))


class StatementForm(VersionForm):
    """A statement in one language."""

    title = _short_text(_l("Titel"), _l("Vul een titel in"), 160)
    body = _long_text(
        _l("Tekst"),
        _l("Vul een tekst in"),
        40_000,
        description=_l(
            "Een lege regel begint een nieuwe alinea. Een kop begint met ##, een lijst met -. "
            "Een link schrijft u als [woorden](https://voorbeeld.nl)."
        ),
    )

    def draft(self) -> StatementDraft:
        """Return what was written."""
        return StatementDraft(self.title.data, self.body.data)


# --- the event log -------------------------------------------------------------------------------


class LogFilterForm(FilterForm):
    """Which events to show."""

    about = _short_text(
        _l("Kenmerk of onderdeel"), None, 60, description=_l("Een kenmerk, of bijvoorbeeld team:3 of account:12.")
    )
    actor = WholeNumberField(_l("Nummer van het account"))
    step = ChoiceField(_l("Stap"), empty=_l("Alle stappen"))
    since = DateField(_l("Vanaf"))
    until = DateField(_l("Tot en met"))

    def wanted(self) -> LogFilter:
        """Return what was chosen."""
        return LogFilter(
            about=self.about.data or "",
            actor_id=self.actor.data,
            step=self.step.data or "",
            since=self.since.data,
            until=self.until.data,
        )
