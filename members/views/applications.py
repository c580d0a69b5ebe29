"""What a committee does with who wants to join it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from committees import access, audit
from committees.http import (
    PersonRequest,
    address_with,
    capped_count,
    inside,
    pages,
    scoped,
    signed_in,
)
from committees.models import Area, Committee
from committees.policy import allows
from committees.search import read_query
from committees.tabs import committee_tabs
from members.actions import memberships as membership_actions
from members.forms.applications import (
    FINDINGS,
    NOT_MET,
    worded,
)
from members.models import Application, Pillar
from members.policy import applications as policy
from members.policy import memberships as membership_policy
from members.views.memberships import kept_committee
from members.workflow.applications import (
    ACCEPTED,
    APPLIED,
    DECLINED,
    ENDORSED,
    MEMBER,
    OPEN,
    SCREENED,
    WITHDRAWN,
)

PAGE = 50
SHOWN: dict[str, frozenset[str]] = {
    "open": OPEN,
    "closed": frozenset({MEMBER, DECLINED, WITHDRAWN}),
    "all": OPEN | {MEMBER, DECLINED, WITHDRAWN},
}


def inner_committee(request: PersonRequest, slug: str) -> Committee:
    """A committee whose applicants the person sees: from inside alone, or 404."""
    committee = kept_committee(request, slug)
    inside(request.user, committee)
    return committee


def application_of(request: PersonRequest, committee: Committee, pk: Any) -> Application:
    """An application to this committee that the person may see, or 404."""
    loaded = Application.objects.select_related(
        "organisation", "endorser", "membership", "evidence", "screened_by", "endorsed_by",
        "decided_by", "person",
    )  # fmt: skip
    row = scoped(loaded, request.user, pk=pk, committee=committee)
    row.committee = committee
    return row


@signed_in
@require_safe
def applications(request: PersonRequest, slug: str) -> HttpResponse:
    """Who has applied, and how far each has come."""
    committee = inner_committee(request, slug)
    scope = access.scope_of(request.user)
    found = _listed(request, committee)
    rows, pager = pages(request, found, PAGE)
    count, capped = capped_count(found)
    for row in rows:
        row.committee = committee
    manages = allows(membership_policy.check_manage, request.user, committee)
    rules = membership_actions.rules_of(committee)
    q = read_query(request.GET.get("q", ""))
    show = _shown(request)
    return render(
        request,
        "members/applications.html",
        {
            "committee": committee,
            "tabs": committee_tabs(committee, "members", scope),
            "rows": rows,
            "pager": pager | {"count": count, "capped": capped},
            "manages": manages,
            "rules": rules,
            "join_url": request.build_absolute_uri(reverse("join", args=[slug])),
            "q": q,
            "quick": [
                {
                    "label": label,
                    "url": address_with(request, show=key, page=None),
                    "current": key == show,
                }
                for key, label in (("open", _("Open")), ("closed", _("Closed")), ("all", _("All")))
            ],
            "keep": [("show", show)] if "show" in request.GET else [],
            "clear_url": reverse("applications", args=[slug]) if q or show != "open" else "",
            "print_of": committee.name,
        },
    )


def _shown(request: PersonRequest) -> str:
    show = request.GET.get("show", "")
    return show if show in SHOWN else "open"


def _listed(request: PersonRequest, committee: Committee) -> QuerySet[Application]:
    rows = Application.objects.visible_to(access.scope_of(request.user)).filter(
        committee=committee, state__in=SHOWN[_shown(request)]
    )
    q = read_query(request.GET.get("q", ""))
    if q:
        rows = rows.filter(Q(name_th__icontains=q) | Q(name_en__icontains=q))
    ordered: QuerySet[Application] = rows.order_by("-changed_at", "-id")
    return ordered


@signed_in
@require_safe
def application(request: PersonRequest, slug: str, pk: Any) -> HttpResponse:
    """One application: what was written, how far it is, and what one can do now."""
    committee = inner_committee(request, slug)
    row = application_of(request, committee, pk)
    scope = access.scope_of(request.user)
    may = {
        action: allows(policy.check, action, request.user, row)
        for action in ("screen", "accept", "decline", "withdraw")
    }
    may["endorse"] = bool(policy.endorsers(request.user, row))
    return render(
        request,
        "members/application.html",
        {
            "committee": committee,
            "application": row,
            "steps": _steps(row),
            "findings": _findings(row),
            "unmet": unmet_points(row),
            "may": may,
            "waits_for": _waits_for(row),
            "districts": _district_names(row),
            "pillars": [str(p.label) for p in Pillar if p.value in row.pillars],
            "history": audit.history_of(row, scope),
            "print_of": committee.name,
        },
    )


_ORDER = (APPLIED, SCREENED, ENDORSED, ACCEPTED, MEMBER)


def _steps(row: Application) -> list[dict[str, Any]]:
    """The way of an application with who took each step when, and the one that comes next."""
    reached = _ORDER.index(row.state) if row.state in _ORDER else -1
    steps: list[dict[str, Any]] = [
        {"label": _("Application sent"), "at": row.confirmed_at, "who": ""},
        {
            "label": _("Screening by the steering committee"),
            "at": row.screened_at,
            "who": row.screened_by.name if row.screened_by else "",
        },
        {
            "label": _("Endorsement by a member"),
            "at": row.endorsed_at,
            "who": row.endorser.name if row.endorser else "",
        },
        {
            "label": _("Declined by the committee")
            if row.state == DECLINED
            else _("Decision of the committee"),
            "day": row.decided_on,
            "who": "",
        },
        {
            "label": _("Signature under the memorandum of understanding"),
            "day": row.membership.since if row.membership else None,
            "who": "",
        },
    ]
    for number, step in enumerate(steps):
        step["done"] = bool(step.get("at") or step.get("day"))
        step["next"] = number == reached + 1
    return steps[:4] if row.state == DECLINED else steps


def _findings(row: Application) -> list[dict[str, str]]:
    words = {key: str(label) for key, label in FINDINGS}
    return [
        {
            "point": worded(found),
            "finding": found["finding"],
            "word": words.get(found["finding"], ""),
            "remark": found.get("remark", ""),
        }
        for found in row.findings
    ]


def unmet_points(row: Application) -> str:
    """How many points of the screening are not met, in a sentence; '' for none."""
    count = sum(found["finding"] == NOT_MET for found in row.findings)
    if not count:
        return ""
    return ngettext(
        "%(count)d point of the constitution is not met.",
        "%(count)d points of the constitution are not met.",
        count,
    ) % {"count": count}


def _waits_for(row: Application) -> str:
    """Whom the application waits for, in a sentence; '' where it is closed."""
    return {
        APPLIED: _("It waits for the steering committee to screen it."),
        SCREENED: _("It waits for a member in good standing to endorse it."),
        ENDORSED: _("It waits for the committee's decision."),
        ACCEPTED: _("It waits for the organisation to sign the MoU."),
    }.get(row.state, "")


def _district_names(row: Application) -> str:
    areas = Area.objects.filter(pk__in=row.districts).order_by("sort_key")
    return ", ".join(area.name for area in areas)
