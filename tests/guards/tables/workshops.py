"""The pages of SWOT workshops and recommendations."""

from typing import Any

from django.db.models import Q

from accounts.models import User
from actionplans.models import LineRecommendation, PlanLine
from committees.calendar import today
from committees.models import Committee
from members.actions import points, recommendations, workshops
from members.models import Point, Recommendation, Workshop
from tests.world import World

PEOPLE = (
    "visitor",
    "stranger",
    "former",
    "cct_chair",
    "cct_secretary",
    "cct_steering",
    "cct_member",
    "pranee",
    "wichai",
    "inspector",
    "nok",
    "nuan",
    "national_observer",
)
# The same pages in the committee of organisations, its workshop collecting; in a closed workshop
# of it; in a district; in the closed group.
TARGETS = {
    "cct": "cct",
    "over": "cct",
    "maesai": "mae_sai",
    "closed": "mae_sai_suppression",
}
REQUIRED = ({"cct"}, {"maesai"}, {"closed"})

INSIDE_ALONE = {
    "members_point",
    "members_ballot",
    "members_vote",
    "members_recommendationpoint",
    "actionplans_linerecommendation",
}


def person(world: World, name: str) -> User:
    """Somebody of the cast, as a new request knows them."""
    return User.objects.get(pk=world.people[name].pk)


def prepared(
    world: World, *, committee: Committee | None = None, by: User | None = None, **values: Any
) -> Workshop:
    """A workshop of the committee of organisations, unless said otherwise."""
    given = {"title": "SWOT ประจำปี", "topic": "ปีที่ผ่านมา", "held_on": today()} | values
    return workshops.prepare_workshop(
        committee=committee or world.cct,
        values=given,
        by=User.objects.get(pk=(by or world.cct_chair).pk),
    )


def step(row: Workshop, by: User, *names: str) -> Workshop:
    """Take it on."""
    for name in names:
        row = workshops.step_workshop(workshop=row, action=name, by=by)
    return row


def recommended(
    world: World,
    *,
    committee: Committee | None = None,
    by: User | None = None,
    organisation: str = "focus",
    votes: bool = True,
) -> Workshop:
    """A workshop with a point, a vote and a recommendation, not closed yet."""
    runner = User.objects.get(pk=(by or world.cct_chair).pk)
    row = step(prepared(world, committee=committee, by=runner), runner, "open")
    point = points.add_point(workshop=row, heading="weaknesses", text="งบน้อย", by=runner)
    row = step(row, runner, "vote")
    if votes:
        mine = workshops.policy.organisations_of(runner, row.committee)[0]
        points.cast_votes(point=point, count=1, by=runner, organisation=mine)
    row = step(row, runner, "recommend")
    recommendations.write_recommendation(
        workshop=row,
        by=runner,
        values={
            "text": "หาแหล่งทุนเพิ่ม",
            "owner": world.organisations[organisation],
            "seat": None,
            "due": None,
            "by_quarter": False,
            "points": [point],
        },
    )
    return row


def in_state(world: World, state: str, *, points: bool = True, votes: bool = True) -> Workshop:
    """A workshop of the committee of organisations in a state, by the real acts."""
    chair = person(world, "cct_chair")
    if state in ("recommending", "closed"):
        row = recommended(world, votes=votes)
        row = step(row, chair, "close") if state == "closed" else row
        return Workshop.objects.select_related("committee", "created_by").get(pk=row.pk)
    row = prepared(world)
    if state != "prepared":
        row = step(row, chair, "open")
        if points:
            add_point(row, chair, "ประชุมสม่ำเสมอ")
    if state == "voting":
        row = step(row, chair, "vote")
        if votes:
            cast(row, chair)
    return Workshop.objects.select_related("committee", "created_by").get(pk=row.pk)


def add_point(row: Workshop, by: User, text: str) -> Point:
    """A point under strengths."""
    return points.add_point(workshop=row, heading="strengths", text=text, by=by)


