"""What stands around every page: whose hat one wears, the way to the pages, unread notices.

Everything is worked out the first time a template asks for it, so that fragments and error pages
cost nothing: at most one query for the whole frame.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db import Error, connection
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from committees import access
from committees.models import Committee
from committees.querysets import Scope
from committees.roles import ROLES

SESSION_KEY = "hat"
MOST_UNREAD = 100
# By hand, because every page asks it: putting the question together costs more than its answer.
# Whoever has the page of a notice before them has been told, whichever way they came.
_UNREAD_SQL = """
WITH here AS (
  UPDATE committees_notice SET read_at = now()
  WHERE recipient_id = %(reader)s AND read_at IS NULL AND url = ANY(%(here)s)
  RETURNING id
)
SELECT (SELECT count(*) FROM (
  SELECT FROM committees_notice
  WHERE recipient_id = %(reader)s AND read_at IS NULL LIMIT %(most)s
) unread) - (SELECT count(*) FROM here)
"""


@dataclass(frozen=True)
class Hat:
    """A committee the person sits in, and as what."""

    id: int
    name: str
    post: str
    committee_slug: str
    committee_name: str
    kind: str
    province_id: int
    roles: frozenset[str]
    current: bool


@dataclass(frozen=True)
class NavItem:
    """One page in the navigation."""

    key: str
    url: str
    label: str
    icon: str
    current: bool


# Gives (address, words) of what the person most often adds, or None.
AddProvider = Callable[[HttpRequest, Hat], tuple[str, str] | None]
_ADD: list[AddProvider] = []


def register_add(provider: AddProvider) -> None:
    """Offer the thing one most often adds; the first provider that gives one is taken."""
    if provider not in _ADD:
        _ADD.append(provider)


def frame_of(request: HttpRequest) -> Frame:
    """The frame of this request, the same one however often it is asked for."""
    found: Frame | None = getattr(request, "_frame", None)
    if found is None:
        found = Frame(request)
        request._frame = found  # type: ignore[attr-defined]
    return found


class Frame:
    """The frame of one request; templates read its properties."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def scope(self) -> Scope:
        found: Scope | None = getattr(self.request, "scope", None)
        return found if found is not None else access.scope_of(self.request.user)

    def load(self) -> None:
        """Read what needs the database now, while the transaction is still good."""
        for name in ("hats", "unread"):
            getattr(self, name)

    @cached_property
    def hats(self) -> list[Hat]:
        """The committees the person sits in; the chosen one is `current`."""
        if not _can_read(self.request):
            return []
        scope = self.scope
        roles = _roles_by_committee(scope)
        committees = sorted(scope.nodes.values(), key=lambda node: (node.depth, node.sort_key))
        chosen = _chosen(self.request, {committee.pk for committee in committees})
        if chosen is None and committees:
            chosen = committees[0].pk
        return [_hat(committee, roles[committee.pk], chosen) for committee in committees]

    @cached_property
    def hat(self) -> Hat | None:
        """The one worn now."""
        return next((hat for hat in self.hats if hat.current), None)

    @cached_property
    def unread(self) -> int:
        """How many notices were not opened yet, counted up to a bound.

        Side effect: those that lead to this very page are opened with it.
        """
        if not _can_read(self.request):
            return 0
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    _UNREAD_SQL,
                    {
                        "reader": self.request.user.pk,
                        "here": self._addresses(),
                        "most": MOST_UNREAD,
                    },
                )
                return int(cursor.fetchone()[0])
        except Error:
            return 0

    def _addresses(self) -> list[str]:
        """What leads to this page; the database takes no NUL, and no notice leads to one."""
        request = self.request
        if request.method != "GET" or "\x00" in request.path:
            return []
        return [request.path, request.get_full_path()]

    @cached_property
    def province_url(self) -> str:
        """The page of the province the worn hat belongs to."""
        hat = self.hat
        if hat is None or hat.kind == "national":
            return ""
        return _url("province", hat.province_id)

    @cached_property
    def committee_url(self) -> str:
        return _url("committee", self.hat.committee_slug) if self.hat else ""

    @cached_property
    def nav(self) -> list[NavItem]:
        """The pages that exist for this person, in their order."""
        places = [
            ("home", _url("home"), _("Home"), "home"),
            ("plans", _url("plans") if self.hats else "", _("Plans"), "plan"),
            ("activities", _url("activities") if self.hats else "", _("Activities"), "flag"),
            ("members", _url("organisations") if self.hats else "", _("Members"), "organisation"),
            ("province", self.province_url, _("Province"), "province"),
            ("committee", self.committee_url, _("Committee"), "committee"),
            ("search", _url("search"), _("Search"), "search"),
        ]
        path = self.request.path
        return [
            NavItem(key, url, label, icon, _is_current(url, path))
            for key, url, label, icon in places
            if url
        ]

    @cached_property
    def _add(self) -> tuple[str, str]:
        hat = self.hat
        if hat is not None:
            for provider in _ADD:
                found = provider(self.request, hat)
                if found:
                    return found
        return "", ""

    @property
    def add_url(self) -> str:
        return self._add[0]

    @property
    def add_label(self) -> str:
        return self._add[1]


def choose_hat(request: HttpRequest, committee_id: int) -> bool:
    """Wear another hat from now on; False where the person has no seat there."""
    if committee_id not in _roles_by_committee(access.scope_of(request.user)):
        return False
    request.session[SESSION_KEY] = committee_id
    return True


def _can_read(request: HttpRequest) -> bool:
    """Whether there is a person to read for, and a transaction in which reading works."""
    return request.user.is_authenticated and not connection.needs_rollback


def _roles_by_committee(scope: Scope) -> dict[int, frozenset[str]]:
    roles = dict(scope.roles)
    for oversight in scope.oversights:
        known = roles.get(oversight.committee_id, frozenset())
        roles[oversight.committee_id] = known | oversight.roles
    return roles


def _chosen(request: HttpRequest, possible: set[int]) -> int | None:
    chosen = request.session.get(SESSION_KEY)
    return chosen if isinstance(chosen, int) and chosen in possible else None


def _hat(committee: Committee, roles: frozenset[str], chosen: int | None) -> Hat:
    return Hat(
        id=committee.pk,
        name=committee.short,
        post=", ".join(str(ROLES[slug].label) for slug in ROLES if slug in roles),
        committee_slug=committee.slug,
        committee_name=committee.name,
        kind=committee.kind,
        province_id=committee.province_id,
        roles=roles,
        current=committee.pk == chosen,
    )


def _url(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _is_current(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
