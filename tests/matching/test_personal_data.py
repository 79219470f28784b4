"""Finding and masking personal data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.personal_data import PLACEHOLDERS, find, mask


class TestMask:
    @pytest.mark.parametrize(
        ("text", "masked"),
        [
            ("Mail naar piet@example.nl.", "Mail naar [e-mailadres]."),
            ("Bel mij op 06-00001234, graag", "Bel mij op [telefoonnummer], graag"),
            ("Bel (023) 555 12 34", "Bel [telefoonnummer]"),
            ("Bel +31 6 00 00 12 34!", "Bel [telefoonnummer]!"),
            ("NL91 ABNA 0417 1643 00 graag", "[IBAN] graag"),
            ("op NL02ABNA0123456789 storten", "op [IBAN] storten"),
            ("BSN 111222333", "BSN [BSN]"),
            ("mijn nummer is 111222333", "mijn nummer is [BSN]"),
            ("KvK-nummer 12345678", "KvK-nummer [KvK-nummer]"),
            ("kvk: 12 34 56 78", "kvk: [KvK-nummer]"),
            ("Wij zitten op 2011 AB 14 rood", "Wij zitten op [postcode en huisnummer] rood"),
            ("1234AB", "[postcode en huisnummer]"),
            ("geb. 12-03-1988", "geb. [geboortedatum]"),
            ("Geboren op 3 mei 1970", "Geboren op [geboortedatum]"),
            ("de bus met kenteken AB-123-C", "de bus met kenteken [kenteken]"),
            ("mevrouw De Vries belde", "mevrouw [naam] belde"),
            ("Mijn naam is Fatima El Amrani, en u?", "Mijn naam is [naam], en u?"),
            ("T. Gerritse kan bellen", "[naam] kan bellen"),
            ("Met vriendelijke groet,\nJan de Boer", "Met vriendelijke groet,\n[naam]"),
            ("Contactpersoon: drs. E. Vermeulen", "Contactpersoon: drs. [naam]"),
        ],
    )
    def test_keeps_the_sentence_readable(self, text, masked):
        assert mask(text) == masked

    @pytest.mark.parametrize(
        "text",
        [
            "Wij zoeken 40.000 euro voor 250 m2",
            "In 2024 hadden wij 1.234 bezoekers en 123.456.782 stappen",
            "Bel het gratis nummer 0800-1234",
            "Het kost 123456782 euro",
            "Artikel 2.82 van de wet, en Europa 2014/24",
            "Mevrouw van het netbedrijf zegt nee",
            "Ik ben directeur in Haarlem",
            "1500 en meer",
            "Op 12-03-2026 is de bijeenkomst",
            "Groeten uit het dorp",
        ],
    )
    def test_leaves_what_only_looks_like_it(self, text):
        assert mask(text) == text

    def test_masks_names_that_were_given_in_the_form(self):
        assert (
            mask("Piet en de heer van Dam; pieterbaas", names=("Piet van Dam",))
            == "[naam] en de heer [naam]; pieterbaas"
        )

    def test_masks_no_common_part_of_a_name(self):
        assert mask("van de stichting", names=("Stichting van de Wijk",)) == "van de stichting"

    def test_takes_an_iban_for_no_phone_number(self):
        assert [f.kind for f in find("NL91ABNA0417164300")] == ["iban"]

    def test_tells_where_it_stands(self):
        text = "Bel 06-00001234 of mail a@example.nl"

        assert [text[f.start : f.end] for f in find(text)] == ["06-00001234", "a@example.nl"]

    @given(st.emails(), st.text(max_size=40), st.text(max_size=40))
    def test_leaves_no_e_mail_address(self, address, before, after):
        assert "email" not in [f.kind for f in find(mask(f"{before} {address} {after}"))]

    @given(st.text(alphabet=" .,-@0123456789ABNLnl\n", max_size=120))
    def test_masking_twice_changes_nothing(self, text):
        once = mask(text)

        assert mask(once) == once
        assert find(once) == []

    @pytest.mark.parametrize("name", ["naam", "BSN", "IBAN", "[naam]"])
    def test_ends_when_a_name_looks_like_a_placeholder(self, name):
        assert mask(f"Ik heet {name}, bsn 111222333", names=(name,))

    def test_every_kind_has_a_placeholder(self):
        text = (
            "a@example.nl NL91ABNA0417164300 geb. 1-2-1980 kvk 12345678 06-00001234 111222333 "
            "AB-123-C 2011 AB 1 mevrouw Bos"
        )

        assert {f.kind for f in find(text)} == set(PLACEHOLDERS)

    def test_reads_a_long_text_without_delay(self):
        assert mask("a" * 200_000 + "1" * 50_000)
