"""Forms of an intermediary or fund: taking a referral, giving it back, and saying that there is no room."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from intake.terms import DeclineReason, ReferralResult
from web.forms.base import LoketForm, VersionForm
from web.forms.fields import DateField, RadioChoiceField

#: code of a refusal -> what to do about it.
REFUSED = {
    "required": _l("Leg kort uit waarom u de vraag afwijst"),
    "in_past": _l("Kies vandaag of een latere dag"),
    "too_far": _l("Kies een dag binnen een jaar"),
}


class DeclineForm(VersionForm):
    """Why an organisation does not take a question."""

    reason = RadioChoiceField(_l("Waarom wijst u de vraag af?"), DeclineReason, [DataRequired(_l("Kies een reden"))])
    note = TextAreaField(
        _l("Toelichting"),
        [Length(max=1000, message=_l("Maak uw toelichting korter, hooguit 1.000 tekens"))],
        description=_l("Alleen het makelaarsteam leest dit, de ondernemer niet."),
    )


class ResultForm(VersionForm):
    """What came of a referral."""

    result = RadioChoiceField(
        _l("Wat is er van de doorverwijzing gekomen?"), ReferralResult, [DataRequired(_l("Kies een resultaat"))]
    )
    text = TextAreaField(
        _l("Wat hebt u gedaan?"),
        [Length(max=4000, message=_l("Maak uw tekst korter, hooguit 4.000 tekens"))],
        description=_l("Alleen het makelaarsteam leest deze tekst. De ondernemer ziet alleen het resultaat."),
    )


class PauseForm(LoketForm):
    """Until when an organisation has no room."""

    until = DateField(
        _l("Tot en met welke dag hebt u geen plek?"),
        [DataRequired(_l("Vul een datum in, bijvoorbeeld 31-12-2026"))],
        description=_l("Bijvoorbeeld 31-12-2026."),
    )
