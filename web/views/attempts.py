"""Trying one use case for a page: what is refused stands beside its field, what was stale is said above the form."""

from collections.abc import Callable, Mapping

from intake.act import Act
from intake.errors import RefusedInput, StepNotAllowed
from web.current import acting
from web.formatters import euro
from web.forms.base import LoketForm

#: The code of a refusal -> what to do about it; details of the refusal fill the message.
Messages = Mapping[str, object]

DONE = 303
WRONG = 400
CHANGED = 409


def attempt(form: LoketForm, verb: Callable[[Act], object], messages: Messages) -> int:
    """Do one use case with what ``form`` holds; return with which status to answer.

    ``DONE``: it was done. ``WRONG``: the form says what to mend. ``CHANGED``: somebody else was first.
    """
    if not form.validate_on_submit():
        return WRONG
    try:
        with acting() as act:
            verb(act)
    except RefusedInput as refusal:
        form.add_error(refusal.field, say(refusal, messages))
        return WRONG
    except StepNotAllowed:
        return CHANGED
    return DONE


def say(refusal: RefusedInput, messages: Messages) -> str:
    """Return what to do about a refusal; an amount in cents is told as people write it."""
    told = {name: euro(value) if name.endswith("_cents") else value for name, value in refusal.details.items()}
    return str(messages[refusal.code]) % told
