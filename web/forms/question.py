"""Asking a question: the form, and the page on which the asker checks what we made of it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from intake.corrections import FACTS
from intake.models.question_draft import LONGEST_TEXT, SHORTEST_TEXT, QuestionDraft
from intake.proposal import RoutingProposal
from intake.terms import Language, LegalForm, MunicipalityAnswer, Stage, Target
from matching.data import PlaceHow
from web.forms.base import LoketForm
from web.forms.fields import (
    CheckboxesField,
    ChoiceField,
    EuroField,
    KvkField,
    MunicipalityField,
    OneEmailField,
    PhoneField,
    RadioChoiceField,
)
from web.language import current_language

HOW_TO_REACH = _l(
    "Vul uw e-mailadres in, of uw telefoonnummer. Hebt u geen van beide? Kies dan dat u uw ontvangstbewijs print"
)
UNKNOWN_PLACE = _l(
    "Wij kennen deze plaats niet. Controleer de spelling, vul een postcode in of kies “Dat weet ik nog niet”"
)
PLACE_ONLY = _l("Vul alleen een gemeente, een plaats of een postcode in")
CHOOSE_PLACE = _l("Kies welke gemeente u bedoelt")

#: What the asker can say about the municipality; the codes are those of ``MunicipalityAnswer``.
PLACES = (
    (MunicipalityAnswer.CHOSEN.value, _l("Ik heb hierboven ingevuld waar het om gaat")),
    (MunicipalityAnswer.UNKNOWN.value, _l("Dat weet ik nog niet")),
    (MunicipalityAnswer.SEVERAL.value, _l("Het gaat om meerdere gemeenten")),
)

#: The code of "none of these" in a group of choices.
NONE = "none"
NO_TOPIC = _l("Geen van deze, of ik weet het niet")

#: The fields that are folded away at first, per fold.
FOLDED = {
    "reach": ("phone", "print_receipt"),
    "more": ("name", "organisation", "kvk", "stage", "legal_form", "amount_eur", "target", "language", "confidential"),
}


def no_place(proposal: RoutingProposal) -> str:
    """Return the words for "none of these municipalities" that fit the reason for asking."""
    if proposal.place.how is PlaceHow.SEVERAL:
        return str(_l("Mijn vraag gaat over meerdere gemeenten"))
    return str(_l("Geen van deze, of ik weet het niet"))


def place_words(proposal: RoutingProposal) -> str:
    """Return why we ask which municipality is meant."""
    if proposal.place.how is PlaceHow.CONFLICT:
        return str(_l("U vulde een andere gemeente in dan wij in uw tekst lezen. Over welke gemeente gaat uw vraag?"))
    if proposal.place.how is PlaceHow.SEVERAL:
        return str(_l("Wij lezen meer dan één gemeente. Over welke gemeente gaat uw vraag vooral?"))
    if proposal.place.how is PlaceHow.POSTCODE:
        return str(_l("Deze postcode ligt in meer dan één gemeente. Welke bedoelt u?"))
    return str(_l("Deze plaatsnaam komt in Nederland vaker voor. Welke gemeente bedoelt u?"))


class QuestionForm(LoketForm):
    """Field order is page order."""

    question = TextAreaField(
        _l("Wat is uw vraag?"),
        [
            DataRequired(_l("Vul uw vraag in")),
            Length(SHORTEST_TEXT, -1, _l("Vertel iets meer over uw vraag, minstens 20 tekens")),
            Length(-1, LONGEST_TEXT, _l("Maak uw vraag korter, hooguit 4.000 tekens")),
        ],
        description=_l(
            "Schrijf het op zoals u het iemand zou vertellen. Noem geen namen of medische gegevens van anderen."
        ),
    )
    municipality = MunicipalityField(
        _l("Om welke gemeente gaat het?"),
        [Length(max=120, message=PLACE_ONLY)],
        description=_l("Een gemeente, een plaats of een postcode. Vaak is dat de plaats waar uw bedrijf staat."),
    )
    municipality_answer = RadioChoiceField(_l("Weet u de gemeente?"), PLACES, default=MunicipalityAnswer.CHOSEN.value)
    email = OneEmailField(
        _l("Uw e-mailadres"),
        description=_l("Hierop krijgt u een bevestiging en bericht als er iets gebeurt."),
    )
    phone = PhoneField(_l("Uw telefoonnummer"), description=_l("Het team kan u dan bellen."))
    print_receipt = BooleanField(_l("Ik print mijn ontvangstbewijs"))
    name = StringField(
        _l("Uw naam"),
        [Length(max=120, message=_l("Maak uw naam korter, hooguit 120 tekens"))],
        render_kw={"autocomplete": "name"},
    )
    organisation = StringField(
        _l("Uw onderneming of initiatief"),
        [Length(max=160, message=_l("Maak de naam korter, hooguit 160 tekens"))],
        render_kw={"autocomplete": "organization"},
    )
    kvk = KvkField(_l("KvK-nummer"))
    stage = ChoiceField(_l("Hoe ver is uw onderneming?"), Stage, [Optional()])
    legal_form = ChoiceField(_l("Rechtsvorm"), LegalForm, [Optional()])
    amount_eur = EuroField(
        _l("Bedrag dat u zoekt, in euro’s"), whole=True, description=_l("Alleen als uw vraag over geld gaat.")
    )
    target = ChoiceField(_l("Wat past het best bij u?"), Target, [Optional()])
    language = RadioChoiceField(_l("In welke taal wilt u antwoord?"), Language, default=current_language)
    confidential = BooleanField(
        _l("Mijn vraag is vertrouwelijk"),
        description=_l(
            "Alleen uw team ziet de vraag, en de organisaties die u zelf kiest. "
            "Eerlijk is eerlijk: de overheid valt onder de Wet open overheid (Woo). "
            "Vraagt iemand om openbaarmaking, dan kan de wet ons verplichten om stukken te geven. "
            "Persoonsgegevens en bedrijfsgeheimen blijven dan buiten beeld."
        ),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, and whether we can reach the asker in some way."""
        super().validate(extra_validators)
        if not (self.email.data or self.phone.data or self.print_receipt.data or self.email.errors):
            self.add_error("email", HOW_TO_REACH)
        return not self.errors

    def is_open(self, fold: str) -> bool:
        """Tell whether something inside a fold was filled in or needs mending, so that it must be in sight."""
        fields = [self[name] for name in FOLDED[fold] if name != "language"]
        unreachable = fold == "reach" and bool(self.email.errors)
        return unreachable or any(field.data or field.errors for field in fields)

    def typed(self) -> dict[str, str]:
        """Return what was typed, field by field, without control characters."""
        named = (field for field in self if field.name != "csrf_token")
        return {field.name: str(field.raw_data[0]) for field in named if field.raw_data}

    def draft(self) -> QuestionDraft:
        """Return the question as the domain wants it."""
        return QuestionDraft(
            text=self.question.data,
            municipality=self.municipality.data,
            municipality_answer=self._municipality_answer(),
            email=self.email.data or None,
            name=self.name.data,
            organisation=self.organisation.data,
            kvk=self.kvk.data,
            phone=self.phone.data,
            stage=self.stage.data,
            legal_form=self.legal_form.data,
            amount_eur=self.amount_eur.data,
            target=self.target.data,
            language=self.language.data or Language.NL,
            confidential=self.confidential.data,
        )

    def _municipality_answer(self) -> MunicipalityAnswer:
        said = MunicipalityAnswer(self.municipality_answer.data or MunicipalityAnswer.CHOSEN)
        if said is MunicipalityAnswer.SEVERAL:
            return said
        return MunicipalityAnswer.CHOSEN if self.municipality.data else MunicipalityAnswer.UNKNOWN


