"""The queue shows the own team what to do first, and nothing of anybody else."""

from datetime import date, timedelta

import pytest

from intake.models.questions import Question
from intake.queue import NOBODY, Due, Mark, QueueFilter, Tab, choices, counts, next_due, queue
from intake.terms import QuestionStatus, Role
from tests.factories import (
    START,
    any_topic,
    make_account,
    make_act,
    make_answered_question,
    make_picked_up_question,
    make_question,
    make_waiting_question,
    national_team,
    other_team,
)


@pytest.fixture
def makelaar(session):
    return make_account(session)


def shown(act, tab=Tab.OPEN, **wanted):
    return [line.question.reference for line in queue(act, QueueFilter(tab, **wanted)).lines]


class TestQueue:
    def test_holds_the_questions_of_the_own_team_only(self, session, makelaar):
        own = make_question(session)
        make_question(session, team_id=other_team(session).id)
        make_question(session, team_id=national_team(session).id)

        assert shown(make_act(session, makelaar)) == [own.reference]

    def test_holds_those_of_the_national_team_for_the_coordination_team(self, session):
        make_question(session)
        national = make_question(session, team_id=national_team(session).id)

        assert shown(make_act(session, make_account(session, Role.COORDINATOR))) == [national.reference]

    @pytest.mark.parametrize("role", [Role.INTERMEDIAIR, Role.DOSSIERHOUDER, Role.SPOORLEIDER, Role.BEHEERDER])
    def test_holds_nothing_for_other_roles(self, session, role):
        make_question(session)
        act = make_act(session, make_account(session, role))

        assert [shown(act, tab) for tab in Tab] == [[]] * len(Tab)
        assert set(counts(act, QueueFilter()).values()) == {0}

    def test_puts_what_is_due_first_on_top(self, session, makelaar):
        later = make_question(session, life_due_on=date(2026, 9, 20))
        sooner = make_question(session, life_due_on=date(2026, 9, 16))
        answered_soon = make_question(
            session, first_sign_of_life_at=START, first_content_at=START, answer_due_on=date(2026, 9, 18)
        )

        assert shown(make_act(session, makelaar)) == [sooner.reference, answered_soon.reference, later.reference]

    def test_puts_what_was_done_last_on_top_of_what_is_done(self, session, makelaar):
        old = make_answered_question(session, makelaar, updated_at=START)
        new = make_answered_question(session, makelaar, updated_at=START + timedelta(days=1))

        assert shown(make_act(session, makelaar), Tab.ANSWERED) == [new.reference, old.reference]

    def test_sorts_questions_into_views(self, session, makelaar):
        colleague = make_account(session)
        new = make_question(session, needs_sorting=True)
        mine = make_picked_up_question(session, makelaar)
        theirs = make_picked_up_question(session, colleague)
        waiting = make_waiting_question(session, colleague)
        answered = make_answered_question(session, makelaar)
        closed = make_question(session, status=QuestionStatus.WITHDRAWN)
        act = make_act(session, makelaar)

        assert shown(act, Tab.NEW) == [new.reference]
        assert shown(act, Tab.SORTING) == [new.reference]
        assert shown(act, Tab.MINE) == [mine.reference]
        assert shown(act, Tab.WAITING) == [waiting.reference]
        assert shown(act, Tab.ANSWERED) == [answered.reference]
        assert shown(act, Tab.CLOSED) == [closed.reference]
        assert set(shown(act)) == {row.reference for row in (new, mine, theirs, waiting)}

    def test_counts_every_view(self, session, makelaar):
        make_question(session)
        make_picked_up_question(session, makelaar)

        found = counts(make_act(session, makelaar), QueueFilter())

        assert (found[Tab.OPEN], found[Tab.NEW], found[Tab.MINE], found[Tab.CLOSED]) == (2, 1, 1, 0)


