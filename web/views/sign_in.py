"""Signing in and out, accepting an invitation, choosing a new password."""

import logging
from urllib.parse import urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from intake import kept_forms, passwords, sessions
from intake import sign_in as entrance
from intake.errors import RefusedInput, TooManyAttempts
from intake.models.people import Account
from intake.permissions import Action
from intake.terms import LinkPurpose, Role
from web.access import KEPT_COOKIE, STAFF_COOKIE, forget_cookie, requires, set_private_cookie
from web.current import acting, person, reading, services
from web.forms.base import ButtonForm
from web.forms.sign_in import (
    NOT_RECOGNISED,
    TOO_OFTEN,
    ForgottenForm,
    NewPasswordForm,
    SignInForm,
    weakness,
)

logger = logging.getLogger(__name__)

bp = Blueprint("sign_in", __name__)

#: Where the work of each role starts.
HOMES = {
    Role.ONDERNEMER: "public.start",
    Role.MAKELAAR: "queue.show",
    Role.COORDINATOR: "queue.show",
    Role.INTERMEDIAIR: "referrals.inbox",
    Role.DOSSIERHOUDER: "dossiers.inbox",
    Role.SPOORLEIDER: "reports.overview",
    Role.BEHEERDER: "administration.overview",
}


@bp.route("/inloggen", methods=["GET", "POST"])
@requires(Action.SIGN_IN)
def sign_in() -> ResponseReturnValue:
    """Show the sign-in form, or let somebody in who gives the right password."""
    if request.method == "GET":
        if person().signed_in:
            return redirect(_destination(person().role, request.args.get("verder")), code=303)
        return _sign_in_page(SignInForm(data={"verder": request.args.get("verder", "")}))
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form), 400
    try:
        entered = _enter(form.email.data, form.password.data)
    except TooManyAttempts as error:
        form.add_error(None, TOO_OFTEN % {"minutes": -(-error.seconds // 60)})
        return _sign_in_page(form), 429
    if entered is None:
        form.add_error(None, NOT_RECOGNISED)
        return _sign_in_page(form), 400
    return _welcome(*entered, form.verder.data)


def _enter(email: str, password: str) -> tuple[Account, str] | None:
    """Count the attempt, check the password outside any write transaction, and start a session."""
    with acting() as act:
        entrance.count_attempt(act, email, request.remote_addr or "")
    with reading() as act:
        proof = entrance.recognise(act, services().passwords, email, password)
    if proof is None:
        return None
    with acting() as act:
        if old := request.cookies.get(STAFF_COOKIE):
            sessions.close_session(act, old)
        return entrance.sign_in(act, proof)


def _welcome(account: Account, token: str, verder: str | None) -> Response:
    language = session.get("taal") or account.language.value
    session.clear()
    session["taal"] = language
    kept = request.cookies.get(KEPT_COOKIE)
    goal = url_for("sign_in.kept") if kept else _destination(account.role, verder)
    response = redirect(goal, code=303)
    set_private_cookie(response, STAFF_COOKIE, token)
    return response


def _sign_in_page(form: SignInForm) -> str:
    return render_template("pages/sign_in/sign_in.html", form=form, kept=KEPT_COOKIE in request.cookies)


def _destination(role: Role, verder: str | None) -> str:
    """Return where to go: the page that was asked for when it is one of ours, else where the work starts."""
    return nearest_page(verder or "") or url_for(HOMES[role])


def nearest_page(path: str) -> str | None:
    """Return ``path``, or the page above it that can be opened; ``None`` when there is no such page of ours."""
    while path.count("/") and path != "/":
        if is_own_page(path):
            return path
        path = path.rpartition("/")[0]
    return None


def is_own_page(path: str) -> bool:
    """Tell whether ``path`` is a page of this site, and nothing that leads elsewhere or ends the session."""
    parts = urlsplit(path)
    local = path.startswith("/") and not path.startswith("//") and not parts.scheme and not parts.netloc
    if not local or "\\" in path or not path.isprintable():
        return False
    try:
        endpoint, _arguments = current_app.url_map.bind("").match(parts.path, method="GET")
    except HTTPException:
        return False
    return endpoint not in ("sign_in.sign_in", "sign_in.sign_out", "static")


@bp.get("/inloggen/getypt")
@requires(Action.CHANGE_OWN_ACCOUNT)
def kept() -> ResponseReturnValue:
    """Show what somebody typed while the session had ended."""
    token = request.cookies.get(KEPT_COOKIE, "")
    with reading() as act:
        form = kept_forms.kept_form(act, token)
    if form is None:
        response = redirect(url_for(HOMES[person().role]), code=303)
        forget_cookie(response, KEPT_COOKIE)
        return response
    back = _destination(person().role, form.path)
    return render_template("pages/sign_in/kept.html", kept=form, back=back)


@bp.route("/uitloggen", methods=["GET", "POST"])
@requires(Action.SIGN_OUT)
def sign_out() -> ResponseReturnValue:
    """Ask whether somebody wants to leave, or end the session."""
    form = ButtonForm()
    if request.method == "GET":
        return render_template("pages/sign_in/sign_out.html", form=form)
    if not form.validate_on_submit():
        return render_template("pages/sign_in/sign_out.html", form=form), 400
    with acting() as act:
        entrance.sign_out(act, request.cookies.get(STAFF_COOKIE, ""))
        kept_forms.forget(act, request.cookies.get(KEPT_COOKIE, ""))
    language = session.get("taal")
    session.clear()
    if language:
        session["taal"] = language
    flash(_("U bent uitgelogd."), "ok")
    response = redirect(url_for("sign_in.sign_in"), code=303)
    for name in (STAFF_COOKIE, KEPT_COOKIE):
        forget_cookie(response, name)
    return response


@bp.route("/wachtwoord-vergeten", methods=["GET", "POST"])
@requires(Action.SIGN_IN)
def forgotten() -> ResponseReturnValue:
    """Mail a link for a new password; the answer is the same whether the address is known or not."""
    form = ForgottenForm()
    if request.method == "GET":
        return render_template("pages/sign_in/forgotten.html", form=form)
    if not form.validate_on_submit():
        return render_template("pages/sign_in/forgotten.html", form=form), 400
    try:
        with acting() as act:
            entrance.ask_reset(act, form.email.data, request.remote_addr or "")
    except TooManyAttempts as error:
        form.add_error(None, TOO_OFTEN % {"minutes": -(-error.seconds // 60)})
        return render_template("pages/sign_in/forgotten.html", form=form), 429
    flash(_("Als dit adres bij ons bekend is, krijgt u een e-mail met een link. De link werkt twee uur."), "ok")
    return redirect(url_for("sign_in.sign_in"), code=303)


@bp.route("/uitnodiging/<token>", methods=["GET", "POST"])
@requires(Action.SIGN_IN)
def invitation(token: str) -> ResponseReturnValue:
    """Let somebody who was invited choose a password."""
    return _choose_password(LinkPurpose.INVITE, token)


@bp.route("/wachtwoord/<token>", methods=["GET", "POST"])
@requires(Action.SIGN_IN)
def reset(token: str) -> ResponseReturnValue:
    """Let somebody who forgot the password choose a new one."""
    return _choose_password(LinkPurpose.RESET, token)


def _choose_password(purpose: LinkPurpose, token: str) -> ResponseReturnValue:
    form = NewPasswordForm()
    with reading() as act:
        account = entrance.account_of_link(act, purpose, token)
    if request.method == "GET":
        return _choose_page(form, account, purpose)
    if not (form.validate_on_submit() and acceptable(form, account.email)):
        return _choose_page(form, account, purpose), 400
    password_hash = services().passwords.hashed(form.password.data)
    with acting() as act:
        entrance.set_password_by_link(act, purpose, token, password_hash)
    flash(_("Uw wachtwoord is opgeslagen. U kunt nu inloggen."), "ok")
    response = redirect(url_for("sign_in.sign_in"), code=303)
    forget_cookie(response, STAFF_COOKIE)
    return response


def acceptable(form: NewPasswordForm, email: str) -> bool:
    """Tell whether the new password is strong enough; what to do stands beside the field otherwise."""
    try:
        passwords.check_new_password(form.password.data, email)
    except RefusedInput as refusal:
        form.add_error("password", weakness(refusal))
        return False
    return True


def _choose_page(form: NewPasswordForm, account: Account, purpose: LinkPurpose) -> str:
    return render_template(
        "pages/sign_in/choose_password.html",
        form=form,
        account=account,
        invited=purpose is LinkPurpose.INVITE,
    )
