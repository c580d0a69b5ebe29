"""What people are told about the annual survey."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees import audit, notices
from committees.calendar import format_date
from committees.models import AuditEvent
from committees.notices import Wording
from members.models import Survey

notices.register(
    {
        "survey_opened": Wording(
            _("%(committee)s asks your organisation: annual survey %(year)s"),
            _(
                "%(actor)s opened the annual survey %(year)s of %(committee)s. One answer for each"
                " member organisation, until %(day)s; nobody sees who said what."
            ),
        ),
        "survey_reminder": Wording(
            _("Your organisation has not answered the annual survey %(year)s yet"),
            _(
                "The annual survey %(year)s of %(committee)s waits for your organisation's answer"
                " until %(day)s."
            ),
        ),
        "survey_closed": Wording(
            _("The annual survey %(year)s of %(committee)s is closed"),
            _("The annual survey %(year)s of %(committee)s is closed. Read the results."),
        ),
    }
)

audit.register(
    {
        "survey_started": _("%(actor)s began to write %(subject)s"),
        "survey_changed": _("%(actor)s changed the introduction or the last day of %(subject)s"),
        "survey_question_added": _("%(actor)s added a question to %(subject)s"),
        "survey_question_changed": _("%(actor)s changed a question of %(subject)s"),
        "survey_question_moved": _("%(actor)s moved a question of %(subject)s"),
        "survey_question_removed": _("%(actor)s removed a question of %(subject)s"),
        "survey_opened": _("%(actor)s opened %(subject)s until %(day)s"),
        "survey_answered": _("%(actor)s answered %(subject)s for %(organisation)s"),
        "survey_reminded": _("%(actor)s reminded those who have not answered %(subject)s"),
        "survey_closed": _("%(actor)s closed %(subject)s: %(answered)s of %(asked)s answered"),
    }
)


def tell(kind: str, survey: Survey, event: AuditEvent, recipients: Iterable[User]) -> None:
    """Tell people of a step of the survey."""
    notices.tell(
        kind=kind,
        event=event,
        committee=survey.committee,
        recipients=recipients,
        url=survey.get_absolute_url(),
        values={"year": str(survey.fiscal_year), "day": last_day(survey)},
    )


def last_day(survey: Survey) -> dict[str, str]:
    """The last day for answers in both languages."""
    day = survey.last_day
    return {
        language: format_date(day, language, "long") if day else "" for language in ("th", "en")
    }
