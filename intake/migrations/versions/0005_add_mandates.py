"""Give every team a budget for each year, and keep what it decided within its mandate.

The one budget that a team had becomes that of the year of this migration.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: The column of before cannot hold more than this many cents.
LAST_BUDGET = """
    UPDATE teams SET budget_year_cents = (
        SELECT amount_cents FROM team_budgets
        WHERE team_budgets.team_id = teams.id AND amount_cents <= 2147483647
        ORDER BY year DESC LIMIT 1
    )
"""

TEAMS = sa.table("teams", sa.column("id", sa.Integer), sa.column("budget_year_cents", sa.Integer))
BUDGETS = sa.table(
    "team_budgets",
    sa.column("team_id", sa.Integer),
    sa.column("year", sa.Integer),
    sa.column("amount_cents", sa.BigInteger),
    sa.column("spent_cents", sa.BigInteger),
)


def upgrade() -> None:
    """Add the tables, and bring the budgets over."""
    _add_budgets()
    _add_decisions()
    op.create_table(
        "pilot_results",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_pilot_results_by_id_accounts")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["mandate_decisions.id"], name=op.f("fk_pilot_results_decision_id_mandate_decisions")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_pilot_results")),
    )
    this_year = sa.extract("year", sa.func.current_timestamp())
    kept = sa.select(TEAMS.c.id, this_year, TEAMS.c.budget_year_cents, sa.literal(0)).where(
        TEAMS.c.budget_year_cents >= 0
    )
    op.execute(sa.insert(BUDGETS).from_select(["team_id", "year", "amount_cents", "spent_cents"], kept))
    op.drop_column("teams", "budget_year_cents")


def _add_budgets() -> None:
    op.create_table(
        "team_budgets",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("spent_cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "spent_cents >= 0 AND spent_cents <= amount_cents", name=op.f("ck_team_budgets_spent_within_amount")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_budgets_team_id_teams")),
        sa.PrimaryKeyConstraint("team_id", "year", name=op.f("pk_team_budgets")),
    )


def _add_decisions() -> None:
    op.create_table(
        "mandate_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("pilot_ends_on", sa.Date(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(reverses_id IS NULL AND amount_cents >= 0) OR (reverses_id IS NOT NULL AND amount_cents <= 0)",
            name=op.f("ck_mandate_decisions_amount_has_the_sign_of_its_kind"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["accounts.id"], name=op.f("fk_mandate_decisions_by_id_accounts")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_mandate_decisions_question_id_questions")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["mandate_decisions.id"],
            name=op.f("fk_mandate_decisions_reverses_id_mandate_decisions"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_mandate_decisions_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate_decisions")),
        sa.UniqueConstraint("reference", name=op.f("uq_mandate_decisions_reference")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_mandate_decisions_reverses_id")),
    )
    op.create_index(op.f("ix_mandate_decisions_question_id"), "mandate_decisions", ["question_id"], unique=False)
    op.create_index("ix_mandate_decisions_team_year", "mandate_decisions", ["team_id", "year"], unique=False)


def downgrade() -> None:
    """Remove them; each team keeps the budget of its last year."""
    op.add_column("teams", sa.Column("budget_year_cents", sa.Integer(), nullable=True))
    op.execute(LAST_BUDGET)
    op.drop_table("pilot_results")
    op.drop_table("mandate_decisions")
    op.drop_table("team_budgets")
