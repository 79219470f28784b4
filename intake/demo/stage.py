"""Who is on the stage of the demo: accounts, questions and knelpunten by the names that the story gives them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from intake.act import Act
from intake.demo.story import Story, StoryBroken, ToldQuestion
from intake.models.people import Account
from intake.models.questions import Question
from intake.models.reference import Organisation, Team
from intake.passwords import Passwords
from intake.permissions import THE_LOKET, Person
from intake.sessions import person_of
from intake.terms import Role
from matching.router import Router


@dataclass(slots=True)
class Stage:
    """The story, what it needs from outside, and what is on the stage so far."""

    story: Story
    session: Session
    chain_key: bytes = field(repr=False)
    router: Router
    passwords: Passwords
    password_of: Mapping[str, str] = field(repr=False)
    people: dict[str, Person] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    knelpunten: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def act(self, person: Person, at: datetime) -> Act:
        """Return an act of ``person`` in the open transaction."""
        return Act(self.session, person, at, self.chain_key)

    def by_the_loket(self, at: datetime) -> Act:
        """Return an act of the loket itself."""
        return self.act(THE_LOKET, at)

    def person(self, key: str) -> Person:
        """Return the person with an account called ``key``."""
        if key not in self.people:
            raise StoryBroken(f"nobody is called {key}")
        return self.people[key]

    def question(self, key: str) -> Question:
        """Return the question called ``key`` as it stands now."""
        if key not in self.references:
            raise StoryBroken(f"no question called {key} was asked yet")
        return self.session.exec(select(Question).where(Question.reference == self.references[key])).one()

    def knelpunt(self, key: str) -> str:
        """Return the reference of the knelpunt called ``key``."""
        if key not in self.knelpunten:
            raise StoryBroken(f"no knelpunt called {key} was signalled yet")
        return self.knelpunten[key]

    def asker(self, question: Question) -> Person:
        """Return the entrepreneur who asked ``question``."""
        assert question.id is not None  # noqa: S101 - a stored row has an id
        return Person(Role.ONDERNEMER, question_ids=frozenset({question.id}))

    def desk(self, question: Question, by: str | None) -> Person:
        """Return who works on ``question``: the one named, else whoever has it, else the first of the team."""
        if by is not None:
            return self.person(by)
        if question.assignee_id is not None:
            return person_of(self.session, self.session.get_one(Account, question.assignee_id))
        account = self.session.exec(
            select(Account).where(Account.team_id == question.team_id).order_by(col(Account.id)).limit(1)
        ).first()
        if account is None:
            raise StoryBroken(f"nobody works for the team of {question.reference}")
        return person_of(self.session, account)

    def organisation_id(self, code: str) -> int:
        """Return the id of an organisation of the reference data."""
        found = self.session.exec(select(Organisation.id).where(Organisation.code == code)).first()
        if found is None:
            raise StoryBroken(f"there is no organisation {code}")
        return found

    def team_id(self, code: str) -> int:
        """Return the id of a team of the reference data."""
        found = self.session.exec(select(Team.id).where(Team.code == code)).first()
        if found is None:
            raise StoryBroken(f"there is no team {code}")
        return found


def told_topic(told: ToldQuestion, question: Question) -> str | None:
    """Return the topic that a makelaar holds a question to be about."""
    return told.topic if told.topic is not None else question.topic_slug


def shortly_after(at: datetime) -> datetime:
    """Return a moment at which the same person does the next thing."""
    return at + timedelta(minutes=2)
