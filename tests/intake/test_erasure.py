"""After an erasure no word of or about the entrepreneur is left anywhere; codes, dates and counts are."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from intake import audit, cases, conversation, database, erasure, event_log, kept_forms, outbox, private_links, reports
from intake.case_filter import CaseFilter
from intake.case_report import Snapshot
from intake.cases import CaseDraft
from intake.errors import LinkNotUsable, NotFound, StepNotAllowed
from intake.models import metadata
from intake.models.knelpunten import Case, KnelpuntTag
from intake.models.mandates import PilotResult
from intake.models.people import Account, PrivateLink
from intake.models.questions import Consent, Consultation, Draft, Feedback, HandOver, Question, Referral, RoutingRecord
from intake.models.reports import Report
from intake.models.system import OutboxMail
from intake.permissions import Person
from intake.personal_text import EMPTIED, REMOVED
from intake.queue import QueueFilter, Tab, queue
from intake.reports import csv_bytes
from intake.terms import (
    HandOverReason,
    Helped,
    Language,
    LegalForm,
    Level,
    LinkPurpose,
    QuestionStatus,
    ReferralStatus,
    Role,
    Stage,
)
from tests.factories import (
    CHAIN_KEY,
    START,
    any_topic,
    make_account,
    make_act,
    make_answered_question,
    make_decision,
    make_knelpunt,
    make_picked_up_question,
    make_question,
    make_referral,
    organisation_of_category,
    other_team,
)
from tests.intake.test_personal_text import holds_words

#: What every planted text starts with; the rest names the column that it stands in.
CANARY = "Kanarie"


def asker_of(session: Session, question: Question, at=START):
    return make_act(session, Person(Role.ONDERNEMER, question_ids=frozenset({question.id})), at)


def word_for(column: sa.Column) -> str:
    """A text that tells its column and fits in it; a short column gets a short one."""
    word = f"{CANARY}-{column.table.name}-{column.name} "
    length = column.type.length
    return word * 40 if length is None else (word if length >= len(word) else "Kanarie")[:length]


@dataclass
class Situation:
    """A question about which there is something in every table, and a stranger's question beside it."""

    question: Question
    other: Question
    case: Case
    report: Report


def make_situation(session: Session) -> Situation:
    makelaar = make_account(session)
    organisation = organisation_of_category(session, "intermediair").id
    question = make_answered_question(
        session, makelaar, stage=Stage.GROEI, legal_form=LegalForm.BV, amount_eur=50_000, asker_kvk="12345678"
    )
    other = make_answered_question(session, makelaar, text="Deze vraag van iemand anders blijft staan.")
    desk = make_act(session, makelaar)
    for one, word in ((question, CANARY), (other, "Iets")):
        _surround(session, one, makelaar.id, organisation, word)
        conversation.note(desk, one.reference, f"{word} in een notitie")
    knelpunt = make_knelpunt(session)
    case = _case(desk, question, knelpunt.reference)
    leader = make_act(session, make_account(session, Role.SPOORLEIDER, tracks=(case.track_slug,)))
    report = reports.make_report(leader, CaseFilter(), Language.NL, str)
    _plant(session, question, case)
    session.refresh(question)
    return Situation(question, other, case, report)


