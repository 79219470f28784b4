"""A knelpunt is signalled once, tagged and untagged on questions, and shows across organisations as a count."""

import json

import pytest
from sqlmodel import select

from intake import knelpunt_list, knelpunt_page, knelpunten, tagging
from intake.errors import NotFound, NotPermitted, RefusedInput
from intake.knelpunt_list import KnelpuntFilter
from intake.knelpunten import KnelpuntDraft
from intake.models.knelpunten import Knelpunt, KnelpuntTag
from intake.models.reference import KnelpuntKind, Topic
from intake.models.system import Event
from intake.terms import KnelpuntStatus, Level, QuestionStatus, Role, Step
from tests.factories import (
    START,
    any_track,
    make_account,
    make_act,
    make_knelpunt,
    make_question,
    make_referral,
    organisation_of_category,
    other_team,
)


@pytest.fixture
def makelaar(session):
    return make_account(session)


@pytest.fixture
def intermediary(session):
    return make_account(session, Role.INTERMEDIAIR)


@pytest.fixture
def draft(session):
    def make(**overrides):
        values = {
            "title": "Twee afdelingen sturen elkaars aanvragen door",
            "kind_code": "verkokering_afdelingen",
            "level": Level.GEMEENTE,
            "track_slug": any_track(session).slug,
        }
        return KnelpuntDraft.model_validate(values | overrides)

    return make


def tag_events(session, question):
    rows = session.exec(
        select(Event)
        .where(Event.chain == f"question:{question.id}", Event.step == Step.TAG_KNELPUNT)
        .order_by(Event.id)
    )
    return [(row.reason, json.loads(row.details)) for row in rows]


class TestSignal:
    def test_of_a_question_takes_the_track_of_its_topic(self, session, makelaar, draft):
        question = make_question(session)

        knelpunt = knelpunten.signal(make_act(session, makelaar), draft(track_slug=None), question.reference)

        assert knelpunt.track_slug == session.get_one(Topic, question.topic_slug).track_slug
        assert session.get(KnelpuntTag, (knelpunt.id, question.id)).by_id == makelaar.id

    def test_remembers_from_where_it_came(self, session, makelaar, intermediary, draft):
        by_team = knelpunten.signal(make_act(session, makelaar), draft())
        by_organisation = knelpunten.signal(
            make_act(session, intermediary), draft(title="Een heel ander knelpunt dan dat")
        )

        assert (by_team.signalled_by_team_id, by_team.signalled_by_organisation_id) == (makelaar.team_id, None)
        assert by_organisation.signalled_by_organisation_id == intermediary.organisation_id

    def test_is_the_first_event_of_its_chain(self, session, makelaar, draft):
        knelpunt = knelpunten.signal(make_act(session, makelaar), draft())

        event = session.exec(select(Event).where(Event.chain == f"knelpunt:{knelpunt.id}")).one()
        assert (event.number, event.step, event.to_status) == (1, "signal", KnelpuntStatus.GESIGNALEERD)

    @pytest.mark.parametrize(
        ("overrides", "field", "code"),
        [
            ({"title": "Bel 06-00001234 over de aanvraag"}, "title", "personal_data"),
            ({"description": "Vraag het a@example.nl"}, "description", "personal_data"),
            ({"rule_concerned": "Afspraak met mevrouw Jansen"}, "rule_concerned", "personal_data"),
            ({"kind_code": "bestaat_niet"}, "kind_code", "unknown"),
            ({"track_slug": "bestaat-niet"}, "track_slug", "unknown"),
            ({"track_slug": None}, "track_slug", "unknown"),
        ],
    )
    def test_refuses_what_is_wrong(self, session, makelaar, draft, overrides, field, code):
        with pytest.raises(RefusedInput) as refusal:
            knelpunten.signal(make_act(session, makelaar), draft(**overrides))

        assert (refusal.value.field, refusal.value.code) == (field, code)
        assert session.exec(select(Knelpunt)).all() == []

    def test_refuses_the_name_of_the_asker_and_says_which_words(self, session, makelaar, draft):
        question = make_question(session, asker_name="Joris Anders", asker_organisation="De Verzonnen Bakkerij")

        with pytest.raises(RefusedInput) as refusal:
            knelpunten.signal(
                make_act(session, makelaar),
                draft(title="De Verzonnen Bakkerij krijgt geen vergunning"),
                question.reference,
            )

        assert refusal.value.details == {"found": "De Verzonnen Bakkerij"}

    def test_refuses_one_that_is_there_already(self, session, makelaar, draft):
        first = knelpunten.signal(make_act(session, makelaar), draft())

        with pytest.raises(RefusedInput) as refusal:
            knelpunten.signal(make_act(session, makelaar), draft(title=draft().title.upper()))

        assert (refusal.value.code, refusal.value.details) == ("exists", {"reference": first.reference})

    def test_refuses_a_retired_kind(self, session, makelaar, draft):
        session.get_one(KnelpuntKind, "verkokering_afdelingen").retired_on = make_act(session).today
        session.flush()

        with pytest.raises(RefusedInput, match="kind_code: unknown"):
            knelpunten.signal(make_act(session, makelaar), draft())

    def test_is_not_for_a_track_leader(self, session, draft):
        with pytest.raises(NotPermitted):
            knelpunten.signal(make_act(session, make_account(session, Role.SPOORLEIDER)), draft())

    def test_finds_no_question_of_another_team(self, session, makelaar, draft):
        question = make_question(session, team_id=other_team(session).id)

        with pytest.raises(NotFound):
            knelpunten.signal(make_act(session, makelaar), draft(), question.reference)


