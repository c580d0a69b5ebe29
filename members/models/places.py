"""Places: what an agency holds in a committee, whoever acts in it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from committees import rls
from committees.models import Area, Committee
from committees.roles import ROLE_CHOICES, ROLES, Role
from members.models.organisations import Organisation
from members.querysets.places import PlaceQuerySet


class Place(models.Model):
    """An agency's standing place in a committee, in a role, from a day until a day.

    The agency holds the place, a person acts in it: seats point to their place, and one in which
    nobody acts today is vacant. `order` is the appointment order it rests on, where there is one.
    `ends` is its last day. `above` mirrors whether the committee is open to those who oversee it.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="agency_places", verbose_name=_("committee")
    )
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    above = models.BooleanField(default=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="agency_places", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=30, choices=ROLE_CHOICES)
    title_th = models.CharField(_("post, in Thai"), max_length=150, blank=True)
    title_en = models.CharField(_("post, in English"), max_length=150, blank=True)
    order = models.ForeignKey(
        "members.Order", models.PROTECT, null=True, blank=True, related_name="agency_places"
    )
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    row_security = rls.RowSecurity(
        read=rls.INSIDE_OR_ABOVE, grants="SELECT, INSERT, UPDATE, DELETE"
    )

    class Meta:
        verbose_name = _("place")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["id", "committee"], name="place_id_committee"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="place_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "organisation", "role"], name="place_committee"),
            models.Index(fields=["province", "committee"], name="place_province"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.title}"

    @property
    def rule(self) -> Role:
        return ROLES[self.role]

    @property
    def title(self) -> str:
        """The post's title, or the role where the order gives none."""
        title = self.title_en if get_language() == "en" and self.title_en else self.title_th
        return title or str(self.rule.label)
