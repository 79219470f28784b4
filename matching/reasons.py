"""Reasons in words: what a scheme or an organisation has to do with this question, in Dutch and English."""

from __future__ import annotations

from matching.data import Reason

#: Codes whose values are amounts in euros.
_AMOUNTS = frozenset({"amount_fits", "amount_too_small", "amount_too_large", "amount_missing"})

_SENTENCES: dict[str, tuple[str, str]] = {
    # Money that fits.
    "topic": ("Past bij het onderwerp van uw vraag.", "Suits the subject of your question."),
    "theme": ("U noemt: {list}.", "You mention: {list}."),
    "region_municipality": ("Geldt in uw gemeente.", "Available in your municipality."),
    "region_province": ("Geldt in uw provincie.", "Available in your province."),
    "region_national": ("Geldt in heel Nederland.", "Available throughout the Netherlands."),
    "stage_fits": ("Past bij uw fase: {0}.", "Suits your stage: {0}."),
    "legal_form_fits": ("Open voor uw rechtsvorm: {0}.", "Open to your legal form: {0}."),
    "target_fits": ("Bedoeld voor ondernemingen als de uwe.", "Meant for enterprises like yours."),
    "amount_fits": ("Uw bedrag van {0} past.", "Your amount of {0} fits."),
    # Money that does not fit.
    "region_elsewhere": ("Geldt niet in uw gemeente.", "Not available in your municipality."),
    "stage_other": (
        "Bedoeld voor een andere fase: {list}.",
        "Meant for another stage: {list}.",
    ),
    "legal_form_other": ("Alleen voor: {list}.", "Only for: {list}."),
    "target_other": (
        "Bedoeld voor een ander soort onderneming: {list}.",
        "Meant for another kind of enterprise: {list}.",
    ),
    "amount_too_small": ("Begint pas bij {0}.", "Starts at {0}."),
    "amount_too_large": ("Gaat tot {0}.", "Goes up to {0}."),
    # Money of which something is not known.
    "region_missing": (
        "Dit hangt af van uw gemeente.",
        "This depends on your municipality.",
    ),
    "stage_missing": (
        "Dit hangt af van uw fase; het is bedoeld voor: {list}.",
        "This depends on your stage; it is meant for: {list}.",
    ),
    "legal_form_missing": (
        "Dit hangt af van uw rechtsvorm; het is bedoeld voor: {list}.",
        "This depends on your legal form; it is meant for: {list}.",
    ),
    "target_missing": (
        "Dit hangt af van uw soort onderneming; het is bedoeld voor: {list}.",
        "This depends on your kind of enterprise; it is meant for: {list}.",
    ),
    "amount_missing": (
        "Dit hangt af van het bedrag dat u zoekt ({range}).",
        "This depends on the amount you need ({range}).",
    ),
    "not_verified_since": (
        "Niet meer gecontroleerd sinds {0}. Vraag na of dit nog zo is.",
        "Not verified since {0}. Ask whether this still holds.",
    ),
    "never_verified": (
        "Van deze regeling is geen jaar bekend. Vraag na of zij nog bestaat.",
        "The year of this scheme is not known. Ask whether it still exists.",
    ),
    "closed": ("Gesloten volgens de bron uit {0}.", "Closed according to the source of {0}."),
    "closed_undated": ("Gesloten volgens de bron.", "Closed according to the source."),
    # Organisations that help.
    "helps_with_topic": ("Helpt bij het onderwerp van uw vraag.", "Helps with the subject of your question."),
    "offer": ("Uw woorden komen terug in het aanbod: {list}.", "Your words occur in what they offer: {list}."),
    "works_in_municipality": ("Werkt in uw gemeente.", "Works in your municipality."),
    "works_in_province": ("Werkt in uw provincie.", "Works in your province."),
    "works_nationally": ("Werkt in heel Nederland.", "Works throughout the Netherlands."),
    "region_unknown": ("Het werkgebied is niet vastgelegd.", "Where they work is not recorded."),
    "depends_on_municipality": ("Werkt in een deel van Nederland.", "Works in a part of the Netherlands."),
    "full": ("Neemt nu geen nieuwe vragen aan.", "Takes no new questions now."),
}

_WORDS: dict[str, tuple[str, str]] = {
    "idee": ("idee", "idea"),
    "start": ("start", "start"),
    "groei": ("groei", "growth"),
    "opschaling": ("opschaling", "scaling up"),
    "eenmanszaak": ("eenmanszaak", "sole proprietorship"),
    "vof": ("vof", "general partnership (vof)"),
    "bv": ("bv", "private limited company (bv)"),
    "nv": ("nv", "public limited company (nv)"),
    "stichting": ("stichting", "foundation (stichting)"),
    "vereniging": ("vereniging", "association (vereniging)"),
    "cooperatie": ("coöperatie", "cooperative (coöperatie)"),
    "nog_geen": ("nog geen rechtsvorm", "no legal form yet"),
    "anders": ("een andere rechtsvorm", "another legal form"),
    "impact_first": ("maatschappelijk doel voorop", "social goal first"),
    "impact_second": ("gewoon bedrijf dat maatschappelijk bijdraagt", "company that also serves society"),
    "regulier": ("gewoon bedrijf", "ordinary company"),
    "starter": ("nog niet begonnen", "not started yet"),
}

#: Every code a reason can have.
CODES = frozenset(_SENTENCES)


def sentence(reason: Reason, language: str = "nl") -> str:
    """Write a reason as one sentence, in English for ``en`` and in Dutch otherwise."""
    column = 1 if language == "en" else 0
    template = _SENTENCES[reason.code][column]
    values = [_value(reason.code, value, column) for value in reason.values]
    return template.format(*values, list=", ".join(values), range=_range(values, column))


def _value(code: str, value: str, column: int) -> str:
    if code in _AMOUNTS and value:
        return euros(int(value), "en" if column else "nl")
    return _WORDS[value][column] if value in _WORDS else value


def euros(amount: int, language: str = "nl") -> str:
    """Write an amount as people of the language do: "€ 50.000" or "€50,000"."""
    if language == "en":
        return f"€{amount:,}"
    return "€ " + f"{amount:,}".replace(",", ".")


def _range(values: list[str], column: int) -> str:
    low, high = (*values, "", "")[:2]
    if low and high:
        return f"{low} – {high}"
    if low:
        return ("vanaf {}", "from {}")[column].format(low)
    return ("tot {}", "up to {}")[column].format(high)
