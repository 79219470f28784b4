"""What drills share: an installation with the reference data loaded, on a SQLite file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.installation import Installation


@pytest.fixture
def installation(fresh_database, tmp_path: Path) -> Iterator[Installation]:
    """An installation that nothing runs of yet."""
    with fresh_database("sqlite") as database_url:
        yield Installation(tmp_path, database_url)
