"""Passwords: how they are kept, and which ones are refused."""

from dataclasses import dataclass, field
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from intake.errors import RefusedInput

#: Long enough to withstand guessing (NIST SP 800-63B, section 3.1.1), and room for a sentence.
SHORTEST = 12
LONGEST = 200

#: A password with fewer different characters than this is a row of the same key.
FEWEST_CHARACTERS = 5

#: Long enough, and still among the first that somebody tries; only the letters are compared.
COMMON = frozenset(
    {
        "abcdefghijkl",
        "administrator",
        "azertyuiop",
        "changemechangeme",
        "geheimgeheim",
        "gemeente",
        "impactloket",
        "impactondernemen",
        "letmeinletmein",
        "loketloket",
        "makelaar",
        "passwordpassword",
        "password",
        "qwertyuiop",
        "qwertyuiopasdfghjkl",
        "voetbalvoetbal",
        "wachtwoord",
        "wachtwoordwachtwoord",
        "welkomwelkom",
        "welkom",
        "zomer",
        "winter",
        "lente",
        "herfst",
    }
)


def production_hasher() -> PasswordHasher:
    """Return argon2id with parameters that take a present-day server about 0.2 s and 64 MiB."""
    return PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)


def cheap_hasher() -> PasswordHasher:
    """Return argon2id with parameters that cost next to nothing: for invented accounts only."""
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@dataclass(frozen=True, slots=True)
class Passwords:
    """Makes and checks password hashes, and takes as long for an unknown account as for a known one."""

    hasher: PasswordHasher = field(default_factory=production_hasher)
    nobody: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Make the hash that is checked when there is no account, once."""
        object.__setattr__(self, "nobody", self.nobody or self.hasher.hash("nobody"))

    def hashed(self, password: str) -> str:
        """Return what the database keeps of ``password``."""
        return self.hasher.hash(password)

    def fits(self, stored: str | None, password: str) -> bool:
        """Tell whether ``password`` belongs to ``stored``; without a hash the same work ends in no."""
        try:
            self.hasher.verify(stored or self.nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    def outdated(self, stored: str) -> bool:
        """Tell whether ``stored`` was made with other parameters than today's, so that it is made anew."""
        return self.hasher.check_needs_rehash(stored)


def check_new_password(password: str, email: str) -> None:
    """Raise ``RefusedInput`` when ``password`` is too easy to guess for the account of ``email``."""
    reason = _weakness(password, email)
    if reason is not None:
        raise RefusedInput("password", reason, shortest=SHORTEST, longest=LONGEST)


def _weakness(password: str, email: str) -> str | None:
    folded = password.casefold()
    letters = "".join(character for character in folded if character.isalpha())
    if len(password) < SHORTEST:
        return "too_short"
    if len(password) > LONGEST:
        return "too_long"
    if email.casefold() in folded or folded in email.casefold():
        return "is_email"
    if letters in COMMON or len(set(folded)) < FEWEST_CHARACTERS or _is_row(folded):
        return "too_common"
    return None


def _is_row(text: str) -> bool:
    """Tell whether ``text`` counts up or down: ``123456789012``, ``zyxwvutsrqpo``."""
    steps = {(ord(right) - ord(left)) % 10 for left, right in pairwise(text)}
    return len(steps) == 1
