"""The answer of an organisation to a knelpunt that was brought to it."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from web.forms.base import VersionForm
from web.forms.fields import ChoiceField


class DecideForm(VersionForm):
    """The outcome and what it means."""

    outcome = ChoiceField(
        _l("Uitkomst"),
        (),
        [DataRequired(_l("Kies een uitkomst"))],
        description=_l("De uitkomsten die bij dit soort knelpunt passen, staan bovenaan."),
    )
    text = TextAreaField(
        _l("Wat besluit u, en waarom?"),
        [
            DataRequired(_l("Schrijf uw antwoord op")),
            Length(20, 4000, _l("Gebruik 20 tot 4.000 tekens")),
        ],
        description=_l("De spoorleider vertelt het aan de ondernemers."),
    )
