"""Which municipality a question is about; never a guess."""

from pathlib import Path

import pytest

from matching import personal_data
from matching.data import PlaceAnswer, PlaceHow
from matching.places import PlaceFinder
from tests.matching.conftest import parts, rows

#: The share to reach on texts that nobody looked at.
PROVEN_PLACES = 0.98
WRITTEN = rows(Path(__file__).with_name("places.csv"))
#: Nobody looks at these one by one; who does, moves them to the others and writes new ones.
UNSEEN = rows(Path(__file__).with_name("places_unseen.csv"))
#: Towns in small letters, or misspelt, that are words too: nothing is recognised, and the asker is asked.
STILL_ASKED = frozenset(
    {
        "delft, studentenbedrijf, we maken waterfilters en zoeken een eerste klant bij de overheid",
        "heeft zwolle nog geld voor buurtinitiatieven dit jaar",
        "Hoogveen heeft drie lege scholen, kunnen wij er een krijgen voor onze kringloop?",
    }
)


def code(answer: PlaceAnswer) -> str:
    """Say in one word what was answered."""
    return answer.gm_code or ("several" if answer.ambiguous else "none")


class TestFromField:
    @pytest.mark.parametrize(
        ("typed", "expected", "how"),
        [
            ("Haarlem", "GM0392", PlaceHow.NAME),
            ("  haarlem ", "GM0392", PlaceHow.NAME),
            ("gemeente Haarlem", "GM0392", PlaceHow.NAME),
            ("GM0392", "GM0392", PlaceHow.NAME),
            ("Den Haag", "GM0518", PlaceHow.ALTERNATIVE_NAME),
            ("The Hague", "GM0518", PlaceHow.ALTERNATIVE_NAME),
            ("'s-Gravenhage", "GM0518", PlaceHow.NAME),
            ("’s-Hertogenbosch", "GM0796", PlaceHow.NAME),
            ("Ljouwert", "GM0080", PlaceHow.ALTERNATIVE_NAME),
            ("Spijkenisse", "GM1930", PlaceHow.FORMER_NAME),
            ("Bakel", "GM1652", PlaceHow.PLACE),
            ("2011", "GM0392", PlaceHow.POSTCODE),
            ("2011 AB 12", "GM0392", PlaceHow.POSTCODE),
            ("Amsterdam Zuidoost", "GM0363", PlaceHow.NAME),
            ("Bergen NH", "GM0373", PlaceHow.NAME),
            ("Laren Gelderland", "GM0262", PlaceHow.NAME),
            ("Bakel, Gemert-Bakel", "GM1652", PlaceHow.PLACE),
            ("Zutfen", "GM0301", PlaceHow.TYPO),
            ("Rottrdam", "GM0599", PlaceHow.TYPO),
            ("goes", "GM0664", PlaceHow.NAME),
        ],
    )
    def test_reads_every_way_to_name_a_municipality(self, finder, typed, expected, how):
        answer = finder.from_field(typed)

        assert (answer.gm_code, answer.how, answer.source) == (expected, how, "field")

    @pytest.mark.parametrize(
        "typed", ["Bergen", "Laren", "Hoorn", "Hengelo", "Velp", "Spijk", "Utrecht en Zeist", "1234"]
    )
    def test_returns_the_candidates_when_it_could_be_several(self, finder, typed):
        answer = finder.from_field(typed)

        assert answer.gm_code is None
        assert len(answer.ambiguous) > 1

    @pytest.mark.parametrize("typed", ["", "  ", "weet ik nog niet", "Gent", "xyz", "9999", "\x00", "x" * 5000])
    def test_knows_when_it_knows_nothing(self, finder, typed):
        assert finder.from_field(typed) == PlaceAnswer()

    def test_every_municipality_is_found_by_its_name_or_asked_about(self, finder, municipalities):
        for municipality in municipalities:
            answer = finder.from_field(municipality.name)

            assert municipality.gm_code in (answer.gm_code, *answer.ambiguous), municipality.name

    def test_every_place_is_found_or_asked_about_and_never_taken_for_another(self, finder, places):
        for place in places:
            answer = finder.from_field(place.name)

            assert place.gm_code in (answer.gm_code, *answer.ambiguous), place.name


