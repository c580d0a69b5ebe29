"""The appointment orders of the demonstration: four districts', a working group's, an amendment.

The districts' orders are those of 2019 and 2020; they were put into the product once the people of
today held their seats, with what stood then.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from actionplans.demo import committees as tables
from actionplans.demo.clock import moment
from actionplans.demo.scans import scan
from committees.calendar import be_year
from committees.models import Committee
from committees.papers import PDF, Upload
from members.actions import filing
from members.actions import orders as actions
from members.models import Order, OrderBody
from members.order_templates import DISTRICT

if TYPE_CHECKING:
    from actionplans.demo.load import Demonstration

CHIANG_RAI = 57
DAY = dt.timedelta(days=1)
NUMBERS = {"chiang-khong": 214, "wiang-kaen": 87, "mae-sai": 152, "chiang-saen": 190}


def plan(demo: Demonstration) -> None:
    """The orders in force, a working group that ends in two weeks, and a draft amendment."""
    for number, row in enumerate(tables.DISTRICTS):
        at = moment(demo.base + 7 * DAY, 14, 5 * number)
        demo.then(at, lambda row=row: _district(demo, row))  # type: ignore[misc]
    demo.then(demo.ago(46, 10), lambda: _working_group(demo))
    demo.then(demo.ago(2, 15, 30), lambda: _amendment(demo))


def _district(demo: Demonstration, row: tables.District) -> None:
    """A district's order as it was signed, with what stands in the committee now."""
    by = demo.person(f"{row.slug}/deputy")
    committee = Committee.objects.select_related("area", "province").get(slug=row.slug)
    order = actions.start_order(committee=committee, start=actions.FROM_TODAY, by=by)
    duties = {one.theme or one.kind: one for one in DISTRICT}
    for body in OrderBody.objects.filter(order=order):
        said = duties[body.theme or body.kind]
        values = {
            "duties_th": "\n".join(said.duties_th),
            "duties_en": "\n".join(said.duties_en),
        }
        actions.save_body(order=order, body=body, values=values, version=body.version, by=by)
        if not body.posts.exists():
            _post(demo, body, f"{row.slug}/office", "ผู้แทนที่ทำการปกครองอำเภอ", "District Office", by)
    _in_force(demo, order, row, NUMBERS[row.slug], row.founded)


def _post(demo: Demonstration, body: OrderBody, agency: str, th: str, en: str, by: object) -> None:
    actions.save_post(
        body=body,
        post=None,
        values={
            "organisation": demo.organisations[CHIANG_RAI, agency],
            "role": "member",
            "title_th": th,
            "title_en": en,
        },
        version=0,
        by=by,  # type: ignore[arg-type]
    )


def _in_force(
    demo: Demonstration, order: Order, row: tables.District, number: int, day: dt.date
) -> Order:
    by = demo.person(f"{row.slug}/deputy")
    order.refresh_from_db()
    order = actions.send_order(order=order, numbered=False, by=by)
    year = be_year(day)
    title = f"คำสั่งอำเภอ{row.th} ที่ {number}-{year}.pdf"
    pdf = scan(
        f"คำสั่งอำเภอ{row.th}",
        f"ที่ {number}/{year}",
        f"เรื่อง {order.subject_th}",
        "(เอกสารสมมติสำหรับการสาธิต)",
        signed=f"นายอำเภอ{row.th}",
    )
    copy = Upload(title, PDF, pdf)
    values = {"number": number, "year": year, "signed_on": day, "starts": day}
    return filing.file_order(
        order=order, values=values, copy=copy, version=order.version, by=by
    ).order


def _working_group(demo: Demonstration) -> None:
    """Mae Sai's working group for the riverside season; it ends in two weeks."""
    row = next(one for one in tables.DISTRICTS if one.slug == "mae-sai")
    by = demo.person("mae-sai/deputy")
    committee = Committee.objects.select_related("area", "province").get(slug="mae-sai")
    order = actions.start_order(committee=committee, start=actions.FROM_GROUP, by=by)
    words = {
        "issuer_th": order.issuer_th,
        "issuer_en": order.issuer_en,
        "subject_th": "แต่งตั้งคณะทำงานเฝ้าระวังช่องทางธรรมชาติริมน้ำสาย",
        "subject_en": "Appointment of the working group on natural crossings of the Sai River",
        "reason": "เนื่องด้วยช่วงน้ำลดมีการข้ามแดนทางช่องทางธรรมชาติมากขึ้น จึงสมควรเฝ้าระวังเป็นพิเศษ",
    }
    order = actions.change_order(order=order, values=words, version=order.version, by=by)
    body = OrderBody.objects.get(order=order)
    values = {
        "name_th": "คณะทำงานเฝ้าระวังช่องทางธรรมชาติริมน้ำสาย อำเภอแม่สาย",
        "name_en": "Working Group on Natural Crossings, Mae Sai",
        "short_th": "คณะทำงานริมน้ำสาย",
        "short_en": "Mae Sai River group",
        "duties_th": "ตรวจตราช่องทางธรรมชาติร่วมกันสัปดาห์ละครั้ง\n"
        "แจ้งกลุ่มเสี่ยงถึงช่องทางขอความช่วยเหลือ\n"
        "สรุปผลเสนอคณะกรรมการเมื่อสิ้นสุดภารกิจ",
        "duties_en": "Patrol the natural crossings together once a week.\n"
        "Tell people at risk where to find help.\n"
        "Report to the committee when the task ends.",
        "ends": demo.today + 14 * DAY,
    }
    actions.save_body(order=order, body=body, values=values, version=body.version, by=by)
    _post(demo, body, "mae-sai/hospital", "ผู้แทนโรงพยาบาลแม่สาย", "Hospital", by)
    _post(demo, body, "mae-sai/police", "ผู้แทนสถานีตำรวจภูธรแม่สาย", "Police", by)
    day = demo.today - 46 * DAY
    _in_force(demo, order, row, 311, day)


def _amendment(demo: Demonstration) -> None:
    """A draft that adds the second municipality to Mae Sai's order."""
    by = demo.person("mae-sai/deputy_secretary")
    committee = Committee.objects.get(slug="mae-sai")
    order = actions.order_in_force(committee)
    assert order is not None  # noqa: S101  (filed by `_district`)
    draft = actions.start_amendment(order=order, by=by)
    body = OrderBody.objects.get(order=draft, target=committee)
    _post(demo, body, "mae-sai/lao2", "นายกเทศมนตรีตำบลเวียงพางคำ", "Mayor of Wiang Phang Kham", by)
