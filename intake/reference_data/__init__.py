"""Reference data: reading the files, checking every row, and loading them without losing history."""

from intake.reference_data.history import noting
from intake.reference_data.loading import Kept, LoadSummary, load
from intake.reference_data.postcodes import import_postcodes
from intake.reference_data.problems import Problem, ReferenceDataInvalid
from intake.reference_data.reading import ReferenceData, read_fixtures

__all__ = [
    "Kept",
    "LoadSummary",
    "Problem",
    "ReferenceData",
    "ReferenceDataInvalid",
    "import_postcodes",
    "load",
    "noting",
    "read_fixtures",
]
