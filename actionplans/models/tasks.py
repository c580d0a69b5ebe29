"""Tasks given to people, the endorsement by their supervisors, and what they were reminded of."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionplans.models.plans import PlanLine, TenantRow
from actionplans.querysets.tasks import EndorsementQuerySet, InnerRowQuerySet, TaskQuerySet
from actionplans.workflow.tasks import (
    DECLINED,
    DONE,
    DROPPED,
    ENDORSEMENT_STATES,
    EXPIRED,
    NONE,
    OPEN,
    PENDING,
    REFUSED,
    STATES,
    VERIFIED,
)
from committees import rls
from committees.calendar import today
from committees.links import link
from committees.models import Committee, Paper
from members.models import Organisation, Place, Seat

_INSIDE = "ANY((SELECT app_inside())::bigint[])"


class Task(TenantRow):
    """One piece of work that a person of a member agency was given, with its day.

    `owner` is the seat it was given to; `person`, `organisation`, `place` and `sits_in` repeat
    whose seat that is, because who reads the task need not see the seat of a group below.
    `unheld_since` says from which day that seat has ended with nobody in its place.

    A task comes from a plan line; what else it can come from gets a column of its own beside
    `line`, and `origin` keeps in words what it came from. `endorsement`, `endorse_until`,
    `supervisor_name` and `endorsement_reason` repeat the newest request (`TaskEndorsement`).
    """

    line = models.ForeignKey(PlanLine, models.PROTECT, null=True, related_name="+")
    origin = models.CharField(max_length=300, blank=True, editable=False)
    fiscal_year = models.PositiveSmallIntegerField()
    what = models.CharField(_("what is to be done"), max_length=300)
    description = models.TextField(_("what matters in it"), blank=True)
    due = models.DateField(_("due"))
    state = models.CharField(max_length=10, choices=[(s, s) for s in STATES], default=OPEN)
    state_reason = models.TextField(blank=True)
    owner = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name=_("given to"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    sits_in = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    unheld_since = models.DateField(null=True, editable=False)
    delegated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    endorsement = models.CharField(
        max_length=10, choices=[(s, s) for s in ENDORSEMENT_STATES], default=NONE
    )
    endorse_until = models.DateTimeField(null=True, editable=False)
    supervisor_name = models.CharField(max_length=150, blank=True, editable=False)
    endorsement_reason = models.TextField(blank=True, editable=False)
    result = models.TextField(_("what came of it"), blank=True)
    evidence = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True)
    # Made with the empty form: sending it twice gives one task.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField()

    objects = TaskQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=(
            f"({rls.OWN_COMMITTEE} OR (person_id = {rls.OWN_PERSON} AND sits_in_id = {_INSIDE}))"
        ),
        insert=rls.OWN_COMMITTEE,
        grants="SELECT, INSERT, UPDATE",
    )

    class Meta:
        verbose_name = _("task")
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="task_id_committee"),
            models.UniqueConstraint(fields=["committee", "form_key"], name="task_key_once"),
            models.CheckConstraint(
                condition=~Q(state__in=[DONE, VERIFIED])
                | Q(done_by__isnull=False, done_at__isnull=False),
                name="task_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=VERIFIED, verified_by__isnull=False, verified_at__isnull=False)
                | (~Q(state=VERIFIED) & Q(verified_by__isnull=True, verified_at__isnull=True)),
                name="task_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | (~Q(verified_by=F("done_by")) & ~Q(verified_by=F("person"))),
                name="task_nobody_verifies_own",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DECLINED, DROPPED]) | ~Q(state_reason=""),
                name="task_left_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "fiscal_year", "due", "id"], name="task_year"),
            models.Index(fields=["committee", "province"], name="task_tenant"),
            models.Index(fields=["person", "due", "id"], name="task_person"),
            models.Index(fields=["delegated_by", "state"], name="task_delegated"),
            models.Index(fields=["line"], name="task_line"),
            models.Index(fields=["place"], condition=Q(state=OPEN), name="task_place"),
            models.Index(fields=["due"], condition=Q(state=OPEN), name="task_open"),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return link("task", self.committee.slug, self.pk)

    @property
    def is_late(self) -> bool:
        """Whether its day is past and it is still open."""
        return self.state == OPEN and self.due < today()

    @property
    def endorsement_shown(self) -> str:
        """How the endorsement stands now; a link that ran out counts before it is noted."""
        if (
            self.endorsement == PENDING
            and self.endorse_until
            and self.endorse_until <= timezone.now()
        ):
            return EXPIRED
        return self.endorsement


class TaskEndorsement(TenantRow):
    """One request to an owner's supervisor: may this person do this task in working hours?

    `facts` hold what was asked, in words of both languages: all that the supervisor is shown. The
    mailed link's key is kept as its hash and used up by the answer; `sent` counts the mails.
    Nobody endorses the own task, nor one they gave: neither by account nor by address.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10,
        choices=[(s, s) for s in (*ENDORSEMENT_STATES[1:], NONE)],
        default=PENDING,
    )
    supervisor_name = models.CharField(_("name"), max_length=150)
    supervisor_email = models.EmailField(_("e-mail address"), max_length=254)
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    owner_email = models.EmailField(max_length=254)
    delegator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    delegator_email = models.EmailField(max_length=254)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    sent = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(blank=True)

    objects = EndorsementQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=f"({rls.OWN_COMMITTEE} OR supervisor_id = {rls.OWN_PERSON})",
        write=rls.OWN_COMMITTEE,
        grants="SELECT, INSERT, UPDATE",
    )

    class Meta:
        verbose_name = _("endorsement of a task")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(state=PENDING), name="task_endorsement_one_open"
            ),
            models.CheckConstraint(
                condition=Q(supervisor_email=Lower("supervisor_email"))
                & Q(owner_email=Lower("owner_email"))
                & Q(delegator_email=Lower("delegator_email")),
                name="task_endorsement_small_letters",
            ),
            models.CheckConstraint(
                condition=~Q(supervisor_email=F("owner_email"))
                & ~Q(supervisor_email=F("delegator_email")),
                name="task_endorsement_not_own_address",
            ),
            models.CheckConstraint(
                condition=Q(supervisor__isnull=True)
                | (
                    ~Q(supervisor=F("owner"))
                    & ~Q(supervisor=F("delegator"))
                    & ~Q(supervisor=F("asked_by"))
                ),
                name="task_endorsement_not_own",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | Q(answered_by=F("supervisor")),
                name="task_endorsement_by_supervisor",
            ),
            models.CheckConstraint(
                condition=~Q(state=REFUSED) | ~Q(reason=""),
                name="task_endorsement_refused_why",
            ),
            models.CheckConstraint(
                condition=Q(state=PENDING) | Q(token_hash__isnull=True),
                name="task_endorsement_link_used_up",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "province"], name="task_endorsement_tenant"),
            models.Index(fields=["task", "-asked_at"], name="task_endorsement_newest"),
            models.Index(
                fields=["supervisor"], condition=Q(state=PENDING), name="task_endorsement_asked"
            ),
            models.Index(
                fields=["expires_at"], condition=Q(state=PENDING), name="task_endorsement_open"
            ),
        ]

    def __str__(self) -> str:
        return self.supervisor_name

    def get_absolute_url(self) -> str:
        return link("task_endorsement", self.pk)


class TaskReminder(TenantRow):
    """That a person was reminded of an overdue task on a day: once a day, whatever runs twice."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()

    objects = InnerRowQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE, insert="false", grants="SELECT, INSERT")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "person", "on"], name="task_reminder_once")
        ]
        indexes = [
            models.Index(fields=["person", "-on"], name="task_reminder_person"),
            models.Index(fields=["committee", "province"], name="task_reminder_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.on}"
