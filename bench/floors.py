"""The floor: the rows of each page, read by SQL written by hand, with no question of rights.

Which rows a person may see stands here as plain numbers, worked out beforehand. Every statement
names the table whose rows it must return; `bench.worker` compares them with what the page read, so
that the two stay the same as the pages change.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from bench import activity_floors
from bench.reads import Read, ids
from committees.calendar import Quarter, fiscal_year, quarter, today
from committees.querysets import Scope
from committees.roles import ROLES
from committees.search import SHOWN
from members.parts.seats import LEADING
from members.province_page import MOST_PEOPLE, NAMED


@dataclass(frozen=True)
class Floor:
    """Whose page, and of what."""

    scope: Scope
    session_key: str
    committee_id: int
    plan_id: int
    province: int
    q: str

    @property
    def inside(self) -> str:
        return ids(self.scope.inside)

    def seen(self, alias: str, *, drafts: bool = True) -> str:
        """The rows of a tenant table this person sees, as plain equality."""
        a, scope = alias, self.scope
        reach = (
            f"{a}.province_id = ANY({ids(scope.overseen_provinces)})"
            if scope.overseen_provinces
            else f"{a}.committee_id = ANY({ids(scope.homes)})"
        )
        if not (scope.overseen or scope.overseen_provinces):
            return reach
        return f"{reach} AND ({a}.above OR {a}.committee_id = ANY({self.inside}))"

    def frame(self) -> list[Read]:
        """What stands around every page."""
        hats = set(self.scope.roles) | {o.committee_id for o in self.scope.oversights}
        return [
            Read(
                "django_session",
                "SELECT session_key, session_data, expire_date FROM django_session"
                " WHERE session_key = %s",
                (self.session_key,),
            ),
            Read(
                "accounts_user", "SELECT * FROM accounts_user WHERE id = %s", (self.scope.user_id,)
            ),
            Read(
                "",
                f"SELECT * FROM committees_committee WHERE id = ANY({ids(hats)})"
                " ORDER BY depth, sort_key",
            ),
            Read(
                "",
                "SELECT count(*) FROM (SELECT FROM committees_notice WHERE recipient_id = %s"
                " AND read_at IS NULL LIMIT 100) x",
                (self.scope.user_id,),
            ),
        ]

    def home(self) -> list[Read]:
        """Waiting, coming, lately; totals for the observer."""
        if self.scope.national:
            return self.totals()
        held = {str(p) for p in self.scope.all_permissions}
        states = ["submitted"] if "approve_as_deputy" in held or "approve_as_chief" in held else []
        states += ["approved"] if "receive_plan" in held else []
        reads = []
        if states:
            reads.append(
                Read(
                    "",
                    "SELECT q.*, c.* FROM actionplans_quarterplan q JOIN committees_committee c"
                    f" ON c.id = q.committee_id WHERE {self.seen('q')} AND q.state = ANY(%s)"
                    " ORDER BY q.changed_at, q.id LIMIT 50",
                    (states,),
                )
            )
        if "submit_plan" in held:
            reads.append(
                Read(
                    "",
                    "SELECT q.*, c.* FROM actionplans_quarterplan q JOIN committees_committee c"
                    f" ON c.id = q.committee_id WHERE q.committee_id = ANY({self.inside})"
                    " AND q.state IN ('returned', 'returned_by_province', 'draft')"
                    " AND q.fiscal_year >= %s ORDER BY q.fiscal_year, q.quarter, q.id LIMIT 50",
                    (fiscal_year(today()),),
                )
            )
        reads += self.lately()
        reads.append(
            Read(
                "",
                "SELECT * FROM members_seat WHERE person_id = %s AND ends >= %s",
                (self.scope.user_id, today()),
            )
        )
        return reads

    def lately(self) -> list[Read]:
        """The newest events, and the names of their committees."""
        newest = "ORDER BY at DESC, id DESC LIMIT 8"
        parts = [f"SELECT * FROM committees_auditevent WHERE committee_id = ANY({self.inside})"]
        if self.scope.overseen_provinces:
            parts.append(
                "SELECT * FROM committees_auditevent WHERE above"
                f" AND province_id = ANY({ids(self.scope.overseen_provinces)})"
            )
        if self.scope.overseen:
            parts.append(
                "SELECT * FROM committees_auditevent WHERE above"
                f" AND committee_id = ANY({ids(self.scope.overseen)})"
            )
        union = " UNION ALL ".join(f"({part} {newest})" for part in parts)
        return [
            Read("committees_auditevent", union),
            Read(
                "",
                "SELECT * FROM committees_committee WHERE id = ANY(ARRAY(SELECT DISTINCT"
                f" committee_id FROM ({union}) x))",
            ),
        ]

    def totals(self, period: Quarter | None = None) -> list[Read]:
        """Sums of every province."""
        period = period or quarter(today())
        return [
            Read(
                "",
                "SELECT province_id, state, count(*), sum(line_count), sum(budget)"
                " FROM actionplans_quarterplan WHERE above AND fiscal_year = %s AND quarter = %s"
                " GROUP BY 1, 2",
                (period.year, period.number),
            ),
            Read(
                "committees_area",
                "SELECT * FROM committees_area WHERE level = 'province' ORDER BY sort_key",
            ),
        ]

    def plans(self) -> list[Read]:
        """The first page of the list, and how many there are."""
        if self.scope.national:
            return self.totals()
        seen = self.seen("q")
        return [
            Read(
                "actionplans_quarterplan",
                "SELECT q.*, c.* FROM actionplans_quarterplan q JOIN committees_committee c"
                f" ON c.id = q.committee_id WHERE {seen}"
                " ORDER BY q.changed_at DESC, q.id DESC LIMIT 51",
            ),
            Read(
                "",
                f"SELECT count(*) FROM (SELECT FROM actionplans_quarterplan q WHERE {seen}"
                " LIMIT 1001) x",
            ),
        ]

    def plan(self) -> list[Read]:
        """One quarter with the two newest wordings, its rounds and its history."""
        pk = self.plan_id
        return [
            Read(
                "actionplans_quarterplan",
                "SELECT q.*, p.*, c.*, u.*, a.*, v.* FROM actionplans_quarterplan q"
                " JOIN actionplans_plan p ON p.id = q.plan_id"
                " JOIN committees_committee c ON c.id = q.committee_id"
                " LEFT JOIN committees_committee u ON u.id = c.parent_id"
                " JOIN committees_area a ON a.code = c.area_id"
                " JOIN committees_area v ON v.code = c.province_id WHERE q.id = %s",
                (pk,),
            ),
            Read(
                "actionplans_round",
                "SELECT r.*, s.*, d.*, e.* FROM actionplans_round r"
                " JOIN accounts_user s ON s.id = r.submitted_by_id"
                " LEFT JOIN accounts_user d ON d.id = r.decided_by_id"
                " LEFT JOIN accounts_user e ON e.id = r.received_by_id"
                " WHERE r.quarter_plan_id = %s ORDER BY r.number",
                (pk,),
            ),
            Read(
                "actionplans_roundline",
                "SELECT l.* FROM actionplans_roundline l WHERE l.round_id = ANY(ARRAY("
                "SELECT id FROM actionplans_round WHERE quarter_plan_id = %s"
                " ORDER BY number DESC LIMIT 2)) ORDER BY position, line_id",
                (pk,),
            ),
            Read(
                "committees_auditevent",
                "SELECT * FROM committees_auditevent WHERE subject_type = 'actionplans.quarterplan'"
                " AND subject_id = %s ORDER BY at DESC, seq DESC LIMIT 50",
                (str(pk),),
            ),
        ]

    def committee(self) -> list[Read]:
        """A committee, what stands under it, and for insiders and overseers what happens there."""
        pk = self.committee_id
        reads = [
            Read(
                "",
                "SELECT c.*, p.*, a.*, v.* FROM committees_committee c"
                " LEFT JOIN committees_committee p ON p.id = c.parent_id"
                " JOIN committees_area a ON a.code = c.area_id"
                " JOIN committees_area v ON v.code = c.province_id WHERE c.id = %s",
                (pk,),
            ),
            Read(
                "",
                "SELECT * FROM committees_committee WHERE parent_id = %s AND ended IS NULL"
                " ORDER BY sort_key, id LIMIT 200",
                (pk,),
            ),
        ]
        if self.scope.national:
            return reads
        own = "" if pk in self.scope.inside else " AND above"
        return [
            *reads,
            Read(
                "committees_auditevent",
                "SELECT * FROM committees_auditevent WHERE"
                f" committee_id = %s{own} ORDER BY at DESC, seq DESC LIMIT 5",
                (pk,),
            ),
            Read(
                "members_seat",
                "SELECT s.*, u.*, o.* FROM members_seat s"
                " JOIN accounts_user u ON u.id = s.person_id"
                " JOIN members_organisation o ON o.id = s.organisation_id"
                " WHERE s.committee_id = %s AND s.role <> ALL(ARRAY['member', 'observer',"
                " 'steering', 'vice_chair']) ORDER BY s.id",
                (pk,),
            ),
            Read(
                "actionplans_quarterplan",
                "SELECT * FROM actionplans_quarterplan WHERE"
                f" committee_id = %s AND fiscal_year = %s{own} ORDER BY quarter",
                (pk, fiscal_year(today())),
            ),
            activity_floors.reach_of_committee(self),
        ]

    def search(self) -> list[Read]:
        """The first eight of each kind of things that hold the letters, and how many there are."""
        like = f"%{self.q.upper()}%"
        where = (
            "" if self.scope.national else f" AND c.province_id = ANY({ids(self.scope.provinces)})"
        )
        reads = [
            Read(
                "committees_committee",
                "SELECT c.*, a.*, count(*) OVER () FROM committees_committee c"
                " JOIN committees_area a ON a.code = c.area_id WHERE (upper(c.name_th) LIKE %s"
                " OR upper(c.name_en) LIKE %s OR upper(c.short_th) LIKE %s"
                f" OR upper(c.short_en) LIKE %s) AND (NOT c.closed"
                f" OR c.id = ANY({self.inside})){where}"
                f" ORDER BY c.depth, c.sort_key, c.id LIMIT {SHOWN}",
                (like,) * 4,
            ),
            Read(
                "members_organisation",
                "SELECT c.*, a.*, count(*) OVER () FROM members_organisation c"
                " JOIN committees_area a ON a.code = c.province_id WHERE (upper(c.name_th) LIKE %s"
                f" OR upper(c.name_en) LIKE %s){where} ORDER BY c.sort_key, c.id LIMIT {SHOWN}",
                (like, like),
            ),
        ]
        if self.scope.national:
            return reads
        reads += [
            Read(
                "members_seat",
                "SELECT s.*, u.*, c.*, count(*) OVER () FROM members_seat s"
                " JOIN accounts_user u ON u.id = s.person_id"
                " JOIN committees_committee c ON c.id = s.committee_id"
                " WHERE (upper(u.name_th) LIKE %s OR upper(u.name_en) LIKE %s)"
                f" AND {self.seen('s')} ORDER BY u.sort_key, s.id LIMIT {SHOWN}",
                (like, like),
            ),
            Read(
                "actionplans_planline",
                "SELECT l.*, c.*, p.*, count(*) OVER () FROM actionplans_planline l"
                " JOIN committees_committee c ON c.id = l.committee_id"
                " JOIN actionplans_plan p ON p.id = l.plan_id"
                f" WHERE upper(l.what) LIKE %s AND l.committee_id = ANY({self.inside})"
                f" ORDER BY l.id DESC LIMIT {SHOWN}",
                (like,),
            ),
        ]
        if self.scope.overseen or self.scope.overseen_provinces:
            reads.append(
                Read(
                    "actionplans_roundline",
                    "SELECT l.id, l.what, l.line_id, c.slug, c.name_th, c.name_en, c.short_th,"
                    " c.short_en, q.id AS plan_id, q.fiscal_year, q.quarter, q.state"
                    " FROM actionplans_roundline l"
                    " JOIN committees_committee c ON c.id = l.committee_id"
                    " JOIN actionplans_round r ON r.id = l.round_id"
                    " JOIN actionplans_quarterplan q ON q.id = r.quarter_plan_id"
                    f" WHERE upper(l.what) LIKE %s AND l.above AND {self.seen('l')}"
                    f" AND l.committee_id <> ALL({self.inside}) ORDER BY l.id DESC LIMIT 101",
                    (like,),
                )
            )
        return reads

    def province_page(self) -> list[Read]:
        """The tree of the province, who leads it, how many sit where; for PSDHS also the plans."""
        code = self.province
        reads = [
            Read("", "SELECT * FROM committees_area WHERE code = %s", (code,)),
            Read(
                "",
                "SELECT * FROM committees_committee c WHERE province_id = %s AND (NOT closed"
                f" OR id = ANY({self.inside})) AND ended IS NULL ORDER BY path LIMIT 1000",
                (code,),
            ),
            Read(
                "",
                "SELECT * FROM committees_area WHERE parent_id = %s ORDER BY sort_key",
                (code,),
            ),
        ]
        if self.scope.national:
            return reads
        seen = f"{self.seen('s')} AND s.province_id = {code}"
        leading = ", ".join(f"'{slug}'" for slug in LEADING)
        kinds = ", ".join(f"'{kind}'" for kind in NAMED)
        reads += [
            Read(
                "", f"SELECT s.committee_id, count(*) FROM members_seat s WHERE {seen} GROUP BY 1"
            ),
            Read(
                "members_seat",
                "SELECT s.*, u.*, o.* FROM members_seat s"
                " JOIN accounts_user u ON u.id = s.person_id"
                " JOIN members_organisation o ON o.id = s.organisation_id"
                " JOIN committees_committee c ON c.id = s.committee_id"
                f" WHERE {seen} AND (s.committee_id = ANY({self.inside})"
                f" OR c.kind IN ({kinds}) AND s.role IN ({leading}))"
                f" ORDER BY array_position(%s, s.role::text), u.sort_key, s.id LIMIT {MOST_PEOPLE}",
                (list(ROLES),),
            ),
        ]
        if self.province not in self.scope.overseen_provinces:
            return reads
        return [
            *reads,
            Read(
                "",
                "SELECT * FROM committees_committee WHERE province_id = %s AND ended IS NULL"
                " AND kind IN ('district', 'civil_society') ORDER BY kind, sort_key",
                (code,),
            ),
            Read(
                "actionplans_quarterplan",
                "SELECT * FROM actionplans_quarterplan WHERE province_id = %s AND above"
                " AND fiscal_year = %s",
                (code, fiscal_year(today())),
            ),
            activity_floors.reach_of_province(self),
        ]

    def of_activities(self) -> dict[str, Any]:
        """What is read of activities and their sums: `bench.activity_floors`."""
        return {name: partial(read, self) for name, read in activity_floors.PAGES.items()}

    def reads(self, page: str) -> list[Read] | None:
        """Everything the page shows, its frame first; None where no floor is written for it."""
        body = {
            "home": self.home,
            "plan list": self.plans,
            "plan detail": self.plan,
            "committee page": self.committee,
            "search": self.search,
            "province page": self.province_page,
            **self.of_activities(),
        }.get(page)
        return [*self.frame(), *body()] if body else None
