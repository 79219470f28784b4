"""The settings of the loket: the only place that reads the environment, once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

#: A key shorter than this can be guessed.
SHORTEST_KEY = 32


class SettingsIncomplete(Exception):
    """A setting is missing or unsafe; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between one installation and another. Each has a line in README.md."""

    secret_key: str = field(repr=False)
    audit_key: str = field(repr=False)
    public_url: str
    trusted_hosts: tuple[str, ...]
    database_url: str = field(default="sqlite:///loket.db", repr=False)
    data_dir: Path = Path("loket-data")
    checkpoint_dir: Path = Path("loket-checkpoints")
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    proxy_count: int = 0
    demo: bool = False  # only `loket demo` sets it: its mail lies open for everybody

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings; raise ``SettingsIncomplete`` with a sentence about the first that is wrong."""
        secret_key, audit_key = _key(environ, "LOKET_SECRET_KEY"), _key(environ, "LOKET_AUDIT_KEY")
        if secret_key == audit_key:
            raise SettingsIncomplete("LOKET_AUDIT_KEY is the same as LOKET_SECRET_KEY: make a second key.")
        public_url = _public_url(environ)
        return cls(
            secret_key=secret_key,
            audit_key=audit_key,
            public_url=public_url,
            trusted_hosts=_trusted_hosts(environ),
            database_url=environ.get("LOKET_DATABASE_URL", "sqlite:///loket.db"),
            data_dir=Path(environ.get("LOKET_DATA_DIR", "loket-data")),
            checkpoint_dir=Path(environ.get("LOKET_CHECKPOINT_DIR", "loket-checkpoints")),
            smtp_url=environ.get("LOKET_SMTP_URL", ""),
            mail_from=environ.get("LOKET_MAIL_FROM", ""),
            proxy_count=_count(environ, "LOKET_PROXY_COUNT"),
        )

    @property
    def chain_key(self) -> bytes:
        """The key of the event chains."""
        return self.audit_key.encode()


def _key(environ: Mapping[str, str], name: str) -> str:
    key = environ.get(name, "")
    if len(key) < SHORTEST_KEY or len(set(key)) < 10:
        raise SettingsIncomplete(
            f"{name} is missing or too weak: set it to at least {SHORTEST_KEY} random characters, "
            'for instance the output of: python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
    return key


def _public_url(environ: Mapping[str, str]) -> str:
    url = environ.get("LOKET_PUBLIC_URL", "").rstrip("/")
    parts = urlsplit(url)
    if not parts.hostname or parts.path or parts.query:
        raise SettingsIncomplete(
            "LOKET_PUBLIC_URL is missing: set the address that people use, https://loket.example.nl"
        )
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
        raise SettingsIncomplete("LOKET_PUBLIC_URL must start with https:// (only localhost may do without).")
    return url


def _trusted_hosts(environ: Mapping[str, str]) -> tuple[str, ...]:
    hosts = tuple(host.strip() for host in environ.get("LOKET_TRUSTED_HOSTS", "").split(",") if host.strip())
    if not hosts or "*" in hosts:
        raise SettingsIncomplete("LOKET_TRUSTED_HOSTS is missing: name the hosts that may be asked for, with commas.")
    return hosts


def _count(environ: Mapping[str, str], name: str) -> int:
    value = environ.get(name, "0")
    if not value.isdigit():
        raise SettingsIncomplete(f"{name} must be a number: how many proxies stand before the loket.")
    return int(value)
