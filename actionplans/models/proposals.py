"""Budget proposals: what a committee asks of a municipality or local administration."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplans.models.plans import Plan, PlanLine, TenantRow
from actionplans.querysets.proposals import ProposalQuerySet
from actionplans.workflow import proposals as way
from committees import rls
from committees.calendar import today
from committees.links import link
from committees.models import Paper
from members.models import Organisation

# How long an answer is waited for before it is asked after.
PATIENCE = dt.timedelta(days=30)


class ProposalState(models.TextChoices):
    """Where a proposal stands; the way between them is `workflow.proposals.PROPOSAL`."""

    PREPARED = way.PREPARED, _("prepared")
    SENT = way.SENT, _("sent")
    GRANTED = way.GRANTED, _("granted")
    GRANTED_IN_PART = way.GRANTED_IN_PART, _("granted in part")
    REFUSED = way.REFUSED, _("refused")
    WITHDRAWN = way.WITHDRAWN, _("withdrawn")


class BudgetProposal(TenantRow):
    """A letter that asks for money for lines of a plan, and what became of it.

    It is the committee's own: nobody above reads it. `asked` and `granted` are the sums of its
    lines, kept for lists. `addressee` is the name as it stood on the letter, also where it is an
    organisation of the directory.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    state = models.CharField(max_length=15, choices=ProposalState.choices, default=way.PREPARED)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("municipality or local administration"),
    )
    addressee = models.CharField(_("municipality or local administration"), max_length=250)
    head = models.CharField(_("addressed to the post"), max_length=150)
    subject = models.CharField(_("subject"), max_length=200)
    reason = models.TextField(_("why the money is needed"))
    letter = models.TextField(_("closing words of the letter"), blank=True)
    contact_name = models.CharField(_("who answers questions"), max_length=150)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    asked = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    granted = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    sent_on = models.DateField(_("sent on"), null=True)
    reference = models.CharField(_("reference number of the letter"), max_length=60, blank=True)
    # The last time the answer was asked for, else null.
    asked_on = models.DateField(null=True)
    answered_on = models.DateField(_("day of the answer"), null=True)
    answer_reference = models.CharField(
        _("reference number of the answer"), max_length=60, blank=True
    )
    answer = models.TextField(_("what the answer says"), blank=True)
    paper = models.ForeignKey(
        Paper, models.PROTECT, null=True, related_name="+", verbose_name=_("the answer as a file")
    )
    # Made with the empty form: sending it twice prepares one proposal.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ProposalQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE, grants="SELECT, INSERT, UPDATE")

    class Meta:
        verbose_name = _("budget proposal")
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="proposal_id_committee"),
            models.UniqueConstraint(fields=["plan", "form_key"], name="proposal_form_key_once"),
            models.CheckConstraint(
                condition=Q(state__in=[way.PREPARED, way.WITHDRAWN]) | Q(sent_on__isnull=False),
                name="proposal_sent_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(way.PROMISED))
                | Q(granted__isnull=False, granted__gt=0, granted__lte=F("asked")),
                name="proposal_granted_at_most_asked",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("sent_on")),
                name="proposal_answer_after_sending",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "-changed_at", "-id"], name="proposal_list"),
            models.Index(fields=["committee", "state"], name="proposal_waiting"),
            models.Index(fields=["committee", "province"], name="proposal_tenant"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return link("proposal", self.committee.slug, self.plan.fiscal_year, self.pk)

    @property
    def waits_since(self) -> dt.date | None:
        """Since when an answer is waited for: the letter, or the last time it was asked after."""
        return self.asked_on or self.sent_on if self.state == way.SENT else None

    @property
    def asks_again(self) -> dt.date | None:
        """The day on which the answer should be asked for."""
        return self.waits_since + PATIENCE if self.waits_since else None

    @property
    def overdue(self) -> bool:
        return self.asks_again is not None and self.asks_again <= today()


class BudgetProposalLine(TenantRow):
    """What is asked, and what is granted, for one line of the plan.

    `what` is the line as the letter worded it. `written_at` is when the grant was written into
    the line.
    """

    proposal = models.ForeignKey(BudgetProposal, models.CASCADE, related_name="lines")
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    what = models.CharField(max_length=300)
    asked = models.DecimalField(max_digits=12, decimal_places=2)
    granted = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    written_at = models.DateTimeField(null=True)

    objects = ProposalQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "line"], name="proposal_line_once"),
            models.CheckConstraint(condition=Q(asked__gt=0), name="proposal_line_asks"),
            models.CheckConstraint(
                condition=Q(granted__isnull=True) | Q(granted__gte=0, granted__lte=F("asked")),
                name="proposal_line_granted_at_most_asked",
            ),
        ]
        indexes = [
            models.Index(fields=["line"], name="proposal_line_of"),
            models.Index(fields=["committee", "province"], name="proposal_line_tenant"),
        ]

    def __str__(self) -> str:
        return self.what
