"""Forms of the door: signing in, choosing a password, and the own account."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from intake.errors import RefusedInput
from intake.passwords import LONGEST, SHORTEST
from intake.terms import Language
from web.forms.base import LoketForm
from web.forms.fields import ChoiceField, OneEmailField

#: Said for every reason: unknown, wrong and blocked look the same.
NOT_RECOGNISED = _l("Dit e-mailadres en dit wachtwoord passen niet bij elkaar. Controleer ze en probeer het opnieuw")
TOO_OFTEN = _l("U hebt het te vaak geprobeerd. Probeer het over %(minutes)s minuten opnieuw")
WRONG_PASSWORD = _l("Dit is niet uw huidige wachtwoord. Controleer het en probeer het opnieuw")

#: code of intake/passwords.py -> what to do about it.
WEAKNESSES = {
    "too_short": _l("Kies een langer wachtwoord, met minstens %(shortest)s tekens"),
    "too_long": _l("Kies een korter wachtwoord, met hooguit %(longest)s tekens"),
    "is_email": _l("Kies een wachtwoord waar uw e-mailadres niet in staat"),
    "too_common": _l("Kies een ander wachtwoord: dit is een van de eerste die iemand zou raden"),
}


def weakness(refusal: RefusedInput) -> str:
    """Return what to do about a password that was refused."""
    return str(WEAKNESSES[refusal.code] % refusal.details)


class SignInForm(LoketForm):
    """E-mail address and password; ``verder`` is the page that somebody was on the way to."""

    email = OneEmailField(
        _l("E-mailadres"),
        [DataRequired(_l("Vul uw e-mailadres in"))],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Wachtwoord"),
        [DataRequired(_l("Vul uw wachtwoord in")), Length(max=LONGEST, message=NOT_RECOGNISED)],
        render_kw={"autocomplete": "current-password"},
    )
    verder = HiddenField()


class ForgottenForm(LoketForm):
    """The address to which a link for a new password goes."""

    email = OneEmailField(
        _l("E-mailadres"),
        [DataRequired(_l("Vul uw e-mailadres in"))],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )


#: Made before the fields below, because the order of making is the order on the page.
_CURRENT = PasswordField(
    _l("Huidig wachtwoord"),
    [DataRequired(_l("Vul uw huidige wachtwoord in"))],
    render_kw={"autocomplete": "current-password"},
)


class NewPasswordForm(LoketForm):
    """A new password, typed twice."""

    password = PasswordField(
        _l("Nieuw wachtwoord"),
        [DataRequired(_l("Vul een wachtwoord in"))],
        description=_l("Minstens %(count)s tekens. Een zin van een paar woorden is sterk en makkelijk te onthouden.")
        % {"count": SHORTEST},
        render_kw={"autocomplete": "new-password"},
    )
    password_again = PasswordField(
        _l("Nieuw wachtwoord nog een keer"),
        [
            DataRequired(_l("Vul het wachtwoord nog een keer in")),
            EqualTo("password", _l("Vul twee keer hetzelfde wachtwoord in")),
        ],
        render_kw={"autocomplete": "new-password"},
    )


class ChangePasswordForm(NewPasswordForm):
    """The present password, because a screen may be left alone, and a new one."""

    current = _CURRENT


class DetailsForm(LoketForm):
    """The name that others see, and the language of pages and mails."""

    name = StringField(
        _l("Naam"),
        [
            DataRequired(_l("Vul uw naam in")),
            Length(max=120, message=_l("Maak uw naam korter, hooguit 120 tekens")),
        ],
        description=_l("Zo ziet een ondernemer wie antwoord geeft."),
        render_kw={"autocomplete": "name"},
    )
    language = ChoiceField(
        _l("Taal"), Language, [DataRequired(_l("Kies een taal"))], description=_l("Voor pagina's en e-mails.")
    )
