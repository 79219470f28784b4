"""Mail leaves once, in order, whatever the mail server does."""

import email
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlmodel import col, select

from intake import database, outbox
from intake.models.people import PrivateLink
from intake.models.questions import Question
from intake.models.system import OutboxMail
from intake.private_links import token_hash
from intake.terms import EmailTrouble, Language, QuestionStatus
from tests.factories import START, make_account, make_act, make_answered_question, make_question
from web.mail import AddressRefused, FileDelivery, ServerAway, SmtpDelivery, delivery_for
from web.settings import SettingsIncomplete
from web.worker import Worker


class Mailbox:
    """A mail server that keeps what it gets, and does not know one address."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("bestaat-niet"):
            return "550 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 Taken"


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, str]]:
    mailbox = Mailbox()
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


@pytest.fixture
def worker(engine, settings, clock):
    def made(delivery):
        return Worker(engine, settings, delivery, clock)

    return made


def put_receipt(engine, **overrides):
    with database.transaction(engine) as session:
        question = make_question(session, **overrides)
        act = make_act(session)
        outbox.put(act, "receipt", question.asker_email, Language.NL, question_id=question.id)
        return question.id, question.reference


class TestSmtp:
    def test_a_mail_arrives_at_a_real_server_with_a_link_that_opens_the_question(self, engine, worker):
        question_id, reference = put_receipt(engine, asker_email="vrager@example.nl")

        with mail_server() as (mailbox, url):
            worker(SmtpDelivery(url)).run_once()

        [message] = mailbox.messages
        assert message["To"] == "vrager@example.nl"
        assert reference in message.get_content()
        token = message.get_content().split("/mijn-vraag/openen/", 1)[1].split()[0]
        with database.reading(engine) as session:
            link = session.get(PrivateLink, token_hash(token))
        assert link.question_id == question_id

    def test_the_subject_holds_no_personal_data(self, engine, worker):
        put_receipt(engine, asker_name="Anouk Voorbeeld", asker_email="anouk@example.nl")

        with mail_server() as (mailbox, url):
            worker(SmtpDelivery(url)).run_once()

        assert "Anouk" not in mailbox.messages[0]["Subject"]
        assert "example.nl" not in mailbox.messages[0]["Subject"]

    def test_an_unknown_address_is_shown_to_the_team(self, engine, worker):
        question_id, _reference = put_receipt(engine, asker_email="bestaat-niet@example.nl")

        with mail_server() as (mailbox, url):
            worker(SmtpDelivery(url)).run_once()

        assert mailbox.messages == []
        with database.reading(engine) as session:
            assert session.get_one(Question, question_id).asker_email_trouble is EmailTrouble.REFUSED

    def test_a_server_that_is_away_is_tried_again_later(self, engine, worker, clock):
        put_receipt(engine)
        with mail_server() as (_mailbox, url):
            pass
        worker(SmtpDelivery(url, timeout_seconds=1)).run_once()

        with mail_server() as (mailbox, back):
            worker(SmtpDelivery(back)).run_once()
            too_early = len(mailbox.messages)
            clock.move(minutes=2)
            worker(SmtpDelivery(back)).run_once()

        assert (too_early, len(mailbox.messages)) == (0, 1)

    def test_mails_leave_in_the_order_in_which_they_were_put(self, engine, worker):
        references = [put_receipt(engine)[1] for _ in range(5)]

        with mail_server() as (mailbox, url):
            worker(SmtpDelivery(url)).run_once()

        assert [next(r for r in references if r in m.get_content()) for m in mailbox.messages] == references


class FailingDelivery:
    """A way out that always fails in the same way."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.tries = 0

    def send(self, message: EmailMessage) -> None:
        self.tries += 1
        raise self.error


