"""Which team, which financing, which intermediary: the matching, fed with our own tables."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.engine import Engine
from sqlmodel import Session, func, select

from intake.act import Act
from intake.database import reading
from intake.model_files import MODEL_FILE, read_model
from intake.models.question_draft import QuestionDraft
from intake.models.questions import Question
from intake.models.reference import DataLoad, ReferenceRevision
from intake.proposal import FinancingProposal, IntermediaryProposal, RoutingProposal, TopicProposal
from intake.routing_data import router_data
from intake.terms import MunicipalityAnswer
from matching.data import Asked, PlaceAnswer, PlaceHow, Routing, Suggestion
from matching.encoder import installed_encoder
from matching.financing import shortlist
from matching.router import Router
from matching.serving import ModelUnusable, ServingModel
from matching.text import read_dictionaries

logger = logging.getLogger(__name__)

#: How long a router is used before we look whether something changed, in seconds.
LOOK_AGAIN_AFTER = 3.0

#: How many schemes and organisations are kept with a question.
FINANCING_KEPT = 10
INTERMEDIARIES_KEPT = 8


@dataclass(frozen=True, slots=True)
class _Made:
    """A router, and what it was made from."""

    router: Router
    has_data: bool
    version: tuple[object, ...]
    looked_at: float


class RouterCache:
    """Keeps the router of the matching, and makes it again when the reference data or the model changed."""

    def __init__(self, engine: Engine, model_dir: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Read reference data through ``engine`` and the fitted model from ``model_dir``, when first asked."""
        self._engine = engine
        self._model_path = model_dir / MODEL_FILE
        self._clock = clock
        self._lock = threading.Lock()
        self._made: _Made | None = None

    def current(self) -> Router:
        """Return the router for what is known now; other threads keep the old one while a new one is made."""
        made = self._made
        if made is not None and self._clock() - made.looked_at < LOOK_AGAIN_AFTER:
            return made.router
        if made is not None and not self._lock.acquire(blocking=False):
            return made.router
        if made is None:
            self._lock.acquire()
        try:
            return self._refreshed().router
        finally:
            self._lock.release()

    def ready(self) -> bool:
        """Tell whether there is reference data to route with; a model is not needed for that."""
        self.current()
        return self._made is not None and self._made.has_data

    def _refreshed(self) -> _Made:
        """Look what changed, and make a new router when something did."""
        with reading(self._engine) as session:
            version = (*_newest_change(session), _stamp(self._model_path))
            if self._made is None or self._made.version != version:
                told, model = router_data(session), self._model()
                read_dictionaries()
                self._made = _Made(Router(told, model), bool(told.municipalities), version, self._clock())
                logger.info("router made model=%s", "yes" if model else "no")
            else:
                self._made = replace(self._made, looked_at=self._clock())
        return self._made

    def _model(self) -> ServingModel | None:
        """Read the fitted model; without a usable one the loket still takes every question in."""
        if _stamp(self._model_path) is None:
            return None
        try:
            return read_model(self._model_path, installed_encoder())
        except ModelUnusable as error:
            logger.warning("model not usable why=%s", error.why)
            return None


def _newest_change(session: Session) -> tuple[int | None, int | None]:
    """Return the numbers of the newest load and the newest edit: they grow with every change of reference data."""
    load = session.exec(select(func.max(DataLoad.id))).one()
    edit = session.exec(select(func.max(ReferenceRevision.id))).one()
    return load, edit


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return what changes when the file at ``path`` is replaced."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


# --- one question ---------------------------------------------------------------------------------


