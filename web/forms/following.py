"""What entrepreneurs write about their own question, and how they get their link again."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from intake.terms import WithdrawReason
from web.forms.base import LoketForm
from web.forms.fields import OneEmailField, RadioChoiceField

_SHORTER = Length(max=4000, message=_l("Maak uw tekst korter, hooguit 4.000 tekens"))


class LinkForm(LoketForm):
    """Asks for the link by e-mail."""

    email = OneEmailField(
        _l("Uw e-mailadres"),
        [DataRequired(_l("Vul uw e-mailadres in"))],
        description=_l("Het adres dat u invulde toen u uw vraag stelde."),
    )


class WriteForm(LoketForm):
    """Adds information, or answers a question of the team."""

    message = TextAreaField(_l("Uw bericht"), [DataRequired(_l("Vul uw bericht in")), _SHORTER])


class ObjectForm(LoketForm):
    """Says why another team should have the question."""

    objection = TextAreaField(
        _l("Waarom hoort uw vraag bij een ander team?"),
        [DataRequired(_l("Leg uit waarom uw vraag bij een ander team hoort")), _SHORTER],
    )


class ReopenForm(LoketForm):
    """Says why the answer did not help."""

    needed = TextAreaField(_l("Wat hebt u nog nodig?"), [DataRequired(_l("Vul in wat u nog nodig hebt")), _SHORTER])


class WithdrawForm(LoketForm):
    """Takes a question back; the tick prevents a slip of the finger."""

    reason = RadioChoiceField(
        _l("Waarom trekt u uw vraag in?"), WithdrawReason, [DataRequired(_l("Kies waarom u uw vraag intrekt"))]
    )
    text = TextAreaField(_l("Wilt u er iets bij zeggen?"), [_SHORTER])
    sure = BooleanField(
        _l("Ja, ik wil mijn vraag intrekken"), [DataRequired(_l("Zet een vinkje als u uw vraag wilt intrekken"))]
    )


class EraseForm(LoketForm):
    """Has everything erased; the tick prevents a slip of the finger."""

    sure = BooleanField(
        _l("Ja, ik wil dat alles wordt gewist"), [DataRequired(_l("Zet een vinkje als u alles wilt laten wissen"))]
    )


class ConsentForm(LoketForm):
    """Gives an organisation sight of the question, or takes it back."""

    organisation = HiddenField()
    give = HiddenField()
