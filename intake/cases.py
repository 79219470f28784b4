"""Cases: one practice example each, with a story that is masked and travels only after a person released it."""

from dataclasses import dataclass

from pydantic import NonNegativeInt
from sqlalchemy import update
from sqlmodel import Field, SQLModel, col, select

from intake import audit, knelpunten
from intake.act import Act
from intake.errors import RefusedInput, StalePage, StepNotAllowed
from intake.masking import Names, masked, names_in, refuse_personal_data
from intake.models.knelpunten import Case, CaseKnelpunt, CaseSdg, Knelpunt
from intake.models.questions import Question
from intake.models.reference import Municipality, Sdg, Topic, Track
from intake.permissions import Action, ensure_may
from intake.references import free_reference
from intake.terms import CaseKind, CaseStatus, Level, QuestionStatus, Step
from intake.visibility import find_case, find_question, visible_knelpunten, visible_questions
from intake.workflow import STEPS

#: What the reference of a case starts with.
CODE = "CAS"


class CaseDraft(SQLModel):
    """A case as somebody describes it; ``track_slug`` counts only when no topic decides the track.

    The names of the entrepreneur and the firm are masked in the texts, and not kept.
    """

    kind: CaseKind = CaseKind.CASUS
    title: str = Field(min_length=10, max_length=200)
    story: str = Field(default="", max_length=4000)
    workaround: str = Field(default="", max_length=2000)
    person_name: str = Field(default="", max_length=120)
    firm_name: str = Field(default="", max_length=160)
    topic_slug: str | None = None
    track_slug: str | None = None
    level: Level
    gm_code: str | None = None
    effect_days: NonNegativeInt | None = None
    effect_eur: NonNegativeInt | None = None
    effect_people: NonNegativeInt | None = None
    knelpunten: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """The texts of a case as they will be stored, and what was taken out of them."""

    story: str
    workaround: str
    kinds: tuple[str, ...]
    confidential: bool


# --- writing --------------------------------------------------------------------------------------


def preview(act: Act, draft: CaseDraft, question_reference: str | None = None) -> Preview:
    """Return the texts of ``draft`` as they will be stored; refuses whatever ``log`` will refuse."""
    question = _evidence(act, question_reference)
    _check(act, draft, question)
    return _preview(draft, question)


def preview_change(act: Act, reference: str, draft: CaseDraft) -> Preview:
    """Return the texts of a case as they will be after ``edit``; refuses whatever that will refuse."""
    case = _case_to_tell(act, reference)
    question = act.session.get(Question, case.question_id) if case.question_id else None
    _check(act, draft, question, case)
    return _preview(draft, question, case)


def log(act: Act, draft: CaseDraft, question_reference: str | None = None, *, release: bool) -> Case:
    """Store a case, with a question as its evidence or from own practice. Only masked texts are stored.

    ``release`` is the tick of a person who read the masked texts. Raises ``RefusedInput`` beside the field:
    ``title`` (``personal_data``), ``knelpunten`` (``required``), ``topic_slug``, ``track_slug``, ``gm_code``,
    ``sdgs`` or ``knelpunten`` (``unknown``), ``release`` (``confidential``).
    """
    ensure_may(act.person, Action.LOG_CASE)
    question = _evidence(act, question_reference)
    _check(act, draft, question)
    texts = _preview(draft, question)
    _refuse_release(texts, release=release)
    case = Case(
        reference=free_reference(CODE, act.at, lambda drawn: _is_taken(act, drawn)),
        kind=draft.kind,
        title=draft.title,
        story=texts.story,
        workaround=texts.workaround,
        released_at=act.at if release else None,
        released_by_id=act.person.account_id if release else None,
        effect_days=draft.effect_days,
        effect_eur=draft.effect_eur,
        effect_people=draft.effect_people,
        level=draft.level,
        track_slug=_track_of(act, draft),
        topic_slug=draft.topic_slug,
        gm_code=draft.gm_code,
        question_id=question.id if question is not None else None,
        confidential=texts.confidential,
        organisation_id=act.person.organisation_id,
        team_id=act.person.team_id,
        logged_by_id=act.person.account_id,
        created_at=act.at,
        updated_at=act.at,
    )
    act.session.add(case)
    act.session.flush()
    audit.record(act, f"case:{case.id}", "log", to_status=case.status, reason="released" if release else None)
    _link(act, case, draft, question)
    return case


def edit(act: Act, reference: str, draft: CaseDraft, *, release: bool, version: int | None = None) -> Case:
    """Describe a case anew; what was released before is not, unless the new texts are.

    Refuses the same as ``log``, and raises ``StalePage`` when a colleague changed the case since, ``StepNotAllowed``
    when the entrepreneur had its story erased.
    """
    case = _case_to_tell(act, reference)
    question = act.session.get(Question, case.question_id) if case.question_id else None
    _check(act, draft, question, case)
    texts = _preview(draft, question, case)
    _refuse_release(texts, release=release)
    _change(
        act,
        case,
        "edit",
        version,
        "released" if release else None,
        kind=draft.kind,
        title=draft.title,
        story=texts.story,
        workaround=texts.workaround,
        released_at=act.at if release else None,
        released_by_id=act.person.account_id if release else None,
        effect_days=draft.effect_days,
        effect_eur=draft.effect_eur,
        effect_people=draft.effect_people,
        level=draft.level,
        track_slug=case.track_slug if draft.topic_slug == case.topic_slug else _track_of(act, draft),
        topic_slug=draft.topic_slug,
        gm_code=draft.gm_code,
        confidential=texts.confidential,
    )
    _unlink(act, case)
    _link(act, case, draft, _still_open_to(act, question))
    return case


