"""Keep what was read in a question's text, the second topic that was proposed, and the one that was asked for too."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: The same words in both databases; SQLite adds no constraint to a table that is there but with its column.
ALSO_TOPIC = """
    ALTER TABLE questions ADD COLUMN also_topic VARCHAR(80)
    CONSTRAINT fk_questions_also_topic_topics REFERENCES topics (slug)
"""


def upgrade() -> None:
    """Add the three columns."""
    op.add_column("routing_records", sa.Column("facts", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("routing_records", sa.Column("second_topic", sa.String(length=80), nullable=True))
    op.execute(ALSO_TOPIC)


def downgrade() -> None:
    """Remove them."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_questions_also_topic_topics", "questions")
    op.drop_column("questions", "also_topic")
    op.drop_column("routing_records", "second_topic")
    op.drop_column("routing_records", "facts")
