"""What tests of the matching may ask for: the places of the country, and a small model fitted once."""

import csv
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings

from matching.data import (
    Exemplar,
    IntermediaryProfile,
    Municipality,
    Option,
    OptionStatus,
    Place,
    Postcode,
    TopicProfile,
)
from matching.places import PlaceFinder
from matching.serving import ServingModel
from matching.topics import TopicClassifier, fit_model

# What a test may cost is measured elsewhere: a busy machine makes no test fail.
settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")

FIXTURES = Path(__file__).parents[2] / "fixtures"
TESTS = Path(__file__).parent

#: Few enough to fit in seconds, different enough to tell apart.
SOME_TOPICS = ("lening-garantie", "ruimte-vastgoed", "mensen-in-dienst", "vergunning-omgevingsplan", "impact-meten")


def rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file as one dictionary a row."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def for_proving(text: str) -> bool:
    """Tell whether a text is of the half that nobody looked at while the rules were made."""
    return sha256(text.encode()).digest()[0] % 2 == 1


def parts(cell: str) -> tuple[str, ...]:
    """Split a cell with several values."""
    return tuple(part for part in cell.split(";") if part)


def profiles(only: tuple[str, ...] = ()) -> tuple[TopicProfile, ...]:
    """Return the topics of the loket, or some of them."""
    return tuple(
        TopicProfile(
            row["slug"],
            row["name_nl"],
            row["description_nl"],
            parts(row["keywords"]),
            row["example_question_nl"],
            row["name_en"],
            row["description_en"],
        )
        for row in rows(FIXTURES / "topics.csv")
        if not only or row["slug"] in only
    )


def exemplars(only: tuple[str, ...] = ()) -> tuple[Exemplar, ...]:
    """Return the examples of all topics, or of some."""
    return tuple(
        Exemplar(row["topic_slug"], row["text"], row["language"], row["source"])
        for row in rows(FIXTURES / "exemplars.csv")
        if not only or row["topic_slug"] in only
    )


def outside() -> tuple[Exemplar, ...]:
    """Return the texts that are not for the loket."""
    return tuple(Exemplar("", r["text"], r["language"], r["source"]) for r in rows(FIXTURES / "outside.csv"))


def number(cell: str) -> int | None:
    """Read a number that may not be there."""
    return int(cell) if cell else None


def options() -> tuple[Option, ...]:
    """Return every way to finance something."""
    return tuple(
        Option(
            id=row["id"],
            name=row["name"],
            provider=row["provider"],
            instrument=row["instrument"],
            status=OptionStatus(row["status"]),
            as_of=number(row["as_of"]),
            verify_before_use=row["verify_before_use"] == "true",
            amount_min_eur=number(row["amount_min_eur"]),
            amount_max_eur=number(row["amount_max_eur"]),
            stages=parts(row["stages"]),
            legal_forms=parts(row["legal_forms"]),
            targets=parts(row["targets"]),
            region_codes=parts(row["region_codes"]),
            themes=parts(row["themes"]),
            topics=parts(row["topics"]),
            summary=row["summary_nl"],
            eligibility=row["eligibility_nl"],
        )
        for row in rows(FIXTURES / "financing.csv")
    )


def intermediaries() -> tuple[IntermediaryProfile, ...]:
    """Return every organisation that can help."""
    return tuple(
        IntermediaryProfile(
            row["id"],
            row["name"],
            row["offer_nl"],
            parts(row["services"]),
            parts(row["themes"]),
            parts(row["topics"]),
            parts(row["region_codes"]),
        )
        for row in rows(FIXTURES / "intermediaries.csv")
    )


@pytest.fixture(scope="session")
def model() -> ServingModel:
    """A model of five topics and of what is not for the loket, words only."""
    return fit_model(profiles(SOME_TOPICS), exemplars(SOME_TOPICS), outside(), TopicClassifier(use_vectors=False))


@pytest.fixture(scope="session")
def municipalities() -> tuple[Municipality, ...]:
    """Every municipality with its names."""
    return tuple(
        Municipality(
            row["gm_code"],
            row["name"],
            parts(row["alt_names"]),
            parts(row["former_municipalities"]),
            row["province_code"],
            int(row["population"] or 0),
            row["province"],
        )
        for row in rows(FIXTURES / "municipalities.csv")
    )


@pytest.fixture(scope="session")
def places() -> tuple[Place, ...]:
    """Every town and village."""
    return tuple(Place(r["name"], r["gm_code"], parts(r["alt_names"])) for r in rows(FIXTURES / "places.csv"))


@pytest.fixture(scope="session")
def finder(municipalities: tuple[Municipality, ...], places: tuple[Place, ...]) -> PlaceFinder:
    """A finder that knows the whole country and three postcodes."""
    postcodes = (Postcode("2011", ("GM0392",)), Postcode("6217", ("GM0935",)), Postcode("1234", ("GM0392", "GM0394")))
    return PlaceFinder(municipalities, places, postcodes)
