"""The committees of the demonstration and who sits in them, as tables.

Chiang Rai follows the published case studies: the provincial committee, the four district
committees founded in 2019 and 2020 with their two sub-committees and three groups, and the
civil-society committee. Years of founding are as published; the days are invented, except the
civil-society committee's (its memorandum was signed on 18 September 2019).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

BORDER_DISTRICTS = {
    57: {5709, 5715, 5708, 5703, 5713, 5704},
    55: {5502, 5507, 5508, 5512, 5513, 5515},
}


@dataclass(frozen=True)
class District:
    """A district committee and the words its posts are made of."""

    slug: str
    code: int
    th: str
    en: str
    founded: dt.date
    # Where the focal points of agencies come from; a slot without a person is left out.
    cso: str
    immigration_post: tuple[str, str] = ("", "")
    lao_post: tuple[str, str] = ("", "")
    hospital_post: tuple[str, str] = ("", "")
    kamnan_post: tuple[str, str] = ("", "")


DISTRICTS: tuple[District, ...] = (
    District(
        "chiang-khong",
        5703,
        "เชียงของ",
        "Chiang Khong",
        dt.date(2019, 6, 14),
        "center-for-girls",
        ("สารวัตรด่านตรวจคนเข้าเมืองเชียงของ", "Immigration Superintendent, Chiang Khong"),
        ("นายกเทศมนตรีตำบลเวียงเชียงของ", "Mayor of Wiang Chiang Khong"),
        ("ผู้อำนวยการโรงพยาบาลสมเด็จพระยุพราชเชียงของ", "Director, Chiang Khong Crown Prince Hospital"),
        ("กำนันตำบลเวียง", "Head of Wiang Sub-district"),
    ),
    District(
        "wiang-kaen",
        5713,
        "เวียงแก่น",
        "Wiang Kaen",
        dt.date(2020, 2, 12),
        "adra",
        ("ผู้แทนด่านตรวจคนเข้าเมืองเชียงของ", "Representative of Chiang Khong Immigration"),
        ("นายกเทศมนตรีตำบลม่วงยาย", "Mayor of Muang Yai"),
        ("ผู้อำนวยการโรงพยาบาลเวียงแก่น", "Director, Wiang Kaen Hospital"),
        ("กำนันตำบลปอ", "Head of Po Sub-district"),
    ),
    District(
        "mae-sai",
        5709,
        "แม่สาย",
        "Mae Sai",
        dt.date(2020, 7, 8),
        "focus",
        ("ผู้กำกับการตรวจคนเข้าเมืองจังหวัดเชียงราย", "Immigration Superintendent, Mae Sai"),
        ("นายกเทศมนตรีตำบลแม่สาย", "Mayor of Mae Sai"),
        ("ผู้อำนวยการโรงพยาบาลแม่สาย", "Director, Mae Sai Hospital"),
        ("กำนันตำบลแม่สาย", "Head of Mae Sai Sub-district"),
    ),
    District(
        "chiang-saen",
        5708,
        "เชียงแสน",
        "Chiang Saen",
        dt.date(2020, 9, 9),
        "world-vision",
        ("สารวัตรด่านตรวจคนเข้าเมืองเชียงแสน", "Immigration Superintendent, Chiang Saen"),
        ("นายกเทศมนตรีตำบลเวียงเชียงแสน", "Mayor of Wiang Chiang Saen"),
        ("ผู้อำนวยการโรงพยาบาลเชียงแสน", "Director, Chiang Saen Hospital"),
        ("กำนันตำบลเวียง", "Head of Wiang Sub-district"),
    ),
)


@dataclass(frozen=True)
class Part:
    """A sub-committee or group that every district has."""

    suffix: str
    under: str
    kind: str
    theme: str
    name_th: str
    name_en: str
    short_th: str
    about_th: str
    about_en: str
    closed: bool = False


PARTS: tuple[Part, ...] = (
    Part(
        "executive",
        "",
        "executive",
        "",
        "คณะกรรมการอำนวยการ",
        "Executive Committee",
        "อำนวยการ",
        "อำนวยการ กำกับดูแล และติดตามการดำเนินงานให้สอดคล้องกับแนวทางของจังหวัด"
        " ปฏิบัติหน้าที่เป็นทีมสหวิชาชีพในกรณีเร่งด่วน และแต่งตั้งคณะทำงานตามที่ได้รับมอบหมาย",
        "Directs, supervises and monitors in line with the province; acts as a multidisciplinary"
        " team in an emergency; appoints working groups.",
    ),
    Part(
        "operations",
        "",
        "operations",
        "",
        "คณะกรรมการปฏิบัติการ",
        "Operations Committee",
        "ปฏิบัติการ",
        "ขับเคลื่อนการดำเนินงานของทั้งสามฝ่ายให้เป็นไปตามแผนปฏิบัติการของอำเภอ",
        "Carries the work of the three groups according to the district's action plan.",
    ),
    Part(
        "prevention",
        "operations",
        "group",
        "prevention",
        "ฝ่ายป้องกันและเฝ้าระวัง",
        "Prevention and Monitoring Group",
        "ป้องกันและเฝ้าระวัง",
        "ตรวจตรา ป้องกัน และเฝ้าระวังการกระทำความผิดฐานค้ามนุษย์ในพื้นที่รับผิดชอบ และประสานงานกับพื้นที่อื่นที่เกี่ยวข้อง",
        "Inspects, prevents and monitors offences in the area and coordinates with other areas.",
    ),
    Part(
        "suppression",
        "operations",
        "group",
        "suppression",
        "ฝ่ายปราบปรามและการข่าว",
        "Suppression and Information Group",
        "ปราบปรามและการข่าว",
        "รับแจ้งเหตุ ช่วยเหลือผู้เสียหายในพื้นที่ สืบสวนและรวบรวมข้อมูลด้านการค้ามนุษย์"
        " และประสานการช่วยเหลือในรูปแบบทีมสหวิชาชีพ",
        "Receives reports, assists victims in the area, investigates and collects information.",
        closed=True,
    ),
    Part(
        "rehabilitation",
        "operations",
        "group",
        "rehabilitation",
        "ฝ่ายฟื้นฟูเยียวยา",
        "Rehabilitation Group",
        "ฟื้นฟูเยียวยา",
        "ดูแลช่วยเหลือด้านร่างกายและจิตใจแก่ผู้เสียหายและครอบครัว เพื่อให้กลับคืนสู่สังคมได้อย่างปลอดภัย",
        "Cares for victims and their families, so that they return to society safely.",
    ),
)


@dataclass(frozen=True)
class DistrictSeat:
    """A seat that every district has. `part` '' is the district committee itself.

    `slot` names the person of the district, or one of the whole province where it starts with
    a colon; `organisation` likewise. {th} and {en} stand for the district's name; a post that
    starts with @ is one of the district's own words.
    """

    part: str
    slot: str
    organisation: str
    role: str
    post_th: str
    post_en: str


S = DistrictSeat
CHIEF = ("นายอำเภอ{th}", "District Chief of {en}")
SUPERINTENDENT = (
    "ผู้กำกับการสถานีตำรวจภูธร{th}",
    "Superintendent, {en} Police Station",
)
DEPUTY = ("ปลัดอำเภอหัวหน้ากลุ่มงานความมั่นคง อำเภอ{th}", "Deputy District Chief of {en}")
SECRETARY = ("เสมียนตราอำเภอ{th}", "Administrative Secretary, {en} District")
ASSISTANT = ("เจ้าพนักงานปกครอง อำเภอ{th}", "Administrative Officer, {en} District")
HEALTH = ("สาธารณสุขอำเภอ{th}", "Head of {en} District Public Health")
SHELTER = ("ผู้แทนบ้านพักเด็กและครอบครัว", "Representative of the Shelter for Children and Families")
WELFARE = (
    "ผู้แทนสถานคุ้มครองสวัสดิภาพผู้เสียหายจากการค้ามนุษย์",
    "Representative of the Welfare Protection Center",
)
PSDHS = ("ผู้แทน พมจ.เชียงราย", "Representative of PSDHS Chiang Rai")
INSPECTOR = ("สารวัตรสืบสวน สถานีตำรวจภูธร{th}", "Investigation Inspector, {en} Police Station")
MILITARY = ("ผู้แทนกองกำลังผาเมือง", "Representative of the Pha Muang Force")
VILLAGE = ("ผู้แทนผู้ใหญ่บ้าน อำเภอ{th}", "Representative of the village heads of {en}")
WOMEN = ("ประธานกลุ่มสตรีอำเภอ{th}", "Leader of the women's group of {en}")
CSO = ("ผู้ประสานงานพื้นที่{th}", "Focal point for {en}")

DISTRICT_SEATS: tuple[DistrictSeat, ...] = (
    S("", "chief", "office", "chair", *CHIEF),
    S("", "superintendent", "police", "vice_chair", *SUPERINTENDENT),
    S("", "deputy", "office", "deputy_chief", *DEPUTY),
    S("", "secretary", "office", "secretary", *SECRETARY),
    S("", "deputy_secretary", "office", "deputy_secretary", *ASSISTANT),
    S("", "immigration", "immigration", "member", "@immigration_post", ""),
    S("", "health", "health", "member", *HEALTH),
    S("", "hospital", "hospital", "member", "@hospital_post", ""),
    S("", "lao", "lao", "member", "@lao_post", ""),
    S("", "kamnan", "heads", "member", "@kamnan_post", ""),
    S("", ":noi", ":psdhs", "member", *PSDHS),
    S("", ":shelter", ":shelter", "member", *SHELTER),
    S("", "cso", "@cso", "member", *CSO),
    S("", "observer", ":mfu", "observer", "อาจารย์มหาวิทยาลัยแม่ฟ้าหลวง", "Lecturer, MFU"),
    # The executive committee, as the appointment order lists it.
    S("executive", "chief", "office", "chair", *CHIEF),
    S("executive", "superintendent", "police", "vice_chair", *SUPERINTENDENT),
    S("executive", "secretary", "office", "secretary", *SECRETARY),
    S("executive", "immigration", "immigration", "member", "@immigration_post", ""),
    S("executive", "health", "health", "member", *HEALTH),
    S("executive", "hospital", "hospital", "member", "@hospital_post", ""),
    S("executive", "lao", "lao", "member", "@lao_post", ""),
    S("executive", "kamnan", "heads", "member", "@kamnan_post", ""),
    S("executive", ":noi", ":psdhs", "member", *PSDHS),
    S("executive", ":shelter", ":shelter", "member", *SHELTER),
    S("executive", "cso", "@cso", "member", *CSO),
    # The operations committee: the heads of its three groups.
    S("operations", "deputy", "office", "chair", *DEPUTY),
    S("operations", "deputy_secretary", "office", "secretary", *ASSISTANT),
    S("operations", "immigration", "immigration", "member", "@immigration_post", ""),
    S("operations", "inspector", "police", "member", *INSPECTOR),
    S("operations", "health", "health", "member", *HEALTH),
    S("prevention", "immigration", "immigration", "chair", "@immigration_post", ""),
    S("prevention", "deputy_secretary", "office", "secretary", *ASSISTANT),
    S("prevention", "superintendent", "police", "member", *SUPERINTENDENT),
    S("prevention", "kamnan", "heads", "member", "@kamnan_post", ""),
    S("prevention", "village", "heads", "member", *VILLAGE),
    S("prevention", "women", "women", "member", *WOMEN),
    S("prevention", "cso", "@cso", "member", *CSO),
    # The closed group; its deputy chief is appointed first and gives the other seats.
    S("suppression", "deputy", "office", "deputy_chief", *DEPUTY),
    S("suppression", "superintendent", "police", "chair", *SUPERINTENDENT),
    S("suppression", "inspector", "police", "secretary", *INSPECTOR),
    S("suppression", "military", ":phamuang", "member", *MILITARY),
    S("rehabilitation", "health", "health", "chair", *HEALTH),
    S("rehabilitation", "deputy_secretary", "office", "secretary", *ASSISTANT),
    S("rehabilitation", "hospital", "hospital", "member", "@hospital_post", ""),
    S("rehabilitation", "lao", "lao", "member", "@lao_post", ""),
    S("rehabilitation", ":welfare", ":welfare", "member", *WELFARE),
    S("rehabilitation", ":shelter", ":shelter", "member", *SHELTER),
)


@dataclass(frozen=True)
class Seat:
    """A seat outside the districts of Chiang Rai."""

    committee: str
    person: str
    organisation: str
    role: str
    post_th: str = ""
    post_en: str = ""


PSDHS_STAFF = ("นักพัฒนาสังคม พมจ.เชียงราย", "Social development officer, PSDHS Chiang Rai")

PROVINCIAL_SEATS: tuple[Seat, ...] = (
    Seat(
        "chiang-rai",
        "psdhs_head",
        "psdhs",
        "psdhs_secretariat",
        "พัฒนาสังคมและความมั่นคงของมนุษย์จังหวัดเชียงราย",
        "Head of PSDHS Chiang Rai",
    ),
    Seat("chiang-rai", "nok", "psdhs", "psdhs_secretariat", *PSDHS_STAFF),
    Seat("chiang-rai", "noi", "psdhs", "psdhs_secretariat", *PSDHS_STAFF),
    Seat(
        "chiang-rai",
        "vice_governor",
        "province",
        "vice_chair",
        "รองผู้ว่าราชการจังหวัดเชียงราย",
        "Deputy Governor of Chiang Rai",
    ),
    Seat(
        "chiang-rai",
        "police",
        "police",
        "member",
        "ผู้บังคับการตำรวจภูธรจังหวัดเชียงราย",
        "Commander, Chiang Rai Provincial Police",
    ),
    Seat(
        "chiang-rai",
        "public_health",
        "health",
        "member",
        "นายแพทย์สาธารณสุขจังหวัดเชียงราย",
        "Head of Chiang Rai Provincial Public Health",
    ),
    Seat(
        "chiang-rai",
        "isoc",
        "isoc",
        "member",
        "ผู้แทน กอ.รมน.จังหวัดเชียงราย",
        "Representative of ISOC Chiang Rai",
    ),
    Seat(
        "chiang-rai",
        "employment",
        "employment",
        "member",
        "จัดหางานจังหวัดเชียงราย",
        "Head of Chiang Rai Provincial Employment",
    ),
    Seat(
        "chiang-rai",
        "labour",
        "labour",
        "member",
        "สวัสดิการและคุ้มครองแรงงานจังหวัดเชียงราย",
        "Head of Labour Protection and Welfare, Chiang Rai",
    ),
    Seat(
        "chiang-rai",
        "justice",
        "justice",
        "member",
        "ยุติธรรมจังหวัดเชียงราย",
        "Head of Chiang Rai Provincial Justice",
    ),
    Seat(
        "chiang-rai",
        "prosecutor",
        "prosecutor",
        "member",
        "อัยการจังหวัดเชียงราย",
        "Provincial Public Prosecutor, Chiang Rai",
    ),
    Seat(
        "chiang-rai",
        "education",
        "education",
        "member",
        "ศึกษาธิการจังหวัดเชียงราย",
        "Head of Chiang Rai Provincial Education",
    ),
    Seat(
        "chiang-rai",
        "pao",
        "pao",
        "member",
        "ผู้แทนองค์การบริหารส่วนจังหวัดเชียงราย",
        "Representative of Chiang Rai PAO",
    ),
    Seat(
        "chiang-rai",
        "shelter",
        "shelter",
        "member",
        "หัวหน้าบ้านพักเด็กและครอบครัวจังหวัดเชียงราย",
        "Head of the Chiang Rai Shelter for Children and Families",
    ),
)

# Organisation and role of each of the sixteen, as published (March 2022).
CCT_SEATS: tuple[Seat, ...] = (
    Seat(
        "cct", "cct_chair", "world-vision", "chair", "ผู้จัดการพื้นที่เชียงราย", "Area Manager, Chiang Rai"
    ),
    Seat("cct", "cct_deputy", "freedom-story", "vice_chair", "ผู้อำนวยการ", "Director"),
    Seat("cct", "cct_secretary", "focus", "secretary", "ผู้จัดการโครงการ", "Project Manager"),
    Seat(
        "cct",
        "cct_deputy_secretary",
        "ecpat",
        "deputy_secretary",
        "ผู้ประสานงานโครงการ",
        "Project Coordinator",
    ),
    Seat("cct", "cct_ezekial", "ezekial-rain", "steering", "ผู้อำนวยการ", "Director"),
    Seat("cct", "cct_girls", "center-for-girls", "steering", "ผู้จัดการโครงการ", "Project Manager"),
    Seat("cct", "cct_newlife", "new-life", "steering", "นักสังคมสงเคราะห์", "Social Worker"),
    Seat("cct", "cct_destiny", "destiny-rescue", "member", "ผู้จัดการโครงการ", "Project Manager"),
    Seat("cct", "cct_adra", "adra", "member", "ผู้จัดการโครงการ", "Project Manager"),
    Seat("cct", "cct_love", "house-of-love", "member", "เจ้าหน้าที่การศึกษา", "Education Officer"),
    Seat("cct", "cct_plan", "plan", "member", "ผู้ประสานงานโครงการ", "Project Coordinator"),
    Seat(
        "cct",
        "cct_children",
        "children-network",
        "member",
        "ผู้ประสานงานเครือข่าย",
        "Network Coordinator",
    ),
    Seat("cct", "cct_bala", "bala", "member", "นักสังคมสงเคราะห์", "Social Worker"),
    Seat("cct", "cct_ruammit", "ruammit", "member", "เจ้าหน้าที่การศึกษา", "Education Officer"),
    Seat("cct", "cct_priesterio", "priesterio", "member", "เจ้าหน้าที่การศึกษา", "Education Officer"),
    Seat("cct", "cct_women", "women-network", "member", "ผู้ประสานงานเครือข่าย", "Network Coordinator"),
)
# Fourteen signed on 18 September 2019; one organisation joined in 2020 and one in 2021. Which two
# is not published.
CCT_SIGNED = dt.date(2019, 9, 18)
CCT_JOINED = {"priesterio": dt.date(2020, 9, 18), "women-network": dt.date(2021, 9, 18)}

NAN_SEATS: tuple[Seat, ...] = (
    Seat(
        "nan",
        "nuan",
        "psdhs",
        "psdhs_secretariat",
        "นักพัฒนาสังคม พมจ.น่าน",
        "Social development officer, PSDHS Nan",
    ),
    Seat(
        "nan",
        "nan_psdhs",
        "psdhs",
        "psdhs_secretariat",
        "พัฒนาสังคมและความมั่นคงของมนุษย์จังหวัดน่าน",
        "Head of PSDHS Nan",
    ),
    Seat("nan", "nan_governor", "province", "chair", "ผู้ว่าราชการจังหวัดน่าน", "Governor of Nan"),
    Seat(
        "nan",
        "nan_police",
        "police",
        "member",
        "ผู้บังคับการตำรวจภูธรจังหวัดน่าน",
        "Commander, Nan Provincial Police",
    ),
    Seat(
        "nan",
        "nan_shelter",
        "shelter",
        "member",
        "หัวหน้าบ้านพักเด็กและครอบครัวจังหวัดน่าน",
        "Head of the Nan Shelter for Children and Families",
    ),
    Seat(
        "chaloem-phra-kiat",
        "nan_chief",
        "chaloem-phra-kiat/office",
        "chair",
        "นายอำเภอเฉลิมพระเกียรติ",
        "District Chief of Chaloem Phra Kiat",
    ),
    Seat(
        "chaloem-phra-kiat",
        "nan_superintendent",
        "chaloem-phra-kiat/police",
        "vice_chair",
        "ผู้กำกับการสถานีตำรวจภูธรเฉลิมพระเกียรติ",
        "Superintendent, Chaloem Phra Kiat Police Station",
    ),
    Seat(
        "chaloem-phra-kiat",
        "nattha",
        "chaloem-phra-kiat/office",
        "deputy_chief",
        "ปลัดอำเภอหัวหน้ากลุ่มงานความมั่นคง อำเภอเฉลิมพระเกียรติ",
        "Deputy District Chief of Chaloem Phra Kiat",
    ),
    Seat(
        "chaloem-phra-kiat",
        "nida",
        "chaloem-phra-kiat/office",
        "secretary",
        "เสมียนตราอำเภอเฉลิมพระเกียรติ",
        "Administrative Secretary, Chaloem Phra Kiat District",
    ),
    Seat(
        "chaloem-phra-kiat",
        "nan_immigration",
        "chaloem-phra-kiat/immigration",
        "member",
        "ผู้แทนตรวจคนเข้าเมืองจังหวัดน่าน",
        "Representative of Nan Immigration",
    ),
    Seat(
        "chaloem-phra-kiat",
        "nan_hospital",
        "chaloem-phra-kiat/hospital",
        "member",
        "ผู้อำนวยการโรงพยาบาลเฉลิมพระเกียรติ",
        "Director, Chaloem Phra Kiat Hospital",
    ),
    Seat(
        "chaloem-phra-kiat",
        "nan_lao",
        "chaloem-phra-kiat/lao",
        "member",
        "นายกองค์การบริหารส่วนตำบลห้วยโก๋น",
        "President of Huai Kon SAO",
    ),
    Seat(
        "chaloem-phra-kiat",
        "two_hats",
        "world-vision",
        "member",
        "ผู้ประสานงานภาคเหนือ",
        "Focal point for the North",
    ),
)

ABOUT_PROVINCE_TH = (
    "มีผู้ว่าราชการจังหวัดเป็นประธาน และสำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัดเป็นฝ่ายเลขานุการ"
    " รับแผนปฏิบัติการของอำเภอ ให้ข้อเสนอแนะ และติดตามผลการดำเนินงาน"
)
ABOUT_PROVINCE_EN = (
    "Chaired by the Governor, with PSDHS as its secretariat: receives the districts' action plans,"
    " returns them with reasons where needed, and follows up what was done."
)
ABOUT_DISTRICT_TH = (
    "จัดตั้งตามคำสั่งกระทรวงมหาดไทยที่ 768/2556 เป็นศูนย์ประสานงานการป้องกันและปราบปรามการค้ามนุษย์"
    "ในพื้นที่อำเภอ และเชื่อมการทำงานระหว่างหมู่บ้าน ตำบล อำเภอ และจังหวัด"
)
ABOUT_DISTRICT_EN = (
    "Established under Ministry of Interior order 768/2556 as the coordination point for"
    " anti-trafficking work in the district, between village, sub-district, district and province."
)
ABOUT_CCT_TH = (
    "เครือข่ายองค์กรภาคประชาสังคม 16 องค์กรที่ลงนามบันทึกข้อตกลงความร่วมมือเพื่อคุ้มครองเด็ก สตรี"
    " และกลุ่มเปราะบาง และยุติการค้ามนุษย์ในจังหวัดเชียงราย"
)
ABOUT_CCT_EN = (
    "A network of 16 civil-society organisations that signed a memorandum of understanding to"
    " protect children, women and vulnerable groups and end trafficking in persons in Chiang Rai."
)
