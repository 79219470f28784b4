"""The macros: markup that people with a screen reader, a keyboard or a small screen can use."""

from datetime import UTC, datetime

import pytest
from flask import render_template_string
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from intake.terms import LegalForm, QuestionStatus, Stage
from tests.web.bare_app import make_bare_app
from tests.web.pages import problems, read
from web.forms.base import FilterForm, LoketForm
from web.forms.fields import ChoiceField, MunicipalityField, OneEmailField, RadioChoiceField

AT = datetime(2026, 11, 3, 13, 5, tzinfo=UTC)


class Everything(LoketForm):
    """One field of each kind."""

    question = TextAreaField(
        "Wat is uw vraag?",
        [DataRequired("Vul uw vraag in"), Length(20, 4000, "Vertel iets meer")],
        description="Noem geen namen.",
    )
    municipality = MunicipalityField("Gemeente", suggestions=["Dorp", "Stad"])
    email = OneEmailField("E-mailadres", [DataRequired("Vul uw e-mailadres in")])
    stage = RadioChoiceField("Fase", Stage, description="Ongeveer.")
    legal_form = ChoiceField("Rechtsvorm", LegalForm)
    confidential = BooleanField("Vertrouwelijk", description="Tenzij de wet ons verplicht.")


class Search(FilterForm):
    """What narrows a list."""

    words = StringField("Zoek")


@pytest.fixture(scope="module")
def app():
    return make_bare_app()


@pytest.fixture
def render(app):
    """Render a piece of template as a page, in a request with what was sent."""

    def render_piece(source, data=None, path="/", **context):
        with app.test_request_context(path, method="POST" if data is not None else "GET", data=data):
            app.preprocess_request()
            made = {name: value() if isinstance(value, type) else value for name, value in context.items()}
            for form in made.values():
                if isinstance(form, LoketForm) and data is not None:
                    form.validate()
            return render_template_string(source, **made)

    return render_piece


def as_page(piece):
    """Put a piece of markup in the smallest page that the checker accepts."""
    return f'<html lang="nl"><title>T</title><main id="inhoud"><h1>T</h1>{piece}</main></html>'


FORM = """{% from "components/form.html" import form_wrapper %}{% from "components/field.html" import field %}
{% call form_wrapper(form) %}
{% for f in form if f.short_name != "csrf_token" %}{{ field(f) }}{% endfor %}
{% endcall %}"""


class TestField:
    def test_makes_a_sound_page_of_every_kind_of_field(self, render):
        assert problems(as_page(render(FORM, form=Everything))) == []

    def test_makes_a_sound_page_of_every_kind_of_error(self, render):
        wrong = {"question": "kort", "email": "x", "stage": "anders", "legal_form": "anders_nog"}

        html = render(FORM, wrong, form=Everything)

        assert problems(as_page(html)) == []
        assert html.count('aria-invalid="true"') == 3

    def test_describes_an_input_by_its_hint_its_count_and_its_error(self, render):
        page = read(render(FORM, {"question": "kort"}, form=Everything))

        [area] = page.all("textarea")

        assert area.attributes["aria-describedby"] == "question-hint question-count question-error"

    def test_describes_a_group_at_its_fieldset(self, render):
        page = read(render(FORM, {"stage": "anders"}, form=Everything))

        [group] = page.all("fieldset")

        assert group.attributes["aria-describedby"] == "stage-hint stage-error"
        assert [legend.text.split("(")[0].strip() for legend in page.all("legend")] == ["Fase"]

    def test_says_what_is_not_compulsory(self, render):
        labels = {label.attributes["for"]: label.text for label in read(render(FORM, form=Everything)).all("label")}

        assert "(niet verplicht)" in labels["municipality"]
        assert "(niet verplicht)" not in labels["email"]
        assert "(niet verplicht)" not in labels["confidential"]

    def test_leaves_every_check_to_the_server(self, render):
        html = render(FORM, form=Everything)

        for attribute in (" required", "maxlength=", "minlength="):
            assert attribute not in html

    def test_keeps_what_was_typed(self, render):
        typed = {
            "question": "<b>kort</b>",
            "municipality": "Dorp",
            "email": "fout@@",
            "stage": "groei",
            "legal_form": "bv",
        }

        html = render(FORM, typed, form=Everything)

        assert "&lt;b&gt;kort&lt;/b&gt;" in html
        assert 'value="fout@@"' in html
        assert 'value="Dorp"' in html
        [chosen] = [option for option in read(html).all("input") if "checked" in option.attributes]
        assert chosen.attributes["value"] == "groei"
        [selected] = [option for option in read(html).all("option") if "selected" in option.attributes]
        assert selected.attributes["value"] == "bv"

    def test_offers_suggestions_in_a_list(self, render):
        page = read(render(FORM, form=Everything))

        [typed] = [element for element in page.all("input") if element.attributes.get("name") == "municipality"]

        assert typed.attributes["list"] == "municipality-list"
        assert [option.attributes["value"] for option in page.all("option")][:2] == ["Dorp", "Stad"]

    def test_passes_other_names_on_as_attributes(self, render):
        source = '{% from "components/field.html" import field %}{{ field(form.question, rows=9, spellcheck="true") }}'

        [area] = read(render(source, form=Everything)).all("textarea")

        assert (area.attributes["rows"], area.attributes["spellcheck"]) == ("9", "true")


