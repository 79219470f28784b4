"""What every form of the loket does the same: clean text, formal messages, nothing typed lost."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import g, has_request_context, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import Field, FileField, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.widgets import HiddenInput

#: Caps for text fields that do not name one themselves, in characters.
LONGEST_LINE = 200
LONGEST_TEXT = 4000

#: Control characters, and marks that are no text at all; tab and line ends are looked at apart.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_UNREADABLE_IN_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")

UNREADABLE = _l(
    "Uw tekst bevatte onleesbare tekens. Wij hebben ze weggehaald. "
    "Controleer de tekst en verstuur het formulier opnieuw"
)
EXPIRED = _l(
    "Dit formulier stond te lang open. Wat u hebt getypt, is bewaard. Controleer het en verstuur het formulier opnieuw"
)
TOO_LONG = _l("Maak de tekst korter. U kunt hier hooguit %(most)s tekens kwijt")


@dataclass(frozen=True, slots=True)
class FieldError:
    """One line of the error summary: what to do, and the id of the input it leads to (``None``: no input)."""

    message: str
    target: str | None


class LoketForm(FlaskForm):
    """A form that strips white space, refuses unreadable characters aloud and leaves *required* to the server."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: "LoketForm", unbound_field: Any, options: dict[str, Any]) -> Field:
            """Strip white space from every text, before the filters of the field itself."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                own = unbound_field.kwargs.get("filters", ())
                options = {**options, "filters": [tidy, *own]}
            return super().bind_field(form, unbound_field, options)

        def wrap_formdata(self, form: "LoketForm", formdata: Any) -> Any:
            """Take control characters out of what came in, and remember in which fields they were."""
            found = super().wrap_formdata(form, formdata)
            return found if found is None else form.readable(found)

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Markup:
            """Leave checks to the server: a browser would cut a text silently, or speak another language."""
            kept = {"required": False, "maxlength": False, "minlength": False}
            rendered: Markup = super().render_field(field, {**kept, **render_kw})
            return rendered

    def readable(self, formdata: MultiDict[str, Any]) -> MultiDict[str, Any]:
        """Return ``formdata`` without characters that nobody can read."""
        self.unreadable: set[str] = set()
        fields = {field.name: field for field in self}
        cleaned: MultiDict[str, Any] = MultiDict()
        for name, values in formdata.lists():
            for value in values:
                cleaned.add(name, self._readable_value(fields.get(name), name, value))
        return cleaned

    def _readable_value(self, field: Field | None, name: str, value: Any) -> Any:
        if isinstance(value, FileStorage) or not isinstance(value, str):
            return value
        multiline = isinstance(field, TextAreaField | HiddenField)
        clean = (_UNREADABLE if multiline else _UNREADABLE_IN_A_LINE).sub("", value)
        if clean != value:
            self.unreadable.add(name)
        return clean

    def validate(self, extra_validators: dict[str, list[Callable[..., None]]] | None = None) -> bool:
        """Check every field; the messages stand beside the fields and in ``errors_in_order``."""
        super().validate(extra_validators)
        for field in self:
            if field.name in getattr(self, "unreadable", ()):
                _put_error(field, UNREADABLE)
            elif _over_default_cap(field):
                _put_error(field, TOO_LONG % {"most": _default_cap(field)})
        if "csrf_token" in self and self.csrf_token.errors:
            self.csrf_token.errors = [EXPIRED]
        self._tell_page()
        return not self.errors

    def add_error(self, field: str | None, message: object) -> None:
        """Put ``message`` beside ``field``, or above the form when it has no such field."""
        if field is not None and field in self:
            _put_error(self[field], message)
        else:
            self.form_errors.append(message)
        self._tell_page()

    def _tell_page(self) -> None:
        if self.errors and has_request_context():
            g.page_has_errors = True

    def errors_in_order(self) -> list[FieldError]:
        """Return the errors in the order of the page: those of the whole form first."""
        return [FieldError(str(message), None) for message in self.form_errors] + list(self._field_errors())

    def _field_errors(self) -> Iterator[FieldError]:
        for field in self:
            hidden = isinstance(field.widget, HiddenInput)
            for message in field.errors:
                yield FieldError(str(message), None if hidden else first_input(field))

    def hidden_tag(self, *fields: Field | str) -> Markup:
        """Render the hidden fields without ids, so that two forms can share a page."""
        chosen = [self[field] if isinstance(field, str) else field for field in fields] or list(self)
        return Markup("\n").join(field(id=False) for field in chosen if isinstance(field.widget, HiddenInput))


class FilterForm(LoketForm):
    """A form that narrows a list: sent with GET, so its choices stand in the address and nothing is changed."""

    class Meta(LoketForm.Meta):
        csrf = False

    def __init__(self, formdata: MultiDict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(formdata=request.args if formdata is None else formdata, **kwargs)

    def is_filtering(self) -> bool:
        """Tell whether any choice was made."""
        return any(field.data for field in self)


class ButtonForm(LoketForm):
    """A form of one button: nothing to fill in, only proof that it came from our page."""


class VersionForm(LoketForm):
    """A form about something that a colleague may change meanwhile: it carries the version that was shown."""

    version = HiddenField()

    def seen(self) -> int:
        """Return the version that the page showed; a page without one is older than everything."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1

    def renew(self, version: int) -> None:
        """Carry the present version from now on: what was typed may be sent again."""
        self.version.data = str(version)


def tidy(text: str | None) -> str:
    """Return ``text`` with one kind of line end and one spelling of accents, without white space around it."""
    return unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\r", "\n")).strip()


def first_input(field: Field) -> str:
    """Return the id of the first input of ``field``: that of the first choice in a group."""
    is_group = hasattr(field.widget, "prefix_label")
    return f"{field.id}-0" if is_group else str(field.id)


def page_has_errors() -> bool:
    """Tell whether a form on this page holds an error; the title then starts with that."""
    return bool(g.get("page_has_errors", False))


def _put_error(field: Field, message: object) -> None:
    field.errors = [*field.errors, message]


def _default_cap(field: Field) -> int:
    return LONGEST_TEXT if isinstance(field, TextAreaField | HiddenField) else LONGEST_LINE


def _over_default_cap(field: Field) -> bool:
    if not isinstance(field, StringField) or isinstance(field, FileField) or field.flags.maxlength:
        return False
    return isinstance(field.data, str) and len(field.data) > _default_cap(field)
