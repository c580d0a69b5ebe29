"""The sixteen members of the civil-society committee of Chiang Rai, as their table says."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

HEADINGS = ["Name in Thai", "Name in English", "Office", "Pillars", "Member since"]
SIGNED = "18/9/2562"

# Thai names are those of the demonstration.
ROWS: list[list[str]] = [
    [
        "มูลนิธิศุภนิมิตแห่งประเทศไทย",
        "World Vision Foundation of Thailand",
        "Chair",
        "Child Protection, CTIP",
        SIGNED,
    ],
    [
        "มูลนิธิเดอะฟรีดอมสตอรี่",
        "The Freedom Story",
        "Deputy Chair",
        "Education, Child Protection, Stateless Children, CTIP",
        SIGNED,
    ],
    [
        "มูลนิธิเพื่อความเข้าใจเด็ก",
        "Foundation of Child Understanding (FOCUS)",
        "Secretary",
        "CTIP",
        SIGNED,
    ],
    [
        "มูลนิธิเพื่อยุติการแสวงประโยชน์ทางเพศจากเด็ก",
        "ECPAT Foundation of Thailand",
        "Deputy Secretary",
        "Child Protection, CTIP",
        SIGNED,
    ],
    [
        "มูลนิธิเอเสเคียลเรน",
        "Ezekial Rain Foundation",
        "Steering Committee",
        "Child Protection, CTIP",
        SIGNED,
    ],
    [
        "มูลนิธิศูนย์เพื่อน้องหญิง",
        "Center for Girls",
        "Steering Committee",
        "Child Protection",
        SIGNED,
    ],
    [
        "มูลนิธิศูนย์ชีวิตใหม่",
        "New Life Centre Foundation",
        "Steering Committee",
        "Child Protection, CTIP",
        SIGNED,
    ],
    ["มูลนิธิเดสตินี เรสคิว", "Destiny Rescue", "Member", "CTIP", SIGNED],
    ["มูลนิธิแอดร้า", "ADRA Foundation", "Member", "Stateless Children, CTIP", SIGNED],
    ["โครงการบ้านแห่งความรัก", "House of Love Project", "Member", "Education", SIGNED],
    [
        "มูลนิธิแพลน อินเตอร์เนชั่นแนล ประเทศไทย",
        "Plan International Thailand",
        "Member",
        "Stateless Children",
        SIGNED,
    ],
    [
        "เครือข่ายเด็กจังหวัดเชียงราย",
        "Chiang Rai Children's Network",
        "Member",
        "Child Protection",
        SIGNED,
    ],
    ["มูลนิธิบาลา", "Bala Foundation", "Member", "Child Protection", SIGNED],
    [
        "มูลนิธิรวมมิตรเพื่อเยาวชนและเด็ก จังหวัดเชียงราย",
        "Ruammit Foundation for Youth and Children, Chiang Rai",
        "Member",
        "Education",
        SIGNED,
    ],
    [
        "มูลนิธิพรีสเทรีโอ ประเทศไทย",
        "Priesterio Foundation Thailand",
        "Member",
        "Education",
        "18/9/2563",
    ],
    [
        "เครือข่ายเสริมพลังผู้หญิงเพื่อการเปลี่ยนแปลง จังหวัดเชียงราย",
        "Women Empowerment for Change Network Chiang Rai",
        "Member",
        "CTIP",
        "18/9/2564",
    ],
]


def workbook(rows: list[list[Any]]) -> bytes:
    """Rows as an Excel file."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
