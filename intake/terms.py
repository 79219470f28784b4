"""The words of the loket: every code that is stored, with the label that people read.

Labels are Dutch and are translated where they are shown (``web/formatters.py``).
"""

from enum import StrEnum


class Role(StrEnum):
    """Who somebody is to the loket."""

    ONDERNEMER = "ondernemer"
    MAKELAAR = "makelaar"
    INTERMEDIAIR = "intermediair"
    DOSSIERHOUDER = "dossierhouder"
    SPOORLEIDER = "spoorleider"
    COORDINATOR = "coordinator"
    BEHEERDER = "beheerder"


class QuestionStatus(StrEnum):
    """Where a question stands."""

    NEW = "new"
    PICKED_UP = "picked_up"
    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    ERASED = "erased"


#: The statuses in which somebody still has to do something for the entrepreneur.
OPEN_STATUSES = frozenset({QuestionStatus.NEW, QuestionStatus.PICKED_UP, QuestionStatus.WAITING})


class Step(StrEnum):
    """What can be done with a question."""

    SUBMIT = "submit"
    PICK_UP = "pick_up"
    RELEASE = "release"
    ASK = "ask"
    REPLY = "reply"
    ADD_INFORMATION = "add_information"
    OBJECT = "object"
    ANSWER = "answer"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    HAND_OVER = "hand_over"
    CORRECT_TOPIC = "correct_topic"
    NOTE = "note"
    LOG_CALL = "log_call"
    CONSULT = "consult"
    CONSULT_REPLY = "consult_reply"
    REFER = "refer"
    REFERRAL_NEWS = "referral_news"
    TAG_KNELPUNT = "tag_knelpunt"
    KNELPUNT_DECIDED = "knelpunt_decided"
    CONSENT = "consent"
    REASSIGN = "reassign"
    CORRECT_EMAIL = "correct_email"
    DECIDE_MANDATE = "decide_mandate"
    TAKE_BACK_MANDATE = "take_back_mandate"
    PILOT_RESULT = "pilot_result"
    FEEDBACK = "feedback"
    NEWS = "news"
    ERASE = "erase"


