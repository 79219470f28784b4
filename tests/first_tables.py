"""Write migration 0001 from the models: ``make migration``, until the first release fixes it.

After the first release a change of the models is a new numbered migration, and this file goes.
"""

from typing import Literal

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext
from alembic.operations.ops import DowngradeOps, UpgradeOps
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from intake.database import MIGRATIONS
from intake.models import metadata

FIRST = MIGRATIONS / "versions" / "0001_first_tables.py"

TEXT = '''"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of the first release."""
{upgrade}


def downgrade() -> None:
    """Remove every table."""
{downgrade}
'''


def main() -> None:
    """Write the migration."""
    FIRST.write_text(first_migration(), encoding="utf-8")


def first_migration() -> str:
    """Return the text of the migration that makes every table of the models in an empty database."""
    with sa.create_engine("sqlite://").connect() as connection:
        context = MigrationContext.configure(connection)
        operations = produce_migrations(context, metadata)
        return TEXT.format(
            upgrade=_rendered(operations.upgrade_ops, context),
            downgrade=_rendered(operations.downgrade_ops, context),
        )


def _rendered(operations: UpgradeOps | DowngradeOps | None, context: MigrationContext) -> str:
    assert operations is not None
    code = render_python_code(operations, render_item=_plain_type, migration_context=context)
    return "\n".join(line for line in code.splitlines() if not line.strip().startswith("# ###")).strip("\n")


def _plain_type(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write a type of the models as the plain type it is in the database: migrations import nothing of us."""
    if kind != "type":
        return False
    match item:
        case sa.Enum() | AutoString():
            return f"sa.String(length={item.length})"
        case UTCDateTime():
            return "sa.DateTime(timezone=True)"
        case _:
            return False


if __name__ == "__main__":
    main()
