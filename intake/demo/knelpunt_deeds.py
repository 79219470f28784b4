"""What people do with knelpunten, cases and reports in the demo, through the verbs of real work."""

from collections.abc import Callable
from datetime import datetime

from intake import cases, knelpunten, ladder, reports
from intake.act import Act
from intake.case_filter import CaseFilter
from intake.cases import CaseDraft
from intake.demo.stage import Stage, shortly_after
from intake.demo.story import Rung, StoryBroken, ToldCase, ToldKnelpunt, ToldReport
from intake.knelpunten import KnelpuntDraft
from intake.permissions import Person
from intake.terms import CaseStatus, Language


def signal(told: ToldKnelpunt, stage: Stage, at: datetime) -> None:
    """Signal a knelpunt from the question in which it showed first."""
    draft = KnelpuntDraft(
        title=told.title,
        description=told.description,
        kind_code=told.kind,
        level=told.level,
        rule_concerned=told.rule,
    )
    question = stage.question(told.question)
    knelpunt = knelpunten.signal(stage.act(stage.person(told.by), at), draft, question.reference)
    stage.knelpunten[told.key] = knelpunt.reference


def tag(told: ToldKnelpunt, key: str, stage: Stage, at: datetime) -> None:
    """Say that a knelpunt shows in one more question."""
    question = stage.question(key)
    knelpunten.tag(stage.act(stage.desk(question, None), at), question.reference, stage.knelpunt(told.key))


#: rung -> the verb that leads there.
RUNGS: dict[str, Callable[[Act, str, Rung, Stage], object]] = {
    "confirm": lambda act, reference, rung, stage: ladder.confirm(act, reference),
    "bring": lambda act, reference, rung, stage: ladder.bring(
        act, reference, stage.organisation_id(rung.organisation), rung.text
    ),
    "take_up": lambda act, reference, rung, stage: ladder.take_up(act, reference),
    "decide": lambda act, reference, rung, stage: ladder.decide(act, reference, rung.outcome, rung.text),
    "feed_back": lambda act, reference, rung, stage: ladder.feed_back(act, reference, rung.text),
}


def climb(told: ToldKnelpunt, rung: Rung, stage: Stage, at: datetime) -> None:
    """Take one step on the ladder."""
    if rung.do not in RUNGS:
        raise StoryBroken(f"{told.key}: {rung.do} is no step on the ladder")
    RUNGS[rung.do](stage.act(stage.person(rung.by), at), stage.knelpunt(told.key), rung, stage)


def log_case(told: ToldCase, stage: Stage, at: datetime) -> None:
    """Log a case, and say whether there is a way out when the story knows it."""
    question = stage.question(told.question) if told.question else None
    person = _logger(stage, told)
    draft = CaseDraft(
        kind=told.kind,
        title=told.title,
        story=told.story,
        workaround=told.workaround,
        topic_slug=told.topic or (question.topic_slug if question else None),
        level=told.level,
        gm_code=told.municipality or (question.gm_code if question else None),
        effect_days=told.effect_days,
        effect_eur=told.effect_eur,
        effect_people=told.effect_people,
        knelpunten=tuple(stage.knelpunt(key) for key in told.knelpunten),
        sdgs=told.sdgs,
    )
    reference = question.reference if question else None
    case = cases.log(stage.act(person, at), draft, reference, release=told.release)
    if told.status is not CaseStatus.OPEN:
        cases.set_status(stage.act(person, shortly_after(at)), case.reference, told.status)


def _logger(stage: Stage, told: ToldCase) -> Person:
    if told.by is not None:
        return stage.person(told.by)
    if told.question is None:
        raise StoryBroken(f"{told.title}: a case needs a question or somebody who logs it")
    return stage.desk(stage.question(told.question), None)


def report(told: ToldReport, stage: Stage, at: datetime) -> None:
    """Make a report in Dutch, as a track leader does."""
    reports.make_report(stage.act(stage.person(told.by), at), CaseFilter(level=told.level), Language.NL, str)