class TestFromText:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Wij hebben een bakkerij in Haarlem en zoeken hulp", "GM0392"),
            ("we zitten in goirle met een werkplaats", "GM0785"),
            ("onze winkel in Zutfen loopt goed", "GM0301"),
            ("in 't Zandt staat een kerk leeg", "GM1979"),
            ("een markt in 6217 met dertig kramen", "GM0935"),
            ("Postcode 2011 AB, wie helpt?", "GM0392"),
            ("Ons eetcafé in Moerwijk, Den Haag, mag niet open", "GM0518"),
            ("Sociale kapsalon in Capelle aan den IJssel.", "GM0502"),
            ("Lotte, directeur, Voorburg. Wie helpt?", "GM1916"),
            ("Wij willen in Best beginnen", "GM0753"),
            ("De gemeente best zegt nee", "GM0753"),
            ("Wij zijn gevestigd te Goes en zoeken ruimte", "GM0664"),
            ("Een boerderij in Echt met zorg", "GM1711"),
            ("Wij wonen in Laren, gemeente Lochem", "GM0262"),
            ("Our workshop in The Hague needs space", "GM0518"),
            ("Zowel in Bakel als in Gemert-Bakel bekend", "GM1652"),
        ],
    )
    def test_reads_the_municipality(self, finder, text, expected):
        assert finder.from_text(text).gm_code == expected

    @pytest.mark.parametrize(
        "text",
        [
            "We zoeken ruimte in Leiden of Leiderdorp",
            "Ik woon in Laren met mijn gezin",
            "Ons gezinshuis in Boxtel, de kinderen komen uit Den Bosch en Vught",
            "Wij beginnen in Hengelo",
        ],
    )
    def test_returns_the_candidates_when_it_could_be_several(self, finder, text):
        answer = finder.from_text(text)

        assert answer.gm_code is None
        assert len(answer.ambiguous) > 1

    @pytest.mark.parametrize(
        "text",
        [
            "Best lastig allemaal, wie helpt ons?",
            "Het is best moeilijk om te beginnen",
            "Dit is echt niet goed",
            "Echt waar, niemand helpt",
            "Een heel goed plan in een houten huis aan de beek",
            "Beste redactie, wij willen buren helpen",
            "He goes to the town hall",
            "Ik zoek best practices voor mijn werk",
            "Wij willen dat in heel Nederland doen",
            "van elke gemeente een ander antwoord",
            "Een ander antwoord in elke stad een",
            "wij werken samen met mensen in de zorg",
            "In 2023 hadden wij 4000 klanten",
            "DIT IS ECHT BELACHELIJK EN HEEL SLECHT",
            "Wij gaan naar Gent, Luik en Aken",
            "De provincie Groningen zegt nee",
            "Boeren in Zuid-Limburg",
            "",
        ],
    )
    def test_sees_no_place_in_words_that_are_none(self, finder, text):
        assert finder.from_text(text) == PlaceAnswer()

    def test_takes_no_surname_for_a_town(self, finder):
        text = "Ik sprak mevrouw Van den Bosch en meneer Beek over ons plan"

        assert finder.from_text(text, personal_data.find(text)) == PlaceAnswer()

    def test_tells_which_words_it_read(self, finder):
        assert finder.from_text("Wij zitten in Haarlem-Noord").words == ("Haarlem",)

    def test_knows_no_postcodes_until_they_are_loaded(self, municipalities):
        assert PlaceFinder(municipalities).from_text("Postcode 2011 AB") == PlaceAnswer()

    def test_asks_when_a_postcode_lies_in_two_municipalities(self, finder):
        assert finder.from_text("Postcode 1234 AB").ambiguous == ("GM0392", "GM0394")

    def test_reads_a_very_long_text(self, finder):
        assert code(finder.from_text("Haarlem en " * 5000)) == "GM0392"


def test_the_province_of_a_municipality_is_known(finder):
    assert finder.province_of("GM0392") == "PV27"
    assert finder.province_of("GM9999") is None
    assert finder.province_of(None) is None


