"""The floors of the pages of activities and of their sums, as `bench.floors`."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from actionplans.activity_lists import MOST_TOTALLED
from actionplans.figures import SUMMED
from actionplans.forms.activity_choices import MOST_AREAS, MOST_LINES, MOST_ORGANISATIONS
from bench.reads import Read, ids
from committees.calendar import fiscal_year, fiscal_year_end, fiscal_year_start, today

if TYPE_CHECKING:
    from bench.floors import Floor

SUMS = ", ".join(f"sum({name})" for name in SUMMED)


def listed(floor: Floor) -> list[Read]:
    """The first page of what was done, the sums over it, and what it can be filtered by."""
    seen = f"{floor.seen('a')} AND a.withdrawn_at IS NULL"
    return [
        Read(
            "actionplans_activity",
            "SELECT a.*, c.*, d.*, s.*, o.* FROM actionplans_activity a"
            " JOIN committees_committee c ON c.id = a.committee_id"
            " JOIN committees_area d ON d.code = a.district_id"
            " LEFT JOIN committees_area s ON s.code = a.subdistrict_id"
            f" JOIN members_organisation o ON o.id = a.lead_id WHERE {seen}"
            " ORDER BY a.starts DESC, a.id DESC LIMIT 51",
        ),
        Read(
            "",
            "SELECT count(*), sum(reached), sum(women), sum(men), sum(unsaid), sum(participants),"
            " sum(minors), sum(adults), sum(tested), sum(cost), sum(tested * (after - before))"
            f" FROM (SELECT a.* FROM actionplans_activity a WHERE {seen}"
            f" ORDER BY a.starts DESC, a.id DESC LIMIT {MOST_TOTALLED + 1}) x",
        ),
        Read(
            "",
            "SELECT * FROM committees_committee c WHERE province_id ="
            f" ANY({ids(floor.scope.provinces)}) AND NOT closed"
            " ORDER BY depth, sort_key, id LIMIT 200",
        ),
        Read(
            "",
            "SELECT * FROM members_organisation WHERE province_id ="
            f" ANY({ids(floor.scope.provinces)}) ORDER BY sort_key, id LIMIT 300",
        ),
    ]


def form(floor: Floor) -> list[Read]:
    """What a new activity is chosen from."""
    pk, year = floor.committee_id, fiscal_year(today())
    return [
        Read(
            "",
            "SELECT c.*, a.*, v.* FROM committees_committee c"
            " JOIN committees_area a ON a.code = c.area_id"
            " JOIN committees_area v ON v.code = c.province_id WHERE c.id = %s",
            (pk,),
        ),
        Read(
            "",
            "SELECT organisation_id FROM members_seat WHERE id = %s",
            (floor.scope.seats.get(pk),),
        ),
        Read(
            "actionplans_planline",
            "SELECT l.*, p.* FROM actionplans_planline l"
            " JOIN actionplans_plan p ON p.id = l.plan_id WHERE l.committee_id = %s"
            " AND l.removed_at IS NULL AND p.fiscal_year = ANY(%s)"
            f" ORDER BY p.fiscal_year DESC, l.position, l.id LIMIT {MOST_LINES}",
            (pk, [year - 1, year, year + 1]),
        ),
        Read(
            "",
            "SELECT x.*, a.* FROM actionplans_lineplace x"
            " JOIN committees_area a ON a.code = x.area_id WHERE x.line_id = ANY(ARRAY("
            "SELECT l.id FROM actionplans_planline l"
            " JOIN actionplans_plan p ON p.id = l.plan_id WHERE l.committee_id = %s"
            f" AND p.fiscal_year = ANY(%s) LIMIT {MOST_LINES}))",
            (pk, [year - 1, year, year + 1]),
        ),
        Read(
            "",
            "SELECT a.* FROM committees_area a JOIN committees_committee c ON c.id = %s"
            " WHERE a.code = c.area_id OR a.parent_id = c.area_id ORDER BY a.sort_key"
            f" LIMIT {MOST_AREAS}",
            (pk,),
        ),
        Read(
            "members_organisation",
            "SELECT o.* FROM members_organisation o WHERE province_id = %s"
            f" ORDER BY sort_key LIMIT {MOST_ORGANISATIONS}",
            (floor.province,),
        ),
    ]


def submit(floor: Floor) -> list[Read]:
    """What is chosen from, and the rows that logging writes: the activity, its sums, its event."""
    pk, person = floor.committee_id, floor.scope.user_id
    return [
        *form(floor),
        Read("", "BEGIN"),
        Read(
            "",
            "INSERT INTO actionplans_activity (committee_id, province_id, kind, pillar, title,"
            " text, starts, ends, fiscal_year, district_id, village, lead_id, reached, women,"
            " men, unsaid, minors, adults, tested, cost, logged_by_id, withdrawn_reason,"
            " form_key, above, version, created_at, changed_at)"
            " SELECT c.id, c.province_id, 'campaign', 'education', 'x', '',"
            " %s, %s, %s, c.area_id, '', (SELECT min(id) FROM members_organisation o"
            " WHERE o.province_id = c.province_id), 40, 0, 0, 0, 0, 0, 0, 0, %s, '',"
            " gen_random_uuid(), true, 1, now(), now() FROM committees_committee c WHERE c.id = %s"
            " RETURNING id",
            (today(), today(), fiscal_year(today()), person, pk),
        ),
        Read(
            "",
            "INSERT INTO committees_auditevent (id, committee_id, province_id, at, actor_id,"
            " actor_th, actor_en, post_th, post_en, verb, subject_type, subject_id, subject_th,"
            " subject_en, before, after, reason, above) SELECT gen_random_uuid(), c.id,"
            " c.province_id, now(), %s, 'x', 'x', '', '', 'activity_logged',"
            " 'actionplans.activity', %s, 'x', 'x', '{}', '{}', '', true"
            " FROM committees_committee c WHERE c.id = %s",
            (person, str(secrets.randbelow(10**9)), pk),
        ),
        Read("", "COMMIT"),
    ]


def _months() -> tuple[object, object]:
    year = fiscal_year(today())
    return fiscal_year_start(year), fiscal_year_end(year)


def year_figures(floor: Floor) -> list[Read]:
    """A committee's sums by month and pillar and by kind; its lines by state and by who pays."""
    pk, year = floor.committee_id, fiscal_year(today())
    inside = pk in floor.scope.inside
    of_it = f"l.committee_id = {pk}{'' if inside else ' AND l.above'}"
    where = f"committee_id = %s{'' if inside else ' AND above'} AND month BETWEEN %s AND %s"
    working = (
        "SELECT funding, count(*), sum(budget) FROM actionplans_planline l JOIN actionplans_plan p"
        f" ON p.id = l.plan_id WHERE l.committee_id = {pk} AND removed_at IS NULL"
        " AND fiscal_year = %s GROUP BY 1"
    )
    return [
        Read("", f"SELECT * FROM committees_committee WHERE id = {pk}"),
        *_sums("actionplans_activitymonth", where, (pk, *_months()), "month, pillar", "kind"),
        Read("", _states(of_it), (year,)),
        Read("", working if inside else _sent(of_it, f"q.committee_id = {pk}"), (year,)),
    ]


