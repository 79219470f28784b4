"""Who may do what: one table, asked at the door of every page and by every verb.

What is not listed is refused. ``intake/visibility.py`` turns the same rules into a ``WHERE``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from intake.errors import NotPermitted
from intake.terms import Role


@dataclass(frozen=True, slots=True)
class Person:
    """Who is asking. Somebody who is not signed in is ``Person(Role.ONDERNEMER)``, never ``None``."""

    role: Role
    account_id: int | None = None
    name: str = ""
    team_id: int | None = None
    organisation_id: int | None = None
    tracks: frozenset[str] = frozenset()
    question_ids: frozenset[int] = frozenset()

    @property
    def signed_in(self) -> bool:
        """Tell whether this person has an account and used it."""
        return self.account_id is not None


#: Somebody of whom we know nothing.
ANYBODY = Person(Role.ONDERNEMER)

#: The loket itself, when no person acts: the worker, and the commands of an operator.
THE_LOKET = Person(Role.BEHEERDER, name="Impactloket")


@dataclass(frozen=True, slots=True)
class Subject:
    """The facts of a row that the rules ask about."""

    question_id: int | None = None
    team_id: int | None = None
    organisation_id: int | None = None
    shared_with: frozenset[int] = field(default_factory=frozenset)
    brought_to: int | None = None
    track: str | None = None
    confidential: bool = False


#: A page or list that is about no row in particular.
NO_SUBJECT = Subject()


class Rule(StrEnum):
    """On which rows a role may do something."""

    ANYTHING = "anything"
    OWN_TEAM = "own_team"
    OWN_QUESTION = "own_question"
    SHARED_WITH_ORGANISATION = "shared_with_organisation"
    OWN_ORGANISATION = "own_organisation"
    OWN_TEAM_OR_ORGANISATION = "own_team_or_organisation"
    BROUGHT_TO_ORGANISATION = "brought_to_organisation"
    OWN_TRACK = "own_track"
    OWN_TRACK_UNLESS_CONFIDENTIAL = "own_track_unless_confidential"


def _own_team(person: Person, subject: Subject) -> bool:
    return person.team_id is not None and person.team_id == subject.team_id


def _own_organisation(person: Person, subject: Subject) -> bool:
    return person.organisation_id is not None and person.organisation_id == subject.organisation_id


#: Each rule as a question about a person and a row.
HOLDS: dict[Rule, Callable[[Person, Subject], bool]] = {
    Rule.ANYTHING: lambda person, subject: True,
    Rule.OWN_TEAM: _own_team,
    Rule.OWN_QUESTION: lambda person, subject: subject.question_id in person.question_ids,
    Rule.SHARED_WITH_ORGANISATION: lambda person, subject: person.organisation_id in subject.shared_with,
    Rule.OWN_ORGANISATION: _own_organisation,
    Rule.OWN_TEAM_OR_ORGANISATION: lambda person, subject: (
        _own_team(person, subject) or _own_organisation(person, subject)
    ),
    Rule.BROUGHT_TO_ORGANISATION: lambda person, subject: (
        person.organisation_id is not None and person.organisation_id == subject.brought_to
    ),
    Rule.OWN_TRACK: lambda person, subject: subject.track in person.tracks,
    Rule.OWN_TRACK_UNLESS_CONFIDENTIAL: lambda person, subject: (
        subject.track in person.tracks and not subject.confidential
    ),
}


class Action(StrEnum):
    """What can be done in the loket, one per kind of page or verb."""

    SEE_PUBLIC_PAGE = "see_public_page"
    SUBMIT = "submit"
    ASK_FOR_LINK = "ask_for_link"
    OPEN_LINK = "open_link"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    CHANGE_OWN_ACCOUNT = "change_own_account"
    CHECK_HEALTH = "check_health"
    SEE_DEMO_MAIL = "see_demo_mail"
    FOLLOW_QUESTION = "follow_question"
    WRITE_AS_ASKER = "write_as_asker"
    WITHDRAW = "withdraw"
    SEE_OWN_DATA = "see_own_data"
    ERASE = "erase"
    CHANGE_CONSENT = "change_consent"
    SEE_QUEUE = "see_queue"
    SEE_QUESTION = "see_question"
    WORK_QUESTION = "work_question"
    HAND_OVER = "hand_over"
    DOWNLOAD_DOSSIER = "download_dossier"
    CONSULT = "consult"
    REPLY_TO_CONSULT = "reply_to_consult"
    REFER = "refer"
    DECIDE_MANDATE = "decide_mandate"
    SEE_MANDATE = "see_mandate"
    SEE_DECISION = "see_decision"
    CORRECT_DECISION = "correct_decision"
    SEE_REFERRALS = "see_referrals"
    SEE_REFERRAL = "see_referral"
    WORK_REFERRAL = "work_referral"
    PAUSE_ORGANISATION = "pause_organisation"
    SEE_KNELPUNTEN = "see_knelpunten"
    SEE_KNELPUNT = "see_knelpunt"
    READ_KNELPUNT = "read_knelpunt"
    SIGNAL_KNELPUNT = "signal_knelpunt"
    TAG_KNELPUNT = "tag_knelpunt"
    CONFIRM_KNELPUNT = "confirm_knelpunt"
    MOVE_KNELPUNT = "move_knelpunt"
    SEE_DOSSIERS = "see_dossiers"
    DECIDE_KNELPUNT = "decide_knelpunt"
    SEE_CASES = "see_cases"
    SEE_CASE = "see_case"
    LOG_CASE = "log_case"
    EDIT_CASE = "edit_case"
    SEE_REPORTS = "see_reports"
    EXPORT_REPORT = "export_report"
    SEE_COORDINATION = "see_coordination"
    MANAGE_PARTIES = "manage_parties"
    SEE_ADMINISTRATION = "see_administration"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_TEAMS = "manage_teams"
    MANAGE_TOPICS = "manage_topics"
    EDIT_PAGES = "edit_pages"
    SEE_EVENT_LOG = "see_event_log"


def _everybody(rule: Rule = Rule.ANYTHING) -> dict[Role, Rule]:
    return dict.fromkeys(Role, rule)


def _staff(rule: Rule = Rule.ANYTHING) -> dict[Role, Rule]:
    return {role: rule for role in Role if role is not Role.ONDERNEMER}


_DESK = {Role.MAKELAAR: Rule.OWN_TEAM, Role.COORDINATOR: Rule.OWN_TEAM}

#: action -> role -> the rows on which that role may take it. What is not listed is refused.
MAY: dict[Action, dict[Role, Rule]] = {
    Action.SEE_PUBLIC_PAGE: _everybody(),
    Action.SUBMIT: _everybody(),
    Action.ASK_FOR_LINK: _everybody(),
    Action.OPEN_LINK: _everybody(),
    Action.SIGN_IN: _everybody(),
    Action.SIGN_OUT: _everybody(),
    Action.CHECK_HEALTH: _everybody(),
    Action.SEE_DEMO_MAIL: _everybody(),
    Action.CHANGE_OWN_ACCOUNT: _staff(),
    Action.FOLLOW_QUESTION: _everybody(Rule.OWN_QUESTION),
    Action.WRITE_AS_ASKER: _everybody(Rule.OWN_QUESTION),
    Action.WITHDRAW: _everybody(Rule.OWN_QUESTION),
    Action.SEE_OWN_DATA: _everybody(Rule.OWN_QUESTION),
    Action.ERASE: _everybody(Rule.OWN_QUESTION),
    Action.CHANGE_CONSENT: _everybody(Rule.OWN_QUESTION),
    Action.SEE_QUEUE: _DESK,
    Action.SEE_QUESTION: _DESK,
    Action.WORK_QUESTION: _DESK,
    Action.HAND_OVER: _DESK,
    Action.DOWNLOAD_DOSSIER: _DESK,
    Action.CONSULT: _DESK,
    Action.REPLY_TO_CONSULT: _everybody(),
    Action.REFER: _DESK,
    Action.DECIDE_MANDATE: _DESK,
    # What a team decided and what is left is for that team, also when the question went to another.
    Action.SEE_MANDATE: _DESK,
    Action.SEE_DECISION: _DESK,
    Action.CORRECT_DECISION: _DESK,
    Action.SEE_REFERRALS: {
        Role.INTERMEDIAIR: Rule.SHARED_WITH_ORGANISATION,
        Role.DOSSIERHOUDER: Rule.SHARED_WITH_ORGANISATION,
    },
    Action.SEE_REFERRAL: {
        Role.INTERMEDIAIR: Rule.SHARED_WITH_ORGANISATION,
        Role.DOSSIERHOUDER: Rule.SHARED_WITH_ORGANISATION,
    },
    Action.WORK_REFERRAL: {
        Role.INTERMEDIAIR: Rule.SHARED_WITH_ORGANISATION,
        Role.DOSSIERHOUDER: Rule.SHARED_WITH_ORGANISATION,
    },
    Action.PAUSE_ORGANISATION: {Role.INTERMEDIAIR: Rule.OWN_ORGANISATION, Role.DOSSIERHOUDER: Rule.OWN_ORGANISATION},
    Action.SEE_KNELPUNTEN: {
        Role.MAKELAAR: Rule.ANYTHING,
        Role.INTERMEDIAIR: Rule.ANYTHING,
        Role.SPOORLEIDER: Rule.OWN_TRACK,
        Role.COORDINATOR: Rule.ANYTHING,
        Role.DOSSIERHOUDER: Rule.BROUGHT_TO_ORGANISATION,
    },
    Action.SEE_KNELPUNT: {
        Role.MAKELAAR: Rule.ANYTHING,
        Role.INTERMEDIAIR: Rule.ANYTHING,
        Role.SPOORLEIDER: Rule.OWN_TRACK,
        Role.COORDINATOR: Rule.ANYTHING,
        Role.DOSSIERHOUDER: Rule.BROUGHT_TO_ORGANISATION,
    },
    # Beyond title, kind, level, status and counts: the texts of a knelpunt.
    Action.READ_KNELPUNT: {
        Role.MAKELAAR: Rule.OWN_TEAM_OR_ORGANISATION,
        Role.INTERMEDIAIR: Rule.OWN_ORGANISATION,
        Role.SPOORLEIDER: Rule.OWN_TRACK,
        Role.COORDINATOR: Rule.ANYTHING,
        Role.DOSSIERHOUDER: Rule.BROUGHT_TO_ORGANISATION,
    },
    Action.SIGNAL_KNELPUNT: {
        Role.MAKELAAR: Rule.ANYTHING,
        Role.INTERMEDIAIR: Rule.ANYTHING,
        Role.COORDINATOR: Rule.ANYTHING,
    },
    Action.TAG_KNELPUNT: {
        Role.MAKELAAR: Rule.OWN_TEAM,
        Role.COORDINATOR: Rule.OWN_TEAM,
        Role.INTERMEDIAIR: Rule.SHARED_WITH_ORGANISATION,
    },
    # Whoever may only signal confirms with enough cases; whoever moves knelpunten decides.
    Action.CONFIRM_KNELPUNT: {
        Role.MAKELAAR: Rule.ANYTHING,
        Role.INTERMEDIAIR: Rule.ANYTHING,
        Role.SPOORLEIDER: Rule.OWN_TRACK,
        Role.COORDINATOR: Rule.ANYTHING,
    },
    Action.MOVE_KNELPUNT: {Role.SPOORLEIDER: Rule.OWN_TRACK, Role.COORDINATOR: Rule.ANYTHING},
    Action.SEE_DOSSIERS: {Role.DOSSIERHOUDER: Rule.BROUGHT_TO_ORGANISATION},
    Action.DECIDE_KNELPUNT: {Role.DOSSIERHOUDER: Rule.BROUGHT_TO_ORGANISATION},
    Action.SEE_CASES: {
        Role.MAKELAAR: Rule.OWN_TEAM_OR_ORGANISATION,
        Role.COORDINATOR: Rule.OWN_TEAM_OR_ORGANISATION,
        Role.INTERMEDIAIR: Rule.OWN_ORGANISATION,
        Role.SPOORLEIDER: Rule.OWN_TRACK,
    },
    Action.SEE_CASE: {
        Role.MAKELAAR: Rule.OWN_TEAM_OR_ORGANISATION,
        Role.COORDINATOR: Rule.OWN_TEAM_OR_ORGANISATION,
        Role.INTERMEDIAIR: Rule.OWN_ORGANISATION,
        Role.SPOORLEIDER: Rule.OWN_TRACK_UNLESS_CONFIDENTIAL,
    },
    Action.LOG_CASE: {
        Role.MAKELAAR: Rule.ANYTHING,
        Role.COORDINATOR: Rule.ANYTHING,
        Role.INTERMEDIAIR: Rule.ANYTHING,
    },
    Action.EDIT_CASE: {
        Role.MAKELAAR: Rule.OWN_TEAM_OR_ORGANISATION,
        Role.COORDINATOR: Rule.OWN_TEAM_OR_ORGANISATION,
        Role.INTERMEDIAIR: Rule.OWN_ORGANISATION,
    },
    Action.SEE_REPORTS: {Role.SPOORLEIDER: Rule.OWN_TRACK, Role.COORDINATOR: Rule.ANYTHING},
    Action.EXPORT_REPORT: {Role.SPOORLEIDER: Rule.OWN_TRACK, Role.COORDINATOR: Rule.ANYTHING},
    Action.SEE_COORDINATION: {Role.COORDINATOR: Rule.ANYTHING},
    Action.MANAGE_PARTIES: {Role.COORDINATOR: Rule.ANYTHING},
    Action.SEE_ADMINISTRATION: {Role.BEHEERDER: Rule.ANYTHING},
    Action.MANAGE_ACCOUNTS: {Role.BEHEERDER: Rule.ANYTHING},
    Action.MANAGE_TEAMS: {Role.BEHEERDER: Rule.ANYTHING},
    Action.MANAGE_TOPICS: {Role.BEHEERDER: Rule.ANYTHING},
    Action.EDIT_PAGES: {Role.BEHEERDER: Rule.ANYTHING},
    Action.SEE_EVENT_LOG: {Role.BEHEERDER: Rule.ANYTHING},
}


def may_ever(person: Person, action: Action) -> bool:
    """Tell whether there is any row on which ``person`` may take ``action``."""
    return person.role in MAY[action]


def may(person: Person, action: Action, subject: Subject) -> bool:
    """Tell whether ``person`` may take ``action`` on ``subject``."""
    return may_ever(person, action) and HOLDS[MAY[action][person.role]](person, subject)


def ensure_may(person: Person, action: Action, subject: Subject = NO_SUBJECT) -> None:
    """Raise ``NotPermitted`` unless ``person`` may take ``action`` on ``subject``."""
    if not may(person, action, subject):
        raise NotPermitted(action)
