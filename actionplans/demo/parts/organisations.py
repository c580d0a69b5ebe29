"""The directory: what the sixteen members of the civil-society committee work for, and where.

Pillars are those of the published table. Registration numbers, contacts and the districts each
serves are invented, and say so where they can. The secretary brings them in a file, as she would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from actionplans.demo.clock import moment
from actionplans.demo.committees import CCT_SIGNED
from actionplans.demo.organisations import CIVIL_SOCIETY
from committees.exports import Sheet, xlsx_bytes
from committees.models import Committee
from members.actions import imports

if TYPE_CHECKING:
    from actionplans.demo.load import Demonstration

C, P, S, E = "counter_trafficking", "child_protection", "stateless", "education"

# key -> (pillars, districts served, target groups, contact, post, telephone, website)
FACTS: dict[str, tuple[str, str, str, str, str, str]] = {
    "world-vision": (
        f"{P}, {C}",
        "เมืองเชียงราย, แม่สาย, เชียงของ, เวียงแก่น",
        "เด็กและครอบครัวยากไร้ แรงงานข้ามชาติ",
        "นางสาวพิมพ์ชนก ศรีวงค์",
        "ผู้จัดการพื้นที่",
        "053 000 101",
    ),
    "freedom-story": (
        f"{E}, {P}, {S}, {C}",
        "เมืองเชียงราย, แม่จัน",
        "เด็กและเยาวชนกลุ่มเสี่ยง",
        "นายธนพล คำแสน",
        "ผู้อำนวยการ",
        "053 000 102",
    ),
    "focus": (
        C,
        "เมืองเชียงราย, แม่สาย, เชียงแสน, เชียงของ, เวียงแก่น",
        "เด็กที่ได้รับผลกระทบจากการค้ามนุษย์",
        "นางชุติมา แสนใจ",
        "ผู้ประสานงานโครงการ",
        "053 000 103",
    ),
    "ecpat": (
        f"{P}, {C}",
        "เมืองเชียงราย, แม่สาย",
        "เด็กที่ถูกแสวงประโยชน์ทางเพศ",
        "นางสาวกมลวรรณ ทาแกง",
        "เจ้าหน้าที่ภาคเหนือ",
        "053 000 104",
    ),
    "ezekial-rain": (
        f"{P}, {C}",
        "แม่จัน, แม่ฟ้าหลวง",
        "เด็กบนพื้นที่สูง",
        "นายสุรชัย มาเยอะ",
        "ผู้จัดการ",
        "053 000 105",
    ),
    "center-for-girls": (
        P,
        "เชียงของ, เวียงแก่น, ขุนตาล",
        "เด็กหญิงและผู้หญิงที่ถูกกระทำความรุนแรง",
        "นางบัวผัน ใจยา",
        "ผู้อำนวยการ",
        "053 000 106",
    ),
    "new-life": (
        f"{P}, {C}",
        "เมืองเชียงราย, แม่สรวย",
        "เด็กหญิงชาติพันธุ์",
        "นางสาวนาผ่า จะแล",
        "หัวหน้าบ้านพัก",
        "053 000 107",
    ),
    "destiny-rescue": (
        C,
        "เมืองเชียงราย, แม่สาย",
        "เด็กในสถานบันเทิง",
        "นายวีรภัทร กันธิยะ",
        "หัวหน้าโครงการ",
        "053 000 108",
    ),
    "adra": (
        f"{S}, {C}",
        "แม่สาย, แม่ฟ้าหลวง, แม่จัน",
        "เด็กไร้สัญชาติ",
        "นางสาวรัตนา ปู่หมื่น",
        "ผู้จัดการโครงการ",
        "053 000 109",
    ),
    "house-of-love": (
        E,
        "แม่สรวย, เวียงป่าเป้า",
        "เด็กกำพร้าและเด็กชาติพันธุ์",
        "นายอาทิตย์ แลเชอ",
        "ผู้ดูแลบ้าน",
        "053 000 110",
    ),
    "plan": (
        S,
        "เมืองเชียงราย, แม่สาย, แม่ฟ้าหลวง",
        "เด็กและเยาวชนไร้สัญชาติ",
        "นางสาวจิราพร วงค์ชัย",
        "ผู้ประสานงาน",
        "053 000 111",
    ),
    "children-network": (
        P,
        "เมืองเชียงราย, เทิง, พาน",
        "เด็กและเยาวชนในชุมชน",
        "นายปิยะ อุดมสุข",
        "เลขานุการเครือข่าย",
        "053 000 112",
    ),
    "bala": (
        P,
        "เมืองเชียงราย, พญาเม็งราย",
        "เด็กในชุมชนชนบท",
        "นางสาวสายพิณ ยอดคำ",
        "ผู้จัดการ",
        "053 000 113",
    ),
    "ruammit": (
        E,
        "เมืองเชียงราย",
        "เด็กและเยาวชนขาดโอกาสทางการศึกษา",
        "นายเกรียงศักดิ์ แก้วดี",
        "ครูผู้ประสานงาน",
        "053 000 114",
    ),
    "priesterio": (
        E,
        "ดอยหลวง, เวียงเชียงรุ้ง",
        "เด็กในโรงเรียนชายแดน",
        "นางสาวอารียา ขันแก้ว",
        "ผู้ประสานงานการศึกษา",
        "053 000 115",
    ),
    "women-network": (
        C,
        "เมืองเชียงราย, เชียงแสน, แม่สาย",
        "ผู้หญิงและแรงงานหญิงข้ามชาติ",
        "นางจันทร์เพ็ญ ธิวงศ์",
        "ผู้ประสานงานเครือข่าย",
        "053 000 116",
    ),
}
HEADINGS = [
    "name_th",
    "registration",
    "pillars",
    "districts",
    "target_groups",
    "contact_name",
    "contact_post",
    "contact_phone",
    "contact_email",
]


def plan(demo: Demonstration) -> None:
    """An hour after the MoU is signed, the secretary brings what the members wrote down."""
    demo.then(moment(CCT_SIGNED, 11), lambda: _bring(demo))


def _bring(demo: Demonstration) -> None:
    rows = []
    for number, row in enumerate(CIVIL_SOCIETY, start=1):
        pillars, districts, groups, contact, post, phone = FACTS[row.key]
        registration = f"ตัวอย่าง {number:03}/2562"
        email = f"contact@{row.key}.example.org"
        rows.append(
            [row.name_th, registration, pillars, districts, groups, contact, post, phone, email]
        )
    batch = imports.bring(
        committee=Committee.objects.get(slug="cct"),
        name="สมาชิก CCT.xlsx",
        content=xlsx_bytes([Sheet("สมาชิก", HEADINGS, rows)]),
        by=demo.person("cct_secretary"),
    )
    by = demo.person("cct_secretary")
    mark = imports.plan_of(batch, by, {}).directory.mark
    imports.confirm(batch=batch, choices={}, mark=mark, by=by)
