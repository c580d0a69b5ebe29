"""Appointment orders: what a chief's order says about bodies, their posts and their duties.

An order belongs to the committee it is about. A draft and an order out for signature change
nothing; filing the signed copy makes bodies, places and seats of it. What an order says of a
closed group is readable to those who draft and file the orders of the committee by a seat inside
it, and to the group's own people, and to nobody else: the rows themselves are kept from them.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from committees import rls
from committees.kinds import Kind, Theme
from committees.links import link
from committees.models import Area, Bilingual, Committee, Paper
from committees.roles import ROLE_CHOICES, ROLES, Permission, Role
from members.models.organisations import Organisation
from members.models.places import Place
from members.querysets.orders import OrderPartQuerySet, OrderQuerySet
from members.workflow.orders import DRAFT, IN_FORCE, ORDER_STATES, SIGNING


class OrderKind(models.TextChoices):
    """What an order does to what stands."""

    FULL = "full", _("appointment order")
    AMENDING = "amending", _("amending order")


# The roles whose seats, inside the committee, draft or file its orders.
ORDER_ROLES = tuple(
    slug
    for slug, role in ROLES.items()
    if role.inside and role.holds & {Permission.DRAFT_ORDER, Permission.FILE_ORDER}
)

ORDER_WRITER = "committee_id = ANY((SELECT app_order_writer())::bigint[])"
NAMED_IN_IT = "ANY((SELECT app_orders_of_own_bodies())::uuid[])"
OWN_BODY = "(published AND target_id = ANY((SELECT app_inside())::bigint[]))"
PART_READ = (
    f"((NOT closed AND ({rls.INSIDE_OR_ABOVE} OR (published AND order_id = {NAMED_IN_IT})))"
    f" OR {ORDER_WRITER} OR {OWN_BODY})"
)
PART_WRITE = f"((NOT closed AND {rls.INSIDE_OR_ABOVE}) OR {ORDER_WRITER})"


class Order(models.Model):
    """An appointment order of a committee, or one that amends another.

    `above` lets those who oversee the committee read it: once it is out for signature, and a
    draft only where it was begun from above (`from_above`). `year` is the Buddhist year it is
    numbered in. `starts` is the day from which it holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="orders")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    above = models.BooleanField(default=False, editable=False)
    from_above = models.BooleanField(default=False, editable=False)
    kind = models.CharField(
        _("kind"), max_length=10, choices=OrderKind.choices, default=OrderKind.FULL
    )
    state = models.CharField(max_length=20, default=DRAFT, editable=False)
    amends = models.ForeignKey("self", models.PROTECT, null=True, related_name="amendments")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    issuer_th = models.CharField(_("issuing office, in Thai"), max_length=200)
    issuer_en = models.CharField(_("issuing office, in English"), max_length=200, blank=True)
    subject_th = models.CharField(_("subject, in Thai"), max_length=300)
    subject_en = models.CharField(_("subject, in English"), max_length=300, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    legal_basis = models.TextField(_("legal basis"), blank=True)
    objectives = models.TextField(_("objectives"), blank=True)
    closing = models.TextField(_("closing text"), blank=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    year = models.PositiveIntegerField(_("year"), null=True, blank=True)
    starts = models.DateField(_("in force from"), null=True, blank=True)
    signed_on = models.DateField(_("date signed"), null=True, blank=True)
    signer_name = models.CharField(_("who signs"), max_length=150, blank=True)
    signer_post = models.CharField(_("post of who signs"), max_length=200, blank=True)
    copy = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, editable=False)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    filed_at = models.DateTimeField(null=True, editable=False)
    ended_on = models.DateField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = OrderQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=f"({rls.INSIDE_OR_ABOVE} OR id = {NAMED_IN_IT})",
        write=rls.INSIDE_OR_ABOVE,
        grants="SELECT, INSERT, UPDATE",
    )
    row_functions = (
        f"""
        CREATE OR REPLACE FUNCTION app_order_writer() RETURNS bigint[]
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT coalesce(array_agg(p.content_object_id), '{{}}')
          FROM committees_committeeuserpermission p
          JOIN auth_permission a ON a.id = p.permission_id AND a.codename = 'view_committee'
          WHERE p.user_id = app_user_id() AND (p.until IS NULL OR p.until >= app_today())
            AND p.roles && ARRAY[{", ".join(f"'{slug}'" for slug in ORDER_ROLES)}]::varchar[]
        $$
        """,
        """
        CREATE OR REPLACE FUNCTION app_orders_of_own_bodies() RETURNS uuid[]
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT coalesce(array_agg(DISTINCT b.order_id), '{}')
          FROM members_orderbody b
          WHERE b.published AND b.target_id = ANY((SELECT app_inside())::bigint[])
        $$
        """,
    )

    class Meta:
        verbose_name = _("appointment order")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="order_id_committee"),
            models.UniqueConstraint(
                fields=["province", "issuer_th", "year", "number"],
                condition=~Q(state="withdrawn"),
                name="order_number_once",
                violation_error_message=_("This office has an order of this number already."),
            ),
            models.CheckConstraint(condition=Q(state__in=ORDER_STATES), name="order_state_known"),
            models.CheckConstraint(
                condition=~Q(state=IN_FORCE)
                | Q(
                    number__isnull=False,
                    signed_on__isnull=False,
                    starts__isnull=False,
                    copy__isnull=False,
                    filed_by__isnull=False,
                ),
                name="order_in_force_is_filed",
            ),
            models.CheckConstraint(
                condition=Q(kind=OrderKind.AMENDING, amends__isnull=False, replaces__isnull=True)
                | Q(kind=OrderKind.FULL, amends__isnull=True),
                name="order_amends_one",
            ),
            models.UniqueConstraint(
                fields=["amends"],
                condition=Q(state__in=[DRAFT, SIGNING]),
                name="order_one_amendment_at_a_time",
                violation_error_message=_("Another amending order of this order is being written."),
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-created_at", "-id"], name="order_newest"),
            models.Index(fields=["province", "state", "committee"], name="order_province"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return link("order", self.committee.slug, str(self.pk))

    @property
    def subject(self) -> str:
        english = get_language() == "en" and self.subject_en
        return self.subject_en if english else self.subject_th

    @property
    def issuer(self) -> str:
        english = get_language() == "en" and self.issuer_en
        return self.issuer_en if english else self.issuer_th

    @property
    def reference(self) -> str:
        """Number and year; '' while it has none."""
        return f"{self.number}/{self.year}" if self.number else ""

    @property
    def amending(self) -> bool:
        return self.kind == OrderKind.AMENDING


class OrderBody(Bilingual):
    """What an order says of one body: its names, duties and last day.

    `target` is the committee it is about; a new body has none until the order is filed. `parent`
    is the body of the same order it stands under; the first one is the order's own committee.
    `before` is what stood when an amending order began, and `removed` takes the body away.
    `published`: the order has left its drafters. `full_copy` is the signed copy that holds a
    closed group's part, a paper of that group.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="bodies")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    above = models.BooleanField(default=False, editable=False)
    published = models.BooleanField(default=False, editable=False)
    closed = models.BooleanField(_("closed group"), default=False)
    target = models.ForeignKey(Committee, models.PROTECT, null=True, related_name="named_in")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    theme = models.CharField(_("group"), max_length=15, choices=Theme.choices, blank=True)
    name_th = models.CharField(_("official name in Thai"), max_length=250)
    name_en = models.CharField(_("official name in English"), max_length=250, blank=True)
    short_th = models.CharField(_("short name in Thai"), max_length=80, blank=True)
    short_en = models.CharField(_("short name in English"), max_length=80, blank=True)
    duties_th = models.TextField(_("duties, in Thai"), blank=True)
    duties_en = models.TextField(_("duties, in English"), blank=True)
    ends = models.DateField(_("last day"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    removed = models.BooleanField(default=False)
    before = models.JSONField(null=True, editable=False)
    full_copy = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = OrderPartQuerySet.as_manager()

    row_security = rls.RowSecurity(read=PART_READ, write=PART_WRITE)

    class Meta:
        verbose_name = _("body of an order")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="orderbody_id_committee"),
            models.UniqueConstraint(
                fields=["order", "target"],
                name="orderbody_target_once",
                violation_error_message=_("This order names that body already."),
            ),
            models.CheckConstraint(
                condition=Q(closed=False) | Q(above=False), name="orderbody_closed_is_inside"
            ),
        ]
        indexes = [
            models.Index(fields=["order", "position"], name="orderbody_order"),
            models.Index(fields=["target", "ends"], name="orderbody_target"),
            models.Index(fields=["province", "committee"], name="orderbody_province"),
        ]

    @property
    def duties(self) -> list[str]:
        """The numbered duties, in the language of the page."""
        return self.duties_in(get_language())

    def duties_in(self, language: str | None) -> list[str]:
        text = self.duties_en if language == "en" and self.duties_en else self.duties_th
        return [line.strip() for line in text.splitlines() if line.strip()]


class OrderPost(models.Model):
    """One numbered post of a body: the post, the agency that holds it, its function in the body.

    `name_th`, `name_en` and `email` name the person who takes it, where somebody is named; nobody
    need be. `place` is the standing place it is about. `closed` and `target` repeat the body's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(OrderBody, models.CASCADE, related_name="posts")
    order = models.ForeignKey(Order, models.CASCADE, related_name="posts")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    above = models.BooleanField(default=False, editable=False)
    published = models.BooleanField(default=False, editable=False)
    closed = models.BooleanField(default=False, editable=False)
    target = models.ForeignKey(Committee, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("function in the body"), max_length=30, choices=ROLE_CHOICES)
    title_th = models.CharField(_("post, in Thai"), max_length=150, blank=True)
    title_en = models.CharField(_("post, in English"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    name_th = models.CharField(_("name in Thai"), max_length=150, blank=True)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    removed = models.BooleanField(default=False)
    before = models.JSONField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = OrderPartQuerySet.as_manager()

    row_security = rls.RowSecurity(read=PART_READ, write=PART_WRITE)

    class Meta:
        verbose_name = _("post of an order")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed=False) | Q(above=False), name="orderpost_closed_is_inside"
            ),
        ]
        indexes = [
            models.Index(fields=["body", "position"], name="orderpost_body"),
            models.Index(fields=["order", "position"], name="orderpost_order"),
            models.Index(fields=["province", "committee"], name="orderpost_province"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rule(self) -> Role:
        return ROLES[self.role]

    @property
    def title(self) -> str:
        """The post's title, or the agency where the order gives none."""
        return self.title_in(get_language())

    def title_in(self, language: str | None) -> str:
        title = self.title_en if language == "en" and self.title_en else self.title_th
        if not title and self.organisation is not None:
            title = self.organisation.name_in(language)
        return title

    @property
    def name(self) -> str:
        return self.name_in(get_language())

    def name_in(self, language: str | None) -> str:
        return self.name_en if language == "en" and self.name_en else self.name_th
