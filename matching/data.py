"""What the matching is told and what it answers: plain frozen data, nothing that can do anything."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# --- what it is told: reference data -------------------------------------------------------------


class OptionStatus(StrEnum):
    """Whether a scheme could be applied for, according to its source in its source year."""

    OPEN = "open"
    CLOSED = "gesloten"
    UNKNOWN = "onbekend"


@dataclass(frozen=True, slots=True)
class TopicProfile:
    """One topic as the loket describes it."""

    slug: str
    name: str
    description: str
    keywords: tuple[str, ...] = ()
    example: str = ""
    name_en: str = ""
    description_en: str = ""


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality with every name it goes by."""

    gm_code: str
    name: str
    alt_names: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    province_code: str = ""
    population: int = 0
    province: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One town or village; the same name may occur in several municipalities."""

    name: str
    gm_code: str
    alt_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Postcode:
    """One four-digit postcode and the municipalities it lies in."""

    pc4: str
    gm_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to finance something; an empty tuple or ``None`` means the source sets no limit.

    Codes are those of the domain: stages ``idee|start|groei|opschaling``, legal forms
    ``eenmanszaak|vof|bv|nv|stichting|vereniging|cooperatie``, targets
    ``impact_first|impact_second|regulier|starter``, regions ``NL``, ``PVxx`` or ``GMxxxx``.
    """

    id: str
    name: str
    provider: str = ""
    instrument: str = ""
    status: OptionStatus = OptionStatus.UNKNOWN
    as_of: int | None = None
    verify_before_use: bool = True
    amount_min_eur: int | None = None
    amount_max_eur: int | None = None
    stages: tuple[str, ...] = ()
    legal_forms: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    region_codes: tuple[str, ...] = ("NL",)
    themes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    summary: str = ""
    eligibility: str = ""


@dataclass(frozen=True, slots=True)
class IntermediaryProfile:
    """One organisation that can help an entrepreneur further."""

    id: str
    name: str
    offer: str = ""
    services: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    region_codes: tuple[str, ...] = ("NL",)
    full: bool = False


#: The source of questions that people asked and a makelaar confirmed the topic of.
CONFIRMED_SOURCE = "bevestigde vraag"
#: The source of questions whose proposed topic the asker left as it stood: they teach, and nothing is measured on them.
KEPT_SOURCE = "niet weersproken voorstel"
#: The sources of texts that are like real questions; probabilities and thresholds are set on these.
MEASURED_SOURCES = frozenset({"eigen ijktekst", CONFIRMED_SOURCE})


@dataclass(frozen=True, slots=True)
class Exemplar:
    """One written or confirmed question with the topic it belongs to, if it belongs to the loket at all."""

    topic: str
    text: str
    language: str = "nl"
    source: str = ""

    @property
    def measured(self) -> bool:
        """Tell whether probabilities may be set on this text, because it is like a real question."""
        return self.source in MEASURED_SOURCES

    @property
    def confirmed(self) -> bool:
        """Tell whether somebody asked this at the loket; then its rare words stay out of the model."""
        return self.source in {CONFIRMED_SOURCE, KEPT_SOURCE}


@dataclass(frozen=True, slots=True)
class RouterData:
    """Everything the router knows about the world; the domain fills it from its tables."""

    topics: tuple[TopicProfile, ...] = ()
    municipalities: tuple[Municipality, ...] = ()
    places: tuple[Place, ...] = ()
    postcodes: tuple[Postcode, ...] = ()
    options: tuple[Option, ...] = ()
    intermediaries: tuple[IntermediaryProfile, ...] = ()


