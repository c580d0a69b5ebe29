"""Lines PSDHS asks the committees of its province for, and taking them over into a plan."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actionplans.actions import plans
from actionplans.models import Funding, Plan, PlanLine, TemplateLine, TemplateTaken
from actionplans.notices import cycle as notices  # noqa: F401  (its words for the history)
from actionplans.policy import cycle as policy
from committees import audit
from committees.errors import WrongState
from committees.models import Committee
from committees.policy import check_version
from members.models import Organisation

FIELDS = ("what", "pillar", "starts", "ends", "measure", "indicator", "target", "hint", "kinds")


@transaction.atomic
def ask_for_line(
    *,
    province_id: int,
    fiscal_year: int,
    values: Mapping[str, Any],
    by: User,
    form_key: uuid.UUID | None = None,
) -> TemplateLine:
    """Ask the committees of the province for a line; the same form sent again asks once.

    Raises NotAllowed.
    """
    committee = policy.check_templates(by, province_id)
    Committee.objects.select_for_update(no_key=True).get(pk=committee.pk)
    written = json.dumps([str(values.get(name)) for name in FIELDS])
    key = uuid.uuid5(form_key, written) if form_key else uuid.uuid4()
    made = TemplateLine.objects.filter(province_id=province_id, form_key=key).first()
    if made is not None:
        return made
    template = TemplateLine(
        province_id=province_id, fiscal_year=fiscal_year, form_key=key, created_by=by
    )
    _fill(template, values)
    template.save()
    _record("template_added", committee, template, by, after=facts(template))
    return template


@transaction.atomic
def change_template(
    *, template: TemplateLine, values: Mapping[str, Any], version: int, by: User
) -> TemplateLine:
    """Change what is asked for; lines taken over before stay as the committees wrote them.

    Raises NotAllowed, WrongState, Conflict.
    """
    committee = policy.check_templates(by, template.province_id)
    locked = _locked(template)
    if locked.withdrawn_at is not None:
        raise WrongState(_("This line is not asked for any more. Ask for it again first."))
    check_version(locked, version)
    before = facts(locked)
    _fill(locked, values)
    locked.version += 1
    locked.save()
    after = facts(locked)
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        _record(
            "template_changed",
            committee,
            locked,
            by,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    return locked


@transaction.atomic
def withdraw_template(*, template: TemplateLine, by: User) -> None:
    """Ask for it no more; committees that took it over keep their lines. Raises NotAllowed."""
    _set_withdrawn(template, by, withdrawn=True)


@transaction.atomic
def restore_template(*, template: TemplateLine, by: User) -> None:
    """Ask for it again. Raises NotAllowed."""
    _set_withdrawn(template, by, withdrawn=False)


def _set_withdrawn(template: TemplateLine, by: User, *, withdrawn: bool) -> None:
    committee = policy.check_templates(by, template.province_id)
    locked = _locked(template)
    if (locked.withdrawn_at is not None) == withdrawn:
        return
    locked.withdrawn_at = timezone.now() if withdrawn else None
    locked.version += 1
    locked.save(update_fields=["withdrawn_at", "version"])
    _record("template_withdrawn" if withdrawn else "template_restored", committee, locked, by)


@transaction.atomic
def take_over(
    *,
    template: TemplateLine,
    plan: Plan,
    values: Mapping[str, Any],
    by: User,
    form_key: uuid.UUID | None = None,
) -> PlanLine:
    """Add a line to the plan that PSDHS asks for, as the committee has worded it.

    The same form sent again gives the line it made. A line that was removed again can be taken
    over anew. Raises NotAllowed, WrongState.
    """
    policy.check_take_over(by, template, plan)
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    taken = TemplateTaken.objects.filter(template=template, committee=plan.committee).first()
    line = plans.add_line(plan=plan, values=values, by=by, form_key=form_key)
    if taken is not None and taken.line_id == line.pk:
        return line
    if taken is not None and taken.standing:
        raise WrongState(_("This line is in the plan already."))
    taken = taken or TemplateTaken(
        template=template,
        committee=plan.committee,
        province_id=plan.province_id,
        above=not plan.committee.closed,
    )
    taken.line, taken.standing, taken.taken_at = line, True, timezone.now()
    taken.save()
    _record("template_taken", plan.committee, template, by)
    return line


@transaction.atomic
def take_over_all(
    *, plan: Plan, chosen: Mapping[TemplateLine, Organisation], by: User
) -> list[PlanLine]:
    """Take over several lines as they are asked for, each with the agency responsible for it.

    What is in the plan already is left as it is. Raises NotAllowed, WrongState.
    """
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    rows = TemplateTaken.objects.filter(committee=plan.committee, standing=True)
    standing = set(rows.values_list("template", flat=True))
    return [
        take_over(template=template, plan=plan, values=_values(template, responsible), by=by)
        for template, responsible in chosen.items()
        if template.pk not in standing
    ]


def _values(template: TemplateLine, responsible: Organisation) -> dict[str, Any]:
    return template.content() | {
        "measure": template.measure,
        "responsible": responsible,
        "supporting": [],
        "places": [],
        "funding": Funding.OWN_REMIT,
        "budget": 0,
    }


def facts(template: TemplateLine) -> dict[str, Any]:
    """What is asked for, as the audit trail keeps it."""
    return {
        "what": template.what,
        "pillar": template.pillar,
        "starts": template.starts.isoformat(),
        "ends": template.ends.isoformat(),
        "measure": template.measure_id,
        "indicator": template.indicator,
        "target": template.target,
        "hint": template.hint,
        "kinds": list(template.kinds),
    }


def _fill(template: TemplateLine, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in values:
            setattr(template, name, values[name])


def _locked(template: TemplateLine) -> TemplateLine:
    return TemplateLine.objects.select_for_update(of=("self",)).get(pk=template.pk)


def _record(
    verb: str, committee: Committee, template: TemplateLine, by: User, **facts: Any
) -> None:
    audit.record(actor=by, committee=committee, verb=verb, subject=template, above=True, **facts)
