"""One question as a JSON line in, the three answers as a JSON line out: for measuring, and for other systems."""

from dataclasses import asdict

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from intake.act import Act
from intake.models.reference import Municipality
from intake.team_choice import TeamDecision, decide
from intake.terms import LegalForm, MunicipalityAnswer, Stage, Target
from matching.data import Asked, PlaceAnswer, PlaceHow, Routing
from matching.reasons import sentence
from matching.router import Router


class BadLine(Exception):
    """A line that is no question; the message says what is wrong with it."""


class _Line(BaseModel):
    """What a line may say; other names are left alone, so that files may hold notes of their own."""

    model_config = ConfigDict(strict=True)

    id: str | int
    text: str = Field(min_length=1)
    municipality: str | None = None
    stage: Stage | None = Field(default=None, strict=False)
    legal_form: LegalForm | None = Field(default=None, strict=False)
    amount_eur: int | None = Field(default=None, ge=0, strict=False)
    target: Target | None = Field(default=None, strict=False)


def answer_line(act: Act, router: Router, told: object) -> dict[str, object]:
    """Answer one question; raise ``BadLine`` when ``told`` is none."""
    line = _read(told)
    found = router.route(_asked(act, line))
    place = found.municipality
    likely = found.topics[0].topic if found.topics and found.model_hash and not found.triage else None
    several = place.how is PlaceHow.SEVERAL
    decision = decide(act, place.gm_code, MunicipalityAnswer.SEVERAL if several else MunicipalityAnswer.UNKNOWN, likely)
    return {"id": line.id} | _matched(found) | _routed(place, decision)


def _read(told: object) -> _Line:
    try:
        line = _Line.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadLine(f"{where}: {first['msg']}" if where else first["msg"]) from error
    if not line.text.strip():
        raise BadLine("text: String should hold more than white space")
    return line


def _asked(act: Act, line: _Line) -> Asked:
    typed = (line.municipality or "").strip()
    known = act.session.get(Municipality, typed.upper()) if typed else None
    return Asked(
        text=line.text,
        verified_since=act.today.year,
        municipality="" if known else typed,
        confirmed_gm_code=known.gm_code if known else None,
        stage=line.stage,
        legal_form=line.legal_form,
        amount_eur=line.amount_eur,
        target=line.target,
    )


def _matched(found: Routing) -> dict[str, object]:
    language = found.language
    return {
        "topics": [
            {"slug": row.topic, "probability": row.probability, "evidence": list(row.evidence)} for row in found.topics
        ],
        "triage": found.triage,
        "financing": [
            {"id": row.option_id, "verdict": row.verdict, "why": [sentence(reason, language) for reason in row.why]}
            | ({"ask": row.ask} if row.ask else {})
            for row in found.financing
        ],
        "intermediaries": [
            {"id": row.intermediary_id, "why": [sentence(reason, language) for reason in row.why]}
            for row in found.intermediaries
        ],
        "personal_data": [asdict(finding) for finding in found.personal_data],
        "language": language,
    }


def _routed(place: PlaceAnswer, decision: TeamDecision) -> dict[str, object]:
    return {
        "municipality": {"gm_code": place.gm_code, "ambiguous": list(place.ambiguous), "how": place.how},
        "team": {"name": decision.team.name, "reasons": [step.code for step in decision.steps]},
    }
