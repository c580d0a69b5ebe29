"""Elections of the civil-society committee: in 2018, and again every two years.

The offices are those of the case study. Votes and who else stood are invented.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from actionplans.demo import committees as tables
from actionplans.demo.clock import moment
from actionplans.demo.scans import scan
from committees import papers
from committees.calendar import today
from committees.models import Committee
from members.actions import offices as actions
from members.models import SINGLE, Method, Office, Seat, TieBreak
from members.policy.offices import Ballot

if TYPE_CHECKING:
    from actionplans.demo.load import Act, Demonstration

FIRST = dt.date(2018, 8, 28)
EVERY = 2  # years
# office -> (who was elected with how many votes, who stood besides); None withdrew.
RESULTS: dict[str, tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int | None], ...]]] = {
    Office.CHAIR: ((("cct_chair", 10),), (("cct_girls", 3), ("cct_plan", None))),
    Office.VICE_CHAIR: ((("cct_deputy", 7),), (("cct_adra", 6),)),
    Office.SECRETARY: ((("cct_secretary", 9),), (("cct_bala", 4),)),
    Office.DEPUTY_SECRETARY: ((("cct_deputy_secretary", 6),), (("cct_ruammit", 6),)),
    Office.STEERING: (
        (("cct_ezekial", 11), ("cct_girls", 10), ("cct_newlife", 9)),
        (("cct_destiny", 5), ("cct_love", 3)),
    ),
}


def plan(demo: Demonstration) -> None:
    """Each office every two years; the first elections are written down when the MoU is signed."""
    for year in range(FIRST.year, today().year + 1, EVERY):
        held = FIRST.replace(year=year)
        if held > today():
            break
        written = max(held, tables.CCT_SIGNED)
        for number, office in enumerate(RESULTS):
            at = moment(written, 16, 5 * number)
            demo.then(at, electing(demo, office, held))


def electing(demo: Demonstration, office: str, held: dt.date) -> Act:
    """One election; the secretary's own is recorded by the chair."""
    by = "cct_chair" if office == Office.SECRETARY else "cct_secretary"

    def act() -> None:
        committee = Committee.objects.get(slug="cct")
        elected, others = RESULTS[office]
        tied = office == Office.DEPUTY_SECRETARY
        ballots = [Ballot(seat_of(demo, who), votes, elected=True) for who, votes in elected]
        ballots += [
            Ballot(seat_of(demo, who), votes, withdrew=votes is None) for who, votes in others
        ]
        first = office == Office.CHAIR
        actions.record_election(
            committee=committee,
            values={
                "office": office,
                "held_on": held,
                "takes_office": held,
                "term_ends": held.replace(year=held.year + EVERY) - dt.timedelta(days=1),
                "places": 1 if office in SINGLE else len(elected),
                "method": Method.SECRET_BALLOT,
                "tie_break": TieBreak.LOT if tied else TieBreak.NONE,
                "adds": False,
                "remark": "",
            },
            ballots=ballots,
            upload=_record(held) if first else None,
            by=demo.person(by),
        )

    return act


def seat_of(demo: Demonstration, who: str) -> Seat:
    """The person's seat in the civil-society committee."""
    return (
        Seat.objects.current(today())
        .select_related("person", "organisation", "committee")
        .filter(committee__slug="cct", person_id=demo.people[who])
        .order_by("pk")[0]
    )


def _record(held: dt.date) -> papers.Upload:
    page = scan(
        "บันทึกผลการเลือกตั้งผู้ดำรงตำแหน่ง",
        "คณะกรรมการประสานงานองค์กรภาคประชาสังคม จังหวัดเชียงราย",
        f"วันที่ {held.day}/{held.month}/{held.year + 543}",
        "(เอกสารสมมติสำหรับการสาธิต)",
    )
    return papers.Upload(f"บันทึกผลการเลือกตั้ง {held.year + 543}.pdf", papers.PDF, page)
