"""The words on the pages, in the language of a test: Dutch as in the source, English as in the catalogue."""

from babel.support import Translations

from tests.conventions.tree import ROOT

LOCALES = {"nl": "nl-NL", "en": "en-GB"}


class Words:
    """Gives the words of a page in one language: ``words("Verder")``."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = LOCALES[language]
        self._translations = Translations.load(ROOT / "web" / "translations", [language])

    def __call__(self, text: str, **values: object) -> str:
        """Return ``text`` in this language, filled in with ``values``."""
        found = self._translations.gettext(text)
        return found % values if values else found


DUTCH = Words("nl")
ENGLISH = Words("en")
