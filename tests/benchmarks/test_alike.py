"""Finding what is alike among 100,000 texts: how fast, how large, and how often it finds a text that was spoilt."""

import math
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz import fuzz, process
from threadpoolctl import threadpool_limits

from matching.alike import AlikeIndex, meanings_of
from matching.encoder import Matrix, installed_encoder, meanings
from matching.text import words
from tests.benchmarks.measuring import Timing, seconds_of
from tests.benchmarks.world import example_texts

pytestmark = pytest.mark.bench

HEADING = "Alike among 100,000 texts|p50 ms|p95 ms|recall at 5"
BUILDING = "Alike: making the index|index s|memory MB|add ms"

MANY = 100_000
QUERIES = 200
#: The slow floor answers fewer: a second each.
SLOW_QUERIES = 20
ADDED = 200

#: What is done to a text: of a hundred words so many get a typing error, and so many are left out.
TYPED_WRONG = 0.15
LEFT_OUT = 0.20

Found = Sequence[int]


class World:
    """Many different texts, each of one to three examples that are short, with their vectors, which are made apart."""

    def __init__(self) -> None:
        self.random = random.Random(3)
        sentences = sorted({text for text in example_texts() if 30 < len(text) < 160})
        self.chosen = [self.random.sample(range(len(sentences)), self.random.randint(2, 3)) for _ in range(MANY)]
        self.parts = [[sentences[place] for place in places] for places in self.chosen]
        self.texts = [" ".join(parts) for parts in self.parts]
        self._sentences = sentences

    def vectors(self) -> Matrix | None:
        """Return the meaning of every text, from each sentence read once; ``None`` without an encoder."""
        encoder = installed_encoder()
        if encoder is None:
            return None
        read = encoder.encode(self._sentences)
        return np.concatenate(
            [
                meanings(read[[place for places in some for place in places]], [len(places) for places in some])
                for some in (self.chosen[start : start + 1000] for start in range(0, MANY, 1000))
            ]
        )

    def spoilt(self, place: int) -> str:
        """Return a text with its sentences in another order, words left out and typing errors."""
        sentences = self.random.sample(self.parts[place], len(self.parts[place]))
        kept = [word for word in " ".join(sentences).split() if self.random.random() > LEFT_OUT]
        return " ".join(self._typed_wrong(word) if self.random.random() < TYPED_WRONG else word for word in kept)

    def _typed_wrong(self, word: str) -> str:
        at = self.random.randrange(len(word))
        letter = self.random.choice("abcdefghijklmnopqrstuvwxyz")
        swapped = word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
        return self.random.choice(
            (word[:at] + word[at + 1 :], word[:at] + letter + word[at + 1 :], word[:at] + letter + word[at:], swapped)
        )


class PlainWords:
    """The floor: an inverted index of whole words, weighed by how few texts have them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts_with: dict[str, list[int]] = defaultdict(list)
        self._many = len(texts)
        for place, text in enumerate(texts):
            for key in {word.key for word in words(text)}:
                self._texts_with[key].append(place)

    def nearest(self, text: str) -> Found:
        """Return the five places with the highest sum of weights of shared words that are not in every text."""
        scores: Counter[int] = Counter()
        for key in {word.key for word in words(text)}:
            texts = self._texts_with.get(key, [])
            if len(texts) < self._many / 20:
                weight = math.log(self._many / (1 + len(texts)))
                for place in texts:
                    scores[place] += weight
        return [place for place, _score in scores.most_common(5)]


@pytest.fixture(scope="module")
def world() -> World:
    """The texts."""
    return World()


@pytest.fixture(scope="module")
def asked(world) -> list[tuple[int, str]]:
    """Places, and what became of the texts there."""
    places = world.random.sample(range(MANY), QUERIES)
    return [(place, world.spoilt(place)) for place in places]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """One core does the work, as in a web process."""
    with threadpool_limits(1):
        yield


def resident_mb() -> float:
    """Return how much memory this process holds."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


def held_mb(meaning: bool) -> float:
    """Return how much more memory this process holds once it has the index; any vectors weigh the same."""
    texts = World().texts
    encoder = installed_encoder() if meaning else None
    AlikeIndex(texts[:10], encoder)
    before = resident_mb()
    vectors = None if encoder is None else np.random.default_rng(1).standard_normal((MANY, encoder.size), np.float32)
    index = AlikeIndex(texts, encoder, vectors)
    del vectors
    index.nearest(texts[0])
    return resident_mb() - before


def in_a_fresh_process(meaning: bool) -> float:
    """Return ``held_mb`` of a process in which nothing was made and freed before."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(held_mb, (meaning,))


def measure(results, name: str, nearest: Callable[[str], Found], asked: Sequence[tuple[int, str]]) -> None:
    """Ask everything, and write down how long it took and how often the right text was among five."""
    nearest(asked[0][1])
    timed: list[float] = []
    right = 0
    for place, text in asked:
        start = time.perf_counter()
        found = nearest(text)
        timed.append(time.perf_counter() - start)
        right += place in found
    timing = Timing.of(timed)
    results.add(HEADING, name, f"{timing.median_ms:.1f}", f"{timing.p95_ms:.1f}", f"{right / len(asked):.3f}")


@pytest.mark.parametrize("meaning", [False, True], ids=["words", "words and meaning"])
def test_alike(world, asked, results, meaning) -> None:
    encoder = installed_encoder() if meaning else None
    vectors = world.vectors() if meaning else None
    if meaning and encoder is None:
        pytest.skip("the package with the sentence vectors is absent")
    name = "words and meaning" if meaning else "words alone"
    AlikeIndex(world.texts[:10])
    start = time.perf_counter()
    index = AlikeIndex(world.texts, encoder, vectors)
    index.nearest(world.texts[0])
    made = time.perf_counter() - start
    rows = {} if encoder is None else {text: meanings_of([text], encoder) for _place, text in asked}
    kept = [None if vectors is None else vectors[place : place + 1] for place in range(ADDED)]
    added = [seconds_of(lambda place=place: index.add(world.texts[place], kept[place])) for place in range(ADDED)]

    measure(results, name, lambda text: [place for place, _score in index.nearest(text, vector=rows.get(text))], asked)
    results.add(
        BUILDING, name, f"{made:.1f}", f"{in_a_fresh_process(meaning):.0f}", f"{Timing.of(added).median_ms:.2f}"
    )
    if encoder is not None:
        seconds = [seconds_of(lambda text=text: meanings_of([text], encoder)) for _place, text in asked]
        results.add(HEADING, "making one vector, apart", f"{Timing.of(seconds).median_ms:.1f}", "", "")


def test_plain_words(world, asked, results) -> None:
    index = PlainWords(world.texts)

    measure(results, "floor: an inverted index of words", index.nearest, asked)


def test_token_set_ratio(world, asked, results) -> None:
    def nearest(text: str) -> Found:
        return [place for _text, _score, place in process.extract(text, world.texts, scorer=fuzz.token_set_ratio)]

    measure(results, "floor: token_set_ratio over all", nearest, asked[:SLOW_QUERIES])
