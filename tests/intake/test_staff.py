"""The list of accounts is filtered and paged, and one account shows what it has in hand."""

import pytest

from intake import staff
from intake.errors import NotFound, NotPermitted
from intake.staff import AccountFilter, account_detail, all_accounts
from intake.terms import AccountState, Role
from tests.factories import START, make_account, make_act, make_picked_up_question, municipal_team


@pytest.fixture
def act(session):
    """An act by an administrator."""
    return make_act(session, make_account(session, Role.BEHEERDER, name="Zara", password_hash="x"))


def names(page):
    return [line.account.name for line in page.lines]


class TestAllAccounts:
    def test_goes_by_name_and_says_where_people_belong(self, session, act):
        make_account(session, name="Bram")
        make_account(session, Role.SPOORLEIDER, name="Anna")

        anna, bram, _zara = all_accounts(act, AccountFilter()).lines

        assert (anna.account.name, len(anna.tracks)) == ("Anna", 1)
        assert (bram.account.name, bram.team) == ("Bram", municipal_team(session).name)

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            (AccountFilter(role=Role.BEHEERDER), ["Zara"]),
            (AccountFilter(state=AccountState.ACTIVE), ["Zara"]),
            (AccountFilter(state=AccountState.INVITED), ["Anna"]),
            (AccountFilter(state=AccountState.BLOCKED), ["Bram"]),
            (AccountFilter(organisation_id=999_999), []),
        ],
    )
    def test_narrows_by_what_was_chosen(self, session, act, wanted, found):
        make_account(session, name="Anna")
        make_account(session, name="Bram", blocked_at=START)

        assert names(all_accounts(act, wanted)) == found

    def test_narrows_by_team(self, session, act):
        make_account(session, name="Anna")

        assert names(all_accounts(act, AccountFilter(team_id=municipal_team(session).id))) == ["Anna"]

    def test_goes_on_where_a_page_ended(self, session, act):
        for number in range(staff.PAGE_SIZE):
            make_account(session, name=f"Naam {number // 2:02}")

        first = all_accounts(act, AccountFilter())
        second = all_accounts(act, AccountFilter(), after_id=first.more_after)

        assert len(first.lines) == staff.PAGE_SIZE
        assert names(second) == ["Zara"]
        assert second.more_after is None

    def test_is_for_an_administrator_only(self, session):
        with pytest.raises(NotPermitted):
            all_accounts(make_act(session, make_account(session)), AccountFilter())


class TestAccountDetail:
    def test_shows_open_work_and_who_can_take_it_over(self, session, act):
        account = make_account(session)
        colleague = make_account(session, password_hash="x")
        make_picked_up_question(session, account)

        detail = account_detail(act, account.id)

        assert detail.work.questions == 1
        assert [person.id for person in detail.colleagues] == [colleague.id]

    def test_refuses_an_account_that_does_not_exist(self, session, act):
        with pytest.raises(NotFound):
            account_detail(act, 999_999)
