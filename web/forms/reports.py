"""The form that chooses which cases a report is about."""

from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from intake.case_filter import CaseFilter
from intake.terms import CaseStatus, Category, Level
from web.forms.base import LoketForm
from web.forms.fields import ChoiceField, DateField


class ReportForm(LoketForm):
    """Every choice narrows the report; nothing chosen means all cases of the own tracks."""

    track = ChoiceField(_l("Spoor"), empty=_l("Al mijn sporen"))
    since = DateField(_l("Vanaf"), description=_l("Bijvoorbeeld 01-01-2026"))
    until = DateField(_l("Tot en met"), description=_l("Bijvoorbeeld 30-06-2026"))
    municipality = ChoiceField(_l("Gemeente"), empty=_l("Alle gemeenten"))
    category = ChoiceField(_l("Categorie"), Category, empty=_l("Alle categorieën"))
    kind = ChoiceField(_l("Soort knelpunt"), empty=_l("Alle soorten"))
    level = ChoiceField(_l("Niveau"), Level, empty=_l("Alle niveaus"))
    status = ChoiceField(_l("Stand van de casus"), CaseStatus, empty=_l("Alle standen"))

    def validate_until(self, field: DateField) -> None:
        """Refuse a period that ends before it begins."""
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(_l("Kies een einddatum die niet vóór de begindatum ligt"))

    def chosen(self) -> CaseFilter:
        """Return the filter that was filled in."""
        return CaseFilter(
            track=self.track.data,
            since=self.since.data,
            until=self.until.data,
            gm_code=self.municipality.data,
            category=self.category.data,
            kind=self.kind.data,
            level=self.level.data,
            status=self.status.data,
        )
