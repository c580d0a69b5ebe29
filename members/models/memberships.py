"""Membership of organisations in a committee that is joined by MoU, year after year."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from committees import rls
from committees.calendar import today
from committees.links import link
from committees.models import Area, Committee
from committees.querysets import ScopedQuerySet
from members import standing
from members.models.organisations import Organisation
from members.querysets.memberships import MembershipQuerySet

# What a steering committee looks at until a committee writes its own points.
FIRST_CHECKLIST = (
    {
        "th": "จดทะเบียนเป็นนิติบุคคลหรือองค์กรสาธารณประโยชน์ตามกฎหมายไทย",
        "en": "Registered in Thailand as a juristic person or public benefit organisation",
    },
    {
        "th": "พันธกิจและวัตถุประสงค์สอดคล้องกับธรรมนูญของคณะกรรมการ",
        "en": "Mission and objectives fit the committee's constitution",
    },
    {
        "th": "กลุ่มเป้าหมายสอดคล้องกับงานของคณะกรรมการ",
        "en": "Target groups fit the committee's work",
    },
    {
        "th": "ปฏิบัติงานในพื้นที่จังหวัดอย่างต่อเนื่อง",
        "en": "Works in the province continuously",
    },
    {
        "th": "มีผู้แทนที่ร่วมประชุมและตัดสินใจแทนองค์กรได้",
        "en": "Has a representative who can come to meetings and decide for it",
    },
)
FIRST_REMINDERS = (60, 30, 7, 0, -14)


def first_checklist() -> list[dict[str, str]]:
    """The points of a committee that has not written its own."""
    return [dict(point) for point in FIRST_CHECKLIST]


def first_reminders() -> list[int]:
    """The stages of a committee that has not chosen its own."""
    return list(FIRST_REMINDERS)


class MembershipRules(models.Model):
    """How a committee keeps its members: their year, reminders, and how one applies.

    `reminders` are days before the last day of the year; below zero they lie in grace. A committee
    without a row goes by the values given here (`rules_of`).
    """

    committee = models.OneToOneField(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    common_month = models.PositiveSmallIntegerField(null=True, blank=True)
    common_day = models.PositiveSmallIntegerField(null=True, blank=True)
    opens_before = models.PositiveSmallIntegerField(default=60)
    grace_days = models.PositiveSmallIntegerField(default=30)
    reminders = ArrayField(models.SmallIntegerField(), default=first_reminders)
    checklist = models.JSONField(default=first_checklist)
    takes_applications = models.BooleanField(default=False)
    welcome_th = models.TextField(blank=True)
    welcome_en = models.TextField(blank=True)
    above = models.BooleanField(default=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE, write=rls.OWN_COMMITTEE, grants="SELECT, INSERT, UPDATE"
    )

    class Meta:
        verbose_name = _("rules of membership")
        constraints = [
            models.CheckConstraint(
                condition=Q(common_month__isnull=True, common_day__isnull=True)
                | Q(common_month__isnull=False, common_day__isnull=False),
                name="membership_rules_common_day_whole",
            ),
            models.CheckConstraint(
                condition=Q(opens_before__gte=1, opens_before__lte=180, grace_days__lte=180),
                name="membership_rules_bounds",
            ),
        ]

    def __str__(self) -> str:
        return str(self.committee)

    @property
    def common(self) -> tuple[int, int] | None:
        """Month and day on which every member's year begins; None where each has its own."""
        if self.common_month is None or self.common_day is None:
            return None
        return self.common_month, self.common_day

    def dates(self, until: dt.date) -> dict[str, dt.date]:
        """The dates of a membership whose year ends with this day."""
        return {
            "due_from": until - dt.timedelta(days=self.opens_before),
            "until": until,
            "grace_until": until + dt.timedelta(days=self.grace_days),
        }


