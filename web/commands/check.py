"""``loket check``: is this installation fit for service?"""

import sys

import click

from intake import audit, checkpoints, database
from intake.model_files import models_in
from matching import encoder
from web.commands import context
from web.mail import delivery_for
from web.settings import Settings, SettingsIncomplete


@click.command("check")
def check_command() -> None:
    """Tell what is missing or unsafe, one line each; exit code 1 when there is something."""
    found = context.settings()
    engine = context.engine_of(found)
    problems = [f"the database could lose data: {weak}" for weak in database.unsafe_settings(engine)]
    problems += [f"not ready: {missing} (run: loket upgrade)" for missing in database.not_ready(engine)]
    problems += _mail(found)
    if not problems:
        problems += _contents(found)
    for problem in problems:
        click.echo(problem, err=True)
    for note in _notes(found):
        click.echo(f"note: {note}", err=True)
    click.echo(f"{len(problems)} problems" if problems else "fit for service")
    sys.exit(1 if problems else 0)


def _mail(found: Settings) -> list[str]:
    try:
        delivery_for(found)
    except SettingsIncomplete as error:
        return [str(error)]
    return []


def _notes(found: Settings) -> list[str]:
    """Tell what makes the loket recognise topics less well; it is fit for service all the same."""
    notes = [] if encoder.available() else ["sentence vectors are absent, topics are recognised less well"]
    installed = encoder.installed_name()
    for facts in models_in(found.data_dir):
        if facts.role != "serving":
            notes += [f"the {facts.role} topic model cannot be used: {facts.trouble}"] if facts.trouble else []
        elif facts.encoder is not None and installed is not None and facts.encoder != installed:
            notes.append(
                f"the topic model was fitted with {facts.encoder} and {installed} is installed: topics are recognised "
                "by words alone (run: loket model fit, then loket model promote)"
            )
        elif facts.trouble is None and facts.encoder is None and installed is not None:
            notes.append(
                f"the topic model was fitted without sentence vectors and {installed} is installed: topics are "
                "recognised by words alone (run: loket model fit, then loket model promote)"
            )
    return notes


def _trouble(found: Settings) -> str:
    """Tell why no model serves."""
    broken = [facts.trouble for facts in models_in(found.data_dir) if facts.role == "serving"]
    return f"the topic model cannot be used ({broken[0]})" if broken else "no topic model"


def _contents(found: Settings) -> list[str]:
    services = context.services_of(found)
    problems = []
    if not services.router.ready():
        problems.append("no reference data (run: loket load)")
    elif not services.router.current().has_model:
        problems.append(f"{_trouble(found)}: every question goes to a person for sorting (run: loket model fit)")
    with database.reading(services.engine) as session:
        breaks = audit.verify_chains(session, found.chain_key)
        breaks += checkpoints.verify(session, found.checkpoint_dir, found.chain_key)
    return problems + [f"event log {place.chain} #{place.number}: {place.what}" for place in breaks]