def route(act: Act, router: Router, draft: QuestionDraft) -> RoutingProposal:
    """Return what the machine proposes for ``draft``: topics, place, financing and intermediaries."""
    found = router.route(_asked(act, draft))
    place, answer = _place(draft, found.municipality)
    return RoutingProposal(
        topics=tuple(_topic(row, place) for row in found.topics),
        triage=found.triage,
        triage_reason=found.triage_reason,
        place=place,
        municipality_answer=answer,
        financing=tuple(
            FinancingProposal(row.option_id, row.verdict, row.why, row.ask, row.nearest_open, row.score)
            for row in shortlist(found.financing, FINANCING_KEPT)
        ),
        intermediaries=tuple(
            IntermediaryProposal(row.intermediary_id, row.why, row.score)
            for row in found.intermediaries[:INTERMEDIARIES_KEPT]
        ),
        personal_data=tuple(sorted({finding.kind for finding in found.personal_data})),
        language=found.language,
        model_hash=found.model_hash or None,
        input_hash=found.input_hash,
        second_topic=_topic(found.second_topic, place) if found.second_topic else None,
        facts=found.facts,
        fact_question=found.fact_question,
        money_route=found.money_route,
    )


def _topic(row: Suggestion, place: PlaceAnswer) -> TopicProposal:
    """Keep a topic with the words that led there; the name of a place says nothing about a topic."""
    places = {part.lower() for words in place.words for part in words.split()}
    evidence = tuple(word for word in row.evidence if word.lower() not in places)
    return TopicProposal(row.topic, row.probability, row.score, evidence, row.nearest)


def is_unknown_place(proposal: RoutingProposal, draft: QuestionDraft) -> bool:
    """Tell whether the asker filled in a place that we do not know."""
    place = proposal.place
    named = bool(draft.municipality) and draft.municipality_answer is not MunicipalityAnswer.SEVERAL
    return named and draft.gm_code is None and not place.ambiguous and place.source != "field"


def _asked(act: Act, draft: QuestionDraft) -> Asked:
    several = draft.municipality_answer is MunicipalityAnswer.SEVERAL
    return Asked(
        text=draft.text,
        verified_since=act.at.year,
        municipality="" if several else draft.municipality,
        confirmed_gm_code=draft.gm_code,
        stage=draft.stage,
        legal_form=draft.legal_form,
        amount_eur=draft.amount_eur,
        target=draft.target,
        not_read=tuple(sorted(draft.not_read)),
        names=tuple(name for name in (draft.name, draft.organisation) if name),
    )


def asked_of(question: Question) -> Asked:
    """Return a stored question as it is asked: what an entrepreneur picked is not told from what was typed."""
    several = question.municipality_answer is MunicipalityAnswer.SEVERAL
    return Asked(
        text=question.text,
        verified_since=question.created_at.year,
        municipality="" if several else question.municipality_typed,
        stage=question.stage,
        legal_form=question.legal_form,
        amount_eur=question.amount_eur,
        target=question.target,
        names=tuple(name for name in (question.asker_name, question.asker_organisation) if name),
    )


def _place(draft: QuestionDraft, found: PlaceAnswer) -> tuple[PlaceAnswer, MunicipalityAnswer]:
    """Return the place and how it is known; somebody who says several is asked about the one that the text names."""
    if draft.municipality_answer is MunicipalityAnswer.SEVERAL and draft.gm_code is None:
        named = (found.gm_code,) if found.gm_code else found.ambiguous
        return PlaceAnswer(None, named, PlaceHow.SEVERAL, found.source, found.words), MunicipalityAnswer.SEVERAL
    return found, place_answer(found)


def place_answer(found: PlaceAnswer) -> MunicipalityAnswer:
    """Return how the municipality of a question is known, in the words that are stored."""
    if found.gm_code is None:
        return MunicipalityAnswer.SEVERAL if found.how is PlaceHow.SEVERAL else MunicipalityAnswer.UNKNOWN
    if found.how is PlaceHow.POSTCODE:
        return MunicipalityAnswer.POSTCODE
    return MunicipalityAnswer.TEXT if found.source == "text" else MunicipalityAnswer.CHOSEN


def likely_topic(found: Routing) -> str | None:
    """Return the topic that the matching is sure enough of to choose a team by."""
    return None if found.triage or not found.topics else found.topics[0].topic
