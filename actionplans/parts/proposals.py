"""Budget proposals on the first page, in the calendar, in a handover, and in the tabs."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from actionplans import dues, tabs
from actionplans.dues import Asked, Due
from actionplans.models import PATIENCE, BudgetProposal, BudgetProposalLine
from actionplans.workflow.proposals import ASKING, PROMISED, SENT
from committees import access, home
from committees.calendar import today
from committees.gather import Asking
from committees.models import AuditEvent, Committee
from committees.querysets import Scope
from committees.roles import Permission
from members import handover
from members.handover import OpenWork
from members.models import Place, Seat

MOST = 50
MOST_OF_POSTS = 300


def _unanswered() -> Q:
    """Sent, and neither answered nor asked after for a while."""
    return Q(state=SENT, since__lte=today() - PATIENCE)


def waiting(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """Proposals whose answer should be asked for, for those who write the plan."""
    if Permission.EDIT_PLAN not in scope.all_permissions:
        return []
    rows = (
        BudgetProposal.objects.visible_to(scope)
        .annotate(since=Coalesce("asked_on", "sent_on"))
        .filter(_unanswered(), committee__ended__isnull=True)
    )
    found = yield rows.select_related("committee", "plan").order_by("since", "pk")[:MOST]
    return [
        home.Waiting(
            verb=_("Ask for the answer"),
            what=_("%(proposal)s, to %(addressee)s")
            % {"proposal": row.subject, "addressee": row.addressee},
            where=row.committee.short,
            url=row.get_absolute_url(),
            since=row.waits_since,
            tone="attention",
        )
        for row in found
        if access.can(user, Permission.EDIT_PLAN, row.committee)
    ]


def unwritten(user: User, scope: Scope) -> Asking[list[home.Waiting]]:
    """Granted money that the line of the plan does not say yet."""
    if Permission.EDIT_PLAN not in scope.all_permissions:
        return []
    rows = BudgetProposalLine.objects.visible_to(scope).filter(
        proposal__state__in=sorted(PROMISED),
        granted__gt=0,
        written_at__isnull=True,
        line__removed_at__isnull=True,
        line__ends__gte=today(),
        committee__ended__isnull=True,
    )
    found = yield rows.select_related(
        "committee", "proposal__plan", "proposal__committee"
    ).order_by("pk")[:MOST]
    return [
        home.Waiting(
            verb=_("Write who pays"),
            what=row.what,
            where=row.committee.short,
            url=row.proposal.get_absolute_url(),
            since=row.proposal.answered_on,
            tone="attention",
        )
        for row in found
        if access.can(user, Permission.EDIT_PLAN, row.committee)
    ]


def answers_due(asked: Asked) -> Asking[list[Due]]:
    """When the answer to a proposal should be asked for; inside alone."""
    rows = BudgetProposal.objects.visible_to(asked.scope).filter(
        committee_id__in=asked.ids, plan__fiscal_year=asked.year, state=SENT
    )
    found = yield rows.select_related("committee", "plan").order_by("pk")[:MOST]
    return [
        Due(
            row.committee_id,
            row.asks_again,
            _("Answer to “%(proposal)s”") % {"proposal": row.subject},
            row.get_absolute_url(),
            "ask_again" if row.overdue else "sent",
        )
        for row in found
    ]


def proposal_url(event: AuditEvent, committee: Committee) -> str:
    """Where a line of history about a proposal leads."""
    return reverse("proposal_found", args=[committee.slug, event.subject_id])


def post_work(user: User, places: list[Place]) -> Asking[list[OpenWork]]:
    """Proposals under way in the committees of these posts, as far as this person sees them."""
    rows = BudgetProposal.objects.visible_to(access.scope_of(user)).filter(
        committee_id__in={place.committee_id for place in places}, state__in=sorted(ASKING)
    )
    found = yield rows.select_related("committee", "plan").order_by("pk")[:MOST_OF_POSTS]
    return [
        OpenWork(
            place.pk,
            _("Budget proposal to %(addressee)s: %(proposal)s")
            % {"addressee": row.addressee, "proposal": row.subject},
            row.get_absolute_url(),
            since=row.changed_at,
        )
        for row in found
        for place in places
        if place.committee_id == row.committee_id and Permission.EDIT_PLAN in place.rule.holds
    ]


def consequences(seat: Seat) -> list[str]:
    """What of the proposals is left waiting when a seat ends."""
    if Permission.EDIT_PLAN not in seat.rule.holds:
        return []
    rows = BudgetProposal.objects.filter(committee=seat.committee, state=SENT)
    count = rows.count()
    if not count:
        return []
    said = ngettext(
        "%(count)d budget proposal waits for its answer.",
        "%(count)d budget proposals wait for their answers.",
        count,
    )
    return [said % {"count": count}]


def register() -> None:
    """Add these parts."""
    home.register_waiting(waiting)
    home.register_waiting(unwritten)
    home.register_subject_url("actionplans.budgetproposal", proposal_url)
    handover.register_open_work(post_work)
    handover.register_consequence(consequences)
    dues.register("proposals", answers_due)
    tabs.register(
        tabs.YearTab("proposals", gettext_lazy("Budget proposals"), "proposals", 60, inside=True)
    )
