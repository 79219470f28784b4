"""What the demo tells: enough of everything, invented, and without a step after today."""

import re
from collections import Counter

import pytest
from pydantic import ValidationError

from intake.demo.story import Story, StoryBroken, ToldQuestion, read_story
from intake.terms import CaseKind, Category, Level, Role
from tests.conftest import FIXTURES
from tests.intake.reference_files import rows_of

DEMO = FIXTURES / "demo"


@pytest.fixture(scope="module")
def story() -> Story:
    """The story as it comes with the loket."""
    return read_story(DEMO)


def column(file: str, name: str) -> list[str]:
    header, *rows = rows_of(FIXTURES / file)
    return [row[header.index(name)] for row in rows]


def question(**overrides: object) -> ToldQuestion:
    return ToldQuestion.model_validate({"key": "een", "ago": 3, "text": "Een vraag die lang genoeg is."} | overrides)


class TestStory:
    def test_has_questions_about_every_topic_and_in_every_month(self, story):
        assert len(story.questions) >= 150
        assert set(column("topics.csv", "slug")) <= {one.topic for one in story.questions}
        assert set(range(11)) <= {one.ago // 20 for one in story.questions}

    def test_has_people_for_every_role_and_every_team(self, story):
        roles = Counter(one.role for one in story.accounts)

        assert {role for role, count in roles.items() if count >= 2} == set(Role) - {Role.ONDERNEMER}
        assert {one.team for one in story.accounts if one.team} == set(column("teams.csv", "code"))

    def test_has_knelpunten_of_every_category_level_and_rung(self, story):
        category = dict(
            zip(column("knelpunt_kinds.csv", "code"), column("knelpunt_kinds.csv", "category"), strict=True)
        )

        assert len(story.knelpunten) >= 25
        assert {Category(category[one.kind]) for one in story.knelpunten} == set(Category)
        assert {one.level for one in story.knelpunten} == set(Level)
        assert {one.then[-1].do if one.then else "signal" for one in story.knelpunten} == {
            "signal", "confirm", "bring", "take_up", "decide", "feed_back",
        }  # fmt: skip

    def test_has_cases_of_both_kinds_released_or_not(self, story):
        assert len(story.cases) >= 40
        assert Counter(one.kind for one in story.cases)[CaseKind.REFERENTIE] >= 10
        assert {one.release for one in story.cases} == {True, False}

    def test_tells_each_question_once_and_in_words_of_its_own(self, story):
        assert len({one.key for one in story.questions}) == len(story.questions)
        assert len({one.text for one in story.questions}) == len(story.questions)

    def test_holds_no_address_or_telephone_number_of_anybody(self):
        text = "\n".join(path.read_text(encoding="utf-8") for path in DEMO.rglob("*.toml"))

        assert [found for found in re.findall(r"[\w.]+@[\w.]+", text) if not found.endswith("@example.nl")] == []
        assert [found for found in re.findall(r"\b0\d[\d -]{7,}", text) if not found.startswith("06-0000")] == []


class TestToldQuestion:
    def test_refuses_a_step_after_today(self):
        with pytest.raises(ValidationError, match="after today"):
            question(then=[{"day": 4, "do": "pick_up"}])

    def test_refuses_days_that_are_not_in_order(self):
        with pytest.raises(ValidationError, match="not in order"):
            question(then=[{"day": 2, "do": "pick_up"}, {"day": 1, "do": "note", "text": "x"}])

    def test_refuses_a_name_that_means_nothing(self):
        with pytest.raises(ValidationError, match="vrager"):
            question(vrager="Iemand")


class TestReadStory:
    def test_names_the_file_that_is_no_toml(self, tmp_path):
        (tmp_path / "accounts.toml").write_text("[[account]\n", encoding="utf-8")

        with pytest.raises(StoryBroken, match=r"accounts\.toml"):
            read_story(tmp_path)
