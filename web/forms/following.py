"""What entrepreneurs write about their own question, and how they get their link again."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from intake.feedback import FeedbackDraft
from intake.terms import Helped, HelpedBy, NewsKind, WithdrawReason, label
from web.forms.base import LoketForm
from web.forms.fields import CheckboxesField, DateField, OneEmailField, RadioChoiceField

#: What stands before the id of an organisation among the choices of who helped.
_ORGANISATION = "organisation-"

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


class FeedbackForm(LoketForm):
    """Says whether the answer helped, and who helped; a "no" opens the question again."""

    helped = RadioChoiceField(
        _l("Bent u geholpen?"),
        Helped,
        [DataRequired(_l("Kies of u bent geholpen"))],
        description=_l("Kiest u nee? Dan gaat uw vraag weer open en gaat hetzelfde team ermee verder."),
    )
    helped_by = RadioChoiceField(_l("Door wie?"), [], description=_l("Alleen als u bent geholpen."))
    text = TextAreaField(
        _l("Wilt u er iets bij zeggen?"), [_SHORTER], description=_l("Bijvoorbeeld wat u nog nodig hebt.")
    )

    def offer(self, team: str, organisations: Iterable[tuple[int, str]]) -> None:
        """Let somebody choose from who can have helped."""
        self.helped_by.choices = [
            (HelpedBy.TEAM.value, team),
            *((f"{_ORGANISATION}{key}", name) for key, name in organisations),
            (HelpedBy.SOMEBODY_ELSE.value, _(label(HelpedBy.SOMEBODY_ELSE))),
        ]

    def show(self, helped: Helped, helped_by: HelpedBy | None, organisation_id: int | None, text: str) -> None:
        """Fill in what was said before."""
        chosen = f"{_ORGANISATION}{organisation_id}" if helped_by is HelpedBy.ORGANISATION else helped_by
        self.process(data={"helped": helped, "helped_by": chosen, "text": text})

    def draft(self) -> FeedbackDraft:
        """Return what was filled in."""
        chosen = self.helped_by.data or ""
        if chosen.startswith(_ORGANISATION):
            key = int(chosen.removeprefix(_ORGANISATION))
            return FeedbackDraft(self.helped.data, HelpedBy.ORGANISATION, key, self.text.data)
        return FeedbackDraft(self.helped.data, HelpedBy(chosen) if chosen else None, text=self.text.data)


class WithdrawForm(LoketForm):
    """Takes a question back; the tick prevents a slip of the finger."""

    reason = RadioChoiceField(
        _l("Waarom trekt u uw vraag in?"), WithdrawReason, [DataRequired(_l("Kies waarom u uw vraag intrekt"))]
    )
    text = TextAreaField(_l("Wilt u er iets bij zeggen?"), [_SHORTER])
    sure = BooleanField(
        _l("Ja, ik wil mijn vraag intrekken"), [DataRequired(_l("Zet een vinkje als u uw vraag wilt intrekken"))]
    )


class NewsForm(LoketForm):
    """Asks for one mail later, of one kind or both, until a day."""

    kinds = CheckboxesField(
        _l("Wanneer wilt u één bericht van ons?"), NewsKind, [DataRequired(_l("Kies waarover u een bericht wilt"))]
    )
    ends_on = DateField(
        _l("Tot en met welke dag?"),
        [DataRequired(_l("Vul een datum in, bijvoorbeeld 31-12-2026"))],
        description=_l("Hooguit een jaar, bijvoorbeeld 31-12-2026."),
    )

    def offer(self, kinds: Iterable[NewsKind]) -> None:
        """Let somebody choose from what can happen to this question."""
        self.kinds.choices = [(kind.value, _(label(kind))) for kind in kinds]

    def chosen(self) -> list[NewsKind]:
        """Return what was ticked."""
        return [NewsKind(code) for code in self.kinds.data]

    def until(self) -> date:
        """Return the last day, which ``validate`` looked at."""
        assert self.ends_on.data is not None  # noqa: S101 - a form without a day is not valid
        return self.ends_on.data


class StopNewsForm(LoketForm):
    """Takes back that a mail may come."""

    kind = HiddenField()


class EraseForm(LoketForm):
    """Has everything erased; the tick prevents a slip of the finger."""

    sure = BooleanField(
        _l("Ja, ik wil dat alles wordt gewist"), [DataRequired(_l("Zet een vinkje als u alles wilt laten wissen"))]
    )


class ConsentForm(LoketForm):
    """Gives an organisation sight of the question, or takes it back."""

    organisation = HiddenField()
    give = HiddenField()
