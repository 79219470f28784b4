"""Where text of or about an entrepreneur is kept, and what an erasure does with it: every column of every table.

A test walks all tables: a new column for text that is declared nowhere here fails the build.
"""

from sqlmodel import SQLModel

from intake.models.knelpunten import Case
from intake.models.mandates import MandateDecision
from intake.models.questions import Consultation, Feedback, HandOver, Message, Question, Referral, RoutingRecord
from intake.models.system import OutboxMail

#: Rows that belong to one question and go whole.
REMOVED: tuple[type[SQLModel], ...] = (Message, RoutingRecord, OutboxMail)

#: Rows that stay as codes, dates and counts: which columns are emptied, and what is in them afterwards.
EMPTIED: dict[type[SQLModel], dict[str, object]] = {
    Question: {
        "text": "",
        "municipality_typed": "",
        "asker_email": None,
        "asker_email_trouble": None,
        "asker_name": "",
        "asker_organisation": "",
        "asker_kvk": "",
        "asker_phone": "",
        "stage": None,
        "legal_form": None,
        "amount_eur": None,
        "target": None,
    },
    HandOver: {"context": "", "done": "", "agreed": ""},
    Referral: {"note": "", "decline_note": "", "result_text": ""},
    Consultation: {"colleague_email": "", "colleague_name": "", "body": "", "shown_text": "", "reply": ""},
    Feedback: {"text": ""},
    MandateDecision: {"what": "", "ground": ""},
    Case: {"title": "", "story": "", "workaround": "", "released_at": None, "released_by_id": None},
}

#: Text that belongs to no question by its own column, and how the erasure finds it (``intake/erasure.py``).
FOUND_OTHERWISE: dict[str, str] = {
    "questions.submission_key": "replaced, so that no browser holds a key to the row",
    "drafts.submission_key": "the draft with the key of the question goes; a kept form by the reference in its path",
    "drafts.fields": "the draft with the key of the question goes; a kept form by the reference in its path",
    "pilot_results.text": "the result of each pilot that was decided on the question goes",
    "reports.snapshot": "the story of each case that was made from the question is taken out of every report",
    "reports.sha256": "computed anew over what is left",
}

#: Columns that hold no text of or about an entrepreneur, and why not.
NOT_PERSONAL: dict[str, str] = {
    "questions.reference": "drawn at random; it names the row that is left",
    "questions.gap": "a code of the routing",
    "accounts.email": "of somebody who works with the loket",
    "accounts.name": "of somebody who works with the loket",
    "accounts.password_hash": "of somebody who works with the loket",
    "sign_ins.token_hash": "hash of random bits",
    "asker_sessions.token_hash": "hash of random bits; afterwards it opens only the page that says what was erased",
    "private_links.token_hash": "hash of random bits; afterwards it opens only the page that says what was erased",
    "rate_counts.key": "a keyed hash that lasts two days",
    "knelpunten.reference": "drawn at random",
    "knelpunten.title": "describes a barrier; personal data in it is refused",
    "knelpunten.description": "describes a barrier; personal data in it is refused",
    "knelpunten.rule_concerned": "names a rule or scheme",
    "knelpunten.brought_text": "written to an organisation about a barrier; personal data in it is refused",
    "knelpunten.decision_text": "written by an organisation about a barrier; personal data in it is refused",
    "cases.reference": "drawn at random",
    "mandate_decisions.reference": "drawn at random",
    "erasures.reference_hash": "a keyed hash, kept so that a restored backup can be erased again",
    "events.chain": "a code and an id",
    "events.step": "a code",
    "events.from_status": "a code",
    "events.to_status": "a code",
    "events.reason": "a code",
    "events.details": "codes and ids",
    "events.previous_hash": "a hash over codes and ids",
    "events.hash": "a hash over codes and ids",
    "topic_trials.profile": "texts of an administrator about a topic",
    "topic_trials.before_hash": "hash of a model",
    "topic_trials.model_hash": "hash of a model",
    "topic_trials.moves": "references and codes of topics",
    "pages.slug": "a code",
    "pages.title": "a text of an administrator for everybody",
    "pages.body": "a text of an administrator for everybody",
    "reports.title": "the same words for every report",
    "reports.filter": "codes",
    "reports.filter_words": "codes in words",
    "reports.track_slugs": "codes",
    "reports.language": "a code",
    "reports.data_version": "a hash",
    "data_loads.checksum": "a hash of files",
    "data_loads.counts": "counts",
    "reference_revisions.table_name": "a name of ours",
    "reference_revisions.row_key": "a key of reference data",
    "reference_revisions.before": "reference data",
    "reference_revisions.after": "reference data",
    "reference_revisions.in_file": "reference data",
    "intermediary_regions.region_code": "a code",
    "financing_criteria.code": "a code",
}
