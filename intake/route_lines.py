"""``loket route``: one JSON line in, one JSON line out, with everything the routing has to say."""

import json
from typing import Any

from pydantic import ValidationError
from sqlmodel import Field, SQLModel

from intake.act import Act
from intake.routing import likely_topic, place_answer
from intake.team_choice import RouteStep, decide
from intake.terms import LegalForm, MunicipalityAnswer, Stage, Target, label
from matching.data import Asked, FinancingAnswer, Routing
from matching.reasons import sentence
from matching.router import Router

#: Longer texts are refused; a form takes 4,000 characters (``intake/models/question_draft.py``).
LONGEST_TEXT = 20_000


class RouteLine(SQLModel):
    """One question to route; only ``id`` and ``text`` are needed."""

    id: str | int
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    municipality: str | None = Field(default=None, max_length=200)
    stage: Stage | None = None
    legal_form: LegalForm | None = None
    amount_eur: int | None = Field(default=None, ge=0)
    target: Target | None = None


def answer_line(act: Act, router: Router, line: str, number: int) -> str:
    """Return the answer to one ``line`` as JSON; a bad line gives its ``number`` and what is wrong with it."""
    try:
        told = RouteLine.model_validate(json.loads(line))
    except ValidationError as error:
        return _json({"line": number, "error": _what_is_wrong(error)})
    except ValueError:
        return _json({"line": number, "error": "not a JSON object"})
    return _json({"id": told.id, **_answer(act, router, told)})


def _answer(act: Act, router: Router, told: RouteLine) -> dict[str, Any]:
    found = router.route(
        Asked(
            text=told.text,
            verified_since=act.at.year,
            municipality=told.municipality or "",
            stage=told.stage,
            legal_form=told.legal_form,
            amount_eur=told.amount_eur,
            target=told.target,
        )
    )
    place = found.municipality
    return {
        "topics": [
            {"slug": row.topic, "probability": row.probability, "evidence": list(row.evidence)} for row in found.topics
        ],
        "triage": found.triage,
        "municipality": {"gm_code": place.gm_code, "ambiguous": list(place.ambiguous), "how": place.how},
        "team": _team(act, found, place_answer(place)),
        "financing": [_financing(row) for row in found.financing],
        "intermediaries": [
            {"id": row.intermediary_id, "why": [sentence(reason) for reason in row.why]} for row in found.intermediaries
        ],
        "personal_data": [{"kind": row.kind, "start": row.start, "end": row.end} for row in found.personal_data],
        "language": found.language,
    }


def _team(act: Act, found: Routing, answer: MunicipalityAnswer) -> dict[str, Any]:
    decision = decide(act, found.municipality.gm_code, answer, likely_topic(found))
    return {"name": decision.team.name, "reasons": [_step(step) for step in decision.steps]}


def _step(step: RouteStep) -> dict[str, str]:
    """Return one step with its code, its sentence and the names in it."""
    named = {name: value for name in ("municipality", "team", "region", "province") if (value := getattr(step, name))}
    return {"code": step.code, "sentence": label(step.code), **named}


def _financing(row: FinancingAnswer) -> dict[str, Any]:
    told: dict[str, Any] = {"id": row.option_id, "verdict": row.verdict, "why": [sentence(why) for why in row.why]}
    if row.ask:
        told["ask"] = row.ask
    if row.nearest_open:
        told["nearest_open"] = row.nearest_open
    return told


def _what_is_wrong(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, row['loc'])) or 'line'}: {row['msg']}" for row in error.errors())


def _json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False)
