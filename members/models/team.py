"""The multidisciplinary team of a province: its versions, the people on them, and proposals."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.thai import sort_key
from committees import rls
from committees.calendar import today
from committees.links import link
from committees.models import Area, Bilingual, Committee, Paper
from committees.roles import ROLES, Permission
from members.models.organisations import Organisation
from members.models.seats import Term
from members.querysets.team import MemberQuerySet, ProposalQuerySet, VersionQuerySet


class Discipline(models.TextChoices):
    """What somebody on the team does; the words of the field."""

    POLICE = "police", _("police")
    SOCIAL_WORK = "social_work", _("social work")
    HEALTH = "health", _("health")
    PSYCHOLOGY = "psychology", _("psychology")
    LABOUR = "labour", _("labour inspection")
    PROSECUTION = "prosecution", _("public prosecution")
    IMMIGRATION = "immigration", _("immigration")
    ADMINISTRATION = "administration", _("district administration")
    SHELTER = "shelter", _("shelter")
    INTERPRETER = "interpreter", _("interpreter")
    LEGAL_AID = "legal_aid", _("legal aid")
    CIVIL_SOCIETY = "civil_society", _("civil society")


class Language(models.TextChoices):
    """What is spoken with the people helped along the Mekong."""

    THAI = "th", pgettext_lazy("language", "Thai")
    NORTHERN_THAI = "nod", pgettext_lazy("language", "Northern Thai")
    BURMESE = "my", pgettext_lazy("language", "Burmese")
    SHAN = "shn", pgettext_lazy("language", "Shan")
    LAO = "lo", pgettext_lazy("language", "Lao")
    KHMER = "km", pgettext_lazy("language", "Khmer")
    AKHA = "ahk", pgettext_lazy("language", "Akha")
    LAHU = "lhu", pgettext_lazy("language", "Lahu")
    HMONG = "hmn", pgettext_lazy("language", "Hmong")
    KAREN = "kar", pgettext_lazy("language", "Karen")
    CHINESE = "zh", pgettext_lazy("language", "Chinese")
    VIETNAMESE = "vi", pgettext_lazy("language", "Vietnamese")
    ENGLISH = "en", pgettext_lazy("language", "English")


class Weekday(models.IntegerChoices):
    """Days as `date.isoweekday` counts them."""

    MONDAY = 1, pgettext_lazy("weekday", "Monday")
    TUESDAY = 2, pgettext_lazy("weekday", "Tuesday")
    WEDNESDAY = 3, pgettext_lazy("weekday", "Wednesday")
    THURSDAY = 4, pgettext_lazy("weekday", "Thursday")
    FRIDAY = 5, pgettext_lazy("weekday", "Friday")
    SATURDAY = 6, pgettext_lazy("weekday", "Saturday")
    SUNDAY = 7, pgettext_lazy("weekday", "Sunday")


# The roles whose seats let one read how people on the team are reached.
CONTACT_ROLES = sorted(
    slug for slug, role in ROLES.items() if Permission.SEE_CONTACTS in role.holds
)
_ROLES = ", ".join(f"'{slug}'" for slug in CONTACT_ROLES)
SEES_CONTACTS = "province_id = ANY((SELECT app_contact_provinces())::int[])"
_IN_FORCE = "(open_from <= (SELECT app_today()) AND open_until >= (SELECT app_today()))"


class TeamVersion(models.Model):
    """The team of a province as it was put together once and, with luck, endorsed.

    `state` says how far it came; whether an endorsed one is in force follows from its days alone.
    The one that follows it ends it on the day before its own first.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(max_length=12, default="draft")
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    order_number = models.CharField(_("number of the Governor's order"), max_length=60, blank=True)
    order_date = models.DateField(_("date of the order"), null=True, blank=True)
    signed_copy = models.ForeignKey(
        Paper, models.PROTECT, null=True, related_name="+", verbose_name=_("signed copy")
    )
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    endorsed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = VersionQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=(
            f"({rls.OWN_COMMITTEE} OR (state = 'endorsed'"
            f" AND ({rls.OWN_PROVINCE} OR (SELECT app_national()))))"
        ),
        write=rls.OWN_COMMITTEE,
        grants="SELECT, INSERT, UPDATE",
    )
    row_functions = (
        f"""
        CREATE OR REPLACE FUNCTION app_contact_provinces() RETURNS int[]
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT coalesce(array_agg(DISTINCT c.province_id), '{{}}')
          FROM committees_committeeuserpermission p
          JOIN auth_permission a ON a.id = p.permission_id AND a.codename = 'view_committee'
          JOIN committees_committee c ON c.id = p.content_object_id
          WHERE p.user_id = app_user_id() AND (p.until IS NULL OR p.until >= app_today())
            AND p.roles && ARRAY[{_ROLES}]::varchar[]
        $$
        """,
        # How many of which discipline, for those who may know no more: the province by discipline,
        # the country as one number.
        """
        CREATE OR REPLACE FUNCTION app_team_counts(province int)
        RETURNS TABLE (discipline varchar, people bigint)
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT CASE WHEN province = ANY((SELECT app_provinces())::int[])
                   THEN m.discipline ELSE '' END, count(*)
          FROM members_teammember m
          WHERE m.province_id = province
            AND m.open_from <= app_today() AND m.open_until >= app_today()
            AND (m.term_until IS NULL OR m.term_until >= app_today())
            AND (province = ANY((SELECT app_provinces())::int[]) OR (SELECT app_national()))
          GROUP BY 1
        $$
        """,
    )

    class Meta:
        verbose_name = _("multidisciplinary team")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="team_number_once"),
            models.UniqueConstraint(fields=["id", "committee"], name="team_id_committee"),
            models.UniqueConstraint(
                fields=["committee"],
                condition=Q(state__in=("draft", "sent")),
                name="team_one_open_version",
            ),
            models.CheckConstraint(
                condition=~Q(state="endorsed")
                | Q(
                    valid_from__isnull=False,
                    valid_until__gte=F("valid_from"),
                    signed_copy__isnull=False,
                    endorsed_at__isnull=False,
                ),
                name="team_endorsed_by_a_paper",
            ),
            ExclusionConstraint(
                name="team_one_in_force",
                expressions=[
                    ("committee", RangeOperators.EQUAL),
                    (Term("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state="endorsed"),
            ),
        ]
        indexes = [models.Index(fields=["province", "state", "valid_until"], name="team_in_force")]

    def __str__(self) -> str:
        return str(_("multidisciplinary team, version %(number)s") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return link("team_version", self.committee.slug, str(self.number))

    def audit_label(self) -> str:
        return str(self)

    @property
    def status(self) -> str:
        """How it stands today, as a code of the status table."""
        if self.state != "endorsed":
            return {"draft": "team_draft", "sent": "team_sent"}[self.state]
        assert self.valid_from and self.valid_until  # noqa: S101  (the database keeps it)
        day = today()
        if day < self.valid_from:
            return "future"
        if day <= self.valid_until:
            return "team_endorsed"
        return "superseded" if self.replaced_by_id else "expired"

    def is_in_force(self, on: dt.date) -> bool:
        """Whether people may be chosen from it on this day."""
        return (
            self.state == "endorsed"
            and self.valid_from is not None
            and self.valid_until is not None
            and self.valid_from <= on <= self.valid_until
        )


class Reachable(Bilingual):
    """Somebody who is on the team or shall be: what they do, for whom, and how they are reached.

    No districts means the whole province. Hours that end before they begin pass midnight.
    """

    name_th = models.CharField(_("name in Thai"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, db_collation="C")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    discipline = models.CharField(_("discipline"), max_length=20, choices=Discipline.choices)
    post_th = models.CharField(_("post, in Thai"), max_length=150, blank=True)
    post_en = models.CharField(_("post, in English"), max_length=150, blank=True)
    languages = ArrayField(
        models.CharField(max_length=4, choices=Language.choices),
        verbose_name=_("languages spoken"),
        default=list,
    )
    phone = models.CharField(_("telephone"), max_length=40)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    around_the_clock = models.BooleanField(_("reachable day and night"), default=False)
    days = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday.choices),
        verbose_name=_("days"),
        default=list,
        blank=True,
    )
    hours_from = models.TimeField(_("from"), null=True, blank=True)
    hours_until = models.TimeField(_("until"), null=True, blank=True)
    districts = ArrayField(
        models.IntegerField(), verbose_name=_("districts"), default=list, blank=True
    )
    term_until = models.DateField(_("on the team until"), null=True, blank=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name_th)
        super().save(*args, **kwargs)

    @property
    def post(self) -> str:
        return self.post_en if get_language() == "en" and self.post_en else self.post_th

    def reachable_at(self, moment: dt.datetime) -> bool:
        """Whether the hours say that one may call now (`moment` in Bangkok time)."""
        if self.around_the_clock:
            return True
        start, end = self.hours_from, self.hours_until
        if start is None or end is None:
            return False
        day, clock = moment.isoweekday(), moment.time()
        if start < end:
            return day in self.days and start <= clock < end
        yesterday = (day - 2) % 7 + 1
        return (day in self.days and clock >= start) or (yesterday in self.days and clock < end)


REACHABLE = (
    "name_th",
    "name_en",
    "organisation",
    "discipline",
    "post_th",
    "post_en",
    "languages",
    "phone",
    "email",
    "around_the_clock",
    "days",
    "hours_from",
    "hours_until",
    "districts",
    "term_until",
)


class TeamMember(Reachable):
    """Somebody on one version of the team.

    Read inside the provincial committee, and by those who may see contacts in the province, from
    `open_from` to `open_until`: the days of an endorsed version, set with its endorsement.
    """

    team = models.ForeignKey(TeamVersion, models.PROTECT, related_name="members")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The row of the version before that this one was copied from.
    before = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    open_from = models.DateField(null=True, editable=False)
    open_until = models.DateField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = MemberQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=f"({SEES_CONTACTS} AND ({rls.OWN_COMMITTEE} OR {_IN_FORCE}))",
        write=f"({SEES_CONTACTS} AND {rls.OWN_COMMITTEE})",
    )

    class Meta:
        verbose_name = _("person on the team")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="team_member_committee"),
            models.UniqueConstraint(fields=["team", "before"], name="team_member_copied_once"),
        ]
        indexes = [
            models.Index(fields=["province", "open_until", "sort_key"], name="team_member_on_duty"),
            models.Index(fields=["team", "discipline", "sort_key"], name="team_member_list"),
        ]


