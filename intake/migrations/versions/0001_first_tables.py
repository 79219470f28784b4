"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of the first release."""
    op.create_table(
        "data_loads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_loads")),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_drafts_submission_key")),
    )
    op.create_index(op.f("ix_drafts_expires_at"), "drafts", ["expires_at"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chain", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_role", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("from_status", sa.String(length=40), nullable=True),
        sa.Column("to_status", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("chain", "number", name=op.f("uq_events_chain_number")),
    )
    op.create_index("ix_events_at", "events", ["at"], unique=False)
    op.create_table(
        "knelpunt_kinds",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("name_nl", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("definition_nl", sa.Text(), nullable=False),
        sa.Column("examples_nl", sa.Text(), nullable=False),
        sa.Column("levels", sa.String(length=200), nullable=False),
        sa.Column("outcomes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_knelpunt_kinds")),
    )
    op.create_index(op.f("ix_knelpunt_kinds_category"), "knelpunt_kinds", ["category"], unique=False)
    op.create_table(
        "municipal_domains",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name_nl", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("covers_nl", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_municipal_domains")),
    )
    op.create_table(
        "municipalities",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("gm_code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("display_name", sa.String(length=120), nullable=False),
        sa.Column("alt_names", sa.Text(), nullable=False),
        sa.Column("former_municipalities", sa.Text(), nullable=False),
        sa.Column("province_code", sa.String(length=4), nullable=False),
        sa.Column("province", sa.String(length=60), nullable=False),
        sa.Column("corop_code", sa.String(length=4), nullable=False),
        sa.Column("corop", sa.String(length=120), nullable=False),
        sa.Column("labour_region_code", sa.String(length=4), nullable=False),
        sa.Column("labour_region", sa.String(length=120), nullable=False),
        sa.Column("safety_region_code", sa.String(length=4), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("population_on", sa.Date(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("gm_code", name=op.f("pk_municipalities")),
    )
    op.create_index(op.f("ix_municipalities_display_name"), "municipalities", ["display_name"], unique=False)
    op.create_index(op.f("ix_municipalities_province_code"), "municipalities", ["province_code"], unique=False)
    op.create_table(
        "outcomes",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name_nl", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("actor_levels", sa.String(length=200), nullable=False),
        sa.Column("definition_nl", sa.Text(), nullable=False),
        sa.Column("anchor", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_outcomes")),
    )
    op.create_table(
        "rate_counts",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window_start", name=op.f("pk_rate_counts")),
    )
    op.create_table(
        "sdgs",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name_nl", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("alt_names", sa.Text(), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("keywords", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_sdgs")),
    )
    op.create_table(
        "tracks",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name_nl", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("motto", sa.String(length=120), nullable=False),
        sa.Column("description_nl", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_tracks")),
    )
    op.create_index(
        "uq_tracks_number_in_use",
        "tracks",
        ["number"],
        unique=True,
        sqlite_where=sa.text("retired_on IS NULL"),
        postgresql_where=sa.text("retired_on IS NULL"),
    )
    op.create_table(
        "contact_points",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("gm_code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("description_nl", sa.Text(), nullable=False),
        sa.Column("public_email", sa.String(length=254), nullable=False),
        sa.Column("email_source", sa.Text(), nullable=False),
        sa.Column("public_phone", sa.String(length=20), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gm_code"], ["municipalities.gm_code"], name=op.f("fk_contact_points_gm_code_municipalities")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_contact_points")),
    )
    op.create_index(op.f("ix_contact_points_gm_code"), "contact_points", ["gm_code"], unique=False)
    op.create_table(
        "organisations",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("party_number", sa.Integer(), nullable=True),
        sa.Column("gm_code", sa.String(length=6), nullable=True),
        sa.Column("province_code", sa.String(length=4), nullable=True),
        sa.Column("region", sa.String(length=160), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gm_code"], ["municipalities.gm_code"], name=op.f("fk_organisations_gm_code_municipalities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("code", name=op.f("uq_organisations_code")),
    )
    op.create_index(op.f("ix_organisations_category"), "organisations", ["category"], unique=False)
    op.create_index(op.f("ix_organisations_gm_code"), "organisations", ["gm_code"], unique=False)
    op.create_index(
        "uq_organisations_party_number_in_use",
        "organisations",
        ["party_number"],
        unique=True,
        sqlite_where=sa.text("retired_on IS NULL"),
        postgresql_where=sa.text("retired_on IS NULL"),
    )
    op.create_table(
        "places",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("alt_names", sa.Text(), nullable=False),
        sa.Column("gm_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(["gm_code"], ["municipalities.gm_code"], name=op.f("fk_places_gm_code_municipalities")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_places")),
    )
    op.create_index(op.f("ix_places_gm_code"), "places", ["gm_code"], unique=False)
    op.create_index(op.f("ix_places_name"), "places", ["name"], unique=False)
    op.create_table(
        "postcodes",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("pc4", sa.String(length=4), nullable=False),
        sa.Column("gm_code", sa.String(length=6), nullable=False),
        sa.Column("confidence", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["gm_code"], ["municipalities.gm_code"], name=op.f("fk_postcodes_gm_code_municipalities")
        ),
        sa.PrimaryKeyConstraint("pc4", "gm_code", name=op.f("pk_postcodes")),
    )
    op.create_index(op.f("ix_postcodes_gm_code"), "postcodes", ["gm_code"], unique=False)
    op.create_table(
        "regional_leads",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("gm_code", sa.String(length=6), nullable=False),
        sa.Column("lead_gm_code", sa.String(length=6), nullable=False),
        sa.Column("region", sa.String(length=120), nullable=False),
        sa.Column("subregion", sa.String(length=120), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gm_code"], ["municipalities.gm_code"], name=op.f("fk_regional_leads_gm_code_municipalities")
        ),
        sa.ForeignKeyConstraint(
            ["lead_gm_code"], ["municipalities.gm_code"], name=op.f("fk_regional_leads_lead_gm_code_municipalities")
        ),
        sa.PrimaryKeyConstraint("gm_code", name=op.f("pk_regional_leads")),
    )
    op.create_table(
        "topics",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("track_slug", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_nl", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("description_nl", sa.Text(), nullable=False),
        sa.Column("description_en", sa.Text(), nullable=False),
        sa.Column("keywords", sa.Text(), nullable=False),
        sa.Column("example_question_nl", sa.Text(), nullable=False),
        sa.Column("default_destination", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["track_slug"], ["tracks.slug"], name=op.f("fk_topics_track_slug_tracks")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_topics")),
    )
    op.create_index(op.f("ix_topics_track_slug"), "topics", ["track_slug"], unique=False)
    op.create_table(
        "financing_options",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("provider", sa.String(length=160), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("instrument", sa.String(length=40), nullable=False),
        sa.Column("amount_min_eur", sa.Integer(), nullable=True),
        sa.Column("amount_max_eur", sa.Integer(), nullable=True),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("regions_nl", sa.Text(), nullable=False),
        sa.Column("summary_nl", sa.Text(), nullable=False),
        sa.Column("eligibility_nl", sa.Text(), nullable=False),
        sa.Column("legal_forms_nl", sa.Text(), nullable=False),
        sa.Column("how_to_apply_url", sa.Text(), nullable=False),
        sa.Column("apply_url_basis", sa.String(length=40), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("verify_before_use", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "amount_min_eur IS NULL OR amount_max_eur IS NULL OR amount_min_eur <= amount_max_eur",
            name=op.f("ck_financing_options_amounts_in_order"),
        ),
        sa.CheckConstraint(
            "amount_min_eur IS NULL OR amount_min_eur >= 0", name=op.f("ck_financing_options_amount_min_eur")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_financing_options_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_financing_options")),
    )
    op.create_index(
        op.f("ix_financing_options_organisation_id"), "financing_options", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_financing_options_status"), "financing_options", ["status"], unique=False)
    op.create_table(
        "intermediaries",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("offer_nl", sa.Text(), nullable=False),
        sa.Column("regions_nl", sa.Text(), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("services", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_basis", sa.String(length=40), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_intermediaries_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intermediaries")),
    )
    op.create_index(op.f("ix_intermediaries_organisation_id"), "intermediaries", ["organisation_id"], unique=False)
    op.create_table(
        "teams",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("gm_code", sa.String(length=6), nullable=True),
        sa.Column("province_code", sa.String(length=4), nullable=True),
        sa.Column("is_national", sa.Boolean(), nullable=False),
        sa.Column("takes_all_topics", sa.Boolean(), nullable=False),
        sa.Column("mandate_text", sa.Text(), nullable=True),
        sa.Column("budget_year_cents", sa.Integer(), nullable=True),
        sa.Column("public_phone", sa.String(length=20), nullable=True),
        sa.Column("first_sign_days", sa.Integer(), nullable=False),
        sa.Column("first_content_days", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["gm_code"], ["municipalities.gm_code"], name=op.f("fk_teams_gm_code_municipalities")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_teams_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("code", name=op.f("uq_teams_code")),
    )
    op.create_index(op.f("ix_teams_gm_code"), "teams", ["gm_code"], unique=False)
    op.create_index(op.f("ix_teams_organisation_id"), "teams", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_teams_province_code"), "teams", ["province_code"], unique=False)
    op.create_table(
        "topic_domains",
        sa.Column("topic_slug", sa.String(length=80), nullable=False),
        sa.Column("domain_slug", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["domain_slug"], ["municipal_domains.slug"], name=op.f("fk_topic_domains_domain_slug_municipal_domains")
        ),
        sa.ForeignKeyConstraint(["topic_slug"], ["topics.slug"], name=op.f("fk_topic_domains_topic_slug_topics")),
        sa.PrimaryKeyConstraint("topic_slug", "domain_slug", name=op.f("pk_topic_domains")),
    )
    op.create_index(op.f("ix_topic_domains_domain_slug"), "topic_domains", ["domain_slug"], unique=False)
    op.create_table(
        "topic_sdgs",
        sa.Column("topic_slug", sa.String(length=80), nullable=False),
        sa.Column("sdg_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sdg_number"], ["sdgs.number"], name=op.f("fk_topic_sdgs_sdg_number_sdgs")),
        sa.ForeignKeyConstraint(["topic_slug"], ["topics.slug"], name=op.f("fk_topic_sdgs_topic_slug_topics")),
        sa.PrimaryKeyConstraint("topic_slug", "sdg_number", name=op.f("pk_topic_sdgs")),
    )
    op.create_index(op.f("ix_topic_sdgs_sdg_number"), "topic_sdgs", ["sdg_number"], unique=False)
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_sign_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_accounts_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_accounts_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
    )
    op.create_index(op.f("ix_accounts_organisation_id"), "accounts", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_accounts_role"), "accounts", ["role"], unique=False)
    op.create_index(op.f("ix_accounts_team_id"), "accounts", ["team_id"], unique=False)
    op.create_table(
        "financing_criteria",
        sa.Column("option_id", sa.String(length=80), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["option_id"], ["financing_options.id"], name=op.f("fk_financing_criteria_option_id_financing_options")
        ),
        sa.PrimaryKeyConstraint("option_id", "criterion", "code", name=op.f("pk_financing_criteria")),
    )
    op.create_index(op.f("ix_financing_criteria_code"), "financing_criteria", ["code"], unique=False)
    op.create_table(
        "intermediary_regions",
        sa.Column("intermediary_id", sa.String(length=80), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["intermediary_id"],
            ["intermediaries.id"],
            name=op.f("fk_intermediary_regions_intermediary_id_intermediaries"),
        ),
        sa.PrimaryKeyConstraint("intermediary_id", "region_code", name=op.f("pk_intermediary_regions")),
    )
    op.create_index(op.f("ix_intermediary_regions_region_code"), "intermediary_regions", ["region_code"], unique=False)
    op.create_table(
        "intermediary_topics",
        sa.Column("intermediary_id", sa.String(length=80), nullable=False),
        sa.Column("topic_slug", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["intermediary_id"],
            ["intermediaries.id"],
            name=op.f("fk_intermediary_topics_intermediary_id_intermediaries"),
        ),
        sa.ForeignKeyConstraint(["topic_slug"], ["topics.slug"], name=op.f("fk_intermediary_topics_topic_slug_topics")),
        sa.PrimaryKeyConstraint("intermediary_id", "topic_slug", name=op.f("pk_intermediary_topics")),
    )
    op.create_index(op.f("ix_intermediary_topics_topic_slug"), "intermediary_topics", ["topic_slug"], unique=False)
    op.create_table(
        "team_topics",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("topic_slug", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_topics_team_id_teams")),
        sa.ForeignKeyConstraint(["topic_slug"], ["topics.slug"], name=op.f("fk_team_topics_topic_slug_topics")),
        sa.PrimaryKeyConstraint("team_id", "topic_slug", name=op.f("pk_team_topics")),
    )
    op.create_index(op.f("ix_team_topics_topic_slug"), "team_topics", ["topic_slug"], unique=False)
    op.create_table(
        "account_tracks",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("track_slug", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_account_tracks_account_id_accounts")),
        sa.ForeignKeyConstraint(["track_slug"], ["tracks.slug"], name=op.f("fk_account_tracks_track_slug_tracks")),
        sa.PrimaryKeyConstraint("account_id", "track_slug", name=op.f("pk_account_tracks")),
    )
    op.create_table(
        "knelpunten",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("kind_code", sa.String(length=60), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("rule_concerned", sa.String(length=300), nullable=False),
        sa.Column("track_slug", sa.String(length=80), nullable=False),
        sa.Column("responsible_organisation_id", sa.Integer(), nullable=True),
        sa.Column("signalled_by_id", sa.Integer(), nullable=True),
        sa.Column("signalled_by_organisation_id", sa.Integer(), nullable=True),
        sa.Column("signalled_by_team_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("brought_text", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome_code", sa.String(length=60), nullable=True),
        sa.Column("decision_text", sa.Text(), nullable=False),
        sa.Column("fed_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["kind_code"], ["knelpunt_kinds.code"], name=op.f("fk_knelpunten_kind_code_knelpunt_kinds")
        ),
        sa.ForeignKeyConstraint(["outcome_code"], ["outcomes.code"], name=op.f("fk_knelpunten_outcome_code_outcomes")),
        sa.ForeignKeyConstraint(
            ["responsible_organisation_id"],
            ["organisations.id"],
            name=op.f("fk_knelpunten_responsible_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["signalled_by_id"], ["accounts.id"], name=op.f("fk_knelpunten_signalled_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["signalled_by_organisation_id"],
            ["organisations.id"],
            name=op.f("fk_knelpunten_signalled_by_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["signalled_by_team_id"], ["teams.id"], name=op.f("fk_knelpunten_signalled_by_team_id_teams")
        ),
        sa.ForeignKeyConstraint(["track_slug"], ["tracks.slug"], name=op.f("fk_knelpunten_track_slug_tracks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knelpunten")),
        sa.UniqueConstraint("reference", name=op.f("uq_knelpunten_reference")),
    )
    op.create_index(op.f("ix_knelpunten_created_at"), "knelpunten", ["created_at"], unique=False)
    op.create_index(
        op.f("ix_knelpunten_responsible_organisation_id"), "knelpunten", ["responsible_organisation_id"], unique=False
    )
    op.create_index(op.f("ix_knelpunten_status"), "knelpunten", ["status"], unique=False)
    op.create_index(op.f("ix_knelpunten_track_slug"), "knelpunten", ["track_slug"], unique=False)
    op.create_table(
        "pages",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["updated_by_id"], ["accounts.id"], name=op.f("fk_pages_updated_by_id_accounts")),
        sa.PrimaryKeyConstraint("slug", "language", name=op.f("pk_pages")),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("submission_key", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("gm_code", sa.String(length=6), nullable=True),
        sa.Column("municipality_answer", sa.String(length=40), nullable=False),
        sa.Column("municipality_typed", sa.String(length=120), nullable=False),
        sa.Column("asker_email", sa.String(length=254), nullable=True),
        sa.Column("asker_email_trouble", sa.String(length=40), nullable=True),
        sa.Column("asker_name", sa.String(length=120), nullable=False),
        sa.Column("asker_organisation", sa.String(length=160), nullable=False),
        sa.Column("asker_kvk", sa.String(length=8), nullable=False),
        sa.Column("asker_phone", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=True),
        sa.Column("legal_form", sa.String(length=40), nullable=True),
        sa.Column("amount_eur", sa.Integer(), nullable=True),
        sa.Column("target", sa.String(length=40), nullable=True),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("suggested_topic", sa.String(length=80), nullable=True),
        sa.Column("asker_topic", sa.String(length=80), nullable=True),
        sa.Column("asker_said_none", sa.Boolean(), nullable=False),
        sa.Column("confirmed_topic", sa.String(length=80), nullable=True),
        sa.Column("no_topic_fits", sa.Boolean(), nullable=False),
        sa.Column("topic_slug", sa.String(length=80), nullable=True),
        sa.Column("needs_sorting", sa.Boolean(), nullable=False),
        sa.Column("gap", sa.String(length=40), nullable=True),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hand_over_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owned_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("life_due_on", sa.Date(), nullable=False),
        sa.Column("content_due_on", sa.Date(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("first_sign_of_life_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_content_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome_code", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["asker_topic"], ["topics.slug"], name=op.f("fk_questions_asker_topic_topics")),
        sa.ForeignKeyConstraint(["assignee_id"], ["accounts.id"], name=op.f("fk_questions_assignee_id_accounts")),
        sa.ForeignKeyConstraint(["confirmed_topic"], ["topics.slug"], name=op.f("fk_questions_confirmed_topic_topics")),
        sa.ForeignKeyConstraint(
            ["gm_code"], ["municipalities.gm_code"], name=op.f("fk_questions_gm_code_municipalities")
        ),
        sa.ForeignKeyConstraint(["outcome_code"], ["outcomes.code"], name=op.f("fk_questions_outcome_code_outcomes")),
        sa.ForeignKeyConstraint(["suggested_topic"], ["topics.slug"], name=op.f("fk_questions_suggested_topic_topics")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_questions_team_id_teams")),
        sa.ForeignKeyConstraint(["topic_slug"], ["topics.slug"], name=op.f("fk_questions_topic_slug_topics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("reference", name=op.f("uq_questions_reference")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_questions_submission_key")),
    )
    op.create_index(op.f("ix_questions_answer_due_on"), "questions", ["answer_due_on"], unique=False)
    op.create_index(op.f("ix_questions_answered_at"), "questions", ["answered_at"], unique=False)
    op.create_index(op.f("ix_questions_asker_email"), "questions", ["asker_email"], unique=False)
    op.create_index("ix_questions_assignee", "questions", ["assignee_id", "team_id", "status"], unique=False)
    op.create_index(op.f("ix_questions_created_at"), "questions", ["created_at"], unique=False)
    op.create_index(op.f("ix_questions_gap"), "questions", ["gap"], unique=False)
    op.create_index(op.f("ix_questions_gm_code"), "questions", ["gm_code"], unique=False)
    op.create_index(
        "ix_questions_queue",
        "questions",
        [
            "team_id",
            "status",
            "assignee_id",
            "needs_sorting",
            "first_sign_of_life_at",
            "first_content_at",
            "life_due_on",
            "content_due_on",
            "answer_due_on",
        ],
        unique=False,
    )
    op.create_index("ix_questions_team_municipality", "questions", ["team_id", "gm_code"], unique=False)
    op.create_index("ix_questions_team_topic", "questions", ["team_id", "topic_slug"], unique=False)
    op.create_index(op.f("ix_questions_topic_slug"), "questions", ["topic_slug"], unique=False)
    op.create_table(
        "reference_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("data_load_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("row_key", sa.String(length=120), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("in_file", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_reference_revisions_by_id_accounts")),
        sa.ForeignKeyConstraint(
            ["data_load_id"], ["data_loads.id"], name=op.f("fk_reference_revisions_data_load_id_data_loads")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_revisions")),
    )
    op.create_index(op.f("ix_reference_revisions_data_load_id"), "reference_revisions", ["data_load_id"], unique=False)
    op.create_index("ix_reference_revisions_row", "reference_revisions", ["table_name", "row_key", "id"], unique=False)
    op.create_table(
        "reports",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("filter_words", sa.Text(), nullable=False),
        sa.Column("track_slugs", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("data_version", sa.String(length=64), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["accounts.id"], name=op.f("fk_reports_made_by_id_accounts")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_reports")),
    )
    op.create_index(op.f("ix_reports_made_by_id"), "reports", ["made_by_id"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_sign_ins_account_id_accounts")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_ins")),
    )
    op.create_index(op.f("ix_sign_ins_account_id"), "sign_ins", ["account_id"], unique=False)
    op.create_index(op.f("ix_sign_ins_expires_at"), "sign_ins", ["expires_at"], unique=False)
    op.create_table(
        "asker_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_asker_sessions_question_id_questions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asker_sessions")),
    )
    op.create_index(op.f("ix_asker_sessions_expires_at"), "asker_sessions", ["expires_at"], unique=False)
    op.create_index(op.f("ix_asker_sessions_question_id"), "asker_sessions", ["question_id"], unique=False)
    op.create_index(op.f("ix_asker_sessions_token_hash"), "asker_sessions", ["token_hash"], unique=False)
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("effect_days", sa.Integer(), nullable=True),
        sa.Column("effect_eur", sa.Integer(), nullable=True),
        sa.Column("effect_people", sa.Integer(), nullable=True),
        sa.Column("workaround", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("track_slug", sa.String(length=80), nullable=False),
        sa.Column("topic_slug", sa.String(length=80), nullable=True),
        sa.Column("gm_code", sa.String(length=6), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("logged_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["gm_code"], ["municipalities.gm_code"], name=op.f("fk_cases_gm_code_municipalities")),
        sa.ForeignKeyConstraint(["logged_by_id"], ["accounts.id"], name=op.f("fk_cases_logged_by_id_accounts")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_cases_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_cases_question_id_questions")),
        sa.ForeignKeyConstraint(["released_by_id"], ["accounts.id"], name=op.f("fk_cases_released_by_id_accounts")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_cases_team_id_teams")),
        sa.ForeignKeyConstraint(["topic_slug"], ["topics.slug"], name=op.f("fk_cases_topic_slug_topics")),
        sa.ForeignKeyConstraint(["track_slug"], ["tracks.slug"], name=op.f("fk_cases_track_slug_tracks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("reference", name=op.f("uq_cases_reference")),
    )
    op.create_index(op.f("ix_cases_gm_code"), "cases", ["gm_code"], unique=False)
    op.create_index(op.f("ix_cases_organisation_id"), "cases", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_cases_question_id"), "cases", ["question_id"], unique=False)
    op.create_index(op.f("ix_cases_team_id"), "cases", ["team_id"], unique=False)
    op.create_index("ix_cases_track", "cases", ["track_slug", "created_at", "id"], unique=False)
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_consents_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_consents_question_id_questions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.UniqueConstraint("question_id", "organisation_id", name=op.f("uq_consents_question_id_organisation_id")),
    )
    op.create_index(op.f("ix_consents_question_id"), "consents", ["question_id"], unique=False)
    op.create_table(
        "consultations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("colleague_email", sa.String(length=254), nullable=False),
        sa.Column("colleague_name", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("shown_text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_consultations_by_id_accounts")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_consultations_question_id_questions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
    )
    op.create_index(op.f("ix_consultations_question_id"), "consultations", ["question_id"], unique=False)
    op.create_table(
        "hand_overs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_team_id", sa.Integer(), nullable=False),
        sa.Column("to_team_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_hand_overs_by_id_accounts")),
        sa.ForeignKeyConstraint(["from_team_id"], ["teams.id"], name=op.f("fk_hand_overs_from_team_id_teams")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_hand_overs_question_id_questions")),
        sa.ForeignKeyConstraint(["to_team_id"], ["teams.id"], name=op.f("fk_hand_overs_to_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_overs")),
        sa.UniqueConstraint("question_id", "number", name=op.f("uq_hand_overs_question_id_number")),
    )
    op.create_index(op.f("ix_hand_overs_question_id"), "hand_overs", ["question_id"], unique=False)
    op.create_table(
        "knelpunt_tags",
        sa.Column("knelpunt_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_knelpunt_tags_by_id_accounts")),
        sa.ForeignKeyConstraint(
            ["knelpunt_id"], ["knelpunten.id"], name=op.f("fk_knelpunt_tags_knelpunt_id_knelpunten")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_knelpunt_tags_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_knelpunt_tags_question_id_questions")),
        sa.PrimaryKeyConstraint("knelpunt_id", "question_id", name=op.f("pk_knelpunt_tags")),
    )
    op.create_index(op.f("ix_knelpunt_tags_question_id"), "knelpunt_tags", ["question_id"], unique=False)
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=160), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_messages_author_id_accounts")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_messages_question_id_questions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index(op.f("ix_messages_question_id"), "messages", ["question_id"], unique=False)
    op.create_table(
        "outbox_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column("to_email", sa.String(length=254), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_outbox_mails_account_id_accounts")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_outbox_mails_question_id_questions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mails")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_mails_message_id")),
    )
    op.create_index("ix_outbox_mails_due", "outbox_mails", ["sent_at", "failed_at", "not_before"], unique=False)
    op.create_index(op.f("ix_outbox_mails_question_id"), "outbox_mails", ["question_id"], unique=False)
    op.create_table(
        "referrals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("decline_reason", sa.String(length=40), nullable=True),
        sa.Column("decline_note", sa.Text(), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.Column("result_text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_referrals_by_id_accounts")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_referrals_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_referrals_question_id_questions")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["accounts.id"], name=op.f("fk_referrals_taken_by_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("question_id", "organisation_id", name=op.f("uq_referrals_question_id_organisation_id")),
    )
    op.create_index("ix_referrals_inbox", "referrals", ["organisation_id", "status", "created_at"], unique=False)
    op.create_index(op.f("ix_referrals_question_id"), "referrals", ["question_id"], unique=False)
    op.create_table(
        "routing_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model_hash", sa.String(length=64), nullable=True),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("financing", sa.Text(), nullable=False),
        sa.Column("intermediaries", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_routing_records_question_id_questions")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_routing_records_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_records")),
    )
    op.create_index(op.f("ix_routing_records_question_id"), "routing_records", ["question_id"], unique=False)
    op.create_table(
        "case_knelpunten",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("knelpunt_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_knelpunten_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["knelpunt_id"], ["knelpunten.id"], name=op.f("fk_case_knelpunten_knelpunt_id_knelpunten")
        ),
        sa.PrimaryKeyConstraint("case_id", "knelpunt_id", name=op.f("pk_case_knelpunten")),
    )
    op.create_index(op.f("ix_case_knelpunten_knelpunt_id"), "case_knelpunten", ["knelpunt_id"], unique=False)
    op.create_table(
        "case_sdgs",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("sdg_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_sdgs_case_id_cases")),
        sa.ForeignKeyConstraint(["sdg_number"], ["sdgs.number"], name=op.f("fk_case_sdgs_sdg_number_sdgs")),
        sa.PrimaryKeyConstraint("case_id", "sdg_number", name=op.f("pk_case_sdgs")),
    )
    op.create_table(
        "private_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("consultation_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_private_links_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_private_links_consultation_id_consultations")
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_private_links_draft_id_drafts")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_private_links_question_id_questions")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_private_links")),
    )
    op.create_index(op.f("ix_private_links_account_id"), "private_links", ["account_id"], unique=False)
    op.create_index(op.f("ix_private_links_consultation_id"), "private_links", ["consultation_id"], unique=False)
    op.create_index(op.f("ix_private_links_draft_id"), "private_links", ["draft_id"], unique=False)
    op.create_index(op.f("ix_private_links_expires_at"), "private_links", ["expires_at"], unique=False)
    op.create_index(op.f("ix_private_links_question_id"), "private_links", ["question_id"], unique=False)


def downgrade() -> None:
    """Remove every table."""
    op.drop_index(op.f("ix_private_links_question_id"), table_name="private_links")
    op.drop_index(op.f("ix_private_links_expires_at"), table_name="private_links")
    op.drop_index(op.f("ix_private_links_draft_id"), table_name="private_links")
    op.drop_index(op.f("ix_private_links_consultation_id"), table_name="private_links")
    op.drop_index(op.f("ix_private_links_account_id"), table_name="private_links")
    op.drop_table("private_links")
    op.drop_table("case_sdgs")
    op.drop_index(op.f("ix_case_knelpunten_knelpunt_id"), table_name="case_knelpunten")
    op.drop_table("case_knelpunten")
    op.drop_index(op.f("ix_routing_records_question_id"), table_name="routing_records")
    op.drop_table("routing_records")
    op.drop_index(op.f("ix_referrals_question_id"), table_name="referrals")
    op.drop_index("ix_referrals_inbox", table_name="referrals")
    op.drop_table("referrals")
    op.drop_index(op.f("ix_outbox_mails_question_id"), table_name="outbox_mails")
    op.drop_index("ix_outbox_mails_due", table_name="outbox_mails")
    op.drop_table("outbox_mails")
    op.drop_index(op.f("ix_messages_question_id"), table_name="messages")
    op.drop_table("messages")
    op.drop_index(op.f("ix_knelpunt_tags_question_id"), table_name="knelpunt_tags")
    op.drop_table("knelpunt_tags")
    op.drop_index(op.f("ix_hand_overs_question_id"), table_name="hand_overs")
    op.drop_table("hand_overs")
    op.drop_index(op.f("ix_consultations_question_id"), table_name="consultations")
    op.drop_table("consultations")
    op.drop_index(op.f("ix_consents_question_id"), table_name="consents")
    op.drop_table("consents")
    op.drop_index("ix_cases_track", table_name="cases")
    op.drop_index(op.f("ix_cases_team_id"), table_name="cases")
    op.drop_index(op.f("ix_cases_question_id"), table_name="cases")
    op.drop_index(op.f("ix_cases_organisation_id"), table_name="cases")
    op.drop_index(op.f("ix_cases_gm_code"), table_name="cases")
    op.drop_table("cases")
    op.drop_index(op.f("ix_asker_sessions_token_hash"), table_name="asker_sessions")
    op.drop_index(op.f("ix_asker_sessions_question_id"), table_name="asker_sessions")
    op.drop_index(op.f("ix_asker_sessions_expires_at"), table_name="asker_sessions")
    op.drop_table("asker_sessions")
    op.drop_index(op.f("ix_sign_ins_expires_at"), table_name="sign_ins")
    op.drop_index(op.f("ix_sign_ins_account_id"), table_name="sign_ins")
    op.drop_table("sign_ins")
    op.drop_index(op.f("ix_reports_made_by_id"), table_name="reports")
    op.drop_table("reports")
    op.drop_index("ix_reference_revisions_row", table_name="reference_revisions")
    op.drop_index(op.f("ix_reference_revisions_data_load_id"), table_name="reference_revisions")
    op.drop_table("reference_revisions")
    op.drop_index(op.f("ix_questions_topic_slug"), table_name="questions")
    op.drop_index("ix_questions_team_topic", table_name="questions")
    op.drop_index("ix_questions_team_municipality", table_name="questions")
    op.drop_index("ix_questions_queue", table_name="questions")
    op.drop_index(op.f("ix_questions_gm_code"), table_name="questions")
    op.drop_index(op.f("ix_questions_gap"), table_name="questions")
    op.drop_index(op.f("ix_questions_created_at"), table_name="questions")
    op.drop_index("ix_questions_assignee", table_name="questions")
    op.drop_index(op.f("ix_questions_asker_email"), table_name="questions")
    op.drop_index(op.f("ix_questions_answered_at"), table_name="questions")
    op.drop_index(op.f("ix_questions_answer_due_on"), table_name="questions")
    op.drop_table("questions")
    op.drop_table("pages")
    op.drop_index(op.f("ix_knelpunten_track_slug"), table_name="knelpunten")
    op.drop_index(op.f("ix_knelpunten_status"), table_name="knelpunten")
    op.drop_index(op.f("ix_knelpunten_responsible_organisation_id"), table_name="knelpunten")
    op.drop_index(op.f("ix_knelpunten_created_at"), table_name="knelpunten")
    op.drop_table("knelpunten")
    op.drop_table("account_tracks")
    op.drop_index(op.f("ix_team_topics_topic_slug"), table_name="team_topics")
    op.drop_table("team_topics")
    op.drop_index(op.f("ix_intermediary_topics_topic_slug"), table_name="intermediary_topics")
    op.drop_table("intermediary_topics")
    op.drop_index(op.f("ix_intermediary_regions_region_code"), table_name="intermediary_regions")
    op.drop_table("intermediary_regions")
    op.drop_index(op.f("ix_financing_criteria_code"), table_name="financing_criteria")
    op.drop_table("financing_criteria")
    op.drop_index(op.f("ix_accounts_team_id"), table_name="accounts")
    op.drop_index(op.f("ix_accounts_role"), table_name="accounts")
    op.drop_index(op.f("ix_accounts_organisation_id"), table_name="accounts")
    op.drop_table("accounts")
    op.drop_index(op.f("ix_topic_sdgs_sdg_number"), table_name="topic_sdgs")
    op.drop_table("topic_sdgs")
    op.drop_index(op.f("ix_topic_domains_domain_slug"), table_name="topic_domains")
    op.drop_table("topic_domains")
    op.drop_index(op.f("ix_teams_province_code"), table_name="teams")
    op.drop_index(op.f("ix_teams_organisation_id"), table_name="teams")
    op.drop_index(op.f("ix_teams_gm_code"), table_name="teams")
    op.drop_table("teams")
    op.drop_index(op.f("ix_intermediaries_organisation_id"), table_name="intermediaries")
    op.drop_table("intermediaries")
    op.drop_index(op.f("ix_financing_options_status"), table_name="financing_options")
    op.drop_index(op.f("ix_financing_options_organisation_id"), table_name="financing_options")
    op.drop_table("financing_options")
    op.drop_index(op.f("ix_topics_track_slug"), table_name="topics")
    op.drop_table("topics")
    op.drop_table("regional_leads")
    op.drop_index(op.f("ix_postcodes_gm_code"), table_name="postcodes")
    op.drop_table("postcodes")
    op.drop_index(op.f("ix_places_name"), table_name="places")
    op.drop_index(op.f("ix_places_gm_code"), table_name="places")
    op.drop_table("places")
    op.drop_index(
        "uq_organisations_party_number_in_use",
        table_name="organisations",
        sqlite_where=sa.text("retired_on IS NULL"),
        postgresql_where=sa.text("retired_on IS NULL"),
    )
    op.drop_index(op.f("ix_organisations_gm_code"), table_name="organisations")
    op.drop_index(op.f("ix_organisations_category"), table_name="organisations")
    op.drop_table("organisations")
    op.drop_index(op.f("ix_contact_points_gm_code"), table_name="contact_points")
    op.drop_table("contact_points")
    op.drop_index(
        "uq_tracks_number_in_use",
        table_name="tracks",
        sqlite_where=sa.text("retired_on IS NULL"),
        postgresql_where=sa.text("retired_on IS NULL"),
    )
    op.drop_table("tracks")
    op.drop_table("sdgs")
    op.drop_table("rate_counts")
    op.drop_table("outcomes")
    op.drop_index(op.f("ix_municipalities_province_code"), table_name="municipalities")
    op.drop_index(op.f("ix_municipalities_display_name"), table_name="municipalities")
    op.drop_table("municipalities")
    op.drop_table("municipal_domains")
    op.drop_index(op.f("ix_knelpunt_kinds_category"), table_name="knelpunt_kinds")
    op.drop_table("knelpunt_kinds")
    op.drop_index("ix_events_at", table_name="events")
    op.drop_table("events")
    op.drop_index(op.f("ix_drafts_expires_at"), table_name="drafts")
    op.drop_table("drafts")
    op.drop_table("data_loads")
