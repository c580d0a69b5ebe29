"""Handovers of posts: what whoever leaves writes down, and who has taken over."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees import rls
from committees.links import link
from committees.models import Area, Committee
from members.models.places import Place
from members.models.seats import Seat
from members.querysets.handovers import HandoverQuerySet, InnerQuerySet
from members.workflow.handovers import OPEN, PREPARING, READY, TAKEN_OVER, WITHDRAWN


class HandoverState(models.TextChoices):
    """How a handover stands; the same values as in the workflow's table."""

    PREPARING = PREPARING, pgettext_lazy("handover", "Being prepared")
    READY = READY, pgettext_lazy("handover", "Ready")
    TAKEN_OVER = TAKEN_OVER, pgettext_lazy("handover", "Taken over")
    WITHDRAWN = WITHDRAWN, pgettext_lazy("handover", "Withdrawn")


class Handover(models.Model):
    """The passing of a place from one seat to the next.

    `to_seat` is empty until a successor is given; `successor` repeats whose seat it is, so that
    the database holds that nobody confirms for another. That there is a handover, and how it
    stands, is seen from above; what is written in it is not.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    above = models.BooleanField(default=True, editable=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="handovers")
    from_seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    to_seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=15, choices=HandoverState.choices, default=PREPARING)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ready_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = HandoverQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.INSIDE_OR_ABOVE, grants="SELECT, INSERT, UPDATE")

    class Meta:
        verbose_name = _("handover")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="handover_id_committee"),
            models.UniqueConstraint(
                fields=["from_seat"], condition=~Q(state=WITHDRAWN), name="handover_once_a_seat"
            ),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True, taken_at__isnull=True)
                | Q(taken_by=F("successor"), taken_at__isnull=False, state=TAKEN_OVER),
                name="handover_nobody_confirms_for_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=TAKEN_OVER) | Q(taken_by__isnull=False),
                name="handover_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(to_seat__isnull=True, successor__isnull=True)
                | Q(to_seat__isnull=False, successor__isnull=False),
                name="handover_successor_has_a_seat",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-opened_at"], name="handover_committee"),
            models.Index(fields=["province", "state"], name="handover_province"),
            models.Index(fields=["place", "state"], name="handover_place"),
            models.Index(
                fields=["successor"], condition=Q(state__in=sorted(OPEN)), name="handover_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.place.title

    def get_absolute_url(self) -> str:
        return link("handover", self.committee.slug, self.pk)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class HandoverNote(models.Model):
    """What one person writes in a handover, under its headings."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    handover = models.ForeignKey(Handover, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    know = models.TextField(_("what to know"), blank=True)
    talk = models.TextField(_("whom to talk to"), blank=True)
    promised = models.TextField(_("what was promised"), blank=True)
    further = models.TextField(_("anything else"), blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = InnerQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE, grants="SELECT, INSERT, UPDATE")

    class Meta:
        verbose_name = _("note of a handover")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "author"], name="handover_note_once")
        ]

    def __str__(self) -> str:
        return str(self.author)


class HandoverRecord(models.Model):
    """What the successor has gone through, and how everything stood when they took over.

    `done` holds the section's key and the moment for each that was ticked. `snapshot` holds the
    sections as the successor read them when they confirmed.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    handover = models.OneToOneField(Handover, models.CASCADE, related_name="record")
    done = models.JSONField(default=dict)
    snapshot = models.JSONField(default=list)

    objects = InnerQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE, grants="SELECT, INSERT, UPDATE")

    class Meta:
        verbose_name = _("record of a handover")

    def __str__(self) -> str:
        return str(self.handover)
