"""Who sits where: seats in committees, and invitations to them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from committees import rls
from committees.models import Area, Committee
from committees.roles import ONE_HOLDER, ROLE_CHOICES, ROLES, Role
from members.models.organisations import Organisation
from members.models.places import Place
from members.querysets.seats import SeatQuerySet


class Term(Func):
    """The days of a seat as a range: the last day belongs to it, an open end has none."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"
    output_field = DateRangeField()


class Seat(models.Model):
    """A person acting for an organisation in a committee, in a role, from a day until a day.

    The only source of rights. `ends` is the last day; the rights end at the midnight after it,
    Bangkok time, or at once where `ended_at` says so. `above` mirrors whether the committee is
    open to those who oversee it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="seats", verbose_name=_("organisation")
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="seats", verbose_name=_("committee")
    )
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    # The agency's place in which the person acts; the actions find or make it for every seat.
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, editable=False, related_name="seats"
    )
    role = models.CharField(_("role"), max_length=30, choices=ROLE_CHOICES)
    post_th = models.CharField(_("post, in Thai"), max_length=150, blank=True)
    post_en = models.CharField(_("post, in English"), max_length=150, blank=True)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    above = models.BooleanField(default=True, editable=False)
    # Speaks as the head of the organisation: renews its membership, signs, answers.
    heads = models.BooleanField(_("head of the organisation"), default=False)
    may_decide = models.TextField(_("may decide for the organisation on"), blank=True)
    substitute_for = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="substitutes",
        verbose_name=_("substitute for"),
    )
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = SeatQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=f"({rls.INSIDE_OR_ABOVE} OR person_id = {rls.OWN_PERSON})",
        write=rls.INSIDE_OR_ABOVE,
        grants="SELECT, INSERT, UPDATE",
    )
    # People in whose seats the searcher sees; the policy on seats decides again.
    row_functions = (
        """
        CREATE OR REPLACE FUNCTION app_find_people(pattern text) RETURNS SETOF bigint
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT u.id FROM accounts_user u
          WHERE u.id = ANY(ARRAY(
              SELECT s.person_id FROM members_seat s
              WHERE s.committee_id = ANY((SELECT app_inside())::bigint[])
                 OR (s.above
                     AND (s.committee_id = ANY((SELECT app_overseen())::bigint[])
                          OR s.province_id = ANY((SELECT app_overseen_provinces())::int[])))
            ))
            AND (upper(u.name_th) LIKE pattern OR upper(u.name_en) LIKE pattern)
          LIMIT 1000
        $$
        """,
    )

    class Meta:
        verbose_name = _("seat")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="seat_ends_after_start",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(appointed_by__isnull=True) | ~Q(appointed_by=F("person")),
                name="seat_nobody_appoints_himself",
            ),
            models.UniqueConstraint(fields=["id", "committee"], name="seat_id_committee"),
            ExclusionConstraint(
                name="seat_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("committee", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Term("starts", "ends"), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at__isnull=True),
                violation_error_message=_("This person already has this seat on these days."),
            ),
            ExclusionConstraint(
                name="seat_one_holder",
                expressions=[
                    ("committee", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Term("starts", "ends"), RangeOperators.OVERLAPS),
                ],
                condition=Q(role__in=ONE_HOLDER, ended_at__isnull=True),
                violation_error_message=_(
                    "Another person holds this post on these days. End that seat first."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "ends"], name="seat_committee"),
            models.Index(fields=["province", "committee"], name="seat_province"),
            models.Index(fields=["person", "committee"], name="seat_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"

    @property
    def rule(self) -> Role:
        return ROLES[self.role]

    @property
    def post(self) -> str:
        """The post's title, or the role where none was written down."""
        post = self.post_en if get_language() == "en" and self.post_en else self.post_th
        return post or str(self.rule.label)


class Invitation(models.Model):
    """The link by which a person without a password takes a seat. Only the hash is kept."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="invitations")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    email = models.EmailField(max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    above = models.BooleanField(default=True, editable=False)

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE, grants="SELECT, INSERT, UPDATE (accepted_at, expires_at)"
    )

    class Meta:
        indexes = [models.Index(fields=["seat", "-created_at"], name="invitation_seat")]

    def __str__(self) -> str:
        return self.email
