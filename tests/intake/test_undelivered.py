"""Mails that were given up are shown without text or full address, and can be tried again."""

import pytest
from sqlmodel import select

from intake import outbox
from intake.errors import NotFound, NotPermitted
from intake.models.system import Event
from intake.terms import Language, Role
from intake.undelivered import count_failed, failed_mails, masked, retry_mail
from tests.factories import START, make_account, make_act, make_question


@pytest.fixture
def act(session):
    """An act by an administrator."""
    return make_act(session, make_account(session, Role.BEHEERDER))


def make_failed_mail(session, **overrides):
    question = make_question(session)
    mail = outbox.put(make_act(session), "receipt", "jan@example.nl", Language.NL, question_id=question.id)
    mail.failed_at = START
    mail.last_error = "550 <jan@example.nl> unknown"
    mail.attempts = 7
    for name, value in overrides.items():
        setattr(mail, name, value)
    session.flush()
    return mail, question


class TestFailedMails:
    def test_shows_kind_and_reference_and_no_address(self, session, act):
        mail, question = make_failed_mail(session)

        [line] = failed_mails(act)

        assert (line.id, line.template, line.reference) == (mail.id, "receipt", question.reference)
        assert "jan@example.nl" not in str(line)
        assert count_failed(act) == 1

    def test_leaves_out_what_is_on_its_way(self, session, act):
        make_failed_mail(session, failed_at=None)

        assert failed_mails(act) == []

    @pytest.mark.parametrize("role", [role for role in Role if role not in (Role.BEHEERDER, Role.ONDERNEMER)])
    def test_is_for_an_administrator_only(self, session, role):
        with pytest.raises(NotPermitted):
            failed_mails(make_act(session, make_account(session, role)))


class TestRetryMail:
    def test_lets_a_worker_take_it_again(self, session, act):
        mail, _question = make_failed_mail(session)

        retry_mail(act, mail.id)

        assert outbox.claim_next(act).id == mail.id
        assert session.exec(select(Event.step).where(Event.chain == f"mail:{mail.id}")).one() == "retry_mail"

    def test_refuses_a_mail_that_did_not_fail(self, session, act):
        mail, _question = make_failed_mail(session, failed_at=None)

        with pytest.raises(NotFound):
            retry_mail(act, mail.id)

    def test_is_for_an_administrator_only(self, session):
        mail, _question = make_failed_mail(session)

        with pytest.raises(NotPermitted):
            retry_mail(make_act(session, make_account(session)), mail.id)


class TestMasked:
    def test_leaves_the_first_character_and_the_domain(self):
        assert masked("jan.jansen@example.nl") == "j…@example.nl"
