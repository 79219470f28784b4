"""Reference data is loaded whole or not at all, repeats without effect, and never loses what was there."""

import json
import shutil
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, func, select

from intake.models.reference import (
    DataLoad,
    FinancingCriterion,
    FinancingOption,
    Intermediary,
    Municipality,
    Organisation,
    Place,
    ReferenceRevision,
    Team,
    TeamTopic,
    Topic,
    TopicDomain,
    TopicSdg,
)
from intake.reference_data import Kept, load, noting, read_fixtures
from intake.reference_data.sheets import SHEETS
from intake.terms import Criterion, Role
from tests.conftest import FIXTURES
from tests.factories import make_account, make_act
from tests.intake.reference_files import append_row, change_cell, drop_row

LATER = datetime(2026, 9, 15, 9, 0, tzinfo=UTC)
MUCH_LATER = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)

#: What the deal, CBS and the sources count; fixtures/README.md has the same figures.
ROWS = {
    "tracks": 3,
    "topics": 26,
    "municipal_domains": 13,
    "knelpunt_kinds": 21,
    "outcomes": 13,
    "sdgs": 17,
    "municipalities": 342,
    "places": 2501,
    "regional_leads": 6,
    "financing_options": 132,
    "intermediaries": 45,
    "contact_points": 26,
    "teams": 14,
}


@pytest.fixture
def folder(tmp_path):
    """A copy of the files that a test may change."""
    copy = tmp_path / "fixtures"
    copy.mkdir()
    for sheet in SHEETS:
        shutil.copy(FIXTURES / sheet.file, copy)
    return copy


def revisions_of(session: Session, table: str, key: str) -> list[ReferenceRevision]:
    """Return the history of one row, oldest first."""
    of_row = (ReferenceRevision.table_name == table, ReferenceRevision.row_key == key)
    return list(session.exec(select(ReferenceRevision).where(*of_row).order_by(col(ReferenceRevision.id))))


class TestWhatIsLoaded:
    def test_every_table_has_the_rows_that_the_sources_count(self, session):
        stored = {
            name: session.execute(sa.select(func.count()).select_from(SQLModel.metadata.tables[name])).scalar_one()
            for name in ROWS
        }

        assert stored == ROWS

    def test_all_seventy_parties_are_organisations_with_their_category(self, session):
        parties = session.exec(select(Organisation).where(col(Organisation.party_number).is_not(None))).all()

        assert sorted(party.party_number for party in parties) == list(range(1, 71))
        assert {party.category for party in parties if party.party_number <= 4} == {"ministerie"}
        assert sum(party.category == "gemeente" for party in parties) == 13

    def test_every_row_names_its_source(self, session):
        tables = [SQLModel.metadata.tables[sheet.table] for sheet in SHEETS]

        without = [
            table.name for table in tables if session.execute(sa.select(table).where(table.c.source == "")).first()
        ]

        assert len(tables) == 14
        assert without == []

    def test_every_deal_municipality_has_a_team_and_one_team_covers_the_country(self, session):
        teams = session.exec(select(Team)).all()
        parties = select(Organisation.gm_code).where(
            Organisation.category == "gemeente", col(Organisation.party_number).is_not(None)
        )

        assert {team.gm_code for team in teams if team.gm_code} == set(session.exec(parties))
        assert [team.code for team in teams if team.is_national] == ["NL"]

    def test_mandate_and_telephone_are_empty_as_no_source_gives_them(self, session):
        said = session.exec(select(Team.mandate_text, Team.public_phone)).all()

        assert set(said) == {(None, None)}

    def test_texts_speak_formally(self, session):
        texts = [*session.exec(select(Topic.description_nl)), *session.exec(select(FinancingOption.summary_nl))]

        informal = [text for text in texts if {"je", "jij", "jou", "jouw"} & set(text.lower().split())]

        assert texts
        assert informal == []

    def test_several_values_in_a_cell_become_rows_where_they_are_linked(self, session):
        topic = session.exec(select(TopicDomain.domain_slug).where(TopicDomain.topic_slug == "social-return")).all()
        goals = session.exec(select(TopicSdg.sdg_number).where(TopicSdg.topic_slug == "social-return")).all()

        assert sorted(topic) == ["inkoop", "werk_inkomen"]
        assert sorted(goals) == [8, 10, 17]

    def test_eligibility_is_codes(self, session):
        criteria = session.exec(
            select(FinancingCriterion.criterion, FinancingCriterion.code).where(
                FinancingCriterion.option_id == "qredits-microkrediet"
            )
        ).all()

        assert {code for kind, code in criteria if kind is Criterion.LEGAL_FORM} == {"bv", "eenmanszaak", "vof"}
        assert {code for kind, code in criteria if kind is Criterion.STAGE} == {"groei", "idee", "start"}
        assert {code for kind, code in criteria if kind is Criterion.REGION} == {"NL"}
        assert [code for kind, code in criteria if kind is Criterion.TARGET] == []

    def test_rows_know_their_organisation(self, session):
        team = session.exec(select(Team).where(Team.code == "HLM")).one()
        helper = session.get(Intermediary, "stadsgarage")

        assert session.get(Organisation, team.organisation_id).name == "Gemeente Haarlem"
        assert session.get(Organisation, helper.organisation_id).party_number == 28

    def test_the_load_is_recorded(self, session):
        recorded = session.exec(select(DataLoad)).one()

        assert recorded.checksum == read_fixtures(FIXTURES).checksum
        assert json.loads(recorded.counts)["places"] == {"added": 2501}


