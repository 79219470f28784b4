"""What ``loket model`` prints: reports and comparisons as lines of text."""

import math
from collections.abc import Iterator

from intake.model_comparison import FEWEST, HeldBackComparison
from matching.comparison import Side
from matching.evaluation import Mistake, Report, reliability_picture
from matching.serving import ServingModel

#: So many confused pairs are printed.
PAIRS = 15


def plain(value: object) -> object:
    """Return a value as JSON has it: what is no number is ``null``."""
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 6)
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value


def report_lines(report: Report, seconds: float, size_bytes: int, *, with_texts: bool) -> Iterator[str]:
    """Write a report; texts of mistakes only where the reader brought them."""
    yield f"texts                    {report.texts}"
    yield f"top-1                    {_figure(report.top_1)}"
    yield f"top-3                    {_figure(report.top_3)}"
    yield f"top-1 or also right      {_figure(report.top_1_or_also_right)}"
    yield f"macro-F1                 {_figure(report.macro_f1)}"
    yield f"calibration error        {_figure(report.calibration_error)}"
    yield f"triage precision         {_figure(report.triage_precision)}"
    yield f"triage recall            {_figure(report.triage_recall)}"
    yield f"left to a person         {_figure(report.left_to_a_person)}"
    yield f"wrong among the sorted   {_figure(report.accepted_error)}"
    yield f"speed                    {1000 * seconds / max(report.texts, 1):.1f} ms per text"
    yield f"size                     {size_bytes / 1e6:.1f} MB"
    yield from ("", "reliability: # how often right, | what was said")
    yield from reliability_picture(report.bars)
    yield from ("", "risk-coverage: of the surest share of texts, the share that is wrong")
    yield "  ".join(f"{point.share:.0%}: {point.wrong:.3f}" for point in report.coverage) or "-"
    yield from ("", "confused: right topic, given topic, times")
    for right, given, times in report.confused[:PAIRS]:
        yield f"  {right} -> {given}  {times}"
    yield from ("", "worst mistakes: how sure, right topic, given topic")
    for mistake in report.worst:
        yield _mistake(mistake, with_texts=with_texts)


def comparison_lines(result: HeldBackComparison, old: ServingModel, new: ServingModel) -> Iterator[str]:
    """Write two models beside each other, and say on whom the new one is worse."""
    yield f"{result.held_back} confirmed questions were held back from fitting"
    if result.comparison is None:
        yield f"that is too few (fewer than {FEWEST}): nothing can be concluded from them"
        yield "what each model says of itself, measured when it was fitted on texts left out in turn:"
        yield from (_own_figures("serving", old), _own_figures("shadow", new))
        return
    yield f"{'group':44} {'texts':>6}  {'top-1':>15}  {'top-3':>15}  {'calibration':>15}  {'won':>4} {'lost':>4} chance"
    for side in (result.comparison.whole, *result.comparison.groups):
        yield _side(side)
    worse = result.comparison.worse
    yield "" if worse else "the shadow is nowhere worse by more than chance"
    for side in worse:
        yield f"worse by more than chance: {_name(side)} ({side.lost} lost, {side.gained} won, p = {side.chance:.3f})"


def _side(side: Side) -> str:
    pairs = (
        (side.old.top_1, side.new.top_1),
        (side.old.top_3, side.new.top_3),
        (side.old.calibration_error, side.new.calibration_error),
    )
    shown = "  ".join(f"{_figure(old):>6} > {_figure(new):>6}" for old, new in pairs)
    return f"{_name(side)[:44]:44} {side.texts:6}  {shown}  {side.gained:4} {side.lost:4} {side.chance:.3f}"


def _name(side: Side) -> str:
    return f"{side.kind} {side.name}".strip()


def _own_figures(role: str, model: ServingModel) -> str:
    scorer = model.scorer
    limits = scorer.thresholds
    return (
        f"  {role:8} calibration error {scorer.calibration_error:.3f}, wrong among the sorted {limits.measured:.3f}, "
        f"left to a person {limits.left:.3f}"
    )


def _mistake(mistake: Mistake, *, with_texts: bool) -> str:
    told = f"  {mistake.probability:.2f}  {mistake.right or 'geen'} -> {mistake.given or 'geen'}"
    return f"{told}  {mistake.text}" if with_texts else told


def _figure(share: float) -> str:
    return "-" if math.isnan(share) else f"{share:.3f}"
