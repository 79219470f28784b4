"""The guided tour of the demo: ten clicks, each as somebody."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import lazy_gettext as _l

from intake.queue import Tab
from intake.terms import Role
from web.demo.directory import DemoPerson

#: (who clicks, where, with which view of the queue, what there is to see)
_STOPS: tuple[tuple[Role, str, Tab | None, str], ...] = (
    (Role.ONDERNEMER, "public.form", None, _l("Stel een vraag in uw eigen woorden en kijk welk team die krijgt.")),
    (Role.ONDERNEMER, "demo.mailbox", None, _l("Open in de post de link uit uw ontvangstbewijs en volg uw vraag.")),
    (Role.MAKELAAR, "queue.show", None, _l("Zie in de werkvoorraad wie op wie wacht, en sinds wanneer.")),
    (Role.MAKELAAR, "queue.show", Tab.LATE, _l("Zie wat te laat is. Pak een vraag op, vraag door of antwoord.")),
    (Role.MAKELAAR, "knelpunten.overview", None, _l("Zie welke knelpunten vaker voorkomen, en waar.")),
    (Role.INTERMEDIAIR, "referrals.inbox", None, _l("Neem een doorverwijzing aan: dan pas ziet u van wie zij komt.")),
    (Role.DOSSIERHOUDER, "dossiers.inbox", None, _l("Beantwoord een knelpunt dat bij uw organisatie is ingebracht.")),
    (Role.SPOORLEIDER, "reports.overview", None, _l("Maak een casusrapport van uw spoor, als CSV of XLSX.")),
    (Role.COORDINATOR, "coordination.overview", None, _l("Zie waar het loket gaten heeft en wie er meedoen.")),
    (Role.BEHEERDER, "administration.overview", None, _l("Nodig een collega uit. Vraagteksten ziet u niet.")),
)


@dataclass(frozen=True, slots=True)
class Stop:
    """One click of the tour: as whom, where, and what there is to see. ``person`` is ``None`` for a visitor."""

    role: Role
    person: DemoPerson | None
    url: str
    words: str


def tour(people: list[DemoPerson]) -> list[Stop]:
    """Return the ten clicks with the first person of each role. Needs a request, for the addresses."""
    first = {person.role: person for person in reversed(people)}
    return [Stop(role, first.get(role), _address(endpoint, tab), str(words)) for role, endpoint, tab, words in _STOPS]


def _address(endpoint: str, tab: Tab | None) -> str:
    return url_for(endpoint, stand=tab.value) if tab else url_for(endpoint)
