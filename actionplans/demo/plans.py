"""What the committees of the demonstration plan, as tables.

The lines follow what the case studies say the committees do: village watch groups, trainings,
campaigns, community meetings, registration of stateless children, repatriation, lessons learned.
Most lie within an agency's own remit; where money is needed, the municipality or a partner pays.
Dates are (month, day) within whatever fiscal year the plan is for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

Day = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """One line of a plan. Keys of organisations that start with a colon are of the province."""

    what: str
    pillar: str
    responsible: str
    starts: Day
    ends: Day
    indicator: str
    target: str
    supporting: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    budget: Decimal = Decimal(0)
    funding: str = "own_remit"
    funder: str = ""


WATCH = Line(
    "ตั้งและฝึกอบรมกลุ่มเฝ้าระวังการค้ามนุษย์ระดับหมู่บ้านตามแนวชายแดน",
    "counter_trafficking",
    "heads",
    (11, 2),
    (1, 29),
    "จำนวนหมู่บ้านที่มีกลุ่มเฝ้าระวังและช่องทางแจ้งเหตุ",
    "12 หมู่บ้าน",
    ("women", "police", ":world-vision"),
)
CAMPAIGN = Line(
    "รณรงค์ยุติความรุนแรงต่อเด็กและสตรีและการค้ามนุษย์ เนื่องในวันยุติความรุนแรงต่อสตรีสากล",
    "counter_trafficking",
    "lao",
    (11, 16),
    (11, 30),
    "จำนวนผู้เข้าร่วมการรณรงค์",
    "500 คน",
    ("women", "school", ":shelter"),
    budget=Decimal("35000"),
    funding="lao",
)
CHECKPOINT = Line(
    "ตรวจเฝ้าระวังช่องทางธรรมชาติและคัดกรองกลุ่มเสี่ยงร่วมกันทุกเดือน",
    "counter_trafficking",
    "immigration",
    (10, 1),
    (9, 30),
    "จำนวนครั้งที่ออกตรวจร่วมกัน",
    "12 ครั้ง",
    ("police", "office", ":phamuang"),
)
REGISTRATION = Line(
    "สำรวจและช่วยยื่นคำร้องขอสถานะบุคคลให้เด็กไร้สัญชาติในสถานศึกษา",
    "stateless",
    "office",
    (1, 11),
    (3, 31),
    "จำนวนเด็กที่ยื่นคำร้องครบถ้วน",
    "60 คน",
    ("school", ":adra", ":plan"),
)
TRAINING = Line(
    "อบรมคณะกรรมการปฏิบัติการเรื่องการคัดแยกผู้เสียหายและกลไกการส่งต่อระดับชาติ",
    "counter_trafficking",
    "office",
    (2, 8),
    (2, 10),
    "ร้อยละของความรู้ที่เพิ่มขึ้นจากแบบทดสอบก่อนและหลังอบรม",
    "ร้อยละ 14",
    (":psdhs", ":focus", ":world-vision"),
    budget=Decimal("48000"),
    funding="donor",
    funder="มูลนิธิศุภนิมิตแห่งประเทศไทย",
)
COMMUNITY = Line(
    "จัดประชุมชุมชนเพื่อรายงานสถานการณ์และทำแผนป้องกันการค้ามนุษย์ของชุมชน",
    "counter_trafficking",
    "lao",
    (1, 18),
    (2, 26),
    "จำนวนชุมชนที่มีแผนป้องกันของตนเอง",
    "6 ชุมชน",
    ("heads", "cso"),
    budget=Decimal("18000"),
    funding="lao",
)
SCHOOL = Line(
    "ให้ความรู้นักเรียนเรื่องภัยออนไลน์และการถูกหลอกไปทำงานต่างประเทศ",
    "education",
    "school",
    (5, 17),
    (8, 31),
    "จำนวนนักเรียนที่ผ่านกิจกรรม",
    "800 คน",
    ("police", ":freedom-story"),
)
CHILD = Line(
    "จัดระบบส่งต่อและเยี่ยมบ้านเด็กกลุ่มเสี่ยงระดับตำบล",
    "child_protection",
    "health",
    (4, 1),
    (6, 30),
    "ร้อยละของเด็กกลุ่มเสี่ยงที่ได้รับการเยี่ยมบ้านภายใน 7 วัน",
    "ร้อยละ 80",
    ("hospital", "lao", ":shelter"),
)
HEALTH = Line(
    "ตรวจสุขภาพกายและใจและติดตามผู้เสียหายที่กลับคืนสู่ชุมชน",
    "child_protection",
    "hospital",
    (10, 1),
    (9, 30),
    "ร้อยละของผู้ที่ได้รับการติดตามครบ 6 เดือน",
    "ร้อยละ 100",
    ("health", ":shelter", ":welfare"),
)
REPATRIATION = Line(
    "ประสานการช่วยเหลือและรับคนไทยกลับประเทศร่วมกับทางการ สปป.ลาว",
    "counter_trafficking",
    "office",
    (10, 1),
    (3, 31),
    "จำนวนคนไทยที่ได้รับการช่วยเหลือกลับประเทศ",
    "ทุกรายที่ได้รับแจ้ง",
    ("immigration", "police", ":psdhs"),
)
VOCATION = Line(
    "ฝึกอาชีพและทักษะชีวิตแก่ผู้ที่กลับคืนสู่ชุมชนและสตรีกลุ่มเสี่ยง",
    "counter_trafficking",
    "women",
    (5, 4),
    (7, 30),
    "จำนวนผู้ผ่านการฝึกที่มีรายได้เพิ่มขึ้น",
    "25 คน",
    ("lao", ":new-life"),
    budget=Decimal("62500"),
    funding="fund",
    funder="กองทุนเพื่อการป้องกันและปราบปรามการค้ามนุษย์",
)
LESSONS = Line(
    "ประชุมถอดบทเรียนและจัดทำร่างแผนปฏิบัติการปีถัดไป",
    "counter_trafficking",
    "office",
    (7, 12),
    (8, 27),
    "มีแผนปฏิบัติการประจำปีที่ผ่านมติที่ประชุม",
    "1 แผน",
    (":psdhs", "lao", "cso"),
)
LEADERS = Line(
    "อบรมแกนนำสตรีและผู้นำชุมชนเรื่องการสังเกตและแจ้งเหตุการค้ามนุษย์",
    "counter_trafficking",
    "women",
    (12, 7),
    (12, 18),
    "จำนวนแกนนำที่ผ่านการอบรม",
    "60 คน",
    ("heads", ":center-for-girls"),
    budget=Decimal("24000"),
    funding="lao",
)
CASES = Line(
    "ประชุมทีมสหวิชาชีพเพื่อติดตามความคืบหน้าของการช่วยเหลือทุกไตรมาส",
    "child_protection",
    "office",
    (10, 1),
    (9, 30),
    "จำนวนครั้งที่ประชุม",
    "4 ครั้ง",
    ("hospital", ":shelter", ":psdhs"),
)

Places = tuple[int, ...]


def at(line: Line, *places: int, **changes: object) -> Line:
    """A line in these places, and what else differs there."""
    return replace(line, places=places, **changes)  # type: ignore[arg-type]


THIS_YEAR: dict[str, tuple[Line, ...]] = {
    "mae-sai": (
        at(WATCH, 570901, 570903, 570906),
        at(CAMPAIGN, 570901, 570906, target="700 คน", supporting=("lao2", "school", ":shelter")),
        at(CHECKPOINT, 570901, 570903),
        at(REGISTRATION, 570901, 570906, 570904),
        at(TRAINING, 5709),
        at(COMMUNITY, 570906, responsible="lao2", target="8 ชุมชน"),
        at(CHILD, 570901, 570902),
        at(SCHOOL, 570901),
        at(HEALTH, 5709),
        at(LESSONS, 5709),
    ),
    "chiang-khong": (
        at(WATCH, 570301, 570310, target="9 หมู่บ้าน"),
        at(LEADERS, 570301, 570308),
        at(REPATRIATION, 5703),
        at(REGISTRATION, 570301, 570304, target="35 คน"),
        at(TRAINING, 5703, starts=(3, 8), ends=(3, 9)),
        at(CHILD, 570301),
        at(VOCATION, 570301, 570302),
        at(HEALTH, 5703),
        at(LESSONS, 5703),
    ),
    "wiang-kaen": (
        at(WATCH, 571301, 571302, target="6 หมู่บ้าน"),
        at(CAMPAIGN, 571301, target="300 คน", budget=Decimal("20000")),
        at(REGISTRATION, 571302, target="80 คน"),
        at(
            COMMUNITY,
            571303,
            571304,
            target="4 ชุมชน",
            budget=Decimal("12000"),
            starts=(1, 11),
            ends=(3, 31),
        ),
        at(CASES, 5713),
        at(SCHOOL, 571301, target="300 คน"),
        at(LESSONS, 5713),
    ),
    "chiang-saen": (
        at(REPATRIATION, 5708, ends=(9, 30)),
        at(CHECKPOINT, 570801, 570803),
        at(WATCH, 570801, 570803, target="10 หมู่บ้าน"),
        at(TRAINING, 5708, starts=(1, 25), ends=(1, 27)),
        at(COMMUNITY, 570805, target="5 ชุมชน"),
        at(CHILD, 570801),
        at(VOCATION, 570801, target="20 คน"),
        at(HEALTH, 5708),
        at(LESSONS, 5708),
    ),
    "cct": (
        Line(
            "จัดการรณรงค์ต่อต้านการค้ามนุษย์ประจำปีร่วมกับสำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัด",
            "counter_trafficking",
            ":world-vision",
            (11, 9),
            (12, 4),
            "จำนวนผู้ได้รับประโยชน์จากการรณรงค์",
            "1,000 คน",
            (":freedom-story", ":children-network", ":psdhs"),
            (5701,),
            Decimal("90000"),
            "donor",
            "สมทบโดยองค์กรสมาชิก",
        ),
        Line(
            "อบรมทีมสหวิชาชีพเรื่องการคัดแยก การส่งต่อ และการคุ้มครองผู้เสียหาย",
            "counter_trafficking",
            ":focus",
            (2, 15),
            (2, 19),
            "จำนวนผู้ปฏิบัติงานที่ผ่านการอบรม",
            "42 คน",
            (":world-vision", ":psdhs", ":police"),
            (5701, 5709),
            Decimal("120000"),
            "donor",
            "มูลนิธิศุภนิมิตแห่งประเทศไทย",
        ),
        Line(
            "ช่วยเหลือเด็กไร้สัญชาติให้เข้าถึงการพัฒนาสถานะและสิทธิขั้นพื้นฐาน",
            "stateless",
            ":adra",
            (10, 1),
            (9, 30),
            "จำนวนเด็กที่ได้รับเลขประจำตัว",
            "50 คน",
            (":plan", ":freedom-story"),
            (5709, 5713, 5715),
            Decimal("75000"),
            "donor",
            "มูลนิธิแอดร้า",
        ),
        Line(
            "เสริมสร้างกลไกคุ้มครองเด็กระดับตำบลร่วมกับบ้านพักเด็กและครอบครัว",
            "child_protection",
            ":center-for-girls",
            (1, 5),
            (6, 30),
            "จำนวนตำบลที่มีคณะทำงานคุ้มครองเด็ก",
            "5 ตำบล",
            (":shelter", ":ezekial-rain", ":new-life"),
            (5703, 5713),
        ),
        Line(
            "ให้ทุนและติดตามการศึกษาของเด็กกลุ่มเสี่ยงไม่ให้ออกกลางคัน",
            "education",
            ":freedom-story",
            (5, 3),
            (9, 30),
            "ร้อยละของเด็กที่เรียนต่อเนื่อง",
            "ร้อยละ 95",
            (":house-of-love", ":ruammit", ":priesterio"),
            (5701, 5707),
            Decimal("150000"),
            "donor",
            "องค์กรสมาชิกที่รับผิดชอบ",
        ),
        Line(
            "ประชุมสมาชิกทุกสองเดือนเพื่อแลกเปลี่ยนแผนงานและทรัพยากร",
            "counter_trafficking",
            ":focus",
            (10, 1),
            (9, 30),
            "จำนวนครั้งที่ประชุม",
            "6 ครั้ง",
            (),
            (5701,),
        ),
        Line(
            "ประชุมเชิงปฏิบัติการวิเคราะห์ SWOT และต่ออายุสมาชิกภาพประจำปี",
            "counter_trafficking",
            ":world-vision",
            (8, 2),
            (9, 17),
            "จำนวนองค์กรที่ตอบแบบสำรวจประจำปี",
            "16 องค์กร",
            (":ecpat", ":women-network"),
            (5701,),
        ),
    ),
    "chaloem-phra-kiat": (
        Line(
            "ตั้งกลุ่มเฝ้าระวังการค้ามนุษย์ในหมู่บ้านใกล้จุดผ่านแดนถาวรห้วยโก๋น",
            "counter_trafficking",
            "office",
            (11, 2),
            (1, 29),
            "จำนวนหมู่บ้านที่มีกลุ่มเฝ้าระวัง",
            "4 หมู่บ้าน",
            ("police", ":world-vision"),
            (551501,),
        ),
        Line(
            "คัดกรองผู้เดินทางที่มีความเสี่ยง ณ จุดผ่านแดนถาวรห้วยโก๋น",
            "counter_trafficking",
            "immigration",
            (10, 1),
            (9, 30),
            "จำนวนเจ้าหน้าที่ที่ใช้แบบคัดกรอง",
            "15 คน",
            ("police", "office"),
            (551501,),
        ),
        Line(
            "ให้ความรู้ผู้ปกครองและเยาวชนเรื่องการหลอกลวงไปทำงาน",
            "education",
            "lao",
            (2, 1),
            (3, 26),
            "จำนวนผู้เข้าร่วม",
            "150 คน",
            ("hospital", ":shelter"),
            (551501, 551502),
            Decimal("15000"),
            "lao",
        ),
        Line(
            "ดูแลสุขภาพกายและใจของผู้ที่ได้รับการช่วยเหลือกลับจากต่างประเทศ",
            "child_protection",
            "hospital",
            (4, 1),
            (9, 30),
            "ร้อยละของผู้ที่ได้รับการดูแล",
            "ร้อยละ 100",
            (":shelter", ":psdhs"),
            (5515,),
        ),
    ),
}

# Shorter: the year before, when some of the work had only begun.
LAST_YEAR: dict[str, tuple[Line, ...]] = {
    "mae-sai": (
        at(WATCH, 570901, target="8 หมู่บ้าน"),
        at(CAMPAIGN, 570901),
        at(CHECKPOINT, 570901),
        at(TRAINING, 5709, target="ร้อยละ 10"),
        at(CHILD, 570901),
        at(LESSONS, 5709),
    ),
    "chiang-khong": (
        at(LEADERS, 570301),
        at(CASES, 5703),
        at(REGISTRATION, 570301, target="20 คน"),
        at(VOCATION, 570301, target="15 คน"),
        at(LESSONS, 5703),
    ),
    "wiang-kaen": (
        at(WATCH, 571301, target="3 หมู่บ้าน"),
        at(CASES, 5713),
        at(REGISTRATION, 571302, target="40 คน"),
        at(LESSONS, 5713),
    ),
    "chiang-saen": (
        at(REPATRIATION, 5708, ends=(9, 30)),
        at(CHECKPOINT, 570801, target="10 ครั้ง"),
        at(TRAINING, 5708),
        at(COMMUNITY, 570805, target="3 ชุมชน"),
        at(LESSONS, 5708),
    ),
    "cct": THIS_YEAR["cct"][:3] + THIS_YEAR["cct"][5:],
    "chaloem-phra-kiat": THIS_YEAR["chaloem-phra-kiat"],
}

# The closed group of Mae Sai has a plan of its own, which nobody outside it can find.
CLOSED: tuple[Line, ...] = (
    Line(
        "รวบรวมข้อมูลข่าวสารเกี่ยวกับนายหน้าและเส้นทางลักลอบเข้าเมือง",
        "counter_trafficking",
        "police",
        (10, 1),
        (9, 30),
        "จำนวนรายงานการข่าวที่ส่งคณะกรรมการอำเภอ",
        "12 ฉบับ",
        (":phamuang",),
        (5709,),
    ),
    Line(
        "ซ้อมแผนรับแจ้งเหตุและช่วยเหลือผู้เสียหายร่วมกับทีมสหวิชาชีพ",
        "counter_trafficking",
        "police",
        (1, 18),
        (3, 19),
        "ระยะเวลาเฉลี่ยตั้งแต่รับแจ้งจนถึงที่เกิดเหตุ",
        "ไม่เกิน 60 นาที",
        ("office",),
        (570901,),
    ),
)

# Why Chiang Saen's plan was amended, and the new wording. Played in the quarter before this one.
AMENDMENT_REASON = "ปรับเป้าหมายตามสถานการณ์ที่เปลี่ยนไป และเพิ่มหน่วยงานสนับสนุน"
AMENDED = {
    "what": "ประสานการช่วยเหลือ คัดแยกผู้เสียหาย และรับคนไทยกลับประเทศร่วมกับทางการ สปป.ลาว",
    "target": "ทุกรายที่ได้รับแจ้ง ภายใน 72 ชั่วโมง",
}

NOTE = "เสนอแผนปฏิบัติการรายไตรมาสเพื่อโปรดพิจารณาอนุมัติ"
RETURN_REASON = "โปรดทบทวนงบประมาณและระยะเวลาให้ชัดเจนก่อนเสนออีกครั้ง"
RETURN_LINE_REASON = "งบประมาณยังไม่มีหนังสือยืนยันจากเทศบาล โปรดแนบหรือปรับแหล่งงบประมาณ"
EARLIER_LINE_REASON = "ตัวชี้วัดยังวัดไม่ได้ โปรดระบุเป้าหมายเป็นจำนวน"
EARLIER_CHANGE = {"target": "4 ครั้ง พร้อมรายงานสรุปทุกครั้ง"}
PROVINCE_REASON = "กิจกรรมนี้ซ้ำกับแผนของอำเภอแม่สายในช่วงเดียวกัน โปรดหารือและปรับกำหนดการร่วมกัน"
RECEIVED_NOTE = "รับทราบแผน และขอให้รายงานความก้าวหน้าตามกำหนด"
