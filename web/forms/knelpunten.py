"""Forms about knelpunten: finding, tagging, signalling, and moving them up the ladder."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from intake.knelpunt_list import KnelpuntFilter
from intake.knelpunten import KnelpuntDraft
from intake.terms import Category, KnelpuntStatus, Level
from web.forms.base import FilterForm, LoketForm, VersionForm
from web.forms.fields import ChoiceField, RadioChoiceField

PERSONAL_DATA = _l("Haal persoonsgegevens uit de tekst. Dit lijkt er een: %(found)s")

#: code of a refusal -> what to do about it.
REFUSED = {
    "personal_data": PERSONAL_DATA,
    "exists": _l("Dit knelpunt bestaat al, met kenmerk %(reference)s. Koppel dat knelpunt, of kies een andere titel"),
    "unknown": _l("Kies een mogelijkheid uit de lijst"),
    "too_few_cases": _l("Voor bevestigen zijn %(needed)s casussen nodig. Vraag het anders aan de spoorleider"),
}


class KnelpuntFilterForm(FilterForm):
    """Which knelpunten a list shows."""

    zoek = StringField(_l("Zoeken"))
    categorie = ChoiceField(_l("Soort"), Category, empty=_l("Alle soorten"))
    niveau = ChoiceField(_l("Niveau"), Level, empty=_l("Alle niveaus"))
    stand = ChoiceField(_l("Stand"), KnelpuntStatus, empty=_l("Alle standen"))
    spoor = ChoiceField(_l("Spoor"), empty=_l("Alle sporen"))

    def chosen(self, page: int) -> KnelpuntFilter:
        """Return the filter that was filled in, for one page of the list; a choice that is no choice counts as none."""
        self.validate()
        return KnelpuntFilter(
            words=(self.zoek.data or "")[:200],
            category=self.categorie.data,
            level=self.niveau.data,
            status=self.stand.data,
            track=self.spoor.data,
            page=page,
        )


class SearchForm(FilterForm):
    """Words to look for existing knelpunten with."""

    zoek = StringField(_l("Beschrijf het knelpunt in één zin"))


class TagForm(LoketForm):
    """Which existing knelpunt a question shows."""

    knelpunt = RadioChoiceField(
        _l("Welk knelpunt ziet u in deze vraag?"),
        (),
        [DataRequired(_l("Kies een knelpunt, of signaleer een nieuw knelpunt"))],
    )


class UntagForm(LoketForm):
    """Which tag to take back."""

    knelpunt = HiddenField(validators=[DataRequired(_l("Kies een knelpunt"))])


class DescriptionFields:
    """What a knelpunt is described with."""

    title = StringField(
        _l("Het knelpunt in één zin"),
        [
            DataRequired(_l("Beschrijf het knelpunt in één zin")),
            Length(10, 200, _l("Gebruik 10 tot 200 tekens voor de zin")),
        ],
        description=_l("Iedereen in het loket leest deze zin. Noem geen personen of bedrijven."),
    )
    kind_code = ChoiceField(_l("Soort knelpunt"), (), [DataRequired(_l("Kies een soort"))])
    level = ChoiceField(
        _l("Welke overheid of financier kan het oplossen?"), Level, [DataRequired(_l("Kies een niveau"))]
    )
    rule_concerned = StringField(
        _l("Wet, regel of regeling"),
        [Length(max=300, message=_l("Gebruik hooguit 300 tekens"))],
        description=_l("Bijvoorbeeld: Participatiewet, artikel 10d."),
    )
    description = TextAreaField(
        _l("Toelichting"),
        [Length(max=4000, message=_l("Maak de toelichting korter, hooguit 4.000 tekens"))],
        description=_l("Noem geen personen of bedrijven."),
    )


class SignalForm(DescriptionFields, LoketForm):
    """A new knelpunt. The track counts only when no topic decides it."""

    track_slug = ChoiceField(_l("Spoor"), (), [DataRequired(_l("Kies een spoor"))])

    def draft(self) -> KnelpuntDraft:
        """Return what was filled in."""
        return _draft(self, self.track_slug.data if "track_slug" in self else None)


class DescribeForm(DescriptionFields, VersionForm):
    """A better description of a knelpunt."""

    def draft(self) -> KnelpuntDraft:
        """Return what was filled in."""
        return _draft(self, None)


def _draft(form: SignalForm | DescribeForm, track_slug: str | None) -> KnelpuntDraft:
    return KnelpuntDraft.model_validate(
        {
            "title": form.title.data,
            "description": form.description.data,
            "kind_code": form.kind_code.data,
            "level": form.level.data,
            "rule_concerned": form.rule_concerned.data,
            "track_slug": track_slug,
        }
    )


class BringForm(VersionForm):
    """To whom a knelpunt is brought, and what is asked of them."""

    organisation = ChoiceField(
        _l("Welke organisatie kan dit oplossen?"), (), [DataRequired(_l("Kies een organisatie"))]
    )
    text = TextAreaField(
        _l("Wat vraagt u aan deze organisatie?"),
        [
            DataRequired(_l("Schrijf op wat u van de organisatie vraagt")),
            Length(20, 4000, _l("Gebruik 20 tot 4.000 tekens")),
        ],
        description=_l("Noem geen personen of bedrijven."),
    )


class FeedBackForm(VersionForm):
    """What everybody who asked reads about the decision."""

    text = TextAreaField(
        _l("Wat leest de ondernemer?"),
        [
            DataRequired(_l("Schrijf op wat de ondernemer leest")),
            Length(20, 4000, _l("Gebruik 20 tot 4.000 tekens")),
        ],
        description=_l("Gebruik gewone woorden. Schrijf wat er verandert en wat de ondernemer nu kan doen."),
    )
