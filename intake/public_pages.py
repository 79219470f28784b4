"""What everybody may read: the statements that an administrator edits, and what the loket covers."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, func, select

from intake.act import Act
from intake.models.reference import FinancingOption, Intermediary, Municipality, ReferenceRow, Team
from intake.models.system import Page
from intake.terms import Language


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the loket has on offer today."""

    teams: tuple[str, ...]
    municipalities: int
    schemes: int
    intermediaries: int


def statement(act: Act, slug: str, language: Language) -> Page | None:
    """Return a page as an administrator wrote it; ``None`` when nobody changed the text that came with the loket."""
    return act.session.get(Page, (slug, language))


def coverage(act: Act) -> Coverage:
    """Count what is in use today: municipalities with a team of their own, schemes, organisations."""
    names = act.session.exec(
        select(Municipality.display_name)
        .join(Team, col(Team.gm_code) == Municipality.gm_code)
        .where(_in_use(act, Team))
        .order_by(Municipality.display_name)
    ).all()
    return Coverage(
        teams=tuple(names),
        municipalities=_count(act, Municipality),
        schemes=_count(act, FinancingOption),
        intermediaries=_count(act, Intermediary),
    )


def municipality_names(act: Act) -> tuple[str, ...]:
    """Return the name of every municipality, for the list under the field of the form."""
    return tuple(
        act.session.exec(
            select(Municipality.display_name).where(_in_use(act, Municipality)).order_by(Municipality.display_name)
        )
    )


def _count(act: Act, table: type[ReferenceRow]) -> int:
    return act.session.exec(select(func.count()).select_from(table).where(_in_use(act, table))).one()


def _in_use(act: Act, table: type[ReferenceRow]) -> ColumnElement[bool]:
    return or_(col(table.retired_on).is_(None), col(table.retired_on) > act.today)