class CountingDelivery:
    """Keeps what it was given."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.lock = threading.Lock()

    def send(self, message: EmailMessage) -> None:
        with self.lock:
            self.messages.append(message)


class TestRunOnce:
    def test_gives_up_after_five_days_and_says_so(self, engine, worker, clock):
        put_receipt(engine)
        delivery = FailingDelivery(ServerAway("421"))
        for _ in range(40):
            worker(delivery).run_once()
            clock.move(hours=4)

        with database.reading(engine) as session:
            mail = session.exec(select(OutboxMail)).one()
        assert mail.failed_at is not None
        assert mail.sent_at is None
        assert delivery.tries > 5

    def test_a_refused_mail_without_question_stays_with_the_administrator(self, engine, worker):
        with database.transaction(engine) as session:
            account = make_account(session)
            outbox.put(make_act(session), "invite", account.email, Language.NL, account_id=account.id)

        worker(FailingDelivery(AddressRefused("550"))).run_once()

        with database.reading(engine) as session:
            assert session.exec(select(OutboxMail)).one().failed_at is not None

    def test_two_workers_send_nothing_twice(self, engine, worker):
        for _ in range(12):
            put_receipt(engine)
        delivery = CountingDelivery()
        threads = [threading.Thread(target=worker(delivery).run_once) for _ in range(2)]

        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len({message["Message-ID"] for message in delivery.messages}) == 12
        assert len(delivery.messages) == 12

    def test_a_mail_whose_worker_died_is_sent_by_the_next_with_the_same_message_id(self, engine, worker, clock):
        put_receipt(engine)
        with database.transaction(engine) as session:
            taken = outbox.claim_next(make_act(session, at=clock()))
        delivery = CountingDelivery()

        worker(delivery).run_once()
        during_the_lease = len(delivery.messages)
        clock.move(minutes=6)
        worker(delivery).run_once()

        assert during_the_lease == 0
        assert [m["Message-ID"] for m in delivery.messages] == [f"<{taken.message_id}>"]

    def test_an_answered_question_closes_after_fourteen_days_and_not_before(self, engine, worker, clock):
        with database.transaction(engine) as session:
            question_id = make_answered_question(session, make_account(session), answered_at=START).id
        statuses = []
        for days in (13, 2):
            clock.move(days=days)
            worker(CountingDelivery()).run_once()
            with database.reading(engine) as session:
                statuses.append(session.get_one(Question, question_id).status)

        assert statuses == [QuestionStatus.ANSWERED, QuestionStatus.CLOSED]

    def test_asks_once_after_ten_days_whether_the_answer_helped(self, engine, worker, clock):
        with database.transaction(engine) as session:
            make_answered_question(session, make_account(session))
        for days in (9, 1, 1):
            clock.move(days=days)
            worker(CountingDelivery()).run_once()

        with database.reading(engine) as session:
            assert session.exec(select(OutboxMail.template)).all() == ["feedback_asked"]

    def test_signs_a_checkpoint_outside_the_database(self, engine, worker, settings):
        put_receipt(engine)

        worker(CountingDelivery()).run_once()

        assert (settings.checkpoint_dir / "events.jsonl").read_text().count("\n") == 1

    def test_removes_links_that_expired_long_ago(self, engine, worker, clock):
        put_receipt(engine)
        worker(CountingDelivery()).run_once()
        clock.move(days=90 + 31)

        worker(CountingDelivery()).run_once()

        with database.reading(engine) as session:
            assert (
                session.exec(
                    select(PrivateLink).where(col(PrivateLink.created_at) < clock.at - timedelta(days=100))
                ).all()
                == []
            )


class TestDeliveryFor:
    def test_the_demo_writes_files_whatever_the_settings_say(self, settings):
        chosen = delivery_for(replace(settings, demo=True, smtp_url="smtp://localhost:25"))

        assert isinstance(chosen, FileDelivery)

    @pytest.mark.parametrize("url", ["", "http://mail.example.nl", "localhost:25"])
    def test_refuses_to_start_without_a_mail_server(self, settings, url):
        with pytest.raises(SettingsIncomplete, match="LOKET_SMTP_URL"):
            delivery_for(replace(settings, smtp_url=url))
