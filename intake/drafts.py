"""Forms that are not sent yet: kept so that nothing typed is lost, and reached through a cookie or a link."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, update
from sqlmodel import col, select

from intake import outbox, private_links, rate_limit
from intake.act import Act
from intake.models.people import PrivateLink
from intake.models.question_draft import QuestionDraft
from intake.models.questions import Draft
from intake.models.system import OutboxMail
from intake.private_links import token_hash
from intake.proposal import RoutingProposal
from intake.terms import Language, LinkPurpose

#: An unsent form is kept this long after the last change.
KEPT_FOR = timedelta(days=30)

#: How often one address gets a link to an unsent form.
LINKS_PER_EMAIL = 3
LINK_WINDOW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """An unsent form: what was typed per field; once it was checked, the question in it and what the machine proposed.

    ``revision`` changes with every save, so that a page shown before can tell that it is old. A draft that
    was sent keeps nothing but its key, with which the second click of a double click finds the question.
    """

    id: int
    submission_key: str
    revision: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)
    proposal: RoutingProposal | None = None
    question: QuestionDraft | None = None
    sent: bool = False


def open_draft(act: Act, token: str | None) -> SavedDraft | None:
    """Return the draft behind ``token``; ``None`` when there is none, or when it is past its time."""
    row = _row(act, token) if token else None
    return None if row is None else _saved(row)


def save(
    act: Act,
    token: str | None,
    fields: Mapping[str, str],
    proposal: RoutingProposal | None = None,
    question: QuestionDraft | None = None,
) -> tuple[str, SavedDraft]:
    """Keep what was typed, in the draft behind ``token`` or in a new one; return the token and the draft.

    A draft that was sent already is left alone: what was typed since is a new one.
    """
    row = _row(act, token) if token else None
    if token is None or row is None or _saved(row).sent:
        return _new(act, _written(fields, proposal, question, 1))
    row.fields = _written(fields, proposal, question, _saved(row).revision + 1)
    row.updated_at, row.expires_at = act.at, act.at + KEPT_FOR
    act.session.add(row)
    act.session.flush()
    act.session.connection().execute(
        update(PrivateLink)
        .where(col(PrivateLink.draft_id) == row.id, col(PrivateLink.used_at).is_(None))
        .values(expires_at=row.expires_at)
    )
    return token, _saved(row)


def mail_link(act: Act, draft: SavedDraft, email: str, language: Language) -> None:
    """Send somebody a link with which the form can be finished later or elsewhere.

    Raises ``TooManyAttempts`` when this address got enough of them: anybody can fill in any address.
    """
    rate_limit.count(act, f"draft link for {email.lower()}", LINKS_PER_EMAIL, LINK_WINDOW)
    outbox.put(act, "draft_link", email, language, params={"draft_id": draft.id})


def mark_sent(act: Act, draft: SavedDraft) -> None:
    """Erase what was typed, because it is a question now."""
    act.session.connection().execute(
        update(Draft).where(col(Draft.id) == draft.id).values(fields=json.dumps({"sent": True}), updated_at=act.at)
    )


def discard(act: Act, token: str) -> None:
    """Remove the draft behind ``token``, with every link to it and every mail that would bring one."""
    row = _row(act, token)
    if row is not None:
        connection = act.session.connection()
        connection.execute(
            delete(OutboxMail).where(
                col(OutboxMail.template) == "draft_link",
                col(OutboxMail.params) == json.dumps({"draft_id": row.id}),
                col(OutboxMail.sent_at).is_(None),
            )
        )
        connection.execute(delete(PrivateLink).where(col(PrivateLink.draft_id) == row.id))
        connection.execute(delete(Draft).where(col(Draft.id) == row.id))


def _row(act: Act, token: str) -> Draft | None:
    return act.session.exec(
        select(Draft)
        .join(PrivateLink, col(PrivateLink.draft_id) == col(Draft.id))
        .where(
            PrivateLink.token_hash == token_hash(token),
            PrivateLink.purpose == LinkPurpose.DRAFT,
            PrivateLink.expires_at > act.at,
            Draft.expires_at > act.at,
        )
    ).first()


def _new(act: Act, written: str) -> tuple[str, SavedDraft]:
    row = Draft(
        submission_key=private_links.new_token(),
        fields=written,
        created_at=act.at,
        updated_at=act.at,
        expires_at=act.at + KEPT_FOR,
    )
    act.session.add(row)
    act.session.flush()
    token = private_links.mint(act, LinkPurpose.DRAFT, draft_id=row.id)
    return token, _saved(row)


def _written(
    fields: Mapping[str, str], proposal: RoutingProposal | None, question: QuestionDraft | None, revision: int
) -> str:
    kept = {
        "fields": dict(fields),
        "proposal": proposal and proposal.to_json(),
        "question": question and question.model_dump(mode="json"),
        "revision": revision,
    }
    return json.dumps(kept, ensure_ascii=False)


def _saved(row: Draft) -> SavedDraft:
    assert row.id is not None  # noqa: S101 - a stored row has an id
    kept = json.loads(row.fields)
    if kept.get("sent"):
        return SavedDraft(row.id, row.submission_key, sent=True)
    proposal, question = kept["proposal"], kept["question"]
    return SavedDraft(
        row.id,
        row.submission_key,
        kept["revision"],
        kept["fields"],
        RoutingProposal.from_json(proposal) if proposal else None,
        QuestionDraft.model_validate(question) if question else None,
    )
