"""Parties join and leave; what was before stays readable."""

from datetime import date

import pytest
from sqlmodel import col, func, select

from intake import parties, revisions
from intake.errors import NotFound, NotPermitted, RefusedInput
from intake.models.reference import Municipality, Organisation
from intake.models.system import Event
from intake.parties import OrganisationDraft
from intake.permissions import Action
from intake.terms import OrganisationCategory, Role
from tests.factories import START, make_account, make_act

TODAY = START.date()


@pytest.fixture
def coordinator(session):
    """An act by somebody of the coordination team."""
    return make_act(session, make_account(session, Role.COORDINATOR))


@pytest.fixture
def administrator(session):
    """An act by an administrator."""
    return make_act(session, make_account(session, Role.BEHEERDER))


def add(act, name="Stichting Voorbeeld", category=OrganisationCategory.INTERMEDIAIR, **values):
    action = Action.MANAGE_PARTIES if act.person.role is Role.COORDINATOR else Action.MANAGE_TEAMS
    return parties.add_organisation(act, OrganisationDraft(name, category, **values), action)


def steps_of(session, organisation):
    return session.exec(
        select(Event.step).where(Event.chain == f"organisation:{organisation.id}").order_by(col(Event.number))
    ).all()


def any_party(session):
    return session.exec(
        select(Organisation).where(col(Organisation.party_number).is_not(None)).order_by(Organisation.code).limit(1)
    ).one()


class TestAddOrganisation:
    def test_adds_a_party_with_the_next_number(self, session, coordinator):
        last = session.exec(select(func.max(Organisation.party_number))).one()

        party = add(coordinator, joined_on=TODAY)

        assert (party.code, party.party_number, party.valid_from) == ("stichting-voorbeeld", last + 1, TODAY)
        assert steps_of(session, party) == ["add_organisation", "join_deal"]
        assert party in parties.parties(coordinator)

    def test_adds_an_organisation_that_is_no_party(self, session, administrator):
        organisation = add(administrator)

        assert organisation.party_number is None
        assert organisation in parties.all_organisations(administrator, OrganisationCategory.INTERMEDIAIR)
        assert organisation not in parties.all_organisations(administrator, OrganisationCategory.MINISTERIE)

    def test_knows_a_municipality_by_its_name(self, session, administrator):
        municipality = session.exec(select(Municipality).order_by(Municipality.gm_code).limit(1)).one()

        organisation = add(
            administrator,
            name="Regionaal Voorbeeld",
            category=OrganisationCategory.GEMEENTE,
            municipality=municipality.display_name.upper(),
        )

        assert organisation.gm_code == municipality.gm_code

    @pytest.mark.parametrize(
        ("values", "refusal"),
        [
            ({"name": "!!!"}, "name: missing"),
            ({"category": OrganisationCategory.GEMEENTE}, "municipality: missing"),
            ({"municipality": "Nergenshuizen"}, "municipality: unknown"),
        ],
    )
    def test_refuses_what_does_not_add_up(self, session, administrator, values, refusal):
        with pytest.raises(RefusedInput, match=refusal):
            add(administrator, **values)

    @pytest.mark.parametrize("name", ["Stichting Voorbeeld", "STICHTING VOORBEELD", "Stichting, Voorbeeld!"])
    def test_refuses_a_name_that_is_there_already(self, session, administrator, name):
        add(administrator)

        with pytest.raises(RefusedInput, match="name: taken"):
            add(administrator, name=name)

    def test_lets_no_administrator_make_a_party(self, session, administrator):
        with pytest.raises(NotPermitted):
            add(administrator, joined_on=TODAY)

    def test_is_not_for_a_makelaar(self, session):
        with pytest.raises(NotPermitted):
            add(make_act(session, make_account(session)))


class TestLeave:
    def test_writes_down_the_last_day_and_keeps_the_history(self, session, coordinator):
        party = add(coordinator, joined_on=TODAY)

        parties.leave(coordinator, party.code, TODAY)

        [newest, *_older] = revisions.history(coordinator, parties.TABLE, party.code)
        [change] = newest.changes
        assert party.valid_to == TODAY
        assert (change.column, change.before, change.after) == ("valid_to", None, TODAY)
        assert steps_of(session, party) == ["add_organisation", "join_deal", "leave_deal"]

    def test_refuses_a_day_before_the_first(self, session, coordinator):
        party = add(coordinator, joined_on=TODAY)

        with pytest.raises(RefusedInput, match="on: before_joining"):
            parties.leave(coordinator, party.code, date(2026, 9, 14))

    def test_refuses_the_day_that_was_written_down_already(self, session, coordinator):
        party = add(coordinator, joined_on=TODAY)
        parties.leave(coordinator, party.code, TODAY)

        with pytest.raises(RefusedInput, match="on: same"):
            parties.leave(coordinator, party.code, TODAY)

    def test_refuses_to_leave_after_having_left(self, session, coordinator):
        party = add(coordinator, joined_on=date(2026, 1, 1))
        parties.leave(coordinator, party.code, date(2026, 9, 14))

        with pytest.raises(RefusedInput, match="on: no_party"):
            parties.leave(coordinator, party.code, TODAY)

    def test_refuses_an_organisation_that_is_no_party(self, session, coordinator, administrator):
        organisation = add(administrator)

        with pytest.raises(RefusedInput, match="on: no_party"):
            parties.leave(coordinator, organisation.code, TODAY)

    def test_refuses_an_organisation_that_does_not_exist(self, session, coordinator):
        with pytest.raises(NotFound):
            parties.leave(coordinator, "geen-organisatie", TODAY)

    def test_is_for_the_coordination_team_only(self, session, administrator):
        with pytest.raises(NotPermitted):
            parties.leave(administrator, any_party(session).code, TODAY)


class TestJoin:
    def test_lets_a_party_that_left_join_again_under_its_number(self, session, coordinator):
        party = add(coordinator, joined_on=date(2026, 1, 1))
        number = party.party_number
        parties.leave(coordinator, party.code, date(2026, 9, 14))

        parties.join(coordinator, party.code, date(2027, 1, 1))

        assert (party.party_number, party.valid_from, party.valid_to) == (number, date(2027, 1, 1), None)
        assert steps_of(session, party) == ["add_organisation", "join_deal", "leave_deal", "join_deal"]

    def test_gives_an_organisation_that_was_no_party_a_number(self, session, coordinator, administrator):
        organisation = add(administrator)

        parties.join(coordinator, organisation.code, TODAY)

        assert organisation.party_number is not None

    def test_refuses_a_party(self, session, coordinator):
        with pytest.raises(RefusedInput, match="on: party_already"):
            parties.join(coordinator, add(coordinator, joined_on=TODAY).code, date(2027, 1, 1))

    def test_refuses_a_day_before_the_leaving(self, session, coordinator):
        party = add(coordinator, joined_on=date(2026, 1, 1))
        parties.leave(coordinator, party.code, date(2026, 9, 14))

        with pytest.raises(RefusedInput, match="on: before_leaving"):
            parties.join(coordinator, party.code, date(2026, 9, 14))
