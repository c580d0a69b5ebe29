"""Tasks of Mae Sai's year: given, endorsed or not, overdue, done and verified."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import F

from actionplans.actions import endorsements
from actionplans.actions import tasks as actions
from actionplans.demo import plans as tables
from actionplans.models import PlanLine, Task, TaskEndorsement
from committees.calendar import today
from members.models import Seat

if TYPE_CHECKING:
    from actionplans.demo.load import Act, Demonstration

SLUG = "mae-sai"
DAY = dt.timedelta(days=1)
# who has it, under which line, what, given so many days ago, due so many days from today
GIVEN = (
    (
        "health",
        tables.CHILD,
        "จัดทำบัญชีผู้ประสานงานเยี่ยมบ้านระดับตำบลให้ครบทั้งแปดตำบล",
        "ขอเฉพาะชื่อหน่วยงานและตำแหน่ง ไม่ต้องมีรายชื่อเด็กหรือครอบครัว",
        20,
        12,
    ),
    ("immigration", tables.CHECKPOINT, "ส่งตารางออกตรวจร่วมรอบไตรมาสหน้า", "", 30, -3),
    (
        "lao",
        tables.COMMUNITY,
        "นัดหมายผู้นำชุมชนหกแห่งสำหรับเวทีประชาคม",
        "แจ้งวันให้ที่ทำการปกครองอำเภอทราบก่อนออกหนังสือเชิญ",
        25,
        4,
    ),
    ("superintendent", tables.CHECKPOINT, "แต่งตั้งผู้ประสานงานประจำจุดตรวจช่องทางธรรมชาติ", "", 40, -15),
    ("hospital", tables.HEALTH, "จัดคลินิกตรวจสุขภาพใจเดือนละหนึ่งครั้ง", "", 8, 25),
)
REFUSED = "ห้องตรวจเต็มถึงสิ้นเดือน ขอเลื่อนเริ่มเป็นเดือนถัดไป"


def plan(demo: Demonstration) -> None:
    """Note the acts."""
    health, patrol, community, checkpoint, clinic = GIVEN
    for row in GIVEN:
        demo.then(demo.ago(row[4], 10), giving(demo, row))
    supervisors = (
        (health, 20, "นพ.ธีรวัฒน์ คำปัน", "director@maesai-health.example.org"),
        (patrol, 10, "พ.ต.อ.ชาญวิทย์ แสงทอง", "commander@maesai-immigration.example.org"),
        (clinic, 8, "พญ.กมลชนก อุดมทรัพย์", "director@maesai-hospital.example.org"),
    )
    for row, days, name, email in supervisors:
        demo.then(demo.ago(days, 10, 20), asking(demo, row[2], name, email))
    demo.then(demo.ago(17, 14), answering(health[2], endorses=True))
    demo.then(demo.ago(6, 11), answering(clinic[2], endorses=False))
    demo.then(demo.ago(18, 15), finishing(demo, checkpoint, "แต่งตั้งครบสามจุดตรวจแล้ว"))
    # Of a weekend both fall on its Friday, so this is later in the day.
    demo.then(demo.ago(16, 15, 40), verifying(demo, checkpoint[2]))
    done = "นัดได้ครบหกชุมชน เริ่มเวทีแรกวันที่ 18 มกราคม"
    demo.then(demo.ago(5, 16), finishing(demo, community, done))


def task(what: str) -> Task:
    """The task of these words."""
    return Task.objects.select_related("committee").get(committee__slug=SLUG, what=what)


def giving(demo: Demonstration, row: tuple[str, tables.Line, str, str, int, int]) -> Act:
    """The secretary gives somebody the task of a row of the table."""
    slot, line, what, description, _days, due = row

    def act() -> None:
        seats = Seat.objects.current(today()).select_related("person", "organisation", "committee")
        seat = seats.get(committee__slug=SLUG, person_id=demo.people[f"{SLUG}/{slot}"])
        lines = PlanLine.objects.filter(
            committee__slug=SLUG, plan__fiscal_year=demo.year, removed_at__isnull=True
        )
        under = lines.filter(what=line.what).first() or lines.order_by("position")[0]
        values = {
            "what": what,
            "description": description,
            "owner": seat,
            "due": demo.today + due * DAY,
        }
        by = demo.person(f"{SLUG}/secretary")
        actions.delegate_task(line=under, values=values, by=by)

    return act


def asking(demo: Demonstration, what: str, name: str, email: str) -> Act:
    """The secretary asks the supervisor."""

    def act() -> None:
        by = demo.person(f"{SLUG}/secretary")
        endorsements.ask_supervisor(task=task(what), name=name, email=email, by=by)
        # Nothing of the demonstration is mailed.
        TaskEndorsement.objects.filter(mailed_at__isnull=True).update(mailed_at=F("sent_at"))

    return act


def answering(what: str, *, endorses: bool) -> Act:
    """The supervisor answers by the link."""

    def act() -> None:
        row = TaskEndorsement.objects.select_related("task").get(task__what=what, state="pending")
        endorsements.answer(endorsement=row, endorses=endorses, reason="" if endorses else REFUSED)

    return act


def finishing(
    demo: Demonstration, row: tuple[str, tables.Line, str, str, int, int], result: str
) -> Act:
    """Who has the task says that it is done."""
    return lambda: actions.finish_task(
        task=task(row[2]), result=result, by=demo.person(f"{SLUG}/{row[0]}")
    )


def verifying(demo: Demonstration, what: str) -> Act:
    """The deputy chief verifies it."""
    return lambda: actions.verify_task(task=task(what), by=demo.person(f"{SLUG}/deputy"))
