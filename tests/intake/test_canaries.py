"""Personal data in the story of a case is in no export of a case report, and in no log."""

import logging

import pytest

from intake import cases, reports
from intake.case_filter import CaseFilter
from intake.case_report import Snapshot
from intake.cases import CaseDraft
from intake.terms import Language, Level, Role
from tests.factories import any_topic, make_account, make_act, make_knelpunt
from tests.matching import canaries

#: So many texts make one story.
TEXTS_A_CASE = 50


@pytest.fixture
def reported(session, caplog) -> str:
    """What a track leader takes along of a thousand texts, and what was logged on the way."""
    caplog.set_level(logging.DEBUG)
    topic, knelpunt = any_topic(session), make_knelpunt(session)
    makelaar = make_act(session, make_account(session))
    texts = [text for _canary, text in canaries.planted()]
    for start in range(0, len(texts), TEXTS_A_CASE):
        draft = CaseDraft(
            title="Wacht op twee vergunningen",
            story="\n".join(texts[start : start + TEXTS_A_CASE]),
            topic_slug=topic.slug,
            level=Level.GEMEENTE,
            knelpunten=(knelpunt.reference,),
        )
        cases.log(makelaar, draft, release=True)
    leader = make_act(session, make_account(session, Role.SPOORLEIDER, tracks=(topic.track_slug,)))

    report = reports.make_report(leader, CaseFilter(), Language.NL, str)

    return reports.csv_bytes(Snapshot.from_json(report.snapshot)).decode() + report.snapshot + caplog.text


def test_no_canary_is_in_a_case_report_or_a_log(reported):
    found = [canary for canary, _text in canaries.planted() if canary in reported]

    assert reported.count("horecavergunning") > 100, "this test looks at nothing; check what a report tells"
    assert found == []
