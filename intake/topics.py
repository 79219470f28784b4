"""Topics as an administrator sees them: their profile texts, their history, and whether they are still offered."""

from dataclasses import asdict, dataclass

from sqlmodel import col, func, select

from intake import audit, revisions
from intake.act import Act
from intake.errors import NotFound, RefusedInput
from intake.models.questions import Question
from intake.models.reference import Topic, Track
from intake.permissions import Action, ensure_may
from intake.terms import OPEN_STATUSES, ManagementStep

TABLE = "topics"


@dataclass(frozen=True, slots=True)
class TopicDraft:
    """The profile that questions are compared to, and the name that people choose from."""

    name_nl: str
    name_en: str
    description_nl: str
    description_en: str
    keywords: str
    example_question_nl: str


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic in the list, with the number of open questions about it."""

    topic: Topic
    track: Track
    open_questions: int


def all_topics(act: Act) -> list[TopicLine]:
    """Return every topic by track, retired ones last."""
    ensure_may(act.person, Action.MANAGE_TOPICS)
    rows = act.session.exec(
        select(Topic, Track)
        .join(Track, col(Track.slug) == Topic.track_slug)
        .order_by(col(Topic.retired_on).is_not(None), col(Track.number), col(Topic.position), Topic.slug)
    ).all()
    counts = dict(
        act.session.exec(
            select(Question.topic_slug, func.count())
            .where(col(Question.status).in_(OPEN_STATUSES), col(Question.topic_slug).is_not(None))
            .group_by(col(Question.topic_slug))
        ).all()
    )
    return [TopicLine(topic, track, counts.get(topic.slug, 0)) for topic, track in rows]


def find_topic(act: Act, slug: str) -> Topic:
    """Return the topic with ``slug``; raise ``NotFound`` when there is none."""
    ensure_may(act.person, Action.MANAGE_TOPICS)
    topic = act.session.get(Topic, slug)
    if topic is None:
        raise NotFound("topic", slug)
    return topic


def open_questions_about(act: Act, slug: str) -> int:
    """Count the open questions about a topic."""
    ensure_may(act.person, Action.MANAGE_TOPICS)
    return act.session.exec(
        select(func.count())
        .select_from(Question)
        .where(Question.topic_slug == slug, col(Question.status).in_(OPEN_STATUSES))
    ).one()


def draft_of(topic: Topic) -> TopicDraft:
    """Return what an administrator can change of ``topic``, as it stands now."""
    return TopicDraft(
        topic.name_nl,
        topic.name_en,
        topic.description_nl,
        topic.description_en,
        topic.keywords,
        topic.example_question_nl,
    )


def edit_topic(act: Act, slug: str, draft: TopicDraft, *, version: int | None = None) -> None:
    """Change the profile of a topic; what it said before is kept. Raises ``StalePage`` when somebody was first."""
    topic = _locked(act, slug)
    revisions.ensure_fresh(act, TABLE, slug, version)
    changed = revisions.note(act, TABLE, slug, asdict(draft_of(topic)), asdict(draft))
    if not changed:
        return
    for name in changed:
        setattr(topic, name, getattr(draft, name))
    _log(act, topic, ManagementStep.EDIT_TOPIC, {"columns": changed})


def retire_topic(act: Act, slug: str) -> int:
    """Stop offering a topic; questions about it keep it. Return how many of those are open."""
    topic = _locked(act, slug)
    if topic.retired_on is not None:
        raise RefusedInput("topic", "retired")
    offered = act.session.exec(select(func.count()).select_from(Topic).where(col(Topic.retired_on).is_(None))).one()
    if offered == 1:
        raise RefusedInput("topic", "last")
    revisions.note(act, TABLE, slug, {"retired_on": None}, {"retired_on": act.today})
    topic.retired_on = act.today
    kept = open_questions_about(act, slug)
    _log(act, topic, ManagementStep.RETIRE_TOPIC, {"open_questions": kept})
    return kept


def bring_back_topic(act: Act, slug: str) -> None:
    """Offer a retired topic again."""
    topic = _locked(act, slug)
    if topic.retired_on is None:
        raise RefusedInput("topic", "not_retired")
    revisions.note(act, TABLE, slug, {"retired_on": topic.retired_on}, {"retired_on": None})
    topic.retired_on = None
    _log(act, topic, ManagementStep.BRING_BACK_TOPIC)


def _locked(act: Act, slug: str) -> Topic:
    find_topic(act, slug)
    return act.session.exec(
        select(Topic).where(Topic.slug == slug).with_for_update().execution_options(populate_existing=True)
    ).one()


def _log(act: Act, topic: Topic, step: ManagementStep, details: dict[str, object] | None = None) -> None:
    act.session.add(topic)
    act.session.flush()
    audit.record(act, f"topic:{topic.slug}", step, details=details)
