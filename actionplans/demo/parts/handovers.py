"""Handovers: one that was taken over, one that waits, and posts that stand empty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from actionplans.demo import committees as tables
from actionplans.demo.clock import moment
from committees.calendar import fiscal_year_start
from members import handover_sections
from members.actions import handovers as actions
from members.models import Handover, Seat

if TYPE_CHECKING:
    from actionplans.demo.load import Demonstration

DAY = dt.timedelta(days=1)
CHIANG_RAI = 57

CHIEF_NOTE = {
    "know": "ช่วงมกราคมถึงเมษายนมีแรงงานข้ามแดนมากที่สุด ควรขอกำลังเสริมที่สะพานแห่งที่ 2 ตั้งแต่เดือนธันวาคม\n"
    "กลุ่มเฝ้าระวังหมู่บ้านยังขาดที่ตำบลเกาะช้าง",
    "talk": "ผู้กำกับ สภ.แม่สาย เรื่องการคัดแยกเบื้องต้น\nผอ.โรงพยาบาลแม่สาย เรื่องการตรวจร่างกายนอกเวลา",
    "promised": "รับปากเทศบาลตำบลแม่สายว่าจะร่วมออกค่ารถรับส่งผู้เสียหายภายในไตรมาสแรก",
    "further": "",
}
DEPUTY_NOTE = {
    "know": "แผนไตรมาสหน้าอนุมัติแล้ว รอ พมจ. รับทราบ\nหมู่บ้านริมโขงสามแห่งขอให้เพิ่มการอบรมเป็นภาษาลาว",
    "talk": "ผู้ประสานงานมูลนิธิศุภนิมิต เรื่องล่าม\nกำนันตำบลเวียง เรื่องเรือข้ามฟาก",
    "promised": "ส่งรายชื่ออาสาสมัครเฝ้าระวังให้จังหวัดภายในสิ้นเดือน",
    "further": "",
}
GOVERNOR_NOTE = {
    "know": "จังหวัดติดตามความก้าวหน้าของอำเภอชายแดนทุกเดือน",
    "talk": "",
    "promised": "",
    "further": "",
}
# Posts of Wiang Kaen that stand empty: who left, and how many days ago.
EMPTY = (("wiang-kaen/kamnan", 43), ("wiang-kaen/immigration", 12))


def plan(demo: Demonstration) -> None:
    """Note every act for its day."""
    new_year, last_year = fiscal_year_start(demo.year), fiscal_year_start(demo.year - 1)
    for slug in ("mae-sai", "mae-sai-executive"):
        passed(demo, slug, "mae-sai/former_chief", "mae-sai/chief", new_year, CHIEF_NOTE)
    passed(demo, "chiang-rai", "former_governor", "governor", last_year, GOVERNOR_NOTE)
    next_deputy(demo)
    for person, days in EMPTY:
        left = demo.today - days * DAY
        demo.end(left, "wiang-kaen", person, "wiang-kaen/secretary", at=demo.ago(days + 9, 10))


def passed(
    demo: Demonstration, slug: str, old: str, new: str, first: dt.date, note: dict[str, str]
) -> None:
    """A handover that was written, said to be ready, and taken over in the first week."""
    demo.then(moment(first - 9 * DAY, 15), writing(demo, slug, old, note))
    demo.then(moment(first - 3 * DAY, 16), ready(demo, slug, old))
    demo.then(moment(first + 2 * DAY, 9, 40), taking(demo, slug, old, new))


def next_deputy(demo: Demonstration) -> None:
    """Chiang Saen's deputy chief moved on; the next one has the post since today."""
    slug, old = "chiang-saen", "chiang-saen/deputy"
    th, en = tables.DEPUTY[0].format(th="เชียงแสน"), tables.DEPUTY[1].format(en="Chiang Saen")
    demo.end(demo.today - DAY, slug, old, "nok", at=demo.ago(2, 15, 30))
    row = tables.Seat(slug, "chiang-saen/next_deputy", "chiang-saen/office", "deputy_chief", th, en)
    demo.seat(row, CHIANG_RAI, demo.today, "nok", at=demo.ago(2, 15, 40))
    demo.then(demo.ago(2, 16), writing(demo, slug, old, DEPUTY_NOTE))
    demo.then(demo.ago(2, 16, 20), ready(demo, slug, old))


def handover_of(demo: Demonstration, slug: str, person: str) -> Handover:
    """The handover of somebody's seat."""
    seat = Seat.objects.get(committee__slug=slug, person_id=demo.people[person])
    return Handover.objects.select_related("committee", "place").get(from_seat=seat)


def writing(demo: Demonstration, slug: str, person: str, note: dict[str, str]) -> Callable[[], Any]:
    """Write what whoever follows should know."""
    return lambda: actions.write_note(
        handover=handover_of(demo, slug, person), texts=note, version=0, by=demo.person(person)
    )


def ready(demo: Demonstration, slug: str, person: str) -> Callable[[], Any]:
    """Say that it is ready."""
    return lambda: actions.say_ready(
        handover=handover_of(demo, slug, person), by=demo.person(person)
    )


def taking(demo: Demonstration, slug: str, old: str, new: str) -> Callable[[], Any]:
    """Go through every section and confirm."""

    def act() -> None:
        handover, by = handover_of(demo, slug, old), demo.person(new)
        sections = handover_sections.sections_for(handover, by)
        for section in sections:
            actions.tick(handover=handover, section=section.key, done=True, by=by)
        actions.take_over(handover=handover, snapshot=handover_sections.frozen(sections), by=by)

    return act
