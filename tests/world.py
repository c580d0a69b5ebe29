"""The one cast of all tests: a small, fixed world of two provinces.

`build_world()` makes it, seats and plans by the real actions; the fixture `world` hands it out.
Names of people are their parts: Pranee is
the secretary of Mae Sai in every test.
"""

import copy
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts.models import User
from accounts.thai import sort_key
from actionplans.actions import plans as plan_actions
from actionplans.models import Plan, PlanLine, QuarterPlan
from committees import access
from committees.calendar import Quarter, quarter, today
from committees.models import Approver, Area, Committee, Notice
from committees.querysets import Scope
from members.actions import seats as member_actions
from members.models import Organisation, Seat

PASSWORD = "only-for-tests-1234"
CHIANG_RAI, NAN, THAILAND = 57, 55, 0

# name -> (name in Thai, name in English)
PEOPLE = {
    "pranee": ("ปราณี อินต๊ะวงศ์", "Pranee Intawong"),
    "anong": ("อนงค์ ใจวงค์", "Anong Chaiwong"),
    "somchai": ("สมชาย กันทะวงค์", "Somchai Kanthawong"),
    "chief": ("ธนากร วงศ์สุริยะ", "Thanakorn Wongsuriya"),
    "superintendent": ("พงศกร เดชอุดม", "Phongsakon Detudom"),
    "kanda": ("กานดา มะโนวงค์", "Kanda Manowong"),
    "wichai": ("วิชัย สิงห์แก้ว", "Wichai Singkaeo"),
    "inspector": ("อำนาจ พรหมมินทร์", "Amnat Phrommin"),
    "sup_chief": ("เกรียงไกร ปัญญาวงค์", "Kriangkrai Panyawong"),
    "observer": ("ดวงใจ ปัญญาดี", "Duangchai Panyadi"),
    "nok": ("กนกพร ศรีวิชัย", "Kanokporn Siwichai"),
    "noi": ("น้อมจิต แก้วมา", "Nomchit Kaeoma"),
    "governor": ("ณัฐวุฒิ ชัยมงคล", "Natthawut Chaimongkhon"),
    "malee": ("มาลี ศรีทอง", "Malee Sithong"),
    "boonsri": ("บุญศรี ยะวงค์", "Boonsri Yawong"),
    "cct_chair": ("อรุณี พงษ์พาณิชย์", "Arunee Phongphanit"),
    "cct_secretary": ("ชุติมา แสนใจ", "Chutima Saenchai"),
    "cct_steering": ("นิตยา ธนะวงค์", "Nittaya Thanawong"),
    "cct_member": ("เอกพันธ์ ดวงดี", "Ekaphan Duangdi"),
    "nuan": ("นวลจันทร์ ใจปิง", "Nuanchan Chaiping"),
    "nida": ("นิดา ใบยา", "Nida Baiya"),
    "nattha": ("ณัฏฐา คำภีระ", "Nattha Khamphira"),
    "two_hats": ("ธิดารัตน์ วิเศษสุข", "Thidarat Wisetsuk"),
    "national_observer": ("อภิญญา ตั้งตรง", "Aphinya Tangtrong"),
    "stranger": ("แปลก หน้าใหม่", "Plaek Namai"),
    "former": ("วรวุฒิ ศรีสมบูรณ์", "Worawut Sisombun"),
    "newcomer": ("ชลธิชา ใจมา", "Chonthicha Chaima"),
    "invited": ("พิชชา แสงเมือง", "Phitcha Saengmueang"),
}

