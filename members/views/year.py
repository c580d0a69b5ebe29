"""The years of a committee: its surveys, its workshops, and what came of them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from committees import access
from committees.calendar import fiscal_year, today
from committees.http import PersonRequest, signed_in
from committees.tabs import committee_tabs
from members import year_page
from members.views.seats import committee_of


@signed_in
@require_safe
def year(request: PersonRequest, slug: str) -> HttpResponse:
    """Surveys and workshops, year by year, and what may be begun."""
    committee = committee_of(request, slug)
    scope = access.scope_of(request.user)
    if not year_page.has_years(scope, committee):
        raise Http404
    years = [
        (number, [render_to_string(part.template, part.context, request=request) for part in parts])
        for number, parts in year_page.years_of(request, committee)
    ]
    starts = year_page.starts_of(request, committee)
    return render(
        request,
        "members/year.html",
        {
            "committee": committee,
            "tabs": committee_tabs(committee, "year", scope),
            "years": years,
            "first": starts[0] if starts else None,
            "others": starts[1:],
            "this_year": fiscal_year(today()),
            "print_of": committee.name,
        },
    )
