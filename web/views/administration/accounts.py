"""Accounts: who there are, inviting, blocking, moving."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from intake import accounts, staff
from intake.membership import TEAM_ROLES
from intake.models.people import Account
from intake.models.reference import Organisation, Team
from intake.permissions import Action
from intake.staff import AccountDetail
from intake.terms import AccountState, Language, Role
from web.access import requires
from web.current import reading
from web.forms.administration import (
    AccountFilterForm,
    BlockForm,
    InviteForm,
    MoveForm,
    TracksForm,
    number,
)
from web.views.administration.blueprint import bp, done, refused, shown_id

Choices = list[tuple[str, str]]


@bp.get("/beheer/accounts")
@requires(Action.MANAGE_ACCOUNTS)
def accounts_list() -> ResponseReturnValue:
    """Show accounts, narrowed by role, state and place."""
    form = AccountFilterForm()
    with reading() as act:
        form.team.choices = _team_choices(staff.teams_in_use(act))
        form.organisation.choices = _organisation_choices(staff.organisations_in_use(act))
        if not form.validate():
            return render_template("pages/administration/accounts.html", form=form, page=None, more=None), 400
        page = staff.all_accounts(act, form.wanted(), after_id=shown_id("na"))
    more = None
    if page.more_after is not None:
        chosen = {name: value for name, value in request.args.items() if name != "na"}
        more = url_for("administration.accounts_list", **chosen, na=page.more_after)  # type: ignore[arg-type]
    return render_template("pages/administration/accounts.html", form=form, page=page, more=more)


@bp.route("/beheer/accounts/uitnodigen", methods=["GET", "POST"])
@requires(Action.MANAGE_ACCOUNTS)
def invite() -> ResponseReturnValue:
    """Invite somebody by mail."""
    form = InviteForm(data={"language": Language.NL})
    with reading() as act:
        form.team.choices = _team_choices(staff.teams_in_use(act))
        form.organisation.choices = _organisation_choices(staff.organisations_in_use(act))
        form.tracks.choices = [(track.slug, track.name_nl) for track in staff.tracks_in_use(act)]
    if request.method == "GET":
        return render_template("pages/administration/invite.html", form=form)
    if not done(form, lambda act: accounts.invite(act, form.invitation())):
        return render_template("pages/administration/invite.html", form=form), 400
    flash(_("De uitnodiging is onderweg."), "ok")
    return redirect(url_for("administration.accounts_list"), code=303)


@bp.get("/beheer/accounts/<int(max=999999999):account_id>")
@requires(Action.MANAGE_ACCOUNTS)
def account(account_id: int) -> ResponseReturnValue:
    """Show one account, and what can be done with it."""
    return _account_page(account_id)


def _account_page(account_id: int, trouble: str | None = None) -> str:
    with reading() as act:
        detail = staff.account_detail(act, account_id)
    return render_template("pages/administration/account.html", detail=detail, trouble=trouble, states=AccountState)


@bp.post("/beheer/accounts/<int(max=999999999):account_id>/uitnodiging")
@requires(Action.MANAGE_ACCOUNTS)
def invite_again(account_id: int) -> ResponseReturnValue:
    """Mail a fresh invitation."""
    trouble = refused(lambda act: accounts.invite_again(act, account_id))
    return _after(account_id, trouble, _("De uitnodiging is opnieuw verstuurd. De oude link werkt niet meer."))


@bp.post("/beheer/accounts/<int(max=999999999):account_id>/wachtwoord")
@requires(Action.MANAGE_ACCOUNTS)
def send_reset(account_id: int) -> ResponseReturnValue:
    """Mail a link for a new password."""
    trouble = refused(lambda act: accounts.send_reset(act, account_id))
    return _after(account_id, trouble, _("De link voor een nieuw wachtwoord is verstuurd."))


@bp.post("/beheer/accounts/<int(max=999999999):account_id>/deblokkeren")
@requires(Action.MANAGE_ACCOUNTS)
def unblock(account_id: int) -> ResponseReturnValue:
    """Let somebody in again."""
    trouble = refused(lambda act: accounts.unblock(act, account_id))
    return _after(account_id, trouble, _("De blokkade is opgeheven."))


def _after(account_id: int, trouble: str | None, message: str) -> ResponseReturnValue:
    if trouble is not None:
        return _account_page(account_id, trouble), 400
    flash(message, "ok")
    return redirect(url_for("administration.account", account_id=account_id), code=303)


@bp.route("/beheer/accounts/<int(max=999999999):account_id>/blokkeren", methods=["GET", "POST"])
@requires(Action.MANAGE_ACCOUNTS)
def block(account_id: int) -> ResponseReturnValue:
    """Block a leaver and move the open work."""
    form = BlockForm()
    with reading() as act:
        detail = staff.account_detail(act, account_id)
    form.to.choices = [(str(colleague.id), colleague.name) for colleague in detail.colleagues]
    if request.method == "GET":
        return render_template("pages/administration/block.html", form=form, detail=detail)
    if not done(form, lambda act: accounts.block(act, account_id, number(form.to.data))):
        return render_template("pages/administration/block.html", form=form, detail=detail), 400
    flash(_moved(_("Het account is geblokkeerd."), detail), "ok")
    return redirect(url_for("administration.account", account_id=account_id), code=303)


@bp.route("/beheer/accounts/<int(max=999999999):account_id>/verplaatsen", methods=["GET", "POST"])
@requires(Action.MANAGE_ACCOUNTS)
def move(account_id: int) -> ResponseReturnValue:
    """Move a member to another team or organisation."""
    with reading() as act:
        detail = staff.account_detail(act, account_id)
        form = MoveForm(data=_place_of(detail.line.account))
        form.team.choices = _team_choices(staff.teams_in_use(act))
        form.organisation.choices = _organisation_choices(staff.organisations_in_use(act, [detail.line.account.role]))
    _leave_one_field(form, detail.line.account.role)
    if request.method == "GET":
        return render_template("pages/administration/move.html", form=form, detail=detail)
    team = number(form.team.data) if "team" in form else None
    organisation = number(form.organisation.data) if "organisation" in form else None
    verb = accounts.move_member
    if not done(form, lambda act: verb(act, account_id, team_id=team, organisation_id=organisation)):
        return render_template("pages/administration/move.html", form=form, detail=detail), 400
    flash(_moved(_("Het account is verplaatst."), detail), "ok")
    return redirect(url_for("administration.account", account_id=account_id), code=303)


def _leave_one_field(form: MoveForm, role: Role) -> None:
    """Take away the field that does not go with ``role``."""
    if role in TEAM_ROLES:
        del form.organisation
    else:
        del form.team


@bp.route("/beheer/accounts/<int(max=999999999):account_id>/sporen", methods=["GET", "POST"])
@requires(Action.MANAGE_ACCOUNTS)
def tracks(account_id: int) -> ResponseReturnValue:
    """Change the tracks of a track leader."""
    with reading() as act:
        detail = staff.account_detail(act, account_id)
        form = TracksForm(data={"tracks": sorted(detail.track_slugs)})
        form.tracks.choices = [(track.slug, track.name_nl) for track in staff.tracks_in_use(act)]
    if request.method == "GET":
        return render_template("pages/administration/tracks.html", form=form, detail=detail)
    if not done(form, lambda act: accounts.change_tracks(act, account_id, frozenset(form.tracks.data or ()))):
        return render_template("pages/administration/tracks.html", form=form, detail=detail), 400
    flash(_("De sporen zijn gewijzigd."), "ok")
    return redirect(url_for("administration.account", account_id=account_id), code=303)


def _moved(message: str, detail: AccountDetail) -> str:
    """Return ``message`` with how many questions went elsewhere."""
    count = detail.work.questions
    if not count:
        return message
    told = ngettext("%(num)d open vraag is verplaatst.", "%(num)d open vragen zijn verplaatst.", count)
    return f"{message} {told}"


def _place_of(account: Account) -> dict[str, str | None]:
    return {
        "team": str(account.team_id) if account.team_id else None,
        "organisation": str(account.organisation_id) if account.organisation_id else None,
    }


def _team_choices(teams: list[Team]) -> Choices:
    return [(str(team.id), team.name) for team in teams]


def _organisation_choices(organisations: list[Organisation]) -> Choices:
    return [(str(organisation.id), organisation.name) for organisation in organisations]
