"""Agencies and associations, as the case studies of Chiang Rai name them.

Thai names are the official ones where they are known; those of a few civil-society organisations
are renderings of their published English names. The English spelling is that of the case studies.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One organisation, known in one province."""

    key: str
    kind: str
    name_th: str
    name_en: str
    short_th: str = ""
    short_en: str = ""


# The four districts with a committee, and what their agencies are called.
DISTRICTS: tuple[tuple[str, tuple[Row, ...]], ...] = (
    (
        "mae-sai",
        (
            Row("office", "government", "ที่ทำการปกครองอำเภอแม่สาย", "Mae Sai District Office"),
            Row("police", "police", "สถานีตำรวจภูธรแม่สาย", "Mae Sai Police Station", "สภ.แม่สาย"),
            Row(
                "immigration",
                "police",
                "ตรวจคนเข้าเมืองจังหวัดเชียงราย",
                "Mae Sai Immigration",
                "ตม.จว.เชียงราย",
            ),
            Row(
                "health",
                "health",
                "สำนักงานสาธารณสุขอำเภอแม่สาย",
                "Mae Sai District Public Health Office",
                "สสอ.แม่สาย",
            ),
            Row("hospital", "health", "โรงพยาบาลแม่สาย", "Mae Sai Hospital", "รพ.แม่สาย"),
            Row(
                "lao",
                "lao",
                "เทศบาลตำบลแม่สาย",
                "Mae Sai Sub-district Municipality",
                "ทต.แม่สาย",
            ),
            Row(
                "lao2",
                "lao",
                "เทศบาลตำบลเวียงพางคำ",
                "Wiang Phang Kham Sub-district Municipality",
                "ทต.เวียงพางคำ",
            ),
            Row(
                "heads",
                "community",
                "ชมรมกำนันผู้ใหญ่บ้านอำเภอแม่สาย",
                "Mae Sai Sub-district and Village Heads' Club",
            ),
            Row(
                "women",
                "community",
                "คณะกรรมการพัฒนาสตรีอำเภอแม่สาย",
                "Mae Sai Women's Development Committee",
                "กพสอ.แม่สาย",
            ),
            Row(
                "school",
                "education",
                "โรงเรียนแม่สายประสิทธิ์ศาสตร์",
                "Maesaiprasitsart School",
            ),
        ),
    ),
    (
        "chiang-khong",
        (
            Row(
                "office",
                "government",
                "ที่ทำการปกครองอำเภอเชียงของ",
                "Chiang Khong District Office",
            ),
            Row(
                "police",
                "police",
                "สถานีตำรวจภูธรเชียงของ",
                "Chiang Khong Police Station",
                "สภ.เชียงของ",
            ),
            Row(
                "immigration",
                "police",
                "ด่านตรวจคนเข้าเมืองเชียงของ",
                "Chiang Khong Immigration",
                "ด่าน ตม.เชียงของ",
            ),
            Row(
                "health",
                "health",
                "สำนักงานสาธารณสุขอำเภอเชียงของ",
                "Chiang Khong District Public Health Office",
                "สสอ.เชียงของ",
            ),
            Row(
                "hospital",
                "health",
                "โรงพยาบาลสมเด็จพระยุพราชเชียงของ",
                "Chiang Khong Crown Prince Hospital",
                "รพร.เชียงของ",
            ),
            Row(
                "lao",
                "lao",
                "เทศบาลตำบลเวียงเชียงของ",
                "Wiang Chiang Khong Sub-district Municipality",
                "ทต.เวียงเชียงของ",
            ),
            Row(
                "heads",
                "community",
                "ชมรมกำนันผู้ใหญ่บ้านอำเภอเชียงของ",
                "Chiang Khong Sub-district and Village Heads' Club",
            ),
            Row(
                "women",
                "community",
                "คณะกรรมการพัฒนาสตรีอำเภอเชียงของ",
                "Chiang Khong Women's Development Committee",
                "กพสอ.เชียงของ",
            ),
            Row(
                "school",
                "education",
                "โรงเรียนเชียงของวิทยาคม",
                "Chiangkhong Wittayakom School",
            ),
        ),
    ),
    (
        "wiang-kaen",
        (
            Row("office", "government", "ที่ทำการปกครองอำเภอเวียงแก่น", "Wiang Kaen District Office"),
            Row(
                "police",
                "police",
                "สถานีตำรวจภูธรเวียงแก่น",
                "Wiang Kaen Police Station",
                "สภ.เวียงแก่น",
            ),
            Row(
                "health",
                "health",
                "สำนักงานสาธารณสุขอำเภอเวียงแก่น",
                "Wiang Kaen District Public Health Office",
                "สสอ.เวียงแก่น",
            ),
            Row(
                "hospital",
                "health",
                "โรงพยาบาลเวียงแก่น",
                "Wiang Kaen Hospital",
                "รพ.เวียงแก่น",
            ),
            Row(
                "lao",
                "lao",
                "เทศบาลตำบลม่วงยาย",
                "Muang Yai Sub-district Municipality",
                "ทต.ม่วงยาย",
            ),
            Row(
                "heads",
                "community",
                "ชมรมกำนันผู้ใหญ่บ้านอำเภอเวียงแก่น",
                "Wiang Kaen Sub-district and Village Heads' Club",
            ),
            Row(
                "women",
                "community",
                "คณะกรรมการพัฒนาสตรีอำเภอเวียงแก่น",
                "Wiang Kaen Women's Development Committee",
                "กพสอ.เวียงแก่น",
            ),
            Row(
                "school",
                "education",
                "โรงเรียนเวียงแก่นวิทยาคม",
                "Wiangkaen Wittayakom School",
            ),
        ),
    ),
    (
        "chiang-saen",
        (
            Row(
                "office",
                "government",
                "ที่ทำการปกครองอำเภอเชียงแสน",
                "Chiang Saen District Office",
            ),
            Row(
                "police",
                "police",
                "สถานีตำรวจภูธรเชียงแสน",
                "Chiang Saen Police Station",
                "สภ.เชียงแสน",
            ),
            Row(
                "immigration",
                "police",
                "ด่านตรวจคนเข้าเมืองเชียงแสน",
                "Chiang Saen Immigration",
                "ด่าน ตม.เชียงแสน",
            ),
            Row(
                "health",
                "health",
                "สำนักงานสาธารณสุขอำเภอเชียงแสน",
                "Chiang Saen District Public Health Office",
                "สสอ.เชียงแสน",
            ),
            Row(
                "hospital",
                "health",
                "โรงพยาบาลเชียงแสน",
                "Chiang Saen Hospital",
                "รพ.เชียงแสน",
            ),
            Row(
                "lao",
                "lao",
                "เทศบาลตำบลเวียงเชียงแสน",
                "Wiang Chiang Saen Sub-district Municipality",
                "ทต.เวียงเชียงแสน",
            ),
            Row(
                "heads",
                "community",
                "ชมรมกำนันผู้ใหญ่บ้านอำเภอเชียงแสน",
                "Chiang Saen Sub-district and Village Heads' Club",
            ),
            Row(
                "women",
                "community",
                "คณะกรรมการพัฒนาสตรีอำเภอเชียงแสน",
                "Chiang Saen Women's Development Committee",
                "กพสอ.เชียงแสน",
            ),
            Row(
                "school",
                "education",
                "โรงเรียนเชียงแสนวิทยาคม",
                "Chiang Saen Wittayakhom School",
            ),
        ),
    ),
)

