"""The dossier as a file: tagged, complete, and readable whatever somebody typed."""

import json
import unicodedata

import page
import pytest
import typst
from sqlmodel import select

from intake import conversation, database
from intake.dossier import dossier
from intake.hand_over import HandOverCard, hand_over
from intake.models.people import Account
from intake.terms import HandOverReason
from tests.factories import START, make_account, make_act, make_picked_up_question, other_team
from web.dossier_pdf import DRAWN, dossier_data, drawable

NASTY = "<script>alert(1)</script> =1+1 #let x = 1 *vet* $x$ مرحبا שלום 🎉 日本 \u200b\u202e a\u0301"


@pytest.fixture
def question(engine, client):
    """A question with a conversation, notes and a hand-over, and its makelaar at the screen."""
    with database.transaction(engine) as session:
        first = make_account(session)
        question = make_picked_up_question(session, first, asker_name=NASTY, asker_organisation=NASTY)
        act = make_act(session, first)
        conversation.note(act, question.reference, "Alleen voor ons: " + NASTY)
        conversation.ask(act, question.reference, "Om welk pand gaat het?\n\n" + NASTY)
        card = HandOverCard(other_team(session).code, HandOverReason.AT_REQUEST, NASTY, "Gebeld", "Volgende week")
        hand_over(act, question.reference, card)
        second = make_account(session, team_id=other_team(session).id)
    client.sign_in(second)
    return question


def findings(content):
    """Return everything that the checker has against a PDF."""
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    return [failure.message for failure in report.failures]


class TestDossierPdf:
    @pytest.mark.parametrize("address", ["dossier.pdf", "dossier.pdf?notities=1", "dossier.pdf?notities=1&taal=en"])
    def test_has_nothing_that_the_checker_minds(self, client, question, address):
        answer = client.get(f"/vragen/{question.reference}/{address}")

        assert answer.mimetype == "application/pdf"
        assert f'filename="dossier-{question.reference}.pdf"' in answer.headers["Content-Disposition"]
        assert findings(answer.get_data()) == []

    def test_can_be_made_at_any_moment(self, client, clock, question):
        clock.move(microseconds=123_456)

        assert client.get(f"/vragen/{question.reference}/dossier.pdf").status_code == 200

    def test_the_checker_finds_what_is_wrong(self):
        untagged = typst.compile(b"Geen titel, geen taal", pdf_tags=False)

        assert findings(untagged) != []


class TestDossierData:
    @pytest.fixture
    def told(self, engine, app, question):
        """What goes into the file, without or with notes."""

        def made(*, with_notes):
            with app.test_request_context(base_url="https://localhost"), database.reading(engine) as session:
                owner = session.exec(select(Account).where(Account.team_id == other_team(session).id)).one()
                told = dossier(make_act(session, owner), question.reference)
                return json.dumps(dossier_data(told, START, with_notes=with_notes), ensure_ascii=False)

        return made

    def test_leaves_notes_out_unless_they_are_asked_for(self, told):
        assert "Alleen voor ons" not in told(with_notes=False)
        assert "Alleen voor ons" in told(with_notes=True)

    def test_holds_conversation_hand_over_and_history(self, told, question):
        data = told(with_notes=False)

        for part in (question.reference, "Om welk pand gaat het?", "Volgende week", "Overgedragen van"):
            assert part in data


class TestDrawable:
    def test_keeps_what_the_fonts_can_draw(self):
        text = "Coöperatie ‘De Súdhoek’ — € 1.250 → Ω Ж ש ب"

        assert drawable(text) == text

    @pytest.mark.parametrize(
        ("typed", "drawn"), [("🎉", "[party popper]"), ("a\u200bb\u202ec", "abc"), ("\ue000", "[onbekend teken]")]
    )
    def test_names_what_they_cannot(self, app, typed, drawn):
        with app.test_request_context():
            assert drawable(typed) == drawn

    def test_lists_only_characters_that_really_can_be_drawn(self):
        listed = [chr(number) for drawn in DRAWN for number in drawn if unicodedata.category(chr(number)) != "Cn"]
        source = b'#set document(title: [t])\n#set text(lang: "nl")\n#sys.inputs.text *#sys.inputs.text*'

        made = typst.compile(
            source, sys_inputs={"text": " a".join(listed)}, pdf_standards=["ua-1"], ignore_system_fonts=True
        )

        assert findings(made) == []


class TestDossierPage:
    def test_shows_the_dossier_without_notes(self, client, question):
        text = client.get(f"/vragen/{question.reference}/dossier").get_data(as_text=True)

        assert "Om welk pand gaat het?" in text
        assert "Alleen voor ons" not in text

    def test_shows_notes_when_asked_and_says_that_they_are_internal(self, client, question):
        text = client.get(f"/vragen/{question.reference}/dossier?notities=1").get_data(as_text=True)

        assert "Alleen voor ons" in text
        assert "Intern: de ondernemer ziet dit niet" in text

    def test_escapes_what_was_typed(self, client, question):
        text = client.get(f"/vragen/{question.reference}/dossier?notities=1").get_data(as_text=True)

        assert "<script>alert(1)" not in text
