"""A case is stored masked, told only after a person released it, and counted when it is confidential."""

import pytest
from sqlmodel import select

from intake import cases
from intake.cases import CaseDraft
from intake.errors import NotFound, NotPermitted, RefusedInput, StalePage
from intake.models.knelpunten import CaseKnelpunt, CaseSdg, KnelpuntTag
from intake.models.reference import Topic, Track
from intake.models.system import Event
from intake.terms import CaseKind, CaseStatus, Level, Role
from tests.factories import (
    START,
    any_topic,
    any_track,
    make_account,
    make_act,
    make_case,
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
def knelpunt(session):
    return make_knelpunt(session)


@pytest.fixture
def draft(session, knelpunt):
    def make(**overrides):
        values = {
            "title": "Werkplaats wacht op twee vergunningen",
            "story": "Twee afdelingen vroegen elk om een ander stuk.",
            "topic_slug": any_topic(session).slug,
            "level": Level.GEMEENTE,
            "knelpunten": (knelpunt.reference,),
        }
        return CaseDraft.model_validate(values | overrides)

    return make


class TestLog:
    def test_stores_masked_texts_only(self, session, makelaar, draft):
        story = "Bel Sanne Voorbeeld op 06-00001234 of mail sanne@example.nl"

        case = cases.log(
            make_act(session, makelaar),
            draft(story=story, workaround="Vraag het Sanne Voorbeeld", person_name="Sanne Voorbeeld"),
            release=True,
        )

        stored = case.story + case.workaround
        assert [word for word in ("Sanne", "00001234", "sanne@") if word in stored] == []

    def test_is_released_by_the_tick(self, session, makelaar, draft):
        case = cases.log(make_act(session, makelaar), draft(), release=True)

        assert (case.released_at, case.released_by_id) == (START, makelaar.id)

    def test_is_not_released_without_the_tick(self, session, makelaar, draft):
        case = cases.log(make_act(session, makelaar), draft(), release=False)

        assert (case.released_at, case.released_by_id) == (None, None)

    def test_takes_the_track_that_its_topic_has_now(self, session, makelaar, draft):
        topic = any_topic(session)
        case = cases.log(make_act(session, makelaar), draft(), release=False)
        logged_in = case.track_slug

        topic.track_slug = session.exec(select(Track.slug).where(Track.slug != logged_in)).first()
        session.flush()

        assert case.track_slug == logged_in

    def test_takes_the_chosen_track_when_no_topic_fits(self, session, makelaar, draft):
        track = any_track(session).slug

        case = cases.log(make_act(session, makelaar), draft(topic_slug=None, track_slug=track), release=False)

        assert (case.track_slug, case.topic_slug) == (track, None)

    def test_tags_the_question_behind_it(self, session, makelaar, knelpunt, draft):
        question = make_question(session)

        case = cases.log(make_act(session, makelaar), draft(), question.reference, release=False)

        assert case.question_id == question.id
        assert session.get(KnelpuntTag, (knelpunt.id, question.id)) is not None

    def test_masks_the_names_of_the_asker(self, session, makelaar, draft):
        question = make_question(session, asker_name="Joris Verzonnen", asker_organisation="De Verzonnen Werkplaats")

        case = cases.log(
            make_act(session, makelaar),
            draft(story="Joris van De Verzonnen Werkplaats wacht al maanden."),
            question.reference,
            release=False,
        )

        assert case.story == "[naam] van [naam] wacht al maanden."

    def test_leaves_plain_words_of_a_firm_usable(self, session, makelaar, draft):
        case = cases.log(
            make_act(session, makelaar),
            draft(story="De werkplaats van Verzonnen Werkplaats wacht.", firm_name="Verzonnen Werkplaats"),
            release=False,
        )

        assert case.story == "De werkplaats van [naam] wacht."

    def test_of_a_confidential_question_is_never_told(self, session, makelaar, draft):
        question = make_question(session, confidential=True)
        act = make_act(session, makelaar)

        with pytest.raises(RefusedInput) as refusal:
            cases.log(act, draft(), question.reference, release=True)
        case = cases.log(act, draft(), question.reference, release=False)

        assert (refusal.value.field, refusal.value.code) == ("release", "confidential")
        assert (case.confidential, case.released_at) == (True, None)

    def test_keeps_goals_and_effect(self, session, makelaar, draft):
        case = cases.log(make_act(session, makelaar), draft(sdgs=(8, 12, 8), effect_days=90), release=False)

        numbers = session.exec(select(CaseSdg.sdg_number).where(CaseSdg.case_id == case.id)).all()
        assert sorted(numbers) == [8, 12]
        assert case.effect_days == 90

    def test_of_an_intermediary_belongs_to_its_organisation(self, session, draft):
        intermediary = make_account(session, Role.INTERMEDIAIR)

        case = cases.log(make_act(session, intermediary), draft(), release=False)

        assert (case.organisation_id, case.team_id) == (intermediary.organisation_id, None)

    def test_of_a_question_of_another_team_finds_nothing(self, session, makelaar, draft):
        question = make_question(session, team_id=other_team(session).id)

        with pytest.raises(NotFound):
            cases.log(make_act(session, makelaar), draft(), question.reference, release=False)

    def test_may_use_a_question_that_was_shared(self, session, draft):
        intermediary = make_account(session, Role.INTERMEDIAIR)
        question = make_question(session)
        make_referral(session, question, intermediary.organisation_id)

        case = cases.log(make_act(session, intermediary), draft(), question.reference, release=False)

        assert case.question_id == question.id

    def test_is_not_for_a_track_leader(self, session, draft):
        with pytest.raises(NotPermitted):
            cases.log(make_act(session, make_account(session, Role.SPOORLEIDER)), draft(), release=False)

    def test_without_knelpunt_is_only_for_a_referentie(self, session, makelaar, draft):
        act = make_act(session, makelaar)

        with pytest.raises(RefusedInput, match="knelpunten: required"):
            cases.log(act, draft(knelpunten=()), release=False)
        case = cases.log(act, draft(knelpunten=(), kind=CaseKind.REFERENTIE), release=False)

        assert case.kind is CaseKind.REFERENTIE

    @pytest.mark.parametrize(
        ("overrides", "field", "code"),
        [
            ({"title": "Vergunning van 06-00001234 blijft liggen"}, "title", "personal_data"),
            ({"knelpunten": ("KNP-26-XXXX-XX",)}, "knelpunten", "unknown"),
            ({"topic_slug": "bestaat-niet"}, "topic_slug", "unknown"),
            ({"topic_slug": None}, "track_slug", "unknown"),
            ({"gm_code": "GM9999"}, "gm_code", "unknown"),
            ({"sdgs": (18,)}, "sdgs", "unknown"),
        ],
    )
    def test_refuses_what_is_wrong(self, session, makelaar, draft, overrides, field, code):
        act = make_act(session, makelaar)

        with pytest.raises(RefusedInput) as refusal:
            cases.log(act, draft(**overrides), release=False)

        assert (refusal.value.field, refusal.value.code) == (field, code)
        with pytest.raises(RefusedInput):
            cases.preview(act, draft(**overrides))


class TestPreview:
    def test_shows_the_text_as_it_will_be_and_what_was_taken_out(self, session, makelaar, draft):
        seen = cases.preview(make_act(session, makelaar), draft(story="Mail naar sanne@example.nl."))

        assert seen.story == "Mail naar [e-mailadres]."
        assert seen.kinds == ("email",)
        assert not seen.confidential


class TestEdit:
    @pytest.fixture
    def case(self, session, makelaar, draft):
        return cases.log(make_act(session, makelaar), draft(sdgs=(8,)), release=True)

    def test_changes_texts_and_links(self, session, makelaar, case, draft):
        other = make_knelpunt(session)

        cases.edit(
            make_act(session, makelaar),
            case.reference,
            draft(story="Het duurde tien maanden.", knelpunten=(other.reference,), sdgs=(12,)),
            release=True,
        )

        assert case.story == "Het duurde tien maanden."
        linked = session.exec(select(CaseKnelpunt.knelpunt_id).where(CaseKnelpunt.case_id == case.id)).all()
        assert linked == [other.id]
        assert case.released_at is not None

    def test_takes_the_release_back_without_a_new_tick(self, session, makelaar, case, draft):
        cases.edit(make_act(session, makelaar), case.reference, draft(story="Anders."), release=False)

        assert (case.released_at, case.released_by_id) == (None, None)

    def test_keeps_the_track_when_the_topic_stays(self, session, makelaar, case, draft):
        logged_in = case.track_slug
        session.get_one(Topic, case.topic_slug).track_slug = session.exec(
            select(Track.slug).where(Track.slug != logged_in)
        ).first()
        session.flush()

        cases.edit(make_act(session, makelaar), case.reference, draft(), release=False)

        assert case.track_slug == logged_in

    def test_loses_to_a_colleague_who_was_first(self, session, makelaar, case, draft):
        act = make_act(session, makelaar)
        cases.edit(act, case.reference, draft(story="Eerste."), release=False, version=1)

        with pytest.raises(StalePage):
            cases.edit(act, case.reference, draft(story="Tweede."), release=False, version=1)

        assert case.story == "Eerste."

    @pytest.mark.parametrize("role", [Role.SPOORLEIDER, Role.INTERMEDIAIR])
    def test_finds_nothing_for_others(self, session, case, draft, role):
        with pytest.raises(NotFound):
            cases.edit(make_act(session, make_account(session, role)), case.reference, draft(), release=False)

    def test_still_masks_the_asker_after_the_question_moved(self, session, makelaar, draft):
        question = make_question(session, asker_name="Joris Verzonnen")
        act = make_act(session, makelaar)
        case = cases.log(act, draft(), question.reference, release=False)
        question.team_id = other_team(session).id
        session.flush()

        cases.edit(act, case.reference, draft(story="Joris wacht nog."), release=False)

        assert "Joris" not in case.story


class TestSetStatus:
    def test_moves_the_clock_of_the_case(self, session, makelaar):
        case = make_case(session)

        cases.set_status(make_act(session, makelaar), case.reference, CaseStatus.WAY_OUT, version=1)

        assert case.status is CaseStatus.WAY_OUT
        event = session.exec(
            select(Event).where(Event.chain == f"case:{case.id}").order_by(Event.number.desc())
        ).first()
        assert (event.step, event.from_status, event.to_status) == ("status", "open", "way_out")

    def test_is_for_its_own_team(self, session):
        case = make_case(session)
        stranger = make_account(session, team_id=other_team(session).id)

        with pytest.raises(NotFound):
            cases.set_status(make_act(session, stranger), case.reference, CaseStatus.WAY_OUT)

    def test_is_for_its_own_organisation(self, session):
        organisation = organisation_of_category(session, "intermediair")
        case = make_case(session, team_id=None, organisation_id=organisation.id)
        intermediary = make_account(session, Role.INTERMEDIAIR)

        cases.set_status(make_act(session, intermediary), case.reference, CaseStatus.NO_WAY_OUT)

        assert case.status is CaseStatus.NO_WAY_OUT
