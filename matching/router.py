"""One question in, everything the matching has to say about it out; the team is chosen elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from matching.data import Asked, Finding, PlaceAnswer, PlaceHow, ReadFact, RouterData, Routing, Suggestion
from matching.eligibility import Facts
from matching.facts import read_facts
from matching.financing import FinancingFinder
from matching.intermediaries import IntermediaryFinder
from matching.personal_data import find, mask
from matching.places import PlaceFinder
from matching.serving import ServingModel
from matching.sorting import SHOWN, KeywordSorter, ModelSorter, Sorter
from matching.text import MAX_LENGTH, content_lemmas, language_of

#: How much the best topic weighs for money and help when a person should sort the question.
IN_DOUBT = 0.5


class Router:
    """Answers one question at a time from plain data and a fitted model, or without one.

    Parameters
    ----------
    data
        What is known of the world: topics, municipalities, schemes, organisations.
    model
        A fitted topic model; ``None`` sorts by shared words and leaves every question to a person.
    """

    def __init__(self, data: RouterData, model: ServingModel | None = None) -> None:
        slugs = [profile.slug for profile in data.topics]
        self.has_model = model is not None
        self._sorter: Sorter = KeywordSorter(data.topics) if model is None else ModelSorter(slugs, model)
        self._places = PlaceFinder(data.municipalities, data.places, data.postcodes)
        self._financing = FinancingFinder(data.options, [(m.gm_code, m.province_code) for m in data.municipalities])
        self._intermediaries = IntermediaryFinder(data.intermediaries)

    @property
    def model_hash(self) -> str:
        """The hash of the model that sorts, empty without one."""
        return self._sorter.model_hash

    def route(self, asked: Asked) -> Routing:
        """Answer one question: topics, municipality, money, organisations, personal data, language."""
        asked = replace(asked, text=asked.text[:MAX_LENGTH])
        personal = find(asked.text, asked.names)
        readable = mask(asked.text, asked.names)
        sorted_topics = self._sorter.sort(readable)
        place = self.municipality(asked, personal)
        read = _read(asked)
        facts = Facts(
            gm_code=place.gm_code,
            province_code=self._places.province_of(place.gm_code),
            stage=asked.stage or _value(read, "stage"),
            legal_form=asked.legal_form or _value(read, "legal_form"),
            amount_eur=_amount(asked, read),
            target=asked.target,
            topics=_weights(sorted_topics.topics, 1.0 if sorted_topics.doubt is None else IN_DOUBT),
            lemmas=frozenset(content_lemmas(readable)),
        )
        financing = self._financing.find(facts, asked.verified_since)
        return Routing(
            topics=sorted_topics.topics,
            triage=sorted_topics.doubt is not None,
            triage_reason=sorted_topics.doubt,
            second_topic=sorted_topics.second,
            municipality=place,
            financing=financing.answers,
            intermediaries=self._intermediaries.answers(facts),
            personal_data=tuple(personal),
            language=language_of(readable),
            model_hash=self.model_hash,
            input_hash=input_hash(asked),
            facts=read,
            fact_question=financing.fact_question,
            money_route=financing.route,
        )

    def municipality(self, asked: Asked, personal: Sequence[Finding] = ()) -> PlaceAnswer:
        """Take what the asker confirmed, else the field, else the text; where those two disagree: ask."""
        if asked.confirmed_gm_code is not None:
            return PlaceAnswer(asked.confirmed_gm_code, (), PlaceHow.CONFIRMED, "field")
        field = self._places.from_field(asked.municipality)
        text = self._places.from_text(asked.text, personal)
        if field.gm_code is None:
            settled = not field.ambiguous or text.gm_code in field.ambiguous
            return text if settled else field
        if text.gm_code in {None, field.gm_code}:
            return field
        both = tuple(sorted(code for code in (field.gm_code, text.gm_code) if code))
        return PlaceAnswer(None, both, PlaceHow.CONFLICT, "field", field.words + text.words)


def input_hash(asked: Asked) -> str:
    """Return SHA-256 of everything that was asked: with the model hash it settles the answer."""
    return hashlib.sha256(json.dumps(asdict(asked), sort_keys=True).encode()).hexdigest()


def _read(asked: Asked) -> tuple[ReadFact, ...]:
    """Read in the text what the asker did not give and did not say is misread."""
    return tuple(
        fact
        for fact in read_facts(asked.text, asked.verified_since)
        if fact.name not in asked.not_read and getattr(asked, fact.name) is None
    )


def _value(read: Sequence[ReadFact], name: str) -> str | None:
    return next((fact.value for fact in read if fact.name == name), None)


def _amount(asked: Asked, read: Sequence[ReadFact]) -> int | None:
    euros = _value(read, "amount_eur")
    return asked.amount_eur if euros is None else int(euros)


def _weights(topics: Sequence[Suggestion], weight: float) -> tuple[tuple[str, float], ...]:
    """Return how much each of the first topics weighs, the best one ``weight``."""
    most = topics[0].score if topics else 0.0
    return tuple((s.topic, round(weight * s.score / most, 6)) for s in topics[:SHOWN] if most and s.score)
