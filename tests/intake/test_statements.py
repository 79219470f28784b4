"""Statements are written in two languages, and two who write at once do not undo each other."""

import pytest
from sqlmodel import col, select

from intake.errors import NotFound, NotPermitted, StalePage
from intake.models.system import Event, Page
from intake.statements import StatementDraft, all_statements, find_statement, save_statement
from intake.terms import Language, Role
from tests.factories import make_account, make_act

FIRST = StatementDraft("Privacy", "Wij bewaren uw vraag twee jaar.")
SECOND = StatementDraft("Privacyverklaring", "Wij bewaren uw vraag een jaar.")


@pytest.fixture
def act(session):
    """An act by an administrator, on a database in which no statement was written."""
    for page in session.exec(select(Page)):
        session.delete(page)
    session.flush()
    return make_act(session, make_account(session, Role.BEHEERDER))


class TestSaveStatement:
    def test_writes_a_first_version(self, session, act):
        save_statement(act, "privacy", Language.NL, FIRST, version=0)

        page = find_statement(act, "privacy", Language.NL)
        assert (page.title, page.body, page.version) == ("Privacy", FIRST.body, 1)
        assert page.updated_by_id == act.person.account_id

    def test_writes_over_the_version_that_was_shown(self, session, act):
        save_statement(act, "privacy", Language.NL, FIRST, version=0)

        save_statement(act, "privacy", Language.NL, SECOND, version=1)

        page = find_statement(act, "privacy", Language.NL)
        session.refresh(page)
        assert (page.title, page.version) == ("Privacyverklaring", 2)

    def test_keeps_languages_apart_and_logs_on_one_chain(self, session, act):
        save_statement(act, "privacy", Language.NL, FIRST, version=0)
        save_statement(act, "privacy", Language.EN, StatementDraft("Privacy", "We keep it."), version=0)

        details = session.exec(
            select(Event.details).where(Event.chain == "page:privacy").order_by(col(Event.number))
        ).all()
        assert set(all_statements(act)) == {("privacy", Language.NL), ("privacy", Language.EN)}
        assert details == ['{"language": "nl", "version": 1}', '{"language": "en", "version": 1}']

    @pytest.mark.parametrize("version", [0, 2])
    def test_refuses_another_version_than_the_stored_one(self, session, act, version):
        save_statement(act, "privacy", Language.NL, FIRST, version=0)

        with pytest.raises(StalePage):
            save_statement(act, "privacy", Language.NL, SECOND, version=version)

    def test_refuses_to_write_over_what_was_never_there(self, session, act):
        with pytest.raises(StalePage):
            save_statement(act, "privacy", Language.NL, FIRST, version=1)

    def test_refuses_a_page_that_is_none_of_the_statements(self, session, act):
        with pytest.raises(NotFound):
            save_statement(act, "beginpagina", Language.NL, FIRST, version=0)

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.BEHEERDER])
    def test_is_for_an_administrator_only(self, session, role):
        person = make_account(session, role) if role is not Role.ONDERNEMER else None
        act = make_act(session, person) if person else make_act(session)

        with pytest.raises(NotPermitted):
            save_statement(act, "privacy", Language.NL, FIRST, version=0)