class CheckForm(LoketForm):
    """What the asker confirms or corrects; the choices come from the proposal."""

    revision = HiddenField()
    gm_code = RadioChoiceField(_l("Welke gemeente bedoelt u?"))
    topic = RadioChoiceField(_l("Waar gaat uw vraag over?"))
    also = BooleanField(_l("Ja, noteer dat mijn vraag ook hierover gaat"))
    wrong_team = BooleanField(_l("Volgens mij hoort mijn vraag bij een ander team"))
    municipality = MunicipalityField(_l("Om welke gemeente gaat het?"), [Length(max=120, message=PLACE_ONLY)])
    legal_form = ChoiceField(_l("Rechtsvorm"), LegalForm, [Optional()])
    stage = ChoiceField(_l("Hoe ver is uw onderneming?"), Stage, [Optional()])
    amount_eur = EuroField(_l("Bedrag dat u zoekt, in euro’s"), whole=True)
    target = ChoiceField(_l("Wat past het best bij u?"), Target, [Optional()])
    no_financing = BooleanField(_l("Geen van deze mogelijkheden past bij mij"))
    organisations = CheckboxesField(_l("Met wie mogen wij uw vraag delen?"))
    no_intermediary = BooleanField(_l("Geen van deze organisaties past bij mijn vraag"))

    def given(self) -> dict[str, object]:
        """Return the facts that were on the page as it was sent; an emptied one is ``None``."""
        return {name: self[name].data or None for name in FACTS if self[name].raw_data}
