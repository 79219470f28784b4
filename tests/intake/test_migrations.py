"""The migrations make what the models say, and can be taken back."""

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from intake.database import MIGRATIONS, upgrade_schema
from intake.models import metadata


def config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def differences(engine: Engine, wanted: sa.MetaData = metadata) -> list[object]:
    """Return what a new migration would have to do."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, wanted))


def triggers(engine: Engine) -> set[str]:
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with engine.connect() as connection:
        return set(connection.execute(sa.text(catalogue[engine.dialect.name])).scalars())


class TestUpgrade:
    def test_the_comparison_sees_a_new_column(self, empty_engine):
        changed = sa.MetaData()
        for table in metadata.sorted_tables:
            table.to_metadata(changed)
        changed.tables["questions"].append_column(sa.Column("shoe_size", sa.Integer))

        assert "shoe_size" in str(differences(empty_engine, changed))

    def test_makes_the_tables_of_the_models(self, empty_engine):
        assert differences(empty_engine) == [], "a migration is missing"

    def test_may_be_repeated(self, empty_engine):
        upgrade_schema(empty_engine)

        assert differences(empty_engine) == []

    def test_guards_the_event_log(self, empty_engine):
        assert {name for name in triggers(empty_engine) if name.startswith("events_no_")} != set()


class TestDowngrade:
    def test_leaves_nothing_and_can_be_done_again(self, empty_engine):
        with empty_engine.connect() as connection:
            command.downgrade(config(connection), "base")
            connection.commit()

        assert set(sa.inspect(empty_engine).get_table_names()) <= {"alembic_version"}
        assert triggers(empty_engine) == set()

        upgrade_schema(empty_engine)

        assert differences(empty_engine) == []


class TestNumbers:
    def test_follow_each_other(self):
        found = [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()]

        assert found[::-1] == [f"{number:04}" for number in range(1, len(found) + 1)]

    @pytest.mark.parametrize("path", sorted((MIGRATIONS / "versions").glob("0*.py")), ids=lambda path: path.stem)
    def test_a_migration_imports_nothing_of_ours(self, path):
        assert "intake" not in path.read_text()
