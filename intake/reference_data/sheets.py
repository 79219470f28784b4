"""Which files there are, what stands in each column, and in which table it ends up.

A sheet is one CSV file. ``SHEETS`` is in the order in which they are loaded: what is referred to
comes first.
"""

from dataclasses import dataclass

from intake.reference_data import cells
from intake.reference_data.cells import Plain, Reader
from intake.terms import (
    Category,
    Criterion,
    Destination,
    Instrument,
    LegalForm,
    Level,
    OrganisationCategory,
    Stage,
    Target,
)
from matching.data import OptionStatus

#: Names of lists of codes that are put together from several files (``checks.code_lists``).
REGIONS = "region codes"
PROVINCES = "province codes"

#: Between the values of a cell that holds several.
SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Link:
    """Rows of another table, one for each value of a column; ``criterion`` is set for financing only."""

    table: str
    parent: str
    child: str
    criterion: Criterion | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how a value is read, and what an empty cell means.

    ``known_in`` is the file (or list) in which the code must occur. ``link`` says that the values
    are rows of their own. ``foreign`` is the column of the table that holds the id of the
    organisation whose code stands in the cell.
    """

    name: str
    read: Reader = cells.text
    needed: bool = False
    many: bool = False
    unique: bool = False
    empty: Plain = None
    known_in: str | None = None
    link: Link | None = None
    foreign: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file: its table, the columns that name a row, and all columns."""

    file: str
    table: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    own_id: bool = False

    def key_of(self, record: dict[str, Plain]) -> str:
        """Return the code by which a record is known in files and history."""
        return "/".join(str(record[name]) for name in self.key)


# --- the kinds of column -------------------------------------------------------------------------


def _key(name: str, read: Reader, known_in: str | None = None) -> Column:
    return Column(name, read, needed=True, unique=True, known_in=known_in)


def _needed(name: str, read: Reader = cells.text, known_in: str | None = None) -> Column:
    return Column(name, read, needed=True, known_in=known_in)


def _text(name: str, read: Reader = cells.text) -> Column:
    return Column(name, read, empty="")


def _optional(name: str, read: Reader, known_in: str | None = None) -> Column:
    return Column(name, read, known_in=known_in)


def _many(name: str, read: Reader = cells.text, known_in: str | None = None) -> Column:
    return Column(name, read, many=True, empty=[], known_in=known_in)


def _linked(name: str, link: Link, known_in: str | None, read: Reader = cells.text) -> Column:
    return Column(name, read, many=True, empty=[], known_in=known_in, link=link)


def _criterion(name: str, criterion: Criterion, read: Reader = cells.text, known_in: str | None = None) -> Column:
    return _linked(name, Link("financing_criteria", "option_id", "code", criterion), known_in, read)


def _organisation(*, needed: bool) -> Column:
    return Column("organisation", cells.slug, needed=needed, known_in="organisations.csv", foreign="organisation_id")


