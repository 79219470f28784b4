"""Our own tables in the words of the matching: what the router knows of the world."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from intake.models import reference as tables
from intake.terms import Criterion
from intake.topics import TopicDraft, draft_of
from matching import data


def router_data(session: Session) -> data.RouterData:
    """Read everything that is not retired into plain frozen data."""
    return data.RouterData(
        topics=_topics(session),
        municipalities=_municipalities(session),
        places=_places(session),
        postcodes=_postcodes(session),
        options=_options(session),
        intermediaries=_intermediaries(session),
    )


def _in_use(table: type[tables.ReferenceRow]) -> ColumnElement[bool]:
    return col(table.retired_on).is_(None)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _by_key(rows: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return defaultdict(tuple, {key: tuple(values) for key, values in found.items()})


def _topics(session: Session) -> tuple[data.TopicProfile, ...]:
    rows = session.exec(select(tables.Topic).where(_in_use(tables.Topic)).order_by(tables.Topic.slug))
    return tuple(profile_of(row.slug, draft_of(row)) for row in rows)


def profile_of(slug: str, told: TopicDraft) -> data.TopicProfile:
    """Return what the matching is told of a topic with these texts."""
    return data.TopicProfile(
        slug=slug,
        name=told.name_nl,
        description=told.description_nl,
        keywords=_parts(told.keywords),
        example=told.example_question_nl,
        name_en=told.name_en,
        description_en=told.description_en,
    )


def _municipalities(session: Session) -> tuple[data.Municipality, ...]:
    table = tables.Municipality
    rows = session.exec(select(table).where(_in_use(table)).order_by(table.gm_code))
    return tuple(
        data.Municipality(
            gm_code=row.gm_code,
            name=row.name,
            alt_names=(*_parts(row.alt_names), *([row.display_name] if row.display_name != row.name else [])),
            former=_parts(row.former_municipalities),
            province_code=row.province_code,
            province=row.province,
            population=row.population,
        )
        for row in rows
    )


def _places(session: Session) -> tuple[data.Place, ...]:
    table = tables.Place
    rows = session.exec(select(table.name, table.gm_code, table.alt_names).where(_in_use(table)).order_by(table.code))
    return tuple(data.Place(name, gm_code, _parts(alt_names)) for name, gm_code, alt_names in rows)


def _postcodes(session: Session) -> tuple[data.Postcode, ...]:
    table = tables.Postcode
    rows = session.exec(select(table.pc4, table.gm_code).where(_in_use(table)).order_by(table.pc4, table.gm_code))
    return tuple(data.Postcode(pc4, gm_codes) for pc4, gm_codes in _by_key(rows).items())


def _options(session: Session) -> tuple[data.Option, ...]:
    criteria = _criteria(session)
    table = tables.FinancingOption
    rows = session.exec(select(table).where(_in_use(table)).order_by(table.id))
    return tuple(_option(row, criteria) for row in rows)


def _criteria(session: Session) -> dict[tuple[str, Criterion], tuple[str, ...]]:
    table = tables.FinancingCriterion
    found: dict[tuple[str, Criterion], tuple[str, ...]] = {}
    rows = session.exec(
        select(table.option_id, table.criterion, table.code).order_by(table.option_id, table.criterion, table.code)
    )
    for option_id, criterion, code in rows:
        key = (option_id, Criterion(criterion))
        found[key] = (*found.get(key, ()), code)
    return found


def _option(row: tables.FinancingOption, criteria: dict[tuple[str, Criterion], tuple[str, ...]]) -> data.Option:
    def codes(criterion: Criterion) -> tuple[str, ...]:
        return criteria.get((row.id, criterion), ())

    return data.Option(
        id=row.id,
        name=row.name,
        provider=row.provider,
        instrument=row.instrument,
        status=row.status,
        as_of=row.as_of,
        verify_before_use=row.verify_before_use,
        amount_min_eur=row.amount_min_eur,
        amount_max_eur=row.amount_max_eur,
        stages=codes(Criterion.STAGE),
        legal_forms=codes(Criterion.LEGAL_FORM),
        targets=codes(Criterion.TARGET),
        region_codes=codes(Criterion.REGION),
        themes=codes(Criterion.THEME),
        topics=codes(Criterion.TOPIC),
        summary=row.summary_nl,
        eligibility=row.eligibility_nl,
    )


def _intermediaries(session: Session) -> tuple[data.IntermediaryProfile, ...]:
    of_topic, of_region = tables.IntermediaryTopic, tables.IntermediaryRegion
    topics = _by_key(session.exec(select(of_topic.intermediary_id, of_topic.topic_slug).order_by(of_topic.topic_slug)))
    regions = _by_key(
        session.exec(select(of_region.intermediary_id, of_region.region_code).order_by(of_region.region_code))
    )
    table = tables.Intermediary
    rows = session.exec(select(table).where(_in_use(table)).order_by(table.id))
    return tuple(
        data.IntermediaryProfile(
            id=row.id,
            name=row.name,
            offer=row.offer_nl,
            services=_parts(row.services),
            themes=_parts(row.themes),
            topics=topics[row.id],
            region_codes=regions[row.id],
        )
        for row in rows
    )