class TestErrorSummary:
    def test_leads_to_the_fields_in_page_order(self, render):
        page = read(render(FORM, {"question": "", "email": "", "stage": "anders"}, form=Everything))

        leads = [link.attributes["href"] for link in page.all("a")]

        assert leads == ["#question", "#email", "#stage-0"]

    def test_tells_of_an_expired_form_without_a_link(self, render):
        html = render(FORM, {"question": "x" * 30, "email": "a@example.nl"}, form=Everything)

        assert "stond te lang open" in html
        assert read(html).all("a") == []

    def test_is_silent_when_all_is_well(self, render):
        assert "alert" not in render(FORM, form=Everything)


class TestForms:
    def test_two_forms_with_prefixes_share_a_page(self, render, app):
        source = FORM + FORM.replace("form)", "other)").replace("in form", "in other")
        with app.test_request_context():
            first, second = Everything(prefix="a"), Everything(prefix="b")

        assert problems(as_page(render(source, form=first, other=second))) == []

    def test_a_button_sends_its_hidden_values_and_a_token(self, render):
        source = """{% from "components/form.html" import button_form %}
        {{ button_form("/oppakken", "Oppakken", "primary", describe="HLM-26", version=3) }}"""

        page = read(render(source))

        names = {element.attributes["name"]: element.attributes["value"] for element in page.all("input")}
        assert names["version"] == "3"
        assert names["csrf_token"]
        assert page.all("button")[0].text == "Oppakken HLM-26"

    def test_a_filter_is_sent_with_get_and_can_be_taken_away(self, render):
        source = """{% from "components/filter_bar.html" import filter_bar %}
        {% from "components/field.html" import field %}
        {% call filter_bar(form, "/lijst") %}{{ field(form.words, optional=false) }}{% endcall %}"""

        assert "Wis de filters" not in render(source, form=Search)
        html = render(source, path="/lijst?words=pand", form=Search)
        assert "Wis de filters" in html
        assert 'value="pand"' in html
        assert problems(as_page(html)) == []


class TestTable:
    SOURCE = """{% from "components/table.html" import table, row, cell %}
    {% call table("Vragen", ["Kenmerk", ("Bedrag", "number")]) %}
    {% call row() %}{{ cell("Kenmerk", "A <1>", header=true) }}
    {% call cell("Bedrag", number=true) %}<b>5</b>{% endcall %}{% endcall %}
    {% endcall %}"""

    def test_has_a_caption_and_headers_with_a_scope(self, render):
        page = read(render(self.SOURCE))

        assert [header.attributes["scope"] for header in page.all("th")] == ["col", "col", "row"]
        assert page.all("caption")[0].text == "Vragen"

    def test_gives_every_cell_its_label_for_a_small_screen(self, render):
        cells = [element for element in read(render(self.SOURCE)).elements if "data-label" in element.attributes]

        assert [cell.attributes["data-label"] for cell in cells] == ["Kenmerk", "Bedrag"]

    def test_escapes_values_and_keeps_markup_of_a_call(self, render):
        html = render(self.SOURCE)

        assert "A &lt;1&gt;" in html
        assert "<b>5</b>" in html


