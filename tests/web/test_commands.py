"""The command line: what each command does, and how it tells that something went wrong."""

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import select

from intake import database, erasure, erasure_log, reports
from intake.case_filter import CaseFilter
from intake.model_files import MODEL_FILE, PREVIOUS_FILE, SHADOW_FILE, read_model
from intake.models.questions import Question, RoutingRecord
from intake.routing import route
from intake.routing_data import router_data
from intake.submission import Choices, submit
from intake.terms import Language, Role
from matching.router import Router
from tests.conftest import FIXTURES
from tests.factories import CHAIN_KEY, make_account, make_act, make_case, make_question
from tests.intake.proposals import make_draft
from tests.intake.reference_files import change_cell, rows_of, write_rows
from tests.intake.small_models import TEXTS, small_model, swapped_model
from tests.intake.test_model_comparison import ask_until_held_back
from web.commands import COMMANDS, loket, main

Command = Callable[..., Result]

#: Other keys than the ones that wrote the log.
OTHER_KEY = "another-key-0123456789-abcdefghijklmnop"


def environ(database_url: str, directory: Path) -> dict[str, str]:
    """Return the settings of an installation, as an operator writes them."""
    return {
        "LOKET_SECRET_KEY": "only-for-tests-and-not-a-secret-at-all",
        "LOKET_AUDIT_KEY": CHAIN_KEY.decode(),
        "LOKET_PUBLIC_URL": "https://loket.example.nl",
        "LOKET_TRUSTED_HOSTS": "loket.example.nl",
        "LOKET_DATABASE_URL": database_url,
        "LOKET_DATA_DIR": str(directory / "data"),
        "LOKET_CHECKPOINT_DIR": str(directory / "checkpoints"),
        "LOKET_SMTP_URL": "smtp://localhost:25",
        "LOKET_MAIL_FROM": "loket@example.nl",
    }


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Command:
    """Run a command on a database with the reference data; settings may be changed by keyword."""
    settings = environ(database_url, tmp_path)

    def run(*words: str, told: str | bytes = "", **changes: str) -> Result:
        return CliRunner().invoke(loket, list(words), input=told, env=settings | changes)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the reference data, to break something in."""
    shutil.copytree(FIXTURES, tmp_path / "files", ignore=shutil.ignore_patterns("*.py", "__pycache__", "demo"))
    return tmp_path / "files"


class TestEveryCommand:
    @pytest.mark.parametrize("name", COMMANDS)
    def test_explains_itself(self, name):
        result = CliRunner().invoke(loket, [name, "--help"])

        assert result.exit_code == 0
        assert f"loket {name}" in result.output
        assert len(result.output.splitlines()) > 4

    def test_is_listed(self):
        listed = CliRunner().invoke(loket, ["--help"]).output

        assert [name for name in COMMANDS if f"  {name} " not in listed] == []

    def test_that_does_not_exist_is_refused(self):
        assert CliRunner().invoke(loket, ["verzinsel"]).exit_code == 2

    @pytest.mark.parametrize(
        "words",
        [
            ["serve"],
            ["upgrade"],
            ["load"],
            ["worker", "--once"],
            ["check"],
            ["route"],
            ["audit", "verify"],
            ["audit", "checkpoint"],
            ["erasures", "replay"],
            ["report", "1", "--output", "x.csv"],
            ["model", "fit"],
        ],
        ids=" ".join,
    )
    def test_ends_with_a_sentence_when_a_setting_is_missing(self, words, monkeypatch, capsys):
        monkeypatch.delenv("LOKET_SECRET_KEY", raising=False)
        monkeypatch.setattr(sys, "argv", ["loket", *words])

        with pytest.raises(SystemExit) as end:
            main()

        assert end.value.code == 2
        assert "LOKET_SECRET_KEY is missing or too weak" in capsys.readouterr().err


class TestUpgrade:
    def test_makes_the_tables_and_may_be_repeated(self, bare_engine, tmp_path):
        url = bare_engine.url.render_as_string(hide_password=False)

        first = CliRunner().invoke(loket, ["upgrade"], env=environ(url, tmp_path))
        second = CliRunner().invoke(loket, ["upgrade"], env=environ(url, tmp_path))

        assert (first.exit_code, second.exit_code) == (0, 0)
        assert database.not_ready(bare_engine) == []


class TestLoad:
    def test_changes_nothing_the_second_time(self, run):
        result = run("load")

        assert result.exit_code == 0
        assert "added 0, changed 0, retired 0" in result.output

    def test_refuses_everything_when_one_row_is_wrong_and_says_where(self, run, folder):
        change_cell(folder / "topics.csv", 3, "track_slug", "geen-spoor")
        change_cell(folder / "topics.csv", 2, "name_nl", "Andere naam")

        result = run("load", "--folder", str(folder))

        assert result.exit_code == 1
        assert "topics.csv, line 3, column track_slug:" in result.stderr
        assert "nothing was loaded: 1 problems" in result.stderr
        assert "changed 0" in run("load").output

    def test_refuses_a_file_that_is_no_csv(self, run, folder):
        (folder / "outcomes.csv").write_bytes(b'code,name_nl\n"half')

        result = run("load", "--folder", str(folder))

        assert result.exit_code == 1
        assert "outcomes.csv" in result.stderr
        assert "Traceback" not in result.output


class TestImportPostcodes:
    def test_refuses_a_file_with_a_wrong_row(self, run, tmp_path):
        path = tmp_path / "postcodes.csv"
        path.write_text("pc4,gm_code,confidence\n20111,GM0000,high\n", encoding="utf-8")

        result = run("import", "postcodes", str(path))

        assert result.exit_code == 1
        assert "postcodes.csv" in result.stderr

    def test_refuses_a_file_that_is_not_there(self, run, tmp_path):
        assert run("import", "postcodes", str(tmp_path / "weg.csv")).exit_code == 2


class TestAccount:
    def test_prints_a_link_with_which_the_first_administrator_chooses_a_password(self, run):
        result = run("account", "administrator", "beheer@example.nl", "Een Beheerder")

        assert result.exit_code == 0
        assert result.output.splitlines()[-1].startswith("https://loket.example.nl/uitnodiging/")

    def test_refuses_an_address_that_has_an_account(self, run):
        run("account", "administrator", "beheer@example.nl", "Een Beheerder")

        result = run("account", "administrator", "beheer@example.nl", "Nog Een")

        assert result.exit_code == 1
        assert "email is taken" in result.stderr


class TestAudit:
    def test_says_that_the_log_adds_up(self, run):
        run("account", "administrator", "beheer@example.nl", "Een Beheerder")

        signed, verified = run("audit", "checkpoint"), run("audit", "verify")

        assert (signed.exit_code, verified.exit_code) == (0, 0)
        assert "the event log adds up" in verified.output

    def test_fails_when_the_log_was_written_with_another_key(self, run):
        run("account", "administrator", "beheer@example.nl", "Een Beheerder")

        result = run("audit", "verify", LOKET_AUDIT_KEY=OTHER_KEY)

        assert result.exit_code == 1
        assert "content does not match its hash" in result.stderr


class TestReport:
    def test_writes_the_file_that_a_track_leader_downloads(self, run, engine, tmp_path):
        with database.transaction(engine) as session:
            case = make_case(session)
            leader = make_account(session, Role.SPOORLEIDER, tracks=(case.track_slug,))
            number = reports.make_report(make_act(session, leader), CaseFilter(), Language.NL, str).number

        result = run("report", str(number), "--output", str(tmp_path / "rapport.csv"))

        assert result.exit_code == 0
        assert case.reference in (tmp_path / "rapport.csv").read_text(encoding="utf-8")

    def test_fails_for_a_number_that_nobody_made(self, run, tmp_path):
        result = run("report", "99", "--output", str(tmp_path / "rapport.csv"))

        assert result.exit_code == 1
        assert not (tmp_path / "rapport.csv").exists()


class TestWorker:
    def test_does_what_is_due_and_stops(self, run):
        result = run("worker", "--once", LOKET_DEMO="1")

        assert result.exit_code == 0
        assert "0 mails" in result.output


class TestCheck:
    def test_fails_while_questions_would_not_be_recognised(self, run):
        result = run("check")

        assert result.exit_code == 1
        assert "no topic model" in result.stderr

    def test_says_why_a_model_file_cannot_be_used(self, run, tmp_path):
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / MODEL_FILE).write_bytes(b"geen model")

        result = run("check")

        assert result.exit_code == 1
        assert "the topic model cannot be used (" in result.stderr

    @pytest.mark.parametrize("encoder", ["another-encoder 0.1", None])
    def test_says_that_the_model_was_fitted_with_another_encoder(self, run, tmp_path, encoder):
        (tmp_path / "data").mkdir()
        replace(small_model(), encoder_name=encoder).save(tmp_path / "data" / MODEL_FILE)

        result = run("check")

        assert result.exit_code == 0, result.output
        assert f"fitted {f'with {encoder}' if encoder else 'without sentence vectors'} and" in result.stderr
        assert "fit for service" in result.stdout


class TestModelFit:
    def test_refuses_examples_with_an_empty_cell(self, run, folder, tmp_path):
        change_cell(folder / "exemplars.csv", 4, "text", "")

        result = run("model", "fit", "--folder", str(folder))

        assert result.exit_code == 1
        assert "exemplars.csv, line 4, column text" in result.stderr
        assert "no model was made: 1 problems" in result.stderr
        assert not (tmp_path / "data" / MODEL_FILE).exists()

    def test_refuses_a_folder_without_examples(self, run, tmp_path):
        (tmp_path / "leeg").mkdir()

        result = run("model", "fit", "--folder", str(tmp_path / "leeg"))

        assert result.exit_code == 1
        assert "outside.csv: the file is missing" in result.stderr

    def test_makes_a_model_that_the_next_answer_uses(self, run, folder, tmp_path):
        header, *rows = rows_of(folder / "exemplars.csv")
        topics = sorted({row[0] for row in rows})[:3]
        write_rows(
            folder / "exemplars.csv",
            [header, *(row for topic in topics for row in [row for row in rows if row[0] == topic][:6])],
        )

        made = run("model", "fit", "--folder", str(folder))
        answered = run("route", told='{"id": 1, "text": "Onze wijk wil zelf het groen onderhouden"}\n')

        assert made.exit_code == 0, made.output
        assert "so this one serves now" in made.output
        assert (tmp_path / "data" / MODEL_FILE).exists()
        assert json.loads(answered.stdout)["topics"][0]["probability"] is not None


class TestModelReleases:
    @pytest.fixture
    def data(self, tmp_path):
        """The data directory, with a model that serves and one in the shadow."""
        directory = tmp_path / "data"
        directory.mkdir()
        small_model(name="old").save(directory / MODEL_FILE)
        small_model(name="new").save(directory / SHADOW_FILE)
        return directory

    def test_fit_leaves_the_serving_model_alone(self, run, folder, data):
        header, *rows = rows_of(folder / "exemplars.csv")
        topics = sorted({row[0] for row in rows})[:2]
        write_rows(
            folder / "exemplars.csv",
            [header, *(row for topic in topics for row in [row for row in rows if row[0] == topic][:6])],
        )

        made = run("model", "fit", "--folder", str(folder))

        assert made.exit_code == 0, made.output
        assert "it does not serve yet" in made.output
        assert read_model(data / MODEL_FILE).hash == small_model(name="old").hash
        assert read_model(data / SHADOW_FILE).hash not in {small_model(name="old").hash, small_model(name="new").hash}

    def test_list_tells_every_model(self, run, data):
        (data / PREVIOUS_FILE).write_bytes(b"geen model")

        lines = run("model", "list").output.splitlines()

        assert [line.split()[0] for line in lines] == ["serving", "shadow", "previous"]
        assert small_model(name="old").hash in lines[0]
        assert "8 texts" in lines[0]
        assert "2026-09-15" in lines[0]
        assert "cannot be used" in lines[2]

    def test_list_says_that_there_is_none(self, run):
        assert "there is no model" in run("model", "list").output

    def test_promote_and_rollback_change_what_serves(self, run, data):
        promoted = run("model", "promote")
        assert read_model(data / MODEL_FILE).hash == small_model(name="new").hash
        assert small_model(name="new").hash in promoted.output

        run("model", "rollback")
        assert read_model(data / MODEL_FILE).hash == small_model(name="old").hash

    @pytest.mark.parametrize("command", ["promote", "rollback", "compare", "evaluate"])
    def test_say_what_is_missing(self, run, command):
        result = run("model", command)

        assert result.exit_code == 1
        assert "there is no" in result.stderr

    def test_compare_says_that_there_are_too_few_questions(self, run, data):
        told, as_json = run("model", "compare"), run("model", "compare", "--json")

        assert "0 confirmed questions were held back" in told.output
        assert "nothing can be concluded" in told.output
        assert json.loads(as_json.stdout)["comparison"] is None

    def test_compare_names_who_comes_off_worse(self, run, data, engine):
        swapped_model().save(data / SHADOW_FILE)
        with database.transaction(engine) as session:
            ask_until_held_back(session, 30)

        told, as_json = run("model", "compare"), run("model", "compare", "--json")

        assert "worse by more than chance: topic lening-garantie" in told.output
        worse = json.loads(as_json.stdout)["worse"]
        assert {"all", "topic", "language"} <= {side["kind"] for side in worse}


class TestModelEvaluate:
    @pytest.fixture
    def serving(self, tmp_path):
        (tmp_path / "data").mkdir()
        small_model().save(tmp_path / "data" / MODEL_FILE)

    @pytest.fixture
    def labelled(self, tmp_path):
        """A file with labelled texts, one of them with a label that nobody could guess."""
        rows = [[topic, f"{text}, en snel", "nl", ""] for topic, texts in TEXTS.items() for text in texts]
        write_rows(
            tmp_path / "labelled.csv",
            [["topic_slug", "text", "language", "also"], *rows, ["impact-meten", "Een lening van de bank", "nl", ""]],
        )
        return tmp_path / "labelled.csv"

    @pytest.mark.usefixtures("serving")
    def test_prints_the_whole_report(self, run, labelled):
        result = run("model", "evaluate", str(labelled))

        assert result.exit_code == 0, result.output
        for words in (
            "texts                    9",
            "top-1                    0.857",
            "macro-F1",
            "calibration error",
            "triage precision",
            "triage recall",
            "ms per text",
            "MB",
            "risk-coverage",
            "said ",
            "impact-meten -> lening-garantie  1",
            "Een lening van de bank",
        ):
            assert words in result.output

    @pytest.mark.usefixtures("serving")
    def test_judges_examples_by_models_without_them_and_prints_none(self, run, folder):
        header, *rows = rows_of(folder / "exemplars.csv")
        topics = sorted({row[0] for row in rows})[:2]
        some = [row for topic in topics for row in [row for row in rows if row[0] == topic][:8]]
        write_rows(folder / "exemplars.csv", [header, *([*row[:3], "eigen ijktekst"] for row in some)])

        result = run("model", "evaluate", "--folder", str(folder))

        assert result.exit_code == 0, result.output
        assert "each judged by one of 5 models without it" in result.output
        assert not [row for row in some if row[1] in result.output]

    @pytest.mark.usefixtures("serving")
    def test_refuses_a_file_with_an_empty_cell(self, run, labelled):
        change_cell(labelled, 3, "text", "")

        result = run("model", "evaluate", str(labelled))

        assert result.exit_code == 1
        assert "labelled.csv, line 3, column text" in result.stderr


class TestModelCard:
    #: What the register of algorithms asks for.
    FIELDS = (
        *("naam", "organisatie", "korte_omschrijving", "publicatiecategorie", "begindatum", "status", "contact"),
        *("doel_en_impact", "afwegingen", "menselijke_tussenkomst", "risicobeheer", "wettelijke_basis"),
        *("impacttoetsen", "gegevens", "technische_werking", "leverancier"),
    )

    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_has_every_field_and_the_figures_of_the_file(self, run, tmp_path, language):
        (tmp_path / "data").mkdir()
        small_model().save(tmp_path / "data" / MODEL_FILE)

        result = run("model", "card", "--language", language)

        card = json.loads(result.stdout)
        assert [name for name in self.FIELDS if not card[name]] == []
        assert card["cijfers"]["hash"] == small_model().hash
        assert card["cijfers"]["note"]["per_topic"] == {topic: 2 for topic in TEXTS if topic != "geen"}
        assert str(tmp_path) not in result.stdout

    def test_has_no_figures_without_a_model(self, run):
        card = json.loads(run("model", "card").stdout)

        assert (card["cijfers"], card["status"]) == (None, "Niet in gebruik")


class TestRoute:
    KEYS = {
        "id",
        "topics",
        "triage",
        "municipality",
        "team",
        "financing",
        "intermediaries",
        "personal_data",
        "language",
    }
    QUESTION = {"id": "a", "text": "Wij zoeken een hal voor onze werkplaats. Bel 06-00001234.", "stage": "start"}

    def test_answers_a_question_in_all_its_parts(self, run):
        result = run("route", told=json.dumps(self.QUESTION | {"municipality": "Haarlem", "amount_eur": 20000}) + "\n")

        [answer] = [json.loads(line) for line in result.stdout.splitlines()]
        assert result.exit_code == 0
        assert set(answer) == self.KEYS
        assert answer["municipality"] == {"gm_code": "GM0392", "ambiguous": [], "how": "name"}
        assert answer["team"]["reasons"] == ["own_team"]
        assert answer["personal_data"][0]["kind"] == "phone"
        assert {row["verdict"] for row in answer["financing"]} <= {"fits", "unknown", "closed", "no"}
        assert answer["language"] == "nl"

    def test_names_all_topics_and_leaves_them_to_a_person_without_a_model(self, run):
        result = run("route", told=json.dumps(self.QUESTION))

        answer = json.loads(result.stdout)
        assert len(answer["topics"]) == len(rows_of(FIXTURES / "topics.csv")) - 1
        assert {row["probability"] for row in answer["topics"]} == {None}
        assert answer["triage"] is True

    def test_goes_on_after_bad_lines_and_names_their_numbers(self, run):
        lines = ["geen json", json.dumps({"id": 1}), json.dumps(self.QUESTION), "", "[]", '{"id": 1, "text": "  "}']

        result = run("route", told="\n".join(lines))

        answers = [json.loads(line) for line in result.stdout.splitlines()]
        assert [answer.get("line") for answer in answers] == [1, 2, None, 5, 6]
        assert answers[2]["id"] == "a"
        assert result.exit_code == 1

    @pytest.mark.parametrize(
        "change",
        [{"stage": "reus"}, {"legal_form": "gmbh"}, {"target": "winst"}, {"amount_eur": -1}, {"text": 7}, {"id": None}],
        ids=str,
    )
    def test_refuses_a_value_that_nobody_can_choose(self, run, change):
        result = run("route", told=json.dumps(self.QUESTION | change))

        assert json.loads(result.stdout)["line"] == 1
        assert next(iter(change)) in json.loads(result.stdout)["error"]

    def test_refuses_bytes_that_are_no_text(self, run):
        result = run("route", told=b'{"id": 1, "text": "\xff\xfe"}\n')

        assert json.loads(result.stdout)["line"] == 1

    def test_does_not_guess_between_places_of_one_name(self, run):
        result = run("route", told=json.dumps(self.QUESTION | {"municipality": "Hengelo"}))

        answer = json.loads(result.stdout)
        assert answer["municipality"]["gm_code"] is None
        assert len(answer["municipality"]["ambiguous"]) > 1

    def test_replays_a_stored_question_without_a_word_of_its_text(self, run, engine):
        text = "Wij zoeken een werkplaats voor onze fietsen in Haarlem."
        with database.transaction(engine) as session:
            act = make_act(session)
            draft = make_draft(text=text)
            router = Router(router_data(session))
            reference = submit(act, draft, route(act, router, draft), Choices("key")).reference

        same = run("route", "--replay", reference)
        assert same.exit_code == 0, same.output
        assert "the same scores come out" in same.output
        assert not [word for word in text.split() if len(word) > 5 and word in same.output]

        with database.transaction(engine) as session:
            record = session.exec(select(RoutingRecord)).one()
            record.model_hash = "f" * 64
            session.add(record)
        missing = run("route", "--replay", reference)
        assert missing.exit_code == 1
        assert f"the model file with hash {'f' * 64} is missing" in missing.output

    def test_replays_no_question_that_does_not_exist(self, run):
        result = run("route", "--replay", "HLM-26-2222-22")

        assert result.exit_code == 1
        assert "there is no question HLM-26-2222-22" in result.stderr

    def test_stores_nothing(self, run, engine):
        run("route", told=json.dumps(self.QUESTION))

        with database.reading(engine) as session:
            assert session.connection().exec_driver_sql("SELECT count(*) FROM questions").scalar() == 0


class TestErasures:
    def test_are_done_again_after_a_backup_was_put_back(self, run, engine, tmp_path):
        with database.transaction(engine) as session:
            question = make_question(session)
        line = erasure_log.erasure_line(CHAIN_KEY, erasure.hash_of(CHAIN_KEY, question.reference), "2026-09-15")
        (tmp_path / "checkpoints").mkdir()
        (tmp_path / "checkpoints" / erasure_log.FILE).write_text(line)

        first, second = run("erasures", "replay"), run("erasures", "replay")

        assert (first.exit_code, second.exit_code) == (0, 0)
        assert f"erased {question.reference}\n1 questions erased again" in first.output
        assert "0 questions erased again" in second.output
        with database.reading(engine) as session:
            assert session.get_one(Question, question.id).text == ""

    def test_name_a_line_that_cannot_be_trusted(self, run, tmp_path):
        (tmp_path / "checkpoints").mkdir()
        (tmp_path / "checkpoints" / erasure_log.FILE).write_text("{}\n")

        result = run("erasures", "replay")

        assert result.exit_code == 1
        assert "erasures.jsonl, line 1" in result.stderr
