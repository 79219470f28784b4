"""Playing the demo: what comes out is what people could have done, and nothing else."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from intake import audit, database
from intake.act import Act
from intake.demo.player import Theatre, play
from intake.demo.story import Story, StoryBroken, ToldQuestion, read_story
from intake.models.knelpunten import Case, Knelpunt
from intake.models.questions import Consultation, HandOver, Question, Referral
from intake.models.reference import RegionalLead, Team
from intake.models.reports import Report
from intake.models.system import Event, OutboxMail
from intake.passwords import Passwords, cheap_hasher
from intake.routing import RouterCache
from intake.terms import KnelpuntStatus, QuestionStatus, ReferralStatus
from tests.conftest import FIXTURES
from tests.factories import CHAIN_KEY

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)

PASSWORD = "een lange zin voor de proef"


def theatre(engine: Engine, story: Story, directory: Path, posted: list[str] | None = None) -> Theatre:
    """A theatre without a topic model: everything is sorted by people."""

    def post(_act: Act, mail: OutboxMail) -> None:
        if posted is not None:
            posted.append(mail.to_email)

    return Theatre(
        engine=engine,
        router=RouterCache(engine, directory).current(),
        chain_key=CHAIN_KEY,
        passwords=Passwords(cheap_hasher()),
        password_of={account.key: PASSWORD for account in story.accounts},
        post=post,
    )


@pytest.fixture(scope="module")
def story() -> Story:
    """The story as it comes with the loket."""
    return read_story(FIXTURES / "demo")


@pytest.fixture(scope="module")
def played(fresh_database, story, tmp_path_factory) -> Iterator[Engine]:
    """A database in which the whole story was played, for tests that only look."""
    with fresh_database("sqlite") as url:
        engine = database.create_engine_for(url)
        play(theatre(engine, story, tmp_path_factory.mktemp("demo")), story, NOW)
        yield engine
        engine.dispose()


@pytest.fixture
def seen(played) -> Iterator[Session]:
    """A session that reads what was played."""
    with database.reading(played) as session:
        yield session


class TestWholeStory:
    def test_leaves_a_log_that_adds_up(self, seen):
        assert audit.verify_chains(seen, CHAIN_KEY) == []

    def test_leaves_questions_in_every_stage(self, seen, story):
        found = Counter(seen.exec(select(Question.status)))

        assert sum(found.values()) == len(story.questions)
        assert set(found) == set(QuestionStatus) - {QuestionStatus.MERGED}
        assert (
            min(found[status] for status in (QuestionStatus.NEW, QuestionStatus.WAITING, QuestionStatus.ANSWERED)) > 5
        )

    def test_leaves_work_with_every_team(self, seen):
        assert set(seen.exec(select(Question.team_id))) == set(seen.exec(select(Team.id)))

    def test_hears_from_every_municipality_with_a_team_or_a_regional_lead(self, seen):
        teams = seen.exec(select(Team.gm_code).where(col(Team.gm_code).is_not(None)))
        led = seen.exec(select(RegionalLead.gm_code))

        assert {*teams, *led} <= set(seen.exec(select(Question.gm_code)))

    def test_leaves_referrals_and_knelpunten_at_every_stage(self, seen):
        assert set(seen.exec(select(Referral.status))) == set(ReferralStatus) - {ReferralStatus.REVOKED}
        assert set(seen.exec(select(Knelpunt.status))) == set(KnelpuntStatus)

    def test_hands_questions_over_once_twice_and_three_times(self, seen):
        assert Counter(seen.exec(select(Question.hand_over_count)))[3] == 1
        assert {1, 2, 3} == set(seen.exec(select(HandOver.number)))

    def test_shows_an_address_that_does_not_exist_at_the_team(self, seen, story):
        refused = {one.email for one in story.questions if one.refused}

        assert (
            set(seen.exec(select(Question.asker_email).where(col(Question.asker_email_trouble).is_not(None))))
            == refused
        )

    def test_tells_nothing_of_confidential_questions_in_released_cases(self, seen):
        secret = select(Case).where(Case.confidential)

        assert [case.released_at for case in seen.exec(secret)] == [None]

    def test_leaves_reports_and_advice(self, seen):
        assert len(seen.exec(select(Report.number)).all()) > 2
        assert {True, False} == {reply is None for reply in seen.exec(select(Consultation.answered_at))}

    def test_happens_before_now_and_leaves_no_mail_unsent(self, seen):
        assert max(seen.exec(select(Event.at))) < NOW
        assert (
            seen.exec(
                select(OutboxMail.id).where(col(OutboxMail.sent_at).is_(None), col(OutboxMail.failed_at).is_(None))
            ).all()
            == []
        )

    def test_sets_no_mail_to_anybody_outside(self, seen):
        assert {address.rpartition("@")[2] for address in seen.exec(select(OutboxMail.to_email))} == {"example.nl"}


class TestPlay:
    def test_plays_on_every_database(self, engine, story, tmp_path):
        some = story.model_copy(
            update={
                "questions": tuple(one for one in story.questions if one.key in ("nl-drie-keer", "stichting-of-bv")),
                "knelpunten": (),
                "cases": (),
                "reports": (),
            }
        )
        posted: list[str] = []

        play(theatre(engine, some, tmp_path, posted), some, NOW)

        with database.reading(engine) as session:
            assert audit.verify_chains(session, CHAIN_KEY) == []
            assert sorted(session.exec(select(Question.hand_over_count))) == [0, 3]
        assert len(posted) > 5

    def test_says_where_the_story_breaks_a_rule(self, engine, story, tmp_path):
        asked = {
            "key": "te-vroeg",
            "ago": 5,
            "from": "Haarlem",
            "text": "Wie helpt ons met een hal voor onze werkplaats?",
        }
        early = ToldQuestion.model_validate(
            asked | {"then": [{"day": 1, "do": "answer", "text": "Nog niet opgepakt."}]}
        )
        broken = story.model_copy(update={"questions": (early,), "knelpunten": (), "cases": (), "reports": ()})

        with pytest.raises(StoryBroken, match="te-vroeg, answer on day 1: StepNotAllowed"):
            play(theatre(engine, broken, tmp_path), broken, NOW)