def cast(row: Workshop, by: User) -> None:
    """One vote on the first point."""
    point = Point.objects.filter(workshop=row).first()
    assert point is not None
    mine = workshops.policy.organisations_of(by, row.committee)[0]
    points.cast_votes(point=point, count=1, by=by, organisation=mine)


def build(world: World) -> dict[str, Any]:
    """A workshop that collects points, and one that is closed, wherever there is a target."""
    rows: dict[str, Any] = {}
    runners = {"cct": "cct_chair", "maesai": "pranee", "closed": "inspector"}
    owners = {"cct": "focus", "maesai": "office", "closed": "police"}
    for target, name in runners.items():
        committee = world.committees[TARGETS[target]]
        by = person(world, name)
        row = step(prepared(world, committee=committee, by=by), by, "open")
        point = add_point(row, by, "ทีมเข้มแข็ง")
        over = recommended(world, committee=committee, by=by, organisation=owners[target])
        over = step(over, by, "close")
        found = Recommendation.objects.get(workshop=over)
        rows[target] = (row, point, found)
        if target == "cct":
            rows["over"] = (over, Point.objects.get(workshop=over), found)
    line = PlanLine.objects.filter(committee=world.cct).first()
    assert line is not None
    LineRecommendation.objects.create(
        line=line, recommendation=rows["cct"][2], committee=world.cct, province_id=57
    )
    return rows


def arguments(world: World, rows: dict[str, Any], name: str, target: str) -> dict[str, Any]:
    """The workshop for its own pages, its recommendation for those of one."""
    row, point, found = rows[target]
    of_one = name.startswith("recommendation") and name != "recommendation_new"
    return {
        "slug": row.committee.slug,
        "pk": found.pk if of_one else row.pk,
        "point": point.pk,
        "action": "take_up" if name == "recommendation_follow" else "vote",
        "form": "csv",
    }


def mark(world: World, rows: dict[str, Any], word: Any) -> None:
    """Words that stand nowhere else: points and open workshops inside, results above."""
    for name in {*TARGETS.values()}:
        committee = world.committees[name]
        mine = Q(committee=committee)
        Point.objects.filter(mine).update(text=word(name, "inside"))
        Workshop.objects.filter(mine, above=False).update(
            title=word(name, "inside"), topic=word(name, "inside")
        )
        Workshop.objects.filter(mine, above=True).update(
            title=word(name, "sent"), topic=word(name, "inside")
        )
        Recommendation.objects.filter(mine, above=True).update(text=word(name, "sent"))
        Recommendation.objects.filter(mine, above=False).update(text=word(name, "inside"))


def pages(world: World, rows: dict[str, Any]) -> list[str]:
    """Addresses that read their query."""
    row, _point, found = rows["cct"]
    base = f"/committees/{row.committee.slug}/"
    return [
        f"{base}workshops/",
        f"{base}workshops/{row.pk}/",
        f"{base}workshops/{row.pk}/board/",
        f"{base}recommendations/",
        f"{base}recommendations/list.csv",
        f"{base}workshops/{row.pk}/points.csv",
        f"{base}recommendations/{found.pk}/plan/",
    ]


DATA: dict[str, dict[str, Any]] = {
    "point_vote": {"count": 1},
    "point_hide": {"reason": "ไม่เหมาะ"},
}