class TestDescribe:
    def test_changes_the_words_and_keeps_the_rung(self, session, draft):
        knelpunt = make_knelpunt(session, status=KnelpuntStatus.BEVESTIGD)
        leader = make_account(session, Role.SPOORLEIDER)

        knelpunten.describe(make_act(session, leader), knelpunt.reference, draft(description="Beter."))

        assert (knelpunt.title, knelpunt.description) == (draft().title, "Beter.")
        assert knelpunt.status is KnelpuntStatus.BEVESTIGD

    def test_may_keep_its_own_title(self, session, draft):
        knelpunt = make_knelpunt(session, title=draft().title)
        leader = make_account(session, Role.SPOORLEIDER)

        knelpunten.describe(make_act(session, leader), knelpunt.reference, draft())

        assert knelpunt.version == 2

    def test_is_not_for_a_makelaar(self, session, makelaar, draft):
        with pytest.raises(NotFound):
            knelpunten.describe(make_act(session, makelaar), make_knelpunt(session).reference, draft())


class TestTag:
    def test_is_an_event_on_the_question(self, session, makelaar):
        question, knelpunt = make_question(session), make_knelpunt(session)

        knelpunten.tag(make_act(session, makelaar), question.reference, knelpunt.reference)

        assert tag_events(session, question) == [(None, {"knelpunt": knelpunt.id})]

    def test_twice_changes_nothing(self, session, makelaar):
        question, knelpunt = make_question(session), make_knelpunt(session)
        act = make_act(session, makelaar)
        knelpunten.tag(act, question.reference, knelpunt.reference)

        knelpunten.tag(act, question.reference, knelpunt.reference)

        assert len(tag_events(session, question)) == 1

    def test_works_on_a_closed_question(self, session, makelaar):
        question = make_question(session, status=QuestionStatus.CLOSED)

        knelpunten.tag(make_act(session, makelaar), question.reference, make_knelpunt(session).reference)

        assert len(tag_events(session, question)) == 1

    def test_finds_nothing_that_is_not_shared(self, session, intermediary):
        with pytest.raises(NotFound):
            knelpunten.tag(
                make_act(session, intermediary), make_question(session).reference, make_knelpunt(session).reference
            )

    def test_finds_no_knelpunt_that_is_not_there(self, session, makelaar):
        with pytest.raises(NotFound):
            knelpunten.tag(make_act(session, makelaar), make_question(session).reference, "KNP-26-XXXX-XX")


class TestUntag:
    def test_undoes_a_tag(self, session, makelaar):
        question, knelpunt = make_question(session), make_knelpunt(session)
        act = make_act(session, makelaar)
        knelpunten.tag(act, question.reference, knelpunt.reference)

        knelpunten.untag(act, question.reference, knelpunt.reference)

        assert session.exec(select(KnelpuntTag)).all() == []
        assert [reason for reason, _details in tag_events(session, question)] == [None, "undo"]

    def test_can_be_followed_by_a_new_tag(self, session, makelaar):
        question, knelpunt = make_question(session), make_knelpunt(session)
        act = make_act(session, makelaar)
        knelpunten.tag(act, question.reference, knelpunt.reference)
        knelpunten.untag(act, question.reference, knelpunt.reference)

        knelpunten.tag(act, question.reference, knelpunt.reference)

        assert session.get(KnelpuntTag, (knelpunt.id, question.id)) is not None

    def test_leaves_an_intermediary_the_tags_of_its_own_only(self, session, makelaar, intermediary):
        question, by_team, by_own = make_question(session), make_knelpunt(session), make_knelpunt(session)
        make_referral(session, question, intermediary.organisation_id)
        knelpunten.tag(make_act(session, makelaar), question.reference, by_team.reference)
        act = make_act(session, intermediary)
        knelpunten.tag(act, question.reference, by_own.reference)

        knelpunten.untag(act, question.reference, by_own.reference)

        with pytest.raises(NotFound):
            knelpunten.untag(act, question.reference, by_team.reference)

    def test_finds_no_tag_that_is_not_there(self, session, makelaar):
        with pytest.raises(NotFound):
            knelpunten.untag(
                make_act(session, makelaar), make_question(session).reference, make_knelpunt(session).reference
            )