class ReferralStatus(StrEnum):
    """Where a referral to an intermediary or fund stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    COMPLETED = "completed"
    REVOKED = "revoked"


class KnelpuntStatus(StrEnum):
    """The rungs of the ladder from a signal to an answer."""

    GESIGNALEERD = "gesignaleerd"
    BEVESTIGD = "bevestigd"
    INGEBRACHT = "ingebracht"
    IN_BEHANDELING = "in_behandeling"
    BESLUIT = "besluit"
    TERUGGEKOPPELD = "teruggekoppeld"


class KnelpuntStep(StrEnum):
    """What can be done with a knelpunt."""

    SIGNAL = "signal"
    CONFIRM = "confirm"
    BRING = "bring"
    TAKE_UP = "take_up"
    DECIDE = "decide"
    FEED_BACK = "feed_back"
    EDIT = "edit"


class CaseKind(StrEnum):
    """A casus shows a barrier; a referentie shows what worked."""

    CASUS = "casus"
    REFERENTIE = "referentie"


class CaseStatus(StrEnum):
    """The clock of the case itself: is there a way out for this entrepreneur?"""

    OPEN = "open"
    WAY_OUT = "way_out"
    NO_WAY_OUT = "no_way_out"


class Level(StrEnum):
    """The layer of government or finance that can remove a barrier."""

    GEMEENTE = "gemeente"
    PROVINCIE = "provincie"
    RIJK = "rijk"
    UITVOERING = "uitvoering"
    EU = "eu"
    FINANCIER = "financier"


class Category(StrEnum):
    """The five kinds of barrier that the deal names."""

    JURIDISCH = "juridisch"
    FINANCIEEL = "financieel"
    BELEIDSMATIG = "beleidsmatig"
    ORGANISATORISCH = "organisatorisch"
    CULTUUR = "cultuur"


class LegalForm(StrEnum):
    """Legal forms an entrepreneur can choose; schemes use the same codes."""

    EENMANSZAAK = "eenmanszaak"
    VOF = "vof"
    BV = "bv"
    NV = "nv"
    STICHTING = "stichting"
    VERENIGING = "vereniging"
    COOPERATIE = "cooperatie"
    NONE_YET = "nog_geen"
    OTHER = "anders"


class Stage(StrEnum):
    """How far an enterprise is."""

    IDEE = "idee"
    START = "start"
    GROEI = "groei"
    OPSCHALING = "opschaling"


class Target(StrEnum):
    """What comes first in the enterprise, in the words of the deal."""

    IMPACT_FIRST = "impact_first"
    IMPACT_SECOND = "impact_second"
    REGULIER = "regulier"
    STARTER = "starter"


class Language(StrEnum):
    """Languages in which the loket answers."""

    NL = "nl"
    EN = "en"


class MessageKind(StrEnum):
    """Who says what to whom in the history of a question."""

    QUESTION = "question"
    FROM_ASKER = "from_asker"
    TO_ASKER = "to_asker"
    NOTE = "note"
    CALL = "call"
    CONSULT = "consult"
    CONSULT_REPLY = "consult_reply"
    OBJECTION = "objection"
    REFERRAL = "referral"


#: What the entrepreneur sees of the history; everything else is internal.
SEEN_BY_ASKER = frozenset(
    {
        MessageKind.QUESTION,
        MessageKind.FROM_ASKER,
        MessageKind.TO_ASKER,
        MessageKind.OBJECTION,
        MessageKind.REFERRAL,
    }
)


class MunicipalityAnswer(StrEnum):
    """How the municipality of a question is known."""

    CHOSEN = "chosen"
    POSTCODE = "postcode"
    TEXT = "text"
    UNKNOWN = "unknown"
    SEVERAL = "several"


class RouteReason(StrEnum):
    """Why this team: one code for every step that the routing took."""

    OWN_TEAM = "own_team"
    NO_OWN_TEAM = "no_own_team"
    TOPIC_NOT_COVERED = "topic_not_covered"
    REGIONAL_LEAD = "regional_lead"
    PROVINCE_TEAM = "province_team"
    NATIONAL_NO_TEAM = "national_no_team"
    NATIONAL_TOPIC_NOT_COVERED = "national_topic_not_covered"
    NATIONAL_UNKNOWN_PLACE = "national_unknown_place"
    NATIONAL_SEVERAL = "national_several"
    NO_MODEL = "no_model"


#: Reasons that show a gap in the cover of the country; they are counted.
GAP_REASONS = frozenset(
    {RouteReason.NATIONAL_NO_TEAM, RouteReason.NATIONAL_TOPIC_NOT_COVERED, RouteReason.REGIONAL_LEAD}
)


class Source(StrEnum):
    """How a question came in."""

    FORM = "form"
    PHONE = "phone"
    DESK = "desk"


class HandOverReason(StrEnum):
    """Why a question goes to another team."""

    OTHER_MUNICIPALITY = "other_municipality"
    OTHER_MANDATE = "other_mandate"
    OTHER_EXPERTISE = "other_expertise"
    AT_REQUEST = "at_request"
    OBJECTION = "objection"


class ReleaseReason(StrEnum):
    """Why somebody puts a question back in the queue."""

    ABSENT = "absent"
    TOO_BUSY = "too_busy"
    OTHER_COLLEAGUE = "other_colleague"
    BY_MISTAKE = "by_mistake"


class DeclineReason(StrEnum):
    """Why an intermediary does not take a referral."""

    NO_CAPACITY = "no_capacity"
    OUTSIDE_OFFER = "outside_offer"
    OUTSIDE_REGION = "outside_region"
    ALREADY_KNOWN = "already_known"
    OTHER = "other"


class ReferralResult(StrEnum):
    """What came of a referral."""

    HELPED = "helped"
    PARTLY = "partly"
    NO_CONTACT = "no_contact"
    NOT_SUITABLE = "not_suitable"


class WithdrawReason(StrEnum):
    """Why an entrepreneur takes a question back."""

    SOLVED = "solved"
    NO_LONGER_NEEDED = "no_longer_needed"
    TOOK_TOO_LONG = "took_too_long"
    OTHER = "other"


class Helped(StrEnum):
    """Whether an answer helped, in the words of the entrepreneur."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class HelpedBy(StrEnum):
    """Who helped, in the words of the entrepreneur."""

    TEAM = "team"
    ORGANISATION = "organisation"
    SOMEBODY_ELSE = "somebody_else"


class NewsKind(StrEnum):
    """Of what an entrepreneur may want one mail later."""

    KNELPUNT = "knelpunt"
    SCHEME = "scheme"