# name -> (kind, name of the parent, code of the area, Thai name, English name, other fields)
COMMITTEES: dict[str, tuple[str, str, int, str, str, dict[str, Any]]] = {
    "national": (
        "national",
        "",
        0,
        "คณะกรรมการป้องกันและปราบปรามการค้ามนุษย์",
        "National Committee",
        {},
    ),
    "chiang_rai": (
        "provincial",
        "",
        57,
        "คณะอนุกรรมการศูนย์ปฏิบัติการป้องกันและปราบปรามการค้ามนุษย์จังหวัดเชียงราย",
        "Chiang Rai Provincial Committee",
        {"approver": Approver.CHIEF},
    ),
    "mae_sai": (
        "district",
        "chiang_rai",
        5709,
        "คณะกรรมการป้องกันและปราบปรามการค้ามนุษย์ระดับอำเภอ อำเภอแม่สาย",
        "Mae Sai District Committee",
        {"short_th": "อำเภอแม่สาย", "short_en": "Mae Sai"},
    ),
    "mae_sai_executive": (
        "executive",
        "mae_sai",
        5709,
        "คณะกรรมการอำนวยการ อำเภอแม่สาย",
        "Executive Committee, Mae Sai",
        {},
    ),
    "mae_sai_operations": (
        "operations",
        "mae_sai",
        5709,
        "คณะกรรมการปฏิบัติการ อำเภอแม่สาย",
        "Operations Committee, Mae Sai",
        {},
    ),
    "mae_sai_prevention": (
        "group",
        "mae_sai_operations",
        5709,
        "ฝ่ายป้องกันและเฝ้าระวัง อำเภอแม่สาย",
        "Prevention Group, Mae Sai",
        {"theme": "prevention"},
    ),
    "mae_sai_suppression": (
        "group",
        "mae_sai_operations",
        5709,
        "ฝ่ายปราบปรามและการข่าว อำเภอแม่สาย",
        "Suppression Group, Mae Sai",
        {"theme": "suppression", "closed": True},
    ),
    "chiang_khong": (
        "district",
        "chiang_rai",
        5703,
        "คณะกรรมการป้องกันและปราบปรามการค้ามนุษย์ระดับอำเภอ อำเภอเชียงของ",
        "Chiang Khong District Committee",
        {"short_th": "อำเภอเชียงของ", "short_en": "Chiang Khong"},
    ),
    "cct": (
        "civil_society",
        "chiang_rai",
        57,
        "คณะกรรมการประสานงานองค์กรภาคประชาสังคม จังหวัดเชียงราย",
        "Committee for the Coordination of CSOs",
        {"short_th": "CCT เชียงราย", "short_en": "CCT", "approver": Approver.CHIEF},
    ),
    "nan": (
        "provincial",
        "",
        55,
        "คณะอนุกรรมการศูนย์ปฏิบัติการป้องกันและปราบปรามการค้ามนุษย์จังหวัดน่าน",
        "Nan Provincial Committee",
        {"approver": Approver.CHIEF},
    ),
    "nan_border": (
        "district",
        "nan",
        5515,
        "คณะกรรมการป้องกันและปราบปรามการค้ามนุษย์ระดับอำเภอ อำเภอเฉลิมพระเกียรติ",
        "Chaloem Phra Kiat District Committee",
        {"short_th": "อำเภอเฉลิมพระเกียรติ", "short_en": "Chaloem Phra Kiat"},
    ),
}

# name -> (province, kind, Thai name, English name)
ORGANISATIONS = {
    "psdhs": (57, "government", "สำนักงานพัฒนาสังคมฯ จังหวัดเชียงราย", "PSDHS Chiang Rai"),
    "office": (57, "government", "ที่ทำการปกครองอำเภอแม่สาย", "Mae Sai District Office"),
    "police": (57, "police", "สถานีตำรวจภูธรแม่สาย", "Mae Sai Police Station"),
    "hospital": (57, "health", "โรงพยาบาลแม่สาย", "Mae Sai Hospital"),
    "municipality": (57, "lao", "เทศบาลตำบลแม่สาย", "Mae Sai Municipality"),
    "khong_office": (57, "government", "ที่ทำการปกครองอำเภอเชียงของ", "Chiang Khong Office"),
    "world_vision": (57, "cso", "มูลนิธิศุภนิมิตแห่งประเทศไทย", "World Vision"),
    "focus": (57, "cso", "มูลนิธิเพื่อความเข้าใจเด็ก", "FOCUS"),
    "nan_psdhs": (55, "government", "สำนักงานพัฒนาสังคมฯ จังหวัดน่าน", "PSDHS Nan"),
    "nan_office": (55, "government", "ที่ทำการปกครองอำเภอเฉลิมพระเกียรติ", "Chaloem Office"),
    "nan_vision": (55, "cso", "มูลนิธิศุภนิมิตแห่งประเทศไทย", "World Vision"),
    "datip": (0, "government", "กองต่อต้านการค้ามนุษย์", "DATIP"),
}

