"""What waits of comments on open drafts, and where neighbours, overlaps and gaps are found."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from actionplans import tabs
from actionplans.models import AreaNeighbour, LineComment
from actionplans.tabs import ProvinceTab, YearTab
from actionplans.workflow.neighbours import NEW
from committees import access, home
from committees.calendar import fiscal_year, today
from committees.gather import Asking
from committees.links import link
from committees.models import Area
from committees.querysets import Scope
from committees.roles import Permission
from members import handover
from members.handover import OpenWork
from members.models import Place

MOST = 200


def waiting(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """Comments on drafts of one's own committees that nobody has read or answered yet."""
    if Permission.EDIT_PLAN not in scope.all_permissions:
        return []
    rows = yield _unanswered(scope, scope.inside)
    return [
        home.Waiting(
            verb=_("Answer"),
            what=_what(comments),
            where=comments[0].committee.short,
            url=link("plan_opened", comments[0].committee.slug, comments[0].fiscal_year),
            since=comments[0].created_at,
            tone="attention",
        )
        for comments in _by_draft(rows)
        if access.can(user, Permission.EDIT_PLAN, comments[0].committee)
    ]


def post_work(user: User, places: list[Place]) -> Asking[list[OpenWork]]:
    """The comments that wait for these posts, as far as this person sees them."""
    rows = yield _unanswered(access.scope_of(user), {place.committee_id for place in places})
    return [
        OpenWork(
            place.pk,
            _("Answer: %(what)s") % {"what": _what(comments)},
            link("plan_opened", comments[0].committee.slug, comments[0].fiscal_year),
            since=comments[0].created_at,
        )
        for comments in _by_draft(rows)
        for place in places
        if access.post_can(place.rule, place.committee, Permission.EDIT_PLAN, comments[0].committee)
    ]


def province_block(request: HttpRequest, province: Area) -> Asking[home.Block | None]:
    """For PSDHS: how many neighbouring districts are marked, and the way to overlaps and gaps."""
    scope = access.scope_of(request.user)
    if province.pk not in scope.overseen_provinces:
        return None
    rows = AreaNeighbour.objects.visible_to(scope).filter(province=province).order_by()
    found = yield rows.values("province_id").annotate(count=Count("pk"))
    return "actionplans/_province_neighbours.html", {
        "province": province,
        "pairs": found[0]["count"] if found else 0,
        "year": fiscal_year(today()),
        "may_mark": Permission.MARK_AREAS in scope.all_permissions,
    }


def _unanswered(scope: Scope, committees: Iterable[int]) -> QuerySet[LineComment]:
    rows = LineComment.objects.visible_to(scope).filter(state=NEW, committee_id__in=committees)
    return rows.select_related("committee").order_by("created_at", "pk")[:MOST]


def _by_draft(rows: Iterable[LineComment]) -> list[list[LineComment]]:
    """The comments of each draft, the oldest first."""
    found: dict[tuple[int, int], list[LineComment]] = {}
    for row in rows:
        found.setdefault((row.committee_id, row.fiscal_year), []).append(row)
    return list(found.values())


def _what(comments: list[LineComment]) -> str:
    words = ngettext(
        "%(count)d comment on the draft plan %(year)s",
        "%(count)d comments on the draft plan %(year)s",
        len(comments),
    )
    return words % {"count": len(comments), "year": comments[0].fiscal_year}


def register() -> None:
    """Add these parts, and the tabs of neighbours and of a province's overlaps."""
    home.register_waiting(waiting)
    home.register_province_block(province_block)
    handover.register_open_work(post_work)
    tabs.register(
        YearTab(
            "neighbours",
            gettext_lazy("Neighbours"),
            "neighbours",
            70,
            inside=True,
            shown=lambda _scope, committee: not committee.closed,
        ),
        ProvinceTab(
            "overlaps",
            gettext_lazy("Overlaps and gaps"),
            "province_overlaps",
            20,
            shown=lambda scope, province: province.pk in scope.overseen_provinces,
        ),
    )
