"""One mail later, by consent: wished for with an end, taken back at will, and spent by one mail."""

import json
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from intake import erasure, ladder, news
from intake.errors import NotFound, RefusedInput
from intake.models.knelpunten import KnelpuntTag
from intake.models.questions import NewsWish, Question, RoutingRecord
from intake.models.reference import FinancingOption, Outcome, ReferenceRevision
from intake.models.system import OutboxMail
from intake.permissions import THE_LOKET, Person
from intake.terms import EmailTrouble, KnelpuntStatus, NewsKind, QuestionStatus, Role
from matching.data import OptionStatus
from tests.factories import START, make_account, make_act, make_knelpunt, make_question

LATER = START + timedelta(days=40)
ENDS_ON = date(2027, 3, 1)
SCHEME, KNELPUNT = NewsKind.SCHEME, NewsKind.KNELPUNT


def asker_of(session: Session, question: Question, at=START):
    return make_act(session, Person(Role.ONDERNEMER, question_ids=frozenset({question.id})), at)


@pytest.fixture
def scheme(session) -> FinancingOption:
    """A scheme that is closed."""
    option = session.exec(select(FinancingOption).order_by(FinancingOption.id).limit(1)).one()
    option.status = OptionStatus.CLOSED
    session.add(option)
    session.flush()
    return option


@pytest.fixture
def question(session, scheme) -> Question:
    """A question for which the scheme was proposed, and found closed."""
    return proposed(session, scheme, "closed")


def proposed(session, scheme, verdict, **overrides) -> Question:
    question = make_question(session, **overrides)
    told = [{"id": scheme.id, "verdict": verdict, "why": [], "ask": None, "nearest_open": None, "score": 0.5}]
    session.add(
        RoutingRecord(
            question_id=question.id, at=START, input_hash="f" * 64, topics="[]", team_id=question.team_id,
            reasons="[]", financing=json.dumps(told), intermediaries="[]",
        )
    )  # fmt: skip
    session.flush()
    return question


def change(session, scheme, before: OptionStatus, after: OptionStatus, at=LATER) -> None:
    """Change a scheme as a load or an administrator does: the row, with what it said before."""
    scheme.status = after
    session.add(scheme)
    session.add(
        ReferenceRevision(
            table_name="financing_options", row_key=scheme.id, at=at,
            before=json.dumps({"status": before}), after=json.dumps({"status": after}),
        )
    )  # fmt: skip
    session.flush()


def tell(session, at=LATER + timedelta(hours=1)) -> int:
    return news.tell_of_schemes(make_act(session, THE_LOKET, at))


def mails(session) -> list[tuple[str, str]]:
    return [(mail.template, mail.to_email) for mail in session.exec(select(OutboxMail).order_by(OutboxMail.id))]


class TestWish:
    def test_keeps_what_was_wished_and_until_when(self, session, question):
        news.wish(asker_of(session, question), question.reference, [SCHEME, KNELPUNT], ENDS_ON)

        rows = session.exec(select(NewsWish).order_by(NewsWish.kind)).all()
        assert [(row.kind, row.ends_on, row.sent_at) for row in rows] == [
            (KNELPUNT, ENDS_ON, None),
            (SCHEME, ENDS_ON, None),
        ]
        assert news.news(asker_of(session, question), question).offered == ()

    @pytest.mark.parametrize(
        ("kinds", "ends_on", "field", "code"),
        [
            ([], ENDS_ON, "kinds", "required"),
            ([KNELPUNT], START.date() - timedelta(days=1), "ends_on", "in_past"),
            ([KNELPUNT], date(2027, 9, 16), "ends_on", "too_far"),
        ],
    )
    def test_refuses_what_cannot_be(self, session, question, kinds, ends_on, field, code):
        with pytest.raises(RefusedInput) as refusal:
            news.wish(asker_of(session, question), question.reference, kinds, ends_on)

        assert (refusal.value.field, refusal.value.code) == (field, code)
        assert session.exec(select(NewsWish)).all() == []

    @pytest.mark.parametrize(
        "overrides", [{"asker_email": None}, {"status": QuestionStatus.WITHDRAWN}, {"status": QuestionStatus.MERGED}]
    )
    def test_offers_nothing_to_somebody_who_cannot_be_told(self, session, scheme, overrides):
        question = proposed(session, scheme, "closed", **overrides)

        assert news.news(asker_of(session, question), question).offered == ()
        with pytest.raises(RefusedInput, match="not_offered"):
            news.wish(asker_of(session, question), question.reference, [KNELPUNT], ENDS_ON)

    def test_offers_a_scheme_only_where_one_was_proposed_that_could_not_be_used(self, session, scheme):
        found = [
            news.news(make_act(session), proposed(session, scheme, verdict)).offered
            for verdict in ("fits", "no", "unknown")
        ]

        assert found == [(KNELPUNT,), (KNELPUNT,), (KNELPUNT, SCHEME)]

    def test_is_for_whoever_asked(self, session, question):
        with pytest.raises(NotFound):
            news.wish(make_act(session, make_account(session)), question.reference, [KNELPUNT], ENDS_ON)

    def test_may_run_a_year_from_a_leap_day(self):
        assert news.a_year_from(date(2028, 2, 29)) == date(2029, 2, 28)
        assert news.a_year_from(date(2026, 9, 15)) == date(2027, 9, 15)


