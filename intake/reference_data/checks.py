"""What must hold between rows and between files, once each cell can be read."""

from collections.abc import Collection, Iterator, Mapping

from intake.reference_data.problems import Problem
from intake.reference_data.records import Row
from intake.reference_data.sheets import PROVINCES, REGIONS, SHEETS, Sheet
from intake.terms import OrganisationCategory

Rows = Mapping[str, list[Row]]

#: The whole country, as a region code.
COUNTRY = "NL"


def across_files(rows: Rows, incomplete: Collection[str]) -> list[Problem]:
    """Return everything that does not fit together.

    Of ``incomplete`` files some rows could not be read: that is said once, not again at every row
    that refers to them.
    """
    lists = code_lists(rows, incomplete)
    problems: list[Problem] = []
    for sheet in SHEETS:
        problems += _unknown_codes(sheet, rows[sheet.file], lists)
        problems += _double_values(sheet, rows[sheet.file])
        problems += _order(sheet, rows[sheet.file])
    problems += _organisations(rows["organisations.csv"])
    problems += _teams(rows["teams.csv"])
    problems += _regional_leads(rows["regional_leads.csv"], rows["teams.csv"])
    problems += _themes(rows["financing.csv"], lists)
    return problems


def code_lists(rows: Rows, incomplete: Collection[str]) -> dict[str, frozenset[str]]:
    """Return the codes that others may refer to: by file, and those put together from several."""
    lists = {
        sheet.file: frozenset(code for row in rows[sheet.file] for code in row.values(sheet.key[0]))
        for sheet in SHEETS
        if sheet.file not in incomplete
    }
    if "municipalities.csv" in lists:
        provinces = {code for row in rows["municipalities.csv"] for code in row.values("province_code")}
        lists[PROVINCES] = frozenset(provinces)
        lists[REGIONS] = lists["municipalities.csv"] | provinces | {COUNTRY}
    return lists


def _unknown_codes(sheet: Sheet, rows: list[Row], lists: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    for column in sheet.columns:
        if column.known_in is None or column.known_in not in lists:
            continue
        for row in rows:
            for code in row.values(column.name):
                if code not in lists[column.known_in]:
                    message = f"{code!r} is not in {column.known_in}; correct it, or add it there first"
                    yield Problem(sheet.file, row.line, column.name, message)


def _double_values(sheet: Sheet, rows: list[Row]) -> Iterator[Problem]:
    for column in sheet.columns:
        if not column.unique:
            continue
        first: dict[str, int] = {}
        for row in rows:
            for value in row.values(column.name):
                if value in first:
                    message = f"{value!r} is on line {first[value]} already; give this row another"
                    yield Problem(sheet.file, row.line, column.name, message)
                first.setdefault(value, row.line)


#: Pairs of columns of which the first may not be more than the second.
_IN_ORDER = (("valid_from", "valid_to"), ("amount_min_eur", "amount_max_eur"))


def _order(sheet: Sheet, rows: list[Row]) -> Iterator[Problem]:
    for row in rows:
        for low, high in _IN_ORDER:
            start, end = row.record.get(low), row.record.get(high)
            dates = isinstance(start, str) and isinstance(end, str) and start > end
            amounts = isinstance(start, int) and isinstance(end, int) and start > end
            if dates or amounts:
                message = f"{end} is less than {low} ({start}); correct one of the two"
                yield Problem(sheet.file, row.line, high, message)


def _organisations(rows: list[Row]) -> Iterator[Problem]:
    wanted = {OrganisationCategory.GEMEENTE: "gm_code", OrganisationCategory.PROVINCIE: "province_code"}
    for row in rows:
        for category, column in wanted.items():
            if row.values("category") == [category] and row.record.get(column, "unreadable") is None:
                message = f"an organisation of category {category} needs its code; fill it in"
                yield Problem("organisations.csv", row.line, column, message)


def _teams(rows: list[Row]) -> Iterator[Problem]:
    for row in rows:
        covers = [*row.values("gm_code"), *row.values("province_code")]
        if len(covers) + (row.record.get("is_national") is True) != 1:
            message = "a team covers one municipality, one province, or the country; fill in exactly one"
            yield Problem("teams.csv", row.line, "gm_code", message)
        if row.record.get("takes_all_topics") is bool(row.values("topics")) and "topics" in row.record:
            message = "name the topics of this team, or leave this empty and write true in takes_all_topics"
            yield Problem("teams.csv", row.line, "topics", message)
    national = [row for row in rows if row.record.get("is_national") is True]
    if rows and not national:
        message = "no team covers the country; write true here for exactly one team"
        yield Problem("teams.csv", None, "is_national", message)
    for row in national[1:]:
        message = f"line {national[0].line} is the national team already; write false here"
        yield Problem("teams.csv", row.line, "is_national", message)


def _regional_leads(rows: list[Row], teams: list[Row]) -> Iterator[Problem]:
    with_team = {code for team in teams for code in team.values("gm_code")}
    for row in rows:
        lead = row.values("lead_gm_code")
        if lead and lead == row.values("gm_code"):
            message = "a municipality does not lead itself; remove this row"
            yield Problem("regional_leads.csv", row.line, "lead_gm_code", message)
        elif with_team and not with_team.issuperset(lead):
            message = f"{lead[0]} has no team in teams.csv; add the team, or name another lead"
            yield Problem("regional_leads.csv", row.line, "lead_gm_code", message)


def _themes(rows: list[Row], lists: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    goals = {f"SDG{number}" for number in lists.get("sdgs.csv", ())}
    for row in rows:
        for theme in row.values("themes"):
            if theme.startswith("SDG") and goals and theme not in goals:
                message = f"{theme!r} is not a goal in sdgs.csv; write SDG1 to SDG17, or another word"
                yield Problem("financing.csv", row.line, "themes", message)