class TestLoad:
    def test_repeating_changes_nothing(self, session):
        summary = load(session, read_fixtures(FIXTURES), LATER)

        assert (summary.added, summary.changed, summary.retired, summary.kept) == (0, 0, 0, ())
        assert summary.unchanged == sum(ROWS.values()) + session.exec(select(func.count(Organisation.id))).one()

    def test_a_changed_cell_changes_the_row_and_keeps_what_was_there(self, session, folder):
        change_cell(folder / "topics.csv", 2, "name_nl", "Leveren aan de overheid")

        summary = load(session, read_fixtures(folder), LATER)

        assert (summary.added, summary.changed, summary.retired) == (0, 1, 0)
        assert session.get(Topic, "inkoop-aanbesteding").name_nl == "Leveren aan de overheid"
        [_added, changed] = revisions_of(session, "topics", "inkoop-aanbesteding")
        assert json.loads(changed.before)["name_nl"] == "Opdracht van de overheid en aanbesteden"
        assert json.loads(changed.after)["name_nl"] == "Leveren aan de overheid"
        assert changed.at == LATER

    def test_a_row_that_is_gone_is_retired_not_deleted(self, session, folder):
        drop_row(folder / "financing.csv", 2)

        summary = load(session, read_fixtures(folder), LATER)
        again = load(session, read_fixtures(folder), MUCH_LATER)

        option = session.get(FinancingOption, "doen-bijdrage")
        assert (summary.retired, summary.changed) == (1, 0)
        assert (again.retired, again.changed) == (0, 0)
        assert option.retired_on == date(2026, 9, 15)

    def test_a_retired_row_that_comes_back_is_in_use_again(self, session, folder):
        drop_row(folder / "financing.csv", 2)
        load(session, read_fixtures(folder), LATER)

        summary = load(session, read_fixtures(FIXTURES), MUCH_LATER)

        assert (summary.added, summary.changed, summary.retired) == (0, 1, 0)
        assert session.get(FinancingOption, "doen-bijdrage").retired_on is None

    def test_a_new_row_is_added(self, session, folder):
        append_row(folder / "places.csv", code="9999", name="Nieuw-Voorbeeld", gm_code="GM0392", source="CBS")

        summary = load(session, read_fixtures(folder), LATER)

        assert (summary.added, summary.changed) == (1, 0)
        assert session.get(Place, "9999").gm_code == "GM0392"

    def test_linked_values_are_replaced(self, session, folder):
        change_cell(folder / "topics.csv", 2, "domains", "cultuur")
        change_cell(folder / "financing.csv", 2, "stages", "opschaling")

        summary = load(session, read_fixtures(folder), LATER)

        domains = select(TopicDomain.domain_slug).where(TopicDomain.topic_slug == "inkoop-aanbesteding")
        stages = select(FinancingCriterion.code).where(
            FinancingCriterion.option_id == "doen-bijdrage", FinancingCriterion.criterion == Criterion.STAGE
        )
        regions = select(FinancingCriterion.code).where(
            FinancingCriterion.option_id == "doen-bijdrage", FinancingCriterion.criterion == Criterion.REGION
        )
        assert summary.changed == 2
        assert session.exec(domains).all() == ["cultuur"]
        assert session.exec(stages).all() == ["opschaling"]
        assert session.exec(regions).all() == ["NL"]

    def test_a_new_organisation_can_take_over_the_number_of_a_party(self, session, folder):
        change_cell(folder / "organisations.csv", 71, "code", "breedweer-nieuw")

        summary = load(session, read_fixtures(folder), LATER)

        with_number = session.exec(select(Organisation).where(Organisation.party_number == 70)).all()
        assert (summary.added, summary.retired) == (1, 1)
        assert {one.code: one.retired_on for one in with_number} == {
            "breedweer": date(2026, 9, 15),
            "breedweer-nieuw": None,
        }

    def test_a_team_can_move_to_another_organisation(self, session, folder):
        change_cell(folder / "teams.csv", 5, "organisation", "stadsgarage")

        load(session, read_fixtures(folder), LATER)

        team = session.exec(select(Team).where(Team.code == "HLM")).one()
        assert session.get(Organisation, team.organisation_id).code == "stadsgarage"


