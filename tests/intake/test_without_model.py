"""Without a model file, or with a broken one, every question is taken in and reaches a team (issue 3, must show 8)."""

import csv
from itertools import cycle
from pathlib import Path

import pytest
from sqlmodel import func, select

from intake.model_files import MODEL_FILE
from intake.models.question_draft import QuestionDraft
from intake.models.questions import Question, RoutingRecord
from intake.models.reference import Team
from intake.routing import RouterCache, route
from intake.submission import Choices, submit
from intake.terms import Language, LegalForm, MunicipalityAnswer, Stage, Target
from tests.conftest import FIXTURES
from tests.factories import make_act
from tests.intake.small_models import small_model

#: Texts that are no sentence.
ODD = (
    "?" * 20,
    "a" * 4000,
    "1234567890 1234567890",
    "Привет, мне нужна помощь с помещением",
    "help " * 800,
    "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
    "Hengelo of Bergen, wie het weet mag het zeggen",
    "Mail vrager@example.nl of bel 06-00001234 over NL91ABNA0417164300",
)

#: What stands in the municipality field: nothing, a name, a typing error, a name of two, a postcode, nonsense.
PLACES = ("", "Haarlem", "Harlem", "Hengelo", "2011 AB", "Nergenshuizen", "'s-Gravenhage")


def broken_files(directory: Path):
    """Return ways in which the model file can be absent or broken."""
    small_model().save(directory / "good.npz")
    good = (directory / "good.npz").read_bytes()
    (directory / "good.npz").unlink()
    middle = len(good) // 2
    return {
        "absent": None,
        "empty": b"",
        "words": b"geen model",
        "cut off": good[:middle],
        "changed": good[:middle] + bytes([good[middle] ^ 255]) + good[middle + 1 :],
    }


def drafts():
    """Return questions of all kinds, more than a hundred."""
    with (FIXTURES / "exemplars.csv").open(encoding="utf-8", newline="") as file:
        inside = [row["text"] for row in csv.DictReader(file)][::30][:60]
    with (FIXTURES / "outside.csv").open(encoding="utf-8", newline="") as file:
        outside = [row["text"] for row in csv.DictReader(file)][::5][:40]
    texts = [text.ljust(20, ".") for text in (*inside, *outside, *ODD)]
    kinds = zip(cycle(PLACES), cycle(Stage), cycle(LegalForm), cycle(Target), cycle(Language), strict=False)
    for number, (text, (place, stage, legal_form, target, language)) in enumerate(zip(texts, kinds, strict=False)):
        yield QuestionDraft.model_validate(
            {
                "text": text,
                "municipality": place,
                "municipality_answer": (MunicipalityAnswer.SEVERAL if number % 9 == 8 else MunicipalityAnswer.CHOSEN),
                "email": None if number % 4 == 3 else f"vrager{number}@example.nl",
                "stage": stage if number % 2 else None,
                "legal_form": legal_form if number % 3 else None,
                "target": target if number % 5 else None,
                "amount_eur": number * 1000 if number % 2 else None,
                "language": language,
                "confidential": number % 7 == 0,
            }
        )


@pytest.mark.parametrize("how", ["absent", "empty", "words", "cut off", "changed"])
def test_every_question_is_taken_in_and_reaches_a_team(session, engine, tmp_path, how):
    content = broken_files(tmp_path)[how]
    if content is not None:
        (tmp_path / MODEL_FILE).write_bytes(content)
    router = RouterCache(engine, tmp_path).current()
    act = make_act(session)
    asked = list(drafts())

    for number, draft in enumerate(asked):
        proposal = route(act, router, draft)
        if proposal.place.ambiguous:
            proposal = proposal.placed(proposal.place.ambiguous[0] if number % 2 else None)
        submit(act, draft, proposal, Choices(f"key-{number}"))

    taken_in = session.exec(
        select(func.count())
        .select_from(Question)
        .join(Team, Team.id == Question.team_id)
        .where(Team.retired_on.is_(None))
    ).one()
    assert len(asked) > 100
    assert taken_in == len(asked)
    assert session.exec(select(func.count()).where(Question.needs_sorting)).one() == len(asked)
    assert set(session.exec(select(RoutingRecord.model_hash))) == {None}


def test_a_repaired_file_is_taken_up_while_the_loket_serves(engine, tmp_path):
    watch = iter(range(0, 1000, 60))
    cache = RouterCache(engine, tmp_path, lambda: float(next(watch)))
    (tmp_path / MODEL_FILE).write_bytes(b"geen model")
    assert not cache.current().has_model

    small_model().save(tmp_path / MODEL_FILE)

    assert cache.current().model_hash == small_model().hash
