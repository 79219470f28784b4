"""An administrator changes topics; a topic that stops stays with the questions that have it."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from intake import revisions, topics
from intake.errors import NotFound, NotPermitted, RefusedInput, StalePage
from intake.models.reference import Topic
from intake.models.system import Event
from intake.terms import Role
from tests.factories import START, any_topic, make_account, make_act, make_answered_question, make_question


@pytest.fixture
def act(session):
    """An act by an administrator."""
    return make_act(session, make_account(session, Role.BEHEERDER))


class TestEditTopic:
    def test_changes_the_profile_and_keeps_what_it_said(self, session, act):
        topic = any_topic(session)
        before = topic.keywords

        topics.edit_topic(act, topic.slug, replace(topics.draft_of(topic), keywords="werkplaats; pand"))

        [newest, *_older] = revisions.history(act, topics.TABLE, topic.slug)
        [change] = newest.changes
        assert topic.keywords == "werkplaats; pand"
        assert (change.column, change.before, change.after) == ("keywords", before, "werkplaats; pand")
        assert session.exec(select(Event.step).where(Event.chain == f"topic:{topic.slug}")).one() == "edit_topic"

    def test_names_columns_in_the_log_and_no_texts(self, session, act):
        topic = any_topic(session)

        topics.edit_topic(act, topic.slug, replace(topics.draft_of(topic), description_nl="Een nieuwe tekst."))

        assert session.exec(select(Event.details)).one() == '{"columns": ["description_nl"]}'

    def test_writes_nothing_when_nothing_changed(self, session, act):
        topic = any_topic(session)

        topics.edit_topic(act, topic.slug, topics.draft_of(topic))

        assert session.exec(select(Event)).all() == []

    def test_refuses_a_page_that_is_older_than_the_topic(self, session, act):
        topic = any_topic(session)
        draft = topics.draft_of(topic)
        version = revisions.version_of(act, topics.TABLE, topic.slug)
        topics.edit_topic(act, topic.slug, replace(draft, name_nl="Eerst"), version=version)

        with pytest.raises(StalePage):
            topics.edit_topic(act, topic.slug, replace(draft, name_nl="Later"), version=version)

    def test_refuses_a_topic_that_does_not_exist(self, session, act):
        with pytest.raises(NotFound):
            topics.edit_topic(act, "geen-onderwerp", topics.draft_of(any_topic(session)))

    def test_is_for_an_administrator_only(self, session):
        topic = any_topic(session)

        with pytest.raises(NotPermitted):
            topics.edit_topic(make_act(session, make_account(session)), topic.slug, topics.draft_of(topic))


class TestRetireTopic:
    def test_leaves_open_questions_their_topic(self, session, act):
        topic = any_topic(session)
        question = make_question(session)
        make_answered_question(session, make_account(session))

        kept = topics.retire_topic(act, topic.slug)

        session.refresh(question)
        assert (topic.retired_on, question.topic_slug, kept) == (START.date(), topic.slug, 1)

    def test_can_be_undone(self, session, act):
        topic = any_topic(session)
        topics.retire_topic(act, topic.slug)

        topics.bring_back_topic(act, topic.slug)

        steps = session.exec(
            select(Event.step).where(Event.chain == f"topic:{topic.slug}").order_by(col(Event.number))
        ).all()
        assert topic.retired_on is None
        assert steps == ["retire_topic", "bring_back_topic"]

    def test_refuses_to_stop_twice(self, session, act):
        topics.retire_topic(act, any_topic(session).slug)

        with pytest.raises(RefusedInput, match="topic: retired"):
            topics.retire_topic(act, any_topic(session).slug)

    def test_refuses_to_stop_the_last_one(self, session, act):
        for other in session.exec(select(Topic).where(Topic.slug != any_topic(session).slug)):
            other.retired_on = START.date()
        session.flush()

        with pytest.raises(RefusedInput, match="topic: last"):
            topics.retire_topic(act, any_topic(session).slug)

    def test_refuses_to_bring_back_what_did_not_stop(self, session, act):
        with pytest.raises(RefusedInput, match="topic: not_retired"):
            topics.bring_back_topic(act, any_topic(session).slug)


class TestAllTopics:
    def test_counts_open_questions_and_ends_with_what_stopped(self, session, act):
        topic = any_topic(session)
        make_question(session)
        topics.retire_topic(act, topic.slug)

        last = topics.all_topics(act)[-1]

        assert (last.topic.slug, last.open_questions) == (topic.slug, 1)
