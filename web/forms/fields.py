"""Fields that know what people in the Netherlands type, with messages that say what to do."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    EmailField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    ValidationError,
)
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from intake.terms import label

#: RFC 5321 allows no longer address.
LONGEST_EMAIL = 254
#: ITU-T E.164 allows no longer number; shorter than ten is no Dutch one, eight is the shortest abroad.
PHONE_DIGITS = range(8, 16)
#: Above this no scheme and no mandate goes, and a slip of the finger is likelier, in euros.
LARGEST_AMOUNT = 1_000_000_000
DATE_FORMATS = ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")

_AMOUNT = re.compile(r"(?P<euros>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,(?P<cents>[0-9]{2}|-))?")

Choices = type[StrEnum] | Sequence[tuple[Any, Any]]


class Filled:
    """Something was filled in; what could not be read has a message of its own already."""

    field_flags = {"required": True}

    def __init__(self, message: object) -> None:
        self.message = message

    def __call__(self, _form: object, field: Field) -> None:
        """Refuse an empty field."""
        if field.data is None and not field.process_errors:
            raise StopValidation(self.message)


class OneEmailField(EmailField):
    """One e-mail address that a mail server can reach; a domain with accents is kept as that server knows it."""

    data: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"autocomplete": "email", "spellcheck": "false"})
        super().__init__(*args, **kwargs)

    def pre_validate(self, form: object) -> None:
        """Refuse anything but one plain address."""
        if self.data:
            self.data = one_address(self.data)


class PhoneField(TelField):
    """A telephone number, with the spaces and dashes that people write."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"autocomplete": "tel"})
        super().__init__(*args, **kwargs)

    def pre_validate(self, form: object) -> None:
        """Refuse what nobody can call."""
        if not self.data:
            return
        digits = re.sub(r"\D", "", self.data)
        if re.fullmatch(r"\+?[\d\s().-]+", self.data) is None or len(digits) not in PHONE_DIGITS:
            raise ValidationError(_("Vul een telefoonnummer in met cijfers, bijvoorbeeld 06 0000 1234"))


class KvkField(StringField):
    """A number of the Chamber of Commerce: eight digits."""

    data: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(*args, **kwargs)

    def pre_validate(self, form: object) -> None:
        """Keep the digits; refuse any other count than eight."""
        if not self.data:
            return
        digits = re.sub(r"[\s.]", "", self.data)
        if re.fullmatch(r"[0-9]{8}", digits) is None:
            raise ValidationError(_("Vul uw KvK-nummer in: acht cijfers, bijvoorbeeld 12345678"))
        self.data = digits


class EuroField(Field):
    """An amount as people write it, "€ 1.500,00" or "1500"; the data are cents, or euros with ``whole=True``."""

    widget = StringField.widget

    def __init__(self, *args: Any, whole: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(*args, **kwargs)
        self.whole = whole

    def process_formdata(self, valuelist: list[str]) -> None:
        """Turn what was typed into a whole number."""
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = self._amount(valuelist[0])

    def _amount(self, typed: str) -> int:
        found = _AMOUNT.fullmatch(re.sub(r"[\s€]|euro?", "", typed, flags=re.IGNORECASE))
        if found is None:
            example = "1.500" if self.whole else "1.500 of 1.500,50"
            raise ValueError(_("Vul een bedrag in, bijvoorbeeld %(example)s", example=example))
        euros, cents = int(found["euros"].replace(".", "")), int((found["cents"] or "0").replace("-", "0"))
        if euros > LARGEST_AMOUNT:
            raise ValueError(_("Vul een lager bedrag in, hooguit 1 miljard euro"))
        if self.whole and cents:
            raise ValueError(_("Vul het bedrag in hele euro's in, zonder centen"))
        return euros if self.whole else euros * 100 + cents

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        euros, cents = (self.data, 0) if self.whole else divmod(self.data, 100)
        grouped = f"{euros:,}".replace(",", ".")
        return f"{grouped},{cents:02}" if cents else grouped


class DateField(Field):
    """A day, typed as 31-12-2026 or as a computer writes it."""

    widget = StringField.widget

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"autocomplete": "off"})
        super().__init__(*args, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Turn what was typed into a date."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = read_date(typed) if typed else None
        if typed and self.data is None:
            raise ValueError(_("Vul een datum in, bijvoorbeeld 31-12-2026"))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime("%d-%m-%Y") if self.data else ""


class MunicipalityField(StringField):
    """A municipality, place or postcode in people's own words; ``suggestions`` fills the list below it."""

    def __init__(self, *args: Any, suggestions: Iterable[str] = (), **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"autocomplete": "off"})
        super().__init__(*args, **kwargs)
        self.suggestions = tuple(suggestions)


