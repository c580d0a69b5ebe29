"""Drafts opened to neighbouring committees: to whom, what they said, and what overlaps.

What neighbours read of a draft comes from functions of the database that give the lines of opened
plans and no more. The policies of the lines themselves stay as they are: a page that reads lines
in any other way still sees only its own committee's.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actionplans.models.plans import Plan, PlanLine, TenantRow
from actionplans.querysets.neighbours import (
    AreaNeighbourQuerySet,
    CommentQuerySet,
    GuestQuerySet,
    OpeningQuerySet,
    TalkQuerySet,
)
from actionplans.workflow import neighbours as workflow
from committees import rls
from committees.links import link
from committees.models import Area, Committee

OPEN_TO_ACTOR = "id = ANY((SELECT app_openings())::bigint[])"
GUEST_INSIDE = "guest_id = ANY((SELECT app_inside())::bigint[])"

# The committees the actor sits in to which a draft can be open, with the openings that are.
_HATS = """
  SELECT o.id, o.plan_id, o.committee_id, o.fiscal_year, o.shows_money, g.id AS guest_id
  FROM committees_committee g
  JOIN actionplans_opening o ON o.province_id = g.province_id AND o.closed_at IS NULL
  JOIN committees_committee c ON c.id = o.committee_id AND NOT c.closed AND c.ended IS NULL
  WHERE g.id = ANY((SELECT app_inside())::bigint[])
    AND g.kind IN ('district', 'civil_society', 'provincial')
    AND NOT g.closed AND g.ended IS NULL AND o.committee_id <> ALL((SELECT app_inside())::bigint[])
    AND ((o.to_all AND g.kind <> 'provincial') OR EXISTS (
      SELECT 1 FROM actionplans_openingguest i WHERE i.opening_id = o.id AND i.guest_id = g.id
    ))
"""


# Whether a line has gone up, found by its plan's quarters.
_WENT_UP = """EXISTS (
  SELECT 1 FROM actionplans_planline l
  JOIN actionplans_quarterplan q ON q.plan_id = l.plan_id
  JOIN actionplans_round o ON o.quarter_plan_id = q.id
  JOIN actionplans_roundline r ON r.round_id = o.id AND r.line_id = l.id AND r.above
  WHERE l.id = {line}
)"""


class Opening(TenantRow):
    """A time for which a committee lets neighbours read and comment the lines of a year's plan.

    `to_all` are all district and civil-society committees of the province, also later ones; else
    the guests say who. Closing ends it; opening again is a new row, so that it stays known who
    could read when.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="openings")
    fiscal_year = models.PositiveSmallIntegerField()
    to_all = models.BooleanField(_("all neighbours"))
    shows_money = models.BooleanField(_("budgets are shown"), default=False)
    note = models.TextField(blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = OpeningQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=f"({rls.OWN_COMMITTEE} OR {OPEN_TO_ACTOR})",
        write=rls.OWN_COMMITTEE,
        grants=(
            "SELECT, INSERT, UPDATE (to_all, shows_money, note, closed_by_id, closed_at, version)"
        ),
    )

    class Meta:
        verbose_name = _("opening of a draft")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="opening_id_committee"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(closed_at__isnull=True), name="opening_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="opening_closed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "province"], name="opening_tenant"),
            models.Index(
                fields=["province", "fiscal_year"],
                condition=Q(closed_at__isnull=True),
                name="opening_standing",
            ),
        ]

    def __str__(self) -> str:
        return str(_("the draft for fiscal year %(year)s") % {"year": self.fiscal_year})

    def get_absolute_url(self) -> str:
        return link("plan_opened", self.committee.slug, self.fiscal_year)

    def audit_label(self) -> str:
        """How the history names it."""
        return str(self)