class TestTakeBack:
    def test_ends_it_and_offers_it_again(self, session, question, scheme):
        act = asker_of(session, question)
        news.wish(act, question.reference, [SCHEME], ENDS_ON)

        for _time in range(2):
            news.take_back(act, question.reference, SCHEME)
        change(session, scheme, OptionStatus.CLOSED, OptionStatus.OPEN)

        assert tell(session) == 0
        assert SCHEME in news.news(act, question).offered


class TestTellOfSchemes:
    @pytest.mark.parametrize("before", [OptionStatus.CLOSED, OptionStatus.UNKNOWN])
    def test_sends_one_mail_when_a_proposed_scheme_opens(self, session, question, scheme, before):
        news.wish(asker_of(session, question), question.reference, [SCHEME], ENDS_ON)
        change(session, scheme, before, OptionStatus.OPEN)

        counts = [tell(session), tell(session)]
        change(session, scheme, OptionStatus.CLOSED, OptionStatus.OPEN, LATER + timedelta(days=9))

        assert [*counts, tell(session, LATER + timedelta(days=10))] == [1, 0, 0]
        assert mails(session) == [("scheme_opened", question.asker_email)]
        assert SCHEME not in news.news(make_act(session), question).offered

    def test_sends_nothing_of_what_was_open_before_it_was_wished(self, session, question, scheme):
        change(session, scheme, OptionStatus.CLOSED, OptionStatus.OPEN, START - timedelta(days=1))
        news.wish(asker_of(session, question), question.reference, [SCHEME], ENDS_ON)

        assert tell(session) == 0

    def test_sends_nothing_of_a_scheme_that_closed_again(self, session, question, scheme):
        news.wish(asker_of(session, question), question.reference, [SCHEME], ENDS_ON)
        change(session, scheme, OptionStatus.CLOSED, OptionStatus.OPEN)
        change(session, scheme, OptionStatus.OPEN, OptionStatus.CLOSED)

        assert tell(session) == 0

    def test_sends_nothing_of_a_scheme_that_was_not_proposed(self, session, question):
        news.wish(asker_of(session, question), question.reference, [SCHEME], ENDS_ON)
        other = session.exec(select(FinancingOption).order_by(FinancingOption.id.desc()).limit(1)).one()
        change(session, other, OptionStatus.CLOSED, OptionStatus.OPEN)

        assert tell(session) == 0

    def test_sends_nothing_after_the_last_day(self, session, question, scheme):
        news.wish(asker_of(session, question), question.reference, [SCHEME], LATER.date())
        change(session, scheme, OptionStatus.CLOSED, OptionStatus.OPEN)

        assert tell(session, LATER + timedelta(days=1)) == 0
        assert tell(session, LATER + timedelta(minutes=1)) == 1

    def test_sends_nothing_to_an_address_that_refused_mail(self, session, question, scheme):
        news.wish(asker_of(session, question), question.reference, [SCHEME], ENDS_ON)
        question.asker_email_trouble = EmailTrouble.REFUSED
        session.add(question)
        change(session, scheme, OptionStatus.CLOSED, OptionStatus.OPEN)

        assert tell(session) == 0

    def test_sends_nothing_about_an_erased_question(self, session, question, scheme):
        news.wish(asker_of(session, question), question.reference, [SCHEME], ENDS_ON)
        erasure.erase(asker_of(session, question), question.reference)
        change(session, scheme, OptionStatus.CLOSED, OptionStatus.OPEN)

        assert tell(session) == 0
        assert session.exec(select(NewsWish)).all() == []


class TestKnelpunt:
    def feed_back(self, session, question) -> None:
        knelpunt = make_knelpunt(
            session,
            status=KnelpuntStatus.BESLUIT,
            outcome_code=session.exec(select(Outcome.code).limit(1)).one(),
        )
        session.add(KnelpuntTag(knelpunt_id=knelpunt.id, question_id=question.id, at=START))
        session.flush()
        leader = make_account(session, Role.SPOORLEIDER, tracks=(knelpunt.track_slug,))
        ladder.feed_back(make_act(session, leader, LATER), knelpunt.reference, "U kunt vanaf nu aanvragen.")

    def test_a_closed_question_gets_a_mail_only_when_that_was_wished(self, session):
        quiet, wishing = (make_question(session, status=QuestionStatus.CLOSED) for _one in range(2))
        news.wish(asker_of(session, wishing), wishing.reference, [KNELPUNT], ENDS_ON)

        for question in (quiet, wishing, wishing):
            self.feed_back(session, question)

        assert mails(session) == [("knelpunt_decided", wishing.asker_email)]
        assert session.exec(select(NewsWish.sent_at)).one() == LATER

    def test_an_open_question_gets_its_mail_anyway(self, session):
        question = make_question(session)

        self.feed_back(session, question)

        assert mails(session) == [("knelpunt_decided", question.asker_email)]