def _surround(session: Session, question: Question, account_id: int, organisation_id: int, word: str) -> None:
    act = make_act(session)
    consultation = Consultation(
        question_id=question.id, by_id=account_id, colleague_email="collega@example.nl", body="Wat denkt u?",
        created_at=START,
    )  # fmt: skip
    session.add(consultation)
    session.add(Consent(question_id=question.id, organisation_id=organisation_id, given_at=START))
    session.add(
        HandOver(
            question_id=question.id, number=1, from_team_id=other_team(session).id, to_team_id=question.team_id,
            reason=HandOverReason.AT_REQUEST, context="Omdat het daar past.", at=START,
        )
    )  # fmt: skip
    session.add(
        RoutingRecord(
            question_id=question.id, at=START, input_hash="f" * 64, topics="[]", team_id=question.team_id,
            reasons="[]", financing="[]", intermediaries="[]",
        )
    )  # fmt: skip
    session.add(
        Feedback(
            question_id=question.id, answered_at=START, team_id=question.team_id, helped=Helped.YES, given_at=START
        )
    )
    decision = make_decision(session, question, session.get_one(Account, account_id))
    session.add(PilotResult(decision_id=decision.id, text=f"{word} als resultaat van een proef", at=START))
    make_referral(session, question, organisation_id, status=ReferralStatus.ACCEPTED)
    outbox.put(act, "receipt", question.asker_email, Language.NL, question_id=question.id)
    session.add(
        Draft(
            submission_key=question.submission_key, fields='{"sent": true}', created_at=START, updated_at=START,
            expires_at=START + timedelta(days=30),
        )
    )  # fmt: skip
    kept_forms.keep(act, f"/vragen/{question.reference}/notitie", [("text", f"{word} nog niet verstuurd")], None)
    session.flush()
    private_links.mint(act, LinkPurpose.QUESTION, question_id=question.id)
    private_links.mint(act, LinkPurpose.CONSULT, consultation_id=consultation.id)


def _case(act, question: Question, knelpunt: str) -> Case:
    draft = CaseDraft(
        title=f"{CANARY} in een titel van een casus",
        story=f"{CANARY} in een verhaal",
        workaround=f"{CANARY} in een omweg",
        topic_slug=any_topic(act.session).slug,
        level=Level.GEMEENTE,
        effect_days=12,
        knelpunten=(knelpunt,),
    )
    return cases.log(act, draft, question.reference, release=True)


def _plant(session: Session, question: Question, case: Case) -> None:
    """Put a text that names its column in every column that is declared as personal."""
    session.flush()
    for table in (*REMOVED, *EMPTIED):
        columns = table.__table__.columns
        wanted = [columns[name] for name in EMPTIED.get(table, {})] if table in EMPTIED else list(columns)
        values = {column: word_for(column) for column in wanted if holds_words(column) and not column.primary_key}
        for column in columns:
            if column.name == "message_id":
                values.pop(column, None)
        key = columns["id"] == question.id if table is Question else columns["question_id"] == question.id
        if table is Case:
            key = columns["id"] == case.id
        planted = session.connection().execute(sa.update(table).where(key).values(values))
        assert planted.rowcount > 0, f"nothing to look at in {table.__tablename__}"
    session.expire_all()


def rows_with_canaries(session: Session) -> list[str]:
    """Every column of every table in which the word still stands."""
    found = []
    for table in metadata.sorted_tables:
        for column in table.columns:
            if holds_words(column):
                query = sa.select(sa.func.count()).select_from(table).where(column.contains(CANARY))
                if session.connection().execute(query).scalar():
                    found.append(f"{table.name}.{column.name}")
    return found


