"""References that people read aloud: no letters that look alike, and two characters that catch a typing error."""

import secrets
from collections.abc import Callable
from datetime import datetime

#: Without 0, O, 1, I, L and U: read aloud and written down they are mistaken for each other.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference(code: str, at: datetime) -> str:
    """Return a new reference such as ``HLM-26-7F3K-Q2`` for a team or kind with ``code``."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(4))
    stem = f"{code}-{at:%y}-{body}"
    return f"{stem}-{check_characters(stem)}"


def free_reference(code: str, at: datetime, is_taken: Callable[[str], bool]) -> str:
    """Return a new reference that nothing has yet."""
    reference = new_reference(code, at)
    while is_taken(reference):
        reference = new_reference(code, at)
    return reference


def check_characters(stem: str) -> str:
    """Return two characters that change when one character of ``stem`` is wrong or two are swapped."""
    total = sum(position * ord(character) for position, character in enumerate(stem, start=7))
    size = len(ALPHABET)
    return ALPHABET[total % size] + ALPHABET[total // size % size]


def normalise(reference: str) -> str:
    """Return what somebody typed as a reference in the form that is stored."""
    return reference.strip().upper().replace(" ", "-")
