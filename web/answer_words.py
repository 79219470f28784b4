"""What an entrepreneur reads: why this team, what happens next, why this scheme, and what happened so far."""

from collections.abc import Sequence

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from intake.question_status import Happening
from intake.suggestions import FactRead
from intake.team_choice import RouteStep
from intake.terms import LegalForm, RouteReason, Stage, Step
from matching import reasons
from matching.data import Reason
from matching.text import sentences
from web.formatters import label
from web.language import current_language

#: One sentence for every step on the way to a team.
STEPS = {
    RouteReason.OWN_TEAM: _l("%(municipality)s heeft een eigen team: %(team)s."),
    RouteReason.NO_OWN_TEAM: _l("%(municipality)s heeft geen eigen makelaarsteam."),
    RouteReason.TOPIC_NOT_COVERED: _l("%(team)s behandelt dit onderwerp niet."),
    RouteReason.REGIONAL_LEAD: _l("%(team)s neemt vragen aan uit de regio %(region)s."),
    RouteReason.PROVINCE_TEAM: _l("%(team)s neemt vragen aan uit de provincie %(province)s."),
    RouteReason.NATIONAL_NO_TEAM: _l("Daarom neemt het landelijke team uw vraag aan."),
    RouteReason.NATIONAL_TOPIC_NOT_COVERED: _l("Daarom neemt het landelijke team uw vraag aan."),
    RouteReason.NATIONAL_UNKNOWN_PLACE: _l(
        "Wij weten nog niet om welke gemeente het gaat. Daarom begint uw vraag bij het landelijke team."
    ),
    RouteReason.NATIONAL_SEVERAL: _l(
        "Uw vraag gaat over meerdere gemeenten. Daarom neemt het landelijke team uw vraag aan."
    ),
    RouteReason.NO_MODEL: _l("De automatische herkenning werkt nu niet. Een medewerker deelt uw vraag in."),
}

#: What happens next, by the step that decided.
NEXT = {
    RouteReason.OWN_TEAM: _l("Een makelaar van dit team leest uw vraag en neemt contact met u op."),
    RouteReason.REGIONAL_LEAD: _l(
        "Een makelaar van dit team leest uw vraag en zoekt de juiste persoon bij uw eigen gemeente. "
        "Het team blijft verantwoordelijk tot u antwoord hebt."
    ),
    RouteReason.PROVINCE_TEAM: _l(
        "Een makelaar van dit team leest uw vraag en zoekt de juiste persoon bij uw eigen gemeente. "
        "Het team blijft verantwoordelijk tot u antwoord hebt."
    ),
    RouteReason.NATIONAL_NO_TEAM: _l(
        "Het landelijke team zoekt de juiste persoon bij uw gemeente en blijft verantwoordelijk tot u antwoord hebt. "
        "Wij tellen mee dat uw gemeente nog geen team heeft."
    ),
    RouteReason.NATIONAL_TOPIC_NOT_COVERED: _l(
        "Het landelijke team zoekt uit wie dit onderwerp kan oppakken en blijft verantwoordelijk tot u antwoord hebt. "
        "Wij tellen mee dat hiervoor nog geen team is."
    ),
    RouteReason.NATIONAL_UNKNOWN_PLACE: _l(
        "Het landelijke team vraagt u om de gemeente, of zoekt uit welke gemeente u het best kan helpen."
    ),
    RouteReason.NATIONAL_SEVERAL: _l("Het landelijke team stemt af met de gemeenten die u noemt."),
}


#: What we read in a text, for the asker.
READ = {
    "amount_eur": _l("U schreef “%(words)s”: wij begrijpen dat u %(value)s zoekt."),
    "stage": _l("U schreef “%(words)s”: wij begrijpen dat uw onderneming zo ver is: %(value)s."),
    "legal_form": _l("U schreef “%(words)s”: wij begrijpen dat dit uw rechtsvorm is: %(value)s."),
}

#: The names of facts, for whoever reads a dossier.
FACTS = {"amount_eur": _l("Bedrag"), "stage": _l("Fase"), "legal_form": _l("Rechtsvorm")}

#: In which order money comes.
MONEY_STEPS = {
    "try": _l("Eerst uitproberen, met een subsidie of gift"),
    "lend": _l("Dan lenen"),
    "share": _l("Dan iemand die meedoet, zoals een investeerder"),
}

