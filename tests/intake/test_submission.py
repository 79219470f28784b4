"""A question is stored, routed and owned at once, and once."""

import json
import threading
from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError
from sqlmodel import func, select

from intake import audit, database, drafts
from intake.errors import RefusedInput
from intake.models.people import PrivateLink
from intake.models.questions import Consent, Draft, Message, Question, Referral, RoutingRecord
from intake.models.reference import Intermediary
from intake.models.system import Event, OutboxMail
from intake.proposal import TopicProposal
from intake.submission import Choices, submit
from intake.terms import Language, MessageKind, MunicipalityAnswer, QuestionStatus, ReferralStatus, Role
from matching.data import PlaceAnswer, PlaceHow, ReadFact
from tests.factories import CHAIN_KEY, any_topic, make_account, make_act, municipal_team, national_team
from tests.intake.proposals import TEXT, make_draft, make_proposal

KEY = "een-formulier"


def intermediary(session):
    return session.exec(select(Intermediary).order_by(Intermediary.id).limit(1)).one()


class TestSubmit:
    def test_stores_a_question_that_one_team_owns(self, session):
        team = municipal_team(session)

        question = submit(make_act(session), make_draft(), make_proposal(gm_code=team.gm_code), Choices(KEY))

        assert (question.team_id, question.status) == (team.id, QuestionStatus.NEW)
        assert question.text == TEXT
        assert question.reference.startswith(f"{team.code}-26-")

    def test_promises_dates_in_working_days_of_that_team(self, session):
        team = municipal_team(session)
        team.answer_days = 3
        session.add(team)

        question = submit(make_act(session), make_draft(), make_proposal(gm_code=team.gm_code), Choices(KEY))

        assert question.life_due_on == date(2026, 9, 17)
        assert question.content_due_on == date(2026, 9, 22)
        assert question.answer_due_on == date(2026, 9, 18)

    def test_makes_one_question_of_two_clicks(self, session):
        act, told = make_act(session), (make_draft(), make_proposal(), Choices(KEY))

        assert submit(act, *told) is submit(act, *told)
        assert session.exec(select(func.count()).select_from(Question)).one() == 1
        assert session.exec(select(func.count()).select_from(OutboxMail)).one() == 1

    def test_keeps_what_the_machine_proposed_apart_from_what_the_asker_chose(self, session):
        first, second = session.exec(select(type(any_topic(session)).slug).limit(2)).all()

        question = submit(make_act(session), make_draft(), make_proposal(first, second), Choices(KEY, topic=second))

        assert (question.suggested_topic, question.asker_topic) == (first, second)
        assert question.topic_slug == second
        record = session.exec(select(RoutingRecord)).one()
        assert record.model_hash == "m" * 64
        assert [row["slug"] for row in json.loads(record.topics)] == [first, second]

    def test_leaves_a_question_without_a_fitting_topic_to_be_sorted(self, session):
        topic = any_topic(session).slug

        question = submit(make_act(session), make_draft(), make_proposal(topic), Choices(KEY, no_topic=True))

        assert question.needs_sorting
        assert question.asker_said_none
        assert question.topic_slug is None
        assert question.suggested_topic == topic

    def test_leaves_a_doubtful_topic_to_be_sorted(self, session):
        proposal = make_proposal(any_topic(session).slug, triage=True)

        question = submit(make_act(session), make_draft(), proposal, Choices(KEY))

        assert question.needs_sorting
        assert question.topic_slug is None

    def test_takes_a_question_in_without_a_model(self, session):
        proposal = make_proposal(triage=True, model_hash=None)

        question = submit(make_act(session), make_draft(), proposal, Choices(KEY))

        assert question.needs_sorting
        assert question.suggested_topic is None

    def test_gives_a_question_without_a_place_to_the_national_team(self, session):
        question = submit(make_act(session), make_draft(), make_proposal(), Choices(KEY))

        assert question.team_id == national_team(session).id
        assert question.municipality_answer is MunicipalityAnswer.UNKNOWN

    def test_does_not_guess_between_two_municipalities(self, session):
        place = PlaceAnswer(None, ("GM0376", "GM0402"), PlaceHow.PLACE, "field")

        with pytest.raises(RefusedInput) as refusal:
            submit(make_act(session), make_draft(), replace(make_proposal(), place=place), Choices(KEY))

        assert (refusal.value.field, refusal.value.code) == ("gm_code", "ambiguous")
        assert session.exec(select(Question)).all() == []

    def test_writes_the_first_event_of_the_chain_with_codes_only(self, session):
        question = submit(make_act(session), make_draft(), make_proposal(), Choices(KEY, wrong_team=True))

        event = session.exec(select(Event)).one()
        assert (event.chain, event.step, event.to_status) == (f"question:{question.id}", "submit", "new")
        assert json.loads(event.details)["wrong_team"] is True
        assert TEXT[:20] not in event.details
        assert audit.verify_chains(session, CHAIN_KEY) == []
        assert question.objected_at is not None

    def test_leaves_a_confirmation_in_the_language_of_the_asker(self, session):
        draft = make_draft(email="Ondernemer@Example.nl", language="en")

        question = submit(make_act(session), draft, make_proposal(), Choices(KEY))

        mail = session.exec(select(OutboxMail)).one()
        assert (mail.template, mail.to_email, mail.language) == ("receipt", "ondernemer@example.nl", Language.EN)
        assert mail.question_id == question.id
        assert mail.params == "{}"

    def test_sends_nothing_without_an_address(self, session):
        submit(make_act(session), make_draft(email=None), make_proposal(), Choices(KEY))

        assert session.exec(select(OutboxMail)).all() == []

    def test_shares_a_question_only_with_the_organisations_that_were_ticked(self, session):
        helper = intermediary(session)
        account = make_account(session, Role.INTERMEDIAIR, organisation_id=helper.organisation_id)
        choices = Choices(KEY, organisation_ids=frozenset({helper.organisation_id}))

        submit(make_act(session), make_draft(), make_proposal(intermediaries=(helper.id,)), choices)

        assert session.exec(select(Referral.organisation_id, Referral.status)).all() == [
            (helper.organisation_id, ReferralStatus.OFFERED)
        ]
        assert session.exec(select(Consent.organisation_id)).all() == [helper.organisation_id]
        offered = session.exec(select(OutboxMail.to_email).where(OutboxMail.template == "referral_offered"))
        assert offered.all() == [account.email]

    def test_shares_nothing_without_a_tick(self, session):
        helper = intermediary(session)

        submit(make_act(session), make_draft(), make_proposal(intermediaries=(helper.id,)), Choices(KEY))

        assert session.exec(select(Referral)).all() == []

    def test_shows_the_question_as_the_first_message(self, session):
        submit(make_act(session), make_draft(name="Noor de Wit"), make_proposal(), Choices(KEY))

        message = session.exec(select(Message)).one()
        assert (message.kind, message.body, message.author_name) == (MessageKind.QUESTION, TEXT, "Noor de Wit")

    @pytest.mark.parametrize(
        "text", ["👩🏽‍🔧🏭 " * 10, "כיצד אוכל לקבל היתר לסדנה קטנה?", "=1+1 is geen formule maar een vraag"]
    )
    def test_keeps_every_character(self, session, text):
        question = submit(make_act(session), make_draft(text=text), make_proposal(), Choices(KEY))
        session.expire_all()

        assert session.get_one(Question, question.id).text == text

    def test_gives_two_clicks_at_the_same_moment_one_question(self, engine):
        start, references = threading.Barrier(4), []

        def click():
            start.wait()
            with database.transaction(engine) as session:
                references.append(submit(make_act(session), make_draft(), make_proposal(), Choices(KEY)).reference)

        threads = [threading.Thread(target=click) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(references) == 4
        assert len(set(references)) == 1


class TestQuestionDraft:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"text": "te kort"},
            {"text": "x" * 4001},
            {"text": "een vraag met een \x00 erin"},
            {"name": "Noor\r\nBcc: iedereen@example.nl"},
            {"email": "noor@example.nl\nBcc: iedereen@example.nl"},
            {"email": "geen adres"},
            {"amount_eur": -1},
            {"amount_eur": 10_000_000_000},
            {"stage": "ergens"},
            {"legal_form": "ltd"},
        ],
    )
    def test_refuses_what_no_table_should_hold(self, wrong):
        with pytest.raises(ValidationError):
            make_draft(**wrong)

    def test_ignores_fields_that_it_does_not_know(self):
        assert not hasattr(make_draft(team_id=1), "team_id")


