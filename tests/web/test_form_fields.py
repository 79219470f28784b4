"""What people type in the fields of the loket, and what becomes of it."""

from datetime import date

import pytest
from wtforms import HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from intake.terms import LegalForm, Stage
from tests.web.bare_app import make_bare_app
from web.forms.base import FilterForm, LoketForm, page_has_errors
from web.forms.fields import (
    CheckboxesField,
    ChoiceField,
    DateField,
    EuroField,
    KvkField,
    OneEmailField,
    PhoneField,
    RadioChoiceField,
)


class Fields(LoketForm):
    """One field of each kind."""

    class Meta(LoketForm.Meta):
        csrf = False

    name = StringField("Naam", filters=[lambda text: text.title()])
    story = TextAreaField("Verhaal")
    kept = HiddenField()
    password = PasswordField("Wachtwoord")
    email = OneEmailField("E-mail")
    phone = PhoneField("Telefoon")
    kvk = KvkField("KvK")
    cents = EuroField("Bedrag")
    euros = EuroField("Bedrag", whole=True)
    day = DateField("Datum")
    legal_form = ChoiceField("Rechtsvorm", LegalForm)
    team = ChoiceField("Team")
    stage = RadioChoiceField("Fase", Stage)
    goals = CheckboxesField("Doelen", [("a", "A"), ("b", "B")])


@pytest.fixture(scope="module")
def app():
    return make_bare_app()


@pytest.fixture
def fill_in(app):
    """Send a form with some fields filled in, and return it after its check."""

    def fill(form_class=Fields, **typed):
        with app.test_request_context(method="POST", data=typed):
            form = form_class()
            form.validate()
            return form

    return fill


class TestText:
    def test_loses_white_space_around_it_and_keeps_one_kind_of_line_end(self, fill_in):
        assert fill_in(story="  een\r\ntwee\r\n ").story.data == "een\ntwee"

    def test_keeps_the_filters_of_the_field_itself(self, fill_in):
        assert fill_in(name=" noor bakker ").name.data == "Noor Bakker"

    def test_spells_accents_in_one_way(self, fill_in):
        assert fill_in(story="cafe\u0301").story.data == "caf\u00e9"

    def test_keeps_emoji_and_right_to_left_text(self, fill_in):
        form = fill_in(story="🌱 مرحبا")

        assert (form.story.data, form.story.errors) == ("🌱 مرحبا", [])

    def test_is_empty_when_it_was_not_sent(self, fill_in):
        form = fill_in()

        assert (form.story.data, form.errors) == ("", {})

    def test_leaves_a_password_as_it_was_typed(self, fill_in):
        assert fill_in(password=" met spaties ").password.data == " met spaties "

    @pytest.mark.parametrize("character", ["\x00", "\x08", "\x1b", "\x7f", "\x85", "\ufffe"])
    def test_refuses_unreadable_characters_aloud_and_takes_them_away(self, fill_in, character):
        form = fill_in(story=f"voor{character}na")

        assert form.story.data == "voorna"
        assert ["onleesbare tekens" in str(error) for error in form.story.errors] == [True]

    def test_refuses_a_line_end_in_a_field_of_one_line(self, fill_in):
        form = fill_in(name="Noor\r\nBcc: ander@example.nl")

        assert "onleesbare tekens" in str(form.name.errors[0])

    def test_keeps_line_ends_in_a_hidden_text(self, fill_in):
        form = fill_in(kept="een\r\ntwee")

        assert (form.kept.data, form.errors) == ("een\ntwee", {})

    @pytest.mark.parametrize(("field", "most"), [("name", 200), ("story", 4000), ("kept", 4000)])
    def test_has_a_longest_length_without_asking_for_one(self, fill_in, field, most):
        assert fill_in(**{field: "x" * most}).errors == {}
        assert str(most) in str(fill_in(**{field: "x" * (most + 1)}).errors[field][0])

    def test_keeps_to_the_length_that_it_names_itself(self, fill_in):
        class Long(Fields):
            story = TextAreaField("Verhaal", [Length(max=5000, message="Maak de tekst korter")])

        assert fill_in(Long, story="x" * 5000).errors == {}
        assert fill_in(Long, story="x" * 5001).errors == {"story": ["Maak de tekst korter"]}