class TeamProposal(Reachable):
    """Somebody a committee wants to see on the next version, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    above = models.BooleanField(default=True, editable=False)
    reason = models.TextField(_("reason"))
    state = models.CharField(max_length=12, default="waiting")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(_("answer"), blank=True)
    # What one press of a button made, so that a second press finds it.
    form_key = models.UUIDField(unique=True, default=uuid.uuid4)

    objects = ProposalQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=f"({SEES_CONTACTS} AND {rls.INSIDE_OR_ABOVE})",
        insert=f"({SEES_CONTACTS} AND {rls.OWN_COMMITTEE})",
        grants="SELECT, INSERT, UPDATE",
    )

    class Meta:
        verbose_name = _("proposal for the team")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["province", "state", "created_at"], name="team_proposals")]

    def __str__(self) -> str:
        return str(_("proposal for the team (%(discipline)s)") % {"discipline": self.kind})

    def get_absolute_url(self) -> str:
        return link("team_proposal", self.committee.slug, str(self.pk))

    def audit_label(self) -> str:
        return str(self)

    @property
    def kind(self) -> str:
        return str(Discipline(self.discipline).label)


class TeamReminder(models.Model):
    """A stage before the end of a version at which PSDHS was reminded: once each."""

    team = models.ForeignKey(TeamVersion, models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    stage = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    row_security = rls.RowSecurity(read=rls.OWN_COMMITTEE, grants="SELECT, INSERT")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "stage"], name="team_reminded_once")]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.stage}"