class TestErase:
    def test_leaves_no_word_in_any_table(self, session):
        situation = make_situation(session)
        planted = rows_with_canaries(session)

        erasure.erase(asker_of(session, situation.question), situation.question.reference)

        assert {"questions.text", "messages.body", "outbox_mails.to_email", "reports.snapshot"} <= set(planted)
        assert len(planted) > 30
        assert rows_with_canaries(session) == []

    def test_leaves_no_byte_in_the_file_nor_in_the_log_of_the_database(self, sqlite_file):
        engine, path = sqlite_file
        with database.transaction(engine) as session:
            situation = make_situation(session)
            for _one in range(40):
                make_question(session, text=f"Een vraag van iemand anders {'met meer woorden ' * 60}")
        before = bytes_with_canaries(path)

        with database.transaction(engine) as session:
            erasure.erase(asker_of(session, situation.question), situation.question.reference)
        database.sweep(engine)

        assert before > 100
        assert bytes_with_canaries(path) == 0

    def test_keeps_codes_dates_and_counts(self, session):
        situation = make_situation(session)
        question = situation.question
        topic, team = question.topic_slug, question.team_id

        erasure.erase(asker_of(session, question, START + timedelta(days=3)), question.reference)

        assert question.status is QuestionStatus.ERASED
        assert question.erased_at == START + timedelta(days=3)
        assert (question.topic_slug, question.team_id, question.answered_at) == (topic, team, START)
        assert (question.amount_eur, question.stage, question.legal_form, question.asker_email) == (None,) * 4
        assert session.exec(select(HandOver.number).where(HandOver.question_id == question.id)).all() == [1]
        assert session.exec(select(KnelpuntTag.question_id)).all() == [question.id]
        assert session.exec(select(Feedback.helped).where(Feedback.question_id == question.id)).one() is Helped.YES

    def test_touches_nobody_else(self, session):
        situation = make_situation(session)
        other = situation.other
        texts = session.exec(select(Referral.status).where(Referral.question_id == other.id)).all()

        erasure.erase(asker_of(session, situation.question), situation.question.reference)

        session.refresh(other)
        assert other.text == "Deze vraag van iemand anders blijft staan."
        assert session.exec(select(Referral.status).where(Referral.question_id == other.id)).all() == texts
        assert session.exec(select(OutboxMail.question_id)).all() == [other.id]

    def test_withdraws_an_open_question_first_and_closes_it_to_organisations(self, session):
        question = make_picked_up_question(session, make_account(session))
        organisation = organisation_of_category(session, "intermediair").id
        session.add(Consent(question_id=question.id, organisation_id=organisation, given_at=START))
        make_referral(session, question, organisation)

        erasure.erase(asker_of(session, question), question.reference)

        steps = [event.step for event in events(session, question)]
        assert steps[-3:] == ["withdraw", "referral_news", "erase"]
        assert session.exec(select(Referral.status)).one() is ReferralStatus.REVOKED
        assert session.exec(select(Consent.withdrawn_at)).one() is not None

    @pytest.mark.parametrize("status", [QuestionStatus.CLOSED, QuestionStatus.WITHDRAWN, QuestionStatus.MERGED])
    def test_erases_what_ended_before_too(self, session, status):
        question = make_question(session, status=status)

        erasure.erase(asker_of(session, question), question.reference)

        assert (question.status, question.text) == (QuestionStatus.ERASED, "")
        assert events(session, question)[-1].from_status == status

    def test_refuses_a_second_time(self, session):
        question = make_question(session)
        erasure.erase(asker_of(session, question), question.reference)

        with pytest.raises(StepNotAllowed):
            erasure.erase(asker_of(session, question), question.reference)

    def test_is_for_whoever_asked(self, session):
        question = make_question(session)

        for person in (make_account(session), make_account(session, Role.BEHEERDER)):
            with pytest.raises(NotFound):
                erasure.erase(make_act(session, person), question.reference)

    def test_leaves_an_event_log_that_adds_up_without_a_word(self, session):
        situation = make_situation(session)

        erasure.erase(asker_of(session, situation.question), situation.question.reference)

        assert audit.verify_chains(session, CHAIN_KEY) == []
        last = events(session, situation.question)[-1]
        assert (last.step, last.reason, last.details) == ("erase", "by_asker", {})

    def test_takes_no_step_afterwards(self, session):
        makelaar = make_account(session)
        question = make_picked_up_question(session, makelaar)
        erasure.erase(asker_of(session, question), question.reference)

        with pytest.raises(StepNotAllowed):
            conversation.note(make_act(session, makelaar), question.reference, "Toch nog iets.")

    def test_closes_the_link_of_a_colleague_and_leaves_that_of_the_asker(self, session):
        situation = make_situation(session)

        erasure.erase(asker_of(session, situation.question), situation.question.reference)

        purposes = session.exec(select(PrivateLink.purpose).where(PrivateLink.question_id == situation.question.id))
        assert purposes.all() == [LinkPurpose.QUESTION]
        with pytest.raises(LinkNotUsable):
            private_links.look_up(make_act(session), LinkPurpose.CONSULT, "weg")

    def test_stays_in_the_queue_of_the_team_as_a_reference_with_a_date(self, session):
        makelaar = make_account(session)
        question = make_picked_up_question(session, makelaar)

        erasure.erase(asker_of(session, question), question.reference)

        [line] = queue(make_act(session, makelaar), QueueFilter(tab=Tab.CLOSED)).lines
        assert (line.question.reference, line.excerpt) == (question.reference, "")


