"""What the loket keeps of one question, as JSON: codes, dates and texts under Dutch names."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from intake.models.questions import Message
from intake.own_data import OwnData
from intake.terms import MessageKind

#: Who says each kind of message; the name of a colleague is left out.
SPEAKERS: dict[MessageKind, str] = {
    MessageKind.QUESTION: "u",
    MessageKind.FROM_ASKER: "u",
    MessageKind.OBJECTION: "u",
    MessageKind.TO_ASKER: "het team",
    MessageKind.REFERRAL: "het team of de organisatie",
}


def as_json(data: OwnData) -> str:
    """Return everything as text; moments are in UTC."""
    told = {
        "gemaakt_op": data.at,
        "vraag": _question(data),
        "contact": _contact(data),
        "onderneming": _enterprise(data),
        "gesprek": [_message(row) for row in data.page.messages],
        "wat_er_gebeurde": [{"op": row.at, "stap": row.step, "reden": row.reason} for row in data.page.happenings],
        "teams": [{"team": row.team, "van": row.since, "tot": row.until} for row in data.teams],
        "gedeeld_met": _sharing(data),
        "voorstel_van_de_machine": _proposal(data),
        "e_mails": [
            {"soort": row.template, "aan": row.to_email, "klaargezet_op": row.created_at, "verstuurd_op": row.sent_at}
            for row in data.mails
        ],
        "links": [{"gemaakt_op": row.created_at, "werkt_tot": row.used_at or row.expires_at} for row in data.links],
        "browsers": [{"geopend_op": row.created_at, "vergeten_op": row.expires_at} for row in data.browsers],
        "besluiten_over_knelpunten": [
            {
                "knelpunt": row.title,
                "uitkomst": row.outcome.name_nl if row.outcome else None,
                "teruggekoppeld_op": row.at,
            }
            for row in data.decisions
        ],
        "besluiten_van_het_team": _decisions(data),
        "knelpunten_zonder_besluit": data.undecided,
        "casussen": [
            {
                "kenmerk": row.reference,
                "vastgelegd_op": row.created_at,
                "vrijgegeven_op": row.released_at,
                "titel": row.title if row.released_at else None,
                "verhaal": row.story if row.released_at else None,
                "omweg": row.workaround if row.released_at else None,
            }
            for row in data.cases
        ],
        "geholpen": [
            {"antwoord": row.helped, "door": row.helped_by, "toelichting": row.text, "gegeven_op": row.given_at}
            for row in data.feedback
        ],
        "berichten_waar_u_om_vroeg": [
            {
                "waarover": row.kind,
                "gevraagd_op": row.given_at,
                "tot_en_met": row.ends_on.isoformat(),
                "ingetrokken_op": row.withdrawn_at,
                "gestuurd_op": row.sent_at,
            }
            for row in data.wishes
        ],
    }
    return json.dumps(told, default=_plain, ensure_ascii=False, indent=2)


def _question(data: OwnData) -> dict[str, Any]:
    question = data.question
    return {
        "kenmerk": question.reference,
        "tekst": question.text,
        "stand": question.status,
        "gesteld_op": question.created_at,
        "beantwoord_op": question.answered_at,
        "afgesloten_op": question.closed_at,
        "gesteld_via": question.source,
        "taal": question.language,
        "vertrouwelijk": question.confidential,
        "gemeente": data.page.municipality,
        "gemeente_ingevuld_als": question.municipality_typed,
        "onderwerp": data.page.topic.name_nl if data.page.topic else None,
        "onderwerp_dat_u_koos": data.asker_topic.name_nl if data.asker_topic else None,
        "onderwerp_waar_u_ook_naar_vroeg": data.also_topic.name_nl if data.also_topic else None,
        "geen_onderwerp_past_volgens_u": question.asker_said_none,
    }


def _contact(data: OwnData) -> dict[str, Any]:
    question = data.question
    return {
        "e_mailadres": question.asker_email,
        "telefoon": question.asker_phone,
        "naam": question.asker_name,
        "probleem_met_e_mailadres": question.asker_email_trouble,
    }


def _enterprise(data: OwnData) -> dict[str, Any]:
    question = data.question
    return {
        "naam": question.asker_organisation,
        "kvk_nummer": question.asker_kvk,
        "fase": question.stage,
        "rechtsvorm": question.legal_form,
        "doel": question.target,
        "bedrag_in_euro": question.amount_eur,
    }


def _decisions(data: OwnData) -> list[dict[str, Any]]:
    return [
        {
            "wat": row.what,
            "bedrag_in_cent": row.amount_cents,
            "team": row.team,
            "genomen_op": row.at,
            "proef_tot_en_met": row.pilot_ends_on.isoformat() if row.pilot_ends_on else None,
            "teruggenomen_op": row.taken_back_at,
        }
        for row in data.page.decisions
    ]


def _message(row: Message) -> dict[str, Any]:
    return {"op": row.created_at, "van": SPEAKERS[row.kind], "soort": row.kind, "tekst": row.body}


def _sharing(data: OwnData) -> list[dict[str, Any]]:
    decided = {row.organisation_id: row for row in data.referrals}
    return [
        {
            "organisatie": row.name,
            "toestemming_gegeven_op": row.given_at,
            "toestemming_ingetrokken_op": row.withdrawn_at,
            "stand": row.status,
            "gereageerd_op": decided[row.organisation_id].decided_at if row.organisation_id in decided else None,
        }
        for row in data.page.sharing
        if row.given_at is not None
    ]


def _proposal(data: OwnData) -> dict[str, Any]:
    found = data.suggestions
    return {
        "onderwerpen": [
            {"onderwerp": row.topic.name_nl, "kans": row.probability, "uw_woorden": list(row.evidence)}
            for row in found.topics
        ],
        "ook_gelezen_onderwerp": found.second_topic.name_nl if found.second_topic else None,
        "gelezen_in_uw_tekst": [{"wat": row.name, "waarde": row.value, "uw_woorden": row.words} for row in found.facts],
        "verkeerd_gelezen_volgens_u": list(found.misread),
        "waarom_dit_team": [{"code": row.code, "team": row.team} for row in found.route],
        "financiering": [{"regeling": row.option.name, "oordeel": row.verdict} for row in found.financing],
        "organisaties": [row.intermediary.name for row in found.intermediaries],
    }


def _plain(value: object) -> str:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