#: What happened, for the asker. Steps inside the team are not told (``intake/question_status.py``).
HAPPENED = {
    Step.SUBMIT: _l("U stelde uw vraag"),
    Step.PICK_UP: _l("Een makelaar pakte uw vraag op"),
    Step.RELEASE: _l("Uw vraag ligt klaar voor een andere makelaar van het team"),
    Step.ASK: _l("Het team vroeg u om meer informatie"),
    Step.REPLY: _l("U gaf antwoord"),
    Step.ADD_INFORMATION: _l("U voegde informatie toe"),
    Step.OBJECT: _l("U liet weten dat uw vraag bij een ander team hoort"),
    Step.ANSWER: _l("Het team beantwoordde uw vraag"),
    Step.CLOSE: _l("Uw vraag is afgesloten"),
    Step.REOPEN: _l("Uw vraag is opnieuw geopend"),
    Step.WITHDRAW: _l("U trok uw vraag in"),
    Step.HAND_OVER: _l("Uw vraag ging van %(from_team)s naar %(team)s"),
    Step.CORRECT_TOPIC: _l("Het team verbeterde het onderwerp van uw vraag"),
    Step.LOG_CALL: _l("Het team sprak u aan de telefoon"),
    Step.CONSULT: _l("Het team vroeg een collega om advies"),
    Step.REFER: _l("Uw vraag is gedeeld met een organisatie, met uw toestemming"),
    Step.REFERRAL_NEWS: _l("Er is nieuws van een organisatie waarmee uw vraag is gedeeld"),
    Step.TAG_KNELPUNT: _l("Het team koppelde uw vraag aan een knelpunt dat ook anderen raakt"),
    Step.KNELPUNT_DECIDED: _l("Er is een besluit over een knelpunt in uw vraag"),
    Step.CONSENT: _l("U wijzigde met wie wij uw vraag delen"),
    Step.CORRECT_EMAIL: _l("Uw e-mailadres is verbeterd"),
    Step.DECIDE_MANDATE: _l("Het team nam een besluit over uw vraag"),
    Step.TAKE_BACK_MANDATE: _l("Het team nam een besluit over uw vraag terug"),
    Step.FEEDBACK: _l("U liet weten of u bent geholpen"),
    Step.NEWS: _l("U koos of wij u later een bericht sturen"),
    Step.ERASE: _l("Uw gegevens zijn gewist"),
}


def happening_words(happening: Happening) -> str:
    """Return in plain words what happened."""
    return str(HAPPENED[happening.step]) % {"team": happening.team, "from_team": happening.from_team}


def route_words(steps: Sequence[RouteStep]) -> list[str]:
    """Return a sentence for each step that led to a team."""
    return [
        str(STEPS[step.code])
        % {
            "municipality": step.municipality,
            "team": step.team,
            "province": step.province,
            "region": step.region,
        }
        for step in steps
    ]


def next_words(steps: Sequence[RouteStep]) -> str:
    """Return what happens next with a question that came along ``steps``."""
    return str(NEXT[steps[-1].code]) if steps and steps[-1].code in NEXT else ""


def reason_words(reason: Reason) -> str:
    """Return a reason of the matching in the language of the page."""
    return reasons.sentence(reason, current_language())


def fact_words(fact: FactRead) -> str:
    """Return what the asker wrote and what we make of it."""
    return str(READ[fact.name]) % {"words": fact.words, "value": fact_value(fact)}


def fact_value(fact: FactRead) -> str:
    """Return what was read, in the language of the page."""
    if fact.name == "amount_eur":
        return reasons.euros(int(fact.value), current_language())
    return label(Stage(fact.value) if fact.name == "stage" else LegalForm(fact.value))


def fact_name(name: str) -> str:
    """Return what a fact is called."""
    return str(FACTS[name])


def money_step_words(step: str) -> str:
    """Return what one step of a way to money is."""
    return str(MONEY_STEPS[step])


def first_sentence(text: str) -> str:
    """Return the first sentence of a longer description."""
    found = sentences(text)
    return found[0] if found else ""


def register(blueprint: Blueprint) -> None:
    """Give every template these sentences as filters."""
    blueprint.add_app_template_filter(fact_name)
    blueprint.add_app_template_filter(fact_value)
    blueprint.add_app_template_filter(fact_words)
    blueprint.add_app_template_filter(first_sentence)
    blueprint.add_app_template_filter(happening_words)
    blueprint.add_app_template_filter(route_words)
    blueprint.add_app_template_filter(money_step_words)
    blueprint.add_app_template_filter(next_words)
    blueprint.add_app_template_filter(reason_words)
