"""An activity in words: the same on its page, in a comparison and beside somebody else's change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from actionplans.models import ActivityKind, Funding, Gift
from committees.calendar import format_range
from committees.fields import baht
from members.models import Discipline, Pillar

FIELDS: dict[str, str | Promise] = {
    "title": gettext_lazy("what was done"),
    "kind": gettext_lazy("kind"),
    "line": gettext_lazy("line of the plan"),
    "pillar": gettext_lazy("pillar"),
    "days": gettext_lazy("day"),
    "place": gettext_lazy("where"),
    "point": gettext_lazy("point on the map"),
    "lead": gettext_lazy("led by"),
    "joined": gettext_lazy("organisations that took part"),
    "reached": gettext_lazy("people reached"),
    "women": gettext_lazy("women"),
    "men": gettext_lazy("men"),
    "unsaid": gettext_lazy("other or not said"),
    "minors": gettext_lazy("under 18"),
    "adults": gettext_lazy("adults"),
    "tests": gettext_lazy("tests before and after"),
    "practitioners": gettext_lazy("practitioners by discipline"),
    "contributions": gettext_lazy("who gave what"),
    "text": gettext_lazy("what happened"),
}
PLAIN = ("title", "point", "text", "reached", "women", "men", "unsaid", "minors", "adults")


def in_words(content: Mapping[str, Any], lines: Mapping[int, str]) -> dict[str, str]:
    """The content of an activity by the names of `FIELDS`; `lines` are the words of plan lines."""
    starts, ends = (dt.date.fromisoformat(content[name]) for name in ("starts", "ends"))
    where = [content["subdistrict"], content["district"]]
    places = [content["village"], *(_name(area) for area in where if area)]
    return {
        **{name: str(content[name] or "") for name in PLAIN},
        "kind": str(ActivityKind(content["kind"]).label),
        "line": line_words(content["line"], lines),
        "pillar": str(Pillar(content["pillar"]).label),
        "days": format_range(starts, ends),
        "place": " · ".join(place for place in places if place),
        "lead": _name(content["lead"]),
        "joined": ", ".join(_name(row) for row in content["joined"]),
        "tests": _tests(content),
        "practitioners": ", ".join(
            f"{Discipline(name).label} {count}" for name, count in content["practitioners"].items()
        ),
        "contributions": "\n".join(gift_words(row) for row in content["contributions"]),
    }


def line_words(line: int | None, lines: Mapping[int, str]) -> str:
    """Which line it was; whoever may not read its words reads that there is one."""
    if line is None:
        return _("unplanned")
    return lines.get(line) or _("a line of the plan that has not gone up")


def gift_words(row: Mapping[str, Any]) -> str:
    """Who gave what."""
    who = _name(row["organisation"]) if row["organisation"] else row["payer"]
    parts = [who, str(Gift(row["kind"]).label)]
    if row["kind"] == Gift.STAFF:
        parts.append(_("%(days)s days") % {"days": f"{Decimal(row['days']).normalize():f}"})
    elif Decimal(row["amount"]):
        parts.append(_("%(amount)s baht") % {"amount": baht(Decimal(row["amount"]))})
    if row["funding"]:
        parts.append(str(Funding(row["funding"]).label))
    if row["what"]:
        parts.append(row["what"])
    return " · ".join(parts)


def _tests(content: Mapping[str, Any]) -> str:
    if not content["tested"]:
        return ""
    return _("%(count)s people: %(before)s before, %(after)s after") % {
        "count": content["tested"],
        "before": _percent(content["before"]),
        "after": _percent(content["after"]),
    }


def _percent(text: str) -> str:
    return f"{Decimal(text).normalize():f} %"


def _name(names: Mapping[str, Any]) -> str:
    return str(names.get(get_language() or "th") or names["th"])