class LinkPurpose(StrEnum):
    """What a private link opens."""

    QUESTION = "question"
    DRAFT = "draft"
    INVITE = "invite"
    RESET = "reset"
    CONSULT = "consult"


class PilotStage(StrEnum):
    """How far a pilot (*proeftuin*) is."""

    ENDED = "ended"
    RUNNING = "running"
    TOLD = "told"


class EmailTrouble(StrEnum):
    """What is wrong with an address we wrote to."""

    BOUNCED = "bounced"
    REFUSED = "refused"


class Destination(StrEnum):
    """To whom a topic leads first."""

    MAKELAAR = "makelaar"
    INTERMEDIAIR = "intermediair"
    FINANCIERING = "financiering"


class OrganisationCategory(StrEnum):
    """What an organisation is; the parties of the deal use the categories of its text."""

    MINISTERIE = "ministerie"
    PROVINCIE = "provincie"
    GEMEENTE = "gemeente"
    OVERHEIDSORGANISATIE = "overheidsorganisatie"
    INTERMEDIAIR = "intermediair"
    KENNISINSTELLING = "kennisinstelling"
    IMPACT_FIRST = "impact_first"
    IMPACT_SECOND = "impact_second"
    FINANCIER = "financier"
    COORDINATIE = "coordinatie"


class Instrument(StrEnum):
    """The shape in which money comes."""

    SUBSIDIE = "subsidie"
    LENING = "lening"
    GARANTIE = "garantie"
    EQUITY = "equity"
    MICROKREDIET = "microkrediet"
    CROWDFUNDING = "crowdfunding"
    RESULTAATFINANCIERING = "resultaatfinanciering"
    FONDS_GIFT = "fonds_gift"
    FISCAAL = "fiscaal"
    PRIJS = "prijs"


class Criterion(StrEnum):
    """What a scheme can ask of an enterprise, or be about."""

    LEGAL_FORM = "legal_form"
    STAGE = "stage"
    REGION = "region"
    TARGET = "target"
    THEME = "theme"
    TOPIC = "topic"


class AccountState(StrEnum):
    """Whether somebody can sign in."""

    INVITED = "invited"
    ACTIVE = "active"
    BLOCKED = "blocked"


class ManagementStep(StrEnum):
    """What is done with accounts and reference data; each is an event on their chain."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    INVITE = "invite"
    INVITE_AGAIN = "invite_again"
    ACCEPT_INVITATION = "accept_invitation"
    ASK_RESET = "ask_reset"
    SEND_RESET = "send_reset"
    NEW_PASSWORD = "new_password"  # noqa: S105 - the name of an event
    CHANGE_DETAILS = "change_details"
    END_SESSION = "end_session"
    BLOCK = "block"
    UNBLOCK = "unblock"
    MOVE_MEMBER = "move_member"
    CHANGE_TRACKS = "change_tracks"
    EDIT_TEAM = "edit_team"
    SET_BUDGET = "set_budget"
    RETIRE_TEAM = "retire_team"
    BRING_BACK_TEAM = "bring_back_team"
    EDIT_TOPIC = "edit_topic"
    RETIRE_TOPIC = "retire_topic"
    BRING_BACK_TOPIC = "bring_back_topic"
    ADD_ORGANISATION = "add_organisation"
    JOIN_DEAL = "join_deal"
    LEAVE_DEAL = "leave_deal"
    EDIT_PAGE = "edit_page"
    RETRY_MAIL = "retry_mail"
    FIT_MODEL = "fit_model"
    PROMOTE_MODEL = "promote_model"
    ROLL_BACK_MODEL = "roll_back_model"
    TRY_TOPIC = "try_topic"


class TrialStatus(StrEnum):
    """How far trying out a change of a topic is."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    PUBLISHED = "published"


