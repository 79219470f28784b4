"""What may follow what: the life of a question and of a knelpunt, as tables."""

from intake.terms import OPEN_STATUSES, KnelpuntStatus, KnelpuntStep, QuestionStatus, ReferralStatus, Step

S = QuestionStatus
K = KnelpuntStatus
R = ReferralStatus

#: A step with this target leaves the status as it is.
SAME = None

_ALIVE = OPEN_STATUSES | {S.ANSWERED}
_KEPT = frozenset(S) - {S.ERASED}
_WITH_SOMEBODY = frozenset({S.PICKED_UP, S.WAITING})

#: step -> (statuses it may start from, status it ends in; ``SAME`` keeps the status)
STEPS: dict[Step, tuple[frozenset[QuestionStatus], QuestionStatus | None]] = {
    Step.PICK_UP: (frozenset({S.NEW}), S.PICKED_UP),
    Step.RELEASE: (_WITH_SOMEBODY, S.NEW),
    Step.ASK: (frozenset({S.PICKED_UP}), S.WAITING),
    Step.REPLY: (frozenset({S.WAITING}), S.PICKED_UP),
    Step.ADD_INFORMATION: (frozenset({S.NEW, S.PICKED_UP, S.ANSWERED}), SAME),
    Step.OBJECT: (OPEN_STATUSES, SAME),
    Step.ANSWER: (_WITH_SOMEBODY, S.ANSWERED),
    Step.CLOSE: (frozenset({S.ANSWERED}), S.CLOSED),
    Step.REOPEN: (frozenset({S.ANSWERED, S.CLOSED}), S.NEW),
    Step.WITHDRAW: (_ALIVE, S.WITHDRAWN),
    Step.HAND_OVER: (OPEN_STATUSES, S.NEW),
    Step.CORRECT_TOPIC: (_ALIVE, SAME),
    Step.NOTE: (_KEPT, SAME),
    Step.LOG_CALL: (_ALIVE, SAME),
    Step.CONSULT: (_WITH_SOMEBODY, SAME),
    Step.CONSULT_REPLY: (_KEPT, SAME),
    Step.REFER: (_ALIVE, SAME),
    Step.REFERRAL_NEWS: (_KEPT, SAME),
    Step.TAG_KNELPUNT: (_ALIVE | {S.CLOSED}, SAME),
    Step.KNELPUNT_DECIDED: (_ALIVE | {S.CLOSED}, SAME),
    Step.CONSENT: (_KEPT, SAME),
    Step.REASSIGN: (_WITH_SOMEBODY, SAME),
    Step.CORRECT_EMAIL: (_KEPT, SAME),
    Step.DECIDE_MANDATE: (_WITH_SOMEBODY | {S.ANSWERED}, SAME),
    Step.TAKE_BACK_MANDATE: (_KEPT, SAME),
    Step.PILOT_RESULT: (_KEPT, SAME),
    Step.FEEDBACK: (frozenset({S.ANSWERED, S.CLOSED}), SAME),
    Step.NEWS: (_ALIVE | {S.CLOSED}, SAME),
    Step.ERASE: (_KEPT - OPEN_STATUSES, S.ERASED),
}

#: The ladder: step -> (rungs it may start from, rung it ends on)
LADDER: dict[KnelpuntStep, tuple[frozenset[KnelpuntStatus], KnelpuntStatus | None]] = {
    KnelpuntStep.CONFIRM: (frozenset({K.GESIGNALEERD}), K.BEVESTIGD),
    KnelpuntStep.BRING: (frozenset({K.BEVESTIGD, K.INGEBRACHT}), K.INGEBRACHT),
    KnelpuntStep.TAKE_UP: (frozenset({K.INGEBRACHT}), K.IN_BEHANDELING),
    KnelpuntStep.DECIDE: (frozenset({K.INGEBRACHT, K.IN_BEHANDELING}), K.BESLUIT),
    KnelpuntStep.FEED_BACK: (frozenset({K.BESLUIT}), K.TERUGGEKOPPELD),
    KnelpuntStep.EDIT: (frozenset(K) - {K.TERUGGEKOPPELD}, SAME),
}

#: status of a referral -> statuses that may follow
REFERRALS: dict[ReferralStatus, frozenset[ReferralStatus]] = {
    R.OFFERED: frozenset({R.ACCEPTED, R.DECLINED, R.REVOKED}),
    R.ACCEPTED: frozenset({R.COMPLETED, R.DECLINED, R.REVOKED}),
    R.DECLINED: frozenset(),
    R.COMPLETED: frozenset({R.REVOKED}),
    R.REVOKED: frozenset({R.OFFERED}),
}

#: How many cases make a signal a confirmed knelpunt (design, section 6).
CASES_TO_CONFIRM = 2

#: After so many days an answered question closes by itself (design, section 5).
CLOSE_AFTER_DAYS = 14

#: Working days within which each first is due (design, section 5).
SIGN_OF_LIFE_DAYS = 2
CONTENT_DAYS = 5
ANSWER_DAYS = 15


def allows(step: Step, status: QuestionStatus) -> bool:
    """Tell whether ``step`` may be taken on a question in ``status``."""
    return step in STEPS and status in STEPS[step][0]


def steps_from(status: QuestionStatus) -> frozenset[Step]:
    """Return every step that a question in ``status`` allows."""
    return frozenset(step for step in STEPS if allows(step, status))