class Spell(Func):
    """The days from the first of a membership to its last, as a range."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, *expressions: Any, **extra: Any) -> None:
        if not expressions:
            end = Func(F("grace_until"), Value(1), template="(%(expressions)s)", arg_joiner=" + ")
            end.output_field = models.DateField()
            expressions = (F("since"), Coalesce("withdrawn_on", end))
        super().__init__(*expressions, **extra)


class Membership(models.Model):
    """One organisation's membership from its signature until it lapses or is given up.

    Accepted and not yet signed, it has no dates. A former member who joins again has a new row;
    `first_since` remembers the first. How it stands is said by its dates (`members.standing`).
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("organisation")
    )
    # All together or none; most of the code meets rows that have them.
    since: Any = models.DateField(_("member since"), null=True)
    first_since: Any = models.DateField(null=True)
    due_from: Any = models.DateField(null=True)
    until: Any = models.DateField(_("until"), null=True)
    grace_until: Any = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    above = models.BooleanField(default=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = MembershipQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE, write=rls.OWN_COMMITTEE, grants="SELECT, INSERT, UPDATE"
    )

    class Meta:
        verbose_name = _("membership")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    since__isnull=True,
                    first_since__isnull=True,
                    due_from__isnull=True,
                    until__isnull=True,
                    grace_until__isnull=True,
                )
                | Q(
                    first_since__lte=F("since"),
                    since__lte=F("until"),
                    due_from__lte=F("until"),
                    grace_until__gte=F("until"),
                ),
                name="membership_dates_whole",
            ),
            models.UniqueConstraint(fields=["id", "committee"], name="membership_id_committee"),
            models.UniqueConstraint(
                fields=["committee", "organisation"],
                condition=Q(since__isnull=True, withdrawn_on__isnull=True),
                name="membership_accepted_once",
            ),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("committee", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (Spell(), RangeOperators.OVERLAPS),
                ],
                condition=Q(since__isnull=False),
                violation_error_message=_("This organisation is a member already."),
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "until"], name="membership_committee"),
            models.Index(fields=["province", "committee"], name="membership_province"),
            models.Index(fields=["organisation", "committee"], name="membership_organisation"),
            models.Index(
                fields=["grace_until"],
                condition=Q(withdrawn_on__isnull=True),
                name="membership_open",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name

    def get_absolute_url(self) -> str:
        return link("membership", self.committee.slug, self.pk)

    @property
    def stands(self) -> str:
        """How it stands today, as a code of the status table."""
        return standing.standing_of(self, today())

    @property
    def is_over(self) -> bool:
        return self.stands in (standing.LAPSED, standing.WITHDRAWN)

    @property
    def came_back(self) -> bool:
        """Whether there was a membership before this one."""
        return self.since is not None and self.first_since != self.since


class MembershipPeriod(models.Model):
    """One year of a membership, and who renewed for it."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    starts = models.DateField()
    until = models.DateField()
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    in_grace = models.BooleanField(default=False)
    above = models.BooleanField(default=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE, write=rls.OWN_COMMITTEE, grants="SELECT, INSERT"
    )

    class Meta:
        verbose_name = _("membership year")
        ordering = ["-starts"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "starts"], name="membership_year_once"),
            models.CheckConstraint(
                condition=Q(until__gte=F("starts")), name="membership_year_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts} – {self.until}"


class MembershipReminder(models.Model):
    """A stage of a membership year at which its people were told; each stage once.

    `stage` counts days before the last day of the year, below zero after it. `LAPSE` stands for
    the end itself.
    """

    LAPSE: ClassVar[int] = -1000

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    until = models.DateField()
    stage = models.SmallIntegerField(validators=[MaxValueValidator(180)])
    sent_on = models.DateField()
    above = models.BooleanField(default=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE, insert="false", write=rls.OWN_COMMITTEE, grants="SELECT, INSERT"
    )

    class Meta:
        ordering = ["-sent_on", "stage"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "until", "stage"], name="membership_reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.stage}"