class TestSave:
    def test_keeps_what_was_typed_until_somebody_comes_back(self, session):
        token, _saved = drafts.save(make_act(session), None, {"question": "half af"})

        found = drafts.open_draft(make_act(session), token)

        assert found.fields == {"question": "half af"}

    def test_keeps_the_proposal_as_it_was(self, session):
        proposal = make_proposal(any_topic(session).slug, intermediaries=("platform31",), gm_code="GM0392")

        token, _saved = drafts.save(make_act(session), None, {}, proposal)

        assert drafts.open_draft(make_act(session), token).proposal == proposal

    def test_counts_every_change(self, session):
        act = make_act(session)
        token, first = drafts.save(act, None, {"question": "een"})

        _token, second = drafts.save(act, token, {"question": "twee"})

        assert second.id == first.id
        assert second.revision > first.revision

    def test_starts_anew_after_the_form_was_sent(self, session):
        act = make_act(session)
        token, first = drafts.save(act, None, {"question": "een"})
        drafts.mark_sent(act, first)
        session.expire_all()

        other, second = drafts.save(act, token, {"question": "twee"})

        assert other != token
        assert second.submission_key != first.submission_key

    def test_shows_nothing_to_an_unknown_token(self, session):
        assert drafts.open_draft(make_act(session), "onbekend") is None

    def test_shows_nothing_after_thirty_days(self, session):
        token, _saved = drafts.save(make_act(session), None, {})
        act = make_act(session)

        assert drafts.open_draft(replace(act, at=act.at + drafts.KEPT_FOR), token) is None

    def test_keeps_no_token(self, session):
        token, _saved = drafts.save(make_act(session), None, {})

        kept = [*session.exec(select(Draft.submission_key)), *session.exec(select(PrivateLink.token_hash))]
        assert token not in kept


