"""The event log is read page by page, in codes and references."""

from datetime import date, timedelta

import pytest

from intake import audit
from intake.errors import NotPermitted
from intake.event_log import PAGE_SIZE, LogFilter, read_log
from intake.terms import KnelpuntStep, ManagementStep, QuestionStatus, Role, Step
from tests.factories import START, make_account, make_act, make_case, make_knelpunt, make_question


@pytest.fixture
def act(session):
    """An act by an administrator."""
    return make_act(session, make_account(session, Role.BEHEERDER))


def steps(page):
    return [line.step for line in page.lines]


class TestReadLog:
    def test_shows_the_newest_first_with_reference_and_terms(self, session, act):
        question = make_question(session)
        audit.record(
            make_act(session),
            f"question:{question.id}",
            Step.PICK_UP,
            from_status=QuestionStatus.NEW,
            to_status=QuestionStatus.PICKED_UP,
        )

        newest, oldest = read_log(act, LogFilter()).lines

        assert (newest.step, newest.reference) == (Step.PICK_UP, question.reference)
        assert (newest.from_status, newest.to_status) == (QuestionStatus.NEW, QuestionStatus.PICKED_UP)
        assert isinstance(newest.step, Step)
        assert oldest.step is Step.SUBMIT

    def test_tells_no_text_of_a_question(self, session, act):
        question = make_question(session)

        assert question.text not in str(read_log(act, LogFilter()))

    def test_shows_a_code_without_label_as_it_is(self, session, act):
        audit.record(act, "question:1", "iets_anders")

        [line] = read_log(act, LogFilter()).lines

        assert (line.step, line.reference) == ("iets_anders", None)

    def test_finds_the_chain_of_a_reference_however_it_is_typed(self, session, act):
        question = make_question(session)
        make_question(session)

        page = read_log(act, LogFilter(about=f" {question.reference.lower()} "))

        assert [line.reference for line in page.lines] == [question.reference]

    @pytest.mark.parametrize("make", [make_knelpunt, make_case])
    def test_knows_the_references_of_knelpunten_and_cases(self, session, act, make):
        row = make(session)
        make_question(session)

        assert [line.reference for line in read_log(act, LogFilter(about=row.reference)).lines] == [row.reference]

    def test_finds_a_chain_by_its_name(self, session, act):
        audit.record(act, "team:3", ManagementStep.EDIT_TEAM)
        audit.record(act, "team:33", ManagementStep.EDIT_TEAM)

        assert [line.chain for line in read_log(act, LogFilter(about="Team: 3")).lines] == ["team:3"]

    def test_finds_nothing_for_an_unknown_reference(self, session, act):
        make_question(session)

        assert read_log(act, LogFilter(about="HLM-26-XXXX-XX")).lines == ()

    def test_finds_what_one_person_did(self, session, act):
        colleague = make_account(session)
        audit.record(make_act(session, colleague), "team:3", ManagementStep.EDIT_TEAM)
        audit.record(act, "team:3", ManagementStep.RETIRE_TEAM)

        page = read_log(act, LogFilter(actor_id=colleague.id))

        assert steps(page) == [ManagementStep.EDIT_TEAM]

    def test_finds_one_kind_of_step(self, session, act):
        make_knelpunt(session)
        make_question(session)

        assert steps(read_log(act, LogFilter(step="signal"))) == [KnelpuntStep.SIGNAL]

    def test_counts_days_as_the_netherlands_does(self, session, act):
        late = START.replace(hour=22, minute=30)
        audit.record(make_act(session, at=late), "team:1", ManagementStep.EDIT_TEAM)
        audit.record(make_act(session, at=late - timedelta(hours=1)), "team:2", ManagementStep.EDIT_TEAM)

        that_day = read_log(act, LogFilter(since=date(2026, 9, 15), until=date(2026, 9, 15)))
        next_day = read_log(act, LogFilter(since=date(2026, 9, 16)))

        assert [line.chain for line in that_day.lines] == ["team:2"]
        assert [line.chain for line in next_day.lines] == ["team:1"]

    def test_goes_on_where_a_page_ended(self, session, act):
        for number in range(PAGE_SIZE + 2):
            audit.record(act, f"team:{number}", ManagementStep.EDIT_TEAM)

        first = read_log(act, LogFilter())
        second = read_log(act, LogFilter(), before_id=first.older_than)

        assert len(first.lines) == PAGE_SIZE
        assert [line.chain for line in second.lines] == ["team:1", "team:0"]
        assert second.older_than is None

    @pytest.mark.parametrize("role", [role for role in Role if role not in (Role.BEHEERDER, Role.ONDERNEMER)])
    def test_is_for_an_administrator_only(self, session, role):
        with pytest.raises(NotPermitted):
            read_log(make_act(session, make_account(session, role)), LogFilter())
