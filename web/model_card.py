"""The card of the topic model in the fields of the Dutch register of algorithms (algoritmeregister)."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import format_date, format_decimal, format_percent
from flask_babel import gettext as _

from intake.model_card import ModelCard
from intake.model_files import ModelFacts

#: Who made the sentence vectors (licence and source: the package that holds them).
VECTORS_MADE_BY = "Google (Universal Sentence Encoder, multilingual)"


@dataclass(frozen=True, slots=True)
class CardField:
    """One field of the register: its name there, the words above it, and what stands in it."""

    code: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class CardPart:
    """One of the three parts of an entry in the register."""

    title: str
    fields: tuple[CardField, ...]

    @property
    def items(self) -> list[tuple[str, str]]:
        """Each field as it is shown: the words above it, and what stands in it."""
        return [(field.label, field.value) for field in self.fields]


def card_parts(card: ModelCard, public_url: str) -> tuple[CardPart, ...]:
    """Return the entry, in the language of the moment."""
    return (
        CardPart(_("Algemene informatie"), tuple(_general(card, public_url))),
        CardPart(_("Verantwoord gebruik"), tuple(_responsible(card))),
        CardPart(_("Werking"), tuple(_working(card))),
    )


def _general(card: ModelCard, public_url: str) -> Iterator[CardField]:
    yield CardField("naam", _("Naam"), _("Impactloket: herkennen van het onderwerp van een vraag"))
    yield CardField("organisatie", _("Organisatie"), card.organisation or _("Niet vastgelegd"))
    yield CardField(
        "korte_omschrijving",
        _("Korte omschrijving"),
        _(
            "Het algoritme leest een vraag van een ondernemer en stelt onderwerpen voor. Het onderwerp en de gemeente "
            "bepalen samen welk team de vraag krijgt en welke financiering en organisaties worden genoemd."
        ),
    )
    yield CardField("publicatiecategorie", _("Publicatiecategorie"), _("Overige algoritmes"))
    yield CardField("begindatum", _("Begindatum"), _begin(card))
    yield CardField("status", _("Status"), _("In gebruik") if card.model else _("Niet in gebruik"))
    yield CardField("contact", _("Contact"), f"{public_url}/privacy")
    yield CardField("publiekspagina", _("Publiekspagina"), f"{public_url}/algoritme")


def _responsible(card: ModelCard) -> Iterator[CardField]:
    yield CardField(
        "doel_en_impact",
        _("Doel en impact"),
        _(
            "Het doel is dat een ondernemer met één vraag meteen bij het juiste team komt. Een verkeerd voorstel kost "
            "tijd: de vraag begint dan bij een ander team of staat langer stil. Het voorstel geeft of weigert niets "
            "waar iemand recht op heeft."
        ),
    )
    yield CardField("afwegingen", _("Afwegingen"), _considerations(card))
    yield CardField(
        "menselijke_tussenkomst",
        _("Menselijke tussenkomst"),
        _(
            "De ondernemer ziet het voorstel en kan het verbeteren of zeggen dat niets past. Een medewerker leest elke "
            "vraag, bevestigt of wijzigt het onderwerp en geeft het antwoord. Het algoritme wijst niets af, antwoordt "
            "niet en draagt niets over. Twijfelt het algoritme, dan deelt een medewerker de vraag in."
        ),
    )
    yield CardField("risicobeheer", _("Risicobeheer"), _risks(card))
    yield CardField(
        "wettelijke_basis",
        _("Wettelijke basis"),
        _("Uitvoering van een taak van algemeen belang (artikel 6, eerste lid, onder e, van de AVG)."),
    )
    yield CardField(
        "impacttoetsen",
        _("Impacttoetsen"),
        _("In dit loket is geen impacttoets vastgelegd. Vraag ernaar bij de organisatie."),
    )


def _working(card: ModelCard) -> Iterator[CardField]:
    yield CardField("gegevens", _("Gegevens"), _data(card))
    yield CardField("technische_werking", _("Technische werking"), _technique(card))
    yield CardField("prestaties", _("Gemeten prestaties"), _performance(card.model))
    yield CardField("leverancier", _("Leverancier"), _supplier(card.model))
    yield CardField("kenmerk_model", _("Kenmerk van het model (SHA-256)"), card.model.hash if card.model else "-")


def _begin(card: ModelCard) -> str:
    since = card.in_use_since or (card.model.fitted_at if card.model else None)
    return str(format_date(since, "long") if since else _("Niet bekend"))


def _considerations(card: ModelCard) -> str:
    told = _(
        "Zonder algoritme moet een ondernemer zelf weten welk loket en welk onderwerp past, of moet een medewerker "
        "elke vraag eerst met de hand verdelen. Gekozen is voor een eenvoudig, uitlegbaar model dat op eigen computers "
        "draait. Vertrouwelijke vragen worden wel ingedeeld, maar het model leert er niet van."
    )
    return told if card.model else f"{told} {_no_model()}"


def _risks(card: ModelCard) -> str:
    told = _(
        "Een nieuw model draait eerst in de schaduw en wordt vergeleken met het oude op vragen die geen van beide "
        "kent: per onderwerp, gemeente, lengte en taal. Wie erop achteruitgaat, wordt genoemd. Elke wisseling van "
        "model staat in het logboek en kan worden teruggedraaid. Persoonsgegevens worden weggelaten voordat het model "
        "ervan leert."
    )
    limits = card.model.thresholds if card.model else None
    if limits is None:
        return str(told)
    return str(
        f"{told} "
        + _(
            "De drempels zijn zo gekozen dat hoogstens %(error)s van de vragen die zonder medewerker worden ingedeeld "
            "een verkeerd onderwerp krijgt; gemeten is %(measured)s. Daarvoor gaat %(left)s van de vragen eerst naar "
            "een medewerker.",
            error=_share(limits.error),
            measured=_share(limits.measured),
            left=_share(limits.left),
        )
    )


def _data(card: ModelCard) -> str:
    told = _("De tekst van de vraag, met persoonsgegevens weggelaten. Naam, adres en herkomst spelen geen rol.")
    if card.model is None:
        return str(told)
    note = card.model.note
    return str(
        f"{told} "
        + _(
            "Het model leerde van %(texts)s teksten over %(topics)s onderwerpen. Daarvan zijn %(confirmed)s vragen "
            "waarvan iemand het onderwerp bevestigde, en %(outside)s teksten die niet bij het loket horen. "
            "%(held_back)s bevestigde vragen zijn apart gehouden om te meten.",
            texts=format_decimal(note.texts),
            topics=format_decimal(len(note.per_topic)),
            confirmed=format_decimal(note.confirmed),
            outside=format_decimal(note.outside),
            held_back=format_decimal(note.held_back),
        )
    )


def _technique(card: ModelCard) -> str:
    if card.model is None:
        return _no_model()
    reads = (
        _("woorden, stukken van woorden en een zinsvector (%(encoder)s)", encoder=card.model.encoder)
        if card.model.encoder
        else _("woorden en stukken van woorden")
    )
    told = _(
        "Een lineair model met %(reads)s. Het geeft per onderwerp een kans en de woorden uit de vraag die het zwaarst "
        "wogen. De kansen zijn geijkt op teksten die het model niet kende.",
        reads=reads,
    )
    fitted = card.model.fitted_at
    return str(f"{told} " + _("Gemaakt op %(day)s.", day=format_date(fitted, "long")) if fitted else told)


def _performance(model: ModelFacts | None) -> str:
    if model is None or model.thresholds is None or model.calibration_error is None:
        return _no_model()
    return str(
        _(
            "De kansen wijken gemiddeld %(error)s af van hoe vaak het voorstel klopt (ijkfout). Van de vragen die "
            "zonder medewerker werden ingedeeld, kreeg %(wrong)s een verkeerd onderwerp. Gemeten op teksten die het "
            "model niet kende.",
            error=_share(model.calibration_error),
            wrong=_share(model.thresholds.measured),
        )
    )


def _supplier(model: ModelFacts | None) -> str:
    if model is None or model.encoder is None:
        return str(_("Eigen ontwikkeling, met open broncode."))
    return str(_("Eigen ontwikkeling, met open broncode. Zinsvectoren: %(maker)s.", maker=VECTORS_MADE_BY))


def _no_model() -> str:
    return str(_("Er is nu geen model in gebruik: medewerkers delen alle vragen in."))


def _share(share: float) -> str:
    return str(format_percent(share, "#,##0.0%"))