# (person, committee, organisation, role)
SEATS = (
    ("nok", "chiang_rai", "psdhs", "psdhs_secretariat"),
    ("noi", "chiang_rai", "psdhs", "psdhs_secretariat"),
    ("governor", "chiang_rai", "psdhs", "chair"),
    ("pranee", "mae_sai", "office", "secretary"),
    ("anong", "mae_sai", "office", "deputy_secretary"),
    ("somchai", "mae_sai", "office", "deputy_chief"),
    ("chief", "mae_sai", "office", "chair"),
    ("superintendent", "mae_sai", "police", "vice_chair"),
    ("observer", "mae_sai", "world_vision", "observer"),
    ("kanda", "mae_sai_prevention", "municipality", "member"),
    ("inspector", "mae_sai_suppression", "police", "secretary"),
    ("sup_chief", "mae_sai_suppression", "police", "deputy_chief"),
    ("wichai", "mae_sai_suppression", "police", "member"),
    ("malee", "chiang_khong", "khong_office", "secretary"),
    ("boonsri", "chiang_khong", "khong_office", "deputy_chief"),
    ("two_hats", "chiang_khong", "world_vision", "member"),
    ("cct_chair", "cct", "world_vision", "chair"),
    ("cct_secretary", "cct", "focus", "secretary"),
    ("cct_steering", "cct", "focus", "steering"),
    ("cct_member", "cct", "world_vision", "member"),
    ("nuan", "nan", "nan_psdhs", "psdhs_secretariat"),
    ("nida", "nan_border", "nan_office", "secretary"),
    ("nattha", "nan_border", "nan_office", "deputy_chief"),
    ("two_hats", "nan_border", "nan_vision", "member"),
    ("national_observer", "national", "datip", "national_observer"),
)


@dataclass
class World:
    """The cast, by name, as they were when the world was built."""

    people: dict[str, User] = field(default_factory=dict)
    committees: dict[str, Committee] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    seats: dict[tuple[str, str], Seat] = field(default_factory=dict)
    period: Quarter = field(default_factory=lambda: quarter(today()))
    invitation_token: str = ""
    mae_sai_plan: Plan = field(init=False)
    mae_sai_lines: list[PlanLine] = field(init=False)
    mae_sai_draft: QuarterPlan = field(init=False)
    chiang_khong_plan: Plan = field(init=False)
    chiang_khong_submitted: QuarterPlan = field(init=False)
    chiang_khong_draft: QuarterPlan = field(init=False)
    suppression_plan: Plan = field(init=False)
    suppression_submitted: QuarterPlan = field(init=False)
    cct_plan: Plan = field(init=False)
    cct_approved: QuarterPlan = field(init=False)
    nan_plan: Plan = field(init=False)
    nan_received: QuarterPlan = field(init=False)
    # What the layer that a test asked for returned.
    rows: Any = None

    def __getattr__(self, name: str) -> Any:
        """People and committees by their names: `world.pranee`, `world.mae_sai`."""
        for table in ("people", "committees"):
            found = self.__dict__.get(table, {})
            if name in found:
                return found[name]
        raise AttributeError(name)

    def fresh(self, row: Any) -> Any:
        """The row as it is in the database now; for a person, with rights not yet resolved."""
        return type(row)._default_manager.get(pk=row.pk)

    def scope(self, name: str) -> Scope:
        """What this person sees, resolved anew."""
        return access.resolve(self.people[name].pk)

    def client(self, person: User | str, language: str = "th") -> Client:
        """A browser in which this person has signed in."""
        user = self.people[person] if isinstance(person, str) else person
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.cookies["django_language"] = language
        return client

    def seat(self, person: str, committee: str) -> Seat:
        """The seat of a person in a committee."""
        return self.seats[person, committee]


