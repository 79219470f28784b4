"""Words and pieces of words as numbers."""

import numpy as np

from matching.terms import Vocabulary, join, pieces, split


def vocabulary_of(*texts: str) -> Vocabulary:
    return Vocabulary.of(texts)


class TestPieces:
    def test_marks_where_a_word_begins_and_ends(self):
        assert {" hu", "ur "} <= set(pieces("huur"))

    def test_reads_a_word_of_one_letter(self):
        assert list(pieces("u")) == [" u", "u ", " u "]


class TestVocabulary:
    def test_keeps_no_term_of_a_single_text(self):
        vocabulary = vocabulary_of("pand van Xanthippe", "pand huren", "huren")

        assert "=pand" in vocabulary.terms
        assert [term for term in vocabulary.terms if "xan" in term] == []

    def test_gives_a_text_of_unknown_words_an_empty_row(self):
        places, values = vocabulary_of("huur huur", "huur").row("qqq")

        assert (len(places), len(values)) == (0, 0)

    def test_gives_pieces_and_words_the_same_say(self):
        vocabulary = vocabulary_of("pand huren", "pand huren")
        places, values = vocabulary.row("pand huren")
        whole = np.array([vocabulary.terms[place].startswith("=") for place in places])

        assert np.isclose((values[whole] ** 2).sum(), 1.0)
        assert np.isclose((values[~whole] ** 2).sum(), 1.0)

    def test_brings_compounds_together(self):
        vocabulary = vocabulary_of("huurprijs", "huurcontract", "vergunning", "vergunning")
        rent, other = set(vocabulary.row("huurprijs")[0]), set(vocabulary.row("vergunning")[0])

        assert set(vocabulary.row("huurverlaging")[0]) & rent
        assert not rent & other


def test_terms_are_read_as_they_were_written():
    assert split(join(["=huur", " hu", "café"])) == ("=huur", " hu", "café")
    assert split(join([])) == ()
