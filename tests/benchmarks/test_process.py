"""How soon a fresh web process is ready for a question, and how much memory it holds."""

import time

import psutil
import pytest

from intake.model_files import MODEL_FILE
from tests.drills.asking import Asker
from tests.drills.installation import Installation
from tests.drills.visitor import Visitor

pytestmark = pytest.mark.bench

HEADING = "A fresh web process, with the topic model|figure"
QUESTIONS = 25


@pytest.fixture
def installation(fresh_database, data_dir, tmp_path) -> Installation:
    with fresh_database("sqlite") as database_url:
        installation = Installation(tmp_path, database_url)
        installation.settings.data_dir.mkdir()
        (installation.settings.data_dir / MODEL_FILE).write_bytes((data_dir / MODEL_FILE).read_bytes())
        yield installation


def test_start_and_memory(installation, results) -> None:
    start = time.perf_counter()
    with installation.serving(workers=1, threads=4) as server:
        ready = time.perf_counter() - start
        [web] = psutil.Process(server.process.pid).children()
        fresh = web.memory_info().rss
        for number in range(QUESTIONS):
            Asker(Visitor(installation.port), f"bezoeker{number}@example.nl").ask()
        used = web.memory_info().rss

    results.add(HEADING, "seconds from the command to `/gezondheid/klaar`", f"{ready:.1f}")
    results.add(HEADING, "MB in memory then", fresh // 2**20)
    results.add(HEADING, f"MB in memory after {QUESTIONS} questions", used // 2**20)
