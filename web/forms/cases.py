"""Forms about cases: describing one, looking at the masked text, and moving its clock."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from intake.case_list import CaseListFilter
from intake.cases import CaseDraft
from intake.terms import CaseKind, CaseStatus, Level
from web.forms.base import FilterForm, VersionForm
from web.forms.fields import CheckboxesField, ChoiceField, EuroField, RadioChoiceField
from web.forms.knelpunten import PERSONAL_DATA

#: code of a refusal -> what to do about it.
REFUSED = {
    "personal_data": PERSONAL_DATA,
    "required": _l("Kies minstens één knelpunt, of kies ‘Referentie’"),
    "unknown": _l("Kies een mogelijkheid uit de lijst"),
    "confidential": _l("Deze casus is vertrouwelijk en telt alleen mee. Haal het vinkje weg"),
}

#: Kinds of personal data, as the preview names them.
MASKED = {
    "email": _l("e-mailadres"),
    "iban": _l("bankrekening"),
    "birth_date": _l("geboortedatum"),
    "kvk": _l("KvK-nummer"),
    "phone": _l("telefoonnummer"),
    "bsn": _l("burgerservicenummer"),
    "licence_plate": _l("kenteken"),
    "postcode": _l("postcode"),
    "name": _l("naam"),
}

#: Fields that the page with the masked text does not carry along: it writes them itself.
NOT_CARRIED = frozenset({"csrf_token", "version", "release", "zoek"})

WHOLE_NUMBER = _l("Vul een getal in, bijvoorbeeld 90")
LARGEST_NUMBER = 1_000_000


class CaseFilterForm(FilterForm):
    """Which cases a list shows."""

    soort = ChoiceField(_l("Soort"), CaseKind, empty=_l("Casussen en referenties"))
    stand = ChoiceField(_l("Stand"), CaseStatus, empty=_l("Alle standen"))
    niveau = ChoiceField(_l("Niveau"), Level, empty=_l("Alle niveaus"))
    spoor = ChoiceField(_l("Spoor"), empty=_l("Alle sporen"))
    gemeente = ChoiceField(_l("Gemeente"), empty=_l("Alle gemeenten"))

    def chosen(self, page: int) -> CaseListFilter:
        """Return the filter that was filled in, for one page; a choice that is no choice counts as none."""
        self.validate()
        return CaseListFilter(
            kind=self.soort.data,
            status=self.stand.data,
            level=self.niveau.data,
            track=self.spoor.data,
            gm_code=self.gemeente.data,
            page=page,
        )


class CountField(IntegerField):
    """A whole number of days or people."""

    def __init__(self, label: object, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"inputmode": "numeric", "autocomplete": "off"})
        limits = NumberRange(0, LARGEST_NUMBER, _l("Vul een getal in van 0 tot 1.000.000"))
        super().__init__(label, [Optional(), limits], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Say what to do when it is no number."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(WHOLE_NUMBER) from None


class CaseForm(VersionForm):
    """One practice example. The names serve to mask the texts and are not kept."""

    kind = RadioChoiceField(_l("Wat wilt u vastleggen?"), CaseKind, [DataRequired(_l("Kies een soort"))])
    title = StringField(
        _l("Titel"),
        [DataRequired(_l("Vul een titel in")), Length(10, 200, _l("Gebruik 10 tot 200 tekens voor de titel"))],
        description=_l("Wat ging er mis, of wat werkte, in één zin. Noem geen personen of bedrijven."),
    )
    story = TextAreaField(
        _l("Het verhaal"),
        [
            DataRequired(_l("Schrijf op wat er gebeurde")),
            Length(20, 4000, _l("Gebruik 20 tot 4.000 tekens voor het verhaal")),
        ],
        description=_l(
            "Wat gebeurde er, wie zei wat, waar liep het vast? Persoonsgegevens halen wij eruit; u controleert dat zo."
        ),
    )
    workaround = TextAreaField(
        _l("Omweg"),
        [Length(max=2000, message=_l("Maak de omweg korter, hooguit 2.000 tekens"))],
        description=_l("Hoe is het nu tijdelijk opgelost?"),
    )
    person_name = StringField(
        _l("Naam van de ondernemer"),
        [Length(max=120, message=_l("Maak de naam korter, hooguit 120 tekens"))],
        description=_l("Alleen om de naam uit de tekst te halen. Wij bewaren hem niet."),
    )
    firm_name = StringField(
        _l("Naam van de onderneming"),
        [Length(max=160, message=_l("Maak de naam korter, hooguit 160 tekens"))],
        description=_l("Alleen om de naam uit de tekst te halen. Wij bewaren hem niet."),
    )
    topic_slug = ChoiceField(_l("Onderwerp"), empty=_l("Geen onderwerp past"))
    track_slug = ChoiceField(
        _l("Spoor"), empty=_l("Volgt uit het onderwerp"), description=_l("Alleen nodig als geen onderwerp past.")
    )
    level = ChoiceField(_l("Welke overheid of financier gaat hierover?"), Level, [DataRequired(_l("Kies een niveau"))])
    gm_code = ChoiceField(_l("Gemeente"), empty=_l("Niet bekend of landelijk"))
    effect_days = CountField(_l("Vertraging in dagen"))
    effect_eur = EuroField(_l("Kosten in euro's"), [Optional()], whole=True)
    effect_people = CountField(_l("Hoeveel mensen raakt het?"))
    zoek = StringField(_l("Knelpunt zoeken"), description=_l("Beschrijf het knelpunt in uw eigen woorden."))
    knelpunten = CheckboxesField(_l("Welke knelpunten ziet u hierin?"))
    sdgs = CheckboxesField(_l("Duurzame ontwikkelingsdoelen"))
    release = BooleanField(_l("Ik heb de tekst gelezen; er staan geen persoonsgegevens in"))

    def validate_track_slug(self, field: ChoiceField) -> None:
        """Ask for a track only when no topic decides it."""
        if not field.data and not self.topic_slug.data:
            raise ValidationError(_l("Kies een spoor, of kies een onderwerp"))

    def draft(self) -> CaseDraft:
        """Return what was filled in."""
        texts = ("kind", "title", "story", "workaround", "topic_slug", "track_slug", "level", "gm_code")
        effects = ("effect_days", "effect_eur", "effect_people")
        values = {name: self[name].data for name in (*texts, *effects)}
        for name in ("person_name", "firm_name"):
            values[name] = self[name].data if name in self else ""
        values["knelpunten"] = tuple(self.knelpunten.data or ())
        values["sdgs"] = tuple(int(number) for number in self.sdgs.data or ())
        return CaseDraft.model_validate(values)

    def released(self) -> bool:
        """Tell whether somebody ticked that the text may travel; a confidential case has no tick."""
        return "release" in self and bool(self.release.data)

    def carried(self) -> Iterator[tuple[str, str]]:
        """Yield everything that was typed as name and value, to be carried past the page with the masked text."""
        for field in self:
            if field.name not in NOT_CARRIED:
                for value in field.raw_data or ():
                    yield field.name, str(value)


class CaseStatusForm(VersionForm):
    """Whether there is a way out for this entrepreneur."""

    status = RadioChoiceField(
        _l("Is er een uitweg voor deze ondernemer?"), CaseStatus, [DataRequired(_l("Kies een stand"))]
    )
