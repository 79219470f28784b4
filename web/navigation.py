"""What every page shows around its content: the menu of this role, the language switch, the demo banner."""

from dataclasses import dataclass

from flask import Flask, g, request, url_for
from flask_babel import lazy_gettext as _l

from intake.permissions import Action, may_ever
from web.current import person, services

#: (action that the page asks for, label, endpoint); a person sees what the policy table allows.
MENU = (
    (Action.SEE_QUEUE, _l("Werkvoorraad"), "queue.show"),
    (Action.SEE_MANDATE, _l("Mandaat"), "mandate.overview"),
    (Action.SEE_REFERRALS, _l("Doorverwijzingen"), "referrals.inbox"),
    (Action.SEE_DOSSIERS, _l("Dossiers"), "dossiers.inbox"),
    (Action.SEE_KNELPUNTEN, _l("Knelpunten"), "knelpunten.overview"),
    (Action.SEE_CASES, _l("Casussen"), "cases.overview"),
    (Action.SEE_REPORTS, _l("Rapporten"), "reports.overview"),
    (Action.SEE_COORDINATION, _l("Coördinatie"), "coordination.overview"),
    (Action.SEE_ADMINISTRATION, _l("Beheer"), "administration.overview"),
)


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the menu."""

    label: str
    url: str
    current: bool


def menu() -> list[MenuItem]:
    """Return the menu of the person behind this request."""
    if not person().signed_in:
        return [
            MenuItem(str(_l("Stel uw vraag")), url_for("public.form"), request.endpoint == "public.form"),
            MenuItem(str(_l("Mijn vraag")), url_for("status.mine"), request.blueprint == "status"),
        ]
    return [
        MenuItem(str(label), url_for(endpoint), request.blueprint == endpoint.split(".")[0])
        for action, label, endpoint in MENU
        if may_ever(person(), action)
    ]


def _surroundings() -> dict[str, object]:
    if "person" not in g:
        return {"navigation": [], "person": None, "demo": False, "lang": "nl", "language_switch_url": "/?taal=en"}
    language = g.get("language", "nl")
    other = "en" if language == "nl" else "nl"
    return {
        "navigation": menu(),
        "person": person(),
        "demo": services().settings.demo,
        "lang": language,
        "language_switch_url": f"{request.path if request.method == 'GET' else '/'}?taal={other}",
    }


def init_app(app: Flask) -> None:
    """Give every template its surroundings."""
    app.context_processor(_surroundings)
