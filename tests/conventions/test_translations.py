"""Every text is there in both languages, and speaks as the loket speaks."""

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.conventions.tree import ROOT

ENGLISH = ROOT / "web" / "translations" / "en" / "LC_MESSAGES"

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")

#: The loket says u to everybody.
FAMILIAR = re.compile(r"\b(?:je|jij|jou|jouw|jullie)\b", re.IGNORECASE)


def forms(text: str | Iterable[str]) -> list[str]:
    """Return the singular and the plural, or the one form there is."""
    return [text] if isinstance(text, str) else list(text)


def placeholders(text: str | Iterable[str]) -> set[str]:
    return {name for form in forms(text) for name in PLACEHOLDER.findall(form)}


def untranslated(texts: Catalog, catalogue: Catalog) -> list[str]:
    """Return every text of the source that the catalogue leaves out, leaves empty or is unsure about."""
    return [
        str(text.id)
        for text in texts
        if text.id
        and ((found := catalogue.get(text.id, text.context)) is None or found.fuzzy or not all(forms(found.string)))
    ]


@pytest.fixture(scope="module")
def texts(tmp_path_factory) -> Catalog:
    """Every text in the source, as ``make translations`` collects them."""
    target = tmp_path_factory.mktemp("texts") / "texts.pot"
    subprocess.run(
        [
            *(Path(sys.executable).with_name("pybabel"), "--quiet", "extract", "--mapping-file", "pyproject.toml"),
            *("--keyword", "_l", "--keyword", "lazy_gettext", "--output", target, "."),
        ],
        cwd=ROOT,
        check=True,
    )
    with target.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The English catalogue as people edit it."""
    with (ENGLISH / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


class TestTheRules:
    def test_see_a_text_that_is_missing_empty_or_unsure(self):
        texts, catalogue = Catalog(), Catalog(locale="en")
        for text in ("ja", "nee", "leeg", "misschien"):
            texts.add(text)
        catalogue.add("ja", "yes")
        catalogue.add("leeg", "")
        catalogue.add("misschien", "maybe", flags=["fuzzy"])

        assert untranslated(texts, catalogue) == ["nee", "leeg", "misschien"]

    def test_see_another_placeholder(self):
        assert placeholders("%(num)d dag") != placeholders(["%(count)d day", "%(count)d days"])

    def test_see_a_familiar_form(self):
        assert FAMILIAR.search("Vul je naam in")
        assert not FAMILIAR.search("Vul uw naam in bij het onderwerp")


class TestDutch:
    def test_says_u(self, texts):
        assert len(texts) > 100, "this test looks at nothing; check how texts are found"
        assert [text.id for text in texts if any(FAMILIAR.search(form) for form in forms(text.id))] == []


class TestEnglish:
    def test_is_complete(self, texts, english):
        assert untranslated(texts, english) == [], "run: make translations, and fill in what is empty"

    def test_holds_nothing_that_is_gone(self, texts, english):
        assert [text.id for text in english if text.id and texts.get(text.id, text.context) is None] == []

    def test_keeps_every_placeholder(self, english):
        assert [text.id for text in english if placeholders(text.id) != placeholders(text.string)] == []

    def test_is_compiled(self, english):
        with (ENGLISH / "messages.mo").open("rb") as file:
            compiled = read_mo(file)

        def pairs(catalogue: Iterable[Message]) -> dict[object, object]:
            return {tuple(forms(text.id)): tuple(forms(text.string)) for text in catalogue if text.id}

        assert pairs(compiled) == pairs(english), "run: make translations"
