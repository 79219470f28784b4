"""Every column that can hold text is declared: what an erasure does with it, or why it is not personal."""

import sqlalchemy as sa
from sqlmodel import AutoString, SQLModel

from intake.models import metadata
from intake.models.reference import ReferenceRow
from intake.personal_text import EMPTIED, FOUND_OTHERWISE, NOT_PERSONAL, REMOVED


def public_tables() -> set[str]:
    """Reference data is public: the names of its tables."""
    found, waiting = set(), [ReferenceRow]
    while waiting:
        kind = waiting.pop()
        found.add(getattr(kind, "__tablename__", ""))
        waiting += kind.__subclasses__()
    return found


def holds_words(column: sa.Column) -> bool:
    """Text that is no code of a list and no key of another table; SQLModel wraps the type of a short text."""
    kind = getattr(column.type, "impl_instance", column.type)
    is_text = isinstance(kind, sa.String | sa.JSON | sa.LargeBinary) and not isinstance(kind, sa.Enum)
    return is_text and not column.foreign_keys


def columns_for_text(tables: sa.MetaData) -> set[str]:
    """Every column that can hold words of somebody."""
    return {
        f"{table.name}.{column.name}"
        for table in tables.sorted_tables
        if table.name not in public_tables()
        for column in table.columns
        if holds_words(column)
    }


def name_of(table: type[SQLModel]) -> str:
    return str(table.__tablename__)


def erased_columns() -> set[str]:
    removed = {name_of(table) for table in REMOVED}
    return {column for column in columns_for_text(metadata) if column.split(".")[0] in removed} | {
        f"{name_of(table)}.{column}" for table, values in EMPTIED.items() for column in values
    }


class TestDeclarations:
    def test_cover_every_column_that_can_hold_text(self):
        declared = erased_columns() | FOUND_OTHERWISE.keys() | NOT_PERSONAL.keys()

        assert "messages.body" in declared, "this test looks at nothing; check how columns are found"
        assert columns_for_text(metadata) - declared == set(), "declare these in intake/personal_text.py"

    def test_see_a_column_that_is_new(self):
        changed = sa.MetaData()
        for table in metadata.sorted_tables:
            table.to_metadata(changed)
        changed.tables["questions"].append_column(sa.Column("dream", sa.Text))
        changed.tables["questions"].append_column(sa.Column("nickname", AutoString(length=20)))

        new = columns_for_text(changed) - columns_for_text(metadata)
        assert new == {"questions.dream", "questions.nickname"}

    def test_name_columns_that_are_there(self):
        there = {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns}

        assert (erased_columns() | FOUND_OTHERWISE.keys() | NOT_PERSONAL.keys()) - there == set()

    def test_say_one_thing_of_each_column(self):
        assert NOT_PERSONAL.keys() & (erased_columns() | FOUND_OTHERWISE.keys()) == set()
        assert erased_columns() & FOUND_OTHERWISE.keys() == set()