CHIANG_RAI: tuple[Row, ...] = (
    Row("province", "government", "จังหวัดเชียงราย", "Chiang Rai Province"),
    Row(
        "psdhs",
        "government",
        "สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัดเชียงราย",
        "Chiang Rai Provincial Social Development and Human Security Office",
        "พมจ.เชียงราย",
        "PSDHS Chiang Rai",
    ),
    Row(
        "shelter",
        "shelter",
        "บ้านพักเด็กและครอบครัวจังหวัดเชียงราย",
        "Chiang Rai Shelter for Children and Families",
        "บพด.เชียงราย",
    ),
    Row(
        "welfare",
        "shelter",
        "สถานคุ้มครองสวัสดิภาพผู้เสียหายจากการค้ามนุษย์จังหวัดเชียงราย",
        "Welfare Protection Center for Victims of Trafficking in Persons, Chiang Rai",
    ),
    Row(
        "isoc",
        "military",
        "กองอำนวยการรักษาความมั่นคงภายในจังหวัดเชียงราย",
        "Chiang Rai Internal Security Operations Command",
        "กอ.รมน.จังหวัดเชียงราย",
        "ISOC Chiang Rai",
    ),
    Row("phamuang", "military", "กองกำลังผาเมือง", "Pha Muang Force"),
    Row(
        "police",
        "police",
        "ตำรวจภูธรจังหวัดเชียงราย",
        "Chiang Rai Provincial Police",
        "ภ.จว.เชียงราย",
    ),
    Row(
        "health",
        "health",
        "สำนักงานสาธารณสุขจังหวัดเชียงราย",
        "Chiang Rai Provincial Public Health Office",
        "สสจ.เชียงราย",
    ),
    Row(
        "administration",
        "government",
        "ที่ทำการปกครองจังหวัดเชียงราย",
        "Chiang Rai Provincial Administration Office",
    ),
    Row(
        "employment",
        "government",
        "สำนักงานจัดหางานจังหวัดเชียงราย",
        "Chiang Rai Provincial Employment Office",
    ),
    Row(
        "labour",
        "government",
        "สำนักงานสวัสดิการและคุ้มครองแรงงานจังหวัดเชียงราย",
        "Chiang Rai Provincial Labour Protection and Welfare Office",
        "สสค.เชียงราย",
    ),
    Row(
        "justice",
        "government",
        "สำนักงานยุติธรรมจังหวัดเชียงราย",
        "Chiang Rai Provincial Justice Office",
    ),
    Row(
        "prosecutor",
        "government",
        "สำนักงานอัยการจังหวัดเชียงราย",
        "Chiang Rai Provincial Public Prosecutor's Office",
    ),
    Row(
        "education",
        "education",
        "สำนักงานศึกษาธิการจังหวัดเชียงราย",
        "Chiang Rai Provincial Education Office",
        "ศธจ.เชียงราย",
    ),
    Row(
        "pao",
        "lao",
        "องค์การบริหารส่วนจังหวัดเชียงราย",
        "Chiang Rai Provincial Administrative Organisation",
        "อบจ.เชียงราย",
    ),
    Row("mfu", "education", "มหาวิทยาลัยแม่ฟ้าหลวง", "Mae Fah Luang University", "มฟล.", "MFU"),
)

