"""Topic models that are fitted in a blink, words only, for tests of what happens around a model."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from intake.model_note import ModelNote
from matching.serving import ServingModel
from matching.topics import TopicClassifier
from tests.conftest import FIXTURES
from tests.factories import START
from tests.intake.reference_files import rows_of, write_rows

#: topic -> what people say about it in these tests; no topic: not for the loket.
TEXTS = {
    "lening-garantie": ("Wij zoeken een lening met een garantie", "De bank wil geen lening geven zonder garantie"),
    "ruimte-vastgoed": (
        "Wij zoeken een leeg pand voor een werkplaats",
        "Het pand staat leeg, mag er een werkplaats in",
    ),
    "impact-meten": ("Hoe meten wij onze impact", "Wij willen impact meten en bewijzen"),
    "geen": ("Mijn paspoort is kwijt", "Waar haal ik een nieuw paspoort op"),
}


def few_examples(folder: Path, topics: tuple[str, ...] = tuple(topic for topic in TEXTS if topic != "geen")) -> Path:
    """Write a folder of examples that a model is fitted on in a second, and return it."""
    folder.mkdir()
    for name in ("exemplars.csv", "outside.csv", "phrases.csv"):
        header, *rows = rows_of(FIXTURES / name)
        kept = rows[:10]
        if name == "exemplars.csv":
            kept = [row for topic in topics for row in [row for row in rows if row[0] == topic][:5]]
        write_rows(folder / name, [header, *kept])
    return folder


@cache
def small_model(*topics: str, name: str = "") -> ServingModel:
    """Return a model of ``topics`` (all when none is named); another ``name`` makes another hash."""
    chosen = {topic: TEXTS[topic] for topic in (*topics, "geen")} if topics else TEXTS
    told = [(text, topic) for topic, texts in chosen.items() for text in texts]
    classifier = TopicClassifier(use_vectors=False).fit([text for text, _ in told], [topic for _, topic in told])
    note = ModelNote(START, {topic: len(texts) for topic, texts in chosen.items() if topic != "geen"}, 2)
    return replace(classifier.model_, note=note.written_into(name))


@cache
def swapped_model() -> ServingModel:
    """Return a model that takes loans for buildings and buildings for loans."""
    model = small_model()
    swap = {"lening-garantie": "ruimte-vastgoed", "ruimte-vastgoed": "lening-garantie"}
    return replace(model, classes=tuple(swap.get(topic, topic) for topic in model.classes), note="swapped")
