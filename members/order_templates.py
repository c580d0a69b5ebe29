"""The standard order of a district: bodies, posts and duties as districts appoint them.

Source: the district committees of Chiang Rai's border districts, appointed under Ministry of
Interior order 768/2556. Every word can be changed in the draft.
"""

from __future__ import annotations

from dataclasses import dataclass

from committees.kinds import Kind, Theme

LEGAL_BASIS = (
    "อาศัยอำนาจตามพระราชบัญญัติลักษณะปกครองท้องที่ พระพุทธศักราช 2457 และที่แก้ไขเพิ่มเติม"
    " ประกอบคำสั่งกระทรวงมหาดไทย ที่ 768/2556 เรื่อง การจัดตั้งศูนย์บูรณาการและประสานงาน"
    "การป้องกันและปราบปรามการค้ามนุษย์ระดับอำเภอ"
)
REASON = "เพื่อให้การป้องกันและปราบปรามการค้ามนุษย์ในพื้นที่อำเภอเป็นไปอย่างมีประสิทธิภาพ และสอดคล้องกับแนวทางของจังหวัด"
OBJECTIVES = (
    "ป้องกันและเฝ้าระวังการค้ามนุษย์ในพื้นที่\n"
    "คุ้มครองและช่วยเหลือผู้เสียหายโดยทีมสหวิชาชีพ\n"
    "ประสานความร่วมมือระหว่างหมู่บ้าน ตำบล อำเภอ และจังหวัด"
)
CLOSING = "ให้ผู้ได้รับแต่งตั้งปฏิบัติหน้าที่ตามที่ได้รับมอบหมายโดยเคร่งครัด"


@dataclass(frozen=True)
class Post:
    """A post, and by which words its agency is found among those of the district."""

    title_th: str
    title_en: str
    role: str
    agency: str = ""


@dataclass(frozen=True)
class Body:
    """A body; `under` names the key of the one it stands under, '' for the committee itself."""

    key: str
    kind: Kind
    name_th: str
    name_en: str
    duties_th: tuple[str, ...]
    duties_en: tuple[str, ...]
    posts: tuple[Post, ...]
    under: str = ""
    theme: str = ""


_CHIEF = Post("นายอำเภอ", "District Chief", "chair", "ที่ทำการปกครอง")
_POLICE = Post("ผู้กำกับการสถานีตำรวจภูธร", "Police Superintendent", "vice_chair", "สถานีตำรวจ")
_DEPUTY = Post("ปลัดอำเภอ", "Deputy District Chief", "deputy_chief", "ที่ทำการปกครอง")
_CLERK = Post("ปลัดอำเภอฝ่ายบริหารงานปกครอง", "Administrative Secretary", "secretary", "ที่ทำการปกครอง")
_IMMIGRATION = Post(
    "ผู้กำกับการด่านตรวจคนเข้าเมือง", "Immigration Superintendent", "member", "ตรวจคนเข้าเมือง"
)
_HEALTH = Post("สาธารณสุขอำเภอ", "Head of the District Public Health Office", "member", "สาธารณสุข")
_HOSPITAL = Post("ผู้อำนวยการโรงพยาบาล", "Hospital Director", "member", "โรงพยาบาล")
_LAO = Post(
    "นายกองค์กรปกครองส่วนท้องถิ่น",
    "President of the Local Administrative Organization",
    "member",
    "เทศบาล",
)
_HEADMAN = Post("กำนัน", "Sub-district Head", "member", "กำนัน")
_SHELTER = Post(
    "หัวหน้าบ้านพักเด็กและครอบครัว",
    "Head of the Shelter for Children and Families",
    "member",
    "บ้านพักเด็กและครอบครัว",
)
_PSDHS = Post(
    "ผู้แทนสำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัด",
    "Representative of PSDHS",
    "member",
    "พัฒนาสังคมและความมั่นคงของมนุษย์",
)
_CSO = Post("ผู้แทนองค์กรภาคประชาสังคมในพื้นที่", "Representative of CSOs", "member")
_COORDINATE = (
    "ประสานงานกับฝ่ายอื่น และปฏิบัติหน้าที่อื่นตามที่คณะกรรมการมอบหมาย",
    "Coordinate with the other groups and do what else the committee assigns.",
)

