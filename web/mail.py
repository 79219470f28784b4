"""Mails: which there are, how they read, and how they leave the building."""

import json
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlmodel import select

from intake import private_links
from intake.act import Act
from intake.models.questions import Question
from intake.models.system import OutboxMail
from intake.terms import LinkPurpose
from web.settings import Settings, SettingsIncomplete

TEMPLATES = Path(__file__).parent / "templates" / "mail"

#: template -> the private link that is made at the moment of sending, or ``None``. What is not listed is not sent.
MAILS: dict[str, LinkPurpose | None] = {
    "receipt": LinkPurpose.QUESTION,
    "question_link": LinkPurpose.QUESTION,
    "draft_link": LinkPurpose.DRAFT,
    "question_asked": LinkPurpose.QUESTION,
    "question_answered": LinkPurpose.QUESTION,
    "handed_over": LinkPurpose.QUESTION,
    "feedback_asked": LinkPurpose.QUESTION,
    "scheme_opened": LinkPurpose.QUESTION,
    "invite": LinkPurpose.INVITE,
    "reset": LinkPurpose.RESET,
    "consult_request": LinkPurpose.CONSULT,
    "consult_reply_received": None,
    "referral_offered": None,
    "knelpunt_brought": None,
    "knelpunt_decided": LinkPurpose.QUESTION,
    "knelpunt_fed_back": None,
}

#: Where each kind of private link leads.
PATHS: dict[LinkPurpose, str] = {
    LinkPurpose.QUESTION: "/mijn-vraag/openen/",
    LinkPurpose.DRAFT: "/vraag/verder/",
    LinkPurpose.INVITE: "/uitnodiging/",
    LinkPurpose.RESET: "/wachtwoord/",
    LinkPurpose.CONSULT: "/advies/",
}

_TEXTS = Environment(
    loader=FileSystemLoader(TEMPLATES),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701 - plain text, never shown as HTML
    keep_trailing_newline=True,
    trim_blocks=True,
    lstrip_blocks=True,
)


class AddressRefused(Exception):
    """The mail server says that this address does not exist."""


class ServerAway(Exception):
    """The mail server cannot take this mail now; a later attempt may work."""


class Delivery(Protocol):
    """A way out of the building for a mail."""

    def send(self, message: EmailMessage) -> None:
        """Hand ``message`` over; raise ``AddressRefused`` or ``ServerAway`` when that fails."""


def write_message(act: Act, mail: OutboxMail, settings: Settings) -> EmailMessage:
    """Write the message of ``mail``, with a fresh private link where its kind has one."""
    params = json.loads(mail.params)
    context: dict[str, object] = {"public_url": settings.public_url} | params
    if mail.question_id is not None:
        context["reference"] = act.session.exec(select(Question.reference).where(Question.id == mail.question_id)).one()
    purpose = MAILS[mail.template]
    if purpose is not None:
        token = private_links.mint(
            act,
            purpose,
            question_id=mail.question_id if purpose is LinkPurpose.QUESTION else None,
            account_id=mail.account_id,
            draft_id=params.get("draft_id"),
            consultation_id=params.get("consultation_id"),
        )
        context["link"] = f"{settings.public_url}{PATHS[purpose]}{token}"
    text = _TEXTS.get_template(f"{mail.template}.{mail.language}.txt").render(context)
    return _message(mail, settings.mail_from, text, act.at)


def _message(mail: OutboxMail, sender: str, text: str, at: datetime) -> EmailMessage:
    subject, body = text.split("\n\n", 1)
    local, _, domain = mail.to_email.rpartition("@")
    message = EmailMessage()
    message["Subject"] = subject.removeprefix("Subject:").strip()
    message["From"] = sender
    message["To"] = str(Address(username=local, domain=domain))
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{mail.message_id}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = mail.language
    message.set_content(body)
    return message


@dataclass(frozen=True, slots=True)
class SmtpDelivery:
    """Sends through a mail server: ``smtp://user:password@host:587?tls=starttls`` or ``smtps://…``."""

    url: str
    timeout_seconds: float = 30

    def send(self, message: EmailMessage) -> None:
        """Hand ``message`` to the server."""
        try:
            with self._connect() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _text in error.recipients.values()]
            if all(code >= 500 for code in codes):
                raise AddressRefused(str(codes[0])) from error
            raise ServerAway(str(codes[0])) from error
        except (smtplib.SMTPException, OSError) as error:
            raise ServerAway(type(error).__name__) from error

    def _connect(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "localhost", parts.port or 25
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port, timeout=self.timeout_seconds, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, port, timeout=self.timeout_seconds)
            if "tls=starttls" in parts.query:
                server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server


@dataclass(frozen=True, slots=True)
class FileDelivery:
    """Writes each mail to a file, for the demo: nothing leaves the machine."""

    directory: Path

    def send(self, message: EmailMessage) -> None:
        """Write ``message`` under its Message-ID."""
        self.directory.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        (self.directory / f"{name}.eml").write_bytes(bytes(message))


def mail_directory(settings: Settings) -> Path:
    """Return where the demo keeps its mail."""
    return settings.data_dir / "post"


def delivery_for(settings: Settings) -> Delivery:
    """Choose the way out: files in the demo, else the mail server of the settings."""
    if settings.demo:
        return FileDelivery(mail_directory(settings))
    if urlsplit(settings.smtp_url).scheme not in ("smtp", "smtps"):
        raise SettingsIncomplete("LOKET_SMTP_URL is missing: name the mail server, smtp://host:25 or smtps://…")
    if "@" not in settings.mail_from:
        raise SettingsIncomplete("LOKET_MAIL_FROM is missing: name the address that mails come from.")
    return SmtpDelivery(settings.smtp_url)
