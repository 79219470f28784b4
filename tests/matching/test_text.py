"""Reading what somebody typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.text import MAX_LENGTH, MAX_WORD, clean, content_lemmas, fold, language_of, sentences, words


class TestClean:
    def test_cuts_before_anything_else(self):
        assert len(clean("a" * 1_000_000)) == MAX_LENGTH

    def test_takes_out_characters_that_show_nothing(self):
        assert clean("ver\x00gun\u202ening") == "ver gun ning"

    @given(st.text(max_size=200))
    def test_never_grows_past_the_cap(self, text):
        assert len(clean(text * 50)) <= MAX_LENGTH

    def test_keeps_capitals_and_line_ends(self):
        assert clean("Haarlem\nNoord") == "Haarlem\nNoord"


class TestWords:
    def test_skips_a_word_that_is_no_word(self):
        assert [w.typed for w in words("huur " + "x" * (MAX_WORD + 1) + " pand")] == ["huur", "pand"]

    def test_compares_without_capitals_and_accents(self):
        assert [w.key for w in words("Coöperatie CAFÉ")] == ["cooperatie", "cafe"]

    def test_says_where_a_word_stands(self):
        [_first, second] = words("Een pand")

        assert "Een pand"[second.start : second.end] == "pand"

    @given(st.text(max_size=300))
    def test_reads_any_text(self, text):
        for word in words(text):
            assert 0 < len(word.typed) <= MAX_WORD


class TestLemmas:
    def test_brings_forms_of_a_word_together(self):
        assert content_lemmas("Wij huurden panden") == content_lemmas("Ik huur een pand")

    def test_keeps_words_that_turn_a_meaning(self):
        assert {"geen", "niet", "zonder", "bv"} <= set(content_lemmas("geen niet zonder bv"))

    def test_drops_words_without_a_subject(self):
        assert content_lemmas("hoe kan ik dat doen met de") == ()


class TestSentences:
    def test_cuts_where_a_sentence_ends(self):
        assert sentences("Wij zoeken ruimte. Wie helpt?\nDank!") == ("Wij zoeken ruimte.", "Wie helpt?", "Dank!")

    def test_does_not_cut_after_an_abbreviation(self):
        assert sentences("Wij zijn een b.v. in oprichting.") == ("Wij zijn een b.v. in oprichting.",)

    def test_finds_none_in_white_space(self):
        assert sentences(" \n ") == ()


class TestLanguageOf:
    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("Hoe vraag ik een vergunning aan voor mijn terras?", "nl"),
            ("How do I get a permit for the terrace in front of my shop?", "en"),
            ("Wie bekomme ich eine Genehmigung für meine Terrasse in der Stadt?", "de"),
            ("Comment obtenir une autorisation pour la terrasse de mon café ?", "fr"),
        ],
    )
    def test_tells_four_languages_apart(self, text, language):
        assert language_of(text) == language

    @pytest.mark.parametrize("text", ["", "12345", "?", "ok", "social return"])
    def test_takes_a_text_that_says_too_little_for_dutch(self, text):
        assert language_of(text) == "nl"


def test_folding_twice_changes_nothing():
    assert fold(fold("Súdwest-Fryslân")) == fold("Súdwest-Fryslân")
