"""Forms about the mandate of a team: deciding, correcting, telling what came of a pilot, and setting a budget."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from intake.mandate import LONGEST_WHAT, DecisionDraft
from web.forms.base import FilterForm, LoketForm, VersionForm
from web.forms.fields import ChoiceField, DateField, EuroField, Filled

#: code of a refusal -> what to do about it.
REFUSED = {
    "over_budget": _l("Vul een lager bedrag in. Van het budget van dit jaar is nog %(left_cents)s over"),
    "no_budget": _l(
        "Vul 0 in: voor %(year)s is geen budget vastgelegd, dus u kunt alleen een besluit zonder geld nemen. "
        "Een beheerder legt het budget vast"
    ),
    "negative": _l("Vul een bedrag van 0 of hoger in"),
    "past": _l("Kies een einddatum na vandaag"),
    "taken_back": _l("Dit besluit is al teruggenomen"),
    "no_pilot": _l("Dit besluit is geen proeftuin en heeft dus geen resultaat"),
    "told": _l("Het resultaat is al vastgelegd"),
    "below_spent": _l("Vul een hoger bedrag in. Het team gaf in dat jaar al %(spent_cents)s uit"),
    "unknown": _l("Kies een jaar uit de lijst"),
}

_SHORTER = Length(max=4000, message=_l("Maak uw tekst korter, hooguit 4.000 tekens"))


class DecideForm(VersionForm):
    """A decision within the mandate of the own team."""

    what = TextAreaField(
        _l("Wat besluit u?"),
        [
            DataRequired(_l("Vul in wat u besluit")),
            Length(max=LONGEST_WHAT, message=_l("Maak uw tekst korter, hooguit 200 tekens")),
        ],
        description=_l("In één zin. De ondernemer leest dit letterlijk, met het bedrag erbij."),
    )
    amount = EuroField(
        _l("Bedrag in euro"),
        [Filled(_l("Vul een bedrag in, of 0 als er geen geld mee gemoeid is"))],
        description=_l("Bijvoorbeeld 1.500 of 1.500,50. Vul 0 in voor een toestemming zonder geld."),
    )
    ground = TextAreaField(
        _l("Waarom valt dit binnen het mandaat?"),
        [DataRequired(_l("Vul in waarom dit binnen het mandaat van uw team valt")), _SHORTER],
        description=_l("Alleen voor uw team en wie de vraag na u behandelt. De ondernemer ziet dit niet."),
    )
    pilot_ends_on = DateField(
        _l("Einddatum van de proeftuin"),
        description=_l("Vul dit alleen in als u het als proef toestaat. Daarna legt u vast wat eruit kwam."),
    )

    def draft(self) -> DecisionDraft:
        """Return what was filled in; a description is one line."""
        what = " ".join(str(self.what.data).split())
        return DecisionDraft(what, self.amount.data or 0, str(self.ground.data), self.pilot_ends_on.data)


class TakeBackForm(LoketForm):
    """Why a decision is taken back."""

    reason = TextAreaField(
        _l("Waarom neemt u dit besluit terug?"),
        [DataRequired(_l("Vul in waarom u het besluit terugneemt")), _SHORTER],
        description=_l("Het besluit blijft zichtbaar, met een tegenboeking erbij. De ondernemer ziet uw reden niet."),
    )


class ResultForm(LoketForm):
    """What came of a pilot."""

    result = TextAreaField(
        _l("Wat kwam er uit de proeftuin?"),
        [DataRequired(_l("Vul in wat er uit de proeftuin kwam")), _SHORTER],
        description=_l("Wat werkte, wat niet, en gaat het door? U kunt dit één keer vastleggen."),
    )


class YearForm(FilterForm):
    """Which year to show."""

    jaar = ChoiceField(_l("Jaar"), empty=_l("Dit jaar"))

    def chosen(self, this_year: int) -> int:
        """Return the year that was chosen from the list, or this one."""
        offered = {value for value, _label in self.jaar.choices}
        return int(self.jaar.data) if self.jaar.data in offered else this_year


class BudgetForm(VersionForm):
    """The budget of a team in one year."""

    year = ChoiceField(_l("Jaar"), [], [DataRequired(_l("Kies een jaar"))])
    amount = EuroField(
        _l("Budget in euro"),
        [Filled(_l("Vul een bedrag in, of 0 als het team niets mag uitgeven"))],
        description=_l("Bijvoorbeeld 25.000. Het team kan in dat jaar nooit meer uitgeven dan dit bedrag."),
    )