def reach_of_committee(floor: Floor) -> Read:
    """What a committee's own page shows of its sums."""
    pk = floor.committee_id
    own = "" if pk in floor.scope.inside else " AND above"
    where = f"committee_id = %s{own} AND month BETWEEN %s AND %s"
    return _sums("actionplans_activitymonth", where, (pk, *_months()), "month, pillar")[0]


def reach_of_province(floor: Floor) -> Read:
    """What a province's page shows of its sums."""
    where = "province_id = %s AND month BETWEEN %s AND %s"
    params = (floor.province, *_months())
    return _sums("actionplans_provincemonth", where, params, "month, pillar")[0]


def province_figures(floor: Floor) -> list[Read]:
    """The same of a province, and by district."""
    code, year = floor.province, fiscal_year(today())
    area = Read("committees_area", f"SELECT * FROM committees_area WHERE code = {code}")
    months = _sums(
        "actionplans_provincemonth",
        "province_id = %s AND month BETWEEN %s AND %s",
        (code, *_months()),
        "month, pillar",
    )
    if floor.scope.national:
        return [area, *months]
    where = "province_id = %s AND above AND month BETWEEN %s AND %s"
    of_it = f"l.province_id = {code} AND l.above"
    return [
        Read(
            "committees_area",
            f"SELECT * FROM committees_area WHERE parent_id = {code} OR code = {code}"
            " ORDER BY sort_key",
        ),
        *months,
        *_sums("actionplans_activitymonth", where, (code, *_months()), "kind", "district_id"),
        Read("", _states(of_it), (year,)),
        Read("", _sent(of_it, f"q.province_id = {code}"), (year,)),
    ]


