"""What people are told about the year of a plan, and how the history says it."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import Season
from committees import access, audit, notices
from committees.calendar import format_date
from committees.models import AuditEvent
from committees.notices import Wording
from committees.roles import Permission

notices.register(
    {
        "season_opened": Wording(
            _("Draft the plan for fiscal year %(year)s of %(committee)s"),
            _(
                "The drafting of the plan for fiscal year %(year)s of %(committee)s is open. The"
                " plan is due on %(due)s."
            ),
        ),
        "season_due": Wording(
            _("The plan for fiscal year %(year)s of %(committee)s has no lines yet"),
            _(
                "The plan for fiscal year %(year)s of %(committee)s is due on %(due)s and has no"
                " lines yet."
            ),
        ),
        "season_late": Wording(
            _("The plan for fiscal year %(year)s of %(committee)s is late"),
            _(
                "The plan for fiscal year %(year)s of %(committee)s was due on %(due)s and has no"
                " lines yet."
            ),
        ),
    }
)

audit.register(
    {
        "season_opened": _("%(actor)s opened %(subject)s"),
        "season_reminded": _("%(actor)s reminded of %(subject)s"),
        "due_days_changed": _("%(actor)s changed when plans and reports are due"),
        "due_days_cleared": _("%(actor)s put the due days of the province back in force"),
        "province_due_days_changed": _(
            "%(actor)s changed when plans and reports of the province are due"
        ),
        "lines_carried": _("%(actor)s took %(count)s lines of %(year)s over into %(subject)s"),
        "template_added": _("%(actor)s asks the committees for the line “%(subject)s”"),
        "template_changed": _("%(actor)s changed what is asked for: “%(subject)s”"),
        "template_withdrawn": _("%(actor)s does not ask for the line “%(subject)s” any more"),
        "template_restored": _("%(actor)s asks again for the line “%(subject)s”"),
        "template_taken": _("%(actor)s took over the line that PSDHS asks for: “%(subject)s”"),
    }
)


def season_told(kind: str, season: Season, due: dt.date, event: AuditEvent) -> None:
    """Tell those who write the plan."""
    committee = season.committee
    notices.tell(
        kind=kind,
        event=event,
        committee=committee,
        recipients=access.holders(Permission.EDIT_PLAN, committee),
        url=reverse("season", args=[committee.slug, season.fiscal_year]),
        values={
            "year": str(season.fiscal_year),
            "due": {language: format_date(due, language) for language in ("th", "en")},
        },
    )
