"""Words and pieces of words as numbers."""

import numpy as np

from matching.terms import Vocabulary, fingerprint, pieces


def vocabulary_of(*texts: str) -> Vocabulary:
    return Vocabulary.of(texts)


class TestPieces:
    def test_marks_where_a_word_begins_and_ends(self):
        assert {" hu", "ur "} <= set(pieces("huur"))

    def test_reads_a_word_of_one_letter(self):
        assert list(pieces("u")) == [" u", "u ", " u "]


class TestVocabulary:
    def test_keeps_no_term_of_a_single_asker(self):
        vocabulary = Vocabulary.of(["pand van Xanthippe", "pand huren", "huren"], private=[0, 1, 2])

        assert fingerprint("=pand") in vocabulary.terms
        assert fingerprint("=xanthippe") not in vocabulary.terms
        assert fingerprint("xant") not in vocabulary.terms

    def test_keeps_every_term_of_our_own_texts(self):
        vocabulary = Vocabulary.of(["een windmolen", "pand van Xanthippe"], private=[1])

        assert fingerprint("=windmolen") in vocabulary.terms
        assert fingerprint("=xanthippe") not in vocabulary.terms

    def test_holds_no_words_to_be_read(self):
        vocabulary = vocabulary_of("pand huren", "pand huren")

        assert b"pand" not in vocabulary.terms.tobytes()

    def test_knows_nothing_when_it_learned_nothing(self):
        places, values = vocabulary_of().row("pand huren")

        assert (len(places), len(values)) == (0, 0)

    def test_gives_a_text_of_unknown_words_an_empty_row(self):
        places, values = vocabulary_of("huur huur", "huur").row("qqq")

        assert (len(places), len(values)) == (0, 0)

    def test_gives_pieces_and_words_the_same_say(self):
        vocabulary = vocabulary_of("pand huren", "pand huren")
        places, values = vocabulary.row("pand huren")
        marks = {fingerprint(term) for term in ("=pand", "=huren", "=pand huren")}
        whole = np.isin(vocabulary.terms[places], list(marks))

        assert np.isclose((values[whole] ** 2).sum(), 1.0)
        assert np.isclose((values[~whole] ** 2).sum(), 1.0)

    def test_brings_compounds_together(self):
        vocabulary = vocabulary_of("huurprijs", "huurcontract", "vergunning", "vergunning")
        rent, other = set(vocabulary.row("huurprijs")[0]), set(vocabulary.row("vergunning")[0])

        assert set(vocabulary.row("huurverlaging")[0]) & rent
        assert not rent & other