# The sixteen members of the civil-society committee, in the order of the published table.
CIVIL_SOCIETY: tuple[Row, ...] = (
    Row(
        "world-vision",
        "cso",
        "มูลนิธิศุภนิมิตแห่งประเทศไทย",
        "World Vision Foundation of Thailand",
        "ศุภนิมิตฯ",
        "World Vision",
    ),
    Row("freedom-story", "cso", "มูลนิธิเดอะฟรีดอมสตอรี่", "The Freedom Story"),
    Row(
        "focus",
        "cso",
        "มูลนิธิเพื่อความเข้าใจเด็ก",
        "Foundation of Child Understanding (FOCUS)",
        "โฟกัส",
        "FOCUS",
    ),
    Row(
        "ecpat",
        "cso",
        "มูลนิธิเพื่อยุติการแสวงประโยชน์ทางเพศจากเด็ก",
        "ECPAT Foundation of Thailand",
        "เอ็คแพท",
        "ECPAT",
    ),
    Row("ezekial-rain", "cso", "มูลนิธิเอเสเคียลเรน", "Ezekial Rain Foundation"),
    Row("center-for-girls", "cso", "มูลนิธิศูนย์เพื่อน้องหญิง", "Center for Girls"),
    Row("new-life", "cso", "มูลนิธิศูนย์ชีวิตใหม่", "New Life Centre Foundation"),
    Row("destiny-rescue", "cso", "มูลนิธิเดสตินี เรสคิว", "Destiny Rescue"),
    Row("adra", "cso", "มูลนิธิแอดร้า", "ADRA Foundation", "", "ADRA"),
    Row("house-of-love", "cso", "โครงการบ้านแห่งความรัก", "House of Love Project"),
    Row(
        "plan",
        "cso",
        "มูลนิธิแพลน อินเตอร์เนชั่นแนล ประเทศไทย",
        "Plan International Thailand",
    ),
    Row("children-network", "cso", "เครือข่ายเด็กจังหวัดเชียงราย", "Chiang Rai Children's Network"),
    Row("bala", "cso", "มูลนิธิบาลา", "Bala Foundation"),
    Row(
        "ruammit",
        "cso",
        "มูลนิธิรวมมิตรเพื่อเยาวชนและเด็ก จังหวัดเชียงราย",
        "Ruammit Foundation for Youth and Children, Chiang Rai",
    ),
    Row("priesterio", "cso", "มูลนิธิพรีสเทรีโอ ประเทศไทย", "Priesterio Foundation Thailand"),
    Row(
        "women-network",
        "cso",
        "เครือข่ายเสริมพลังผู้หญิงเพื่อการเปลี่ยนแปลง จังหวัดเชียงราย",
        "Women Empowerment for Change Network Chiang Rai",
    ),
)

