"""The civil-society committee's SWOT workshops: last year's, closed, and this year's, collecting.

Points and recommendations follow the published case study of the committee (March 2022).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from actionplans.actions import plans as plan_actions
from actionplans.models import Plan, PlanLine
from committees.calendar import Quarter, fiscal_year_start
from committees.models import Committee
from members.actions import points, recommendations, workshops
from members.models import Organisation, Point, Recommendation, Workshop
from members.policy.workshops import organisations_of

if TYPE_CHECKING:
    from actionplans.demo.load import Demonstration

CCT = "cct"
LAST_YEAR = "ทบทวนการทำงานของเครือข่ายประจำปี"
THIS_YEAR = "มองปีที่ผ่านมา วางปีหน้า"
TOPIC = "เครือข่ายทำอะไรได้ดีในปีที่ผ่านมา อะไรยังติดขัด และปีหน้าควรทำอะไรร่วมกัน เขียนสั้น ๆ ข้อละหนึ่งเรื่อง"

# (heading, who, what); the first letter of a later table names a point by its place here.
POINTS: tuple[tuple[str, str, str], ...] = (
    ("strengths", "cct_chair", "รวมตัวกันแล้วมีพลังต่อรองและเสนอนโยบายได้มากกว่าต่างคนต่างทำ"),
    ("strengths", "cct_girls", "มีบันทึกข้อตกลงร่วมกันและต่ออายุสมาชิกภาพทุกปี"),
    ("strengths", "cct_newlife", "มีทะเบียนทีมสหวิชาชีพที่ผู้ว่าราชการจังหวัดรับรอง"),
    ("weaknesses", "cct_plan", "บางองค์กรเลือกร่วมเฉพาะงานที่ได้ประโยชน์ของตน"),
    ("weaknesses", "cct_bala", "ค่าใช้จ่ายกิจกรรมร่วมตกอยู่กับไม่กี่องค์กร"),
    ("weaknesses", "cct_adra", "องค์กรที่ออกเงินมากถูกมองว่ามีอำนาจมากกว่า"),
    ("weaknesses", "cct_ruammit", "ระหว่างการประชุมคุยกันในไลน์ ไม่รู้ว่าใครรับผิดชอบอะไร"),
    ("weaknesses", "cct_women", "นัดหมายและตกลงกันในแชต ตามงานกันไม่ได้"),
    ("weaknesses", "cct_love", "การขออนุมัติภายในองค์กรสมาชิกใช้เวลานาน"),
    ("opportunities", "cct_deputy", "ท้องถิ่นมีงบประมาณสนับสนุนองค์กรที่จดทะเบียน"),
    ("opportunities", "cct_ezekial", "ยื่นขอทุนร่วมกันเป็นเครือข่ายได้"),
    ("opportunities", "cct_children", "หน่วยงานจังหวัดเปิดรับความเห็นของภาคประชาสังคมมากขึ้น"),
    ("threats", "cct_destiny", "ผู้ประสานงานเปลี่ยนบ่อย ความรู้หายไปกับคน"),
    ("threats", "cct_priesterio", "ไม่มีช่องทางส่งต่อที่ชัดเจนกับองค์กรปกครองส่วนท้องถิ่น"),
    ("threats", "cct_plan", "รายงานและเอกสารกระจัดกระจาย ไม่มีที่เก็บร่วมกัน"),
)
MERGED = ((7, 6), (5, 4))  # the one, into the other
# (who, point, how many)
VOTES = (
    ("cct_chair", 6, 2), ("cct_chair", 13, 3), ("cct_deputy", 10, 3), ("cct_deputy", 4, 2),
    ("cct_secretary", 14, 4), ("cct_secretary", 6, 1), ("cct_deputy_secretary", 8, 3),
    ("cct_deputy_secretary", 13, 2), ("cct_ezekial", 10, 4), ("cct_girls", 13, 3),
    ("cct_girls", 6, 2), ("cct_newlife", 2, 1), ("cct_newlife", 13, 4), ("cct_destiny", 12, 3),
    ("cct_adra", 4, 5), ("cct_love", 8, 4), ("cct_plan", 14, 3), ("cct_children", 11, 2),
    ("cct_bala", 4, 3), ("cct_ruammit", 6, 5), ("cct_women", 9, 3),
)  # fmt: skip
# (words, owner, its points, quarter of this year by whose end it is due)
RECOMMENDED: tuple[tuple[str, str, tuple[int, ...], int], ...] = (
    (
        "จัดทำขั้นตอนขออนุมัติภายในแบบสั้น ให้องค์กรสมาชิกอนุมัติงานของเครือข่ายได้เร็วขึ้น",
        "world-vision",
        (8,),
        2,
    ),
    (
        "จัดทำแผนสื่อสารกับหน่วยงานภายนอก เพื่อประสานภาครัฐและผลักดันนโยบาย",
        "freedom-story",
        (0, 11),
        3,
    ),
    (
        "วางกลไกส่งต่อระหว่างองค์กรสมาชิกกับองค์กรปกครองส่วนท้องถิ่น",
        "center-for-girls",
        (13,),
        2,
    ),
    (
        "สร้างฐานข้อมูลกลางเก็บรายงานและเอกสารให้สมาชิกใช้ร่วมกัน",
        "focus",
        (14, 12),
        4,
    ),
    (
        "ศึกษาแนวทางจดทะเบียนเป็นสมาคม เพื่อความรับผิดชอบร่วมกันระหว่างสมาชิก",
        "ecpat",
        (6, 3),
        4,
    ),
    (
        "แสวงหาแหล่งทุนเพิ่มเติมในนามเครือข่าย",
        "ezekial-rain",
        (10, 4, 9),
        3,
    ),
)
TAKEN, DONE = 2, 0  # one stands in a plan line, one is done
COLLECTED: tuple[tuple[str, str, str], ...] = (
    ("strengths", "cct_secretary", "การประชุมทุกสองเดือนจัดได้ครบทุกครั้ง"),
    ("strengths", "cct_girls", "คณะทำงานคุ้มครองเด็กระดับตำบลเริ่มทำงานแล้ว"),
    ("weaknesses", "cct_newlife", "เจ้าหน้าที่ใหม่ยังไม่รู้ว่าตนตัดสินใจแทนองค์กรได้แค่ไหน"),
    ("weaknesses", "cct_chair", "ข้อสรุปจากแชตไม่ได้อยู่ในรายงานการประชุม"),
    ("opportunities", "cct_deputy", "เทศบาลสามแห่งสนใจตั้งงบร่วมกับเครือข่าย"),
    ("threats", "cct_ezekial", "การหลอกลวงทางออนไลน์เข้าถึงเด็กในหมู่บ้านชายแดน"),
)


def plan(demo: Demonstration) -> None:
    """Last year's workshop from preparing to the plan line, and this year's so far."""
    # In the last weeks of last fiscal year, before the new plan began.
    day = fiscal_year_start(demo.year) - dt.timedelta(days=20)
    Past(demo, day).play()
    demo.then(demo.ago(9, 10), _preparing(demo, THIS_YEAR, demo.ago(1, 9).date()))
    demo.then(demo.ago(1, 9, 20), _stepping(demo, THIS_YEAR, "open"))
    for number, row in enumerate(COLLECTED):
        demo.then(demo.ago(1, 9, 25 + 2 * number), _adding(demo, THIS_YEAR, *row))


def _preparing(demo: Demonstration, title: str, day: dt.date) -> Any:
    return lambda: workshops.prepare_workshop(
        committee=Committee.objects.get(slug=CCT),
        values={"title": title, "topic": TOPIC, "held_on": day},
        by=demo.person("cct_chair"),
    )


def _workshop(title: str) -> Workshop:
    return Workshop.objects.select_related("committee").get(committee__slug=CCT, title=title)


def _stepping(demo: Demonstration, title: str, action: str) -> Any:
    return lambda: workshops.step_workshop(
        workshop=_workshop(title), action=action, by=demo.person("cct_chair")
    )


def _adding(demo: Demonstration, title: str, heading: str, who: str, text: str) -> Any:
    return lambda: points.add_point(
        workshop=_workshop(title), heading=heading, text=text, by=demo.person(who)
    )


class Past:
    """Last year's workshop, act by act, in one morning."""

    def __init__(self, demo: Demonstration, day: dt.date) -> None:
        self.demo = demo
        self.at = demo.ago((demo.today - day).days, 9)

    def then(self, minutes: float, act: Any) -> None:
        self.demo.then(self.at + dt.timedelta(minutes=minutes), act)

    def play(self) -> None:
        demo = self.demo
        self.then(-2 * 1440, _preparing(demo, LAST_YEAR, self.at.date()))
        self.then(0, _stepping(demo, LAST_YEAR, "open"))
        for number, row in enumerate(POINTS):
            self.then(2 + number, _adding(demo, LAST_YEAR, *row))
        for number, (one, other) in enumerate(MERGED):
            self.then(30 + number, self.merging(one, other))
        self.then(40, _stepping(demo, LAST_YEAR, "vote"))
        for number, (who, point, count) in enumerate(VOTES):
            self.then(42 + number, self.voting(who, point, count))
        self.then(80, _stepping(demo, LAST_YEAR, "recommend"))
        for number in range(len(RECOMMENDED)):
            self.then(90 + 5 * number, self.recommending(number))
        self.then(150, _stepping(demo, LAST_YEAR, "close"))
        # Before the coming quarter's plan goes up.
        later = demo.ago(10, 10)
        demo.then(later, self.into_the_plan)
        demo.then(later + dt.timedelta(hours=2), self.finishing)

    def point(self, number: int) -> Point:
        return Point.objects.get(workshop=_workshop(LAST_YEAR), text=POINTS[number][2])

    def merging(self, one: int, other: int) -> Any:
        return lambda: points.merge_point(
            point=self.point(one), into=self.point(other), by=self.demo.person("cct_chair")
        )

    def voting(self, who: str, point: int, count: int) -> Any:
        def act() -> None:
            by = self.demo.person(who)
            mine = organisations_of(by, Committee.objects.get(slug=CCT))
            points.cast_votes(
                point=self.point(point), count=count, by=by, organisation=mine[0] if mine else None
            )

        return act

    def recommending(self, number: int) -> Any:
        text, owner, found, quarter = RECOMMENDED[number]

        def act() -> None:
            recommendations.write_recommendation(
                workshop=_workshop(LAST_YEAR),
                values={
                    "text": text,
                    "owner": self.organisation(owner),
                    "seat": None,
                    "due": Quarter(self.demo.year, quarter).end,
                    "by_quarter": True,
                    "points": [self.point(place) for place in found],
                },
                by=self.demo.person("cct_secretary"),
            )

        return act

    def organisation(self, key: str) -> Organisation:
        return self.demo.organisations[57, key]

    def recommendation(self, number: int) -> Recommendation:
        return Recommendation.objects.get(
            workshop=_workshop(LAST_YEAR), text=RECOMMENDED[number][0]
        )

    def into_the_plan(self) -> None:
        """A line of the quarters still being written comes from a recommendation."""
        newest = Plan.objects.filter(committee__slug=CCT).latest("fiscal_year")
        ahead = PlanLine.objects.standing().filter(plan=newest, ends__gt=self.demo.current.end)
        lines = ahead.select_related("plan__committee", "committee").order_by("position")
        line = lines.filter(pillar="child_protection").first() or lines[0]
        plan_actions.change_line(
            line=line,
            values={"recommendations": [self.recommendation(TAKEN)]},
            version=line.version,
            by=self.demo.person("cct_secretary"),
        )

    def finishing(self) -> None:
        recommendations.follow_recommendation(
            recommendation=self.recommendation(DONE),
            action="finish",
            by=self.demo.person("cct_chair"),
        )
