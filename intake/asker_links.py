"""Private links to a question: opening one, asking for it again, renewing it, and letting a browser forget."""

from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import col, select

from intake import outbox, private_links, rate_limit, sessions
from intake.act import Act
from intake.models.people import AskerSession
from intake.models.questions import Question
from intake.permissions import Action
from intake.private_links import token_hash
from intake.terms import LinkPurpose
from intake.visibility import find_question

#: How often somebody may ask for a link: for one e-mail address, and from one address on the internet.
LINKS_PER_EMAIL = 3
LINKS_PER_VISITOR = 20
LINK_WINDOW = timedelta(hours=1)

#: Somebody with more questions than this gets links to the newest ones.
LINKS_AT_ONCE = 5


def open_link(act: Act, token: str, browser: str | None) -> tuple[Question, str]:
    """Swap the link ``token`` for sight of its question; return it and the token for the cookie of ``browser``.

    Raises ``LinkNotUsable`` when the link is unknown or expired.
    """
    question = question_behind(act, token)
    assert question.id is not None  # noqa: S101 - a stored question has an id
    return question, sessions.open_asker_session(act, question.id, browser)


def question_behind(act: Act, token: str) -> Question:
    """Return the question that ``token`` opens; raise ``LinkNotUsable`` when it opens nothing."""
    link = private_links.look_up(act, LinkPurpose.QUESTION, token)
    return act.session.get_one(Question, link.question_id)


def send_again(act: Act, email: str, visitor: str) -> None:
    """Mail links to the questions of ``email``; nobody learns from the answer whether there are any.

    Raises ``TooManyAttempts``, whether the address is known or not.
    """
    email = email.lower()
    rate_limit.count(act, f"link from {visitor}", LINKS_PER_VISITOR, LINK_WINDOW)
    rate_limit.count(act, f"link for {email}", LINKS_PER_EMAIL, LINK_WINDOW)
    questions = act.session.exec(
        select(Question)
        .where(Question.asker_email == email)
        .order_by(col(Question.created_at).desc(), col(Question.id).desc())
        .limit(LINKS_AT_ONCE)
    ).all()
    for question in questions:
        outbox.put(act, "question_link", email, question.language, question_id=question.id)


def renew_link(act: Act, reference: str, browser: str | None) -> str:
    """Make a new link and return its token; every older link, and every other browser, stops working."""
    question = find_question(act, reference, Action.WRITE_AS_ASKER)
    private_links.revoke_all(act, LinkPurpose.QUESTION, question_id=question.id)
    others = delete(AskerSession).where(col(AskerSession.question_id) == question.id)
    if browser:
        others = others.where(col(AskerSession.token_hash) != token_hash(browser))
    act.session.connection().execute(others)
    return private_links.mint(act, LinkPurpose.QUESTION, question_id=question.id)


def first_link(act: Act, question: Question, browser: str | None) -> tuple[str, str]:
    """Return the token of a link to a question that was just asked, and the token for the cookie of ``browser``."""
    assert question.id is not None  # noqa: S101 - a stored question has an id
    token = private_links.mint(act, LinkPurpose.QUESTION, question_id=question.id)
    return token, sessions.open_asker_session(act, question.id, browser)