class TestLate:
    def test_is_what_the_team_let_pass(self, session, makelaar):
        question = make_question(session)
        day_before = make_act(session, makelaar, START + timedelta(days=2))
        day_after = make_act(session, makelaar, START + timedelta(days=3))

        assert shown(day_before, Tab.LATE) == []
        assert shown(day_after, Tab.LATE) == [question.reference]
        assert queue(day_after, QueueFilter()).lines[0].is_late

    def test_is_never_what_waits_for_the_entrepreneur(self, session, makelaar):
        make_waiting_question(session, makelaar)

        assert shown(make_act(session, makelaar, START + timedelta(days=90)), Tab.LATE) == []

    @pytest.mark.parametrize(
        ("overrides", "due"),
        [
            ({}, Due.LIFE),
            ({"first_sign_of_life_at": START}, Due.CONTENT),
            ({"first_sign_of_life_at": START, "first_content_at": START}, Due.ANSWER),
        ],
    )
    def test_looks_at_the_clock_that_runs(self, session, makelaar, overrides, due):
        question = make_question(session, **overrides)

        [line] = queue(make_act(session, makelaar), QueueFilter()).lines

        assert (line.due, line.due_on) == next_due(question)
        assert line.due is due


class TestFilters:
    def test_narrow_by_topic_municipality_and_assignee(self, session, makelaar):
        topic = any_topic(session).slug
        mine = make_picked_up_question(session, makelaar)
        nobodys = make_question(session, topic_slug=None, gm_code=None)
        act = make_act(session, makelaar)

        assert shown(act, topic=topic) == [mine.reference]
        assert shown(act, municipality=mine.gm_code) == [mine.reference]
        assert shown(act, assignee=str(makelaar.id)) == [mine.reference]
        assert shown(act, assignee=NOBODY) == [nobodys.reference]
        assert counts(act, QueueFilter(assignee=NOBODY))[Tab.OPEN] == 1

    def test_offer_only_what_occurs_in_the_own_queue(self, session, makelaar):
        make_question(session, team_id=other_team(session).id, gm_code=other_team(session).gm_code)
        own = make_question(session)
        stranger = make_account(session, team_id=other_team(session).id)

        offered = choices(make_act(session, makelaar))

        assert [code for code, _name in offered.municipalities] == [own.gm_code]
        assert [topic.slug for topic in offered.topics] == [own.topic_slug]
        assert stranger.id not in {key for key, _name in offered.assignees}


class TestPages:
    @pytest.fixture
    def references(self, session, makelaar):
        for number in range(7):
            make_question(session, life_due_on=date(2026, 9, 17 + number // 3))
        return shown(make_act(session, makelaar))

    def test_follow_each_other_without_a_gap_or_a_double(self, session, makelaar, references):
        act, found, mark = make_act(session, makelaar), [], None
        while True:
            page = queue(act, QueueFilter(), after=mark, size=3)
            found += [line.question.reference for line in page.lines]
            if page.after is None:
                break
            mark = page.after

        assert found == references

    def test_lead_back_to_the_same_questions(self, session, makelaar, references):
        act = make_act(session, makelaar)
        first = queue(act, QueueFilter(), size=3)
        second = queue(act, QueueFilter(), after=first.after, size=3)

        back = queue(act, QueueFilter(), before=second.before, size=3)

        assert back.lines == first.lines
        assert (back.before, first.before) == (None, None)

    def test_follow_each_other_among_what_is_done(self, session, makelaar):
        for _number in range(4):
            make_answered_question(session, makelaar)
        act, wanted = make_act(session, makelaar), QueueFilter(Tab.ANSWERED)

        first = queue(act, wanted, size=3)
        second = queue(act, wanted, after=first.after, size=3)

        assert len({line.question.id for line in (*first.lines, *second.lines)}) == 4
        assert second.after is None

    def test_do_not_shift_when_a_question_is_picked_up_meanwhile(self, session, makelaar, references):
        act = make_act(session, makelaar)
        first = queue(act, QueueFilter(Tab.NEW), size=3)
        taken = session.get_one(Question, first.lines[0].question.id)
        taken.status = QuestionStatus.PICKED_UP
        session.add(taken)
        session.flush()

        second = queue(act, QueueFilter(Tab.NEW), after=first.after, size=3)

        assert [line.question.reference for line in second.lines] == references[3:6]


class TestMark:
    @pytest.mark.parametrize("text", [None, "", "onzin", "2026-09-17", "2026-09-17_x", "_3"])
    def test_that_makes_no_sense_leads_to_the_first_page(self, text):
        assert Mark.read(text, Tab.OPEN) is None

    @pytest.mark.parametrize(("mark", "tab"), [(Mark(date(2026, 9, 17), 3), Tab.OPEN), (Mark(START, 4), Tab.CLOSED)])
    def test_survives_an_address(self, mark, tab):
        assert Mark.read(str(mark), tab) == mark
