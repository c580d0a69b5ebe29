"""The MoU by which the civil-society committee is joined, and the one with the shelter.

Vision, mission and objectives are those of the published MoU; their Thai is a rendering. The
organising principles are written after what the case study says of them.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from actionplans.demo import committees as tables
from actionplans.demo.clock import moment
from actionplans.demo.scans import scan
from committees import papers
from committees.models import Committee
from members.actions import mou as actions
from members.models import MouVersion, Organisation

if TYPE_CHECKING:
    from actionplans.demo.load import Act, Demonstration

CHIANG_RAI = 57
SHELTER = "shelter"
WITH_SHELTER = dt.date(2020, 11, 25)
# Ten members, as the case study says; which ones is not published.
SHELTER_PARTIES = 10

NAMES = {
    "name_th": "บันทึกข้อตกลงความร่วมมือคณะกรรมการประสานงานองค์กรภาคประชาสังคม จังหวัดเชียงราย",
    "name_en": "Memorandum of Understanding of the CCT",
}
TEXT = {
    "vision_th": "เราทำงานเพื่อช่วยเหลือและคุ้มครองเด็ก สตรี และกลุ่มเสี่ยง/กลุ่มเปราะบาง"
    " ส่งเสริมสิทธิมนุษยชน และยุติการค้ามนุษย์",
    "vision_en": "We work to help and protect children, women, and at-risk/vulnerable groups,"
    " promote human rights, and end trafficking in persons.",
    "mission_th": "ผลักดันการพัฒนานโยบาย ติดตามความก้าวหน้า"
    " และขับเคลื่อนการทำงานร่วมกับหน่วยงานภาครัฐและองค์กรภาคประชาสังคม"
    " เพื่อการคุ้มครองเด็ก สตรี และกลุ่มเสี่ยง/กลุ่มเปราะบาง และการต่อต้านการค้ามนุษย์ในจังหวัดเชียงราย",
    "mission_en": "To advocate for improved policy, monitor progress and advocate with government"
    " agencies and civil society organizations to drive the protection of children, women and"
    " at-risk/vulnerable groups and counter trafficking in persons in Chiang Rai Province.",
    "objectives_th": "1. เป็นช่องทางสื่อสารและแลกเปลี่ยนความรู้ เสริมสร้างศักยภาพ"
    " และสนับสนุนความร่วมมือระหว่างสมาชิกของคณะกรรมการ\n"
    "2. ประสานงานและติดตามกิจกรรมที่คณะกรรมการดำเนินการ"
    " ให้เป็นไปด้วยความเรียบร้อยและมีประสิทธิภาพ\n"
    "3. ประสานความร่วมมือระหว่างหน่วยงานภาครัฐและองค์กรภาคประชาสังคม รายงานปัญหา"
    " ผลักดันการพัฒนานโยบาย และเสนอแนะต่อหน่วยงานภาครัฐ องค์กรภาคประชาสังคม และสาธารณชน"
    " เพื่อคุ้มครองเด็ก สตรี และกลุ่มเสี่ยง/กลุ่มเปราะบาง"
    " และต่อต้านการค้ามนุษย์ในจังหวัดเชียงราย\n"
    "4. รวบรวมและวิเคราะห์ข้อมูล และพัฒนาฐานข้อมูลเกี่ยวกับการคุ้มครองเด็ก สตรี"
    " และกลุ่มเสี่ยง/กลุ่มเปราะบาง และการต่อต้านการค้ามนุษย์ในจังหวัดเชียงราย",
    "objectives_en": "1. To serve as a channel for communication and knowledge exchange, build"
    " capacity, and support collaboration between members of the CCT.\n"
    "2. To coordinate and monitor activities implemented by the CCT to ensure they are"
    " implemented smoothly and efficiently.\n"
    "3. To coordinate cooperation between government agencies and civil society organizations."
    " To report problems, advocate for improved policy and provide recommendations to government"
    " agencies, civil society organizations and the general public to protect children, women,"
    " and at-risk/vulnerable groups and combat trafficking in persons in Chiang Rai Province.\n"
    "4. Collect/analyze data and develop a database related to the protection of children, women,"
    " and at-risk/vulnerable groups and counter trafficking in persons in Chiang Rai Province.",
    "principles_th": "- สมาชิกมี**ฐานะเท่าเทียมกัน** และตัดสินใจร่วมกัน\n"
    "- สมาชิกภาพมีอายุหนึ่งปีและต่ออายุทุกปี สมาชิกลาออกได้ทุกเมื่อ\n"
    "- องค์กรที่จะเข้าเป็นสมาชิกใหม่ต้องได้รับการรับรองจากสมาชิกปัจจุบัน\n"
    "- คณะกรรมการมีประธาน รองประธาน เลขานุการ ผู้ช่วยเลขานุการ และกรรมการบริหาร"
    " ซึ่งมาจากการเลือกตั้งทุกสองปี\n"
    "- สมาชิกประชุมอย่างน้อยทุกไตรมาส ตอบแบบสำรวจประจำปี"
    " และร่วมประเมินผลการทำงานของคณะกรรมการปีละครั้ง\n"
    "- สมาชิกไม่เปิดเผยข้อมูลของผู้เสียหาย",
    "principles_en": "- Members stand on an **equal footing** and decide together.\n"
    "- Membership lasts a year and is renewed every year; a member may leave at any time.\n"
    "- An organisation that wants to join is endorsed by a present member.\n"
    "- The committee has a chair, a vice chair, a secretary, a deputy secretary and a steering"
    " committee, elected every two years.\n"
    "- Members meet at least every quarter, answer the annual survey, and review the committee's"
    " work together once a year.\n"
    "- Members never disclose who a victim is.",
}
SHELTER_NAMES = {
    "name_th": "บันทึกข้อตกลงความร่วมมือเสริมสร้างกลไกการคุ้มครองเด็กระดับตำบล",
    "name_en": "MoU on strengthening child protection mechanisms at the sub-district level",
}
SHELTER_TEXT = {
    "vision_th": "เด็กทุกคนในจังหวัดเชียงรายได้รับการคุ้มครองโดยชุมชนและหน่วยงานใกล้บ้าน",
    "vision_en": "Every child in Chiang Rai is protected by the community and by agencies nearby.",
    "mission_th": "เสริมสร้างกลไกการคุ้มครองเด็กระดับตำบลร่วมกับบ้านพักเด็กและครอบครัวจังหวัดเชียงราย",
    "mission_en": "To strengthen child protection mechanisms at the sub-district level together"
    " with the Chiang Rai Shelter for Children and Families.",
    "objectives_th": "1. พัฒนาศักยภาพคณะทำงานคุ้มครองเด็กระดับตำบล\n"
    "2. ประสานการส่งต่อและการช่วยเหลือเด็กและครอบครัว\n"
    "3. แลกเปลี่ยนข้อมูลสถานการณ์ทุกไตรมาส",
    "objectives_en": "1. To build the capacity of sub-district child protection groups.\n"
    "2. To coordinate referral and assistance for children and families.\n"
    "3. To share information on the situation every quarter.",
    "principles_th": "- ประโยชน์สูงสุดของเด็กมาก่อน\n- รักษาความลับของเด็กและครอบครัว",
    "principles_en": "- The best interests of the child come first.\n"
    "- What concerns a child and the family is kept confidential.",
}


def plan(demo: Demonstration) -> None:
    """The text, those who signed it on the day and the two who joined later, and the shelter's."""
    signed = tables.CCT_SIGNED
    demo.then(moment(signed, 11), starting(demo, NAMES, TEXT))
    heads = [(row.person, row.organisation, row.post_th) for row in tables.CCT_SEATS]
    for number, (person, organisation, post) in enumerate(heads):
        day = tables.CCT_JOINED.get(organisation, signed)
        at = moment(day, 14, 2 * number)
        demo.then(at, signing(demo, person, organisation, post, day))
    demo.then(moment(WITH_SHELTER, 10), starting(demo, SHELTER_NAMES, SHELTER_TEXT, heads))
    for number, (person, organisation, post) in enumerate(heads[:SHELTER_PARTIES]):
        at = moment(WITH_SHELTER, 13, 2 * number)
        demo.then(at, signing(demo, person, organisation, post, WITH_SHELTER, own=False))
    demo.then(
        moment(WITH_SHELTER, 15),
        signing(demo, "cct_secretary", SHELTER, "หัวหน้าบ้านพักเด็กและครอบครัว", WITH_SHELTER, own=False),
    )