SOURCE = _needed("source", cells.source)
NAMES = (_needed("name_nl"), _needed("name_en"))
DATES = (_optional("valid_from", cells.iso_date), _optional("valid_to", cells.iso_date))


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "tracks.csv",
        "tracks",
        ("slug",),
        (
            _key("slug", cells.slug),
            Column("number", cells.whole_number, needed=True, unique=True),
            *NAMES,
            _text("motto"),
            _needed("description_nl"),
            *DATES,
            SOURCE,
        ),
    ),
    Sheet(
        "municipal_domains.csv",
        "municipal_domains",
        ("slug",),
        (_key("slug", cells.slug), *NAMES, _text("covers_nl"), SOURCE),
    ),
    Sheet(
        "sdgs.csv",
        "sdgs",
        ("number",),
        (
            _key("number", cells.whole_number),
            *NAMES,
            _many("alt_names"),
            _needed("colour", cells.like(r"#[0-9A-F]{6}", "#E5243B")),
            _many("keywords"),
            SOURCE,
        ),
    ),
    Sheet(
        "topics.csv",
        "topics",
        ("slug",),
        (
            _key("slug", cells.slug),
            _needed("track_slug", known_in="tracks.csv"),
            _needed("position", cells.whole_number),
            *NAMES,
            _needed("description_nl"),
            _text("description_en"),
            _many("keywords"),
            _text("example_question_nl"),
            _needed("default_destination", cells.one_of(Destination)),
            _linked("domains", Link("topic_domains", "topic_slug", "domain_slug"), "municipal_domains.csv"),
            _linked("sdgs", Link("topic_sdgs", "topic_slug", "sdg_number"), "sdgs.csv", cells.whole_number),
            *DATES,
            SOURCE,
        ),
    ),
    Sheet(
        "outcomes.csv",
        "outcomes",
        ("code",),
        (
            _key("code", cells.slug),
            *NAMES,
            _many("actor_levels", cells.one_of(Level, "intermediair", "alle")),
            _needed("definition_nl"),
            _text("anchor"),
            *DATES,
            SOURCE,
        ),
    ),
    Sheet(
        "knelpunt_kinds.csv",
        "knelpunt_kinds",
        ("code",),
        (
            _key("code", cells.slug),
            _needed("category", cells.one_of(Category)),
            *NAMES,
            _needed("definition_nl"),
            _text("examples_nl"),
            _many("levels", cells.one_of(Level)),
            _many("outcomes", known_in="outcomes.csv"),
            *DATES,
            SOURCE,
        ),
    ),
    Sheet(
        "municipalities.csv",
        "municipalities",
        ("gm_code",),
        (
            _key("gm_code", cells.gm_code),
            _needed("name"),
            _needed("display_name"),
            _many("alt_names"),
            _many("former_municipalities"),
            _needed("province_code", cells.province_code),
            _needed("province"),
            _text("corop_code", cells.like(r"CR[0-9]{2}", "CR23")),
            _text("corop"),
            _text("labour_region_code", cells.like(r"AM[0-9]{2}", "AM37")),
            _text("labour_region"),
            _text("safety_region_code", cells.like(r"VR[0-9]{2}", "VR12")),
            _needed("population", cells.whole_number),
            _optional("population_on", cells.iso_date),
            _optional("lat", cells.decimal),
            _optional("lon", cells.decimal),
            SOURCE,
        ),
    ),
    Sheet(
        "places.csv",
        "places",
        ("code",),
        (
            _key("code", cells.like(r"[0-9]{4}", "1025")),
            _needed("name"),
            _many("alt_names"),
            _needed("gm_code", cells.gm_code, "municipalities.csv"),
            SOURCE,
        ),
    ),
    Sheet(
        "regional_leads.csv",
        "regional_leads",
        ("gm_code",),
        (
            _key("gm_code", cells.gm_code, "municipalities.csv"),
            _needed("lead_gm_code", cells.gm_code, "municipalities.csv"),
            _needed("region"),
            _text("subregion"),
            _text("basis"),
            SOURCE,
        ),
    ),
    Sheet(
        "organisations.csv",
        "organisations",
        ("code",),
        (
            _key("code", cells.slug),
            _needed("name"),
            _needed("category", cells.one_of(OrganisationCategory)),
            Column("party_number", cells.whole_number, unique=True),
            _optional("gm_code", cells.gm_code, "municipalities.csv"),
            _optional("province_code", cells.province_code, PROVINCES),
            _text("region"),
            *DATES,
            _text("note"),
            SOURCE,
        ),
        own_id=True,
    ),
    Sheet(
        "teams.csv",
        "teams",
        ("code",),
        (
            _key("code", cells.like(r"[A-Z]{2,4}", "ABC")),
            _needed("name"),
            _organisation(needed=True),
            Column("gm_code", cells.gm_code, unique=True, known_in="municipalities.csv"),
            _optional("province_code", cells.province_code, PROVINCES),
            _needed("is_national", cells.flag),
            _needed("takes_all_topics", cells.flag),
            _linked("topics", Link("team_topics", "team_id", "topic_slug"), "topics.csv"),
            _optional("mandate_text", cells.text),
            _optional("public_phone", cells.text),
            _needed("first_sign_days", cells.whole_number),
            _needed("first_content_days", cells.whole_number),
            _needed("answer_days", cells.whole_number),
            *DATES,
            SOURCE,
        ),
        own_id=True,
    ),
    Sheet(
        "intermediaries.csv",
        "intermediaries",
        ("id",),
        (
            _key("id", cells.slug),
            _organisation(needed=True),
            _needed("name"),
            _needed("type"),
            _needed("offer_nl"),
            _many("regions_nl"),
            _linked("region_codes", Link("intermediary_regions", "intermediary_id", "region_code"), REGIONS),
            _linked("topics", Link("intermediary_topics", "intermediary_id", "topic_slug"), "topics.csv"),
            _many("themes"),
            _many("services"),
            _text("url", cells.web_address),
            _text("url_basis", cells.one_of("bron", "niet_gecontroleerd")),
            _optional("as_of", cells.year),
            _text("evidence", cells.one_of("bron", "alleen dealtekst", "geen bron gevonden")),
            _text("note"),
            SOURCE,
        ),
    ),
    Sheet(
        "contact_points.csv",
        "contact_points",
        ("code",),
        (
            _key("code", cells.slug),
            _needed("gm_code", cells.gm_code, "municipalities.csv"),
            _needed("name"),
            _needed("kind"),
            _text("description_nl"),
            _text("public_email", cells.email),
            _text("email_source", cells.source),
            _text("public_phone"),
            _text("url", cells.web_address),
            _optional("as_of", cells.year),
            _text("evidence", cells.one_of("bron", "geen bron gevonden")),
            _text("note"),
            SOURCE,
        ),
    ),
    Sheet(
        "financing.csv",
        "financing_options",
        ("id",),
        (
            _key("id", cells.slug),
            _needed("name"),
            _needed("provider"),
            _organisation(needed=False),
            _needed("instrument", cells.one_of(Instrument)),
            _optional("amount_min_eur", cells.whole_number),
            _optional("amount_max_eur", cells.whole_number),
            _text("scope", cells.one_of("landelijk", "provincie", "streek", "gemeente")),
            _many("regions_nl"),
            _criterion("region_codes", Criterion.REGION, known_in=REGIONS),
            _text("legal_forms_nl"),
            _criterion("legal_forms", Criterion.LEGAL_FORM, cells.one_of(LegalForm, "overheid")),
            _criterion("stages", Criterion.STAGE, cells.one_of(Stage)),
            _criterion("targets", Criterion.TARGET, cells.one_of(Target)),
            _criterion("themes", Criterion.THEME),
            _criterion("topics", Criterion.TOPIC, known_in="topics.csv"),
            _needed("summary_nl"),
            _text("eligibility_nl"),
            _text("how_to_apply_url", cells.web_address),
            _text("apply_url_basis", cells.one_of("bron", "niet_gecontroleerd")),
            _text("source_url", cells.web_address),
            _optional("as_of", cells.year),
            _needed("status", cells.one_of(OptionStatus)),
            _needed("verify_before_use", cells.flag),
            *DATES,
            _text("note"),
            SOURCE,
        ),
    ),
)
