"""One use case: the open transaction, who acts, and when."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlmodel import Session

from intake.permissions import Person
from intake.working_days import dutch_date


@dataclass(frozen=True, slots=True)
class Act:
    """What every verb and every read needs. Verbs never commit; whoever made the act does."""

    session: Session
    person: Person
    at: datetime
    chain_key: bytes = field(repr=False)

    @property
    def today(self) -> date:
        """The date of this act on a Dutch wall calendar."""
        return dutch_date(self.at)

    def by(self, person: Person) -> "Act":
        """Return the same act done by somebody else, for instance by the loket itself."""
        return replace(self, person=person)