def build_world() -> World:
    """Put the cast into the database and return it, with rights not yet resolved."""
    world = World()
    _people(world)
    _committees(world)
    _organisations(world)
    _seats(world)
    _plans(world)
    Notice.objects.filter(kind__startswith="seat_").delete()
    return _reloaded(world)


PLAN_NAMES = ("mae_sai_plan", "chiang_khong_plan", "suppression_plan", "cct_plan", "nan_plan")
QUARTER_NAMES = (
    "mae_sai_draft",
    "chiang_khong_submitted",
    "chiang_khong_draft",
    "suppression_submitted",
    "cct_approved",
    "nan_received",
)


def _reloaded(old: World) -> World:
    """The cast as the database has it: nothing that the acts left on the objects."""
    new = World(period=old.period)
    new.invitation_token = old.invitation_token
    for table in ("people", "committees", "organisations"):
        setattr(new, table, _fresh(getattr(old, table)))
    new.seats = _fresh(old.seats, "person", "committee", "organisation")
    plans = _fresh({name: getattr(old, name) for name in PLAN_NAMES}, "committee")
    quarters = _fresh({name: getattr(old, name) for name in QUARTER_NAMES}, "committee")
    for name, row in {**plans, **quarters}.items():
        setattr(new, name, row)
    lines = {line.pk: line for line in old.mae_sai_lines}
    new.mae_sai_lines = list(_fresh(lines, "plan", "committee").values())
    return new


def _fresh(rows: dict[Any, Any], *related: str) -> dict[Any, Any]:
    model = type(next(iter(rows.values())))
    found = model._default_manager.select_related(*related).in_bulk([r.pk for r in rows.values()])
    return {name: found[row.pk] for name, row in rows.items()}


@dataclass
class _Layer:
    """What lies in a savepoint of its own, and what of it waits for a commit that never comes."""

    opened: transaction.Atomic
    content: tuple[World, Any]
    waiting: list[Any]


class Cast:
    """The world, laid once beneath all tests that follow each other and ask for it.

    It stands in a transaction that is never committed; each test runs in a savepoint of it. A test
    that needs an empty database lifts it first. Between the two may lie further rows that many
    tests share, by the mark `laid`: see `LAYERS`.
    """

    def __init__(self) -> None:
        self._base: _Layer | None = None
        self._upper: _Layer | None = None
        self._name = ""

    def lay(self, name: str = "") -> None:
        """Have the cast in the database, and the rows of this layer on it."""
        if self._base is None:
            self._base = _laid(lambda: (build_world(), None))
        if name != self._name:
            self._lift_upper()
        if name and self._upper is None:
            world = copy.deepcopy(self._base.content[0])
            self._upper = _laid(lambda: (world, LAYERS[name.partition(":")[0]](world, name)))
            self._name = name

    def lift(self) -> None:
        """Have an empty database, for all other tests."""
        self._lift_upper()
        if self._base is not None:
            _lifted(self._base)
            self._base = None

    def _lift_upper(self) -> None:
        if self._upper is not None:
            _lifted(self._upper)
        self._upper, self._name = None, ""

    def world(self) -> World:
        """The cast for one test, with `rows` of its layer: nothing is shared between two."""
        top = self._upper or self._base
        assert top is not None
        # Modules stand for themselves; they cannot be copied.
        world, rows = top.content
        keys = rows if isinstance(rows, dict) else ()
        modules = {id(key): key for key in keys if isinstance(key, ModuleType)}
        world, rows = copy.deepcopy((world, rows), modules)
        world.rows = rows
        return world


