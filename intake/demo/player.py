"""Plays the demo: everything that happens, in order of time, each working day in one transaction."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from itertools import groupby

from sqlalchemy.engine import Engine

from intake import database, feedback, outbox, retention
from intake.act import Act
from intake.demo import asking, deeds, knelpunt_deeds, opening
from intake.demo.days import ANY_HOUR, DAY, EVENING, MORNING, OFFICE, Days
from intake.demo.stage import Stage
from intake.demo.story import Deed, Story, StoryBroken, ToldKnelpunt, ToldQuestion
from intake.errors import LoketError
from intake.models.system import OutboxMail
from intake.passwords import Passwords
from intake.working_days import dutch_date
from matching.router import Router

logger = logging.getLogger(__name__)

#: When the day's questions are done, people write down what they saw: first knelpunten, then cases.
SIGNALLING = (time(17, 20), time(17, 30))
TAGGING = (time(17, 32), time(17, 40))
LOGGING = (time(17, 42), time(17, 55))

#: What the mail server of the demo says of an address that does not exist.
NO_SUCH_ADDRESS = "550"

#: Hands a mail over, at the moment of the act.
Post = Callable[[Act, OutboxMail], None]


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happens at a moment; ``what`` names it when it goes wrong."""

    at: datetime
    what: str
    happen: Callable[[Stage, datetime], None]


@dataclass(frozen=True, slots=True)
class Theatre:
    """What playing needs from outside: a database, a router, keys, passwords and a letter box."""

    engine: Engine
    router: Router
    chain_key: bytes
    passwords: Passwords
    password_of: Mapping[str, str]
    post: Post


def play(theatre: Theatre, story: Story, now: datetime) -> int:
    """Play ``story`` up to ``now`` in a database that holds reference data only; return how much happened."""
    happenings = sorted(_everything(story, Days(now)), key=lambda one: one.at)
    with database.reading(theatre.engine) as session:
        stage = Stage(story, session, theatre.chain_key, theatre.router, theatre.passwords, theatre.password_of)
    for _day, of_day in groupby(happenings, key=lambda one: dutch_date(one.at)):
        with database.transaction(theatre.engine) as session:
            stage.session = session
            _play_day(stage, list(of_day), theatre.post)
    logger.info("demo played happenings=%s", len(happenings))
    return len(happenings)


def _play_day(stage: Stage, happenings: list[Happening], post: Post) -> None:
    feedback.ask_when_due(stage.by_the_loket(happenings[0].at))
    retention.close_answered(stage.by_the_loket(happenings[0].at))
    for one in happenings:
        try:
            one.happen(stage, one.at)
        except (LoketError, StoryBroken) as error:
            raise StoryBroken(f"{one.what}: {type(error).__name__} {error}") from error
        _deliver(stage, one.at, post)


def _deliver(stage: Stage, at: datetime, post: Post) -> None:
    """Send what waits in the outbox, as the worker does; some addresses do not exist."""
    act = stage.by_the_loket(at)
    stage.session.flush()
    while (mail := outbox.claim_next(act)) is not None:
        assert mail.id is not None  # noqa: S101 - a stored row has an id
        if mail.to_email in stage.refused:
            outbox.refused(act, mail.id, NO_SUCH_ADDRESS)
        else:
            post(act, mail)
            outbox.delivered(act, mail.id)


# --- what happens when ----------------------------------------------------------------------------


def _everything(story: Story, days: Days) -> Iterator[Happening]:
    yield from _opening(story, days)
    for question in story.questions:
        yield from _of_question(question, days)
    ends = {question.key: _day_after(question) for question in story.questions}
    for knelpunt in story.knelpunten:
        yield from _of_knelpunt(knelpunt, ends, days)
    for number, case in enumerate(story.cases):
        at = days.moment(case.ago, LOGGING, f"case {number}")
        yield Happening(at, case.title, partial(knelpunt_deeds.log_case, case))
    for number, report in enumerate(story.reports):
        at = days.moment(report.ago, OFFICE, f"report {number}")
        yield Happening(at, f"report by {report.by}", partial(knelpunt_deeds.report, report))


def _opening(story: Story, days: Days) -> Iterator[Happening]:
    """Let everybody start on the working day before the first question."""
    before = max(question.ago for question in story.questions) + 1
    rows = [(account.key, partial(opening.invite, account)) for account in story.accounts]
    rows += [(mandate.team, partial(opening.give_mandate, mandate)) for mandate in story.mandates]
    moments = days.moments(before, [OFFICE] * len(rows), "opening")
    for at, (what, happen) in zip(moments, rows, strict=True):
        yield Happening(at, what, happen)


def _of_question(told: ToldQuestion, days: Days) -> Iterator[Happening]:
    happen: dict[int, list[tuple[str, Callable[[Stage, datetime], None], Deed | None]]] = {}
    happen[told.ago] = [(told.key, partial(asking.ask, told), None)]
    for deed in told.then:
        row = (f"{told.key}, {deed.do} on day {deed.day}", partial(deeds.do, told, deed), deed)
        happen.setdefault(told.ago - deed.day, []).append(row)
    for ago, rows in happen.items():
        hours = [_hours(deed, first=index == 0, last=index == len(rows) - 1) for index, (*_, deed) in enumerate(rows)]
        for at, (what, done, _deed) in zip(days.moments(ago, hours, told.key), rows, strict=True):
            yield Happening(at, what, done)


def _hours(deed: Deed | None, *, first: bool, last: bool) -> tuple[time, time]:
    """Return between which hours something happens, so that the order within a day stays as told."""
    if deed is None:
        return ANY_HOUR if last else MORNING
    if last and not first and deed.do in deeds.BY_ASKER:
        return EVENING
    return DAY


def _day_after(told: ToldQuestion) -> int:
    """Return how many working days ago a question can have been read: a fresh one on the day after it came."""
    return told.last_ago if told.then else told.ago - 1


def _of_knelpunt(told: ToldKnelpunt, ends: Mapping[str, int], days: Days) -> Iterator[Happening]:
    signalled = days.moment(told.ago, SIGNALLING, told.key)
    yield Happening(signalled, told.key, partial(knelpunt_deeds.signal, told))
    for key in told.questions:
        if key not in ends:
            raise StoryBroken(f"{told.key}: there is no question called {key}")
        at = days.moment(min(told.ago, max(ends[key], 1)), TAGGING, f"{told.key} {key}")
        yield Happening(at, f"{told.key} in {key}", partial(knelpunt_deeds.tag, told, key))
    for rung in told.then:
        at = days.moment(rung.ago, OFFICE, f"{told.key} {rung.do}")
        yield Happening(at, f"{told.key}, {rung.do}", partial(knelpunt_deeds.climb, told, rung))