class TestMarkSent:
    def test_erases_what_was_typed(self, session):
        act = make_act(session)
        token, saved = drafts.save(act, None, {"question": TEXT})

        drafts.mark_sent(act, saved)
        session.expire_all()

        assert TEXT not in session.exec(select(Draft.fields)).one()
        assert drafts.open_draft(act, token).sent


class TestDiscard:
    def test_removes_the_form_with_its_links_and_mail(self, session):
        act = make_act(session)
        token, saved = drafts.save(act, None, {"question": TEXT})
        drafts.mail_link(act, saved, "ondernemer@example.nl", Language.NL)

        drafts.discard(act, token)

        assert session.exec(select(Draft)).all() == []
        assert session.exec(select(PrivateLink)).all() == []
        assert session.exec(select(OutboxMail)).all() == []


class TestWhatWasRead:
    READ = (ReadFact("amount_eur", "40000", 3, 9),)

    def test_is_kept_by_its_place_in_the_text_with_what_was_misread(self, session):
        proposal = replace(make_proposal(), facts=self.READ)

        submit(make_act(session), make_draft(not_read=("stage",)), proposal, Choices(KEY))

        record = session.exec(select(RoutingRecord)).one()
        assert json.loads(record.facts) == {
            "read": [{"name": "amount_eur", "value": "40000", "start": 3, "end": 9}],
            "not_read": ["stage"],
        }

    @pytest.mark.parametrize(("also", "kept"), [(True, True), (False, False)])
    def test_notes_a_second_topic_when_the_asker_says_so(self, session, also, kept):
        first, second = session.exec(select(type(any_topic(session)).slug).limit(2)).all()
        proposal = replace(make_proposal(first), second_topic=TopicProposal(second, 0.7, 0.7, ()))

        question = submit(make_act(session), make_draft(), proposal, Choices(KEY, also=also))

        assert (question.also_topic == second) is kept
        assert session.exec(select(RoutingRecord.second_topic)).one() == second

    def test_notes_no_second_topic_that_was_chosen_as_the_first(self, session):
        topic = any_topic(session).slug
        proposal = replace(make_proposal(topic), second_topic=TopicProposal(topic, 0.7, 0.7, ()))

        assert (
            submit(make_act(session), make_draft(), proposal, Choices(KEY, topic=topic, also=True)).also_topic is None
        )
