"""Organisations and people, for the search over everything."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committees.calendar import today
from committees.querysets import Scope
from committees.search import Found, Hit, Source, candidates, counted, first, register_source
from members.models import Organisation, Seat


def find_organisations(scope: Scope, q: str, limit: int) -> Found:
    """Organisations of the searcher's provinces, by name."""
    rows = Organisation.objects.visible_to(scope).select_related("province")
    rows = candidates(rows, "app_find_organisations", q).order_by("sort_key", "pk")
    found, in_all = first(rows, limit)
    hits = [
        Hit(row.name, row.get_absolute_url(), f"{row.get_kind_display()} · {row.province.name}")
        for row in found
    ]
    return counted(hits, limit, in_all)


def find_people(scope: Scope, q: str, limit: int) -> Found:
    """People through the seats the searcher may see; one line for each seat held now."""
    rows = Seat.objects.visible_to(scope).not_over(today()).select_related("person", "committee")
    rows = candidates(rows, "app_find_people", q, "person_id")
    found, in_all = first(rows.order_by("person__sort_key", "pk"), limit)
    hits = [
        Hit(
            seat.person.name,
            seat.committee.get_absolute_url() + "seats/",
            f"{seat.post} · {seat.committee.short}",
        )
        for seat in found
    ]
    return counted(hits, limit, in_all)


def register() -> None:
    """Make organisations and people searchable."""
    register_source(
        Source("organisations", _("Organisations"), "organisation", find_organisations, order=20)
    )
    register_source(Source("people", _("People"), "user", find_people, order=30))
