"""How long one routing decision takes, all three answers, warm, on one core."""

from itertools import cycle, islice

import pytest
from threadpoolctl import threadpool_limits

from intake import database
from intake.models.question_draft import QuestionDraft
from intake.routing import RouterCache, route
from tests.benchmarks.measuring import Timing, seconds_of
from tests.benchmarks.world import example_texts
from tests.conftest import with_reference_data
from tests.factories import make_act

pytestmark = pytest.mark.bench

HEADING = "One routing decision|p50 ms|p95 ms"
LENGTHS = (300, 600, 4000)
TIMES = 200

#: No example is shorter.
SHORTEST = 20
WARM_UP = 10


@pytest.fixture(scope="module")
def engine(durable_databases):
    with durable_databases.fresh("sqlite", "loaded", with_reference_data) as url:
        engine = database.create_engine_for(url)
        yield engine
        engine.dispose()


def texts(length: int) -> list[str]:
    """Return texts of ``length`` characters, each another run of examples."""
    examples = cycle(example_texts())
    return [" ".join(islice(examples, length // SHORTEST)).ljust(length)[:length] for _ in range(TIMES + WARM_UP)]


@pytest.mark.parametrize("length", LENGTHS)
def test_routing(engine, data_dir, results, length) -> None:
    router = RouterCache(engine, data_dir).current()
    with threadpool_limits(1), database.reading(engine) as session:
        act = make_act(session)
        drafts = [QuestionDraft(text=text, email="bezoeker@example.nl") for text in texts(length)]
        seconds = [seconds_of(lambda draft=draft: route(act, router, draft)) for draft in drafts]

    timing = Timing.of(seconds[WARM_UP:])
    results.add(HEADING, f"{length} characters", f"{timing.median_ms:.1f}", f"{timing.p95_ms:.1f}")
