"""Forms of the coordination team: parties that join and leave."""

from flask_babel import lazy_gettext as _l

from intake.parties import OrganisationDraft
from web.forms.administration import OrganisationForm
from web.forms.base import LoketForm
from web.forms.fields import DateField, Filled


class PartyForm(OrganisationForm):
    """A party that is not in the list yet."""

    joined_on = DateField(_l("Partij sinds"), [Filled(_l("Vul de dag in waarop de organisatie partij werd"))])

    def draft(self) -> OrganisationDraft:
        """Return what was filled in."""
        return OrganisationDraft(self.name.data, self.category.data, self.municipality.data or "", self.joined_on.data)


class JoinForm(LoketForm):
    """The first day on which an organisation is a party again."""

    on = DateField(_l("Eerste dag als partij"), [Filled(_l("Vul een dag in"))])


class LeaveForm(LoketForm):
    """The last day on which an organisation is a party."""

    on = DateField(_l("Laatste dag als partij"), [Filled(_l("Vul een dag in"))])
