"""Who of the multidisciplinary team can be called: only from the version in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from committees.calendar import BANGKOK, today
from committees.models import Area
from committees.querysets import Scope
from committees.search import read_query
from members.models import Discipline, Language, Reachable, TeamMember, TeamVersion, Weekday


def team_on_duty(
    scope: Scope,
    province_id: int,
    *,
    on: dt.date | None = None,
    discipline: str = "",
    language: str = "",
    district: int | None = None,
) -> QuerySet[TeamMember]:
    """The people who may be chosen on a day: of the version in force, their own terms not over.

    A person without districts covers the whole province. What is not named does not narrow.
    Nobody for those who may not see contacts in the province.
    """
    rows = TeamMember.objects.visible_to(scope).filter(province_id=province_id)
    rows = rows.on_duty(on or today())
    if discipline:
        rows = rows.filter(discipline=discipline)
    if language:
        rows = rows.filter(languages__contains=[language])
    if district is not None:
        rows = rows.filter(Q(districts=[]) | Q(districts__contains=[district]))
    found: QuerySet[TeamMember] = rows.select_related("organisation").order_by("sort_key", "pk")
    return found


def reachable(rows: QuerySet[TeamMember], at: dt.datetime | None = None) -> QuerySet[TeamMember]:
    """Those of them whose hours say that one may call now."""
    local = (at or timezone.now()).astimezone(BANGKOK)
    day, clock = local.isoweekday(), local.time()
    yesterday = (day - 2) % 7 + 1
    by_day = Q(hours_from__lt=F("hours_until"), days__contains=[day])
    over_night = Q(hours_from__gt=F("hours_until"))
    return rows.filter(
        Q(around_the_clock=True)
        | (by_day & Q(hours_from__lte=clock, hours_until__gt=clock))
        | (over_night & Q(days__contains=[day], hours_from__lte=clock))
        | (over_night & Q(days__contains=[yesterday], hours_until__gt=clock))
    )


def holding(q: str) -> Q:
    """A person whose name, post, organisation or telephone holds the text."""
    text, found = read_query(q), Q()
    for name in ("name_th", "name_en", "post_th", "post_en", "phone"):
        found |= Q(**{f"{name}__icontains": text})
    for name in ("name_th", "name_en", "short_th", "short_en"):
        found |= Q(**{f"organisation__{name}__icontains": text})
    return found


def version_in_force(scope: Scope, province_id: int) -> TeamVersion | None:
    """The endorsed version that counts today, or None."""
    rows = TeamVersion.objects.visible_to(scope).in_force(today()).filter(province_id=province_id)
    found: TeamVersion | None = rows.select_related("committee", "signed_copy").first()
    return found


def counts(province_id: int) -> list[tuple[str, int]]:
    """(discipline, how many people) of the version in force, as far as the reader may know.

    The database counts past the row policies, by discipline inside the province and as one number
    ('' for the discipline) for those who look from the country.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT discipline, people FROM app_team_counts(%s)", [province_id])
        found = dict(cursor.fetchall())
    order = [value for value in Discipline.values if value in found]
    return [(value, found[value]) for value in order] or [(key, found[key]) for key in found]


# --- Words --------------------------------------------------------------------------------------


def languages_of(person: Reachable) -> str:
    """The languages somebody speaks, in the order of the table."""
    return ", ".join(str(one.label) for one in Language if one.value in person.languages)


def hours_of(person: Reachable) -> str:
    """When somebody can be reached, in words."""
    if person.around_the_clock:
        return _("day and night")
    if person.hours_from is None or person.hours_until is None:
        return ""
    return f"{days_of(person)} {person.hours_from:%H:%M}–{person.hours_until:%H:%M}"


def days_of(person: Reachable) -> str:
    """The days somebody can be reached on, runs of days as one."""
    days = sorted(set(person.days))
    if days == list(range(1, 8)):
        return _("every day")
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(_run(run) for run in runs)


def _run(run: list[int]) -> str:
    first, last = str(Weekday(run[0]).label), str(Weekday(run[-1]).label)
    if len(run) == 1:
        return first
    if len(run) == 2:
        return f"{first}, {last}"
    return f"{first}–{last}"


def places_of(person: Reachable, districts: dict[int, Area]) -> str:
    """The districts somebody covers, by name; '' for the whole province."""
    return ", ".join(districts[code].name for code in person.districts if code in districts)


@dataclass(frozen=True)
class Shown:
    """Somebody on the team as lists show them."""

    person: TeamMember
    discipline: str
    languages: str
    hours: str
    places: str
    now: bool

    @property
    def telephone(self) -> str:
        """The number as a telephone dials it."""
        return "".join(c for c in self.person.phone if c.isdigit() or c == "+")


def show(person: Any, districts: dict[int, Area], at: dt.datetime | None = None) -> Shown:
    """A person in the words of the page."""
    local = (at or timezone.now()).astimezone(BANGKOK)
    return Shown(
        person,
        str(Discipline(person.discipline).label),
        languages_of(person),
        hours_of(person),
        places_of(person, districts) or _("whole province"),
        person.reachable_at(local),
    )
