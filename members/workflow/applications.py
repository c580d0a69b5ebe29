"""The way of an organisation into a committee, as one table.

Who applied confirms the address first; until then nobody sees it. The steering committee screens,
a member in good standing endorses, the committee accepts, and with the signature under the
memorandum of understanding the organisation is a member. What follows is a matter of dates
(`members.standing`), not of states.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committees.roles import Permission
from committees.workflow import Transition, table

UNCONFIRMED = "unconfirmed"
APPLIED = "applied"
SCREENED = "screened"
ENDORSED = "endorsed"
ACCEPTED = "accepted"
MEMBER = "member"
DECLINED = "declined"
WITHDRAWN = "withdrawn"
STATES = (UNCONFIRMED, APPLIED, SCREENED, ENDORSED, ACCEPTED, MEMBER, DECLINED, WITHDRAWN)
# What the committee still has to do something about.
OPEN = frozenset({APPLIED, SCREENED, ENDORSED, ACCEPTED})

# Nobody in the committee takes these: the applicant does, by link, or the signature.
_BY_LINK: frozenset[Permission] = frozenset()

APPLICATION = table(
    "application",
    STATES,
    Transition(
        "confirm",
        _("Send the application"),
        frozenset({UNCONFIRMED}),
        APPLIED,
        _BY_LINK,
        verb="application_made",
        notice="application_made",
        refusal=_("This application has already been sent."),
    ),
    Transition(
        "screen",
        _("Record the screening"),
        frozenset({APPLIED, SCREENED}),
        SCREENED,
        frozenset({Permission.SCREEN_APPLICANTS}),
        verb="application_screened",
        notice="application_screened",
        refusal=_("This applicant has been endorsed or decided on; the screening stands."),
    ),
    Transition(
        "endorse",
        _("Endorse"),
        frozenset({SCREENED}),
        ENDORSED,
        frozenset({Permission.TAKE_PART}),
        verb="application_endorsed",
        notice="application_endorsed",
        refusal=_("Only an applicant that was screened and waits for endorsement can be endorsed."),
    ),
    Transition(
        "accept",
        _("Accept"),
        frozenset({ENDORSED}),
        ACCEPTED,
        frozenset({Permission.ACCEPT_MEMBERS}),
        verb="application_accepted",
        notice="application_accepted",
        refusal=_("Only an applicant that a member has endorsed can be accepted."),
    ),
    Transition(
        "decline",
        _("Decline"),
        frozenset({APPLIED, SCREENED, ENDORSED}),
        DECLINED,
        frozenset({Permission.ACCEPT_MEMBERS}),
        verb="application_declined",
        notice="application_declined",
        needs_reason=True,
        refusal=_("This application has been decided already."),
    ),
    Transition(
        "sign",
        _("Sign"),
        frozenset({ACCEPTED}),
        MEMBER,
        _BY_LINK,
        verb="application_signed",
        notice="application_signed",
        refusal=_("Only an accepted organisation signs the memorandum of understanding."),
    ),
    Transition(
        "withdraw",
        _("Withdraw the application"),
        OPEN,
        WITHDRAWN,
        frozenset({Permission.MANAGE_MEMBERSHIPS}),
        verb="application_withdrawn",
        notice="application_withdrawn",
        needs_reason=True,
        refusal=_("This application is closed already."),
    ),
)
