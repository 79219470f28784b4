"""The command line: ``loket serve | demo | upgrade | load | …``."""

import importlib
import logging
import sys

import click

from intake.errors import TemporarilyUnavailable
from web.settings import SettingsIncomplete

#: command -> where it lives. Read when it is called: fitting a model needs libraries that serving must not load.
COMMANDS = {
    "serve": "web.commands.serve",
    "demo": "web.commands.demo",
    "upgrade": "web.commands.data",
    "load": "web.commands.data",
    "import": "web.commands.data",
    "route": "web.commands.route",
    "worker": "web.commands.worker",
    "report": "web.commands.report",
    "account": "web.commands.account",
    "audit": "web.commands.audit",
    "erasures": "web.commands.erasures",
    "check": "web.commands.check",
    "model": "web.commands.model",
}


class LoketCommands(click.Group):
    """The commands of the loket, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command, in the order in which somebody needs them."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,
        cmd_name: str,
    ) -> click.Command | None:
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name])
        command = getattr(module, f"{cmd_name}_command")
        assert isinstance(command, click.Command)  # noqa: S101 - tells mypy what the module holds
        return command


@click.group(cls=LoketCommands, context_settings={"help_option_names": ["-h", "--help"]})
def loket() -> None:
    """Impactloket: one desk for impact entrepreneurs."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)


def main() -> None:
    """Run a command; what an operator can mend ends in one sentence and exit code 2."""
    try:
        loket(prog_name="loket")
    except (SettingsIncomplete, TemporarilyUnavailable) as error:
        cause = error.__cause__
        click.echo(f"loket: {error or cause}", err=True)
        sys.exit(2)