# --- what it is asked ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it came in; only the text is needed.

    ``verified_since`` is the oldest source year at which a scheme may still be called fitting
    (the domain passes the year of the question); ``confirmed_gm_code`` is the municipality an
    asker picked after the loket asked which one was meant, and settles every doubt. Facts given here
    win from what the text says; ``not_read`` names the facts that the asker says are not in the text.
    """

    text: str
    verified_since: int
    municipality: str = ""
    confirmed_gm_code: str | None = None
    stage: str | None = None
    legal_form: str | None = None
    amount_eur: int | None = None
    target: str | None = None
    names: tuple[str, ...] = ()
    not_read: tuple[str, ...] = ()


# --- what it answers -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Example:
    """A written question that shows what a topic is about."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One topic with how likely it is, the words that led there and the example that is most alike.

    ``probability`` is calibrated (0.0 to 1.0), or ``None`` when no model was there to give one;
    ``score`` only ranks (0.0 to 1.0) and is never shown as a probability.
    """

    topic: str
    probability: float | None
    score: float
    evidence: tuple[str, ...] = ()
    nearest: Example | None = None


class TriageReason(StrEnum):
    """Why a person should sort this question."""

    NO_MODEL = "no_model"
    TOO_SHORT = "too_short"
    OUTSIDE = "outside"
    LOW_PROBABILITY = "low_probability"
    SMALL_MARGIN = "small_margin"


class PlaceHow(StrEnum):
    """How a municipality was recognised, or why it was not."""

    CONFIRMED = "confirmed"
    NAME = "name"
    ALTERNATIVE_NAME = "alternative_name"
    FORMER_NAME = "former_name"
    PLACE = "place"
    POSTCODE = "postcode"
    TYPO = "typo"
    UNKNOWN = "unknown"
    SEVERAL = "several"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """The municipality, or the candidates between which only the asker can choose.

    ``gm_code`` is ``None`` when nothing was found or when ``ambiguous`` lists candidates;
    ``source`` is ``field``, ``text`` or empty; ``words`` are the asker's words that were read.
    """

    gm_code: str | None = None
    ambiguous: tuple[str, ...] = ()
    how: PlaceHow = PlaceHow.UNKNOWN
    source: str = ""
    words: tuple[str, ...] = ()


class Verdict(StrEnum):
    """What a scheme can mean for this asker."""

    FITS = "fits"
    UNKNOWN = "unknown"
    CLOSED = "closed"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason as a code with its values; ``matching.reasons.sentence`` turns it into words."""

    code: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FinancingAnswer:
    """What one scheme means for this asker, and why.

    ``ask`` names the fact that would decide (``municipality``, ``stage``, ``legal_form``,
    ``amount_eur`` or ``target``); ``nearest_open`` is the id to look at when this one is closed.
    """

    option_id: str
    verdict: Verdict
    why: tuple[Reason, ...]
    ask: str | None = None
    nearest_open: str | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """The fact that, once known, would change the list of schemes most, and how many schemes depend on it."""

    fact: str
    schemes: int


@dataclass(frozen=True, slots=True)
class MoneyStep:
    """One step of a way to money, ``try`` (a gift), ``lend`` or ``share`` (somebody takes part), and its scheme."""

    step: str
    option_id: str


@dataclass(frozen=True, slots=True)
class IntermediaryAnswer:
    """One organisation that may help, and why."""

    intermediary_id: str
    why: tuple[Reason, ...]
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A fact that the asker's own words gave: ``text[start:end]`` says it.

    ``name`` is that of the fact in ``Asked`` (``amount_eur``, ``stage`` or ``legal_form``), ``value`` its code, or
    a number of whole euros.
    """

    name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of personal data: ``text[start:end]``."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Routing:
    """Everything the matching has to say about one question; the team is the domain's to decide.

    ``topics`` holds every topic, best first; ``second_topic`` a second need in the same text. ``facts`` are those
    read in the text and used, because the asker did not give them otherwise.
    """

    topics: tuple[Suggestion, ...]
    triage: bool
    triage_reason: TriageReason | None
    second_topic: Suggestion | None
    municipality: PlaceAnswer
    financing: tuple[FinancingAnswer, ...]
    intermediaries: tuple[IntermediaryAnswer, ...]
    personal_data: tuple[Finding, ...]
    language: str
    model_hash: str
    input_hash: str
    facts: tuple[ReadFact, ...] = ()
    fact_question: FactQuestion | None = None
    money_route: tuple[MoneyStep, ...] = ()
