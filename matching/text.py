"""Turning what somebody typed into words that can be compared: normalising, words, lemmas, sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, cast

import simplemma
from py3langid.langid import MODEL_FILE, LanguageIdentifier

#: Characters of a text that are looked at; the form takes no more. Cutting comes before any matching,
#: because the time of fuzzy matching grows with the square of the length.
MAX_LENGTH = 4000
#: Longer words are no words; their n-grams would cost seconds.
MAX_WORD = 60
#: A sentence of fewer words ("Goedemiddag allemaal!") is a greeting rather than a need.
FEWEST_WORDS = 3
#: The languages that can be told apart; anything else comes out as the nearest of these.
LANGUAGES = ("nl", "en", "de", "fr")

_UNIFORM = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
#: Characters that show nothing: control, direction and zero-width characters.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*'?", re.UNICODE)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\s\"')]+(?=\S)|\n+")
#: A full stop after one of these does not end a sentence.
_ABBREVIATION = re.compile(
    r"\b(?:bv|b\.v|nv|n\.v|mw|mevr|dhr|drs|dr|mr|ing|ir|st|nr|ca|incl|excl|evt|bijv|o\.a|m\.b\.t|t/m|p)\.$",
    re.IGNORECASE,
)

#: Words that carry no subject. Short on purpose: "geen", "niet", "zonder" and "bv" do carry one.
_STOP_WORDS = """
de het een en of maar want dus dat die dit deze daar er hier ik jij je u wij we jullie zij ze hij haar
hem hen hun mij me mijn m'n ons onze uw jouw zijn z'n is ben bent was waren wordt worden werd hebben heb
hebt heeft had hadden kan kunnen kunt kon mag mogen moet moeten wil willen wilt wilde zal zullen zou
zouden gaat gaan ga doen doet doe met van voor op in aan bij naar uit over om te tot als dan ook nog al
wel nu zo heel erg graag even toch maar weer steeds alleen alles iets iemand wie wat waar wanneer hoe
waarom welke welk hoeveel door tegen onder tussen per via sinds tijdens zoals omdat terwijl toen daarna
goed beste geachte hallo dag groet groeten alvast dank bedankt vraag vragen weten weet zit staat staan
the a an and or but of to in on at for with from by is are was were be been have has had do does did can
could will would should may might i you he she it we they my your our their me us them this that these
those there here what which who when where why how so as if then than also very just about into
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


class Lemmatizer(Protocol):
    """Something that knows the form of a word that stands in a dictionary."""

    def __call__(self, token: str, lang: str) -> str:
        """Return the lemma of ``token``."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: as it was typed, in the form that is compared, and where it stands."""

    typed: str
    key: str
    start: int
    end: int


def clean(text: str) -> str:
    """Cut a text to ``MAX_LENGTH`` and make its characters uniform; capitals stay."""
    text = unicodedata.normalize("NFKC", text[:MAX_LENGTH]).translate(_UNIFORM)
    return _CONTROL.sub(" ", text)[:MAX_LENGTH]


def fold(text: str) -> str:
    """Return the form in which words are compared: small letters, without accents."""
    if text.isascii():
        return text.translate(_UNIFORM).casefold()
    decomposed = unicodedata.normalize("NFKD", text.translate(_UNIFORM).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> tuple[Word, ...]:
    """Split a text into words; what is longer than ``MAX_WORD`` is skipped."""
    return tuple(_words(clean(text)))


def _words(text: str) -> Iterator[Word]:
    for found in _WORD.finditer(text):
        typed = found.group()
        if len(typed) <= MAX_WORD:
            yield Word(typed, fold(typed.rstrip("'")), found.start(), found.end())


def sentences(text: str) -> tuple[str, ...]:
    """Split a text into sentences, none of them empty."""
    parts: list[str] = []
    for part in _SENTENCE_END.split(clean(text)):
        stripped = part.strip()
        if not stripped:
            continue
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {stripped}"
        else:
            parts.append(stripped)
    return tuple(parts)


def telling_parts(text: str) -> tuple[str, ...]:
    """Return the sentences of a text that are long enough to say something, or else the whole text."""
    return tuple(part for part in sentences(text) if len(part.split()) >= FEWEST_WORDS) or (clean(text),)


@lru_cache(maxsize=50_000)
def lemma(key: str) -> str:
    """Return the Dutch dictionary form of a folded word, or the word itself."""
    return fold(cast("Lemmatizer", simplemma.lemmatize)(key, lang="nl"))


def content_lemmas(text: str) -> tuple[str, ...]:
    """Return the lemmas of the words that say what a text is about, in order."""
    return lemmas_of(words(text))


def lemmas_of(found: Iterable[Word]) -> tuple[str, ...]:
    """Return the lemmas of those of ``found`` that say what a text is about."""
    return tuple(lemma(word.key) for word in found if is_content(word.key))


def is_content(key: str) -> bool:
    """Tell whether a folded word says something about the subject of a text."""
    return len(key) > 1 and key not in STOP_WORDS and not key.isdigit()


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    # The tables of the other languages are 90 MB that nothing will look at again.
    identifier._full_model = (identifier.nb_ptc, identifier.nb_pc, identifier.nb_classes)  # noqa: SLF001
    return identifier


def read_dictionaries() -> None:
    """Read the dictionary and the language tables now (a second, and a temporary file), not at the first text."""
    lemma("gemeente")
    _identifier()


def language_of(text: str) -> str:
    """Guess the language of a text, one of ``LANGUAGES``; a text without letters counts as Dutch.

    A short text is Dutch unless the guess is sure: a name or a brand should not turn a page English.
    """
    if not any(c.isalpha() for c in text[:MAX_LENGTH]):
        return "nl"
    guess, certainty = _identifier().classify(clean(text))
    least = 0.9 if len(text) < 40 else 0.5
    return str(guess) if certainty >= least else "nl"
