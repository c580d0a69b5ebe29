"""The multidisciplinary team as people use it: who can be called, and the list on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committees import access, audit, exports
from committees.calendar import bangkok_date, format_date
from committees.http import (
    PersonRequest,
    address_with,
    capped_count,
    pages,
    safe_int,
    scoped,
    signed_in,
)
from committees.kinds import Kind
from committees.models import Area, AreaLevel, AuditEvent, Committee
from committees.policy import allows
from committees.roles import Permission, permissions
from committees.search import LONGEST, read_query
from committees.tabs import committee_tabs
from members import team_reading
from members.actions import team as actions
from members.documents.team import ContactList, ContactRow, contact_list_pdf
from members.models import Discipline, Language, TeamMember, TeamProposal, TeamVersion
from members.policy import team as policy
from members.views.seats import committee_of

PAGE = 50
FILTERS = ("q", "discipline", "language", "district", "now")


@dataclass(frozen=True)
class Asked:
    """What the filters of the page say; anything odd counts as not said."""

    q: str
    discipline: str
    language: str
    district: int | None
    now: bool

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.discipline or self.language or self.district or self.now)


# --- A province's team --------------------------------------------------------------------------


@signed_in
@require_safe
def team_find(request: PersonRequest, code: int) -> HttpResponse:
    """Find somebody who can be called; for others, how many there are of which discipline."""
    area, districts = province_of(request, code)
    scope = access.scope_of(request.user)
    team = team_reading.version_in_force(scope, code)
    context: dict[str, Any] = {
        "province": area,
        "team": team,
        "sees_contacts": allows(policy.check_contacts, request.user, code),
        "provincial": team.committee if team else None,
        "inside": bool(team and scope.sees_inside(team)),
    }
    if not context["sees_contacts"]:
        counts = team_reading.counts(code)
        context["counts"] = [(Discipline(key).label if key else "", n) for key, n in counts]
        context["people"] = sum(number for _key, number in counts)
        return render(request, "members/team_counts.html", context)
    asked = _asked(request, districts)
    rows = _listed(request, code, asked)
    found, pager = pages(request, rows, PAGE)
    count, capped = capped_count(rows)
    context |= {
        "rows": [team_reading.show(row, districts) for row in found],
        "pager": pager | {"count": count, "capped": capped},
        "q": asked.q,
        "quick": _quick(request, now=asked.now),
        "filters": _filters(asked, districts),
        "keep": [("now", "1")] if asked.now else [],
        "exports": _exports(request, code),
        "clear_url": reverse("team_find", args=[code]) if asked.narrows else "",
        "proposing": proposing(request, code),
        "proposals": _proposals(request, code),
    }
    return render(request, "members/team_find.html", context)


def province_of(request: PersonRequest, code: int) -> tuple[Area, dict[int, Area]]:
    """A province in which the person has a seat (any, for a national observer), or 404.

    With its districts by their codes.
    """
    scope = access.scope_of(request.user)
    if not 0 < code < 100 or not (code in scope.provinces or scope.national):
        raise Http404
    rows = Area.objects.filter(pk=code) | Area.objects.filter(parent=code)
    areas = {row.pk: row for row in rows.order_by("sort_key")}
    area = areas.pop(code, None)
    if area is None or area.level != AreaLevel.PROVINCE:
        raise Http404
    return area, areas


def _asked(request: PersonRequest, districts: dict[int, Area]) -> Asked:
    discipline, language = request.GET.get("discipline", ""), request.GET.get("language", "")
    district = safe_int(request.GET.get("district", ""))
    return Asked(
        read_query(request.GET.get("q", "")),
        discipline if discipline in Discipline.values else "",
        language if language in Language.values else "",
        district if district in districts else None,
        request.GET.get("now") == "1",
    )


def _listed(request: PersonRequest, code: int, asked: Asked) -> QuerySet[TeamMember]:
    rows = team_reading.team_on_duty(
        access.scope_of(request.user),
        code,
        discipline=asked.discipline,
        language=asked.language,
        district=asked.district,
    )
    if asked.now:
        rows = team_reading.reachable(rows)
    return rows.filter(team_reading.holding(asked.q)) if asked.q else rows


def _quick(request: PersonRequest, *, now: bool) -> list[dict[str, Any]]:
    return [
        {
            "label": _("Everybody"),
            "url": address_with(request, now=None, page=None),
            "current": not now,
        },
        {
            "label": _("Reachable now"),
            "url": address_with(request, now="1", page=None),
            "current": now,
        },
    ]


def _filters(asked: Asked, districts: dict[int, Area]) -> list[dict[str, Any]]:
    return [
        _filter("discipline", _("Discipline"), _("every discipline"), asked.discipline,
                [(value, str(label)) for value, label in Discipline.choices]),
        _filter("language", _("Language"), _("every language"), asked.language,
                [(value, str(label)) for value, label in Language.choices]),
        _filter("district", _("District"), _("every district"), str(asked.district or ""),
                [(str(area.code), area.name) for area in districts.values()]),
    ]  # fmt: skip


def _filter(
    name: str, label: str, nothing: str, chosen: str, choices: list[tuple[str, str]]
) -> dict[str, Any]:
    options = [
        {"value": value, "label": text, "current": value == chosen}
        for value, text in [("", nothing), *choices]
    ]
    return {"name": name, "label": label, "options": options}


def _exports(request: PersonRequest, code: int) -> list[dict[str, str]]:
    kept = {name: request.GET[name][:LONGEST] for name in FILTERS if request.GET.get(name)}
    query = f"?{urlencode(kept)}" if kept else ""
    return [
        {
            "label": _("Contact list to print (PDF)"),
            "url": reverse("team_list", args=[code, "pdf"]) + query,
            "icon": "print",
        },
        {
            "label": _("Contact list as Excel file"),
            "url": reverse("team_list", args=[code, "xlsx"]) + query,
            "icon": "sheet",
        },
    ]


def proposing(request: PersonRequest, code: int) -> list[Committee]:
    """The committees of the province in whose name this person may propose somebody."""
    scope = access.scope_of(request.user)
    own = [
        pk
        for pk, roles in scope.roles.items()
        if scope.homes[pk] == code and Permission.PROPOSE_TEAM in permissions(roles)
    ]
    if not own:
        return []
    rows = Committee.objects.visible_to(scope).filter(pk__in=own, closed=False, ended=None)
    return list(rows.order_by("depth", "sort_key"))


def _proposals(request: PersonRequest, code: int) -> list[TeamProposal]:
    """The newest proposals that this person may read."""
    rows = TeamProposal.objects.visible_to(access.scope_of(request.user)).filter(province_id=code)
    return list(rows.select_related("committee")[:20])


# --- The list on paper --------------------------------------------------------------------------


@signed_in
@require_safe
def team_list(request: PersonRequest, code: int, form: str) -> HttpResponse:
    """The contact list as it is filtered, to take away; each time is written down."""
    area, districts = province_of(request, code)
    if form not in ("pdf", "xlsx"):
        raise Http404
    policy.check_contacts(request.user, code)
    team = team_reading.version_in_force(access.scope_of(request.user), code)
    if team is None:
        raise Http404
    rows = _listed(request, code, _asked(request, districts))
    shown = [team_reading.show(row, districts) for row in rows]
    if request.method == "GET":
        actions.record_taken(team=team, form=form.upper(), by=request.user)
    name = _("Multidisciplinary team of %(province)s") % {"province": area.name}
    if form == "xlsx":
        return _sheet(name, team, shown)
    language = "en" if get_language() == "en" else "th"
    pdf = contact_list_pdf(
        ContactList(
            committee_name=team.committee.name,
            province_name=area.name,
            number=team.number,
            order_number=team.order_number,
            valid_until=team.valid_until,
            taken_by=request.user.name,
            generated_at=timezone.now(),
            rows=[_paper_row(one) for one in shown],
            language="en" if language == "en" else "th",
        )
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = str(content_disposition_header(False, f"{name}.pdf"))
    return response


def _paper_row(one: team_reading.Shown) -> ContactRow:
    person = one.person
    return ContactRow(
        name=person.name,
        post=person.post,
        organisation=person.organisation.name,
        discipline=one.discipline,
        languages=one.languages,
        phone=person.phone,
        email=person.email,
        hours=one.hours,
        places=one.places,
    )


def _sheet(name: str, team: TeamVersion, shown: list[team_reading.Shown]) -> HttpResponse:
    headers = [
        _("name in Thai"),
        _("name in English"),
        _("discipline"),
        _("post"),
        _("organisation"),
        _("languages spoken"),
        _("telephone"),
        _("e-mail address"),
        _("reachable"),
        _("districts"),
        _("on the team until"),
    ]
    rows = [
        [
            one.person.name_th,
            one.person.name_en,
            one.discipline,
            one.person.post,
            one.person.organisation.name,
            one.languages,
            one.person.phone,
            one.person.email,
            one.hours,
            one.places,
            one.person.term_until or team.valid_until,
        ]
        for one in shown
    ]
    notes = [
        _("Version %(number)s, valid until %(day)s. Personal data: do not pass on.")
        % {"number": team.number, "day": format_date(team.valid_until) if team.valid_until else ""}
    ]
    sheet = exports.Sheet(_("Team"), headers, rows, notes)
    return exports.xlsx_response(
        f"{name}.xlsx", [sheet], title=name, language=get_language() or "th"
    )


# --- The provincial committee's own pages -------------------------------------------------------


def provincial_of(request: PersonRequest, slug: str) -> Committee:
    """A provincial committee the person sits in, or 404."""
    committee = committee_of(request, slug)
    if committee.kind != Kind.PROVINCIAL or not access.scope_of(request.user).sees_inside(
        committee
    ):
        raise Http404
    return committee


def version_of(request: PersonRequest, slug: str, number: int) -> TeamVersion:
    """A version of the team of a provincial committee the person sits in, or 404."""
    committee = provincial_of(request, slug)
    team: TeamVersion = scoped(
        TeamVersion.objects.select_related("signed_copy", "copied_from", "replaced_by"),
        request.user,
        committee=committee,
        number=number,
    )
    team.committee = committee
    return team


@signed_in
@require_safe
def team(request: PersonRequest, slug: str) -> HttpResponse:
    """The team of a province, for the committee that keeps it: versions, proposals, history."""
    committee = provincial_of(request, slug)
    scope = access.scope_of(request.user)
    versions = TeamVersion.objects.visible_to(scope).filter(committee=committee)
    rows, pager = pages(request, versions.order_by("-number"), 20)
    for row in rows:
        row.committee = committee
    keeps = allows(policy.check_keep, request.user, committee)
    current = next((row for row in rows if row.status == "team_endorsed"), None)
    return render(
        request,
        "members/team.html",
        {
            "committee": committee,
            "tabs": committee_tabs(committee, "team", scope),
            "versions": rows,
            "pager": pager,
            "current": current,
            "open": next((row for row in rows if row.state != "endorsed"), None),
            "keeps": keeps,
            "sees_contacts": allows(policy.check_contacts, request.user, committee.province_id),
            "counts": [
                (Discipline(key).label, number)
                for key, number in team_reading.counts(committee.province_id)
            ],
            "proposals": _waiting(request, committee) if keeps else [],
            "events": _history(request, committee),
        },
    )


def _waiting(request: PersonRequest, committee: Committee) -> list[TeamProposal]:
    rows = TeamProposal.objects.visible_to(access.scope_of(request.user))
    rows = rows.filter(province_id=committee.province_id, state="waiting")
    return list(rows.select_related("committee").order_by("created_at")[:50])


def _history(request: PersonRequest, committee: Committee) -> list[audit.Sentence]:
    events = AuditEvent.objects.visible_to(access.scope_of(request.user)).filter(
        committee_id=committee.pk, subject_type=TeamVersion._meta.label_lower
    )
    # Who came on and went off stands with each version.
    events = events.exclude(verb__startswith="team_person_")
    return audit.sentences(events[:20])


@signed_in
@require_safe
def team_version(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """The people on one version, with what changed since the one it was copied from."""
    row = version_of(request, slug, number)
    policy.check_contacts(request.user, row.province_id)
    _area, districts = province_of(request, row.province_id)
    scope = access.scope_of(request.user)
    members = TeamMember.objects.visible_to(scope).filter(team=row)
    asked = _asked(request, districts)
    if asked.discipline:
        members = members.filter(discipline=asked.discipline)
    if asked.q:
        members = members.filter(team_reading.holding(asked.q))
    members = members.select_related("organisation", "before").order_by("sort_key", "pk")
    found, pager = pages(request, members, PAGE)
    count, capped = capped_count(members)
    changeable = allows(policy.check, "change", request.user, row)
    return render(
        request,
        "members/team_version.html",
        {
            "committee": row.committee,
            "team": row,
            "rows": [_version_row(row, member, districts) for member in found],
            "removed": _removed(request, row),
            "pager": pager | {"count": count, "capped": capped},
            "q": asked.q,
            "filters": _filters(asked, districts)[:1],
            "clear_url": row.get_absolute_url() if asked.q or asked.discipline else "",
            "may_change": changeable,
            "may_send": changeable and (count > 0),
            "may_recall": allows(policy.check, "recall", request.user, row),
            "may_endorse": allows(policy.check, "endorse", request.user, row),
            "events": audit.history_of(row, scope, 30),
        },
    )


COMPARED = (
    "name_th", "name_en", "organisation_id", "discipline", "post_th", "post_en", "languages",
    "phone", "email", "around_the_clock", "days", "hours_from", "hours_until", "districts",
    "term_until",
)  # fmt: skip


def _version_row(
    team: TeamVersion, member: TeamMember, districts: dict[int, Area]
) -> dict[str, Any]:
    """A person with how the row differs from the version before, and whether the term is over."""
    if member.term_until and member.term_until < bangkok_date(timezone.now()):
        state = "ended"
    elif team.copied_from_id is None:
        state = ""
    elif member.before is None:
        state = "added"
    else:
        before = member.before
        same = all(getattr(member, name) == getattr(before, name) for name in COMPARED)
        state = "" if same else "changed"
    return {"shown": team_reading.show(member, districts), "member": member, "state": state}


def _removed(request: PersonRequest, team: TeamVersion) -> list[TeamMember]:
    """Who stood on the version before and does not on this one."""
    if team.copied_from_id is None:
        return []
    visible = TeamMember.objects.visible_to(access.scope_of(request.user))
    kept = visible.filter(team=team, before__isnull=False).values("before_id")
    rows = visible.filter(team=team.copied_from_id).exclude(pk__in=kept)
    return list(rows.select_related("organisation").order_by("sort_key", "pk")[:100])
