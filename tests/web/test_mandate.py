"""Deciding on the page of a question, and the page where a team sees what it decided and what is left."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import col, select

from intake import database, hand_over, mandate
from intake.dossier import dossier
from intake.hand_over import HandOverCard
from intake.models.mandates import MandateDecision, PilotResult, TeamBudget
from intake.terms import HandOverReason, QuestionStatus, Role
from tests.factories import (
    START,
    make_account,
    make_act,
    make_budget,
    make_decision,
    make_picked_up_question,
    make_question,
    municipal_team,
    other_team,
)
from web.dossier_pdf import dossier_data

YEAR = START.year


@pytest.fixture
def write(engine):
    """What makes a situation and keeps it."""
    return lambda: database.transaction(engine)


@pytest.fixture
def makelaar(write, client):
    """A makelaar at the screen."""
    with write() as session:
        account = make_account(session)
    client.sign_in(account)
    return account


@pytest.fixture
def question(write, makelaar):
    """A question that the makelaar is working on."""
    with write() as session:
        return make_picked_up_question(session, makelaar)


@pytest.fixture
def budget(write):
    """A budget of 2,500 euros for the team of the makelaar, and its mandate."""
    with write() as session:
        team = municipal_team(session)
        team.mandate_text = "Tot 5.000 euro per vraag."
        return make_budget(session, team, 2_500)


@pytest.fixture
def decide(write, makelaar, question):
    """What decides on the question of the makelaar, past the page."""

    def made(**changes):
        with write() as session:
            return make_decision(session, question, makelaar, **changes)

    return made


TYPED = {
    "what": "Drie keuringen van speeltoestellen",
    "amount": "1.500,50",
    "ground": "Keuringen vallen onder het werkbudget.",
    "pilot_ends_on": "",
}


def send(client, question, version=1, **changes):
    """Send the form for a decision, as it was shown at ``version``."""
    page = f"/vragen/{question.reference}"
    data = {f"decide-{name}": value for name, value in (TYPED | changes).items()}
    data |= {"decide-csrf_token": client.csrf(page), "decide-version": str(version)}
    return client.post(f"{page}/mandaatbesluit", data=data)


def text_of(answer):
    return answer.get_data(as_text=True).replace("\xa0", " ")


def decisions(write):
    with write() as session:
        return list(session.exec(select(MandateDecision).order_by(col(MandateDecision.id))))


class TestDecide:
    def test_shows_what_is_left_before_somebody_decides(self, client, question, budget, decide):
        decide(amount_cents=1_000_00)

        page = text_of(client.get(f"/vragen/{question.reference}"))

        for told in ("Tot 5.000 euro per vraag.", f"Budget {YEAR}", "€ 2.500,00", "€ 1.500,00"):
            assert told in page

    def test_says_that_there_is_no_budget(self, client, question):
        assert "vul bij het bedrag 0 in" in text_of(client.get(f"/vragen/{question.reference}"))

    @pytest.mark.parametrize(
        ("typed", "cents"),
        [("1.500,50", 1_500_50), ("1500", 1_500_00), ("€ 2.000", 2_000_00), ("€ 750,-", 750_00), ("0", 0)],
    )
    def test_understands_amounts_as_people_write_them(self, client, write, question, budget, typed, cents):
        answer = send(client, question, amount=typed)

        assert answer.status_code == 303
        assert [row.amount_cents for row in decisions(write)] == [cents]

    def test_keeps_the_decision_and_shows_it_with_its_ground(self, client, write, question, budget):
        send(client, question, what="  Drie keuringen\n van speeltoestellen ", pilot_ends_on="31-12-2026")

        [row] = decisions(write)
        page = text_of(client.get(f"/vragen/{question.reference}"))
        assert (row.what, row.pilot_ends_on) == ("Drie keuringen van speeltoestellen", date(2026, 12, 31))
        for told in (row.reference, row.what, "€ 1.500,50", TYPED["ground"], "31 december 2026", "Loopt nog"):
            assert told in page
        assert f'href="/mandaat/{row.reference}"' in page

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"amount": "2.500,01"}, "Van het budget van dit jaar is nog € 2.500,00 over"),
            ({"amount": "veel"}, "Vul een bedrag in, bijvoorbeeld 1.500 of 1.500,50"),
            ({"amount": "-5"}, "Vul een bedrag in, bijvoorbeeld 1.500 of 1.500,50"),
            ({"amount": "1.50"}, "Vul een bedrag in, bijvoorbeeld 1.500 of 1.500,50"),
            ({"amount": "9999999999"}, "Vul een lager bedrag in, hooguit 1 miljard euro"),
            ({"amount": " "}, "Vul een bedrag in, of 0 als er geen geld mee gemoeid is"),
            ({"ground": " "}, "Vul in waarom dit binnen het mandaat van uw team valt"),
            ({"ground": "x" * 4001}, "Maak uw tekst korter, hooguit 4.000 tekens"),
            ({"what": ""}, "Vul in wat u besluit"),
            ({"what": "x" * 201}, "Maak uw tekst korter, hooguit 200 tekens"),
            ({"pilot_ends_on": "morgen"}, "Vul een datum in, bijvoorbeeld 31-12-2026"),
            ({"pilot_ends_on": f"{START:%d-%m-%Y}"}, "Kies een einddatum na vandaag"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(
        self, client, write, question, budget, changes, message
    ):
        answer = send(client, question, **changes)

        page = text_of(answer)
        field = next(iter(changes))
        assert answer.status_code == 400
        assert message in page
        assert f'href="#decide-{field}"' in page
        for name, typed in (TYPED | changes).items():
            assert typed.strip() in page or name == field
        assert decisions(write) == []

    def test_without_a_budget_says_that_only_a_permission_is_possible(self, client, question):
        answer = send(client, question)

        assert answer.status_code == 400
        assert f"Vul 0 in: voor {YEAR} is geen budget vastgelegd" in text_of(answer)
        assert 'value="1.500,50"' in text_of(answer)

    def test_tells_what_a_colleague_did_and_keeps_what_was_typed(self, client, write, question, budget, decide):
        decide(amount_cents=2_000_00)

        answer = send(client, question, version=1)

        page = text_of(answer)
        assert answer.status_code == 409
        assert "Besluit genomen binnen het mandaat" in page
        assert "€ 500,00" in page, "what is left now stands beside what was typed"
        for typed in ("Drie keuringen van speeltoestellen", 'value="1.500,50"', TYPED["ground"]):
            assert typed in page
        assert len(decisions(write)) == 1

    def test_gives_the_text_back_when_the_question_is_gone(self, client, write, makelaar, question, budget):
        page = f"/vragen/{question.reference}"
        data = {f"decide-{name}": value for name, value in TYPED.items()} | {"decide-csrf_token": client.csrf(page)}
        with write() as session:
            card = HandOverCard(other_team(session).code, HandOverReason.OTHER_EXPERTISE, "Dat team weet meer.")
            hand_over.hand_over(make_act(session, makelaar), question.reference, card)

        answer = client.post(f"{page}/mandaatbesluit", data=data)

        assert answer.status_code == 404
        assert TYPED["ground"] in text_of(answer)

    @pytest.mark.parametrize("status", [QuestionStatus.NEW, QuestionStatus.CLOSED])
    def test_is_not_offered_when_nobody_works_on_the_question(self, client, write, makelaar, status):
        with write() as session:
            question = make_question(session, status=status)

        assert "Besluit vastleggen" not in text_of(client.get(f"/vragen/{question.reference}"))

    def test_reads_in_english(self, client, question, budget, decide):
        decide(amount_cents=1_00, pilot_ends_on=START.date() + timedelta(days=3))

        page = text_of(client.get(f"/vragen/{question.reference}?taal=en"))

        assert "Decisions within the mandate" in page
        assert "€1.00" in page

    def test_escapes_everything_that_was_typed(self, client, question, decide):
        decide(what="<b>vet</b>", ground="<script>alert(1)</script>")

        page = text_of(client.get(f"/vragen/{question.reference}"))

        assert "<script>alert(1)" not in page
        assert "<b>vet" not in page


class TestOverview:
    def test_an_empty_year_says_what_to_do(self, client, makelaar):
        page = text_of(client.get("/mandaat"))

        assert f"Nog geen besluiten in {YEAR}" in page
        assert f"Voor {YEAR} is geen budget vastgelegd" in page
        assert "Het mandaat is nog niet vastgelegd" in page

    def test_is_in_the_menu(self, client, makelaar):
        assert 'href="/mandaat"' in text_of(client.get("/werkvoorraad"))

    def test_adds_up_the_year(self, client, write, makelaar, question, budget, decide):
        decide(amount_cents=400_00, what="Een zaal")
        undone = decide(amount_cents=100_00, what="Een vloer")
        with write() as session:
            mandate.take_back(make_act(session, makelaar), undone.reference, "De vloer was er al.")

        page = text_of(client.get("/mandaat"))

        for told in (
            "€ 2.500,00",
            "€ 400,00",
            "€ 2.100,00",
            "Een zaal",
            "Een vloer",
            "De vloer was er al.",
            "€ -100,00",
        ):
            assert told in page, told
        assert f'van <span class="loket-reference" translate="no">{undone.reference}</span>' in page
        assert f'href="/vragen/{question.reference}"' in page

    def test_shows_another_year(self, client, write, makelaar, question, budget, decide):
        decide(what="Vorig jaar", at=START.replace(year=YEAR - 1))

        assert "Vorig jaar" not in text_of(client.get("/mandaat"))
        assert "Vorig jaar" in text_of(client.get(f"/mandaat?jaar={YEAR - 1}"))
        assert f"Mandaat en budget {YEAR}" in text_of(client.get("/mandaat?jaar=1066"))

    def test_names_pilots_without_result_first(self, client, clock, makelaar, decide):
        decide(what="Loopt nog lang", pilot_ends_on=START.date() + timedelta(days=90))
        decide(what="Is al voorbij", pilot_ends_on=START.date() + timedelta(days=2))
        clock.move(days=3)
        client.sign_in(makelaar)

        page = text_of(client.get("/mandaat"))

        assert page.index("Is al voorbij") < page.index("Loopt nog lang")
        assert "Afgelopen, nog geen resultaat" in page

    def test_names_a_question_of_another_team_without_a_link(self, client, write, makelaar, question, decide):
        decide(what="Van ons geld")
        with write() as session:
            card = HandOverCard(other_team(session).code, HandOverReason.OTHER_EXPERTISE, "Dat team weet meer.")
            hand_over.hand_over(make_act(session, makelaar), question.reference, card)

        page = text_of(client.get("/mandaat"))

        assert "Van ons geld" in page
        assert question.reference in page
        assert f'href="/vragen/{question.reference}"' not in page

    def test_shows_nothing_of_another_team(self, client, write, makelaar, question, budget, decide):
        decide(what="Alleen van ons", amount_cents=1_00)
        with write() as session:
            stranger = make_account(session, team_id=other_team(session).id)
        client.sign_in(stranger)

        page = text_of(client.get("/mandaat"))

        assert "Alleen van ons" not in page
        assert "€ 2.500,00" not in page

    @pytest.mark.parametrize("role", [Role.SPOORLEIDER, Role.BEHEERDER, Role.INTERMEDIAIR, Role.DOSSIERHOUDER])
    @pytest.mark.parametrize("path", ["/mandaat", "/mandaat/besluiten.csv"])
    def test_is_not_there_for_other_roles(self, client, write, role, path):
        with write() as session:
            account = make_account(session, role)
        client.sign_in(account)

        assert client.get(path).status_code == 404


class TestDownload:
    @pytest.fixture
    def ledger(self, write, makelaar, question, budget):
        """A decision with nasty words, a decision of somebody known, and a counter-entry."""
        with write() as session:
            first = make_decision(session, question, makelaar, what="=1+1", amount_cents=400_00, ground="+31 bellen")
            make_decision(
                session, question, makelaar, ground=f"Afgesproken met {question.asker_name}, bel 06-00001234."
            )
            mandate.take_back(make_act(session, makelaar), first.reference, "@SUM(A1)")
            return first

    def rows(self, client, extension):
        answer = client.get(f"/mandaat/besluiten.{extension}?jaar={YEAR}")
        assert "mandaat-" in answer.headers["Content-Disposition"]
        if extension == "csv":
            return list(csv.reader(io.StringIO(answer.get_data(as_text=True))))
        return CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data())).get_sheet_by_index(0).to_python()

    @pytest.mark.parametrize("extension", ["csv", "xlsx"])
    def test_holds_decisions_and_counter_entries_and_no_formula(self, client, question, ledger, extension):
        headers, decision, _second, counter = self.rows(client, extension)

        assert headers[:4] == ["Kenmerk", "Soort", "Tegenboeking van", "Vraag"]
        assert decision[:6] == [ledger.reference, "Besluit", "", question.reference, "15-09-2026", "'=1+1"]
        assert (decision[8], counter[8]) == ("'+31 bellen", "'@SUM(A1)")
        assert (counter[1], counter[2]) == ("Tegenboeking", ledger.reference)

    def test_lets_a_spreadsheet_add_the_amounts_up(self, client, ledger):
        _headers, decision, permission, counter = self.rows(client, "xlsx")

        assert [row[6:8] for row in (decision, permission, counter)] == [[400.0, ""], [0.0, ""], ["", 400.0]]

    def test_writes_amounts_in_csv_with_two_decimals(self, client, ledger):
        _headers, decision, permission, counter = self.rows(client, "csv")

        assert [row[6:8] for row in (decision, permission, counter)] == [["400.00", ""], ["0.00", ""], ["", "400.00"]]

    @pytest.mark.parametrize("extension", ["csv", "xlsx"])
    def test_tells_no_names_and_no_numbers_of_people(self, client, makelaar, question, ledger, extension):
        told = json.dumps(self.rows(client, extension))

        assert question.asker_name not in told
        assert makelaar.name not in told
        assert "06-00001234" not in told

    def test_adds_up_in_the_spreadsheet(self, client, ledger):
        answer = client.get("/mandaat/besluiten.xlsx")

        totals = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data())).get_sheet_by_index(1).to_python()
        assert [row[1] for row in totals[1:]] == [str(YEAR), 2500.0, 0.0, 2500.0]

    def test_knows_no_other_kind_of_file(self, client, makelaar):
        assert client.get("/mandaat/besluiten.exe").status_code == 404


class TestDecisionPage:
    def test_takes_a_decision_back_and_shows_both(self, client, write, question, budget, decide):
        decision = decide(amount_cents=400_00)

        answer = client.submit(
            f"/mandaat/{decision.reference}/terugnemen",
            {"reason": "Het bedrag klopte niet."},
            page=f"/mandaat/{decision.reference}",
        )

        _first, counter = decisions(write)
        page = text_of(client.get(answer.location))
        assert answer.status_code == 303
        for told in (counter.reference, "Teruggenomen", "Het bedrag klopte niet.", "€ 400,00", decision.ground):
            assert told in page
        assert "Besluit terugnemen" not in page
        with write() as session:
            assert session.exec(select(TeamBudget.spent_cents)).one() == 0

    def test_needs_a_reason(self, client, write, decide):
        decision = decide()
        path = f"/mandaat/{decision.reference}"

        answer = client.submit(f"{path}/terugnemen", {"reason": " "}, page=path)

        assert answer.status_code == 400
        assert "Vul in waarom u het besluit terugneemt" in text_of(answer)
        assert len(decisions(write)) == 1

    def test_says_that_a_colleague_took_it_back_already(self, client, write, makelaar, decide):
        decision = decide()
        path = f"/mandaat/{decision.reference}"
        token = client.csrf(path)
        with write() as session:
            mandate.take_back(make_act(session, makelaar), decision.reference, "Ik was eerst.")

        answer = client.post(f"{path}/terugnemen", data={"csrf_token": token, "reason": "Ik ook."})

        page = text_of(answer)
        assert answer.status_code == 400
        assert "Dit besluit is al teruggenomen" in page
        assert "Ik was eerst." in page
        assert "Ik ook." in page

    def test_writes_down_what_came_of_a_pilot(self, client, write, decide):
        decision = decide(pilot_ends_on=START.date() + timedelta(days=9))
        path = f"/mandaat/{decision.reference}"

        empty = client.submit(f"{path}/resultaat", {"result": ""}, page=path)
        client.submit(f"{path}/resultaat", {"result": "Het werkt: wij gaan door."}, page=path)

        page = text_of(client.get(path))
        assert empty.status_code == 400
        assert "Vul in wat er uit de proeftuin kwam" in text_of(empty)
        assert "Het werkt: wij gaan door." in page
        assert "Resultaat vastleggen" not in page
        with write() as session:
            assert session.get_one(PilotResult, decision.id).text == "Het werkt: wij gaan door."

    def test_says_that_a_result_is_there_already_and_keeps_what_was_typed(self, client, write, makelaar, decide):
        decision = decide(pilot_ends_on=START.date() + timedelta(days=9))
        path = f"/mandaat/{decision.reference}"
        token = client.csrf(path)
        with write() as session:
            mandate.tell_result(make_act(session, makelaar), decision.reference, "Ik was eerst.")

        answer = client.post(f"{path}/resultaat", data={"csrf_token": token, "result": "Ik ook."})

        assert answer.status_code == 400
        assert "Het resultaat is al vastgelegd" in text_of(answer)
        assert "Ik ook." in text_of(answer)

    def test_offers_no_result_for_what_is_no_pilot(self, client, decide):
        assert "Resultaat vastleggen" not in text_of(client.get(f"/mandaat/{decide().reference}"))

    def test_says_that_the_question_is_with_another_team(self, client, write, makelaar, question, decide):
        decision = decide()
        with write() as session:
            card = HandOverCard(other_team(session).code, HandOverReason.OTHER_EXPERTISE, "Dat team weet meer.")
            hand_over.hand_over(make_act(session, makelaar), question.reference, card)

        assert "is nu bij een ander team" in text_of(client.get(f"/mandaat/{decision.reference}"))

    def test_reads_in_english(self, client, decide):
        page = text_of(client.get(f"/mandaat/{decide().reference}?taal=en"))

        assert "no money" in page


class TestStatusPage:
    @pytest.fixture
    def page_of(self, client, question):
        """What shows the page of the entrepreneur."""

        def shown():
            client.sign_out()
            client.open_question(question.id)
            return text_of(client.get(f"/mijn-vraag/{question.reference}"))

        return shown

    def test_tells_what_was_decided_and_not_why(self, page_of, budget, decide):
        decide(what="Drie keuringen", amount_cents=400_00, ground="GEHEIME GROND", pilot_ends_on=date(2026, 12, 31))

        page = page_of()

        for told in ("Wat het team voor u besloot", "Drie keuringen", "€ 400,00", "31 december 2026"):
            assert told in page
        assert "Het team nam een besluit over uw vraag" in page
        assert "GEHEIME GROND" not in page

    def test_says_that_a_permission_costs_nothing(self, page_of, decide):
        decide()

        assert "geen geld, wel toestemming" in page_of()

    def test_says_that_a_decision_was_taken_back_and_not_why(self, page_of, write, makelaar, decide):
        decision = decide()
        with write() as session:
            mandate.take_back(make_act(session, makelaar), decision.reference, "GEHEIME REDEN")

        page = page_of()

        assert "Dit besluit geldt niet meer" in page
        assert "GEHEIME REDEN" not in page

    def test_says_nothing_when_nothing_was_decided(self, page_of):
        assert "Wat het team voor u besloot" not in page_of()


class TestDossier:
    @pytest.mark.parametrize(("with_notes", "told"), [(False, False), (True, True)])
    def test_lists_decisions_and_tells_grounds_only_with_notes(
        self, client, question, budget, decide, with_notes, told
    ):
        decide(what="Drie keuringen", amount_cents=400_00, ground="GEHEIME GROND")

        page = text_of(client.get(f"/vragen/{question.reference}/dossier?notities={int(with_notes)}"))

        assert "Drie keuringen" in page
        assert "€ 400,00" in page
        assert ("GEHEIME GROND" in page) is told

    @pytest.mark.parametrize(("with_notes", "told"), [(False, False), (True, True)])
    def test_file_lists_them_too(self, app, write, makelaar, question, decide, with_notes, told):
        decision = decide(what="Drie keuringen", ground="GEHEIME GROND", pilot_ends_on=date(2026, 12, 31))
        with write() as session:
            mandate.tell_result(make_act(session, makelaar), decision.reference, "GEHEIM RESULTAAT")
            mandate.take_back(make_act(session, makelaar), decision.reference, "GEHEIME REDEN")
            page = dossier(make_act(session, makelaar), question.reference)

        with app.test_request_context(base_url="https://localhost"):
            data = json.dumps(dossier_data(page, START, with_notes=with_notes), ensure_ascii=False)

        for part in (decision.reference, "Drie keuringen", "geen geld", "31 december 2026", "Teruggenomen op"):
            assert part in data
        for internal in ("GEHEIME GROND", "GEHEIM RESULTAAT", "GEHEIME REDEN"):
            assert (internal in data) is told

    def test_file_can_be_made_of_them(self, client, question, decide):
        decide(what="#let x = 1 *vet* 🎉")

        assert client.get(f"/vragen/{question.reference}/dossier.pdf?notities=1").mimetype == "application/pdf"
