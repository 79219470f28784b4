"""The own account: name, language, password, and where somebody is signed in."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from intake import own_account
from intake import sign_in as entrance
from intake.errors import TooManyAttempts
from intake.permissions import Action
from web.access import STAFF_COOKIE, requires, set_private_cookie
from web.current import acting, reading, services
from web.forms.base import ButtonForm
from web.forms.sign_in import TOO_OFTEN, WRONG_PASSWORD, ChangePasswordForm, DetailsForm
from web.views.sign_in import acceptable

bp = Blueprint("account", __name__)


@bp.route("/account", methods=["GET", "POST"])
@requires(Action.CHANGE_OWN_ACCOUNT)
def show() -> ResponseReturnValue:
    """Show the own account, or change the name and the language."""
    with reading() as act:
        account = own_account.own_account(act)
    form = DetailsForm(data={"name": account.name, "language": account.language})
    if request.method == "GET":
        return _page(form)
    if not form.validate_on_submit():
        return _page(form), 400
    with acting() as act:
        own_account.change_details(act, form.name.data, form.language.data)
    session["taal"] = form.language.data.value
    with force_locale(form.language.data.value):
        flash(_("Uw gegevens zijn opgeslagen."), "ok")
    return redirect(url_for("account.show"), code=303)


def _page(form: DetailsForm) -> str:
    with reading() as act:
        account = own_account.own_account(act)
        open_sessions = own_account.open_sessions(act, request.cookies.get(STAFF_COOKIE, ""))
    return render_template("pages/account/show.html", form=form, account=account, open_sessions=open_sessions)


@bp.route("/account/wachtwoord", methods=["GET", "POST"])
@requires(Action.CHANGE_OWN_ACCOUNT)
def password() -> ResponseReturnValue:
    """Change the own password; every other session ends."""
    form = ChangePasswordForm()
    if request.method == "GET":
        return render_template("pages/account/password.html", form=form)
    try:
        accepted = form.validate_on_submit() and _is_right(form)
    except TooManyAttempts as error:
        form.add_error(None, TOO_OFTEN % {"minutes": -(-error.seconds // 60)})
        return render_template("pages/account/password.html", form=form), 429
    if not accepted:
        return render_template("pages/account/password.html", form=form), 400
    password_hash = services().passwords.hashed(form.password.data)
    with acting() as act:
        token = own_account.change_password(act, password_hash)
    flash(_("Uw wachtwoord is gewijzigd. Op andere plekken bent u uitgelogd."), "ok")
    response = redirect(url_for("account.show"), code=303)
    set_private_cookie(response, STAFF_COOKIE, token)
    return response


def _is_right(form: ChangePasswordForm) -> bool:
    """Tell whether the present password fits and the new one will do; guesses are counted as at the door."""
    with acting() as act:
        account = own_account.own_account(act)
        entrance.count_attempt(act, account.email, request.remote_addr or "")
    with reading() as act:
        if not own_account.has_password(act, services().passwords, form.current.data):
            form.add_error("current", WRONG_PASSWORD)
            return False
    return acceptable(form, account.email)


@bp.post("/account/sessies/<name>/beeindigen")
@requires(Action.CHANGE_OWN_ACCOUNT)
def end_session(name: str) -> ResponseReturnValue:
    """End one of the own sessions."""
    if not ButtonForm().validate_on_submit():
        flash(_("Dat is niet gelukt. Probeer het opnieuw."), "error")
        return redirect(url_for("account.show"), code=303)
    with acting() as act:
        own_account.end_session(act, name)
    flash(_("Die sessie is beëindigd."), "ok")
    return redirect(url_for("account.show"), code=303)
