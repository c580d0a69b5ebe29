"""From a recommendation into a plan: which year's, then its line."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplans.models import Plan
from actionplans.policy import plans as policy
from committees import access
from committees.calendar import fiscal_year, today
from committees.http import PersonRequest, signed_in
from members.policy.workshops import check_destination
from members.views.recommendations import recommendation_of


@signed_in
@require_safe
def recommendation_plan(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Choose the year's plan into which a recommendation goes; its line is then written."""
    row = recommendation_of(request, slug, pk)
    policy.check_plan(request.user, row.committee)
    check_destination(row)
    plans = (
        Plan.objects.visible_to(access.scope_of(request.user))
        .filter(committee=row.committee, fiscal_year__gte=fiscal_year(today()))
        .order_by("fiscal_year")
    )
    context = {
        "committee": row.committee,
        "workshop": row.workshop,
        "row": row,
        "plans": list(plans[:10]),
    }
    return render(request, "actionplans/recommendation_plan.html", context)