class TestMessage:
    SOURCE = """{% from "components/message.html" import message %}
    {{ message("Regel 1\n\n<script>", "Noor", at, "Notitie", internal=internal) }}"""

    def test_says_in_words_that_a_note_is_internal(self, render):
        assert "de ondernemer ziet dit niet" in render(self.SOURCE, at=AT, internal=True)
        assert "de ondernemer ziet dit niet" not in render(self.SOURCE, at=AT, internal=False)

    def test_escapes_what_people_wrote(self, render):
        assert "<script>" not in render(self.SOURCE, at=AT, internal=False)


class TestOthers:
    @pytest.mark.parametrize(
        ("source", "shown"),
        [
            ('{% from "components/alert.html" import alert %}{{ alert("ok", "Verstuurd") }}', "Gelukt"),
            (
                '{% from "components/status_badge.html" import status_badge %}{{ status_badge(status) }}',
                "In behandeling",
            ),
            ('{% from "components/empty_state.html" import empty_state %}{{ empty_state("Leeg") }}', "<h2"),
            ('{% from "components/steps.html" import steps %}{{ steps(["A", "B"], 2) }}', 'aria-current="step"'),
            ('{% from "components/tags.html" import tags %}{{ tags(["pand"], "Woorden") }}', "pand"),
            ('{% from "components/data_list.html" import data_list %}{{ data_list([("A", none)]) }}', "niet ingevuld"),
            (
                '{% from "components/breadcrumb.html" import breadcrumb %}{{ breadcrumb([("A", none)]) }}',
                'aria-current="page"',
            ),
            ('{% from "components/pagination.html" import pagination %}{{ pagination(none, "/o") }}', 'rel="next"'),
            ('{% from "components/button.html" import link_button %}{{ link_button("A", "/a") }}', 'href="/a"'),
            ('{% from "components/card.html" import card %}{% call card("A", url="/a") %}x{% endcall %}', "<h2"),
            ('{% from "components/card.html" import figure_card %}{{ figure_card("A", "7", "n") }}', "7"),
            (
                '{% from "components/details.html" import details %}{% call details("A", open=true) %}x{% endcall %}',
                " open",
            ),
            (
                """{% from "components/timeline.html" import timeline, moment_of %}
                {% call timeline("A") %}{{ moment_of(at, "Gesteld", "Noor", current=true) }}{% endcall %}""",
                "3 november 2026, 14:05",
            ),
        ],
    )
    def test_a_component_is_sound_and_shows_what_it_was_given(self, render, source, shown):
        html = render(source, status=QuestionStatus.PICKED_UP, at=AT)

        assert problems(as_page(html)) == []
        assert shown in html

    def test_pages_without_neighbours_show_no_links(self, render):
        source = '{% from "components/pagination.html" import pagination %}{{ pagination(none, none) }}'

        assert render(source).strip() == ""

    def test_a_dutch_text_is_marked_on_an_english_page_only(self, render):
        source = '{% from "components/language_note.html" import dutch %}{{ dutch("Regeling") }}'

        assert render(source, path="/?taal=en").strip() == '<span lang="nl">Regeling</span>'
        assert render(source, path="/?taal=nl").strip() == "Regeling"


class TestBarChart:
    SOURCE = """{% from "components/bar_chart.html" import bar_chart %}
    {{ bar_chart("Soorten", [("Juridisch", 12), ("Cultuur", none)], id="soorten") }}"""

    def test_has_the_same_figures_in_a_table(self, render):
        page = read(render(self.SOURCE))

        assert [cell.text for cell in page.all("td")] == ["12", "afgeschermd"]

    def test_draws_no_bar_for_a_hidden_count(self, render):
        bars = [bar for bar in read(render(self.SOURCE)).all("rect") if bar.attributes["class"] == "loket-chart__bar"]

        assert [bar.attributes["width"] for bar in bars] == ["100.0%"]

    def test_is_sound(self, render):
        assert problems(as_page(render(self.SOURCE))) == []

    def test_stands_without_a_single_bar(self, render):
        assert problems(as_page(render(self.SOURCE.replace('("Juridisch", 12), ("Cultuur", none)', "")))) == []