def _sums(table: str, where: str, params: tuple[object, ...], *keys: str) -> list[Read]:
    return [
        Read(
            "",
            f"SELECT {key}, {SUMS} FROM {table} WHERE {where} GROUP BY {key} ORDER BY {key}",
            params,
        )
        for key in keys
    ]


def _states(of_it: str) -> str:
    """How many lines stand in each state, by what was reported last."""
    return (
        "SELECT state, count(*) FROM (SELECT DISTINCT ON (l.line_id) l.state"
        " FROM actionplans_reportline l JOIN actionplans_report r ON r.id = l.report_id"
        f" WHERE {of_it} AND r.fiscal_year = %s AND l.state <> ''"
        " ORDER BY l.line_id, r.quarter_number DESC) x GROUP BY 1"
    )


def _sent(of_it: str, of_quarter: str) -> str:
    """Lines by who pays, as each was last sent up."""
    return (
        "SELECT funding, count(*), sum(budget) FROM (SELECT DISTINCT ON (l.line_id)"
        " l.content ->> 'funding' AS funding, l.budget FROM actionplans_quarterplan q"
        " JOIN actionplans_round r ON r.quarter_plan_id = q.id AND r.number = q.rounds_count"
        f" JOIN actionplans_roundline l ON l.round_id = r.id AND {of_it}"
        f" WHERE {of_quarter} AND q.fiscal_year = %s ORDER BY l.line_id, r.id DESC) x GROUP BY 1"
    )


def report(floor: Floor) -> list[Read]:
    """The report of a quarter with its lines, and what was done meanwhile."""
    pk = floor.plan_id
    return [
        Read(
            "actionplans_quarterplan",
            "SELECT q.*, p.*, c.*, a.*, v.* FROM actionplans_quarterplan q"
            " JOIN actionplans_plan p ON p.id = q.plan_id"
            " JOIN committees_committee c ON c.id = q.committee_id"
            " JOIN committees_area a ON a.code = c.area_id"
            " JOIN committees_area v ON v.code = c.province_id WHERE q.id = %s",
            (pk,),
        ),
        Read("actionplans_report", "SELECT * FROM actionplans_report WHERE quarter_id = %s", (pk,)),
        Read(
            "actionplans_reportround",
            "SELECT r.* FROM actionplans_reportround r"
            " JOIN actionplans_report t ON t.id = r.report_id WHERE t.quarter_id = %s"
            " ORDER BY number",
            (pk,),
        ),
        Read(
            "actionplans_reportline",
            "SELECT l.* FROM actionplans_reportline l"
            " JOIN actionplans_report t ON t.id = l.report_id WHERE t.quarter_id = %s"
            " ORDER BY carried, position",
            (pk,),
        ),
    ]


PAGES = {
    "activity list": listed,
    "activity form": form,
    "activity submit": submit,
    "year figures": year_figures,
    "province figures": province_figures,
    "report export": report,
}