#: class -> code -> label. Grouped by class, because codes of two classes may be spelt alike.
LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    Role: {
        Role.ONDERNEMER: "Ondernemer",
        Role.MAKELAAR: "Makelaar",
        Role.INTERMEDIAIR: "Intermediair",
        Role.DOSSIERHOUDER: "Dossierhouder",
        Role.SPOORLEIDER: "Spoorleider",
        Role.COORDINATOR: "Coördinator",
        Role.BEHEERDER: "Beheerder",
    },
    QuestionStatus: {
        QuestionStatus.NEW: "Nieuw",
        QuestionStatus.PICKED_UP: "In behandeling",
        QuestionStatus.WAITING: "Wacht op de ondernemer",
        QuestionStatus.ANSWERED: "Beantwoord",
        QuestionStatus.CLOSED: "Afgesloten",
        QuestionStatus.WITHDRAWN: "Ingetrokken",
        QuestionStatus.MERGED: "Samengevoegd",
        QuestionStatus.ERASED: "Gewist",
    },
    Step: {
        Step.SUBMIT: "Vraag gesteld",
        Step.PICK_UP: "Opgepakt",
        Step.RELEASE: "Teruggezet in de werkvoorraad",
        Step.ASK: "Vraag gesteld aan de ondernemer",
        Step.REPLY: "Ondernemer heeft gereageerd",
        Step.ADD_INFORMATION: "Ondernemer heeft informatie toegevoegd",
        Step.OBJECT: "Ondernemer is het niet eens met de route",
        Step.ANSWER: "Beantwoord",
        Step.CLOSE: "Afgesloten",
        Step.REOPEN: "Opnieuw geopend",
        Step.WITHDRAW: "Ingetrokken door de ondernemer",
        Step.HAND_OVER: "Overgedragen aan een ander team",
        Step.CORRECT_TOPIC: "Onderwerp gewijzigd",
        Step.NOTE: "Interne notitie",
        Step.LOG_CALL: "Telefoongesprek vastgelegd",
        Step.CONSULT: "Collega om advies gevraagd",
        Step.CONSULT_REPLY: "Advies van een collega ontvangen",
        Step.REFER: "Doorverwijzing",
        Step.REFERRAL_NEWS: "Nieuws over een doorverwijzing",
        Step.TAG_KNELPUNT: "Knelpunt gekoppeld",
        Step.KNELPUNT_DECIDED: "Besluit over een knelpunt teruggekoppeld",
        Step.CONSENT: "Toestemming gewijzigd",
        Step.REASSIGN: "Naar een andere behandelaar",
        Step.CORRECT_EMAIL: "E-mailadres verbeterd",
        Step.DECIDE_MANDATE: "Besluit genomen binnen het mandaat",
        Step.TAKE_BACK_MANDATE: "Besluit binnen het mandaat teruggenomen",
        Step.PILOT_RESULT: "Resultaat van een proeftuin vastgelegd",
        Step.FEEDBACK: "Ondernemer liet weten of het hielp",
        Step.NEWS: "Ondernemer koos of er later een bericht komt",
        Step.ERASE: "Gegevens gewist op verzoek van de ondernemer",
    },
    ReferralStatus: {
        ReferralStatus.OFFERED: "Aangeboden",
        ReferralStatus.ACCEPTED: "Aangenomen",
        ReferralStatus.DECLINED: "Afgewezen",
        ReferralStatus.COMPLETED: "Afgerond",
        ReferralStatus.REVOKED: "Toestemming ingetrokken",
    },
    KnelpuntStatus: {
        KnelpuntStatus.GESIGNALEERD: "Gesignaleerd",
        KnelpuntStatus.BEVESTIGD: "Bevestigd",
        KnelpuntStatus.INGEBRACHT: "Ingebracht",
        KnelpuntStatus.IN_BEHANDELING: "In behandeling",
        KnelpuntStatus.BESLUIT: "Besluit",
        KnelpuntStatus.TERUGGEKOPPELD: "Teruggekoppeld",
    },
    KnelpuntStep: {
        KnelpuntStep.SIGNAL: "Gesignaleerd",
        KnelpuntStep.CONFIRM: "Bevestigd",
        KnelpuntStep.BRING: "Ingebracht bij de verantwoordelijke organisatie",
        KnelpuntStep.TAKE_UP: "In behandeling genomen",
        KnelpuntStep.DECIDE: "Besluit genomen",
        KnelpuntStep.FEED_BACK: "Teruggekoppeld aan de vragers",
        KnelpuntStep.EDIT: "Beschrijving aangepast",
    },
    CaseKind: {
        CaseKind.CASUS: "Casus",
        CaseKind.REFERENTIE: "Referentie",
    },
    CaseStatus: {
        CaseStatus.OPEN: "Nog geen uitweg",
        CaseStatus.WAY_OUT: "Uitweg gevonden",
        CaseStatus.NO_WAY_OUT: "Geen uitweg mogelijk",
    },
    Level: {
        Level.GEMEENTE: "Gemeente",
        Level.PROVINCIE: "Provincie",
        Level.RIJK: "Rijk",
        Level.UITVOERING: "Uitvoeringsorganisatie",
        Level.EU: "Europese Unie",
        Level.FINANCIER: "Financier",
    },
    Category: {
        Category.JURIDISCH: "Juridisch",
        Category.FINANCIEEL: "Financieel",
        Category.BELEIDSMATIG: "Beleidsmatig",
        Category.ORGANISATORISCH: "Organisatorisch",
        Category.CULTUUR: "Cultuur",
    },
    LegalForm: {
        LegalForm.EENMANSZAAK: "Eenmanszaak of zzp",
        LegalForm.VOF: "Vof of maatschap",
        LegalForm.BV: "Bv",
        LegalForm.NV: "Nv",
        LegalForm.STICHTING: "Stichting",
        LegalForm.VERENIGING: "Vereniging",
        LegalForm.COOPERATIE: "Coöperatie",
        LegalForm.NONE_YET: "Nog geen rechtsvorm",
        LegalForm.OTHER: "Anders",
    },
    Stage: {
        Stage.IDEE: "Idee",
        Stage.START: "Start (tot ongeveer drie jaar)",
        Stage.GROEI: "Groei",
        Stage.OPSCHALING: "Opschaling",
    },
    Target: {
        Target.IMPACT_FIRST: "Mijn maatschappelijke doel staat voorop",
        Target.IMPACT_SECOND: "Gewoon bedrijf dat ook maatschappelijk wil bijdragen",
        Target.REGULIER: "Gewoon bedrijf",
        Target.STARTER: "Ik ben nog niet begonnen",
    },
    Language: {
        Language.NL: "Nederlands",
        Language.EN: "Engels",
    },
    MessageKind: {
        MessageKind.QUESTION: "Vraag",
        MessageKind.FROM_ASKER: "Van de ondernemer",
        MessageKind.TO_ASKER: "Aan de ondernemer",
        MessageKind.NOTE: "Interne notitie",
        MessageKind.CALL: "Telefoongesprek",
        MessageKind.CONSULT: "Vraag aan een collega",
        MessageKind.CONSULT_REPLY: "Antwoord van een collega",
        MessageKind.OBJECTION: "Bezwaar tegen de route",
        MessageKind.REFERRAL: "Doorverwijzing",
    },
    MunicipalityAnswer: {
        MunicipalityAnswer.CHOSEN: "gekozen in het formulier",
        MunicipalityAnswer.POSTCODE: "afgeleid van de postcode",
        MunicipalityAnswer.TEXT: "herkend in de tekst",
        MunicipalityAnswer.UNKNOWN: "niet bekend",
        MunicipalityAnswer.SEVERAL: "meerdere gemeenten",
    },
    RouteReason: {
        RouteReason.OWN_TEAM: "De gemeente heeft een eigen makelaarsteam dat dit onderwerp behandelt.",
        RouteReason.NO_OWN_TEAM: "Uw gemeente heeft geen eigen makelaarsteam.",
        RouteReason.TOPIC_NOT_COVERED: "Dit team behandelt dit onderwerp niet.",
        RouteReason.REGIONAL_LEAD: "Uw gemeente heeft geen eigen team. De regionale trekker neemt uw vraag aan.",
        RouteReason.PROVINCE_TEAM: "Uw gemeente heeft geen eigen team. Het team van de provincie neemt uw vraag aan.",
        RouteReason.NATIONAL_NO_TEAM: "Uw gemeente heeft geen makelaarsteam. Het landelijke team neemt uw vraag aan.",
        RouteReason.NATIONAL_TOPIC_NOT_COVERED: "Het gemeentelijke team behandelt dit onderwerp niet. "
        "Het landelijke team neemt uw vraag aan.",
        RouteReason.NATIONAL_UNKNOWN_PLACE: "Wij weten nog niet om welke gemeente het gaat. "
        "Het landelijke team zoekt het uit.",
        RouteReason.NATIONAL_SEVERAL: "Uw vraag gaat over meerdere gemeenten. Het landelijke team neemt uw vraag aan.",
        RouteReason.NO_MODEL: "De automatische herkenning werkt nu niet. Een medewerker deelt uw vraag in.",
    },
    Source: {
        Source.FORM: "Formulier",
        Source.PHONE: "Telefoon",
        Source.DESK: "Balie",
    },
    HandOverReason: {
        HandOverReason.OTHER_MUNICIPALITY: "Andere gemeente is verantwoordelijk",
        HandOverReason.OTHER_MANDATE: "Ander team heeft het mandaat",
        HandOverReason.OTHER_EXPERTISE: "Ander team heeft de kennis",
        HandOverReason.AT_REQUEST: "Op verzoek van de ondernemer",
        HandOverReason.OBJECTION: "Na bezwaar van de ondernemer tegen de route",
    },
    ReleaseReason: {
        ReleaseReason.ABSENT: "Ik ben afwezig",
        ReleaseReason.TOO_BUSY: "Ik heb nu geen tijd",
        ReleaseReason.OTHER_COLLEAGUE: "Past beter bij een collega",
        ReleaseReason.BY_MISTAKE: "Per ongeluk opgepakt",
    },
    DeclineReason: {
        DeclineReason.NO_CAPACITY: "Geen plek op dit moment",
        DeclineReason.OUTSIDE_OFFER: "Past niet bij ons aanbod",
        DeclineReason.OUTSIDE_REGION: "Buiten ons werkgebied",
        DeclineReason.ALREADY_KNOWN: "Wij kennen deze ondernemer al",
        DeclineReason.OTHER: "Andere reden",
    },
    ReferralResult: {
        ReferralResult.HELPED: "Geholpen",
        ReferralResult.PARTLY: "Deels geholpen",
        ReferralResult.NO_CONTACT: "Geen contact gekregen",
        ReferralResult.NOT_SUITABLE: "Paste toch niet",
    },
    WithdrawReason: {
        WithdrawReason.SOLVED: "Mijn vraag is al opgelost",
        WithdrawReason.NO_LONGER_NEEDED: "Ik heb geen antwoord meer nodig",
        WithdrawReason.TOOK_TOO_LONG: "Het duurde te lang",
        WithdrawReason.OTHER: "Andere reden",
    },
    Helped: {
        Helped.YES: "Ja",
        Helped.PARTLY: "Voor een deel",
        Helped.NO: "Nee",
    },
    HelpedBy: {
        HelpedBy.TEAM: "Het team van de gemeente",
        HelpedBy.ORGANISATION: "Een organisatie waarmee de vraag is gedeeld",
        HelpedBy.SOMEBODY_ELSE: "Iemand anders",
    },
    NewsKind: {
        NewsKind.KNELPUNT: "Als er een besluit is over het knelpunt achter mijn vraag",
        NewsKind.SCHEME: "Als een regeling opent die bij mijn vraag is voorgesteld",
    },
    LinkPurpose: {
        LinkPurpose.QUESTION: "Link naar een vraag",
        LinkPurpose.DRAFT: "Link naar een bewaard formulier",
        LinkPurpose.INVITE: "Uitnodiging",
        LinkPurpose.RESET: "Nieuw wachtwoord",
        LinkPurpose.CONSULT: "Link voor advies",
    },
    PilotStage: {
        PilotStage.ENDED: "Afgelopen, nog geen resultaat",
        PilotStage.RUNNING: "Loopt nog",
        PilotStage.TOLD: "Resultaat vastgelegd",
    },
    EmailTrouble: {
        EmailTrouble.BOUNCED: "Bericht kwam terug",
        EmailTrouble.REFUSED: "Adres is geweigerd",
    },
    Destination: {
        Destination.MAKELAAR: "Makelaar van de gemeente",
        Destination.INTERMEDIAIR: "Intermediair",
        Destination.FINANCIERING: "Financiering",
    },
    OrganisationCategory: {
        OrganisationCategory.MINISTERIE: "Ministerie",
        OrganisationCategory.PROVINCIE: "Provincie",
        OrganisationCategory.GEMEENTE: "Gemeente",
        OrganisationCategory.OVERHEIDSORGANISATIE: "Overheidsorganisatie",
        OrganisationCategory.INTERMEDIAIR: "Intermediair",
        OrganisationCategory.KENNISINSTELLING: "Kennisinstelling",
        OrganisationCategory.IMPACT_FIRST: "Impactondernemer",
        OrganisationCategory.IMPACT_SECOND: "Bedrijf dat ook impact maakt",
        OrganisationCategory.FINANCIER: "Fonds of financier",
        OrganisationCategory.COORDINATIE: "Coördinatieteam",
    },
    Instrument: {
        Instrument.SUBSIDIE: "Subsidie",
        Instrument.LENING: "Lening",
        Instrument.GARANTIE: "Garantie of borgstelling",
        Instrument.EQUITY: "Investering in aandelen",
        Instrument.MICROKREDIET: "Microkrediet",
        Instrument.CROWDFUNDING: "Crowdfunding",
        Instrument.RESULTAATFINANCIERING: "Resultaatfinanciering",
        Instrument.FONDS_GIFT: "Bijdrage van een fonds",
        Instrument.FISCAAL: "Fiscale regeling",
        Instrument.PRIJS: "Prijs of wedstrijd",
    },
    Criterion: {
        Criterion.LEGAL_FORM: "Rechtsvorm",
        Criterion.STAGE: "Fase",
        Criterion.REGION: "Gebied",
        Criterion.TARGET: "Doel van de onderneming",
        Criterion.THEME: "Thema",
        Criterion.TOPIC: "Onderwerp",
    },
    AccountState: {
        AccountState.INVITED: "Uitgenodigd",
        AccountState.ACTIVE: "Actief",
        AccountState.BLOCKED: "Geblokkeerd",
    },
    ManagementStep: {
        ManagementStep.SIGN_IN: "Ingelogd",
        ManagementStep.SIGN_OUT: "Uitgelogd",
        ManagementStep.INVITE: "Uitgenodigd",
        ManagementStep.INVITE_AGAIN: "Opnieuw uitgenodigd",
        ManagementStep.ACCEPT_INVITATION: "Uitnodiging aangenomen",
        ManagementStep.ASK_RESET: "Nieuw wachtwoord aangevraagd",
        ManagementStep.SEND_RESET: "Link voor een nieuw wachtwoord gestuurd",
        ManagementStep.NEW_PASSWORD: "Wachtwoord gewijzigd",
        ManagementStep.CHANGE_DETAILS: "Eigen gegevens gewijzigd",
        ManagementStep.END_SESSION: "Sessie beëindigd",
        ManagementStep.BLOCK: "Geblokkeerd",
        ManagementStep.UNBLOCK: "Blokkade opgeheven",
        ManagementStep.MOVE_MEMBER: "Naar een ander team of een andere organisatie",
        ManagementStep.CHANGE_TRACKS: "Sporen gewijzigd",
        ManagementStep.EDIT_TEAM: "Team gewijzigd",
        ManagementStep.SET_BUDGET: "Budget van een team gewijzigd",
        ManagementStep.RETIRE_TEAM: "Team gestopt",
        ManagementStep.BRING_BACK_TEAM: "Team weer in gebruik",
        ManagementStep.EDIT_TOPIC: "Onderwerp gewijzigd",
        ManagementStep.RETIRE_TOPIC: "Onderwerp gestopt",
        ManagementStep.BRING_BACK_TOPIC: "Onderwerp weer in gebruik",
        ManagementStep.ADD_ORGANISATION: "Organisatie toegevoegd",
        ManagementStep.JOIN_DEAL: "Partij geworden",
        ManagementStep.LEAVE_DEAL: "Geen partij meer",
        ManagementStep.EDIT_PAGE: "Pagina gewijzigd",
        ManagementStep.RETRY_MAIL: "E-mail opnieuw klaargezet",
        ManagementStep.FIT_MODEL: "Model voor onderwerpen gemaakt",
        ManagementStep.PROMOTE_MODEL: "Model voor onderwerpen in gebruik genomen",
        ManagementStep.ROLL_BACK_MODEL: "Vorig model voor onderwerpen teruggezet",
        ManagementStep.TRY_TOPIC: "Wijziging van een onderwerp uitgeprobeerd",
    },
    TrialStatus: {
        TrialStatus.WAITING: "Wacht op de achtergrond",
        TrialStatus.RUNNING: "Bezig",
        TrialStatus.READY: "Klaar",
        TrialStatus.FAILED: "Niet gelukt",
        TrialStatus.PUBLISHED: "In gebruik genomen",
    },
}


def label(code: StrEnum) -> str:
    """Return the Dutch label of a stored code."""
    return LABELS[type(code)][code]