class TestWhatAnAdministratorChanged:
    @pytest.fixture
    def act(self, session):
        return make_act(session, make_account(session, Role.BEHEERDER), LATER)

    def test_stays_and_is_named_when_the_file_says_the_same_as_before(self, session):
        session.get(Topic, "starten").description_nl = "Door een beheerder geschreven."

        summary = load(session, read_fixtures(FIXTURES), LATER)

        assert summary.kept == (Kept("topics", "starten", "description_nl"),)
        assert summary.changed == 0
        assert session.get(Topic, "starten").description_nl == "Door een beheerder geschreven."

    def test_stays_when_the_file_changed_too_and_at_every_load_after(self, session, folder):
        change_cell(folder / "topics.csv", 2, "example_question_nl", "Uit het nieuwe bestand?")
        session.get(Topic, "inkoop-aanbesteding").example_question_nl = "Van de beheerder?"

        first = load(session, read_fixtures(folder), LATER)
        second = load(session, read_fixtures(folder), MUCH_LATER)

        kept = (Kept("topics", "inkoop-aanbesteding", "example_question_nl"),)
        assert (first.kept, first.changed) == (kept, 0)
        assert (second.kept, second.changed) == (kept, 0)
        assert session.get(Topic, "inkoop-aanbesteding").example_question_nl == "Van de beheerder?"

    def test_does_not_keep_the_rest_of_the_row_from_changing(self, session, folder):
        change_cell(folder / "topics.csv", 2, "name_en", "Working for government")
        session.get(Topic, "inkoop-aanbesteding").example_question_nl = "Van de beheerder?"

        summary = load(session, read_fixtures(folder), LATER)

        topic = session.get(Topic, "inkoop-aanbesteding")
        assert (summary.changed, len(summary.kept)) == (1, 1)
        assert (topic.name_en, topic.example_question_nl) == ("Working for government", "Van de beheerder?")

    def test_stays_for_the_topics_of_a_team(self, session):
        team = session.exec(select(Team).where(Team.code == "EMM")).one()
        team.takes_all_topics = False
        session.add(TeamTopic(team_id=team.id, topic_slug="starten"))

        summary = load(session, read_fixtures(FIXTURES), LATER)

        topics = session.exec(select(TeamTopic.topic_slug).where(TeamTopic.team_id == team.id)).all()
        assert set(summary.kept) == {Kept("teams", "EMM", "takes_all_topics"), Kept("teams", "EMM", "topics")}
        assert topics == ["starten"]

    def test_stays_retired(self, session):
        session.get(Topic, "voedsel-groen").retired_on = date(2026, 6, 1)

        summary = load(session, read_fixtures(FIXTURES), LATER)

        assert summary.kept == (Kept("topics", "voedsel-groen", "retired_on"),)
        assert session.get(Topic, "voedsel-groen").retired_on == date(2026, 6, 1)

    def test_is_not_retired_when_no_file_ever_held_it(self, session):
        session.add(
            Municipality(
                gm_code="GM9999",
                name="Voorbeeld",
                display_name="Voorbeeld",
                province_code="PV27",
                province="Noord-Holland",
                source="herindeling",
            )
        )

        summary = load(session, read_fixtures(FIXTURES), LATER)

        assert (summary.retired, summary.kept) == (0, ())
        assert session.get(Municipality, "GM9999").retired_on is None

    def test_is_noted_with_who_and_what_was_there(self, session, act):
        with noting(act, "topics", "starten"):
            session.get(Topic, "starten").name_nl = "Beginnen"

        session.flush()
        [_added, edited] = revisions_of(session, "topics", "starten")
        assert (edited.by_id, edited.data_load_id, edited.at) == (act.person.account_id, None, LATER)
        assert json.loads(edited.before)["name_nl"] == "Starten met een impactonderneming"
        assert json.loads(edited.after)["name_nl"] == "Beginnen"

    def test_is_kept_after_it_was_noted(self, session, act):
        with noting(act, "topics", "starten"):
            session.get(Topic, "starten").name_nl = "Beginnen"

        summary = load(session, read_fixtures(FIXTURES), MUCH_LATER)

        assert summary.kept == (Kept("topics", "starten", "name_nl"),)

    def test_is_not_noted_when_nothing_changed(self, session, act):
        with noting(act, "topics", "starten"):
            pass

        session.flush()
        assert len(revisions_of(session, "topics", "starten")) == 1
