"""Indicators among the pages of a year and of a province."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans import tabs
from actionplans.tabs import ProvinceTab, YearTab
from committees import home
from committees.models import AuditEvent, Committee


def target_url(event: AuditEvent, committee: Committee) -> str:
    """Where a line of history about a target leads: the year it was set in."""
    return reverse("committee_indicators", args=[committee.slug, event.after["year"]])


def indicator_url(event: AuditEvent, committee: Committee) -> str:
    """Where a line of history about an indicator leads."""
    return reverse("indicator", args=[committee.province_id, event.subject_id])


def register() -> None:
    """Add the tabs, and say where targets and indicators of the history are seen."""
    tabs.register(
        YearTab("indicators", _("Indicators"), "committee_indicators", 40),
        ProvinceTab(
            "indicators",
            _("Indicators"),
            "province_indicators",
            30,
            lambda scope, province: province.pk in scope.overseen_provinces,
        ),
    )
    home.register_subject_url("actionplans.target", target_url)
    home.register_subject_url("actionplans.indicator", indicator_url)
