"""Recommendations of workshops in plan lines: the way there, and the lines they went into."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from actionplans.models import LineRecommendation
from actionplans.policy import plans as policy
from committees.policy import allows
from committees.querysets import Scope
from members.models import Recommendation
from members.parts.workshops import Destination, Went


def address(user: User, recommendation: Recommendation) -> str:
    """The page that puts it into a plan, for who writes the committee's plans."""
    if not allows(policy.check_plan, user, recommendation.committee):
        return ""
    return reverse("recommendation_plan", args=[recommendation.committee.slug, recommendation.pk])


def found(scope: Scope, ids: Sequence[int]) -> dict[int, list[Went]]:
    """The plan lines each recommendation went into, as the committee itself sees them."""
    rows = (
        LineRecommendation.objects.visible_to(scope)
        .filter(recommendation_id__in=ids)
        .select_related("line__plan", "committee")
        .order_by("line__plan__fiscal_year", "line__position")
    )
    lines: dict[int, list[Went]] = {}
    for row in rows:
        plan = row.line.plan
        plan.committee = row.committee
        lines.setdefault(row.recommendation_id, []).append(
            Went(
                label=row.line.what,
                url=f"{plan.get_absolute_url()}#line-{row.line_id}",
                note=_("Plan for fiscal year %(year)s") % {"year": plan.fiscal_year},
                status="removed" if row.line.removed_at else "",
            )
        )
    return lines


PLAN_LINES = Destination(
    key="plan_lines",
    label=gettext_lazy("Put into a plan line"),
    icon="plan",
    address=address,
    found=found,
)
