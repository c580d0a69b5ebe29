"""The pages of drafts open to neighbours, of overlaps and gaps, and of neighbouring districts.

Chiang Khong's draft is open to the civil-society committee, by name, and to nobody else.
"""

from typing import Any

from accounts.models import User
from actionplans.actions import neighbours as actions
from actionplans.models import (
    AreaNeighbour,
    LineComment,
    LinePlace,
    Opening,
    OpeningGuest,
    OverlapTalk,
    Plan,
    PlanLine,
)
from actionplans.opened import opened_lines
from committees import rls
from committees.models import Area
from tests.world import World

PEOPLE = (
    "visitor",
    "stranger",
    "pranee",
    "somchai",
    "malee",  # Chiang Khong, secretary: the draft is hers
    "boonsri",  # Chiang Khong, deputy chief
    "cct_secretary",  # invited, and wrote the comment
    "cct_member",  # invited
    "nok",
    "inspector",  # secretary of the closed group
    "nuan",
)
TARGETS = {
    "khong": "chiang_khong",
    "maesai": "mae_sai",
    "closed": "mae_sai_suppression",
    "cct": "cct",
}
REQUIRED = ({"khong"}, {"maesai"}, {"closed"})


def _guests(opening: Opening) -> set[int]:
    rows = OpeningGuest.objects.filter(opening=opening)
    return set(rows.values_list("guest_id", flat=True))


def _reads_plan(reach: Any, plan_id: int) -> bool:
    rows = Opening.objects.filter(plan_id=plan_id, closed_at__isnull=True)
    return any(_guests(row) & reach.own for row in rows)


SEES = {
    "actionplans_opening": lambda reach, row: (
        row.committee_id in reach.own or (row.closed_at is None and bool(_guests(row) & reach.own))
    ),
    "actionplans_openingguest": lambda reach, row: bool(
        {row.committee_id, row.guest_id} & reach.own
    ),
    "actionplans_linecomment": lambda reach, row: bool(
        {row.committee_id, row.guest_id} & reach.own
    ),
    "actionplans_overlaptalk": lambda reach, row: (
        row.committee_id in reach.own
        or (row.other_id in reach.own and _reads_plan(reach, row.plan_id))
    ),
    "actionplans_areaneighbour": lambda reach, row: row.province_id in reach.provinces,
}


def person(world: World, name: str) -> User:
    """Somebody of the cast, as a new request knows them."""
    return User.objects.get(pk=world.people[name].pk)


def line_of(plan: Plan) -> PlanLine:
    """The first line of a plan."""
    return PlanLine.objects.filter(plan=plan).order_by("position")[0]


def opened(world: World, *guests: str, **more: Any) -> Opening:
    """Chiang Khong's draft, open to these committees by name."""
    return actions.open_draft(
        plan=Plan.objects.select_related("committee").get(pk=world.chiang_khong_plan.pk),
        to_all=more.pop("to_all", False),
        guests=[world.committees[name] for name in guests],
        shows_money=more.pop("shows_money", False),
        by=person(world, "malee"),
        **more,
    )


def said(world: World, opening: Opening, by: str = "cct_secretary", guest: str = "cct") -> Any:
    """A comment on the first line, as the guest that reads it."""
    author = person(world, by)
    with rls.acting_as(author.pk):
        lines = opened_lines([world.committees[guest].pk], opening.fiscal_year, opening=opening)
        return actions.write_comment(
            opening=opening,
            line=lines[0],
            guest=world.committees[guest],
            text="เรามีวิทยากรที่ร่วมได้",
            by=author,
        )


def build(world: World) -> dict[str, Any]:
    """An open draft, a comment, a line of the guest that overlaps, a mark, two districts."""
    opening = opened(world, "cct", note="อยากทำร่วมกัน")
    comment = said(world, opening)
    line, theirs = line_of(world.chiang_khong_plan), line_of(world.cct_plan)
    LinePlace.objects.create(line=theirs, area=Area(pk=5703), committee=world.cct, province_id=57)
    OverlapTalk.objects.create(
        fiscal_year=opening.fiscal_year,
        plan=world.chiang_khong_plan,
        line=line,
        other=world.cct,
        other_line=theirs.pk,
        outcome="joined",
        by=world.malee,
        by_th=world.malee.name_th,
        at=opening.opened_at,
        committee=world.chiang_khong,
        province_id=57,
    )
    AreaNeighbour.objects.create(province_id=57, low_id=5703, high_id=5708)
    return {"opening": opening, "comment": comment, "line": line, "theirs": theirs}


def arguments(world: World, rows: dict[str, Any], name: str, target: str) -> dict[str, Any]:
    """The year of the target; its line beside the other's."""
    comment: LineComment = rows["comment"]
    line, other = rows["line"].pk, rows["theirs"].pk
    if target == "cct":
        line, other = other, line
    return {
        "slug": world.committees[TARGETS[target]].slug,
        "year": world.period.year,
        "pk": comment.pk,
        "line": line,
        "other": other,
        "code": 57,
        "district": 5703,
        "form": "csv",
    }


def mark(world: World, rows: dict[str, Any], word: Any) -> None:
    """What goes along with a draft that is open; what guests wrote belongs to both sides."""
    Opening.objects.filter(committee=world.chiang_khong).update(note=word("chiang_khong", "draft"))


