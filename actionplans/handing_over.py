"""What a handover shows of the plans: this quarter's, and what it is measured by."""

from __future__ import annotations

from django.utils.translation import gettext as _

from actionplans.lines import ShownLine
from actionplans.models import QuarterPlan
from actionplans.reading import Reading
from committees.calendar import quarter, today
from members.handover_sections import Reader, Row, Section


def sections(reader: Reader) -> list[Section]:
    """This quarter's plan and its indicators, as far as this person may read them."""
    period = quarter(today())
    title = _("This quarter's plan")
    rows = QuarterPlan.objects.visible_to(reader.scope).of(period)
    plan = rows.filter(committee=reader.committee).select_related("committee").first()
    if plan is None:
        empty = _("There is no plan of %(quarter)s.") % {"quarter": period.label()}
        return [Section("plan", title, empty=empty)]
    reading = Reading(plan, reader.scope)
    lines = reading.lines
    return [
        Section(
            "plan",
            title,
            [_summary(plan, reading), *map(_line, lines)],
        ),
        Section(
            "indicators",
            _("Indicators"),
            [Row(line.indicator, _target(line)) for line in lines if line.indicator],
            empty=_("The lines of this quarter name no indicator."),
        ),
    ]


def _summary(plan: QuarterPlan, reading: Reading) -> Row:
    label = _("Plan %(quarter)s") % {"quarter": plan.period.label()}
    facts = " · ".join(fact for fact in reading.totals.facts if fact)
    return Row(label, facts, plan.get_absolute_url(), plan.state)


def _line(line: ShownLine) -> Row:
    parts = [
        line.responsible,
        line.dates,
        line.budget and _("%(amount)s baht") % {"amount": line.budget},
    ]
    return Row(line.what, " · ".join(part for part in parts if part))


def _target(line: ShownLine) -> str:
    parts = [line.target and _("Target: %(target)s") % {"target": line.target}, line.what]
    return " · ".join(part for part in parts if part)