class TestCases:
    def test_lose_their_story_and_keep_their_figures(self, session):
        situation = make_situation(session)

        erasure.erase(asker_of(session, situation.question), situation.question.reference)

        case = session.get_one(Case, situation.case.id, populate_existing=True)
        assert (case.title, case.story, case.workaround, case.released_at) == ("", "", "", None)
        assert (case.effect_days, case.topic_slug, case.erased_at) == (12, any_topic(session).slug, START)

    def test_go_out_of_every_report_that_told_them_as_a_new_version(self, session):
        situation = make_situation(session)
        before = situation.report.sha256

        erasure.erase(asker_of(session, situation.question), situation.question.reference)

        report = session.get_one(Report, situation.report.number, populate_existing=True)
        [row] = Snapshot.from_json(report.snapshot).rows
        assert (report.version, report.erased_at, report.row_count) == (2, START, 1)
        assert report.sha256 != before
        assert report.sha256 == hashlib.sha256(csv_bytes(Snapshot.from_json(report.snapshot))).hexdigest()
        assert (row[0], row[5] != "", row[13]) == (situation.case.reference, True, "")

    def test_leave_a_report_about_others_as_it_was(self, session):
        situation = make_situation(session)
        leader = make_act(session, make_account(session, Role.COORDINATOR))
        empty = reports.make_report(leader, CaseFilter(since=date(2027, 1, 1)), Language.NL, str)

        erasure.erase(asker_of(session, situation.question), situation.question.reference)

        assert session.get_one(Report, empty.number, populate_existing=True).version == 1

    def test_cannot_be_told_anew(self, session):
        situation = make_situation(session)
        erasure.erase(asker_of(session, situation.question), situation.question.reference)
        draft = CaseDraft(title="Toch weer een verhaal", level=Level.GEMEENTE)
        makelaar = make_act(session, make_account(session))

        with pytest.raises(StepNotAllowed):
            cases.edit(makelaar, situation.case.reference, draft, release=False)
        with pytest.raises(StepNotAllowed):
            cases.log(makelaar, draft, situation.question.reference, release=False)


class TestErasable:
    def test_counts_what_would_go(self, session):
        situation = make_situation(session)

        found = erasure.erasable(asker_of(session, situation.question), situation.question.reference)

        assert (found.messages, found.internal, found.mails, found.shared_with, found.cases) == (1, 1, 1, 1, 1)
        assert not found.is_open

    def test_is_for_whoever_asked(self, session):
        question = make_question(session)

        with pytest.raises(NotFound):
            erasure.erasable(make_act(session, make_account(session)), question.reference)


class TestOutbox:
    def test_is_not_upset_by_a_mail_that_was_erased_on_its_way(self, session):
        question = make_question(session)
        mail = outbox.put(make_act(session), "receipt", question.asker_email, Language.NL, question_id=question.id)
        session.flush()
        mail_id = mail.id
        erasure.erase(asker_of(session, question), question.reference)

        outbox.refused(make_act(session), mail_id, "550")
        outbox.try_later(make_act(session), mail_id, "away")
        outbox.delivered(make_act(session), mail_id)

        assert session.exec(select(OutboxMail)).all() == []


def events(session: Session, question: Question):
    act = make_act(session, make_account(session, Role.BEHEERDER))
    return sorted(
        event_log.read_log(act, event_log.LogFilter(about=question.reference)).lines, key=lambda line: line.number
    )


@pytest.fixture
def sqlite_file(fresh_database):
    """A SQLite file of this test alone."""
    with fresh_database("sqlite") as url:
        engine = database.create_engine_for(url)
        yield engine, Path(url.removeprefix("sqlite:///"))
        engine.dispose()


def bytes_with_canaries(path: Path) -> int:
    """How often the word stands in the file and what belongs to it, in any spelling that SQLite uses."""
    return sum(
        found.read_bytes().count(word.encode())
        for found in path.parent.glob(f"{path.name}*")
        for word in (CANARY, CANARY.upper())
    )
