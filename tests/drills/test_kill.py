"""``kill -9``, again and again: what was acknowledged is there once, and nothing is half there."""

import random
import threading
from collections import defaultdict
from itertools import count, cycle

import pytest
from sqlmodel import col, select

from intake import database, outbox
from intake.models.people import PrivateLink
from intake.models.system import OutboxMail
from intake.private_links import token_hash
from intake.terms import Language
from tests.drills.asking import Asker, NotAnswered
from tests.drills.ledger import broken_chains, half_stored, integrity, questions_of
from tests.drills.mail_server import Moment, open_mailroom
from tests.drills.visitor import Visitor
from tests.factories import make_act, make_question
from web.current import utc_now
from web.mail import delivery_for
from web.worker import Worker

pytestmark = pytest.mark.drill

KILLS = 20
WRITERS = 20

#: The server dies after so many receipts, at the least and at the most, while the other writers go on.
RECEIPTS = (3, 15)

#: The worker dies at one of the first mails that it sends.
MAILS = (1, 5)


class Crowd:
    """Twenty people who ask one question after another, and keep what they were told."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._numbers = count(1)
        self._changed = threading.Condition()
        self._under_way = [self._newcomer() for _ in range(WRITERS)]
        self.acknowledged: dict[str, str] = {}
        self.faults: list[BaseException] = []

    def write_until_killed(self, kill, receipts: int) -> None:
        """Let everybody ask at once, and kill the server when ``receipts`` more people have theirs."""
        goal = len(self.acknowledged) + receipts
        writers = [threading.Thread(target=self._write, args=(place,)) for place in range(WRITERS)]
        for writer in writers:
            writer.start()
        with self._changed:
            self._changed.wait_for(lambda: self.faults or len(self.acknowledged) >= goal, timeout=120)
        kill()
        for writer in writers:
            writer.join()

    def finish(self) -> None:
        """Let everybody bring to an end what they were doing."""
        for asker in self._under_way:
            self._note(asker.email, asker.ask())

    def _write(self, place: int) -> None:
        try:
            while True:
                asker = self._under_way[place]
                self._note(asker.email, asker.ask())
                self._under_way[place] = self._newcomer()
        except NotAnswered:
            return
        except BaseException as fault:  # noqa: BLE001 - told by the test, which would not see it otherwise
            with self._changed:
                self.faults.append(fault)
                self._changed.notify_all()

    def _note(self, email: str, reference: str) -> None:
        with self._changed:
            self.acknowledged[email] = reference
            self._changed.notify_all()

    def _newcomer(self) -> Asker:
        return Asker(Visitor(self._port), f"schrijver{next(self._numbers)}@example.nl")


class TestServer:
    def test_keeps_every_acknowledged_question_once(self, installation):
        dice = random.Random(KILLS)
        crowd = Crowd(installation.port)
        for _kill in range(KILLS):
            with installation.serving() as server:
                crowd.write_until_killed(server.kill, dice.randint(*RECEIPTS))

            assert crowd.faults == []
            assert integrity(installation) == ["ok"]
            assert half_stored(installation) == []
            assert broken_chains(installation) == []
            stored = questions_of(installation)
            assert {email: stored.get(email) for email in crowd.acknowledged} == {
                email: [reference] for email, reference in crowd.acknowledged.items()
            }
        with installation.serving():
            crowd.finish()

        assert questions_of(installation) == {email: [reference] for email, reference in crowd.acknowledged.items()}
        assert half_stored(installation) == []
        assert installation.run("audit", "verify").returncode == 0
        assert "unexpected error" not in installation.log


class TestWorker:
    def test_loses_no_mail_and_sends_a_second_copy_only_under_the_same_message_id(self, installation):
        dice = random.Random(KILLS)
        moments = cycle(Moment)
        addresses = self.put_mails(installation, KILLS * MAILS[1])

        with open_mailroom() as (room, installation.smtp_port):
            for _kill in range(KILLS):
                with installation.started("worker") as worker:
                    room.at(dice.randint(*MAILS), next(moments), worker.kill)
                    assert room.happened.wait(60), installation.log
            self.send_what_is_left(installation)

        assert integrity(installation) == ["ok"]
        copies = self.by_message_id(room.taken)
        assert {message_id: {mail["To"] for mail in mails} for message_id, mails in copies.items()} == addresses
        assert 0 < len(room.taken) - len(copies) <= KILLS
        assert self.links_in(room.taken) <= self.links_known(installation)

    def put_mails(self, installation, number):
        with installation.engine() as engine, database.transaction(engine) as session:
            act = make_act(session)
            questions = [make_question(session) for _ in range(number)]
            mails = [
                outbox.put(act, "receipt", question.asker_email, Language.NL, question_id=question.id)
                for question in questions
            ]
        return {f"<{mail.message_id}>": {mail.to_email} for mail in mails}

    def send_what_is_left(self, installation):
        """Let a worker come by when nobody expects the dead ones back."""
        with installation.engine() as engine:
            settings = installation.settings
            Worker(engine, settings, delivery_for(settings), lambda: utc_now() + 2 * outbox.LEASE).run_once()
            with database.reading(engine) as session:
                assert session.exec(select(OutboxMail.id).where(col(OutboxMail.sent_at).is_(None))).all() == []

    def by_message_id(self, mails):
        found = defaultdict(list)
        for mail in mails:
            found[mail["Message-ID"]].append(mail)
        return found

    def links_in(self, mails):
        words = [word for mail in mails for word in mail.get_content().split() if "/openen/" in word]
        assert len(words) == len(mails)
        return {token_hash(word.rpartition("/")[2]) for word in words}

    def links_known(self, installation):
        with installation.engine() as engine, database.reading(engine) as session:
            return set(session.exec(select(PrivateLink.token_hash)))
