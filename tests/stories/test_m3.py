"""M3: reminded once a stage, renewed in grace too; unrenewed, the rights end on the day."""

import datetime as dt
import time

import pytest

from committees.calendar import today
from tests.stories.walk import PEOPLE, link_in, one, press, run_task, state, status_of

pytestmark = pytest.mark.story("M3")

WHO = {"th": "ekaphan", "en": "rungrot"}
KEEP = "members.tasks.memberships.keep_memberships"
SEAT = (
    "s.committee_id = (SELECT id FROM committees_committee WHERE slug = 'cct') AND s.person_id ="
    " (SELECT id FROM accounts_user WHERE email = %s)"
)


class Moved:
    """One member's dates, moved as the days would have, with the seats and grants on them."""

    def __init__(self, stack, who: str) -> None:
        self.stack, self.email = stack, PEOPLE[who]
        self.pk = one(
            stack,
            "SELECT m.id FROM members_membership m JOIN members_seat s"
            " ON s.organisation_id = m.organisation_id AND s.committee_id = m.committee_id"
            f" WHERE {SEAT}",
            self.email,
        )
        self.until = one(stack, "SELECT until FROM members_membership WHERE id = %s", self.pk)

    def to(self, until: dt.date) -> None:
        """Let the year end on this day, as the rules say the rest."""
        last = until + dt.timedelta(days=30)
        with self.stack.cursor() as cursor:
            cursor.execute(
                "UPDATE members_membership SET due_from = %s, until = %s, grace_until = %s"
                " WHERE id = %s",
                [until - dt.timedelta(days=60), until, last, self.pk],
            )
            cursor.execute(f"UPDATE members_seat s SET ends = %s WHERE {SEAT}", [last, self.email])
            cursor.execute(
                "UPDATE committees_committeeuserpermission p SET until = %s WHERE p.user_id ="
                " (SELECT id FROM accounts_user WHERE email = %s)",
                [last, self.email],
            )

    def stages(self) -> int:
        query = "SELECT count(*) FROM members_membershipreminder WHERE membership_id = %s"
        return int(one(self.stack, query, self.pk))


def kept(stack, moved: Moved, stages: int) -> None:
    """Let the daily task run, and wait until the stage is written down."""
    run_task(stack, KEEP)
    deadline = time.monotonic() + 20
    while moved.stages() < stages:
        assert time.monotonic() < deadline, stack.log("worker")
        time.sleep(0.2)


@pytest.mark.parametrize("language", ["th", "en"])
def test_reminded_renewed_in_grace_and_lapsed(walker, stack, shot, mailbox, language):
    who = WHO[language]
    moved, box = Moved(stack, who), mailbox(who)
    walker.speak(language, who)
    before = moved.stages()
    try:
        # A week before the end: told once, however often the task runs.
        moved.to(today() + dt.timedelta(days=7))
        kept(stack, moved, before + 1)
        box.wait(1)
        run_task(stack, KEEP)
        # In grace: told once more, and the page from the mail still has the button.
        moved.to(today() - dt.timedelta(days=3))
        kept(stack, moved, before + 2)
        mails = box.wait(2)
        assert len(mails) == 2, [mail["Subject"] for mail in mails]
        phone = walker.enter(who, language, "phone", "/")
        assert phone.locator(".tasks a[href*='/renew/']").count() == 1
        shot(phone, language, "phone", "home")
        phone.goto(link_in(mails[1], stack))
        assert status_of(phone) == state(language, "in_grace")
        shot(phone, language, "phone", "in-grace")
        press(phone, ".page-head-actions a.btn-primary")
        shot(phone, language, "phone", "renewing")
        press(phone, "button[form=renew]")
        assert status_of(phone) == state(language, "member_active")
        facts = phone.locator(".facts").inner_text()
        assert "2562" in facts or "2019" in facts, "a member since 2019"
        shot(phone, language, "phone", "renewed")
        phone.goto("/")
        assert phone.locator(".tasks a[href*='/renew/']").count() == 0

        # Not renewed: the rights end with the last day of grace, before any task has run.
        phone.goto("/committees/cct/members/")
        assert phone.locator("table.rows").count() == 1
        moved.to(today() - dt.timedelta(days=31))
        for path in ("/committees/cct/members/", "/committees/cct/seats/", "/committees/cct/"):
            assert phone.request.get(path).status == 404, path
        kept(stack, moved, before + 3)
        run_task(stack, KEEP)
        secretary = walker.enter("chutima", language, at=f"/committees/cct/members/{moved.pk}/")
        assert status_of(secretary) == state(language, "lapsed")
        shot(secretary, language, "desktop", "lapsed")
        lapses = "SELECT count(*) FROM committees_auditevent WHERE verb = 'membership_lapsed'"
        lapses += " AND subject_id = %s"
        assert one(stack, lapses, str(moved.pk)) == 1
    finally:
        moved.to(moved.until)
        run_task(stack, "members.tasks.seats.expire_seats")
