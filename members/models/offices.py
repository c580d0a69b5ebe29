"""Offices of a civil-society committee: who holds them, for which term, by which election."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from committees import rls
from committees.links import link
from committees.models import Area, Committee, Paper
from committees.roles import ROLES
from members.models.organisations import Organisation
from members.models.seats import Seat, Term
from members.querysets.offices import ElectionQuerySet, OfficeTermQuerySet


class Office(models.TextChoices):
    """The offices of a committee joined by MoU; values are roles of `committees.roles`."""

    CHAIR = "chair", _("chair")
    VICE_CHAIR = "vice_chair", _("vice chair")
    SECRETARY = "secretary", _("secretary")
    DEPUTY_SECRETARY = "deputy_secretary", _("deputy secretary")
    STEERING = "steering", _("steering committee member")


# Offices that one organisation holds at a time.
SINGLE = (Office.CHAIR, Office.VICE_CHAIR, Office.SECRETARY, Office.DEPUTY_SECRETARY)


class Method(models.TextChoices):
    """How an election was held."""

    SECRET_BALLOT = "secret_ballot", _("secret ballot")
    SHOW_OF_HANDS = "show_of_hands", _("show of hands")
    UNOPPOSED = "unopposed", _("unopposed, agreed without a vote")


COUNTED = (Method.SECRET_BALLOT, Method.SHOW_OF_HANDS)


class TieBreak(models.TextChoices):
    """How a tie was decided."""

    NONE = "", _("there was no tie, or it was not decided")
    RUN_OFF = "run_off", _("by a second vote")
    CASTING_VOTE = "casting_vote", _("by the vote of who led the meeting")
    LOT = "lot", _("by lot")


class Election(models.Model):
    """The record of an election. Never changed: what is wrong is corrected by a later record.

    `adds`: who is elected to the steering committee joins those in office. `takes_office` is the
    first day of the term, `term_ends` its last where one is set.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    office = models.CharField(_("office"), max_length=30, choices=Office.choices)
    held_on = models.DateField(_("held on"))
    takes_office = models.DateField(_("takes office on"))
    term_ends = models.DateField(_("term ends on"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("places"), default=1)
    method = models.CharField(_("how it was held"), max_length=15, choices=Method.choices)
    tie_break = models.CharField(
        _("how a tie was decided"), max_length=15, choices=TieBreak.choices, blank=True
    )
    adds = models.BooleanField(_("joins those in office"), default=False)
    remark = models.TextField(_("remark"), blank=True)
    paper = models.ForeignKey(
        Paper,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("record of the election"),
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by", verbose_name=_("corrects")
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    # Made with the empty form: sending it twice records one election.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = ElectionQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE, grants="SELECT, INSERT")

    class Meta:
        verbose_name = _("election")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="election_id_committee"),
            models.UniqueConstraint(fields=["id", "recorded_by"], name="election_id_recorder"),
            models.UniqueConstraint(
                fields=["committee", "form_key"], name="election_form_key_once"
            ),
            models.CheckConstraint(
                condition=Q(takes_office__gte=F("held_on")), name="election_before_office"
            ),
            models.CheckConstraint(
                condition=Q(term_ends__isnull=True) | Q(term_ends__gte=F("takes_office")),
                name="election_term_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(office=Office.STEERING) | Q(places=1, adds=False),
                name="election_one_place",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-held_on", "-id"], name="election_newest"),
            models.Index(fields=["committee", "province"], name="election_tenant"),
        ]

    def __str__(self) -> str:
        return str(_("Election of the %(office)s") % {"office": self.get_office_display()})

    def get_absolute_url(self) -> str:
        return link("election", self.committee.slug, self.pk)


class Candidate(models.Model):
    """Who stood in an election, for which organisation, with how many votes.

    `recorded_by` repeats that of the election, so that the database can refuse what the policy
    refuses: that somebody records an election in which he stands.
    """

    election = models.ForeignKey(Election, models.PROTECT, related_name="stood_candidates")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    votes = models.PositiveIntegerField(_("votes"), null=True)
    withdrew = models.BooleanField(_("withdrew"), default=False)
    elected = models.BooleanField(_("elected"), default=False)

    objects = ElectionQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.OWN_COMMITTEE, grants="SELECT, INSERT, UPDATE (organisation_id)"
    )

    class Meta:
        ordering = ["withdrew", F("votes").desc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["election", "person"], name="candidate_once"),
            models.CheckConstraint(
                condition=~Q(recorded_by=F("person")),
                name="candidate_nobody_records_his_own_election",
            ),
            models.CheckConstraint(
                condition=Q(withdrew=False) | Q(elected=False, votes__isnull=True),
                name="candidate_withdrawn_has_nothing",
            ),
        ]
        indexes = [models.Index(fields=["committee", "province"], name="candidate_tenant")]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"


class OfficeTerm(models.Model):
    """That an organisation holds an office, through the seat of a person, from a day on.

    `ends` is the last day of the term as it was set; the holder carries on until a successor takes
    office. `left_on` is the last day in office where there is a successor. `annulled_at`: the
    election was corrected, and the term never counted.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    office = models.CharField(_("office"), max_length=30, choices=Office.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("term ends on"), null=True)
    left_on = models.DateField(_("left on"), null=True)
    election = models.ForeignKey(Election, models.PROTECT, null=True, related_name="terms")
    annulled_at = models.DateTimeField(null=True, editable=False)
    above = models.BooleanField(default=True, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = OfficeTermQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE,
        write=rls.OWN_COMMITTEE,
        grants="SELECT, INSERT, UPDATE (left_on, annulled_at, organisation_id)",
    )

    class Meta:
        verbose_name = _("term of office")
        ordering = ["-starts", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="office_term_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("starts")),
                name="office_left_after_start",
            ),
            ExclusionConstraint(
                name="office_one_holder",
                expressions=[
                    ("committee", RangeOperators.EQUAL),
                    ("office", RangeOperators.EQUAL),
                    (Term("starts", "left_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(office__in=SINGLE, annulled_at__isnull=True),
            ),
            ExclusionConstraint(
                name="office_once_at_a_time",
                expressions=[
                    ("committee", RangeOperators.EQUAL),
                    ("office", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (Term("starts", "left_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(annulled_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-starts", "-id"], name="office_term_newest"),
            models.Index(fields=["province", "committee"], name="office_term_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.get_office_display()} · {self.organisation}"

    @property
    def role_label(self) -> str:
        """The office in the words of the table of roles."""
        return str(ROLES[self.office].label)
