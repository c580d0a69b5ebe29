"""The SWOT workshop of a committee: its board of points, the votes, and what is recommended."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from committees import rls
from committees.calendar import quarter
from committees.models import Area, Committee
from members.models.organisations import Organisation
from members.models.seats import Seat
from members.querysets.workshops import (
    InsideQuerySet,
    PointQuerySet,
    RecommendationQuerySet,
    WorkshopQuerySet,
)
from members.workflow import workshops as way

MOST_VOTES = 20


class Heading(models.TextChoices):
    """The four headings of the board."""

    STRENGTHS = "strengths", _("Strengths")
    WEAKNESSES = "weaknesses", _("Weaknesses")
    OPPORTUNITIES = "opportunities", _("Opportunities")
    THREATS = "threats", _("Threats")


class Voters(models.TextChoices):
    """Who has the votes."""

    ORGANISATIONS = "organisations", _("each organisation")
    PEOPLE = "people", _("each person")


class Counting(models.TextChoices):
    """When the votes are seen."""

    LATER = "later", _("once the vote is closed")
    LIVE = "live", _("while the vote runs")


class WorkshopState(models.TextChoices):
    """Where a workshop stands; the way between them is `workflow.workshops.WORKSHOP`."""

    PREPARED = way.PREPARED, _("prepared")
    COLLECTING = way.COLLECTING, _("points are collected")
    VOTING = way.VOTING, _("the vote is open")
    RECOMMENDING = way.RECOMMENDING, _("recommendations are written")
    CLOSED = way.CLOSED, _("closed")


class Workshop(models.Model):
    """A committee's workshop. `above` is set when it is closed, never in a closed group.

    `board` counts every change of the board, so that a waiting phone asks for one number only.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    above = models.BooleanField(default=False, editable=False)
    title = models.CharField(_("title"), max_length=200)
    topic = models.TextField(_("what it is about"), blank=True)
    held_on = models.DateField(_("day"))
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"), editable=False)
    voters = models.CharField(
        _("votes belong to"), max_length=15, choices=Voters.choices, default=Voters.ORGANISATIONS
    )
    votes_each = models.PositiveSmallIntegerField(_("votes for each"), default=5)
    counting = models.CharField(
        _("votes are shown"), max_length=10, choices=Counting.choices, default=Counting.LATER
    )
    state = models.CharField(
        max_length=15, choices=WorkshopState.choices, default=WorkshopState.PREPARED
    )
    board = models.PositiveBigIntegerField(default=1, editable=False)
    # Made with the empty form: sending it twice prepares one workshop.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = WorkshopQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE, write=rls.OWN_COMMITTEE, grants="SELECT, INSERT, UPDATE"
    )

    class Meta:
        verbose_name = _("SWOT workshop")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="workshop_id_committee"),
            models.UniqueConstraint(
                fields=["committee", "form_key"], name="workshop_form_key_once"
            ),
            models.CheckConstraint(
                condition=Q(votes_each__gte=1, votes_each__lte=MOST_VOTES),
                name="workshop_votes_sane",
            ),
            models.CheckConstraint(
                condition=Q(above=False) | Q(state=way.CLOSED), name="workshop_above_once_closed"
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-held_on", "-id"], name="workshop_committee"),
            models.Index(fields=["province", "committee"], name="workshop_province"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("workshop", args=[self.committee.slug, self.pk])

    def audit_label(self) -> str:
        """How the history names it."""
        return str(_("the workshop “%(title)s”") % {"title": self.title})

    @property
    def shows_votes(self) -> bool:
        """Whether the votes of all are seen now."""
        if self.state == way.VOTING:
            return self.counting == Counting.LIVE
        return self.state in (way.RECOMMENDING, way.CLOSED)

    @property
    def by_organisation(self) -> bool:
        return self.voters == Voters.ORGANISATIONS


class Point(models.Model):
    """One point on the board. The board shows it without a name.

    A merged point stays below the one it was merged into, which is itself never merged.
    """

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    heading = models.CharField(_("heading"), max_length=15, choices=Heading.choices)
    text = models.CharField(_("point"), max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    hidden_at = models.DateTimeField(null=True, editable=False)
    hidden_reason = models.CharField(max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = PointQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE, grants="SELECT, INSERT, UPDATE")

    class Meta:
        verbose_name = _("point")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="point_id_committee"),
            models.UniqueConstraint(fields=["id", "workshop"], name="point_id_workshop"),
            models.UniqueConstraint(fields=["workshop", "form_key"], name="point_form_key_once"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="point_not_merged_into_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["workshop", "created_at", "id"], name="point_board"),
            models.Index(fields=["committee", "province"], name="point_tenant"),
        ]

    def __str__(self) -> str:
        return self.text

    def audit_label(self) -> str:
        """How the history names it: by its heading, for what was written may be withdrawn."""
        return str(_("a point under “%(heading)s”") % {"heading": self.get_heading_display()})


class Ballot(models.Model):
    """The votes of one organisation or person, of which no more than `most` can be spent."""

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    most = models.PositiveSmallIntegerField()
    spent = models.PositiveSmallIntegerField(default=0)

    objects = InsideQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE, grants="SELECT, INSERT, UPDATE")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="ballot_id_committee"),
            models.UniqueConstraint(
                fields=["workshop", "organisation"], name="ballot_once_an_organisation"
            ),
            models.UniqueConstraint(fields=["workshop", "person"], name="ballot_once_a_person"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, person__isnull=True)
                | Q(organisation__isnull=True, person__isnull=False),
                name="ballot_of_one_voter",
            ),
            models.CheckConstraint(
                condition=Q(spent__gte=0, spent__lte=F("most")), name="ballot_not_overspent"
            ),
        ]
        indexes = [models.Index(fields=["committee", "province"], name="ballot_tenant")]

    def __str__(self) -> str:
        return f"{self.spent}/{self.most}"

    @property
    def left(self) -> int:
        return self.most - self.spent


