"""Which written example is shown beside a topic."""

import pytest

from matching.data import Example, Exemplar, TopicProfile
from matching.nearest import LONGEST_EXAMPLE, ExampleShelf
from matching.terms import Vocabulary
from matching.topics import TopicClassifier, fit_model
from tests.matching.test_topics import LABELS, TEXTS

LOANS = (
    "De bank geeft geen lening voor onze nieuwe oven",
    "Wie staat borg voor een kleine coöperatie zonder jaarcijfers?",
    "Can we borrow money for a second van?",
)
ROOM = "Wij zoeken een leeg pand met een oven voor de bakkerij"


@pytest.fixture
def vocabulary():
    return Vocabulary.of([*LOANS, ROOM])


@pytest.fixture
def shelf(vocabulary):
    examples = [*(Example(text, "nl") for text in LOANS[:2]), Example(LOANS[2], "en"), Example(ROOM, "nl")]
    return ExampleShelf.of(examples, ["lening"] * 3 + ["ruimte"], vocabulary)


class TestNearest:
    @pytest.mark.parametrize(
        ("text", "example"),
        [
            ("krijg ik bij de bank een lening voor een oven", LOANS[0]),
            ("wij zijn een coöperatie en niemand staat borg", LOANS[1]),
            ("I want to borrow for a van", LOANS[2]),
        ],
    )
    def test_shares_the_most_telling_words(self, shelf, vocabulary, text, example):
        assert shelf.nearest(text, ["lening"], vocabulary)["lening"].text == example

    def test_is_of_the_topic_that_was_asked_about(self, shelf, vocabulary):
        assert shelf.nearest("een oven voor onze bakkerij", ["ruimte"], vocabulary)["ruimte"].text == ROOM

    def test_is_nothing_when_one_word_of_many_is_shared(self, shelf, vocabulary):
        assert shelf.nearest("de bank in ons pand staat leeg", ["lening"], vocabulary) == {}

    def test_is_found_by_its_one_word_when_no_more_is_said(self, shelf, vocabulary):
        assert shelf.nearest("lening?", ["lening"], vocabulary)["lening"].text == LOANS[0]

    def test_keeps_the_language_of_the_example(self, shelf, vocabulary):
        assert shelf.nearest("borrow money", ["lening"], vocabulary)["lening"].language == "en"

    @pytest.mark.parametrize("text", ["", "de het een", "paspoort verlengen", "!!!"])
    def test_is_nothing_when_no_word_is_shared(self, shelf, vocabulary, text):
        assert shelf.nearest(text, ["lening", "ruimte"], vocabulary) == {}

    def test_is_nothing_for_a_topic_without_examples(self, shelf, vocabulary):
        assert shelf.nearest(LOANS[0], ["starten"], vocabulary) == {}

    @pytest.mark.parametrize("text", ["lening " * LONGEST_EXAMPLE, "de het een"])
    def test_leaves_out_what_is_too_long_to_show_or_says_nothing(self, vocabulary, text):
        shelf = ExampleShelf.of([Example(text, "nl")], ["lening"], vocabulary)

        assert shelf.examples == ()
        assert shelf.nearest("een lening", ["lening"], vocabulary) == {}


class TestInAModel:
    def test_holds_no_text_of_somebody_who_asked(self):
        asked = Exemplar("lening", "Wij vroegen in Zutphen om een lening", source="bevestigde vraag")
        written = [Exemplar(label, text) for text, label in zip(TEXTS, LABELS, strict=True)]
        profiles = [TopicProfile(slug, slug, "") for slug in sorted({*LABELS, "lening"})]

        model = fit_model(profiles, [*written, asked], [], TopicClassifier(use_vectors=False))

        assert asked.text not in {example.text for example in model.shelf.examples}
        assert {example.text for example in model.shelf.examples} == set(TEXTS)

    def test_comes_back_from_a_file(self, tmp_path):
        profiles = [TopicProfile(slug, slug, "") for slug in sorted(set(LABELS))]
        written = [Exemplar(label, text) for text, label in zip(TEXTS, LABELS, strict=True)]
        model = fit_model(profiles, written, [], TopicClassifier(use_vectors=False))
        model.save(tmp_path / "model.npz")

        again = type(model).load(tmp_path / "model.npz")

        found = model.nearest_examples(TEXTS[0], LABELS)
        assert again.nearest_examples(TEXTS[0], LABELS) == found
        assert found[LABELS[0]].text == TEXTS[0]