class TestLoketForm:
    def test_lists_errors_in_page_order_with_those_of_the_form_first(self, fill_in):
        form = fill_in(kvk="1", email="x")
        form.form_errors.append("Alles is anders")

        assert [error.target for error in form.errors_in_order()] == [None, "email", "kvk"]

    def test_puts_an_error_of_the_domain_beside_its_field(self, app):
        with app.test_request_context():
            form = Fields()
            form.add_error("email", "Dit adres is al bekend")
            form.add_error("elders", "Er ging iets mis")

        assert form.email.errors == ["Dit adres is al bekend"]
        assert form.form_errors == ["Er ging iets mis"]

    def test_tells_the_page_about_errors(self, app):
        with app.test_request_context():
            assert not page_has_errors()
            Fields().add_error("email", "Fout")
            assert page_has_errors()

    def test_says_that_a_form_expired_in_words_that_help(self, fill_in):
        class Safe(LoketForm):
            name = StringField("Naam", [DataRequired("Vul uw naam in")])

        form = fill_in(Safe, name="Noor")

        assert [str(error.message)[:28] for error in form.errors_in_order()] == ["Dit formulier stond te lang "]
        assert form.name.data == "Noor"


class TestFilterForm:
    def test_reads_the_address(self, app):
        class Search(FilterForm):
            words = StringField("Zoek")

        with app.test_request_context("/?words=+pand+"):
            assert (Search().words.data, Search().is_filtering()) == ("pand", True)
        with app.test_request_context("/?anders=1"):
            assert (Search().words.data, Search().is_filtering()) == ("", False)


class TestOneEmailField:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("noor@example.nl", "noor@example.nl"),
            (" Noor@Example.NL ", "Noor@example.nl"),
            ("noor@bücher.example.nl", "noor@xn--bcher-kva.example.nl"),
            ("", ""),
        ],
    )
    def test_keeps(self, fill_in, typed, kept):
        form = fill_in(email=typed)

        assert (form.email.data, form.email.errors) == (kept, [])

    @pytest.mark.parametrize(
        "typed",
        [
            "noor",
            "noor@",
            "noor@example",
            "noor@@example.nl",
            "a@example.nl, b@example.nl",
            "a@example.nl;b@example.nl",
            "noor@example.nl\r\nBcc: b@example.nl",
            "noor bakker@example.nl",
            "Noor <noor@example.nl>",
            "nóór@example.nl",
            "n" * 250 + "@example.nl",
        ],
    )
    def test_refuses_with_words_that_say_what_to_do(self, fill_in, typed):
        errors = fill_in(email=typed).email.errors

        assert errors
        assert "e-mailadres" in str(errors[0]) or "onleesbare tekens" in str(errors[-1])


class TestPhoneField:
    @pytest.mark.parametrize("typed", ["06-00001234", "+31 6 0000 1234", "(023) 000 12 34", ""])
    def test_keeps(self, fill_in, typed):
        assert (fill_in(phone=typed).phone.data, fill_in(phone=typed).errors) == (typed, {})

    @pytest.mark.parametrize("typed", ["bel mij", "06-1", "0600001234 na zessen", "1" * 16])
    def test_refuses(self, fill_in, typed):
        assert "telefoonnummer" in fill_in(phone=typed).errors["phone"][0]


class TestKvkField:
    @pytest.mark.parametrize(("typed", "kept"), [("12345678", "12345678"), ("1234 5678", "12345678"), ("", "")])
    def test_keeps(self, fill_in, typed, kept):
        assert (fill_in(kvk=typed).kvk.data, fill_in(kvk=typed).errors) == (kept, {})

    @pytest.mark.parametrize("typed", ["1234567", "123456789", "1234567a", "１２３４５６７８"])
    def test_refuses(self, fill_in, typed):
        assert "acht cijfers" in fill_in(kvk=typed).errors["kvk"][0]