class TestTallies:
    @pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
    def test_hide_one_to_four(self, session, count, shown):
        knelpunt = make_knelpunt(session)
        for _number in range(count):
            question = make_question(session)
            session.add(KnelpuntTag(knelpunt_id=knelpunt.id, question_id=question.id, at=START))
        session.flush()

        tally = knelpunt_list.tallies(make_act(session), [knelpunt.id])[knelpunt.id]

        assert tally.questions == shown
        assert (tally.municipalities is None) == (shown is None)

    def test_count_confidential_questions(self, session):
        knelpunt = make_knelpunt(session)
        for number in range(5):
            question = make_question(session, confidential=number == 0, gm_code=None if number else "GM0392")
            session.add(KnelpuntTag(knelpunt_id=knelpunt.id, question_id=question.id, at=START))
        session.flush()

        tally = knelpunt_list.tallies(make_act(session), [knelpunt.id])[knelpunt.id]

        assert (tally.questions, tally.municipalities) == (5, 1)


class TestListing:
    def test_of_a_dossierhouder_holds_what_was_brought(self, session):
        dossierhouder = make_account(session, Role.DOSSIERHOUDER)
        make_knelpunt(session, responsible_organisation_id=dossierhouder.organisation_id)
        brought = make_knelpunt(session, responsible_organisation_id=dossierhouder.organisation_id, brought_at=START)

        found = knelpunt_list.listing(make_act(session, dossierhouder), KnelpuntFilter())

        assert [line.reference for line in found.lines] == [brought.reference]

    def test_finds_by_the_meaning_of_the_kind(self, session, makelaar):
        wanted = make_knelpunt(session, title="Goede resultaten, daarna niets meer", kind_code="pilot_zonder_vervolg")
        make_knelpunt(session, title="Terras wacht op een vergunning", kind_code="doorlooptijd")

        found = knelpunt_list.nearest(
            make_act(session, makelaar), "Na twee jaar projectgeld stopt de proef, niemand koopt structureel in"
        )

        assert found[0].reference == wanted.reference

    def test_finds_nothing_for_words_without_meaning(self, session, makelaar):
        make_knelpunt(session)

        assert knelpunt_list.nearest(make_act(session, makelaar), "xqz") == []


class TestTaggingPage:
    def test_masks_the_question_and_leaves_out_what_is_tagged(self, session, makelaar):
        question = make_question(
            session, text="Joris zegt: afdelingen sturen elkaars aanvragen door", asker_name="Joris Verzonnen"
        )
        tagged = make_knelpunt(session, title="Twee afdelingen sturen elkaars aanvragen door")
        other = make_knelpunt(session, title="Drie afdelingen sturen aanvragen steeds door")
        act = make_act(session, makelaar)
        knelpunten.tag(act, question.reference, tagged.reference)

        page = tagging.tagging_page(act, question.reference)

        assert "Joris" not in page.text
        assert [line.reference for line in page.tagged] == [tagged.reference]
        assert [line.reference for line in page.nearest] == [other.reference]

    def test_shows_five_at_most(self, session, makelaar):
        for number in range(7):
            make_knelpunt(session, title=f"Aanvraag {number} blijft bij twee afdelingen liggen")
        question = make_question(session, text="Onze aanvraag blijft bij twee afdelingen liggen")

        assert len(tagging.tagging_page(make_act(session, makelaar), question.reference).nearest) == 5

    def test_asks_for_a_track_when_no_topic_decides(self, session, makelaar):
        question = make_question(session, topic_slug=None)

        assert tagging.suggested(make_act(session, makelaar), question.reference).needs_track


class TestPage:
    def test_tells_the_way_up_without_names(self, session, makelaar, draft):
        act = make_act(session, makelaar)
        knelpunt = knelpunten.signal(act, draft())

        page = knelpunt_page.page(act, knelpunt.reference)

        assert [(rung.step, rung.role) for rung in page.ladder] == [("signal", Role.MAKELAAR)]

    def test_says_where_it_was_brought_only_to_readers(self, session, intermediary):
        ministry = organisation_of_category(session, "ministerie")
        knelpunt = make_knelpunt(session, responsible_organisation_id=ministry.id, brought_at=START)

        page = knelpunt_page.page(make_act(session, intermediary), knelpunt.reference)

        assert page.texts is None
        assert [rung.organisation for rung in page.ladder] == [""]