class OpeningGuest(TenantRow):
    """A committee chosen by name to read a draft."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="guests")
    guest = models.ForeignKey(Committee, models.PROTECT, related_name="+")

    objects = GuestQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=f"({rls.OWN_COMMITTEE} OR {GUEST_INSIDE})", write=rls.OWN_COMMITTEE
    )
    # Placed here and not at `Opening`: they read both tables.
    row_functions = (
        f"""
        CREATE OR REPLACE FUNCTION app_openings() RETURNS bigint[]
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT coalesce(array_agg(DISTINCT h.id), '{{}}') FROM ({_HATS}) AS h
        $$
        """,
        f"""
        CREATE OR REPLACE FUNCTION app_opened_plans() RETURNS bigint[]
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT coalesce(array_agg(DISTINCT h.plan_id), '{{}}') FROM ({_HATS}) AS h
        $$
        """,
        # The lines that neighbours opened to the committees `p_guests` the actor sits in: of these
        # columns alone, and money only where the opener shows it.
        f"""
        CREATE OR REPLACE FUNCTION app_opened_lines(p_guests bigint[], p_year int)
        RETURNS TABLE (opening_id bigint, committee_id bigint, plan_id bigint, line_id bigint,
          pos int, what varchar, pillar varchar, responsible_id bigint, supporting bigint[],
          places int[], starts date, ends date, budget numeric, funding varchar, funder varchar,
          indicator varchar, target varchar)
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT h.id, l.committee_id, l.plan_id, l.id, l.position, l.what, l.pillar,
            l.responsible_id,
            ARRAY(SELECT s.organisation_id FROM actionplans_linesupport s
                  WHERE s.line_id = l.id ORDER BY 1),
            ARRAY(SELECT p.area_id FROM actionplans_lineplace p WHERE p.line_id = l.id ORDER BY 1),
            l.starts, l.ends,
            CASE WHEN h.shows_money THEN l.budget END,
            CASE WHEN h.shows_money THEN l.funding END,
            CASE WHEN h.shows_money THEN l.funder END,
            l.indicator, l.target
          FROM (SELECT DISTINCT t.id, t.plan_id, t.shows_money FROM ({_HATS}) AS t
                WHERE t.fiscal_year = p_year AND t.guest_id = ANY(p_guests)) AS h
          JOIN actionplans_planline l ON l.plan_id = h.plan_id AND l.removed_at IS NULL
        $$
        """,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opening", "guest"], name="opening_guest_once")
        ]
        indexes = [
            models.Index(fields=["committee", "province"], name="opening_guest_tenant"),
            models.Index(fields=["guest"], name="opening_guest_of"),
        ]

    def __str__(self) -> str:
        return str(self.guest)


class CommentState(models.TextChoices):
    """Where a comment stands; the way between them is `workflow.COMMENT`."""

    NEW = workflow.NEW, _("waits for an answer")
    NOTED = workflow.NOTED, _("noted")
    ANSWERED = workflow.ANSWERED, _("answered")
    TAKEN_UP = workflow.TAKEN_UP, _("taken up")
    WITHDRAWN = workflow.WITHDRAWN, _("withdrawn")


class LineComment(TenantRow):
    """What a neighbouring committee (`guest`) says of a line, and what the opener answers.

    `line_what` keeps the wording that was commented. The row belongs to the committee that opened
    its draft; other guests do not see it.
    """

    opening = models.ForeignKey(Opening, models.PROTECT, related_name="comments")
    fiscal_year = models.PositiveSmallIntegerField()
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="+")
    line_what = models.CharField(max_length=300)
    guest = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_th = models.CharField(max_length=150)
    author_en = models.CharField(max_length=150, blank=True)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=CommentState.choices, default=CommentState.NEW)
    answer = models.TextField(blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_th = models.CharField(max_length=150, blank=True)
    settled_en = models.CharField(max_length=150, blank=True)
    settled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    # Made with the empty form: sending it twice says it once.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = CommentQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=f"({rls.OWN_COMMITTEE} OR {GUEST_INSIDE})",
        insert=(
            f"({GUEST_INSIDE} AND author_id = {rls.OWN_PERSON}"
            " AND opening_id = ANY((SELECT app_openings())::bigint[]))"
        ),
        grants=(
            "SELECT, INSERT, UPDATE (text, line_what, state, answer, settled_by_id, settled_th,"
            " settled_en, settled_at, changed_at, version)"
        ),
    )

    class Meta:
        verbose_name = _("comment on a draft")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["author", "form_key"], name="line_comment_once"),
            models.CheckConstraint(
                condition=~Q(guest=F("committee")), name="line_comment_by_a_neighbour"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[workflow.NEW, workflow.WITHDRAWN])
                | (Q(settled_by__isnull=False) & ~Q(settled_by=F("author"))),
                name="line_comment_nobody_settles_own",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "province"], name="line_comment_tenant"),
            models.Index(fields=["line", "created_at"], name="line_comment_of"),
            models.Index(fields=["guest", "fiscal_year"], name="line_comment_by"),
            models.Index(
                fields=["committee"], condition=Q(state="new"), name="line_comment_waiting"
            ),
        ]

    def __str__(self) -> str:
        return str(_("the line “%(line)s”") % {"line": self.line_what})

    def audit_label(self) -> str:
        """How the history names it: by the line, never by what was said."""
        return str(self)

    @property
    def author_name(self) -> str:
        return self.author_en if get_language() == "en" and self.author_en else self.author_th

    @property
    def settled_name(self) -> str:
        return self.settled_en if get_language() == "en" and self.settled_en else self.settled_th


class TalkOutcome(models.TextChoices):
    """What two committees agreed about an overlap."""

    JOINED = "joined", _("agreed to join")
    APART = "apart", _("stays apart")


class OverlapTalk(TenantRow):
    """A record that two committees talked about two lines that overlap; the newest counts.

    The row is the marking side's (`committee`, `plan`, `line`). The other side reads it where it
    reads the line: while the draft is open to it.
    """

    fiscal_year = models.PositiveSmallIntegerField()
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="+")
    other = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    other_line = models.BigIntegerField()
    outcome = models.CharField(max_length=6, choices=TalkOutcome.choices)
    word = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_th = models.CharField(max_length=150)
    by_en = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = TalkQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=(
            f"({rls.OWN_COMMITTEE} OR (other_id = ANY((SELECT app_inside())::bigint[])"
            " AND plan_id = ANY((SELECT app_opened_plans())::bigint[])))"
        ),
        write=rls.OWN_COMMITTEE,
        grants="SELECT, INSERT",
    )
    row_functions = (
        # Whether the two lines have been talked about, for those who oversee the province and read
        # both lines because both went up.
        f"""
        CREATE OR REPLACE FUNCTION app_talked_lines(p_province int, p_year int)
        RETURNS TABLE (line_id bigint, other_line bigint, outcome varchar, at timestamptz)
        LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
          SELECT t.line_id, t.other_line, t.outcome, t.at FROM actionplans_overlaptalk t
          WHERE t.province_id = p_province
            AND p_province = ANY((SELECT app_overseen_provinces())::int[])
            AND t.fiscal_year = p_year
            AND {_WENT_UP.format(line="t.line_id")} AND {_WENT_UP.format(line="t.other_line")}
        $$
        """,
    )

    class Meta:
        verbose_name = _("talk about an overlap")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "form_key"], name="overlap_talk_once"),
            models.CheckConstraint(condition=~Q(other=F("committee")), name="overlap_talk_of_two"),
        ]
        indexes = [
            models.Index(fields=["committee", "province"], name="overlap_talk_tenant"),
            models.Index(fields=["line", "other_line"], name="overlap_talk_pair"),
            models.Index(fields=["other", "fiscal_year"], name="overlap_talk_other"),
            models.Index(fields=["province", "fiscal_year"], name="overlap_talk_year"),
        ]

    def __str__(self) -> str:
        return str(self.line)

    @property
    def by_name(self) -> str:
        return self.by_en if get_language() == "en" and self.by_en else self.by_th


class AreaNeighbour(models.Model):
    """Two districts of a province that lie beside each other, as PSDHS marked it.

    Kept once, the lower code first, so that it holds both ways.
    """

    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    low = models.ForeignKey(Area, models.PROTECT, related_name="+")
    high = models.ForeignKey(Area, models.PROTECT, related_name="+")

    objects = AreaNeighbourQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.OWN_PROVINCE,
        write="province_id = ANY((SELECT app_overseen_provinces())::int[])",
        grants="SELECT, INSERT, DELETE",
    )

    class Meta:
        verbose_name = _("neighbouring districts")
        ordering = ["low", "high"]
        constraints = [
            models.UniqueConstraint(fields=["province", "low", "high"], name="area_neighbour_once"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="area_neighbour_low_first"),
            models.CheckConstraint(
                condition=Q(low__gte=F("province") * 100, high__lt=F("province") * 100 + 100),
                name="area_neighbour_of_province",
            ),
        ]
        indexes = [models.Index(fields=["province", "high"], name="area_neighbour_other_way")]

    def __str__(self) -> str:
        return f"{self.low_id}-{self.high_id}"