class TestEuroField:
    @pytest.mark.parametrize(
        ("typed", "cents"),
        [
            ("1500", 150_000),
            ("1.500", 150_000),
            ("€ 1.500,00", 150_000),
            ("1.500,-", 150_000),
            ("1500,50 euro", 150_050),
            ("0", 0),
            ("", None),
        ],
    )
    def test_reads_what_people_write(self, fill_in, typed, cents):
        form = fill_in(cents=typed)

        assert (form.cents.data, form.errors) == (cents, {})

    @pytest.mark.parametrize("typed", ["veel", "1,5", "1.5", "1,500.00", "-5", "1.50", "15.00.0", "١٥٠"])
    def test_refuses_what_can_be_read_in_two_ways(self, fill_in, typed):
        form = fill_in(cents=typed)

        assert "bijvoorbeeld 1.500" in form.errors["cents"][0]
        assert form.cents.data is None

    def test_refuses_an_amount_that_must_be_a_slip(self, fill_in):
        assert "lager bedrag" in fill_in(cents="2.000.000.000").errors["cents"][0]

    def test_gives_whole_euros_when_asked(self, fill_in):
        assert fill_in(euros="1.500,00").euros.data == 1500
        assert "zonder centen" in fill_in(euros="1.500,50").errors["euros"][0]

    def test_shows_a_stored_amount_as_people_write_it(self, app):
        with app.test_request_context():
            form = Fields(data={"cents": 150_050, "euros": 1500})

            assert 'value="1.500,50"' in form.cents()
            assert 'value="1.500"' in form.euros()


class TestDateField:
    @pytest.mark.parametrize("typed", ["31-12-2026", "2026-12-31", "31/12/2026", " 31.12.2026 "])
    def test_reads(self, fill_in, typed):
        assert fill_in(day=typed).day.data == date(2026, 12, 31)

    @pytest.mark.parametrize("typed", ["31-02-2026", "morgen", "12-31-2026", "1-1-26"])
    def test_refuses_and_keeps_what_was_typed(self, fill_in, app, typed):
        form = fill_in(day=typed)

        assert "bijvoorbeeld 31-12-2026" in form.errors["day"][0]
        with app.test_request_context():
            assert f'value="{typed}"' in form.day()

    def test_shows_a_stored_day_as_people_write_it(self, app):
        with app.test_request_context():
            assert 'value="31-12-2026"' in Fields(data={"day": date(2026, 12, 31)}).day()


class TestChoices:
    def test_gives_codes_of_the_terms(self, fill_in):
        form = fill_in(legal_form="bv", stage="groei", goals="b")

        assert form.legal_form.data is LegalForm.BV
        assert form.stage.data is Stage.GROEI
        assert form.goals.data == ["b"]
        assert form.errors == {}

    def test_gives_nothing_when_nothing_was_chosen(self, fill_in):
        form = fill_in(legal_form="")

        assert (form.legal_form.data, form.stage.data, form.goals.data, form.errors) == (None, None, [], {})

    @pytest.mark.parametrize("field", ["legal_form", "stage", "goals", "team"])
    def test_refuses_a_code_that_was_never_offered(self, fill_in, field):
        assert "uit de lijst" in fill_in(**{field: "verzonnen"}).errors[field][0]

    def test_takes_choices_that_a_page_learns_later(self, app):
        with app.test_request_context(method="POST", data={"team": "7"}):
            form = Fields()
            form.team.choices = [(7, "Team zeven")]

            assert form.validate()
            assert form.team.data == "7"
            assert '<option selected value="7">Team zeven</option>' in form.team()

    def test_starts_a_list_with_an_empty_line(self, app):
        with app.test_request_context():
            assert '<option selected value="">Maak een keuze</option>' in Fields().legal_form()
