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


class TestBudgets:
    """The one budget that a team had becomes that of the year, and comes back when the migration is taken back."""

    def at(self, engine: Engine, revision: str) -> None:
        with engine.connect() as connection:
            (command.downgrade if revision == "0004" else command.upgrade)(config(connection), revision)
            connection.commit()

    def run(self, engine: Engine, statement: str) -> list[sa.Row]:
        with engine.begin() as connection:
            found = connection.execute(sa.text(statement))
            return list(found) if found.returns_rows else []

    def test_survive_the_upgrade_and_the_way_back(self, engine):
        self.at(engine, "0004")
        self.run(engine, "UPDATE teams SET budget_year_cents = 1200000 WHERE code = 'HLM'")

        self.at(engine, "0005")
        budgets = self.run(
            engine, "SELECT code, amount_cents, spent_cents, year FROM team_budgets, teams WHERE id = team_id"
        )
        self.run(engine, "INSERT INTO team_budgets SELECT team_id, year + 1, 1500000, 0 FROM team_budgets")
        self.at(engine, "0004")

        [(code, amount, spent, year)] = budgets
        assert (code, amount, spent) == ("HLM", 1_200_000, 0)
        assert year >= 2026
        assert self.run(engine, "SELECT code, budget_year_cents FROM teams WHERE budget_year_cents IS NOT NULL") == [
            ("HLM", 1_500_000)
        ]


class TestNumbers:
    def test_follow_each_other(self):
        found = [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()]

        assert found[::-1] == [f"{number:04}" for number in range(1, len(found) + 1)]

    @pytest.mark.parametrize("path", sorted((MIGRATIONS / "versions").glob("0*.py")), ids=lambda path: path.stem)
    def test_a_migration_imports_nothing_of_ours(self, path):
        assert "intake" not in path.read_text()