def pages(world: World, rows: dict[str, Any]) -> list[str]:
    """Addresses that read their query."""
    base = f"/committees/cct/plans/year/{world.period.year}/neighbours/"
    return [
        base,
        f"{base}gaps/",
        f"{base}gaps.csv",
        f"{base}overlaps.csv",
        "/provinces/57/plans/overlaps/",
        "/provinces/57/plans/overlaps/gaps/",
    ]


DATA: dict[str, dict[str, Any]] = {
    "comment_settle": {"action": "note", "version": 1},
    "district_neighbours": {"districts": [5708], "seen": [5708]},
}

ANYWHERE = """
province_overlaps              GET  : 302 404 404 404 404 404 404 404 200 404 404
province_overlaps              POST : 302 405 405 405 405 405 405 405 405 405 405
province_overlaps_export       GET  : 302 404 404 404 404 404 404 404 200 404 404
province_overlaps_export       POST : 302 405 405 405 405 405 405 405 405 405 405
province_gaps                  GET  : 302 404 404 404 404 404 404 404 200 404 404
province_gaps                  POST : 302 405 405 405 405 405 405 405 405 405 405
province_gaps_export           GET  : 302 404 404 404 404 404 404 404 200 404 404
province_gaps_export           POST : 302 405 405 405 405 405 405 405 405 405 405
province_neighbours            GET  : 302 404 403 403 403 403 403 403 200 403 404
province_neighbours            POST : 302 405 405 405 405 405 405 405 405 405 405
district_neighbours            GET  : 302 404 403 403 403 403 403 403 200 403 404
district_neighbours            POST : 302 404 403 403 403 403 403 403 302 403 404
"""

_INSIDE = {
    "khong": "302 404 404 404 200 200 404 404 404 404 404",
    "maesai": "302 404 200 200 404 404 404 404 404 404 404",
    "closed": "302 404 404 404 404 404 404 404 404 404 404",
    "cct": "302 404 404 404 404 404 200 200 404 404 404",
}
_NEVER = "302 404 404 404 404 404 404 404 404 404 404"
_ONLY = "302 405 405 405 405 405 405 405 405 405 405"

ON_ROWS = "\n".join(
    f"{name} {target} {method} : {statuses}"
    for name in (
        "neighbours",
        "neighbour_gaps",
        "neighbour_gaps_export",
        "neighbour_overlaps_export",
    )
    for target, reading in _INSIDE.items()
    for method, statuses in (("GET", reading), ("POST", _ONLY))
)
ON_ROWS += f"""
draft_open         khong  GET  : 302 404 404 404 200 403 404 404 404 404 404
draft_open         khong  POST : 302 404 404 404 400 403 404 404 404 404 404
draft_open         maesai GET  : 302 404 200 403 404 404 404 404 404 404 404
draft_open         maesai POST : 302 404 400 403 404 404 404 404 404 404 404
draft_open         closed GET  : {_NEVER}
draft_open         closed POST : {_NEVER}
draft_close        khong  GET  : 302 404 404 404 200 403 404 404 404 404 404
draft_close        khong  POST : 302 404 404 404 302 403 404 404 404 404 404
draft_close        maesai GET  : 302 404 404 403 404 404 404 404 404 404 404
draft_close        maesai POST : 302 404 404 403 404 404 404 404 404 404 404
draft_close        closed GET  : {_NEVER}
draft_close        closed POST : {_NEVER}
overlap            cct    GET  : 302 404 404 404 404 404 200 200 404 404 404
overlap            cct    POST : 302 404 404 404 404 404 400 403 404 404 404
overlap            khong  GET  : {_NEVER}
overlap            khong  POST : {_NEVER}
overlap            maesai GET  : {_NEVER}
overlap            maesai POST : {_NEVER}
overlap            closed GET  : {_NEVER}
overlap            closed POST : {_NEVER}
plan_opened        khong  GET  : 302 404 404 404 200 200 200 200 404 404 404
plan_opened        khong  POST : {_ONLY}
plan_opened        maesai GET  : {_NEVER}
plan_opened        maesai POST : {_ONLY}
plan_opened        closed GET  : {_NEVER}
plan_opened        closed POST : {_ONLY}
comment_new        khong  GET  : {_ONLY}
comment_new        khong  POST : 302 404 404 404 404 404 400 400 404 404 404
comment_new        maesai GET  : {_ONLY}
comment_new        maesai POST : {_NEVER}
comment_new        closed GET  : {_ONLY}
comment_new        closed POST : {_NEVER}
comment_edit       khong  GET  : 302 404 404 404 403 403 200 403 404 404 404
comment_edit       khong  POST : 302 404 404 404 403 403 400 403 404 404 404
comment_edit       maesai GET  : {_NEVER}
comment_edit       maesai POST : {_NEVER}
comment_edit       closed GET  : {_NEVER}
comment_edit       closed POST : {_NEVER}
comment_withdraw   khong  GET  : {_ONLY}
comment_withdraw   khong  POST : 302 404 404 404 403 403 302 403 404 404 404
comment_withdraw   maesai GET  : {_ONLY}
comment_withdraw   maesai POST : {_NEVER}
comment_withdraw   closed GET  : {_ONLY}
comment_withdraw   closed POST : {_NEVER}
comment_settle     khong  GET  : {_ONLY}
comment_settle     khong  POST : 302 404 404 404 302 403 403 403 404 404 404
comment_settle     maesai GET  : {_ONLY}
comment_settle     maesai POST : {_NEVER}
comment_settle     closed GET  : {_ONLY}
comment_settle     closed POST : {_NEVER}
"""
