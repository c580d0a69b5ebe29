"""The one table of roles: what a seat may do. No role name is tested anywhere else.

A seat gives `holds` in its own committee and, where `oversees` is true, `below` in the committees
under it (for a seat in a provincial committee: every committee of the province). Which kinds of
committee may be reached from above is a matter of the kind: see `KINDS` in `committees.kinds`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from committees.kinds import Kind


class Permission(StrEnum):
    """What can be allowed. Slugs are stored nowhere but here and in settings of a committee."""

    EDIT_COMMITTEE = "edit_committee"
    ADD_COMMITTEE = "add_committee"
    MANAGE_SEATS = "manage_seats"
    APPOINT_APPROVERS = "appoint_approvers"
    MANAGE_ORGANISATIONS = "manage_organisations"
    MARK_AREAS = "mark_areas"
    EDIT_PLAN = "edit_plan"
    SUBMIT_PLAN = "submit_plan"
    APPROVE_AS_DEPUTY = "approve_as_deputy"
    APPROVE_AS_CHIEF = "approve_as_chief"
    RECEIVE_PLAN = "receive_plan"
    SEE_TOTALS = "see_totals"
    # Members and the year of a civil-society committee.
    TAKE_PART = "take_part"
    MANAGE_MEMBERSHIPS = "manage_memberships"
    SCREEN_APPLICANTS = "screen_applicants"
    ACCEPT_MEMBERS = "accept_members"
    MANAGE_MOU = "manage_mou"
    RECORD_ELECTIONS = "record_elections"
    RUN_SURVEY = "run_survey"
    RUN_WORKSHOP = "run_workshop"
    # Appointment orders, handover, the multidisciplinary team.
    DRAFT_ORDER = "draft_order"
    FILE_ORDER = "file_order"
    PROPOSE_TEAM = "propose_team"
    ENDORSE_TEAM = "endorse_team"
    SEE_CONTACTS = "see_contacts"
    # A plan carried through the year: what is done, delegated, reported and counted.
    LOG_ACTIVITY = "log_activity"
    CORRECT_ACTIVITIES = "correct_activities"
    DELEGATE_TASKS = "delegate_tasks"
    WRITE_REPORT = "write_report"
    ACCEPT_REPORT = "accept_report"
    SUMMARISE_YEAR = "summarise_year"
    SET_TARGETS = "set_targets"
    MANAGE_INDICATORS = "manage_indicators"
    MANAGE_TEMPLATES = "manage_templates"
    COMMENT_ON_PLANS = "comment_on_plans"


P = Permission

# Who holds one of these signs in with a second factor where the setting asks for it.
SENSITIVE = frozenset(
    {
        P.APPROVE_AS_CHIEF,
        P.APPROVE_AS_DEPUTY,
        P.RECEIVE_PLAN,
        P.ACCEPT_REPORT,
        P.MANAGE_SEATS,
        P.ADD_COMMITTEE,
        P.ACCEPT_MEMBERS,
        P.FILE_ORDER,
        P.ENDORSE_TEAM,
    }
)

# Who gives or ends a seat with one of these must not be the one whose plans it decides on.
APPROVING = frozenset({P.APPROVE_AS_CHIEF, P.APPROVE_AS_DEPUTY, P.RECEIVE_PLAN, P.ACCEPT_REPORT})

APPOINTED = frozenset(
    {
        Kind.PROVINCIAL,
        Kind.DISTRICT,
        Kind.EXECUTIVE,
        Kind.OPERATIONS,
        Kind.GROUP,
        Kind.WORKING_GROUP,
    }
)
EVERY_KIND = APPOINTED | {Kind.CIVIL_SOCIETY}


@dataclass(frozen=True)
class Role:
    """A row of the table."""

    slug: str
    label: str | Promise
    description: str | Promise
    kinds: frozenset[Kind]
    holds: frozenset[Permission] = field(default_factory=frozenset)
    below: frozenset[Permission] = field(default_factory=frozenset)
    inside: bool = True
    oversees: bool = False
    one_holder: bool = False

    @property
    def sensitive(self) -> bool:
        return bool((self.holds | self.below) & SENSITIVE)


_TABLE = (
    Role(
        "chair",
        _("chair"),
        _("Leads the committee; approves plans where the committee has the chief approve."),
        EVERY_KIND,
        holds=frozenset(
            {
                P.APPROVE_AS_CHIEF,
                P.EDIT_COMMITTEE,
                P.MANAGE_SEATS,
                P.APPOINT_APPROVERS,
                P.TAKE_PART,
                P.MANAGE_MEMBERSHIPS,
                P.SCREEN_APPLICANTS,
                P.ACCEPT_MEMBERS,
                P.MANAGE_MOU,
                P.RECORD_ELECTIONS,
                P.RUN_SURVEY,
                P.RUN_WORKSHOP,
                P.FILE_ORDER,
                P.PROPOSE_TEAM,
                P.SEE_CONTACTS,
                P.LOG_ACTIVITY,
                P.COMMENT_ON_PLANS,
                P.DELEGATE_TASKS,
                P.CORRECT_ACTIVITIES,
            }
        ),
        below=frozenset({P.APPROVE_AS_CHIEF}),
        oversees=True,
        one_holder=True,
    ),
    Role(
        "vice_chair",
        _("vice chair"),
        _("Stands in for the chair; sees what the sub-committees have sent up."),
        EVERY_KIND,
        holds=frozenset(
            {
                P.TAKE_PART,
                P.RECORD_ELECTIONS,
                P.SEE_CONTACTS,
                P.LOG_ACTIVITY,
                P.COMMENT_ON_PLANS,
            }
        ),
        oversees=True,
    ),
    Role(
        "deputy_chief",
        _("deputy chief"),
        _("Approves plans or returns them with a reason; keeps the seats."),
        APPOINTED - {Kind.PROVINCIAL},
        holds=frozenset(
            {
                P.APPROVE_AS_DEPUTY,
                P.MANAGE_SEATS,
                P.APPOINT_APPROVERS,
                P.EDIT_COMMITTEE,
                P.ADD_COMMITTEE,
                P.TAKE_PART,
                P.DRAFT_ORDER,
                P.FILE_ORDER,
                P.PROPOSE_TEAM,
                P.SEE_CONTACTS,
                P.LOG_ACTIVITY,
                P.COMMENT_ON_PLANS,
                P.DELEGATE_TASKS,
                P.CORRECT_ACTIVITIES,
            }
        ),
        below=frozenset(
            {
                P.APPROVE_AS_DEPUTY,
                P.MANAGE_SEATS,
                P.APPOINT_APPROVERS,
                P.EDIT_COMMITTEE,
                P.DRAFT_ORDER,
                P.FILE_ORDER,
            }
        ),
        oversees=True,
        one_holder=True,
    ),
    Role(
        "secretary",
        _("secretary"),
        _("Drafts and submits plans; keeps the seats and the committee's page."),
        EVERY_KIND,
        holds=frozenset(
            {
                P.EDIT_PLAN,
                P.SUBMIT_PLAN,
                P.MANAGE_SEATS,
                P.MANAGE_ORGANISATIONS,
                P.EDIT_COMMITTEE,
                P.ADD_COMMITTEE,
                P.TAKE_PART,
                P.MANAGE_MEMBERSHIPS,
                P.ACCEPT_MEMBERS,
                P.MANAGE_MOU,
                P.RECORD_ELECTIONS,
                P.RUN_SURVEY,
                P.RUN_WORKSHOP,
                P.DRAFT_ORDER,
                P.PROPOSE_TEAM,
                P.SEE_CONTACTS,
                P.LOG_ACTIVITY,
                P.COMMENT_ON_PLANS,
                P.CORRECT_ACTIVITIES,
                P.DELEGATE_TASKS,
                P.WRITE_REPORT,
                P.SET_TARGETS,
                # Over the committees below its own.
                P.SUMMARISE_YEAR,
            }
        ),
        below=frozenset({P.MANAGE_SEATS, P.EDIT_COMMITTEE, P.DRAFT_ORDER}),
        oversees=True,
        one_holder=True,
    ),
    Role(
        "deputy_secretary",
        _("deputy secretary"),
        _("Drafts and submits plans beside the secretary."),
        EVERY_KIND,
        holds=frozenset(
            {
                P.EDIT_PLAN,
                P.SUBMIT_PLAN,
                P.TAKE_PART,
                P.MANAGE_MEMBERSHIPS,
                P.MANAGE_MOU,
                P.RUN_SURVEY,
                P.RUN_WORKSHOP,
                P.DRAFT_ORDER,
                P.PROPOSE_TEAM,
                P.SEE_CONTACTS,
                P.LOG_ACTIVITY,
                P.COMMENT_ON_PLANS,
                P.CORRECT_ACTIVITIES,
                P.DELEGATE_TASKS,
                P.WRITE_REPORT,
                P.SET_TARGETS,
            }
        ),
    ),
    Role(
        "steering",
        _("steering committee member"),
        _("Sits on the steering committee of a civil-society committee; screens who applies."),
        frozenset({Kind.CIVIL_SOCIETY}),
        holds=frozenset(
            {
                P.TAKE_PART,
                P.SCREEN_APPLICANTS,
                P.SEE_CONTACTS,
                P.LOG_ACTIVITY,
                P.COMMENT_ON_PLANS,
            }
        ),
    ),
    Role(
        "member",
        _("member (focal point)"),
        _("Takes part for an organisation and sees everything inside the committee."),
        EVERY_KIND,
        holds=frozenset(
            {
                P.TAKE_PART,
                P.LOG_ACTIVITY,
                P.COMMENT_ON_PLANS,
            }
        ),
    ),
    Role(
        "observer",
        _("observer"),
        _("Reads what is inside the committee and changes nothing."),
        EVERY_KIND,
    ),
    Role(
        "psdhs_secretariat",
        _("PSDHS secretariat"),
        _("Keeps the roster of the province, receives the plans or returns them with a reason."),
        frozenset({Kind.PROVINCIAL}),
        holds=frozenset(
            {
                P.EDIT_PLAN,
                P.SUBMIT_PLAN,
                P.MANAGE_SEATS,
                P.APPOINT_APPROVERS,
                P.MANAGE_ORGANISATIONS,
                P.EDIT_COMMITTEE,
                P.ADD_COMMITTEE,
                P.MARK_AREAS,
                P.TAKE_PART,
                P.DRAFT_ORDER,
                P.FILE_ORDER,
                P.PROPOSE_TEAM,
                P.ENDORSE_TEAM,
                P.SEE_CONTACTS,
                P.LOG_ACTIVITY,
                P.COMMENT_ON_PLANS,
                P.CORRECT_ACTIVITIES,
                P.DELEGATE_TASKS,
                P.WRITE_REPORT,
                P.SUMMARISE_YEAR,
                P.SET_TARGETS,
                P.MANAGE_INDICATORS,
                P.MANAGE_TEMPLATES,
            }
        ),
        below=frozenset(
            {
                P.RECEIVE_PLAN,
                P.MANAGE_SEATS,
                P.APPOINT_APPROVERS,
                P.EDIT_COMMITTEE,
                P.ADD_COMMITTEE,
                P.DRAFT_ORDER,
                P.FILE_ORDER,
                P.ACCEPT_REPORT,
            }
        ),
        oversees=True,
    ),
    Role(
        "national_observer",
        _("national observer"),
        _("Sees totals of every province, and no committee's papers."),
        frozenset({Kind.NATIONAL}),
        holds=frozenset({P.SEE_TOTALS}),
        oversees=True,
    ),
)

ROLES: dict[str, Role] = {role.slug: role for role in _TABLE}
ROLE_CHOICES = [(role.slug, role.label) for role in _TABLE]
ONE_HOLDER = tuple(role.slug for role in _TABLE if role.one_holder)


def roles_for(kind: str) -> list[Role]:
    """The roles a seat in a committee of this kind may have, in the order of the table."""
    return [role for role in _TABLE if kind in role.kinds]


def permissions(slugs: frozenset[str] | set[str], *, below: bool = False) -> frozenset[Permission]:
    """All that the roles named allow, in their own committee or in those below it.

    A slug that is no longer in the table allows nothing.
    """
    found: set[Permission] = set()
    for slug in slugs:
        role = ROLES.get(slug)
        if role:
            found |= role.below if below else role.holds
    return frozenset(found)
