"""How long it takes to find and mask the personal data in a text, on one core."""

from itertools import islice

import pytest

from matching.personal_data import mask
from tests.benchmarks.measuring import Timing, seconds_of
from tests.benchmarks.world import example_texts

pytestmark = pytest.mark.bench

HEADING = "Masking personal data|p50 ms|p95 ms"
TIMES = 200


@pytest.mark.parametrize("length", [300, 4_000])
def test_masking(results, length) -> None:
    examples = example_texts()
    texts = [" ".join(islice(examples, place, place + length // 20))[:length] for place in range(TIMES)]
    mask(texts[0])

    timing = Timing.of([seconds_of(lambda text=text: mask(text)) for text in texts])

    results.add(HEADING, f"{length} characters", f"{timing.median_ms:.2f}", f"{timing.p95_ms:.2f}")
