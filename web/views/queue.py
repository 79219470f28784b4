"""The queue of the own team."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from intake.act import Act
from intake.models.reference import Team
from intake.permissions import Action
from intake.queue import DONE, Due, Mark, QueueFilter, Tab, choices, counts, queue
from web.access import requires
from web.current import person, reading
from web.formatters import named
from web.forms.desk import QueueForm

bp = Blueprint("queue", __name__)

#: What each view is called.
TABS = {
    Tab.OPEN: _l("Alles open"),
    Tab.NEW: _l("Nieuw"),
    Tab.MINE: _l("Van mij"),
    Tab.WAITING: _l("Wacht op de ondernemer"),
    Tab.LATE: _l("Te laat"),
    Tab.SORTING: _l("Zelf indelen"),
    Tab.ANSWERED: _l("Beantwoord"),
    Tab.CLOSED: _l("Afgesloten"),
}

#: What has to happen next.
DUE = {
    Due.LIFE: _l("eerste bericht"),
    Due.CONTENT: _l("eerste inhoudelijke reactie"),
    Due.ANSWER: _l("antwoord"),
}

#: What an empty view means.
EMPTY = {
    Tab.OPEN: (_l("Geen open vragen"), _l("Er wacht nu niemand op uw team.")),
    Tab.NEW: (_l("Geen nieuwe vragen"), _l("Alle vragen zijn opgepakt.")),
    Tab.MINE: (_l("U hebt geen vragen in behandeling"), _l("Pak een nieuwe vraag op bij ‘Nieuw’.")),
    Tab.WAITING: (_l("Niemand is aan zet"), _l("Geen enkele vraag wacht op de ondernemer.")),
    Tab.LATE: (_l("Niets is te laat"), _l("Uw team haalt alle beloofde dagen.")),
    Tab.SORTING: (_l("Niets om in te delen"), _l("Bij elke open vraag is het onderwerp bekend.")),
    Tab.ANSWERED: (_l("Geen beantwoorde vragen"), _l("Beantwoorde vragen staan hier tot ze sluiten.")),
    Tab.CLOSED: (_l("Nog niets afgesloten"), _l("Afgesloten en ingetrokken vragen staan hier.")),
}


@bp.get("/werkvoorraad")
@requires(Action.SEE_QUEUE)
def show() -> ResponseReturnValue:
    """Show what waits for whom and since when, what is due first on top."""
    with reading() as act:
        form = _form(act)
        wanted = _wanted(form)
        page = queue(
            act,
            wanted,
            before=Mark.read(request.args.get("voor"), wanted.tab),
            after=Mark.read(request.args.get("na"), wanted.tab),
        )
        counted = counts(act, wanted)
        team = act.session.get_one(Team, act.person.team_id) if act.person.team_id else None
    return render_template(
        "pages/queue/show.html",
        form=form,
        page=page,
        team=team,
        tab=wanted.tab,
        tabs=[(TABS[tab], _address(wanted, tab), counted[tab], tab is wanted.tab) for tab in Tab],
        title=TABS[wanted.tab],
        empty=(_("Niets gevonden"), _("Kies andere filters.")) if form.is_filtering() else EMPTY[wanted.tab],
        due=DUE,
        done=wanted.tab in DONE,
        newer=_address(wanted, wanted.tab, voor=page.before) if page.before else None,
        older=_address(wanted, wanted.tab, na=page.after) if page.after else None,
        today=act.today,
    )


def _form(act: Act) -> QueueForm:
    offered = choices(act)
    form = QueueForm()
    form.offer(
        sorted(((topic.slug, named(topic)) for topic in offered.topics), key=lambda pair: pair[1].casefold()),
        offered.municipalities,
        [(str(key), _("Ik") if key == person().account_id else name) for key, name in offered.assignees],
    )
    return form


def _wanted(form: QueueForm) -> QueueFilter:
    """Return the choices that stand in the address; one that makes no sense is no choice."""
    form.validate()
    for field in form:
        field.errors = []
    asked = request.args.get("stand")
    return QueueFilter(
        Tab(asked) if asked in list(Tab) else Tab.OPEN,
        form.topic.data,
        form.municipality.data,
        form.assignee.data,
    )


def _address(wanted: QueueFilter, tab: Tab, *, voor: Mark | None = None, na: Mark | None = None) -> str:
    return url_for(
        "queue.show",
        stand=None if tab is Tab.OPEN else tab.value,
        topic=wanted.topic,
        municipality=wanted.municipality,
        assignee=wanted.assignee,
        voor=voor,
        na=na,
    )
