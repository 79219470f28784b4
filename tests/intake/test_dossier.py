"""The dossier names everything that happened, and the page knows what changed and what can be chosen."""

import pytest

from intake import conversation, desk
from intake.consent import sharing
from intake.desk_choices import desk_choices
from intake.dossier import dossier
from intake.errors import NotFound
from intake.hand_over import HandOverCard, hand_over
from intake.history import changes_since
from intake.knelpunten import tag
from intake.models.questions import Consent
from intake.permissions import Action
from intake.referring import organisations_to_refer_to, refer
from intake.suggestions import Suggestions
from intake.terms import HandOverReason, MessageKind, ReleaseReason, Role, Step
from tests.factories import (
    START,
    make_account,
    make_act,
    make_knelpunt,
    make_picked_up_question,
    make_question,
    other_team,
)

CARD = {"reason": HandOverReason.OTHER_MANDATE, "context": "Zij zijn eigenaar van het pand"}


@pytest.fixture
def makelaar(session):
    return make_account(session, name="Noor Verzonnen")


@pytest.fixture
def question(session, makelaar):
    return make_picked_up_question(session, makelaar)


class TestDossier:
    def test_keeps_what_is_internal_apart(self, session, makelaar, question):
        act = make_act(session, makelaar)
        conversation.note(act, question.reference, "Voor ons")
        conversation.ask(act, question.reference, "Voor u")

        found = dossier(act, question.reference)

        assert [message.body for message in found.said] == ["Voor u"]
        assert [message.kind for message in found.internal_messages] == [MessageKind.NOTE]

    def test_names_both_teams_of_a_hand_over(self, session, makelaar, question):
        giving, receiving = question.team_id, other_team(session)
        hand_over(make_act(session, makelaar), question.reference, HandOverCard(receiving.code, **CARD))
        receiver = make_account(session, team_id=receiving.id)

        found = dossier(make_act(session, receiver), question.reference)

        [line] = found.hand_overs
        assert (line.card.from_team_id, line.to_team, line.by) == (giving, receiving.name, "Noor Verzonnen")
        assert found.history[-1].to_team == receiving.name
        assert found.history[-1].reason is HandOverReason.OTHER_MANDATE

    def test_names_who_the_question_is_shared_with(self, session, makelaar, question):
        act = make_act(session, makelaar)
        organisation = organisations_to_refer_to(act)[0]
        session.add(Consent(question_id=question.id, organisation_id=organisation.id, given_at=START))
        refer(act, question.reference, organisation.id)

        found = dossier(act, question.reference)

        assert [line.organisation for line in found.referrals] == [organisation.name]
        assert found.history[-1].organisation == organisation.name

    def test_names_the_knelpunten_that_showed(self, session, makelaar, question):
        knelpunt = make_knelpunt(session)
        tag(make_act(session, makelaar), question.reference, knelpunt.reference)

        found = dossier(make_act(session, makelaar), question.reference)

        assert [row.reference for row in found.knelpunten] == [knelpunt.reference]
        assert found.history[-1].knelpunt == knelpunt.reference

    def test_has_no_suggestions_when_the_machine_made_none(self, session, makelaar, question):
        assert dossier(make_act(session, makelaar), question.reference).suggestions == Suggestions()

    @pytest.mark.parametrize("action", [Action.SEE_QUESTION, Action.DOWNLOAD_DOSSIER])
    @pytest.mark.parametrize("role", [Role.MAKELAAR, Role.INTERMEDIAIR, Role.SPOORLEIDER, Role.BEHEERDER])
    def test_does_not_exist_outside_the_team(self, session, action, role):
        question = make_question(session, team_id=other_team(session).id)

        with pytest.raises(NotFound):
            dossier(make_act(session, make_account(session, role)), question.reference, action)


class TestChangesSince:
    def test_are_the_steps_that_were_taken_after_the_page_was_shown(self, session, makelaar, question):
        act = make_act(session, makelaar)
        shown = question.version
        desk.release(act, question.reference, ReleaseReason.TOO_BUSY)
        desk.pick_up(act, question.reference)

        changes = changes_since(act, question, shown)

        assert [(line.step, line.actor) for line in changes] == [
            (Step.RELEASE, "Noor Verzonnen"),
            (Step.PICK_UP, "Noor Verzonnen"),
        ]
        assert changes[0].reason is ReleaseReason.TOO_BUSY

    @pytest.mark.parametrize("version", [1, 99])
    def test_are_none_for_a_page_that_is_up_to_date(self, session, makelaar, question, version):
        assert changes_since(make_act(session, makelaar), question, version) == ()

    def test_leave_out_how_the_question_came_in(self, session, makelaar, question):
        desk.release(make_act(session, makelaar), question.reference, ReleaseReason.ABSENT)

        assert [line.step for line in changes_since(make_act(session, makelaar), question, -1)] == [Step.RELEASE]


class TestDeskChoices:
    def test_offer_organisations_by_consent(self, session, makelaar, question):
        act = make_act(session, makelaar)
        organisation = organisations_to_refer_to(act)[0]
        session.add(Consent(question_id=question.id, organisation_id=organisation.id, given_at=START))
        session.flush()

        offered = desk_choices(act, question, sharing(act, question))

        assert [row.id for row in offered.consented] == [organisation.id]
        assert organisation.id not in {row.id for row in offered.to_ask}

    def test_name_the_teams_that_passed_the_question_on(self, session, makelaar, question):
        first = question.team_id
        hand_over(make_act(session, makelaar), question.reference, HandOverCard(other_team(session).code, **CARD))

        offered = desk_choices(make_act(session, makelaar), question, [])

        assert [team.id for team in offered.passed_on_by] == [first]
        assert offered.next_hand_over == 2
