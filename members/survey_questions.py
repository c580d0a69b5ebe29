"""The questions a committee's first survey begins with; every one can be changed or taken out.

They ask about what networks of organisations named as their troubles: shared goals, uneven
resources, talk between meetings, slow approval at home, representatives who may not decide.
"""

from __future__ import annotations

from typing import Any

_AGREE = {
    "low_th": "ไม่เห็นด้วยเลย",
    "low_en": "do not agree at all",
    "high_th": "เห็นด้วยอย่างยิ่ง",
    "high_en": "agree fully",
}

FIRST_QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "kind": "scale",
        "text_th": "สมาชิกมีเป้าหมายร่วมกันที่ชัดเจน",
        "text_en": "The members share clear goals.",
        **_AGREE,
    },
    {
        "kind": "scale",
        "text_th": "องค์กรของเราทราบบทบาทและหน้าที่ของตนในคณะกรรมการ",
        "text_en": "Our organisation knows its role and duties in the committee.",
        **_AGREE,
    },
    {
        "kind": "scale",
        "text_th": "งบประมาณ เวลา และสิ่งของที่สมาชิกร่วมสมทบเป็นไปอย่างเป็นธรรม",
        "text_en": "Money, time and goods are contributed fairly among the members.",
        **_AGREE,
    },
    {
        "kind": "scale",
        "text_th": "การสื่อสารระหว่างการประชุมเพียงพอและติดตามงานได้",
        "text_en": "Communication between meetings is sufficient and can be followed up.",
        **_AGREE,
    },
    {
        "kind": "single",
        "text_th": "โดยทั่วไปองค์กรของท่านใช้เวลาอนุมัติเรื่องของคณะกรรมการนานเท่าใด",
        "text_en": "How long does approval of committee matters usually take in your organisation?",
        "choices_th": ["ภายในหนึ่งสัปดาห์", "ภายในหนึ่งเดือน", "นานกว่าหนึ่งเดือน", "ผู้แทนตัดสินใจได้เอง"],
        "choices_en": [
            "within a week",
            "within a month",
            "longer than a month",
            "our representative decides",
        ],
    },
    {
        "kind": "several",
        "text_th": "องค์กรของท่านสมทบสิ่งใดได้บ้างในปีหน้า",
        "text_en": "What can your organisation contribute next year?",
        "choices_th": ["งบประมาณ", "เวลาของเจ้าหน้าที่", "สถานที่หรือยานพาหนะ", "ความรู้และวิทยากร"],
        "choices_en": ["money", "staff time", "rooms or vehicles", "knowledge and trainers"],
        "required": False,
    },
    {
        "kind": "text",
        "text_th": "สิ่งใดที่คณะกรรมการควรทำแตกต่างไปจากเดิมในปีหน้า",
        "text_en": "What should the committee do differently next year?",
        "required": False,
    },
)