# By the first word of the mark's argument: `@pytest.mark.laid("nouns")` or `laid("noun:orders")`.
LAYERS: dict[str, Callable[[World, str], Any]] = {}


def layer(name: str) -> Callable[[Callable[[World, str], Any]], Callable[[World, str], Any]]:
    """Say how a layer is built; what it returns is `world.rows` in the tests that ask for it."""

    def add(build: Callable[[World, str], Any]) -> Callable[[World, str], Any]:
        LAYERS[name] = build
        return build

    return add


def _laid(build: Callable[[], tuple[World, Any]]) -> _Layer:
    opened = transaction.atomic()
    opened.__enter__()
    waiting, connection.run_on_commit = connection.run_on_commit, []
    try:
        content = build()
    except BaseException:
        transaction.set_rollback(True)
        opened.__exit__(None, None, None)
        raise
    # Files go when what waits for their commit is thrown away: kept as long as their rows.
    waiting, connection.run_on_commit = connection.run_on_commit, waiting
    return _Layer(opened, content, waiting)


def _lifted(found: _Layer) -> None:
    transaction.set_rollback(True)
    found.opened.__exit__(None, None, None)
    found.waiting.clear()


@pytest.fixture(scope="session")
def _cast(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    cast = Cast()
    yield cast
    with django_db_blocker.unblock():
        cast.lift()


@pytest.fixture
def _ground(
    request: pytest.FixtureRequest, _cast: Cast, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        if "world" in request.fixturenames:
            mark = request.node.get_closest_marker("laid")
            _cast.lay(mark.args[0] if mark else "")
        else:
            _cast.lift()


@pytest.fixture
def _django_db_helper(_ground: None, _django_db_helper: None) -> None:
    """What opens each test's transaction: only when the ground beneath it is laid or lifted."""


@pytest.fixture
def world(db: None, _cast: Cast) -> World:
    """The fixed cast; what a test does to it is undone after the test."""
    return _cast.world()


def _people(world: World) -> None:
    secret, unusable = make_password(PASSWORD), make_password(None)
    rows = User.objects.bulk_create(
        User(
            email=f"{name}@example.org",
            name_th=th,
            name_en=en,
            sort_key=sort_key(th),
            password=unusable if name == "invited" else secret,
        )
        for name, (th, en) in PEOPLE.items()
    )
    world.people = dict(zip(PEOPLE, rows, strict=True))


def _committees(world: World) -> None:
    for name, (kind, parent, area, th, en, other) in COMMITTEES.items():
        row = Committee.objects.create(
            kind=kind,
            parent=world.committees.get(parent),
            area_id=area,
            province_id=int(str(area)[:2]),
            name_th=th,
            name_en=en,
            slug=name.replace("_", "-"),
            founded=dt.date(2020, 7, 8),
            **other,
        )
        row.refresh_from_db()
        world.committees[name] = row


def _organisations(world: World) -> None:
    rows = Organisation.objects.bulk_create(
        Organisation(province_id=code, kind=kind, name_th=th, name_en=en, sort_key=sort_key(th))
        for code, kind, th, en in ORGANISATIONS.values()
    )
    world.organisations = dict(zip(ORGANISATIONS, rows, strict=True))


def _seats(world: World) -> None:
    for person, committee, organisation, role in SEATS:
        world.seats[person, committee] = member_actions.give_seat(
            committee=world.committees[committee],
            person=world.people[person],
            values=_seat(world, organisation, role),
            by=None,
        )
    month = dt.timedelta(days=31)
    for person, starts, ends in (
        ("former", today() - 24 * month, today() - month),
        ("newcomer", today() + month, None),
    ):
        world.seats[person, "mae_sai"] = member_actions.give_seat(
            committee=world.mae_sai,
            person=world.people[person],
            values=_seat(world, "municipality", "member") | {"starts": starts, "ends": ends},
            by=None,
        )
    invited = member_actions.invite(
        committee=world.mae_sai,
        email="invited@example.org",
        name_th="",
        name_en="",
        seat=_seat(world, "hospital", "member"),
        by=world.fresh(world.pranee),
    )
    world.seats["invited", "mae_sai"] = invited.seat
    world.invitation_token = invited.token or ""


def _seat(world: World, organisation: str, role: str) -> dict[str, Any]:
    return {
        "organisation": world.organisations[organisation],
        "role": role,
        "post_th": "",
        "post_en": "",
        "starts": today() - dt.timedelta(days=400),
        "ends": None,
    }


def line_values(
    world: World, organisation: str, period: Quarter, what: str = "อบรมแกนนำชุมชน", **other: Any
) -> dict[str, Any]:
    """Values of a line of a plan as a form would hand them on."""
    return {
        "what": what,
        "pillar": "counter_trafficking",
        "responsible": world.organisations[organisation],
        "supporting": [],
        "places": [],
        "starts": period.start,
        "ends": period.end,
        "budget": 0,
        "funding": "own_remit",
        "funder": "",
        "indicator": "จำนวนผู้ผ่านการอบรม",
        "target": "30 คน",
        **other,
    }


def _plans(world: World) -> None:
    period = world.period

    def started(
        committee: str, by: str, organisation: str, *lines: dict[str, Any]
    ) -> tuple[Plan, list[PlanLine], QuarterPlan]:
        plan = plan_actions.start_plan(
            committee=world.committees[committee], fiscal_year=period.year, by=world.people[by]
        )
        rows = [
            plan_actions.add_line(
                plan=plan,
                values=line_values(world, organisation, period, **line),
                by=world.people[by],
            )
            for line in lines
        ]
        return plan, rows, plan.quarters.select_related("committee").get(quarter=period.number)

    world.mae_sai_plan, world.mae_sai_lines, world.mae_sai_draft = started(
        "mae_sai",
        "pranee",
        "office",
        {
            "what": "ตั้งกลุ่มเฝ้าระวังระดับหมู่บ้าน",
            "supporting": [world.organisations["police"]],
            "places": [Area(pk=570901)],
        },
        {"what": "รณรงค์ยุติการค้ามนุษย์", "budget": 35000, "funding": "lao"},
        {"what": "สำรวจเด็กไร้สัญชาติในสถานศึกษา", "pillar": "stateless"},
    )
    world.chiang_khong_plan, _, submitted = started(
        "chiang_khong",
        "malee",
        "khong_office",
        {
            "what": "อบรมแกนนำสตรีริมโขง",
            "supporting": [world.organisations["world_vision"]],
            "places": [Area(pk=570301)],
        },
    )
    plan_actions.submit_plan(plan=submitted, by=world.malee)
    world.chiang_khong_submitted = world.fresh(submitted)
    world.chiang_khong_draft = world.chiang_khong_plan.quarters.get(quarter=period.number % 4 + 1)

    world.suppression_plan, _, submitted = started(
        "mae_sai_suppression", "inspector", "police", {"what": "ข่าวกรองเส้นทางนายหน้า"}
    )
    plan_actions.submit_plan(plan=submitted, by=world.inspector)
    world.suppression_submitted = world.fresh(submitted)

    world.cct_plan, _, approved = started(
        "cct", "cct_secretary", "focus", {"what": "อบรมทีมสหวิชาชีพ"}
    )
    plan_actions.submit_plan(plan=approved, by=world.cct_secretary)
    plan_actions.approve_plan(plan=approved, by=world.cct_chair)
    world.cct_approved = world.fresh(approved)

    world.nan_plan, _, received = started(
        "nan_border", "nida", "nan_office", {"what": "คัดกรองที่จุดผ่านแดนห้วยโก๋น"}
    )
    plan_actions.submit_plan(plan=received, by=world.nida)
    plan_actions.approve_plan(plan=received, by=world.nattha)
    plan_actions.receive_plan(plan=received, by=world.nuan)
    world.nan_received = world.fresh(received)