NAN: tuple[Row, ...] = (
    Row("province", "government", "จังหวัดน่าน", "Nan Province"),
    Row(
        "psdhs",
        "government",
        "สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัดน่าน",
        "Nan Provincial Social Development and Human Security Office",
        "พมจ.น่าน",
        "PSDHS Nan",
    ),
    Row(
        "shelter",
        "shelter",
        "บ้านพักเด็กและครอบครัวจังหวัดน่าน",
        "Nan Shelter for Children and Families",
        "บพด.น่าน",
    ),
    Row("police", "police", "ตำรวจภูธรจังหวัดน่าน", "Nan Provincial Police", "ภ.จว.น่าน"),
    Row(
        "world-vision",
        "cso",
        "มูลนิธิศุภนิมิตแห่งประเทศไทย",
        "World Vision Foundation of Thailand",
        "ศุภนิมิตฯ",
        "World Vision",
    ),
    Row(
        "chaloem-phra-kiat/office",
        "government",
        "ที่ทำการปกครองอำเภอเฉลิมพระเกียรติ",
        "Chaloem Phra Kiat District Office",
    ),
    Row(
        "chaloem-phra-kiat/police",
        "police",
        "สถานีตำรวจภูธรเฉลิมพระเกียรติ",
        "Chaloem Phra Kiat Police Station",
        "สภ.เฉลิมพระเกียรติ",
    ),
    Row(
        "chaloem-phra-kiat/hospital",
        "health",
        "โรงพยาบาลเฉลิมพระเกียรติ",
        "Chaloem Phra Kiat Hospital",
        "รพ.เฉลิมพระเกียรติ",
    ),
    Row(
        "chaloem-phra-kiat/lao",
        "lao",
        "องค์การบริหารส่วนตำบลห้วยโก๋น",
        "Huai Kon Sub-district Administrative Organisation",
        "อบต.ห้วยโก๋น",
    ),
    Row(
        "chaloem-phra-kiat/immigration",
        "police",
        "ตรวจคนเข้าเมืองจังหวัดน่าน",
        "Nan Immigration",
        "ตม.จว.น่าน",
    ),
)

NATIONAL: tuple[Row, ...] = (
    Row(
        "datip",
        "government",
        "กองต่อต้านการค้ามนุษย์ สำนักงานปลัดกระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์",
        "Anti-Trafficking in Persons Division, Ministry of Social Development and Human Security",
        "กองต่อต้านการค้ามนุษย์",
        "DATIP",
    ),
)


def rows() -> list[tuple[int, Row]]:
    """(code of the province, row) of all, with the district in front of a district agency's key."""
    found = [(57, row) for row in CHIANG_RAI + CIVIL_SOCIETY]
    for district, agencies in DISTRICTS:
        found += [
            (
                57,
                Row(
                    f"{district}/{row.key}",
                    row.kind,
                    row.name_th,
                    row.name_en,
                    row.short_th,
                    row.short_en,
                ),
            )
            for row in agencies
        ]
    return found + [(55, row) for row in NAN] + [(0, row) for row in NATIONAL]
