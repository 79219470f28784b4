"""Statements read well in both languages, and stay text whatever an administrator types."""

import pytest

from intake import database
from intake.models.system import Page
from intake.terms import Language
from tests.factories import START
from tests.web.asking import text_of
from web.statements import marked_up, shipped

SLUGS = ["privacy", "toegankelijkheid", "over"]


class TestStatement:
    @pytest.mark.parametrize("slug", SLUGS)
    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_comes_with_the_loket(self, client, slug, language):
        page = text_of(client.get(f"/{slug}?taal={language}"))

        assert shipped(slug, language)[0] in page
        assert f'lang="{language}"' in page

    def test_shows_what_an_administrator_wrote_instead(self, client, engine):
        with database.transaction(engine) as session:
            body = "## Nieuw\n\nTekst met <b>teken</b>."
            session.add(Page(slug="privacy", language=Language.NL, title="Eigen titel", body=body, updated_at=START))

        page = client.get("/privacy?taal=nl").get_data(as_text=True)

        assert "Eigen titel" in page
        assert "<h2>Nieuw</h2>" in page
        assert "&lt;b&gt;teken&lt;/b&gt;" in page


class TestMarkedUp:
    @pytest.mark.parametrize(
        ("text", "html"),
        [
            ("Een\nregel.\n\nNog een.", "<p>Een regel.</p>\n<p>Nog een.</p>"),
            ("## Kop\nTekst", "<h2>Kop</h2><p>Tekst</p>"),
            ("- een\n- twee", "<ul><li>een</li><li>twee</li></ul>"),
            ("Zie [het formulier](/vraag).", '<p>Zie <a href="/vraag">het formulier</a>.</p>'),
            ("[klik](javascript:alert(1))", "<p>[klik](javascript:alert(1))</p>"),
            ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
            ("", ""),
        ],
    )
    def test_turns_light_mark_up_into_html(self, text, html):
        assert str(marked_up(text)) == html

    def test_leaves_no_way_out_of_a_link(self):
        assert "onclick" not in str(marked_up('[x](https://example.nl/"onclick="y)')).replace("&#34;onclick", "")