ON_ROWS = """
workshops                cct    GET  : 302 404 404 200 200 200 200 404 404 404 200 404 404
workshops                cct    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshops                maesai GET  : 302 404 404 404 404 404 404 200 404 404 200 404 404
workshops                maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshops                closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
workshops                closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_new             cct    GET  : 302 404 404 200 200 403 403 404 404 404 403 404 404
workshop_new             cct    POST : 302 404 404 400 400 403 403 404 404 404 403 404 404
workshop_new             maesai GET  : 302 404 404 404 404 404 404 200 404 404 403 404 404
workshop_new             maesai POST : 302 404 404 404 404 404 404 400 404 404 403 404 404
workshop_new             closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
workshop_new             closed POST : 302 404 404 404 404 404 404 404 403 400 404 404 404
workshop                 cct    GET  : 302 404 404 200 200 200 200 404 404 404 404 404 404
workshop                 cct    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop                 over   GET  : 302 404 404 200 200 200 200 404 404 404 200 404 404
workshop                 over   POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop                 maesai GET  : 302 404 404 404 404 404 404 200 404 404 404 404 404
workshop                 maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop                 closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
workshop                 closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_edit            cct    GET  : 302 404 404 200 200 403 403 404 404 404 404 404 404
workshop_edit            cct    POST : 302 404 404 400 400 403 403 404 404 404 404 404 404
workshop_edit            over   GET  : 302 404 404 409 409 403 403 404 404 404 404 404 404
workshop_edit            over   POST : 302 404 404 409 409 403 403 404 404 404 404 404 404
workshop_edit            maesai GET  : 302 404 404 404 404 404 404 200 404 404 404 404 404
workshop_edit            maesai POST : 302 404 404 404 404 404 404 400 404 404 404 404 404
workshop_edit            closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
workshop_edit            closed POST : 302 404 404 404 404 404 404 404 403 400 404 404 404
workshop_board           cct    GET  : 302 404 404 200 200 200 200 404 404 404 404 404 404
workshop_board           cct    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_board           over   GET  : 302 404 404 200 200 200 200 404 404 404 404 404 404
workshop_board           over   POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_board           maesai GET  : 302 404 404 404 404 404 404 200 404 404 404 404 404
workshop_board           maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_board           closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
workshop_board           closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_screen          cct    GET  : 302 404 404 200 200 200 200 404 404 404 404 404 404
workshop_screen          cct    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_screen          over   GET  : 302 404 404 200 200 200 200 404 404 404 404 404 404
workshop_screen          over   POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_screen          maesai GET  : 302 404 404 404 404 404 404 200 404 404 404 404 404
workshop_screen          maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_screen          closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
workshop_screen          closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_step            cct    GET  : 302 404 404 200 200 403 403 404 404 404 404 404 404
workshop_step            cct    POST : 302 404 404 302 302 403 403 404 404 404 404 404 404
workshop_step            over   GET  : 302 404 404 409 409 403 403 404 404 404 404 404 404
workshop_step            over   POST : 302 404 404 409 409 403 403 404 404 404 404 404 404
workshop_step            maesai GET  : 302 404 404 404 404 404 404 200 404 404 404 404 404
workshop_step            maesai POST : 302 404 404 404 404 404 404 302 404 404 404 404 404
workshop_step            closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
workshop_step            closed POST : 302 404 404 404 404 404 404 404 403 302 404 404 404
workshop_export          cct    GET  : 302 404 404 200 200 200 200 404 404 404 404 404 404
workshop_export          cct    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_export          over   GET  : 302 404 404 200 200 200 200 404 404 404 404 404 404
workshop_export          over   POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_export          maesai GET  : 302 404 404 404 404 404 404 200 404 404 404 404 404
workshop_export          maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_export          closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
workshop_export          closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_pdf             cct    GET  : 302 404 404 200 200 200 200 404 404 404 404 404 404
workshop_pdf             cct    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_pdf             over   GET  : 302 404 404 200 200 200 200 404 404 404 200 404 404
workshop_pdf             over   POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_pdf             maesai GET  : 302 404 404 404 404 404 404 200 404 404 404 404 404
workshop_pdf             maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
workshop_pdf             closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
workshop_pdf             closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_new                cct    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_new                cct    POST : 302 404 404 400 400 400 400 404 404 404 404 404 404
point_new                over   GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_new                over   POST : 302 404 404 409 409 409 409 404 404 404 404 404 404
point_new                maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_new                maesai POST : 302 404 404 404 404 404 404 400 404 404 404 404 404
point_new                closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_new                closed POST : 302 404 404 404 404 404 404 404 400 400 404 404 404
point_edit               cct    GET  : 302 404 404 200 403 403 403 404 404 404 404 404 404
point_edit               cct    POST : 302 404 404 400 403 403 403 404 404 404 404 404 404
point_edit               over   GET  : 302 404 404 409 403 403 403 404 404 404 404 404 404
point_edit               over   POST : 302 404 404 409 403 403 403 404 404 404 404 404 404
point_edit               maesai GET  : 302 404 404 404 404 404 404 200 404 404 404 404 404
point_edit               maesai POST : 302 404 404 404 404 404 404 400 404 404 404 404 404
point_edit               closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
point_edit               closed POST : 302 404 404 404 404 404 404 404 403 400 404 404 404
point_withdraw           cct    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_withdraw           cct    POST : 302 404 404 302 403 403 403 404 404 404 404 404 404
point_withdraw           over   GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_withdraw           over   POST : 302 404 404 409 403 403 403 404 404 404 404 404 404
point_withdraw           maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_withdraw           maesai POST : 302 404 404 404 404 404 404 302 404 404 404 404 404
point_withdraw           closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_withdraw           closed POST : 302 404 404 404 404 404 404 404 403 302 404 404 404
point_sort               cct    GET  : 302 404 404 200 200 403 403 404 404 404 404 404 404
point_sort               cct    POST : 302 404 404 400 400 403 403 404 404 404 404 404 404
point_sort               over   GET  : 302 404 404 409 409 403 403 404 404 404 404 404 404
point_sort               over   POST : 302 404 404 409 409 403 403 404 404 404 404 404 404
point_sort               maesai GET  : 302 404 404 404 404 404 404 200 404 404 404 404 404
point_sort               maesai POST : 302 404 404 404 404 404 404 400 404 404 404 404 404
point_sort               closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
point_sort               closed POST : 302 404 404 404 404 404 404 404 403 400 404 404 404
point_split              cct    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_split              cct    POST : 302 404 404 409 409 403 403 404 404 404 404 404 404
point_split              over   GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_split              over   POST : 302 404 404 409 409 403 403 404 404 404 404 404 404
point_split              maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_split              maesai POST : 302 404 404 404 404 404 404 409 404 404 404 404 404
point_split              closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_split              closed POST : 302 404 404 404 404 404 404 404 403 409 404 404 404
point_hide               cct    GET  : 302 404 404 200 200 403 403 404 404 404 404 404 404
point_hide               cct    POST : 302 404 404 302 302 403 403 404 404 404 404 404 404
point_hide               over   GET  : 302 404 404 409 409 403 403 404 404 404 404 404 404
point_hide               over   POST : 302 404 404 409 409 403 403 404 404 404 404 404 404
point_hide               maesai GET  : 302 404 404 404 404 404 404 200 404 404 404 404 404
point_hide               maesai POST : 302 404 404 404 404 404 404 302 404 404 404 404 404
point_hide               closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
point_hide               closed POST : 302 404 404 404 404 404 404 404 403 302 404 404 404
point_show               cct    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_show               cct    POST : 302 404 404 409 409 403 403 404 404 404 404 404 404
point_show               over   GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_show               over   POST : 302 404 404 409 409 403 403 404 404 404 404 404 404
point_show               maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_show               maesai POST : 302 404 404 404 404 404 404 409 404 404 404 404 404
point_show               closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_show               closed POST : 302 404 404 404 404 404 404 404 403 409 404 404 404
point_vote               cct    GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_vote               cct    POST : 302 404 404 409 409 409 409 404 404 404 404 404 404
point_vote               over   GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_vote               over   POST : 302 404 404 409 409 409 409 404 404 404 404 404 404
point_vote               maesai GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_vote               maesai POST : 302 404 404 404 404 404 404 409 404 404 404 404 404
point_vote               closed GET  : 302 405 405 405 405 405 405 405 405 405 405 405 405
point_vote               closed POST : 302 404 404 404 404 404 404 404 409 409 404 404 404
recommendation_new       cct    GET  : 302 404 404 409 409 403 403 404 404 404 404 404 404
recommendation_new       cct    POST : 302 404 404 409 409 403 403 404 404 404 404 404 404
recommendation_new       over   GET  : 302 404 404 409 409 403 403 404 404 404 404 404 404
recommendation_new       over   POST : 302 404 404 409 409 403 403 404 404 404 404 404 404
recommendation_new       maesai GET  : 302 404 404 404 404 404 404 409 404 404 404 404 404
recommendation_new       maesai POST : 302 404 404 404 404 404 404 409 404 404 404 404 404
recommendation_new       closed GET  : 302 404 404 404 404 404 404 404 403 409 404 404 404
recommendation_new       closed POST : 302 404 404 404 404 404 404 404 403 409 404 404 404
recommendations          cct    GET  : 302 404 404 200 200 200 200 404 404 404 200 404 404
recommendations          cct    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
recommendations          maesai GET  : 302 404 404 404 404 404 404 200 404 404 200 404 404
recommendations          maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
recommendations          closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
recommendations          closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
recommendations_export   cct    GET  : 302 404 404 200 200 200 200 404 404 404 200 404 404
recommendations_export   cct    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
recommendations_export   maesai GET  : 302 404 404 404 404 404 404 200 404 404 200 404 404
recommendations_export   maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
recommendations_export   closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
recommendations_export   closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
recommendation           cct    GET  : 302 404 404 200 200 200 200 404 404 404 200 404 404
recommendation           cct    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
recommendation           maesai GET  : 302 404 404 404 404 404 404 200 404 404 200 404 404
recommendation           maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
recommendation           closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
recommendation           closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
recommendation_edit      cct    GET  : 302 404 404 409 409 403 403 404 404 404 404 404 404
recommendation_edit      cct    POST : 302 404 404 409 409 403 403 404 404 404 404 404 404
recommendation_edit      maesai GET  : 302 404 404 404 404 404 404 409 404 404 404 404 404
recommendation_edit      maesai POST : 302 404 404 404 404 404 404 409 404 404 404 404 404
recommendation_edit      closed GET  : 302 404 404 404 404 404 404 404 403 409 404 404 404
recommendation_edit      closed POST : 302 404 404 404 404 404 404 404 403 409 404 404 404
recommendation_remove    cct    GET  : 302 404 404 409 409 403 403 404 404 404 404 404 404
recommendation_remove    cct    POST : 302 404 404 409 409 403 403 404 404 404 404 404 404
recommendation_remove    maesai GET  : 302 404 404 404 404 404 404 409 404 404 404 404 404
recommendation_remove    maesai POST : 302 404 404 404 404 404 404 409 404 404 404 404 404
recommendation_remove    closed GET  : 302 404 404 404 404 404 404 404 403 409 404 404 404
recommendation_remove    closed POST : 302 404 404 404 404 404 404 404 403 409 404 404 404
recommendation_follow    cct    GET  : 302 404 404 200 200 200 403 404 404 404 404 404 404
recommendation_follow    cct    POST : 302 404 404 302 302 302 403 404 404 404 404 404 404
recommendation_follow    maesai GET  : 302 404 404 404 404 404 404 200 404 404 404 404 404
recommendation_follow    maesai POST : 302 404 404 404 404 404 404 302 404 404 404 404 404
recommendation_follow    closed GET  : 302 404 404 404 404 404 404 404 200 200 404 404 404
recommendation_follow    closed POST : 302 404 404 404 404 404 404 404 302 302 404 404 404
recommendation_plan      cct    GET  : 302 404 404 403 200 403 403 404 404 404 403 404 404
recommendation_plan      cct    POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
recommendation_plan      maesai GET  : 302 404 404 404 404 404 404 200 404 404 403 404 404
recommendation_plan      maesai POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
recommendation_plan      closed GET  : 302 404 404 404 404 404 404 404 403 200 404 404 404
recommendation_plan      closed POST : 302 405 405 405 405 405 405 405 405 405 405 405 405
"""
