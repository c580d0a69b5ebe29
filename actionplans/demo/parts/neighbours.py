"""Neighbouring districts of Chiang Rai, and Chiang Saen's draft, open to its neighbours.

Which districts lie beside each other is as the map has it. Mae Sai's own draft is not open yet:
whoever looks at the demonstration can open it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actionplans.actions import neighbours
from actionplans.models import Opening, Plan
from actionplans.opened import OpenedLine, opened_lines
from committees import rls
from committees.models import Area, Committee

if TYPE_CHECKING:
    from actionplans.demo.load import Demonstration

PROVINCE, OPENER = 57, "chiang-saen"
NOTE = "อยากจัดกิจกรรมตามแนวชายแดนให้ต่อเนื่องกับอำเภอข้างเคียง ช่วยดูวันและสถานที่ด้วย"
# A district, and those beside it that do not stand as a district further up.
BESIDE: tuple[tuple[int, tuple[int, ...]], ...] = (
    (5701, (5702, 5704, 5705, 5706, 5707, 5710, 5715, 5716, 5717)),
    (5702, (5704, 5712, 5717)),
    (5703, (5708, 5712, 5713, 5714, 5717, 5718)),
    (5704, (5706, 5712, 5713, 5714)),
    (5705, (5706, 5710, 5711, 5716)),
    (5707, (5708, 5709, 5715, 5717, 5718)),
    (5708, (5709, 5718)),
    (5709, (5715,)),
    (5710, (5711, 5716)),
    (5712, (5714, 5717)),
    (5713, (5714,)),
    (5717, (5718,)),
)
# (days ago, who, for whom, number of the line, what is said, what is answered and how)
SAID = (
    (
        9,
        "mae-sai/secretary",
        "mae-sai",
        0,
        "แม่สายจะทำเรื่องเดียวกันในช่วงนี้ ใช้วิทยากรและสื่อชุดเดียวกันได้หรือไม่",
        ("take_up", "ดีมาก จะเพิ่มชื่ออำเภอแม่สายเป็นหน่วยงานสนับสนุน และนัดคุยเรื่องวิทยากรสัปดาห์หน้า"),
    ),
    (
        2,
        "chiang-khong/secretary",
        "chiang-khong",
        1,
        "เชียงของมีอาสาสมัครตามลำน้ำโขงที่ช่วยได้ ถ้าเลื่อนเป็นปลายเดือนจะไปร่วมด้วย",
        None,
    ),
)


def plan(demo: Demonstration) -> None:
    """The map first; then a draft that opens, and what neighbours say of it."""
    for number, (district, others) in enumerate(BESIDE):
        demo.then(demo.ago(200, 9, number), _marking(demo, district, others))
    demo.then(demo.ago(12, 10), _opening(demo))
    for days, who, guest, number, text, answer in SAID:
        demo.then(demo.ago(days, 14), _saying(demo, who, guest, number, text))
        if answer:
            demo.then(demo.ago(days - 2, 16), _answering(demo, text, *answer))


def _marking(demo: Demonstration, district: int, others: tuple[int, ...]) -> Any:
    def act() -> None:
        known = neighbours.neighbours_of(district, PROVINCE)
        neighbours.mark_neighbours(
            district=Area.objects.get(pk=district),
            codes=known | set(others),
            seen=known,
            committee=Committee.objects.get(kind="provincial", area_id=PROVINCE),
            by=demo.person("nok"),
        )

    return act


def _opening(demo: Demonstration) -> Any:
    def act() -> None:
        newest = Plan.objects.filter(committee__slug=OPENER).select_related("committee")
        neighbours.open_draft(
            plan=newest.order_by("-fiscal_year")[0],
            to_all=True,
            guests=(),
            shows_money=True,
            note=NOTE,
            by=demo.person(f"{OPENER}/secretary"),
        )

    return act


def _saying(demo: Demonstration, who: str, guest: str, number: int, text: str) -> Any:
    def act() -> None:
        by, committee = demo.person(who), Committee.objects.get(slug=guest)
        opening = Opening.objects.select_related("committee").get(committee__slug=OPENER)
        with rls.acting_as(by.pk):
            lines = opened_lines([committee.pk], opening.fiscal_year, opening=opening)
        neighbours.write_comment(
            opening=opening, line=_nth(lines, number), guest=committee, text=text, by=by
        )

    return act


def _nth(lines: list[OpenedLine], number: int) -> OpenedLine:
    return lines[min(number, len(lines) - 1)]


def _answering(demo: Demonstration, text: str, action: str, answer: str) -> Any:
    def act() -> None:
        opening = Opening.objects.get(committee__slug=OPENER)
        comment = opening.comments.get(text=text)
        neighbours.settle_comment(
            comment=comment,
            action=action,
            answer=answer,
            version=comment.version,
            by=demo.person(f"{OPENER}/secretary"),
        )

    return act