DISTRICT: tuple[Body, ...] = (
    Body(
        "committee",
        Kind.DISTRICT,
        "",
        "",
        (
            "กำหนดแนวทางและแผนปฏิบัติการป้องกันและปราบปรามการค้ามนุษย์ของอำเภอ",
            "ติดตามและรายงานผลต่อจังหวัด",
        ),
        (
            "Set the direction and the action plan against trafficking in persons of the district.",
            "Follow it up and report to the province.",
        ),
        (_CHIEF, _POLICE, _DEPUTY, _CLERK),
    ),
    Body(
        "executive",
        Kind.EXECUTIVE,
        "คณะกรรมการอำนวยการ",
        "Executive Committee",
        (
            "อำนวยการ กำกับดูแล และติดตามการดำเนินงานให้สอดคล้องกับจังหวัด",
            "ปฏิบัติหน้าที่เป็นทีมสหวิชาชีพตามแนวทางของจังหวัดในกรณีฉุกเฉิน",
            "แต่งตั้งคณะทำงานเพื่อพิจารณาหรือดำเนินการตามที่ได้รับมอบหมาย",
            "ปฏิบัติหน้าที่อื่นตามความเหมาะสมเพื่อป้องกันและปราบปรามการค้ามนุษย์ในอำเภอ",
        ),
        (
            "Direct, supervise and monitor the work in line with the province.",
            "Act as multidisciplinary team under the province's guidance in an emergency.",
            "Appoint working groups to consider or do what is assigned to them.",
            "Do what else is fit to prevent and combat trafficking in persons in the district.",
        ),
        (
            _CHIEF,
            _POLICE,
            _IMMIGRATION,
            _HEALTH,
            _HOSPITAL,
            _LAO,
            _HEADMAN,
            _PSDHS,
            _SHELTER,
            _CSO,
            _CLERK,
        ),
    ),
    Body(
        "operations",
        Kind.OPERATIONS,
        "คณะกรรมการปฏิบัติการ",
        "Operations Committee",
        ("ดำเนินงานตามแผนปฏิบัติการของอำเภอผ่านฝ่ายต่าง ๆ และรายงานผล",),
        ("Carry out the district's action plan through its groups and report.",),
        (_DEPUTY,),
    ),
    Body(
        "prevention",
        Kind.GROUP,
        "ฝ่ายป้องกันและเฝ้าระวัง",
        "Prevention and Monitoring Group",
        (
            "ตรวจสอบ ป้องกัน และเฝ้าระวังการกระทำความผิดเกี่ยวกับการค้ามนุษย์ในพื้นที่ และประสานกับพื้นที่อื่นที่เกี่ยวข้อง",
            _COORDINATE[0],
        ),
        (
            "Inspect, prevent and monitor offences of trafficking in persons in the area, and"
            " coordinate with other areas involved.",
            _COORDINATE[1],
        ),
        (_IMMIGRATION, _POLICE, _HEADMAN, _CSO),
        under="operations",
        theme=Theme.PREVENTION,
    ),
    Body(
        "suppression",
        Kind.GROUP,
        "ฝ่ายปราบปรามและการข่าว",
        "Suppression and Information Group",
        (
            "รับแจ้งเหตุ ช่วยเหลือผู้เสียหายในพื้นที่ และรายงานต่อคณะกรรมการ",
            "สืบสวนและรวบรวมข้อมูลการค้ามนุษย์ และประสานความช่วยเหลือในรูปแบบทีมสหวิชาชีพ",
            _COORDINATE[0],
        ),
        (
            "Receive reports, assist victims in the area and report to the committee.",
            "Investigate, gather information on trafficking in persons and coordinate assistance"
            " as a multidisciplinary team.",
            _COORDINATE[1],
        ),
        (
            Post("สารวัตรสืบสวน", "Investigation Inspector", "secretary", "สถานีตำรวจ"),
            Post("ผู้แทนหน่วยทหารในพื้นที่", "Representative of the military", "member", "ทหาร"),
        ),
        under="operations",
        theme=Theme.SUPPRESSION,
    ),
    Body(
        "rehabilitation",
        Kind.GROUP,
        "ฝ่ายฟื้นฟูเยียวยา",
        "Rehabilitation Group",
        (
            "ช่วยเหลือดูแลสุขภาพกายและจิตใจของผู้เสียหายและครอบครัวให้กลับคืนสู่สังคมอย่างปลอดภัย",
            _COORDINATE[0],
        ),
        (
            "Provide physical and mental health care to victims and their families so that they"
            " return to society safely.",
            _COORDINATE[1],
        ),
        (_HEALTH, _HOSPITAL, _LAO, _SHELTER),
        under="operations",
        theme=Theme.REHABILITATION,
    ),
)
