"""The cast: invented people. Nobody of these names is meant; addresses are of reserved domains."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """One invented person. `key` is how the other tables name them."""

    key: str
    name_th: str
    name_en: str
    email: str
    language: str = "th"
    notice_mode: str = "at_once"


# slot in the district -> (name in Thai, name in English, first part of the address)
DISTRICT_PEOPLE: dict[str, dict[str, tuple[str, str, str]]] = {
    "mae-sai": {
        "chief": ("ธนากร วงศ์สุริยะ", "Thanakorn Wongsuriya", "thanakorn"),
        "superintendent": ("พงศกร เดชอุดม", "Phongsakon Detudom", "phongsakon"),
        "deputy": ("สมชาย กันทะวงค์", "Somchai Kanthawong", "somchai"),
        "secretary": ("ปราณี อินต๊ะวงศ์", "Pranee Intawong", "pranee"),
        "deputy_secretary": ("อนงค์ ใจวงค์", "Anong Chaiwong", "anong"),
        "immigration": ("ศักดิ์ชัย รัตนพันธ์", "Sakchai Rattanaphan", "sakchai"),
        "health": ("สุภาพร เรือนคำ", "Supaporn Rueankham", "supaporn"),
        "hospital": ("นพดล ศิริวัฒน์", "Noppadon Siriwat", "noppadon"),
        "lao": ("ประเสริฐ ธรรมวงศ์", "Prasert Thammawong", "prasert"),
        "kamnan": ("อินสอน คำแสน", "Inson Khamsaen", "inson"),
        "village": ("บุญมี ตาคำ", "Bunmi Takham", "bunmi"),
        "women": ("กานดา มะโนวงค์", "Kanda Manowong", "kanda"),
        "inspector": ("อำนาจ พรหมมินทร์", "Amnat Phrommin", "amnat"),
        "military": ("วิชัย สิงห์แก้ว", "Wichai Singkaeo", "wichai"),
        "cso": ("รัชนี จันต๊ะ", "Ratchanee Chanta", "ratchanee"),
        "observer": ("ดวงใจ ปัญญาดี", "Duangchai Panyadi", "duangchai"),
        "former_chief": ("วรวุฒิ ศรีสมบูรณ์", "Worawut Sisombun", "worawut"),
        "former_deputy_secretary": ("พิชชา แสงเมือง", "Phitcha Saengmueang", "phitcha"),
        "invited": ("ชลธิชา ใจมา", "Chonthicha Chaima", "chonthicha"),
    },
    "chiang-khong": {
        "chief": ("ชัยวัฒน์ บุญประเสริฐ", "Chaiwat Bunprasoet", "chaiwat"),
        "superintendent": ("ณรงค์ฤทธิ์ ทองคำ", "Narongrit Thongkham", "narongrit"),
        "deputy": ("บุญศรี ยะวงค์", "Boonsri Yawong", "boonsri"),
        "secretary": ("มาลี ศรีทอง", "Malee Sithong", "malee"),
        "deputy_secretary": ("จิราพร วงค์ษา", "Chiraphon Wongsa", "chiraphon"),
        "immigration": ("เอกชัย สมบัติดี", "Ekachai Sombatdi", "ekachai"),
        "health": ("วันเพ็ญ แสนคำ", "Wanphen Saenkham", "wanphen"),
        "hospital": ("อรทัย พิริยะกุล", "Orathai Phiriyakun", "orathai"),
        "lao": ("สุรศักดิ์ ไชยวงค์", "Surasak Chaiyawong", "surasak"),
        "kamnan": ("คำปัน อุ่นเรือน", "Khampan Unruean", "khampan"),
        "village": ("ทองสุข แก้วใจ", "Thongsuk Kaeochai", "thongsuk"),
        "women": ("บัวผัน สุวรรณ", "Buaphan Suwan", "buaphan"),
        "inspector": ("ธีรพงษ์ มณีวรรณ", "Thiraphong Maniwan", "thiraphong"),
        "military": ("เกรียงไกร ปัญญาวงค์", "Kriangkrai Panyawong", "kriangkrai"),
        "cso": ("พิมพ์ใจ ธนะวงค์", "Phimchai Thanawong", "phimchai"),
        "observer": ("เพ็ญศรี นาคสุข", "Phensi Naksuk", "phensi"),
    },
    "wiang-kaen": {
        "chief": ("สุเมธ จันทร์แก้ว", "Sumet Chankaeo", "sumet"),
        "superintendent": ("ภาณุพงศ์ ใจกล้า", "Phanuphong Chaikla", "phanuphong"),
        "deputy": ("ศิริพร คำลือ", "Siriphon Khamlue", "siriphon"),
        "secretary": ("วราภรณ์ ทาแกง", "Waraphon Thakaeng", "waraphon"),
        "deputy_secretary": ("ณัฐพล เขียวคำ", "Natthaphon Khiaokham", "natthaphon"),
        "immigration": ("ธเนศ คำวัง", "Thanet Khamwang", "thanet"),
        "health": ("ประภาส อินทร์สุข", "Praphat Insuk", "praphat"),
        "hospital": ("กิตติศักดิ์ วรรณโชติ", "Kittisak Wannachot", "kittisak"),
        "lao": ("อดิศร ลือชา", "Adison Luecha", "adison"),
        "kamnan": ("เลาต๋า แซ่ย่าง", "Laota Saeyang", "laota"),
        "village": ("สมบูรณ์ เทพวงค์", "Sombun Thepphawong", "sombun"),
        "women": ("ดอกไม้ แซ่ท้าว", "Dokmai Saethao", "dokmai"),
        "inspector": ("สราวุธ เมืองมูล", "Sarawut Mueangmun", "sarawut"),
        "military": ("ปรีชา กาวิละ", "Pricha Kawila", "pricha"),
        "cso": ("มนัสนันท์ สุขใจ", "Manatsanan Sukchai", "manatsanan"),
        "observer": ("เบญจพร ราชคม", "Benchaphon Ratchakhom", "benchaphon"),
    },
    "chiang-saen": {
        "chief": ("ปกรณ์ เลิศวิไล", "Pakon Loetwilai", "pakon"),
        "superintendent": ("วีรยุทธ สายทอง", "Wirayut Saithong", "wirayut"),
        "deputy": ("จารุวรรณ อ่อนศรี", "Charuwan Onsi", "charuwan"),
        "secretary": ("สายฝน หล้าคำ", "Saifon Lakham", "saifon"),
        "deputy_secretary": ("ภูวดล ขันแก้ว", "Phuwadon Khankaeo", "phuwadon"),
        "immigration": ("นิรันดร์ ปิ่นทอง", "Niran Pinthong", "niran"),
        "health": ("รุ่งนภา เครือวงค์", "Rungnapha Khrueawong", "rungnapha"),
        "hospital": ("สุทธิพงษ์ มงคลชัย", "Sutthiphong Mongkhonchai", "sutthiphong"),
        "lao": ("มานพ เชื้อเมืองพาน", "Manop Chueamueangphan", "manop"),
        "kamnan": ("ศรีวรรณ ปินตา", "Siwan Pinta", "siwan"),
        "village": ("จำรัส ติ๊บมา", "Chamrat Tipma", "chamrat"),
        "women": ("นงคราญ ใจแก้ว", "Nongkhran Chaikaeo", "nongkhran"),
        "inspector": ("คมสันต์ ภิรมย์", "Khomsan Phirom", "khomsan"),
        "military": ("ทรงพล อินทะจักร", "Songphon Inthachak", "songphon"),
        "cso": ("สุวิทย์ ปัญโญ", "Suwit Panyo", "suwit"),
        "observer": ("ลัดดาวัลย์ หอมนาน", "Laddawan Homnan", "laddawan"),
        "next_chief": ("กฤษณะ พูนทรัพย์", "Kritsana Phunsap", "kritsana"),
        "next_deputy": ("วิทยา ศรีเมือง", "Witthaya Simueang", "witthaya"),
    },
}

OTHERS: tuple[Person, ...] = (
    # Chiang Rai: the province and its secretariat.
    Person("governor", "ณัฐวุฒิ ชัยมงคล", "Natthawut Chaimongkhon", "natthawut@chiangrai.example.org"),
    Person(
        "former_governor", "ประทีป วัฒนชัย", "Prathip Watthanachai", "prathip@chiangrai.example.org"
    ),
    Person("vice_governor", "สิริกร วัฒนกุล", "Sirikon Watthanakun", "sirikon@chiangrai.example.org"),
    Person("psdhs_head", "สุนทร ปริญญา", "Sunthon Parinya", "sunthon@psdhs-chiangrai.example.org"),
    Person("nok", "กนกพร ศรีวิชัย", "Kanokporn Siwichai", "nok@psdhs-chiangrai.example.org"),
    Person(
        "noi",
        "น้อมจิต แก้วมา",
        "Nomchit Kaeoma",
        "noi@psdhs-chiangrai.example.org",
        notice_mode="daily",
    ),
    Person("shelter", "อัมพร กาศวิเศษ", "Amphon Katwiset", "amphon@shelter-chiangrai.example.org"),
    Person("welfare", "เกศินี บุตรดี", "Kesini Butdi", "kesini@welfare.example.org"),
    Person("isoc", "ยุทธนา มั่นคง", "Yutthana Mankhong", "yutthana@isoc.example.org"),
    Person("police", "เฉลิมชัย เรืองฤทธิ์", "Chaloemchai Rueangrit", "chaloemchai@police.example.org"),
    Person("public_health", "วิภาดา ศรีสุข", "Wiphada Sisuk", "wiphada@health.example.org"),
    Person("employment", "มงคล ทิพย์วงค์", "Mongkhon Thipwong", "mongkhon@employment.example.org"),
    Person("labour", "ปิยะพร หน่อคำ", "Piyaphon Nokham", "piyaphon@labour.example.org"),
    Person("justice", "ธัญญา บุญช่วย", "Thanya Bunchuai", "thanya@justice.example.org"),
    Person("prosecutor", "ไพศาล นิติธรรม", "Phaisan Nititham", "phaisan@prosecutor.example.org"),
    Person("education", "จันทนา ครูดี", "Chanthana Khrudi", "chanthana@education.example.org"),
    Person("pao", "สมศักดิ์ มูลเมือง", "Somsak Munmueang", "somsak@pao.example.org"),
    # The civil-society committee, one for each member organisation.
    Person("cct_chair", "อรุณี พงษ์พาณิชย์", "Arunee Phongphanit", "arunee@cct.example.org"),
    Person("cct_deputy", "เดวิด วงศ์ทอง", "David Wongthong", "david@cct.example.org", language="en"),
    Person("cct_secretary", "ชุติมา แสนใจ", "Chutima Saenchai", "chutima@cct.example.org"),
    Person("cct_deputy_secretary", "ปวีณา ขัติยะ", "Paweena Khattiya", "paweena@cct.example.org"),
    Person("cct_ezekial", "ซาราห์ คำมูล", "Sarah Khammun", "sarah@cct.example.org", language="en"),
    Person("cct_girls", "นิตยา ธนะวงค์", "Nittaya Thanawong", "nittaya@cct.example.org"),
    Person("cct_newlife", "กัลยา มาเยอะ", "Kanlaya Mayoe", "kanlaya@cct.example.org"),
    Person("cct_destiny", "เอกพันธ์ ดวงดี", "Ekaphan Duangdi", "ekaphan@cct.example.org"),
    Person("cct_adra", "สุพรรษา อินตา", "Suphansa Inta", "suphansa@cct.example.org"),
    Person("cct_love", "รุ่งโรจน์ ใจปัน", "Rungrot Chaipan", "rungrot@cct.example.org"),
    Person("cct_plan", "อภิชาติ เชอมือ", "Aphichat Choemue", "aphichat@cct.example.org"),
    Person("cct_children", "ภัทรา ก้อนแก้ว", "Phatthra Konkaeo", "phatthra@cct.example.org"),
    Person("cct_bala", "วัชระ ปู่แส", "Watchara Pusae", "watchara@cct.example.org"),
    Person("cct_ruammit", "นันทวัน หมั่นดี", "Nanthawan Mandi", "nanthawan@cct.example.org"),
    Person("cct_priesterio", "โยเซฟ จะแล", "Yosep Chalae", "yosep@cct.example.org"),
    Person("cct_women", "ศรีไพร วังใจ", "Siphrai Wangchai", "siphrai@cct.example.org"),
    # One person with seats in both provinces.
    Person("two_hats", "ธิดารัตน์ วิเศษสุข", "Thidarat Wisetsuk", "thidarat@worldvision.example.org"),
    # Nan.
    Person("nan_governor", "ชาญวิทย์ สุขสันต์", "Chanwit Suksan", "chanwit@nan.example.org"),
    Person("nuan", "นวลจันทร์ ใจปิง", "Nuanchan Chaiping", "nuan@psdhs-nan.example.org"),
    Person("nan_psdhs", "วัลลภ ขอดแก้ว", "Wanlop Khotkaeo", "wanlop@psdhs-nan.example.org"),
    Person("nan_shelter", "สุกัญญา ยาวิชัย", "Sukanya Yawichai", "sukanya@nan.example.org"),
    Person("nan_police", "อรรถพล นันทชัย", "Atthaphon Nanthachai", "atthaphon@nan.example.org"),
    Person("nan_chief", "เทวัญ สวนแก้ว", "Thewan Suankaeo", "thewan@chaloem.example.org"),
    Person("nan_superintendent", "ดำรง ศักดา", "Damrong Sakda", "damrong@chaloem.example.org"),
    Person("nattha", "ณัฏฐา คำภีระ", "Nattha Khamphira", "nattha@chaloem.example.org"),
    Person("nida", "นิดา ใบยา", "Nida Baiya", "nida@chaloem.example.org"),
    Person("nan_immigration", "ก้องภพ ล้วนดี", "Kongphop Luandi", "kongphop@chaloem.example.org"),
    Person("nan_hospital", "ปาริชาติ อุดใจ", "Parichat Utchai", "parichat@chaloem.example.org"),
    Person("nan_lao", "จำลอง ท้าวฮ้าย", "Chamlong Thaohai", "chamlong@chaloem.example.org"),
    # The country.
    Person("national_observer", "อภิญญา ตั้งตรง", "Aphinya Tangtrong", "aphinya@datip.example.org"),
)

# Those whom `load_demo --people` names first: enough to walk every path of the product.
CAST: tuple[tuple[str, str], ...] = (
    ("mae-sai/secretary", "secretary of Mae Sai: writes and submits the plan"),
    ("mae-sai/deputy", "deputy chief of Mae Sai: approves or returns it"),
    ("nok", "PSDHS Chiang Rai: receives it for the province"),
    ("mae-sai/chief", "district chief of Mae Sai: chair"),
    ("mae-sai/women", "member of Mae Sai's prevention group"),
    ("mae-sai/military", "member of Mae Sai's closed suppression group"),
    ("mae-sai/observer", "observer in Mae Sai"),
    ("chiang-khong/secretary", "secretary of Chiang Khong: her plan has been submitted"),
    ("chiang-khong/deputy", "deputy chief of Chiang Khong: it waits for her"),
    ("wiang-kaen/secretary", "secretary of Wiang Kaen: the plan came back"),
    ("governor", "Governor of Chiang Rai: chair of the province"),
    ("cct_chair", "chair of the civil-society committee: approves there"),
    ("cct_secretary", "secretary of the civil-society committee"),
    ("two_hats", "seats in both provinces"),
    ("nuan", "PSDHS Nan"),
    ("nida", "secretary of Chaloem Phra Kiat, Nan"),
    ("national_observer", "national observer: totals only"),
)


def everybody() -> list[Person]:
    """The whole cast; people of a district have the district in front of their key."""
    found = [
        Person(f"{district}/{slot}", th, en, f"{local}@{district.replace('-', '')}.example.org")
        for district, slots in DISTRICT_PEOPLE.items()
        for slot, (th, en, local) in slots.items()
    ]
    return found + list(OTHERS)
