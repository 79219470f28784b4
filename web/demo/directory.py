"""The directory of a demo: its keys, its database and the passwords of its people, made once."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from intake.terms import Role
from web.settings import Settings

#: Where the keys of a demo and the people in it are kept, readable for their owner only.
KEYS, PEOPLE = "keys.json", "people.json"

#: The database of a demo, once it is complete.
DATABASE = "loket.db"

#: Passwords that can be read aloud: syllables of these letters.
_CONSONANTS, _VOWELS = "bdfghkmnprstvwz", "aeiou"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to sign in as, with where that person works."""

    key: str
    name: str
    role: Role
    email: str
    password: str
    place: str = ""


def demo_settings(directory: Path, port: int) -> Settings:
    """Return the settings of the demo in ``directory``; its keys are made the first time."""
    directory.mkdir(parents=True, exist_ok=True)
    keys = _keys(directory / KEYS)
    return Settings(
        secret_key=keys["secret_key"],
        audit_key=keys["audit_key"],
        public_url=f"http://localhost:{port}",
        trusted_hosts=("localhost", "127.0.0.1"),
        database_url=database_url(directory / DATABASE),
        data_dir=directory,
        checkpoint_dir=directory / "checkpoints",
        mail_from="loket@example.nl",
        demo=True,
    )


def elsewhere(settings: Settings, file: Path) -> Settings:
    """Return the same settings with the database in another file."""
    return replace(settings, database_url=database_url(file))


def database_url(file: Path) -> str:
    """Return how a SQLite file is named in the settings."""
    return f"sqlite:///{file.absolute()}"


def keep_people(settings: Settings, people: Iterable[DemoPerson]) -> None:
    """Write down who can sign in, so that every start can show it again."""
    rows = [
        {
            "key": person.key,
            "name": person.name,
            "role": person.role,
            "email": person.email,
            "password": person.password,
            "place": person.place,
        }
        for person in people
    ]
    _write_privately(settings.data_dir / PEOPLE, json.dumps(rows, ensure_ascii=False, indent=1))


def people_of(settings: Settings) -> list[DemoPerson]:
    """Return who can sign in; nobody before the demo was made."""
    path = settings.data_dir / PEOPLE
    if not path.exists():
        return []
    return [DemoPerson(**(row | {"role": Role(row["role"])})) for row in json.loads(path.read_text(encoding="utf-8"))]


def new_password() -> str:
    """Return a password for an invented account: three words that nobody knows, easy to type over."""
    return "-".join("".join(_syllable() for _ in range(2)) for _ in range(3))


def _syllable() -> str:
    return secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS)


def _keys(path: Path) -> dict[str, str]:
    if not path.exists():
        _write_privately(path, json.dumps({name: secrets.token_hex(32) for name in ("secret_key", "audit_key")}))
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _write_privately(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
