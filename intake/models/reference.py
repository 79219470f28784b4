"""What the loket knows of the world: tracks, topics, places, organisations, schemes and teams.

All of it is data that an administrator loads or edits. A row that is no longer used is retired
(``retired_on``), never deleted, so that history stays readable. Cells with several values are rows
of their own where they are searched or linked, and otherwise text with ``;`` between the values.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from intake.models.base import code_of
from intake.terms import Category, Criterion, Destination, Instrument, OrganisationCategory
from matching.data import OptionStatus


class ReferenceRow(SQLModel):
    """What every reference table has: where a row comes from, and since when it is no longer used."""

    source: str = Field(sa_type=Text)
    retired_on: date | None = None


class DatedRow(ReferenceRow):
    """A reference row that holds for a period; an empty end means that none is known."""

    valid_from: date | None = None
    valid_to: date | None = None


def _unique_in_use(table: str, column: str) -> Index:
    """Return an index that keeps ``column`` unique among the rows in use; a retired row keeps its value."""
    in_use = text("retired_on IS NULL")
    return Index(f"uq_{table}_{column}_in_use", column, unique=True, sqlite_where=in_use, postgresql_where=in_use)


# --- what a question can be about ----------------------------------------------------------------


class Track(DatedRow, table=True):
    """One of the tracks (*sporen*) in which the deal works."""

    __tablename__ = "tracks"
    __table_args__ = (_unique_in_use("tracks", "number"),)

    slug: str = Field(primary_key=True, max_length=80)
    number: int
    name_nl: str = Field(max_length=120)
    name_en: str = Field(max_length=120)
    motto: str = Field(default="", max_length=120)
    description_nl: str = Field(sa_type=Text)


class MunicipalDomain(ReferenceRow, table=True):
    """A field of work inside a municipality, such as procurement or permits."""

    __tablename__ = "municipal_domains"

    slug: str = Field(primary_key=True, max_length=80)
    name_nl: str = Field(max_length=120)
    name_en: str = Field(max_length=120)
    covers_nl: str = Field(default="", sa_type=Text)


class Sdg(ReferenceRow, table=True):
    """One of the seventeen sustainable development goals."""

    __tablename__ = "sdgs"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name_nl: str = Field(max_length=120)
    name_en: str = Field(max_length=120)
    alt_names: str = Field(default="", sa_type=Text)
    colour: str = Field(max_length=7)
    keywords: str = Field(default="", sa_type=Text)


class Topic(DatedRow, table=True):
    """One subject (*onderwerp*) a question can be about, with the profile that texts are compared to."""

    __tablename__ = "topics"

    slug: str = Field(primary_key=True, max_length=80)
    track_slug: str = Field(foreign_key="tracks.slug", max_length=80, index=True)
    position: int = 0
    name_nl: str = Field(max_length=120)
    name_en: str = Field(max_length=120)
    description_nl: str = Field(sa_type=Text)
    description_en: str = Field(default="", sa_type=Text)
    keywords: str = Field(default="", sa_type=Text)
    example_question_nl: str = Field(default="", sa_type=Text)
    default_destination: Destination = Field(sa_type=code_of(Destination))


class TopicDomain(SQLModel, table=True):
    """A municipal domain that a topic touches."""

    __tablename__ = "topic_domains"

    topic_slug: str = Field(foreign_key="topics.slug", primary_key=True, max_length=80)
    domain_slug: str = Field(foreign_key="municipal_domains.slug", primary_key=True, max_length=80, index=True)


class TopicSdg(SQLModel, table=True):
    """A sustainable development goal that a topic serves."""

    __tablename__ = "topic_sdgs"

    topic_slug: str = Field(foreign_key="topics.slug", primary_key=True, max_length=80)
    sdg_number: int = Field(foreign_key="sdgs.number", primary_key=True, index=True)


class Outcome(DatedRow, table=True):
    """What can come of a knelpunt or a question, each anchored in the text of the deal."""

    __tablename__ = "outcomes"

    code: str = Field(primary_key=True, max_length=60)
    name_nl: str = Field(max_length=120)
    name_en: str = Field(max_length=120)
    actor_levels: str = Field(default="", max_length=200)
    definition_nl: str = Field(sa_type=Text)
    anchor: str = Field(default="", max_length=200)


class KnelpuntKind(DatedRow, table=True):
    """A kind of barrier; ``levels`` and ``outcomes`` are codes with ``;`` between them."""

    __tablename__ = "knelpunt_kinds"

    code: str = Field(primary_key=True, max_length=60)
    category: Category = Field(sa_type=code_of(Category), index=True)
    name_nl: str = Field(max_length=120)
    name_en: str = Field(max_length=120)
    definition_nl: str = Field(sa_type=Text)
    examples_nl: str = Field(default="", sa_type=Text)
    levels: str = Field(default="", max_length=200)
    outcomes: str = Field(default="", sa_type=Text)


# --- where it is ---------------------------------------------------------------------------------


class Municipality(ReferenceRow, table=True):
    """A municipality with every name it goes by; alternative and former names have ``;`` between them."""

    __tablename__ = "municipalities"

    gm_code: str = Field(primary_key=True, max_length=6)
    name: str = Field(max_length=120)
    display_name: str = Field(max_length=120, index=True)
    alt_names: str = Field(default="", sa_type=Text)
    former_municipalities: str = Field(default="", sa_type=Text)
    province_code: str = Field(max_length=4, index=True)
    province: str = Field(max_length=60)
    corop_code: str = Field(default="", max_length=4)
    corop: str = Field(default="", max_length=120)
    labour_region_code: str = Field(default="", max_length=4)
    labour_region: str = Field(default="", max_length=120)
    safety_region_code: str = Field(default="", max_length=4)
    population: int = 0
    population_on: date | None = None
    lat: float | None = None
    lon: float | None = None


class Place(ReferenceRow, table=True):
    """A town or village; the same name may occur in several municipalities."""

    __tablename__ = "places"

    code: str = Field(primary_key=True, max_length=8)
    name: str = Field(max_length=120, index=True)
    alt_names: str = Field(default="", sa_type=Text)
    gm_code: str = Field(foreign_key="municipalities.gm_code", max_length=6, index=True)


class Postcode(ReferenceRow, table=True):
    """A four-digit postcode in one municipality; a postcode of two municipalities has two rows."""

    __tablename__ = "postcodes"

    pc4: str = Field(primary_key=True, max_length=4)
    gm_code: str = Field(foreign_key="municipalities.gm_code", primary_key=True, max_length=6, index=True)
    confidence: str = Field(max_length=10)


class RegionalLead(ReferenceRow, table=True):
    """The municipality whose team takes the questions of another municipality in its region."""

    __tablename__ = "regional_leads"

    gm_code: str = Field(foreign_key="municipalities.gm_code", primary_key=True, max_length=6)
    lead_gm_code: str = Field(foreign_key="municipalities.gm_code", max_length=6)
    region: str = Field(max_length=120)
    subregion: str = Field(default="", max_length=120)
    basis: str = Field(default="", sa_type=Text)


# --- who can do something ------------------------------------------------------------------------


class Organisation(DatedRow, table=True):
    """An organisation that accounts, consents and referrals belong to.

    ``party_number`` is its number in the deal; most organisations have none. ``valid_from`` and
    ``valid_to`` say when it was a party, and are empty for the others. ``paused_until`` is the last
    day on which an intermediary takes no referrals.
    """

    __tablename__ = "organisations"
    __table_args__ = (_unique_in_use("organisations", "party_number"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=80, unique=True)
    name: str = Field(max_length=160)
    category: OrganisationCategory = Field(sa_type=code_of(OrganisationCategory), index=True)
    party_number: int | None = None
    gm_code: str | None = Field(default=None, foreign_key="municipalities.gm_code", max_length=6, index=True)
    province_code: str | None = Field(default=None, max_length=4)
    region: str = Field(default="", max_length=160)
    paused_until: date | None = None
    note: str = Field(default="", sa_type=Text)


class Team(DatedRow, table=True):
    """A makelaarsteam. Its mandate stays empty until a source gives it or an administrator writes it down.

    The three ``…_days`` are working days within which a question gets a first sign of life, a first
    answer in substance, and its answer.
    """

    __tablename__ = "teams"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=4, unique=True)
    name: str = Field(max_length=160)
    organisation_id: int = Field(foreign_key="organisations.id", index=True)
    gm_code: str | None = Field(default=None, foreign_key="municipalities.gm_code", max_length=6, index=True)
    province_code: str | None = Field(default=None, max_length=4, index=True)
    is_national: bool = False
    takes_all_topics: bool = False
    mandate_text: str | None = Field(default=None, sa_type=Text)
    public_phone: str | None = Field(default=None, max_length=20)
    first_sign_days: int = 2
    first_content_days: int = 5
    answer_days: int = 15


class TeamTopic(SQLModel, table=True):
    """A topic that a team takes; a team with ``takes_all_topics`` needs no rows here."""

    __tablename__ = "team_topics"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    topic_slug: str = Field(foreign_key="topics.slug", primary_key=True, max_length=80, index=True)


class Intermediary(ReferenceRow, table=True):
    """What an organisation offers to entrepreneurs besides money."""

    __tablename__ = "intermediaries"

    id: str = Field(primary_key=True, max_length=80)
    organisation_id: int = Field(foreign_key="organisations.id", index=True)
    name: str = Field(max_length=160)
    type: str = Field(max_length=40)
    offer_nl: str = Field(sa_type=Text)
    regions_nl: str = Field(default="", sa_type=Text)
    themes: str = Field(default="", sa_type=Text)
    services: str = Field(default="", sa_type=Text)
    url: str = Field(default="", sa_type=Text)
    url_basis: str = Field(default="", max_length=40)
    as_of: int | None = None
    evidence: str = Field(default="", max_length=40)
    note: str = Field(default="", sa_type=Text)


class IntermediaryTopic(SQLModel, table=True):
    """A topic on which an intermediary can help."""

    __tablename__ = "intermediary_topics"

    intermediary_id: str = Field(foreign_key="intermediaries.id", primary_key=True, max_length=80)
    topic_slug: str = Field(foreign_key="topics.slug", primary_key=True, max_length=80, index=True)


class IntermediaryRegion(SQLModel, table=True):
    """A region in which an intermediary works: ``NL``, ``PVxx`` or ``GMxxxx``. No rows: not known."""

    __tablename__ = "intermediary_regions"

    intermediary_id: str = Field(foreign_key="intermediaries.id", primary_key=True, max_length=80)
    region_code: str = Field(primary_key=True, max_length=6, index=True)


class ContactPoint(ReferenceRow, table=True):
    """A public desk of a municipality. Its address is real and never gets mail from the loket itself."""

    __tablename__ = "contact_points"

    code: str = Field(primary_key=True, max_length=80)
    gm_code: str = Field(foreign_key="municipalities.gm_code", max_length=6, index=True)
    name: str = Field(max_length=160)
    kind: str = Field(max_length=40)
    description_nl: str = Field(default="", sa_type=Text)
    public_email: str = Field(default="", max_length=254)
    email_source: str = Field(default="", sa_type=Text)
    public_phone: str = Field(default="", max_length=20)
    url: str = Field(default="", sa_type=Text)
    as_of: int | None = None
    evidence: str = Field(default="", max_length=40)
    note: str = Field(default="", sa_type=Text)


# --- money ---------------------------------------------------------------------------------------


class FinancingOption(DatedRow, table=True):
    """One way to finance something, as its source described it in the year ``as_of``."""

    __tablename__ = "financing_options"
    __table_args__ = (
        CheckConstraint("amount_min_eur IS NULL OR amount_min_eur >= 0", name="amount_min_eur"),
        CheckConstraint(
            "amount_min_eur IS NULL OR amount_max_eur IS NULL OR amount_min_eur <= amount_max_eur",
            name="amounts_in_order",
        ),
    )

    id: str = Field(primary_key=True, max_length=80)
    name: str = Field(max_length=160)
    provider: str = Field(max_length=160)
    organisation_id: int | None = Field(default=None, foreign_key="organisations.id", index=True)
    instrument: Instrument = Field(sa_type=code_of(Instrument))
    amount_min_eur: int | None = None
    amount_max_eur: int | None = None
    scope: str = Field(default="", max_length=20)
    regions_nl: str = Field(default="", sa_type=Text)
    summary_nl: str = Field(sa_type=Text)
    eligibility_nl: str = Field(default="", sa_type=Text)
    legal_forms_nl: str = Field(default="", sa_type=Text)
    how_to_apply_url: str = Field(default="", sa_type=Text)
    apply_url_basis: str = Field(default="", max_length=40)
    source_url: str = Field(sa_type=Text)
    as_of: int | None = None
    status: OptionStatus = Field(sa_type=code_of(OptionStatus), index=True)
    verify_before_use: bool = True
    note: str = Field(default="", sa_type=Text)


class FinancingCriterion(SQLModel, table=True):
    """One code a scheme asks for; no rows for a criterion means that its source sets no limit."""

    __tablename__ = "financing_criteria"

    option_id: str = Field(foreign_key="financing_options.id", primary_key=True, max_length=80)
    criterion: Criterion = Field(primary_key=True, sa_type=code_of(Criterion))
    code: str = Field(primary_key=True, max_length=80, index=True)


# --- where all this came from --------------------------------------------------------------------


class DataLoad(SQLModel, table=True):
    """One load of reference data: when, from files with which checksum, and what it did (JSON)."""

    __tablename__ = "data_loads"

    id: int | None = Field(default=None, primary_key=True)
    loaded_at: datetime
    checksum: str = Field(max_length=64)
    counts: str = Field(default="{}", sa_type=Text)


class ReferenceRevision(SQLModel, table=True):
    """What a reference row said before and after a change (JSON); a load or an administrator made it.

    ``in_file`` is what the file said, where that differs from ``after``: a load keeps what an
    administrator changed, and must know later what it saw. Empty when the two are the same.
    """

    __tablename__ = "reference_revisions"
    __table_args__ = (Index("ix_reference_revisions_row", "table_name", "row_key", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    data_load_id: int | None = Field(default=None, foreign_key="data_loads.id", index=True)
    by_id: int | None = Field(default=None, foreign_key="accounts.id")
    table_name: str = Field(max_length=60)
    row_key: str = Field(max_length=120)
    before: str | None = Field(default=None, sa_type=Text)
    after: str | None = Field(default=None, sa_type=Text)
    in_file: str | None = Field(default=None, sa_type=Text)
    at: datetime
