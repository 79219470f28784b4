"""Keep what came of trying out a change of a topic before it is saved."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "topic_trials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_slug", sa.String(length=80), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("before_hash", sa.String(length=64), nullable=True),
        sa.Column("model_hash", sa.String(length=64), nullable=True),
        sa.Column("moves", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["accounts.id"], name=op.f("fk_topic_trials_asked_by_id_accounts")),
        sa.ForeignKeyConstraint(["topic_slug"], ["topics.slug"], name=op.f("fk_topic_trials_topic_slug_topics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_trials")),
    )
    op.create_index("ix_topic_trials_status", "topic_trials", ["status", "id"], unique=False)
    op.create_index(op.f("ix_topic_trials_topic_slug"), "topic_trials", ["topic_slug"], unique=False)


def downgrade() -> None:
    """Remove it."""
    op.drop_index(op.f("ix_topic_trials_topic_slug"), table_name="topic_trials")
    op.drop_index("ix_topic_trials_status", table_name="topic_trials")
    op.drop_table("topic_trials")