def set_status(act: Act, reference: str, status: CaseStatus, *, version: int | None = None) -> Case:
    """Say whether there is a way out for this entrepreneur: the clock of the case."""
    case = find_case(act, reference, Action.EDIT_CASE)
    _change(act, case, "status", version, None, status=status)
    return case


def _change(act: Act, case: Case, step: str, version: int | None, reason: str | None, **changes: object) -> None:
    """Change a case by a guarded update, with its event."""
    before = case.status
    seen = case.version if version is None else version
    updated = act.session.connection().execute(
        update(Case)
        .where(col(Case.id) == case.id, col(Case.version) == seen)
        .values(version=seen + 1, updated_at=act.at, **changes)
    )
    act.session.refresh(case)
    if updated.rowcount != 1:
        raise StalePage(step, case.status)
    audit.record(act, f"case:{case.id}", step, from_status=before, to_status=case.status, reason=reason)


# --- checking -------------------------------------------------------------------------------------


def evidence(act: Act, reference: str) -> Question:
    """Return the question that a case may have as its evidence; raise ``NotFound`` when it is not this person's.

    Raises ``StepNotAllowed`` when it was erased: nobody tells it any more.
    """
    question = find_question(act, reference, Action.TAG_KNELPUNT)
    if question.status is QuestionStatus.ERASED:
        raise StepNotAllowed(Step.TAG_KNELPUNT, question.status)
    return question


def _case_to_tell(act: Act, reference: str) -> Case:
    """Return a case that this person may describe; raise ``StepNotAllowed`` when the entrepreneur had it erased."""
    case = find_case(act, reference, Action.EDIT_CASE)
    if case.erased_at is not None:
        raise StepNotAllowed("edit", case.status)
    return case


def _evidence(act: Act, reference: str | None) -> Question | None:
    return evidence(act, reference) if reference else None


def _preview(draft: CaseDraft, question: Question | None, case: Case | None = None) -> Preview:
    names = _names(draft, question)
    story, in_story = masked(draft.story, names)
    workaround, in_workaround = masked(draft.workaround, names)
    confidential = (question is not None and question.confidential) or (case is not None and case.confidential)
    return Preview(story, workaround, tuple(dict.fromkeys((*in_story, *in_workaround))), confidential)


def _names(draft: CaseDraft, question: Question | None) -> Names:
    given = Names((draft.person_name,), (draft.firm_name,))
    return given | names_in(question) if question is not None else given


def _refuse_release(texts: Preview, *, release: bool) -> None:
    if release and texts.confidential:
        raise RefusedInput("release", "confidential")


def _check(act: Act, draft: CaseDraft, question: Question | None, case: Case | None = None) -> None:
    refuse_personal_data("title", draft.title, _names(draft, question))
    _track_of(act, draft, case)
    if draft.gm_code and act.session.get(Municipality, draft.gm_code) is None:
        raise RefusedInput("gm_code", "unknown")
    if any(act.session.get(Sdg, number) is None for number in draft.sdgs):
        raise RefusedInput("sdgs", "unknown")
    if len(_chosen(act, draft)) != len(set(draft.knelpunten)):
        raise RefusedInput("knelpunten", "unknown")
    if draft.kind is CaseKind.CASUS and not draft.knelpunten:
        raise RefusedInput("knelpunten", "required")


def _chosen(act: Act, draft: CaseDraft) -> list[Knelpunt]:
    return list(
        act.session.exec(
            select(Knelpunt)
            .where(
                col(Knelpunt.reference).in_(set(draft.knelpunten)),
                visible_knelpunten(act.person, Action.SEE_KNELPUNT),
            )
            .order_by(col(Knelpunt.id))
        )
    )


def _track_of(act: Act, draft: CaseDraft, case: Case | None = None) -> str:
    """Return the track that the topic has now; without a topic the one that was chosen."""
    if case is not None and draft.topic_slug == case.topic_slug and case.topic_slug:
        return case.track_slug
    if draft.topic_slug:
        topic = act.session.get(Topic, draft.topic_slug)
        if topic is None:
            raise RefusedInput("topic_slug", "unknown")
        return topic.track_slug
    track = act.session.get(Track, draft.track_slug) if draft.track_slug else None
    if track is None:
        raise RefusedInput("track_slug", "unknown")
    return track.slug


def _link(act: Act, case: Case, draft: CaseDraft, question: Question | None) -> None:
    """Link a case to its knelpunten and goals, and tag its question with the same knelpunten."""
    assert case.id is not None  # noqa: S101 - a stored case has an id
    for knelpunt in _chosen(act, draft):
        assert knelpunt.id is not None  # noqa: S101
        act.session.add(CaseKnelpunt(case_id=case.id, knelpunt_id=knelpunt.id))
        if question is not None and question.status in STEPS[Step.TAG_KNELPUNT][0]:
            knelpunten.link(act, question, knelpunt)
    for number in sorted(set(draft.sdgs)):
        act.session.add(CaseSdg(case_id=case.id, sdg_number=number))
    act.session.flush()


def _unlink(act: Act, case: Case) -> None:
    for table in (CaseKnelpunt, CaseSdg):
        for row in act.session.exec(select(table).where(col(table.case_id) == case.id)):
            act.session.delete(row)
    act.session.flush()


def _still_open_to(act: Act, question: Question | None) -> Question | None:
    """Return ``question`` when this person may still tag it; it may have gone to another team since."""
    if question is None:
        return None
    return act.session.exec(
        select(Question).where(Question.id == question.id, visible_questions(act.person, Action.TAG_KNELPUNT))
    ).first()


def _is_taken(act: Act, reference: str) -> bool:
    return act.session.exec(select(Case.id).where(Case.reference == reference)).first() is not None
