"""Activities as rows of a spreadsheet, every column of them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans.actions.activities import gift_of
from actionplans.activity_lists import Filters, ordered
from actionplans.activity_reading import words_of_lines
from actionplans.activity_words import gift_words, line_words
from actionplans.models import Activity, Gift
from committees.querysets import Scope
from members.models import Discipline

ALONG = ("taking_part__organisation", "practitioners", "contributions__organisation")

HEADERS: list[str | Promise] = [
    _("committee"),
    _("fiscal year"),
    _("kind"),
    _("what was done"),
    _("line of the plan"),
    _("pillar"),
    _("day"),
    _("last day"),
    _("district"),
    _("sub-district"),
    _("village or place"),
    _("latitude"),
    _("longitude"),
    _("led by"),
    _("organisations that took part"),
    _("people reached"),
    _("women"),
    _("men"),
    _("other or not said"),
    _("participants"),
    _("under 18"),
    _("adults"),
    _("people who took both tests"),
    _("mean before, per cent"),
    _("mean after, per cent"),
    _("practitioners"),
    _("practitioners by discipline"),
    _("cash in baht"),
    _("staff time in days"),
    _("goods in baht"),
    _("who gave what"),
    _("what happened"),
    _("logged by"),
    _("logged at"),
    _("changed at"),
    _("version"),
    _("withdrawn because"),
]


def exported(scope: Scope, filters: Filters) -> QuerySet[Activity]:
    """The list as this person may see it now, in the order of the list."""
    rows = filters.apply(Activity.objects.visible_to(scope))
    rows = rows.select_related("committee", "district", "subdistrict", "lead", "logged_by")
    return ordered(rows.prefetch_related(*ALONG), oldest_first=filters.oldest_first)


def cells_of(scope: Scope, found: list[Activity]) -> list[list[Any]]:
    """A portion of the list as rows of a spreadsheet. One query, for the lines of the plan."""
    lines = words_of_lines(scope, {row.line_id for row in found if row.line_id})
    return [_cells(row, lines) for row in found]


def _cells(row: Activity, lines: dict[int, str]) -> list[Any]:
    gifts = row.gifts
    practitioners = {one.discipline: one.count for one in row.by_discipline}
    return [
        row.committee.short,
        row.fiscal_year,
        row.get_kind_display(),
        row.title,
        line_words(row.line_id, lines),
        row.get_pillar_display(),
        row.starts,
        row.ends,
        row.district.name,
        row.subdistrict.name if row.subdistrict else "",
        row.village,
        row.latitude,
        row.longitude,
        row.lead.name,
        ", ".join(one.organisation.name for one in row.others),
        *(row.reached, row.women, row.men, row.unsaid, row.participants, row.minors, row.adults),
        *(row.tested, row.before, row.after),
        sum(practitioners.values()),
        ", ".join(f"{Discipline(name).label} {count}" for name, count in practitioners.items()),
        row.cost,
        sum(gift.days for gift in gifts if gift.kind == Gift.STAFF),
        sum(gift.amount for gift in gifts if gift.kind == Gift.GOODS),
        "\n".join(gift_words(gift_of(gift)) for gift in gifts),
        row.text,
        row.logged_by.name,
        row.created_at,
        row.changed_at,
        row.version,
        row.withdrawn_reason,
    ]
