"""One mail later, by consent: when a scheme opens that was proposed, or a knelpunt behind the question is decided on.

A wish ends on a day, can be taken back, and is spent by the one mail that it is for.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import col, select

from intake import audit, outbox
from intake.act import Act
from intake.errors import RefusedInput
from intake.models.questions import NewsWish, Question, RoutingRecord
from intake.models.reference import FinancingOption, ReferenceRevision
from intake.permissions import Action
from intake.steps import take_step
from intake.terms import NewsKind, QuestionStatus, Step
from intake.visibility import find_question
from matching.data import OptionStatus, Verdict

#: The table of reference data that tells whether a scheme is open.
SCHEMES = "financing_options"

#: What was proposed and could not be used yet.
NOT_YET = frozenset({Verdict.CLOSED.value, Verdict.UNKNOWN.value})

#: At most so many mails are left in one transaction, so that nobody waits long for the writer.
TELL_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class News:
    """What somebody may wish for, and what was wished: for each kind at most one."""

    offered: tuple[NewsKind, ...]
    wishes: tuple[NewsWish, ...]


def a_year_from(today: date) -> date:
    """Return the last day on which a wish of ``today`` can end."""
    leap_day = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year + 1, day=28 if leap_day else today.day)


# --- what the entrepreneur wishes -----------------------------------------------------------------


def news(act: Act, question: Question) -> News:
    """Return what the asker of ``question``, which the caller found, may wish for and wished for."""
    wishes = act.session.exec(
        select(NewsWish).where(NewsWish.question_id == question.id).order_by(col(NewsWish.kind))
    ).all()
    taken = {wish.kind for wish in wishes if is_alive(wish, act.today) or wish.sent_at is not None}
    reachable = bool(question.asker_email) and question.status in _STATUSES
    offered = [NewsKind.KNELPUNT, *([NewsKind.SCHEME] if _proposed(act, question) else [])] if reachable else []
    return News(tuple(kind for kind in offered if kind not in taken), tuple(wishes))


def is_alive(wish: NewsWish, today: date) -> bool:
    """Tell whether ``wish`` still waits for its mail."""
    return wish.withdrawn_at is None and wish.sent_at is None and wish.ends_on >= today


def wish(act: Act, reference: str, kinds: Iterable[NewsKind], ends_on: date) -> Question:
    """Store that the asker wants one mail of each of ``kinds``, until ``ends_on``.

    Raises ``RefusedInput`` beside ``kinds`` (``required``, ``not_offered``) or ``ends_on`` (``in_past``, ``too_far``).
    """
    question = find_question(act, reference, Action.CHANGE_CONSENT)
    act.session.refresh(question, with_for_update=True)
    wanted = sorted(set(kinds))
    if not wanted:
        raise RefusedInput("kinds", "required")
    if not set(wanted) <= set(news(act, question).offered):
        raise RefusedInput("kinds", "not_offered")
    if ends_on < act.today:
        raise RefusedInput("ends_on", "in_past")
    if ends_on > a_year_from(act.today):
        raise RefusedInput("ends_on", "too_far")
    for kind in wanted:
        take_step(act, question, Step.NEWS, reason=kind, details={"until": ends_on.isoformat()})
        row = _wish(act, question, kind)
        if row is None:
            assert question.id is not None  # noqa: S101 - a stored question has an id
            row = NewsWish(question_id=question.id, kind=kind, given_at=act.at, ends_on=ends_on)
        row.given_at, row.ends_on, row.withdrawn_at = act.at, ends_on, None
        act.session.add(row)
    act.session.flush()
    return question


def take_back(act: Act, reference: str, kind: NewsKind) -> Question:
    """Store that the asker wants no mail of ``kind`` any more; doing it twice changes nothing."""
    question = find_question(act, reference, Action.CHANGE_CONSENT)
    act.session.refresh(question, with_for_update=True)
    row = _wish(act, question, kind)
    if row is not None and is_alive(row, act.today):
        take_step(act, question, Step.NEWS, reason="taken_back", details={"kind": kind})
        row.withdrawn_at = act.at
        act.session.add(row)
        act.session.flush()
    return question


#: The statuses of a question about which somebody can still be told something.
_STATUSES = frozenset(QuestionStatus) - {QuestionStatus.WITHDRAWN, QuestionStatus.MERGED, QuestionStatus.ERASED}


def _wish(act: Act, question: Question, kind: NewsKind) -> NewsWish | None:
    return act.session.exec(select(NewsWish).where(NewsWish.question_id == question.id, NewsWish.kind == kind)).first()


def _proposed(act: Act, question: Question) -> set[str]:
    """Return the schemes that were proposed and could not be used yet."""
    stored = act.session.exec(
        select(RoutingRecord.financing).where(RoutingRecord.question_id == question.id).order_by(col(RoutingRecord.id))
    ).all()
    return {row["id"] for told in stored for row in json.loads(told) if row["verdict"] in NOT_YET}


# --- telling --------------------------------------------------------------------------------------


def may_tell_of_knelpunt(act: Act, question: Question) -> bool:
    """Tell whether the asker of ``question`` gets a mail about a decision on a knelpunt.

    While the question is not closed that is part of answering it; afterwards the asker must have wished for it.
    """
    if not question.asker_email or question.asker_email_trouble is not None:
        return False
    wish = _wish(act, question, NewsKind.KNELPUNT)
    return question.status is not QuestionStatus.CLOSED or (wish is not None and is_alive(wish, act.today))


def spend(act: Act, question: Question, kind: NewsKind) -> bool:
    """Use up the wish of ``kind``, and tell whether this call did: two workers never send the same mail."""
    spent = act.session.connection().execute(
        update(NewsWish)
        .where(
            col(NewsWish.question_id) == question.id,
            col(NewsWish.kind) == kind,
            col(NewsWish.sent_at).is_(None),
            col(NewsWish.withdrawn_at).is_(None),
            col(NewsWish.ends_on) >= act.today,
        )
        .values(sent_at=act.at)
    )
    return spent.rowcount == 1


def tell_of_schemes(act: Act) -> int:
    """Leave one mail for everybody who wished to hear of a scheme that opened since; return how many."""
    waiting = act.session.exec(
        select(NewsWish, Question)
        .join(Question, col(Question.id) == NewsWish.question_id)
        .where(
            NewsWish.kind == NewsKind.SCHEME,
            col(NewsWish.sent_at).is_(None),
            col(NewsWish.withdrawn_at).is_(None),
            col(NewsWish.ends_on) >= act.today,
            col(Question.status).in_(_STATUSES),
            col(Question.asker_email).is_not(None),
            col(Question.asker_email_trouble).is_(None),
        )
        .order_by(col(NewsWish.id))
    ).all()
    opened = _opened_since(act, min(row.given_at for row, _question in waiting)) if waiting else {}
    count = 0
    for row, question in waiting if opened else ():
        usable = [key for key in sorted(_proposed(act, question)) if opened.get(key, row.given_at) > row.given_at]
        if usable and count < TELL_AT_ONCE:
            count += _tell_of_scheme(act, question, usable[0])
    return count


def _tell_of_scheme(act: Act, question: Question, scheme: str) -> bool:
    act.session.refresh(question, with_for_update=True)
    if question.asker_email is None or not spend(act, question, NewsKind.SCHEME):
        return False
    audit.record(act, f"question:{question.id}", "news_sent", reason=NewsKind.SCHEME, details={"scheme": scheme})
    name = act.session.get_one(FinancingOption, scheme).name
    outbox.put(
        act,
        "scheme_opened",
        question.asker_email,
        question.language,
        params={"scheme": name},
        question_id=question.id,
    )
    return True


def _opened_since(act: Act, moment: datetime) -> dict[str, datetime]:
    """Return the schemes that are open now and were not before a change since ``moment``, and when that was."""
    changes = act.session.exec(
        select(ReferenceRevision.row_key, ReferenceRevision.before, ReferenceRevision.after, ReferenceRevision.at)
        .where(ReferenceRevision.table_name == SCHEMES, ReferenceRevision.at > moment)
        .order_by(col(ReferenceRevision.id))
    )
    opened = {
        key: at
        for key, before, after, at in changes
        if before and after and _status(before) != OptionStatus.OPEN and _status(after) == OptionStatus.OPEN
    }
    still = act.session.exec(
        select(FinancingOption.id).where(
            col(FinancingOption.id).in_(opened),
            FinancingOption.status == OptionStatus.OPEN,
            col(FinancingOption.retired_on).is_(None),
        )
    )
    return {key: opened[key] for key in still}


def _status(record: str) -> object:
    return json.loads(record).get("status")
