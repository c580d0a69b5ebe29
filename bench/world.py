"""The people and committees of the bench: who sits where, as rows to be copied into the database.

Everything is invented and everything is the same on every run. Chiang Rai is whole at both scales,
so that a page shows the same rows whether the country around it is full or a tenth.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from accounts.thai import sort_key
from committees import areas
from committees.access import HeldSeat, wanted_grants

WHOLE_PROVINCE = 57
PEOPLE = {"full": 100_000, "tenth": 10_000}
FOUNDED = dt.date(2020, 7, 8)
SEATED = dt.date(2022, 10, 1)

GROUPS = (
    ("prevention", "ฝ่ายป้องกันและเฝ้าระวัง", "Prevention and Monitoring Group"),
    ("suppression", "ฝ่ายปราบปรามและการข่าว", "Suppression and Information Group"),
    ("rehabilitation", "ฝ่ายฟื้นฟูและเยียวยา", "Rehabilitation Group"),
)
TASKS = ("เฝ้าระวังชายแดน", "ช่วยเหลือผู้เสียหาย", "เด็กไร้สัญชาติ", "สื่อสารสาธารณะ", "ฐานข้อมูล")
# Roles that are filled with people of their own; a number is how many more plain members.
SLOTS: dict[str, tuple[tuple[str, ...], int]] = {
    "national": (("national_observer",) * 20, 0),
    "provincial": (("chair", "vice_chair", "secretary", *("psdhs_secretariat",) * 4), 33),
    "provincial_small": (("chair", "secretary", "psdhs_secretariat", "psdhs_secretariat"), 8),
    "district": (("chair", "deputy_chief", "secretary", "deputy_secretary"), 20),
    "executive": ((), 6),
    "operations": ((), 10),
    "sub": (("chair", "deputy_chief", "secretary"), 7),
    "group": (("chair", "secretary"), 8),
    "working_group": (("chair", "secretary"), 4),
    "civil_society": (("chair", "secretary", *("steering",) * 5), 14),
}
# The head people of a district also sit in its two sub-committees.
ALSO = {
    "executive": (("chair", "chair"), ("deputy_chief", "deputy_chief"), ("secretary", "secretary")),
    "operations": (("deputy_chief", "chair"), ("deputy_secretary", "secretary")),
}
AGENCIES = (
    ("government", "สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัด", "PSDHS"),
    ("government", "สำนักงานจังหวัด", "Provincial Office"),
    ("government", "สำนักงานแรงงานจังหวัด", "Labour Office"),
    ("government", "สำนักงานสวัสดิการและคุ้มครองแรงงานจังหวัด", "Labour Protection Office"),
    ("government", "สำนักงานอัยการจังหวัด", "Public Prosecutor's Office"),
    ("police", "ตำรวจภูธรจังหวัด", "Provincial Police"),
    ("police", "ตรวจคนเข้าเมืองจังหวัด", "Immigration"),
    ("health", "สำนักงานสาธารณสุขจังหวัด", "Public Health Office"),
    ("shelter", "บ้านพักเด็กและครอบครัวจังหวัด", "Shelter for Children and Families"),
    ("education", "สำนักงานศึกษาธิการจังหวัด", "Education Office"),
    *(("cso", f"มูลนิธิเพื่อนหญิงและเด็ก กลุ่มที่ {n}", f"Friends Foundation {n}") for n in range(1, 11)),
)
LOCAL_AGENCIES = (
    ("government", "ที่ทำการปกครองอำเภอ", "District Office"),
    ("police", "สถานีตำรวจภูธร", "Police Station"),
    ("health", "โรงพยาบาล", "Hospital"),
    ("lao", "เทศบาลตำบล", "Municipality"),
    ("community", "ชมรมกำนันผู้ใหญ่บ้าน", "Village Heads"),
    ("cso", "เครือข่ายเฝ้าระวัง", "Watch Network"),
)
FIRST = (
    *("กมล", "จันทร์", "ชนะ", "ณัฐ", "ธน", "นภา", "บุญ", "ปิยะ", "พร", "ภัทร"),
    *("มณี", "รัตน", "วรา", "ศิริ", "สม", "สุ", "อนุ", "อร", "เพ็ญ", "แสง"),
)
FIRST_ENDS = (
    *("ชัย", "พร", "วรรณ", "พงษ์", "ศักดิ์", "ลักษณ์", "นันท์", "เดช", "ศรี", "มาศ"),
    *("กิจ", "ธิดา", "วิทย์", "ฤทธิ์", "จิต", "กานต์", "ภา", "โชค", "รัตน์", "ใจ"),
)
LAST = (
    *("ใจ", "คำ", "ทอง", "แก้ว", "วงศ์", "เวียง", "ศรี", "สุข", "อินทร์", "พรหม"),
    *("บุญ", "ไชย", "มั่น", "รักษ์", "ทิพย์", "จันทร์", "ปัญญา", "ธรรม", "เมือง", "ดอย"),
)
LAST_ENDS = (
    *("ดี", "มา", "งาม", "เจริญ", "สกุล", "วัฒนา", "ประเสริฐ", "พิทักษ์", "มงคล", "ไพร"),
    *("สว่าง", "กุล", "เรือง"),
)


@dataclass
class Node:
    """A committee, with whom it takes from the committee above."""

    id: int
    kind: str
    parent: Node | None
    area: dict[str, Any]
    province: int
    name_th: str
    name_en: str
    slug: str
    slots: str
    theme: str = ""
    closed: bool = False
    heads: dict[str, int] = field(default_factory=dict)


@dataclass
class World:
    """Rows of every table that is made in Python, in the order of the columns in `load`."""

    nodes: list[Node]
    organisations: list[tuple[Any, ...]]
    people: list[tuple[Any, ...]]
    seats: list[tuple[Any, ...]]

    def grants(self) -> Iterator[tuple[int, int, str, list[str], list[int]]]:
        """(person, committee, codename, roles, seats): what projecting the seats would write."""
        held: dict[tuple[int, int], list[HeldSeat]] = {}
        for seat_id, person, _organisation, committee, _province, role, *_rest in self.seats:
            held.setdefault((person, committee), []).append((seat_id, role, None))
        for (person, committee), seats in held.items():
            for codename, grant in wanted_grants(seats).items():
                yield person, committee, codename, grant.roles, grant.seats


def build(scale: str) -> World:
    """The country at this scale: "full", or a "tenth" of its districts."""
    places = areas.rows()
    provinces = [row for row in places if row["level"] == "province"]
    districts: dict[int, list[dict[str, Any]]] = {row["code"]: [] for row in provinces}
    for row in places:
        if row["level"] == "district":
            districts[row["parent_id"]].append(row)
    nodes: list[Node] = []
    _add(nodes, "national", None, places[0], 0, "คณะกรรมการระดับชาติ", "National body", "national")
    for province in provinces:
        code = province["code"]
        whole = scale == "full" or code == WHOLE_PROVINCE
        top = _provincial(nodes, province, whole=whole)
        for district in districts[code] if whole else districts[code][:1]:
            _district(nodes, top, district)
    organisations, offices = _organisations(provinces, districts)
    people, seats = _seats(nodes, offices, PEOPLE[scale])
    return World(nodes, organisations, people, seats)


def _add(
    nodes: list[Node],
    kind: str,
    parent: Node | None,
    area: dict[str, Any],
    province: int,
    name_th: str,
    name_en: str,
    slug: str,
    **more: Any,
) -> Node:
    slots = more.pop("slots", kind)
    node = Node(len(nodes) + 1, kind, parent, area, province, name_th, name_en, slug, slots, **more)
    nodes.append(node)
    return node


def _provincial(nodes: list[Node], area: dict[str, Any], *, whole: bool) -> Node:
    code, th, en = area["code"], f"จังหวัด{area['name_th']}", area["name_en"]
    top = _add(
        nodes,
        "provincial",
        None,
        area,
        code,
        f"ศูนย์ปฏิบัติการป้องกันและปราบปรามการค้ามนุษย์{th}",
        f"{en} Provincial Anti-Trafficking Committee",
        f"p{code}",
        slots="provincial" if whole else "provincial_small",
    )
    if not whole:
        return top
    operations = _parts(nodes, top, th, en, slots="sub")
    _groups(nodes, operations, th, en, closed=False)
    _add(
        nodes,
        "civil_society",
        top,
        area,
        code,
        f"คณะกรรมการภาคประชาสังคมเพื่อการต่อต้านการค้ามนุษย์{th}",
        f"{en} Civil-Society Committee",
        f"p{code}-civil-society",
    )
    return top


def _district(nodes: list[Node], top: Node, area: dict[str, Any]) -> None:
    code, th, en = area["code"], f"อำเภอ{area['name_th']}", f"{area['name_en']} District"
    district = _add(
        nodes,
        "district",
        top,
        area,
        top.province,
        f"ศูนย์ปฏิบัติการป้องกันและปราบปรามการค้ามนุษย์{th}",
        f"{en} Anti-Trafficking Committee",
        f"d{code}",
    )
    operations = _parts(nodes, district, th, en)
    _groups(nodes, operations, th, en, closed=code % 10 == 0)
    for number, task in enumerate(TASKS[: 5 if code % 5 == 0 else 4]):
        _add(
            nodes,
            "working_group",
            operations,
            area,
            top.province,
            f"คณะทำงาน{task} {th}",
            f"{en} Working Group {number + 1}",
            f"{district.slug}-work-{number + 1}",
        )


def _parts(nodes: list[Node], above: Node, th: str, en: str, slots: str = "") -> Node:
    """The executive and the operations committee; returns the latter."""
    words = (
        ("executive", "คณะกรรมการอำนวยการ", "Executive Committee"),
        ("operations", "คณะกรรมการปฏิบัติการ", "Operations Committee"),
    )
    for kind, name_th, name_en in words:
        node = _add(
            nodes,
            kind,
            above,
            above.area,
            above.province,
            f"{name_th} {th}",
            f"{en} {name_en}",
            f"{above.slug}-{kind}",
            slots=slots or kind,
        )
    return node


def _groups(nodes: list[Node], above: Node, th: str, en: str, *, closed: bool) -> None:
    for theme, name_th, name_en in GROUPS:
        _add(
            nodes,
            "group",
            above,
            above.area,
            above.province,
            f"{name_th} {th}",
            f"{en} {name_en}",
            f"{above.slug}-{theme}",
            theme=theme,
            closed=closed and theme == "suppression",
        )


def _organisations(
    provinces: list[dict[str, Any]], districts: dict[int, list[dict[str, Any]]]
) -> tuple[list[tuple[Any, ...]], dict[int, list[int]]]:
    """Agencies of every province and district, and their numbers by province."""
    rows: list[tuple[Any, ...]] = []
    offices: dict[int, list[int]] = {0: []}
    for province in [{"code": 0, "name_th": "ประเทศไทย", "name_en": "Thailand"}, *provinces]:
        found = [
            (kind, f"{th}{'' if kind == 'cso' else province['name_th']}", en)
            for kind, th, en in AGENCIES
        ]
        for area in districts.get(province["code"], ()):
            found += [
                (kind, f"{th}{area['name_th']}", f"{area['name_en']} {en}")
                for kind, th, en in LOCAL_AGENCIES
            ]
        offices[province["code"]] = list(range(len(rows) + 1, len(rows) + len(found) + 1))
        for kind, th, en in found:
            rows.append((len(rows) + 1, province["code"], kind, th, en, "", "", sort_key(th), 1))
    return rows, offices


def _seats(
    nodes: list[Node], offices: dict[int, list[int]], wanted: int
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    names = _names()
    people: list[tuple[Any, ...]] = []
    seats: list[tuple[Any, ...]] = []

    def seat(node: Node, role: str, person: int | None = None) -> int:
        if person is None:
            person = len(people) + 1
            th, en = next(names)
            people.append((person, f"p{person}@bench.invalid", th, en, sort_key(th)))
        office = offices[node.province]
        organisation = office[len(seats) % len(office)]
        seats.append(
            (
                len(seats) + 1,
                person,
                organisation,
                node.id,
                node.province,
                role,
                SEATED,
                not node.closed,
            )
        )
        return person

    for node in nodes:
        if node.slots in ALSO and node.parent:
            for role_above, role in ALSO[node.slots]:
                node.heads[role] = seat(node, role, node.parent.heads[role_above])
        heads, members = SLOTS[node.slots]
        for role in heads:
            node.heads[role] = seat(node, role)
        for _ in range(members):
            seat(node, "member")
    # What is still missing sits in the district committees of the other provinces.
    others = [n for n in nodes if n.kind == "district" and n.province != WHOLE_PROVINCE]
    for number in range(max(0, wanted - len(people))):
        seat(others[number % len(others)], "member")
    return people, seats


def _names() -> Iterator[tuple[str, str]]:
    """Invented full names, none twice; neighbours differ in both parts."""
    firsts = ["".join(pair) for pair in product(FIRST, FIRST_ENDS)]
    lasts = ["".join(pair) for pair in product(LAST, LAST_ENDS)]
    for number in range(len(firsts) * len(lasts)):
        turn, index = divmod(number, len(firsts))
        last = (index * 37 + turn) % len(lasts)
        yield f"{firsts[index]} {lasts[last]}", f"Person {number + 1}"
