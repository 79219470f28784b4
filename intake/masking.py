"""Keeping personal data out of texts that others read."""

from intake.errors import RefusedInput
from intake.models.questions import Question
from matching.personal_data import find, mask


def names_in(question: Question) -> tuple[str, ...]:
    """Return the names that the entrepreneur gave in the form, so that they can be masked in texts."""
    return tuple(name for name in (question.asker_name, question.asker_organisation) if name)


def refuse_personal_data(field: str, text: str, names: tuple[str, ...] = ()) -> None:
    """Raise ``RefusedInput`` (``personal_data``, with the words ``found``) when ``text`` tells who somebody is."""
    findings = find(text, names)
    if findings:
        words = dict.fromkeys(text[finding.start : finding.end] for finding in findings)
        raise RefusedInput(field, "personal_data", found=", ".join(words))


def masked(text: str, names: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]]:
    """Return ``text`` with personal data masked, and the kinds of data that were in it."""
    return mask(text, names), tuple(finding.kind for finding in find(text, names))