class TestWrittenTexts:
    """572 texts by people who had not seen the rules, read since; and others that nobody has read yet."""

    @staticmethod
    def outcome(finder: PlaceFinder, row: dict[str, str]) -> tuple[str, set[str]]:
        answer = finder.from_text(row["text"], personal_data.find(row["text"]))
        found = {answer.gm_code} if answer.gm_code else set(answer.ambiguous)
        return "sure" if answer.gm_code else "ambiguous" if answer.ambiguous else "none", found

    def right(self, finder: PlaceFinder, row: dict[str, str]) -> bool:
        return self.outcome(finder, row) == (row["outcome"], set(parts(row["gm_codes"])))

    @pytest.mark.parametrize(
        "row", [r for r in WRITTEN if r["text"] not in STILL_ASKED], ids=lambda row: row["text"][:50]
    )
    def test_reads_every_text_that_was_looked_at(self, finder, row):
        assert self.right(finder, row)

    def test_recognises_nothing_where_it_still_has_to_ask(self, finder):
        missed = [row for row in WRITTEN if row["text"] in STILL_ASKED]

        assert {self.outcome(finder, row)[0] for row in missed} == {"none"}

    def test_reads_most_of_the_texts_that_nobody_looked_at(self, finder):
        assert len(UNSEEN) > 100
        assert sum(self.right(finder, row) for row in UNSEEN) / len(UNSEEN) >= PROVEN_PLACES

    def test_never_guesses(self, finder):
        """A wrong municipality is worse than a question: one is named only where it is the one that is meant."""
        named = [(row, self.outcome(finder, row)) for row in (*WRITTEN, *UNSEEN)]

        wrong = [r["text"] for r, (outcome, found) in named if outcome == "sure" and found != {r["gm_codes"]}]

        assert wrong == []

    def test_sees_no_place_where_none_is_named(self, finder):
        without = [row for row in (*WRITTEN, *UNSEEN) if row["outcome"] == "none"]

        assert [row["text"] for row in without if self.outcome(finder, row)[0] != "none"] == []

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Wij zitten met een atelier in Mierlo-Hout en zoeken hulp", "none"),
            ("Een lunchroom in Scheveningen met leerplekken", "none"),
            ("Velp, Arnhem en Zutphen doen mee", "several"),
            ("Ons pand in Zeist is verkocht, ik begin opnieuw in Doorn.", "GM1581"),
            ("Wij verhuizen van Zeist naar Baarn.", "GM0308"),
            ("Vroeger zaten wij in Soest en Baarn, dat zijn twee gemeenten", "several"),
            ("Een keuken in Alphen a/d Rijn", "GM0484"),
            ("Bergen op Zom, sociale wasserij", "GM0748"),
            ("St. Oedenrode, verhuur van bakfietsen", "GM1948"),
            ("Wij begeleiden alleenstaande vaders in Capelle", "GM0502"),
            ("capele aan den ijssel, buurtkeuken", "GM0502"),
            ("Een zagerij in Bergen, Noorwegen, levert ons hout", "none"),
            ("Mijn voorganger woont nu in Portugal", "none"),
            ("Een Utrechts netwerk van kappers", "none"),
            ("In Zeeland en Groningen is er geld voor bedrijven", "none"),
            ("Hotel Zandvliet en Verpleeghuis Zorgvlied zijn klant bij ons", "none"),
            ("Onze werkplaats is in Leeuwarden. Een keten uit Zwolle koopt alles.", "GM0080"),
            ("Bij ons in Zwolle werkt het, en Kampen vraagt om een vertaling", "several"),
            ("Wij kopen bij een zagerij uit Raalte en maken er in Deventer toestellen van", "GM0150"),
            ("Kind woont in Almere, moeder in Lelystad. Welke gemeente betaalt?", "several"),
            ("Wij werken in Wageningen. De gemeente Ede liet vallen dat ze dat ook wil", "several"),
            ("Ons pand is 2011ab", "GM0392"),
            ("Een zak van 2011kg", "none"),
        ],
    )
    def test_reads_districts_moves_and_short_spellings(self, finder, text, expected):
        assert code(finder.from_text(text)) == expected
