"""``loket account``: the first administrator, before anybody can sign in."""

import sys

import click

from intake import private_links
from intake.accounts import Invitation, add_account
from intake.errors import RefusedInput
from intake.membership import Membership
from intake.terms import LinkPurpose, Role
from web.commands import context
from web.mail import PATHS


@click.group("account")
def account_command() -> None:
    """Make accounts from the command line."""


@account_command.command("administrator")
@click.argument("email")
@click.argument("name")
def administrator(email: str, name: str) -> None:
    """Invite an administrator and print the link with which a password is chosen."""
    found = context.settings()
    try:
        with context.acting(found, context.engine_of(found)) as act:
            account = add_account(act, Invitation(email, name, Membership(Role.BEHEERDER)))
            token = private_links.mint(act, LinkPurpose.INVITE, account_id=account.id)
    except RefusedInput as refusal:
        click.echo(f"no account was made: {refusal.field} is {refusal.code}", err=True)
        sys.exit(1)
    click.echo(f"{found.public_url}{PATHS[LinkPurpose.INVITE]}{token}")
