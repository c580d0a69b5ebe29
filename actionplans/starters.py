"""Indicators that committees in the field count by; a province takes from them what it wants."""

from __future__ import annotations

from typing import Any

from actionplans.measures import RULES
from actionplans.models import ActivityKind, Measure


def _starter(
    name_th: str, name_en: str, measure: str, kind: str = "", note: str = "", **units: str
) -> dict[str, Any]:
    rule = RULES[measure]
    return {
        "name_th": name_th,
        "name_en": name_en,
        "unit_th": units.get("unit_th", rule.unit_th),
        "unit_en": units.get("unit_en", rule.unit_en),
        "measure": measure,
        "kind": kind,
        "pillar": "",
        "note": note,
    }


STARTERS: dict[str, dict[str, Any]] = {
    "campaign_reach": _starter(
        "จำนวนประชาชนที่เข้าถึงโดยการรณรงค์",
        "People reached by campaigns",
        Measure.REACHED,
        ActivityKind.CAMPAIGN,
    ),
    "women_trained": _starter(
        "จำนวนผู้หญิงที่ผ่านการอบรม",
        "Women trained",
        Measure.WOMEN,
        ActivityKind.TRAINING,
    ),
    "men_trained": _starter(
        "จำนวนผู้ชายที่ผ่านการอบรม",
        "Men trained",
        Measure.MEN,
        ActivityKind.TRAINING,
    ),
    "knowledge": _starter(
        "ความรู้ที่เพิ่มขึ้นหลังการอบรม (ถ่วงน้ำหนัก)",
        "Knowledge gain after training, weighted",
        Measure.KNOWLEDGE,
    ),
    "practitioners": _starter(
        "จำนวนผู้ปฏิบัติงานสหวิชาชีพที่ผ่านการอบรม",
        "Multidisciplinary practitioners trained",
        Measure.PRACTITIONERS,
        ActivityKind.TRAINING,
    ),
    "minors": _starter(
        "จำนวนเด็กอายุต่ำกว่า 18 ปีที่ร่วมกิจกรรม",
        "Children under 18 who took part",
        Measure.MINORS,
    ),
    "villages": _starter(
        "จำนวนหมู่บ้านที่มีการจัดกิจกรรม",
        "Villages with an activity",
        Measure.VILLAGES,
    ),
    "watch_groups": _starter(
        "จำนวนหมู่บ้านที่ตั้งกลุ่มเฝ้าระวัง",
        "Villages that set up a watch group",
        Measure.REPORTED,
        note="นับหมู่บ้านละครั้ง ในไตรมาสที่ตั้งกลุ่ม",
        unit_th="หมู่บ้าน",
        unit_en="villages",
    ),
    "meetings": _starter(
        "จำนวนเวทีประชุมชุมชน",
        "Community meetings held",
        Measure.ACTIVITIES,
        ActivityKind.COMMUNITY_MEETING,
        unit_th="เวที",
        unit_en="meetings",
    ),
    "monitoring": _starter(
        "จำนวนครั้งที่ลงพื้นที่ติดตาม",
        "Field monitoring visits",
        Measure.ACTIVITIES,
        ActivityKind.FIELD_MONITORING,
        unit_th="ครั้ง",
        unit_en="visits",
    ),
    "districts": _starter(
        "จำนวนอำเภอที่มีคณะกรรมการ",
        "Districts with a committee",
        Measure.DISTRICTS,
    ),
    "cash": _starter("เงินที่ใช้ในกิจกรรม", "Cash spent on activities", Measure.CASH),
}