def starting(
    demo: Demonstration,
    names: dict[str, str],
    text: dict[str, str],
    heads: list[tuple[str, str, str]] | None = None,
) -> Act:
    """The secretary writes an MoU and opens it; with `heads` it is the one with the shelter."""

    def act() -> None:
        by = demo.person("cct_secretary")
        values: dict[str, Any] = {**names, "partner": None}
        if heads is not None:
            values["partner"] = demo.organisations[CHIANG_RAI, SHELTER]
            values["parties"] = [
                demo.organisations[CHIANG_RAI, key] for _who, key, _post in heads[:SHELTER_PARTIES]
            ]
        committee = Committee.objects.get(slug="cct")
        version = actions.start_mou(committee=committee, values=values, by=by)
        version = actions.change_draft(mou_version=version, values=text, version=1, by=by)
        actions.open_version(version=version, by=by)

    return act


def signing(
    demo: Demonstration,
    person: str,
    organisation: str,
    post: str,
    day: dt.date,
    *,
    own: bool = True,
) -> Act:
    """An organisation signs, by who speaks for it; for the partner the secretary records it."""

    def act() -> None:
        body = demo.organisations[CHIANG_RAI, organisation]
        by = demo.person(person)
        name = "ณิชาภัทร เมืองแก้ว" if organisation == SHELTER else by.name_th
        actions.record_signature(
            version=MouVersion.objects.open().get(committee__slug="cct", mou__partner__isnull=own),
            organisation=body,
            signatory_name=name,
            signatory_post=post,
            signed_on=day,
            upload=_signed_copy(body, own=own),
            by=by,
        )

    return act


@lru_cache(maxsize=2)
def _page(title: str) -> bytes:
    return scan(title, "หน้าลงนาม", "(เอกสารสมมติสำหรับการสาธิต)", signed="(ลงชื่อ)")


def _signed_copy(organisation: Organisation, *, own: bool) -> papers.Upload:
    page = _page(NAMES["name_th"] if own else SHELTER_NAMES["name_th"])
    return papers.Upload(f"หน้าลงนาม {organisation.short_in('th')}"[:80] + ".pdf", papers.PDF, page)