class Vote(models.Model):
    """How many votes of a ballot lie on a point, and who put them there last."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="+")
    point = models.ForeignKey(Point, models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    count = models.PositiveSmallIntegerField()
    cast_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    cast_at = models.DateTimeField()

    objects = InsideQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "point"], name="vote_once_a_point"),
            models.CheckConstraint(condition=Q(count__gte=1), name="vote_counts"),
        ]
        indexes = [
            models.Index(fields=["point"], name="vote_point"),
            models.Index(fields=["committee", "province"], name="vote_tenant"),
        ]

    def __str__(self) -> str:
        return str(self.count)


class RecommendationState(models.TextChoices):
    """What became of a recommendation; see `workflow.workshops.RECOMMENDATION`."""

    OPEN = way.OPEN, _("open")
    TAKEN_UP = way.TAKEN_UP, _("taken up")
    DONE = way.DONE, _("done")
    DROPPED = way.DROPPED, _("dropped")


class Recommendation(models.Model):
    """What the workshop recommends, whose it is, and what became of it.

    `above` follows the workshop: from above it is read once the workshop is closed. With
    `by_quarter` the last day is that of a quarter, and is shown as the quarter.
    """

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="recommended")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    above = models.BooleanField(default=False, editable=False)
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("recommendation"), max_length=500)
    points: models.ManyToManyField[Point, RecommendationPoint] = models.ManyToManyField(
        Point, through="RecommendationPoint", related_name="+", blank=True
    )
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("whose it is")
    )
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("in person")
    )
    due = models.DateField(_("due"), null=True, blank=True)
    by_quarter = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=RecommendationState.choices, default=RecommendationState.OPEN
    )
    state_reason = models.TextField(blank=True)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = RecommendationQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.INSIDE_OR_ABOVE, write=rls.OWN_COMMITTEE)

    class Meta:
        verbose_name = _("recommendation")
        ordering = ["workshop", "number"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="recommendation_id_committee"),
            models.UniqueConstraint(
                fields=["workshop", "number"], name="recommendation_number_once"
            ),
            models.UniqueConstraint(
                fields=["workshop", "form_key"], name="recommendation_form_key_once"
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "state", "due"], name="recommendation_committee"),
            models.Index(fields=["province", "committee"], name="recommendation_province"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("recommendation", args=[self.committee.slug, self.pk])

    @property
    def name(self) -> str:
        """As lists to choose from show it."""
        return f"{self.number}. {self.text}"

    def audit_label(self) -> str:
        """How the history names it."""
        return str(_("the recommendation “%(text)s”") % {"text": self.text})

    @property
    def due_quarter(self) -> str:
        """The quarter by whose end it is due, in words; '' where a day was set."""
        return quarter(self.due).label() if self.due and self.by_quarter else ""

    @property
    def unsettled(self) -> bool:
        return self.state in way.UNSETTLED


class RecommendationPoint(models.Model):
    """A point that led to a recommendation."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="+")
    point = models.ForeignKey(Point, models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")

    objects = InsideQuerySet.as_manager()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "point"], name="recommendation_point_once"
            )
        ]
        indexes = [models.Index(fields=["committee", "province"], name="rec_point_tenant")]

    def __str__(self) -> str:
        return str(self.point)
