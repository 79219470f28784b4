"""Keep that a question was erased, what an entrepreneur says of an answer, and of what one mail may come later."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

#: The columns that tables get: table -> columns.
COLUMNS = {
    "questions": ("feedback_asked_at", "erased_at"),
    "cases": ("erased_at",),
    "reports": ("erased_at",),
}


def upgrade() -> None:
    """Add the tables and the columns."""
    op.create_table(
        "erasures",
        sa.Column("reference_hash", sa.String(length=64), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("swept_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("reference_hash", name=op.f("pk_erasures")),
    )
    op.create_index(op.f("ix_erasures_logged_at"), "erasures", ["logged_at"], unique=False)
    op.create_index(op.f("ix_erasures_swept_at"), "erasures", ["swept_at"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("helped", sa.String(length=40), nullable=False),
        sa.Column("helped_by", sa.String(length=40), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_feedback_question_id_questions")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_feedback_team_id_teams")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_feedback_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("question_id", "answered_at", name=op.f("uq_feedback_question_id_answered_at")),
    )
    op.create_index(op.f("ix_feedback_question_id"), "feedback", ["question_id"], unique=False)
    op.create_index("ix_feedback_team", "feedback", ["team_id", "given_at"], unique=False)
    op.create_table(
        "news_wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_news_wishes_question_id_questions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_wishes")),
        sa.UniqueConstraint("question_id", "kind", name=op.f("uq_news_wishes_question_id_kind")),
    )
    op.create_index("ix_news_wishes_waiting", "news_wishes", ["kind", "sent_at", "withdrawn_at", "ends_on"])
    for table, names in COLUMNS.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("reports", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    """Remove them."""
    op.drop_column("reports", "version")
    for table, names in COLUMNS.items():
        for name in names:
            op.drop_column(table, name)
    op.drop_index("ix_news_wishes_waiting", table_name="news_wishes")
    op.drop_table("news_wishes")
    op.drop_index("ix_feedback_team", table_name="feedback")
    op.drop_index(op.f("ix_feedback_question_id"), table_name="feedback")
    op.drop_table("feedback")
    op.drop_index(op.f("ix_erasures_swept_at"), table_name="erasures")
    op.drop_index(op.f("ix_erasures_logged_at"), table_name="erasures")
    op.drop_table("erasures")
