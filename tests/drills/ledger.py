"""What the database holds after a drill, read past the loket itself."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager

import sqlalchemy as sa

from intake.audit import Break, verify_chains
from intake.database import reading
from tests.drills.installation import Installation

#: What would be half a question, in words -> the rows that are.
HALVES = {
    "a question without the event that it was sent": """
        SELECT id FROM questions WHERE NOT EXISTS (
            SELECT * FROM events WHERE chain = 'question:' || questions.id AND number = 1 AND step = 'submit')""",
    "an event of a question that is not there": """
        SELECT chain FROM events WHERE chain LIKE 'question:%'
        AND substr(chain, 10) NOT IN (SELECT CAST(id AS TEXT) FROM questions)""",
    "a question without its text as a message": """
        SELECT id FROM questions WHERE 1 <> (
            SELECT count(*) FROM messages WHERE question_id = questions.id AND kind = 'question' AND body = text)""",
    "a question without what the machine proposed": """
        SELECT id FROM questions WHERE 1 <> (SELECT count(*) FROM routing_records WHERE question_id = questions.id)""",
    "a question without its confirmation": """
        SELECT id FROM questions WHERE 1 <> (
            SELECT count(*) FROM outbox_mails WHERE question_id = questions.id AND to_email = asker_email)""",
    "a question without a private link": """
        SELECT id FROM questions WHERE id NOT IN (
            SELECT question_id FROM private_links WHERE question_id IS NOT NULL)""",
    "a question whose form still counts as not sent": """
        SELECT id FROM questions WHERE submission_key NOT IN (
            SELECT submission_key FROM drafts WHERE fields = '{"sent": true}')""",
    "a form that counts as sent without its question": """
        SELECT id FROM drafts WHERE fields = '{"sent": true}'
        AND submission_key NOT IN (SELECT submission_key FROM questions)""",
}


def half_stored(installation: Installation) -> list[str]:
    """Return what is half there, in words; nothing when all is well."""
    with _database(installation) as database:
        return [what for what, query in HALVES.items() if database.execute(query).fetchall()]


def broken_chains(installation: Installation) -> list[Break]:
    """Return where the event log does not add up; nothing when all is well."""
    with installation.engine() as engine, reading(engine) as session:
        return verify_chains(session, installation.settings.chain_key)


def integrity(installation: Installation) -> list[str]:
    """Return what SQLite says of the whole file; ``ok`` when all is well."""
    with _database(installation) as database:
        return [line for (line,) in database.execute("PRAGMA integrity_check")]


def questions_of(installation: Installation) -> dict[str, list[str]]:
    """Return the references of everybody's questions, by e-mail address."""
    found = defaultdict(list)
    with _database(installation) as database:
        for email, reference in database.execute("SELECT asker_email, reference FROM questions"):
            found[email].append(reference)
    return dict(found)


@contextmanager
def _database(installation: Installation) -> Iterator[sqlite3.Connection]:
    path = sa.make_url(installation.database_url).database
    with closing(sqlite3.connect(path)) as database:
        yield database
