"""The way of an annual survey, as one table: written, open for answers, closed for good.

There is no way back from closed: with the answers of two closings one could work out the one that
was given in between.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committees.roles import Permission
from committees.workflow import Transition, table

DRAFT = "draft"
OPEN = "survey_open"
CLOSED = "survey_closed"

_RUN = frozenset({Permission.RUN_SURVEY})

SURVEY = table(
    "annual survey",
    (DRAFT, OPEN, CLOSED),
    Transition(
        "open",
        _("Open the survey"),
        frozenset({DRAFT}),
        OPEN,
        _RUN,
        verb="survey_opened",
        notice="survey_opened",
        refusal=_("This survey has been opened already."),
    ),
    Transition(
        "close",
        _("Close the survey"),
        frozenset({OPEN}),
        CLOSED,
        _RUN,
        verb="survey_closed",
        notice="survey_closed",
        refusal=_("Only an open survey can be closed."),
    ),
)