class ChoiceField(SelectField):
    """One choice from a list that starts with an empty line; the data are a code, or ``None``.

    ``choices`` is a class of codes from ``intake/terms.py`` or pairs (code, label). A page that learns its choices
    from the database sets ``form.team.choices`` before it validates.
    """

    def __init__(
        self,
        label_text: object = None,
        choices: Choices = (),
        validators: Any = None,
        *,
        empty: object = _l("Maak een keuze"),
        **kwargs: Any,
    ) -> None:
        super().__init__(label_text, validators, **_told(choices), validate_choice=False, **kwargs)
        self.empty = empty

    def iter_choices(self) -> Iterator[Any]:
        """Put the empty line before the choices."""
        yield Choice(value="", label=self.empty, selected=self.data is None, render_kw={})
        yield from super().iter_choices()

    def has_groups(self) -> bool:
        """Say that the choices are one list."""
        return False

    def pre_validate(self, form: object) -> None:
        """Refuse a code that was never offered."""
        _refuse_unknown(self)


class RadioChoiceField(RadioField):
    """One choice from a few, all in sight; the data are a code, or ``None``."""

    def __init__(self, label_text: object = None, choices: Choices = (), validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label_text, validators, **_told(choices), validate_choice=False, **kwargs)

    def pre_validate(self, form: object) -> None:
        """Refuse a code that was never offered."""
        _refuse_unknown(self)


class CheckboxesField(SelectMultipleField):
    """Any number of choices, all in sight; the data are a list of codes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label_text: object = None, choices: Choices = (), validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label_text, validators, **_told(choices), validate_choice=False, **kwargs)

    def pre_validate(self, form: object) -> None:
        """Refuse a code that was never offered."""
        offered = {str(value) for value, *_rest in self.choices or ()}
        if any(str(value) not in offered for value in self.data or ()):
            raise ValidationError(_("Kies alleen mogelijkheden uit de lijst"))


def one_address(typed: str) -> str:
    """Return the one e-mail address in ``typed``; raise ``ValidationError`` that says what to do."""
    message = _("Vul een e-mailadres in, bijvoorbeeld naam@voorbeeld.nl")
    if re.search(r"[,;]|@.*@", typed):
        raise ValidationError(_("Vul één e-mailadres in"))
    if len(typed) > LONGEST_EMAIL or re.search(r"\s", typed):
        raise ValidationError(message)
    try:
        address = validate_email(typed, check_deliverability=False, allow_smtputf8=False).ascii_email
    except EmailNotValidError:
        raise ValidationError(message) from None
    return str(address)


def read_date(typed: str) -> date | None:
    """Return the day that ``typed`` names, or ``None``."""
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(typed, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def _told(choices: Choices) -> dict[str, Any]:
    """Give the choices of a class of codes their labels; data become members of that class."""
    if isinstance(choices, type):
        codes = choices
        return {"choices": _choices_of(codes), "coerce": lambda value: _member(codes, value)}
    return {"choices": [SelectChoice(*choice) for choice in choices], "coerce": _text_or_nothing}


@cache
def _choices_of(codes: type[StrEnum]) -> tuple[Any, ...]:
    """Return the codes with their labels, which are translated when they are shown."""
    return tuple(SelectChoice(code.value, _l(label(code))) for code in codes)


def _member(codes: type[StrEnum], value: object) -> StrEnum | str | None:
    """Return the code that ``value`` names; an unknown one stays as it is, to be refused beside the field."""
    if value in (None, ""):
        return None
    return next((code for code in codes if code.value == value), str(value))


def _text_or_nothing(value: object) -> str | None:
    return None if value in (None, "") else str(value)


def _refuse_unknown(field: SelectField) -> None:
    offered = {str(value) for value, *_rest in field.choices or ()}
    if field.data is not None and str(field.data) not in offered:
        field.data = None
        raise ValidationError(_("Kies een mogelijkheid uit de lijst"))
